"""A view in words: caption and alt text."""

from dataclasses import replace

from data.rows import Row, View
from data.sentences import headline, sentence


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
    assert (
        sentence(view(row("A", 9, 12)))
        == "Response: 75 % (9/12, A), the only study with counts here."
    )


def test_adults_stand_apart():
    """Adults never stretch the range of the children's rates."""
    said = sentence(view(row("A", 1, 2), row("B", 1, 4), adult("C", 9, 10)))
    assert said.startswith(
        "Response: from 25 % (1/4, B) to 50 % (1/2, A), in 2 cohorts with counts."
    )
    assert "Adults, for context: 90 % (9/10, C), the only study with counts here." in said
    only_adults = sentence(view(adult("C", 9, 10)))
    assert only_adults.startswith("Response: no study in children in this selection gives counts.")


def test_percentages_stand_apart():
    """A bare percentage is named as such and is no end of the range."""
    said = sentence(view(row("A", 1, 2), row("B", percent=99), row("C")))
    assert said.endswith("Only a percentage, without counts: B (99 %).")
    assert "C" not in said


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
    assert "The SOS criteria were found for 1 of 2" in headline(sos)
    assert headline(sos) in sentence(sos)


def test_nothing_to_say():
    """An empty view is a sentence too."""
    assert sentence(view()) == "Response: no study in this selection gives counts."
