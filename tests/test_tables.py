"""Studies -> tidy frames: our numbers are computed, what was typed stays beside them."""

from dataclasses import replace

import pytest

from data.intervals import clopper_pearson
from data.quantities import Published
from data.schema import Citation
from data.tables import (
    COLUMNS,
    cohorts_table,
    publication_url,
    records_of,
    result_record,
    result_records,
    results_table,
)
from tests.drawn import SAID, drawn_library
from tests.drawn import study as made_up


@pytest.fixture(scope="module")
def records(library) -> list[dict]:
    return records_of(results_table(library))


def one(records, **wanted) -> dict:
    (found,) = [r for r in records if all(r[key] == value for key, value in wanted.items())]
    return found


def test_our_interval_is_exact_and_in_percent(records):
    """Every x/N has our percentage and Clopper–Pearson interval; other rows have none."""
    for r in records:
        if r["events"] is None or r["n"] is None:
            assert (r["percent"], r["low"], r["high"]) == (None, None, None)
        else:
            low, high = clopper_pearson(r["events"], r["n"])
            assert (r["percent"], r["low"], r["high"]) == (
                100 * r["events"] / r["n"],
                100 * low,
                100 * high,
            )


def test_published_values_keep_their_level(records):
    """AALL1621 prints a 90 % interval; ours beside it is 95 %."""
    r = one(
        records, study="obrien-2022", outcome="response", timepoint="after_cycle_1", n=48, events=28
    )
    assert (r["published_percent"], r["published_low"], r["published_high"]) == (58.3, 46.5, 69.3)
    assert r["published_level"] == 90
    assert r["low"] < r["published_low"] < r["published_high"] < r["high"]


CONVERTED = {
    "aertgeerts-2025": (3, 4),
    "brivio-2021": (16, 25),
    "pennesi-2022": (18, 28),
    "pennesi-2024": (16, 30),
    "fda-2024": (21, 53),
    "inovate-2019": (69, 109),
    "evstratov-2023": (7, 17),
}


def test_of_all_treated(library, records):
    """MRD of all treated exists for these studies only, derived wherever it was not printed."""
    treated = library.vocabulary.denominator_groups["treated"].denominators
    rows = {
        r["study"]: r
        for r in records
        if r["outcome"] == "mrd_negative" and r["denominator"] in treated
    }
    assert {study: (r["events"], r["n"]) for study, r in rows.items()} == CONVERTED
    assert all(r["basis"] == "derived" and r["derivation"] for r in rows.values())
    assert rows["fda-2024"]["label"] == "MRD-negative strict CR"
    assert rows["inovate-2019"]["denominator"] == "first_on_ino"
    assert rows["brivio-2021"]["published_percent"] is None
    assert not any(r["not_of_treated"] for r in rows.values())


def test_a_part_is_converted_by_its_own_size(library):
    """A rate of one dose level is of all treated there, not of the whole study."""
    table = """
        study | counts | dose | treated | of         | label
        a     | 6/8    | 1.4  | 12      | responders | MRD-negative
        a     | 5/6    | 1.8  | 10      | responders | MRD-negative
    """
    rows = records_of(results_table(drawn_library(library, table, "mrd_negative")))
    treated = {r["cohort"]: r["n"] for r in rows if r["denominator"] == "treated"}
    assert treated == {"dose-1.4": 12, "dose-1.8": 10}


def test_a_part_is_never_converted_by_the_number_of_the_whole(library):
    """Whose number was not found, its rate of responders has none of all treated, and says so."""
    about = {"outcome": "mrd_negative", "denominator": "responders", "events": 6, "n": 9}
    part = {"id": "young", "name": "young", "parent": "all", "split_by": "age"}
    made = made_up(
        "a",
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID, part | SAID],
        results=[about | {"cohort": "young", "all_treated": {"derivation": "drawn"}} | SAID],
    )
    (only,) = records_of(results_table(replace(library, studies={"a": made})))
    assert only["denominator"] == "responders"
    assert only["not_of_treated"] == "the number of all treated of this part was not found"


