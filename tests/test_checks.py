"""Rules that need the whole study, the vocabulary or all studies, case by case."""

from __future__ import annotations

from pathlib import Path

import pytest

import data
from data.checks import context_findings, sourced_records, study_findings
from data.cohort_checks import children_above_parent
from data.fields import Source
from data.library_checks import MIRROR, between_studies
from data.problems import MOST, dotted
from data.quantities import Fact, Result
from data.result_checks import primary_key
from data.schema import Citation, Cohort, Context, Study
from data.vocabulary import Vocabulary
from data.yaml_reader import parse_yaml, read_yaml

SAID = "basis: stated, source: paper, place: abstract"
SHARED = {"pdq": Source(name="NCI PDQ")}
STUDY = f"""
id: a
name: Study a
summary: A small study
population: children
citation: {{}}
design: {{summary: case series, timing: retrospective, {SAID}}}
regimen: {{kind: alone, {SAID}}}
sources: {{paper: {{name: Journal}}}}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The vocabulary that is shipped."""
    path = Path(data.__file__).parent / "outcomes.yaml"
    return Vocabulary.model_validate(read_yaml(path)[0])


def study(text: str = "", cohorts: str = "all n=25", study_id: str = "a") -> Study:
    """A study with these cohorts, one a line, and whatever else is typed."""
    lines = "".join(f"  - {cohort(line)}\n" for line in cohorts.strip().splitlines())
    whole = f"{STUDY}cohorts:\n{lines}{text}".replace("id: a\n", f"id: {study_id}\n", 1)
    return Study.model_validate(parse_yaml(whole.encode(), "a.yaml")[0])


def cohort(line: str) -> str:
    """`dose-1.4 in all by dose n=12` as YAML."""
    words = line.split()
    parent = f"parent: {words[2]}, split_by: {words[4]}, " if "in" in words else ""
    n = f"n: {words[-1].removeprefix('n=')}, " if words[-1].startswith("n=") else ""
    return f"{{id: {words[0]}, name: {words[0]}, {parent}{n}{SAID}}}"


def results(*rows: str) -> str:
    """Results, each with its outcome and count; `response` is what is left out."""
    start = f"events: 5, n: 25, {SAID}"
    of_all = ("" if "denominator" in row else "denominator: treated, " for row in rows)
    lines = (f"  - {{{row}, {of}{start}}}\n" for row, of in zip(rows, of_all, strict=True))
    return f"results:\n{''.join(lines)}"


def findings(given: Study, vocabulary: Vocabulary) -> list[str]:
    """What is wrong with one study, with its places."""
    return [f"{dotted(place)}: {said}" for place, said in study_findings(given, vocabulary, SHARED)]


def with_lines(told: str) -> Study:
    """A study of 10 patients with these prior lines."""
    n, lines = told.split(", ", 1)
    cohorts = f"cohorts:\n  - {{id: all, name: all, n: {n.split('=')[1]}, {lines}, {SAID}}}\n"
    return Study.model_validate(parse_yaml(f"{STUDY}{cohorts}".encode(), "a.yaml")[0])


# Each cohort inside the one before it: eight below all of them, and one more.
DEEP = "all" + "".join(f"\nc{i + 1} in {f'c{i}' if i else 'all'} by dose" for i in range(8))
DEEPER = f"{DEEP}\nc9 in c8 by dose"

# Cohorts as a tree: who is inside whom, by which split, and how many.
TREES = [
    ("all n=25", None),
    ("all", None),
    ("all n=25\nlow in all by dose n=12\nhigh in all by dose n=13", None),
    # a part whose number was not found, and of which nothing is told, counts as nobody
    ("all n=25\nlow in all by dose n=25\nhigh in all by dose", None),
    (
        "all n=25\nlow in all by dose n=26\nhigh in all by dose",
        "cohorts[1].n: its cohorts by dose add up to 26; allowed: at most 25",
    ),
    # two splits of the same children: each adds up by itself
    (
        "all n=25\nlow in all by dose n=12\nhigh in all by dose n=13\nfirst in all by line n=20",
        None,
    ),
    (
        "all n=25\nlow in all by dose n=12\nhigh in all by dose n=14",
        "cohorts[1].n: its cohorts by dose add up to 26; allowed: at most 25",
    ),
    (
        "all n=25\nlow in all by dose n=12\nboys in low by sex n=13",
        "cohorts[2].n: its cohorts by sex add up to 13; allowed: at most 12",
    ),
    ("some n=25", 'cohorts: without parent: some; allowed: exactly one, called "all"'),
    (
        "all n=25\nmore n=3",
        'cohorts: without parent: all, more; allowed: exactly one, called "all"',
    ),
    ("all in all by x n=25", 'cohorts: without parent: none; allowed: exactly one, called "all"'),
    ("all n=25\na in a by x", "cohorts[2].parent: is inside itself; allowed: a tree"),
    ("all\na in b by x\nb in c by x\nc in a by x", "cohorts[4].parent: is inside itself"),
    # hangs below a circle without being part of it
    ("all\na in b by x\nb in a by x\nc in a by x", "cohorts[4].parent: is inside itself"),
    (DEEP, None),
    (DEEPER, "cohorts[10].parent: nested too deeply; allowed: 8 levels"),
    (
        "all n=25\nlow in all by dose n=12\nhigh in all by Dose n=12",
        'cohorts[3].split_by: "Dose" is spelled otherwise above; allowed: one spelling of a split',
    ),
    ("all n=25\nlow in all by dose n=12\nboys in low by Dose n=12", None),
    ("all\na in al by x", 'cohorts[2].parent: unknown cohort "al", did you mean "all"?'),
    ("all\na in all by x\na in all by x", 'cohorts[2].id: cohort "a" stands twice; allowed: once'),
]


@pytest.mark.parametrize(("cohorts", "said"), TREES)
def test_cohorts_are_a_tree_that_adds_up(cohorts: str, said: str | None, vocabulary: Vocabulary):
    """One root called `all`, no circles, and no more children than their cohort has."""
    found = findings(study(cohorts=cohorts), vocabulary)
    assert any(line.startswith(said) for line in found) if said else found == []


def test_a_split_in_two_spellings_is_told_once(vocabulary):
    """Where the second stands, which is the one to correct."""
    given = study(cohorts="all n=25\na in all by dose n=5\nb in all by Dose n=5\nc in all by sex")
    said = (
        'cohorts[3].split_by: "Dose" is spelled otherwise above; allowed: one spelling of a split'
    )
    assert findings(given, vocabulary) == [said]


