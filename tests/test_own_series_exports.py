"""An own series in every file that a reader takes along: there, marked, and harmless."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile

import bibtexparser
import pytest
import rispy
from openpyxl import load_workbook
from pptx import Presentation

from components.exports.bundle import bundle_bytes
from components.exports.comparison_csv import comparison_csv
from components.exports.csv_file import csv_bytes
from components.exports.deck import deck_bytes
from components.exports.handout import handout
from components.exports.lines_table import lines_table
from components.exports.table import table_csv
from components.exports.workbook import workbook_bytes
from data.citations import citation_text
from data.comparison import compare
from data.prior_lines import lines_view
from data.selection import Selection
from data.story import tell
from data.tables import publication_url, results_table
from data.words import UNPUBLISHED, marked
from tests.briefs import brief_of
from tests.own_sessions import HOSTILE, larger, naming, own_file, with_own
from tests.running_r import rscript

NAMES = ("Our center", HOSTILE, "=1+1", "@cmd", "+1 'a' \"b\"", "-2", "{Ours} & co, 100 %_#")
UNCHECKED = "Our center is an own series, unpublished: checked by nobody but its owner."
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
WITH_STATUS = (
    *("studies.csv", "cohorts.csv", "all_numbers.csv"),
    *("views/response.csv", "views/mrd_negative.csv", "views/sos_post_hsct.csv"),
)


@pytest.fixture(scope="module", params=NAMES)
def named(request, library):
    """A name, and the brief of a session whose own series has it and may be pooled."""
    return request.param, brief_of(with_own(library, own_file(request.param)), own=True)


@pytest.fixture(scope="module")
def ours(library):
    return brief_of(with_own(library, own_file()))


def unpacked(brief):
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(brief))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def records(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def typed(text):
    """A text as its owner typed it, without the apostrophe that keeps it a text."""
    return text.removeprefix("'") if text[1:2] and text[1] in "".join(FORMULA_STARTS) else text


def test_its_file_goes_along_as_it_was_given(named):
    """Byte for byte, beside the files of the published studies."""
    _, brief = named
    files = unpacked(brief)
    own = brief.library.own_files["own-series-1"]
    assert files["studies/own-series-1.yaml"] == own.encode()
    assert {f"studies/{study.id}.yaml" for study in brief.studies} <= set(files)


def test_every_table_names_and_marks_it(named):
    """Its rows say that it is unpublished, all others that they are published."""
    name, brief = named
    files = unpacked(brief)
    for table in WITH_STATUS:
        rows = [row for row in records(files[table]) if row.get("kind", "study") == "study"]
        own = [row for row in rows if typed(row["study"]) == marked(name)]
        assert own, table
        assert {row["status"] for row in own} == {UNPUBLISHED}
        assert {row["status"] for row in rows if row not in own} == {"published"}


def test_the_mark_is_explained(ours):
    """The dictionary of the archive explains the column, file by file."""
    explained = records(unpacked(ours)["dictionary.csv"])
    said = [row for row in explained if row["column"] == "status"]
    assert {row["file"] for row in said} == set(WITH_STATUS)
    assert all(UNPUBLISHED in row["means"] for row in said)


def test_no_csv_holds_a_formula(named):
    """Neither a cell nor the name of a column begins like one."""
    _, brief = named
    compared = compare(
        brief.library, brief.results, Selection(compare=("own-series-1", "pennesi-2024"))
    )
    files = {name: text for name, text in unpacked(brief).items() if name.endswith(".csv")}
    files["lines"] = table_csv(lines_table(lines_view(brief.library, brief.cohorts)))
    files["comparison"] = comparison_csv(brief.library, compared)
    for content in files.values():
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        cells = [cell for row in csv.reader(text) for cell in row]
        assert not [c for c in cells if c.startswith(FORMULA_STARTS) and not is_number(c)]


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_the_readme_says_it_first(named):
    """Before anything else: that it holds an own series, its name, and whose children these are."""
    name, brief = named
    text = unpacked(brief)["README.md"].decode()
    first = text.split("## ")[1]
    assert first.startswith(f"It holds an {UNPUBLISHED}")
    plain = first.replace("\\", "")
    assert name.replace("\\", "") in plain
    assert "none of its children is in a listed study" in plain
    assert "<b>" not in first
    assert brief.version in text


def test_a_series_that_is_not_shown_is_in_no_file(library):
    """What the filters leave out is named with its reason and goes along nowhere."""
    brief = brief_of(with_own(library, own_file()), min=20)
    files = unpacked(brief)
    assert "studies/own-series-1.yaml" not in files
    assert "It holds" not in files["README.md"].decode()
    left = {row["study"]: row["why"] for row in records(files["left_out.csv"])}
    assert left[marked("Our center")] == "all treated: 14 patients, fewer than 20"


def test_without_own_series_no_file_speaks_of_one(library):
    """Nothing is said of what is not there; only the columns that could say it are explained."""
    brief = brief_of(library)
    files = unpacked(brief)
    assert "It holds" not in files["README.md"].decode()
    assert {row["status"] for row in records(files["studies.csv"])} == {"published"}
    about = load_workbook(io.BytesIO(workbook_bytes(brief)))["About"]
    assert "Own series" not in [row[0].value for row in about]
    said = [sentence for part in tell(brief) for sentence in part.sentences]
    assert not [one for one in said if "own series" in one]


def test_reference_managers_get_no_publication(named):
    """The published studies are all there, the own series is not, not even as unpublished."""
    _, brief = named
    files = unpacked(brief)
    published = [study.id for study in brief.studies if study.own_series is None]
    assert [one["id"] for one in rispy.loads(files["citations.ris"].decode())] == published
    assert files["citations.bib"].startswith(b"@")
    parsed = bibtexparser.parse_string(files["citations.bib"].decode())
    assert parsed.failed_blocks == []
    assert [one.key for one in parsed.entries] == published


def test_it_has_no_publication_whatever_its_file_says(library):
    """A citation typed into the file of an own series makes no publication of it."""
    cited = {"title": "A title", "journal": "A journal", "year": 2020, "doi": "10.1000/1"}
    brief = brief_of(with_own(library, own_file(citation=cited)))
    own = brief.library.studies["own-series-1"]
    assert publication_url(own) is None
    assert citation_text(own) == f"{marked('Our center')}: no publication."
    (row,) = (
        row for row in records(unpacked(brief)["studies.csv"]) if row["status"] != "published"
    )
    assert (row["publication_url"], row["year"]) == ("", "")
    assert "A journal" not in handout(brief)
    assert "A journal" not in " ".join(said(brief, "references"))


@pytest.mark.parametrize("own", [False, True])
def test_r_gives_every_pooled_number_again(library, tmp_path, own):
    """Whether the own series is pooled or not, whatever its name."""
    program = rscript()
    brief = brief_of(with_own(library, own_file(HOSTILE)), own=own)
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(brief))) as archive:
        archive.extractall(tmp_path)
    command = [program, tmp_path / "reproduce.R"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    counted = records((tmp_path / "pooled_counts.csv").read_bytes())
    assert any(row["study"] == marked(HOSTILE) for row in counted) == own


def test_a_pooled_rate_says_how_many_are_unpublished(library):
    """In the table of pooled rates and in the CSV of the chart."""
    brief = brief_of(with_own(library, own_file()), own=True)
    pooled = records(unpacked(brief)["pooled.csv"])
    assert {row["own_series_pooled"] for row in pooled} == {"1"}
    without = records(unpacked(brief_of(brief.library))["pooled.csv"])
    assert {row["own_series_pooled"] for row in without} == {"0"}
    published = records(csv_bytes(brief_of(brief.library).views[0]))
    assert {row["status"] for row in published if row["kind"] != "study"} == {""}
    rows = [row for row in records(csv_bytes(brief.views[0])) if row["kind"] != "study"]
    for row in rows:
        own = marked("Our center") in row["names_pooled"]
        expected = f"1 of {row['studies_pooled']}: {UNPUBLISHED}" if own else ""
        assert row["status"] == expected
    assert any(row["status"] for row in rows)


def test_the_workbook_names_it_and_holds_no_formula(named):
    """Every text is a text; the first lines say that an own series is in it."""
    name, brief = named
    book = load_workbook(io.BytesIO(workbook_bytes(brief)))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    about = [[cell.value for cell in row] for row in book["About"]]
    assert about[1][0] == "Own series"
    assert about[1][1] == UNCHECKED.replace("Our center", name)
    for title in ("Studies", "Results", "All numbers"):
        header, *rows = book[title].iter_rows(values_only=True)
        lines = [dict(zip(header, row, strict=True)) for row in rows]
        own = [line for line in lines if line["study"] == marked(name)]
        assert own
        assert {line["status"] for line in own} == {UNPUBLISHED}


def test_the_version_is_that_of_the_published_data(library, ours):
    """An own series makes no new version of the data."""
    assert ours.version == library.version


def test_the_comparison_says_what_it_is(library):
    """The first line below the names tells a reader that nobody has checked it."""
    made = with_own(library, own_file())
    chosen = Selection(compare=("own-series-1", "pennesi-2024"))
    content = comparison_csv(made, compare(made, results_table(made), chosen))
    header, first, *_ = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header[3] == marked("Our center")
    assert first[:3] == ["Own series", "", UNCHECKED]


def said(brief, key):
    (part,) = tell(brief, [key])
    return part.sentences


def test_the_story_names_it_where_it_begins_and_limits_it_once(ours):
    """The title says that it is among the studies, the limits that nobody has checked it."""
    assert any(f"with {UNPUBLISHED}: Our center" in one for one in said(ours, "title"))
    everything = [one for part in tell(ours) for one in part.sentences]
    assert everything.count(UNCHECKED) == 1
    assert UNCHECKED in said(ours, "limits")


def test_its_reference_is_that_there_is_none(ours):
    """In plain words, in the order of the charts."""
    first, *others = said(ours, "references")
    assert first == f"{marked('Our center')}: no publication."
    assert not [one for one in others if "no publication" in one]


def test_what_is_unknown_is_said_where_studies_are_hard_to_compare(library):
    """Nobody reads a rate without learning that its children may be counted twice."""
    brief = brief_of(with_own(library, own_file(shared="unknown")))
    unknown = f"Whether {marked('Our center')} shares children with listed studies is unknown."
    assert unknown in said(brief, "comparability")
    assert unknown in handout(brief)


def test_who_shares_children_is_named_from_both_sides(library):
    """The published study does not declare it, and is still named beside the own series."""
    brief = brief_of(with_own(library, naming("partly bhojwani-2019")))
    words = f"Some children are in more than one of: {marked('Our center')}, "
    (shared,) = (one for one in said(brief, "comparability") if one.startswith(words))
    assert "Bhojwani 2019" in shared
    rows = {row.study: row for row in brief.views[0].rows}
    assert rows["own-series-1"].same_children == ("Bhojwani 2019",)
    assert rows["bhojwani-2019"].same_children == (marked("Our center"),)


def test_several_owners_are_told_of_in_the_plural(library):
    """Two own series are named in one sentence."""
    brief = brief_of(with_own(library, own_file(), larger("Theirs")))
    words = "Our center and Theirs are own series, unpublished: checked by nobody but their"
    assert any(one.startswith(words) for one in said(brief, "limits"))


def test_the_handout_shows_it_escaped(named):
    """The name stands on the page as text, with its mark and without a publication."""
    name, brief = named
    page = handout(brief)
    assert "<b>x</b>" not in page
    assert "no publication" in page
    assert UNPUBLISHED in page
    assert ("&lt;b&gt;x" in page) == (name == HOSTILE)


def test_whoever_opens_a_file_reads_that_it_is_among_the_studies(ours):
    """Slides, handout, workbook and archive say so where they say what was asked."""
    words = f"with {UNPUBLISHED}: Our center"
    about = load_workbook(io.BytesIO(workbook_bytes(ours)))["About"]
    shown = [cell.value for row in about for cell in row if isinstance(cell.value, str)]
    slides = Presentation(io.BytesIO(deck_bytes(ours))).slides
    first = " ".join(one.text_frame.text for one in slides[0].shapes if one.has_text_frame)
    for text in (first, handout(ours), unpacked(ours)["README.md"].decode(), " ".join(shown)):
        assert words in text.replace("\u00a0", " ")


def test_the_slides_say_once_that_nobody_checked_it(ours):
    """On the slide of the limits."""
    slides = Presentation(io.BytesIO(deck_bytes(ours))).slides
    texts = [one.text_frame.text for slide in slides for one in slide.shapes if one.has_text_frame]
    assert sum(UNCHECKED in text.replace("\u00a0", " ") for text in texts) == 1
