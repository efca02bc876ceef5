"""Dose-limiting toxicity by dose level: the groups, their order, and what the filters hide."""

from dataclasses import replace

import pytest

from data.brief import Brief
from data.escalation import ORDER, ORDER_UNKNOWN, Escalation, escalations, found_in
from data.intervals import clopper_pearson
from data.library import Library
from data.story_parts import NO_TOXICITY, toxicity
from tests.briefs import brief_of
from tests.drawn import SAID, cells_of, lines_of, study

# As the abstracts print them, in their order.
SHIPPED = """
study        | # | level                                        | which                     | dose | count | *
brivio-2021  | 1 | dose level 1 (1.4 mg/m²)                     | first group at this dose  | 1.4  | 1/6   |
brivio-2021  | 2 | dose level 1 (1.4 mg/m²)                     | second group at this dose | 1.4  | 0/6   |
brivio-2021  | 3 | dose level 2 (1.8 mg/m²)                     | first group at this dose  | 1.8  | 2/5   | *
brivio-2021  | 4 | dose level 2 (1.8 mg/m²)                     | second group at this dose | 1.8  | 1/6   |
pennesi-2024 | 1 | dose level 1.1 mg/m², dexamethasone 20 mg/m² |                           | 1.1  | 2/4   |
pennesi-2024 | 2 | dose level 0.8 mg/m²                         |                           | 0.8  | 0/6   |
pennesi-2024 | 3 | dose level 1.1 mg/m², dexamethasone 10 mg/m² |                           | 1.1  | 1/6   |
pennesi-2024 | 4 | dose level 1.4 mg/m²                         |                           | 1.4  | 0/3   |
pennesi-2024 | 5 | dose level 1.8 mg/m²                         |                           | 1.8  | 1/7   |
"""  # noqa: E501 one group on one line, as in the sources


def found(library: Library, **asked) -> tuple[Escalation, ...]:
    """The escalations that a link with these filters shows."""
    brief = brief_of(library, **asked)
    return escalations(library, brief.results, brief.cohorts, brief.selection)


def table_of(shown: tuple[Escalation, ...]) -> list[list[str]]:
    """The groups as the table above draws them."""
    return [
        [e.study, f"{s.order}", s.level, s.row.timepoint, f"{s.dose:g}", s.count, s.sign]
        for e in shown
        for s in e.steps
    ]


def drawn_escalation(library: Library, table: str, **asked) -> Escalation:
    """The escalation of one made-up study: each line a dose level, with its own cohort."""
    lines = lines_of(table)
    made = study(
        "made-up",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID, *map(level, lines)],
        results=[result for line in lines for result in results_of(line)],
    )
    (one,) = found(replace(library, studies={made.id: made}), **asked)
    return one


def level(line: dict[str, str]) -> dict:
    """The cohort of one dose level; `?` is a dose that was not found."""
    low, _, high = line["dose"].partition("–")
    dose = {} if low == "?" else {"dose": {"low": float(low), "high": float(high or low)} | SAID}
    about = {"id": line["level"], "name": f"level {line['level']}", "parent": "all"}
    return about | {"split_by": "dose"} | dose | SAID


def results_of(line: dict[str, str]) -> list[dict]:
    if line["count"] == "not found":
        return []
    events, slash, n = line["count"].partition("/")
    value = {"events": int(events), "n": int(n)} if slash else {"events_at_least": 1}
    about = {"outcome": "dose_limiting_toxicity", "denominator": "dlt_evaluable"}
    return [about | {"cohort": line["level"]} | value | SAID]


def test_the_groups_stand_as_printed(library):
    """Both trials with every group, its dose and its count, in the order of the source."""
    assert table_of(found(library)) == cells_of(SHIPPED)[1:]


def test_the_order_is_that_of_the_file(library):
    """A dose that goes down and up again stays so; nothing is sorted by dose."""
    drawn = """
    level | dose | count
    c     | 1.4  | 1/3
    a     | 0.8  | 0/3
    b     | 1.1  | 0/6
    """
    steps = drawn_escalation(library, drawn).steps
    assert [(s.order, s.dose, s.count) for s in steps] == [
        (1, 1.4, "1/3"),
        (2, 0.8, "0/3"),
        (3, 1.1, "0/6"),
    ]


