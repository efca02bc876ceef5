"""Which rates may share a pooled line. Each table is a made-up library and what is said of it.

In the last column stands the group that a rate may be pooled in, or why it may be pooled in none.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.cohorts import resolve
from data.selection import MRD, Selection
from data.tables import results_table
from data.views import make_view
from tests.briefs import with_changed
from tests.drawn import drawn_library, drawn_view, lines_of, study


def told(shipped, table: str, outcome: str, **asked) -> dict[str, str]:
    """Of each study the reason why it may not be pooled, else the group that it may join."""
    rows = drawn_view(shipped, table, outcome, **asked).rows
    return {row.name: row.guard.out or row.guard.group for row in rows}


def drawn(table: str, column: str) -> dict[str, str]:
    return {line["study"]: line.get(column, "") for line in lines_of(table)}


def guarded(shipped, table: str, outcome: str, **asked) -> None:
    """The last column of the table is what is told of each study."""
    column = table.strip().splitlines()[0].split("|")[-1].strip()
    assert told(shipped, table, outcome, **asked) == drawn(table, column)


def footnotes(shipped, table: str, outcome: str, **asked) -> dict[str, str]:
    rows = drawn_view(shipped, table, outcome, **asked).rows
    return {row.name: "; ".join(row.guard.footnotes) for row in rows}


DEFINITIONS = """
study    | definition     | group
cr-cri   | cr_cri         | CR/CRi or ORR, single agent
orr      | orr            | CR/CRi or ORR, single agent
reported | cr_as_reported | CR/CRi or ORR, single agent
strict   | strict_cr      | strict CR, single agent
"""


def test_strict_cr_stays_apart(library):
    """CR/CRi, ORR and CR as reported may share a diamond; strict CR counts fewer as responders."""
    guarded(library, DEFINITIONS, "response")
    assert footnotes(library, DEFINITIONS, "response") == {
        "cr-cri": "",
        "orr": "",
        "reported": "reported as CR; whether CRi is included was not found",
        "strict": "",
    }


RESPONSE_DENOMINATORS = """
study     | of                   | group or reason
treated   | treated              | CR/CRi or ORR, single agent
random    | randomized           | CR/CRi or ORR, single agent
first     | first_on_ino         | CR/CRi or ORR, single agent
evaluable | evaluable            | CR/CRi or ORR, single agent
overt     | overt_marrow_disease | CR/CRi or ORR, single agent
relapsed  | relapsed             | relapsed: such a rate is not pooled
unknown   | not_stated           | denominator not stated: such a rate is not pooled
"""


def test_whom_a_response_counts(library):
    """All treated or those whose response could be seen; other denominators stay out."""
    guarded(library, RESPONSE_DENOMINATORS, "response")


MRD_OF_RESPONDERS = """
study    | of                       | group
all      | responders               | of responders, single agent
measured | responders_mrd_measured  | of responders, single agent
strict   | strict_cr_responders     | of strict-CR responders, single agent
"""
MRD_OF_TREATED = """
study     | of                   | label                  | group
treated   | treated              |                        | of all treated, single agent
random    | randomized           |                        | of all treated, single agent
first     | first_on_ino         |                        | of all treated, single agent
strict    | strict_cr_responders | MRD-negative strict CR | {strict}
""".replace("{strict}", "MRD-negative strict CR, of all treated, single agent")


def test_whom_mrd_negativity_counts(library):
    """Responders and those measured share a diamond; strict-CR responders and all treated do not.

    Of all treated, those who are MRD-negative in strict CR are fewer than all MRD-negative ones.
    """
    guarded(library, MRD_OF_RESPONDERS, "mrd_negative")
    guarded(library, MRD_OF_TREATED, "mrd_negative", mrd="of all treated")


THRESHOLDS = """
study    | of         | threshold | group or reason               | footnote
flow     | responders | 0.01      | of responders, single agent   |
unknown  | responders |           | of responders, single agent   | MRD threshold not found
tenth    | responders | 0.1       | MRD threshold 0.1 %, not 0.01 % |
deeper   | responders | 0.001     | MRD threshold 0.001 %, not 0.01 % |
"""


def test_mrd_needs_the_same_threshold(library):
    """A stated threshold other than 0.01 % is out; an unknown one is in and has a footnote."""
    assert told(library, THRESHOLDS, "mrd_negative") == drawn(THRESHOLDS, "group or reason")
    assert footnotes(library, THRESHOLDS, "mrd_negative") == drawn(THRESHOLDS, "footnote")


CRITERIA = """
study    | of          | criteria         | group or reason
seattle  | transplanted | seattle          | SOS by Seattle, single agent
another  | transplanted | seattle          | SOS by Seattle, single agent
modified | transplanted | modified_seattle | SOS by modified Seattle, single agent
ebmt     | transplanted | ebmt_pediatric   | SOS by EBMT pediatric, single agent
unknown  | transplanted | not_found        | SOS criteria not found
everyone | treated      | seattle          | all treated: such a rate is not pooled
"""
LIFTED = """
study    | of          | criteria         | footnote
seattle  | transplanted | seattle          | SOS by Seattle
modified | transplanted | modified_seattle | SOS by modified Seattle
unknown  | transplanted | not_found        | SOS criteria not found
"""


def test_a_threshold_matters_to_mrd_only(library):
    """Beside a response it is not compared with anything."""
    guarded(
        library,
        """
        study   | threshold | group
        given   | 0.01      | CR/CRi or ORR, single agent
        without |           | CR/CRi or ORR, single agent
        """,
        "response",
    )


def test_sos_needs_known_criteria(library):
    """Only rates by the same known criteria share a diamond, and only of those transplanted."""
    guarded(library, CRITERIA, "sos_post_hsct")


def test_the_switch_across_criteria(library):
    """Pooling across criteria joins them all, and a footnote says by which each was counted."""
    groups = set(told(library, LIFTED, "sos_post_hsct", across=True).values())
    assert groups == {"SOS criteria unknown or different, single agent"}
    assert footnotes(library, LIFTED, "sos_post_hsct", across=True) == drawn(LIFTED, "footnote")


def test_rates_by_one_criteria_need_no_footnote_for_it(library):
    """Without the switch the heading of the group says by which; the other stays out."""
    found = footnotes(library, LIFTED, "sos_post_hsct")
    assert found["seattle"] == found["modified"] == ""


def test_the_switch_across_criteria_concerns_sos_only(library):
    """Response and MRD negativity have no criteria to lift."""
    for table, outcome in ((DEFINITIONS, "response"), (MRD_OF_RESPONDERS, "mrd_negative")):
        assert told(library, table, outcome, across=True) == told(library, table, outcome)


REGIMENS = """
study | regimen  | apart                                              | together
alone | alone    | CR/CRi or ORR, single agent                        | {one}
both  | both     | CR/CRi or ORR, mixes single agent and combination  | {one}
comb  | combined | CR/CRi or ORR, combination                         | {one}
""".replace("{one}", "CR/CRi or ORR")


def test_regimens(library):
    """Single agent, combination and a mix of both stay apart; one switch joins all three."""
    assert told(library, REGIMENS, "response") == drawn(REGIMENS, "apart")
    assert told(library, REGIMENS, "response", together=True) == drawn(REGIMENS, "together")


def test_only_a_single_agent_that_nobody_states_has_a_footnote(library):
    """A combination is stated in other words too, and is never taken for a single agent."""
    made_up = drawn_library(library, REGIMENS, "response")
    for one in made_up.studies.values():
        derived = one.regimen.model_copy(update={"basis": "derived"})
        made_up = with_changed(made_up, one.id, regimen=derived)
    selection = Selection()
    cohorts, results = resolve(made_up, selection), results_table(made_up)
    rows = make_view(made_up, results, cohorts, selection, "response").rows
    assert {row.name: row.guard.footnotes for row in rows} == {
        "alone": ("no combination mentioned, taken as single agent",),
        "both": (),
        "comb": (),
    }


def test_rates_that_are_not_of_ino_are_never_pooled(library):
    """A study that also counts patients without InO has no row at all."""
    table = "study | regimen\nmixed | not_inotuzumab_specific\nino | alone"
    for asked in ({}, {"together": True}):
        assert [row.name for row in drawn_view(library, table, "response", **asked).rows] == ["ino"]


POPULATIONS = """
study | who      | group
young | children | CR/CRi or ORR, single agent
old   | adults   | adults, CR/CRi or ORR, single agent
"""


@pytest.mark.parametrize("switches", [{}, {"together": True, "small": True, "across": True}])
def test_adults_and_children_never_together(library, switches):
    """Whatever is switched on, adults have groups of their own."""
    groups = told(library, POPULATIONS, "response", adults=True, **switches)
    assert groups["old"].startswith("adults, ")
    assert groups["old"] == f"adults, {groups['young']}"


SIZES = """
study | treated | counts | group or reason              | with small series
nine  | 9       | 5/9    | {few}                        | CR/CRi or ORR, single agent
ten   | 10      | 5/10   | CR/CRi or ORR, single agent  | CR/CRi or ORR, single agent
few   | 12      | 5/9    | CR/CRi or ORR, single agent  | CR/CRi or ORR, single agent
some  | ?       | 5/9    | {few}                        | CR/CRi or ORR, single agent
many  | ?       | 5/10   | CR/CRi or ORR, single agent  | CR/CRi or ORR, single agent
""".replace("{few}", "fewer than 10 treated; “Pool series under 10 patients” may add it")


def test_small_series(library):
    """Fewer than 10 treated is drawn and pooled only on request; few evaluable is not.

    Where the number treated was not found, the rate's own denominator stands for it.
    """
    assert told(library, SIZES, "response") == drawn(SIZES, "group or reason")
    assert told(library, SIZES, "response", small=True) == drawn(SIZES, "with small series")


PERCENTAGES = """
study   | counts | group or reason
count   | 20/30  | CR/CRi or ORR, single agent
percent | 67 %   | only a percentage, no counts
"""


def test_a_percentage_is_never_pooled(library):
    """Without x/N there is nothing to pool, with any switch."""
    guarded(library, PERCENTAGES, "response")
    switched = told(library, PERCENTAGES, "response", small=True, together=True)
    assert switched["percent"] == "only a percentage, no counts"


@pytest.mark.parametrize("outcome", ["sos_during_ino", "sos_any", "hsct_after_ino"])
def test_an_outcome_without_a_rule_has_no_guard(library, outcome):
    """What `outcomes.yaml` gives no pooling rule is never pooled, and the view says so."""
    view = drawn_view(library, "study\na\nb\nc", outcome, across=True)
    assert [row.guard for row in view.rows] == [None, None, None]
    assert view.pooled == ()
    assert not any(row.pooled_in or row.not_pooled for row in view.rows)
    assert view.pooled_words == "This outcome is not pooled."


WHOM = """
study | who      | of                   | counts | response | mrd
a     | children | responders           | 20/30  |          | responding children
b     | children | strict_cr_responders | 20/30  |          | children in strict CR
c     | children | treated              | 20/30  | children |
d     | adults   | responders           | 20/30  |          | responding adults
e     | adults   | randomized           | 20/30  | adults   |
"""


@pytest.mark.parametrize(("outcome", "column"), [("response", "response"), ("mrd_negative", "mrd")])
def test_whom_a_bedside_reading_counts(library, outcome, column):
    """Who "the next 10" are follows from the denominator; none where the rate stays out."""
    rows = drawn_view(library, WHOM, outcome, adults=True).rows
    said = {row.name: row.guard.whom if row.guard else "" for row in rows}
    assert said == drawn(WHOM, column)


def test_a_cohort_not_wholly_inside_the_filters_is_footnoted(view):
    """43 of Bhojwani's 51 had four lines or more: a pooled line that they join must say so."""
    (row,) = view("response", lines=(4, 7)).drawn
    assert row.guard.footnotes[-1] == (
        "not wholly inside the filters "
        "(43 of 51 had ≥ 4 prior lines; of these 42 at least 34 (derived))"
    )


