"""What each panel shows, decided once; the cases are those of the evidence sheet."""

from dataclasses import replace

import pytest

from data.cohorts import resolve
from data.columns import COLUMNS, view_table
from data.dose import dose_views
from data.library import Library
from data.rows import View
from data.schema import Study
from data.selection import Selection
from data.tables import results_table
from data.views import make_view
from tests.drawn import SAID, drawn_library, study


def drawn(view: View) -> dict[str, str]:
    return {
        row.title: f"{row.events}/{row.n}" if row.marker == "count" else f"{row.percent:g} %"
        for row in view.drawn
    }


def listed(view: View) -> dict[str, str]:
    return {item.name: item.reason for item in view.listed}


def response_of(one: Study, shipped: Library, selection: Selection) -> View:
    """The response panel of a library with one study only."""
    library = replace(shipped, studies={one.id: one})
    cohorts = resolve(library, selection)
    return make_view(library, results_table(library), cohorts, selection, "response")


def test_response(view):
    """Each study's own definition, with its own denominator."""
    assert drawn(view("response")) == {
        "Bhojwani 2019": "28/42",
        "Brivio 2021": "20/25",
        "O'Brien 2022": "28/48",
        "Pennesi 2022": "22/27",
        "Evstratov 2023": "75 %",
        "FDA 2024": "22/53",
        "Aertgeerts 2025": "4/4",
        "Pennesi 2024": "24/30",
    }


def test_mrd_of_responders(view):
    """Evstratov counts all treated only; O'Brien is a percentage that 19/27 and 21/30 would fit."""
    mrd = view("mrd_negative")
    assert drawn(mrd) == {
        "Bhojwani 2019": "20/28",
        "Brivio 2021": "16/19",
        "O'Brien 2022": "70 %",
        "Pennesi 2022": "18/22",
        "FDA 2024": "21/22",
        "Aertgeerts 2025": "3/4",
        "Pennesi 2024": "16/24",
    }
    obrien = next(row for row in mrd.rows if row.name == "O'Brien 2022")
    assert obrien.why == "percentage only, 19/27 and 21/30 fit"
    assert "counted of all treated only" in listed(mrd)["Evstratov 2023"]


def test_mrd_of_all_treated(view):
    """The numerator must cover all treated; where it does not, the reason stands in its place."""
    mrd = view("mrd_negative", mrd="of all treated")
    assert drawn(mrd) == {
        "Brivio 2021": "16/25",
        "Pennesi 2022": "18/28",
        "Evstratov 2023": "7/17",
        "FDA 2024": "21/53",
        "Aertgeerts 2025": "3/4",
        "Pennesi 2024": "16/30",
    }
    assert "cannot be counted of all treated" in listed(mrd)["Bhojwani 2019"]
    assert "x/N not found" in listed(mrd)["O'Brien 2022"]
    fda = next(row for row in mrd.rows if row.study == "fda-2024")
    assert (fda.definition, fda.counted) == ("MRD-negative strict CR", "of 53 treated")


def test_sos_after_hsct(view):
    """Four counts, one percentage, and six cases of an unknown number."""
    sos = view("sos_post_hsct")
    assert drawn(sos) == {
        "Bhojwani 2019": "11/21",
        "O'Brien 2022": "6/21",
        "Evstratov 2023": "33 %",
        "FDA 2024": "5/26",
        "ITCC-059 SOS": "10/51",
    }
    assert listed(sos)["Pennesi 2022"] == "6 cases, number transplanted not found"
    assert listed(sos)["Brivio 2021"] == "not found in the sources read"
    assert "found for 1 of 4" in sos.sentence


def test_dose_1_4(view):
    """Brivio's 12 have a rate; the FDA's 12 have none and say why."""
    response = view("response", dose=(1.4, 1.4))
    assert drawn(response) == {"Brivio 2021, dose level 1": "9/12"}
    reason = next(r for name, r in listed(response).items() if name.startswith("FDA 2024"))
    assert reason == "not found by dose; found only for all treated"
    assert "SOS" in view("sos_post_hsct", dose=(1.4, 1.4)).sentence


def test_definition_choice(view):
    """Asking for one definition lists the studies that report another."""
    strict = view("response", definition="strict CR")
    assert drawn(strict) == {"O'Brien 2022": "19/48", "FDA 2024": "22/53"}
    assert listed(strict)["Brivio 2021"] == "reported as ORR, not strict CR"
    main = view("response", definition="CR/CRi or ORR")
    assert listed(main)["FDA 2024"] == "reported as Strict CR, not CR/CRi or ORR"


