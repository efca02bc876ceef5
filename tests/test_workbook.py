"""The Excel workbook, opened again by another library and compared number by number."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from components.exports.workbook import workbook_bytes
from data.columns import COLUMNS
from data.how_sure import how_sure
from data.tables import publication_url, records_of
from tests.briefs import (
    HOSTILE,
    SELECTIONS,
    brief_of,
    hostile_brief,
    with_changed,
    without_control,
)

SHEETS = [
    *("About", "Studies", "Results", "All numbers", "Pooled"),
    *("Sources", "Ledger", "Not found", "Left out", "Data dictionary"),
]
TABLES = SHEETS[1:]
IN_PERCENT = ("estimate", "low", "high", "prediction_low", "prediction_high")
PERCENT_COLUMNS = ("percent", "low_95", "high_95", "prediction_low_95", "prediction_high_95")
# XlsxWriter writes 16 significant digits, of the 17 that tell each number from its neighbours.
SIXTEEN_DIGITS = 1e-15
# Where the library's own table has another name for a column of "All numbers".
ALL_NUMBERS = {
    "study": "study_id",
    "cohort": "cohort_id",
    "source": "source_id",
    "source_name": "source",
    "low": "low_95",
    "high": "high_95",
    "published_source": "published_source_id",
    "published_source_name": "published_source",
}


@pytest.fixture(scope="module", params=SELECTIONS)
def brief(request, library):
    return brief_of(library, **SELECTIONS[request.param])


@pytest.fixture(scope="module")
def book(brief):
    return opened(brief)


@pytest.fixture(scope="module")
def full(library):
    return opened(brief_of(library))


def opened(brief):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(brief)))


def records(book, sheet):
    """The rows of a sheet by the names of its columns."""
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def as_cell(value):
    """How a value of the library stands in a cell."""
    if isinstance(value, float):
        return pytest.approx(value, rel=SIXTEEN_DIGITS, abs=0)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return None if value == "" else value


def texts(book):
    return [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]


def test_the_sheets_in_their_order(book):
    """The workbook has the same ten sheets for every selection."""
    assert book.sheetnames == SHEETS


def test_results_are_the_rows_of_the_charts(book, brief):
    """Every row of every view stands there, with every column that a study can fill."""
    rows = [row for view in brief.views for row in view.rows]
    found = records(book, "Results")
    assert len(found) == len(rows)
    for row, cells in zip(rows, found, strict=True):
        known = {column.name: as_cell(column.value(row)) for column in COLUMNS}
        assert cells == {name: known[name] for name in cells}
        assert {name for name, value in known.items() if value is not None} <= set(cells)


def test_results_are_counts_and_full_percentages(full):
    """A count is a whole number, a percentage keeps all its digits, an unknown N is empty."""
    rows = {(row["outcome"], row["study"]): row for row in records(full, "Results")}
    bhojwani = rows["sos_post_hsct", "Bhojwani 2019"]
    assert (bhojwani["events"], bhojwani["n"]) == (11, 21)
    assert isinstance(bhojwani["events"], int)
    assert bhojwani["percent"] == as_cell(100 * 11 / 21)
    pennesi = rows["sos_post_hsct", "Pennesi 2022"]
    assert (pennesi["events"], pennesi["n"], pennesi["percent"]) == (6, None, None)


def test_all_numbers_are_those_of_the_library(book, brief):
    """Every record of the studies shown, every field of it, and no other study's."""
    order = {study.id: place for place, study in enumerate(brief.studies)}
    known = [record for record in records_of(brief.results) if record["study"] in order]
    known.sort(key=lambda record: order[record["study"]])
    found = records(book, "All numbers")
    assert len(found) == len(known)
    for record, cells in zip(known, found, strict=True):
        for name, value in record.items():
            assert cells[ALL_NUMBERS.get(name, name)] == as_cell(value), name


def test_all_numbers_hold_survival_and_safety(full):
    """The sheet is not only about the three rates, and says each number in words."""
    rows = records(full, "All numbers")
    assert {"os_12_months", "hepatic_grade3"} <= {row["outcome"] for row in rows}
    first = next(r for r in rows if r["study"] == "O'Brien 2022" and r["outcome"] == "response")
    assert first["in_words"].startswith("28/48 · 58.3 % [43.2–72.4], printed 58.3 %")
    assert (first["published_low"], first["published_level"]) == (46.5, 90)


