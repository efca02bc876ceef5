"""The safety page as a visitor meets it, without a browser."""

import json

import pytest

from components import evidence
from components.exports.csv_file import csv_bytes
from components.exports.picture_files import png_bytes, svg_bytes
from components.safety import drawing
from data.escalation import escalations
from data.safety import NEVER_ADDED
from tests.briefs import brief_of
from tests.visitor import alts, charts, read, said, tables, texts

COLUMNS = ["SOS during InO", "SOS after HSCT", "SOS after later chemotherapy"]


@pytest.fixture(autouse=True)
def checked_studies(library, monkeypatch):
    """The studies that these numbers were typed for; one that is added later changes none."""
    monkeypatch.setattr(evidence, "fingerprint", lambda: (("checked", 0, 0),))
    monkeypatch.setattr(evidence, "load_library", lambda: library)


def table_with(app, column: str) -> list[list[dict[str, str]]]:
    return [rows for rows in tables(app) if rows and column in rows[0]]


def labels(app) -> list[str]:
    return [expander.label for expander in app.expander]


def test_the_page_runs_with_its_parts(visit):
    """One title, three SOS columns, two panels of events, two step charts, no exception."""
    app = visit("safety")
    assert not app.exception
    assert [title.value for title in app.title] == ["Safety"]
    assert [header.value for header in app.header if header.value != "Filters"] == [
        "SOS, by when it occurred",
        "SOS counted in other ways",
        "Adverse events",
        "Dose-limiting toxicity by dose level",
    ]
    assert [read(header.value) for header in app.subheader] == [
        *COLUMNS,
        "Brivio 2021 (ITCC-059 phase 1A)",
        "Pennesi 2024 (ITCC-059 phase 1B)",
    ]
    assert len(charts(app)) == 7


def test_every_chart_speaks(visit):
    """The words of each chart are its alternative text and stand on the page."""
    app = visit("safety", adults=["true"])
    shown = said(app)
    for alt in alts(app):
        assert alt.endswith(".")
        assert read(alt).partition(":")[0] in shown


def test_the_columns_are_aligned(visit):
    """The same studies stand at the same heights in all three columns."""
    names = [
        {words: y for words, y in texts(c) if words.startswith("<b>")}
        for c in charts(visit("safety"))[:3]
    ]
    for one in names:
        one.pop("<b>Pooled</b>", None)
    assert names[0] == names[1] == names[2]
    assert "<b>Pennesi 2024</b>" in names[0]


def test_never_added_up_and_where_to_read_on(visit):
    """One sentence says so; the boxed warning is a link away, with the filters of this view."""
    shown = said(visit("safety", dose=["1.8", "1.8"]))
    assert NEVER_ADDED in shown
    assert "boxed warning" in shown
    assert "(/sos?dose=1.8&dose=1.8)" in shown


def test_counts_without_a_rate_have_their_source(visit):
    """Six cases, and at least one: in the chart, and in the table with where they were read."""
    app = visit("safety")
    drawn = json.dumps(charts(app)[:3], ensure_ascii=False)
    sourced = [row for rows in table_with(app, "SOS criteria") for row in rows]
    for words in (
        "6 cases, number transplanted not found",
        "at least 1; the exact count was not found",
    ):
        assert words in drawn
        assert any(row["x/N · rate [95 %]"] == words and row["Source"] for row in sourced)


def test_the_events_have_a_table(visit):
    """Event, study, rate, whom N counts and source of each; the grade that is not stated too."""
    (rows,) = [r for r in table_with(visit("safety"), "Event") if "SOS criteria" not in r[0]]
    by_event = {row["Event"].strip("*"): row for row in rows}
    assert by_event["Fever, grade not stated"]["x/N · rate [95 %]"] == "16/28 · 57.1 % [37.2–75.5]"
    assert by_event["Anemia, grade ≥3"]["x/N · rate [95 %]"] == "38 %, x/N not found"
    assert all(row["Source"] and row["Study"] for row in rows)
    assert len(rows) == 6


def test_what_else_was_found_stands_there_too(visit):
    """Of SOS after HSCT the doses and salvage lines of adults that the chart has no place for."""
    app = visit("safety", adults=["true"])
    assert said(app).count("Also found for these studies") == 1
    (found,) = table_with(app, "What was found")
    counts = [(row[""].strip("*"), row["What was found"].partition(" ")[0]) for row in found]
    assert counts == [
        ("INO-VATE 2019", "11/58"),
        ("INO-VATE 2019", "7/20"),
        *(("Dose-reduction phase 4", count) for count in ("8/31", "2/10", "6/21", "2/12")),
    ]
    assert all(row["Source"] for row in found)
    assert "Also found" not in said(visit("safety"))


