"""Between which two rates there is a difference, and every reason why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.comparison import compare, differences, pairs
from data.difference import Answer, Difference, difference, no_counts, overlap_words
from data.quantities import Result
from data.rows import Row
from data.schema import Study
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, cells_of, drawn_library, lines_of, study


def find(library, first: str, second: str, heading: str, **asked) -> Difference:
    """The difference of one outcome between the first cohorts of two studies, in their order."""
    selection = replace(Selection(compare=(first, second)), **asked)
    found = compare(library, results_table(library), selection)
    shown = differences(library, found, *pairs(found)[0])
    return next(one for one in shown if one.heading == heading)


# For each pair and outcome a part of every reason, in their order; or the two counts subtracted.
SHIPPED = """
brivio-2021   | fda-2024       | Response       | who are also in FDA 2024 ; definition: ORR (Br
brivio-2021   | fda-2024       | MRD negativity | who are also in FDA 2024 ; of response ; denom
brivio-2021   | fda-2024       | SOS after HSCT | who are also in FDA 2024 ; Brivio 2021: not found
pennesi-2022  | itcc-059-sos   | SOS at any time| who are also in ITCC ; found for Pennesi 2022, so
bhojwani-2019 | calvo-2020     | Response       | may share children with ; Calvo 2020: not found
brivio-2021   | pennesi-2024   | Response       | 20/25 24/30
brivio-2021   | pennesi-2024   | MRD negativity | is one of several readings ; denominator: resp
bhojwani-2019 | pennesi-2022   | MRD negativity | is one of several readings ; of response: CR
bhojwani-2019 | aertgeerts-2025| HSCT after InO | Aertgeerts 2025: fewer than 10 treated
bhojwani-2019 | fda-2024       | HSCT after InO | 21/51 26/53
bhojwani-2019 | pennesi-2022   | Response       | CR as reported (Bhojwani 2019), ORR ; denominator
bhojwani-2019 | pennesi-2022   | SOS during InO | criteria not found for Bhojwani 2019 and Pennesi
bhojwani-2019 | obrien-2022    | SOS after HSCT | criteria not found for Bhojwani 2019 and O'Brien
bhojwani-2019 | obrien-2022    | MRD negativity | is one of ; O'Brien 2022: percentage ; of resp
bhojwani-2019 | itcc-059-sos   | SOS after HSCT | SOS criteria not found for Bhojwani 2019, so not
obrien-2022   | evstratov-2023 | Response       | percentage only ; definition ; denominator not
bhojwani-2019 | inovate-2019   | MRD negativity | adults against ; 20/28 is one of ; of response
deangelo-2017 | inovate-2019   | MRD negativity | 41/49 69/88
brivio-2021   | fuster-2020    | Response       | Fuster 2020: some of its numbers count patients
"""


@pytest.mark.parametrize("line", cells_of(SHIPPED), ids=" ".join)
def test_each_refusal_names_every_reason(library, line):
    """What forbids a difference is named in full; where nothing does, there is one."""
    first, second, heading, expected = line
    found = find(library, first, second, heading)
    if "/" in expected.split()[0]:
        counts = [f"{one.events}/{one.n}" for one in (found.first, found.second)]
        assert (counts, found.reasons) == (expected.split(), ())
        assert found.low < found.value < found.high
    else:
        assert found.value is None
        parts = expected.split(" ; ")
        assert len(found.reasons) == len(parts)
        assert all(part in said for part, said in zip(parts, found.reasons, strict=True))


def test_sos_after_hsct_is_never_subtracted_today(library):
    """No two sources give the same known criteria, so no pair of studies has a difference."""
    results = results_table(library)
    for first in library.studies:
        for second in library.studies:
            found = compare(library, results, Selection(compare=(first, second)))
            for pair in pairs(found):
                for one in differences(library, found, *pair):
                    assert one.value is None or not one.heading.startswith("SOS")


def test_a_difference_is_the_first_minus_the_second(library):
    """20/25 and 24/30 are both 80 %: none, with Newcombe's interval in percentage points."""
    found = find(library, "brivio-2021", "pennesi-2024", "Response")
    assert found.value == 0
    assert found.points == "0.0 percentage points [−21.8 to 20.6]"
    assert found.sentence == (
        "Response: Brivio 2021 20/25 · 80.0 % [59.3–93.2], Pennesi 2024 24/30 · 80.0 % "
        "[61.4–92.3]; the first minus the second is 0.0 percentage points [−21.8 to 20.6], "
        "95 % interval."
    )


def test_what_else_differs_stands_beside(library):
    """Regimen, dose and what is not known do not forbid a difference, and are said."""
    found = find(library, "brivio-2021", "pennesi-2024", "Response")
    assert "InO given: single agent (Brivio 2021), combination (Pennesi 2024)" in found.beside
    assert any(one.startswith("dose, cycle 1: 1.4–1.8 mg/m²") for one in found.beside)
    found = find(library, "deangelo-2017", "inovate-2019", "MRD negativity")
    for said in (
        "MRD threshold not found for DeAngelo 2017 and INO-VATE 2019",
        "DeAngelo 2017: no combination mentioned, taken as single agent",
        "INO-VATE 2019: x or N derived",
    ):
        assert said in found.beside
        assert said in found.in_full
    assert found.in_full.startswith(found.sentence)
    found = find(library, "bhojwani-2019", "fda-2024", "HSCT after InO")
    assert "timing: retrospective (Bhojwani 2019), prospective (FDA 2024)" in found.beside


def test_a_refusal_has_no_number(library):
    """Neither the sentence nor the table of a refused difference shows one."""
    found = find(library, "brivio-2021", "fda-2024", "Response")
    assert (found.value, found.low, found.high, found.points) == (None, None, None, "–")
    assert "percentage point" not in found.sentence
    assert all(reason in found.sentence for reason in found.reasons)


# What two made-up studies report, who differ in nothing else; and why there is no difference.
MADE_UP = """
outcome        | column     | a              | b              | reason
sos_post_hsct  | criteria   | seattle        | seattle        |
sos_post_hsct  | criteria   | seattle        | baltimore      | different SOS criteria
sos_post_hsct  | criteria   | seattle        | not_found      | SOS criteria not found for b
mrd_negative   | threshold  | 0.01           | 0.01           |
mrd_negative   | threshold  | 0.01           | 0.1            | different MRD threshold
mrd_negative   | threshold  | 0.01           |                |
mrd_negative   | of         | responders     | responders_mrd_measured | different denominator
response       | definition | cr_cri         | cr_cri         |
response       | definition | cr_cri         | orr            | different definition
response       | definition | cr_as_reported | cr_as_reported | definition not known to be the same
response       | of         | not_stated     | not_stated     | denominator not found for a and b
response       | counts     | 20/30          | 70 %           | b: percentage only
"""
OF = {"sos_post_hsct": "transplanted", "mrd_negative": "responders", "response": "treated"}


@pytest.mark.parametrize("line", lines_of(MADE_UP), ids=lambda line: " ".join(line.values()))
def test_only_what_is_known_to_be_counted_alike_is_subtracted(library, line):
    """One thing that differs, or is not known where it must be, is one reason."""
    outcome, column, reason = line["outcome"], line["column"], line.get("reason")
    of = "" if column == "of" else f"| {OF[outcome]}"
    head = f"study | {column} {'| of' if of else ''}"
    rows = [f"{name} | {line.get(name, '')} {of}" for name in "ab"]
    made_up = drawn_library(library, "\n".join([head, *rows]), outcome)
    found = find(made_up, "a", "b", library.vocabulary.outcomes[outcome].label)
    assert (found.value is None) == bool(reason)
    assert [one.startswith(reason) for one in found.reasons] == ([True] if reason else [])


@pytest.mark.parametrize(
    ("relation", "refused"),
    [("same", True), ("partly", True), ("possible", True), ("unlikely", False)],
)
def test_shared_children_forbid_a_difference(library, relation, refused):
    """Also where sharing is only possible; where it is unlikely, that is said beside."""
    table = f"study | shares\na | {relation} b\nb | {relation} a"
    found = find(drawn_library(library, table, "response"), "a", "b", "Response")
    said = found.reasons if refused else found.beside
    assert (found.value is None) == refused
    assert any("share" in one or "same children" in one for one in said)


SIZES = """
study | treated | counts
a     | 10      | 5/10
b     | 9       | 4/9
c     | ?       | 4/9
d     | 30      | 4/9
e     | ?       | 5/10
"""


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        ("b", ("b: fewer than 10 treated",)),
        ("c", ("c: fewer than 10 treated",)),  # N stands in where the number treated was not found
        ("d", ()),
        ("e", ()),
    ],
)
def test_ten_treated_are_enough_and_nine_are_not(library, other, reasons):
    """It is the number treated that matters, not whom the rate counts."""
    found = find(drawn_library(library, SIZES, "response"), "a", other, "Response")
    assert found.reasons == reasons
    assert (found.value is None) == bool(reasons)


