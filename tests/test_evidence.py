"""The real studies: every x/N, basis by basis, as the evidence sheet has it.

The table below was typed from the evidence sheet, not from the study files; the rates of all
treated (16/25, 16/30 …) and how many adults were transplanted are computed from it. Each line is a
study and its numbers as `outcome[@cohort] x/N basis`; s = stated, 2 = secondary, d = derived.
"""

import re

import pytest

from data.facts import fact_text
from data.tables import records_of, results_table
from data.verdicts import dose_text, later_text, lines_text, schedule_text

SHEET = """
bhojwani-2019: response 28/42 2, mrd_negative 20/28 d, sos_during_ino 0/51 s,
  hsct_after_ino 21/51 s, sos_post_hsct 11/21 s, sos_fatal 2/11 d, hepatic_grade3 6/51 s,
  infection_grade34 11/51 s
obrien-2022: response 28/48 s, response 19/48 s, response 9/48 s, response 30/48 d,
  sos_during_ino 0/48 d, hsct_after_ino 21/48 2, sos_post_hsct 6/21 2
brivio-2021: response 20/25 s, response@dose-1.4 9/12 d, response@dose-1.8 11/13 d,
  mrd_negative 16/19 d, mrd_negative 16/25 d, dose_limiting_toxicity@dose-1.4 1/6 s,
  dose_limiting_toxicity@dose-1.4 0/6 s, dose_limiting_toxicity@dose-1.8 2/5 s,
  dose_limiting_toxicity@dose-1.8 1/6 s, any_grade34 23/25 s, sos_after_chemotherapy 2/25 s,
  hsct_or_cart_after_ino 9/25 s
pennesi-2022: response 22/27 d, mrd_negative 18/22 d, mrd_negative 13/22 d, mrd_negative 18/28 d,
  sos_any 7/28 2, sos_after_chemotherapy 0/28 d, sos_during_ino 1/28 2, adverse_event 16/28 d
fda-2024: response 22/53 s, mrd_negative 21/22 s, mrd_negative 19/22 s, mrd_negative 21/53 d,
  sos_any 8/53 2, sos_post_hsct 5/26 2, hsct_after_ino 26/53 2, discontinuation 11/53 d
evstratov-2023: mrd_negative 7/17 d
aertgeerts-2025: response 4/4 s, mrd_negative 3/4 s, mrd_negative 3/4 d, hsct_after_ino 4/4 s
calvo-2020:
pennesi-2024: response 24/30 s, mrd_negative 16/24 d, mrd_negative 16/30 d,
  dose_limiting_toxicity@dose-1.1-dex20 2/4 s, dose_limiting_toxicity@dose-0.8 0/6 s,
  dose_limiting_toxicity@dose-1.1-dex10 1/6 s, dose_limiting_toxicity@dose-1.4 0/3 s,
  dose_limiting_toxicity@dose-1.8 1/7 s
itcc-059-sos: sos_any 14/108 s, sos_during_ino 2/108 s, sos_post_hsct 10/51 s,
  sos_after_chemotherapy 2/108 s, hsct_after_ino 51/108 s
fuster-2020:
contreras-2021: mrd_negative 4/13 s
inovate-2019: response 121/164 d, response 88/109 d, mrd_negative 69/88 d, mrd_negative 69/109 d,
  sos_any 23/164 s, sos_without_hsct 5/164 s, sos_post_hsct 18/79 s,
  sos_post_hsct@salvage-1 11/58 2, sos_post_hsct@salvage-2 7/20 d, sos_fatal 5/18 s,
  hsct_after_ino 79/164 d
deangelo-2017: response 49/72 s, mrd_negative 41/49 s, sos_any 4/72 s, sos_without_hsct 2/72 s,
  sos_post_hsct 2/24 s, sos_fatal 1/4 s, hsct_after_ino 24/72 d
kantarjian-2013: response 52/90 s, response 17/90 s, response@single-dose 28/49 d,
  response@weekly 24/41 d, sos_post_hsct 6/36 s, hsct_after_ino 36/90 d
dose-reduction-ph4: response@run-in-1.2 11/22 d, response@randomized-1.2 35/42 d,
  response@randomized-1.8 26/38 d, response@dose-1.2 46/64 d, sos_post_hsct@run-in-1.2 2/10 d,
  sos_post_hsct@randomized-1.2 6/21 d, sos_post_hsct@randomized-1.8 2/12 d,
  sos_post_hsct@dose-1.2 8/31 d, sos_any 10/102 s, sos_without_hsct 0/102 d
uy-2018:
"""
BASIS = {"stated": "s", "secondary": "2", "derived": "d"}


@pytest.fixture(scope="module")
def records(library):
    return records_of(results_table(library))


def sheet() -> dict[str, list[str]]:
    lines = re.sub(r",?\n\s+", ", ", SHEET.strip()).splitlines()
    pairs = (line.partition(":")[::2] for line in lines)
    return {study: sorted(filter(None, numbers.strip().split(", "))) for study, numbers in pairs}


@pytest.mark.parametrize("study", sheet())
def test_every_count_of_the_sheet_and_nothing_else(records, study):
    """Each study has exactly the sheet's x/N, each with the sheet's basis."""
    found = [
        f"{r['outcome']}{'' if r['cohort'] == 'all' else '@' + r['cohort']} "
        f"{r['events']}/{r['n']} {BASIS[r['basis']]}"
        for r in records
        if r["study"] == study and r["n"] is not None and r["events"] is not None
    ]
    assert sorted(found) == sheet()[study]


