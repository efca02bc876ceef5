"""On what terms a number was counted: what a comparison can say of it, and whom it leaves open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.library import Library
from data.tables import records_of, results_table
from data.terms import Term, terms
from data.yaml_reader import parse_yaml
from tests.drawn import SAID, cells_of, study

RESPONDERS = "outcome: mrd_negative, denominator: responders"


def terms_of(library: Library, *results: str) -> tuple[Term, ...]:
    """The terms of the last of these results of one study, each typed as between braces."""
    typed = [parse_yaml(f"{{{one}}}".encode(), "f.yaml")[0] for one in results]
    low = {"id": "low", "name": "low dose", "parent": "all", "split_by": "dose", "n": 12} | SAID
    drawn = study(
        "a",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID, low],
        results=[{"denominator": "treated", "events": 5, "n": 10} | one | SAID for one in typed],
    )
    records = records_of(results_table(replace(library, studies={"a": drawn})))
    asked = drawn.results[-1]
    record = next(
        one for one in records if (one["outcome"], one["cohort"]) == (asked.outcome, asked.cohort)
    )
    vocabulary = library.vocabulary
    return terms(drawn, record, vocabulary.outcomes[asked.outcome], vocabulary)


# A result, and what is known of how it was counted; what was not found is left out.
KNOWN = """
response, definition: orr                                | definition: ORR; denominator: all treated
response, definition: orr, timepoint: after_cycle_1      | definition: ORR; denominator: all treated; time point: after cycle 1
response, definition: orr, denominator: not_stated       | definition: ORR
hsct_after_ino                                           | definition: HSCT after InO; denominator: all treated
adverse_event, event: fever, grade: '≥3'                 | definition: fever; grade: ≥3; denominator: all treated
adverse_event, event: fever, grade: any grade            | definition: fever; grade: any grade; denominator: all treated
adverse_event, event: fever, grade: not stated           | definition: fever; denominator: all treated
sos_post_hsct, criteria: not_found                       | definition: SOS after HSCT; denominator: all treated
sos_post_hsct, criteria: seattle                         | definition: SOS after HSCT; denominator: all treated; SOS criteria: Seattle
mrd_negative                                             | definition: MRD negativity; denominator: all treated
mrd_negative, threshold: 0.01                            | definition: MRD negativity; denominator: all treated; MRD threshold: <0.01 %
mrd_negative, threshold: 0.01, method: flow cytometry    | definition: MRD negativity; denominator: all treated; MRD threshold: <0.01 %; MRD method: flow cytometry
"""  # noqa: E501 - one line a result is easier to compare


@pytest.mark.parametrize("line", cells_of(KNOWN), ids=lambda line: line[0])
def test_what_is_known_of_a_number_is_said_in_words(library: Library, line: list[str]):
    """Each term that two rates can share, in a fixed order; an event is named, then its grade."""
    result, expected = line
    found = terms_of(library, f"outcome: {result}")
    assert "; ".join(f"{one.name}: {one.words}" for one in found if one.known) == expected


# The responses of a study by cohort, and who is a responder where MRD is given for the low dose.
RESPONDERS_ARE = [
    ((), None),
    (("cohort: low, definition: orr",), "ORR"),
    (("cohort: all, definition: orr",), None),
    (("cohort: all, definition: cr_cri", "cohort: low, definition: orr"), "ORR"),
]


@pytest.mark.parametrize(("responses", "expected"), RESPONDERS_ARE)
def test_who_is_a_responder_is_asked_of_the_same_cohort(library: Library, responses, expected):
    """The response of other children of the study does not say who responded here."""
    typed = [f"outcome: response, events: 10, n: 12, {one}" for one in responses]
    found = {one.name: one for one in terms_of(library, *typed, f"{RESPONDERS}, cohort: low")}
    term = found["definition of response"]
    assert (term.words if term.known else None) == expected
    assert not term.needed


# Responses of a study, how many its MRD counts of which responders, and who these are.
COUNTED_OF = """
strict_cr 12                    | responders 12              | Strict CR
strict_cr 12                    | responders 10              | Strict CR
strict_cr 12                    | responders 15              | ?
strict_cr 12; cri_only 3        | responders 15              | ?
strict_cr 12; cri_only 3        | responders 10              | Strict CR
strict_cr 12; cr_cri 15         | responders 15              | CR/CRi
strict_cr 12; cr_cri 15         | responders 12              | Strict CR
strict_cr 12; cr_cri 15         | responders 14              | ?
cr_cri 11; orr 16               | responders 16              | ORR
cr_cri 16; orr 16               | responders 16              | ?
cr_cri 11; cr_cri 14; orr 16    | responders 14              | CR/CRi
cr_cri 11; cr_cri 14            | responders 13              | CR/CRi
cr_cri 11; orr ?                | responders 11              | CR/CRi
cr_cri 11; orr ?                | responders 12              | ?
orr ?                           | responders 25              | ORR
orr 16; cr_cri 9 with_prior_hsct| responders 9               | ORR
strict_cr 12; cr_cri 15         | responders_mrd_measured 13 | CR/CRi
strict_cr 12; cr_cri 15         | responders_mrd_measured 12 | ?
strict_cr 12; cr_cri 15         | responders_mrd_measured 16 | ?
cr_cri 15; orr ?                | responders_mrd_measured 13 | ?
strict_cr 12; cr_cri 15         | strict_cr_responders 10    | Strict CR
cr_cri 15                       | strict_cr_responders 10    | ?
cr_cri 15                       | responders ?               | CR/CRi
strict_cr 12; cr_cri 15         | responders ?               | ?
strict_cr 12; cr_cri 15         | responders 14 or 15        | CR/CRi
strict_cr 12                    | responders 12 or 15        | Strict CR
strict_cr 12                    | responders 13 or 15        | ?
"""


def typed_response(text: str) -> str:
    """Of "cr_cri 9 with_prior_hsct" the result; "?" where only a percentage is known."""
    definition, x, *of = text.split()
    value = "events: null, published: {percent: 40}" if x == "?" else f"events: {x}, n: 30"
    return (
        f"outcome: response, definition: {definition}, {value}, denominator: {[*of, 'treated'][0]}"
    )


def typed_mrd(text: str) -> str:
    """Of "responders 14 or 15" the result: one N, several that a percentage fits, or none."""
    of, n, *more = text.split()
    known = f"events: 5, n: {n}"
    if more or n == "?":
        several = f"possible_n: [{n}, {more[1]}], possible_n_why: drawn, " if more else ""
        known = f"events: null, n: null, {several}published: {{percent: 40}}"
    return f"outcome: mrd_negative, denominator: {of}, {known}"


@pytest.mark.parametrize("line", cells_of(COUNTED_OF), ids=" ".join)
def test_responders_are_those_of_whom_there_are_as_many(library: Library, line: list[str]):
    """Of 15 responders 12 in strict CR are too few; who else they are is not guessed."""
    responses, mrd, expected = line
    typed = map(typed_response, responses.split("; "))
    found = {one.name: one for one in terms_of(library, *typed, typed_mrd(mrd))}
    term = found["definition of response"]
    said = "which responders is not said" if expected == "?" else expected
    assert (term.words, term.known is None, term.needed) == (said, expected == "?", expected == "?")


@pytest.mark.parametrize(
    ("definition", "expected"),
    [("orr", ""), ("cr_as_reported", "reported as CR; whether CRi is included was not found")],
)
def test_a_vague_definition_stays_vague_for_its_responders(
    library: Library, definition: str, expected: str
):
    """Two studies that report CR may count differently, and so may the MRD of their responders."""
    response = f"outcome: response, definition: {definition}, events: 10"
    found = [*terms_of(library, response), *terms_of(library, response, RESPONDERS)]
    vague = {one.name: one.vague for one in found if one.words == found[0].words}
    assert vague == {"definition": expected, "definition of response": expected}
