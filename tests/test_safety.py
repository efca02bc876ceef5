"""SOS in three columns that are never added up, and adverse events one row each."""

from dataclasses import replace

import pytest

from components.panel import how_counted
from data.answers import FOUND_ONLY
from data.brief import Brief
from data.columns import view_table
from data.items import NOT_FOUND
from data.overview import rows_with_answers
from data.rows import View
from data.safety import (
    DASH,
    NEVER_ADDED,
    NOT_NONE,
    THREE_TIMES,
    adverse_events,
    gathered_view,
    led_by_event,
    other_sos,
    safety_sentences,
    safety_table_lines,
    three_sos_views,
    toxicity_lines,
)
from data.tables import records_of
from data.views import make_row
from data.vocabulary import Outcome
from tests.briefs import brief_of, with_changed
from tests.drawn import SAID, cells_of, drawn_library, lines_of, study

EVENTS = """
Event                        | Study          | x/N · rate           | N counts
Hepatic event, grade 3       | Bhojwani 2019  | 6/51 · 12 % [4–24]   | of 51 treated
Infection, grade 3–4         | Bhojwani 2019  | 11/51 · 22 % [11–35] | of 51 treated
Any adverse event, grade 3–4 | Brivio 2021    | 23/25 · 92 % [74–99] | of 25 treated
Anemia, grade ≥3             | FDA 2024       | 38 %, x/N not found  | denominator not stated
Fever, grade not stated      | Pennesi 2022   | 16/28 · 57 % [37–76] | of 28 treated
Permanent discontinuation    | FDA 2024       | 11/53 · 21 % [11–34] | of 53 treated
"""
OTHER_SOS = """
Event            | Study                 | x/N · rate           | N counts
SOS at any time  | Pennesi 2022          | 7/28 · 25 % [11–45]  | of 28 treated
SOS at any time  | FDA 2024              | 8/53 · 15 % [7–28]   | of 53 treated
SOS at any time  | ITCC-059 SOS          | 14/108 · 13 % [7–21] | of 108 treated
SOS at any time  | DeAngelo 2017         | 4/72 · 6 % [2–14]    | of 72 treated
SOS at any time  | INO-VATE 2019         | 23/164 · 14 % [9–20] | of 164 randomized to InO
SOS at any time  | Dose-reduction phase 4 | 10/102 · 10 % [5–17] | of 102 treated
SOS without HSCT | DeAngelo 2017         | 2/72 · 3 % [0–10]    | of 72 treated
SOS without HSCT | INO-VATE 2019         | 5/164 · 3 % [1–7]    | of 164 randomized to InO
SOS without HSCT | Dose-reduction phase 4 | 0/102 · 0 % [0–4]    | of 102 treated
Fatal SOS        | Bhojwani 2019         | 2/11 · 18 % [2–52]   | of 11 patients with SOS
Fatal SOS        | DeAngelo 2017         | 1/4 · 25 % [1–81]    | of 4 patients with SOS
Fatal SOS        | INO-VATE 2019         | 5/18 · 28 % [10–53]  | of 18 patients with SOS after HSCT
"""
COLUMNS = """
Study          | SOS during InO                            | SOS after HSCT                         | SOS after later chemotherapy
Bhojwani 2019  | 0/51 · 0 % [0–7]                          | 11/21 · 52 % [30–74]                   | not found in the sources read
Brivio 2021    | not found in the sources read             | not found in the sources read          | 2/25 · 8 % [1–26]
O'Brien 2022   | 0/48 · 0 % [0–7]                          | 6/21 · 29 % [11–52]                    | not found in the sources read
Pennesi 2022   | 1/28 · 4 % [0–18]                         | 6 cases, number transplanted not found | 0/28 · 0 % [0–12]
Evstratov 2023 | not found in the sources read             | 33 %, x/N not found                    | not found in the sources read
FDA 2024       | not found in the sources read             | 5/26 · 19 % [7–39]                     | not found in the sources read
ITCC-059 SOS   | 2/108 · 2 % [0–7]                         | 10/51 · 20 % [10–33]                   | 2/108 · 2 % [0–7]
Pennesi 2024   | at least 1; the exact count was not found | not found in the sources read          | not found in the sources read
"""  # noqa: E501 one study on one line, as on the page
SEVERE_LINES = """
Study         | Hepatic event, grade 3 | Infection, grade 3–4 | Any adverse event, grade 3–4
Bhojwani 2019 | 6/51 · 12 % [4–24]     | 11/51 · 22 % [11–35] | –
Brivio 2021   | –                      | –                    | 23/25 · 92 % [74–99]
O'Brien 2022  | –                      | –                    | –
"""


