"""How sure a pooled rate is: all methods, each study left out, and a bedside reading, in words."""

from __future__ import annotations

import pytest

from data.how_sure import (
    METHOD_NAMES,
    above_sentence,
    bedside_sentence,
    how_sure,
    method_rows,
    methods_sentence,
    probability_text,
    without_sentence,
)
from data.pooling import pool
from data.rows import PooledLine
from tests.drawn import cells_of


def line(*counts: str) -> PooledLine:
    """A pooled line of studies A, B, C … with these counts."""
    pairs = [tuple(map(int, count.split("/"))) for count in counts]
    events, totals = zip(*pairs, strict=True)
    return PooledLine(
        outcome="response",
        heading="Response",
        population="children",
        group="drawn",
        whom="children",
        would="respond",
        names=tuple("ABCDEFGH"[: len(pairs)]),
        events=events,
        totals=totals,
        footnotes=(),
        pooled=pool(events, totals),
    )


@pytest.fixture(scope="module")
def response(view) -> PooledLine:
    """28/42, 20/25, 28/48 and 22/27."""
    return view("response").pooled[0]


def cells(pooled_line: PooledLine) -> list[list[str]]:
    return [list(row.values()) for row in method_rows(how_sure(pooled_line))]


# metafor 3.8.1: rma.glmm (100 nodes, t); rma with REML and knha, REML and adhoc, DL and z.
# The last by hand: logit 98/142, standard error √(1/98 + 1/44).
RESPONSE = """
glmm       | 70.3 % [51.7–83.9] | 41.9–88.6 % | 0.08 | 34 %
reml       | 70.3 % [49.8–84.9] | 34.6–91.3 % | 0.15 | 50 %
reml-adhoc | 70.3 % [49.7–85.0] | 34.6–91.4 % | 0.15 | 50 %
dl         | 70.2 % [58.1–80.0] | 48.8–85.3 % | 0.14 | 48 %
common     | 69.0 % [60.9–76.1] | –           | –    | –
"""
# Half of the patients in every study: τ² = 0, standard error √(1/26 + 1/26); by hand.
ALIKE = """
glmm       | 50.0 % [23.3–76.7] | 23.3–76.7 % | 0.00 | 0 %
reml       | {no width}         | –           | –    | –
reml-adhoc | 50.0 % [23.3–76.7] | 23.3–76.7 % | 0.00 | 0 %
dl         | 50.0 % [36.7–63.3] | 36.7–63.3 % | 0.00 | 0 %
common     | 50.0 % [36.7–63.3] | –           | –    | –
""".replace("{no width}", "all rates are the same: Hartung and Knapp's interval has no width")


def drawn(table: str) -> list[list[str]]:
    """The methods by the names that a reader sees."""
    return [[METHOD_NAMES[method], *said] for method, *said in cells_of(table)]


def test_all_methods_stand_side_by_side(response):
    """The diamond's own method first; one common rate has no spread and predicts no setting."""
    assert cells(response) == drawn(RESPONSE)


def test_a_method_that_refuses_says_why():
    """The reason stands in the place of the rate, and the other methods stay."""
    alike = line("10/20", "8/16", "8/16")
    assert cells(alike) == drawn(ALIKE)
    assert methods_sentence(how_sure(alike)).startswith("4 of 5 methods give a rate: 50 %,")


def test_where_nothing_is_pooled_every_method_says_why():
    """Two studies: no method gives a number, and the total stands by itself."""
    two = how_sure(line("19/48", "22/53"))
    assert cells(two.line) == [
        [name, "two studies are too few", "–", "–", "–"] for name in METHOD_NAMES.values()
    ]
    assert methods_sentence(two) == (
        "No method gives a rate: two studies are too few (drawn); "
        "the total, not a pooled rate, is 41/101 · 41 % [31–51]."
    )


def test_how_far_the_methods_agree(response):
    """The span of their rates, and of their intervals."""
    assert methods_sentence(how_sure(response)) == (
        "5 of 5 methods give a rate: 69 to 70 %, with intervals from 50 to 85 %."
    )


@pytest.mark.parametrize(
    ("counts", "note"),
    [
        (("0/9", "4/12", "5/15"), " The three logit methods add 0.5 to the counts of A."),
        (("3/9", "9/9", "0/9", "5/9"), " The three logit methods add 0.5 to the counts of B, C."),
        (("1/9", "11/12", "5/15"), ""),
    ],
    ids=str,
)
def test_a_study_with_a_zero_cell_is_named(counts, note):
    """Where nobody or everybody had the event, the logit methods change the counts and say so."""
    assert methods_sentence(how_sure(line(*counts))).partition(" %.")[2] == note


def test_each_study_left_out(response):
    """28/48 pulls the rate down most: without O'Brien it is 4.2 points higher."""
    sure = how_sure(response)
    assert [round(100 * fit.estimate) for fit in sure.without] == [73, 67, 74, 66]
    assert without_sentence(sure) == (
        "Leaving out one study at a time, the pooled rate is 66 to 74 %, with intervals from 37 to "
        "92 %. It is most influenced by O'Brien 2022: without it the rate is 4.2 points higher."
    )