def test_a_cohort_without_size_sets_no_limit():
    """Children of a cohort whose size was not found are not added up."""
    rows = [
        Cohort.model_validate({**base, "basis": "stated", "source": "s", "place": "p"})
        for base in (
            {"id": "all", "name": "all"},
            {"id": "a", "name": "a", "parent": "all", "split_by": "dose", "n": 12},
        )
    ]
    whole = study().model_copy(update={"cohorts": tuple(rows)})
    assert list(children_above_parent(whole)) == []


# Records of two parts without a number of their own, and whether both fit into 30.
UNCOUNTED = [
    ("events: 20, n: 25", "events: 5, n: 6", False),
    ("events: 20, n: 25", "events: 5, n: 5", True),
    ("events: 20, n: 25", "events: 6", False),
    ("events_at_least: 25", "events_at_least: 6", False),
    ("events_at_least: 20, n: 25", "events: 6", False),
    ("events: 30, n: 30", "published: {percent: 50}", True),
    ("events: 1, n: 25", "published: {percent: 50}", True),
    ("published: {percent: 50}, possible_n: [26], possible_n_why: x", "events: 5, n: 5", True),
]


@pytest.mark.parametrize(("low", "high", "fine"), UNCOUNTED)
def test_parts_without_a_number_have_as_many_as_their_records_count(low, high, fine, vocabulary):
    """20/25 and 5/6 in two halves of 30 count a child twice, whatever else is not known."""
    cohorts = "all n=30\nlow in all by dose\nhigh in all by dose\nboys in all by sex"
    start = f"outcome: hsct_after_ino, denominator: evaluable, {SAID}"
    told = f"results:\n  - {{cohort: low, {low}, {start}}}\n  - {{cohort: high, {high}, {start}}}\n"
    said = "cohorts[1].n: its cohorts by dose add up to 31; allowed: at most 30"
    assert findings(study(told, cohorts), vocabulary) == ([] if fine else [said])


# A bound beside a printed percentage of 25, and whether both can be.
BOUNDS = [
    ("events_at_least: 10, n: 25, published: {percent: 40}", True),
    ("events_at_least: 10, n: 25, published: {percent: 39.6}", False),
    ("events_at_least: 10, n: 25, published: {percent: 39}", False),
    ("events_at_least: 10, n: 24, published: {percent: 42}", True),  # 41.7
    ("events_at_least: 10, published: {percent: 39}", True),
    ("events_at_least: 1, n: 8, published: {percent: 12}", True),  # 12.5
    ("events_at_least: 10, n: 25", True),
]


@pytest.mark.parametrize(("counts", "fine"), BOUNDS)
def test_a_percentage_is_no_less_than_its_bound(counts, fine, vocabulary):
    row = f"results:\n  - {{outcome: hsct_after_ino, denominator: evaluable, {counts}, {SAID}}}\n"
    found = findings(study(row), vocabulary)
    assert [": at least 10/25, but 39" in line for line in found] == ([] if fine else [True])


def test_a_part_has_its_number_whatever_is_counted_in_it(vocabulary):
    """More than that is a mistake of the record alone."""
    cohorts = "all n=25\nlow in all by dose n=12\nhigh in all by dose n=13"
    row = f"{{cohort: low, events: 13, outcome: hsct_after_ino, denominator: evaluable, {SAID}}}"
    said = "results[1].events: 13 patients of a cohort of 12; allowed: at most 12"
    assert findings(study(f"results:\n  - {row}\n", cohorts), vocabulary) == [said]


# Prior lines of 10 patients in bands with a median, and whether it can be theirs.
MEDIANS = [
    ("bands: [{low: 1, high: 2, count: 6}, {low: 3, count: 4}], median: 3", False),
    ("bands: [{low: 1, high: 2, count: 5}, {low: 3, count: 5}], median: 3", True),
    ("bands: [{low: 1, high: 2, count: 4}, {low: 3, count: 6}], median: 2", False),
    ("bands: [{low: 1, high: 2, count: 5}, {low: 3, count: 5}], median: 2.5", True),
    ("bands: [{low: 1, high: 2, percent: 50.1}, {low: 3, percent: 49.9}], median: 3", False),
    ("bands: [{low: 1, high: 2, percent: 50}, {low: 3, percent: 50}], median: 3", True),
    ("bands: [{low: 1, high: 2, count: 6, at_least: true}], median: 3", False),
    ("bands: [{low: 1, high: 4, count: 10}], median: 3", True),
    ("bands: [{low: 2, count: 10}], median: 1", False),
    ("bands: [{low: 1, high: 3, count: 6}, {low: 4, count: 4}], median: 3", True),
    ("bands: [{low: 1, high: 2, count: 4}, {low: 3, count: 6}], median: 3", True),
]


@pytest.mark.parametrize(("lines", "fine"), MEDIANS)
def test_no_more_than_half_lie_on_one_side_of_a_median(lines, fine, vocabulary):
    """A median wins over the bands in a filter, so it must be theirs."""
    told = f"all n=10, prior_lines: {{known_as: prior lines, {lines}, {SAID}}}"
    found = findings(with_lines(told), vocabulary)
    said = "cohorts[1].prior_lines.median: more than half of the patients are below or above"
    assert [line.startswith(said) for line in found] == ([] if fine else [True])


def test_a_median_is_not_asked_of_bands_that_cannot_be(vocabulary):
    """A count without the cohort's number is told, and nothing that follows from it."""
    lines = "known_as: prior lines, bands: [{low: 1, high: 2, count: 6}], median: 3"
    (said,) = findings(with_lines(f"all n=null, prior_lines: {{{lines}, {SAID}}}"), vocabulary)
    assert "counts patients of a cohort without `n`" in said


# One row per cohort, outcome and definition is primary:
#
#   rows (cohort, outcome, definition, denominator ...)              found
PRIMARY = [
    (["outcome: hsct_after_ino"], []),
    (["outcome: hsct_after_ino", "outcome: hsct_after_ino, primary: false"], []),
    (["outcome: hsct_after_ino", "outcome: any_grade34"], []),
    (["outcome: response, definition: orr", "outcome: response, definition: strict_cr"], []),
    (["outcome: hsct_after_ino", "outcome: hsct_after_ino, cohort: low"], []),
    (
        [
            "outcome: adverse_event, event: a, grade: '3'",
            "outcome: adverse_event, event: b, grade: '3'",
        ],
        [],
    ),
    (
        [
            "outcome: adverse_event, event: fever, grade: ≥3",
            "outcome: adverse_event, event: Fever, grade: ≥3",
        ],
        ["results[2].primary: 2 primary rows for adverse_event of cohort all"],
    ),
    (
        [
            "outcome: adverse_event, event: a, grade: '3'",
            "outcome: adverse_event, event: a, grade: '4'",
        ],
        [],
    ),
    (["outcome: hsct_after_ino, primary: false"], ["results[1].primary: 0 primary rows"]),
    (["outcome: hsct_after_ino"] * 2, ["results[2].primary: 2 primary rows"]),
    (["outcome: hsct_after_ino"] * 3, ["results[3].primary: 3 primary rows"]),
    # told at the last that is primary, not at the last of all
    (
        [*["outcome: hsct_after_ino"] * 2, "outcome: hsct_after_ino, primary: false"],
        ["results[2].primary: 2 primary rows"],
    ),
    (
        ["outcome: hsct_after_ino, primary: false"] * 2,
        ["results[2].primary: 0 primary rows"],
    ),
]