OWN = """
study      | counts
a          | 20/30
b          | 15/30
own-series | 10/30
"""


def own_beside(library, shared: str, **asked):
    """The row of an own series whose owner answered so, beside two published studies."""
    made = drawn_library(library, OWN, "response")
    answer = study("own-series", own_series={"shared_children": shared}).own_series
    own = made.studies["own-series"].model_copy(update={"own_series": answer})
    shown = replace(made, studies=made.studies | {"own-series": own})
    selection = replace(Selection(), **asked)
    cohorts = resolve(shown, selection)
    view = make_view(shown, results_table(shown), cohorts, selection, "response")
    return next(row for row in view.rows if row.name == "own-series")


def test_an_own_series_is_pooled_only_on_request(library):
    assert own_beside(library, "none").guard.out.startswith("own series; “")
    on_request = own_beside(library, "none", own=True).guard
    assert (on_request.out, on_request.footnotes) == ("", ("checked by nobody but its owner",))
    assert own_beside(library, "unknown", own=True).guard.out.endswith("so it is never pooled")


TITLED = """
study     | of                      | of responders | of all treated
all       | treated                 |               | yes
first     | first_on_ino            |               | no
them      | responders              | yes           |
measured  | responders_mrd_measured | no            |
strict    | strict_cr_responders    | no            |
"""


@pytest.mark.parametrize("mrd", MRD)
def test_a_title_says_whom_only_its_plainest_rates_count(library, mrd):
    """A rate of the first patients alone, or of those measured, is not read as one of all."""
    rows = drawn_view(library, TITLED, "mrd_negative", mrd=mrd).rows
    said = {row.name: {True: "yes", False: "no"}[row.guard.titled] for row in rows if row.guard}
    expected = drawn(TITLED, mrd)
    assert said == {name: told for name, told in expected.items() if told}


def test_every_response_is_titled(library):
    """One rule holds for all patients whom a response is counted of."""
    table = "study | of\na | treated\nb | evaluable\nc | first_on_ino"
    assert all(row.guard.titled for row in drawn_view(library, table, "response").rows)
