"""How pages are laid out: what is folded away, what fills the screen, and what is left on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import see, settled
from tests.pdf_reader import pages, squeezed, words

pytestmark = pytest.mark.browser

SWITCH = "of all treated"


@pytest.mark.parametrize("path", ["/survival", "/studies", "/own_series", "/ledger", "/methods"])
def test_switches_are_folded_where_they_change_nothing(page, path):
    """They open on request, hold what the link says, and the link keeps it."""
    see(page, f"{path}?mrd=of+all+treated")
    switch = page.get_by_role("radio", name=SWITCH)
    expect(switch).not_to_be_visible()
    page.get_by_text("How rates are counted and pooled, on other pages").click()
    expect(switch).to_be_checked()
    assert "mrd=of+all+treated" in page.url


def test_switches_stand_open_beside_rates(page):
    """Where rates are shown nothing has to be unfolded first."""
    see(page, "/response")
    expect(page.get_by_role("radio", name=SWITCH)).to_be_visible()


@pytest.mark.parametrize("width", [390, 820, 1280, 1920])
def test_panels_fill_the_screen(new_page, width):
    """Side by side or below each other, the panels leave no room unused, and none is too narrow."""
    page = new_page(viewport={"width": width, "height": 900})
    see(page, "/")
    boxes = page.get_by_role("figure").evaluate_all(
        "charts => charts.map(c => c.getBoundingClientRect()).map(box => [box.x, box.right])"
    )
    title = page.get_by_role("heading", level=1).bounding_box()
    room = page.get_by_text("A comparison across studies").bounding_box()["width"]
    assert min(right - left for left, right in boxes) >= 250
    assert max(right for _, right in boxes) == pytest.approx(title["x"] + room, abs=2)


CUT = """figures => figures.flatMap(figure => [...figure.querySelectorAll("text")]
    .filter(text => text.getBoundingClientRect().right > figure.getBoundingClientRect().right)
    .map(text => text.textContent))"""


@pytest.mark.parametrize(
    "path", ["/response", "/dose_and_lines?adults=true", "/mrd?mrd=of+all+treated", "/safety"]
)
def test_no_text_of_a_chart_is_cut(new_page, path):
    """At 320 pixels, which is a window of 1280 at 400 %."""
    page = new_page(viewport={"width": 320, "height": 900})
    see(page, path)
    settled(page)
    figures = page.get_by_role("figure")
    assert figures.locator("text").count() > 10
    assert figures.evaluate_all(CUT) == []


# Words of switches and buttons that are wider than their box, or stand out of the window.
CUT_WORDS = """(boxes) => boxes.filter(box => box.clientWidth > 0)
    .filter(box => box.scrollWidth > box.clientWidth
        || box.getBoundingClientRect().right > innerWidth
        || [...box.querySelectorAll("p")].some(p => p.getBoundingClientRect().right > innerWidth))
    .map(box => box.textContent)"""
WORDS = "main :is([data-testid=stCheckbox], button) [data-testid=stMarkdownContainer]"
TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize(
    ("path", "named"),
    [("/response", "Pool single agent with combination"), ("/own_series", "Add to the dashboard")],
)
def test_no_words_of_controls_are_cut_in_large_text(new_page, path, named, width):
    """On a phone whose reader has doubled the size of text."""
    page = new_page(viewport={"width": width, "height": 900})
    see(page, path)
    page.evaluate(TWICE)
    page.wait_for_timeout(250)  # Streamlit follows in steps
    words = page.locator(WORDS)
    assert named in words.all_text_contents()
    assert words.evaluate_all(CUT_WORDS) == []


def test_no_chart_is_cut_on_paper(page, tmp_path):
    """On paper stand the sentences, the table with all its rates, and where the charts are."""
    see(page, "/response")
    page.pdf(path=tmp_path / "printed.pdf", format="A4")
    printed = pages(tmp_path / "printed.pdf")
    text = "".join(map(words, printed))
    assert squeezed("The handout, on the page “Journal club”, has those of this view") in text
    assert text.count("28/48·58%[43–72]") == 0
    for whole in ("28/48 · 58.3 % [43.2–72.4]", "24/30 · 80.0 % [61.4–92.3]", "Haematologica"):
        assert squeezed(whole) in text
    expect(page.get_by_text("would be cut on paper")).not_to_be_visible()
