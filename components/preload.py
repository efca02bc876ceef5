"""Tells a browser with the page itself that it will need Streamlit's chart code.

Otherwise that is asked for when the first chart arrives, after the line has been idle. It knows no
page; `server.py` sends the header with Streamlit's page and with nothing else.
"""

from __future__ import annotations

from components.addresses import STREAMLIT_FILES

SCRIPTS = STREAMLIT_FILES / "static" / "js"


def chart_code() -> dict[str, str]:
    """The header that names the script; none where Streamlit calls it otherwise. Call it once.

    Low priority: what the page needs to show its first words comes first.
    """
    found = [path.name for path in SCRIPTS.glob("PlotlyChart.*.js")]
    links = [f"</static/js/{name}>; rel=modulepreload; fetchpriority=low" for name in found]
    return {"Link": ", ".join(links)} if links else {}
