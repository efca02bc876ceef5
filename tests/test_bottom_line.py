"""What is remembered, and what stands on a slide: whole sentences with the numbers of the view."""

import pytest

from data.guard import ACROSS, SMALL, TOGETHER
from data.rows import View
from data.sentences import (
    ENOUGH_TO_DIFFER,
    below_dash,
    below_panel,
    bottom_line,
    in_short,
    lowered,
    no_diamond,
    not_pooled_of,
    on_slide,
    unended,
    why_not_pooled,
)
from data.words import listed
from tests.briefs import brief_of
from tests.drawn import drawn_view
from tests.stories import COUNT, MANY, counted_rows, rate_with_count

LIFTS = f" “{ACROSS}” lifts this rule."
TOO_FEW = "and too few studies to tell how much they differ"
NARROW = ", probably too narrow"
AGAIN = "some children are counted in more than one row: "


@pytest.fixture(scope="module", params=MANY.values(), ids=MANY)
def views(library, request) -> tuple[View, ...]:
    return brief_of(library, **request.param).views


# Numbers from the evidence sheet; pooled ones as `test_pooling_reference.py` pins their method.
SAID = {
    "default": {
        "response": ["70 % [52–84]", "4 studies", "142 children", "42–89 %", TOO_FEW],
        "mrd_negative": ["78 % [51–93]", "3 studies", "69 children", "51–93 %" + NARROW, TOO_FEW],
        "sos_post_hsct": [
            "from 19 % (5/26, FDA 2024) to 52 % (11/21, Bhojwani 2019), in 4 cohorts with counts; ",
            "; no pooled rate: SOS criteria are unknown or differ; ",
            f"; {AGAIN}FDA 2024 and ITCC-059 SOS.",
        ],
    },
    "dose 1.8, single agent": {
        "response": ["70 % [49–85]", "4 studies", "130 children", "40–89 %"],
        "mrd_negative": [
            "MRD negativity of responders: from 71 % (20/28, Bhojwani 2019)",
            "to 82 % (18/22, Pennesi 2022), in 2 cohorts",
            "two studies are too few (of responders, single agent).",
        ],
        "sos_post_hsct": ["from 29 % (6/21, O'Brien 2022) to 52 % (11/21, Bhojwani 2019)"],
    },
    "one study": {
        "response": [
            "Response: 67 % (28/42, CR as reported, Bhojwani 2019), in 1 cohort with counts",
            ", in 1 cohort with counts.",
        ],
        "mrd_negative": ["71 % (20/28, Bhojwani 2019), in 1 cohort"],
        "sos_post_hsct": [
            "52 % (11/21, Bhojwani 2019), in 1 cohort with counts; SOS criteria not found."
        ],
    },
    "adults, everything lifted": {
        "response": ["73 % [60–84]", "6 studies", "176 children", "49–89 %"],
        "mrd_negative": ["75 % [61–85]", "5 studies", "97 children", "61–85 %" + NARROW],
        "sos_post_hsct": [
            "SOS criteria unknown or different",
            "31 % [8–70]",
            "3 studies",
            "93 children",
            "3–87 %",
            TOO_FEW,
        ],
    },
    "MRD of all treated": {
        "mrd_negative": [
            "of all treated",
            "59 % [33–80]",
            "3 studies",
            "70 children",
            "33–80 %" + NARROW,
        ],
    },
    "strict CR": {
        "response": [
            "from 40 % (19/48, Strict CR, O'Brien 2022) to 42 % (22/53, Strict CR, FDA 2024), in 2",
            "; no pooled rate: two studies are too few (strict CR, single agent).",
        ],
    },
    "nobody so large": {
        "response": ["Response: nothing in this selection answers with counts."],
        "mrd_negative": [
            "MRD negativity of responders: nothing in this selection answers with counts."
        ],
        "sos_post_hsct": ["SOS after HSCT: nothing in this selection answers with counts."],
    },
    "only adults": {
        "response": ["Response: nothing in children in this selection answers with counts."],
        "mrd_negative": ["nothing in children in this selection answers with counts."],
        "sos_post_hsct": ["nothing in children in this selection answers with counts."],
    },
}


@pytest.mark.parametrize(
    ("name", "outcome"), [(name, outcome) for name, said in SAID.items() for outcome in said]
)
def test_what_is_remembered(view, name, outcome):
    """The pooled rate in children, or the range and why nothing was pooled."""
    said = bottom_line(view(outcome, **MANY[name]))
    for fragment in SAID[name][outcome]:
        assert fragment in said


