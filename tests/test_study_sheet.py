"""One study on one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.cohorts import resolve
from data.facts import age_text, facts_about, follow_up_text
from data.items import NOT_FOUND, NOT_GIVEN, Item
from data.library import Library
from data.schema import Study
from data.selection import Selection
from data.study_sheet import checklist, dose_item, number_item, overlap_sentences, sources_read
from data.tables import records_of, results_table
from data.views import make_view
from tests.drawn import SAID, study

WHOLE = {"id": "all", "name": "all treated", "n": 30} | SAID
RATE = {"outcome": "response", "definition": "cr_cri", "denominator": "treated"} | SAID
DERIVED = {"basis": "derived", "derivation": "from Table 2"}


def texts(library, study: str) -> dict[str, str]:
    return {item.label: item.text for item in checklist(library, library.studies[study])}


def test_every_checklist_item_is_answered_or_said_to_be_missing(library):
    """What every journal club asks is asked of every study, a review included."""
    for one in library.studies.values():
        topics = {fact.topic for fact in one.facts}
        missing = [i.label for i in checklist(library, one) if i.text == NOT_FOUND]
        expected = {
            topic.label
            for key, topic in library.vocabulary.topics.items()
            if topic.checklist and key not in topics
        }
        assert expected <= set(missing)


def test_facts_in_words(library):
    """Counts keep their denominator, medians their range, doses their schedule."""
    bhojwani = texts(library, "bhojwani-2019")
    assert bhojwani["Prior HSCT"].startswith("22/51 (43 % printed)")
    assert bhojwani["Age"] == "median 11.5 (range 2.2–21.3) years"
    assert bhojwani["Prior lines"] == "2–3: 8, 4–6: 28, ≥ 7: 15"
    assert bhojwani["Dose, cycle 1"].startswith("1.8 mg/m²; 0.8 + 0.5 + 0.5")
    assert bhojwani["Follow-up"] == NOT_FOUND


def test_doses_of_cohorts(library):
    """Each dose level has its own line."""
    brivio = texts(library, "brivio-2021")
    assert brivio["Dose, dose level 1"].startswith("1.4 mg/m²; 0.6 + 0.4 + 0.4")
    assert brivio["Prior lines"] == "only in words: “multiple relapsed or refractory”"


def test_every_found_item_has_a_source(library):
    """Nothing found without basis, source and place."""
    for one in library.studies.values():
        for item in checklist(library, one):
            if item.text != NOT_FOUND:
                assert item.basis
                assert item.source
                assert item.place


def test_every_number_is_a_line_with_its_source(library):
    """All results of all studies can be put into words."""
    for record in records_of(results_table(library)):
        item = number_item(library, library.studies[record["study"]], record)
        assert item.text
        assert item.source
        assert "None" not in item.text


@pytest.mark.parametrize(
    ("study", "outcome", "said"),
    [
        (
            "obrien-2022",
            "response",
            "28/48 · 58.3 % [43.2–72.4], printed 58.3 %, 90 % CI 46.5–69.3",
        ),
        ("pennesi-2022", "sos_post_hsct", "6 cases, N not found"),
        ("pennesi-2024", "sos_during_ino", "at least 1"),
        ("fda-2024", "duration_of_remission", "median 8.2 months, 95 % CI 2.6–not estimable"),
        ("fuster-2020", "os_12_months", "45.8 % ± 26"),
    ],
)
def test_numbers_in_words(library, study, outcome, said):
    """Each shape of a number has its own words."""
    record = next(
        r
        for r in records_of(results_table(library))
        if (r["study"], r["outcome"]) == (study, outcome)
    )
    assert number_item(library, library.studies[study], record).text.startswith(said)


def test_overlap_in_sentences(library):
    """The reader is told whose children these are, and how that is known."""
    said = overlap_sentences(library, library.studies["fda-2024"])
    assert any(s.startswith("FDA 2024 contains all children of Brivio 2021 (") for s in said)
    assert any(
        s.startswith("FDA 2024 counts only children who are also in ITCC-059 SOS") for s in said
    )


def test_facts_about_a_topic_name_their_study(library):
    """Transplant details are gathered from all studies."""
    items = facts_about(library, ("sos_prophylaxis",))
    assert [item.label for item in items] == ["ITCC-059 SOS: SOS prophylaxis"]
    assert items[0].text == "17/51 · transplanted"


def made_up(name: str = "drawn", cohort: dict[str, Any] | None = None, **facts: Any) -> Study:
    """A sound study; all its patients are one cohort, of whom `cohort` says more."""
    usual = {"regimen": {"kind": "alone"} | SAID, "cohorts": [WHOLE | (cohort or {})]}
    return study(name, **usual | facts)


def partly(other: str) -> dict[str, Any]:
    """That some children are also in another study."""
    return {"study": other, "relation": "partly"} | SAID


def only(library: Library, *studies: Study) -> Library:
    return replace(library, studies={one.id: one for one in studies})


def asked(library: Library, label: str, **facts: Any) -> Item:
    """The line with this label on the sheet of a study that says this."""
    one = made_up(**facts)
    (found,) = (item for item in checklist(only(library, one), one) if item.label == label)
    return found


def test_other_facts_follow_the_checklist_each_once(library):
    """Nothing is asked for that no journal club asks, and nothing that was found stands twice."""
    facts = [{"topic": one, "text": f"of {one}"} | SAID for one in ("sex", "marrow_blasts", "age")]
    one = made_up(facts=facts)
    labels = [item.label for item in checklist(only(library, one), one)]
    topics = library.vocabulary.topics.values()
    first = ["Design", "InO given", "Prior lines", "Dose, cycle 1"]
    wanted = [topic.label for topic in topics if topic.checklist]
    assert labels == [*first, *wanted, "Sex", "Marrow disease"]


def test_the_words_of_a_source_stand_behind_counted_prior_lines(library):
    bands = [{"low": 2, "high": 3, "count": 8}, {"low": 4, "count": 20}]
    lines = {"known_as": "prior lines", "bands": bands, "text": "not known in 2"} | SAID
    said = asked(library, "Prior lines", cohort={"prior_lines": lines})
    assert said.text == "2–3: 8, ≥ 4: 20 – not known in 2"


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        ({"low": 1.8, "high": 1.8}, "1.8 mg/m²"),
        (
            {"low": 1.4, "high": 1.8, "later_cycles": 1.5},
            "1.4–1.8 mg/m²; later 1.5 mg/m² per cycle",
        ),
        ({"low": 1.8, "high": 1.8, "later_cycles": 0}, "1.8 mg/m²; later 0 mg/m² per cycle"),
        ({"low": 1.8, "high": 1.8, "maximum_cycles": 6}, "1.8 mg/m²; at most 6 cycles"),
        ({"low": 1.8, "high": 1.8, "maximum_cycles": 1}, "1.8 mg/m²; at most 1 cycle"),
        ({"low": 1.8, "high": 1.8, "text": "one infusion"}, "1.8 mg/m²; one infusion"),
        ({"text": "as in the label"}, "as in the label"),
        ({"text": "as in the label", "schedule": "weekly"}, "as in the label; weekly"),
    ],
)
def test_a_dose_is_told_as_far_as_it_is_known(library, dose, text):
    assert asked(library, "Dose, cycle 1", cohort={"dose": dose | SAID}).text == text


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ({"events": 5, "n": 30}, "5/30"),
        ({"events": 5}, "5"),
        ({"events": 5, "n": 20, "of": "transplanted"}, "5/20 · transplanted"),
        ({"events": 5, "n": 30, "text": "one of them twice"}, "5/30 one of them twice"),
        ({"median": 3}, "median 3"),
        ({"median": 3, "unit": "months", "n": 20}, "median 3 months, N = 20"),
        ({"median": 3, "n": 20, "of": "transplanted"}, "median 3, N = 20 · transplanted"),
        ({"low": 1, "high": 9, "n": 20}, "1–9, N = 20"),
        ({"text": "none", "n": 20}, "none, N = 20"),
        ({"events": 5, "n": 30, "median": 3}, "5/30 median 3"),
        ({"median": 3, "unit": "months"}, "median 3 months"),
        ({"median": 3, "low": 1, "high": 9}, "median 3 (1–9)"),
        ({"low": 1, "high": 9, "unit": "months"}, "1–9 months"),
        ({"low": 1, "high": 9, "spread": "range", "unit": "months"}, "1–9 months"),
        ({"low": 1, "high": 9, "spread": "IQR", "unit": "months"}, "IQR 1–9 months"),
        ({"n": 20, "published": {"percent": 43}}, "43 % of 20"),
        ({"published": {"percent": 43}}, "43 %"),
        (
            {
                "events": 5,
                "n": 10,
                "published": {"percent": 50, "low": 2, "high": 76, "level": 95},
            },
            "5/10 (50 %, 95 % CI 2–76 printed)",
        ),
        ({"text": "none"}, "none"),
    ],
)
def test_a_fact_says_what_is_known_and_nothing_else(library, fact, text):
    facts = [{"topic": "follow_up"} | fact | SAID]
    assert asked(library, "Follow-up", facts=facts).text == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ({"median": 3}, "median 3 prior lines"),
        ({"median": 3, "low": 1, "high": 5}, "1–5 prior lines – median 3"),
        ({"low": 1, "high": 5, "text": "all relapsed"}, "1–5 prior lines – all relapsed"),
        ({"text": "all relapsed"}, "only in words: “all relapsed”"),
        ({}, NOT_FOUND),
    ],
)
def test_nothing_known_of_prior_lines_is_dropped(library, lines, text):
    told = {"known_as": "prior lines"} | lines | SAID
    assert asked(library, "Prior lines", cohort={"prior_lines": told}).text == text


PART = {"id": "low", "name": "low dose", "parent": "all", "split_by": "dose", "n": 10} | SAID
OF_ALL = {"topic": "age", "median": 9, "unit": "years"} | SAID
OF_PART = {"topic": "age", "cohort": "low", "median": 4, "unit": "years"} | SAID


def test_what_is_known_of_a_part_is_not_told_of_all(library):
    """On the sheet under the part's name; elsewhere only where nothing is known of all."""
    told = asked(library, "Age, low dose", cohorts=[WHOLE, PART], facts=[OF_PART, OF_ALL])
    assert told.text == "median 4 years"
    both = made_up(cohorts=[WHOLE, PART], facts=[OF_PART, OF_ALL])
    whole, low = both.cohorts
    assert age_text(both, whole) == "median 9 years"
    assert age_text(both, low) == "median 4 years"
    some = OF_ALL | {"of": "with_prior_hsct", "median": 5}
    assert age_text(made_up(facts=[some, OF_ALL]), whole) == "median 9 years"
    assert age_text(made_up(facts=[some]), whole) == "with prior hsct: median 5 years"
    alone = made_up(cohorts=[WHOLE, PART], facts=[OF_PART, OF_PART | {"topic": "follow_up"}])
    assert age_text(alone, whole) == "low dose: median 4 years"
    high = PART | {"id": "high", "name": "high dose"}
    of_high = OF_PART | {"cohort": "high", "median": 15}
    parts = made_up(cohorts=[WHOLE, PART, high], facts=[OF_PART, of_high])
    told = [age_text(parts, one) for one in parts.cohorts]
    every = "low dose: median 4 years; high dose: median 15 years"
    assert told == [every, "median 4 years", "median 15 years"]
    eligible = {"topic": "age", "label": "age eligible", "text": "1–18 years"} | SAID
    again = [OF_PART, OF_PART | {"median": 5}, OF_ALL, eligible]
    first = made_up(cohorts=[WHOLE, PART], facts=again)
    assert [age_text(first, one) for one in first.cohorts] == ["median 9 years", "median 4 years"]
    of_one = made_up(cohorts=[WHOLE, PART], facts=again[:2])
    assert age_text(of_one, of_one.cohorts[1]) == "median 4 years"
    of_all = made_up(cohorts=[WHOLE, PART], facts=[OF_ALL])
    assert age_text(of_all, of_all.cohorts[1]) == "median 9 years (of the whole study)"
    assert follow_up_text(alone, alone.cohorts[0]) == "low dose: median 4 years"


