"""What is pooled of the shipped studies, case by case; the pooled numbers are those of R.

R 4.2.2, metafor 3.8.1: rma.glmm(measure="PLO", nAGQ=100, test="t") and predict(). Five of the sets
are pinned in `reference/pooling.json`; the others were run the same way. A ◆ marks the rows of the
diamond; under them stand the pooled lines.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from data.quantities import Fact
from data.rows import View
from tests.drawn import SAID, cells_of, drawn_library, drawn_view, view_of


def rows(view: View) -> list[list[str]]:
    """Each drawn row: its name, its rate, and whether it is in a diamond or why not."""
    return [
        [
            row.title,
            f"{row.events}/{row.n}" if row.marker == "count" else f"{row.percent:g} %",
            "◆" if row.pooled_in else row.not_pooled,
        ]
        for row in view.drawn
    ]


def lines(view: View) -> list[list[str]]:
    """Each pooled line: group, studies, patients, rate and prediction; or total and refusal."""
    return [
        [
            line.group,
            f"{line.pooled.k} studies, {line.pooled.patients} {line.population}",
            line.rate(1) if line.pooled.estimable else line.total(1),
            line.prediction(1) if line.pooled.estimable else line.pooled.reason,
        ]
        for line in view.pooled
    ]


RESPONSE = """
Bhojwani 2019   | 28/42 | ◆
Brivio 2021     | 20/25 | ◆
O'Brien 2022    | 28/48 | ◆
Pennesi 2022    | 22/27 | ◆
Evstratov 2023  | 75 %  | only a percentage, no counts
FDA 2024        | 22/53 | apart: strict CR, single agent
Aertgeerts 2025 | 4/4   | {small}
Pennesi 2024    | 24/30 | apart: CR/CRi or ORR, combination; joined

CR/CRi or ORR, single agent | 4 studies, 142 children | 70.3 % [51.7–83.9] | 41.9–88.6 %
"""
RESPONSE_TOGETHER = """
Bhojwani 2019   | 28/42 | ◆
Brivio 2021     | 20/25 | ◆
O'Brien 2022    | 28/48 | ◆
Pennesi 2022    | 22/27 | ◆
Evstratov 2023  | 75 %  | only a percentage, no counts
FDA 2024        | 22/53 | apart: strict CR, single agent
Aertgeerts 2025 | 4/4   | {small}
Pennesi 2024    | 24/30 | ◆

CR/CRi or ORR, {both} | 5 studies, 172 children | 72.3 % [57.8–83.2] | 47.5–88.2 %
"""
RESPONSE_SMALL = """
Bhojwani 2019   | 28/42 | ◆
Brivio 2021     | 20/25 | ◆
O'Brien 2022    | 28/48 | ◆
Pennesi 2022    | 22/27 | ◆
Evstratov 2023  | 75 %  | only a percentage, no counts
FDA 2024        | 22/53 | apart: strict CR, single agent
Aertgeerts 2025 | 4/4   | ◆
Pennesi 2024    | 24/30 | apart: CR/CRi or ORR, combination; joined

CR/CRi or ORR, single agent | 5 studies, 146 children | 71.9 % [54.4–84.6] | 44.1–89.2 %
"""
STRICT_CR = """
O'Brien 2022 | 19/48 | two studies are too few (strict CR, single agent)
FDA 2024     | 22/53 | two studies are too few (strict CR, single agent)

strict CR, single agent | 2 studies, 101 children | 41/101 · 40.6 % [30.9–50.8] | {few}
"""
MRD = """
Bhojwani 2019   | 20/28 | ◆
Brivio 2021     | 16/19 | ◆
O'Brien 2022    | 70 %  | only a percentage, no counts
Pennesi 2022    | 18/22 | ◆
FDA 2024        | 21/22 | apart: of strict-CR responders, single agent
Aertgeerts 2025 | 3/4   | {small}
Pennesi 2024    | 16/24 | apart: of responders, combination; joined

of responders, single agent | 3 studies, 69 children | 78.3 % [50.6–92.7] | 50.6–92.7 %
"""
MRD_TOGETHER = """
Bhojwani 2019   | 20/28 | ◆
Brivio 2021     | 16/19 | ◆
O'Brien 2022    | 70 %  | only a percentage, no counts
Pennesi 2022    | 18/22 | ◆
FDA 2024        | 21/22 | apart: of strict-CR responders, single agent
Aertgeerts 2025 | 3/4   | {small}
Pennesi 2024    | 16/24 | ◆

of responders, {both} | 4 studies, 93 children | 75.3 % [58.6–86.7] | 58.6–86.7 %
"""
MRD_OF_ALL_TREATED = """
Brivio 2021     | 16/25 | ◆
Pennesi 2022    | 18/28 | ◆
Evstratov 2023  | 7/17  | ◆
FDA 2024        | 21/53 | apart: {strict}, of all treated, single agent
Aertgeerts 2025 | 3/4   | {small}
Pennesi 2024    | 16/30 | apart: of all treated, combination; joined