@pytest.mark.parametrize(("rows", "said"), PRIMARY, ids=range(1, len(PRIMARY) + 1))
def test_exactly_one_row_answers_a_question_first(rows, said, vocabulary: Vocabulary):
    """Each question that has rows has one primary row, and a mistake is told once."""
    given = study(results(*rows), "all n=25\nlow in all by dose n=25")
    found = findings(given, vocabulary)
    assert len(found) == len(said)
    assert all(line.startswith(start) for line, start in zip(found, said, strict=True))


def test_a_subgroup_is_a_question_of_its_own(vocabulary: Vocabulary):
    """Those with a prior transplant stand beside all; another denominator of all does not."""
    base = {"basis": "stated", "source": "s", "place": "p", "outcome": "response"}
    rate = Result(**base, denominator="treated", events=5, n=25)
    with_hsct = Result(**base, denominator="with_prior_hsct", events=1, n=5)
    without_hsct = Result(**base, denominator="without_prior_hsct", events=1, n=5)
    evaluable = Result(**base, denominator="evaluable", events=5, n=24)
    keys = [primary_key(row, vocabulary) for row in (rate, with_hsct, without_hsct)]
    assert len(set(keys)) == 3
    assert primary_key(evaluable, vocabulary) == keys[0]


# What an outcome demands: the row, and what is found.
SPELLED = (
    "Veno–occlusive disease (liver)",
    "Sinusoidal obstructive syndrome",
    "Hepatic veno-occlusion",
)
DEMANDS = [
    ("outcome: response, definition: orr", None),
    ("outcome: response", "response without its definition; allowed: "),
    (
        "outcome: response, definition: orr, denominator: responders",
        "response counted of responders; allowed: of whom it may happen to",
    ),
    ("outcome: mrd_negative, denominator: with_prior_hsct", None),  # no filter asks for them
    (
        "outcome: mrd_negative, denominator: with_prior_hsct, all_treated: {derivation: all}",
        "with_prior_hsct are a part of all treated; allowed: no `all_treated`",
    ),
    ("outcome: mrd_negative, definition: strict_cr", "mrd_negative has no `definition`; allowed: "),
    ("outcome: mrd_negative, threshold: 0.01, method: flow", None),
    ("outcome: hsct_after_ino, threshold: 0.01", "hsct_after_ino has no `threshold`; allowed: "),
    ("outcome: hsct_after_ino, method: flow", "hsct_after_ino has no `method`; allowed: "),
    ("outcome: hsct_after_ino, criteria: seattle", "hsct_after_ino has no `criteria`; allowed: "),
    (
        "outcome: hsct_after_ino, all_treated: {derivation: all}",
        "hsct_after_ino has no `all_treated`; allowed: ",
    ),
    ("outcome: sos_any, criteria: seattle", None),
    ("outcome: sos_any, criteria: not_found", None),
    ("outcome: sos_any", "sos_any without SOS criteria; allowed: "),
    ("outcome: sos_fatal", "sos_fatal without SOS criteria; allowed: "),
    ("outcome: mrd_negative", None),  # of all treated
    ("outcome: adverse_event, event: fever, grade: '≥3'", None),
    ("outcome: adverse_event, event: fever", "an adverse event without name or grade; allowed: "),
    ("outcome: adverse_event, grade: '≥3'", "an adverse event without name or grade; allowed: "),
    ("outcome: adverse_event, event: Mucosositis, grade: '3'", None),
    *(
        (f"outcome: adverse_event, event: {sos}, grade: '3'", f'"{sos}" has criteria; allowed: ')
        for sos in ("SOS", "hepatic vod", "SOS/VOD", *SPELLED)
    ),
    ("outcome: adverse_event, event: Sinusoidal obstruction, grade: '3'", '"Sinusoidal obs'),
]


@pytest.mark.parametrize(("row", "said"), DEMANDS)
def test_an_outcome_gets_what_it_demands(row: str, said: str | None, vocabulary: Vocabulary):
    """A response has its definition, SOS its criteria, an adverse event its name and grade."""
    found = findings(study(results(row)), vocabulary)
    assert len(found) == (said is not None)
    assert all(line.startswith(f"results[1]: {said}") for line in found)


def test_a_definition_of_something_else_is_refused(vocabulary: Vocabulary):
    """A known word in the wrong place is not called unknown."""
    outcome = vocabulary.outcomes["response"].model_copy(update={"definitions": ("orr",)})
    narrow = vocabulary.model_copy(update={"outcomes": {"response": outcome}})
    found = findings(study(results("outcome: response, definition: cri_only")), narrow)
    assert found == ["results[1]: response is not defined by cri_only; allowed: orr"]


# MRD negativity: the denominator, what else is said, and whether the row is complete.
CONVERSION = [
    ("denominator: treated", True),
    ("denominator: randomized", True),
    ("denominator: responders", False),
    ("denominator: responders, primary: false", True),
    ("denominator: responders, all_treated: {derivation: all were measured}", True),
    ("denominator: responders, all_treated: {why_not: some were not}", True),
]


@pytest.mark.parametrize(("row", "complete"), CONVERSION)
def test_a_rate_among_responders_says_whether_it_can_be_converted(
    row: str, complete: bool, vocabulary: Vocabulary
):
    """Only a primary row that is not counted of all treated needs `all_treated`."""
    rows = [f"outcome: mrd_negative, events: 5, n: 20, {SAID}, {row}"]
    if "primary: false" in row:
        rows.append(f"outcome: mrd_negative, events: 5, n: 20, {SAID}, denominator: treated")
    given = study("results:\n" + "".join(f"  - {{{text}}}\n" for text in rows), "all n=20")
    assert (findings(given, vocabulary) == []) is complete


# A cohort without a number: how a rate of its responders is converted, and whether it can be.
NO_TREATED_NUMBER = [
    ("derivation: all were measured", False),
    ("derivation: all were measured, n: 25", True),
    ("why_not: some were not measured", True),
]