def test_time_choice(view):
    """After 2 cycles only O'Brien has a response; MRD after cycle 1 is Pennesi's 13/22."""
    late = view("response", time="after 2 cycles")
    assert drawn(late) == {"O'Brien 2022": "30/48"}
    assert listed(late)["Brivio 2021"] == "no result after 2 cycles; found: after cycle 1"
    early = view("mrd_negative", time="after cycle 1")
    assert drawn(early) == {"Pennesi 2022": "13/22", "Aertgeerts 2025": "3/4"}


def test_components_are_never_rates(view):
    """CRi only (9/48) is a component of CR/CRi and stands in no panel."""
    for definition in ("as reported", "CR/CRi or ORR", "strict CR"):
        assert "9/48" not in drawn(view("response", definition=definition)).values()


def test_mixed_drugs_are_listed_never_drawn(view):
    """Fuster and Contreras count patients without InO."""
    assert "never compared or pooled" in listed(view("response"))["Fuster 2020"]
    assert listed(view("mrd_negative"))["Contreras 2021"].startswith("4/13")


WARNED = "counts patients without InO too; never compared or pooled"
ARM = {"cohort": "arm", "events": 4, "n": 10}
OF_ALL = {"events": 11, "n": 30}
SECOND = {"primary": False}


def mixed_listed(library: Library, *results: dict) -> str:
    """What is listed of a study that mixes drugs and has these results, in their order."""
    found = {"outcome": "response", "denominator": "treated", "definition": "cr_cri"}
    mixed = study(
        "a",
        regimen={"kind": "not_inotuzumab_specific"} | SAID,
        cohorts=[
            {"id": "all", "name": "all treated", "n": 30} | SAID,
            {"id": "arm", "name": "arm", "parent": "all", "split_by": "drug", "n": 10} | SAID,
        ],
        results=[found | one | SAID for one in results],
    )
    return listed(response_of(mixed, library, Selection()))["a"]


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ([ARM, OF_ALL], "11/30"),
        ([ARM | SECOND, OF_ALL], "11/30"),
        ([OF_ALL | {"events": 9} | SECOND, OF_ALL], "11/30"),
        ([OF_ALL | {"events": 3, "definition": "strict_cr"}, OF_ALL], "11/30"),
        ([OF_ALL | {"events": 2, "definition": "cri_only"}, OF_ALL], "11/30"),
        ([OF_ALL, OF_ALL | {"events": 12, "definition": "orr"}], "11/30"),
    ],
)
def test_mixed_drugs_are_listed_by_their_main_result(library, results, said):
    """That of all before a part, the study's own definition before others, never a second row."""
    assert mixed_listed(library, *results) == f"{said}: {WARNED}"


@pytest.mark.parametrize("other", [OF_ALL | SECOND, ARM | {"events": 3} | SECOND])
def test_a_part_is_listed_by_its_name(library, other):
    """A main result of a part stands before second rows, of all too."""
    assert mixed_listed(library, other, ARM) == f"4/10, arm: {OF_A_PART.removeprefix('; ')}"


OF_A_PART = "; the study counts patients without InO too; never compared or pooled"


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (ARM | {"note": "Six of the ten had InO."}, f", arm: Six of the ten had InO{OF_A_PART}"),
        (OF_ALL | {"note": "Mixes two drugs."}, f": {WARNED}"),
    ],
    ids=["a part", "all"],
)
def test_mixed_drugs_are_never_without_the_warning(library, result, said):
    """A note of a part stands before it; that of all says the same and stands on its own page."""
    assert mixed_listed(library, result).partition("0")[2] == said


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"events": 4}, "4 cases, N not found: "),
        ({"events_at_least": 4}, "at least 4: "),
        ({"published": {"percent": 40}}, "40 %: "),
        ({"n": 30, "published": {"percent": 40}}, "40 %: "),
    ],
    ids=str,
)
def test_mixed_drugs_are_listed_with_what_was_found(library, known, text):
    found = {"outcome": "response", "denominator": "treated", "definition": "cr_cri"} | SAID
    mixed = study(
        "a",
        regimen={"kind": "not_inotuzumab_specific"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30} | SAID],
        results=[found | known],
    )
    assert listed(response_of(mixed, library, Selection()))["a"].startswith(text)


def test_adults(view):
    """Adults stand in the same chart only when asked, after the children."""
    rows = view("response", adults=True).drawn
    populations = [row.population for row in rows]
    assert populations == sorted(populations, reverse=True)
    assert "INO-VATE 2019" in {row.name for row in rows}
    # 77 % of 17 and 82 % of 92 are subgroups, never the study's rate
    assert drawn(view("response", adults=True))["INO-VATE 2019"] == "121/164"


def test_found_only_for_parts(view):
    """A study that gives rates only for its parts says so, and names them."""
    reason = listed(view("response", adults=True))["Dose-reduction phase 4"]
    assert reason.startswith("not found for all together; found only for ")
    assert "46/64" in drawn(view("response", adults=True, dose=(1.2, 1.2))).values()


