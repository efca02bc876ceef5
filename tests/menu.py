"""The pages of the menu, so that a new page is tested like the others."""

from __future__ import annotations

from components.menu import DEFAULT, MENU

# Each page in order: its title.
TITLES = {name: title for name, _, title in MENU}


def menu() -> dict[str, tuple[str, str]]:
    """Each page in order: its word in the menu and its title."""
    return {name: (word, title) for name, word, title in MENU}


def address(name: str) -> str:
    """Where a page is found: "/mrd", or "/" for the default."""
    return "/" if name == DEFAULT else f"/{name}"
