"""Comparing studies in a real browser: choose, read, keep the link, come from a row or a study."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import see, settled, titled

pytestmark = pytest.mark.browser

SAME_CHILDREN = "Brivio 2021 counts only children who are also in FDA 2024"


def choose(page: Page, name: str) -> None:
    """A study in the page's own choice, which is the last one of that name."""
    page.get_by_role("button", name=name, exact=True).last.click()
    settled(page)


def test_a_choice_is_in_the_link_and_comes_back(page):
    """Chosen on the page, kept on other pages and after a reload, and taken back by Reset all."""
    see(page, "/compare")
    choose(page, "Brivio 2021")
    choose(page, "FDA 2024")
    expect(page.get_by_text(SAME_CHILDREN).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"compare=Brivio\+2021&compare=FDA\+2024"))
    page.get_by_role("link", name="Response", exact=True).first.click()
    titled(page, "Response")
    page.get_by_role("link", name="Open the comparison").click()
    expect(page.get_by_text(SAME_CHILDREN).first).to_be_visible()
    page.reload()
    expect(page.get_by_text(SAME_CHILDREN).first).to_be_visible()
    page.get_by_role("button", name="Reset all").click()
    expect(page.get_by_text("or begin with")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/compare$"))


def test_a_row_and_a_study_page_lead_to_the_comparison(page, new_page):
    """Their links add the study to those chosen and keep the filters."""
    see(page, "/response?compare=FDA+2024&dose=1.4&dose=1.4")
    row = page.get_by_role("row").filter(has_text="Brivio 2021").first
    address = row.get_by_role("link", name="Compare").get_attribute("href")
    other = new_page()
    see(other, address)
    expect(other.get_by_text(SAME_CHILDREN).first).to_be_visible()
    expect(other).to_have_url(re.compile(r"dose=1\.4&dose=1\.4"))
    see(other, "/studies?open=calvo-2020")
    link = other.get_by_role("link", name="Compare with other studies")
    see(other, link.get_attribute("href"))
    expect(other.get_by_text("Choose one more study to compare with Calvo 2020")).to_be_visible()


def test_a_pair_is_compared_by_keyboard(page):
    """An example is a button; the pair below it is subtracted under the fixed words."""
    see(page, "/compare")
    example = page.get_by_role("button", name="Brivio 2021 and Pennesi 2024: difference")
    example.focus()
    example.press("Enter")
    expect(page.get_by_text("Not a randomized comparison.").first).to_be_visible()
    expect(page.get_by_text("0.0 percentage points [−21.8 to 20.6]")).to_be_visible()


def test_four_columns_fit_a_laptop_and_a_finger_moves_past_a_chart(page, new_page):
    """No table is wider than the page at 1366 pixels; on a phone charts do not hold the finger."""
    names = ("Bhojwani 2019", "O'Brien 2022", "Pennesi 2022", "Pennesi 2024")
    path = "/compare?" + "&".join(f"compare={name.replace(' ', '+')}" for name in names)
    page.set_viewport_size({"width": 1366, "height": 900})
    see(page, path)
    expect(page.get_by_role("heading", name="Follow-up, transplant")).to_be_attached()
    wider = page.get_by_test_id("stTable").evaluate_all(
        "tables => tables.filter(t => t.scrollWidth > t.clientWidth + 1).length"
    )
    assert wider == 0
    phone = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    see(phone, path)
    chart = phone.get_by_role("figure").first
    chart.locator(".textpoint").first.wait_for()
    chart.scroll_into_view_if_needed()
    before = top_of(phone)
    swipe_up(phone, chart)
    phone.wait_for_timeout(500)
    assert top_of(phone) > before


def top_of(page: Page) -> float:
    return page.get_by_test_id("stMain").evaluate("main => main.scrollTop")


def swipe_up(page: Page, over) -> None:
    """A finger that starts on an element and moves up."""
    box = over.bounding_box()
    x, y = box["x"] + box["width"] / 2, min(box["y"] + box["height"] / 2, 700)
    touch = page.context.new_cdp_session(page)
    points = [{"x": x, "y": y - 15 * step} for step in range(11)]
    kinds = ["touchStart", *["touchMove"] * 10]
    for kind, point in zip(kinds, points, strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        page.wait_for_timeout(16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
