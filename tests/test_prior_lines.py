"""What is known of prior lines: counts, a floor, words or nothing."""

from dataclasses import replace
from math import inf

import pytest

from components.exports.lines_table import lines_table
from components.exports.table import table_csv
from data.cohorts import resolve
from data.prior_lines import lines_view
from data.selection import Selection
from data.story_tables import reported_lines
from tests.briefs import brief_of
from tests.drawn import SAID, study
from tests.own_sessions import COHORT, own_file, with_own


@pytest.fixture(scope="module")
def known(library):
    """What is known of the selection's prior lines: `known(adults=True)`."""

    def make(**asked):
        return lines_view(library, resolve(library, replace(Selection(), **asked)))

    return make


KNOWN = """
bhojwani-2019/all      | counted | 2–3: 8/51 (16 %), 4–6: 28/51 (55 %), ≥ 7: 15/51 (29 %)
calvo-2020/all         | none    | not found in the sources read
brivio-2021/all        | words   | only in words: “multiple relapsed or refractory”
obrien-2022/all        | floor   | at least 1 by eligibility
pennesi-2022/all       | words   | only in words: “second or greater relapse or refractory”
evstratov-2023/all     | none    | not found in the sources read
fda-2024/all           | words   | only in words: “of the 25 of phase 1A only: \
multiple relapsed or refractory”
aertgeerts-2025/all    | words   | only in words: “all 4 had CAR-T; its indication was second \
relapse in 3, refractory first relapse in 1”
itcc-059-sos/all       | counted | 1: at least 25/108 (23 %), ≥ 2: 51/108 (47 %), \
by relapse number; the other 32 not found
pennesi-2024/all       | floor   | at least 1 by eligibility
kantarjian-2013/all    | counted | ≥ 2: 68 %, by salvage line; the others not found
deangelo-2017/all      | none    | not found in the sources read
inovate-2019/all       | counted | 1: 68 %, 2: 31 %, by salvage line
dose-reduction-ph4/all | none    | not found in the sources read
"""


def test_what_is_known_of_each_study(known):
    """In the order of the charts: counts, a floor, words, or nothing."""
    expected = [[c.strip() for c in line.split("|")] for line in KNOWN.strip().splitlines()]
    assert [[row.key, row.kind, row.says] for row in known(adults=True).rows] == expected


def test_everything_known_has_a_source(known):
    """What was found says where; what was not has no source."""
    for row in known(adults=True).rows:
        assert bool(row.source and row.place and row.basis) == (row.kind != "none")


def test_the_sentence_counts_the_kinds(known):
    """How many studies say how many, how few, only words, and nothing; with the numbers."""
    assert known().sentence == (
        "Prior lines, 10 studies in children: 2 say how many patients had how many "
        "(Bhojwani 2019: 2–3 in 8/51, 4–6 in 28/51, ≥ 7 in 15/51; "
        "ITCC-059 SOS: 1 in at least 25/108, ≥ 2 in 51/108, by relapse number); "
        "2 say only how few were possible, by eligibility "
        "(O'Brien 2022: at least 1 and Pennesi 2024: at least 1); "
        "4 say it only in words (Brivio 2021, Pennesi 2022, FDA 2024 and Aertgeerts 2025); "
        "for 2 nothing was found (Calvo 2020 and Evstratov 2023)."
    )


def test_adults_have_a_sentence_of_their_own(known):
    """Adults are counted apart from the children."""
    children, adults = known(adults=True).sentence.split("Prior lines, ")[1:]
    assert "INO-VATE" not in children
    assert adults.startswith("4 studies in adults: 2 say how many")
    assert "INO-VATE 2019: 1 in 68 %, 2 in 31 %, by salvage line" in adults


def test_nothing_left_is_said(known):
    """An empty selection has a sentence and no rows."""
    view = known(dose=(0.9, 0.9), min=100)
    assert view.rows == ()
    assert view.sentence == "Prior lines: no study is left with these filters."


def test_parts_are_cohorts_named_after_their_study(known):
    """What is true of one salvage line of a study is never said of the whole study."""
    assert known(adults=True, lines=(1, 1)).sentence == (
        "Prior lines, 2 cohorts in adults: 2 say that all had the same number, "
        "not how many they are "
        "(Kantarjian 2013, salvage 1: 1 in all, by salvage line; "
        "INO-VATE 2019, first salvage: 1 in all, by salvage line)."
    )


