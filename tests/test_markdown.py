"""Data as Markdown text: what was typed is what is read."""

import re

import pytest

from components.markdown import link, plain


@pytest.mark.parametrize(
    "typed",
    [
        "**bold** and _it_ and `code`",
        "[click](javascript:alert(1))",
        "![x](https://elsewhere.example/x.png)",
        "<script>alert(1)</script>",
        "$\\alpha$ and :red[colour] :material/star:",
        "# heading | cell ~strike~ {brace} & > quote",
    ],
)
def test_nothing_typed_can_act(typed):
    """Every character with a meaning in Markdown, LaTeX or HTML is escaped."""
    assert re.sub(r"\\(.)", r"\1", plain(typed)) == typed
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]()<>#$:|~{}!&]", plain(typed))


def test_lines_are_joined():
    """A line break in a text cannot start a list, a heading or a table row."""
    assert plain("one\n# two\r\n- three") == "one \\# two - three"


def test_a_rate_is_never_torn():
    """A rate keeps its interval on the same line of a narrow column."""
    shown = plain("28/48 · 58 % [43–72] of 48 evaluable")
    rate = shown.partition(" of ")[0]
    assert " " not in rate
    assert "\u2060–\u2060" in rate


def test_links():
    """A link's words are plain; an address with brackets cannot end it early."""
    assert (
        link("J Clin Oncol", "https://a.example/x_(1)")
        == "[J Clin Oncol](https://a.example/x_%281%29)"
    )
    assert link("no [address]", None) == "no \\[address\\]"
