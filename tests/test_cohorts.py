"""Filters -> cohorts, case by case, on the real studies and on drawn trees."""

from dataclasses import replace

import pytest

from data.cohort_checks import beside_levels, children_above_parent
from data.cohorts import Chosen, is_chosen, is_inside, largest_cohorts, only, resolve
from data.of_parts import own_dose
from data.schema import Band, Dose, Study
from data.selection import Selection
from data.treatment import cohort_by_id, dose_of, lines_in_short, lines_of
from data.verdicts import lines_text
from data.yaml_reader import parse_yaml
from tests.drawn import SAID
from tests.drawn import study as drawn_study

FILTERS = {
    "none": {},
    "dose 1.4": {"dose": (1.4, 1.4)},
    "dose 1.8": {"dose": (1.8, 1.8)},
    "dose 1.8 wholly": {"dose": (1.8, 1.8), "strict": "wholly"},
    "dose 1.2 adults": {"dose": (1.2, 1.2), "adults": True},
    "lines ≥4": {"lines": (4, 7)},
    "dose 1.8 lines ≥4": {"dose": (1.8, 1.8), "lines": (4, 7)},
    "lines ≥4 wholly": {"lines": (4, 7), "strict": "wholly"},
    "lines 1 adults": {"lines": (1, 1), "adults": True},
    "lines ≥2 adults": {"lines": (2, 7), "adults": True},
    "adults": {"adults": True},
    "≥30 patients": {"min": 30},
    "single agent": {"regimen": "single agent"},
    "combination": {"regimen": "combination"},
    "retrospective": {"design": "retrospective"},
}
# filters           | study              | cohorts shown | mark
CASES = """
none                | brivio-2021        | all 25       |
none                | fda-2024           | all 53       |
none                | pennesi-2024       | all 30       |
none                | inovate-2019       | –            |
dose 1.4            | brivio-2021        | dose-1.4 12  |
dose 1.4            | fda-2024           | dose-1.4 12  |
dose 1.4            | bhojwani-2019      | –            |
dose 1.8            | brivio-2021        | dose-1.8 13  |
dose 1.8            | fda-2024           | dose-1.8 41  |
dose 1.8            | bhojwani-2019      | all 51       |
dose 1.8            | itcc-059-sos       | all 108      | at least 66 of 108 had 1.8 mg/m²
dose 1.8 wholly     | itcc-059-sos       | –            |
dose 1.2 adults     | dose-reduction-ph4 | dose-1.2 64  |
lines ≥4            | bhojwani-2019      | all 51       | 43 of 51 had ≥ 4 prior lines
lines ≥4            | obrien-2022        | –            |
dose 1.8 lines ≥4   | bhojwani-2019      | all 51       | 43 of 51 had ≥ 4 prior lines
lines ≥4 wholly     | bhojwani-2019      | –            |
lines 1 adults      | inovate-2019       | salvage-1 ?  |
lines ≥2 adults     | inovate-2019       | salvage-2 ?  |
lines ≥2 adults     | itcc-059-sos       | –            |
adults              | inovate-2019       | all 164      |
adults              | kantarjian-2013    | all 90       |
≥30 patients        | brivio-2021        | –            |
≥30 patients        | pennesi-2024       | all 30       |
single agent        | pennesi-2024       | –            |
single agent        | itcc-059-sos       | –            |
combination         | pennesi-2024       | all 30       |
combination         | brivio-2021        | –            |
retrospective       | bhojwani-2019      | all 51       |
retrospective       | obrien-2022        | –            |
"""


def cases():
    rows = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]
    return [pytest.param(*row, id=f"{row[0]}: {row[1]}") for row in rows]


@pytest.mark.parametrize(("filters", "study", "shown", "mark"), cases())
def test_a_filter_resolves_each_study(library, filters, study, shown, mark):
    """The largest cohorts wholly inside; else mostly inside and marked; else left out, listed."""
    found = resolve(library, replace(Selection(), **FILTERS[filters]))
    chosen = [c for c in found.chosen if c.study.id == study]
    names = " + ".join(f"{c.cohort.id} {c.cohort.n or '?'}" for c in chosen)
    assert (names or "–") == shown
    assert "; ".join(m.says for c in chosen for m in c.marks) == mark
    assert (study in {left.study for left in found.left_out}) == (not chosen)