def test_the_steps_have_a_table(visit):
    """Each group with its exact interval and its note, in the printed order."""
    one, two = table_with(visit("safety"), "Dose level")
    assert [row["x/N · rate [95 %]"].partition(" ")[0] for row in one] == [
        "1/6",
        "0/6",
        "2/5",
        "1/6",
    ]
    assert one[2]["Note"] == "Later re-classified as not dose-limiting."
    assert [row["Group"] for row in two] == ["1", "2", "3", "4", "5"]
    assert two[0]["Dose level"] == "dose level 1.1 mg/m², dexamethasone 20 mg/m²"


def test_what_was_not_found_is_on_the_page(visit):
    """The expansion, the studies without any event, and the unknown order of the groups."""
    shown = said(visit("safety"))
    assert "expansion**: 3 patients evaluable for dose-limiting toxicity" in shown
    assert "Not found does not mean that none occurred." in shown
    assert "Whether a second group at one dose was treated before or after" in shown
    assert "Without a number" in shown
    assert "Recommended dose**: 1.8 mg/m²/cycle (1.5 after remission), fractionated" in shown


def test_a_dose_filter_narrows_the_steps(visit):
    """At 1.8 mg/m² only those groups are drawn, and the page says which are not."""
    app = visit("safety", dose=["1.8", "1.8"])
    assert not app.exception
    assert (
        "The filters show 2 of its 4 groups with a count; left out: dose level 1 (1.4 mg/m²)."
        in said(app)
    )
    drawn = json.dumps(charts(app)[-2:], ensure_ascii=False)
    assert "<b>2/5*</b>" in drawn
    assert "<b>2/4</b>" not in drawn


def test_a_study_that_is_left_out_has_no_chart(visit):
    """Combination only: the single-agent trial is gone from the steps."""
    app = visit("safety", regimen=["combination"])
    assert "Brivio 2021 (ITCC-059 phase 1A)" not in [read(h.value) for h in app.subheader]
    assert len(charts(app)) == 4
    assert "Adverse events: no number was found for the 1 cohort shown." in said(app)


def test_adults_are_apart(visit):
    """Adults are circles in their own colour, and in words."""
    app = visit("safety", adults=["true"])
    assert not app.exception
    assert "2/72, DeAngelo 2017, adults" in said(app)
    assert "circle: adults" in said(app)


def test_a_study_without_anything(visit):
    """Calvo: no chart, and each part says that nothing was found."""
    app = visit("safety", studies=["Calvo 2020"])
    assert not app.exception
    assert not charts(app)
    shown = said(app)
    assert "None of these SOS rates was found for a cohort shown as a whole." in shown
    assert "Adverse events: no number was found for the 1 cohort shown." in shown
    assert "Dose-limiting toxicity by dose level: no number was found for the 1 study" in shown
    assert "Study by study: what was found and what was not" not in labels(app)


def test_nothing_left(visit):
    """An empty selection is a sentence, a button, and what was left out."""
    app = visit("safety", min=["100"], dose=["0.9", "0.9"])
    assert not app.exception
    assert "No study is left with these filters." in said(app)
    assert any(label.startswith("Not shown: ") for label in labels(app))


def test_nonsense_in_the_link(visit):
    """What means nothing is ignored and said; the page stands."""
    app = visit("safety", dose=["abc"], studies=["Nobody"])
    assert not app.exception
    notice = read(app.warning[0].value)
    assert '"dose=abc" was ignored' in notice
    assert '"studies=Nobody" was ignored' in notice
    assert len(charts(app)) == 7


def test_across_criteria_gives_a_diamond_here_too(visit):
    """The switch holds on this page: only SOS after HSCT may have a pooled rate."""
    app = visit("safety", across=["true"])
    pooled = [sum(t.get("fill") == "toself" for t in chart["data"]) for chart in charts(app)]
    assert pooled == [0, 1, 0, 0, 0, 0, 0]


def test_the_files_of_a_step_chart(library):
    """Table and pictures of one study hold its groups; the name says which study."""
    brief = brief_of(library)
    for one in escalations(library, brief.results, brief.cohorts, brief.selection):
        picture = drawing(one)
        assert picture.name == f"dose_limiting_toxicity_{one.study}"
        assert len(csv_bytes(one.view).decode("utf-8-sig").splitlines()) == len(one.steps) + 1
        text = svg_bytes(picture).decode()
        assert all(f">{step.count}{step.sign}</text>" in text for step in one.steps)
        assert png_bytes(picture).startswith(b"\x89PNG")
