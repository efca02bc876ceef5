"""The overview's table and its aligned rows."""

from dataclasses import replace

import pytest

from data.cohorts import Chosen, resolve
from data.overview import THREE_RATES, common_rows, study_line, study_lines
from data.selection import Selection
from data.tables import results_table
from data.views import make_view
from tests.drawn import SAID, study


@pytest.fixture(scope="module")
def overview(library):
    selection = Selection()
    results, cohorts = results_table(library), resolve(library, selection)
    return cohorts, [make_view(library, results, cohorts, selection, o) for o in THREE_RATES]


def test_a_part_of_unknown_size_has_the_age_of_the_whole():
    """Neither its number nor its own age is taken from the study as a whole."""
    whole = {"id": "all", "name": "all treated", "n": 30} | SAID
    part = {"id": "low", "name": "low dose", "parent": "all", "split_by": "dose"} | SAID
    age = {"topic": "age", "text": "1–17 years"} | SAID
    one = study("a", cohorts=[whole, part], facts=[age], regimen={"kind": "alone"} | SAID)
    lines = [study_line(Chosen(one, cohort, ())) for cohort in one.cohorts]
    assert [(line["Study"], line["n"], line["Age"]) for line in lines] == [
        ("a", "30", "1–17 years"),
        ("a, low dose", "not found", "1–17 years (of the whole study)"),
    ]


def test_a_study_whose_parts_have_doses_has_them_in_its_line():
    """Twelve had 1.4 and eighteen 1.8 mg/m²: all thirty had a dose that was found."""
    cohorts = [{"id": "all", "name": "all treated", "n": 30} | SAID]
    for n, dose in ((12, 1.4), (18, 1.8)):
        about = {"id": f"p{n}", "name": f"p{n}", "parent": "all", "split_by": "dose", "n": n}
        cohorts.append(about | {"dose": {"low": dose, "high": dose} | SAID} | SAID)
    one = study("a", cohorts=cohorts, regimen={"kind": "alone"} | SAID)
    assert study_line(Chosen(one, one.cohorts[0]))["Dose, cycle 1"] == "1.4–1.8 mg/m²"


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


def test_a_percentage_without_its_patients_stands_alone(overview):
    """Of whom 70 % were counted is not repeated where x/N was not found."""
    lines = {line["id"]: line for line in study_lines(*overview)}
    assert lines["obrien-2022"]["MRD negativity"] == "70 %, x/N not found"
    assert lines["obrien-2022"]["SOS after HSCT"].endswith("[11–52] of 21 transplanted")


# The timing of a study, what was given and how that is known, and what its line says.
DESIGNS = [
    ("prospective", "alone", "stated", "prospective, single agent"),
    ("retrospective", "alone", "derived", "retrospective, single agent (no combination mentioned)"),
    ("not_found", "combined", "stated", "timing not found, combination"),
    ("prospective", "combined", "derived", "prospective, combination"),
]


@pytest.mark.parametrize(("timing", "kind", "basis", "said"), DESIGNS)
def test_a_design_says_what_was_given_and_how_that_is_known(library, timing, kind, basis, said):
    """Only InO that nobody says was given alone is marked; a timing that was not found is told."""
    drawn = study(
        "a",
        design={"summary": "drawn", "timing": timing} | SAID,
        regimen={"kind": kind} | SAID | {"basis": basis, "derivation": "drawn"},
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID],
    )
    cohorts = resolve(replace(library, studies={"a": drawn}), Selection())
    (chosen,) = cohorts.chosen
    assert study_line(chosen)["Design"] == said


def test_a_cohort_without_any_mark_takes_no_room_in_the_charts(overview):
    """Rows are common to the three panels; Calvo, without any outcome, is in none."""
    _, views = overview
    shown = {views[0].rows[i].study for i in common_rows(views)}
    assert "calvo-2020" not in shown
    assert "itcc-059-sos" in shown
