"""The tables of the story: every cell comes from the view, the cohorts or the library."""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from data.brief import Brief
from data.facts import age_text
from data.pooling import pool
from data.pooling_methods import METHODS
from data.rows import Row
from data.schema import Study
from data.story import tell
from data.story_tables import (
    comparability_lines,
    disagreement_lines,
    dose_lines,
    pooled_table_lines,
    reported_lines,
    study_table_lines,
)
from data.words import counted, listed
from tests.briefs import brief_of
from tests.drawn import SAID, cells_of, drawn_library, study
from tests.stories import MANY, cohort_names, percent

UNKNOWN_DOSE = "dose not found"


@pytest.fixture(scope="module", params=MANY.values(), ids=MANY)
def brief(library, request) -> Brief:
    return brief_of(library, **request.param)


@pytest.fixture(scope="module")
def everything(library) -> Brief:
    return brief_of(library)


def test_the_lines_of_a_table_share_their_columns(brief):
    """A table has the same columns in every line, the study first, no empty name or cell."""
    for part in tell(brief):
        assert len({tuple(line) for line in part.lines}) <= 1
        for line in part.lines:
            assert "Study" not in line or next(iter(line)) == "Study"
            assert all(line)
            assert all(line.values())


def drawn(lines) -> list[list[str]]:
    """A table as it is drawn in a test."""
    return [list(lines[0]), *(list(line.values()) for line in lines)]


def test_the_study_table_of_one_study(library):
    """Design, n, age, dose and prior lines, as the evidence sheet has them."""
    lines = study_table_lines(brief_of(library, studies=("bhojwani-2019",), regimen="single agent"))
    assert lines == (
        {
            "Study": "Bhojwani 2019",
            "Design": "retrospective, single agent (no combination mentioned)",
            "n": "51",
            "Age": "median 11.5 (range 2.2–21.3) years",
            "Dose, cycle 1": "1.8 mg/m²",
            "Prior lines": "2–3: 8, 4–6: 28, ≥ 7: 15",
        },
    )
    assert list(lines[0]) == ["Study", "Design", "n", "Age", "Dose, cycle 1", "Prior lines"]


def sharing(brief: Brief, one: Study) -> list[str]:
    """The other studies of the table of which it declares some children; of parts "may share"."""
    rows = brief.views[0].rows
    shown, parts = {row.study: row.name for row in rows}, {row.study for row in rows if row.cohort}
    declared = [two for two in one.overlaps if two.relation != "possible" and two.study in shown]
    sure = [two.study for two in declared if is_sure(two.relation, one.id, two.study, parts)]
    said = {
        "shares": [shown[key] for key in sure],
        "may share": [shown[two.study] for two in declared if two.study not in sure],
    }
    return [f"{word} children with {listed(names)}" for word, names in said.items() if names]


def is_sure(relation: str, one: str, other: str, parts: set[str]) -> bool:
    """The whole of a part's study lies in the other, of which all are shown; or both are whole."""
    inner, outer = (one, other) if relation == "inside" else (other, one)
    return outer not in parts and (relation in ("inside", "contains") or inner not in parts)


def test_the_study_table_says_who_shares_children(library):
    """Only with studies that are shown, and never what is only possible."""
    asked = ("bhojwani-2019", "calvo-2020", "brivio-2021", "pennesi-2022", "fda-2024")
    lines = study_table_lines(brief_of(library, studies=asked))
    assert [line["Study"] for line in lines] == [
        "Bhojwani 2019",
        "Calvo 2020",
        "Brivio 2021; shares children with FDA 2024",
        "Pennesi 2022; shares children with FDA 2024",
        "FDA 2024; shares children with Brivio 2021 and Pennesi 2022",
    ]
    (alone,) = study_table_lines(brief_of(library, studies=("fda-2024",)))
    assert alone["Study"] == "FDA 2024"