def test_every_group_has_its_exact_interval(library):
    """The interval of a group is that of every other count."""
    for one in found(library):
        for step in one.steps:
            low, high = clopper_pearson(step.row.events, step.row.n)
            assert (step.row.low, step.row.high) == (100 * low, 100 * high)


def test_a_group_without_a_count_is_listed(library):
    """The expansion has 3 evaluable, whose toxicity was not found: it is named, never drawn."""
    brivio, pennesi = found(library)
    assert brivio.missing == ()
    (expansion,) = pennesi.missing
    assert expansion.name == "expansion"
    assert "3 patients evaluable" in expansion.reason
    assert "how many of them had one" in expansion.reason
    assert expansion in pennesi.not_drawn


def test_what_has_no_single_dose_or_no_count_is_not_drawn(library):
    """A range, a bound and a missing dose have no place in the chart, but stand below it."""
    drawn = """
    level | dose    | count
    a     | 1.4     | 1/6
    b     | 1.2–1.8 | 0/6
    c     | 1.8     | at least 1
    d     | ?       | 0/3
    e     | 1.8     | not found
    """
    one = drawn_escalation(library, drawn)
    assert [step.row.cohort for step in one.drawn] == ["level a"]
    assert [(item.name, item.reason) for item in one.not_drawn] == [
        ("level b (1.2–1.8 mg/m²)", "0/6"),
        ("level c (1.8 mg/m²)", "at least 1; the exact count was not found"),
        ("level d (dose not found)", "0/3"),
        ("level e", "not found in the sources read"),
    ]


TOXIC = {"outcome": "dose_limiting_toxicity", "denominator": "dlt_evaluable"} | SAID
LINE = {"level": "a", "dose": "1.4", "count": "1/5"}


def escalation_of(library: Library, parts: list[dict], results: list[dict], **asked) -> Escalation:
    """The escalation of one made-up study with these parts."""
    whole = {"id": "all", "name": "all treated", "n": 30} | SAID
    regimen = {"kind": "alone"} | SAID
    made = study("made-up", regimen=regimen, cohorts=[whole, *parts], results=results)
    (one,) = found(replace(library, studies={made.id: made}), **asked)
    return one


def by_age(**told) -> dict:
    """A part that is no dose level, though all of it had one dose."""
    dose = {"dose": {"low": 1.4, "high": 1.4} | SAID}
    return {"id": "young", "name": "below 10 years", "parent": "all"} | dose | SAID | told


@pytest.mark.parametrize("cohort", ["all", "young"])
def test_a_number_of_others_is_no_group(library, cohort):
    """All together, or a part by age, are no dose level: their number stands below the chart."""
    rows = [*results_of(LINE), TOXIC | {"cohort": cohort, "events": 4, "n": 23}]
    one = escalation_of(library, [level(LINE), by_age(split_by="age")], rows)
    assert [step.level for step in one.steps] == ["level a (1.4 mg/m²)"]
    name = {"all": "all treated", "young": "below 10 years"}[cohort]
    assert [(item.name, item.reason) for item in one.not_drawn] == [
        (name, "4/23, not by dose level")
    ]
    assert "4/23" not in one.sentence


def test_what_the_filters_leave_out_is_not_told_of_others(library):
    """The number of all is none of the dose asked for."""
    rows = [*results_of(LINE), TOXIC | {"events": 4, "n": 23}]
    whole = {"id": "all", "name": "all treated", "n": 30} | SAID
    regimen = {"kind": "alone"} | SAID
    made = study("made-up", regimen=regimen, cohorts=[whole, level(LINE)], results=rows)
    (one,) = found(replace(library, studies={made.id: made}), dose=(1.4, 1.4))
    assert one.not_drawn == ()


def test_parts_of_different_doses_are_dose_levels_whatever_they_are_called(library):
    """Cohort 1 at 0.8 and cohort 2 at 1.4 need no word for it; a level of unknown dose is one."""
    low = {"low": 0.8, "high": 0.8} | SAID
    parts = [
        by_age(split_by="step"),
        by_age(split_by="step", id="second", name="second", dose=low),
        {"id": "third", "name": "third", "parent": "all", "split_by": "step"} | SAID,
    ]
    rows = [TOXIC | {"cohort": key, "events": 1, "n": 6} for key in ("young", "third")]
    one = escalation_of(library, parts, rows)
    assert [step.row.cohort for step in one.steps] == ["below 10 years", "third"]


