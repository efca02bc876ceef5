"""The words of the evidence explain each other completely."""

from __future__ import annotations

from pathlib import Path

import pytest

import data
from data.problems import dotted
from data.selection import DEFINITION, MRD, TIME
from data.vocabulary import (
    COUNTED_OF,
    GROUPS_ASKED_FOR,
    TIMES_ASKED_FOR,
    Vocabulary,
    vocabulary_findings,
)
from data.yaml_reader import parse_yaml, read_yaml

SMALL = """
outcomes:
  response:
    label: Response
    means: All
    page: response
    definitions: [orr]
    pooling:
      would: respond
      sets:
        - {label: of most, whom: "{patients}", denominators: [treated, evaluable]}
        - {label: of others, whom: "other {patients}", denominators: [relapsed]}
  mrd: {label: MRD, means: None, page: mrd, counted_of: [responders, treated]}
definitions:
  orr: {label: ORR, means: As defined, group: main}
definition_groups: {main: CR/CRi or ORR, strict: strict CR}
denominators:
  treated: all treated
  evaluable: evaluable
  relapsed: relapsed
  responders: responders
  with_prior_hsct: with prior HSCT
small_series: 10
subgroup_denominators: [with_prior_hsct]
denominator_groups:
  responders: {label: of responders, denominators: [responders]}
  treated: {label: of all treated, denominators: [treated]}
sos_criteria: {seattle: Seattle}
sos_names: [SOS]
timepoints: {best: best response, first: after cycle 1, second: after 2 cycles}
topics: {age: {label: Age}}
"""
SECOND_SET = "outcomes.response.pooling.sets[2].denominators"


