"""What one record may say: strict types, no unknown keys, rules that need no other record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from data.fields import WITHOUT_RULES, Source, Sourced, Strict, check_order, rule
from data.problems import PATTERNS
from data.quantities import AllTreated, Cell, Comparison, Fact, Published, Quantity, Result
from data.schema import Band, Citation, Cohort, ContextCount, Dose, PriorLines, Study
from data.yaml_reader import parse_yaml
from tests.drawn import SAID as STATED
from tests.drawn import study

SAID = "basis: stated, source: paper, place: abstract"
DERIVED = "basis: derived, source: paper, place: abstract, derivation: 80 % of 25"
RESULT = f"outcome: response, denominator: treated, {SAID}"
TWENTY = ", ".join(str(10 * i) for i in range(1, 21))
BANDS = ", ".join(f"{{low: {i / 2}, count: 1}}" for i in range(30))
COHORT_OF_ALL = {"id": "all", "name": "all treated"} | STATED


def record(model: type[Strict], text: str, **options: object) -> Strict:
    """A record as it is typed between braces."""
    return model.model_validate(parse_yaml(f"{{{text}}}".encode(), "f.yaml")[0], **options)


def refusals(model: type[Strict], text: str) -> list[str]:
    """Why a record is refused; nothing when it is accepted."""
    try:
        record(model, text)
    except ValidationError as error:
        return [detail["msg"].removeprefix("Value error, ") for detail in error.errors()]
    return []


@pytest.mark.parametrize(
    ("model", "text"),
    [
        # x/N, bounds, medians, bare percentages
        (Result, f"{RESULT}, events: 20, n: 25"),
        (Result, f"{RESULT}, events: 0, n: 1"),
        (Result, f"{RESULT}, events: 25, n: 25"),
        (Result, f"{RESULT}, events: 6"),
        (Result, f"{RESULT}, events_at_least: 1"),
        (Result, f"{RESULT}, median: 8.5, unit: months"),
        (
            Result,
            f"outcome: response, denominator: treated, {DERIVED}, events: 1, n: 2, assumed: true",
        ),
        (Result, f"{RESULT}, published: {{percent: 70}}"),
        (
            Result,
            f"{RESULT}, published: {{percent: 70}}, possible_n: [27], possible_n_why: Table 2",
        ),
        # printed percentages and intervals
        (Quantity, f"{SAID}, events: 20, n: 25, published: {{percent: 80}}"),
        (Quantity, f"{SAID}, events: 28, n: 48, published: {{percent: 58.3}}"),
        (Quantity, f"{SAID}, events: 1, n: 8, published: {{percent: 12}}"),
        (Quantity, f"{SAID}, events: 1, n: 8, published: {{percent: 13}}"),
        (Quantity, f"{SAID}, events: 20, n: 25, published: {{percent: 85}}, ledger: why"),
        (Quantity, f"{SAID}, events: 20, n: 25, published: {{low: 59, high: 93, level: 90}}"),
        (Quantity, f"{SAID}, median: 8, published: {{low: 4, high: not estimable}}"),
        (Quantity, f"{SAID}, median: 8, published: {{low: 8, high: 8}}"),
        (Quantity, f"{SAID}, published: {{low: 4, high: 9}}"),
        # x or N alone is no estimate; beside a median an interval lies around the median
        (Quantity, f"{SAID}, n: 25, published: {{low: 4, high: 9}}"),
        (Quantity, f"{SAID}, events: 6, published: {{low: 4, high: 9}}"),
        (Quantity, f"{SAID}, events: 6, published: {{percent: 12}}"),
        (Quantity, f"{SAID}, events: 20, n: 25, median: 8, published: {{low: 4, high: 9}}"),
        (Quantity, f"{DERIVED}, events: 20, n: 25"),
        (Quantity, f"{DERIVED}, events: 20, n: 25, published: {{percent: 80, basis: stated}}"),
        # as much as there may be
        (Dose, f"low: 20, high: 20, {SAID}"),
        (PriorLines, f"known_as: prior lines, low: 20, high: 20, median: 20, {SAID}"),
        (PriorLines, f"known_as: prior lines, bands: [{BANDS}], {SAID}"),
        (Result, f"{RESULT}, published: {{percent: 1}}"),
        (Result, f"{RESULT}, events: 1, n: 164, published: {{percent: 0.6}}"),
        (Band, "low: 1, percent: 0"),
        # the rest
        (Sourced, SAID),
        (Fact, f"topic: age, text: one to 17 years, {SAID}"),
        (Fact, f"topic: age, median: 9, low: 1, high: 17, spread: range, {SAID}"),
        (Band, "low: 4, count: 43"),
        (Band, "high: 1, count: 3"),
        (Band, "low: 1, high: 3, percent: 15.7"),
        (Dose, f"low: 1.8, high: 1.8, {SAID}"),
        (Cohort, f"id: all, name: all treated, {SAID}"),
        (Cohort, f"id: dose-1.4, name: level 1, parent: all, split_by: dose, n: 12, {SAID}"),
        (AllTreated, "derivation: all were measured"),
        (AllTreated, "why_not: 10 were not measured"),
        (Fact, f"topic: age, median: 1, low: 1, high: 9, {SAID}"),
        (Fact, f"topic: age, median: 9, low: 1, high: 9, {SAID}"),
        (
            Result,
            f"{RESULT}, published: {{percent: 70}}, possible_n: [{TWENTY}], possible_n_why: p. 2",
        ),
        (
            Result,
            f"{RESULT}, published: {{percent: 70}}, possible_n: [1000], possible_n_why: Table 2",
        ),
        (Cell, "events: 3, n: 5"),
        (Cell, "median: 5, low: 1, high: 9"),
        (
            Comparison,
            f"title: T, groups: [a], factors: [{{name: age, cells: [{{median: 5}}]}}], {SAID}",
        ),
        (Source, "name: Journal, url: https://example.org/a?b=c#d"),
        (Citation, "authors: [Brivio E], et_al: true, year: 2021, doi: 10.1182/x, pmid: '1'"),
    ],
)
def test_what_studies_print_can_be_said(model: type[Strict], text: str):
    """Counts, bounds, medians, percentages and intervals of the literature fit the schema."""
    assert refusals(model, text) == []


@pytest.mark.parametrize(
    ("model", "text", "said"),
    [
        (
            Quantity,
            f"{SAID}, events: 26, n: 25",
            "26/25: more events than patients; allowed: x ≤ N",
        ),
        (Cell, "median: 10, low: 1, high: 9", "median 10 is beyond the others"),
        (Fact, f"topic: age, median: 0.9, low: 1, {SAID}", "median 0.9 is beyond the others"),
        *(
            (
                Result,
                f"{RESULT}, {beside}, possible_n: [10], possible_n_why: Table 2",
                "`possible_n` beside a count; allowed: beside a percentage alone",
            )
            for beside in (
                "events_at_least: 5",
                "events: 5, published: {percent: 50}",
                "n: 10, published: {percent: 50}",
            )
        ),
        (Cell, "events: 6, n: 5", "6/5: more events than patients; allowed: x ≤ N"),
        (ContextCount, "label: SOS, events: 6, n: 5", "6/5: more events than patients"),
        (Quantity, f"{SAID}, events: 20, n: 25, published: {{percent: 81}}", "printed 81 % but"),
        (
            Quantity,
            f"{SAID}, events: 20, n: 25, published: {{percent: 80.1}}",
            "printed 80.1 % but",
        ),
        (Quantity, f"{SAID}, median: 8, published: {{low: 9, high: 11}}", "interval 9–11 does not"),
        (
            Quantity,
            f"{SAID}, median: 8, published: {{low: 9, high: not estimable}}",
            "interval 9–inf",
        ),
        (
            Quantity,
            f"{SAID}, median: 8, published: {{high: 9}}",
            "an interval without its lower end",
        ),
        (
            Quantity,
            f"{SAID}, published: {{percent: 70, low: 75, high: 90}}",
            "interval 75–90 does not contain 70",
        ),
        (
            Quantity,
            f"{SAID}, events: 20, n: 25, published: {{low: 81, high: 93}}",
            "interval 81–93",
        ),
        (
            Quantity,
            f"{SAID}, published: {{low: 9, high: 4}}",
            "low 9 is above high 4; allowed: low ≤",
        ),
        (Quantity, f"{DERIVED}, events: 20, n: 25, published: {{percent: 80}}", "a derived value"),
        (Sourced, SAID.replace("stated", "derived"), "a derived value without its derivation"),
        (Fact, f"topic: age, {SAID}", "a fact that says nothing; allowed: events, median"),
        (Fact, f"topic: age, low: 17, high: 1, {SAID}", "low 17 is above high 1; allowed: low ≤"),
        (Result, f"{RESULT}, n: 25", "a result without a value; allowed: events, events_at_least"),
        (Result, f"{RESULT}, published: {{low: 4, high: 9}}", "a result without a value"),
        (Result, f"{RESULT}, published: {{percent: 70}}, possible_n: [27]", "`possible_n` without"),
        (
            Result,
            f"{RESULT}, events: 1, n: 2, assumed: true",
            "`assumed` on a count that is printed",
        ),
        (Band, "count: 43", "a band without `low` or `high`; allowed: at least one of them"),
        (Band, "low: 4", "a band needs `count` or `percent`; allowed: exactly one of them"),
        (Band, "low: 4, count: 3, percent: 9", "a band needs `count` or `percent`"),
        (Band, "low: 4, high: 3, count: 3", "low 4 is above high 3; allowed: low ≤ high"),
        (Dose, f"low: 1.8, high: 1.4, {SAID}", "low 1.8 is above high 1.4; allowed: low ≤ high"),
        (Cohort, f"id: a, name: a, parent: all, {SAID}", "`parent` and `split_by` go together"),
        (Cohort, f"id: a, name: a, split_by: dose, {SAID}", "`parent` and `split_by` go together"),
        (
            AllTreated,
            "n: 25",
            "neither or both of `derivation` and `why_not`; allowed: exactly one",
        ),
        (AllTreated, "derivation: a, why_not: b", "neither or both of `derivation` and `why_not`"),
        (
            Result,
            f"{RESULT}, events_at_least: 0",
            "`events_at_least` of 0 says nothing; allowed: 1 or more",
        ),
        (
            Result,
            f"{RESULT}, published: {{percent: 0.55}}",
            "0.55 % is less than one of 100 patients; allowed: 55 if 0.55 is a fraction, else x/N",
        ),
        (Result, f"{RESULT}, n: 164, published: {{percent: 0.55}}", "0.55 % is less than one"),
        (Fact, f"topic: age, n: 48, published: {{percent: 0.4}}, {SAID}", "0.4 % is less than one"),
        (Band, "low: 1, percent: 0.68", "0.68 % is less than one of 100 patients; allowed: 68 if"),
        (
            Comparison,
            f"title: T, groups: [Note], factors: [{{name: age, cells: [{{median: 5}}]}}], {SAID}",
            'two groups of one name, or one called "Note"; allowed: ',
        ),
        (Dose, f"low: 1800, high: 1800, {SAID}", "1800 mg/m²; allowed: at most 20"),
        (PriorLines, f"known_as: prior lines, low: 2, high: 21, {SAID}", "21 lines; allowed: "),
        (PriorLines, f"known_as: prior lines, median: 21, {SAID}", "a median of 21 lines"),
        (Cell, "events: 3, n: 5, low: 1", "a range beside a count; allowed: beside a `median`"),
        (Cell, "events: 3, n: 5, high: 9", "a range beside a count"),
        (Cell, "median: 3, printed_percent: 9", "`printed_percent` beside a median; allowed: "),
        (
            Result,
            f"{RESULT}, published: {{percent: 70}}, possible_n: [10, 10], possible_n_why: p. 2",
            "a possible N stands twice; allowed: each once",
        ),
        (Cell, "events: 5", "a count or a median; allowed: `events` with `n`, or `median` alone"),
        (Cell, "n: 5", "a count or a median"),
        (Cell, "events: 5, n: 5, median: 5", "a count or a median"),
        (Cell, "events: 5, median: 5", "a count or a median"),
        (Cell, "n: 5, median: 5", "a count or a median"),
        (Cell, "median: 5, low: 9, high: 1", "low 9 is above high 1; allowed: low ≤ high"),
        (
            Comparison,
            f"title: T, groups: [a, b], factors: [{{name: age, cells: [{{median: 5}}]}}], {SAID}",
            '"age" has 1 cells; allowed: 2, one for each group',
        ),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(model: type[Strict], text: str, said: str):
    """The message says what is wrong and what is allowed."""
    found = refusals(model, text)
    assert len(found) == 1
    assert found[0].startswith(said)
    assert "; allowed: " in found[0]


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (Source, "name: Journal, url: http://example.org"),
        (Source, "name: Journal, url: 'javascript:alert(1)'"),
        (Source, "name: Journal, url: 'https://example.org/<script>'"),
        (Source, "name: Journal, url: 'https://a b'"),
        (Source, "name: ''"),
        (Source, f"name: {'x' * 1201}"),
        (Cohort, f"id: Dose 1.4, name: a, {SAID}"),
        (Cohort, f"id: dose--1.4, name: a, {SAID}"),
        (Cohort, f"id: {'a' * 41}, name: a, {SAID}"),
        (Cohort, f"id: all, name: a, n: 0, {SAID}"),
        (Cohort, f"id: all, name: a, n: 100001, {SAID}"),
        (Citation, "year: 1889"),
        (Citation, "doi: https://doi.org/10.1182/x"),
        (Citation, "pmid: PMC1"),
        (Published, "percent: 100.1"),
        (Published, "percent: -1"),
        (Published, "level: 0.95"),
        (Published, "level: 100"),
        (Sourced, SAID.replace("stated", "guessed")),
        (Quantity, f"{SAID}, events: -1"),
        (Quantity, f"{SAID}, events: 5.0"),
        (Quantity, f"{SAID}, events: true"),
        (Quantity, f"{SAID}, events: '5'"),
        (Quantity, f"{SAID}, evnts: 5"),
    ],
)
def test_values_out_of_their_range_are_refused(model: type[Strict], text: str):
    """Addresses, ids, counts and percentages stay in their bounds; a text is never a number."""
    assert len(refusals(model, text)) == 1


@pytest.mark.parametrize(("field", "most"), [("cohorts", 40), ("facts", 200), ("results", 300)])
def test_a_study_has_no_more_than_anybody_reads(field: str, most: int):
    """As many are accepted, one more is refused with both numbers."""
    one = {
        "cohorts": COHORT_OF_ALL,
        "facts": {"topic": "age", "text": "young"} | STATED,
        "results": {"outcome": "response", "denominator": "treated", "events": 1} | STATED,
    }
    usual = {"cohorts": [COHORT_OF_ALL], "regimen": {"kind": "alone"} | STATED}
    assert len(getattr(study("a", **usual | {field: [one[field]] * most}), field)) == most
    with pytest.raises(ValidationError, match=f"{most + 1} {field}; allowed: at most {most}"):
        study("a", **usual | {field: [one[field]] * (most + 1)})


def test_spaces_are_no_text():
    """A text of spaces is refused in the words for an empty one."""
    empty, spaces = refusals(Source, "name: ''"), refusals(Source, "name: '  '")
    assert empty == spaces == ["String should have at least 1 character"]


def every_model(model: type[Strict] = Strict) -> list[type[Strict]]:
    """The record types of the schema."""
    shipped = [sub for sub in model.__subclasses__() if sub.__module__.startswith("data.")]
    return [each for sub in shipped for each in (sub, *every_model(sub))]


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model.__name__)
def test_every_record_is_strict_and_frozen(model: type[Strict]):
    """No record accepts unknown keys or loose types, or changes after reading."""
    assert model.model_config["strict"]
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"
    assert model.__doc__


def patterns(part: object) -> set[str]:
    """The patterns anywhere in a JSON schema."""
    if not isinstance(part, dict | list):
        return set()
    own = {part["pattern"]} if isinstance(part, dict) and "pattern" in part else set()
    inside = part.values() if isinstance(part, dict) else part
    return own.union(*map(patterns, inside))


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model.__name__)
def test_every_pattern_is_told_in_words(model: type[Strict]):
    """Nobody who types an id or an address must read a regular expression."""
    assert patterns(model.model_json_schema()) <= PATTERNS.keys()


def test_a_rule_is_asked_of_a_whole_record():
    """A record that obeys its rule is the answer; one that does not is refused, unless put off."""

    class Ends(Strict):
        low: int
        high: int

        @rule
        def in_order(self) -> None:
            check_order(self.low, self.high)

    assert record(Ends, "low: 1, high: 2") == Ends(low=1, high=2)
    assert refusals(Ends, "low: 2, high: 1") == ["low 2 is above high 1; allowed: low ≤ high"]
    assert record(Ends, "low: 2, high: 1", context=WITHOUT_RULES).low == 2


def test_rules_can_be_put_off():
    """Without its rules a contradictory record can be looked at further; types stay strict."""
    text = f"{SAID}, events: 26, n: 25"
    assert record(Quantity, text, context=WITHOUT_RULES).events == 26
    with pytest.raises(ValidationError):
        record(Quantity, f"{SAID}, events: '26'", context=WITHOUT_RULES)


def test_the_schema_teaches():
    """A field whose name does not say enough explains itself to who types."""
    explained = ("basis", "source", "place", "derivation")
    assert all(Sourced.model_fields[name].description for name in explained)
    assert Study.model_fields["summary"].description


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_count_is_accepted_exactly_when_it_is_possible(events: int, n: int):
    """x/N is refused when and only when there are more events than patients."""
    assert bool(refusals(Quantity, f"{SAID}, events: {events}, n: {n}")) == (events > n)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("low: 1.8, high: 1.8, later_cycles: 20", None),
        (f"low: 0, high: 2.9, levels: [{', '.join(f'{i / 10}' for i in range(30))}]", None),
        ("low: 0.8, high: 1.8, levels: [0.8, 0.8, 1.8]", "each dose once, the lowest first"),
    ],
    ids=["the highest later dose", "as many levels as allowed", "a level twice"],
)
def test_bounds_of_a_dose(text, said):
    """The bound itself is allowed."""
    told = [one.rpartition("allowed: ")[2] for one in refusals(Dose, f"{text}, {SAID}")]
    assert told == ([said] if said else [])