def test_marks_state_the_rows_own_bound(view):
    """43 of 51 had ≥ 4 lines: so at least 34 of the 42, and 13 of the 21 transplanted."""
    (row,) = view("response", lines=(4, 7)).drawn
    assert row.marks == ("43 of 51 had ≥ 4 prior lines; of these 42 at least 34 (derived)",)
    assert "43 of 51 had ≥ 4 prior lines" in view("response", lines=(4, 7)).headline
    (row,) = view("sos_post_hsct", lines=(4, 7)).drawn
    assert row.marks[0].endswith("of these 21 at least 13 (derived)")


@pytest.mark.parametrize(
    ("value", "bound"),
    [
        ({"events": 20, "n": 25}, "; of these 25 at least 19 (derived)"),
        ({"events": 5, "n": 6}, "; of these 6 it may be none (derived)"),
        ({"events": 20, "n": 30}, ""),
        ({"published": {"percent": 67}}, ""),
    ],
)
def test_a_bound_is_said_only_where_fewer_are_counted_than_treated(value, bound, library):
    """Of all treated the mark says it already, and of an unknown number nothing can be said."""
    bands = {"known_as": "prior lines", "bands": [{"low": 4, "count": 24}]} | SAID
    of_whom = {"outcome": "response", "denominator": "evaluable", "definition": "cr_cri"}
    mostly = study(
        "a",
        regimen={"kind": "alone"} | SAID,
        cohorts=[{"id": "all", "name": "all treated", "n": 30, "prior_lines": bands} | SAID],
        results=[of_whom | value | SAID],
    )
    (row,) = response_of(mostly, library, Selection(lines=(4, 7))).drawn
    assert row.marks == (f"24 of 30 had ≥ 4 prior lines{bound}",)


def test_a_rate_stands_at_the_dose_of_its_cohort(library):
    """A study of one dose, one of several, and one whose dose nobody printed."""
    table = """
        study | dose
        a     | 1.8
        b     | 1.2
        b     | 1.6
        c     |
    """
    made = drawn_library(library, table, "response")
    cohorts = resolve(made, Selection())
    (response, *_) = dose_views(made, results_table(made), cohorts, Selection())
    doses = {point.row.title: (point.low, point.high) for point in response.points}
    assert doses == {"a": (1.8, 1.8), "b, dose 1.2": (1.2, 1.2), "b, dose 1.6": (1.6, 1.6)}


def test_shared_children_are_named_both_ways(view):
    """The FDA's children are Brivio's and Pennesi's: each row says so, but only of drawn rows."""
    same = {row.name: row.same_children for row in view("response").drawn}
    assert same["FDA 2024"] == ("Brivio 2021", "Pennesi 2022")
    assert same["Brivio 2021"] == ("FDA 2024",)
    assert same["Bhojwani 2019"] == ()


def test_a_two_stage_trial_is_marked(view):
    """AALL1621 stopped for its response rate: the exact interval is approximate there only."""
    noted = [row.name for row in view("response").drawn if "two-stage" in row.interval_note]
    assert noted == ["O'Brien 2022"]
    assert not any(row.interval_note for row in view("sos_post_hsct").drawn)


def test_rows_stand_in_the_same_order_in_every_panel(view):
    """Panels are aligned: the same cohorts in the same order, with or without a rate."""
    for asked in ({}, {"dose": (1.8, 1.8)}, {"adults": True}):
        panels = [view(o, **asked) for o in ("response", "mrd_negative", "sos_post_hsct")]
        assert len({tuple(row.key for row in panel.rows) for panel in panels}) == 1


def test_every_row_without_a_rate_says_why(view):
    """No blank without a reason, whatever is asked."""
    for outcome in ("response", "mrd_negative", "sos_post_hsct", "sos_during_ino", "sos_any"):
        for asked in ({}, {"adults": True, "mrd": "of all treated"}, {"time": "after 2 cycles"}):
            for row in view(outcome, **asked).rows:
                assert row.why or row.marker == "count"


def test_an_empty_view_is_a_sentence(view):
    """Nothing left is said in words."""
    empty = view("response", studies=("calvo-2020",))
    assert empty.drawn == ()
    assert empty.sentence == "Response: nothing in this selection answers with counts."


def test_the_exported_table_has_every_row_and_column(view):
    """The CSV holds all rows of the view, also those without a rate, then the pooled lines."""
    sos = view("sos_post_hsct", across=True)
    table = view_table(sos)
    assert list(table.columns) == [column.name for column in COLUMNS]
    assert list(table["kind"]) == ["study"] * len(sos.rows) + ["pooled"]
    pennesi = table[table["study"] == "Pennesi 2022"].iloc[0]
    assert (pennesi["events"], pennesi["n"]) == (6, None)