@pytest.mark.parametrize(("how", "complete"), NO_TREATED_NUMBER)
def test_a_conversion_to_all_treated_needs_their_number(
    how: str, complete: bool, vocabulary: Vocabulary
):
    """It may be the conversion's own; a rate that cannot be converted needs none."""
    row = f"outcome: mrd_negative, denominator: responders, events: 5, n: 20, {SAID}"
    found = findings(study(f"results:\n  - {{{row}, all_treated: {{{how}}}}}\n", "all"), vocabulary)
    said = "results[1]: counted of all treated, but their number is not known; "
    assert [line.startswith(said) for line in found] == ([] if complete else [True])


# Of responders, and how many all treated are said to be: what cannot be.
MORE_THAN_TREATED = [
    ("events: 5, n: 20", 20, ""),
    ("events: 5, n: 20", 19, "20 patients of 19 all treated; allowed: at least 20 of them"),
    ("events: 20", 19, "20 patients of 19 all treated; allowed: at least 20 of them"),
    ("events: 0, n: 20", 19, "20 patients of 19 all treated; allowed: at least 20 of them"),
    ("n: 20, published: {percent: 40}", 25, ""),
    ("published: {percent: 40}", 25, ""),
    ("events: 5, n: 20", 26, "26 all treated of a cohort of 25; allowed: `all_treated.n` up to 25"),
]


@pytest.mark.parametrize(("counts", "treated", "said"), MORE_THAN_TREATED)
def test_all_treated_are_no_fewer_than_the_responders(counts, treated, said, vocabulary):
    how = f"{{derivation: all were measured, n: {treated}, denominator: first_on_ino}}"
    row = f"outcome: mrd_negative, denominator: responders, {counts}, {SAID}, all_treated: {how}"
    found = findings(study(f"results:\n  - {{{row}}}\n"), vocabulary)
    assert found == ([f"results[1]: {said}"] if said else [])


# Of a cohort of 25: whom a rate counts, and how many these cannot be.
EVERYBODY = [
    ("denominator: treated, n: 25", ""),
    ("denominator: treated, n: 20", "20 treated"),
    ("denominator: randomized, n: 20", "20 randomized"),
    ("denominator: evaluable, n: 20", ""),
    ("denominator: treated", ""),
]


@pytest.mark.parametrize(("counted", "said"), EVERYBODY)
def test_all_treated_are_all_patients_of_their_cohort(counted, said, vocabulary):
    """20 of 25 are a part, or evaluable: as "all treated" they would stand for the study."""
    row = f"results:\n  - {{outcome: hsct_after_ino, events: 5, {counted}, {SAID}}}\n"
    allowed = "of a cohort of 25; allowed: 25, another denominator, or a part as `cohort`"
    assert findings(study(row), vocabulary) == ([f"results[1]: {said} {allowed}"] if said else [])
    assert findings(study(row, "all"), vocabulary) == []


def test_a_conversion_counts_all_treated_of_the_cohort(vocabulary):
    """The responders are not all treated once more."""
    how = "{derivation: all were measured, n: 20}"
    row = f"outcome: mrd_negative, denominator: responders, events: 16, n: 20, {SAID}"
    (said,) = findings(study(f"results:\n  - {{{row}, all_treated: {how}}}\n"), vocabulary)
    assert said.startswith("results[1]: 20 treated of a cohort of 25; allowed: ")


def test_a_study_of_one_arm_randomizes_nobody(vocabulary):
    given = study(results("outcome: hsct_after_ino, denominator: randomized"))
    design = given.design.model_copy(update={"arms": "single"})
    said = "results[1]: randomized patients of a study of one arm; allowed: treated"
    assert findings(given, vocabulary) == []
    assert findings(given.model_copy(update={"design": design}), vocabulary) == [said]


# An outcome and whom it cannot be counted of.
NEVER_OF = [
    ("hsct_after_ino", "transplanted"),
    ("sos_without_hsct, criteria: seattle", "transplanted"),
    ("sos_post_hsct, criteria: seattle", "not_transplanted"),
    ("sos_any, criteria: seattle", "sos_cases"),
    ("response, definition: orr", "sos_cases"),
]


@pytest.mark.parametrize(("outcome", "who"), NEVER_OF)
def test_nothing_is_counted_of_those_to_whom_it_cannot_happen(outcome, who, vocabulary):
    (said,) = findings(study(results(f"outcome: {outcome}, denominator: {who}")), vocabulary)
    name = outcome.partition(",")[0]
    assert said == f"results[1]: {name} counted of {who}; allowed: of whom it may happen to"


# What an outcome measures: the value that is typed for it, and what is found.
OS, MEDIAN_OS = "os_12_months is a Kaplan–Meier percentage", "os_median is a median in months"
MEASURES = [
    ("os_12_months, published: {percent: 40}", None),
    ("os_12_months, published: {percent: 40}, events: 10, n: 25", OS),
    ("os_12_months, events: 10, n: 25", OS),
    ("os_12_months, median: 8, unit: months", OS),
    ("os_median, median: 8, unit: months", None),
    ("os_median, median: 240, unit: months", None),
    ("os_median, median: 241, unit: months", "241 months"),
    ("os_median, median: 99, unit: months, published: {low: 80, high: 120, level: 95}", None),
    ("os_median, median: 8, unit: months, published: {percent: 40}", MEDIAN_OS),
    ("os_12_months, median: 8, unit: months, published: {percent: 40}", OS),
    ("os_12_months, events_at_least: 8", OS),
    ("os_median, unit: months, events_at_least: 8", MEDIAN_OS),
    ("os_median, unit: months, median: 9, events_at_least: 5", MEDIAN_OS),
    ("os_12_months, published: {percent: 40}, events_at_least: 5", OS),
    ("os_median, median: 8, unit: weeks", MEDIAN_OS),
    ("os_median, median: 8, unit: months, events: 10, n: 25", MEDIAN_OS),
    ("os_median, published: {percent: 40}, unit: months", MEDIAN_OS),
    ("hsct_after_ino, published: {percent: 40}", None),
    ("hsct_after_ino, median: 8, unit: months", "hsct_after_ino is a rate"),
    ("hsct_after_ino, median: 300, unit: days", "hsct_after_ino is a rate"),
]


@pytest.mark.parametrize(("row", "said"), MEASURES)
def test_a_value_is_of_the_kind_that_its_outcome_measures(
    row: str, said: str | None, vocabulary: Vocabulary
):
    """A Kaplan–Meier percentage has no count, a median is in months, a rate is no median."""
    found = findings(
        study(f"results:\n  - {{outcome: {row}, denominator: treated, {SAID}}}\n"), vocabulary
    )
    assert [line.partition(";")[0] for line in found] == ([f"results[1]: {said}"] if said else [])


