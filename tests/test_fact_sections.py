"""Question, design, patients and dose side by side: what each study says, how far they agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.aspects import Aspect, Column
from data.cohorts import Chosen, resolve
from data.comparison import Comparison, compare
from data.fact_sections import prior_lines, question
from data.items import NOT_FOUND
from data.overview import study_line
from data.schema import Study
from data.selection import Selection
from data.tables import results_table
from tests.drawn import SAID, cells_of, study

ALONE = {"kind": "alone"} | SAID
FOUR_LINES = {"known_as": "prior lines", "low": 4, "high": 4} | SAID
ONE_LINE = {"known_as": "prior lines", "low": 1, "high": 1} | SAID
TWO_LINES = {"known_as": "prior lines", "low": 2, "high": 2} | SAID
NO_LINES_MIX = "how many had how many was not found"
MANY_WORDS = {"known_as": "words only", "text": "many"} | SAID
DOSE = "Dose, cycle 1"

Record = dict[str, Any]


def whole(n: int | None = None, **facts: Any) -> Record:
    return {"id": "all", "name": "all treated", "n": n} | facts | SAID


def part(name: str, n: int | None = None, **facts: Any) -> Record:
    """A part of all treated, by dose unless something else is said."""
    usual = {"id": name, "name": name, "parent": "all", "split_by": "dose", "n": n}
    return usual | facts | SAID


def dose(low: float | None = None, high: float | None = None, **facts: Any) -> Record:
    """A planned dose; one number is a dose that all have, unless words are there instead."""
    ends = {"low": low, "high": low if high is None and not facts.get("text") else high}
    return known(ends | facts) | SAID


def known(record: Record) -> Record:
    return {key: value for key, value in record.items() if value is not None}


def made_up(name: str, *cohorts: Record, **facts: Any) -> Study:
    """A sound study with these cohorts, of which one is enough."""
    usual = {"regimen": ALONE, "cohorts": [known(one) for one in cohorts or (whole(),)]}
    return study(name, **usual | facts)


def beside(library, *studies: Study, **asked: Any) -> Comparison:
    """Nothing but these studies, in columns."""
    drawn = replace(library, studies={one.id: one for one in studies})
    chosen = replace(Selection(compare=tuple(drawn.studies)), **asked)
    return compare(drawn, results_table(drawn), chosen)


def aspect(comparison: Comparison, label: str) -> Aspect:
    return next(one for one in comparison.aspects if one.label == label)


def shown(comparison: Comparison, label: str) -> tuple[tuple[str, ...], str]:
    """What stands in the columns, and the words for how far they agree."""
    found = aspect(comparison, label)
    return found.texts, found.agreement.words


def design(**facts: Any) -> Record:
    return {"summary": "drawn", "timing": "prospective"} | SAID | facts


PLACES = """
Patients          | age sex eligibility enrollment marrow_blasts refractory relapse_number
Patients          | down_syndrome cytogenetics cd22
Prior therapy     | prior_hsct prior_cd19 prior_car_t prior_cd22
Dose              | cycles premedication recommended_dose label_dose
Follow-up, transplant and the rest | follow_up conditioning sos_prophylaxis warning background
"""


@pytest.mark.parametrize("line", cells_of(PLACES), ids=" ".join)
def test_a_topic_stands_below_its_heading_and_nowhere_else(library, line):
    title, topics = line[0], line[1].split()
    facts = [{"topic": one, "text": f"of {one}"} | SAID for one in library.vocabulary.topics]
    found = beside(library, made_up("a", facts=facts), made_up("b"))
    for topic in topics:
        places = [
            (section.title, one.texts)
            for section in found.sections
            for one in section.aspects
            if one.label == library.vocabulary.topics[topic].label
        ]
        assert places == [(title, (f"of {topic}", NOT_FOUND))]


def test_a_topic_that_is_not_asked_of_every_study_stands_where_one_has_it(library):
    sex = {"topic": "sex", "text": "10 girls"} | SAID
    found = beside(library, made_up("a", facts=[sex]), made_up("b"))
    assert shown(found, "Sex") == (("10 girls", NOT_FOUND), "not found for b")
    labels = [one.label for one in beside(library, made_up("a"), made_up("b")).aspects]
    assert "Sex" not in labels
    assert "Age" in labels


def test_the_question_begins_with_the_patients(library):
    found = beside(library, made_up("a", summary="Phase 1"), made_up("b", summary="Phase 2"))
    first, second, *_ = found.sections[0].aspects
    assert (first.label, first.texts) == ("Patients", ("Phase 1", "Phase 2"))
    assert (second.label, second.texts) == ("Population", ("children", "children"))
    assert "Population: children" in [one.sentence for one in found.alike]


@pytest.mark.parametrize(
    ("partners", "word"), [(["steroids", "vincristine"], "same"), (["steroids"], "differs")]
)
def test_the_same_drugs_are_the_same_wherever_and_in_whatever_order_they_stand(
    library, partners, word
):
    regimen = {"kind": "combined", "partners": ["vincristine", "steroids"]} | SAID
    other = regimen | {"partners": partners, "place": "Table 1"}
    found = beside(library, made_up("a", regimen=regimen), made_up("b", regimen=other))
    assert aspect(found, "InO given").agreement.words == word


ANY = "not found for any"
UNNAMED = "combination, partners not found"
NAMED = "combination with steroids"


@pytest.mark.parametrize(
    ("regimens", "texts", "words"),
    [
        (["combined", "combined"], (UNNAMED, UNNAMED), ANY),
        (["combined", "combined steroids"], (UNNAMED, NAMED), "not found for a"),
        (["alone", "combined"], ("single agent", "combination"), "differs"),
        (["alone", "combined", "combined"], ("single agent", *("combination",) * 2), "differs"),
        (["both", "both"], ("mixes single agent and combination, partners not found",) * 2, ANY),
    ],
)
def test_combinations_whose_partners_nobody_names_are_not_the_same(library, regimens, texts, words):
    made = []
    for name, (kind, *partners) in zip("abc", map(str.split, regimens), strict=False):
        made.append(made_up(name, regimen={"kind": kind, "partners": partners} | SAID))
    assert shown(beside(library, *made), "InO given") == (texts, words)


def test_a_single_agent_that_we_only_infer_is_not_taken_for_one(library):
    """Where no combination was mentioned, nobody said that there was none."""
    inferred = ALONE | {"basis": "derived", "derivation": "no combination in the abstract"}
    found = beside(library, made_up("a", regimen=inferred), made_up("b"))
    texts = ("single agent, no combination mentioned", "single agent")
    assert shown(found, "InO given") == (texts, "not found for a")
    said = "InO given: single agent, no combination mentioned (a), single agent (b)"
    assert said in [one.sentence for one in found.differs]


@pytest.mark.parametrize("label", ["Design", "Timing", "Period", "Comparator"])
def test_only_what_was_derived_says_how(library, label):
    facts = {"arms": "single", "period": "2016–2019"}
    derived = {"basis": "derived", "derivation": "from the dates of enrollment"}
    found = beside(
        library,
        made_up("a", design=design(**facts, **derived)),
        made_up("b", design=design(**facts)),
    )
    notes = [cell[0].note for cell in aspect(found, label).cells]
    assert notes == ["Derived: from the dates of enrollment", ""]


def test_a_note_on_the_design_stands_once(library):
    """Below the design itself, not again below each line that is read from it."""
    facts = {"arms": "single", "period": "2016–2019", "note": "two stages"}
    found = beside(library, made_up("a", design=design(**facts)), made_up("b"))
    labels = [
        one.label for one in found.aspects for cell in one.cells for item in cell if item.note
    ]
    assert labels == ["Design"]


@pytest.mark.parametrize("timing", ["prospective", "retrospective"])
def test_a_timing_that_was_not_found_is_neither(library, timing):
    told, unknown = (design(timing=one) for one in (timing, "not_found"))
    found = beside(library, made_up("a", design=told), made_up("b", design=unknown))
    assert shown(found, "Timing") == ((timing, NOT_FOUND), "not found for b")
    assert f"Timing: {timing} (a), not found (b)" in [one.sentence for one in found.differs]


def test_a_trial_goes_by_its_name_and_its_numbers(library):
    numbers = [{"registry": "EudraCT", "number": "2016-1"}, {"registry": "NTR", "number": "5736"}]
    found = beside(
        library,
        made_up("a", trial="ITCC-059", registrations=numbers),
        made_up("b", registrations=numbers[:1]),
        made_up("c"),
    )
    texts = ("ITCC-059; EudraCT 2016-1; NTR 5736", "EudraCT 2016-1", NOT_FOUND)
    assert shown(found, "Trial, registered as") == (
        texts,
        "described differently; not found for c",
    )


@pytest.mark.parametrize(
    ("first", "second", "texts", "words"),
    [
        (25, 30, ("25, all treated", "30, all treated"), ""),
        (25, 25, ("25, all treated", "25, all treated"), ""),
        (25, None, ("25, all treated", NOT_FOUND), "not found for b"),
        (None, None, (NOT_FOUND, NOT_FOUND), "not found for any"),
    ],
)
def test_other_numbers_of_patients_are_no_difference(library, first, second, texts, words):
    found = beside(library, made_up("a", whole(first)), made_up("b", whole(second)))
    assert shown(found, "Number") == (texts, words)


def test_prior_lines_that_were_not_found_are_not_the_same(library):
    four = whole(prior_lines=FOUR_LINES)
    found = beside(library, made_up("a", four), made_up("b"))
    assert shown(found, "Prior lines") == (("prior lines 4", NOT_FOUND), "not found for b")
    found = beside(library, made_up("a"), made_up("b"))
    assert shown(found, "Prior lines") == ((NOT_FOUND, NOT_FOUND), "not found for any")


IN_WORDS = {"known_as": "words only", "text": "all relapsed"} | SAID
FOUR = "prior lines 4"


@pytest.mark.parametrize(
    ("of_all", "of_low", "text", "words"),
    [
        (None, FOUR_LINES, FOUR, "same"),
        (ONE_LINE, FOUR_LINES, FOUR, "same"),
        (FOUR_LINES, None, FOUR, "same"),
        (
            IN_WORDS,
            None,
            "only in words: “all relapsed” (of the whole study)",
            "described differently",
        ),
        (None, None, NOT_FOUND, "not found for a"),
        ({"known_as": "prior lines"} | SAID, None, NOT_FOUND, "not found for a"),
    ],
)
def test_a_column_of_a_part_tells_its_own_prior_lines(library, of_all, of_low, text, words):
    """Or those that hold for every part; words tell of the whole study, and say so."""
    low, high = LOW | {"prior_lines": of_low}, HIGH | {"prior_lines": ONE_LINE}
    first = made_up("a", whole(25, prior_lines=of_all), known(low), high)
    other = made_up("b", whole(25, dose=dose(1.4), prior_lines=FOUR_LINES))
    found = beside(library, first, other, dose=(1.4, 1.4))
    assert aspect(found, "Number").texts[0] == "12, low"
    texts, agreement = shown(found, "Prior lines")
    label = "low: " if of_low else ""
    assert (texts, agreement) == ((f"{label}{text}", FOUR), words)


def test_the_parts_tell_their_prior_lines_where_the_whole_does_not(library):
    """Of the others nothing is known, so the column is not as heavily treated as another."""
    low = LOW | {"prior_lines": FOUR_LINES}
    alone = made_up("b", whole(25, prior_lines=FOUR_LINES))
    found = beside(library, made_up("a", whole(25), low, HIGH), alone)
    assert shown(found, "Prior lines") == ((f"low: {FOUR}", FOUR), "not found for a")
    cell = aspect(found, "Prior lines").cells[0]
    assert [item.source for item in cell] == ["Journal"]


def test_words_of_the_whole_study_stand_once_below_its_parts(library):
    first, second = (part(name, 10, split_by="arm", dose=dose(1.8)) for name in ("one", "two"))
    arms = made_up("a", whole(21, prior_lines=IN_WORDS), first, second)
    found = beside(library, arms, made_up("b"), dose=(1.8, 1.8))
    assert aspect(found, "Number").texts[0] == "10, one; 10, two"
    said = "only in words: “all relapsed” (of the whole study)"
    assert aspect(found, "Prior lines").texts[0] == said


def test_the_prior_lines_of_one_of_two_cohorts_are_not_those_of_the_column(library):
    first = part("first", 10, split_by="arm", dose=dose(1.8), prior_lines=FOUR_LINES)
    second = part("second", 10, split_by="arm", dose=dose(1.8))
    other = made_up("b", whole(20, dose=dose(1.8), prior_lines=FOUR_LINES))
    found = beside(library, made_up("a", whole(21), first, second), other, dose=(1.8, 1.8))
    assert aspect(found, "Number").texts[0] == "10, first; 10, second"
    assert shown(found, "Prior lines") == ((f"first: {FOUR}", FOUR), "not found for a")


def test_what_no_study_says_is_named_below_the_tables(library):
    """A line of its own would be empty in every column."""
    found = beside(library, made_up("a"), made_up("b"))
    missing = {one.label for one in found.aspects if not one.found}
    assert {"Trial, registered as", "Number", "Prior lines", DOSE, "Schedule", "Age"} <= missing


LABEL = dose(text="as in the label")


@pytest.mark.parametrize(
    ("first", "second", "texts", "words"),
    [
        (dose(1.8), dose(1.8), ("1.8 mg/m²", "1.8 mg/m²"), "same"),
        (dose(1.8), dose(1.4), ("1.8 mg/m²", "1.4 mg/m²"), "differs"),
        (dose(1.4, 1.8), dose(1.8), ("1.4–1.8 mg/m²", "1.8 mg/m²"), "differs"),
        (dose(1.8), LABEL, ("1.8 mg/m²", "as in the label"), "not found for b"),
        (LABEL, LABEL, ("as in the label", "as in the label"), "not found for any"),
        (dose(1.8), None, ("1.8 mg/m²", NOT_FOUND), "not found for b"),
    ],
)
def test_doses_are_the_same_only_where_both_are_numbers(library, first, second, texts, words):
    found = beside(
        library, made_up("a", whole(25, dose=first)), made_up("b", whole(25, dose=second))
    )
    assert shown(found, DOSE) == (texts, words)


def test_a_dose_is_told_to_every_reader(library):
    same = beside(library, *(made_up(name, whole(dose=dose(1.8))) for name in "ab"))
    assert f"{DOSE}: 1.8 mg/m²" in [one.sentence for one in same.alike]
    other = beside(library, made_up("a", whole(dose=dose(1.8))), made_up("b"))
    assert f"{DOSE}: 1.8 mg/m² (a), not found (b)" in [one.sentence for one in other.differs]


LOW, HIGH = part("low", 12, dose=dose(1.4)), part("high", 13, dose=dose(1.8))
ARM = part("arm", 25, split_by="arm", dose=dose(1.4, 1.8))
IN_ARM = [LOW | {"parent": "arm"}, HIGH | {"parent": "arm"}]
UNKNOWN = part("middle", dose=dose(1.6))
MIX = " (12 at 1.4, 13 at 1.8)"
LATER = {"a": 1.5, "b": 1.8}
BOTH = {"a": [LOW, HIGH], "b": []}
NO_MIX = "how many had which dose was not found"


@pytest.mark.parametrize(
    ("n", "parts", "mix"),
    [
        pytest.param(25, [LOW, HIGH], MIX, id="all known"),
        pytest.param(25, [LOW, HIGH, ARM], MIX, id="split in another way too"),
        pytest.param(25, [ARM], "", id="split in another way only"),
        pytest.param(25, [ARM, *IN_ARM], MIX, id="parts of a part"),
        pytest.param(26, [LOW, HIGH], "", id="one child in neither"),
        pytest.param(None, [LOW, HIGH], "", id="unknown how many in all"),
        pytest.param(13, [LOW, HIGH | {"n": None}], "", id="unknown how many at 1.8"),
        pytest.param(25, [LOW, HIGH, UNKNOWN], "", id="unknown how many at 1.6"),
        pytest.param(25, [LOW, HIGH | {"dose": None}], "", id="unknown dose of 13"),
        pytest.param(25, [LOW | {"dose": dose(1.4, 1.6)}, HIGH], "", id="a range of doses"),
    ],
)
def test_how_many_had_which_dose_stands_beside_the_range(library, n, parts, mix):
    mixed = made_up("a", whole(n, dose=dose(1.4, 1.8)), *parts)
    found = beside(library, mixed, made_up("b", whole(25, dose=dose(1.4, 1.8))))
    assert shown(found, DOSE) == ((f"1.4–1.8 mg/m²{mix}", "1.4–1.8 mg/m²"), NO_MIX)


def test_a_mixture_differs_from_one_dose_and_one_dose_from_itself_does_not(library):
    """Nobody needs to know how many had which to see that."""
    mixed, one = (whole(25, dose=dose(*ends)) for ends in ((1.4, 1.8), (1.8, 1.8)))
    for first, second, word in ((mixed, one, "differs"), (one, one, "same")):
        found = beside(library, made_up("a", first), made_up("b", second))
        assert shown(found, DOSE)[1] == word


def test_a_mixture_beside_a_dose_that_was_not_found_is_only_not_found(library):
    found = beside(library, made_up("a", whole(25, dose=dose(1.4, 1.8))), made_up("b", whole(25)))
    assert shown(found, DOSE)[1] == "not found for b"


def test_parts_of_any_cohort_shown_tell_their_schedule(library):
    """Two arms are shown, and a part of the first has one."""
    inner = part("inner", 4, parent="first", dose=dose(1.8, schedule="weekly"))
    arms = heavily_treated("first"), heavily_treated("second"), inner
    found = beside(library, made_up("a", whole(21), *arms), made_up("b"), lines=(4, 7))
    assert aspect(found, "Schedule").texts[0] == "inner: weekly"


def test_prior_lines_of_parts_stand_once_under_the_name_of_their_own(library):
    """A part of a part has those of the part; lines of which nothing is known are none."""
    nothing = {"known_as": "prior lines"} | SAID
    low = part("low", 12, prior_lines=FOUR_LINES)
    inner, high = part("inner", 5, parent="low"), part("high", 9, prior_lines=nothing)
    made = made_up("a", whole(21), low, inner, high)
    texts = aspect(beside(library, made, made_up("b")), "Prior lines").texts
    assert [text.count("low: ") for text in texts] == [1, 0]
    assert "inner" not in texts[0]
    assert "high" not in texts[0]


def test_regimens_are_the_same_where_both_are_known(library):
    """A combination without named partners is known as such beside one that was not found."""
    combined = {"kind": "combined"} | SAID
    alone = {"kind": "alone", "basis": "derived", "derivation": "drawn"}
    alone |= {"source": "paper", "place": "abstract"}
    both = made_up("a"), made_up("b")
    assert aspect(beside(library, *both), "InO given").agreement.kind == "same"
    other = made_up("a", regimen=combined), made_up("b", regimen=alone)
    assert aspect(beside(library, *other), "InO given").agreement.note == "not found for b"


def test_only_what_every_reader_must_know_is_said(library):
    """Later cycles differ, and stand in their line only."""
    made = [made_up(name, whole(9, dose=dose(1.8, later_cycles=n))) for name, n in LATER.items()]
    found = beside(library, *made)
    assert shown(found, "Later cycles")[1] == "differs"
    assert aspect(found, "Later cycles").said == ""
    assert "Later cycles" not in [one.label for one in found.differs]


def test_a_third_study_without_a_dose_is_still_named(library):
    made = [made_up(name, whole(25, dose=dose(1.4, 1.8)), *parts) for name, parts in BOTH.items()]
    found = beside(library, *made, made_up("c", whole(25)))
    assert shown(found, DOSE)[1] == f"{NO_MIX}; not found for c"


def banded(*bands: tuple[float, float, int], **facts: Any) -> Record:
    """All treated, of whom so many had a dose between two."""
    told = [{"low": low, "high": high, "count": n} | facts for low, high, n in bands]
    return whole(20, dose=dose(1.2, 1.8, bands=told))


BANDS = (1.2, 1.2, 5), (1.8, 1.8, 15)


@pytest.mark.parametrize(
    ("first", "second", "texts", "word"),
    [
        ((5, 15), (15, 5), (" (5 at 1.2, 15 at 1.8)", " (15 at 1.2, 5 at 1.8)"), "differs"),
        ((5, 15), (5, 15), (" (5 at 1.2, 15 at 1.8)",) * 2, "same"),
        ((5, 14), (5, 14), ("", ""), NO_MIX),
    ],
)
def test_bands_say_how_many_had_which_dose(library, first, second, texts, word):
    made = [
        made_up(name, banded((1.2, 1.2, low), (1.8, 1.8, high)))
        for name, (low, high) in {"a": first, "b": second}.items()
    ]
    expected = tuple(f"1.2–1.8 mg/m²{one}" for one in texts)
    assert shown(beside(library, *made), DOSE) == (expected, word)


@pytest.mark.parametrize(
    "cohort",
    [
        pytest.param(banded(*BANDS[::-1]), id="in another order"),
        pytest.param(banded((1.2, 1.2, 5), (1.4, 1.8, 15)), id="a range"),
        pytest.param(banded(*BANDS, at_least=True), id="at least"),
    ],
)
def test_bands_are_compared_by_what_they_say(library, cohort):
    """In whatever order they stand, and only where each is one dose with its number."""
    sure = "at_least" not in str(cohort) and "1.4" not in str(cohort)
    texts, word = shown(beside(library, made_up("a", banded(*BANDS)), made_up("b", cohort)), DOSE)
    assert texts[1] == (texts[0] if sure else "1.2–1.8 mg/m²")
    assert word == ("same" if sure else NO_MIX)


def test_parts_and_bands_that_say_the_same_are_the_same(library):
    parts = part("high", 15, dose=dose(1.8)), part("low", 5, dose=dose(1.2))
    split = made_up("b", whole(20, dose=dose(1.2, 1.8)), *parts)
    found = beside(library, made_up("a", banded(*BANDS)), split)
    assert shown(found, DOSE) == (("1.2–1.8 mg/m² (5 at 1.2, 15 at 1.8)",) * 2, "same")


@pytest.mark.parametrize("missing", [None, LABEL])
def test_a_part_without_a_number_for_its_dose_leaves_the_range(library, missing):
    mixed = made_up("a", whole(25, dose=dose(1.4, 1.8)), LOW, HIGH | {"dose": missing})
    text, _ = aspect(beside(library, mixed, made_up("b")), DOSE).texts
    assert text == "1.4–1.8 mg/m²"


def test_the_parts_tell_their_doses_where_the_whole_does_not(library):
    found = beside(library, made_up("a", whole(25), LOW, HIGH), made_up("b"))
    assert aspect(found, DOSE).texts == ("1.4–1.8 mg/m² (12 at 1.4, 13 at 1.8)", NOT_FOUND)
    found = beside(library, made_up("a", whole(26), LOW, HIGH), made_up("b"))
    assert aspect(found, DOSE).texts == ("low: 1.4 mg/m²; high: 1.8 mg/m²", NOT_FOUND)


def heavily_treated(name: str, n: int = 10, **facts: Any) -> Record:
    return part(name, n, split_by="arm", prior_lines=FOUR_LINES, **facts)


def test_one_dose_of_two_is_not_the_dose_of_the_column(library):
    """Of one arm the dose is not known: nobody may take the column for 1.8 mg/m²."""
    arms = heavily_treated("first", dose=dose(1.8)), heavily_treated("second")
    other = made_up("b", whole(20, dose=dose(1.8), prior_lines=FOUR_LINES))
    found = beside(library, made_up("a", whole(21), *arms), other, lines=(4, 7))
    assert aspect(found, "Number").texts[0] == "10, first; 10, second"
    assert shown(found, DOSE) == (("first: 1.8 mg/m²", "1.8 mg/m²"), "not found for a")


def test_one_schedule_of_two_is_told(library):
    arms = (
        heavily_treated("first", dose=dose(1.8, schedule="weekly")),
        heavily_treated("second", dose=dose(1.4)),
    )
    found = beside(library, made_up("a", whole(21), *arms), made_up("b"), lines=(4, 7))
    assert aspect(found, DOSE).texts[0] == "first: 1.8 mg/m²; second: 1.4 mg/m²"
    assert aspect(found, "Schedule").texts[0] == "first: weekly"


def test_a_fact_of_the_whole_says_so_beside_a_part(library):
    """How long all were followed is not how long this part was; a fact of the part is its own."""
    first = part("first", 10, split_by="arm", prior_lines=ONE_LINE)
    of_all = {"topic": "follow_up", "median": 16, "unit": "months"} | SAID
    of_part = of_all | {"cohort": "later", "median": 9}
    study = made_up("a", whole(20), first, heavily_treated("later"), facts=[of_all, of_part])
    in_part = beside(library, study, made_up("b"), lines=(4, 7))
    assert aspect(in_part, "Follow-up").texts[0] == (
        "Follow-up, whole study: median 16 months; Follow-up, later: median 9 months"
    )
    of_study = beside(library, study, made_up("b"))
    assert aspect(of_study, "Follow-up").texts[0].startswith("median 16 months; ")


def test_the_dose_of_children_who_are_not_shown_is_no_dose(library):
    first = heavily_treated("first")
    others = part("others", 10, split_by="arm", prior_lines=ONE_LINE, dose=dose(1.8))
    found = beside(library, made_up("a", whole(20), first, others), made_up("b"), lines=(4, 7))
    assert aspect(found, "Number").texts[0] == "10, first"
    assert shown(found, DOSE) == ((NOT_FOUND, NOT_FOUND), "not found for any")


def test_a_part_of_one_of_two_cohorts_shown_tells_its_dose(library):
    arms = heavily_treated("first"), heavily_treated("second")
    inner = part("inner", 5, parent="first", dose=dose(1.8))
    found = beside(library, made_up("a", whole(20), *arms, inner), made_up("b"), lines=(4, 7))
    assert aspect(found, DOSE).texts[0] == "inner: 1.8 mg/m²"


AFTER = """
Schedule     | schedule       | weekly | weekly | weekly               | same
Schedule     | schedule       | weekly | split  | weekly               | described differently
Schedule     | schedule       | weekly |        | weekly               | not found for b
Schedule     | schedule       |        |        | ?                    | not found for any
Later cycles | later_cycles   | 1.5    | 1.5    | 1.5 mg/m² per cycle  | same
Later cycles | later_cycles   | 1.5    | 1.2    | 1.5 mg/m² per cycle  | differs
Later cycles | later_cycles   | 0      | 1.2    | 0 mg/m² per cycle    | differs
Later cycles | later_cycles   | 1.5    |        | 1.5 mg/m² per cycle  | not found for b
Later cycles | later_cycles   |        |        | ?                    | not found for any
Most cycles  | maximum_cycles | 6      | 6      | at most 6 cycles     | same
Most cycles  | maximum_cycles | 6      | 4      | at most 6 cycles     | differs
Most cycles  | maximum_cycles | 6      |        | at most 6 cycles     | not found for b
Most cycles  | maximum_cycles |        |        | ?                    | not found for any
"""


def typed(text: str) -> float | str | None:
    """A number where it is one; nothing where nothing stands."""
    if not text.replace(".", "").isdigit():
        return text or None
    return float(text) if "." in text else int(text)


@pytest.mark.parametrize("line", cells_of(AFTER), ids=" ".join)
def test_schedules_are_words_and_what_follows_are_numbers(library, line):
    label, field, first, second, text, words = line
    found = beside(
        library,
        made_up("a", whole(dose=dose(1.8, **{field: typed(first)}))),
        made_up("b", whole(dose=dose(1.8, **{field: typed(second)}))),
    )
    texts, agreement = shown(found, label)
    assert (texts[0], agreement) == (NOT_FOUND if text == "?" else text, words)


def test_a_note_on_the_dose_stands_once(library):
    noted = dose(1.8, schedule="weekly", later_cycles=1.5, maximum_cycles=6, note="as planned")
    found = beside(library, made_up("a", whole(dose=noted)), made_up("b"))
    labels = (DOSE, "Schedule", "Later cycles", "Most cycles")
    notes = [aspect(found, label).cells[0][0].note for label in labels]
    assert notes == ["as planned", "", "", ""]


def test_facts_are_the_same_only_under_the_same_name(library):
    """The ages of those who were eligible are not those of those who came."""
    years = {"topic": "age", "low": 1, "high": 18, "spread": "range", "unit": "years"} | SAID
    eligible, observed = (years | {"label": f"Age {word}"} for word in ("eligible", "observed"))
    for first, second, word in (
        (eligible, observed, "described differently"),
        (eligible, eligible, "same"),
    ):
        pair = made_up("a", facts=[first]), made_up("b", facts=[second])
        assert aspect(beside(library, *pair), "Age").agreement.words == word


@pytest.mark.parametrize("split", ["dose", "Dose level", "stratum"])
def test_parts_tell_the_mixture_however_they_were_split(library, split):
    doses = (("low", 5, 1.4), ("high", 20, 1.8))
    parts = [part(name, n, split_by=split, dose=dose(mg)) for name, n, mg in doses]
    for known in ({}, {"dose": dose(1.4, 1.8)}):
        found = beside(library, made_up("a", whole(25, **known), *parts), made_up("b"))
        assert aspect(found, DOSE).texts[0] == "1.4–1.8 mg/m² (5 at 1.4, 20 at 1.8)"


STRATUM = part("stratum-a", 20, split_by="arm", prior_lines=MANY_WORDS)
INNER = [part(f"a-{mg}", 10, parent="stratum-a", dose=dose(mg)) for mg in (1.4, 1.8)]


def test_words_of_a_stratum_are_not_those_of_the_study(library):
    """What holds of the stratum stands with its parts under the stratum's name."""
    study = made_up("a", whole(30), STRATUM, part("stratum-b", 10, split_by="arm"), *INNER)
    found = beside(library, study, made_up("b"), dose=(1.4, 1.4))
    assert aspect(found, "Prior lines").texts[0] == "only in words: “many” (of stratum-a)"