GROUPS = {"first": "first_group", "second": "second_group"}
BOUND = "at least 1; the exact count was not found"


def numbers_at(cohort: str, told: str) -> list[dict]:
    """The numbers of one dose level, the main one starred: "first 1/6*, second 0/6, 1/12"."""
    rows = []
    for *group, count in map(str.split, told.split(", ")):
        events, _, n = count.removesuffix("*").partition("/")
        value = {"events": int(events), "n": int(n)} if n else {"events_at_least": int(events)}
        at = {"timepoint": GROUPS[group[0]]} if group else {}
        main = {"primary": count.endswith("*")}
        rows.append(TOXIC | {"cohort": cohort} | value | at | main)
    return rows


@pytest.mark.parametrize(
    "told", ["first 1/6, second 0/6, 1/12", "1/12, first 1/6, second 0/6", "1/6, 0/6, 1/12"]
)
def test_the_total_of_the_groups_at_a_dose_is_no_further_group(library, told):
    """Two groups of six and their sum are twelve children: the sum stands below the chart."""
    one = escalation_of(library, [level(LINE)], numbers_at("a", told))
    assert [(step.order, step.count) for step in one.steps] == [(1, "1/6"), (2, "0/6")]
    assert [(item.name, item.reason) for item in one.not_drawn] == [
        ("level a", "1/12, all groups at this dose together")
    ]
    assert "1/12" not in one.sentence


KNOWN, UNKNOWN = "counts children of this dose again", "may count children of this dose again"
# Of a dose level of so many children: the groups, and why the others are none.
SAME_CHILDREN = {
    "no name, no n": ("1/6*, 1/6", None, ["1/6"], UNKNOWN),
    "no name, no n, the second is the main one": ("1/6, 0/6*", None, ["0/6"], UNKNOWN),
    "no name, all fit": ("1/6*, 0/6", 12, ["1/6", "0/6"], ""),
    "no name, one too many": ("1/6*, 0/6", 11, ["1/6"], KNOWN),
    "evaluable and treated": ("1/6*, 1/7", 7, ["1/6"], KNOWN),
    "adjudicated": ("2/6, 1/6*", 6, ["1/6"], KNOWN),
    "all and its first group": ("1/6*, first 0/3", 6, ["1/6"], KNOWN),
    "all and its first group, no n": ("1/6*, first 0/3", None, ["1/6"], UNKNOWN),
    "all fit beside a named group": ("1/6*, first 0/3", 9, ["1/6", "0/3"], ""),
    "named": ("first 1/6*, second 0/6", None, ["1/6", "0/6"], ""),
    "named, all fit": ("first 1/6, second 0/6*", 13, ["1/6", "0/6"], ""),
    "named, too many": ("first 1/6*, second 0/6", 11, ["1/6"], KNOWN),
    "one name twice": ("first 1/6*, first 0/6", None, ["1/6"], UNKNOWN),
    "named, and treated": ("first 1/6*, second 0/6, 1/13", 13, ["1/6", "0/6"], KNOWN),
    "named, and treated, no n": ("second 0/6*, first 1/6, 1/13", None, ["0/6", "1/6"], UNKNOWN),
    "named, and treated is the main one": ("first 1/6, second 0/6, 1/13*", 13, ["1/13"], KNOWN),
    "no sum of x": ("1/6*, 0/6, 2/12", 12, ["1/6"], KNOWN),
    "a bound beside too many": ("1/7*, 0/6, 1", 12, ["1/7"], KNOWN),
    "a named sum of two others": ("first 1/12*, 1/6, 0/6", 24, ["1/12", "1/6", "0/6"], ""),
    "a bound without N": ("0/6*, 1", 12, ["0/6"], UNKNOWN),
    "a named bound without N": ("first 0/6*, second 1", None, ["0/6", BOUND], ""),
    "a named bound in a level that is known": ("first 0/6*, second 1", 6, ["0/6", BOUND], ""),
    "no total beside a bound": ("0/6*, 1, 1/6", None, ["0/6"], UNKNOWN),
    "no main one": ("0/6, 1/6", None, ["0/6"], UNKNOWN),
}