@pytest.mark.parametrize(
    ("n", "said"),
    [(25, []), (26, ["results[1].n: 26 patients of a cohort of 25; allowed: at most 25"])],
)
def test_a_rate_counts_no_more_patients_than_its_cohort(n, said, vocabulary: Vocabulary):
    """N may be the whole cohort and no more."""
    row = (
        f"results:\n  - {{outcome: any_grade34, denominator: treated, events: 5, n: {n}, {SAID}}}\n"
    )
    assert findings(study(row), vocabulary) == said


# What a fact or a result counts beside 25 children, and the field that is refused.
COUNTED = [
    ("facts", "events: 25", None),
    ("facts", "events: 26", "events"),
    ("facts", "events: 5, n: 25", None),
    ("facts", "events: 5, n: 26", "n"),
    ("facts", "of: transplanted, events: 5, n: 26", "n"),
    ("results", "events: 26", "events"),
    ("results", "events_at_least: 26", "events_at_least"),
    ("results", "events_at_least: 25", None),
    (
        "results",
        "published: {percent: 50}, possible_n: [20, 26], possible_n_why: paper",
        "possible_n",
    ),
]


@pytest.mark.parametrize(("where", "counts", "field"), COUNTED)
def test_nothing_counts_more_patients_than_its_cohort(where, counts, field, vocabulary: Vocabulary):
    """Neither a fact nor a result, by x or by N."""
    what = {"facts": "topic: age", "results": "outcome: any_grade34, denominator: treated"}[where]
    found = findings(study(f"{where}:\n  - {{{what}, {counts}, {SAID}}}\n"), vocabulary)
    said = "26 patients of a cohort of 25; allowed: at most 25"
    assert found == ([f"{where}[1].{field}: {said}"] if field else [])


# What the whole says of its dose or lines, what the part says, and whether the part says less.
LESS = [
    ({"low": 1.8, "high": 1.8}, {}, True),
    ({"low": 1.8, "high": 1.8}, {"text": "as others"}, False),
    ({"low": 1.8, "high": 1.8}, {"low": 1.8, "high": 1.8}, False),
    ({"text": "as in the label"}, {}, False),
    ({}, {}, False),
]


@pytest.mark.parametrize(("whole", "part", "less"), LESS)
def test_a_part_says_no_less_of_its_dose_than_the_whole(whole, part, less, vocabulary: Vocabulary):
    """A part goes by its own record: without numbers the whole's would be lost."""
    assert bool(lacking("dose", whole, part, vocabulary)) is less


@pytest.mark.parametrize(
    ("whole", "part", "less"),
    [
        ({"low": 2}, {}, True),
        ({"high": 5}, {}, True),
        ({}, {}, False),
        ({"low": 2}, {"median": 3}, False),
        ({"low": 2}, {"bands": ({"low": 2, "percent": 90},)}, False),
    ],
)
def test_a_part_says_no_less_of_its_prior_lines(whole, part, less, vocabulary: Vocabulary):
    known = {"known_as": "prior lines"}
    assert bool(lacking("prior_lines", known | whole, known | part, vocabulary)) is less


def lacking(field: str, whole: dict[str, object], part: dict[str, object], words: Vocabulary):
    """What is found of a part of ten beside all."""
    said = {"basis": "stated", "source": "paper", "place": "p"}
    told = [{field: whole | said}, {field: part | said}]
    made = study(cohorts="all n=25\nlow in all by dose n=10")
    both = zip(made.cohorts, told, strict=True)
    tree = tuple({**one.model_dump(exclude_unset=True), **spread} for one, spread in both)
    given = Study.model_validate({**made.model_dump(exclude_unset=True), "cohorts": tree})
    return [line for line in findings(given, words) if "does not say what the whole does" in line]


def with_bands(n: int | None, field: str, *bands: dict[str, int]) -> Study:
    """A study of so many children, some of whose doses or prior lines are counted."""
    told = {"known_as": "prior lines"} if field == "prior_lines" else {"low": 1, "high": 2}
    spread = {"basis": "stated", "source": "paper", "place": "p", "bands": bands, **told}
    made = study(cohorts="all" if n is None else f"all n={n}")
    tree = ({**made.cohorts[0].model_dump(exclude_unset=True), field: spread},)
    return Study.model_validate({**made.model_dump(exclude_unset=True), "cohorts": tree})


LOW, HIGH = {"low": 1, "high": 1}, {"low": 2, "high": 2}
UNCOUNTED = "counts patients of a cohort without `n`; allowed: `percent`"
# How many children, their bands, the place of the mistake and what is found.
BANDS = [
    (25, [LOW | {"count": 25}, HIGH | {"count": 0}], ""),
    (25, [LOW | {"count": 26}], "[1]: 26 patients of a cohort of 25; allowed: at most 25"),
    (1, [LOW | {"count": 1}], ""),
    (1, [LOW | {"count": 2}], "[1]: 2 patients of a cohort of 1; allowed: at most 1"),
    (None, [LOW | {"percent": 40}, HIGH | {"percent": 60}], ""),
    (None, [LOW | {"percent": 40}, HIGH | {"count": 3}], f"[2]: {UNCOUNTED}"),
    (None, [LOW | {"count": 0}], f"[1]: {UNCOUNTED}"),
    (100, [LOW | {"count": 50}, HIGH | {"count": 51}], ": bands of more than all"),
    (100, [LOW | {"count": 50}, HIGH | {"count": 50}], ""),
    (100, [LOW | {"percent": 60}, HIGH | {"percent": 60}], ": bands of more than all"),
    (100, [LOW | {"percent": 51}, HIGH | {"percent": 50}], ""),  # as rounded
    (100, [LOW | {"percent": 51}, HIGH | {"count": 50}], ": bands of more than all"),
    (
        25,
        [LOW | {"count": 5}, {"low": 1, "count": 5}],
        "[2]: overlaps a band above it; allowed: each patient in one band",
    ),
]


@pytest.mark.parametrize("field", ["dose", "prior_lines"])
@pytest.mark.parametrize(("n", "bands", "said"), BANDS, ids=range(1, len(BANDS) + 1))
def test_a_band_counts_patients_of_its_cohort(n, bands, said, field, vocabulary: Vocabulary):
    """All of them at most, of a number that is known, and each once; a percentage needs none."""
    found = findings(with_bands(n, field, *bands), vocabulary)
    said = f"{said} patients; allowed: 100 %" if said.endswith("all") else f".bands{said}"
    assert found == ([f"cohorts[1].{field}{said}"] if said != ".bands" else [])