def test_words_on_a_dose_of_all_are_not_those_of_a_part(library):
    """Which of them a part had is not said: the words stand as those of the whole study."""
    words = dose(text="less in infants", schedule="weekly")
    arms = [part("infants", 10, split_by="age", prior_lines=ONE_LINE), heavily_treated("others")]
    study = made_up("a", whole(20, dose=words), *arms)
    found = beside(library, study, made_up("b"), lines=(1, 1))
    assert aspect(found, DOSE).texts[0] == "whole study: less in infants"
    assert aspect(found, "Schedule").texts[0] == "whole study: weekly"
    chosen = resolve(replace(library, studies={"a": study}), Selection(lines=(1, 1))).chosen
    (line,) = map(study_line, chosen)
    assert line["Dose, cycle 1"] == "dose only in words: “less in infants” (of the whole study)"


def test_prior_lines_of_two_parts_stand_under_their_names(library):
    """Told by their own parts, each counts otherwise: no number without the name of its part."""
    arms = [part(name, 4, split_by="arm", dose=dose(1.8)) for name in ("x", "y")]
    lines = [FOUR_LINES, ONE_LINE]
    inner = [
        part(f"{arm}-{i}", 2, parent=arm, split_by="line", prior_lines=one)
        for arm in ("x", "y")
        for i, one in enumerate([FOUR_LINES, ONE_LINE if arm == "x" else lines[0]])
    ]
    study = made_up("a", whole(9), *arms, *inner)
    found = beside(library, study, made_up("b"), dose=(1.8, 1.8))
    assert aspect(found, "Prior lines").texts[0] == "x: 1: 2, 4: 2; y: prior lines 4"


