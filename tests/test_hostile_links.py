"""Whatever a link says, a page comes, and says in a short sentence what it ignored.

Run without a browser; `tests/browser/test_hostile_links.py` opens some of them for real.
"""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import evidence, store
from data.library import Library
from data.links import (
    EMBED,
    OTHER_PARAMETERS,
    STUDY_NAMES,
    few,
    own_series_notice,
    parse,
    version_notice,
    write,
)
from data.problems import Problem
from data.selection import STUDY_LISTS, Limits, Selection
from tests.hostile_links import FILTERS, NAMES, RAW_QUERIES, VALUES, everything
from tests.test_brief_route import get, notices
from tests.visitor import foot, read

ALLOWED = Limits(
    dose=(0.8, 1.8),
    names={"brivio-2021": "Brivio 2021", "fda-2024": "FDA 2024"},
    sharing={"fda-2024": "FDA 2024"},
)
# Markup that is alive in HTML, and in Markdown where nothing escapes it.
LIVE = re.compile(r"(?<!\\)<(script|img)", re.IGNORECASE)
LONGEST = 120
AT_ONCE = ("script", "10 kB", "a thousand different", "turned around")
ALONE = ("script", "a thousand different")


@pytest.fixture(autouse=True)
def forget_pages():
    yield
    evidence._handout_page.cache_clear()


def is_harmless(sentence: str) -> bool:
    """One printable line of bounded length."""
    return len(sentence) < LONGEST and sentence.isprintable()


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
def test_each_value_is_understood_or_named(name, values):
    """Each filter either means something that a link can say, or stays as it was and says so."""
    selection, ignored = parse({name: values}, ALLOWED)
    assert parse(write(selection, ALLOWED), ALLOWED) == (selection, [])
    assert all(f'"{name}=' in one and is_harmless(one) for one in ignored)
    if ignored and name not in STUDY_LISTS:
        assert selection == Selection()


def test_what_looks_like_a_number_is_one():
    """Digits of any script are read; a range holds as far as it lies between the ends."""
    for digits in ("full width", "Arabic digits"):
        assert parse({"lines": VALUES[digits]}, ALLOWED) == (Selection(), [])  # 1 to 7: all
    assert parse({"min": ["\uff11\uff10"]}, ALLOWED)[0].min == 10
    assert parse({"dose": ["1.4", "1e999"]}, ALLOWED)[0].dose == (1.4, 1.8)
    many = VALUES["as many digits as Python reads"]
    assert parse({"min": many}, ALLOWED)[0] == Selection()


words = st.text(max_size=20) | st.sampled_from(
    [one for values in VALUES.values() for one in values]
)
links = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=10), st.lists(words, max_size=4), max_size=8
)


@given(links)
def test_no_link_breaks_the_parser(params):
    """Any link gives a selection that comes back from its own link, and harmless words."""
    selection, ignored = parse(params, ALLOWED)
    assert parse(write(selection, ALLOWED), ALLOWED) == (selection, [])
    said = [
        *ignored,
        *version_notice(params.get("v", []), "12345678"),
        *own_series_notice(params.get("own_series", [])),
    ]
    assert all(map(is_harmless, said))


@settings(deadline=None, max_examples=60)  # the first page is made from nothing
@given(links)
def test_no_link_breaks_the_plain_page(params):
    """`/brief` answers any link with a page; nothing of the link is alive on it."""
    status, headers, page = get(urlencode(params, doseq=True))
    assert status == 200
    assert headers["content-security-policy"].startswith("font-src data:; default-src 'none'")
    assert not LIVE.search(page)
    assert all(map(is_harmless, notices(page)))


@pytest.mark.parametrize("query", RAW_QUERIES.values(), ids=RAW_QUERIES)
def test_the_plain_page_reads_any_spelling(query):
    """What no program writes is no mistake of the server."""
    status, headers, page = get(query)
    assert status == 200
    assert "set-cookie" not in headers
    assert not LIVE.search(page)
    assert all(map(is_harmless, notices(page)))


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
def test_the_plain_page_stays_small(values):
    """However much a link holds that is ignored, it is a few lines on a page of at most 120 kB."""
    status, _, page = get(everything(values))
    assert status == 200
    assert len(page.encode()) < 120_000
    assert len(notices(page)) <= 6
    assert not LIVE.search(page)


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES)
def test_each_page_opens_with_nonsense_everywhere(visit, values):
    """All parameters at once: the page is drawn, and one notice says what was ignored."""
    app = visit("studies", **parse_qs(everything(values), keep_blank_values=True))
    is_drawn_with_one_notice(app)