def test_pooled_numbers_are_those_of_every_method(book, brief):
    """Each pooled line by each method, in full precision; a refusal has its reason instead."""
    lines = [line for view in brief.views for line in view.pooled]
    fits = [(line, fit) for line in lines for fit in how_sure(line).methods]
    found = records(book, "Pooled")
    assert len(found) == len(fits)
    for (line, fit), cells in zip(fits, found, strict=True):
        said = (cells["outcome"], cells["population"], cells["group"], cells["method"])
        assert said == (line.outcome, line.population, line.group, fit.method)
        for column, name in zip(PERCENT_COLUMNS, IN_PERCENT, strict=True):
            fraction = getattr(fit, name)
            assert cells[column] == as_cell(None if fraction is None else 100 * fraction)
        assert (cells["log_odds"], cells["se"]) == (as_cell(fit.log_odds), as_cell(fit.se))
        spread = (fit.tau2, fit.i2) if fit.prediction_low is not None else (None, None)
        assert (cells["tau2"], cells["i2"]) == tuple(map(as_cell, spread))
        sums = (cells["studies_pooled"], cells["events"], cells["n"])
        assert sums == (fit.k, sum(line.events), fit.patients)
        assert cells["names_pooled"] == "; ".join(line.names)
        assert cells["reason"] == (fit.reason or None)
        assert cells["footnotes"] == " · ".join(line.footnotes)


def test_a_refusal_has_a_reason_and_no_number(library):
    """Two studies: their total stands there, a pooled rate does not."""
    book = opened(brief_of(library, **SELECTIONS["dose 1.8, single agent"]))
    refused = [row for row in records(book, "Pooled") if row["line"] == "mrd_negative-1"]
    assert [row["estimable"] for row in refused] == ["no"] * 5
    for row in refused:
        assert [row[name] for name in (*PERCENT_COLUMNS, "tau2", "i2")] == [None] * 7
        assert row["reason"] == "two studies are too few"
        assert row["total_percent"] == 100 * 38 / 50


def test_studies_are_the_cohorts_shown(book, brief):
    """One line a cohort: patients, dose in numbers, year, link; what is not known is empty."""
    found = records(book, "Studies")
    assert [row["key"] for row in found] == [chosen.key for chosen in brief.cohorts.chosen]
    for chosen, cells in zip(brief.cohorts.chosen, found, strict=True):
        study, cohort = chosen.study, chosen.cohort
        assert (cells["study"], cells["trial"]) == (study.name, study.trial)
        assert (cells["patients"], cells["year"]) == (cohort.n, study.citation.year)
        assert cells["publication_url"] == publication_url(study)
        if cohort.dose:
            assert (cells["dose_low"], cells["dose_high"]) == (cohort.dose.low, cohort.dose.high)


def test_each_cohort_of_a_study_is_a_line(library):
    """Each with its own patients and dose, and the age as far as it is known of it."""
    book = opened(brief_of(library, **SELECTIONS["cohorts of a study"]))
    rows = [row for row in records(book, "Studies") if row["study"] == "Pennesi 2024"]
    assert [row["dose_low"] for row in rows] == [row["dose_high"] for row in rows]
    assert [row["dose_low"] for row in rows] == [1.1, 1.1, 1.4]
    assert len({row["cohort"] for row in rows}) == 3
    assert [row["age"] for row in rows] == ["not found"] * 3


def test_sources_ledger_and_gaps_are_those_of_the_studies_shown(book, brief):
    """Every source that a study names, what each one says in a disagreement, and every gap."""
    sources = {(row["study_id"], row["source_id"]) for row in records(book, "Sources")}
    assert {(s.id, result.source) for s in brief.studies for result in s.results} <= sources
    assert {(s.id, key) for s in brief.studies for key in s.sources} <= sources
    said = [(row["topic"], row["says"], row["used"], row["why"]) for row in records(book, "Ledger")]
    assert said == [
        (entry.topic, one.text, entry.used, entry.why)
        for study in brief.studies
        for entry in study.ledger
        for one in entry.says
    ]
    gaps = [(row["study_id"], row["not_found"], row["where"]) for row in records(book, "Not found")]
    assert gaps == [(s.id, gap.what, gap.where) for s in brief.studies for gap in s.not_found]


def test_what_the_selection_leaves_out_is_named(book, brief):
    """No study disappears without its reason."""
    left = [(row["study"], row["why"]) for row in records(book, "Left out")]
    listed = [(one.name, one.reason) for view in brief.views for one in view.not_specific]
    assert left == [(one.name, one.reason) for one in brief.cohorts.left_out] + listed


def test_about_says_what_was_asked_and_of_which_data(book, brief):
    """The first sheet has the selection in words, the version, the link and the license."""
    said = [cell for row in book["About"].iter_rows(values_only=True) for cell in row if cell]
    assert {*brief.asked, brief.version, brief.link()} <= set(said)
    text = " ".join(said)
    assert "CC BY 4.0" in text
    assert "cite the original study" in text
    assert all(f"{name}: " in text for name in TABLES)


