"""The pages of the menu as the shell lists them, so that a new page is tested like the others."""

from __future__ import annotations

import ast
from pathlib import Path

SHELL = Path(__file__).parent.parent / "components" / "shell.py"


def menu() -> dict[str, tuple[str, str]]:
    """Each page in order: its word in the menu and its title; the shell runs where it is imported.

    The first page is the default, whose address is empty.
    """
    lines = ast.parse(SHELL.read_text(encoding="utf-8")).body
    (listed,) = [line.value for line in lines if ast.unparse(line).startswith("MENU = ")]
    return {name: (word, title) for name, word, title in ast.literal_eval(listed)}


def address(name: str) -> str:
    """Where a page is found: "/mrd", or "/" for the first."""
    return "/" if name == next(iter(menu())) else f"/{name}"
