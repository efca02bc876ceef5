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
    (("cohort: low, definition: orr", "cohort: low, definition: cr_cri"), "CR/CRi"),
]


@pytest.mark.parametrize(("responses", "expected"), RESPONDERS_ARE)
def test_who_is_a_responder_is_asked_of_the_same_cohort(library: Library, responses, expected):
    """The response of other children of the study does not say who responded here."""
    typed = [f"outcome: response, {one}" for one in responses]
    found = {one.name: one for one in terms_of(library, *typed, f"{RESPONDERS}, cohort: low")}
    term = found["definition of response"]
    assert (term.words if term.known else None) == expected


@pytest.mark.parametrize(
    ("definition", "expected"),
    [("orr", ""), ("cr_as_reported", "reported as CR; whether CRi is included was not found")],
)
def test_a_vague_definition_stays_vague_for_its_responders(
    library: Library, definition: str, expected: str
):
    """Two studies that report CR may count differently, and so may the MRD of their responders."""
    response = f"outcome: response, definition: {definition}"
    found = [*terms_of(library, response), *terms_of(library, response, RESPONDERS)]
    vague = {one.name: one.vague for one in found if one.words == found[0].words}
    assert vague == {"definition": expected, "definition of response": expected}
