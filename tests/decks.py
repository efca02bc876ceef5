"""Briefs to make decks of, and an independent reader of what their charts hold."""

from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn

from data.brief import Brief
from data.cohorts import resolve
from data.library import Library, load_library
from data.overview import THREE_RATES
from data.selection import Selection
from data.tables import results_table
from data.views import make_view
from tests.drawn import drawn_library

BASE = "https://pedino.example.org"
LONG = "A very long name of a study, as long as a title ever gets, told in full " * 3
HOSTILE = "שלום <b>bold</b> & \u202eevil\u0007 = 1+1"
SELECTIONS = {
    "default": {},
    "dose": {"dose": (1.8, 1.8), "regimen": "single agent"},
    "one study": {"studies": ("obrien-2022",)},
    "adults": {"adults": True, "across": True},
    "all treated": {"mrd": "of all treated"},
}
MADE_UP = ("many", "long names", "hostile names", "adults only")


def brief_of(library: Library, **asked: Any) -> Brief:
    selection = replace(Selection(), **asked)
    results, cohorts = results_table(library), resolve(library, selection)
    views = tuple(make_view(library, results, cohorts, selection, key) for key in THREE_RATES)
    return Brief(library, results, selection, cohorts, views, BASE)


@cache
def made_up(kind: str) -> Brief:
    """Decks of studies that nobody has published yet."""
    names = [f"study-{i}" for i in range(1, 18 if kind == "many" else 5)]
    who = "adults" if kind == "adults only" else "children"
    lines = [f"{name} | {i + 5}/30 | {who}" for i, name in enumerate(names)]
    library = drawn_library(load_library(), "\n".join(["study | counts | who", *lines]), "response")
    if kind in ("long names", "hostile names"):
        new = LONG if kind == "long names" else HOSTILE
        named = {
            key: one.model_copy(update={"name": new + key}) for key, one in library.studies.items()
        }
        library = replace(library, studies=named)
    return brief_of(library, adults=who == "adults")


@dataclass(frozen=True)
class Drawn:
    """What one chart holds: points of each series by its name, texts of labels, its workbook."""

    points: dict[str, list[tuple[float | None, float | None]]]
    labels: dict[str, list[str]]
    sheets: dict[str, list[list[Any]]]
    formulas: dict[str, list[list[Any]]]
    references: dict[str, tuple[str, str]]


def read_chart(chart: Any) -> Drawn:
    series = chart._chartSpace.findall(f".//{qn('c:ser')}")
    names = [one.find(f"{qn('c:tx')}//{qn('c:v')}").text for one in series]
    blob = chart.part.chart_workbook.xlsx_part.blob
    return Drawn(
        points={n: points(s) for n, s in zip(names, series, strict=True)},
        labels={n: labels(s) for n, s in zip(names, series, strict=True)},
        sheets=sheets(blob, values=True),
        formulas=sheets(blob, values=False),
        references={n: references(s) for n, s in zip(names, series, strict=True)},
    )


def points(series: Any) -> list[tuple[float | None, float | None]]:
    xs, ys = (cached(series.find(qn(name))) for name in ("c:xVal", "c:yVal"))
    assert len(xs) == len(ys)
    return list(zip(xs, ys, strict=True))


def cached(values: Any) -> list[float | None]:
    count = int(values.find(f".//{qn('c:ptCount')}").get("val"))
    found = {int(p.get("idx")): float(p.find(qn("c:v")).text) for p in values.iter(qn("c:pt"))}
    return [found.get(i) for i in range(count)]


def labels(series: Any) -> list[str]:
    found = series.iter(qn("c:dLbl"))
    return ["".join(text.text for text in label.iter(qn("a:t"))) for label in found]


def references(series: Any) -> tuple[str, str]:
    x, y = (series.find(f"{qn(name)}//{qn('c:f')}").text for name in ("c:xVal", "c:yVal"))
    return (x, y)


def sheets(blob: bytes, *, values: bool) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(blob), data_only=values)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def opened(blob: bytes) -> Any:
    return Presentation(BytesIO(blob))


def frames(slide: Any, kind: str) -> list[Any]:
    return [shape for shape in slide.shapes if getattr(shape, f"has_{kind}", False)]