@pytest.mark.parametrize("case", SAME_CHILDREN)
def test_no_child_stands_in_two_groups_of_a_dose(library, case):
    """The groups have names of their own or fit into the level; else the main number stands."""
    told, n, groups, why = SAME_CHILDREN[case]
    here = level(LINE) | ({"n": n} if n else {})
    one = escalation_of(library, [here], numbers_at("a", told))
    assert [step.count for step in one.steps] == groups
    others = [item.reason.partition(", ")[2] for item in one.missing]
    assert others == [why] * (len(told.split(", ")) - len(groups))


LEVELS = [level(LINE), level({"level": "b", "dose": "1.8"})]


def within(key: str, of: str, dose: float = 1.4) -> dict:
    """A dose level inside another."""
    planned = {"dose": {"low": dose, "high": dose} | SAID}
    about = {"id": key, "name": key, "parent": of, "split_by": "dose and time"}
    return about | planned | SAID


def test_a_part_of_a_level_is_no_group_beside_it(library):
    """1/6 at a dose, of them 0/3 and then 1/3: six children, not twelve."""
    parts = [*LEVELS, within("early", "a"), within("late", "a"), within("late-b", "b", 1.8)]
    rows = [
        *numbers_at("a", "1/6*"),
        *numbers_at("early", "0/3*"),
        *numbers_at("late", "1/3*"),
        *numbers_at("late-b", "0/4*"),
    ]
    one = escalation_of(library, parts, rows)
    assert [(step.cohort, step.count) for step in one.steps] == [("a", "1/6"), ("late-b", "0/4")]
    assert [(item.name, item.reason) for item in one.missing if "/" in item.reason] == [
        ("early", f"0/3, {KNOWN}"),
        ("late", f"1/3, {KNOWN}"),
    ]


@pytest.mark.parametrize("inside", [True, False])
def test_a_level_of_several_doses_gives_way_to_those_in_it(library, inside):
    """2/12 at 1.4 or 1.8 are the sum of two levels; where these have no number it stays."""
    whole = level({"level": "c", "dose": "1.4–1.8"})
    parts = [whole, within("low", "c"), within("high", "c", 1.8)]
    low_and_high = [*numbers_at("low", "1/6*"), *numbers_at("high", "1/6*")]
    one = escalation_of(library, parts, numbers_at("c", "2/12*") + low_and_high * inside)
    assert [step.cohort for step in one.steps] == (["low", "high"] if inside else ["c"])
    said = [item.reason for item in one.missing if "/" in item.reason]
    assert said == ["2/12, not by dose level"] * inside


def test_groups_at_two_doses_have_no_total(library):
    """1/6 at one dose and 0/6 at the next are not 1/12 of the second."""
    parts = [LEVELS[0], LEVELS[1] | {"n": 18}]
    rows = [*numbers_at("a", "1/6*"), *numbers_at("b", "0/6*, 1/12")]
    assert len(escalation_of(library, parts, rows).steps) == 3


def test_a_total_is_hidden_with_its_groups(library):
    """Who asks for 1.8 reads no sum of 1.4."""
    parts = [level(LINE), level({"level": "b", "dose": "1.8"})]
    rows = [*numbers_at("a", "1/6, 0/6, 1/12"), *numbers_at("b", "0/6")]
    one = escalation_of(library, parts, rows, dose=(1.8, 1.8))
    assert [len(one.steps), len(one.hidden), one.not_drawn] == [1, 2, ()]


def test_salvage_lines_of_different_doses_are_no_dose_levels(library):
    """What tells the groups apart are their prior lines; their numbers stand below the chart."""
    lines = [{"known_as": "salvage line", "low": i, "high": i} | SAID for i in (1, 2)]
    doses = [{"low": dose, "high": dose} | SAID for dose in (1.4, 1.8)]
    salvages = [
        by_age(split_by="salvage line", id=key, name=key, dose=dose, prior_lines=line)
        for key, dose, line in zip(("first", "second"), doses, lines, strict=True)
    ]
    rows = [*numbers_at("a", "1/6"), *numbers_at("second", "0/6")]
    one = escalation_of(library, [level(LINE), *salvages], rows)
    assert [step.cohort for step in one.steps] == ["a"]
    assert [item.name for item in one.not_drawn] == ["second"]


