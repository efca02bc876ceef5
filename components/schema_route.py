"""`/study.schema.json`: what a study file may say, for the editor in which somebody writes one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response


def schema_file(_: Request) -> Response:
    """The file as it stands beside the studies."""
    from data.json_schema import SCHEMA_FILE

    return FileResponse(SCHEMA_FILE, media_type="application/schema+json")