def test_every_study_is_shown_listed_or_mixed(library):
    """Whatever the filters, no study disappears without a reason."""
    studies = {study.id for study in library.studies.values() if study.kind == "study"}
    for filters in FILTERS.values():
        found = resolve(library, replace(Selection(), **filters))
        shown = {c.study.id for c in found.chosen}
        left_out = {left.study for left in found.left_out}
        mixed = {study.id for study in found.not_specific}
        assert shown | left_out | mixed == studies
        assert len(shown) + len(left_out) + len(mixed) == len(studies)
        assert all(left.reason for left in found.left_out)


def test_a_design_that_was_not_found_is_the_reason(library):
    """Nobody is called retrospective, or anything else, whose timing nobody found."""
    made = drawn_study("a", design={"summary": "drawn", "timing": "not_found"} | SAID)
    shown = replace(library, studies={"a": made})
    for design in ("prospective", "retrospective"):
        (left,) = resolve(shown, Selection(design=design)).left_out
        assert left.reason == "timing not found"


def test_too_small_a_cohort_is_the_reason(library):
    """At 1.4 mg/m² Brivio has 12 patients: too few for 30, and that is what is said."""
    found = resolve(library, Selection(dose=(1.4, 1.4), min=30))
    reasons = {left.study: left.reason for left in found.left_out}
    assert reasons["brivio-2021"] == "dose level 1: 12 patients, fewer than 30"

    found = resolve(library, Selection(lines=(4, 7), min=60))
    reasons = {left.study: left.reason for left in found.left_out}
    assert reasons["bhojwani-2019"] == "all treated: 51 patients, fewer than 60"


@pytest.mark.parametrize(
    ("drawn", "asked", "reason"),
    [
        ("all dose=1.8", {}, "all: number of patients not found"),
        (
            "all dose=1.8\npart < all arm n=10",
            {"lines": (2, 7)},
            "prior lines not found; number of patients not found",
        ),
    ],
)
def test_a_size_that_is_not_found_is_the_reason(library, drawn, asked, reason):
    """An unknown number of patients is no number: it is told, and no smaller part stands for it."""
    made = replace(library, studies={"a": tree(drawn)})
    (left,) = resolve(made, Selection(min=30, **asked)).left_out
    assert left.reason == reason


def test_adults_off_shows_no_adult(library):
    """Adults stay out unless asked for, even when a study is named in the filter."""
    found = resolve(library, Selection(studies=("inovate-2019", "brivio-2021")))
    assert [c.study.id for c in found.chosen] == ["brivio-2021"]
    reasons = {left.study: left.reason for left in found.left_out}
    assert "include adults" in reasons["inovate-2019"]


def test_a_mark_states_what_is_guaranteed_of_a_row(library):
    """At least 34 of the 42 with overt disease had ≥ 4 lines, and 13 of the 21 transplanted."""
    chosen = resolve(library, Selection(lines=(4, 7))).chosen
    (mark,) = next(c for c in chosen if c.study.id == "bhojwani-2019").marks
    assert (mark.guaranteed(42), mark.guaranteed(21), mark.guaranteed(5)) == (34, 13, 0)


def test_keep_brings_back_what_is_not_reported(library):
    """A cohort that does not report the fact comes back marked; one known outside does not."""
    found = resolve(library, Selection(lines=(4, 7), keep=True))
    kept = {c.study.id: c.marks for c in found.chosen}
    assert "how many had ≥ 4 prior lines was not found" in kept["obrien-2022"][0].says
    assert kept["calvo-2020"][0].says == "prior lines not found"
    assert "itcc-059-sos" in kept
    dosed = resolve(library, Selection(dose=(1.4, 1.4), keep=True))
    assert "bhojwani-2019" not in {c.study.id for c in dosed.chosen}


TWO_DOSES = """
all n=25 dose=1.4-1.8
low < all dose n=12 dose=1.4
high < all dose n=13 dose=1.8
"""