@pytest.mark.parametrize(
    ("n", "words"), [(5, "same"), (None, "how many had how many was not found")]
)
def test_two_mixtures_of_prior_lines_are_the_same_only_if_their_sizes_are_known(library, n, words):
    """Salvage 1 and 2 in both, but who knows how many of each?"""
    lines = {"first": ONE_LINE, "second": TWO_LINES}
    parts = [part(key, n, split_by="line", prior_lines=one) for key, one in lines.items()]
    pair = [made_up(name, whole(20), *parts) for name in ("a", "b")]
    found = beside(library, *pair, lines=(1, 2))
    assert aspect(found, "Prior lines").agreement.words == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ((9, 9), (5, 7), "same"),
        ((9, 9), (5, None), NO_LINES_MIX),
        ((None, None), (5, 7), NO_LINES_MIX),
        ((None,), (7,), "same"),
    ],
)
def test_a_mixture_of_lines_is_the_same_where_its_sizes_are_known(one, other, words, library):
    """Of two parts, one of unknown size, nobody knows the mixture; a single cohort mixes none."""
    columns = [split_by_lines(name, sizes) for name, sizes in (("a", one), ("b", other))]
    (aspect,) = prior_lines(library, columns)
    assert aspect.agreement.words == words


def split_by_lines(name: str, sizes: tuple[int | None, ...]) -> Column:
    """A study of which a first and a second salvage are shown, or the first alone."""
    lines = zip(("first", "second"), sizes, (ONE_LINE, TWO_LINES), strict=False)
    parts = [part(key, n, split_by="salvage line", prior_lines=told) for key, n, told in lines]
    made = study(name, cohorts=[whole(40), *parts])
    return Column(made, tuple(Chosen(made, cohort, ()) for cohort in made.cohorts[1:]))


