"""Everything that is taken along, made of a library of payloads: whole, readable, and inert."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import bibtexparser
import openpyxl
import pytest
import rispy
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from components.blocks import PANEL, PAPER, SCREEN, STAGE
from components.dose_chart import dose_chart
from components.escalation_chart import frame_of, step_chart
from components.evidence import Evidence
from components.exports.bundle import REPRODUCE, bundle_bytes
from components.exports.citation_files import bibtex, ris
from components.exports.comparison_csv import comparison_csv, comparison_name
from components.exports.csv_file import csv_name, harmless
from components.exports.deck import deck_bytes
from components.exports.handout import handout
from components.exports.picture_files import picture_name, png_bytes, svg_bytes
from components.exports.workbook import workbook_bytes
from components.forest import forest
from components.leave_one_out import leave_one_out_chart
from components.lines_chart import lines_chart
from components.stage import stage
from data.dose import dose_views
from data.escalation import escalations
from data.prior_lines import lines_view
from data.selection import Selection
from data.story import tell
from data.yaml_reader import parse_yaml
from tests.hostile_library import hostile, hostile_library, seen, squeezed
from tests.html_reader import Page
from tests.own_sessions import own_file, with_own
from tests.payloads import FOREIGN, NAMES, SOURCES, TEXTS
from tests.running_r import rscript

ADDRESS = "http://localhost:8501"
EVERYTHING = Selection(adults=True, keep=True, across=True, together=True, small=True, own=True)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
SAFE_NAME = re.compile(r"(?:studies/|views/)?[A-Za-z0-9][A-Za-z0-9_.-]*")
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "style", "rect", "path", "circle", "polygon", "text", "tspan"}
# Tags of our own in the texts of a chart.
OURS = re.compile(r"</?b>|<br>|<extra></extra>")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Evidence:
    """Everything that can be asked of the library of payloads, with an own series in it."""
    library = hostile_library(tmp_path_factory.mktemp("data"))
    return Evidence(with_own(library, hostile().own, own_file(NAMES[0])))


@pytest.fixture(scope="module")
def brief(evidence):
    return evidence.brief(EVERYTHING, ADDRESS)


@pytest.fixture(scope="module")
def bundle(brief) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(brief))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def own(address: str) -> bool:
    """Whether an address leads to the dashboard, or to where a source says that it stands."""
    at = urlsplit(address)
    published = at.scheme == "https" and at.netloc in (SOURCES, "doi.org")
    return published or address.startswith(f"{ADDRESS}/")


def cells_of(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row]


def test_the_deck_opens_and_leads_nowhere_else(brief, tmp_path):
    """By the rules of its format, every text whole, and no link but to the dashboard."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck_bytes(brief))
    assert OpenXmlValidator().validate(path).errors == []
    deck = Presentation(path)
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert len(seen(notes)) > 100
    assert hostile().torn(notes) == []
    with zipfile.ZipFile(path) as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    targets = [
        one.get("Target")
        for xml in relations
        for one in ET.fromstring(xml)  # noqa: S314 we made the file ourselves
        if one.get("TargetMode") == "External"
    ]
    assert targets
    assert [one for one in targets if not own(one)] == []