def test_keeping_what_is_unknown_never_widens_what_is_known(library):
    """Prior lines are not reported, doses are: the part with the dose asked for comes, not all."""
    made = replace(library, studies={"a": tree(TWO_DOSES)})
    asked = Selection(dose=(1.8, 1.8), lines=(2, 7))
    (left,) = resolve(made, asked).left_out
    assert left.reason == "high: prior lines not found"
    (kept,) = resolve(made, replace(asked, keep=True)).chosen
    assert (kept.cohort.id, kept.marks[0].says) == ("high", "prior lines not found")
    assert resolve(made, replace(asked, dose=(0.8, 0.8))).left_out[0].reason == (
        "1.4–1.8 mg/m²: none had 0.8 mg/m²; prior lines not found"
    )


def test_a_minimum_of_patients_never_widens_the_dose(library):
    """Of Pennesi 2024 the number at 1.8 mg/m² was not found: kept so, and never as all 30."""
    asked = Selection(dose=(1.8, 1.8), min=10, studies=("pennesi-2024",), keep=True)
    (kept,) = resolve(library, asked).chosen
    assert (kept.key, kept.marks[0].says) == (
        "pennesi-2024/dose-1.8",
        "number of patients not found",
    )
    made = replace(library, studies={"a": tree(TWO_DOSES)})
    (left,) = resolve(made, Selection(dose=(1.4, 1.4), min=13, keep=True)).left_out
    assert left.reason == "low: 12 patients, fewer than 13"


PARTS = """
all n=60 dose=0.8-1.8
low < all dose n=12 dose=0.8
middle < all dose n=25 dose=1.4
high < all dose n=23 dose=1.8
"""


@pytest.fixture
def in_parts(library):
    """What a filter on doses and a minimum leave of a study of three doses and of a small one."""
    small = tree("all n=5 dose=1.4").model_copy(update={"id": "b", "name": "Small"})
    made = replace(library, studies={"a": tree(PARTS), "b": small})
    return lambda least: resolve(made, Selection(dose=(0.8, 1.4), min=least))


def test_a_part_that_is_too_small_is_named(in_parts):
    """Beside the part that is large enough: nothing is dropped silently."""
    found = in_parts(20)
    assert [one.key for one in found.chosen] == ["a/middle"]
    said = [(one.study, one.name, one.reason) for one in found.all_left_out]
    assert said == [
        ("b", "Small", "all: 5 patients, fewer than 20"),
        ("a", "A, low", "12 patients, fewer than 20"),
    ]
    assert found.filtered == found.all_left_out
    assert found.not_shown == "1 study and 1 part of a study left out by the filters"


def test_parts_are_counted_only_beside_others(in_parts):
    """Where all parts are too small the study is left out once; where none is, nothing is said."""
    assert [one.study for one in in_parts(30).all_left_out] == ["a", "b"]
    assert in_parts(30).parts_left_out == ()
    assert in_parts(5).not_shown == ""


def test_a_known_size_is_kept_beside_unknown_ones(library):
    """Keeping studies of unknown size takes none away that is known to be large enough."""
    sure = resolve(library, Selection(min=30)).chosen
    assert {one.key for one in sure} <= {
        one.key for one in resolve(library, Selection(min=30, keep=True)).chosen
    }
    assert sure


def test_studies_that_mix_drugs_are_never_chosen(library):
    """Fuster and Contreras count patients without InO: set apart whatever the regimen asked."""
    for regimen in ("both together", "single agent", "combination"):
        found = resolve(library, Selection(regimen=regimen))
        assert {s.id for s in found.not_specific} == {"fuster-2020", "contreras-2021"}


def test_a_review_never_appears(library):
    """A review has no cohorts: it is neither shown nor left out."""
    found = resolve(library, Selection(adults=True))
    named = {c.study.id for c in found.chosen} | {left.study for left in found.left_out}
    assert "uy-2018" not in named