def test_a_percentage_is_not_converted(library):
    """Without a count there is nothing to divide by all treated, and no empty row."""
    table = """
        study | counts | of         | label
        a     | 78 %   | responders | MRD-negative
    """
    (only,) = records_of(results_table(drawn_library(library, table, "mrd_negative")))
    assert (only["denominator"], only["published_percent"]) == ("responders", 78)


def test_why_a_rate_cannot_be_converted_is_kept(library, records):
    """Bhojwani and O'Brien say why their rate is not one of all treated."""
    for study in ("bhojwani-2019", "obrien-2022"):
        said = one(records, study=study, outcome="mrd_negative")["not_of_treated"]
        results = library.studies[study].results
        assert [said] == [r.all_treated.why_not for r in results if r.all_treated]


def test_every_number_names_a_source_and_a_place(records):
    """No number without a named source, a place in it and a basis; derived ones say how."""
    for r in records:
        assert r["source_name"]
        assert r["place"]
        assert r["basis"] in {"stated", "secondary", "derived"}
        assert r["derivation"] or r["basis"] != "derived"


def test_missing_numbers_stay_missing_and_counts_stay_whole(records):
    """A frame never turns 28 into 28.0 or a missing count into NaN."""
    r = one(records, study="pennesi-2022", outcome="sos_post_hsct")
    assert (r["events"], r["n"]) == (6, None)
    assert all(isinstance(r["n"], int | None) for r in records)


def test_each_cohort_has_a_row(library):
    cohorts = cohorts_table(library)
    assert len(cohorts) == sum(len(study.cohorts) for study in library.studies.values())


@pytest.mark.parametrize(
    ("study", "url"),
    [
        ("bhojwani-2019", "https://doi.org/10.1038/s41375-018-0265-z"),
        ("evstratov-2023", "https://hemoncim.com/jour/article/view/694"),
    ],
)
def test_where_a_publication_is(library, study, url):
    """A DOI first; without one the address that was read."""
    assert publication_url(library.studies[study]) == url


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ({"doi": "10.1/x", "pmid": "7"}, "https://doi.org/10.1/x"),
        ({"pmid": "7", "url": "https://example.org"}, "https://pubmed.ncbi.nlm.nih.gov/7/"),
        ({"url": "https://example.org"}, "https://example.org"),
        ({}, None),
    ],
    ids=str,
)
def test_the_surest_address_of_a_publication_is_taken(known, url):
    """DOI, then PubMed, then what was read; a study without any has no address."""
    citation = Citation.model_validate({"authors": ["A"], "year": 2020, **known}, strict=False)
    assert publication_url(made_up("a").model_copy(update={"citation": citation})) == url


def test_an_own_series_has_no_publication():
    """A DOI in its file is that of another paper: it leads nobody there."""
    own = made_up("a", own_series={"shared_children": "none"}, citation={"doi": "10.1/x"})
    assert publication_url(own) is None


DOI, PAGE = "https://doi.org/10.1/x", "https://example.org/x"


@pytest.mark.parametrize(
    ("source", "known", "url"),
    [
        ("paper", {}, DOI),
        ("paper", {"url": PAGE}, PAGE),
        ("talk", {"url": PAGE}, PAGE),
        ("talk", {}, None),
    ],
)
def test_where_a_number_was_read(library, source, known, url):
    """The address of its source; the DOI stands for the publication only."""
    read = {"outcome": "sos_any", "denominator": "treated", "events": 1, "n": 9}
    study = made_up(
        "a",
        citation={"doi": "10.1/x"},
        sources={source: {"name": "Journal"} | known},
        results=[read | SAID | {"source": source}],
    )
    (record,) = records_of(results_table(replace(library, studies={"a": study})))
    assert record["source_url"] == url


def test_every_key_of_a_record_is_a_column(library):
    """Also where a library is empty; a printed number keeps its own source."""
    study = library.studies["brivio-2021"]
    made = [record for one in study.results for record in result_records(library, study, one)]
    assert all(sorted(record) == sorted(COLUMNS) for record in made)
    (key, *_), first = study.sources, study.results[0]
    published = Published(percent=80, source=key, place="page 1")
    record = result_record(library, study, first.model_copy(update={"published": published}))
    assert (record["published_source"], record["published_place"]) == (key, "page 1")
