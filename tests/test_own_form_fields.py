"""The fields of the form of an own series: words for each, and choices from the evidence."""

from __future__ import annotations

from dataclasses import fields, replace

from data.library import Library
from data.own_form import missing, mistakes
from data.own_form_fields import DEFINITIONS, HINTS, LABELS, MRD_OF, RESPONSE_OF, Form, choices
from data.own_form_file import form_file
from data.own_series import with_own_series
from tests.own_forms import FULL, LISTED, SHORTEST


def test_every_field_has_its_words_and_every_choice_its_list(library: Library):
    """Nothing on the form is without a label; what is chosen can be chosen, the rest is typed."""
    names = [one.name for one in fields(Form)]
    assert list(LABELS) == names
    assert set(HINTS) <= set(names)
    assert [name for name in names if choices(name, library)] == [
        name for name in names if name in LISTED
    ]


def test_choices_are_the_words_of_the_evidence(library: Library):
    """Every choice is a word of the vocabulary under its own label."""
    words = library.vocabulary
    assert set(DEFINITIONS) <= set(words.outcomes["response"].definitions)
    assert {*RESPONSE_OF, *MRD_OF} <= set(words.denominators)
    assert choices("definition", library)["cr_cri"] == "CR/CRi"
    assert choices("mrd_of", library)["responders_mrd_measured"] == "responders with MRD measured"
    criteria = choices("criteria", library)
    assert list(criteria) == list(words.sos_criteria)
    assert criteria["not_found"] == "not recorded"


def test_the_other_treated_children_are_named(library: Library):
    """The question about all treated says whom it means, and what, in its answers too."""
    assert LABELS["mrd_covers_all"] == "MRD of the other treated children"
    assert choices("mrd_covers_all", library) == {
        "yes": "none known to be MRD-negative",
        "no": "some may be MRD-negative",
    }


def test_only_published_studies_can_share_children(library: Library):
    """Neither a review nor another own series is in the list; an unknown id is told."""
    both = with_own_series(library, {"own-series-1": form_file(SHORTEST)})
    names = choices("shared_with", both)
    assert names["bhojwani-2019"] == "Bhojwani 2019"
    assert {"uy-2018", "own-series-1"}.isdisjoint(names)
    wrong = replace(FULL, name="Another", shared_with=("own-series-1",))
    assert 'unknown choice "own-series-1"' in mistakes(wrong, both)["shared_with"]
    # the list is not asked, and not in the file, unless children are shared
    assert mistakes(replace(wrong, shared="none"), both) == {}


def test_what_may_be_chosen(library: Library):
    """How a response is defined, and of whom it is counted; for the rest an upload is needed."""
    assert list(choices("definition", library).values()) == [
        "CR/CRi",
        "ORR",
        "CR as reported",
        "Strict CR",
    ]
    assert list(choices("response_of", library)) == ["treated", "evaluable", "overt_marrow_disease"]


def test_what_must_be_answered():
    """Without these nobody could place the series beside others."""
    assert list(missing(Form())) == [
        "name",
        "design",
        "regimen",
        "treated",
        "response",
        "shared",
    ]
