"""Colours, fonts and chart settings, the same everywhere. Knows no Streamlit and no study."""

from __future__ import annotations

from typing import Any

SOS = "#D55E00"
# One colour per outcome; each has at least 3:1 against both backgrounds.
OUTCOME_COLORS = {
    "response": "#0072B2",
    "mrd_negative": "#009E73",
    "sos_post_hsct": SOS,
    "sos_during_ino": SOS,
    "sos_after_chemotherapy": SOS,
    "sos_any": SOS,
    "sos_without_hsct": SOS,
    "sos_fatal": SOS,
    "sos_other": SOS,
}
ADULTS = "#8C6BB1"
# Calm: children, where a chart is about none of the outcomes above.
NEUTRAL = "#5F7A8C"
RAIL = "rgba(128,140,150,0.55)"
BAND = "rgba(128,140,150,0.08)"
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Roboto, Arial, sans-serif'

INK = {"light": "#0F1A22", "dark": "#E6EDF2"}
# The page behind each ink, as `.streamlit/config.toml` has it.
PAGE = {INK["light"]: "#FFFFFF", INK["dark"]: "#0F171E"}

# Streamlit puts placeholder colours into Plotly's own template: every figure carries this one.
TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 12},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": ["#0072B2", "#009E73", "#D55E00", "#8C6BB1"],
        # What a pointer shows: unset, Plotly writes white on the color of the mark.
        "hoverlabel": {
            "bgcolor": "#FFFFFF",
            "align": "left",
            "bordercolor": NEUTRAL,
            "font": {"family": FONT, "size": 13, "color": INK["light"]},
        },
    }
}

# No buttons over the chart: Plotly's offer to send it to a third party, hide the first rate, and
# make a picture in the colours of a dark screen. Pictures come from the menu below the chart.
CHART_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
    "responsive": True,
}


def row_color(outcome: str, population: str) -> str:
    """The colour of a row's mark: the outcome's, or the adults' own."""
    return ADULTS if population == "adults" else OUTCOME_COLORS.get(outcome, NEUTRAL)
