"""Downloads: a menu for each chart, and buttons for the files of a whole view.

A file is built when its button is clicked, in another thread; what it needs is closed over, because
there is no session there.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.exports.csv_file import csv_bytes, csv_name
from components.exports.picture_files import Drawing, picture_name, png_bytes, svg_bytes
from components.trouble import building
from data.rows import View

TYPES = {
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
    "html": "text/html",
    "zip": "application/zip",
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def draw_download_menu(view: View) -> None:
    """Everything that one chart can be taken away as; without a chart only its table."""
    draw_menu(lambda: csv_bytes(view), csv_name(view), view if view.drawn else None)


def draw_menu(table: Callable[[], bytes], name: str, chart: View | Drawing | None) -> None:
    """The same for any table and chart; `name` is the name of the table's file."""
    with st.popover("Download", icon=":material/download:"):
        draw_file("Table (CSV)", table, name)
        if chart:
            draw_file("Chart (SVG)", lambda: svg_bytes(chart), picture_name(chart, "svg"))
            draw_file("Chart (PNG)", lambda: png_bytes(chart), picture_name(chart, "png"))


def draw_file(words: str, build: Callable[[], bytes], name: str) -> None:
    """A button whose file is built on click; its name says what it is and the data version."""
    st.download_button(
        words,
        data=building(build),
        file_name=name,
        mime=TYPES[name.rpartition(".")[2]],
        on_click="ignore",
        key=f"file-{name}",
        width="stretch",
    )