@pytest.mark.parametrize(
    ("asked", "orders", "hidden"),
    [
        ({"dose": (1.8, 1.8)}, {"brivio-2021": [3, 4], "pennesi-2024": [5]}, [2, 4]),
        ({"dose": (1.1, 1.4)}, {"brivio-2021": [1, 2], "pennesi-2024": [1, 3, 4]}, [2, 2]),
        ({"dose": (0.8, 1.1)}, {"pennesi-2024": [1, 2, 3]}, [2]),
        ({"regimen": "single agent"}, {"brivio-2021": [1, 2, 3, 4]}, [0]),
        ({"studies": ("pennesi-2024",)}, {"pennesi-2024": [1, 2, 3, 4, 5]}, [0]),
        ({"studies": ("bhojwani-2019", "fda-2024")}, {}, []),
        ({"min": 1000}, {}, []),
    ],
)
def test_the_filters_apply(library, asked, orders, hidden):
    """A study that the filters leave out is gone; of the others only the groups inside stay."""
    shown = found(library, **asked)
    assert {e.study: [s.order for s in e.steps] for e in shown} == orders
    assert [len(e.hidden) for e in shown] == hidden


def test_hidden_groups_are_said(library):
    """The sentence names what the filters leave out, each level once."""
    brivio = found(library, dose=(1.8, 1.8))[0]
    said = "The filters show 2 of its 4 groups with a count; left out: dose level 1 (1.4 mg/m²)."
    assert brivio.sentence.endswith(said)
    assert found(library)[0].hidden_words == ""


def test_a_study_that_is_kept_is_marked(library):
    """Where prior lines were not found, keeping the study says so beside its counts."""
    brivio = found(library, lines=(2, 7), keep=True)[0]
    assert "Not known to lie wholly inside the filters: " in brivio.sentence
    assert "multiple relapsed or refractory" in brivio.sentence


def test_what_several_groups_have_in_common_is_marked_once(library):
    """Three dose levels whose prior lines are only bounded: the bound stands there once."""
    pennesi = found(library, dose=(1.1, 1.4), lines=(2, 7), keep=True)[-1]
    assert len(pennesi.steps) == 3
    assert len(pennesi.marks) == 1


def test_a_study_without_a_trial_name_has_no_brackets(library):
    """A study that is no registered trial goes by its own name."""
    one = drawn_escalation(library, "level | dose | count\na | 1.4 | 1/6")
    assert one.title == "made-up"
    assert one.sentence.startswith("Dose-limiting toxicity in made-up, in the order printed: ")


def test_groups_that_all_lie_outside_are_not_shown(library):
    """A study that comes in with another of its parts has no escalation without any group."""
    line = {"level": "a", "dose": "1.4", "count": "1/6"}
    third = {"known_as": "prior lines", "low": 3, "high": 3} | SAID
    part = {"id": "late", "name": "third line", "parent": "all", "split_by": "prior lines"}
    made = study(
        "made-up",
        regimen={"kind": "alone"} | SAID,
        cohorts=[
            {"id": "all", "name": "all treated", "n": 30} | SAID,
            level(line),
            part | {"prior_lines": third} | SAID,
        ],
        results=results_of(line),
    )
    drawn = replace(library, studies={made.id: made})
    brief = brief_of(drawn, lines=(3, 3))
    assert [one.key for one in brief.cohorts.chosen] == ["made-up/late"]
    assert found(drawn, lines=(3, 3)) == ()
    assert len(found(drawn)) == 1


def test_a_dose_filter_does_not_keep_the_expansion(library):
    """Its dose was not found, so it is inside no dose."""
    pennesi = found(library, dose=(1.8, 1.8), regimen="combination")[0]
    assert pennesi.missing == ()


