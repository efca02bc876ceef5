"""Studies side by side: who shares children, what is said to differ, and that nothing is lost."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from components.exports.comparison_csv import comparison_csv, comparison_name
from data.aspects import Agreement, agreement
from data.comparison import (
    Comparison,
    compare,
    comparison_lines,
    comparison_sentences,
    differences,
    pairs,
)
from data.difference import NOT_RANDOMIZED
from data.example_pairs import examples
from data.items import NOT_FOUND
from data.links import STUDY_NAMES, parse, write
from data.selection import Selection, limits
from data.story import tell
from data.study_sheet import checklist
from data.tables import results_table
from tests.briefs import brief_of
from tests.drawn import SAID, cells_of, drawn_library, study


def side_by_side(library, *ids: str, **asked) -> Comparison:
    return compare(library, results_table(library), replace(Selection(compare=ids), **asked))


def sentences(aspects) -> list[str]:
    return [one.sentence for one in aspects]


def aspect(comparison: Comparison, label: str):
    return next(one for one in comparison.aspects if one.label == label)


OVERLAPS = """
brivio-2021   | fda-2024     | sure   | counts only children who are also in
fda-2024      | itcc-059-sos | sure   | counts only children who are also in
bhojwani-2019 | calvo-2020   | unsure | may share children with
bhojwani-2019 | fuster-2020  | none   |
bhojwani-2019 | obrien-2022  | none   |
"""
MEANING = {"sure": ": these are the same children.", "unsure": "; this is not proven."}


@pytest.mark.parametrize("line", cells_of(OVERLAPS), ids=" ".join)
def test_shared_children_are_said_first(library, line):
    """These are the same children, or may be, or nothing is known; unlikely is no warning."""
    first, second, how, words = line
    found = side_by_side(library, first, second)
    assert [one.sure for one in found.overlaps] == {"sure": [True], "unsure": [False]}.get(how, [])
    for one in found.overlaps:
        assert one.sentence.startswith(f"{found.names[0]} {words} {found.names[1]}{MEANING[how]}")


def test_the_reason_for_a_derived_overlap_stands_beside_it(library):
    """Readers can check why these are said to be the same children."""
    (found,) = side_by_side(library, "fda-2024", "brivio-2021").overlaps
    assert "12 at 1.4 and 13 + 28 at 1.8" in found.sentence


DECLARED = """
inside   | children |              |              | : these are the same children.
contains | children |              |              | : these are the same children.
same     | adults   |              |              | : these are the same patients.
partly   | children |              |              | .
partly   | children |              | Read twice   | . Read twice.
inside   | children | 12 of 12.    |              | : these are the same children. 12 of 12.
inside   | children | both centers | one too many | : these are the same children. Both centers.
possible | children |              | same months. | ; this is not proven. Same months.
"""


def declared(other: str, relation: str, **why: str) -> dict[str, str]:
    """An overlap with the reasons that were given."""
    given = {key: text for key, text in why.items() if text}
    return SAID | {"study": other, "relation": relation} | given


def with_overlaps(name: str, population: str, *overlaps: dict[str, str]):
    everybody = {"id": "all", "name": "all treated", "n": 30} | SAID
    about = {"regimen": {"kind": "alone"} | SAID, "cohorts": [everybody]}
    return study(name, population=population, overlaps=overlaps, **about)


@pytest.mark.parametrize("line", cells_of(DECLARED), ids=" ".join)
def test_an_overlap_says_whether_these_are_the_same_children_and_why(library, line):
    """Only what was declared of these two; what they share with others is no reason."""
    relation, population, derivation, note, said = line
    turned = {"contains": "inside", "inside": "contains"}.get(relation, relation)
    beside = declared("c", "partly", note="shared with another one")
    of_b = declared("b", relation, derivation=derivation, note=note)
    studies = (
        with_overlaps("a", "children", beside, of_b),
        with_overlaps("b", population, declared("a", turned)),
        with_overlaps("c", "children", declared("a", "partly")),
    )
    made_up = replace(library, studies={one.id: one for one in studies})
    (found,) = side_by_side(made_up, "a", "b").overlaps
    assert found.sentence.partition(" b")[2] == said


AGREEMENTS = """
a a     | same
a b     | differs
a ?     | not found for B
a b ?   | differs; not found for C
a a ?   | not found for C
a ? ?   | found only for A
? ?     | not found for any
"""


@pytest.mark.parametrize("line", cells_of(AGREEMENTS), ids=" ".join)
def test_unknown_is_neither_same_nor_different(line):
    """The words that stand beside an aspect."""
    keys = [None if key == "?" else key for key in line[0].split()]
    assert agreement("ABC"[: len(keys)], keys).words == line[1]


WORDS = """
same          |            |                  | same
counted alike |            |                  | counted alike
differs       | definition |                  | differs in definition
differs       | definition | not known: time  | differs in definition; not known: time
differs       |            | not found for C  | differs; not found for C
worded        |            | not found for C  | described differently; not found for C
open          |            | only A           | only A
open          |            |                  |
"""


@pytest.mark.parametrize("line", cells_of(WORDS), ids=" ".join)
def test_the_words_are_made_from_the_agreement(line):
    """Kind, what differs and what is not known; nobody has to read the kind out of the words."""
    kind, side, note, words = line
    assert Agreement(kind, (side,) if side else (), note).words == words


@pytest.mark.parametrize(
    ("arms", "text"),
    [
        ("single", "none: single-arm"),
        ("randomized", "see the design: randomized"),
        ("not_found", NOT_FOUND),
    ],
)
def test_the_comparator_is_read_from_the_arms_and_never_from_the_words(library, arms, text):
    """A summary that says "non-randomized" makes no trial randomized."""
    study = library.studies["obrien-2022"]
    told = {"summary": "single-arm part of a non-randomized trial", "arms": arms}
    design = study.design.model_copy(update=told)
    changed = study.model_copy(update={"design": design})
    made_up = replace(library, studies=library.studies | {study.id: changed})
    found = side_by_side(made_up, "obrien-2022", "bhojwani-2019")
    assert aspect(found, "Comparator").texts == (NOT_FOUND, text)


TOLD = """
InO given                      | differs | single agent (Brivio 2021), combination with vincristine
Timing                         | same    | prospective
Dose, cycle 1                  | differs | 1.4–1.8 mg/m² (12 at 1.4, 13 at 1.8) (Brivio 2021), 0.8
Response, definition           | same    | ORR
Response, denominator          | same    | all treated
MRD negativity, denominator    | differs | responders with MRD measured (Brivio 2021), responders
"""


@pytest.mark.parametrize("line", cells_of(TOLD), ids=" ".join)
def test_what_differs_is_told_with_its_values(library, line):
    """Each difference that matters is one sentence; what is the same is told apart."""
    label, word, words = line
    found = side_by_side(library, "brivio-2021", "pennesi-2024")
    assert aspect(found, label).agreement.words == word
    told = found.differs if word == "differs" else found.alike
    assert any(one.startswith(f"{label}: {words}") for one in sentences(told))


def test_only_what_every_reader_must_know_is_told_to_be_the_same(library):
    """Whatever else two studies have in common stands in the table."""
    found = side_by_side(library, "bhojwani-2019", "fda-2024")
    assert aspect(found, "HSCT after InO, denominator").agreement.words == "same"
    assert sentences(found.alike) == [
        "Population: children",
        "SOS after HSCT, denominator: transplanted",
    ]


def test_unknown_criteria_are_told_as_well(library):
    """Criteria that were found for nobody are no agreement."""
    found = side_by_side(library, "bhojwani-2019", "obrien-2022")
    assert "SOS after HSCT, SOS criteria: not found" in sentences(found.differs)
    assert not any("criteria" in one.label for one in found.alike)


def test_a_study_without_the_number_has_no_say_in_how_it_is_counted(library):
    """Brivio's report has no SOS after HSCT: only the criteria of the others are missing."""
    found = side_by_side(library, "brivio-2021", "obrien-2022", "fda-2024", "bhojwani-2019")
    assert not any(one.label == "SOS after HSCT, denominator" for one in found.differs)