LONG = {"topic": "follow_up", "unit": "months"} | SAID
FOLLOWED = LONG | {"median": 16}
INNER = PART | {"id": "inner", "name": "inner part", "parent": "low", "split_by": "arm"}
OF_LOW = LONG | {"cohort": "low", "median": 5}


@pytest.mark.parametrize(
    ("facts", "whole", "low", "inner"),
    [
        (
            [FOLLOWED],
            "median 16 months",
            "median 16 months (of the whole study)",
            "median 16 months (of the whole study)",
        ),
        (
            [FOLLOWED, OF_LOW],
            "median 16 months",
            "median 5 months",
            "median 5 months (of low dose)",
        ),
        (
            [OF_LOW],
            "low dose: median 5 months",
            "median 5 months",
            "median 5 months (of low dose)",
        ),
        (
            [OF_LOW | {"cohort": "inner"}],
            "inner part: median 5 months",
            "not found",
            "median 5 months",
        ),
        (
            [FOLLOWED | {"of": "transplanted"}],
            "transplanted: median 16 months",
            "transplanted: median 16 months (of the whole study)",
            "transplanted: median 16 months (of the whole study)",
        ),
        (
            [OF_LOW | {"of": "transplanted", "median": 4}, OF_LOW],
            "low dose: transplanted: median 4 months; low dose: median 5 months",
            "median 5 months",
            "median 5 months (of low dose)",
        ),
        ([], "not found", "not found", "not found"),
    ],
)
def test_the_follow_up_of_a_part_is_its_own_or_says_of_whom_it_is(facts, whole, low, inner):
    one = made_up(cohorts=[WHOLE, PART, INNER], facts=facts)
    assert [follow_up_text(one, cohort) for cohort in one.cohorts] == [whole, low, inner]