def events_of(brief: Brief) -> View:
    return gathered(brief, adverse_events(brief.library.vocabulary))


def gathered(brief: Brief, asked) -> View:
    return gathered_view(brief.library, brief.results, brief.cohorts, brief.selection, asked)


def table_of(view: View) -> list[list[str]]:
    """The rows of which anything was found, as the tables above draw them."""
    found = [row for row in view.rows if row.source]
    return [[row.definition, row.name, row.rate(), row.counted] for row in found]


def with_events(library, *events: tuple[str, str]):
    """A library of one study with these adverse events and grades, counted 1/30, 2/30 and so on."""
    about = {"outcome": "adverse_event", "denominator": "treated", "n": 30} | SAID
    made = study(
        "made-up",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID],
        results=[
            about | {"event": event, "grade": grade, "events": i + 1}
            for i, (event, grade) in enumerate(events)
        ],
    )
    return replace(library, studies={made.id: made})


def test_every_event_has_a_row(library):
    """By event, then by study; the grade that was not stated and the bare percentage stay so."""
    assert table_of(events_of(brief_of(library))) == cells_of(EVENTS)[1:]


def test_every_number_of_the_page_stands_once(library):
    """No event of any study is lost or doubled, adults included."""
    brief = brief_of(library, adults=True)
    words = library.vocabulary
    for asked in (adverse_events(words), other_sos(words)):
        records = records_of(brief.results[brief.results["outcome"].isin(asked.outcomes)])
        numbers = sorted(f"{r['study']} {r['outcome']} {r['event']} {r['events']}" for r in records)
        rows = [row for row in gathered(brief, asked).rows if row.source]
        assert len(rows) == len(numbers) == len({row.key for row in rows})
        assert sorted(f"{row.study} {row.events}" for row in rows) == sorted(
            f"{r['study']} {r['events']}" for r in records
        )


def test_every_outcome_of_the_page_is_somewhere(library):
    """The three columns, the two panels and the step charts show all that the page is asked to."""
    words = library.vocabulary
    shown = {*THREE_TIMES, *other_sos(words).outcomes, *adverse_events(words).outcomes}
    assert set(words.on_page("safety")) <= shown | {"dose_limiting_toxicity"}
    assert "sos_any" in shown


def test_a_new_outcome_needs_one_entry(library):
    """An outcome that is added to the vocabulary for this page is in the panel that fits it."""
    entry = {"label": "Neutropenia, grade 4", "means": "drawn", "page": "safety"}
    outcomes = library.vocabulary.outcomes | {"neutropenia": Outcome.model_validate(entry)}
    words = library.vocabulary.model_copy(update={"outcomes": outcomes})
    assert "neutropenia" in adverse_events(words).outcomes
    assert "neutropenia" not in other_sos(words).outcomes


def test_one_study_may_name_many_events(library):
    """Each name and grade is a row of its own, in the order of the file."""
    many = with_events(library, ("fever", "3"), ("anemia", "≥3"), ("fever", "not stated"))
    view = events_of(brief_of(many))
    assert [(row.definition, row.events) for row in view.drawn] == [
        ("Fever, grade 3", 1),
        ("Anemia, grade ≥3", 2),
        ("Fever, grade not stated", 3),
    ]
    assert len({row.key for row in view.rows}) == 3
    assert view.listed == ()