of all treated, single agent | 3 studies, 70 children | 58.6 % [33.2–80.1] | 33.2–80.1 %
"""
SOS = """
Bhojwani 2019  | 11/21 | SOS criteria not found
O'Brien 2022   | 6/21  | SOS criteria not found
Evstratov 2023 | 33 %  | only a percentage, no counts
FDA 2024       | 5/26  | SOS criteria not found
ITCC-059 SOS   | 10/51 | apart: SOS by Seattle, {mixed}

"""
SOS_ACROSS = """
Bhojwani 2019  | 11/21 | ◆
O'Brien 2022   | 6/21  | ◆
Evstratov 2023 | 33 %  | only a percentage, no counts
FDA 2024       | 5/26  | ◆
ITCC-059 SOS   | 10/51 | apart: {any}, {mixed}; joined

{any}, single agent | 3 studies, 68 children | 32.1 % [8.5–70.7] | 3.4–86.3 %
"""
SOS_ACROSS_TOGETHER = """
Bhojwani 2019  | 11/21 | ◆
O'Brien 2022   | 6/21  | ◆
Evstratov 2023 | 33 %  | only a percentage, no counts
FDA 2024       | 5/26  | its 26 children are inside ITCC-059 SOS
ITCC-059 SOS   | 10/51 | ◆

{any}, {both} | 3 studies, 93 children | 31.0 % [8.1–69.7] | 2.9–87.1 %
"""
SOS_FDA_PREFERRED = """
Bhojwani 2019  | 11/21 | ◆
O'Brien 2022   | 6/21  | ◆
Evstratov 2023 | 33 %  | only a percentage, no counts
FDA 2024       | 5/26  | ◆
ITCC-059 SOS   | 10/51 | it contains children of FDA 2024

{any}, single agent | 3 studies, 68 children | 32.1 % [8.5–70.7] | 3.4–86.3 %
"""
ADULTS = """
Kantarjian 2013 | 52/90   | ◆
DeAngelo 2017   | 49/72   | ◆
INO-VATE 2019   | 121/164 | ◆

adults, CR/CRi or ORR, single agent | 3 studies, 326 adults | 67.3 % [48.4–81.9] | 36.5–88.1 %
"""
SHORT = {
    "; joined": "; “Pool single agent with combination” may join it with others",
    "{small}": "fewer than 10 treated; “Pool series under 10 patients” may add it",
    "{any}": "SOS criteria unknown or different",
    "{both}": "single agent and combination",
    "{mixed}": "mixes single agent and combination",
    "{strict}": "MRD-negative strict CR",
    "{few}": "two studies are too few",
}
ACROSS = {"across": True}
TOGETHER = {"together": True}
CASES = [
    ("response", {}, RESPONSE),
    ("response", TOGETHER, RESPONSE_TOGETHER),
    ("response", {"small": True}, RESPONSE_SMALL),
    ("response", {"definition": "strict CR"}, STRICT_CR),
    ("mrd_negative", {}, MRD),
    ("mrd_negative", TOGETHER, MRD_TOGETHER),
    ("mrd_negative", {"mrd": "of all treated"}, MRD_OF_ALL_TREATED),
    ("sos_post_hsct", {}, SOS),
    ("sos_post_hsct", TOGETHER, SOS),
    ("sos_post_hsct", ACROSS, SOS_ACROSS),
    ("sos_post_hsct", ACROSS | TOGETHER, SOS_ACROSS_TOGETHER),
    ("sos_post_hsct", ACROSS | TOGETHER | {"prefer": ("fda-2024",)}, SOS_FDA_PREFERRED),
]


def drawn(table: str) -> tuple[list[list[str]], list[list[str]]]:
    """The rows and the pooled lines of a case."""
    table = re.sub(r"apart: ([^;\n]*)", r"pooled apart (\1), and alone there", table)
    for short, full in SHORT.items():
        table = table.replace(short, full)
    above, _, below = table.partition("\n\n")
    return cells_of(above), cells_of(below) if below.strip() else []


@pytest.mark.parametrize(("outcome", "asked", "table"), CASES, ids=lambda value: str(value)[:60])
def test_what_is_pooled(view, outcome, asked, table):
    """The studies of the diamond, its numbers, and every other row with its reason."""
    found = view(outcome, **asked)
    assert (rows(found), lines(found)) == drawn(table)


@pytest.mark.parametrize(("outcome", "asked", "table"), CASES, ids=lambda value: str(value)[:60])
def test_adults_change_nothing_for_children(view, outcome, asked, table):
    """With adults on, the children's rows and lines stay as they are."""
    found = view(outcome, adults=True, **asked)
    above, below = drawn(table)
    assert rows(found)[: len(above)] == above
    assert [line for line in lines(found) if not line[0].startswith("adults")] == below


def test_adults_have_a_line_of_their_own(view):
    """Three studies in adults are pooled by themselves, below the children's line."""
    found = view("response", adults=True)
    above, below = drawn(ADULTS)
    assert rows(found)[-3:] == above
    assert lines(found) == drawn(RESPONSE)[1] + below