def test_a_row_of_a_part_has_the_follow_up_of_the_part(library):
    """Beside its survival; that of the whole study is never told as the part's."""
    survival = {"outcome": "os_12_months", "denominator": "treated"} | SAID
    survival |= {"cohort": "low", "published": {"percent": 40}}
    part = PART | {"dose": {"low": 1.4, "high": 1.4} | SAID}
    for facts, said in (
        ([FOLLOWED], "median 16 months (of the whole study)"),
        ([FOLLOWED, OF_LOW], "median 5 months"),
    ):
        one = made_up(cohorts=[WHOLE, part], facts=facts, results=[survival])
        drawn, selection = only(library, one), Selection(dose=(1.4, 1.4))
        results, cohorts = results_table(drawn), resolve(drawn, selection)
        (row,) = make_view(drawn, results, cohorts, selection, "os_12_months").rows
        assert (row.cohort, row.follow_up) == ("low dose", said)


def test_the_parts_tell_their_own_prior_lines(library):
    """Also where the whole has some: what was found is never said to be missing."""
    part = PART | {"prior_lines": {"known_as": "salvage line", "low": 1, "high": 1} | SAID}
    whole = WHOLE | {"prior_lines": {"known_as": "prior lines", "low": 1, "high": 5} | SAID}
    of_low = ("Prior lines, low dose", "salvage line 1")
    for first, expected in (
        (WHOLE, [of_low]),
        (whole, [("Prior lines", "1–5 prior lines"), of_low]),
    ):
        one = made_up(cohorts=[first, part])
        items = checklist(only(library, one), one)
        assert [(i.label, i.text) for i in items if i.label.startswith("Prior lines")] == expected
        assert all(i.source for i in items if i.label.startswith("Prior lines"))


