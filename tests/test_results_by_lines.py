"""Results of groups told apart by prior lines, and which papers to open."""

from dataclasses import replace

import pytest

from data import results_by_lines
from data.cohorts import resolve
from data.results_by_lines import (
    CAUTION,
    by_line_views,
    hidden_by_line,
    papers_to_open,
    subgroup_items,
)
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, study
from tests.own_sessions import own_file, with_own


def split_study(name, sos):
    """A study of a first and a second salvage; `sos` is what is known of SOS in the first."""
    split = {"parent": "all", "split_by": "salvage line"}
    lines = [
        {"prior_lines": {"known_as": "salvage line", "low": i, "high": i} | SAID} for i in (1, 2)
    ]
    parts = [{"id": f"salvage-{i}", "name": f"salvage {i}"} for i in (1, 2)]
    known = {"outcome": "sos_post_hsct", "cohort": "salvage-1", "denominator": "transplanted"}
    return study(
        name,
        regimen={"kind": "alone"} | SAID,
        cohorts=[
            {"id": "all", "name": "all treated", "n": 30} | SAID,
            *(part | split | line | SAID for part, line in zip(parts, lines, strict=True)),
        ],
        results=[known | {"criteria": "not_found"} | sos | SAID] if sos else [],
    )


@pytest.fixture(scope="module")
def by_line(library):
    """The outcomes by prior lines, by their ids: `by_line(adults=True)`."""
    results = results_table(library)

    def make(**asked):
        selection = replace(Selection(), **asked)
        views = by_line_views(library, results, resolve(library, selection), selection)
        return {view.outcome: view for view in views}

    return make


def test_salvage_lines_of_adults(by_line):
    """SOS of INO-VATE and survival of Kantarjian by salvage line, and nothing else."""
    found = by_line(adults=True)
    assert list(found) == ["sos_post_hsct", "os_median"]
    sos = [(row.cohort, row.events, row.n) for row in found["sos_post_hsct"].drawn]
    assert sos == [("first salvage", 11, 58), ("second salvage", 7, 20)]
    months = [(row.cohort, row.months) for row in found["os_median"].drawn]
    assert months == [("salvage 1", 9.2), ("salvage 2", 4.3), ("salvage ≥3", 6.6)]


def test_no_effect_is_claimed(by_line):
    """Each sentence says that the groups were not randomized; nothing is pooled."""
    for view in by_line(adults=True, across=True).values():
        assert view.sentence.endswith(CAUTION)
        assert not view.pooled


def test_no_child_by_line(by_line):
    """No pediatric source gave a result by prior lines, as the page says."""
    assert by_line() == {}


def test_filters_hold(by_line):
    """One prior line leaves the first salvage."""
    (sos, months) = by_line(adults=True, lines=(1, 1)).values()
    assert [row.cohort for row in sos.drawn] == ["first salvage"]
    assert [row.cohort for row in months.drawn] == ["salvage 1"]


def test_a_group_passes_the_filters_as_its_study_does(by_line):
    """INO-VATE has 60 patients; whether its first salvage has is unknown, so it is not shown."""
    assert by_line(adults=True, min=60) == {}


def test_what_cannot_be_drawn_makes_no_chart(library):
    """A lower bound by salvage line has no place in a chart, and there is no empty one."""
    drawn = replace(library, studies={"a": split_study("a", {"events_at_least": 1})})
    results, selection = results_table(drawn), Selection()
    assert by_line_views(drawn, results, resolve(drawn, selection), selection) == ()


def test_no_group_twice(by_line):
    """Where the filters chose two salvage lines, each stands there once."""
    rows = by_line(adults=True, lines=(1, 2))["sos_post_hsct"].rows
    assert len(rows) == len({row.key for row in rows}) == 4


SOS = {"outcome": "sos_post_hsct", "denominator": "transplanted", "criteria": "not_found"} | SAID


def part(key, split, lines, parent="all", dose=None):
    """A part of a study with these prior lines, as `low–high`; "3–" has no upper end."""
    low, _, high = lines.partition("–")
    ends = {"low": int(low)} | ({"high": int(high)} if high else {})
    known = {"prior_lines": {"known_as": "salvage line"} | ends | SAID}
    doses = {"dose": {"low": dose, "high": dose} | SAID} if dose else {}
    about = {"id": key, "name": key, "parent": parent, "split_by": split}
    return about | known | doses | SAID


def shown_by_line(library, parts, told, **asked):
    """The cohorts that stand in the view of SOS; `told` are the parts with a number."""
    made = study(
        "a",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 90} | SAID, *parts],
        results=[SOS | {"cohort": key, "events": 1, "n": 9} for key in told],
    )
    drawn, selection = replace(library, studies={"a": made}), replace(Selection(), **asked)
    numbers, cohorts = results_table(drawn), resolve(drawn, selection)
    views = by_line_views(drawn, numbers, cohorts, selection)
    return [[row.cohort for row in view.rows] for view in views]