def test_a_row_is_made_only_where_a_number_may_be(library, monkeypatch):
    """Hundreds of events of one study are not asked of every other one."""
    events = [(f"event {i}", "3") for i in range(20)]
    many = replace(library, studies=library.studies | with_events(library, *events).studies)
    made = []

    def counted_row(*args):
        made.append(args)
        return make_row(*args)

    monkeypatch.setattr("data.safety.make_row", counted_row)
    assert len(events_of(brief_of(many)).drawn) > len(events)
    assert len(made) < len(events) + 3 * len(many.studies)


def test_a_number_of_a_study_that_mixes_drugs_names_its_event(library):
    (one,) = with_events(library, ("fever", "≥3")).studies.values()
    regimen = one.regimen.model_copy(update={"kind": "not_inotuzumab_specific"})
    mixed = one.model_copy(update={"regimen": regimen})
    view = events_of(brief_of(replace(library, studies={mixed.id: mixed})))
    (found,) = view.not_specific
    assert found.reason.startswith("Fever, grade ≥3: 1/30: counts patients without InO too")


def test_two_spellings_of_one_event_are_one(library):
    """What a reader takes for one event stands together, under the name that comes first."""
    (one,) = with_events(library, ("Neutropenia", "≥3")).studies.values()
    (two,) = with_events(library, ("neutropenia", "≥3")).studies.values()
    other = two.model_copy(update={"id": "other", "name": "Other"})
    both = replace(library, studies={one.id: one, other.id: other})
    view = events_of(brief_of(both))
    assert [row.definition for row in view.drawn] == ["Neutropenia, grade ≥3"] * 2


PARTS = """
event  | grade | cohort | count
fever  | 3     | all    | 6/30
fever  | 3     | low    | 2/10
fever  | 3     | high   | 4/20
anemia | ≥3    | low    | 5/10
"""


def with_parts(library):
    """A library of one study with events of all its patients and of its two doses."""
    whole = {"id": "all", "name": "all treated", "n": 30} | SAID
    parts = [
        {"id": key, "name": f"{key} dose", "parent": "all", "split_by": "dose", "n": n} | SAID
        for key, n in (("low", 10), ("high", 20))
    ]
    events = [adverse_event(**line) for line in lines_of(PARTS)]
    regimen = {"kind": "alone"} | SAID
    made = study("made-up", regimen=regimen, cohorts=[whole, *parts], results=events)
    return replace(library, studies={made.id: made})


def adverse_event(event: str, grade: str, cohort: str, count: str) -> dict:
    events, n = map(int, count.split("/"))
    about = {"outcome": "adverse_event", "denominator": "treated", "cohort": cohort} | SAID
    return about | {"event": event, "grade": grade, "events": events, "n": n}


def test_events_of_parts_are_also_found(library):
    """A number of a part has no row, but stands below with its event, grade and study."""
    view = events_of(brief_of(with_parts(library)))
    assert [(row.definition, row.events) for row in view.drawn] == [("Fever, grade 3", 6)]
    assert [(item.label, item.text.partition(" ")[0]) for item in view.also_found] == [
        ("Fever, grade 3, made-up", "2/10"),
        ("Fever, grade 3, made-up", "4/20"),
        ("Anemia, grade ≥3, made-up", "5/10"),
    ]
    assert all(item.source for item in view.also_found)


def test_a_specific_reason_beats_not_found(library):
    """The study has no event of all its patients, but one of a part: that is its reason."""
    alone = with_parts(library).studies["made-up"]
    results = tuple(one for one in alone.results if one.event == "anemia")
    alone = alone.model_copy(update={"results": results})
    view = events_of(brief_of(replace(library, studies={alone.id: alone})))
    (one,) = view.listed
    assert one.reason == "not found for all together; found only for low dose"
    assert len(view.also_found) == 1
    assert view.has_numbers


def test_whichever_event_has_the_specific_reason(library):
    """Fever was counted of a subgroup, which is no answer; anemia of one dose."""
    alone = with_parts(library).studies["made-up"]
    fever = next(one for one in alone.results if one.event == "fever")
    subgroup = fever.model_copy(update={"denominator": "with_prior_hsct", "cohort": "all"})
    anemia = tuple(one for one in alone.results if one.event == "anemia")
    for results in ((subgroup, *anemia), (*anemia, subgroup)):
        made = alone.model_copy(update={"results": results})
        view = events_of(brief_of(replace(library, studies={made.id: made})))
        (one,) = view.listed
        assert one.reason == "not found for all together; found only for low dose"


