"""What is pooled of made-up studies, case by case."""

from __future__ import annotations

from tests.drawn import drawn_view, lines_of

PARTS = """
study | dose | treated | counts
a     | 0.8  | 12      | 5/12
a     | 1.2  | 15      | 10/14
a     | 1.8  | 20      | 20/20
b     | 1.2  | 30      | 20/30
c     | 0.8  | 25      | 15/25
"""


def test_two_parts_of_a_study_count_as_one(library):
    """Disjoint cohorts of one study are added up: three studies, not four."""
    found = drawn_view(library, PARTS, "response", dose=(0.8, 1.2))
    (line,) = found.pooled
    assert (line.names, line.events, line.totals) == (("a", "b", "c"), (15, 20, 15), (26, 30, 25))
    assert line.pooled.k == 3
    assert [row.title for row in found.rows if row.pooled_in] == [
        "a, dose 0.8",
        "a, dose 1.2",
        *"bc",
    ]


def test_one_study_is_not_pooled(library):
    """A filter that leaves one study leaves no line, also when it comes in parts."""
    found = drawn_view(library, PARTS, "response", dose=(0.8, 1.2), studies=("a",))
    assert found.pooled == ()
    reason = "pooled apart (CR/CRi or ORR, single agent), and alone there"
    assert [row.not_pooled for row in found.rows] == [reason, reason]


def test_a_line_is_made_after_the_filters(view):
    """Of Brivio alone there is nothing to pool, and the sentence does not speak of pooling."""
    found = view("response", dose=(1.4, 1.4))
    assert found.pooled == ()
    assert found.pooled_words == ""
    assert found.drawn[0].not_pooled.startswith("pooled apart (")


OVERLAPS = """
study | counts | shares                             | told
a     | 20/40  | inside w                           | its 40 children are inside w
b     | 20/40  | inside w, same c                   | its 40 children are inside w
c     | 20/39  | inside w, same b                   | its 39 children are inside w
x     | 10/30  |                                    | ◆
y     | 15/30  |                                    | ◆
w     | 50/90  | contains a, contains b, contains c | ◆
"""


def test_left_out_rows_name_the_study_that_counts_their_children(library):
    """The largest set counts 150 children; each row that is left out says where they are."""
    found = drawn_view(library, OVERLAPS, "response")
    told = {row.name: "◆" if row.pooled_in else row.not_pooled for row in found.rows}
    assert told == {line["study"]: line["told"] for line in lines_of(OVERLAPS)}
    assert found.pooled[0].counted.startswith("3 studies, 150 children in the denominators")


def test_a_preferred_part_replaces_the_whole(library):
    """Preferring one part counts the largest set that holds it."""
    found = drawn_view(library, OVERLAPS, "response", prefer=("c",))
    assert found.pooled[0].names == ("a", "c", "x", "y")
    reasons = {item.name: item.reason for item in found.not_pooled}
    assert reasons == {
        "b": "it counts the same children as c",
        "w": "it contains children of a; it contains children of c",
    }


REFUSED = """
study | counts
a     | 12/12
b     | 15/15
c     | 20/20
"""


def test_a_refusal_gives_the_total_and_the_reason(library):
    """Where the model has no estimate nothing is drawn, and no number is invented."""
    found = drawn_view(library, REFUSED, "response")
    reason = "every patient of these studies had the event: the model has no finite estimate"
    assert found.diamonds == ()
    assert {row.not_pooled for row in found.rows} == {f"{reason} (CR/CRi or ORR, single agent)"}
    assert found.pooled_words == (
        f"No pooled rate: {reason} (CR/CRi or ORR, single agent); "
        "the total, not a pooled rate, is 47/47 · 100 % [92–100]."
    )


FOOTNOTES = """
study | definition     | of        | shares
a     | cr_as_reported | treated   | possible b
b     | cr_as_reported | evaluable | possible a
c     | orr            | treated   | possible absent
"""


def test_footnotes_name_the_studies_that_they_concern(library):
    """Each footnote stands once: definitions, differing denominators, possible overlaps."""
    (line,) = drawn_view(library, FOOTNOTES, "response").pooled
    assert line.footnotes == (
        "reported as CR; whether CRi is included was not found: a, b",
        "denominators differ: treated: a, c; evaluable for response: b",
        "ages: a not found; b not found; c not found",
        "may count some patients twice: a and b",
    )


def test_a_study_without_any_case_counts_as_none(library):
    """0/30 is pooled as 0 of 30."""
    table = """
    study | counts
    a     | 0/30
    b     | 5/25
    c     | 6/25
    """
    (line,) = drawn_view(library, table, "response").pooled
    assert (line.events, line.totals) == ((0, 5, 6), (30, 25, 25))
