"""Views and citations as files."""

import csv
import io

import pytest
import rispy

from components.exports.citation_files import bibtex, ris
from components.exports.csv_file import csv_bytes, csv_name, harmless
from data.citations import citation_text
from data.columns import COLUMNS
from tests.drawn import study


@pytest.fixture(scope="module")
def sos(view):
    return view("sos_post_hsct")


def test_csv_holds_the_view(sos):
    """A spreadsheet gets every row with full precision; an unknown N is empty, not zero."""
    rows = {row["study"]: row for row in records(sos)}
    assert list(rows["O'Brien 2022"]) == [column.name for column in COLUMNS]
    assert (rows["Bhojwani 2019"]["events"], rows["Bhojwani 2019"]["n"]) == ("11", "21")
    assert float(rows["Bhojwani 2019"]["percent"]) == 100 * 11 / 21
    assert (rows["Pennesi 2022"]["events"], rows["Pennesi 2022"]["n"]) == ("6", "")
    assert rows["ITCC-059 SOS"]["sos_criteria"] == "Seattle"
    assert rows["FDA 2024"]["basis"] == "secondary"


def test_csv_is_named_after_outcome_and_data(sos):
    """The file says what it is and which data it holds."""
    assert csv_name(sos) == f"pedino-sos-post-hsct-{sos.version}.csv"


def records(view) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(view).decode("utf-8-sig"))))


def test_csv_ends_with_the_pooled_rate(view):
    """Under the rows stands the diamond with full precision, and what it rests on."""
    response = view("response")
    *rows, line = records(response)
    pooled = response.diamonds[0].pooled
    assert {row["kind"] for row in rows} == {"study"}
    assert (line["kind"], line["key"]) == ("pooled", "pooled/children/CR/CRi or ORR, single agent")
    assert (line["events"], line["n"], line["studies_pooled"]) == ("98", "142", "4")
    for name, value in {
        "percent": pooled.estimate,
        "low_95": pooled.low,
        "high_95": pooled.high,
        "prediction_low_95": pooled.prediction_low,
        "prediction_high_95": pooled.prediction_high,
    }.items():
        assert float(line[name]) == 100 * value
    assert (float(line["tau2"]), float(line["i2"])) == (pooled.tau2, pooled.i2)
    assert line["names_pooled"] == "Bhojwani 2019; Brivio 2021; O'Brien 2022; Pennesi 2022"
    assert line["pooling_method"].startswith("random-effects logistic model (GLMM), t")
    assert line["counted"] == response.diamonds[0].counted
    assert "whether CRi is included was not found: Bhojwani 2019" in line["note"]


def test_csv_says_of_each_row_whether_it_is_pooled(view):
    """A drawn row names its diamond or the reason; one without a rate has neither."""
    rows = {row["study"]: row for row in records(view("response"))}
    assert rows["Brivio 2021"]["pooled_in"] == "CR/CRi or ORR, single agent"
    assert rows["Aertgeerts 2025"]["not_pooled"].startswith("fewer than 10 treated")
    assert rows["Calvo 2020"]["pooled_in"] == rows["Calvo 2020"]["not_pooled"] == ""


def test_csv_gives_a_refusal_its_total_and_reason(view):
    """Two studies: their sum and why nothing was pooled, and no number beside it."""
    *_, line = records(view("response", definition="strict CR"))
    assert line["kind"] == "not pooled"
    assert (line["events"], line["n"], line["studies_pooled"]) == ("41", "101", "2")
    assert line["not_pooled"] == "two studies are too few"
    empty = ("percent", "low_95", "high_95", "prediction_low_95", "prediction_high_95")
    assert {line[name] for name in (*empty, "tau2", "i2", "pooling_method")} == {""}


def test_csv_repeats_that_criteria_were_lifted(view):
    """A pooled rate across SOS criteria never leaves the house without saying so."""
    *rows, line = records(view("sos_post_hsct", across=True, together=True))
    lifted = "SOS criteria unknown or different, single agent and combination"
    assert line["study"] == f"SOS after HSCT, pooled ({lifted})"
    assert "SOS criteria not found: Bhojwani 2019, O'Brien 2022" in line["note"]
    assert "SOS by Seattle: ITCC-059 SOS" in line["note"]
    fda = {row["study"]: row for row in rows}["FDA 2024"]
    assert fda["not_pooled"] == "its 26 children are inside ITCC-059 SOS"


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


