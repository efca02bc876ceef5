"""A view in words: caption and alt text."""

from dataclasses import replace
from itertools import combinations

import pytest

from data.answers import ONLY_PARTS
from data.pooling import pool
from data.rows import MAYBE_TWICE, Guard, PooledLine, Row, View
from data.sentences import (
    bottom_line,
    for_others_only,
    headline,
    no_diamond,
    of_whom,
    on_slide,
    pooled_briefly,
    pooled_sentence,
    sentence,
    spread_sentence,
)
from tests.drawn import drawn_view


def row(name: str, events=None, n=None, percent=None, **more) -> Row:
    count = events is not None
    return Row(
        key=name,
        outcome="response",
        version="0",
        study=name,
        name=name,
        cohort="",
        population="children",
        dose="1.8 mg/m²",
        patients=n,
        marker="count" if count else "percent" if percent else "none",
        events=events,
        n=n,
        percent=100 * events / n if count else percent,
        **more,
    )


def adult(name: str, events: int, n: int) -> Row:
    return replace(row(name, events, n), population="adults")


def view(*rows: Row, **more) -> View:
    named = {"outcome": "response", "heading": "Response", "counted": ""} | more
    return View(rows=rows, not_specific=(), version="0", **named)


def test_the_range_of_rates():
    """From the lowest to the highest rate, each with count and study."""
    said = sentence(view(row("A", 28, 48), row("B", 20, 25), row("C", 7, 17)))
    assert said == "Response: from 41 % (7/17, C) to 80 % (20/25, B), in 3 cohorts with counts."


def test_one_study():
    """A single rate is called the only one."""
    assert sentence(view(row("A", 9, 12))) == "Response: 75 % (9/12, A), in 1 cohort with counts."


def test_an_own_series_is_no_study():
    """A single rate of an own series is the only one, and none of a study."""
    said = sentence(view(row("A", 9, 12, own=True)))
    assert said == "Response: 75 % (9/12, A), in 1 cohort with counts."
    beside = sentence(view(row("A", 9, 12), replace(adult("B", 9, 10), own=True)))
    assert "(9/12, A), in 1 cohort with counts." in beside
    assert "(9/10, B), in 1 cohort with counts." in beside


def test_adults_stand_apart():
    """Adults never stretch the range of the children's rates."""
    said = sentence(view(row("A", 1, 2), row("B", 1, 4), adult("C", 9, 10)))
    assert said.startswith(
        "Response: from 25 % (1/4, B) to 50 % (1/2, A), in 2 cohorts with counts."
    )
    assert "Adults, for context: 90 % (9/10, C), in 1 cohort with counts." in said
    only_adults = sentence(view(adult("C", 9, 10)))
    assert only_adults.startswith(
        "Response: nothing in children in this selection answers with counts."
    )


def test_percentages_stand_apart():
    """A bare percentage is named as such and is no end of the range."""
    said = sentence(view(row("A", 1, 2), row("B", percent=99), row("C")))
    assert said.endswith("Only a percentage, without counts: B (99 %).")
    assert "C" not in said


def test_no_event_is_the_lowest_rate():
    """0 % stands before half a percent, and is no other number."""
    said = sentence(view(row("A", 1, 200), row("B", 0, 30)))
    assert "from 0 % (0/30, B) to 1 % (1/200, A)" in said


def estimate(name: str, percent: float, **interval: float) -> Row:
    return replace(row(name, percent=percent), marker="estimate", **interval)


SURVIVAL = {"heading": "OS at 12 months", "measure": "survival"}


def test_estimates_stand_as_printed():
    """With their digits and intervals, and that they are neither ours nor pooled."""
    rows = (estimate("A", 55.1), estimate("B", 40, low=25, high=66))
    assert sentence(view(*rows, **SURVIVAL)) == (
        "OS at 12 months: from 40 % [25–66] (B) to 55.1 % (A, interval not found), "
        "in 2 cohorts with this percentage. "
        "Kaplan–Meier estimates with the intervals that their sources print; not pooled."
    )


def test_an_estimate_names_whom_it_counts():
    """Before the study, with an interval or without."""
    rows = (
        estimate("A", 35, low=25, high=45, counted="of all treated"),
        estimate("B", 80, low=70, high=90, counted="of responders"),
    )
    said = sentence(view(*rows, **SURVIVAL))
    assert "from 35 % [25–45] (A) to 80 % [70–90] (responders, B), in 2" in said
    bare = sentence(view(estimate("B", 80, counted="of responders"), **SURVIVAL))
    assert "80 % (responders, B, interval not found), in 1 cohort" in bare