def test_the_workbook_holds_texts_only(brief, tmp_path):
    """No formula; every text whole; a link only where an address was typed as one."""
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(workbook_bytes(brief))
    assert OpenXmlValidator().validate(path).errors == []
    cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row if c.value]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    links = {cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert {urlsplit(one).netloc for one in links if one} == {"doi.org", SOURCES, "localhost:8501"}
    assert all(map(own, filter(None, links)))
    said = "\n".join(str(cell.value) for cell in cells)
    assert len(seen(said)) > 400
    assert hostile().torn(said) == []


def test_a_text_that_is_an_address_is_no_link_in_the_workbook(library, tmp_path):
    """A source may be called like a site; only the column of addresses leads anywhere."""
    address = f"http://{FOREIGN}/x.png"
    source = {"own": {"name": address, "title": address}}
    named = with_own(library, own_file("Ward", sources=source, summary=address))
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(workbook_bytes(Evidence(named).brief(Selection(), ADDRESS)))
    cells = [c for sheet in openpyxl.load_workbook(path) for row in sheet for c in row]
    named = [cell for cell in cells if cell.value == address]
    assert named
    assert [cell.hyperlink for cell in named if cell.hyperlink] == []


def test_no_table_holds_a_formula(bundle, evidence):
    """In no CSV a text begins like one: neither a cell, nor what other separators make of it."""
    compared = evidence.comparison(Selection(compare=("bhojwani-2019", "fda-2024")))
    files = [content for name, content in bundle.items() if name.endswith(".csv")]
    for content in (*files, comparison_csv(evidence.library, compared)):
        cells = cells_of(content)
        begins = [part for cell in cells for part in re.split(r"[;\t\r\n]", cell)]
        bad = [one for one in begins if one.startswith(FORMULA) and not NUMBER.fullmatch(one)]
        assert bad == []
        assert [cell for cell in cells if cell.startswith(("\t", "\r", "\n"))] == []


def test_every_table_is_whole(bundle):
    """Separators, quotes and line ends in a text neither part a row nor tear the text."""
    for name, content in bundle.items():
        if name.endswith(".csv"):
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert torn_but_for_apostrophes("\n".join(cells_of(content))) == []


def torn_but_for_apostrophes(said: str) -> list[str]:
    """The texts that are not whole, the apostrophes that keep formulas from running aside."""
    there = squeezed(said).replace("'", "")
    torn = hostile().torn(said)
    return [text for text in torn if squeezed(text).replace("'", "") not in there]


@pytest.mark.parametrize(
    "text", ["x;=1", "x\n+1", "x\t@y", "x\r-1", "=1;=1", 'x;"=1;y', '"=1', 'x\n""=1']
)
def test_a_formula_after_another_separator(text):
    """Where a comma is the decimal sign, spreadsheets part a CSV at semicolons and line ends."""
    parts = [part.lstrip('"') for part in re.split(r"[;\n\t\r]", harmless(text))]
    assert [part for part in parts if part.startswith(FORMULA)] == []
    assert harmless(text).replace("'", "") == text


def test_the_names_of_files_are_safe(bundle, evidence, brief):
    """In the archive and in a download: no path, no sign that a system or a header reads."""
    compared = evidence.comparison(Selection(compare=("bhojwani-2019", "fda-2024")))
    names = [*bundle, comparison_name(compared)]
    for view in brief.views:
        names += [csv_name(view), picture_name(view, "svg"), picture_name(view, "png")]
    assert [name for name in names if not SAFE_NAME.fullmatch(name)] == []
    assert [name for name in names if ".." in name] == []


def test_citations_keep_their_number(bundle, brief):
    """No text begins another entry of RIS or BibTeX, nor ends its own."""
    ids = [study.id for study in brief.studies if study.own_series is None]
    references = rispy.loads(bundle["citations.ris"].decode())
    assert [one["id"] for one in references] == ids
    assert [one for one in references if "unknown_tag" in one] == []
    parsed = bibtexparser.parse_string(bundle["citations.bib"].decode())
    assert parsed.failed_blocks == []
    assert [one.key for one in parsed.entries] == ids
    assert len(parsed.blocks) == len(ids)


def test_every_text_of_a_citation_is_whole(evidence):
    """In RIS as it was typed; in BibTeX every brace that is open is closed."""
    for study in evidence.library.studies.values():
        # the initials of an author stand apart, and so do the first and the last page
        lines = re.findall(r"^(?!AU|SP|EP).*", ris(study), re.MULTILINE)
        assert hostile().torn("\n".join(lines)) == []
        assert depth_of(bibtex(study)) == 0


def depth_of(text: str) -> int:
    """How many braces stay open, counted as BibTeX does: a backslash protects none."""
    depth = 0
    for letter in text:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    return depth


def test_the_study_files_are_as_they_were(bundle):
    """The own series goes along as it was given, and can be read again."""
    content = bundle["studies/own-series-1.yaml"].decode()
    assert content == hostile().own
    assert parse_yaml(content.encode(), "own.yaml")[0]["id"] == "own-series"


def test_the_script_is_the_same_for_all(bundle):
    """No word of a study enters the program that a reader runs."""
    assert bundle["reproduce.R"] == REPRODUCE.read_bytes()


def test_r_reads_every_table(bundle, tmp_path):
    """R parses the script, and finds in each table as many rows as were written."""
    program = rscript()
    for name, content in bundle.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    script = (
        'invisible(parse("reproduce.R")); for (name in list.files(pattern = "csv$")) '
        'cat(name, nrow(read.csv(name, check.names = FALSE)), "\\n")'
    )
    command = [program, "-e", script]
    done = subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, text=True)
    counted = dict(line.split() for line in done.stdout.splitlines())
    for name, rows in counted.items():
        text = bundle[name].decode("utf-8-sig")
        assert int(rows) == len(list(csv.reader(io.StringIO(text, newline="")))) - 1