@pytest.mark.parametrize(
    ("known", "et_al", "said"),
    [
        (1, False, "A1"),
        (3, True, "A1, A2, A3, et al"),
        (6, False, "A1, A2, A3, A4, A5, A6"),
        (6, True, "A1, A2, A3, A4, A5, A6, et al"),
        (7, False, "A1, A2, A3, et al"),
        (7, True, "A1, A2, A3, et al"),
        (0, True, "one"),
    ],
)
def test_as_many_authors_as_journals_print(known, et_al, said):
    """Up to six are all named; of more the first three."""
    names = [f"A{i}" for i in range(1, known + 1)]
    one = study("one", citation={"authors": names, "et_al": et_al, "title": "A title"})
    assert citation_text(one) == f"{said}. A title."


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        ({"title": "A title.", "journal": "Blood", "year": 2020}, "one. A title. Blood 2020."),
        ({"pmcid": "PMC1"}, "one. PMC1."),
        ({"doi": "10.1/x", "pmcid": "PMC1", "url": "https://x.org"}, "one. doi 10.1/x · PMC1."),
        ({"url": "https://x.org/1"}, "one. https://x.org/1."),
        ({"journal": "J", "year": 2020, "pages": "12-15"}, "one. J 2020:12-15."),
        ({"journal": "J", "year": 2020, "issue": "4"}, "one. J 2020;(4)."),
        ({"volume": "33", "pages": "12"}, "one. 33:12."),
        ({"pages": "12"}, "one. 12."),
        ({}, "one."),
    ],
)
def test_a_citation_of_what_is_known(citation, said):
    """Without authors the study's name; an address only without identifiers; one stop at a time."""
    assert citation_text(study("one", citation=citation)) == said


def test_an_own_series_is_never_cited_as_a_publication():
    """Where a publication would stand, it says that there is none."""
    own = study("own", own_series={"shared_children": "none"})
    assert citation_text(own) == "own: no publication."


def test_ris(library):
    """Reference managers get one tagged line a field, and an end."""
    lines = ris(library.studies["bhojwani-2019"]).split("\r\n")
    assert lines[0] == "TY  - JOUR"
    assert "AU  - Bhojwani, D" in lines
    assert {"VL  - 33", "IS  - 4", "SP  - 884", "EP  - 892", "PY  - 2019"} <= set(lines)
    assert "DO  - 10.1038/s41375-018-0265-z" in lines
    assert lines[-2:] == ["ER  -", ""]


@pytest.mark.parametrize(
    ("pages", "tags", "tex"),
    [
        ("12-15", ["SP  - 12", "EP  - 15"], "12--15"),
        ("12–15", ["SP  - 12", "EP  - 15"], "12--15"),
        ("e53 — e56", ["SP  - e53", "EP  - e56"], "e53--e56"),
        ("1167", ["SP  - 1167"], "1167"),
    ],
)
def test_pages_from_and_to(pages, tags, tex):
    """First and last page are told apart by whichever dash the source prints."""
    one = study("one", citation={"journal": "J", "pages": pages})
    assert [line for line in ris(one).split("\r\n") if line[1:2] == "P"] == tags
    assert f"  pages = {{{tex}}},\n" in bibtex(one)


def test_no_sign_of_a_title_is_a_command_of_tex():
    """What TeX would run or print as an accent or a space is named."""
    entry = bibtex(study("one", citation={"title": "10^9 ~ 50 % & more"}))
    assert r"{{10\textasciicircum{}9 \textasciitilde{} 50 \% \& more}}" in entry


def test_a_group_is_one_author():
    """Its last word is no initials, and an "and" in it parts no two persons."""
    group = "US Food and Drug Administration"
    one = study("one", citation={"authors": [group, "van der Berg J-P"], "title": "T"})
    (cited,) = rispy.loads(ris(one))
    assert cited["authors"] == [group, "van der Berg, J-P"]
    assert f"  author = {{{{{group}}} and van der Berg, J-P}},\n" in bibtex(one)


def test_ris_notes_that_authors_are_missing(library):
    """More authors are a note, never a person called "et al."; without any nothing is noted."""
    (more,) = rispy.loads(ris(library.studies["bhojwani-2019"]))
    assert more["authors"] == ["Bhojwani, D", "Sposto, R", "Shah, NN"]
    assert more["notes"] == ["More authors follow those named (et al.)."]
    citations = ({"authors": ["Aa B"]}, {"authors": [], "et_al": True})
    for known in citations:
        (one,) = rispy.loads(ris(study("one", citation={"title": "A title"} | known)))
        assert "notes" not in one


def test_bibtex(library):
    """A BibTeX entry under the study's id, with "others" where more authors follow."""
    entry = bibtex(library.studies["bhojwani-2019"])
    assert entry.startswith("@article{bhojwani-2019,\n")
    assert "  author = {Bhojwani, D and Sposto, R and Shah, NN and others}," in entry
    assert "  pages = {884--892}," in entry
    assert entry.count("{") == entry.count("}")


def test_what_is_not_known_is_left_out(library):
    """Every study can be cited; no field says None or is empty."""
    for one in library.studies.values():
        for text in (citation_text(one), ris(one), bibtex(one)):
            assert "None" not in text
            assert "{}" not in text
            assert ". ." not in text