@pytest.mark.parametrize(
    ("first", "second"), [("bhojwani-2019", "fda-2024"), ("calvo-2020", "inovate-2019")]
)
def test_the_whole_checklist_is_there_once(library, first, second):
    """Each fact of the study page stands in exactly one line, in the study's own column."""
    found = side_by_side(library, first, second)
    for place, column in enumerate(found.columns):
        shown = [item for one in found.aspects for item in one.cells[place]]
        facts = {fact.topic for fact in column.study.facts}
        labels = {library.vocabulary.topics[topic].label for topic in facts}
        own = {fact.label for fact in column.study.facts} | labels
        for item in checklist(library, column.study):
            if item.label in own and item.text != NOT_FOUND:
                assert shown.count(item) == 1, item


def test_each_topic_of_the_checklist_stays_visible(library):
    """Also where nothing was found for any of the studies."""
    found = side_by_side(library, "calvo-2020", "evstratov-2023")
    asked = [one.label for one in library.vocabulary.topics.values() if one.checklist]
    labels = [one.label for one in found.aspects]
    assert [labels.count(label) for label in asked] == [1] * len(asked)
    assert set(aspect(found, "Cytogenetics").texts) == {NOT_FOUND}


def test_every_number_of_the_studies_is_there(library):
    """All results, also by another method or at another time, each in its outcome's line."""
    found = side_by_side(library, "obrien-2022", "fda-2024")
    response, mrd = aspect(found, "Response").texts, aspect(found, "MRD negativity").texts
    for shown in ("28/48 · 58.3 %", "30/48", "19/48", "9/48", "90 % CI 46.5–69.3"):
        assert shown in response[0]
    for shown in ("21/22", "19/22", "RQ-PCR", "21/53"):
        assert shown in mrd[1]
    assert "70 %, x/N not found" in mrd[0]
    results = results_table(library)
    for place, column in enumerate(found.columns):
        own = results[results["study"] == column.study.id]
        cells = [cell for one in found.aspects for cell in one.texts[place : place + 1]]
        for record in own[own["events"].notna() & own["n"].notna()].to_dict("records"):
            assert any(f"{record['events']}/{record['n']}" in cell for cell in cells)