def test_every_column_of_every_sheet_is_explained(book):
    """The dictionary names each column once, in order, with a meaning of its own."""
    explained = records(book, "Data dictionary")
    columns = [(name, cell.value) for name in TABLES for cell in book[name][1]]
    assert [(row["sheet"], row["column"]) for row in explained] == columns
    assert all(row["means"] and "in a pooled row" not in row["means"] for row in explained)


def test_headers_stay_in_sight_and_rows_can_be_filtered(book):
    """Each table has a frozen header, a filter over all of it, and prints with its header."""
    for name in TABLES:
        sheet = book[name]
        assert int(sheet.freeze_panes[-1]) == 2
        assert sheet.freeze_panes[0] > "A"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToHeight, sheet.print_title_rows) == (0, "$1:$1")


def test_numbers_show_the_digits_that_their_kind_has(full):
    """Counts are whole, percentages have one decimal, τ² has three, typed values stay as typed."""
    shown = {
        (name, cell.value): full[name].cell(2, cell.column).number_format
        for name in TABLES
        for cell in full[name][1]
    }
    counts = [("Studies", "patients"), ("Studies", "year"), ("Results", "n"), ("Pooled", "events")]
    assert {shown[column] for column in counts} == {"0"}
    percents = [("Results", "percent"), ("All numbers", "low_95"), ("Pooled", "prediction_low_95")]
    assert {shown[column] for column in percents} == {"0.0"}
    assert shown["Pooled", "tau2"] == "0.000"
    assert shown["Studies", "dose_low"] == "0.0#"
    assert shown["All numbers", "published_percent"] == "General"


def test_no_header_is_cut_and_long_texts_are_wrapped(book):
    """A column is at least as wide as its name, none is wider than a page, and rows are as high."""
    for name in TABLES:
        sheet = book[name]
        wide = widths(sheet)
        assert all(len(cell.value) < wide[cell.column] <= 91 for cell in sheet[1])
        for row in sheet.iter_rows(min_row=2):
            longest = max(len(str(cell.value or "")) for cell in row)
            assert sheet.row_dimensions[row[0].row].height >= (27 if longest > 200 else 15)
            assert all(cell.alignment.wrap_text for cell in row if isinstance(cell.value, str))


def widths(sheet):
    """The width of each column, by its number; neighbours of one width stand together."""
    groups = sheet.column_dimensions.values()
    return {i: group.width for group in groups for i in range(group.min, group.max + 1)}


def test_no_cell_is_a_formula(book, brief):
    """Neither another library nor the file itself knows a formula."""
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(brief))) as parts:
        for part in parts.namelist():
            assert b"<f>" not in parts.read(part)


def test_only_web_addresses_are_links(book):
    """Besides the list of sheets, every link leads to an http(s) address, and is what it shows."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink and cell.hyperlink.target:
                    assert cell.value == cell.hyperlink.target
                    assert cell.value.startswith(("https://", "http://localhost:8501/"))
                elif cell.hyperlink:
                    assert sheet.title == "About"


def test_hostile_names_are_only_names(library):
    """What looks like a formula, a tag or a link stays the text that it is, whole."""
    book = opened(hostile_brief(library))
    names = [row["study"] for row in records(book, "Studies")]
    assert sorted(names) == sorted(map(without_control, HOSTILE))
    assert {cell.data_type for cell in book["Studies"]["A"]} == {"s"}
    links = [c.hyperlink for row in book["Studies"].iter_rows() for c in row if c.hyperlink]
    assert links == []
    pooled = records(book, "Pooled")[0]["names_pooled"].split("; ")
    assert sorted(pooled) == sorted(names)


def test_characters_that_xml_forbids_do_not_break_the_file(library):
    """A bell or a vertical tab in a name becomes a mark; the rest of the text is kept."""
    said = "bell \ufffd and \ufffd and \ufffd"
    assert said in texts(opened(hostile_brief(library)))


def test_a_text_longer_than_a_cell_is_cut(library):
    """Excel holds 32 767 characters: the workbook opens with that many, and is not empty there."""
    changed = with_changed(library, "calvo-2020", trial="x" * 40_000)
    book = opened(brief_of(changed, studies=("calvo-2020",)))
    assert len(records(book, "Studies")[0]["trial"]) == 32_767


def test_the_same_brief_gives_the_same_bytes(brief):
    """Nothing in the file depends on when or how often it was made."""
    assert workbook_bytes(brief) == workbook_bytes(brief)
