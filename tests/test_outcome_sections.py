"""What a comparison says of the outcomes: how each was counted, each number once, who is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.aspects import Aspect
from data.comparison import Comparison, compare
from data.items import NOT_FOUND
from data.library import Library
from data.selection import MRD, Selection
from data.tables import results_table
from tests.briefs import with_changed
from tests.drawn import cells_of, drawn_library

COUNTED, NUMBERS = "How the outcomes were defined and counted", "Outcomes"


def side_by_side(library: Library, *ids: str, **asked) -> Comparison:
    return compare(library, results_table(library), replace(Selection(compare=ids), **asked))


def lines(comparison: Comparison, title: str) -> dict[str, Aspect]:
    """The lines below one heading by their labels; none where the heading is not there."""
    found = [
        one for section in comparison.sections if section.title == title for one in section.aspects
    ]
    assert len({one.label for one in found}) == len(found)
    return {one.label: one for one in found}


# The whole cell of one study: its answer with the rate in front, then every other number once.
CELLS = """
brivio-2021  | SOS after later chemotherapy | 2/25 · 8.0 % [1.0–26.0]: of 25 treated · criteria not found
brivio-2021  | OS at 12 months | 40 % [25–66]: denominator not stated · published 95 % interval
obrien-2022  | SOS after HSCT  | 6/21 · 28.6 % [11.3–52.2]: of 21 transplanted · criteria not found · printed 28.6 %
obrien-2022  | MRD negativity  | 70 %, x/N not found: of responders · <0.01 % · percentage only, 19/27 and 21/30 fit
fda-2024     | Adverse event   | 38 %, x/N not found: anemia grade ≥3 · denominator not stated · percentage only, x/N not found
pennesi-2022 | SOS after HSCT  | 6 cases, N not found · of transplanted · criteria not found
pennesi-2024 | SOS during InO  | at least 1 · of all treated · criteria not found
pennesi-2024 | MRD negativity  | 16/24 · 66.7 % [44.7–84.4]: of 24 responders · threshold not found · printed 66.7 % (stated); 16/30 · 53.3 % [34.3–71.7] · of 30 treated · threshold not found
"""  # noqa: E501 - a cell is one line on screen too


@pytest.mark.parametrize("line", cells_of(CELLS), ids=lambda line: " ".join(line[:2]))
def test_a_cell_says_on_what_terms_its_numbers_were_counted(library, line):
    """Whom it counts, criteria, threshold, what is printed; without a rate the words alone."""
    study, label, text = line
    assert lines(side_by_side(library, study), NUMBERS)[label].texts == (text,)


@pytest.mark.parametrize(
    ("ids", "labels"),
    [
        # both report survival, which has no terms of its own; SOS and HSCT are only one's
        (
            ("brivio-2021", "evstratov-2023"),
            ["Response, definition", "Response, denominator", "Response, time point"],
        ),
        # SOS is what it is called: there is no definition to compare
        (
            ("pennesi-2022", "itcc-059-sos"),
            [
                f"SOS {when}, {term}"
                for when in ("after HSCT", "during InO", "at any time", "after later chemotherapy")
                for term in ("denominator", "SOS criteria")
            ],
        ),
    ],
)
def test_a_line_for_each_term_of_what_two_report(library, ids, labels):
    """Each once; what only one study reports has nothing to be compared with."""
    assert list(lines(side_by_side(library, *ids), COUNTED)) == labels


def test_no_heading_stands_above_nothing(library):
    """Calvo 2020 reports nothing that Bhojwani 2019 does."""
    titles = [one.title for one in side_by_side(library, "bhojwani-2019", "calvo-2020").sections]
    assert NUMBERS in titles
    assert COUNTED not in titles


def test_what_none_of_them_reports_has_no_line(library):
    """Also not one of the three rates: neither of these two reports SOS after HSCT."""
    found = lines(side_by_side(library, "brivio-2021", "pennesi-2024"), NUMBERS)
    assert "Response" in found
    assert "SOS after HSCT" not in found


TOLD = """
obrien-2022, fda-2024      | Response, definition: CR/CRi (O'Brien 2022), Strict CR (FDA 2024)
                           | Response, denominator: evaluable for response (O'Brien 2022), all treated (FDA 2024)
                           | MRD negativity, definition of response: CR/CRi (O'Brien 2022), Strict CR (FDA 2024)
                           | MRD negativity, denominator: responders (O'Brien 2022), strict-CR responders (FDA 2024)
                           | SOS after HSCT, SOS criteria: not found
deangelo-2017, inovate-2019 | Response, denominator: all treated (DeAngelo 2017), all randomized to InO (INO-VATE 2019)
                           | SOS after HSCT, SOS criteria: not found
"""  # noqa: E501 - a sentence is one line on screen too


def told() -> dict[str, list[str]]:
    """For each pair the sentences that stand beside and below it."""
    found: dict[str, list[str]] = {}
    for ids, sentence in cells_of(TOLD):
        pair = ids or [*found][-1]
        found.setdefault(pair, []).append(sentence)
    return found


@pytest.mark.parametrize(("pair", "sentences"), told().items())
def test_only_what_must_be_known_of_the_three_rates_is_told(library, pair, sentences):
    """No time points, no other outcomes, no threshold that nobody gives; those are in the table."""
    found = side_by_side(library, *pair.split(", "))
    counted = lines(found, COUNTED)
    assert [one.sentence for one in found.differs if one.label in counted] == sentences


def test_a_study_without_the_number_is_not_asked_how_it_counts(library):
    """Brivio's report has no SOS after HSCT: a gap in the table, and no word in the sentence."""
    found = side_by_side(library, "brivio-2021", "obrien-2022", "fda-2024")
    counted = lines(found, COUNTED)
    denominator = counted["SOS after HSCT, denominator"]
    assert denominator.texts == (NOT_FOUND, "transplanted", "transplanted")
    assert denominator.agreement.words == "no rate to compare for Brivio 2021"
    assert denominator not in found.differs
    criteria = counted["SOS after HSCT, SOS criteria"]
    assert criteria.sentence == "SOS after HSCT, SOS criteria: not found"


def test_one_number_is_not_counted_like_a_reason(library):
    """At 1.4 mg/m² only Brivio gives the response; FDA's cell says why it does not."""
    found = side_by_side(library, "brivio-2021", "fda-2024", dose=(1.4, 1.4))
    response = lines(found, NUMBERS)["Response"]
    assert "9/12" in response.texts[0]
    assert "not found by dose" in response.texts[1]
    assert response.agreement.words == ""


def test_numbers_of_other_parts_are_not_shown(library):
    """At 1.4 mg/m² neither those at 1.8 nor all together."""
    found = side_by_side(library, "brivio-2021", dose=(1.4, 1.4))
    (response,) = lines(found, NUMBERS)["Response"].texts
    assert response.startswith("9/12 · 75.0 %")
    assert "; " not in response


def test_who_alone_has_an_outcome_is_named(library):
    """O'Brien's report has no survival; SOS after HSCT is not Brivio's."""
    found = lines(side_by_side(library, "brivio-2021", "obrien-2022"), NUMBERS)
    assert found["OS at 12 months"].agreement.words == "only Brivio 2021"
    assert found["SOS after HSCT"].agreement.words == "only O'Brien 2022"


def test_a_rate_that_is_called_otherwise_is_another_thing(library):
    """MRD negativity against MRD-negative strict CR: one has the outcome's own name."""
    table = "study | of | label\na | treated |\nb | responders | MRD-negative strict CR"
    made_up = drawn_library(library, table, "mrd_negative")
    found = side_by_side(made_up, "a", "b", mrd=MRD[1])
    definition = lines(found, COUNTED)["MRD negativity, definition"]
    assert definition.texts == ("MRD negativity", "MRD-negative strict CR")
    assert definition.agreement.words == "differs"


def test_a_term_that_a_number_does_not_have_is_no_empty_cell(library):
    """Who responds matters to a rate of responders only."""
    table = (
        "study | of | definition | counts\na | responders | cr_cri | 30/30\nb | treated | cr_cri |"
    )
    made_up = drawn_library(library, table, "response")
    response = lines(side_by_side(made_up, "a", "b"), COUNTED)["Response, definition of response"]
    assert response.texts == ("CR/CRi", NOT_FOUND)
    assert response.cells[1] == ()


# Three doses each, of which 1.4 and 1.8 mg/m² are asked for.
PARTS = """
study | dose | criteria
alike | 0.8  | baltimore
alike | 1.4  | seattle
alike | 1.8  | seattle
gap   | 0.8  | seattle
gap   | 1.4  | seattle
gap   | 1.8  | not_found
late  | 0.8  | seattle
late  | 1.4  | seattle
late  | 1.8  | seattle
whole | 0.8  | seattle
whole | 1.4  | seattle
whole | 1.8  | seattle
"""


@pytest.fixture
def criteria(library) -> Aspect:
    """By which criteria SOS was counted; late gives it at 1.8 only, whole only of all together."""
    made_up = drawn_library(library, PARTS, "sos_post_hsct")
    last, first = made_up.studies["late"].results[2:], made_up.studies["whole"].results[0]
    made_up = with_changed(made_up, "late", results=last)
    of_all = first.model_copy(update={"cohort": "all"})
    made_up = with_changed(made_up, "whole", results=(of_all,))
    found = side_by_side(made_up, *made_up.studies, dose=(1.4, 1.8))
    return lines(found, COUNTED)["SOS after HSCT, SOS criteria"]


def test_parts_that_say_the_same_say_it_once(criteria):
    """A wording, and a reason why there is no number."""
    reason = "not found by dose; found only for all treated"
    assert criteria.texts == ("Seattle", "Seattle", "Seattle", reason)


def test_a_part_that_does_not_say_leaves_the_study_open(criteria):
    """Seattle at one dose and not found at the other is not Seattle, and no other criteria."""
    assert criteria.agreement.words == "not found for gap; no rate to compare for whole"


def test_a_wording_has_the_source_of_the_part_that_gives_it(criteria):
    """Also where an earlier part gives no number."""
    assert criteria.sources == ("Journal, abstract (stated)",) * 3 + ("",)


def test_criteria_that_differ_differ_whoever_else_has_no_rate(library):
    table = "study | criteria\na | seattle\nb | baltimore\nc | seattle"
    made_up = drawn_library(library, table, "sos_post_hsct")
    made_up = with_changed(made_up, "c", results=())
    found = lines(side_by_side(made_up, "a", "b", "c"), COUNTED)["SOS after HSCT, SOS criteria"]
    assert found.agreement.words == "differs; no rate to compare for c"