@pytest.mark.parametrize(
    ("name", "own", "fine"),
    [
        ("a" * 40, None, True),
        ("a" * 41, None, False),
        ("*a*", None, False),
        ("*a*", {"shared_children": "none"}, True),
        ("Own series 1", {"shared_children": "none"}, True),
    ],
)
def test_a_name_is_a_choice_in_a_menu(name, own, fine, vocabulary: Vocabulary):
    """Short, and without signs; an own series goes by a number there."""
    known = study().model_dump(exclude_unset=True) | {"name": name}
    marked = {"own_series": own, "id": "own-series"} if own else {}
    found = findings(Study.model_validate(known | marked), vocabulary)
    assert [line.startswith(f'name: "{name}" is no name for a menu') for line in found] == (
        [] if fine else [True]
    )


@pytest.mark.parametrize("name", ["Own series 1", "own series 12"])
def test_a_published_study_is_not_called_like_an_own_series(name, vocabulary: Vocabulary):
    """A link calls an own series so."""
    found = findings(study().model_copy(update={"name": name}), vocabulary)
    assert found == [f'name: "{name}" is kept for own series; allowed: another name']


def test_every_record_of_a_study_must_name_a_known_source(vocabulary: Vocabulary):
    """Design, regimen, cohorts, doses, prior lines, facts, results, comparisons and overlaps."""
    whole = study(
        f"""
facts:
  - {{topic: age, text: children, {SAID}}}
results:
  - {{outcome: any_grade34, denominator: treated, events: 5, n: 25, {SAID}}}
comparisons:
  - {{title: T, groups: [a], factors: [], {SAID}}}
overlaps:
  - {{study: b, relation: possible, {SAID}}}
ledger:
  - {{id: year, topic: Year, says: [{{source: paper, text: "2020"}}], used: "2020"}}
"""
    )
    dose = {"dose": {"basis": "stated", "source": "paper", "place": "p"}}
    lines = {"prior_lines": {**dose["dose"], "known_as": "words only"}}
    tree = [{**whole.cohorts[0].model_dump(exclude={"dose", "prior_lines"}), **dose, **lines}]
    whole = Study.model_validate({**whole.model_dump(exclude_unset=True), "cohorts": tuple(tree)})
    assert findings(whole, vocabulary) == []
    nameless = whole.model_copy(update={"sources": {}})
    places = [line.split(": unknown source")[0] for line in findings(nameless, vocabulary)]
    assert places == [
        *(f"{dotted(p)}.source" for p, _ in sourced_records(whole)),
        "ledger[1].says[1].source",
    ]
    assert len(places) == 10


def test_a_printed_percentage_may_have_a_source_of_its_own(vocabulary: Vocabulary):
    """The source of `published` is checked as well, and may be a shared one."""
    row = "outcome: any_grade34, published: {percent: 20, source: %s}"
    assert findings(study(results(row % "pdq")), vocabulary) == []
    found = findings(study(results(row % "pqd")), vocabulary)
    said = 'unknown source "pqd", did you mean "pdq"?; allowed: paper, pdq'
    assert found == [f"results[1].published.source: {said}"]


def test_a_review_needs_neither_cohorts_nor_regimen(vocabulary: Vocabulary):
    """A review is background reading: it has no results to check."""
    review = Study.model_validate(
        {**study().model_dump(exclude={"regimen", "cohorts"}), "kind": "review"}
    )
    assert findings(review, vocabulary) == []
    told = Fact(topic="background", text="what is known", basis="stated", source="paper", place="p")
    assert findings(review.model_copy(update={"facts": (told,)}), vocabulary) == []
    bare = study().model_copy(update={"regimen": None})
    assert findings(bare, vocabulary) == [
        "regimen: is missing; allowed: what was given with InO (kind, source)"
    ]


def test_the_context_names_known_sources():
    """A note or an ongoing trial with an unknown source is found."""
    said = {"basis": "stated", "place": "p"}
    trial = {"number": "NCT1", "name": "T", "summary": "T", **said}
    note = {"id": "a", "title": "T", "text": "T", **said}
    context = Context.model_validate(
        {
            "ongoing": ({**trial, "source": "pqd"}, {**trial, "source": "pdq"}),
            "notes": ({**note, "source": "pdq"}, {**note, "source": "pqd"}),
        }
    )
    places = [place for place, _ in context_findings(context, SHARED)]
    assert places == [("ongoing", 0, "source"), ("notes", 1, "source")]


def test_relations_mirror_each_other():
    """Reading an overlap from the other side twice gives the overlap."""
    assert all(MIRROR[MIRROR[relation]] == relation for relation in MIRROR)


def overlapping(study_id: str, *others: str, cohorts: str = "all") -> Study:
    """A study that declares overlaps: "b contains"."""
    pairs = [other.split() for other in others]
    lines = "".join(f"  - {{study: {o}, relation: {r}, {SAID}}}\n" for o, r in pairs)
    text = f"overlaps:\n{lines}" if lines else ""
    made = study(text, cohorts, study_id)
    return made.model_copy(update={"name": f"Study {study_id}"})


# Overlaps: what a declares, what b declares, whose mistakes are told.
OVERLAPS = [
    (["b contains"], ["a inside"], []),
    (["b same"], ["a same"], []),
    (["b contains"], [], ["a: b must declare a as inside"]),
    (
        ["b contains"],
        ["a contains"],
        ["a: b must declare a as inside", "b: a must declare b as inside"],
    ),
    (
        ["b possible"],
        ["a unlikely"],
        ["a: b must declare a as possible", "b: a must declare b as unlikely"],
    ),
    ([], ["a partly"], ["b: a must declare b as partly"]),
]


@pytest.mark.parametrize(("of_a", "of_b", "said"), OVERLAPS, ids=range(1, len(OVERLAPS) + 1))
def test_an_overlap_is_declared_on_both_sides(of_a, of_b, said):
    """The study that stands alone with its claim is told what the other must say."""
    studies = {"a": overlapping("a", *of_a), "b": overlapping("b", *of_b)}
    found = [
        f"{who}: {text.removeprefix('one-sided overlap; allowed: ')}"
        for who, _, text in between_studies(studies)
    ]
    assert found == said


# How many a has, how it stands to b, how many b has, and whether that can be.
SIZES = [
    ("all n=25", "contains", "all n=26", False),
    ("all n=26", "inside", "all n=25", False),
    ("all n=25", "contains", "all n=25", True),
    ("all n=25", "inside", "all n=25", True),
    ("all n=25", "partly", "all n=26", True),
    ("all n=25", "same", "all n=25", True),
    ("all n=25", "same", "all", True),
    ("all n=25", "contains", "all", True),
    ("all", "contains", "all n=26", True),
]