@pytest.mark.parametrize(
    ("ids", "label", "word"),
    [
        (("brivio-2021", "pennesi-2024"), "Response", "not known: time point"),
        (("brivio-2021", "obrien-2022"), "Response", "differs in definition and denominator"),
        (("brivio-2021", "obrien-2022"), "OS at 12 months", "only Brivio 2021"),
        (("bhojwani-2019", "fda-2024"), "HSCT after InO", "counted alike"),
    ],
)
def test_each_outcome_says_whether_it_is_counted_alike(library, ids, label, word):
    """Beside the rates stands what keeps them apart."""
    found = side_by_side(library, *ids)
    outcomes = next(one for one in found.sections if one.title == "Outcomes")
    assert next(one for one in outcomes.aspects if one.label == label).agreement.words == word


def test_a_choice_overrides_the_filters_for_studies_and_adults(library):
    """Who names a study wants to see it."""
    found = side_by_side(library, "inovate-2019", "brivio-2021", studies=("fda-2024",))
    assert found.names == ("Brivio 2021", "INO-VATE 2019")
    assert found.left_out == ()
    assert "Population: children (Brivio 2021), adults (INO-VATE 2019)" in sentences(found.differs)


def test_other_filters_hold_and_say_whom_they_leave_out(library):
    """A study keeps its column, with the reason instead of rates."""
    found = side_by_side(library, "obrien-2022", "bhojwani-2019", design="prospective")
    assert found.names == ("Bhojwani 2019", "O'Brien 2022")
    assert found.left_out == (
        "Bhojwani 2019: left out by the filters: retrospective, not prospective",
    )
    assert "left out by the filters" in aspect(found, "Response").texts[0]
    assert "28/42" not in str(found.sections)


def test_a_filter_narrows_a_column_to_its_cohort(library):
    """Dose 1.4: Brivio's 12, and only their numbers and their dose."""
    found = side_by_side(library, "brivio-2021", "fda-2024", dose=(1.4, 1.4))
    assert aspect(found, "Number").texts == ("12, dose level 1", "12, 1.4 mg/m²/cycle")
    assert aspect(found, "Dose, cycle 1").texts[0] == "dose level 1: 1.4 mg/m²"
    response = aspect(found, "Response").texts
    assert "9/12" in response[0]
    assert "20/25" not in response[0]
    assert response[1].endswith("found only for all treated")


def test_numbers_that_mix_drugs_are_shown_and_never_compared(library):
    """Fuster 2020 counts patients without InO."""
    found = side_by_side(library, "fuster-2020", "brivio-2021")
    assert "47.6 %" in aspect(found, "Response").texts[1]
    assert (
        "some of its numbers count patients without InO too" in aspect(found, "Response").texts[1]
    )
    assert all(row.study != "fuster-2020" for view in found.views for row in view.rows)


def test_at_most_four_are_shown_and_the_others_named(library):
    """The first four in the order of every chart."""
    ids = ("inovate-2019", "fda-2024", "brivio-2021", "obrien-2022", "bhojwani-2019")
    found = side_by_side(library, *ids)
    assert found.names == ("Bhojwani 2019", "Brivio 2021", "O'Brien 2022", "FDA 2024")
    assert found.beyond == ("INO-VATE 2019",)


