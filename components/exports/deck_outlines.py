"""The outlines of marks that a chart of PowerPoint has no symbol for: a diamond and open marks."""

from __future__ import annotations

from math import cos, pi, sin

# The outline of a mark: for each corner a column, how far right of its value (in percent), how far
# up (in points). A diamond is as wide as its interval; a ring has the same width everywhere.
Corner = tuple[str, float, float]
DIAMOND: tuple[Corner, ...] = (
    ("Low %", 0, 0),
    ("Rate %", 0, 8),
    ("High %", 0, 0),
    ("Rate %", 0, -8),
    ("Low %", 0, 0),
)
RING_WIDTH, RING_HEIGHT, RING_CORNERS = 2.1, 5.5, 24
ANGLES = [2 * pi * i / RING_CORNERS for i in range(RING_CORNERS + 1)]
RING: tuple[Corner, ...] = tuple(
    ("Rate %", round(RING_WIDTH * cos(angle), 3), round(RING_HEIGHT * sin(angle), 3))
    for angle in ANGLES
)
# As high above the rate as a ring, and as wide as it is high.
TRIANGLE: tuple[Corner, ...] = (
    ("Rate %", 0, 7),
    ("Rate %", RING_WIDTH, -4),
    ("Rate %", -RING_WIDTH, -4),
    ("Rate %", 0, 7),
)