def test_the_study_table_has_a_line_for_each_cohort(brief):
    """Each chosen cohort in the order of the charts, with its own n and its study's age."""
    lines = study_table_lines(brief)
    assert len(lines) == len(brief.cohorts.chosen)
    for name, one, line in zip(cohort_names(brief), brief.cohorts.chosen, lines, strict=True):
        shares = sharing(brief, one.study)
        said = [name, *(mark.says for mark in one.marks), *shares]
        assert line["Study"] == "; ".join(said)
        assert line["n"] == ("not found" if one.cohort.n is None else str(one.cohort.n))
        assert line["Design"].startswith((one.study.design.timing, "timing not found"))
        assert line["Age"] == age_text(one.study, one.cohort)
        assert not line["Age"].endswith(" (of the whole study)") or one.cohort.parent


def test_the_study_table_has_no_rates(brief):
    """Rates have charts of their own."""
    for line in study_table_lines(brief):
        assert set(line).isdisjoint({view.heading for view in brief.views} | {"id"})


COMPARABILITY = """
Study           | Response                                          | MRD negativity | SOS after HSCT
Bhojwani 2019   | CR as reported, of 42 with overt marrow disease (>5 % blasts) | of 28 responders, threshold not found | of 21 transplanted, criteria not found
Brivio 2021     | ORR, after cycle 1, of 25 treated                 | of 19 responders with MRD measured, threshold not found | –
O'Brien 2022    | CR/CRi, after cycle 1, of 48 evaluable for response | of responders, <0.01 % | of 21 transplanted, criteria not found
Pennesi 2022    | ORR, after cycle 1, of 27 evaluable for response  | of 22 responders, <0.01 % | –
Evstratov 2023  | ORR, denominator not stated                       | – | denominator not stated, criteria not found
FDA 2024        | Strict CR, of 53 treated                          | of 22 strict-CR responders, <0.01 %, flow cytometry | of 26 transplanted, criteria not found
Aertgeerts 2025 | CR as reported, after cycle 1, of 4 treated       | after cycle 1, of 4 responders, threshold not found | –
ITCC-059 SOS    | –                                                 | – | of 51 transplanted, Seattle
Pennesi 2024    | ORR, of 30 treated                                | of 24 responders, threshold not found | –
"""  # noqa: E501 - a table is read across


def test_why_the_shipped_studies_are_hard_to_compare(everything):
    """Definition, time, denominator, criteria and threshold of each rate."""
    lines = comparability_lines(everything)
    without_design = [{k: v for k, v in line.items() if k != "Design"} for line in lines]
    assert drawn(without_design) == cells_of(COMPARABILITY)


def test_only_a_cohort_with_a_rate_is_compared(brief):
    """Each cohort with a mark in a chart has a line, in order, and no other cohort."""
    rates = list(zip(*(view.rows for view in brief.views), strict=True))
    rated = [rows for rows in rates if any(row.percent is not None for row in rows)]
    lines = comparability_lines(brief)
    assert [line["Study"] for line in lines] == [title_of(rows[0]) for rows in rated]


def title_of(row: Row) -> str:
    return row.title + (" (adults)" if row.population == "adults" else "")


def test_adults_are_marked_in_every_table(library):
    """Without colours a table says in words which of its studies treated adults."""
    brief = brief_of(library, adults=True, studies=("bhojwani-2019", "inovate-2019"))
    for make in (study_table_lines, comparability_lines, dose_lines):
        assert [line["Study"] for line in make(brief)] == [
            "Bhojwani 2019",
            "INO-VATE 2019 (adults)",
        ]


def test_each_rate_says_what_was_counted(brief):
    """A cell holds every word of its row, and a dash stands only where no rate is drawn."""
    designs = {line["Study"].partition(";")[0]: line["Design"] for line in study_table_lines(brief)}
    for line in comparability_lines(brief):
        assert line["Design"] == designs[line["Study"]]
        for view in brief.views:
            row = next(row for row in view.rows if title_of(row) == line["Study"])
            words = [row.definition, row.timepoint, row.counted, row.criteria, row.method]
            drawn_words = [word for word in words if word] if row.percent is not None else ["–"]
            assert line[view.heading] == ", ".join(drawn_words)