@pytest.mark.parametrize(("arms", "words"), [("randomized", ""), ("single", "same")])
def test_two_randomized_studies_have_not_the_same_comparator(arms, words, library):
    """Against what each was randomized stands in its design; a single arm has none."""
    design = {"summary": "trial", "timing": "prospective", "arms": arms} | SAID
    made = [study(name, design=design, cohorts=[whole(9)]) for name in ("a", "b")]
    told = {one.label: one for one in question(library, [Column(one) for one in made])}
    assert told["Comparator"].agreement.words == words


def test_a_trial_with_a_control_arm_differs_from_one_without(library):
    found = beside(
        library,
        made_up("a", design=design(arms="randomized")),
        made_up("b", design=design(arms="single")),
    )
    assert shown(found, "Comparator")[1] == "differs"


def test_other_words_are_others_whoever_had_which(library):
    """That one of two parts has no number forbids only to call them the same."""
    first = part("first", 10, split_by="arm", dose=dose(1.8), prior_lines=FOUR_LINES)
    second = part("second", split_by="arm", dose=dose(1.8), prior_lines=FOUR_LINES)
    other = made_up("b", whole(20, dose=dose(1.8), prior_lines=MANY_WORDS))
    found = beside(library, made_up("a", whole(21), first, second), other, dose=(1.8, 1.8))
    assert shown(found, "Prior lines")[1] == "described differently"