def tree(drawn: str) -> Study:
    """A study whose cohorts are drawn as `id < parent (split) n=… dose=…`, one a line."""
    said = "basis: stated, source: paper, place: abstract"
    cohorts = ""
    for line in drawn.strip().splitlines():
        words = line.split()
        parent = f", parent: {words[2]}, split_by: {words[3]}" if "<" in words else ""
        facts = dict(word.split("=") for word in words if "=" in word)
        n = f", n: {facts['n']}" if "n" in facts else ""
        low, _, high = facts.get("dose", "").partition("-")
        dose = f", dose: {{low: {low}, high: {high or low}, {said}}}" if low else ""
        cohorts += f"  - {{id: {words[0]}, name: {words[0]}{parent}{n}{dose}, {said}}}\n"
    text = (
        "id: a\nname: A\nsummary: drawn\npopulation: children\ncitation: {}\n"
        f"design: {{summary: drawn, timing: prospective, {said}}}\n"
        f"regimen: {{kind: alone, {said}}}\nsources: {{paper: {{name: P}}}}\ncohorts:\n{cohorts}"
    )
    return Study.model_validate(parse_yaml(text.encode(), "a.yaml")[0])


TWO_SPLITS = """
all n=90
single < all schedule n=49
weekly < all schedule n=41
first < all salvage n=30
later < all salvage n=20
latest < later line n=5
"""


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ({"all", "single"}, ["all"]),
        ({"single", "weekly"}, ["single", "weekly"]),
        ({"single", "first", "later"}, ["first", "later"]),
        ({"weekly", "first"}, ["weekly"]),
        ({"later", "latest"}, ["later"]),
        ({"latest"}, ["latest"]),
        (set(), []),
    ],
    ids=str,
)
def test_overlapping_splits_are_never_mixed(accepted, chosen):
    """Of two ways to split a study the one with more patients counts; a parent hides its parts."""
    study = tree(TWO_SPLITS)
    assert list(children_above_parent(study)) == []
    found = largest_cohorts(study, "all", lambda cohort: cohort.id in accepted)
    assert [cohort.id for cohort in found] == chosen


@pytest.mark.parametrize(
    ("drawn", "chosen"),
    [
        ("v < all b n=4\nx < all a n=6\nw < all b n=5\ny < all a n=2", ["v", "w"]),
        ("v < all b n=4\nx < all a n=4\nw < all b n=5\ny < all a n=5", ["x", "y"]),
        ("x < all a\nv < all b n=1", ["v"]),
    ],
    ids=["more patients", "as many", "a size not found"],
)
def test_the_order_of_a_file_never_decides(drawn, chosen):
    """Parts belong to their split wherever they stand; of equal splits the first by name counts."""
    study = tree(f"all n=20\n{drawn}")
    found = largest_cohorts(study, "all", lambda cohort: cohort.id != "all")
    assert [cohort.id for cohort in found] == chosen


def test_a_part_inherits_the_range_but_not_the_bands(library):
    """What holds for every patient holds for a part; how many lie where does not."""
    study = library.studies["itcc-059-sos"]
    assert dose_of(study, study.cohorts[0]).bands
    brivio = library.studies["brivio-2021"]
    part = next(c for c in brivio.cohorts if c.id == "dose-1.4")
    assert lines_of(brivio, part).text == "multiple relapsed or refractory"
    drawn = tree("all n=10 dose=0.8-1.8\npart < all schedule n=4")
    assert (dose_of(drawn, drawn.cohorts[1]).low, dose_of(drawn, drawn.cohorts[1]).high) == (
        0.8,
        1.8,
    )
    known = study.cohorts[0]
    child = known.model_copy(update={"id": "part", "parent": "all", "dose": None, "n": 4})
    parted = study.model_copy(update={"cohorts": (known, child)})
    assert dose_of(parted, child).bands == ()
    assert dose_of(parted, child).low == known.dose.low


LOW, HIGH = "low < all dose n=4 dose=1.4", "high < all dose n=6 dose=1.8"
# The parts of a study of ten, as lines of `tree`, and the doses of all.
IN_PARTS = {
    "all parts": ([LOW, HIGH], (1.4, 1.8)),
    "one patient short": ([LOW, "high < all dose n=5 dose=1.8"], None),
    "a size not found": ([LOW, "high < all dose dose=1.8"], None),
    "a dose not found": ([LOW, "high < all dose n=6"], None),
    "parts of a part": (
        [LOW, "b < all dose n=6", "x < b age n=2 dose=0.8", "y < b age n=4 dose=1.6"],
        (0.8, 1.6),
    ),
    "the second split": (["x < all arm n=4", "y < all arm n=6 dose=1.2", LOW, HIGH], (1.4, 1.8)),
}