DOSES = """
Study           | Dose, cycle 1  | Response                              | MRD negativity        | SOS after HSCT
ITCC-059 SOS    | 0.8–1.8 mg/m²  | –                                     | –                     | 10/51 · 20 % [10–33]
Pennesi 2024    | 0.8–1.8 mg/m²  | 24/30 · 80 % [61–92], ORR             | 16/24 · 67 % [45–84]  | –
Brivio 2021     | 1.4–1.8 mg/m²  | 20/25 · 80 % [59–93], ORR             | 16/19 · 84 % [60–97], of responders with MRD measured | –
FDA 2024        | 1.4–1.8 mg/m²  | 22/53 · 42 % [28–56], Strict CR       | 21/22 · 95 % [77–100], of strict-CR responders | 5/26 · 19 % [7–39]
Bhojwani 2019   | 1.8 mg/m²      | 28/42 · 67 % [50–80], CR as reported  | 20/28 · 71 % [51–87]  | 11/21 · 52 % [30–74]
Calvo 2020      | 1.8 mg/m²      | –                                     | –                     | –
O'Brien 2022    | 1.8 mg/m²      | 28/48 · 58 % [43–72], CR/CRi          | 70 %, x/N not found   | 6/21 · 29 % [11–52]
Pennesi 2022    | 1.8 mg/m²      | 22/27 · 81 % [62–94], ORR             | 18/22 · 82 % [60–95]  | –
Evstratov 2023  | dose not found | 75 %, x/N not found, ORR              | –                     | 33 %, x/N not found
Aertgeerts 2025 | dose not found | 4/4 · 100 % [40–100], CR as reported  | 3/4 · 75 % [19–99]    | –
"""  # noqa: E501 - a table is read across


def test_the_shipped_studies_by_dose(everything):
    """From the lowest planned dose to the highest, those without one last."""
    lines = dose_lines(everything)
    without_lines = [{k: v for k, v in line.items() if k != "Prior lines"} for line in lines]
    assert drawn(without_lines) == cells_of(DOSES)


def doses_of(line: dict[str, str]) -> tuple[bool, float, float]:
    """Adults or not, and the ends that a cell prints; an unknown dose is higher than any."""
    ends = [float(end) for end in re.findall(r"\d+\.?\d*(?=[–\s])", line["Dose, cycle 1"])]
    adults = line["Study"].endswith(" (adults)")
    return (adults, ends[0], ends[-1]) if ends else (adults, 99, 99)


def test_doses_ascend(brief):
    """Children, then adults: no line has a lower dose than the one before; unknown comes last."""
    lines = dose_lines(brief)
    ends = [doses_of(line) for line in lines]
    assert ends == sorted(ends)
    for adults in (False, True):
        some = [line for line in lines if line["Study"].endswith(" (adults)") == adults]
        known = [line["Dose, cycle 1"] != UNKNOWN_DOSE for line in some]
        assert known == sorted(known, reverse=True)


def test_adults_stand_below_the_children(library):
    """Whatever their dose: the lowest dose of adults follows children without any."""
    table = """
        study | who      | counts | dose
        old   | adults   | 10/20  | 0.8
        elder | adults   | 10/20  | 0.5
        kids  | children | 10/20  | 1.8
        young | children | 10/20  |
    """
    lines = dose_lines(brief_of(drawn_library(library, table, "response"), adults=True))
    names = ["kids", "young", "elder (adults)", "old (adults)"]
    assert [line["Study"] for line in lines] == names


def test_equal_doses_keep_the_order_of_the_charts(brief):
    """Within a dose the studies stand as in every chart."""
    place = {name: i for i, name in enumerate(cohort_names(brief))}
    lines = [(doses_of(line), place[line["Study"]]) for line in dose_lines(brief)]
    assert lines == sorted(lines)


def test_every_cohort_is_in_the_table_of_doses(brief):
    """No cohort is lost and none comes twice; its rates are those of its rows."""
    lines = {line["Study"]: line for line in dose_lines(brief)}
    assert sorted(lines) == sorted(cohort_names(brief))
    assert len(dose_lines(brief)) == len(brief.cohorts.chosen)
    for view in brief.views:
        for row in view.rows:
            cell = lines[title_of(row)][view.heading]
            if row.events is None or row.percent is None:
                rate = "–" if row.percent is None else f"{row.percent:g} %, x/N not found"
                assert cell == (f"{rate}, {row.definition}" if row.definition else rate)
            else:
                rate = f"{row.events}/{row.n} · {percent(row.events, row.n)} ["
                assert cell.startswith(rate)


