"""Survival and duration of remission: as printed, never pooled, with the follow-up beside each."""

import re

import pytest

from components.blocks import blocks_of
from components.forest import BAR_END, forest
from components.legend import legend
from components.scale import PERCENT, scale_of
from data.columns import view_table
from data.sentences import children
from data.survival import NOTHING, survival_lines, survival_sentences
from tests.briefs import brief_of
from tests.drawn import drawn_library
from tests.visitor import alts, charts, said, tables

# The evidence sheet: what is printed of each, and how long the patients were followed.
PRINTED = {
    "os_12_months": """
        Brivio 2021     | 40 % [25–66]               | published 95 % interval | 8 months on average
        Pennesi 2022    | 55.1 %, interval not found |                         | median 16 months
        Evstratov 2023  | 40.3 % [14.8–65.7]         | published 95 % interval | not found
        """,
    "efs_12_months": """
        Pennesi 2022    | 36.7 %, interval not found |                         | median 16 months
        """,
    "duration_of_remission": """
        FDA 2024        | 8.2 months [2.6–not estimable]   | published 95 % interval | not found
        """,
    "os_24_months": """
        INO-VATE 2019   | 22.8 %, interval not found       |                         | not found
        """,
    "os_median": """
        Kantarjian 2013 | 6.2 months, interval not found   |                         | not found
        DeAngelo 2017   | 7.4 months [5.7–9.2]    | published interval, level not found | not found
        INO-VATE 2019   | 7.7 months, interval not found   |                         | not found
        """,
}


def table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize("outcome", PRINTED)
def test_each_estimate_stands_as_printed(view, outcome):
    """Value and interval with every printed digit, what the interval is, and the follow-up."""
    rows = view(outcome, adults=True).drawn
    told = [[row.name, row.rate(), row.interval_note, row.follow_up] for row in rows]
    assert told == table(PRINTED[outcome])


@pytest.mark.parametrize("outcome", PRINTED)
def test_nothing_is_pooled_and_nothing_is_ours(view, outcome):
    """No diamond, no interval of our own in the exported table, and the sentence says so."""
    shown = view(outcome, adults=True)
    exported = view_table(shown)
    assert shown.pooled == ()
    assert exported["low_95"].isna().all()
    assert exported["n"].isna().all()
    assert shown.sentence.endswith("not pooled.")
    assert legend(shown).count("exact") == 0


def test_an_undefined_spread_is_no_interval(view):
    """Fuster's ± is printed below the chart, with the reason why it is not drawn."""
    for outcome, printed in (("os_12_months", "45.8 % ± 26"), ("efs_12_months", "27.5 % ± 25")):
        (fuster,) = (one for one in view(outcome).listed if one.name == "Fuster 2020")
        assert fuster.reason.startswith(printed)
        assert "does not define ±" in fuster.reason


def test_the_sentence_goes_from_the_lowest_to_the_highest(view):
    """With their intervals where there are any."""
    shown = view("os_12_months").sentence
    assert shown.startswith(
        "OS at 12 months: from 40 % [25–66] (Brivio 2021) to 55.1 % (Pennesi 2022, interval not "
        "found), in 3 cohorts with this percentage."
    )
    only = view("efs_12_months").sentence
    assert only.startswith(
        "EFS at 12 months: 36.7 % (Pennesi 2022, interval not found), in 1 cohort"
    )
    adults = view("os_median", adults=True).sentence
    assert "Adults, for context: from 6.2 months (Kantarjian 2013, interval not found)" in adults


def test_open_marks_have_no_interval(view):
    """A mark is filled where its source prints an interval, and the line is that interval."""
    shown = view("os_12_months")
    traces = forest(shown)["data"]
    marks = {t["marker"]["symbol"]: t["x"] for t in traces if t.get("mode") == "markers"}
    assert marks == {"square": [40, 40.3], "circle-open": [55.1]}
    _, line = (t for t in traces if t.get("mode") == "lines")  # the rails, the intervals
    assert line["x"] == [25, 66, None, 14.8, 65.7, None]


def test_an_upper_end_that_is_not_estimable_is_an_arrow(view):
    """From 2.6 months to the end of the rail, with a head."""
    shown = view("duration_of_remission")
    scale = scale_of(shown)
    _, line = (t for t in forest(shown)["data"] if t.get("mode") == "lines")
    assert line["x"][:2] == [2.6, scale.top]
    assert line["x"][4] == scale.top
    assert line["x"][3] == line["x"][5] < scale.top
    lane = line["y"][0]
    assert line["y"][3:6] == [lane - BAR_END, lane, lane + BAR_END]
    assert "arrow: upper end not estimable" in legend(shown)


def test_the_scale_holds_every_end(view):
    """Percentages end at 100; months at the tick above the longest interval."""
    assert scale_of(view("os_12_months")) == PERCENT
    assert scale_of(view("duration_of_remission")).ticks == (0, 3, 6, 9)
    medians = view("os_median", adults=True)
    assert scale_of(medians).ticks == (0, 3, 6, 9, 12)
    assert forest(medians)["layout"]["xaxis"]["range"] == [0, 12]
    assert forest(medians)["layout"]["xaxis"]["ticktext"][-1] == "12 mo"


