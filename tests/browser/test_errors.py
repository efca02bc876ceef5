"""An unexpected error in a running dashboard: what its visitor sees, and what the log says.

A copy of the project has pages that fail with words which a visitor typed and which name a file.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_own_series import add_file, go, upload, write
from tests.browser.waiting import see, settled, titled
from tests.hostile_links import NAMES
from tests.own_sessions import own_file
from tests.servers import PROJECT, Server, streamlit_server

pytestmark = pytest.mark.browser

PARTS = ("components", "data", "pages", ".streamlit")
TYPED = "Zebulon-0815"
LOG_LIMIT = 10  # seconds
NUMBER = re.compile(r"\b\d{4}-\d{4}\b")
# What the code of a failing page knows: what was typed, and where it stands on the server.
FAIL = """
import streamlit as st
from components.store import own_files

def fail(*_):
    link = [st.query_params.get_all(name) for name in st.query_params] if not _ else _
    raise ValueError(f"{__file__} {link} {dict(own_files())} {st.session_state.get('typed')}")
"""
BROKEN = {
    "pages/response.py": "fail()",
    "pages/survival.py": """
@st.fragment
def part():
    if st.button("Break this part"):
        fail()
part()
st.text_input("Type here", key="typed")
st.write("Below the part")
""",
    "pages/safety.py": """
st.button("Break at the click", on_click=fail)
st.write("Below the button")
""",
    "pages/ledger.py": """
from components.downloads import draw_file
said = str(dict(own_files()))
draw_file("Get it", lambda: fail(said), "table.csv")
""",
    "components/schema_route.py": """
def schema_file(request):
    fail(request.url)
""",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The project with parts that fail."""
    copy = tmp_path_factory.mktemp("project")
    for part in PARTS:
        shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "app.py", copy)
    for path, code in BROKEN.items():
        (copy / path).write_text(FAIL + code, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def broken(folder: Path) -> Iterator[Server]:
    with (folder / "log").open("w+") as log, streamlit_server(cwd=folder, log=log) as server:
        yield server


@pytest.fixture
def log(folder: Path) -> Callable[[], str]:
    return lambda: (folder / "log").read_text(encoding="utf-8")


@pytest.fixture
def page(new_page, broken: Server) -> Page:
    return new_page(base_url=broken.url, viewport={"width": 1440, "height": 900})


def number_on(page: Page, words: str) -> str:
    """The number in the alert that names one: it says these words, and nothing of the error."""
    alert = page.get_by_role("alert").filter(has_text="please name error")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text(words)
    (number,) = NUMBER.findall(alert.inner_text())
    shown = page.get_by_role("main").inner_text()
    assert not re.search(r"ValueError|Traceback|\.py\b", shown)
    return number


def no_alert(page: Page) -> None:
    expect(page.get_by_role("alert")).to_have_count(0)


def is_in(log: Callable[[], str], number: str, file: str) -> None:
    """The log has the number once; below it the lines of code of that file, and no words."""
    end = time.monotonic() + LOG_LIMIT
    while f"Error {number}\n" not in log() and time.monotonic() < end:
        time.sleep(0.05)  # an answer may come before its error is logged
    _, after = log().split(f"Error {number}\n")
    told = after.partition("ValueError\n")[0]
    assert f'{file}", line ' in told
    assert 'raise ValueError(f"{__file__}' in told
    assert TYPED not in log()


def test_a_page_that_fails(page, log):
    """A calm sentence with a number stands in its place; menu, filters and footer go on working."""
    see(page, f"/response?open={TYPED}", "Response")
    is_in(log, number_on(page, "this part cannot be shown. The rest works."), "response.py")
    page.get_by_role("switch", name="Include adults").check(force=True)
    expect(page).to_have_url(re.compile("adults=true"))
    expect(page.get_by_text("Not medical advice. Data version")).to_be_visible()
    go(page, "MRD", "MRD negativity")
    expect(page.get_by_role("figure").first).to_be_visible()
    no_alert(page)


def test_a_part_that_fails_after_a_click(page, log):
    """Where only a part of a page runs again, the sentence stands in it, and the rest stays."""
    see(page, "/survival", "Survival")
    page.get_by_role("textbox", name="Type here").fill(TYPED)
    page.get_by_role("textbox", name="Type here").press("Tab")
    settled(page)
    page.get_by_role("button", name="Break this part").click()
    is_in(log, number_on(page, "this part cannot be shown"), "survival.py")
    expect(page.get_by_text("Below the part")).to_be_visible()
    page.get_by_role("switch", name="Include adults").check(force=True)
    no_alert(page)


def test_a_click_that_cannot_be_done(page, log):
    """The page is there as it was, with the sentence above it, which the next click takes away."""
    see(page, f"/safety?open={TYPED}&adults=true", "Safety")
    page.get_by_role("button", name="Break at the click").click()
    is_in(log, number_on(page, "What was clicked could not be done."), "safety.py")
    titled(page, "Safety")
    expect(page.get_by_text("Below the button")).to_be_visible()
    expect(page.get_by_role("switch", name="Include adults")).to_be_checked()
    page.get_by_role("switch", name="Include adults").uncheck(force=True)
    no_alert(page)
    expect(page).not_to_have_url(re.compile("adults"))


def test_a_file_that_cannot_be_made(page, log):
    """Below the button stands at once that there is none, and with the next click the number."""
    see(page, "/ledger", "Ledger of disagreements")
    page.get_by_role("button", name="Get it").click()
    expect(page.get_by_text("Failed to generate file for download")).to_be_visible()
    page.get_by_role("switch", name="Include adults").check(force=True)
    is_in(log, number_on(page, "A file could not be made."), "ledger.py")
    page.get_by_role("switch", name="Include adults").uncheck(force=True)
    no_alert(page)


def test_a_plain_address_that_fails(broken, log):
    """The answer is a page of a sentence with the number, and the log has the same number."""
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(f"{broken.url}/study.schema.json?{TYPED}", timeout=10)
    page = failed.value.read().decode()
    assert failed.value.code == 500
    assert "ValueError" not in page
    assert TYPED not in page
    (number,) = NUMBER.findall(page)
    is_in(log, number, "schema_route.py")


def test_nothing_that_was_typed_is_in_the_log(broken, page, log):
    """Neither links, nor forms, nor files, nor what fails while a session holds all of them."""
    everywhere = urlencode(dict.fromkeys(NAMES, TYPED) | {TYPED: TYPED})
    for path in (f"/brief?{everywhere}", f"/{TYPED}?{everywhere}"):
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(broken.url + path, timeout=10).close()
    for path in ("/", "/studies", "/compare"):
        see(page, f"{path}?{everywhere}")
    see(page, f"/own_series?open={TYPED}", "Your own series")
    write(page, "name", TYPED)
    write(page, "treated", TYPED)
    upload(page, f"{TYPED}.yaml", f"{TYPED}: [".encode())
    expect(page.get_by_text("Not added")).to_be_visible()
    page.reload()
    settled(page)
    add_file(page, own_file(TYPED), TYPED)
    go(page, "Response", "Response")
    number = number_on(page, "this part cannot be shown")
    go(page, "Ledger", "Ledger of disagreements")
    page.get_by_role("button", name="Get it").click()
    expect(page.get_by_text("Failed to generate file for download")).to_be_visible()
    is_in(log, number, "response.py")
    assert TYPED.lower() not in log().lower()