def test_whom_a_rate_counts_is_named_unless_the_title_says_it():
    """Named where no rule of pooling knows these patients, or the outcome's title says others."""
    found = row("A", 9, 12, counted="of 12 evaluable for response")
    said = {
        "no rule": sentence(view(found)),
        "not in the rule": sentence(view(replace(found, guard=Guard(out="never")))),
        "not in the title": sentence(view(replace(found, guard=GUARD))),
        "titled": sentence(view(replace(found, guard=replace(GUARD, titled=True)))),
    }
    assert {key: "9/12 evaluable for response, A" in words for key, words in said.items()} == {
        "no rule": True,
        "not in the rule": True,
        "not in the title": True,
        "titled": False,
    }
    assert "(9/12, A)" in said["titled"]


def test_without_an_estimate_nothing_is_said_of_estimates():
    """Nobody is told of printed intervals where there are none."""
    assert sentence(view(**SURVIVAL)) == (
        "OS at 12 months: nothing in this selection answers with this percentage."
    )


def test_a_rate_carries_its_mark():
    """Rows whose patients do not all lie inside the filters are named, with how many do."""
    inside = "43 of 51 had ≥ 4 prior lines"
    marked = replace(row("A", 28, 42), marks=(inside,))
    said = sentence(view(marked, row("B", 1, 2)))
    assert said.endswith(f"Not known to lie wholly inside the filters: A ({inside}).")
    assert "filters" not in sentence(view(row("B", 1, 2)))


def test_shared_children_are_said():
    """A reader learns that rows count the same children."""
    said = sentence(
        view(row("A", 1, 2, same_children=("B",)), row("B", 1, 3, same_children=("A",)))
    )
    assert said.endswith("Some children are counted in more than one row: A and B.")


def test_sos_needs_criteria():
    """For SOS the sentence and the headline say how many criteria are known."""
    known = row("A", 1, 2, criteria="Seattle", criteria_known=True)
    unknown = row("B", 1, 4, criteria="criteria not found")
    sos = view(known, unknown, heading="SOS after HSCT", criteria_matter=True)
    for said in (headline(sos), sentence(sos)):
        assert "The SOS criteria were found for 1 of 2; rates by different or unknown " in said


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"criteria": "Seattle", "criteria_known": True}, "SOS by Seattle criteria."),
        ({"criteria": "criteria not found"}, "SOS criteria not found."),
    ],
)
def test_a_single_sos_rate_says_its_own_criteria(known, said):
    """Nothing is counted of one, and a row without counts is not counted either."""
    one = view(row("A", 1, 2, **known), row("B", percent=30), heading="SOS", criteria_matter=True)
    for words in (headline(one), sentence(one)):
        assert f"in 1 cohort with counts. {said}" in words
        assert "compared" not in words


def test_criteria_matter_only_for_sos():
    """No other rate is told with criteria."""
    assert "riteria" not in sentence(view(row("A", 1, 2)))


def test_nothing_to_say():
    """An empty view is a sentence too."""
    assert sentence(view()) == "Response: nothing in this selection answers with counts."


def in_parts(name: str, **more) -> Row:
    why = "not found for all together; found only for dose 1.4 and dose 1.8"
    return replace(row(name), why=why, **more)


def test_a_study_that_counts_only_its_parts_is_named():
    """Caption, slide and bottom line: there are counts, though not of all its patients."""
    parts = view(in_parts("A"), row("B", why="not found in the sources read"), in_parts("C"))
    said = (
        "Response: nothing in this selection answers with counts for all its patients, "
        "only for parts (A and C)."
    )
    assert (sentence(parts), on_slide(parts)[0]) == (said, said)
    assert bottom_line(parts) == said
    assert in_parts("A").title not in sentence(view(row("B", why="not found by dose")))


def test_counts_of_each_dose_are_no_lack_of_counts(library):
    """From the study's file: a complete split by dose, and no count of all together."""
    table = "study | dose | treated | counts\na | 1.4 | 12 | 5/12\na | 1.8 | 18 | 15/18"
    assert drawn_view(library, table, "response").sentence == (
        "Response: nothing in this selection answers with counts for all its patients, "
        "only for parts (a)."
    )


def test_adults_in_parts_are_named_only_where_nothing_is_said_of_children():
    """A sentence on children names no study of adults; one on all studies does."""
    parts = in_parts("A", population="adults")
    assert "in children in this selection answers with counts." in sentence(
        view(parts, adult("B", 1, 2))
    )
    assert "only for parts (A)." in sentence(view(parts))
    both = view(in_parts("C"), parts, adult("B", 1, 2))
    assert (
        "nothing in children in this selection answers with counts for all its patients, "
        "only for parts (C)."
    ) in sentence(both)


GUARD = Guard(kind="CR/CRi or ORR", regimen="single agent", whom="children")