def test_a_study_that_pulls_the_rate_up():
    """Without the highest of four the rate is lower."""
    said = without_sentence(how_sure(line("10/30", "10/30", "10/30", "27/30")))
    assert "It is most influenced by D: without it the rate is " in said
    assert said.endswith(" points lower.")


def test_where_one_study_pulls_far():
    """Without A there are three studies alike: 50 %, and with it 39 %."""
    said = without_sentence(how_sure(line("2/20", "10/20", "10/20", "10/20")))
    assert said.endswith("most influenced by A: without it the rate is 11.3 points higher.")


@pytest.mark.parametrize(
    ("last", "pull"), [("97/200", "0.6 points higher."), ("103/200", "0.6 points lower.")]
)
def test_where_a_study_pulls_a_little(last, pull):
    """Less than one point still has a direction."""
    said = without_sentence(how_sure(line("50/100", "50/100", "50/100", last)))
    assert said.endswith(f"most influenced by D: without it the rate is {pull}")


def test_where_no_study_pulls():
    """Four studies alike: none is said to move the rate by 0.0 points."""
    assert without_sentence(how_sure(line("10/20", "10/20", "10/20", "20/40"))) == (
        "Leaving out one study at a time, the pooled rate is 50 %, with intervals from 25 to "
        "75 %. No study moves it by as much as 0.1 points."
    )


@pytest.mark.parametrize("counts", [("19/48", "22/53"), ("20/28", "16/19", "18/22")], ids=str)
def test_leaving_one_out_needs_four_studies(counts):
    """Of three, two would remain, and two are not pooled."""
    sure = how_sure(line(*counts))
    assert sure.without == ()
    assert without_sentence(sure) == "Leaving one out needs 4 studies."


def test_a_rate_that_hangs_on_one_study_alone():
    """Without the only study with an event there is no rate: this study is the one to name."""
    sure = how_sure(line("0/10", "0/12", "0/9", "3/10"))
    assert not sure.without[3].estimable
    assert "D" in without_sentence(sure)


# Four million simulated settings give the same: θ from Student's t, then a binomial count.
BEDSIDE = """
response      | 10 children              | 5 to 9   | respond         | 50 % | 95 %
response      | 8 children               | 3 to 7   | respond         | 60 % | 84 %
response      | 30 children              | 16 to 26 | respond         | 95 % | less than 1 %
response      | 10 adults                | 4 to 9   | respond         | 5 %  | more than 99 %
mrd_negative  | 10 responding children   | 6 to 10  | be MRD-negative | 50 % | 98 %
sos_post_hsct | 10 transplanted children | 1 to 7   | have SOS        | 50 % | 17 %
sos_post_hsct | 10 transplanted adults   | 0 to 4   | have SOS        | 50 % | 1 %
"""


@pytest.mark.parametrize("case", cells_of(BEDSIDE), ids=lambda case: " ".join(case[:2]))
def test_what_it_means_at_the_bedside(view, case):
    """Of the next so many patients so many, and how probable a rate above a threshold is."""
    outcome, of_whom, numbers, would, threshold, probability = case
    lines = view(outcome, adults=True, across=True).diamonds
    (found,) = (one for one in lines if of_whom.endswith(one.population))
    assert bedside_sentence(found, int(of_whom.split()[0])) == (
        "In a new comparable setting, with a probability of at least 80 %, "
        f"{numbers} of the next {of_whom} would {would}."
    )
    assert above_sentence(found, int(threshold.removesuffix(" %"))) == (
        f"The probability that the rate there is above {threshold} is {probability}."
    )


def test_one_number_stands_alone():
    """Where both ends are the same the sentence gives one number."""
    sure_thing = line("299/300", "298/300", "299/300")
    said = bedside_sentence(sure_thing, 5)
    assert said.endswith(
        " with a probability of at least 80 %, 5 of the next 5 children would respond."
    )


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (100, "more than 99 %"),
        (99.2, "more than 99 %"),
        (99, "99 %"),
        (94.6, "95 %"),
        (1, "1 %"),
        (0.8, "less than 1 %"),
        (0, "less than 1 %"),
    ],
)
def test_a_probability_is_never_certain(percent, shown):
    """Neither 0 % nor 100 % is ever printed."""
    assert probability_text(percent) == shown


def test_nothing_is_read_from_a_refusal():
    """There is no bedside reading where there is no diamond."""
    for reading in (bedside_sentence, above_sentence):
        with pytest.raises(ValueError, match="nothing was pooled: two studies are too few"):
            reading(line("19/48", "22/53"), 10)


def test_other_methods_may_answer_where_the_main_one_refuses():
    """All or none in every study: the model has no finite estimate, the logit methods do."""
    sure = how_sure(line("5/5", "0/6", "7/7", "0/8"))
    assert not sure.line.pooled.estimable
    assert methods_sentence(sure).startswith("4 of 5 methods give a rate: 46 to 48 %,")
    assert "the rates differ too much" in method_rows(sure)[0]["Rate [95 %]"]
