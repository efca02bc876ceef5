"""The plain page `/brief` behind the real middleware, called as ASGI servers do."""

from __future__ import annotations

import asyncio
import gzip
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers

import app
from components import brief_route, evidence, store
from components.exports.handout import handout
from data.library import BrokenLibrary
from data.links import own_series_notice, write
from data.problems import Problem
from data.selection import MOST_PATIENTS, Selection
from tests.briefs import SELECTIONS

BASE = "http://testserver/"
HOSTILE = '"><script>alert(1)</script>'
WIDEST = dict.fromkeys(("adults", "across", "keep", "small", "together"), True)
ASKED = SELECTIONS | {"widest": WIDEST, "four lines": {"lines": (4, 7), "strict": "wholly"}}


@pytest.fixture(autouse=True)
def forget_pages():
    """Each test begins without kept pages."""
    evidence._handout_page.cache_clear()
    yield
    evidence._handout_page.cache_clear()


def get(params="", method: str = "GET", **headers: str) -> tuple[int, Headers, str]:
    """Status, headers and text of the answer of the real routes behind the real middleware."""
    query = params if isinstance(params, str) else urlencode(params, doseq=True)
    asked = {"host": "testserver"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": "/brief",
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in asked.items()],
    }
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    asyncio.run(Starlette(routes=app.ROUTES, middleware=app.MIDDLEWARE)(scope, receive, send))
    found, body = Headers(raw=sent[0]["headers"]), b"".join(part["body"] for part in sent[1:])
    zipped = found.get("content-encoding") == "gzip"
    return sent[0]["status"], found, (gzip.decompress(body) if zipped else body).decode()


def notices(page: str) -> list[str]:
    found = re.findall(r'<p class="notice">(.*?)</p>', page, re.DOTALL)
    return [unescape(said) for said in found]


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_dashboard_link_gives_the_handout_of_its_view(asked):
    """The parameters that the dashboard writes give that selection's handout, without notices."""
    selection = replace(Selection(), **asked)
    if "min" in asked:
        selection = replace(selection, min=MOST_PATIENTS, regimen="combination")
    params = write(selection, store.filter_limits()) | {"v": [store.library().version]}
    status, headers, page = get(params)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert page == handout(store.brief(selection, BASE))
    assert notices(page) == []


def test_its_links_come_back_to_it():
    """The link that stands on the page asks for the same view."""
    _, _, page = get({"dose": ["1.4", "1.8"], "adults": "true", "mrd": "of all treated"})
    (link, *_) = [unescape(href) for href in re.findall(r'<a href="([^"]+)"', page)]
    address, _, query = link.partition("?")
    assert address == BASE
    assert get(query)[2] == page


