"""A page of one sentence, for addresses where the dashboard cannot stand.

It has no script and asks for nothing. What a visitor typed never stands on it.
"""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from components.framing import frame_ancestors

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    f"frame-ancestors {frame_ancestors()}"
)
STYLE = (
    ":root { color-scheme: light dark; "
    "background: light-dark(#FFFFFF, #0F171E); color: light-dark(#0F1A22, #E6EDF2) } "
    "body { font: 1.125rem/1.5 sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem } "
    "h1 { font-size: 1.5rem } a { color: light-dark(#1a5f96, #8cc4ef) }"
)


def plain_page(status: int, title: str, sentence: str) -> HTMLResponse:
    """The answer with that status: title, sentence, and the way to the dashboard."""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · PedInO</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(sentence)}</p>"
        '<p><a href="/">To the dashboard</a></p></main></body></html>'
    )
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(page, status, headers)
