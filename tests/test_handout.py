"""The handout, read back as a browser would: every number, sentence and source of its brief."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from components.exports.handout import handout, handout_bytes
from data.brief import Brief
from data.overview import common_rows
from data.sentences import below_panel
from data.story_sources import short_sources
from data.story_words import NOT_ADVICE, left_out
from tests.briefs import HOSTILE, SELECTIONS, brief_of, hostile_brief, without_control
from tests.html_reader import Page
from tests.svg_reader import assert_same, assert_says_how, charts, read_chart
from tests.visitor import read

# The whole page as a file, with its fonts; the limit.
HEAVIEST = 120_000
ASKED = SELECTIONS | {
    "widest": dict.fromkeys(("adults", "across", "keep", "small", "together"), True),
    "four lines or more": {"lines": (4, 7)},
    "strict CR after cycle 1": {"definition": "strict CR", "time": "after cycle 1"},
    "other side of an overlap": {"prefer": ("fda-2024",), "across": True},
}
SOME = {name: asked for name, asked in ASKED.items() if name != "nothing"}


@pytest.fixture(scope="module")
def brief(library):
    """Return `brief(**asked)`."""

    def make(**asked) -> Brief:
        return brief_of(library, **asked)

    return make


def sections(text: str) -> list[tuple[str, str, str]]:
    """Heading, drawing and sentence of each of the three parts."""
    found = re.findall(r"<section><h2>(.*?)</h2>(<svg.*?</svg>)<p>(.*?)</p></section>", text)
    return [(unescape(h), drawing, read(unescape(said))) for h, drawing, said in found]


def table(text: str) -> list[list[str]]:
    """The cells of the study table, the head first."""
    lines = re.findall(r"<tr>(.*?)</tr>", text)
    return [[read("".join(Page(c).said("th", "td"))) for c in cells(line)] for line in lines]


def cells(line: str) -> list[str]:
    return re.findall(r"<(?:th|td).*?</(?:th|td)>", line)


@pytest.mark.parametrize("asked", SOME.values(), ids=SOME)
def test_the_drawings_hold_the_numbers(brief, asked):
    """Each of the three drawings, read back, is its view; the same study on the same line."""
    made = brief(**asked)
    common = common_rows(made.views)
    drawings = []
    for (heading, drawing, sentence), view in zip(sections(handout(made)), made.views, strict=True):
        (chart,) = charts(drawing)
        drawings.append(read_chart(chart))
        assert_same(drawings[-1], view, [view.rows[i] for i in common])
        assert heading == drawings[-1].title == f"{view.heading} {view.counted}".strip()
        assert sentence == read(" ".join(below_panel(view)))
        assert_says_how(drawings[-1], [view.rows[i] for i in common])
    tops = [[block.top for block in drawing.blocks[: len(common)]] for drawing in drawings]
    assert tops[0] == tops[1] == tops[2]


def test_the_drawings_name_criteria_and_thresholds(brief):
    """SOS by Seattle, or criteria that were not found; MRD below 0.01 % by flow cytometry."""
    _, mrd, sos = [drawing for _, drawing, _ in sections(handout(brief()))]
    assert "criteria not found" in sos
    assert "Seattle" in sos
    assert "&lt;0.01" in mrd
    assert "threshold not found" in mrd


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_paper_has_no_switches(brief, asked):
    """No sentence and no drawing that is seen tells of a switch that lifts a rule."""
    seen = re.sub("<desc>.*?</desc>", "", handout(brief(**asked)))
    assert "lifts this rule" not in Page(seen).words


@pytest.mark.parametrize("asked", SOME.values(), ids=SOME)
def test_what_the_filters_left_out(brief, asked):
    """Below the sources stands which studies the filters left out, and why."""
    made = brief(**asked)
    main = handout(made).partition("</main>")[0]
    (_, after), last = main.split("Sources</h2>"), read(" ".join(left_out(made)))
    read_in = read(" ".join(short_sources(made)))
    said = [read(unescape(words)) for words in re.findall(r"<p>(.*?)</p>", after)]
    assert said == ([read_in, last] if last else [read_in])
    assert last.startswith("Not shown: ") == bool(made.cohorts.left_out)
    assert all(one.name in last for one in made.cohorts.left_out)


def test_columns_have_headers(brief):
    """A screen reader knows which words name a column, and which name a line."""
    text = handout(brief())
    ((head, body),) = re.findall(r"<thead>(.*?)</thead><tbody>(.*?)</tbody>", text)
    assert head.count("<th ") == head.count('<th scope="col"') > 6
    assert body.count("<th ") == body.count('scope="row"') == body.count("<tr>")


@pytest.mark.parametrize("asked", SOME.values(), ids=SOME)
def test_the_table_holds_the_rates(brief, asked):
    """Every cohort has a line, with each rate and its denominator, or the reason for none."""
    made = brief(**asked)
    head, *lines = table(handout(made))
    assert head[:3] == ["Study", "Design", "n"]
    assert head[-3:] == [view.heading for view in made.views]
    assert len(lines) == len(made.cohorts.chosen) > 0
    for place, view in enumerate(made.views, start=-3):
        for line, row in zip(lines, view.rows, strict=True):
            assert line[0].startswith(row.name)
            assert line[place].startswith(row.why if row.marker == "none" else row.rate())
            assert row.marker != "count" or line[place].endswith(row.counted)


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_was_asked_and_where_it_was_read(brief, asked):
    """Selection in words, version, link, sources and the warning are on the page."""
    made = brief(**asked)
    page = Page(handout(made))
    for words in (*made.asked, f"Data version {made.version}", NOT_ADVICE, made.link()):
        assert words in page.words
    if made.cohorts.chosen:
        assert all(read(source) in page.words for source in short_sources(made))
    assert page.said("title")[0] == f"PedInO: {'; '.join(made.asked)}"
    assert page.links.count(made.link()) == 2
    assert f"v={made.version}" in made.link()


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_it_needs_nothing_else(brief, asked):
    """Whole HTML without script and without anything to fetch; only links leave the page."""
    text = handout(brief(**asked))
    page = Page(text)
    assert page.open == []
    assert page.tags.isdisjoint({"script", "link", "iframe", "img", "object", "form", "base"})
    assert not any(name.startswith("on") for _, name, _ in page.attributes)
    fetched = {tag for tag, name, _ in page.attributes if name in ("src", "href", "srcset")}
    assert fetched <= {"a"}
    assert set(re.findall(r"url\((.{5})", text)) == {"data:"}
    assert "@import" not in text
    assert 'lang="en"' in text
    assert '<meta charset="utf-8">' in text[:200]


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_it_is_light(brief, asked):
    """At most 120 kB, the widest selection included, so that a phone has it at once."""
    assert len(handout_bytes(brief(**asked))) <= HEAVIEST


def test_the_bytes_are_the_page(brief):
    """The file is the same page as the address shows, in UTF-8."""
    assert handout_bytes(brief()).decode("utf-8") == handout(brief())


@pytest.mark.parametrize("base", ["http://localhost:8501", "http://localhost:8501/"])
def test_nothing_left(brief, base):
    """An empty selection says so, draws nothing, and links to all studies."""
    text = handout(replace(brief(min=1000), base=base))
    assert "No study is left with these filters." in Page(text).words
    assert "at least 1000 patients" in Page(text).words
    assert "http://localhost:8501/brief" in Page(text).links
    assert "<svg" not in text
    assert "<table" not in text


def test_notices_stand_on_the_page(brief):
    """What of a link was ignored is said above everything else, as text."""
    page = Page(handout(brief(), ['"<b>x</b>=1" was ignored', "other data"]))
    notices = [value for _, name, value in page.attributes if name == "class"].count("notice")
    assert notices == 2
    assert '"<b>x</b>=1" was ignored' in page.words
    assert "b" not in page.tags
    assert page.words.index("other data") < page.words.index("Response")


def test_hostile_names_are_only_text(library):
    """Names that look like markup, formulas or addresses are words, in drawings and table."""
    made = hostile_brief(library)
    text = handout(made)
    page = Page(text)
    assert page.tags.isdisjoint({"script", "b", "img"})
    assert page.open == []
    for name in HOSTILE:
        assert " ".join(without_control(name).split()) in " ".join(
            without_control(page.words).split()
        )
    assert [link for link in page.links if not link.startswith(made.base)] == []
    _, drawing, _ = sections(text)[0]
    assert len(read_chart(charts(drawing)[0]).blocks) >= len(HOSTILE)


def test_the_title_says_adults_only_when_they_are_shown(brief):
    """Children alone, or children and adults."""
    (alone,) = Page(handout(brief())).said("h1")
    (both,) = Page(handout(brief(adults=True))).said("h1")
    assert alone == "Inotuzumab ozogamicin in children"
    assert both == "Inotuzumab ozogamicin in children and adults"


def test_a_rate_is_never_torn(brief):
    """On screen no line ends between a number and its %, or inside an interval."""
    text = handout(brief())
    main = re.sub(r"<svg.*?</svg>", "", text[text.index("<main>") : text.index("Sources</h2>")])
    assert re.findall(r".{9}\d %|\[\d+–\d+\]", main) == []
    assert "28/42\u00a0·\u00a067\u00a0%\u00a0[50\u2060–\u206080]" in main