def test_the_follow_up_stands_below_each_name(view):
    """Also that it was not found."""
    shown = view("os_12_months")
    small = [" ".join(block.small) for block in blocks_of(shown.drawn, ())]
    followed = ("8 months on average", "median 16 months", "not found")
    for words, follow_up in zip(small, followed, strict=True):
        assert f"follow-up: {follow_up}" in words


def test_the_table_of_the_slide(library):
    """One line for each cohort of which anything was found; a dash where it was not."""
    lines = survival_lines(brief_of(library))
    assert [list(line.values()) for line in lines] == table("""
        Brivio 2021    | 40 % [25–66]       | – | – | 8 months on average
        Pennesi 2022 |55.1 %, interval not found|36.7 %, interval not found| – | median 16 months
        Evstratov 2023 | 40.3 % [14.8–65.7] | – | – | not found
        FDA 2024 | – | – | 8.2 months [2.6–not estimable] (strict-CR responders) | not found
        """)


ONE_OF_RESPONDERS = """
study | counts | of
a     | 35 %   | treated
b     | 80 %   | responders
c     | 60 %   | not_stated
"""


def test_a_survival_of_responders_is_never_told_as_that_of_all(library):
    """Table and sentence name whom it counts; where these are all treated, or unknown, nobody."""
    drawn = drawn_library(library, ONE_OF_RESPONDERS, "os_12_months")
    brief = brief_of(drawn)
    assert [line["OS at 12 months"] for line in survival_lines(brief)] == [
        "35 %, interval not found",
        "80 %, interval not found (responders)",
        "60 %, interval not found",
    ]
    assert brief.view("os_12_months").sentence.startswith(
        "OS at 12 months: from 35 % (a, interval not found) "
        "to 80 % (responders, b, interval not found), in 3 cohorts"
    )


def test_a_rate_of_transplants_says_among_whom(library):
    """9 of 10 responders stand beside 9 of 30 treated; a bare percentage is of whom too."""
    table = """
    study | counts | of
    a     | 9/30   | treated
    b     | 9/10   | responders
    c     | 90 %   | responders
    """
    drawn = drawn_library(library, table, "hsct_after_ino")
    assert brief_of(drawn).view("hsct_after_ino").sentence == (
        "HSCT after InO: from 30 % (9/30, a) to 90 % (9/10 responders, b), in 2 cohorts with "
        "counts. Only a percentage, without counts: c (90 %, responders)."
    )


def test_the_slide_says_where_nothing_was_found(library):
    """A sentence in place of a table without lines."""
    nothing = brief_of(library, studies=("calvo-2020",))
    assert survival_sentences(nothing, survival_lines(nothing)) == (NOTHING,)


def test_what_was_found_for_the_whole_is_not_denied_of_a_part(library):
    """Survival of Brivio 2021 and FDA 2024 was found, but for no dose."""
    one_dose = brief_of(library, dose=(1.4, 1.4))
    lines = survival_lines(one_dose)
    more = "More was found of Brivio 2021 and FDA 2024, but not for just the patients shown."
    assert lines == ()
    assert survival_sentences(one_dose, lines) == (NOTHING, more)
    assert children(one_dose.view("os_12_months")) == (
        "OS at 12 months: nothing in this selection answers with this percentage for the patients "
        "shown, only for other or more patients (Brivio 2021)."
    )


def test_the_page_has_a_panel_for_each_found(visit):
    """Three for children, and the two on what came after; adults bring their own two."""
    app = visit("survival")
    assert not app.exception
    assert len(charts(app)) == 5
    assert "Not found for any study shown: OS at 24 months, Median OS." in said(app).replace(
        "*", ""
    )
    app.toggle(key="adults").set_value(True).run()
    assert len(charts(app)) == 7
    assert any("INO-VATE 2019" in alt for alt in alts(app))


def test_what_was_found_of_all_is_not_called_not_found(visit):
    """The remission of all 53 is no number of those at 1.8 mg/m², and was found all the same."""
    text = said(visit("survival", dose=["1.8", "1.8"])).replace("*", "")
    found = "not found by dose; found only for all treated"
    assert f"Duration of remission: FDA 2024, 1.8 mg/m²/cycle: {found}" in text
    (nowhere,) = re.findall(r"Not found for any study shown: (.*)\.", text)
    assert "Duration" not in nowhere


def test_the_page_gives_each_number_its_source(visit):
    """The tables name source, place and basis."""
    rows = [row for rows in tables(visit("survival")) for row in rows]
    told = {row["x/N · rate [95 %]"]: row["Source"] for row in rows if "x/N · rate [95 %]" in row}
    assert "Blood Cancers Today" in told["55.1 %, interval not found"]
    assert "(secondary)" in told["55.1 %, interval not found"]
    assert "(stated)" in told["8.2 months [2.6–not estimable]"]


@pytest.mark.parametrize("asked", [{"studies": ["Calvo 2020"]}, {"min": ["150"]}, {"dose": ["9"]}])
def test_the_page_holds_with_little_or_nothing(visit, asked):
    """A study without any such number, no study at all, a link that means nothing."""
    app = visit("survival", **asked)
    assert not app.exception
    assert said(app)
