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
        "- item",
        "1. one",
        "https://a.example, www.a.example or a@a.example",
        ":material/home: and :smile:",
        "a -> b <- c",
    ],
)
def test_nothing_typed_can_act(typed):
    """Every character with a meaning in Markdown, LaTeX or HTML is escaped."""
    assert re.sub(r"\\(.)", r"\1", plain(typed)).replace("\u2060", "") == typed
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]()<>#$:|~{}!&]", plain(typed))


@pytest.mark.parametrize(
    "taken",
    ["https://", "http://", "www.", "a@", ":material/home:", ":smile:", "->", "<-", ">=", "--"],
)
def test_nothing_becomes_a_link_an_icon_or_an_arrow(taken):
    """What the browser looks for after the escapes is not there in one piece."""
    escaped = plain(f"x {taken} y")
    assert taken not in re.sub(r"\\(.)", r"\1", escaped)


@pytest.mark.parametrize("typed", ["- one", "-", "2. two", "10) ten", "== line"])
@pytest.mark.parametrize("before", ["", " ", "   ", "\n"])
def test_no_text_begins_a_list(typed, before):
    """A name that looks like a list item keeps its dash or its number, also after spaces."""
    assert re.match(r" ?\d*\\", plain(before + typed))


@pytest.mark.parametrize("typed", ["    x", "\t\tx", " \n   x", "one      two"])
def test_no_text_begins_program_code(typed):
    """Four spaces would: then the escapes after them stood on the screen."""
    assert "  " not in plain(typed)


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


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/sos?dose=1.4&dose=1.8&open=a+b%20c", "/sos?dose=1.4&dose=1.8&open=a+b%20c"),
        ("https://a.example/x y", "https://a.example/x%20y"),
        ("https://a.example/x)[y](javascript:z", "https://a.example/x%29%5By%5D%28javascript:z"),
        ("https://a.example/<b>\n# c\\", "https://a.example/%3Cb%3E%0A#%20c%5C"),
        ("https://a.example/?a=1&lt;=2&#41;", "https://a.example/?a=1&amp;lt;=2&amp;#41;"),
    ],
)
def test_an_address_is_one_address(address, written):
    """Nothing in it ends it, and no character reference is read as another character."""
    assert link("x", address) == f"[x]({written})"
