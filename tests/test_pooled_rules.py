"""What holds of every pooled line, whatever is asked of whatever studies."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.forest import forest
from data.columns import view_table
from data.library import Library
from data.rows import PooledLine, Row, View
from data.selection import CHOICES, limits
from data.verdicts import REGIMEN_WORDS
from data.words import percent_text
from tests.drawn import drawn_library, drawn_view

FOR_SURE = {"contains", "inside", "same", "partly"}
Choices = dict[str, tuple[Any, ...]]
SWITCHES: Choices = dict.fromkeys(("adults", "together", "small"), (False, True))
RELEVANT: dict[str, Choices] = {
    "response": {name: CHOICES[name] for name in ("definition", "time")},
    "mrd_negative": {name: CHOICES[name] for name in ("mrd", "time")},
    "sos_post_hsct": {"across": (False, True)},
}
CRITERIA_MATTER = {"sos_post_hsct"}


def rows_in(view: View, line: PooledLine) -> list[Row]:
    """The rows of a diamond; of a refusal those that say that they are in it."""
    if line.pooled.estimable:
        return [row for row in view.rows if row.pooled_in == line.group]
    reason = f"{line.pooled.reason} ({line.group})"
    return [row for row in view.rows if row.not_pooled.startswith(reason)]


def check_line(library: Library, view: View, line: PooledLine, asked: dict[str, Any]) -> None:
    """Counts add up, no study twice, no child twice, and nothing mixed that must stay apart."""
    rows = rows_in(view, line)
    studies = [library.studies[key] for key in dict.fromkeys(row.study for row in rows)]
    assert sum(row.n for row in rows) == sum(line.totals) == line.pooled.patients
    assert sum(row.events for row in rows) == sum(line.events)
    assert len(studies) == len(set(line.names)) == line.pooled.k > 1
    shared = {o.study for study in studies for o in study.overlaps if o.relation in FOR_SURE}
    assert not shared & {study.id for study in studies}
    assert {study.population for study in studies} == {line.population}
    regimens = {REGIMEN_WORDS[study.regimen_kind] for study in studies}
    assert asked.get("together") or len(regimens) == 1
    regimen = regimens.pop() if len(regimens) == 1 else "single agent and combination"
    assert {f"{row.guard.kind}, {regimen}" for row in rows} == {line.group}
    assert len({row.definition == "Strict CR" for row in rows}) == 1
    if view.outcome in CRITERIA_MATTER and not asked.get("across"):
        assert len({row.criteria for row in rows}) == 1
        assert all(row.criteria_known for row in rows)


def check(library: Library, view: View, asked: dict[str, Any]) -> None:
    """Every line is lawful, and every drawn row is in one diamond or says why it is in none."""
    assert len({line.group for line in view.pooled}) == len(view.pooled)
    for line in view.pooled:
        check_line(library, view, line, asked)
    for row in view.rows:
        said = [text for text in (row.pooled_in, row.not_pooled) if text]
        assert len(said) == (0 if row.marker == "none" else 1)
    assert {row.pooled_in for row in view.rows} - {""} == {line.group for line in view.diamonds}


@pytest.fixture(scope="module")
def lawful(library, view):
    """Checks the panel of an outcome for what is asked; short to print when it fails."""

    def look(outcome: str, **asked: Any) -> View:
        found = view(outcome, **asked)
        check(library, found, asked)
        return found

    return look


@pytest.fixture(scope="module")
def lawful_of(library):
    """The same of made-up studies."""

    def look(table: str, outcome: str, **asked: Any) -> None:
        found = drawn_view(library, table, outcome, **asked)
        check(drawn_library(library, table, outcome), found, asked)

    return look


@pytest.mark.parametrize("outcome", RELEVANT)
def test_every_combination_of_switches(lawful, outcome):
    """No line counts a child twice or mixes what must stay apart, and no row goes untold."""
    choices = SWITCHES | RELEVANT[outcome]
    for values in product(*choices.values()):
        lawful(outcome, **dict(zip(choices, values, strict=True)))


def test_every_preference(library, lawful):
    """Whichever side of the overlaps is preferred, no child is counted twice."""
    lifted = {"across": True, "together": True, "small": True}
    for one, other in product(limits(library).sharing, repeat=2):
        assert lawful("sos_post_hsct", prefer=(one, other), **lifted).diamonds


TENTHS = st.integers(8, 18).map(lambda tenth: tenth / 10)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "dose": st.tuples(TENTHS, TENTHS).map(lambda ends: (min(ends), max(ends))),
        "lines": st.tuples(st.integers(1, 7), st.integers(1, 7)).map(lambda e: (min(e), max(e))),
        "min": st.integers(0, 60),
        **{name: st.booleans() for name in ("adults", "keep", "across", "together", "small")},
        **{name: st.sampled_from(values) for name, values in CHOICES.items()},
        "prefer": st.lists(
            st.sampled_from(["brivio-2021", "fda-2024", "itcc-059-sos", "pennesi-2022"]), max_size=2
        ).map(tuple),
    },
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(RELEVANT)), FILTERS)
def test_every_filter(lawful, outcome, asked):
    """The same with any filter, also where a study comes in parts or only mostly fits."""
    lawful(outcome, **asked)


@pytest.mark.parametrize("adults", [False, True], ids=["children", "with adults"])
@pytest.mark.parametrize("outcome", RELEVANT)
def test_all_places_print_the_same_rate(view, outcome, adults):
    """Sentence, alt text, headline, chart and CSV cannot disagree."""
    found = view(outcome, adults=adults, across=True, together=True)
    table = view_table(found)
    drawn = [note["text"] for note in forest(found)["layout"]["annotations"]]
    assert found.diamonds
    for line in found.diamonds:
        for words in (found.pooled_words, found.alt, found.headline):
            assert f"{line.title}: {line.rate()}" in words
            assert line.prediction() in words
        assert line.rate() in drawn
        assert any(line.prediction() in text for text in drawn)
        (csv,) = table[table["key"] == f"pooled/{line.population}/{line.group}"].to_dict("records")
        shares = (csv[name] / 100 for name in ("percent", "low_95", "high_95"))
        assert percent_text(*shares) == line.rate()


MIRROR = {"contains": "inside", "inside": "contains", "same": "same", "partly": "partly"}
CELLS = {
    "who": ("children", "children", "children", "adults"),
    "regimen": ("alone", "alone", "combined", "both"),
    "treated": ("8", "12", "40"),
    "counts": ("0/5", "5/5", "3/8", "6/8", "20/40", "40/40", "60 %"),
    "of": ("treated", "evaluable", "relapsed", "transplanted", "responders"),
    "definition": ("cr_cri", "orr", "strict_cr"),
    "criteria": ("seattle", "seattle", "not_found"),
    "threshold": ("", "0.01", "0.1"),
    "dose": ("", "0.8", "1.8"),
}


@st.composite
def libraries(draw):
    """A table of up to nine made-up studies, each overlap declared on both sides."""
    names = "abcdefghi"[: draw(st.integers(1, 9))]
    shares: dict[str, list[str]] = {name: [] for name in names}
    for one, other in combinations(names, 2):
        relation = draw(st.sampled_from([None, None, None, *MIRROR]))
        if relation:
            shares[one].append(f"{relation} {other}")
            shares[other].append(f"{MIRROR[relation]} {one}")
    lines = [" | ".join(["study", "shares", *CELLS])]
    for name in names:
        cells = (draw(st.sampled_from(values)) for values in CELLS.values())
        lines.append(" | ".join([name, ", ".join(shares[name]), *cells]))
    return "\n".join(lines)


@settings(max_examples=100, deadline=None)
@given(libraries(), st.sampled_from(list(RELEVANT)), FILTERS)
def test_every_library(lawful_of, table, outcome, asked):
    """The same of any studies that share any children, so also of those that are still to come."""
    prefer = {"prefer": ("a", "b")} if "prefer" in asked else {}
    lawful_of(table, outcome, **asked | prefer)
