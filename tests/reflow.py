"""Whether a page can be read narrow, enlarged and with its text spaced out.

WCAG 2.2: 1.4.10, at 320 pixels, a window of 1280 at 400 %, nothing scrolls sideways but tables, and
those have a stop for the keyboard; 1.4.4, the same at 640 pixels, which is 200 %; 1.4.12, there
with the spacing of the standard: no text is cut off or pushed out.
"""

from __future__ import annotations

from playwright.sync_api import Page

QUARTER, HALF = {"width": 320, "height": 640}, {"width": 640, "height": 450}
# What a reader may set by a style of their own.
SPACED = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }"""
# Whatever scrolls the whole page sideways, and elements that stand out of the window. What stands
# in a frame of its own is looked at below.
TOO_WIDE = """() => {
    const main = document.querySelector('main') || document.body;
    const pages = [document.documentElement, document.body, main];
    const frame = one => getComputedStyle(one).overflowX !== 'visible';
    const framed = one => one && !pages.includes(one) && (frame(one) || framed(one.parentElement));
    const scrolling = pages.filter(one => (one === document.documentElement || frame(one))
        && one.scrollWidth > one.clientWidth + 1);
    const outside = [...main.querySelectorAll('*')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && box.right > innerWidth + 1 && !one.closest('svg')
            && !framed(one.parentElement);
    });
    return [...scrolling, ...outside].map(one => `${one.tagName} ${one.textContent.slice(0, 60)}`);
}"""
# Frames that scroll sideways and hold no table, or that no keyboard reaches.
BAD_FRAMES = """() => [...document.querySelectorAll('main *')].filter(one => {
    const style = getComputedStyle(one);
    return /auto|scroll/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1
        && one.clientWidth > 0 && one.role !== 'tablist' && (!one.querySelector('table')
            || !(one.tabIndex === 0 || one.querySelector('a[href], button, input')));
}).map(one => `${one.tagName} ${one.textContent.slice(0, 60)}`)"""
# Elements with text of their own that is higher or wider than the box that cuts it off.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, section *')].filter(one => {
    const style = getComputedStyle(one);
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    const hidden = /hidden|clip/.test(style.overflowX + style.overflowY);
    return own && hidden && one.clientWidth > 2 && one.clientHeight > 2
        && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2);
}).map(one => `${one.tagName} ${one.textContent.slice(0, 60)}`)"""


def reflow_faults(page: Page) -> list[str]:
    """What does not fit at 400 % and at 200 %, and at 200 % spaced out."""
    found = []
    for size in (QUARTER, HALF):
        page.set_viewport_size(size)
        page.wait_for_timeout(250)  # Streamlit follows the window in steps
        found += looked(page, f"at {size['width']} pixels", frames=True)
    style = page.add_style_tag(content=SPACED)
    page.wait_for_timeout(100)
    found += looked(page, "spaced out", frames=False)
    style.evaluate("style => style.remove()")
    return found


def looked(page: Page, when: str, *, frames: bool) -> list[str]:
    """What is too wide, cut off, or scrolls without being a table."""
    named = {"too wide": TOO_WIDE, "cut off": CUT_OFF} | ({"a frame": BAD_FRAMES} if frames else {})
    found = {why: page.evaluate(script) for why, script in named.items()}
    return [f"{when}, {why}: {one}" for why, lines in found.items() for one in lines]