def test_a_part_keeps_no_numbers_of_the_whole(known):
    """Kantarjian's weekly group has only the words of the whole study; a salvage line is known."""
    (weekly,) = known(adults=True, dose=(1.8, 1.8), studies=("kantarjian-2013",)).rows
    assert (weekly.kind, weekly.shares) == ("words", ())
    assert weekly.says.endswith("(of the whole study)")
    first, second = known(adults=True, lines=(1, 1)).rows
    assert {first.says, second.says} == {"1: all, by salvage line"}
    assert first.shares[0].percent == 100


def test_marks_of_the_filter_stay(known):
    """A cohort that lies only mostly inside says so."""
    (row,) = known(lines=(4, 7)).rows
    assert row.marks == ("43 of 51 had ≥ 4 prior lines",)


def lines_of_a_study(**lines):
    """A study of 40 children with these prior lines."""
    about = {"known_as": "prior lines"} | SAID | lines
    cohort = {"id": "all", "name": "all", "n": 40, "prior_lines": about} | SAID
    return study("drawn", regimen={"kind": "alone"} | SAID, cohorts=[cohort])


CASES = {
    "a range": ({"low": 2, "high": 5}, "2–5, all patients lie inside", [(2, 5, 100)]),
    "at most": ({"high": 3}, "≤ 3, all patients lie inside", [(-inf, 3, 100)]),
    "second relapse or later": (
        {"low": 2, "known_as": "relapse number"},
        "≥ 2, all patients lie inside, by relapse number",
        [(2, inf, 100)],
    ),
    "a lower bound": (
        {"bands": [{"low": 3, "count": 10, "at_least": True}]},
        "≥ 3: at least 10/40 (25 %); the other 30 not found",
        [(3, inf, 25)],
    ),
    "nobody is missing": (
        {"bands": [{"low": 1, "high": 1, "count": 10}, {"low": 2, "count": 30}]},
        "1: 10/40 (25 %), ≥ 2: 30/40 (75 %)",
        [(1, 1, 25), (2, inf, 75)],
    ),
    "an open lower end": (
        {"bands": [{"high": 2, "count": 10}, {"low": 3, "count": 30}]},
        "≤ 2: 10/40 (25 %), ≥ 3: 30/40 (75 %)",
        [(-inf, 2, 25), (3, inf, 75)],
    ),
    "an open lower end, in percent": (
        {"bands": [{"high": 2, "percent": 25}, {"low": 3, "percent": 75}]},
        "≤ 2: 25 %, ≥ 3: 75 %",
        [(-inf, 2, 25), (3, inf, 75)],
    ),
    "a band of nobody": (
        {"bands": [{"low": 1, "high": 1, "count": 0}, {"low": 2, "count": 10}]},
        "1: 0/40 (0 %), ≥ 2: 10/40 (25 %); the other 30 not found",
        [(1, 1, 0), (2, inf, 25)],
    ),
    "a band of nobody, and too few in percent": (
        {"bands": [{"low": 1, "high": 1, "percent": 0}, {"low": 2, "percent": 98.5}]},
        "1: 0 %, ≥ 2: 98.5 %; the others not found",
        [(1, 1, 0), (2, inf, 98.5)],
    ),
    "one number": ({"low": 2, "high": 2}, "2: all", [(2, 2, 100)]),
    "a median": ({"median": 3}, "only the median: 3 prior lines", []),
    "a median of salvages": (
        {"median": 2.5, "known_as": "salvage line"},
        "only the median: 2.5, by salvage line",
        [],
    ),
    "a median beside words": (
        {"median": 3, "text": "heavily pretreated", "known_as": "words only"},
        "only the median: 3 prior lines",
        [],
    ),
    "a median beside a range": (
        {"low": 2, "high": 5, "median": 3},
        "2–5, all patients lie inside; median 3",
        [(2, 5, 100)],
    ),
    "a median beside bands": (
        {"bands": [{"low": 3, "count": 40}], "median": 4},
        "≥ 3: 40/40 (100 %); median 4",
        [(3, inf, 100)],
    ),
    "a median beside a floor": (
        {"low": 1, "median": 2, "known_as": "eligibility floor"},
        "at least 1 by eligibility; median 2",
        [],
    ),
    "eligible from one to three": (
        {"known_as": "eligibility floor", "low": 1, "high": 3},
        "1–3, all patients lie inside, by eligibility floor",
        [(1, 3, 100)],
    ),
    "eligible after exactly two": (
        {"known_as": "eligibility floor", "low": 2, "high": 2},
        "2, all patients lie inside, by eligibility floor",
        [(2, 2, 100)],
    ),
    "eligibility in words": (
        {"known_as": "eligibility floor", "text": "relapsed"},
        "only in words: “relapsed”",
        [],
    ),
    "words": ({"text": "heavily pretreated"}, "only in words: “heavily pretreated”", []),
    "nothing": ({}, "not found in the sources read", []),
}