def test_nothing_beside_is_not_announced(library):
    """Two rates that differ in nothing and of which all is known end with the interval."""
    table = "study | criteria | of\na | seattle | transplanted\nb | seattle | transplanted"
    found = find(drawn_library(library, table, "sos_post_hsct"), "a", "b", "SOS after HSCT")
    assert found.beside == ()
    assert found.in_full == found.sentence
    assert found.in_full.endswith("95 % interval.")


def test_what_the_filters_could_not_tell_stands_beside(library):
    """A cohort that is kept though it may lie outside the filters says so beside a difference."""
    made_up = drawn_library(library, "study | counts\na | 5/10\nb | 6/10", "response")
    found = find(made_up, "a", "b", "Response", lines=(2, 7), keep=True)
    assert found.value is not None
    assert found.beside[-2:] == ("a: prior lines not found", "b: prior lines not found")


@pytest.mark.parametrize(
    ("kind", "basis", "said"),
    [
        ("alone", "derived", ["a: no combination mentioned, taken as single agent"]),
        ("alone", "stated", []),
        ("combined", "derived", ["InO given: single agent (b), combination (a)"]),
    ],
)
def test_only_a_single_agent_is_taken_for_one(library, kind, basis, said):
    """A combination that was derived is not called one that nobody mentions."""
    drawn = drawn_library(library, "study | counts\na | 5/10\nb | 6/10", "response").studies
    regimen = drawn["b"].regimen.model_copy(update={"kind": kind, "basis": basis})
    made = drawn["a"].model_copy(update={"regimen": regimen})
    found = find(replace(library, studies=drawn | {"a": made}), "a", "b", "Response")
    assert [one for one in found.beside if not one.startswith("time point")] == said