@pytest.mark.parametrize(
    ("printed", "note"),
    [
        ({"percent": 50}, ""),
        ({"percent": 50, "plus_minus": 6}, "Printed value: ± 6"),
        ({"percent": 50, "basis": "secondary"}, "Printed value: secondary"),
        (
            {"percent": 50, "basis": "stated", "source": "talk", "place": "slide 4"},
            "Printed value: stated, Congress, slide 4",
        ),
        (
            {"percent": 50, "plus_minus": 6, "source": "talk"},
            "Printed value: ± 6, Congress",
        ),
    ],
)
def test_what_is_printed_of_a_fact_says_where_it_was_read(library, printed, note):
    """Also the ± that some sources print without its meaning; it stands behind other notes."""
    read = {"paper": {"name": "Journal"}, "talk": {"name": "Congress"}}
    fact = {"topic": "follow_up", "events": 5, "n": 10, "published": printed} | SAID
    assert asked(library, "Follow-up", facts=[fact], sources=read).note == note
    noted = asked(library, "Follow-up", facts=[fact | {"note": "late"}], sources=read).note
    assert noted == " · ".join(filter(None, ["late", note]))


def test_facts_of_adults_say_so(library):
    """Beside those of children, whatever the filters are."""
    one = made_up(population="adults", facts=[{"topic": "risk", "text": "two HSCTs"} | SAID])
    (item,) = facts_about(only(library, one), ("risk",))
    assert item.label.startswith("drawn (adults): ")