def test_a_percentage_alone_has_no_interval(library):
    """38 % of an unknown number is an open mark."""
    (anemia,) = [r for r in events_of(brief_of(library)).rows if r.definition.startswith("Anemia")]
    assert (anemia.marker, anemia.percent) == ("percent", 38)
    assert (anemia.events, anemia.n, anemia.low, anemia.high) == (None,) * 4


def test_who_gave_no_number_is_listed(library):
    """A study without any event is named once; by dose, what was found for all is not lost."""
    listed = {one.name: one.reason for one in events_of(brief_of(library)).listed}
    assert list(listed) == [
        "Calvo 2020",
        "O'Brien 2022",
        "Evstratov 2023",
        "Aertgeerts 2025",
        "ITCC-059 SOS",
        "Pennesi 2024",
    ]
    assert set(listed.values()) == {"not found in the sources read"}
    by_dose = {one.name: one.reason for one in events_of(brief_of(library, dose=(1.8, 1.8))).listed}
    assert by_dose["Brivio 2021, dose level 2"] == "not found by dose; found only for all treated"


def test_the_sentence_of_the_events(library):
    """For how many studies, every rate with its count, and that not found is not none."""
    assert events_of(brief_of(library)).sentence == (
        "Adverse events: found for 4 of the 10 cohorts shown. "
        "Hepatic event, grade 3: 12 % (6/51, Bhojwani 2019). "
        "Infection, grade 3–4: 22 % (11/51, Bhojwani 2019). "
        "Any adverse event, grade 3–4: 92 % (23/25, Brivio 2021). "
        "Anemia, grade ≥3: 38 % (x/N not found, FDA 2024). "
        "Fever, grade not stated: 57 % (16/28, Pennesi 2022). "
        "Permanent discontinuation: 21 % (11/53, FDA 2024). "
        "Not found does not mean that none occurred."
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"events": 0, "n": 30}, "0 % (0/30, made-up)"),
        ({"published": {"percent": 38.5}}, "38.5 % (x/N not found, made-up)"),
        ({"events": 3, "n": 12, "denominator": "responders"}, "25 % (3/12 responders, made-up)"),
        (
            {"published": {"percent": 38.5}, "denominator": "responders"},
            "38.5 % (x/N not found, responders, made-up)",
        ),
    ],
    ids=str,
)
def test_a_rate_of_none_and_a_percentage_are_told_as_they_are(library, found, said):
    """0/30 is 0 %, and a percentage without counts keeps the digits that were printed."""
    whole = {"id": "all", "name": "all treated", "n": 30} | SAID
    event = {"outcome": "infection_grade34", "denominator": "treated"} | found | SAID
    regimen = {"kind": "alone"} | SAID
    made = study("made-up", regimen=regimen, cohorts=[whole], results=[event])
    assert events_of(brief_of(replace(library, studies={made.id: made}))).sentence == (
        f"Adverse events: found for the cohort shown. Infection, grade 3–4: {said}."
    )


def without_safety(library):
    """A library of which no study tells anything but responses."""
    return drawn_library(library, "study | counts\na | 10/20\nb | 12/20", "response")


def test_studies_are_listed_where_nobody_counted_any_event(library):
    """No event in the whole library: each study is named, none is taken for free of events."""
    view = events_of(brief_of(without_safety(library)))
    assert [(one.name, one.reason) for one in view.listed] == [
        ("a", "not found in the sources read"),
        ("b", "not found in the sources read"),
    ]
    assert view.sentence == (
        f"Adverse events: no number was found for the 2 cohorts shown. {NOT_NONE}"
    )


def test_a_file_names_the_cohort_and_the_event_of_each_row(library):
    """By study, cohort and outcome, and where the event has a name and a grade by these too."""
    keys = list(view_table(events_of(brief_of(library)))["key"])
    assert keys[0] == "bhojwani-2019/all/hepatic_grade3"
    assert keys[3] == "fda-2024/all/adverse_event/anemia/≥3"