def test_the_table_says_what_the_chart_says(view):
    """A number in the table is the number of the row."""
    response = view("response")
    table = view_table(response)
    lines = table[table["kind"] == "study"].to_dict("records")
    for row, line in zip(response.rows, lines, strict=True):
        assert (line["events"], line["n"], line["percent"]) == (row.events, row.n, row.percent)
        assert (line["pooled_in"], line["not_pooled"]) == (row.pooled_in, row.not_pooled)


def test_a_rate_carries_its_interval_its_address_and_how_it_was_derived(view):
    """What a reader needs to check a number stands in its row and in the file."""
    response = view("response")
    table = view_table(response)
    row = next(row for row in response.rows if row.name == "Pennesi 2022")
    assert row.rate() == "22/27 · 81 % [62–94]"
    line = table[table["study"] == "Pennesi 2022"].iloc[0]
    assert line["source_url"].startswith("https://www.cancer.gov/")
    assert line["derivation"].endswith("of the 27 evaluable for response; 22/27 = 81.5 %")


def test_a_title_says_of_whom_where_there_is_a_choice(view):
    """Only MRD is counted of responders or of all treated, as asked."""
    assert view("mrd_negative").title == "MRD negativity of responders"
    assert view("mrd_negative", mrd="of all treated").title == "MRD negativity of all treated"
    assert view("response").title == "Response"


def test_a_view_tells_its_diamonds_apart_from_its_refusals(view):
    """A line of two studies is there with its total, but there is nothing of it to draw."""
    strict = view("response", definition="strict CR")
    assert [line.names for line in strict.pooled] == [("O'Brien 2022", "FDA 2024")]
    assert strict.diamonds == ()
    assert len(view("response").diamonds) == len(view("response").pooled) == 1


def test_rows_outside_the_diamond_are_listed_with_their_reasons(view):
    """Every drawn row that no diamond counts; rows that are not drawn stand elsewhere."""
    response = view("response")
    assert {item.name: item.reason for item in response.not_pooled} == {
        "Evstratov 2023": "only a percentage, no counts",
        "FDA 2024": "pooled apart (strict CR, single agent), and alone there",
        "Aertgeerts 2025": "fewer than 10 treated; “Pool series under 10 patients” may add it",
        "Pennesi 2024": "pooled apart (CR/CRi or ORR, combination), and alone there; "
        "“Pool single agent with combination” may join it with others",
    }
    assert not {item.name for item in response.not_pooled} & set(listed(response))


def test_a_screen_reader_hears_the_diamond(view):
    """The alternative text is the caption of the chart and what is said of its diamonds."""
    for asked in ({}, {"across": True}):
        sos = view("sos_post_hsct", **asked)
        assert sos.alt == f"{sos.sentence} {sos.pooled_words}"
    assert view("sos_during_ino").alt.endswith(" This outcome is not pooled.")


OTHERWISE = {
    ("dose", (0.8, 0.8), "definition", "strict CR"): ("Pennesi 2024", "of all treated: reported"),
    ("dose", (1.4, 1.4), "time", "after 2 cycles"): ("FDA 2024", "of all treated: no result after"),
    ("studies", ("dose-reduction-ph4",), "definition", "strict CR"): (
        "Dose-reduction phase 4",
        "not found for all together; of ",
    ),
}


@pytest.mark.parametrize("asked", OTHERWISE)
def test_numbers_that_answer_nothing_are_not_said_to_be_found_for_others(view, asked):
    """Another definition or time of the whole study, or of its parts, is no answer of them."""
    first, value, second, word = asked
    found = view("response", adults=True, **{first: value, second: word})
    name, said = OTHERWISE[asked]
    (why,) = {row.why for row in found.rows if row.name == name}
    assert said in why
    assert "found only for" not in why
    told = found.sentence.partition(" Adults, for context")[0]
    assert name not in told.partition("only for ")[2]


def test_a_mark_says_of_whom_its_words_are(view):
    """68 % of Kantarjian's 90 had two lines or more; of the 41 treated weekly nobody counted."""
    asked = {"dose": (1.8, 1.8), "lines": (2, 7), "adults": True, "keep": True}
    (row,) = (row for row in view("response", **asked).drawn if row.name == "Kantarjian 2013")
    (mark,) = row.marks
    assert mark.startswith("only in words: “salvage ≥2 68 %” (of the whole study); how many had")


def test_the_bound_of_a_row_stands_in_the_footnote_too(view):
    """Of the 51 transplanted at least 9 had 1.8 mg/m², not a majority as of all 108."""
    sos = view("sos_post_hsct", dose=(1.8, 1.8), across=True, together=True)
    notes = [note for line in sos.pooled for note in line.footnotes if "wholly inside" in note]
    assert any("of these 51 at least 9 (derived)" in note for note in notes)