def test_the_page_may_ask_for_nothing():
    """Its own policy allows style and font from inside, and neither script nor request."""
    status, headers, page = get()
    (policy,) = headers.getlist("content-security-policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert status == 200
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == "'unsafe-inline'"
    assert rules["font-src"] == "data:"
    assert not {"script-src", "connect-src", "img-src"} & set(rules)
    assert headers["x-content-type-options"] == "nosniff"
    assert "<script" not in page


def test_a_page_that_the_browser_has_is_not_sent_again():
    """The same tag gives 304 without a body; another question, or another notice, another tag."""
    _, headers, _ = get()
    tag = headers["etag"]
    assert headers["cache-control"] == "no-cache"
    for known in (tag, f'"other", {tag}', f"W/{tag}"):
        status, again, body = get(if_none_match=known)
        assert (status, body, again["etag"]) == (304, "", tag)
        assert again["content-security-policy"] == headers["content-security-policy"]
    for other in ({"adults": "true"}, {"nonsense": "1"}, {"v": "00000000"}):
        status, headers, _ = get(other, if_none_match=tag)
        assert status == 200
        assert headers["etag"] != tag


def test_it_arrives_compressed():
    """A browser that accepts gzip gets less than two thirds, and reads the same."""
    _, headers, page = get(accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) < 0.66 * len(page.encode())
    assert page == get()[2]


def test_only_reading_is_possible():
    """HEAD is answered, nothing can be posted."""
    assert get(method="HEAD")[0] == 200
    assert get(method="POST")[0] == 405


@pytest.mark.parametrize("name", ["dose", "lines", "mrd", "studies", "min", "adults", "unheard"])
@pytest.mark.parametrize("value", [HOSTILE, "", "nan", "x" * 10_000, "\u202e\x00\n", "1e999"])
def test_nonsense_is_said_and_harmless(name, value):
    """Whatever a link says, the page comes; what was ignored is on it, shortened and as text."""
    status, _, page = get({name: value})
    assert status == 200
    (said,) = notices(page)
    assert said.startswith(f'"{name}=')
    assert '" was ignored; allowed: ' in said
    assert len(said) < 150
    assert "<script" not in page
    assert "Bhojwani 2019" in page


def test_a_hostile_name_of_a_parameter_is_text():
    """Not only values: names of parameters are escaped and shortened too."""
    _, _, page = get({HOSTILE: "1", "y" * 10_000: "2"})
    assert len(notices(page)) == 2
    assert HOSTILE in notices(page)[0]
    assert "<script" not in page
    assert "y" * 100 not in page


def test_a_hostile_host_is_text():
    """The address that a browser sends is a link on the page, never markup."""
    status, _, page = get(host='x"><script>alert(1)</script>')
    assert "<script" not in page
    assert status in (200, 400)


def test_a_link_with_other_data_says_so():
    """Made with another data version, a link names both; with today's it says nothing."""
    _, _, page = get({"v": HOSTILE})
    assert notices(page) == [
        f"This link was made with data version {HOSTILE[:8]}; today's is {store.library().version}."
    ]
    assert notices(get({"v": store.library().version})[2]) == []


def test_it_pools_no_own_series():
    """A link of a session with own series gives the page without them, and says so once."""
    link = {"own": "true", "own_series": "1", "studies": ["Own series 1", "FDA 2024"]}
    _, _, page = get(link)
    assert notices(page) == own_series_notice(["1"])
    assert "Pool own series" not in page
    assert "Asked for: only FDA 2024. " in page
    assert get({"own": "true"})[2] == get()[2]


def test_what_belongs_to_other_pages_is_no_mistake():
    """A link of a presentation or of an open study gives its filters' page."""
    params = {"present": "3", "parts": "MRD negativity", "open": "fda-2024", "embed": "true"}
    assert get(params)[2] == get()[2]


def test_nothing_left_links_to_all_studies():
    """An empty selection is a page with a link to the whole, which works."""
    _, _, page = get({"lines": ["4", "7"], "strict": "wholly"})
    assert "No study is left with these filters." in page
    assert f'<a href="{BASE}brief">All studies</a>' in page


def test_a_page_is_made_once(monkeypatch):
    """Two equal requests make one page, another question another one."""
    made = []
    monkeypatch.setattr(evidence, "handout", lambda brief, _: made.append(brief) or handout(brief))
    pages = [get({"adults": "true"})[2] for _ in range(2)]
    assert pages[0] == pages[1]
    assert len(made) == 1
    get()
    assert len(made) == 2


def test_new_data_make_a_new_page(monkeypatch):
    """A page that was kept is not shown after a data file has changed."""
    first = get()[2]
    newer = replace(store.library(), version="ffffffff")
    monkeypatch.setattr(evidence, "fingerprint", lambda: (("study.yaml", 1, 1),))
    monkeypatch.setattr(evidence, "load_library", lambda: newer)
    assert newer.version in get()[2]
    assert get()[2] != first


def test_broken_shared_files_are_a_sentence(monkeypatch):
    """When nothing can be read the page says so with 503, without a path."""

    def broken():
        raise BrokenLibrary([Problem("outcomes.yaml", 7, "outcomes", "wrong", "right")])

    monkeypatch.setattr(evidence, "published", broken)
    status, headers, text = get()
    assert (status, text) == (503, "The shared data files cannot be read.")
    assert headers["x-content-type-options"] == "nosniff"


def test_the_page_needs_no_streamlit():
    """The route can be imported, and answers, where Streamlit is not there."""
    program = (
        "import sys; sys.modules['streamlit'] = None\n"
        "from components import brief_route, evidence\n"
        "from data.selection import Selection\n"
        "assert 'Bhojwani 2019' in evidence.handout_page(Selection(), 'http://x/', ())"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert brief_route.brief_page in [route.endpoint for route in app.ROUTES]