def test_one_sentence_for_each_rate(views):
    """Each rate has its own sentence, which begins with its name and ends with one full stop."""
    said = [bottom_line(view) for view in views]
    assert len(said) == len(set(said)) == 3
    for view, line in zip(views, said, strict=True):
        assert line.startswith(view.heading)
        assert line.count("; ") or line.count(": ")
        assert line.endswith(".")
        assert ". " not in line


def test_the_numbers_are_those_of_the_view(views):
    """Rate, prediction, studies and patients of the diamond, else the ends of the range."""
    for view in views:
        said = bottom_line(view)
        lines = [line for line in view.diamonds if line.population == "children"]
        for line in lines:
            assert f"{line.title}: {line.rate()}, " in said
            assert f"in a new comparable setting {line.prediction()}" in said
            assert f"{len(line.names)} studies, {sum(line.totals)} children" in said
        rows = [] if lines else counted_rows(view)
        for row in {rows[0].key: rows[0], rows[-1].key: rows[-1]}.values() if rows else ():
            assert rate_with_count(row) in said


def test_a_range_holds_no_other_counts(views):
    """Without a diamond only the two ends are told: a total is nothing to remember."""
    for view in views:
        if any(line.population == "children" for line in view.diamonds):
            continue
        rows = counted_rows(view)
        ends = {f"{row.events}/{row.n}" for row in (rows[:1] + rows[-1:])}
        assert set(COUNT.findall(bottom_line(view))) == ends
        assert "total" not in bottom_line(view)


def test_adults_are_not_what_is_remembered(views):
    """No rate of adults, single or pooled, reaches the bottom line."""
    for view in views:
        said = bottom_line(view)
        assert "adult" not in said.casefold()
        for row in counted_rows(view, "adults"):
            assert row.name not in said
            assert f"({row.events}/{row.n}" not in said


def test_a_slide_has_no_switches(views):
    """Sentences on a slide name no switch, and say everything else that the headline says.

    Where nothing is counted, percentages without counts are said too.
    """
    for view in views:
        said = on_slide(view)
        for name in (ACROSS, TOGETHER, SMALL.partition("{")[0], "lifts", "switch", "“Pool"):
            assert name not in " ".join(said)
        apart = [one for one in said if one.startswith("Only a percentage, without counts: ")]
        percent_only = [row for row in view.rows if row.events is None and row.percent is not None]
        counted = counted_rows(view) + counted_rows(view, "adults")
        assert len(apart) == (bool(percent_only) and not counted)
        for row in percent_only if apart else ():
            assert f"{row.title} ({row.percent:g} %)" in apart[0]
        kept = [one for one in below_panel(view) if one not in apart]
        assert " ".join(kept) == view.headline.replace(LIFTS, "")
        assert said == (*below_panel(view), *undrawn(view))


def undrawn(view: View) -> list[str]:
    """Each study without a mark, grouped by what its row says of the reason."""
    names: dict[str, list[str]] = {}
    for row in view.rows:
        if row.percent is None:
            names.setdefault(row.why, []).append(row.title)
    said = "; ".join(f"{listed(who)} ({why})" for why, who in names.items())
    return [f"Not drawn: {said}."] if said else []


def test_a_slide_says_who_is_not_drawn(view):
    """In full: each reason once, at the end; below a panel that lists them it is left out."""
    mrd = view("mrd_negative")
    said = (
        "Not drawn: Calvo 2020 and ITCC-059 SOS (not found in the sources read); Evstratov 2023 "
        "(counted of all treated only; the number of responders measured was not found)."
    )
    assert on_slide(mrd)[-1] == said
    assert not [one for one in below_panel(mrd) if "Not drawn" in one]
    assert on_slide(mrd)[:-1] == below_panel(mrd)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("response", "from 42 % (22/53, Strict CR, FDA 2024) to 100 % (4/4, CR as reported, Aert"),
        ("mrd_negative", "from 40 % (21/53, MRD-negative strict CR, FDA 2024) to 75 % (3/4, Aert"),
        ("sos_post_hsct", "from 19 % (5/26, FDA 2024) to 52 % (11/21, Bhojwani 2019), in 4"),
    ],
)
def test_a_range_names_what_it_compares(view, outcome, said):
    """Each end has its own definition in the brackets, where there is one."""
    assert said in on_slide(view(outcome, mrd="of all treated"))[0]