def pooled(*counts: tuple[int, int], **more) -> PooledLine:
    """The line of studies A, B, C … with these counts."""
    events, totals = zip(*counts, strict=True)
    given = {"population": "children", "group": GUARD.group} | more
    return PooledLine(
        outcome="response",
        heading="Response",
        whom="children",
        would="respond",
        names=tuple("ABCDEFGH"[: len(counts)]),
        events=events,
        totals=totals,
        footnotes=(),
        pooled=pool(events, totals),
        **given,
    )


RESPONSE = pooled((28, 42), (20, 25), (28, 48), (22, 27))
ALIKE = pooled(*[(10, 20)] * 5)
TOO_FEW = "Too few studies to estimate how much they differ"
NARROW = (
    " τ² was estimated as 0: the prediction interval is as narrow as the pooled one, "
    "probably too narrow."
)


def test_a_diamond_in_words():
    """The rate, what it rests on, the next setting, and how much the studies differ."""
    assert pooled_sentence(RESPONSE) == (
        "Response, pooled (CR/CRi or ORR, single agent): 70 % [52–84] (4 studies, 142 children in "
        "the denominators, each counted once: A, B, C and D). The rate of a new comparable setting "
        "is predicted to lie within 42–89 % (95 % prediction interval). "
        f"{TOO_FEW} (τ² 0.08, I² 34 %)."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([(10, 20)] * 4, f"{TOO_FEW} (τ² 0.00, I² 0 %)."),
        (
            [(10, 20)] * 5,
            """No difference between the studies beyond chance was measured, which does not show
            that there is none (τ² 0.00, I² 0 %).""",
        ),
        (
            [(28, 42), (20, 25), (28, 48), (22, 27), (24, 30)],
            """I² 37 %: an estimate of how much of the spread between the studies is more than
            chance, uncertain with 5 studies (τ² 0.09).""",
        ),
    ],
    ids=["4 studies", "5 alike", "5 that differ"],
)
def test_how_much_the_studies_differ(counts, said):
    """With fewer than five nobody can tell; with more it stays an uncertain estimate."""
    assert spread_sentence(pooled(*counts).pooled) == " ".join(said.split())


def test_a_spread_of_zero_is_a_warning():
    """τ² of 0 is never called homogeneity: the prediction is then probably too narrow."""
    for said in (pooled_sentence(ALIKE), pooled_briefly(ALIKE)):
        assert said.endswith(NARROW)
        for never in ("no heterogeneity", "homogen", "proves", "significant"):
            assert never not in said.casefold()
    assert NARROW not in pooled_sentence(RESPONSE)


def test_five_studies_are_enough_to_differ():
    """The short form warns of too few studies below five, as the long one does."""
    for counts, warned in (([(10, 20)] * 4, True), ([(10, 20)] * 5, False)):
        line = pooled(*counts)
        for said in (pooled_briefly(line), bottom_line(view(pooled=(line,)))):
            assert ("oo few studies" in said) is warned


def test_the_headline_carries_the_diamond():
    """The overview says it in short: rate, studies, patients, next setting, too few to differ."""
    said = headline(view(row("A", 28, 42), row("B", 20, 25), pooled=(RESPONSE,)))
    assert said.endswith(
        "Response, pooled (CR/CRi or ORR, single agent): 70 % [52–84], 4 studies, 142 children, "
        f"each counted once; in a new comparable setting 42–89 %. {TOO_FEW}."
    )


def test_children_that_may_be_shared_are_counted_once_only_as_far_as_is_known():
    """Where a footnote says that two studies may share children, no sentence denies it."""
    doubted = replace(RESPONSE, footnotes=(f"{MAYBE_TWICE}: A and B",))
    for said in (pooled_sentence(doubted), pooled_briefly(doubted)):
        assert "each counted once as far as is known" in said
    other = replace(RESPONSE, footnotes=("x or N derived: A",))
    for said in (pooled_sentence(other), pooled_briefly(other)):
        assert "each counted once" in said
        assert "known" not in said


def test_every_possible_overlap_of_a_diamond_is_in_its_words(library):
    """From the files to alt text, headline and slide; one with a study not in the line is not."""
    table = "study | shares\na | possible b\nb | possible a\nc | possible absent"
    doubted = drawn_view(library, table, "response")
    for said in (doubted.alt, doubted.headline, " ".join(on_slide(doubted))):
        assert "each counted once as far as is known" in said
    assert (
        "known"
        not in drawn_view(library, "study | shares\na |\nb |\nc | possible d", "response").alt
    )


def test_adults_are_pooled_apart_in_words():
    """The line of the adults counts adults, and says so in its name."""
    adults = pooled((52, 90), (49, 72), (121, 164), population="adults", group="adults, CR/CRi")
    said = pooled_sentence(adults)
    opening = "Response, pooled (adults, CR/CRi): 67 % [48–82] (3 studies, 326 patients"
    assert said.startswith(opening)


