"""The exported table: what stands in its columns."""

from __future__ import annotations

from data.columns import view_table
from data.rows import Row, View
from data.survival import lasting
from data.words import marked
from tests.briefs import brief_of
from tests.own_sessions import own_file, with_own


def statuses(library, **asked) -> dict[str, dict[str, str | None]]:
    """For each kind of row the status beside each name."""
    table = view_table(brief_of(library, **asked).view("response"))
    return {
        kind: dict(zip(rows["study"], rows["status"], strict=True))
        for kind, rows in table.groupby("kind")
    }


def test_without_own_series_every_study_is_published(library):
    """A pooled row counts no own series, so nothing is said of it."""
    found = statuses(library)
    assert set(found["study"].values()) == {"published"}
    assert set(found["pooled"].values()) == {None}


def test_an_own_series_is_marked_unpublished_alone_and_where_it_is_pooled(library):
    """Its row says so, and of the pooled studies how many are own."""
    found = statuses(with_own(library, own_file()), own=True)
    others = dict(found["study"])
    assert others.pop(marked("Our center")) == "own series, unpublished"
    assert set(others.values()) == {"published"}
    assert "1 of 5: own series, unpublished" in found["pooled"].values()


def test_the_part_that_is_counted_is_named(library):
    """Or that it is the whole study."""
    table = view_table(brief_of(library, dose=(1.8, 1.8)).view("response"))
    cohorts = dict(zip(table["study"], table["cohort"], strict=True))
    assert cohorts["Bhojwani 2019"] == "whole study"
    assert cohorts["Brivio 2021"].startswith("dose level 2")


def test_only_counts_have_an_interval_of_ours(library):
    """A published interval has columns of its own."""
    brief = brief_of(library)
    shown = [*brief.views, *lasting(brief)]
    for row, line in ((r, one) for view in shown for r, one in lines_of_rows(view)):
        expected = (row.low, row.high) if row.marker == "count" else (None, None)
        assert (line["low_95"], line["high_95"]) == expected
    assert {row.marker for view in shown for row in view.rows} >= {"count", "estimate", "none"}


def lines_of_rows(view: View) -> list[tuple[Row, dict]]:
    table = view_table(view)
    records = table[table["kind"] == "study"].to_dict("records")
    return list(zip(view.rows, records, strict=True))