def test_no_choice_compares_nothing(library):
    """An empty choice is not a choice of all studies."""
    found = side_by_side(library)
    assert (found.columns, found.overlaps, found.differs) == ((), (), ())
    assert not any(view.rows for view in found.views)


def test_the_studies_compared_are_not_pooled(library):
    """Picking studies to look at is no way to choose what is pooled."""
    found = side_by_side(library, "bhojwani-2019", "brivio-2021", "obrien-2022", "pennesi-2022")
    for view in found.views:
        assert (view.pooled, view.pooled_words) == ((), "")
        assert not any(row.pooled_in or row.not_pooled for row in view.rows)


def test_two_readings_of_the_regimen_are_told_apart(library):
    """Single agent is our reading where no combination was mentioned."""
    found = side_by_side(library, "bhojwani-2019", "obrien-2022")
    assert (
        "InO given: single agent, no combination mentioned (Bhojwani 2019), "
        "single agent (O'Brien 2022)"
    ) in sentences(found.differs)


@pytest.mark.parametrize(
    "compared", [("brivio-2021", "fda-2024"), ("obrien-2022",), ("inovate-2019", "brivio-2021")]
)
def test_the_link_keeps_what_is_compared(library, compared):
    """Written by name, read in the order of every chart."""
    allowed = limits(library)
    written = write(Selection(compare=compared), allowed)
    assert written["compare"] == [library.studies[key].name for key in compared]
    selection, ignored = parse(written, allowed)
    assert set(selection.compare) == set(compared)
    assert not ignored


def test_unknown_names_in_a_link_are_dropped_and_said(library):
    """The others are still compared."""
    link = {"compare": ["brivio 2021", "Nobody 1999", "fda-2024"]}
    selection, ignored = parse(link, limits(library))
    assert selection.compare == ("brivio-2021", "fda-2024")
    assert ignored == [f'"compare=Nobody 1999" was ignored; allowed: {STUDY_NAMES}']


def test_examples_come_from_the_data(library):
    """A pair with a difference, one with the same children, one that may share them."""
    found = {one.why: one.names for one in examples(library, results_table(library))}
    assert found["difference computed for Response"] == ("Brivio 2021", "Pennesi 2024")
    assert set(found) == {
        "difference computed for Response",
        "these are the same children",
        "these may share children",
    }


def test_examples_for_one_study_hold_it(library):
    """Whoever has chosen Calvo 2020 is not sent elsewhere."""
    found = examples(library, results_table(library), ("calvo-2020",))
    assert [one.names for one in found] == [("Bhojwani 2019", "Calvo 2020")]


def test_no_examples_in_other_data(library):
    """Studies that cannot be compared are not offered."""
    made_up = drawn_library(library, "study | definition\na | orr\nb | strict_cr", "response")
    assert examples(made_up, results_table(made_up)) == ()


def test_a_review_has_no_column(library):
    """It has no patients of its own."""
    assert side_by_side(library, "uy-2018", "bhojwani-2019").names == ("Bhojwani 2019",)


def test_a_review_is_no_example(library):
    """A review that says whose children it tells of cannot stand beside them."""
    one = with_overlaps("a", "children", declared("b", "inside"))
    review = with_overlaps("b", "children", declared("a", "contains"))
    shown = replace(library, studies={"a": one, "b": review.model_copy(update={"kind": "review"})})
    assert examples(shown, results_table(shown)) == ()
    shown = replace(library, studies={"a": one, "b": review})
    assert [pair.names for pair in examples(shown, results_table(shown))] == [("a", "b")]


SHORT_LINES = [
    *("Number", "Age", "InO given", "Timing", "Dose, cycle 1", "Prior lines"),
    *("Response", "MRD negativity of responders", "SOS after HSCT"),
]


def test_slides_get_short_lines_and_sentences(library):
    """One line for each main aspect and rate; every difference under the fixed words."""
    found = side_by_side(library, "brivio-2021", "pennesi-2024")
    lines = comparison_lines(found)
    assert all(tuple(line) == ("", "Brivio 2021", "Pennesi 2024") for line in lines)
    by_label = {line[""]: line for line in lines}
    assert [*by_label] == SHORT_LINES
    assert by_label["Response"]["Brivio 2021"] == "20/25 · 80 % [59–93] of 25 treated"
    assert by_label["Number"]["Pennesi 2024"] == "30, all treated"
    sentences = comparison_sentences(library, found)
    place = sentences.index(NOT_RANDOMIZED)
    assert [one for one in sentences if "percentage points" in one] == [sentences[place + 1]]
    assert "No difference between two rates can be computed." not in sentences