def test_events_of_the_whole_are_not_denied_of_a_part(library):
    """Brivio 2021 and FDA 2024 have events, but for no dose."""
    brief = brief_of(library, dose=(1.4, 1.4))
    assert events_of(brief).sentence == (
        "Adverse events: no number was found for the 3 cohorts shown. "
        "More was found of Brivio 2021 and FDA 2024, but not for just the patients shown. "
        f"{NOT_NONE}"
    )


def test_an_event_that_is_only_bounded_says_so(library):
    """Where the exact count was not found, that stands in the sentence instead of a rate."""
    many = with_events(library, ("fever", "3"), ("anemia", "≥3"))
    (made,) = many.studies.values()
    bound = made.results[0].model_copy(update={"events": None, "events_at_least": 2})
    made = made.model_copy(update={"results": (bound, *made.results[1:])})
    assert events_of(brief_of(replace(many, studies={made.id: made}))).sentence == (
        "Adverse events: found for the cohort shown. "
        "Fever, grade 3: at least 2; the exact count was not found (made-up). "
        "Anemia, grade ≥3: 7 % (2/30, made-up)."
    )


def test_a_study_without_events_is_a_sentence(library):
    """Nothing found is said, not drawn."""
    view = events_of(brief_of(library, studies=("calvo-2020",)))
    assert (
        view.sentence == f"Adverse events: no number was found for the 1 cohort shown. {NOT_NONE}"
    )
    assert view.drawn == ()


def test_all_studies_with_events(library):
    """Where every study shown gave a number, nothing is missing to be warned of."""
    view = events_of(brief_of(library, studies=("bhojwani-2019",)))
    assert view.sentence.startswith("Adverse events: found for the cohort shown.")
    assert NOT_NONE not in view.sentence


def test_the_filter_marks_stand_beside_the_rates(library):
    """A cohort that is only mostly inside the filters says so for every event."""
    view = events_of(brief_of(library, lines=(4, 7)))
    assert all("43 of 51 had ≥ 4 prior lines" in row.marks[0] for row in view.drawn)
    said = "Not known to lie wholly inside the filters: Hepatic event, grade 3, Bhojwani 2019 ("
    assert said in view.sentence


def test_children_are_shared_within_one_event_only(library):
    """FDA's discontinuations share no child with Pennesi's fevers; SOS at any time does."""
    assert not any(row.same_children for row in events_of(brief_of(library)).rows)
    sos = gathered(brief_of(library), other_sos(library.vocabulary))
    assert [row.name for row in sos.rows if row.same_children] == [
        "Pennesi 2022",
        "FDA 2024",
        "ITCC-059 SOS",
    ]
    said = "SOS at any time: Pennesi 2022, FDA 2024 and ITCC-059 SOS share children."
    assert said in sos.sentence


def test_sos_counted_in_other_ways(library):
    """At any time, without HSCT, and deaths among those with SOS; adults when asked for."""
    sos = gathered(brief_of(library, adults=True), other_sos(library.vocabulary))
    assert table_of(sos) == cells_of(OTHER_SOS)[1:]
    assert "14 % (23/164 randomized to InO, INO-VATE 2019, adults)" in sos.sentence
    children = gathered(brief_of(library), other_sos(library.vocabulary))
    assert {row.population for row in children.rows} == {"children"}


def test_sos_stands_beside_its_criteria(library):
    """However it was counted; other events have definitions."""
    brief = brief_of(library)
    sos, events = gathered(brief, other_sos(library.vocabulary)), events_of(brief)
    assert {name for row in sos.drawn for name in how_counted(sos, row)} == {"SOS criteria"}
    assert {name for row in events.drawn for name in how_counted(events, row)} == {"Definition"}


def test_a_chart_names_the_event_first(library):
    """The same rows and numbers; the event is in bold and the study follows it."""
    view = events_of(brief_of(library, dose=(1.8, 1.8)))
    led = led_by_event(view)
    for row, named in zip(view.rows, led.rows, strict=True):
        same = {"name": row.name, "cohort": row.cohort, "definition": row.definition}
        assert replace(named, **same) == row
    assert [row.title for row in led.drawn] == [
        "Hepatic event, grade 3, Bhojwani 2019",
        "Infection, grade 3–4, Bhojwani 2019",
        "Fever, grade not stated, Pennesi 2022",
    ]
    assert "Pennesi 2024, dose level 1.8 mg/m²" in [one.name for one in led.listed]
    assert led.sentence == view.sentence