def test_adults_in_two_rows_are_called_adults():
    """Children and adults stand in sentences of their own."""
    found = [replace(adult(name, 9, 30), same_children=("F",)) for name in "DE"]
    own = [replace(row(name, 9, 30), same_children=("H",)) for name in "GH"]
    said = sentence(view(*own, *found))
    assert "Some children are counted in more than one row: G and H." in said
    assert "Some adults are counted in more than one row: D and E." in said


def test_what_is_remembered_is_of_children():
    """Neither the diamond of the adults nor what their rows share belongs to the bottom line."""
    adults = pooled((52, 90), (49, 72), (121, 164), population="adults", group="adults, CR/CRi")
    rows = [
        replace(adult(name, 9, 30), same_children=(other,)) for name, other in ("DE", "ED", "FD")
    ]
    beside = view(row("A", 9, 12), *rows, pooled=(adults,))
    assert "Response, pooled (adults" in headline(beside)
    assert bottom_line(beside) == "Response: 75 % (9/12, A), in 1 cohort with counts."
    both = view(*rows, pooled=(RESPONSE, adults))
    assert bottom_line(both) == bottom_line(view(pooled=(RESPONSE,)))


OTHER = Guard(kind="strict CR", regimen="single agent")
A, B = (
    replace(row(name, *count), guard=GUARD) for name, count in (("A", (19, 48)), ("B", (22, 53)))
)
UNKNOWN = [replace(one, not_pooled="SOS criteria not found") for one in (A, B)]
TWO = pooled((19, 48), (22, 53))
REFUSAL = (
    "two studies are too few (CR/CRi or ORR, single agent); "
    "the total, not a pooled rate, is 41/101 · 41 % [31–51]"
)
LIFTED = "SOS criteria are unknown or differ. “Pool across SOS criteria” lifts this rule"
ADULTS = [replace(one, population="adults") for one in (A, B)]
ADULT_LINE = pooled((19, 48), (22, 53), population="adults")


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ([A, B], {"pooled": (TWO,)}, f"No pooled rate: {REFUSAL}."),
        (
            [A, replace(B, guard=OTHER)],
            {},
            "No pooled rate: no three of these studies may be pooled.",
        ),
        (UNKNOWN, {"criteria_matter": True}, f"No pooled rate: {LIFTED}."),
        ([A], {}, ""),
        ([replace(one, guard=None) for one in (A, B)], {}, "This outcome is not pooled."),
        ([A, B], {"pooled": (RESPONSE,)}, ""),
        (
            [A, B, *ADULTS],
            {"pooled": (RESPONSE, ADULT_LINE)},
            f"Adults: no pooled rate: {REFUSAL}.",
        ),
        ([], {}, ""),
    ],
    ids=[
        "a refusal with its total",
        "nothing that may be pooled",
        "unknown criteria",
        "a single study",
        "an outcome without a rule",
        "a diamond",
        "a refusal in adults",
        "no rate at all",
    ],
)
def test_why_there_is_no_diamond(rows, more, said):
    """One sentence a population, only where a reader could expect a pooled rate."""
    assert " ".join(no_diamond(view(*rows, **more))) == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (row("A", 9, 12), "of treated"),
        (row("A", percent=70), "of 12 treated"),
        (row("A"), ""),
        (replace(row("A"), marker="at_least"), ""),
    ],
    ids=["count", "percentage", "nothing", "bound"],
)
def test_only_a_rate_says_in_a_table_whom_it_counts(found, said):
    guarded = replace(found, counted="of 12 treated", guard=replace(GUARD, titled=False))
    assert of_whom(guarded) == said


def test_a_study_that_is_shown_in_parts_is_named_once():
    """Two of its rows, one study."""
    parts = [row("A", why=f"{ONLY_PARTS}boys"), replace(row("A", why=f"{ONLY_PARTS}x"), key="A/2")]
    assert for_others_only(parts) == ["More was found for parts of A alone."]


def test_possible_overlaps_stand_in_the_order_of_their_names(library):
    """Ten pairs of five studies, each once."""
    drawn = "\n".join(
        f"{key} | {', '.join(f'possible {k}' for k in 'abcde' if k != key)}" for key in "abcde"
    )
    view = drawn_view(library, f"study | shares\n{drawn}", "response")
    (line,) = view.diamonds
    told = [note for note in line.footnotes if note.startswith(MAYBE_TWICE)]
    pairs = [f"{a} and {b}" for a, b in combinations("abcde", 2)]
    assert told == [f"{MAYBE_TWICE}: {pair}" for pair in pairs]