@pytest.mark.parametrize("case", IN_PARTS)
def test_what_all_parts_have_is_known_of_the_whole(case):
    """Its doses are those of its parts, if these are the whole and each has one."""
    parts, ends = IN_PARTS[case]
    made = tree("\n".join(["all n=10", *parts]))
    found = dose_of(made, made.cohorts[0])
    assert (found and found.ends) == ends


def test_its_own_dose_goes_before_that_of_the_parts():
    """What a file says of a cohort is never replaced; how many had which is told by its parts."""
    made = tree(f"all n=10 dose=0.8-2\n{LOW}\n{HIGH}")
    found = dose_of(made, made.cohorts[0])
    assert (found.ends, counts_of(found)) == ((0.8, 2), {(1.4, 1.4): 4, (1.8, 1.8): 6})
    assert found.derivation == "how many had which from the parts low and high"


def test_the_dose_of_another_part_is_the_stated_one():
    """The old had 0.8 to 2 mg/m² because the file says so of all; nobody counted them."""
    made = tree(f"all n=10 dose=0.8-2\n{LOW}\n{HIGH}\nold < all age n=3")
    found = dose_of(made, cohort_by_id(made, "old"))
    assert (found.ends, found.bands, found.basis) == ((0.8, 2), (), "stated")
    assert found.derivation is None


def test_parts_of_parts_are_counted_one_by_one():
    """Of eight, four had 1.4 and four 1.8; with the two others at 1.6 all ten are told."""
    inner = "both < all arm n=8 dose=1.4-1.8\nlow < both dose n=4 dose=1.4\nhigh < both dose n=4"
    made = tree(f"all n=10 dose=1.4-1.8\n{inner} dose=1.8\nmid < all arm n=2 dose=1.6")
    found = dose_of(made, made.cohorts[0])
    assert counts_of(found) == {(1.4, 1.4): 4, (1.6, 1.6): 2, (1.8, 1.8): 4}
    short = tree(f"all n=10 dose=1.4-1.8\n{inner}\nmid < all arm n=2 dose=1.6")
    assert dose_of(short, short.cohorts[0]).bands == ()


# The bands of the first of two parts, of 4 patients between 1 and 6 lines; the second had 7 to 9.
TOO_LITTLE = {
    "a percentage": [{"low": 1, "high": 3, "percent": 75}, {"low": 4, "high": 6, "percent": 25}],
    "a lower bound": [{"low": 1, "high": 3, "count": 4, "at_least": True}],
    "one is missing": [{"low": 1, "high": 3, "count": 3}],
    "one only as a percentage": [
        {"low": 1, "high": 3, "count": 4},
        {"low": 4, "high": 6, "percent": 0},
    ],
}


