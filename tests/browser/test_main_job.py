"""The main job in a real browser: filter, read, switch the denominator, open a source, share."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.waiting import see, settled, titled

pytestmark = pytest.mark.browser


def chart(page: Page):
    """The first chart, as a screen reader finds it."""
    return page.get_by_role("figure").first


def test_a_chart_says_its_sentence_to_a_screen_reader(page):
    """The figure's accessible name is its generated sentence."""
    see(page, "/response?dose=1.4&dose=1.4")
    expect(chart(page)).to_have_attribute(
        "aria-label", re.compile(r"75 % \(9/12, ORR, Brivio 2021")
    )


def test_the_denominator_switch_holds_on_the_overview_and_after_a_reload(page):
    """Switched to all treated, the overview counts all treated too, and the link says so."""
    see(page, "/mrd")
    page.get_by_role("radio", name="of all treated").click()
    expect(page).to_have_url(re.compile(r"mrd=of\+all\+treated"))
    expect(chart(page)).to_have_attribute("aria-label", re.compile("of all treated"))
    page.get_by_role("link", name="Overview", exact=True).first.click()
    heading = page.get_by_role("heading", name="MRD negativity of all treated")
    expect(heading).to_be_visible()
    page.reload()
    expect(heading).to_be_visible()


def test_a_switch_stays_in_the_link_through_every_page(page):
    """Switched on one page, seen on others, back and reloaded: screen and link say the same."""
    see(page, "/")
    page.get_by_role("link", name="Response", exact=True).first.click()
    titled(page, "Response")
    page.get_by_role("radio", name="strict CR").click()
    expect(page).to_have_url(re.compile(r"definition=strict\+CR"))
    for name, path in (("Overview", "/"), ("Studies", "/studies"), ("Response", "/response")):
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page).to_have_url(re.compile(rf"{path}\?"))
        settled(page)
        expect(page).to_have_url(re.compile(r"definition=strict\+CR"))
    page.reload()
    expect(chart(page)).to_have_attribute("aria-label", re.compile("19/48"))


@pytest.mark.parametrize("width", [390, 700, 820, 1024, 1180, 1280, 1440])
def test_no_study_name_is_printed_over_its_rate(new_page, width):
    """On every width the name ends before the rate begins, in all three panels."""
    narrow = new_page(viewport={"width": width, "height": 900})
    see(narrow, "/?adults=true")
    expect(narrow.get_by_role("figure")).to_have_count(3)
    narrow.locator(".textpoint").first.wait_for()
    boxes = narrow.locator(".textpoint").evaluate_all(
        "texts => texts.map(t => [t.getBoundingClientRect(), t.textContent])"
        ".map(([box, text]) => [box.left, box.right, Math.round(box.top), text])"
    )
    for i, (left, right, top, text) in enumerate(boxes):
        for other_left, other_right, other_top, other in boxes[i + 1 :]:
            same_line = abs(top - other_top) < 8
            assert not same_line or right <= other_left or other_right <= left, (text, other)


def test_a_reversed_range_is_put_right_in_the_link(page):
    """A link typed by hand is spelled as the widgets spell it; what meant nothing is said."""
    see(page, "/response?dose=1.8&dose=1.4&nonsense=1")
    expect(page).to_have_url(re.compile(r"/response\?dose=1\.4&dose=1\.8$"))
    expect(page.get_by_text('"nonsense=1" was ignored')).to_be_visible()


def test_a_slider_moves_the_view_and_the_link(page):
    """A filter set by keyboard changes chart and link together."""
    see(page, "/response")
    lower = page.get_by_role("slider").first
    lower.focus()
    for _ in range(10):
        lower.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"dose=1\.8&dose=1\.8"))
    expect(chart(page)).to_have_attribute("aria-label", re.compile("Brivio 2021, dose level 2"))


def test_nothing_left_and_reset(page):
    """An empty selection is a sentence and a button that brings everything back."""
    see(page, "/?lines=4&lines=7&strict=wholly")
    expect(page.get_by_text("No study is left with these filters.")).to_be_visible()
    page.get_by_role("button", name="Reset all filters").click()
    expect(chart(page)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/$"))


def test_studies_open_one_after_the_other_and_back_again(page):
    """Every choice opens its study, the link follows, and so does the browser's Back."""
    see(page, "/studies?open=fda-2024")
    title = page.get_by_test_id("stMain").get_by_role("heading", level=2).first
    expect(title).to_have_text("FDA 2024")
    for name, key in (("Brivio 2021", "brivio-2021"), ("Calvo 2020", "calvo-2020")):
        page.get_by_role("combobox").first.click()
        page.get_by_role("option", name=name).click()
        expect(title).to_have_text(name)
        expect(page).to_have_url(re.compile(f"open={key}"))
    page.reload()
    expect(title).to_have_text("Calvo 2020")


def test_a_study_name_opens_its_sheet_with_the_filters(page, new_page):
    """The link in the table leads to the study, with the same filters."""
    see(page, "/response?dose=1.4&dose=1.4")
    address = page.get_by_role("link", name="Brivio 2021").first.get_attribute("href")
    other = new_page()
    see(other, address)
    expect(other.get_by_test_id("stMain").get_by_role("heading", level=2).first).to_have_text(
        "Brivio 2021"
    )
    expect(other).to_have_url(re.compile(r"dose=1\.4&dose=1\.4"))


def test_sources_are_one_click_away(page):
    """Beside each number stands a link to where it was read."""
    see(page, "/sos")
    source = page.get_by_role("link", name="NCI PDQ").first
    expect(source).to_have_attribute("href", re.compile(r"^https://www\.cancer\.gov/"))


def test_the_pooling_switch_draws_the_diamond_and_holds(page):
    """Criteria guard the diamond until asked; the switch is in the link on every page."""
    see(page, "/sos")
    expect(chart(page)).to_have_attribute("aria-label", re.compile("No pooled rate: SOS criteria"))
    page.get_by_text("Pool across SOS criteria", exact=True).click()
    expect(page).to_have_url(re.compile("across=true"))
    expect(chart(page)).to_have_attribute(
        "aria-label", re.compile(r"SOS criteria unknown or different.*32 %")
    )
    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/\?across=true"))
    settled(page)
    page.reload()
    expect(page.get_by_role("figure").nth(2)).to_have_attribute("aria-label", re.compile("32 %"))


def test_a_link_prefers_the_other_side_of_an_overlap(page):
    """FDA 2024 counts instead of ITCC-059 SOS, which contains its children."""
    see(page, "/sos?across=true&together=true&prefer=fda-2024")
    expect(page).to_have_url(re.compile(r"prefer=FDA\+2024"))
    expect(page.get_by_text("it contains children of FDA 2024")).to_be_visible()


def test_the_bedside_sliders_answer_by_keyboard(page):
    """Number and threshold change their own sentences; nothing else runs."""
    see(page, "/response")
    expect(page.get_by_text("5 to 9 of the next 10 children would respond.")).to_be_visible()
    slider = page.get_by_role("slider", name="Next patients")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_text("of the next 11 children")).to_be_visible()
    slider = page.get_by_role("slider", name="Threshold for the rate, %")
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_text("the rate there is above 55 % is 91 %")).to_be_visible()