def test_the_readme_makes_nothing_of_a_name(bundle):
    """No tag and no link of a text in what an editor shows of the first file of the archive."""
    text = re.sub(r"\\.", "", bundle["README.md"].decode())
    assert set(re.findall(r"<[^>\s]*", text)) == {
        f"<{ADDRESS}/?{text.partition('/?')[2].partition('>')[0]}"
    }
    assert "](" not in text


def test_the_drawings_are_drawings(brief):
    """Well-formed, of shapes and texts alone; what is drawn has no address and no script."""
    for view in brief.views:
        root = ET.fromstring(svg_bytes(view))  # noqa: S314 we made the drawing ourselves
        assert {one.tag.removeprefix(SVG) for one in root.iter()} <= DRAWN
        names = {name.lower() for one in root.iter() for name in one.attrib}
        assert [name for name in names if name.startswith("on") or name.endswith("href")] == []
        drawn = "".join(root.itertext())
        assert hostile().torn("".join(root.find(f"{SVG}desc").itertext())) == []
        assert [row.key for row in view.drawn if row.rate() not in drawn] == []
        assert png_bytes(view).startswith(b"\x89PNG")


def html_pages(brief) -> Iterator[str]:
    """The handout, and each part of the presentation."""
    yield handout(brief, notices=TEXTS)
    yield from (stage(part, "light") for part in tell(brief))


def test_our_own_html_has_no_tag_of_a_text(brief):
    """Handout and presentation: our tags, links to the dashboard, and every text as typed."""
    ours = {"html", "head", "body", "header", "main", "section", "footer", "div", "h1", "h2", "p"}
    ours |= {"table", "thead", "tbody", "tr", "th", "td", "meta", "title", "style", "a", "img"}
    for text in html_pages(brief):
        page = Page(text)
        assert page.open == []
        assert page.tags <= ours | DRAWN
        assert [one for one in page.attributes if one[1].startswith("on")] == []
        assert [one for one in page.links if not own(one)] == []
        assert [one for one in addresses(page) if not one.startswith("data:image/svg+xml;")] == []
        assert hostile().torn(unescape(re.sub(r"(?s)<style>.*?</style>|<[^>]*>", " ", text))) == []


def addresses(page: Page) -> list[str]:
    """What a page would fetch by itself."""
    return [value for _, name, value in page.attributes if name in ("src", "data", "action")]


def figures(evidence: Evidence) -> Iterator[dict[str, Any]]:
    """Every kind of chart, in every size."""
    asked = EVERYTHING
    views = [evidence.view(asked, outcome) for outcome in evidence.library.vocabulary.outcomes]
    for view in views:
        yield from (forest(view, sizes=sizes) for sizes in (SCREEN, PANEL, PAPER, STAGE))
        sure = map(evidence.how_sure, view.diamonds)
        yield from (leave_one_out_chart(one, "light") for one in sure if one.without)
    yield from map(dose_chart, evidence.ask(dose_views, asked))
    found = evidence.ask(escalations, asked)
    yield from (step_chart(one, frame_of(found)) for one in found)
    yield lines_chart(lines_view(evidence.library, evidence.cohorts(asked)))


def strings(value: Any) -> Iterator[str]:
    """Every text in a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def test_no_chart_holds_a_tag_of_a_text(evidence):
    """Plotly reads a little HTML and templates in some texts: none of it comes from a study."""
    drawn = list(figures(evidence))
    texts = {text for figure in drawn for text in strings(figure)}
    assert len(seen("\n".join(texts))) > 30
    assert [text for text in texts if "<" in OURS.sub("", text)] == []
    templates = {one.get("hovertemplate", "") for figure in drawn for one in figure["data"]}
    assert seen(" ".join(templates)) == set()
    assert [one for figure in drawn for one in figure["data"] if "texttemplate" in one] == []
