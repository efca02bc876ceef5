"""Colors as people see them: over what lies behind them, how far apart, and with which eyes.

Contrast and luminance as in WCAG 2.2; colors without one kind of cone after Machado, Oliveira and
Fernandes (IEEE Trans Vis Comput Graph 2009;15:1291-1298, severity 1); distance as the straight line
in CIELAB (D65), where about 2 can just be seen. The theme's grounds are those of
`.streamlit/config.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from math import dist
from pathlib import Path

CONFIG = Path(__file__).parent.parent / ".streamlit" / "config.toml"
THEMES = ("light", "dark")
TEXT, MARK = 4.5, 3.0  # WCAG 2.2: 1.4.3 (AA) and 1.4.11
NUMBER = re.compile(r"[\d.]+")

Color = tuple[float, float, float]  # red, green, blue, 0-255
Matrix = tuple[tuple[float, float, float], ...]

EYES: dict[str, Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "achromatopsia": ((0.2126, 0.7152, 0.0722),) * 3,
}
# From linear red, green and blue to XYZ, and the white of D65.
XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)


@cache
def themes() -> dict[str, dict[str, str]]:
    """What the settings say of each theme."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    return {name: theme[name] for name in THEMES}


def parts(words: str) -> tuple[Color, float]:
    """A color as it is written, "#0072B2" or "rgba(128,140,150,0.5)", and its opacity."""
    if words.startswith("#") and len(words) == 7:
        red, green, blue = (int(words[start : start + 2], 16) for start in (1, 3, 5))
        return (red, green, blue), 1.0
    if words.startswith("rgb"):
        red, green, blue, *opacity = map(float, NUMBER.findall(words))
        return (red, green, blue), opacity[0] if opacity else 1.0
    raise ValueError(f"cannot read the color {words}")


def over(words: str, ground: Color, opacity: float = 1) -> Color:
    """What is seen of a color that lies on a ground, as a whole `opacity` less dense."""
    color, own = parts(words)
    share = own * opacity
    red, green, blue = (
        share * top + (1 - share) * below for top, below in zip(color, ground, strict=True)
    )
    return red, green, blue


def solid(words: str) -> Color:
    """A color that hides what is behind it."""
    color, opacity = parts(words)
    if opacity != 1:
        raise ValueError(f"{words} is not solid")
    return color


def linear(color: Color) -> Color:
    """The light of each channel, 0-1 (sRGB)."""
    shares = (channel / 255 for channel in color)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return red, green, blue


def luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """From 1 to 21, whichever is the lighter."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def times(matrix: Matrix, color: Color) -> Color:
    x, y, z = (sum(a * b for a, b in zip(row, color, strict=True)) for row in matrix)
    return x, y, z


def seen_by(eyes: str, color: Color) -> Color:
    """A color as eyes without one kind of cone, or without any, see it: linear, 0-1."""
    red, green, blue = (min(max(share, 0), 1) for share in times(EYES[eyes], linear(color)))
    return red, green, blue


def lab(light: Color) -> Color:
    """CIELAB of linear red, green and blue."""
    x, y, z = (
        share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116
        for share in (a / b for a, b in zip(times(XYZ, light), WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Color, other: Color, eyes: str = "") -> float:
    """How far apart two colors are for these eyes, or for all cones."""
    lights = (seen_by(eyes, color) if eyes else linear(color) for color in (one, other))
    return dist(*map(lab, lights))