def test_why_sos_is_not_pooled(view):
    """Without a diamond one sentence says why, and what would lift it."""
    sos = view("sos_post_hsct")
    assert sos.pooled == ()
    assert sos.pooled_words == (
        "No pooled rate: SOS criteria are unknown or differ. "
        "“Pool across SOS criteria” lifts this rule."
    )


FOOTNOTES = """
reported as CR; whether CRi is included was not found: Bhojwani 2019
no combination mentioned, taken as single agent: Bhojwani 2019
x or N derived: Pennesi 2022
denominators differ:
 with overt marrow disease (>5 % blasts): Bhojwani 2019; treated: Brivio 2021;
 evaluable for response: O'Brien 2022, Pennesi 2022
time points differ:
 not stated: Bhojwani 2019; after cycle 1: Brivio 2021, O'Brien 2022, Pennesi 2022
ages:
 Bhojwani 2019 median 11.5 (range 2.2–21.3) years; Brivio 2021 age eligible: ≥1 to <18 years;
 O'Brien 2022 age eligible: 1–21 years; Pennesi 2022 1–18 years
"""


def test_what_stands_beside_the_diamond(view):
    """Everything in which the four studies differ, or that was assumed or derived."""
    said = FOOTNOTES.strip().replace("\n ", " ").splitlines()
    assert list(view("response").pooled[0].footnotes) == said


# Study a has three doses; a filter for the upper two leaves two cohorts that share no child.
TWO_COHORTS = """
study | treated | dose | definition     | counts
a     | 15      | 0.8  | cr_as_reported | 1/15
a     | 15      | 1.4  | cr_as_reported | 10/15
a     | 15      | 1.8  | cr_as_reported | 9/15
b     | 30      | 1.4  | cr_cri         | 20/30
c     | 30      | 1.8  | cr_cri         | 22/30
"""
AS_REPORTED = "reported as CR; whether CRi is included was not found"


def test_cohorts_of_one_study_are_added_up(library):
    """Two doses of a study are one entry of the line, each footnote once; its ages are all's."""
    (line,) = drawn_view(library, TWO_COHORTS, "response", dose=(1.4, 1.8)).pooled
    assert (line.names, line.events, line.totals) == (("a", "b", "c"), (19, 20, 22), (30, 30, 30))
    assert (line.group, line.whom, line.would) == (
        "CR/CRi or ORR, single agent",
        "children",
        "respond",
    )
    assert line.footnotes == (
        f"{AS_REPORTED}: a",
        "ages: a not found; b not found; c not found",
    )


def test_ages_are_told_of_each_cohort_where_they_differ(library):
    """Those treated at 1.8 are older than those at 1.4; where both have one age it stands once."""
    drawn = drawn_library(library, TWO_COHORTS, "response")
    low, high = (aged(f"dose-{dose}", text) for dose, text in (("1.4", "1–9"), ("1.8", "10–17")))
    for older, said in ((high, "dose 1.4: 1–9; dose 1.8: 10–17"), (aged("dose-1.8", "1–9"), "1–9")):
        a = drawn.studies["a"].model_copy(update={"facts": (low, older)})
        made = replace(drawn, studies=dict(drawn.studies) | {"a": a})
        (line,) = view_of(made, "response", dose=(1.4, 1.8)).pooled
        assert line.footnotes[-1] == f"ages: a {said}; b not found; c not found"


def aged(cohort: str, text: str) -> Fact:
    return Fact.model_validate({"topic": "age", "cohort": cohort, "text": text} | SAID)


def test_one_cohort_of_a_study_is_named(library):
    """Where only one dose counts, it stands behind the name."""
    (line,) = drawn_view(library, TWO_COHORTS, "response", dose=(1.8, 1.8)).pooled
    assert (line.names, line.events, line.totals) == (("a (dose 1.8)", "c"), (9, 22), (15, 30))


def test_possible_overlaps_are_named_in_alphabetical_order(library):
    """Each pair once, whoever of the two declares it."""
    table = "study | shares\nc | possible a\na | possible b\nb | possible c, possible a\nd |"
    (line,) = drawn_view(library, table, "response").pooled
    pairs = [note for note in line.footnotes if note.startswith("may count some patients twice")]
    assert [pair.rpartition(": ")[2] for pair in pairs] == ["a and b", "a and c", "b and c"]


def test_what_differs_is_named_once_a_study(library):
    """Two cohorts with the same denominator do not name their study twice."""
    table = TWO_COHORTS.replace("counts", "counts | of").replace("/15", "/15 | evaluable")
    table = table.replace("/30", "/30 | treated")
    (line,) = drawn_view(library, table, "response", dose=(1.4, 1.8)).pooled
    assert "denominators differ: evaluable for response: a; treated: b, c" in line.footnotes


def test_a_row_that_is_not_drawn_is_not_missing_from_the_diamond(view):
    """A count without N stands under the chart with that reason, not a second time with another."""
    sos = view("sos_post_hsct")
    undrawn = [row for row in sos.rows if row.marker == "none"]
    assert any(row.guard for row in undrawn)
    assert {(row.pooled_in, row.not_pooled) for row in undrawn} == {("", "")}
    assert {one.name for one in sos.not_pooled} == {row.title for row in sos.drawn}
