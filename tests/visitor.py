"""A visitor without a browser: opens pages of the dashboard and reads what stands on them."""

from __future__ import annotations

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

# The first run imports pandas and Plotly.
FIRST_RUN = 30


def open_page(project: Path, page: str = "overview", **params: list[str]) -> AppTest:
    """Opens a page with a link's parameters and runs it once."""
    app = AppTest.from_file(project / "components/shell.py", default_timeout=FIRST_RUN)
    for name, values in params.items():
        app.query_params[name] = values
    app.run()
    return app if page == "overview" else go(app, page)


def go(app: AppTest, page: str) -> AppTest:
    return app.switch_page(f"../pages/{page}.py").run()


def copied_link(app: AppTest) -> str:
    """The link to copy, after the visitor has opened its part of the sidebar."""
    app.session_state["link_open"] = True
    return app.run().sidebar.code[0].value


def charts(app: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def texts(chart: dict) -> list[tuple[str, float]]:
    """What is written in a chart, and how far below its upper edge."""
    marks = [trace for trace in chart["data"] if trace.get("mode") == "text"]
    return [pair for trace in marks for pair in zip(trace["text"], trace["y"], strict=True)]


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


def foot(app: AppTest) -> str:
    """What stands last: a caption, or in a presentation the end of its part."""
    return "".join([*(one.proto.body for one in app.get("html")), app.caption[-1].value])


def said(app: AppTest) -> str:
    """All running text of a page."""
    parts = (app.markdown, app.caption, app.warning, app.info)
    return read("\n".join(element.value for elements in parts for element in elements))


def tables(app: AppTest) -> list[list[dict[str, str]]]:
    """Each table as its rows."""
    return [
        [{read(name): read(text) for name, text in row.items()} for row in rows]
        for rows in (table.value.astype(str).to_dict("records") for table in app.table)
    ]


def read(markdown: str) -> str:
    """The text as a reader sees it: without escapes, and with plain spaces."""
    return markdown.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")