@pytest.mark.parametrize("case", CASES)
def test_every_kind_of_knowledge(library, case):
    """A bound stays a bound, a range a range, and what is missing is counted."""
    lines, says, shares = CASES[case]
    only = replace(library, studies={"drawn": lines_of_a_study(**lines)})
    (row,) = lines_view(only, resolve(only, Selection())).rows
    assert row.says == says
    assert [(s.low, s.high, s.percent) for s in row.shares] == shares


# lines as typed; the sentence about them
TOLD = {
    "a range": (
        {"low": 2, "high": 5},
        "1 says only between which numbers all patients lie (drawn: 2–5)",
    ),
    "a range with its median": (
        {"low": 2, "high": 5, "median": 3},
        "1 says only between which numbers all patients lie (drawn: 2–5, median 3)",
    ),
    "one number by eligibility, which nobody counted": (
        {"low": 2, "high": 2, "known_as": "eligibility floor"},
        "1 says only between which numbers all patients lie (drawn: 2, by eligibility floor)",
    ),
    "a salvage line": (
        {"low": 2, "high": 2, "known_as": "salvage line"},
        "1 says how many patients had how many (drawn: 2 in all, by salvage line)",
    ),
    "counts of those eligible": (
        {"bands": [{"low": 2, "high": 2, "count": 40}], "known_as": "eligibility floor"},
        "1 says how many patients had how many (drawn: 2 in 40/40, by eligibility floor)",
    ),
    "a median": ({"median": 3}, "1 says only the median (drawn: median 3)"),
    "a median of salvages": (
        {"median": 3, "known_as": "salvage line"},
        "1 says only the median (drawn: median 3, by salvage line)",
    ),
    "a floor with its median": (
        {"low": 1, "median": 2, "known_as": "eligibility floor"},
        "1 says only how few were possible, by eligibility (drawn: at least 1, median 2)",
    ),
    "bands with their median": (
        {"bands": [{"low": 3, "count": 40}], "median": 4},
        "1 says how many patients had how many (drawn: ≥ 3 in 40/40, median 4)",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_the_sentence_of_every_kind(library, case):
    """A published range or median is told as what it is, and no median is dropped."""
    lines, said = TOLD[case]
    only = replace(library, studies={"drawn": lines_of_a_study(**lines)})
    view = lines_view(only, resolve(only, Selection()))
    assert view.sentence == f"Prior lines, 1 study in children: {said}."


@pytest.mark.parametrize(
    "numbers", [{"low": 2, "high": 5}, {"median": 3}, {"bands": [{"low": 3, "count": 40}]}], ids=str
)
def test_words_beside_numbers_are_kept(library, numbers):
    """The source's own words stand beside a range, a median or bands."""
    made = lines_of_a_study(**numbers, text="heavily pretreated")
    only = replace(library, studies={"drawn": made})
    (row,) = lines_view(only, resolve(only, Selection())).rows
    assert (row.quoted, row.of_whom) == ("heavily pretreated", "")


def test_a_part_has_the_range_of_the_whole_but_not_its_median(library):
    """All of a dose level lie between the ends of all; half of all is not half of them."""
    made = lines_of_a_study(low=2, high=5, median=3, text="heavily pretreated")
    dose = {"low": 1.8, "high": 1.8} | SAID
    part = {"id": "high", "name": "high", "parent": "all", "split_by": "dose", "dose": dose} | SAID
    cohorts = (*made.cohorts, study("part", cohorts=[part]).cohorts[0])
    drawn = replace(library, studies={"drawn": made.model_copy(update={"cohorts": cohorts})})
    (row,) = lines_view(drawn, resolve(drawn, Selection(dose=(1.8, 1.8)))).rows
    assert (row.kind, row.says) == ("range", "2–5, all patients lie inside")
    assert (row.median, row.of_whom) == (None, " (of the whole study)")


def test_the_others_of_an_unknown_number(library):
    """Where the size of the cohort was not found, nobody says how many the others are."""
    made = lines_of_a_study(bands=[{"low": 3, "count": 10}])
    cohort = made.cohorts[0].model_copy(update={"n": None})
    unsized = made.model_copy(update={"cohorts": (cohort,)})
    only = replace(library, studies={"drawn": unsized})
    (row,) = lines_view(only, resolve(only, Selection())).rows
    assert row.says.endswith("; the others not found")


def test_how_a_number_was_derived_stands_beside_it(library):
    """The derivation comes first, then the note; without either nothing is said."""
    derived = {"basis": "derived", "derivation": "40 − 30"}

    def notes(**said):
        made = lines_of_a_study(bands=[{"low": 3, "count": 10}], **said)
        only = replace(library, studies={"drawn": made})
        (row,) = lines_view(only, resolve(only, Selection())).rows
        return row.notes

    assert notes(**derived, note="As of 2020.") == "Derived: 40 − 30 · As of 2020."
    assert notes(**derived) == "Derived: 40 − 30"
    assert notes(note="As of 2020.") == "As of 2020."
    assert notes() == ""


def test_whose_children_are_counted_again_is_said_once(library):
    """Studies with common children are named, each once however many of its cohorts are shown."""
    regimen = {"kind": "alone"} | SAID

    def cohort(key, low, high, **facts):
        lines = {"known_as": "prior lines", "low": low, "high": high} | SAID
        return {"id": key, "name": key} | ({"prior_lines": lines} if low else {}) | facts | SAID

    salvage = {"parent": "all", "split_by": "salvage line"}
    parts = [cohort("first", 1, 1, **salvage), cohort("second", 2, 2, **salvage)]
    overlaps = [{"study": "whole", "relation": "inside"} | SAID]
    made = [
        study("whole", regimen=regimen, cohorts=[cohort("all", 1, 2)]),
        study("split", regimen=regimen, cohorts=[cohort("all", 0, 0), *parts], overlaps=overlaps),
        study("other", regimen=regimen, cohorts=[cohort("all", 2, 2)]),
    ]
    drawn = replace(library, studies={one.id: one for one in made})
    view = lines_view(drawn, resolve(drawn, Selection(lines=(1, 2))))
    assert {row.title: row.same_children for row in view.rows} == {
        "other": (),
        "split, first": ("whole",),
        "split, second": ("whole",),
        "whole": ("split",),
    }
    assert view.sentence == (
        "Prior lines, 4 cohorts in children: 3 say that all had the same number, "
        "not how many they are "
        "(other: 2 in all; split, first: 1 in all; split, second: 2 in all); "
        "1 says only between which numbers all patients lie (whole: 1–2). "
        "Some children are counted in more than one study: split and whole."
    )
    partly = [one.model_copy(update={"relation": "partly"}) for one in made[1].overlaps]
    made[1] = made[1].model_copy(update={"overlaps": tuple(partly)})
    drawn = replace(library, studies={one.id: one for one in made})
    rows = lines_view(drawn, resolve(drawn, Selection(lines=(1, 2)))).rows
    assert {row.title: (row.same_children, row.maybe_same_children) for row in rows} == {
        "other": ((), ()),
        "split, first": ((), ("whole",)),
        "split, second": ((), ("whole",)),
        "whole": ((), ("split",)),
    }


def own_view(library, **lines):
    """What is known of the prior lines of an own series, alone."""
    said = {"basis": "stated", "source": "own", "place": "own records"}
    known = {"prior_lines": {"known_as": "prior lines"} | lines | said} if lines else {}
    cohort = {key: one for key, one in COHORT.items() if key != "prior_lines"} | known
    made = with_own(library, own_file(cohorts=[cohort]))
    only = resolve(made, Selection(studies=("own-series-1",)))
    return lines_view(made, only)


# lines as typed; kind, words, and the sentence about them
OWN = {
    "a range": (
        {"low": 1, "high": 5},
        ("range", "1–5, all patients lie inside"),
        "1 says only between which numbers all patients lie (NAME: 1–5).",
    ),
    "a range of relapses": (
        {"low": 2, "known_as": "relapse number"},
        ("range", "≥ 2, all patients lie inside, by relapse number"),
        "1 says only between which numbers all patients lie (NAME: ≥ 2, by relapse number).",
    ),
    "one number": (
        {"low": 2, "high": 2},
        ("counted", "2: all"),
        "1 says how many patients had how many (NAME: 2 in all).",
    ),
    "counts": (
        {"low": 1, "high": 5, "bands": [{"low": 1, "high": 5, "count": 14}]},
        ("counted", "1–5: 14/14 (100 %)"),
        "1 says how many patients had how many (NAME: 1–5 in 14/14).",
    ),
    "nothing": ({}, ("none", "not given"), "for 1 nothing was found (NAME)."),
}


@pytest.mark.parametrize("case", OWN)
def test_the_range_of_an_own_series_is_no_count(library, case):
    """Between the fewest and the most nobody knows how many had how many, and nobody says so."""
    lines, expected, said = OWN[case]
    view = own_view(library, **lines)
    (row,) = view.rows
    assert (row.kind, row.says) == expected
    name = "Our center (own series, unpublished)"
    assert view.sentence == f"Prior lines, 1 study in children: {said.replace('NAME', name)}"


def test_the_file_holds_every_band(known):
    """One record a band, and one for each study without."""
    view = known()
    table = lines_table(view)
    assert len(table.records) == sum(max(1, len(row.shares)) for row in view.rows)
    text = table_csv(table).decode("utf-8-sig")
    row = "bhojwani-2019/all,Bhojwani 2019,whole study,published,children,51,counted,prior lines"
    assert f"{row},4,6,28/51" in text
    assert "obrien-2022/all" in text
    assert set(table.records[0]) >= set(table.columns)


def test_what_is_told_of_the_parts_only_is_told_of_all(library):
    """Salvage lines of 12 and 18 children are those of all 30, with how that is known."""
    cohorts = [{"id": "all", "name": "all treated", "n": 30} | SAID]
    for key, n, low, high in (("first", 12, 1, 1), ("later", 18, 2, 3)):
        about = {"id": key, "name": key, "parent": "all", "split_by": "salvage line", "n": n}
        lines = {"known_as": "salvage line", "low": low, "high": high} | SAID
        cohorts.append(about | {"prior_lines": lines} | SAID)
    one = study("a", cohorts=cohorts, regimen={"kind": "alone"} | SAID)
    shown = replace(library, studies={"a": one})
    (row,) = lines_view(shown, resolve(shown, Selection())).rows
    assert row.says == "1: 12/30 (40 %), 2–3: 18/30 (60 %), by salvage line"
    assert (row.basis, row.notes) == ("derived", "Derived: from the parts first and later")
    assert (row.source, row.place) == ("Journal", "abstract")


def test_all_of_an_unknown_number_are_not_counted(library):
    """How many of INO-VATE were in first salvage was not found: no cohort says how many had one."""
    brief = brief_of(library, adults=True, lines=(1, 2))
    assert reported_lines(brief)[0].startswith("No cohort here says how many patients had")


def only_row(library, *cohorts, **asked):
    made = study("drawn", regimen={"kind": "alone"} | SAID, cohorts=list(cohorts))
    shown = replace(library, studies={made.id: made})
    (row,) = lines_view(shown, resolve(shown, replace(Selection(), **asked))).rows
    return row


def test_percentages_count_patients_whose_number_was_not_found(library):
    """So many percent had one line: that is no range of all."""
    bands = {"known_as": "prior lines", "bands": [{"low": 1, "high": 1, "percent": 68}]} | SAID
    row = only_row(library, {"id": "all", "name": "all", "prior_lines": bands} | SAID)
    assert (row.kind, row.says) == ("counted", "1: 68 %; the others not found")


def test_only_words_are_of_somebody(library):
    """A range of the whole holds for its part, whoever had told it."""
    known = {"known_as": "prior lines", "low": 1, "high": 3} | SAID
    high = {"dose": {"low": 1.8, "high": 1.8} | SAID}
    whole = {"id": "all", "name": "all", "n": 20, "prior_lines": known} | SAID
    part = {"id": "high", "name": "high", "parent": "all", "split_by": "dose", "n": 9}
    row = only_row(library, whole, part | high | SAID, dose=(1.8, 1.8))
    assert (row.cohort, row.kind, row.of_whom) == ("high", "range", "")