def test_a_topic_that_no_study_is_asked_for_has_no_line_on_a_slide(library):
    """Where age leaves the checklist, studies that do not tell it are compared without it."""
    topics = library.vocabulary.topics
    unasked = topics | {"age": topics["age"].model_copy(update={"checklist": False})}
    words = library.vocabulary.model_copy(update={"topics": unasked})
    drawn = drawn_library(library, "study | counts\na | 10/20\nb | 12/20", "response")
    lines = comparison_lines(side_by_side(replace(drawn, vocabulary=words), "a", "b"))
    assert [line[""] for line in lines][:3] == ["Number", "InO given", "Timing"]


@pytest.mark.parametrize(
    ("ids", "more"),
    [
        (("bhojwani-2019", "obrien-2022"), ["SOS during InO", "HSCT after InO"]),
        (("brivio-2021", "obrien-2022"), []),
    ],
)
def test_beyond_the_three_rates_only_what_both_count_is_subtracted(library, ids, more):
    """The three rates say why there is no difference; all else would be a list of refusals."""
    found = side_by_side(library, *ids)
    (pair,) = pairs(found)
    three = ["Response", "MRD negativity", "SOS after HSCT"]
    assert [one.heading for one in differences(library, found, *pair)] == three + more


def test_slides_say_that_no_difference_can_be_computed(library):
    """The same children first, then that nothing is subtracted."""
    sentences = comparison_sentences(library, side_by_side(library, "brivio-2021", "fda-2024"))
    assert "these are the same children" in sentences[0]
    assert sentences[-2:] == (NOT_RANDOMIZED, "No difference between two rates can be computed.")


@pytest.mark.parametrize(
    ("ids", "title"),
    [
        (("brivio-2021",), "Study against study"),
        (("brivio-2021", "pennesi-2024"), "Brivio 2021 and Pennesi 2024, side by side"),
    ],
)
def test_two_studies_stand_side_by_side_and_one_does_not(library, ids, title):
    """With one alone a slide has no table, and tells where to choose."""
    brief, alone = brief_of(library, compare=ids), len(ids) == 1
    (slide,) = tell(brief, ["compare"])
    assert slide.title == title
    assert (slide.lines == ()) == alone
    assert (slide.sentences == ("Choose two to four studies on the page Compare.",)) == alone
    assert ("compare" in [part.key for part in tell(brief)]) == (not alone)


def test_the_file_holds_everything_that_is_on_screen(library):
    """Overlap first, then each aspect with its sources, then every difference."""
    found = side_by_side(library, "brivio-2021", "fda-2024")
    text = comparison_csv(library, found).decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert head[3:] == ["Brivio 2021", "Brivio 2021: source", "FDA 2024", "FDA 2024: source"]
    assert {len(line) for line in lines} == {len(head)}
    assert "these are the same children" in lines[0][2]
    for one in found.aspects:
        assert [one.label, one.agreement.words, one.texts[0], one.texts[1]] in [
            [line[1], line[2], line[3], line[5]] for line in lines
        ]
    differences = [line for line in lines if line[0] == "Differences"]
    assert differences
    assert all(line[2].startswith(NOT_RANDOMIZED) for line in differences)
    assert comparison_name(found) == f"pedino-comparison-{library.version}.csv"


def test_no_formula_reaches_a_spreadsheet(library):
    """A text that begins like a formula is only text."""
    found = side_by_side(library, "brivio-2021", "fda-2024")
    study = found.columns[0].study.model_copy(update={"summary": "=1+1"})
    changed = replace(library, studies=library.studies | {study.id: study})
    text = comparison_csv(changed, side_by_side(changed, "brivio-2021", "fda-2024")).decode()
    assert ",'=1+1," in text


def test_the_same_range_of_doses_is_not_the_same_dose(library):
    """12 of 25 and 12 of 53 had 1.4 mg/m²: the mix stands beside the range, and differs."""
    found = side_by_side(library, "brivio-2021", "fda-2024")
    dose = next(one for one in found.aspects if one.label == "Dose, cycle 1")
    assert dose.texts == (
        "1.4–1.8 mg/m² (12 at 1.4, 13 at 1.8)",
        "1.4–1.8 mg/m² (12 at 1.4, 41 at 1.8)",
    )
    assert dose.agreement.kind == "differs"


def test_an_adverse_event_says_which(library):
    """Anemia and fever are not one event."""
    found = side_by_side(library, "pennesi-2022", "fda-2024")
    events = next(one for one in found.aspects if one.label == "Adverse event")
    assert "fever grade not stated" in events.texts[0]
    assert "anemia grade ≥3" in events.texts[1]
