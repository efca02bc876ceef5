"""What a visitor relies on before any number: links, filters, both themes, files, privacy.

Selectors are roles and the words on the screen, never Streamlit's class names. No test here
says anything about a rate; those stand beside the modules that compute them.
"""

import re
import urllib.request
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.waiting import see, settled, titled

pytestmark = pytest.mark.browser

TITLES = {
    "/": "Inotuzumab ozogamicin in children",
    "/response": "Response",
    "/mrd": "MRD negativity",
    "/sos": "SOS after HSCT",
    "/survival": "Survival",
    "/safety": "Safety",
    "/dose_and_lines": "Dose and prior lines",
    "/compare?compare=FDA+2024&compare=Brivio+2021": "Study against study",
    "/studies": "Studies",
    "/own_series": "Your own series",
    "/ledger": "Ledger of disagreements",
    "/methods": "Methods",
}
PHONE = {"width": 390, "height": 844}


def adults(page: Page):
    return page.get_by_role("switch", name="Include adults")


def open_from_menu(page: Page, name: str, title: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    titled(page, title)


def shades(picture: bytes) -> tuple[float, int]:
    """Return the mean brightness (0-255) of a screenshot and how many colours it has."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    grey = image.convert("L").histogram()
    mean = sum(level * count for level, count in enumerate(grey)) / sum(grey)
    return mean, len(image.getcolors(maxcolors=image.width * image.height))


@pytest.mark.parametrize("path", TITLES)
def test_each_address_opens_its_page(page, path):
    """Each address opens its page with one title and, being watched, asks no third party."""
    see(page, path, TITLES[path])


def test_first_deep_link_after_a_start(start_server, new_page):
    """The first visitor after a server start may come by a deep link with filters."""
    with start_server() as fresh:
        page = new_page(base_url=fresh)
        see(page, "/mrd?adults=true", TITLES["/mrd"])
        expect(adults(page)).to_be_checked()
        page.close()


def test_a_link_survives_a_restart(start_server, new_page):
    """A link copied before a server restart shows the same page and filters after it."""
    with start_server() as url:
        page = new_page(base_url=url)
        see(page, "/response?adults=true", TITLES["/response"])
        link = page.url
        page.close()
    with start_server(port=int(url.rsplit(":", 1)[1])):
        page = new_page(base_url=url)
        see(page, link, TITLES["/response"])
        expect(adults(page)).to_be_checked()
        page.close()


def test_filters_survive_the_menu_and_a_reload(page):
    """A filter set on one page holds on the next one and after a reload, and is in the link."""
    see(page, "/response")
    adults(page).check(force=True)  # the box itself is invisible under its drawn switch
    expect(page).to_have_url(re.compile(r"adults=true"))
    open_from_menu(page, "MRD", "MRD negativity")
    expect(adults(page)).to_be_checked()
    page.reload()
    titled(page, "MRD negativity")
    expect(adults(page)).to_be_checked()
    expect(page).to_have_url(re.compile(r"/mrd\?.*adults=true"))


@pytest.mark.parametrize(
    ("scheme", "darkest", "lightest"), [("light", 200, 255), ("dark", 5, 80)], ids=["light", "dark"]
)
def test_both_themes_show_something(new_page, scheme, darkest, lightest):
    """The page follows the system's light or dark mode, and neither is blank."""
    page = new_page(color_scheme=scheme)
    see(page, "/response")
    expect(page.get_by_role("figure").first).to_be_visible()
    brightness, colours = shades(page.screenshot())
    assert darkest < brightness < lightest
    assert colours > 50  # anti-aliased text alone brings more; a blank page has a handful


def test_csv_download(page):
    """A view can be taken away as a CSV file with a header and at least one row."""
    see(page, "/response")
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) >= 2


@pytest.mark.parametrize("path", TITLES)
def test_a_phone_never_scrolls_sideways(new_page, path):
    """At 390 pixels each page fits the width; only a table may scroll inside its own frame."""
    page = new_page(viewport=PHONE)
    see(page, path)
    for box in (page.locator("html"), page.get_by_role("main")):
        content, frame = box.evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert content <= frame


def test_the_watch_sees_a_request_to_another_origin(new_page, watch):
    """The watch on every page works: an attempt to reach another origin is seen and blocked."""
    page = new_page()
    see(page, "/")
    outcome = page.evaluate("fetch('https://example.invalid/').then(() => 'sent', () => 'blocked')")
    assert outcome == "blocked"
    assert any("example.invalid" in line for line in watch.complaints + watch.foreign)
    watch.complaints.clear()
    watch.foreign.clear()


@pytest.mark.parametrize("path", ["/", "/mrd", "/_stcore/health"])
def test_security_headers_are_sent(server, path):
    """Pages and plain answers of the running server carry the security headers."""
    with urllib.request.urlopen(f"{server}{path}", timeout=10) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]


def test_scripts_arrive_compressed(page):
    """A browser gets the scripts of the page compressed."""
    with page.expect_response(re.compile(r"/static/js/index.*\.js$")) as answer:
        page.goto("/")
    assert answer.value.header_value("content-encoding") == "br"


def test_back_takes_a_reset_back(page):
    """One step of the browser, not one for each filter: the view before it stands there again."""
    see(page, "/response?design=prospective&keep=true&regimen=combination")
    settled(page)
    page.get_by_role("button", name="Reset all").click()
    expect(page).to_have_url(re.compile(r"/response$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"design=prospective&keep=true&regimen=combination$"))
    expect(page.get_by_text("The filters leave out")).to_be_visible()