def test_criteria_stand_beside_the_range(view):
    """They are the second sentence, before adults and marks."""
    marked = on_slide(view("sos_post_hsct", lines=(4, 7)))
    assert marked[1] == "SOS criteria not found."
    assert marked[2].startswith("Not known to lie wholly inside the filters: ")
    sos = on_slide(view("sos_post_hsct", adults=True))
    assert sos[1].startswith("The SOS criteria were found for ")
    assert sos[2].startswith("Adults, for context: ")
    assert sum("criteria were found" in one for one in sos) == 1


def test_why_nothing_is_pooled_stays(view):
    """The reason is kept when the hint at its switch is taken away."""
    sos = view("sos_post_hsct")
    (hinted,) = no_diamond(sos)
    assert hinted.endswith(LIFTS)
    assert why_not_pooled(sos) == ("No pooled rate: SOS criteria are unknown or differ.",)
    assert below_panel(sos)[-1] == why_not_pooled(sos)[0]


def test_a_dash_needs_no_opening(view):
    """A dash says that no rate of children is pooled; of adults that is said in words."""
    reason = "SOS criteria are unknown or differ."
    assert below_dash(view("sos_post_hsct")) == reason
    adults = view("sos_post_hsct", adults=True)
    assert below_dash(adults) == f"{reason} Adults: no pooled rate: {reason}"
    assert below_dash(view("hsct_after_ino")) == "This outcome is not pooled."
    assert below_dash(view("response")) == ""


def test_a_reason_for_adults_is_for_the_slide_only(view):
    """Adults that could not be pooled are told on the slide, and not at the bottom line."""
    mrd = view("mrd_negative", adults=True)
    (said,) = [one for one in on_slide(mrd) if one.startswith("Adults: no pooled rate")]
    assert "110/137" in said
    assert "110/137" not in bottom_line(mrd)


FIVE = """
    study | counts | regimen
    a     | 10/20  | alone
    b     | 12/20  | alone
    c     | 15/20  | alone
    d     |  9/20  | alone
    e     | 17/20  | {e}
    f     | 11/20  | combined
    g     | 14/20  | combined
"""


def test_five_studies_are_enough_to_differ(library):
    """From the fifth study on nothing is said of too few."""
    (line,) = drawn_view(library, FIVE.format(e="alone"), "response").diamonds
    assert line.pooled.k == ENOUGH_TO_DIFFER
    assert in_short(line).endswith(f"in a new comparable setting {line.prediction()}")
    (line,) = drawn_view(library, FIVE.format(e="both"), "response").diamonds
    assert line.pooled.k == ENOUGH_TO_DIFFER - 1
    assert in_short(line).endswith(TOO_FEW)


TWICE_TOO_FEW = """
    study | counts | regimen
    a     | 10/20  | alone
    b     | 12/20  | alone
    f     | 11/20  | combined
    g     | 14/20  | combined
"""


def test_every_refusal_is_remembered_without_its_total(library):
    """Two groups of two studies each: both are named, and neither total."""
    drawn = drawn_view(library, TWICE_TOO_FEW, "response")
    assert bottom_line(drawn) == (
        "Response: from 50 % (10/20, CR/CRi, a) to 70 % (14/20, CR/CRi, g), in 4 cohorts with "
        "counts; no pooled rate: two studies are too few (CR/CRi or ORR, single agent); "
        "two studies are too few (CR/CRi or ORR, combination)."
    )
    (refused,) = why_not_pooled(drawn)
    assert "22/40" in refused
    assert "25/40" in refused


def test_two_diamonds_are_one_sentence(library):
    """Single agent and combination, pooled apart, are both remembered."""
    drawn = drawn_view(library, FIVE.format(e="combined"), "response")
    alone, combined = drawn.diamonds
    second = in_short(combined).replace("Response", "response", 1)
    assert bottom_line(drawn) == f"{in_short(alone)}; {second}."


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("No pooled rate: SOS.", "no pooled rate: SOS"),
        ("SOS criteria not found.", "SOS criteria not found"),
        ("MRD negativity, pooled", "MRD negativity, pooled"),
        ("Response, pooled (CR)", "response, pooled (CR)"),
        ("", ""),
    ],
)
def test_a_clause_begins_small_and_ends_open(said, clause):
    """A sentence becomes a clause, and an abbreviation stays one."""
    assert unended(lowered(said)) == clause