def test_dose_and_lines_are_those_of_the_study_table(brief):
    """Two slides never disagree on a dose or on prior lines."""
    by_name = dict(zip(cohort_names(brief), study_table_lines(brief), strict=True))
    for line in dose_lines(brief):
        for column in ("Dose, cycle 1", "Prior lines"):
            assert line[column] == by_name[line["Study"]][column]


def test_made_up_doses_in_order(library):
    """Low ends decide, then high ends; a study without dose stands below all."""
    table = """
        study | counts | dose
        b     | 10/20  | 1.8
        c     | 10/20  |
        d     | 10/20  | 0.8
        d     | 10/20  | 1.8
        e     | 10/20  | 0.8
    """
    lines = dose_lines(brief_of(drawn_library(library, table, "response")))
    assert [(line["Study"], line["Dose, cycle 1"]) for line in lines] == [
        ("e", "0.8 mg/m²"),
        ("d", "0.8–1.8 mg/m²"),
        ("b", "1.8 mg/m²"),
        ("c", "dose not found"),
    ]


def test_a_dose_in_words_alone_stands_last(library):
    """Without a number it is told in the source's words, and has no place between two numbers."""
    shipped = drawn_library(library, "study | counts | dose\nb | 10/20 | 1.8", "response")
    cohort = {"id": "all", "name": "all treated", "n": 9, "dose": {"text": "reduced"} | SAID} | SAID
    worded = study("a", regimen={"kind": "alone"} | SAID, cohorts=[cohort])
    lines = dose_lines(brief_of(replace(shipped, studies={"a": worded, **shipped.studies})))
    said = "dose only in words: “reduced”"
    assert [line["Dose, cycle 1"] for line in lines] == ["1.8 mg/m²", said]


# "2–3: 8, 4–6: 28"; of how many a salvage line is told was found for none of those shipped
TELLS_LINES = r": \d"


def test_how_many_cohorts_tell_their_prior_lines(brief):
    """Counted are the cohorts whose table cell says how many patients had how many."""
    lines = dose_lines(brief)
    told = [line for line in lines if re.search(TELLS_LINES, line["Prior lines"])]
    said = reported_lines(brief)
    assert len(said) == bool(lines)
    who = f"{len(told)} of {counted(len(lines), 'cohort')}" if told else "No cohort here"
    say = "say" if len(told) > 1 else "says"
    counts = "how many patients had how many prior lines, relapses or salvage lines"
    assert said == ([f"{who} {say} {counts}."] if lines else [])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, ["2 of 10 cohorts say"]),
        ({"studies": ("bhojwani-2019",)}, ["1 of 1 cohort says"]),
        ({"regimen": "combination"}, ["No cohort here says"]),
        ({"studies": ("fuster-2020",)}, []),
        # all in salvage 1 had one, but how many these were was not found
        ({"lines": (1, 1), "adults": True}, ["No cohort here says"]),
    ],
)
def test_who_tells_prior_lines(library, asked, said):
    """Some, one, none of those shown, and nobody shown."""
    lines = reported_lines(brief_of(library, **asked))
    assert [one.partition(" how many")[0] for one in lines] == said


def test_the_pooled_rates_of_everything(everything):
    """The two diamonds of the shipped studies, with methods and leaving one out."""
    assert drawn(pooled_table_lines(everything)) == cells_of("""
Pooled | Studies, patients | Rate [95 %] | New setting (95 %) | All methods | One study left out
Response (CR/CRi or ORR, single agent) | 4, 142 children | 70 % [52–84] | 42–89 % | 69 to 70 %, widest interval 50 to 85 % | 66 to 74 %
MRD negativity (of responders, single agent) | 3, 69 children | 78 % [51–93] | 51–93 %, too narrow? | 78 %, widest interval 50 to 93 % | needs at least 4 studies
    """)  # noqa: E501 - a table is read across