def test_a_vague_response_is_asked_only_where_both_say_one(library):
    """MRD of responders whom only one of the studies defines: not refused, and said beside."""
    mrd = {"outcome": "mrd_negative", "denominator": "responders", "events": 20, "n": 30}
    mrd |= {"threshold": 0.01, "all_treated": {"why_not": "drawn"}} | SAID
    response = {"outcome": "response", "definition": "cr_as_reported", "denominator": "treated"}
    response |= {"events": 30, "n": 30} | SAID
    cohort = {"id": "all", "name": "all treated", "n": 30} | SAID
    facts = {"cohorts": [cohort], "regimen": {"kind": "alone"} | SAID}
    made_up = {"a": study("a", results=[mrd, response], **facts)}
    made_up["b"] = study("b", results=[mrd], **facts)
    found = find(replace(library, studies=made_up), "a", "b", "MRD negativity")
    assert found.reasons == ()
    assert "definition of response not found for b" in found.beside


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"marker": "estimate", "percent": 40, "why": "x"}, "a: 40 %, interval not found, no x/N"),
        ({"marker": "percent", "percent": 40, "why": "percentage only"}, "a: percentage only"),
        ({"marker": "percent", "percent": 40}, "a: no x/N was found"),
    ],
    ids=str,
)
def test_why_a_rate_is_no_count(row, said):
    """A survival estimate as printed, the reason that stands under the chart, or that none was."""
    shown = Row("a", "response", "1", "a", "a", "", "children", "", 30, **row)
    assert no_counts(Answer(study("a"), shown)) == said


