"""Views and citations as files."""

import csv
import io

import pytest

from components.exports.citations import bibtex, citation_text, ris
from components.exports.csv_file import csv_bytes, csv_name, harmless
from data.cohorts import resolve
from data.columns import COLUMNS
from data.selection import Selection
from data.tables import results_table
from data.views import make_view


@pytest.fixture(scope="module")
def sos(library):
    selection = Selection()
    cohorts = resolve(library, selection)
    return make_view(library, results_table(library), cohorts, selection, "sos_post_hsct")


def test_csv_holds_the_view(sos):
    """A spreadsheet gets every row with full precision; an unknown N is empty, not zero."""
    text = csv_bytes(sos).decode("utf-8-sig")
    rows = {row["study"]: row for row in csv.DictReader(io.StringIO(text))}
    assert list(rows["O'Brien 2022"]) == [column.name for column in COLUMNS]
    assert (rows["Bhojwani 2019"]["events"], rows["Bhojwani 2019"]["n"]) == ("11", "21")
    assert float(rows["Bhojwani 2019"]["percent"]) == 100 * 11 / 21
    assert (rows["Pennesi 2022"]["events"], rows["Pennesi 2022"]["n"]) == ("6", "")
    assert rows["ITCC-059 SOS"]["sos_criteria"] == "Seattle"
    assert rows["FDA 2024"]["basis"] == "secondary"


def test_csv_is_named_after_outcome_and_data(sos):
    """The file says what it is and which data it holds."""
    assert csv_name(sos) == f"pedino-sos-post-hsct-{sos.version}.csv"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_formula_reaches_a_spreadsheet(start):
    """A text that a spreadsheet would run is quoted; a number is never touched."""
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(-1) == -1
    assert harmless("1-1") == "1-1"


def test_a_full_citation(library):
    """Authors, title, journal, place and identifiers in the usual order."""
    said = citation_text(library.studies["bhojwani-2019"])
    assert said.startswith(
        "Bhojwani D, Sposto R, Shah NN, et al. Inotuzumab ozogamicin in pediatric"
    )
    assert "Leukemia 2019;33(4):884-892. doi 10.1038/s41375-018-0265-z · PMID 30267011" in said


def test_ris(library):
    """Reference managers get one tagged line a field, and an end."""
    lines = ris(library.studies["bhojwani-2019"]).split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert "AU  - Bhojwani, D" in lines
    assert {"VL  - 33", "IS  - 4", "SP  - 884", "EP  - 892", "PY  - 2019"} <= set(lines)
    assert "DO  - 10.1038/s41375-018-0265-z" in lines
    assert lines[-2:] == ["ER  -", ""]


def test_bibtex(library):
    """A BibTeX entry under the study's id, with "others" where more authors follow."""
    entry = bibtex(library.studies["bhojwani-2019"])
    assert entry.startswith("@article{bhojwani-2019,\n")
    assert "  author = {Bhojwani, D and Sposto, R and Shah, NN and others}," in entry
    assert "  pages = {884--892}," in entry
    assert entry.count("{") == entry.count("}")


def test_what_is_not_known_is_left_out(library):
    """Every study can be cited; no field says None or is empty."""
    for study in library.studies.values():
        for text in (citation_text(study), ris(study), bibtex(study)):
            assert "None" not in text
            assert "{}" not in text
            assert ". ." not in text
