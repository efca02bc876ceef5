"""How much of a long view one screen shows."""

from dataclasses import replace

import pytest

from components import panel
from components.forest import forest
from data.readable import READABLE, readable, shortened


@pytest.fixture
def long_view(view):
    """A view with three times as many rows as are readable, every third without a rate."""
    shown = view("response", adults=True, studies=())
    drawn, missing = shown.drawn[0], next(row for row in shown.rows if row.marker == "none")
    rows = [replace(missing if i % 3 == 0 else drawn, why=f"{i}") for i in range(3 * READABLE)]
    return replace(shown, rows=tuple(rows))


@pytest.mark.parametrize("outcome", ["response", "mrd_negative", "sos_post_hsct"])
def test_a_view_of_the_shipped_studies_is_whole(view, outcome):
    """With everything switched on, every row stands on the screen and nothing is said of it."""
    shown = view(outcome, adults=True, keep=True, across=True)
    assert readable(shown).drawn == shown.drawn
    assert shortened(len(shown.rows)) == shortened(len(shown.listed)) == ""


def test_forty_rows_are_readable(long_view):
    assert len(readable(long_view).rows) == 40


def test_a_long_view_keeps_its_first_rows_in_order(long_view):
    """Diamonds and sentences still count all."""
    shown = readable(long_view)
    assert shown.drawn == long_view.drawn[:READABLE]
    assert shown.pooled == long_view.pooled
    assert shown.sentence == long_view.sentence


def test_what_is_left_out_is_said(long_view, monkeypatch):
    """Chart and table show the first rows and say of how many."""
    said, tables = [], []
    monkeypatch.setattr(panel.st, "info", lambda words, **_: said.append(words))
    monkeypatch.setattr(panel.st, "table", lambda table, **_: tables.append(table))
    monkeypatch.setattr(panel, "study_link", lambda _, words: words)
    monkeypatch.setattr(panel, "compare_link", lambda *_: "")
    panel.draw_table(long_view)
    assert len(tables[0]) == READABLE
    rows, listed = said  # the table, and then those without a rate
    assert rows.startswith(f"The first {READABLE} of {2 * READABLE} rows are shown.")
    assert listed.startswith(f"The first {READABLE} of {len(long_view.listed)} rows are shown.")


def test_files_have_all_rows(long_view):
    """Only the screen is shortened: a chart made for a file draws every row."""
    assert drawn_rows(forest(long_view)) == 2 * READABLE
    assert drawn_rows(forest(readable(long_view))) == READABLE


def drawn_rows(figure) -> int:
    return sum(len(t["x"]) for t in figure["data"] if t.get("mode") == "markers")


@pytest.mark.parametrize(("rows", "words"), [(READABLE, ""), (READABLE + 1, "of 41 rows")])
def test_the_limit_itself_is_readable(rows, words):
    """One row more than the limit, and the sentence stands there."""
    assert words in shortened(rows)
    assert bool(shortened(rows)) == bool(words)