def test_a_fact_with_a_label_of_its_own_stands_under_it(library):
    facts = [{"topic": "age", "label": "Age at enrollment", "text": "1–17 years"} | SAID]
    assert asked(library, "Age at enrollment", facts=facts).text == "1–17 years"


NOTES = [
    ({}, ""),
    ({"note": "data cut 2020"}, "data cut 2020"),
    (DERIVED, "Derived: from Table 2"),
    (DERIVED | {"note": "data cut 2020"}, "Derived: from Table 2 · data cut 2020"),
]


@pytest.mark.parametrize(("told", "note"), NOTES)
def test_a_note_says_how_a_value_was_derived(library, told, note):
    fact = {"topic": "follow_up", "median": 3} | SAID | told
    assert asked(library, "Follow-up", facts=[fact]).note == note
    (number,) = numbers(library, [RATE | {"events": 20, "n": 30} | told])
    assert number.note == note


def numbers(library: Library, results: list[dict[str, Any]], *parts: dict[str, Any]) -> list[Item]:
    """The lines for these results of 30 patients, or of parts of them."""
    one = made_up(cohorts=[WHOLE, *parts], results=results)
    drawn = only(library, one)
    return [number_item(drawn, one, record) for record in records_of(results_table(drawn))]


def test_a_number_of_a_part_names_the_part(library):
    part = {"id": "low", "name": "low dose", "parent": "all", "split_by": "dose", "n": 10} | SAID
    whole, low = numbers(
        library,
        [RATE | {"events": 20, "n": 30}, RATE | {"cohort": "low", "events": 5, "n": 10}],
        part,
    )
    assert whole.label == low.label == "Response"
    assert whole.text == "20/30 · 66.7 % [47.2–82.7] · of 30 treated · CR/CRi"
    assert low.text == "5/10 · 50.0 % [18.7–81.3] · of 10 treated · low dose · CR/CRi"


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"events": 5}, "5 cases, N not found, printed 40 % · of all treated"),
        ({"events_at_least": 5}, "at least 5, printed 40 % · of all treated"),
        ({}, "40 % · of all treated"),
    ],
    ids=str,
)
def test_what_is_printed_is_told_beside_cases(library, known, text):
    (item,) = numbers(library, [RATE | known | {"published": {"percent": 40}}])
    assert item.text.startswith(text)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"low": 2}, "≥ 2 years"),
        ({"high": 21}, "≤ 21 years"),
        ({"low": 2, "high": 21}, "2–21 years"),
        ({"median": 9, "low": 2, "spread": "range"}, "median 9 (range ≥ 2) years"),
    ],
    ids=str,
)
def test_an_end_that_was_not_found_is_left_out(library, known, text):
    age = {"topic": "age", "unit": "years"} | known | SAID
    assert asked(library, "Age", facts=[age]).text == text


