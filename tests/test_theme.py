"""The colors of `.streamlit/config.toml` can be read: WCAG 2.2 contrast in both themes."""

from colorsys import hls_to_rgb, rgb_to_hls

import pytest

from components.look import ADULTS, INK, NEUTRAL, OUTCOME_COLORS, PAGE
from components.shell import EASY_TO_SEE
from tests.contrast import CONFIG, MARK, TEXT, THEMES, contrast, over, parts, solid, themes

# One color per outcome, and one for adults, on every chart.
CHART_COLORS = sorted({*OUTCOME_COLORS.values(), ADULTS, NEUTRAL})
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")


def reached(theme: str, ink: str, ground: str) -> float:
    return contrast(solid(themes()[theme][ink]), solid(themes()[theme][ground]))


def test_contrast_of_black_on_white():
    """The formula gives the 21:1 of the standard for black on white."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


@pytest.mark.parametrize(
    ("words", "color", "opacity"),
    [
        ("#0072B2", (0, 114, 178), 1),
        ("rgb(1, 2, 3)", (1, 2, 3), 1),
        ("rgba(128,140,150,0.5)", (128, 140, 150), 0.5),
    ],
)
def test_a_color_is_read_as_it_is_written(words, color, opacity):
    """All three ways in which our colors are written; anything else is an error."""
    assert parts(words) == (color, opacity)
    with pytest.raises(ValueError, match="cannot read"):
        parts(words.replace("#", "").replace("rgb", ""))


def test_what_shines_through_is_mixed():
    """Half of black over white is a middle gray; opacities are multiplied."""
    assert over("rgba(0,0,0,0.5)", (255, 255, 255)) == (127.5, 127.5, 127.5)
    assert over("rgba(0,0,0,0.5)", (255, 255, 255), 0.5) == (191.25, 191.25, 191.25)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["textColor", "linkColor", "primaryColor"])
def test_text_can_be_read(theme, ground, ink):
    """Text, links and the primary color have 4.5:1 on the page and in the sidebar."""
    assert reached(theme, ink, ground) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("color", CHART_COLORS)
def test_chart_colors_stand_out(theme, ground, color):
    """Marks in the outcome colors have 3:1 on both grounds of both themes."""
    assert contrast(solid(color), solid(themes()[theme][ground])) >= MARK


@pytest.mark.parametrize("theme", THEMES)
def test_a_quiet_button_can_be_read_under_the_pointer(theme):
    """Streamlit then darkens the primary color by a quarter; it keeps 4.5:1 on the page."""
    red, green, blue = (channel / 255 for channel in solid(themes()[theme]["primaryColor"]))
    hue, light, strength = rgb_to_hls(red, green, blue)
    under = [255 * channel for channel in hls_to_rgb(hue, max(light - 0.25, 0), strength)]
    assert contrast(tuple(under), solid(themes()[theme]["backgroundColor"])) >= TEXT


def test_no_font_is_fetched():
    """Fonts come from the server or the system: no setting names an address."""
    words = CONFIG.read_text(encoding="utf-8")
    assert "://" not in words
    assert "fontFaces" not in words


@pytest.mark.parametrize("theme", THEMES)
def test_text_in_charts_is_the_text_of_the_page(theme):
    """The ink of a chart is the theme's own, and so is the page that the chart knows."""
    assert INK[theme] == themes()[theme]["textColor"]
    assert PAGE[INK[theme]] == themes()[theme]["backgroundColor"]


def test_the_ring_of_the_keyboard_has_the_primary_colors():
    """The style sheet cannot read them from the configuration, light before dark."""
    ring = ", ".join(themes()[name]["primaryColor"] for name in ("light", "dark"))
    assert f"light-dark({ring})" in EASY_TO_SEE.read_text(encoding="utf-8")