def test_the_sentence(library):
    """All counts in the printed order, groups of one dose together, the note beside its count."""
    brivio, pennesi = found(library)
    assert brivio.sentence == (
        "Dose-limiting toxicity in Brivio 2021 (ITCC-059 phase 1A), in the order printed: "
        "dose level 1 (1.4 mg/m²): 1/6, then 0/6; dose level 2 (1.8 mg/m²): "
        "2/5 (later re-classified as not dose-limiting), then 1/6."
    )
    assert pennesi.sentence == (
        "Dose-limiting toxicity in Pennesi 2024 (ITCC-059 phase 1B), in the order printed: "
        "dose level 1.1 mg/m², dexamethasone 20 mg/m²: 2/4; dose level 0.8 mg/m²: 0/6; "
        "dose level 1.1 mg/m², dexamethasone 10 mg/m²: 1/6; dose level 1.4 mg/m²: 0/3; "
        "dose level 1.8 mg/m²: 1/7."
    )


def test_what_the_order_does_not_say(library):
    """Whether a second group came before the next dose is unknown, where there is one."""
    brivio, pennesi = found(library)
    assert brivio.order_words == f"{ORDER} {ORDER_UNKNOWN}"
    assert pennesi.order_words == ORDER
    assert found(library, dose=(1.8, 1.8))[0].order_words == ORDER


def test_the_recommended_dose_has_its_source(library):
    """As stated for both; the dexamethasone beside it is our reading and says so."""
    brivio, pennesi = found(library)
    assert [item.text for item in brivio.recommended] == ["1.8 mg/m²/cycle for phase 2"]
    dose, partner = pennesi.recommended
    assert dose.text == "1.8 mg/m²/cycle (1.5 after remission), fractionated"
    assert (partner.basis, partner.note) == ("derived", "Derived: our reading; not stated")
    assert all(item.source for item in (*brivio.recommended, dose, partner))


def test_what_was_given(library):
    """One dose does not mean the same alone and with other drugs."""
    assert [one.given for one in found(library)] == [
        "single agent",
        "combination with vincristine, dexamethasone and intrathecal therapy",
    ]


def test_the_table_holds_the_groups(library):
    """Table and files are made from a view with one row for each group, with keys of its own."""
    for one in found(library):
        assert [row.events for row in one.view.rows] == [step.row.events for step in one.steps]
        assert len({row.key for row in one.view.rows}) == len(one.steps)
        assert one.view.outcome == f"dose_limiting_toxicity_{one.study}"


@pytest.mark.parametrize(
    ("found", "studies", "said"),
    [
        (2, 10, "found for 2 of the 10 studies shown"),
        (1, 1, "found for the study shown"),
        (3, 3, "found for all 3 studies shown"),
        (0, 1, "no number was found for the 1 study shown"),
        (0, 4, "no number was found for the 4 studies shown"),
    ],
)
def test_for_how_many_studies(found, studies, said):
    """One, some, all and none each have their words, and say how many are own series."""
    assert found_in(found, studies) == said
    assert found_in(found, studies, 1) == f"{said} (1 own, unpublished)"


def test_nothing_is_found_for_nobody():
    """Where the filters leave none, none is said to lack a number."""
    assert found_in(0, 0) == "no study is left with these filters"
    assert found_in(0, 0, one="cohort") == "no cohort is left with these filters"


def without_groups(library: Library, *more: dict, **asked) -> Brief:
    """A study that counts toxicity of all its patients, and has a part by age."""
    whole = {"id": "all", "name": "all treated", "n": 30} | SAID
    about = {"regimen": {"kind": "alone"} | SAID, "cohorts": [whole, by_age(split_by="age"), *more]}
    rows = [TOXIC | {"events": 4, "n": 23}, *(results_of(LINE) if more else [])]
    made = study("made-up", **about, results=rows)
    return brief_of(replace(library, studies={made.id: made}), **asked)


def test_numbers_of_a_study_without_groups_are_named(library):
    """Where a study has groups, what it counts beside them stands with these."""
    said = "Not by dose level: made-up, all treated (4/23)."
    assert toxicity(without_groups(library)).sentences == (NO_TOXICITY, said)
    assert toxicity(without_groups(library, level(LINE))).sentences == (ORDER,)


def test_numbers_of_patients_who_are_not_shown_are_not_named(library):
    """The number of all is none of the part with the dose asked for."""
    assert toxicity(without_groups(library, dose=(1.4, 1.4))).sentences == (NO_TOXICITY,)
