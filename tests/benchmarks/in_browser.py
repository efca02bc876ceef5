"""What a benchmark asks of a browser: when a page first showed something, its bytes, its clicks.

Every time is taken inside the page: asking from outside would add a delay of its own. A visit is a
first one, in a context of its own with an empty cache. Nothing here knows which page is ours.
"""

from __future__ import annotations

import contextlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Locator, Page

from tests.browser.waiting import settled

# Seconds after which a page that has not shown what it should is an error.
LIMIT = 60
# Milliseconds without a byte after which a page has got all that it asks for.
QUIET = 500
# Milliseconds between clicks, for what server and browser tidy up after a run.
REST = 150
WINDOW = {"width": 1280, "height": 900}

Link = Mapping[str, float]
LOCALHOST: Link = {}
# 10 Mbit/s both ways, 40 ms. Chromium slows its web sockets as it slows requests.
THROTTLED: Link = {"latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}

# What may be on the screen, as functions for the watch below.
# A rate x/N in the main part of a Streamlit page.
NUMBER = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  if (!main) return false;
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    if (/\\d+\\/\\d+/.test(texts.currentNode.data))
      return texts.currentNode.parentElement.getClientRects().length > 0;
  return false;
}"""
# How many charts have marks.
CHARTS = """() => [...document.querySelectorAll('.js-plotly-plot')].filter(chart =>
  chart.querySelector('.main-svg .scatterlayer .point')?.getClientRects().length).length"""
# A plain page to its end, with three drawings in it.
DRAWINGS = """() => document.querySelector('footer')?.getClientRects().length > 0
  && [...document.querySelectorAll('main svg')].filter(
    drawing => drawing.getClientRects().length > 0).length >= 3"""
# A plot that Shiny sends as a picture.
PICTURE = """() => {
  const picture = document.querySelector('.shiny-plot-output img');
  return !!picture && picture.complete && picture.naturalWidth > 0;
}"""

# Runs before the page: notes every 10 ms which of the conditions hold for the first time.
# Frames would be a finer clock, but headless Chromium sometimes stops drawing them.
WATCH = """(conditions => {
  const seen = window.firstSeen = {};
  const look = () => {
    for (const [name, holds] of Object.entries(conditions))
      if (!(name in seen) && holds()) seen[name] = performance.now();
    if (Object.keys(seen).length < Object.keys(conditions).length) setTimeout(look, 10);
  };
  look();
})"""

# Answers when the watch has seen everything. No string is evaluated: our policy forbids that.
SEEN = """([names, limit]) => new Promise((done, fail) => {
  const look = () => {
    const missing = names.filter(name => !(name in window.firstSeen));
    if (!missing.length) done(window.firstSeen);
    else if (performance.now() > limit) fail(new Error('never seen: ' + missing));
    else setTimeout(look, 20);
  };
  look();
})"""

# What is drawn in the first chart: its number of points and its texts, but no place in pixels.
DRAWN = """const drawn = () => {
  const chart = document.querySelector('.js-plotly-plot');
  const texts = [...chart.querySelectorAll('.main-svg text')].map(text => text.textContent);
  return [chart.querySelectorAll('.scatterlayer .point').length, ...texts].join('|');
};"""
LOOK = f"() => {{ {DRAWN} return drawn(); }}"
CLICK = f"""(control, [wanted, limit]) => new Promise((done, fail) => {{
  {DRAWN}
  const start = performance.now();
  const watch = new MutationObserver(() => {{
    if (drawn() !== wanted) return;
    watch.disconnect();
    done(performance.now() - start);
  }});
  watch.observe(document.body, {{ childList: true, characterData: true, subtree: true }});
  setTimeout(() => fail(new Error('the chart never changed')), limit);
  control.click();
}})"""


@dataclass
class Traffic:
    """What a visit brought over the wire, in bytes, and what came out of a cache."""

    http: int = 0
    socket: int = 0  # payload: the wire has less, as the server compresses it
    from_cache: list[str] = field(default_factory=list)
    events: int = 0

    def follow(self, session: CDPSession) -> None:
        session.on("Network.dataReceived", self.note)
        session.on("Network.responseReceived", self.note_response)
        session.on("Network.loadingFinished", self.note_finished)
        session.on("Network.webSocketFrameReceived", self.note_frame)

    def note(self, _: dict) -> None:
        self.events += 1

    def note_response(self, event: dict) -> None:
        self.events += 1
        if event["response"].get("fromDiskCache"):
            self.from_cache.append(event["response"]["url"])

    def note_finished(self, event: dict) -> None:
        self.events += 1
        self.http += event["encodedDataLength"]

    def note_frame(self, event: dict) -> None:
        self.events += 1
        frame = event["response"]
        binary = frame["opcode"] == 2  # CDP hands over binary payload as base64
        self.socket += len(b64decode(frame["payloadData"]) if binary else frame["payloadData"])


@contextlib.contextmanager
def empty_cache(browser: Browser, link: Link = LOCALHOST) -> Iterator[tuple[Page, Traffic]]:
    """A page of a visitor who was never here, and what it brings over this link."""
    context = browser.new_context(viewport=WINDOW, color_scheme="light")
    try:
        page, traffic = context.new_page(), Traffic()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        if link:
            session.send("Network.emulateNetworkConditions", {"offline": False, **link})
        traffic.follow(session)
        yield page, traffic
    finally:
        context.close()


def first_seen(page: Page, url: str, conditions: Mapping[str, str]) -> dict[str, float]:
    """Open the page; seconds from the start of the visit until each condition first held.

    Conditions are names and JavaScript functions that say whether something is on the screen.
    """
    listed = ", ".join(f"{name}: {holds}" for name, holds in conditions.items())
    page.add_init_script(f"{WATCH}({{ {listed} }});")
    page.goto(url, wait_until="commit")
    seen = page.evaluate(SEEN, [list(conditions), LIMIT * 1000])
    return {name: milliseconds / 1000 for name, milliseconds in seen.items()}


def all_arrived(page: Page, traffic: Traffic) -> None:
    """Wait until nothing comes any more."""
    before = -1
    while before != traffic.events:
        before = traffic.events
        page.wait_for_timeout(QUIET)


class Switch:
    """A switch of an open page that changes what stands in its first chart."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page = page
        page.goto(url)
        self.control: Locator = page.get_by_role("switch", name=name)
        self.now = self.at_rest()
        self.control.evaluate("control => control.click()")
        page.wait_for_timeout(QUIET)
        self.before, self.now = self.now, self.at_rest()

    def at_rest(self) -> str:
        """What the chart shows when nothing runs any more."""
        self.page.locator(".js-plotly-plot .main-svg .point").first.wait_for()
        settled(self.page)
        self.page.wait_for_timeout(REST)
        return self.page.evaluate(LOOK)

    def click(self) -> float:
        """Milliseconds until the chart shows what it showed before the last click."""
        self.page.bring_to_front()
        took = self.control.evaluate(CLICK, [self.before, LIMIT * 1000])
        self.before, self.now = self.now, self.before
        settled(self.page)
        self.page.wait_for_timeout(REST)
        return took
