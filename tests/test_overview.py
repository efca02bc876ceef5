"""The overview's table and its aligned rows."""

import pytest

from data.cohorts import resolve
from data.overview import THREE_RATES, common_rows, study_lines
from data.selection import Selection
from data.tables import results_table
from data.views import make_view


@pytest.fixture(scope="module")
def overview(library):
    selection = Selection()
    results, cohorts = results_table(library), resolve(library, selection)
    return cohorts, [make_view(library, results, cohorts, selection, o) for o in THREE_RATES]


def test_one_line_for_each_cohort(overview):
    """Every cohort that the filters chose has a line, also one without any rate."""
    cohorts, views = overview
    lines = {line["id"]: line for line in study_lines(cohorts, views)}
    assert len(lines) == len(cohorts.chosen)
    assert lines["calvo-2020"]["Response"] == "not found in the sources read"
    assert lines["bhojwani-2019"] == {
        "id": "bhojwani-2019",
        "Study": "Bhojwani 2019",
        "Design": "retrospective, single agent (no combination mentioned)",
        "n": "51",
        "Age": "median 11.5 (range 2.2–21.3) years",
        "Dose, cycle 1": "1.8 mg/m²",
        "Prior lines": "2–3: 8, 4–6: 28, ≥ 7: 15",
        "Response": "28/42 · 67 % [50–80] of 42 with overt marrow disease (>5 % blasts)",
        "MRD negativity": "20/28 · 71 % [51–87] of 28 responders",
        "SOS after HSCT": "11/21 · 52 % [30–74] of 21 transplanted",
    }


def test_a_cohort_without_any_mark_takes_no_room_in_the_charts(overview):
    """Rows are common to the three panels; Calvo, without any outcome, is in none."""
    _, views = overview
    shown = {views[0].rows[i].study for i in common_rows(views)}
    assert "calvo-2020" not in shown
    assert "itcc-059-sos" in shown