def columns_of(brief: Brief) -> list[list[str]]:
    """The three columns as a reader sees them: a rate, or why there is none."""
    views = three_sos_views(brief)
    lines = [["Study", *(view.heading for view in views)]]
    for i in rows_with_answers(views):
        rows = [view.rows[i] for view in views]
        assert len({row.key for row in rows}) == 1
        lines.append([rows[0].title, *(r.rate() if r.marker != "none" else r.why for r in rows)])
    return lines


def test_three_columns_side_by_side(library):
    """One study on one line; a count without a rate and a bound stay in their column."""
    assert columns_of(brief_of(library)) == cells_of(COLUMNS)


@pytest.mark.parametrize("asked", [{}, {"adults": True}, {"across": True}, {"dose": (1.8, 1.8)}])
def test_the_columns_are_never_added_up(library, asked):
    """No view of the three holds a count that is not one study's own at that time."""
    brief = brief_of(library, **asked)
    for view in three_sos_views(brief):
        own = records_of(brief.results[brief.results["outcome"] == view.outcome])
        counts = {(r["study"], r["events"], r["n"]) for r in own}
        assert {(r.study, r.events, r.n) for r in view.rows if r.events is not None} <= counts
    texts = [text for line in safety_table_lines(brief) for text in line.values()]
    assert not any("14/108" in text for text in texts)
    assert NEVER_ADDED in safety_sentences(brief)


def test_the_table_of_the_deck(library):
    """One line a study, six rates beside each other, what was not found in its place."""
    lines = safety_table_lines(brief_of(library))
    wanted = cells_of(SEVERE_LINES)
    assert [[line[name] for name in wanted[0]] for line in lines[:3]] == wanted[1:]
    assert [line["Study"] for line in lines] == [row[0] for row in cells_of(COLUMNS)[1:]]
    assert lines[3]["SOS after HSCT"] == "6 cases, number transplanted not found"
    assert list(lines[0])[1:4] == cells_of(COLUMNS)[0][1:]


def test_a_dash_is_only_what_was_not_found(library):
    """A number of others is named below the table, and one that is no main result in its place."""
    brief = brief_of(library, dose=(1.4, 1.4))
    names = "Pennesi 2024, FDA 2024 and Brivio 2021"
    said = f"More was found of {names}, but not for just the patients shown."
    assert said in safety_sentences(brief)
    cells = {text for line in safety_table_lines(brief) for text in line.values()}
    assert not any(FOUND_ONLY in text or NOT_FOUND in text for text in cells)
    for line in safety_table_lines(with_a_second_analysis(library)):
        assert line["SOS during InO"] == "only a secondary analysis was found"


def with_a_second_analysis(library):
    """A study whose only rate of SOS during InO is no main result."""
    made_up = drawn_library(library, "study | counts\na | 3/30", "sos_during_ino")
    (rate,) = made_up.studies["a"].results
    return brief_of(
        with_changed(made_up, "a", results=(rate.model_copy(update={"primary": False}),))
    )


def test_the_table_says_who_is_an_adult(library):
    """Without colours the word stands beside the name."""
    names = [line["Study"] for line in safety_table_lines(brief_of(library, adults=True))]
    assert "INO-VATE 2019 (adults)" in names


def test_the_table_by_dose(library):
    """What was found for all together only is not found by dose."""
    lines = safety_table_lines(brief_of(library, dose=(1.8, 1.8), keep=True))
    assert {line["SOS after later chemotherapy"] for line in lines} == {
        "–",
        "2/108 · 2 % [0–7]",
        "0/28 · 0 % [0–12] (derived)",
    }
    brivio = brief_of(library, studies=("brivio-2021",), dose=(1.8, 1.8))
    assert safety_table_lines(brivio) == ()