@pytest.mark.parametrize(("who", "said"), [("children", "children"), ("adults", "patients")])
def test_an_overlap_is_said_from_either_side(library, who, said):
    """Also by the study that does not declare it; adults are never called children."""
    table = f"study | who | shares\na | {who} | inside b\nb | {who} |"
    made_up = drawn_library(library, table, "response").studies
    assert overlap_words(made_up["b"], made_up["a"]) == f"b contains all {said} of a"


def test_parts_of_one_study_are_not_subtracted(library):
    """Two doses of a trial are one study."""
    table = "study | treated | dose\na | 10 | 1.4\na | 12 | 1.8"
    made_up = drawn_library(library, table, "response")
    found = compare(made_up, results_table(made_up), Selection(compare=("a",)))
    (answer,) = found.answers["response"][0]
    reasons = difference(made_up, answer, answer).reasons
    assert reasons[0] == "both rates are of one study"
    assert len(set(reasons)) == len(reasons) > 1


def test_different_outcomes_are_not_subtracted(library):
    """Also where both are counts of the same patients."""
    found = compare(library, results_table(library), Selection(compare=("bhojwani-2019",)))
    first, second = (found.answers[key][0][0] for key in ("sos_during_ino", "hepatic_grade3"))
    reasons = difference(library, first, second).reasons
    assert any(one.startswith("different outcome: SOS during InO") for one in reasons)


@pytest.mark.parametrize(
    "shown",
    [
        {"marker": "none", "events": 6},
        {"marker": "estimate", "months": 9, "events": 12, "n": 30},
    ],
    ids=["number not found", "median"],
)
def test_only_a_drawn_count_is_compared(shown):
    """Cases without a number of patients, and a median, are no counts for a difference."""
    row = Row("a", "response", "1", "a", "a", "", "children", "", 30, **shown)
    assert Answer(study("a"), row).counts is None


EVENT = {"outcome": "adverse_event", "denominator": "treated", "events": 10, "n": 30} | SAID


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("≥3", "≥3", None),
        ("≥3", "3–4", "different grade: ≥3 (a), 3–4 (b)"),
        ("≥3", "not stated", "grade not found for b, so not known to be the same"),
        ("not stated", "not stated", "grade not found for a and b, so not known to be the same"),
    ],
)
def test_events_of_unknown_grade_are_not_subtracted(library, first, second, reason):
    """A grade that nobody stated is not the same as another that nobody stated."""
    cohort = {"id": "all", "name": "all treated", "n": 30} | SAID
    facts = {"cohorts": [cohort], "regimen": {"kind": "alone"} | SAID}
    fever = {
        "a": EVENT | {"event": "fever", "grade": first},
        "b": EVENT | {"event": "Fever", "grade": second},  # the same event
    }
    made_up = {name: study(name, results=[one], **facts) for name, one in fever.items()}
    named = f"Adverse event, fever, grade {first}" if first == second else "Adverse event"
    found = find(replace(library, studies=made_up), "a", "b", named)
    assert found.reasons == ((reason,) if reason else ())
    assert (found.value is None) == bool(reason)
    assert found.sentence.startswith(f"{named}")


def with_events(name: str, *named: str, **facts) -> Study:
    """A study of 30 children with these events of grade 3 or more, in this order."""
    cohort = {"id": "all", "name": "all treated", "n": 30} | SAID
    results = [EVENT | {"event": one, "grade": "≥3"} | facts for one in named]
    return study(name, cohorts=[cohort], regimen={"kind": "alone"} | SAID, results=results)