def ends(fits) -> str:
    """The lowest and the highest rate of some fits, as a table prints them."""
    rates = sorted(100 * fit.estimate for fit in fits if fit.estimable)
    low, high = f"{rates[0]:.0f}", f"{rates[-1]:.0f}"
    return f"{low} %" if low == high else f"{low} to {high} %"


def widest(fits) -> str:
    """From the lowest to the highest end of the intervals of some fits."""
    lows = [100 * fit.low for fit in fits if fit.estimable]
    highs = [100 * fit.high for fit in fits if fit.estimable]
    return f"{min(lows):.0f} to {max(highs):.0f} %"


def test_each_diamond_has_a_line(brief):
    """One line a diamond, in the order of the charts, and none for a refusal."""
    diamonds = [line for view in brief.views for line in view.pooled if line.pooled.estimable]
    lines = pooled_table_lines(brief)
    assert len(lines) == len(diamonds)
    for diamond, line in zip(diamonds, lines, strict=True):
        assert line["Pooled"] == f"{diamond.heading} ({diamond.group})"
        patients = f"{len(diamond.names)}, {sum(diamond.totals)} {diamond.population}"
        assert line["Studies, patients"] == patients
        assert line["Rate [95 %]"] == diamond.rate()
        # without a spread between the studies the prediction is the interval of the rate itself
        low, high = diamond.pooled.low, diamond.pooled.high
        same = (diamond.pooled.prediction_low, diamond.pooled.prediction_high) == (low, high)
        narrow = ", too narrow?" if same else ""
        assert line["New setting (95 %)"] == diamond.prediction() + narrow


def test_the_ends_of_methods_and_of_leaving_one_out(brief):
    """Refitted from the counts alone: every method, and every set without one study."""
    diamonds = [line for view in brief.views for line in view.diamonds]
    for diamond, line in zip(diamonds, pooled_table_lines(brief), strict=True):
        counts = list(zip(diamond.events, diamond.totals, strict=True))
        fits = [pool(diamond.events, diamond.totals, method) for method in METHODS]
        assert line["All methods"] == f"{ends(fits)}, widest interval {widest(fits)}"
        fewer = [pool(*zip(*some, strict=True)) for some in combinations(counts, len(counts) - 1)]
        enough = len(counts) > 3
        assert line["One study left out"] == (ends(fewer) if enough else "needs at least 4 studies")


@pytest.mark.parametrize("place", range(4))
def test_the_study_left_out_may_stand_anywhere(library, place):
    """One study unlike the others makes an end, whether it stands first or last."""
    table = [
        "study | counts",
        *(f"{n} | {2 if i == place else 15}/20" for i, n in enumerate("abcd")),
    ]
    (line,) = pooled_table_lines(brief_of(drawn_library(library, "\n".join(table), "response")))
    assert line["One study left out"].endswith(" to 75 %")


def test_children_and_adults_have_lines_of_their_own(library):
    """A line of adults says so in its name and counts adults."""
    lines = pooled_table_lines(brief_of(library, adults=True))
    adults = [line for line in lines if line["Studies, patients"].endswith("adults")]
    assert adults
    for line in lines:
        assert ("(adults, " in line["Pooled"]) == (line in adults)


def test_every_disagreement_of_the_studies_shown(brief):
    """Each entry of their ledgers, with the value that is used here, and no other study's."""
    expected = [
        [one.name, entry.topic, entry.used]
        for key in dict.fromkeys(row.study for row in brief.views[0].rows)
        for one in [brief.library.studies[key]]
        for entry in one.ledger
    ]
    assert [list(line.values()) for line in disagreement_lines(brief)] == expected


def test_a_disagreement_of_the_evidence(library):
    """The printed 28 % of SOS is not what is used."""
    lines = disagreement_lines(brief_of(library, studies=("pennesi-2022",)))
    assert lines == (
        {
            "Study": "Pennesi 2022",
            "Disagreement": "Percentage with SOS in ITCC-059 phase 2",
            "Used here": "7/28",
        },
    )