def test_a_dose_of_which_nothing_is_known_is_not_found(library):
    assert asked(library, "Dose, cycle 1", cohort={"dose": SAID}).text == NOT_FOUND
    own = {"own_series": {"shared_children": "none"}}
    assert asked(library, "Dose, cycle 1", cohort={"dose": SAID}, **own).text == NOT_GIVEN


def test_an_adverse_event_has_its_name_and_grade(library):
    event = {"event": "Neutropenia", "grade": "≥3", "events": 3, "n": 30}
    (item,) = numbers(library, [RATE | {"outcome": "adverse_event", "definition": None} | event])
    assert item.label == "Adverse event – Neutropenia grade ≥3"


def test_an_event_without_a_grade_and_a_grade_without_an_event(library):
    """Only an adverse event needs both."""
    outcomes = {"discontinuation": {"event": "liver"}, "any_grade34": {"grade": "4"}}
    rates = [
        RATE | {"outcome": one, "definition": None, "events": 3, "n": 30} | told
        for one, told in outcomes.items()
    ]
    labels = [item.label for item in numbers(library, rates)]
    assert labels == [
        "Permanent discontinuation – liver",
        "Any adverse event, grade 3–4 – grade 4",
    ]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, ""),
        ({"note": "same centers"}, " (same centers)"),
        (DERIVED, " (from Table 2)"),
        (DERIVED | {"note": "same centers"}, " (from Table 2)"),
    ],
)
def test_shared_children_are_told_with_the_reason_that_is_known(library, told, reason):
    one = made_up("one", overlaps=[partly("other") | told])
    other = made_up("other", overlaps=[partly("one")])
    said = overlap_sentences(only(library, one, other), one)
    assert said == [f"one shares some children with other{reason}"]


def test_adults_are_not_told_as_children(library):
    """A study in adults shares patients."""
    one = made_up("one", population="adults", overlaps=[partly("other")])
    other = made_up("other", population="adults", overlaps=[partly("one")])
    said = overlap_sentences(only(library, one, other), one)
    assert said == ["one shares some patients with other"]


def test_a_study_that_could_not_be_read_is_not_named(library):
    """Its file has a mistake, so nobody can look it up."""
    one = made_up("one", overlaps=[partly("broken"), partly("other")])
    other = made_up("other", overlaps=[partly("one")])
    said = overlap_sentences(only(library, one, other), one)
    assert said == ["one shares some children with other"]


def test_an_interval_without_a_percentage_and_a_unit_without_a_number(library):
    """Neither is told as a number that is not there."""
    interval = OF_ALL | {"median": None, "unit": None, "published": {"low": 1, "high": 3}, "n": 9}
    assert "None" not in asked(library, "Age", facts=[interval | {"text": "young"}]).text
    words = {"topic": "age", "unit": "years", "text": "young"} | SAID
    assert asked(library, "Age", facts=[words]).text == "young"


def test_the_first_age_of_a_study_is_its_age():
    ages = [
        {"topic": "age", "label": "observed", "median": 9, "unit": "years"} | SAID,
        {"topic": "age", "label": "eligible", "low": 1, "high": 21, "unit": "years"} | SAID,
    ]
    made = made_up(facts=ages)
    assert age_text(made, made.cohorts[0]) == "observed: median 9 years"


def test_a_source_has_its_note_where_there_is_one(library):
    read = {"paper": {"name": "Journal"}, "talk": {"name": "Congress", "note": "slides only"}}
    one = made_up(sources=read, facts=[{"topic": "age", "text": "old"} | SAID | {"source": "talk"}])
    found = {item.label: item.note for item in sources_read(only(library, one), one)}
    assert found == {"Journal": "", "Congress": "slides only"}


def test_later_cycles_of_some_are_said_to_be_theirs(library):
    dose = {"low": 1.8, "high": 1.8, "later_cycles": 1.5, "later_cycles_of": "phase 2"} | SAID
    made = study("made", cohorts=[WHOLE | {"dose": dose}])
    told = dose_item(library, made, made.cohorts[0], made.cohorts[0].dose)
    assert told.text == "1.8 mg/m²; later 1.5 mg/m² per cycle (phase 2)"