@pytest.mark.parametrize("outcome", ["response", "mrd_negative", "sos_post_hsct"])
def test_no_rate_is_remembered_without_its_mark(view, outcome):
    """A rate whose patients are not all inside the filters is never quoted as if they were."""
    marked = view(outcome, lines=(4, 7))
    assert bottom_line(marked).endswith(
        "; not known to lie wholly inside the filters: Bhojwani 2019."
    )


def test_the_marks_of_a_bottom_line(views):
    """Named are the children's rates with a mark, also those of a diamond, and no others."""
    for view in views:
        _, _, said = bottom_line(view).partition("wholly inside the filters: ")
        marked = [row for row in view.rows if row.marks and row in counted_rows(view)]
        assert said.rstrip(".") == listed([row.title for row in marked])


def test_no_narrow_prediction_is_remembered_without_its_warning(view):
    """Where no spread was estimated, the range for a new setting is said to be too narrow."""
    mrd = view("mrd_negative")
    assert not mrd.diamonds[0].pooled.tau2
    assert f"{mrd.diamonds[0].prediction()}{NARROW}, {TOO_FEW}" in bottom_line(mrd)


def test_a_spread_is_not_called_too_narrow(view):
    """Where the studies were measured to differ there is no such warning."""
    response = view("response")
    assert response.diamonds[0].pooled.tau2
    assert "narrow" not in bottom_line(response)


def test_children_counted_twice_are_remembered(views):
    """A range names the rows that share children; a pooled rate counts each child once."""
    for view in views:
        pooled = any(line.population == "children" for line in view.diamonds)
        sharing = [row.title for row in view.rows if row.same_children]
        said = f"{AGAIN}{listed(sharing)}"
        assert (AGAIN in bottom_line(view)) == (bool(sharing) and not pooled)
        assert pooled or not sharing or said in bottom_line(view)


ONE_CHILD = """
    study | who      | counts | criteria
    kids  | children | 3/20   | {kids}
    old   | adults   | 9/20   | baltimore
"""


@pytest.mark.parametrize(
    ("kids", "said"),
    [("seattle", "SOS by Seattle criteria"), ("not_found", "SOS criteria not found")],
)
def test_a_single_rate_is_remembered_with_its_criteria(library, kids, said):
    """The criteria of the children's rate, whatever is known of adults beside it."""
    drawn = drawn_view(library, ONE_CHILD.format(kids=kids), "sos_post_hsct", adults=True)
    assert bottom_line(drawn) == (
        f"SOS after HSCT: 15 % (3/20 treated, kids), in 1 cohort with counts; {said}."
    )


def test_criteria_of_adults_are_not_remembered(library):
    """Without a rate in children no criteria are told."""
    table = "study | who | counts | criteria\nold | adults | 9/20 | seattle"
    drawn = drawn_view(library, table, "sos_post_hsct", adults=True)
    assert bottom_line(drawn) == (
        "SOS after HSCT: nothing in children in this selection answers with counts."
    )
    assert on_slide(drawn)[1] == "SOS by Seattle criteria."


def test_two_cohorts_of_one_study_keep_their_criteria(library):
    """A range within one study needs no reason why it is not pooled, but its criteria."""
    table = """
        study | counts | dose | criteria
        a     | 1/20   | 0.8  | not_found
        a     | 3/20   | 1.2  | not_found
        a     | 9/20   | 1.8  | not_found
    """
    said = bottom_line(drawn_view(library, table, "sos_post_hsct", dose=(1.2, 1.8)))
    assert "in 2 cohorts with counts; the SOS criteria were found for 0 of 2; " in said
    assert "no pooled rate" not in said


def test_what_is_not_pooled_is_named(views):
    """Beside other outcomes each reason names its own, and hints at no switch."""
    for view in views:
        said = not_pooled_of(view)
        assert len(said) == len(no_diamond(view))
        for one, reason in zip(said, no_diamond(view), strict=True):
            who = " in adults" if reason.startswith("Adults") else ""
            start, _, why = one.partition(" is not pooled: ")
            assert start == f"{view.heading}{who}"
            assert reason.replace(LIFTS, "").endswith(f"o pooled rate: {why}")
            assert "“" not in one


def test_the_outcome_that_is_not_pooled(view):
    """In full, for children and for adults."""
    assert not_pooled_of(view("sos_post_hsct", adults=True)) == [
        "SOS after HSCT is not pooled: SOS criteria are unknown or differ.",
        "SOS after HSCT in adults is not pooled: SOS criteria are unknown or differ.",
    ]