FIRST, LATER = part("first", "salvage line", "1–1"), part("later", "salvage line", "2–")
SECOND = part("second", "second or more", "2–2", parent="later")
THIRD = part("third", "second or more", "3–", parent="later")
BY_RELAPSE = [part(f"relapse-{i}", "relapse", f"{i}–{i}") for i in (1, 2)]
LEVELS = [
    part(f"dose-{dose}", "dose", lines, dose=dose) for dose, lines in ((1.4, "1–1"), (1.8, "2–2"))
]
WITH_DOSES = [
    part("early", "salvage line", "1–1", dose=1.8),
    part("late", "salvage line", "2–", dose=1.4),
]
AGES = [part("young", "age", "1–3"), part("old", "age", "2–5")]


@pytest.mark.parametrize(
    ("parts", "told", "shown"),
    [
        ([FIRST, LATER, SECOND], ["first", "later", "second"], ["first", "later"]),
        ([SECOND, LATER, FIRST], ["first", "later", "second"], ["later", "first"]),
        ([FIRST, LATER, SECOND, THIRD], ["first", "second", "third"], ["second", "third"]),
        ([FIRST, LATER, *BY_RELAPSE], ["first", "later", "relapse-1"], ["first", "later"]),
        ([FIRST, LATER, *BY_RELAPSE], ["later", "relapse-2"], ["first", "later"]),
        ([*BY_RELAPSE, FIRST, LATER], ["later", "relapse-2"], ["relapse-1", "relapse-2"]),
        ([FIRST, *BY_RELAPSE], ["first", "relapse-2"], ["relapse-1", "relapse-2"]),
        ([*LEVELS, FIRST, LATER], ["dose-1.4", "dose-1.8", "later"], ["first", "later"]),
        ([*AGES, FIRST, LATER], ["young", "old", "later"], ["first", "later"]),
        (WITH_DOSES, ["early", "late"], ["early", "late"]),
    ],
    ids=[
        "a part and its own part",
        "the same in another order",
        "the split with most numbers",
        "two splits, more numbers in the first",
        "two splits alike",
        "two splits alike in another order",
        "the split with most parts",
        "dose levels",
        "ages",
        "salvage lines of different doses",
    ],
)
def test_each_child_stands_in_one_group(library, parts, told, shown):
    """Only siblings of one split: with most numbers, then with most parts, then the first."""
    assert shown_by_line(library, parts, told) == [shown]


@pytest.mark.parametrize("parts", [LEVELS, AGES], ids=["dose", "age"])
def test_what_is_told_apart_by_something_else_is_no_result_by_lines(library, parts):
    """Dose levels, or ages of which both may have had two lines, say nothing of prior lines."""
    assert shown_by_line(library, parts, [one["id"] for one in parts]) == []


def test_the_groups_of_a_study_are_looked_for_once(library, monkeypatch):
    """A hundred cohorts are compared with each other, so not for every outcome and cohort."""
    asked = []
    seek = results_by_lines.line_cohorts
    monkeypatch.setattr(
        results_by_lines, "line_cohorts", lambda one: asked.append(one.id) or seek(one)
    )
    relapses = ["relapse-1", "relapse-2"]
    assert shown_by_line(library, BY_RELAPSE, relapses, lines=(1, 2)) == [relapses]
    assert asked == ["a"]


def test_words_tell_groups_apart_as_they_are(library):
    """Two groups with the same words are no groups by prior lines, two with others are."""
    words = [{"known_as": "words only", "text": text} | SAID for text in ("early", "late")]
    parts = [FIRST | {"prior_lines": words[0]}, LATER | {"prior_lines": words[1]}]
    assert shown_by_line(library, parts, ["first"]) == [["first", "later"]]
    parts = [FIRST | {"prior_lines": words[0]}, LATER | {"prior_lines": words[0]}]
    assert shown_by_line(library, parts, ["first"]) == []


def test_a_part_that_the_filters_chose_has_its_own_groups(library):
    """Who asks for two lines or more sees the second and the third apart."""
    parts, told = [FIRST, LATER, SECOND, THIRD], ["first", "later", "second", "third"]
    assert shown_by_line(library, parts, told, lines=(2, 7)) == [["second", "third"]]


