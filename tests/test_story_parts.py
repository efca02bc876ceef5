"""What a part of the story says where it has nothing to show, and only there."""

from __future__ import annotations

import pytest

from data.story import tell
from data.story_parts import NO_TOXICITY, NOTHING_TO_COMPARE, NOTHING_TO_POOL
from data.story_words import NOTHING_LEFT
from tests.briefs import brief_of
from tests.drawn import drawn_library

FOUR = """
study | counts
a     | 20/30
b     | 15/30
c     | 10/30
d     | 12/30
"""


@pytest.fixture(scope="module")
def four(library):
    """Four studies whose responses can be pooled, and nothing else is known of them."""
    return drawn_library(library, FOUR, "response")


@pytest.mark.parametrize(
    ("key", "said"), [("studies", NOTHING_LEFT), ("pooled", NOTHING_TO_POOL)], ids=str
)
def test_only_an_empty_table_is_explained(four, key, said):
    (full,) = tell(brief_of(four), [key])
    assert full.lines
    assert full.sentences == ()
    (empty,) = tell(brief_of(four, min=100), [key])
    assert (empty.sentences, empty.lines) == ((said,), ())


def test_the_order_of_groups_is_told_only_beside_groups(library):
    """Of Brivio 2021 toxicity was counted by dose level, of Bhojwani 2019 not."""
    (counted,) = tell(brief_of(library, studies=("brivio-2021",)), ["toxicity"])
    assert counted.lines
    assert counted.sentences == ("The order printed need not be the order of treatment.",)
    (none,) = tell(brief_of(library, studies=("bhojwani-2019",)), ["toxicity"])
    assert (none.sentences, none.lines) == ((NO_TOXICITY,), ())


@pytest.mark.parametrize("chosen", [(), ("a",)], ids=["none", "one"])
def test_fewer_than_two_studies_are_not_side_by_side(four, chosen):
    """Beside one study alone no table stands; what to do is said instead."""
    (part,) = tell(brief_of(four, compare=chosen), ["compare"])
    assert part.title == "Study against study"
    assert (part.sentences, part.lines) == ((NOTHING_TO_COMPARE,), ())


def test_two_studies_stand_side_by_side(four):
    (part,) = tell(brief_of(four, compare=("a", "b")), ["compare"])
    assert part.title == "a and b, side by side"
    assert NOTHING_TO_COMPARE not in part.sentences
    assert {tuple(line) for line in part.lines} == {("", "a", "b")}
