"""Tables of what belongs to no single rate."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.context import cell_text
from data.quantities import Cell
from tests.drawn import SAID, study
from tests.visitor import FIRST_RUN, read


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


def test_a_table_says_where_it_was_read(visit):
    """Below the risk factors of one study: what to know beside them, then a link to the source."""
    app = visit("sos")
    (below,) = (one.value for one in app.markdown if "Table 3" in one.value)
    assert below.startswith("Source: [")
    assert below.endswith("Table 3 (stated)")
    assert any(one.value.startswith("Conditioning is unknown") for one in app.caption)


DERIVED = {"derivation": "from Table 2", "note": "one unknown"}


@pytest.mark.parametrize(
    ("told", "notes"), [({}, []), (DERIVED, ["Derived: from Table 2 · one unknown"])]
)
def test_a_table_says_how_it_was_derived(library, told, notes):
    """An empty note is no caption."""

    def draw(library):
        from components.context import draw_risks

        draw_risks(library)

    table = {"title": "SOS", "groups": ["a"], "factors": []} | SAID | told
    one = study("drawn", comparisons=[table])
    drawn = replace(library, studies={one.id: one})
    app = AppTest.from_function(draw, args=(drawn,), default_timeout=FIRST_RUN).run()
    assert [read(caption.value) for caption in app.caption] == notes
    assert "Source: Journal, abstract (stated)" in [one.value for one in app.markdown]