@pytest.mark.parametrize(("of_a", "relation", "of_b", "fine"), SIZES)
def test_a_study_inside_another_is_no_larger(of_a, relation, of_b, fine):
    """Told at both, who says it; what cannot be known, or is no nesting, is no mistake."""
    told = {"a": ("b", relation, of_a), "b": ("a", MIRROR[relation], of_b)}
    studies = {
        key: study(
            f"overlaps:\n  - {{study: {other}, relation: {how}, {SAID}}}\n", cohorts, key
        ).model_copy(update={"name": key})
        for key, (other, how, cohorts) in told.items()
    }
    inner, outer = ("a", "b") if relation == "inside" else ("b", "a")
    said = f"26 patients of {inner} inside 25 of {outer}; allowed: partly"
    found = [] if fine else [(key, ("overlaps", 0, "relation"), said) for key in "ab"]
    assert list(between_studies(studies)) == found
    assert list(between_studies(studies, broken=["b"])) == found[1:]  # nobody says it of b


def test_the_same_patients_are_as_many():
    """An overlap of the same children between 25 and 26 is another one."""
    studies = {
        "a": overlapping("a", "b same", cohorts="all n=25"),
        "b": overlapping("b", "a same", cohorts="all n=26"),
    }
    said = [text for _, _, text in between_studies(studies)]
    assert said == [
        "the same patients, but 25 of a and 26 of b; allowed: contains, inside or partly",
        "the same patients, but 26 of b and 25 of a; allowed: contains, inside or partly",
    ]


# How many a, b and the c around both have, how a stands to b, and which files that is said of.
INSIDE = [
    ("n=30", "n=30", "n=40", None, "ab"),
    ("n=20", "n=20", "n=40", None, ""),
    ("n=30", "n=30", "n=40", "partly", ""),
    ("n=30", "n=30", "n=40", "possible", "ab"),
    ("n=30", "n=30", "", None, ""),
    ("", "n=30", "n=40", None, ""),
    ("", "n=40", "n=40", None, ""),
    ("n=41", "n=1", "n=40", "partly", ""),
    ("n=41", "n=30", "n=40", None, ""),  # the size of a is wrong, and nothing follows from it
]


@pytest.mark.parametrize(("a", "b", "c", "relation", "wrong"), INSIDE)
def test_two_studies_fit_into_a_third(a, b, c, relation, wrong):
    """30 and 30 inside 40 share patients: neither is shown until one of them says so."""
    of_a, of_b = ([f"b {relation}"], [f"a {relation}"]) if relation else ([], [])
    studies = {
        "a": overlapping("a", *of_a, "c inside", cohorts=f"all {a}"),
        "b": overlapping("b", *of_b, "c inside", cohorts=f"all {b}"),
        "c": overlapping("c", "a contains", "b contains", cohorts=f"all {c}"),
    }
    said = "30 of a and 30 of b inside 40 of c; allowed: declare which of them share patients"
    expected = [(key, ("overlaps", len(of_a)), said) for key in wrong]
    for broken in ([], ["c"]):
        found = list(between_studies(studies, broken))
        assert [one for one in found if "share patients" in one[2]] == expected


@pytest.mark.parametrize("relation", ["inside", "contains", "same", "partly"])
def test_a_claim_of_one_file_alone_blames_no_other(relation):
    """New says how it stands to c, which c does not say: a, that c contains, stays."""
    studies = {
        "a": overlapping("a", "c inside", cohorts="all n=20"),
        "c": overlapping("c", "a contains", cohorts="all n=40"),
        "new": overlapping("new", f"c {relation}", cohorts="all n=30"),
    }
    assert "a" not in {who for who, _, _ in between_studies(studies)}


def test_what_the_inner_study_does_not_say_is_no_size():
    """That c contains a stands in c alone: that is told, and no sum that follows from it."""
    studies = {
        "a": overlapping("a", cohorts="all n=30"),
        "b": overlapping("b", "c inside", cohorts="all n=30"),
        "c": overlapping("c", "a contains", "b contains", cohorts="all n=40"),
    }
    said = "one-sided overlap; allowed: a must declare c as inside"
    assert list(between_studies(studies)) == [("c", ("overlaps", 0, "study"), said)]


def test_children_are_not_the_same_patients_as_adults():
    """They may be inside a study that counts a few of them."""
    few = {"a": overlapping("a", "b inside"), "b": overlapping("b", "a contains")}
    few["b"] = few["b"].model_copy(update={"population": "adults"})
    assert list(between_studies(few)) == []
    studies = {"a": overlapping("a", "b same"), "b": overlapping("b", "a same")}
    studies["b"] = studies["b"].model_copy(update={"population": "adults"})
    said = [text for _, _, text in between_studies(studies)]
    assert said == [
        "children the same as adults; allowed: partly",
        "adults the same as children; allowed: partly",
    ]


def test_a_broken_file_hides_no_overlap():
    """Both a and c name the broken b: that a is inside c stands in what they say themselves."""
    studies = {
        "a": overlapping("a", "b inside"),
        "c": overlapping("c", "b contains"),
    }
    said = "c declares b as contains; allowed: declare c as inside here too"
    back = "a declares b as inside; allowed: declare a as contains here too"
    found = [(who, text) for who, _, text in between_studies(studies, broken=["b"])]
    assert found == [("a", said), ("c", back)]


# How a stands to b, how b stands to c, and as what a must declare c.
THIRDS = [
    ("inside", "inside", "inside"),
    ("contains", "contains", "contains"),
    ("same", "same", "same"),
    ("same", "inside", "inside"),
    ("contains", "same", "contains"),
    ("contains", "partly", "partly"),
    ("partly", "inside", "partly"),
    ("same", "partly", "partly"),
    ("inside", "same", "inside"),
    ("same", "contains", "contains"),
    ("partly", "same", "partly"),
    ("inside", "contains", None),
    ("contains", "inside", "partly"),
    ("inside", "partly", "possible"),
    ("partly", "contains", "possible"),
    ("partly", "partly", None),
    ("possible", "same", "possible"),
    ("same", "possible", "possible"),
    ("contains", "possible", "possible"),
    ("possible", "inside", "possible"),
    ("inside", "possible", None),
    ("contains", "unlikely", None),
]


@pytest.mark.parametrize(("to_b", "to_c", "implied"), THIRDS)
def test_what_two_overlaps_leave_no_doubt_of_is_declared(to_b, to_c, implied):
    """No child is counted twice because two files did not name each other."""
    found = {who: said for who, _, said in between_studies(three(to_b, to_c))}
    as_what = "possible or unlikely" if implied == "possible" else implied
    said = f"c declares b as {MIRROR[to_c]}; allowed: declare c as {as_what} here too"
    assert found.get("a") == (said if implied else None)
    assert ("c" in found) == bool(implied)


