"""Numbers that a chart has no place for stand below it, each with its source."""

import re

import pytest

from components import store
from data.selection import MRD
from tests.visitor import said, tables

# outcome -> what of the shipped library is found beside the rows that are drawn, adults too.
BESIDE = {
    "response": {
        "Brivio 2021": {"9/12", "11/13"},
        "O'Brien 2022": {"9/48", "19/48", "30/48"},
        "INO-VATE 2019": {"88/109", "77 %", "82 %"},
        "Kantarjian 2013": {"28/49", "24/41", "17/90"},
        "Dose-reduction phase 4": {"46/64", "11/22", "35/42", "26/38"},
    },
    "mrd_negative": {"FDA 2024": {"19/22"}, "Pennesi 2022": {"13/22"}},
    "sos_post_hsct": {
        "INO-VATE 2019": {"11/58", "7/20"},
        "Dose-reduction phase 4": {"8/31", "2/10", "6/21", "2/12"},
    },
    "os_median": {"Kantarjian 2013": {"9.2", "4.3", "6.6"}},
    "sos_any": {},
}


@pytest.mark.parametrize("outcome", BESIDE)
def test_what_else_was_found(view, outcome):
    """Parts, other definitions and times, subgroups: each once, none that is drawn."""
    found = view(outcome, adults=True).also_found
    told: dict[str, list[str]] = {}
    for item in found:
        told.setdefault(item.label, []).append(item.text)
    assert set(told) == set(BESIDE[outcome])
    for study, values in BESIDE[outcome].items():
        assert len(told[study]) == len(values)
        assert all(any(value in text for text in told[study]) for value in values)
    assert all(item.source and item.basis for item in found)


def test_a_filter_leaves_out_what_lies_outside(view):
    """At 1.4 mg/m² neither the other dose level nor the whole trial is named."""
    assert view("response", dose=(1.4, 1.4)).also_found == ()


def test_it_counts_whom_the_switch_counts(view):
    """Of all treated, the second MRD rate of the responders is no answer."""
    texts = [item.text for item in view("mrd_negative", mrd="of all treated").also_found]
    assert not any("responders" in text for text in texts)


def test_no_number_is_out_of_sight(visit):
    """Every result of the library stands on the page of its outcome, with its study's name."""
    library = store.library()
    pages = {}
    for study in library.studies.values():
        for result in study.results:
            page = library.vocabulary.outcomes[result.outcome].page
            if page not in pages:
                pages[page] = [line for mrd in MRD for line in lines_of(visit, page, mrd)]
            value = value_of(result)
            stands = re.compile(rf"(?<![\d.]){re.escape(value)}(?!\d)")
            there = [line for line in pages[page] if study.name in line and stands.search(line)]
            assert there, f"{study.name}, {result.outcome}, {value}: not on page {page}"
    assert set(pages) == {"response", "mrd", "sos", "survival", "safety"}


def lines_of(visit, page: str, mrd: str) -> list[str]:
    """Rows of tables and lines of text, by one of the two ways to count MRD negativity."""
    app = visit(page, adults=["true"], mrd=[mrd])
    assert not app.exception
    rows = [" ".join(row.values()) for table in tables(app) for row in table]
    return rows + said(app).splitlines()


def value_of(result) -> str:
    """What is typed of a result, as it must be readable somewhere."""
    if result.events is not None:
        return f"{result.events}/{result.n}" if result.n else f"{result.events} cases"
    if result.events_at_least is not None:
        return f"at least {result.events_at_least}"
    return f"{result.median:g}" if result.median is not None else f"{result.published.percent:g} %"