def findings(text: str) -> list[str]:
    """What is wrong with a vocabulary, with its places."""
    vocabulary = Vocabulary.model_validate(parse_yaml(text.encode(), "outcomes.yaml")[0])
    return [f"{dotted(place)}: {said}" for place, said in vocabulary_findings(vocabulary)]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The vocabulary that is shipped."""
    path = Path(data.__file__).parent / "outcomes.yaml"
    return Vocabulary.model_validate(read_yaml(path)[0])


def test_the_shipped_vocabulary_explains_all_its_words(vocabulary: Vocabulary):
    """No outcome refers to a definition, group or denominator that nobody explains."""
    assert list(vocabulary_findings(vocabulary)) == []


def test_a_complete_vocabulary_has_no_findings():
    """The small vocabulary of these tests is complete."""
    assert findings(SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "page: mrd, counted_of",
            "page: mrd, never_of: [treated, girls], counted_of",
            'outcomes.mrd.never_of[2]: unknown denominator "girls"',
        ),
        (
            "definitions: [orr]",
            "definitions: [orr, cr]",
            'outcomes.response.definitions[2]: unknown definition "cr"; allowed: orr',
        ),
        (
            "counted_of: [responders, treated]",
            "counted_of: [responders, treatd]",
            'outcomes.mrd.counted_of[2]: unknown denominator group "treatd", did you',
        ),
        (
            "all treated, denominators: [treated]",
            "all treated, denominators: [treated, randomised]",
            'denominator_groups.treated.denominators[2]: unknown denominator "randomised"',
        ),
        (
            "denominators: [treated, evaluable]",
            "denominators: [treated, evaluated]",
            'outcomes.response.pooling.sets[1].denominators[2]: unknown denominator "evaluated"',
        ),
        (
            "denominators: [relapsed]",
            "denominators: [relapsed, evaluable]",
            f'{SECOND_SET}: denominator "evaluable" named twice; allowed: once in one set',
        ),
        (
            "denominators: [relapsed]",
            "denominators: [relapsed, relapsed]",
            f'{SECOND_SET}: denominator "relapsed" named twice; allowed: once in one set',
        ),
        (
            "label: of most, ",
            "",
            "outcomes.response.pooling.sets[1]: one of several sets without `label`; allowed: ",
        ),
        (
            "subgroup_denominators: [with_prior_hsct]",
            "subgroup_denominators: [boys]",
            'subgroup_denominators[1]: unknown denominator "boys"; allowed: ',
        ),
        (
            "group: main",
            "group: mian",
            'definitions.orr.group: unknown group "mian", did you mean "main"?; allowed: main, ',
        ),
        (
            "  treated: {label: of all treated",
            "  all: {label: of all treated",
            'denominator_groups: no group "treated"; allowed: with it, a filter asks for it',
        ),
        (
            "  responders: {label: of",
            "  responding: {label: of",
            'denominator_groups: no group "responders"; allowed: with it, a filter asks for it',
        ),
        (
            "counted_of: [responders, treated]",
            "counted_of: [treated, responders]",
            "outcomes.mrd.counted_of: no switch is between treated, responders; allowed: ",
        ),
        (
            "counted_of: [responders, treated]",
            "counted_of: [responders]",
            "outcomes.mrd.counted_of: no switch is between responders; allowed: ",
        ),
        (
            "{main: CR/CRi or ORR",
            "{main: CR or ORR",
            'definition_groups: no label "CR/CRi or ORR"; allowed: with it, a filter asks for it',
        ),
        (
            "strict: strict CR",
            "strict: full CR",
            'definition_groups: no label "strict CR"; allowed: with it, a filter asks for it',
        ),
        (
            "first: after cycle 1",
            "first: after one cycle",
            'timepoints: no label "after cycle 1"; allowed: with it, a filter asks for it',
        ),
    ],
)
def test_a_word_that_nobody_explains_is_found(old: str, new: str, said: str):
    """A slip in the vocabulary is told like a slip in a study."""
    assert any(line.startswith(said) for line in findings(SMALL.replace(old, new, 1)))


def test_a_filter_offers_what_the_vocabulary_must_have(vocabulary: Vocabulary):
    """Each choice of a switch but the first has its label, and the two of MRD their groups."""
    assert DEFINITION[1:] == GROUPS_ASKED_FOR
    assert TIME[1:] == TIMES_ASKED_FOR
    assert tuple(vocabulary.denominator_groups[key].label for key in COUNTED_OF) == MRD


def test_the_outcomes_that_are_compared_are_there(vocabulary: Vocabulary):
    """The three rates side by side are there, and SOS always asks for its criteria."""
    outcomes = vocabulary.outcomes
    assert {"response", "mrd_negative", "sos_post_hsct"} <= set(outcomes)
    assert {"response", "mrd_negative", "sos_post_hsct"} <= set(outcomes)
    assert all(outcomes[key].criteria_matter for key in outcomes if key.startswith("sos_"))
    assert outcomes["response"].definitions


def test_only_three_outcomes_are_pooled(vocabulary: Vocabulary):
    """Their denominators stand in sets; every set that is not the only one has a label."""
    rules = {key: one.pooling for key, one in vocabulary.outcomes.items() if one.pooling}
    assert {key: len(rule.sets) for key, rule in rules.items()} == {
        "response": 1,
        "mrd_negative": 3,
        "sos_post_hsct": 1,
    }
    assert rules["mrd_negative"].threshold == 0.01
    assert all(one.label for one in rules["mrd_negative"].sets)


def test_labels_are_told_apart(vocabulary: Vocabulary):
    """Two outcomes, definitions or denominators never read the same on screen."""
    labels = [
        [outcome.label for outcome in vocabulary.outcomes.values()],
        [definition.label for definition in vocabulary.definitions.values()],
        [*vocabulary.denominators.values()],
        [*vocabulary.sos_criteria.values()],
        [*vocabulary.timepoints.values()],
        [topic.label for topic in vocabulary.topics.values()],
    ]
    for words in labels:
        assert len({word.casefold() for word in words}) == len(words)


def test_a_set_that_counts_nobody_is_refused():
    """The phrase must have room for children or adults: a misspelled one would reach the screen."""
    with pytest.raises(ValueError, match=r"counts nobody; allowed: a phrase with \{patients\}"):
        findings(SMALL.replace("other {patients}", "other {patient}"))