@pytest.mark.parametrize("page", ["compare", "journal_club", "own_series"])
@pytest.mark.parametrize("kind", AT_ONCE)
def test_pages_with_parameters_of_their_own_open(visit, page, kind):
    """So are the pages that read a link themselves."""
    is_drawn_with_one_notice(visit(page, **dict.fromkeys(NAMES, VALUES[kind][:40])))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ALONE)
def test_each_parameter_alone_opens(visit, name, kind):
    """One parameter of nonsense, also the one that begins a presentation, spoils nothing."""
    app = visit(**{name: VALUES[kind]})
    assert not app.exception
    assert not app.error
    assert store.library().version in foot(app)
    said = [read(warning.value) for warning in app.warning]
    assert len(said) == (name != "open")  # of the page "Studies", which says it there
    assert all(len(one) < 4 * LONGEST for one in said)


def is_drawn_with_one_notice(app) -> None:
    assert not app.exception
    assert not app.error
    assert store.library().version in foot(app)
    notices = [one.value for one in app.warning if "No study is called" not in one.value]
    assert len(notices) <= 1
    assert all(len(read(one)) < 7 * LONGEST for one in notices)
    assert not any(LIVE.search(one.value) for one in app.warning)


def test_a_thousand_ignored_values_are_one_notice(visit):
    """The first are named, the others counted."""
    app = visit(**{f"unheard{number}": ["1"] for number in range(900)})
    (notice,) = app.warning
    lines = read(notice.value).split("\n")
    assert [line.strip() for line in lines] == [
        '"unheard0=1" was ignored; allowed: names of filters',
        '"unheard1=1" was ignored; allowed: names of filters',
        '"unheard2=1" was ignored; allowed: names of filters',
        "897 more values were ignored",
    ]


def test_the_notice_goes_with_a_reset(visit):
    """What was ignored is past when the visitor starts anew."""
    app = visit(dose=["abc"], adults=["true"])
    assert len(app.warning) == 1
    next(button for button in app.button if button.label == "Reset all").click().run()
    assert not app.warning


def test_a_value_that_is_repeated_is_said_once():
    """A thousand times the same is one sentence, and so few are all told."""
    _, ignored = parse({"studies": ["FDA 2024", *["nobody"] * 999]}, ALLOWED)
    assert few(ignored) == [f'"studies=nobody" was ignored; allowed: {STUDY_NAMES}']
    told = [f"{number}" for number in range(4)]
    assert few(told) == told


def test_what_streamlit_reads_itself_is_left_to_it():
    """Its two parameters are no nonsense; what only begins like them is."""
    assert parse({name: ["true"] for name in EMBED}, ALLOWED) == (Selection(), [])
    assert parse({"embedded": ["1"]}, ALLOWED)[1] == [
        '"embedded=1" was ignored; allowed: names of filters'
    ]


def test_many_broken_files_are_one_notice(visit, monkeypatch, library: Library):
    """One broken file is named; of many the first three are, and the number of the others."""
    for count, said in (
        (1, "0.yaml has mistakes and is not shown; `python -m data` names them."),
        (2, "2 study files have mistakes and are not shown: 0.yaml and 1.yaml; "),
        (
            40,
            "40 study files have mistakes and are not shown: 0.yaml, 1.yaml, 10.yaml and 37 more; ",
        ),
    ):
        problems = [Problem(f"{number}.yaml", 1, "id", "is wrong") for number in range(count)] * 2
        broken = store.library().__class__(**(vars(library) | {"problems": problems}))
        monkeypatch.setattr(store, "library", lambda broken=broken: broken)
        (notice,) = visit("ledger").warning
        assert said in read(notice.value)


def test_every_parameter_that_the_code_reads_is_tried(project: Path):
    """Each parameter that a component or page names is among those of this test."""
    named = re.compile(r'query_params(?:\.get|\.get_all)?[\[(]"(\w+)"|"(\w+)" in st\.query_params')
    texts = [
        path.read_text()
        for part in ("components", "pages")
        for path in (project / part).rglob("*.py")
    ]
    found = {name for text in texts for pair in named.findall(text) for name in pair if name}
    assert {"open", "present", "parts", "own_series"} <= found
    assert found <= set(NAMES)
    bound = {match for text in texts for match in re.findall(r'key="(\w+)",?\s*bind="query', text)}
    assert {"studies", "dose", "parts"} <= bound
    assert bound <= set(NAMES)
    assert set(NAMES) == {*FILTERS, *OTHER_PARAMETERS}
