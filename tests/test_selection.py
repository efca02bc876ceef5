"""What a link says, and that it is always said the same way."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.library import load_library
from data.links import SHARING, STUDY_NAMES, SWITCHES, few, parse, version_notice, write
from data.selection import CHOICES, Limits, Selection, limits, studies_in_order
from tests.drawn import SAID, cells_of, drawn_library, study
from tests.own_sessions import own_file, with_own

ALLOWED = Limits(
    dose=(0.8, 1.8),
    names={"brivio-2021": "Brivio 2021", "fda-2024": "FDA 2024", "obrien-2022": "O'Brien 2022"},
    sharing={"brivio-2021": "Brivio 2021", "fda-2024": "FDA 2024"},
)
EVERYTHING = Selection(
    studies=("obrien-2022",),
    dose=(1.4, 1.8),
    lines=(4, 7),
    strict="wholly",
    regimen="single agent",
    design="prospective",
    min=20,
    adults=True,
    keep=True,
    mrd="of all treated",
    definition="strict CR",
    time="after cycle 1",
    across=True,
    together=True,
    small=True,
    prefer=("fda-2024",),
    compare=("brivio-2021", "fda-2024"),
)


def test_nothing_asked_writes_nothing():
    """A view without filters has an empty link."""
    assert write(Selection(), ALLOWED) == {}


def test_the_link_spells_what_the_widgets_show():
    """Parameters carry the words on the widgets, ranges as two values, switches as true."""
    assert write(EVERYTHING, ALLOWED) == {
        "studies": ["O'Brien 2022"],
        "dose": ["1.4", "1.8"],
        "lines": ["4", "7"],
        "strict": ["wholly"],
        "regimen": ["single agent"],
        "design": ["prospective"],
        "min": ["20"],
        "adults": ["true"],
        "keep": ["true"],
        "mrd": ["of all treated"],
        "definition": ["strict CR"],
        "time": ["after cycle 1"],
        "across": ["true"],
        "together": ["true"],
        "small": ["true"],
        "prefer": ["FDA 2024"],
        "compare": ["Brivio 2021", "FDA 2024"],
    }


def choices(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(CHOICES[name])


tenths = st.integers(8, 18).map(lambda tenth: tenth / 10)
doses = st.tuples(tenths, tenths).map(sorted).map(tuple).filter(lambda ends: ends != (0.8, 1.8))
lines = st.tuples(st.integers(1, 7), st.integers(1, 7)).map(sorted).map(tuple)
selections = st.builds(
    Selection,
    studies=st.sampled_from([(), ("brivio-2021",), ("brivio-2021", "obrien-2022")]),
    dose=st.none() | doses,
    lines=st.none() | lines.filter(lambda ends: ends != (1, 7)),
    strict=choices("strict"),
    regimen=choices("regimen"),
    design=choices("design"),
    min=st.integers(0, 164),
    adults=st.booleans(),
    keep=st.booleans(),
    mrd=choices("mrd"),
    definition=choices("definition"),
    time=choices("time"),
    across=st.booleans(),
    together=st.booleans(),
    small=st.booleans(),
    prefer=st.sampled_from([(), ("fda-2024",), ("brivio-2021", "fda-2024")]),
)


@given(selections)
def test_every_selection_comes_back_from_its_link(selection):
    """Writing a selection and reading it again changes nothing and ignores nothing."""
    assert parse(write(selection, ALLOWED), ALLOWED) == (selection, [])


@pytest.mark.parametrize("params", [{"lines": ["4", "7"]}, {"dose": ["1.0", "1.4"]}], ids=str)
def test_a_link_is_spelled_as_it_was_read(params):
    """Prior lines are whole numbers."""
    assert write(parse(params, ALLOWED)[0], ALLOWED) == params


@pytest.mark.parametrize(
    ("params", "means"),
    [
        ({"dose": ["1.8", "1.4"]}, {"dose": (1.4, 1.8)}),
        ({"dose": ["0.1", "99"]}, {"dose": None}),
        ({"lines": ["9", "4"]}, {"lines": (4, 7)}),
        ({"studies": ["obrien-2022"]}, {"studies": ("obrien-2022",)}),
        ({"studies": ["BRIVIO 2021"]}, {"studies": ("brivio-2021",)}),
        ({"adults": ["True"]}, {"adults": True}),
        ({"across": ["TRUE"]}, {"across": True}),
        ({"together": ["true"], "small": ["false"]}, {"together": True}),
        ({"prefer": ["fda-2024", "brivio 2021"]}, {"prefer": ("brivio-2021", "fda-2024")}),
        ({"min": ["200"]}, {"min": 200}),
        ({"min": ["0"]}, {"min": 0}),
        ({"dose": ["0.1", "0.8"]}, {"dose": (0.8, 0.8)}),
        ({"lines": ["12", "15"]}, {"lines": (7, 7)}),
    ],
)
def test_a_link_typed_by_hand_is_put_right(params, means):
    """Reversed and overlong ranges, ids and capital letters are understood."""
    assert parse(params, ALLOWED) == (replace(Selection(), **means), [])


@pytest.mark.parametrize(
    "params",
    [
        {"dose": ["abc", "1.8"]},
        {"dose": ["nan", "1.8"]},
        {"dose": ["1.4"]},
        {"dose": ["1.43", "1.8"]},  # 1.4 would be another question
        {"dose": ["1.4", "1.79"]},
        {"dose": []},
        {"lines": ["4.5", "7"]},
        {"mrd": ["nonsense"]},
        {"mrd": ["of responders", "of all treated"]},
        {"min": ["many"]},
        {"min": ["-1"]},
        {"min": ["201"]},
        {"dose": ["2.5", "3"]},
        {"dose": ["0.1", "0.5"]},
        {"lines": ["0", "0"]},
        {"min": ["5", "6"]},
        {"adults": ["maybe"]},
        {"adults": ["true", "true"]},
        {"studies": ["nobody"]},
        {"studies": ["nobody", "no one"]},
        {"studies": []},
        {"across": ["yes"]},
        {"together": []},
        {"small": ["9"]},
        {"prefer": ["nobody"]},
        {"prefer": ["O'Brien 2022"]},
        {"unknown": ["1"]},
        {"min": ["9" * 10_000]},
        {"<script>": ["alert(1)"]},
    ],
    ids=str,
)
def test_nonsense_is_ignored_and_said(params):
    """A value that means nothing leaves the default and is named in one short sentence."""
    selection, ignored = parse(params, ALLOWED)
    assert selection == Selection()
    assert len(ignored) == 1
    assert len(ignored[0]) < 120


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("n" * 40, "n" * 40),
        ("n" * 41, "n" * 39 + "…"),
        ("one\ntwo\u202e", "one\ufffdtwo\ufffd"),
    ],
    ids=["40 letters", "41 letters", "a line break and a turn"],
)
def test_what_was_ignored_is_told_in_one_short_line(typed, said):
    """Forty letters are told in full, of more the first; nothing breaks or turns the line."""
    assert parse({"mrd": [typed]}, ALLOWED)[1] == [
        f'"mrd={said}" was ignored; allowed: of responders, of all treated'
    ]


TELLS = {
    "dose": "two doses from 0.8 to 1.8 mg/m² in steps of 0.1",
    "lines": "two numbers from 1 to 7",
    "min": "a number from 0 to 200",
    "unheard": "names of filters",
    **dict.fromkeys(("studies", "compare"), STUDY_NAMES),
    "prefer": SHARING,
    **dict.fromkeys(SWITCHES, "false, true"),
    "strict": "mostly, wholly",
    "regimen": "both together, single agent, combination",
    "design": "any, prospective, retrospective",
    "mrd": "of responders, of all treated",
    "definition": "as reported, CR/CRi or ORR, strict CR",
    "time": "main result, after cycle 1, after 2 cycles",
}


def test_what_was_ignored_is_told_with_what_is_allowed():
    """Whatever can be asked for; what is told can be typed."""
    assert {one.name for one in fields(Selection)} < {*TELLS}
    for name, allowed in TELLS.items():
        assert parse({name: ["²"]}, ALLOWED)[1] == [f'"{name}=²" was ignored; allowed: {allowed}']


def test_a_name_goes_before_an_id_that_reads_like_it():
    """The link that was written for a study opens that study."""
    names = {"a1": "B1", "b1": "Other"}
    allowed = Limits(dose=(0.8, 1.8), names=names, sharing={})
    for key in names:
        asked = Selection(studies=(key,))
        assert parse(write(asked, allowed), allowed) == (asked, [])


def test_other_data_are_named_by_their_version():
    """Of a link that was changed by hand the first version, and only as long as one can be."""
    assert version_notice(["abcdefghijk", "other"], "12345678") == [
        "This link was made with data version abcdefgh; today's is 12345678."
    ]


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("studies", ["BRIVIO 2021", "nobody"], "brivio-2021"),
        ("prefer", ["FDA 2024", "O'Brien 2022"], "fda-2024"),
    ],
)
def test_one_unknown_study_of_several_is_said(name, values, kept):
    """The studies that are known are kept, and each other one is named."""
    selection, ignored = parse({name: values}, ALLOWED)
    assert selection == replace(Selection(), **{name: (kept,)})
    said = {"studies": STUDY_NAMES, "prefer": SHARING}[name]
    assert ignored == [f'"{name}={values[1]}" was ignored; allowed: {said}']


@pytest.mark.parametrize(
    ("wrong", "named", "more"),
    [
        (3, 3, []),
        (4, 4, []),
        (5, 3, ["2 more values were ignored"]),
        (2000, 3, ["1,997 more values were ignored"]),
    ],
)
def test_of_many_wrong_values_the_first_are_named(wrong: int, named: int, more: list[str]):
    """So few as a reader would read are named, the others counted; a repeated one is said once."""
    unknown = [f"nobody {number}" for number in range(wrong)]
    _, ignored = parse({"studies": ["FDA 2024", *unknown, *unknown]}, ALLOWED)
    assert (
        few(ignored)
        == [f'"studies={one}" was ignored; allowed: {STUDY_NAMES}' for one in unknown[:named]]
        + more
    )


FORMER = ["Own series 1", "own series 12"]


@pytest.mark.parametrize("name", ["studies", "compare"])
def test_own_series_of_another_session_are_said_once(name):
    """The link says how many there were: no list of studies complains of them again."""
    beside = {name: [*FORMER, "FDA 2024"], "own_series": ["2"]}
    assert parse(beside, ALLOWED) == (replace(Selection(), **{name: ("fda-2024",)}), [])
    alone = {name: FORMER, "own_series": ["2"]}
    assert parse(alone, ALLOWED) == (Selection(), [])
    assert alone[name] == FORMER


@pytest.mark.parametrize(
    ("value", "number"),
    [("Own series 1", []), ("Own series 1", ["0"]), ("Own series", ["1"])]
    + [(f"{before}Own series 1{after}", ["1"]) for before, after in (("x", ""), ("", "x"))],
)
def test_nothing_else_is_dropped_without_a_word(value, number):
    """Nor where the link does not say that it had any, nor what is only spelled like one."""
    params = {"studies": [value]} | ({"own_series": number} if number else {})
    assert parse(params, ALLOWED) == (
        Selection(),
        [f'"studies={value}" was ignored; allowed: {STUDY_NAMES}'],
    )


def test_own_series_of_this_session_stay(library):
    """What is here is kept, what is not here goes, and both in any capitals."""
    made = limits(with_own(library, own_file()))
    params = {"studies": ["OWN SERIES 1", "Own series 2"], "own_series": ["1"]}
    assert parse(params, made) == (Selection(studies=("own-series-1",)), [])
    chosen = Selection(studies=("own-series-1", "fda-2024"), compare=("own-series-1",), own=True)
    assert parse(write(chosen, made) | {"own_series": ["1"]}, made) == (chosen, [])


def test_what_a_link_carries_beside_filters_is_left_alone():
    """An open study, the data version and embedding options are no filters and no nonsense."""
    others = {"open": ["brivio-2021"], "v": ["12345678"], "embed": ["true"]}
    assert parse(others, ALLOWED) == (Selection(), [])


def test_limits_come_from_the_library():
    """The dose range and the names are those of the studies; a review cannot be chosen."""
    found = limits(load_library())
    assert found.dose == (0.8, 1.8)
    assert found.names["fda-2024"] == "FDA 2024"
    assert "uy-2018" not in found.names


def test_where_no_dose_is_known_none_can_be_asked_for(library):
    """Studies without a dose make a range of nothing: a dose in a link is ignored and said."""
    undosed = limits(drawn_library(library, "study | counts\na | 5/10", "response"))
    assert undosed.dose == (0.0, 0.0)
    assert parse({"dose": ["1", "1"]}, undosed)[1] == [
        '"dose=1, 1" was ignored; allowed: two doses from 0 to 0 mg/m² in steps of 0.1'
    ]


def test_only_a_study_that_shares_children_can_be_preferred(library):
    """The other side of an overlap can be asked for only where there is one."""
    assert limits(library).sharing == {
        "brivio-2021": "Brivio 2021",
        "pennesi-2022": "Pennesi 2022",
        "fda-2024": "FDA 2024",
        "itcc-059-sos": "ITCC-059 SOS",
        "pennesi-2024": "Pennesi 2024",
    }


def test_children_come_before_adults():
    """Every chart and table has the same order: children first, single agent first."""
    order = [one.id for one in studies_in_order(load_library())]
    assert order.index("bhojwani-2019") < order.index("pennesi-2024") < order.index("inovate-2019")


LINKS = """
strict     | wholly
regimen    | single agent
regimen    | combination
design     | prospective
design     | retrospective
mrd        | of all treated
definition | CR/CRi or ORR
definition | strict CR
time       | after cycle 1
time       | after 2 cycles
"""


@pytest.mark.parametrize(("name", "word"), cells_of(LINKS), ids=" ".join)
def test_each_choice_of_a_filter_can_be_linked(library, name, word):
    selection, ignored = parse({name: [word]}, limits(library))
    assert (getattr(selection, name), ignored) == (word, [])
    assert Selection() == parse({}, limits(library))[0]
    assert getattr(Selection(), name) == CHOICES[name][0]


@pytest.mark.parametrize(
    "name", ["open", "v", "present", "parts", "own_series", "embed", "embed_options"]
)
def test_what_others_read_in_a_link_is_not_called_ignored(library, name):
    assert parse({name: ["1"]}, limits(library)) == (Selection(), [])


def test_nothing_is_asked_at_first():
    at_first = Selection()
    assert (at_first.min, at_first.own, at_first.keep) == (0, False, False)
    assert (at_first.definition, at_first.mrd) == ("as reported", "of responders")


def test_a_year_that_was_not_found_comes_last(library):
    """Within a regimen; a review, of which no regimen is asked, comes after all of them."""
    alone, combined = ({"regimen": {"kind": kind} | SAID} for kind in ("alone", "combined"))
    made = [
        study("r"),
        study("c", citation={"year": 2015}, **combined),
        study("b", **alone),
        study("z", citation={"year": 2020}, **alone),
    ]
    order = studies_in_order(replace(library, studies={one.id: one for one in made}))
    assert [one.id for one in order] == ["z", "b", "c", "r"]


def test_the_words_of_the_switches_are_those_of_the_vocabulary():
    """A switch that is renamed in one place and not in the other would find nothing."""
    words = load_library().vocabulary
    counted_of = words.outcomes["mrd_negative"].counted_of
    assert CHOICES["mrd"] == tuple(words.denominator_groups[key].label for key in counted_of)
    assert CHOICES["definition"][1:] == (
        words.definition_groups["main"],
        words.definition_groups["strict"],
    )
    times = words.outcomes["response"].timepoints
    assert CHOICES["time"][1:] == tuple(words.timepoints[key] for key in times)
