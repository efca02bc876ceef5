"""An independent reader of our HTML: texts, links and attributes, and what was left open."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.visitor import read

EMPTY_TAGS = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """What stands on a page: texts by tag, links, and the tags that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in EMPTY_TAGS:
            self.open.append(tag)
            self.texts.append((tag, ""))

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and data.strip():
            self.texts.append((self.open[-1], read(data)))

    def said(self, *tags: str) -> list[str]:
        return [text for tag, text in self.texts if tag in tags and text]

    @property
    def words(self) -> str:
        return " ".join(text for tag, text in self.texts if tag != "style")

    @property
    def links(self) -> list[str]:
        return [value for tag, name, value in self.attributes if (tag, name) == ("a", "href")]