def test_an_event_that_one_names_twice_is_named_once(library):
    """At two times; sepsis is what both name."""
    once, again, sepsis = (
        EVENT | {"event": event, "grade": "≥3"} for event in ("fever", "fever", "sepsis")
    )
    again |= {"primary": False, "timepoint": "after_cycle_1"}
    twice = with_events("a").model_copy(
        update={"results": tuple(Result.model_validate(one) for one in (once, again, sepsis))}
    )
    drawn = replace(library, studies={"a": twice, "b": with_events("b", "sepsis")})
    assert find(drawn, "a", "b", "Adverse event, sepsis, grade ≥3").reasons == ()


@pytest.mark.parametrize(
    ("events", "heading"),
    [
        ([["fever", "sepsis"], ["sepsis", "fever"]], "fever"),
        ([["fever", "sepsis"], ["sepsis"]], "sepsis"),
        ([["rash", "sepsis", "fever"], ["fever", "Sepsis"], ["fever"]], "fever"),
    ],
)
def test_an_event_that_several_name_is_compared(library, events, heading):
    """Whatever stands first in a file; the one that most of them name."""
    made_up = [with_events(name, *named) for name, named in zip("abc", events, strict=False)]
    drawn = replace(library, studies={one.id: one for one in made_up})
    found = compare(drawn, results_table(drawn), Selection(compare=tuple(drawn.studies)))
    for pair in pairs(found):
        shown = [one for one in differences(drawn, found, *pair) if "event" in one.heading]
        assert [(one.heading, one.reasons) for one in shown] == [
            (f"Adverse event, {heading}, grade ≥3", ())
        ]


def test_an_event_of_a_part_that_is_not_shown_is_not_one_that_both_have(library):
    """Fever of the low dose says nothing of all; a rash both have."""
    made = with_events("a", "fever", "sepsis", "rash")
    low = {"id": "low", "name": "low", "parent": "all", "split_by": "dose", "n": 30} | SAID
    of_low = made.results[0].model_copy(update={"cohort": "low"})
    part = made.cohorts[0].model_validate(low)
    made = made.model_copy(
        update={"cohorts": (*made.cohorts, part), "results": (of_low, *made.results[1:])}
    )
    drawn = replace(library, studies={"a": made, "b": with_events("b", "fever", "rash")})
    assert find(drawn, "a", "b", "Adverse event, rash, grade ≥3").reasons == ()


def test_different_events_are_not_called_by_the_name_of_one(library):
    """The reason names both."""
    drawn = {"a": with_events("a", "fever"), "b": with_events("b", "sepsis")}
    found = find(replace(library, studies=drawn), "a", "b", "Adverse event")
    assert found.reasons == ("different definition: fever (a), sepsis (b)",)


def test_responders_who_may_be_others_are_not_subtracted(library):
    """MRD of 15, of whom 12 are in strict CR: neither first nor second is it taken for strict."""
    cohort = {"id": "all", "name": "all treated", "n": 30} | SAID
    response = {"outcome": "response", "definition": "strict_cr", "denominator": "treated"}
    response |= {"events": 12, "n": 30} | SAID
    mrd = {"outcome": "mrd_negative", "denominator": "responders", "threshold": 0.01}
    mrd |= {"events": 10, "all_treated": {"why_not": "drawn"}} | SAID
    facts = {"cohorts": [cohort], "regimen": {"kind": "alone"} | SAID}
    drawn = {
        name: study(name, results=[response, mrd | {"n": n}], **facts)
        for name, n in {"a": 12, "b": 15, "c": 12}.items()
    }
    made_up = replace(library, studies=drawn)
    why = "definition of response not found for b, so not known to be the same"
    assert find(made_up, "a", "b", "MRD negativity").reasons == (why,)
    assert find(made_up, "b", "c", "MRD negativity").reasons == (why,)
    assert find(made_up, "a", "c", "MRD negativity").reasons == ()
