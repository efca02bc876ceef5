"""Studies -> tidy frames: our numbers are computed, what was typed stays beside them."""

import pytest

from data.intervals import clopper_pearson
from data.schema import Citation
from data.tables import (
    cohorts_table,
    publication_url,
    records_of,
    results_table,
    sources_table,
    studies_table,
)
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


def test_why_a_rate_cannot_be_converted_is_kept(records):
    """Bhojwani and O'Brien say why their rate is not one of all treated."""
    for study in ("bhojwani-2019", "obrien-2022"):
        assert one(records, study=study, outcome="mrd_negative")["not_of_treated"]


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


def test_the_other_frames(library):
    """One row a study, a cohort, a source."""
    studies = studies_table(library)
    assert len(studies) == len(library.studies)
    assert dict(zip(studies["study"], studies["patients"], strict=True))["fda-2024"] == 53
    cohorts = cohorts_table(library)
    assert len(cohorts) == sum(len(study.cohorts) for study in library.studies.values())
    assert set(sources_table(library)["source"]) >= {"pdq", "fda-notice", "paper"}


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