def test_the_library_is_sound(library):
    """The shipped files hold no mistake, and all studies of the sheet are there."""
    assert library.problems == ()
    assert set(library.studies) == set(sheet())


COLUMNS = (
    "study", "cohort", "outcome", "definition", "denominator", "timepoint", "event", "grade",
    "primary", "events", "n", "events_at_least", "median", "published_percent", "published_low",
    "published_high", "published_level", "published_plus_minus", "published_basis", "threshold",
    "method", "criteria", "basis", "source", "place",
)  # fmt: skip


def pinned(project, name: str) -> list[tuple[str, ...]]:
    lines = (project / "tests/reference" / name).read_text(encoding="utf-8").splitlines()
    return sorted(tuple(line.split("\t")) for line in lines if not line.startswith("#"))


def as_typed(*values: object) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in values)


def test_results_are_as_they_were_checked(project, records):
    """Every result, interval and level is as it was last compared with the evidence sheet."""
    checked = pinned(project, "results.tsv")
    studies = {row[0] for row in checked}
    found = [as_typed(*(r[c] for c in COLUMNS)) for r in records if r["study"] in studies]
    assert sorted(found) == checked


def test_facts_are_as_they_were_checked(project, library):
    """Every fact and every cohort's size, dose and prior lines is as it was last checked."""
    checked = pinned(project, "facts.tsv")
    studies = {row[0] for row in checked}
    found = [
        row for study in library.studies.values() if study.id in studies for row in facts(study)
    ]
    assert sorted(found) == checked


def later_words(dose) -> str:
    return " of ".join(filter(None, [later_text(dose), dose.later_cycles_of]))


def facts(study) -> list[tuple[str, ...]]:
    rows = [
        as_typed(study.id, c.id, "cohort", c.parent, c.n, lines_text(c.prior_lines), c.basis)
        + as_typed(
            dose_text(c.dose),
            *((schedule_text(c.dose), later_words(c.dose)) if c.dose else ("", "")),
        )
        for c in study.cohorts
    ]
    rows += [
        as_typed(
            study.id, f.cohort, f.topic, f.label, f.of, fact_text(f), f.basis, f.source, "", ""
        )
        for f in study.facts
    ]
    c = study.citation
    numbers = " ".join(registration.number for registration in study.registrations)
    shared = " ".join(f"{o.relation}:{o.study}" for o in study.overlaps)
    rows.append(
        as_typed(
            study.id, "", "citation", c.year, c.volume, c.issue, c.pages, c.doi, c.pmid, c.pmcid
        )
    )
    rows.append(as_typed(study.id, "", "links", numbers, shared, "", "", "", "", ""))
    return rows


def percent_only(records, study, outcome):
    found = [r for r in records if (r["study"], r["outcome"]) == (study, outcome)]
    return [(r["published_percent"], r["possible_n"]) for r in found if r["events"] is None]


def test_percentages_without_counts_keep_no_count(records):
    """What was printed as a bare percentage never becomes x/N, but names the N that may fit."""
    assert percent_only(records, "obrien-2022", "mrd_negative") == [(70, [27, 28, 30])]
    assert percent_only(records, "evstratov-2023", "response") == [(75, list(range(1, 18)))]
    assert percent_only(records, "evstratov-2023", "sos_post_hsct") == [(33, list(range(1, 18)))]
    assert percent_only(records, "fuster-2020", "response") == [(47.6, [])]


def test_counts_without_a_denominator_have_no_rate(records):
    """Pennesi 2022 has 6 cases after HSCT of an unknown number; Pennesi 2024 at least one."""
    (six,) = [
        r for r in records if r["study"] == "pennesi-2022" and r["outcome"] == "sos_post_hsct"
    ]
    assert (six["events"], six["n"], six["percent"]) == (6, None, None)
    (bound,) = [r for r in records if r["events_at_least"] is not None]
    assert (bound["study"], bound["events_at_least"], bound["percent"]) == ("pennesi-2024", 1, None)


def test_brivio_after_later_chemotherapy_is_no_post_hsct_rate(records):
    """The 2/25 of Brivio never stands among the rates after HSCT."""
    post = [r for r in records if r["study"] == "brivio-2021" and r["outcome"] == "sos_post_hsct"]
    assert post == []


def test_only_one_source_gives_sos_criteria(records):
    """The criteria were found for the ITCC-059 pooled analysis only; all others say so."""
    known = {r["study"] for r in records if r["criteria"] not in (None, "not_found")}
    assert known == {"itcc-059-sos"}


def test_the_ledger_holds_all_disagreements(library):
    """All 17 disagreements of the sheet."""
    entries = [entry for study in library.studies.values() for entry in study.ledger]
    assert len(entries) == 17


def test_risk_table_counts(library):
    """Bhojwani's Table 3 by its counts; every Fisher p is above 0.15."""
    from scipy.stats import fisher_exact

    (table,) = library.studies["bhojwani-2019"].comparisons
    counts = {
        f.name: [(c.events, c.n) for c in f.cells]
        for f in table.factors
        if f.cells[0].n is not None
    }
    assert [counts[name] for name in counts] == [
        [(6, 11), (3, 10)],
        [(6, 11), (7, 9)],
        [(5, 11), (1, 9)],
        [(3, 11), (1, 9)],
        [(9, 11), (6, 9)],
    ]
    for (x1, n1), (x2, n2) in counts.values():
        assert fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue > 0.15


def test_each_pediatric_study_says_what_was_not_found(library):
    """Gaps are data: every pediatric study lists some."""
    for study in library.studies.values():
        assert study.not_found or study.population == "adults"
