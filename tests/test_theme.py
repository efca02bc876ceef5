"""The colours of `.streamlit/config.toml` can be read: WCAG 2.2 contrast in both themes."""

import tomllib
from pathlib import Path

import pytest

from components.look import ADULTS, INK, NEUTRAL, OUTCOME_COLORS

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2: 1.4.3 (AA) and 1.4.11
# One colour per outcome, and one for adults, on every chart.
CHART_COLOURS = sorted({*OUTCOME_COLORS.values(), ADULTS, NEUTRAL})
THEMES = ["light", "dark"]


def settings() -> dict:
    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white():
    """The formula gives the 21:1 of the standard for black on white."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("ink", ["textColor", "linkColor", "primaryColor"])
def test_text_can_be_read(name, ground, ink):
    """Text, links and the primary colour have 4.5:1 on the page and in the sidebar."""
    theme = settings()["theme"][name]
    assert contrast(theme[ink], theme[ground]) >= TEXT


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("colour", CHART_COLOURS)
def test_chart_colours_stand_out(name, colour):
    """Marks in the outcome colours have 3:1 on both page backgrounds."""
    assert contrast(colour, settings()["theme"][name]["backgroundColor"]) >= GRAPHIC


def test_no_font_is_fetched():
    """Fonts come from the server or the system: no setting names an address."""
    assert "://" not in CONFIG.read_text(encoding="utf-8")
    assert "fontFaces" not in settings()["theme"]


@pytest.mark.parametrize("name", THEMES)
def test_text_in_charts_can_be_read(name):
    """The ink of a chart has 4.5:1 on its background, and is the theme's own."""
    theme = settings()["theme"][name]
    assert contrast(INK[name], theme["backgroundColor"]) >= TEXT
    assert INK[name] == theme["textColor"]
