"""Going through a page by keyboard alone: where the focus is, how it gets somewhere, what shows it.

What a stop of the keyboard is called is asked of the browser's own accessibility tree, which is
what a screen reader reads.
"""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image, ImageChops
from playwright.sync_api import CDPSession, Page

# More stops than any page has: a walk that gets here goes in circles.
MOST = 200
# Around an element, in pixels: a ring stands outside of its box.
AROUND = 20
THE_PAGE = ("page", "")
NOWHERE = "() => document.activeElement === document.body"
HELD = "() => { window.held = document.activeElement; window.held.blur(); }"
GIVEN_BACK = "() => window.held.focus()"
BOX = """() => {
    const box = document.activeElement.getBoundingClientRect();
    return {x: box.x, y: box.y, width: box.width, height: box.height};
}"""


class Keyboard:
    """A reader without a pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tree: CDPSession = page.context.new_cdp_session(page)
        self.tree.send("Accessibility.enable")

    def stop(self) -> tuple[str, str]:
        """Role and name of what has the focus; between two rounds that is the page itself."""
        if self.page.evaluate(NOWHERE):
            return THE_PAGE
        held = self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})
        node = {"objectId": held["result"]["objectId"]}
        (found, *_) = self.tree.send("Accessibility.getPartialAXTree", node)["nodes"]
        return tuple(found.get(key, {}).get("value", "") for key in ("role", "name"))

    def go_to(self, role: str, name: str, key: str = "Tab") -> None:
        """Presses Tab until the stop of this role and name, and sees that it shows."""
        met = []
        for _ in range(MOST):
            self.page.keyboard.press(key)
            met.append(self.stop())
            if met[-1][0] == role and re.search(name, met[-1][1]):
                assert self.shows(), f"nothing shows that the focus is on {met[-1]}"
                return
        raise AssertionError(f"no {role} {name!r} among {met}")

    def shows(self) -> bool:
        """Whether the stop looks otherwise than the same element without the focus."""
        self.page.wait_for_timeout(300)  # colors may fade in
        box = self.page.evaluate(BOX)
        with_focus = self.around(box)
        self.page.evaluate(HELD)
        self.page.wait_for_timeout(300)
        without = self.around(box)
        self.page.evaluate(GIVEN_BACK)
        return ImageChops.difference(with_focus, without).getbbox() is not None

    def around(self, box: dict[str, float]) -> Image.Image:
        """A picture of an element and what is near it, as far as the window goes."""
        size = self.page.viewport_size
        left, top = max(box["x"] - AROUND, 0), max(box["y"] - AROUND, 0)
        right = min(box["x"] + box["width"] + AROUND, size["width"])
        bottom = min(box["y"] + box["height"] + AROUND, size["height"])
        clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        return Image.open(BytesIO(self.page.screenshot(clip=clip, caret="hide"))).convert("RGB")