@pytest.mark.parametrize(("to_b", "to_c", "implied"), [one for one in THIRDS if one[2]])
def test_what_is_declared_of_all_three_is_no_mistake(to_b, to_c, implied):
    studies = three(to_b, to_c)
    studies["a"] = overlapping("a", f"b {to_b}", f"c {implied}")
    studies["c"] = overlapping("c", f"b {MIRROR[to_c]}", f"a {MIRROR[implied]}")
    assert list(between_studies(studies)) == []


def test_what_may_be_is_answered_by_whatever_is_known():
    """Alpha holds the children of a study that may share some with Gamma; it is asked whether."""
    for answer in ("possible", "unlikely", "partly"):
        studies = three("contains", "possible")
        studies["a"] = overlapping("a", "b contains", f"c {answer}")
        studies["c"] = overlapping("c", "b possible", f"a {answer}")
        assert list(between_studies(studies)) == []


def test_a_relation_that_is_in_doubt_declares_nothing():
    """That a may share some with c is no answer to that it surely does; a broken c is not asked."""
    studies = three("inside", "inside")
    studies["a"] = overlapping("a", "b inside", "c possible")
    studies["c"] = overlapping("c", "b contains", "a possible")
    assert {who for who, _, _ in between_studies(studies)} == {"a", "c"}
    assert list(between_studies(studies, broken=["c"])) == [
        found for found in between_studies(studies) if found[0] == "c"
    ]


def three(to_b: str, to_c: str) -> dict[str, Study]:
    """Three studies, the first and the last of which say nothing of each other."""
    return {
        "a": overlapping("a", f"b {to_b}"),
        "b": overlapping("b", f"a {MIRROR[to_b]}", f"c {to_c}"),
        "c": overlapping("c", f"b {MIRROR[to_c]}"),
    }


def test_a_copy_with_a_forgotten_name_gives_way():
    """The study that is called after the name keeps it, whatever the order of the files."""
    copies = {key: study(study_id=key) for key in ("a-copy", "study-a", "z")}
    ((first, _, said), (second, _, _)) = between_studies(copies)
    assert (first, second) == ("a-copy", "z")
    assert said == "study-a has this name; allowed: a name of its own"


def test_what_a_study_says_of_a_third_is_no_answer():
    """That b lies inside c does not confirm that it lies inside a."""
    studies = {
        "a": overlapping("a", "b contains"),
        "b": overlapping("b", "c inside"),
        "c": overlapping("c", "b contains"),
    }
    said = "one-sided overlap; allowed: b must declare a as inside"
    assert ("a", ("overlaps", 0, "study"), said) in list(between_studies(studies))


@pytest.mark.parametrize("name", ["STUDY A", "Study-a", "Stúdy  ’a"])
def test_names_differ_in_more_than_capitals(name: str):
    """The filter and the link know a study by its name."""
    studies = {
        "a": study(study_id="a"),
        "b": study(study_id="b").model_copy(update={"name": name}),
    }
    assert list(between_studies(studies)) == [
        ("b", ("name",), "a has this name; allowed: a name of its own")
    ]


# What two files cite, whether they declare how they share patients, and whether that is enough.
CITED = [
    ({"doi": "10.1/x"}, {"doi": "10.1/X"}, None, False),
    ({"pmid": "1"}, {"pmid": "1", "doi": "10.1/x"}, None, False),
    ({"pmid": "1", "doi": "10.1/x"}, {"pmid": "1", "doi": "10.1/x"}, None, False),  # told once
    ({"pmid": "1"}, {"pmid": "1"}, "possible", True),
    ({"pmid": "1"}, {"pmid": "2"}, None, True),
    ({"title": "InO in children: a phase 1 study"}, {"title": "INO in Children"}, None, True),
    ({"title": "InO in children"}, {"title": "INO in  Children", "doi": "10.1/x"}, None, False),
    ({"title": "InO in children"}, {"title": "InO in children"}, "possible", True),
    ({}, {}, None, True),
]


@pytest.mark.parametrize(("of_a", "of_b", "relation", "fine"), CITED)
def test_two_files_of_one_publication_say_how_they_share(of_a, of_b, relation, fine):
    """Else the children of an interim and a final report were counted twice."""
    of = [f"b {relation}"] if relation else [], [f"a {relation}"] if relation else []
    studies = {
        key: overlapping(key, *others).model_copy(
            update={"citation": Citation(**cited), "name": f"Study {key}"}
        )
        for key, others, cited in zip("ab", of, (of_a, of_b), strict=True)
    }
    found = list(between_studies(studies))
    assert [one[:2] for one in found] == ([] if fine else [("b", ("citation",))])
    assert fine or "a is the same publication, " in found[0][2]


def test_of_many_wrong_references_as_many_are_told_as_anybody_reads():
    """And one more, from which it is seen that there are more."""
    made = overlapping("a", *(f"b{i} partly" for i in range(MOST + 5)))
    assert len(list(between_studies({"a": made}))) == MOST + 1


def test_no_name_reads_like_the_id_of_another_study():
    """A link names a study by either: it would open the wrong one."""
    studies = {
        "a": study(study_id="a").model_copy(update={"name": "B"}),
        "b": study(study_id="b").model_copy(update={"name": "A one"}),
    }
    assert list(between_studies(studies)) == [
        ("a", ("name",), "b has this name; allowed: a name of its own")
    ]
    assert list(between_studies(studies, broken=["b"])) == []  # its own name may be the mistake


# Groups of a table of a study of 25, and whether they can be.
CELLS = [
    ("{events: 1, n: 12}, {events: 2, n: 13}", True),
    ("{events: 1, n: 12}, {events: 2, n: 14}", False),
    ("{median: 12}, {events: 2, n: 25}", True),
    ("{median: 12}, {events: 2, n: 26}", False),
]


@pytest.mark.parametrize(("cells", "fine"), CELLS)
def test_the_groups_of_a_table_are_patients_of_the_study(cells, fine, vocabulary):
    factors = f"[{{name: age, cells: [{cells}]}}]"
    told = f"comparisons:\n  - {{title: T, groups: [a, b], factors: {factors}, {SAID}}}\n"
    said = "comparisons[1].factors[1]: 26 patients of a study of 25; allowed: at most 25"
    assert findings(study(told), vocabulary) == ([] if fine else [said])
    assert findings(study(told, "all"), vocabulary) == []


def test_a_study_has_no_more_records_than_can_be_looked_at():
    """Each is compared with others: a thousand of them would hold everybody up."""
    rows, parts = ["outcome: hsct_after_ino"], "\na in all by dose"
    assert len(study(results(*rows * 300)).results) == 300
    with pytest.raises(ValueError, match="301 results; allowed: at most 300"):
        study(results(*rows * 301))
    assert len(study(cohorts=f"all{parts * 39}").cohorts) == 40
    with pytest.raises(ValueError, match="41 cohorts; allowed: at most 40"):
        study(cohorts=f"all{parts * 40}")
