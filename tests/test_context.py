"""Tables of what belongs to no single rate."""

import pytest

from components.context import cell_text
from data.quantities import Cell


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ({"events": 6, "n": 11}, "6/11"),
        ({"events": 6, "n": 11, "printed_percent": 50}, "6/11 (printed 50 %)"),
        ({"median": 6, "low": 3, "high": 12}, "6 (3–12)"),
        ({"median": 6, "low": 3}, "6 (≥ 3)"),
        ({"median": 6}, "6"),
    ],
)
def test_a_cell_is_shown_as_far_as_it_is_known(cell, shown):
    assert cell_text(Cell(**cell)) == shown