def test_the_sentences_of_the_deck(library):
    """Never added up, what a dash means, how few criteria were found, events outside the table."""
    added, dash, criteria, events = safety_sentences(brief_of(library))
    assert (added, dash) == (NEVER_ADDED, DASH)
    assert criteria == "Rates with known SOS criteria: 3 of 11."
    assert events.startswith("Other adverse events: found for 2 of the 10 cohorts shown. Anemia")
    assert "Hepatic" not in events


def test_no_criteria_are_counted_of_no_rates(library):
    """Where no SOS rate was found nothing is said of its criteria."""
    for brief in (brief_of(without_safety(library)), brief_of(library, studies=("calvo-2020",))):
        added, dash, events = safety_sentences(brief)
        assert (added, dash) == (NEVER_ADDED, DASH)
        assert events.startswith("Other adverse events: no number was found")


def test_our_reading_is_marked_in_the_table_of_the_deck(library):
    """O'Brien's 0/48 is read from words, not printed."""
    lines = {line["Study"]: line for line in safety_table_lines(brief_of(library))}
    assert lines["O'Brien 2022"]["SOS during InO"] == "0/48 · 0 % [0–7] (derived)"


def test_the_groups_of_the_deck(library):
    """Each group of the two dose-finding trials, in the order printed."""
    lines = toxicity_lines(brief_of(library))
    counts = [line["Dose-limiting toxicity"].partition(" ")[0] for line in lines]
    assert counts == ["1/6", "0/6", "2/5", "1/6", "2/4", "0/6", "1/6", "0/3", "1/7"]
    assert lines[2]["Note"] == "Later re-classified as not dose-limiting."
    assert [line["Study"] for line in lines] == ["Brivio 2021"] * 4 + ["Pennesi 2024"] * 5


def test_nobody_left(library):
    """No cohort, no row, no crash."""
    brief = brief_of(library, min=1000)
    assert events_of(brief).rows == ()
    assert safety_table_lines(brief) == ()
    assert columns_of(brief)[1:] == []


def test_parts_of_a_study_that_is_shown_whole_are_no_other_patients(library):
    """SOS of the dose-reduction trial was found for parts, and all its patients are shown."""
    said = safety_sentences(brief_of(library, adults=True))
    assert "More was found for parts of Dose-reduction phase 4 alone." in said
    assert not any("not for just the patients shown" in one for one in said)


def test_whom_an_unusual_rate_counts_stands_in_the_table(library):
    """1 of 30 treated is not read as 1 of 30 transplanted, in the table and in the sentence."""
    made_up = drawn_library(library, "study | counts | of\na | 1/30 | treated", "sos_post_hsct")
    brief = brief_of(made_up)
    (line,) = safety_table_lines(brief)
    assert line["SOS after HSCT"] == "1/30 · 3 % [0–17], of treated"
    assert "3 % (1/30 treated, a), in 1 cohort" in brief.view("sos_post_hsct").sentence
    usual = drawn_library(library, "study | counts | of\na | 1/30 | transplanted", "sos_post_hsct")
    (line,) = safety_table_lines(brief_of(usual))
    assert line["SOS after HSCT"] == "1/30 · 3 % [0–17]"


def test_what_was_found_for_others_is_a_dash_in_the_table(library):
    """The sentence below names whose it is; a cell would repeat it."""
    during, after, _ = THREE_TIMES
    parts = [
        {"id": key, "name": key, "parent": "all", "split_by": "arm", "n": 10} | SAID
        for key in ("a", "b")
    ]
    rate = {"events": 1, "n": 10} | SAID
    made = study(
        "made",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 20} | SAID, *parts],
        results=[
            rate | {"outcome": during, "denominator": "treated", "cohort": "a"},
            rate | {"outcome": after, "denominator": "transplanted", "criteria": "not_found"},
        ],
    )
    brief = brief_of(replace(library, studies={made.id: made}))
    (line,) = safety_table_lines(brief)
    assert (line["SOS during InO"], line["SOS after HSCT"]) == ("–", "1/10 · 10 % [0–45]")
    assert "More was found for parts of made alone." in safety_sentences(brief)