def test_what_is_hidden_is_named(library):
    """Without adults the two studies are named with the switch that shows them."""
    results = results_table(library)
    hidden = hidden_by_line(library, results, resolve(library, Selection()))
    assert [item.name for item in hidden] == ["Kantarjian 2013", "INO-VATE 2019"]
    assert all("include adults" in item.reason for item in hidden)
    adults = resolve(library, Selection(adults=True))
    assert hidden_by_line(library, results, adults) == ()
    second = resolve(library, Selection(adults=True, lines=(2, 2)))
    assert hidden_by_line(library, results, second) == ()


def test_who_mixes_drugs_is_not_named(library):
    """What counts patients without InO is shown nowhere, so no filter hides it."""
    mixed = split_study("a", {"events": 1, "n": 9})
    kind = mixed.regimen.model_copy(update={"kind": "not_inotuzumab_specific"})
    drawn = replace(library, studies={"a": mixed.model_copy(update={"regimen": kind})})
    cohorts = resolve(drawn, Selection(min=1000))
    assert hidden_by_line(drawn, results_table(drawn), cohorts) == ()


def test_only_results_of_the_study_itself_are_hidden(library):
    """Of two studies split alike only the one that gave results by salvage line is named."""
    made = {"a": split_study("a", {"events": 1, "n": 9}), "b": split_study("b", None)}
    drawn = replace(library, studies=made)
    hidden = hidden_by_line(drawn, results_table(drawn), resolve(drawn, Selection(min=1000)))
    assert [item.name for item in hidden] == ["a"]


def test_by_prior_transplant(library):
    """INO-VATE's response with and without prior HSCT, when adults are shown."""
    results = results_table(library)
    items = subgroup_items(library, results, resolve(library, Selection(adults=True)))
    assert ["of 17 with prior HSCT" in items[0].text, len(items)] == [True, 2]
    assert subgroup_items(library, results, resolve(library, Selection())) == []


def test_papers_to_open(library):
    """The studies whose prior lines were looked for and not found, with their addresses."""
    papers = {paper.study: paper for paper in papers_to_open(library, Selection())}
    assert papers["bhojwani-2019"].what == "response, MRD or SOS by number of prior lines"
    assert papers["bhojwani-2019"].url == "https://doi.org/10.1038/s41375-018-0265-z"
    assert papers["brivio-2021"].url is None
    assert "fuster-2020" not in papers
    assert "deangelo-2017" not in papers
    assert "deangelo-2017" in {p.study for p in papers_to_open(library, Selection(adults=True))}


def test_nobody_can_open_an_own_series(library):
    """What an own series does not say is no paper to look it up in."""
    gaps = [{"what": "response by number of prior lines"}]
    papers = papers_to_open(with_own(library, own_file(not_found=gaps)), Selection())
    assert papers == papers_to_open(library, Selection())


@pytest.mark.parametrize(("second", "said"), [("transplanted", False), ("treated", True)])
def test_parts_that_were_counted_differently_say_so(library, second, said):
    """Nobody reads 4 of 9 transplanted beside 2 of 8 treated as if both counted the same."""
    first = {"events": 4, "n": 9}
    made = split_study("a", first)
    (known,) = made.results
    other = {"cohort": "salvage-2", "denominator": second, "events": 2, "n": 8}
    both = made.model_copy(update={"results": (known, known.model_copy(update=other))})
    alone = replace(library, studies={both.id: both})
    selection = Selection()
    (view,) = by_line_views(alone, results_table(alone), resolve(alone, selection), selection)
    assert ("counted differently (denominator)" in view.sentence) is said
    assert ("counted differently" in view.sentence) is said
    assert view.sentence.endswith(CAUTION)


def test_nothing_by_prior_lines_is_not_nothing(by_line):
    """Children have SOS rates; by prior lines only adults have, and the sentence says so."""
    said = by_line(adults=True)["sos_post_hsct"].sentence
    assert said.startswith("SOS after HSCT by prior lines: nothing in children in this selection")


def test_a_part_by_dose_hides_what_stands_by_lines(library):
    """At 1.8 mg/m² only the weekly part of Kantarjian 2013 is shown; its salvage lines are not."""
    results = results_table(library)
    at_dose = Selection(adults=True, dose=(1.8, 1.8))
    (hidden,) = hidden_by_line(library, results, resolve(library, at_dose))
    assert (hidden.name, hidden.reason) == ("Kantarjian 2013", "shown is only weekly")
    assert hidden_by_line(library, results, resolve(library, Selection(adults=True))) == ()


def test_numbers_of_all_beside_a_part_say_so(library):
    """By prior HSCT INO-VATE counts every salvage line, also where the second alone is shown."""
    results, said = results_table(library), " (not just of the patients shown)"
    for lines, marked in (((2, 2), True), (None, False)):
        shown = resolve(library, Selection(adults=True, lines=lines))
        items = subgroup_items(library, results, shown)
        assert items
        assert all(item.text.endswith(said) == marked for item in items)
