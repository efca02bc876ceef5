"""Why a population has no diamond, as a value: who, which groups, which reason, which switch."""

from data.guard import ACROSS
from data.no_diamond import NoDiamond, no_diamonds
from tests.drawn import drawn_view

TWO_GROUPS = """
    study | who      | counts | regimen
    a     | children | 10/20  | alone
    b     | children | 12/20  | alone
    f     | children | 11/20  | combined
    g     | children | 14/20  | combined
    old   | adults   | 15/20  | alone
"""
THREE = "study | who | counts\na | {who} | 10/20\nb | {who} | 12/20\nc | {who} | 15/20"


def test_each_refused_group_is_kept(library):
    """All lines that were refused, with their own reasons; one adult study needs no reason."""
    view = drawn_view(library, TWO_GROUPS, "response", adults=True)
    (one,) = no_diamonds(view)
    assert one == NoDiamond("children", view.pooled)
    assert [line.names for line in one.lines] == [("a", "b"), ("f", "g")]


def test_unknown_criteria_can_be_lifted(view):
    """For children and for adults the same reason, and the switch that takes it away."""
    children, adults = no_diamonds(view("sos_post_hsct", adults=True))
    assert (children.population, adults.population) == ("children", "adults")
    for one in (children, adults):
        assert one.why == "SOS criteria are unknown or differ"
        assert one.lifted_by == ACROSS
        assert one.lines == ()


def test_studies_that_may_not_be_pooled_with_each_other(library):
    """Groups of one study each are no lines, and no switch is named."""
    table = "study | counts | regimen\na | 10/20 | alone\nf | 11/20 | combined"
    (one,) = no_diamonds(drawn_view(library, table, "response"))
    assert one == NoDiamond("children", why="no three of these studies may be pooled")


def test_an_outcome_that_is_never_pooled(library):
    """It has no reason of its own, and of adults it is not said again."""
    for who, expected in (("children", [NoDiamond("children")]), ("adults", [])):
        table = THREE.format(who=who)
        assert no_diamonds(drawn_view(library, table, "hsct_after_ino", adults=True)) == expected


def test_nothing_is_missing_beside_a_diamond(library):
    """A diamond, a single study and an empty view need no reason."""
    drawn = drawn_view(library, THREE.format(who="children"), "response")
    assert drawn.diamonds
    assert no_diamonds(drawn) == []
    assert no_diamonds(drawn_view(library, "study | counts\na | 10/20", "response")) == []
    assert no_diamonds(drawn_view(library, THREE.format(who="adults"), "response")) == []