@pytest.mark.parametrize("bands", TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_bands_of_a_part_count_only_where_they_hold_each_of_its_patients(bands):
    """Otherwise all of it lie between its ends, and nothing more is known."""
    first, second = {"low": 1, "high": 6, "bands": bands}, {"low": 7, "high": 9}
    found = lines_of(*in_two_parts(first, second))
    assert counts_of(found) == {(1, 6): 4, (7, 9): 6}


def test_parts_that_tell_nothing_more_leave_the_range_stated():
    """Where parts overlap nobody knows how many lie where: the file's range stays as it is."""
    parts = "low < all dose n=4 dose=1.4-1.6\nhigh < all dose n=6 dose=1.5-1.8"
    made = tree(f"all n=10 dose=1.4-1.8\n{parts}")
    assert dose_of(made, made.cohorts[0]) is made.cohorts[0].dose


def test_words_of_a_whole_hide_no_range_that_its_parts_make():
    """All had words; two parts make 1 to 3 lines of it, which hold for a third part too."""
    made, _ = in_two_parts(ONE, MORE, {"known_as": "words only", "text": "refractory"})
    third = {"id": "girls", "name": "girls", "parent": "all", "split_by": "sex"} | SAID
    girls = made.cohorts[1].model_copy(update=third | {"n": 3, "prior_lines": None})
    made = made.model_copy(update={"cohorts": (*made.cohorts, girls)})
    found = lines_of(made, girls)
    assert (found.ends, found.bands, lines_in_short(made, girls)) == (
        (1, 3),
        (),
        "1–3 prior lines (salvage line)",
    )


def test_no_part_answers_for_a_whole_of_which_none_is_inside(library):
    """Ten had 1.4 and twenty 1.8; of men and women nobody had 1.6, whatever their number was."""
    sexes = "\nmale < all sex n=4\nfemale < all sex n=6"
    shown = replace(library, studies={"a": tree(f"all n=10 dose=1.4-1.8\n{LOW}\n{HIGH}{sexes}")})
    for keep in (False, True):
        found = resolve(shown, Selection(dose=(1.5, 1.7), keep=keep))
        assert [one.cohort.id for one in found.chosen] == []
        (left,) = found.left_out
        assert left.reason == "1.4–1.8 mg/m²: none had 1.5–1.7 mg/m²"


def test_open_bands_of_parts_end_where_these_end():
    """Of ten, 4 had one to three and 3 had four to six; the parts say between which all lie."""
    bands = [{"high": 3, "count": 4}, {"low": 4, "count": 3}]
    first = {"low": 1, "high": 6, "bands": bands}
    parts = [("p", 7, first), ("q", 3, {"low": 7, "high": 9})]
    cohorts = [
        {"id": key, "name": key, "parent": "all", "split_by": "line", "n": n}
        | {"prior_lines": {"known_as": "prior lines"} | lines | SAID}
        | SAID
        for key, n, lines in parts
    ]
    made = drawn_study("a", cohorts=[{"id": "all", "name": "all", "n": 10} | SAID, *cohorts])
    assert counts_of(lines_of(made, made.cohorts[0])) == {(1, 3): 4, (4, 6): 3, (7, 9): 3}


def counts_of(told):
    """How many lie between which ends."""
    return {band.ends: band.count for band in told.bands}


def test_what_parts_make_of_the_whole_holds_for_its_other_parts():
    """Whoever is old had 1.4 to 1.8 mg/m² like all; how many of the old had which is not known."""
    made = tree(f"all n=10\n{LOW}\n{HIGH}\nold < all age n=3")
    whole, old = (dose_of(made, cohort_by_id(made, key)) for key in ("all", "old"))
    assert [(band.ends, band.count) for band in whole.bands] == [((1.4, 1.4), 4), ((1.8, 1.8), 6)]
    assert (old.ends, old.bands) == ((1.4, 1.8), ())


def test_a_dose_from_the_parts_says_so():
    """It is derived, read where that of the first part was; what the parts do not share is left."""
    made = tree(f"all n=10\n{LOW}\n{HIGH}")
    low, high = (
        part.model_copy(update={"dose": part.dose.model_copy(update=more)})
        for part, more in zip(
            made.cohorts[1:],
            [
                {"schedule": "weekly", "place": "p. 1", "maximum_cycles": 6, "source": "first"},
                {"schedule": "once", "place": "p. 2", "maximum_cycles": 6, "note": "of one"},
            ],
            strict=True,
        )
    )
    parted = made.model_copy(update={"cohorts": (made.cohorts[0], low, high)})
    found = dose_of(parted, parted.cohorts[0])
    assert (found.basis, found.derivation) == ("derived", "from the parts low and high")
    assert (found.source, found.place) == ("first", "p. 1")
    assert (found.schedule, found.maximum_cycles, found.note) == (None, 6, None)


# The lines of two parts of 4 and 6 patients, and what is said of all.
LINES_IN_PARTS = [
    ({"low": 1, "high": 1}, {"low": 2, "high": 3}, "1: 4, 2–3: 6 (salvage line)"),
    ({"low": 2}, {"low": 1, "high": 1}, "1: 6, ≥ 2: 4 (salvage line)"),
    ({"low": 1, "high": 2}, {"low": 2, "high": 3}, "1–3 prior lines (salvage line)"),
    ({"low": 2, "high": 3}, {"low": 2, "high": 3}, "2–3 prior lines (salvage line)"),
    ({"low": 1, "high": 1}, {"known_as": "relapse number", "low": 2, "high": 2}, "1: 4, 2: 6"),
    ({"known_as": "eligibility floor", "low": 1},) * 2 + ("≥ 1 by eligibility",),
    ({"low": 1, "high": 1}, {"known_as": "words only", "text": "many"}, "prior lines not found"),
    ({"high": 1}, {"low": 2, "high": 3}, "≤ 1: 4, 2–3: 6 (salvage line)"),
    ({"low": 1, "high": 1}, {"median": 3}, "prior lines not found"),
    ({"text": "many"}, {"text": "many"}, "prior lines not found"),
]


@pytest.mark.parametrize(("first", "second", "said"), LINES_IN_PARTS)
def test_the_prior_lines_of_all_are_those_of_the_parts(first, second, said):
    """From the fewest to the most, and how many had how many where parts do not overlap."""
    assert lines_text(lines_of(*in_two_parts(first, second))) == said


ONE, MORE = {"low": 1, "high": 1}, {"low": 2, "high": 3}
# What is said of the lines of all, beside parts of which 4 had one line and 6 two or three.
SAID_OF_ALL = [
    ({"known_as": "salvage line", "low": 1, "high": 5}, "1: 4, 2–3: 6 (salvage line)"),
    ({"known_as": "prior lines", "low": 1, "high": 5}, "1–5 prior lines"),
    ({"known_as": "words only", "text": "refractory"}, "1: 4, 2–3: 6 (salvage line)"),
    ({"known_as": "salvage line", "median": 2}, "median 2 (salvage line)"),
    (
        {"known_as": "salvage line", "low": 1, "high": 3, "bands": [{"low": 1, "percent": 99}]},
        "≥ 1: 99 % (salvage line)",
    ),
]


@pytest.mark.parametrize(("of_all", "said"), SAID_OF_ALL)
def test_parts_tell_what_is_not_said_of_all(of_all, said):
    """How many had how many; never beside what the file counts itself, nor of another count."""
    made, whole = in_two_parts(ONE, MORE, of_all)
    found = lines_of(made, whole)
    assert lines_text(found) == said
    assert found.median == of_all.get("median")
    assert (found.basis == "derived") == ("4" in said)


def in_two_parts(first: dict, second: dict, of_all: dict | None = None):
    """A study of ten, with prior lines of its own or without, and the cohort of all ten."""
    parts = [
        {"id": f"p{n}", "name": f"p{n}", "parent": "all", "split_by": "line", "n": n}
        | {"prior_lines": {"known_as": "salvage line"} | lines | SAID}
        | SAID
        for n, lines in ((4, first), (6, second))
    ]
    own = {"prior_lines": of_all | SAID} if of_all else {}
    cohorts = [{"id": "all", "name": "all treated", "n": 10} | own | SAID, *parts]
    made = drawn_study("a", cohorts=cohorts, regimen={"kind": "alone"} | SAID)
    return made, made.cohorts[0]


def test_a_study_known_by_its_parts_is_left_out_by_what_they_had(library):
    """Nobody had four prior lines: that is the reason, and to keep the unknown keeps it not."""
    made, _ = in_two_parts({"low": 1, "high": 1}, {"low": 2, "high": 3})
    shown = replace(library, studies={"a": made})
    for keep in (False, True):
        (left,) = resolve(shown, Selection(lines=(4, 5), keep=keep)).left_out
        assert left.reason == "1: 4, 2–3: 6 (salvage line): none had 4–5 prior lines"
    (found,) = resolve(shown, Selection(lines=(1, 3))).chosen
    assert (found.cohort.id, found.marks) == ("all", ())


@pytest.mark.parametrize(
    ("cohort", "whole", "inside"),
    [
        ("later", "later", True),
        ("latest", "later", True),
        ("latest", "all", True),
        ("later", "latest", False),
        ("latest", "first", False),
    ],
)
def test_a_part_is_inside_at_any_depth(cohort, whole, inside):
    """A cohort is inside itself and all that contain it; to be inside a chosen one is enough."""
    study = tree(TWO_SPLITS)
    assert is_inside(study, cohort, whole) == inside
    assert is_chosen(study, cohort, [Chosen(study, cohort_by_id(study, whole))]) == inside


def test_cohorts_of_other_studies_are_not_chosen(library):
    """Every study has a cohort `all`; only the own one counts."""
    one, other = library.studies["brivio-2021"], library.studies["pennesi-2022"]
    chosen = [Chosen(one, cohort_by_id(one, "all"))]
    assert is_chosen(one, "dose-1.4", chosen)
    assert not is_chosen(other, "all", chosen)


def test_only_some_cohorts(library):
    """What takes the place of the chosen cohorts stands alone; what was left out stays said."""
    cohorts = resolve(library, Selection())
    few = only(cohorts, cohorts.chosen[:2])
    assert (few.chosen, few.not_specific) == (cohorts.chosen[:2], ())
    assert few.left_out == cohorts.left_out


@pytest.mark.parametrize(
    ("ends", "bands"),
    [
        (((1.0, 1.2), (1.4, 1.6), (1.8, 1.8)), 3),
        (((1.0, 1.4), (1.4, 1.6), (1.8, 1.8)), 0),  # 1.4 may be of either
        (((1.0, 1.2), (1.4, 1.8), (1.6, 1.8)), 0),
        (((1.4, 1.8), (1.4, 1.8), (1.4, 1.8)), 0),
    ],
)
def test_parts_are_bands_of_the_whole_where_none_overlaps(ends, bands):
    parts = [
        {"id": f"p{i}", "name": f"p{i}", "parent": "all", "split_by": "dose", "n": 5}
        | {"dose": {"low": low, "high": high} | SAID}
        | SAID
        for i, (low, high) in enumerate(ends)
    ]
    whole = {"id": "all", "name": "all treated", "n": 15} | SAID
    made = drawn_study("a", cohorts=[whole, *parts], regimen={"kind": "alone"} | SAID)
    dose = own_dose(made, made.cohorts[0])
    assert dose is not None
    assert (dose.low, dose.high, len(dose.bands)) == (ends[0][0], 1.8, bands)


def test_one_filter_that_nobody_passes_is_enough(library):
    """What another filter leaves unknown brings no part of theirs back."""
    sexes = "\nmale < all sex n=4\nfemale < all sex n=6"
    shown = replace(library, studies={"a": tree(f"all n=10 dose=1.4-1.8\n{LOW}\n{HIGH}{sexes}")})
    found = resolve(shown, Selection(dose=(1.5, 1.7), lines=(1, 1), keep=True))
    assert found.chosen == ()


def test_the_prior_lines_of_another_part_are_the_stated_ones():
    """Of all one to three lines are stated; how many had which is told of other parts only."""

    def part(key: str, split: str, n: int, **lines: int) -> dict:
        about = {"prior_lines": {"known_as": "prior lines"} | lines | SAID} if lines else {}
        cohort = {"id": key, "name": key, "parent": "all", "split_by": split, "n": n}
        return cohort | about | SAID

    known = {"known_as": "prior lines", "low": 1, "high": 3} | SAID
    whole = {"id": "all", "name": "all treated", "n": 10, "prior_lines": known} | SAID
    few, many = part("few", "lines", 4, low=1, high=1), part("many", "lines", 6, low=2, high=3)
    made = drawn_study("made", cohorts=[whole, few, many, part("old", "age", 3)])
    found = lines_of(made, cohort_by_id(made, "old"))
    assert (found.ends, found.bands, found.basis) == ((1, 3), (), "stated")
    assert found.derivation is None


def test_doses_beside_the_levels_are_told_from_the_lowest():
    """An open end of a band is no dose."""
    bands = [{"low": one, "high": one, "count": 1} for one in (1.9, 1.3, 1.7, 1.1, 1.5)]
    made = Dose.model_validate(
        {"low": 0.8, "high": 1.9, "bands": ({"low": 1.4, "count": 2},)} | SAID
    )
    banded = made.model_copy(update={"bands": tuple(map(Band.model_validate, bands))})
    whole = made.model_copy(update={"levels": (0.8, 1.4), "high": 1.4, "bands": ()})
    assert beside_levels(made, whole) == ["1.9"]
    assert beside_levels(banded, whole) == ["1.1", "1.3", "1.5", "1.7", "1.9"]
