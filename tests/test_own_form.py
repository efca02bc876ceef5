"""The form of an own series: every mistake beside its field, and a file that says the same."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.checks import LONGEST_NAME
from data.library import Library, load_library
from data.own_form import (
    HINTS,
    LABELS,
    REQUIRED,
    Form,
    choices,
    form_file,
    form_of,
    missing,
    mistakes,
    readings,
)
from data.own_form_fields import DEFINITIONS, MRD_OF, RESPONSE_OF
from data.own_series import read_own_series, with_own_series
from data.schema import Study
from data.yaml_reader import parse_yaml

# For the properties, whose counterexamples would print a fixture at full length.
SHIPPED = load_library()
FULL = Form(
    name="Our center",
    design="retrospective",
    regimen="alone",
    treated="14",
    dose="1.4–1.8",
    prior_lines="1–5",
    response="9/14",
    definition="cr_cri",
    response_of="treated",
    mrd="6/9",
    mrd_of="responders",
    threshold="0.01",
    mrd_covers_all="yes",
    transplanted="8",
    sos="2/7",
    criteria="not_found",
    os="54",
    os_interval="25–76",
    efs="36.5",
    efs_interval="13–60",
    shared="some",
    shared_with=("bhojwani-2019", "obrien-2022"),
)
SHORTEST = Form(
    name="Our center",
    design="prospective",
    regimen="combined",
    treated="3",
    sos="0/1",
    criteria="seattle",
    shared="unknown",
)
CHOSEN = ("design", "regimen", "definition", "response_of", "mrd_of", "mrd_covers_all")
LISTED = (*CHOSEN, "criteria", "shared", "shared_with")


def said_of(answers: str, library: Library) -> str:
    """What is wrong with answers that are typed "field=text; field=text"."""
    pairs = [one.partition("=") for one in answers.split("; ")]
    found = mistakes(Form(**{field: text for field, _, text in pairs}), library)
    return "\n".join(f"{field}: {message}" for field, message in found.items())


def read_back(form: Form, library: Library) -> Study:
    """The study that our own strict reader and all our checks find in a form's file."""
    study, problems = read_own_series(form_file(form).encode(), "own.yaml", library)
    assert problems == []
    assert study is not None
    return study


# answer -> what is said beside it; nothing where it is right
TYPED = """
treated=14                     |
treated= 14                    |
treated=nine                   | "nine" is not a whole number; allowed: like 14
treated=1e9                    | "1e9" is not a whole number; allowed: like 14
treated=14.0                   | "14.0" is not a whole number; allowed: like 14
treated=1,000                  | "1,000" is not a whole number; allowed: like 14
treated=１４                   | "１４" is not a whole number; allowed: like 14
treated=-3                     | -3 is less than 1; allowed: 1 to 100,000
treated=−3                     | -3 is less than 1; allowed: 1 to 100,000
treated=0                      | 0 is less than 1; allowed: 1 to 100,000
treated=100000                 |
treated=1000000000             | 1000000000 is more than 100,000; allowed: 1 to 100,000
response=9/14                  |
response=9 / 14                |
response=9 of 14               |
response=0/14                  |
response=14/14                 |
response=nine                  | "nine" is not x/N; allowed: like 9/14
response=9                     | "9" is not x/N; allowed: like 9/14
response=9/                    | "9/" is not x/N; allowed: like 9/14
response=64 %                  | "64%" is not x/N; allowed: like 9/14
response=nine of 14            | "nine" is not a whole number; allowed: like 14
response=9/14/2                | "14/2" is not a whole number; allowed: like 14
response=15/14                 | "15/14": more children with a response than counted; allowed: x ≤ N
response=-1/14                 | -1 is less than 0; allowed: 0 to 100,000
response=1e1/14                | "1e1" is not a whole number; allowed: like 14
response=9/1000000000          | 1000000000 is more than 100,000; allowed: 0 to 100,000
response=0/0                   | "0/0": no child is counted; allowed: N of 1 or more
response==9/14                 | "=9" is not a whole number; allowed: like 14
mrd=7/6                        | "7/6": more children MRD-negative than counted; allowed: x ≤ N
sos=3/2                        | "3/2": more children with SOS than counted; allowed: x ≤ N
transplanted=0                 |
transplanted=-1                | -1 is less than 0; allowed: 0 to 100,000
dose=1.8                       |
dose=1,8                       |
dose=1.4-1.8                   |
dose=1,4 – 1,8                 |
dose=1.4 to 1.8                |
dose=1.8–1.4                   | "1.8–1.4": the first number is larger; allowed: 1.4–1.8
dose=0                         | 0 is nothing; allowed: above 0
dose=0–1.8                     | 0 is nothing; allowed: above 0
dose=-1.8                      | -1.8 is less than 0; allowed: 0 to 100,000
dose=1e9                       | "1e9" is not a number; allowed: like 12 or 1.8
dose=100000.5                  | 100000.5 is more than 100,000; allowed: 0 to 100,000
dose=0.1234567                 | 0.1234567 has too many decimals; allowed: at most 6
dose=nan                       | "nan" is not a number; allowed: like 12 or 1.8
dose=1.8 mg                    | "1.8 mg" is not a number; allowed: like 12 or 1.8
prior_lines=2                  |
prior_lines=1–5                |
prior_lines=0–5                | 0 is less than 1; allowed: 1 to 100,000
prior_lines=5–1                | "5–1": the first number is larger; allowed: 1–5
prior_lines=1.5                | "1.5" is not a whole number; allowed: like 14
threshold=0.01                 |
threshold=0,01                 |
threshold=0                    | 0 is nothing; allowed: above 0
threshold=101                  | 101 is more than 100; allowed: 0 to 100
os=54                          |
os=54.5 %                      |
os=101                         | 101 is more than 100; allowed: 0 to 100
os=-1                          | -1 is less than 0; allowed: 0 to 100
os_interval=40–78              |
os_interval=40 % – 78 %        |
os_interval=40                 | "40" is not an interval; allowed: like 40–78
os_interval=78–40              | "78–40": the first number is larger; allowed: 40–78
os_interval=40–101             | 101 is more than 100; allowed: 0 to 100
efs_interval=fourty            | "fourty" is not an interval; allowed: like 40–78
regimen=perhaps                | unknown choice "perhaps"; allowed: alone, both, combined
"""


@pytest.mark.parametrize("line", TYPED.strip().splitlines(), ids=lambda line: line.split(" |")[0])
def test_each_answer_alone(line: str, library: Library):
    """What is typed is right, or the field says why not and what would be."""
    typed, _, expected = (part.strip() for part in line.partition("|"))
    field = typed.partition("=")[0]
    assert said_of(typed, library) == (f"{field}: {expected}" if expected else "")


# answers that stand in one form, and what is said
TOGETHER = [
    ("treated=14; response=9/15", "response: N is 15, but 14 were treated; allowed: N ≤ 14"),
    ("treated=14; response=9/13", ""),
    ("treated=14; response=9/13; response_of=evaluable", ""),
    (
        "treated=14; response=9/13; response_of=treated",
        "response: N is 13, but 14 were treated; allowed: N = 14, or counted of others",
    ),
    ("treated=14; response=9/14; response_of=treated", ""),
    ("treated=14; mrd=9/15", "mrd: N is 15, but 14 were treated; allowed: N ≤ 14"),
    (
        "treated=14; mrd=6/9; mrd_of=treated",
        "mrd: N is 9, but 14 were treated; allowed: N = 14, or counted of others",
    ),
    ("treated=14; mrd=6/14; mrd_of=treated; response=9/14", ""),
    ("response=9/14; mrd=6/9; mrd_of=responders", ""),
    ("response=9/14; mrd=6/10; mrd_of=responders", "mrd: N is 10, but 9 responded; allowed: N ≤ 9"),
    (
        "response=9/14; mrd=6/8; mrd_of=responders",
        "mrd: N is 8, but 9 responded; allowed: N = 9, or counted of those with MRD measured",
    ),
    ("response=9/14; mrd=6/8; mrd_of=responders_mrd_measured", ""),
    (
        "response=9/14; mrd=6/10; mrd_of=responders_mrd_measured",
        "mrd: N is 10, but 9 responded; allowed: N ≤ 9",
    ),
    ("response=9/14; mrd=6/10", ""),
    ("mrd=6/10; mrd_of=responders", ""),
    ("treated=14; transplanted=14", ""),
    (
        "treated=14; transplanted=15",
        "transplanted: 15 transplanted, but 14 treated; allowed: at most 14",
    ),
    ("transplanted=7; sos=2/8", "sos: N is 8, but 7 were transplanted; allowed: N ≤ 7"),
    ("transplanted=8; sos=2/7", ""),
    ("treated=14; sos=2/15", "sos: N is 15, but 14 were treated; allowed: N ≤ 14"),
    ("os=54; os_interval=40–78", ""),
    ("os=40; os_interval=40–78", ""),
    (
        "os=39.9; os_interval=40–78",
        "os_interval: 40–78 does not hold 39.9 %; allowed: an interval around it",
    ),
    (
        "efs=85; efs_interval=40–78",
        "efs_interval: 40–78 does not hold 85 %; allowed: an interval around it",
    ),
]


@pytest.mark.parametrize(("typed", "expected"), TOGETHER)
def test_answers_that_contradict_each_other(typed: str, expected: str, library: Library):
    """Two answers that cannot both be true are told at the one that is typed later."""
    assert said_of(typed, library) == expected


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", ""),
        ("   ", ""),
        ("Our center", ""),
        ("<b>Our</b> **center** =1+1", ""),
        ("المركز", ""),
        ("a" * LONGEST_NAME, ""),
        ("a" * 200, "200 characters; allowed: at most 40"),
        ("Bhojwani 2019", "Bhojwani 2019 is already here; allowed: another name"),
        (" bhojwani  2019 ", "Bhojwani 2019 is already here; allowed: another name"),
        (
            "Bhojwani 2019 (own series, unpublished)",
            "Bhojwani 2019 is already here; allowed: another name",
        ),
        ("Our\ncenter", "more than one line; allowed: one line"),
        ("Our \u202ecenter", "odd character U+202E; allowed: leave it out"),
        ("Our\u200bcenter", "odd character U+200B; allowed: leave it out"),
        ("Our\x00center", "odd character U+0000; allowed: leave it out"),
        ("Our\ud800center", "odd character U+D800; allowed: leave it out"),
        ("Our c\u0435nter", '"cеnter" mixes letters that look alike; allowed: one alphabet a word'),
    ],
)
def test_names(name: str, said: str, library: Library):
    """A name is one short visible line that nobody has; what it means elsewhere does not matter."""
    assert mistakes(Form(name=name), library).get("name", "") == said


def test_two_series_of_one_session_have_two_names(library: Library):
    """A name is taken by another own series too, under the name as it was typed."""
    other = with_own_series(library, {"own-series-1": form_file(SHORTEST)})
    said = "Our center is already here; allowed: another name"
    assert mistakes(replace(FULL, name="OUR  center"), other) == {"name": said}
    assert mistakes(replace(FULL, name="Our other center"), other) == {}


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


def test_what_must_be_answered():
    """An empty form asks for five answers and one rate, a full one and a short one for nothing."""
    assert set(missing(Form())) == {*REQUIRED, "response"}
    assert missing(FULL) == missing(SHORTEST) == {}


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"response": "nine"}, {"definition", "response_of"}),
        ({"mrd": "6/9"}, {"mrd_of"}),
        ({"threshold": "0.01"}, {"mrd"}),
        ({"sos": "2/7"}, {"criteria"}),
        ({"transplanted": "7"}, set()),
        ({"shared": "some"}, {"shared_with"}),
        ({"os": "54"}, set()),
        ({"os_interval": "40–78"}, {"os"}),
        ({"efs_interval": "40–78"}, {"efs"}),
        ({"name": "  "}, {"name"}),
    ],
)
def test_an_answer_asks_for_what_it_means_nothing_without(answers, asked):
    """A count asks whom it counts and by which words; nothing typed is dropped in silence."""
    needed = {"name": "Our center", "design": "prospective", "regimen": "alone", "treated": "14"}
    form = Form(**{**needed, "shared": "none", **answers})
    rate = any((form.response, form.mrd, form.sos))
    assert set(missing(form)) == asked | (set() if rate else {"response"})


def test_how_answers_are_read():
    """Beside a right answer stands what every chart will show; beside others nothing."""
    assert readings(FULL) == {
        "dose": "1.4–1.8 mg/m²",
        "prior_lines": "1–5 prior lines",
        "response": "9/14 · 64 % [35–87]",
        "mrd": "6/9 · 67 % [30–93]",
        "transplanted": "8/14 · 57 % [29–82]",
        "sos": "2/7 · 29 % [4–71]",
        "os_interval": "95 % CI 25–76",
        "efs_interval": "95 % CI 13–60",
    }
    assert readings(Form(dose="1,80", response="9 of 14", mrd="7/6", transplanted="3")) == {
        "dose": "1.8 mg/m²",
        "response": "9/14 · 64 % [35–87]",
    }
    assert readings(Form(treated="2", transplanted="3")) == {}
    assert readings(Form()) == {}


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


def test_the_file_says_what_the_form_says(library: Library):
    """Each answer is one number of the study, with whom it counts and by which words."""
    study = read_back(FULL, library)
    rows = [
        (r.outcome, r.events, r.n, r.denominator, r.definition or r.criteria or r.threshold)
        for r in study.results
    ]
    assert rows == [
        ("response", 9, 14, "treated", "cr_cri"),
        ("mrd_negative", 6, 9, "responders", 0.01),
        ("hsct_after_ino", 8, 14, "treated", None),
        ("sos_post_hsct", 2, 7, "transplanted", "not_found"),
        ("os_12_months", None, 14, "treated", None),
        ("efs_12_months", None, 14, "treated", None),
    ]
    survival = [r.published for r in study.results if r.published]
    assert [(p.percent, p.low, p.high, p.level) for p in survival] == [
        (54, 25, 76, 95),
        (36.5, 13, 60, 95),
    ]
    (whole,) = study.cohorts
    assert (whole.n, whole.dose.low, whole.dose.high) == (14, 1.4, 1.8)
    assert (whole.prior_lines.low, whole.prior_lines.high) == (1, 5)
    assert [(o.study, o.relation) for o in study.overlaps] == [
        ("bhojwani-2019", "partly"),
        ("obrien-2022", "partly"),
    ]


def test_what_is_empty_has_no_result(library: Library):
    """One rate is enough, and nothing is made up for the rest."""
    study = read_back(SHORTEST, library)
    assert [(r.outcome, r.events, r.n) for r in study.results] == [("sos_post_hsct", 0, 1)]
    assert (study.cohorts[0].dose, study.cohorts[0].prior_lines) == (None, None)
    assert (study.own_series.shared_children, study.overlaps) == ("unknown", ())


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ({"sos": "2/7"}, "SOS status known of 7 of 8 transplanted"),
        ({"sos": "2/8"}, None),
        ({"sos": "2/7", "transplanted": ""}, None),
    ],
)
def test_fewer_with_known_sos_than_transplanted(answers, note, library: Library):
    """That SOS was not known of all who were transplanted stands beside the rate."""
    study = read_back(replace(FULL, **answers), library)
    assert [r.note for r in study.results if r.outcome == "sos_post_hsct"] == [note]


@pytest.mark.parametrize(
    ("mrd_of", "covers", "converted"),
    [
        ("responders", "yes", True),
        ("responders", "no", False),
        ("responders", "", False),
        ("responders_mrd_measured", "yes", True),
        ("treated", "yes", None),
    ],
)
def test_mrd_of_all_treated_only_if_the_owner_says_so(mrd_of, covers, converted, library):
    """A rate of responders holds for all treated only where no other child is MRD-negative."""
    count = "6/14" if mrd_of == "treated" else "6/9"
    form = replace(FULL, mrd=count, mrd_of=mrd_of, mrd_covers_all=covers)
    (mrd,) = [r for r in read_back(form, library).results if r.outcome == "mrd_negative"]
    said = mrd.all_treated
    assert (None if said is None else said.derivation is not None) is converted


def test_the_first_line_tells_editors_the_schema():
    """An editor with YAML support finds the schema, at an address of our choice."""
    first = form_file(FULL, "https://example.org/study.schema.json").splitlines()[0]
    assert first == "# yaml-language-server: $schema=https://example.org/study.schema.json"


NASTY = [
    *("true", "null", "~", "1e9", "1.8", "0x1F", "0o17", "12:30", "2024-01-01", "1_000", "NO", "-"),
    *("x: y", "x #y", "# x", "- x", "? x", "'", '"', "\\", "\\n", "{a}", "[a]", "&a", "*a", "!x"),
    *("%x", "@x", "`x`", "|", ">", "=1+1", "@SUM(1)", "<script>x</script>", "[x](https://x.y)"),
    *(
        "**x**",
        "$x$",
        ":red[x]",
        "המרכז שלנו",
        "مركزنا",
        "Ελλάς",
        "Центр",
        "😀 center",
        "<<",
        "...",
    ),
]


@pytest.mark.parametrize("name", NASTY)
def test_a_name_that_means_something_elsewhere_comes_back(name: str, library: Library):
    """YAML, HTML, Markdown and formulas in a name are a name; so is any alphabet."""
    assert mistakes(Form(name=name), library) == {}
    assert read_back(replace(FULL, name=name), library).name == name


def test_a_name_is_readable_in_the_file(library: Library):
    """Letters stand in the file as they are, and spaces at the ends do not."""
    assert "\nname: Центр\n" in form_file(replace(FULL, name="  Центр "))
    assert read_back(replace(FULL, name=" Our center  "), library).name == "Our center"


visible = st.characters(exclude_categories=("C", "Zl", "Zp"))


@given(name=st.text(visible, min_size=1, max_size=LONGEST_NAME))
def test_every_name_without_mistake_comes_back(name: str):
    """What the form accepts as a name, the strict reader reads as the same name."""
    if name.strip() and not mistakes(Form(name=name), SHIPPED):
        study = read_back(replace(FULL, name=name), SHIPPED)
        assert study.name == name.strip()
        assert form_of(study).name == name.strip()


TEXT_FIELDS = [one.name for one in fields(Form) if one.name not in LISTED]
PIECES = st.sampled_from([*"0123456789/-–,.% ", "of", "to", "1e9", "14", "100000", "−", "٣"])


@given(field=st.sampled_from(TEXT_FIELDS), text=st.text() | st.lists(PIECES).map("".join))
def test_no_text_breaks_the_form(field: str, text: str):
    """Whatever is typed has a message at its own field or none, never an error of the program."""
    form = Form(**{field: text})
    wrong = mistakes(form, SHIPPED)
    assert set(wrong) <= {field}
    assert set(readings(form)) <= {field} - set(wrong)
    assert all(message.isprintable() for message in wrong.values())
    missing(form)


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_very_long_text_is_refused_at_once(field: str, library: Library):
    """A novel in a field is answered by one short line."""
    for text in (
        "9" * 200_000,
        "/" * 200_000,
        "1-" * 100_000,
        " of " * 50_000,
        "-" * 200_000 + " x y",
    ):
        (message,) = mistakes(Form(**{field: text}), library).values()
        assert len(message) < 200


@st.composite
def sound_forms(draw: st.DrawFn) -> Form:
    """Forms that are complete and without contradiction."""

    def count(most: int) -> tuple[int, int]:
        n = draw(st.integers(1, most))
        return draw(st.integers(0, n)), n

    treated = draw(st.integers(1, 60))
    mrd_of = draw(st.sampled_from(MRD_OF))
    x, n = draw(st.integers(0, treated)), treated
    maybe_response = f"{x}/{n}" if draw(st.booleans()) else ""
    of = {"treated": treated, "responders": x if maybe_response else treated}
    mrd_n = of.get(mrd_of, x)
    mrd = f"{draw(st.integers(0, mrd_n))}/{mrd_n}" if mrd_n and draw(st.booleans()) else ""
    transplanted = draw(st.integers(1, treated))
    sos = "{}/{}".format(*count(transplanted))
    tenth = st.integers(1, 10**6).map(lambda v: v / 10**5)
    low, high = sorted((draw(tenth), draw(tenth)))
    return Form(
        name="Our center",
        design=draw(st.sampled_from(["prospective", "retrospective", "not_found"])),
        regimen=draw(st.sampled_from(["alone", "combined", "both"])),
        treated=str(treated),
        dose=draw(st.sampled_from(["", f"{low:.6f}–{high:.6f}", f"{high:.6f}"])),
        prior_lines=draw(st.sampled_from(["", "1–5", "3"])),
        response=maybe_response,
        definition=draw(st.sampled_from(DEFINITIONS)),
        response_of=draw(st.sampled_from(RESPONSE_OF)),
        mrd=mrd,
        mrd_of=mrd_of,
        threshold=draw(st.sampled_from(["", "0.01", "0,000001", f"{low:.6f}"])) if mrd else "",
        mrd_covers_all=draw(st.sampled_from(["", "yes", "no"])),
        transplanted=draw(st.sampled_from(["", str(transplanted)])),
        sos=sos,
        criteria=draw(st.sampled_from(["seattle", "ebmt_pediatric", "not_found"])),
        os=draw(st.sampled_from(["", "54", "54,5 %"])),
        efs="36",
        efs_interval=draw(st.sampled_from(["", "20–52", "36–36"])),
        shared=draw(st.sampled_from(["none", "some", "unknown"])),
        shared_with=draw(st.sampled_from([("bhojwani-2019",), ("fda-2024", "brivio-2021")])),
    )


@settings(max_examples=200)
@given(form=sound_forms())
def test_a_form_comes_back_from_its_file(form: Form):
    """Form to file to form loses nothing, and the second file is the first, letter by letter."""
    assert mistakes(form, SHIPPED) == {}
    assert missing(form) == {}
    study = read_back(form, SHIPPED)
    again = form_of(study)
    assert again is not None
    assert form_file(again) == form_file(form)
    typed = {field: text for field, text in asdict(again).items() if text}
    assert all(getattr(form, field) for field in typed)


def test_the_strict_reader_reads_the_same_values():
    """Numbers stay numbers and texts texts, also where YAML would write an exponent."""
    text = form_file(replace(FULL, name="1.0", threshold="0.000001", dose="2"))
    value, _ = parse_yaml(text.encode(), "own.yaml")
    assert value["name"] == "1.0"
    assert value["results"][1]["threshold"] == 0.000001
    assert value["cohorts"][0]["dose"]["low"] == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary: Own patients of one center", "summary: Twelve years of one center"),
        ("population: children", "population: adults"),
        ("id: own-series", "id: our-center"),
        ("citation: {}", "citation: {year: 2026}"),
        ("relation: partly", "relation: possible"),
        ("name: all treated", "name: everybody"),
        (
            "  denominator: responders",
            "  denominator: strict_cr_responders\n  method: flow cytometry",
        ),
        ("    level: 95", "    level: 90"),
        ("no other treated child is known to be MRD-negative", "all others were measured"),
        ("    high: 5\n", ""),
        ("  timing: retrospective", "  timing: retrospective\n  period: 2015–2020"),
        ("SOS status known of 7 of 8 transplanted", "one died early"),
        ("- outcome: hsct_after_ino", "- outcome: infection_grade34"),
    ],
)
def test_a_file_that_says_more_has_no_form(old: str, new: str, library: Library):
    """What a form cannot hold is never lost by opening the form."""
    text = form_file(FULL)
    assert old in text
    study, problems = read_own_series(text.replace(old, new, 1).encode(), "own.yaml", library)
    assert problems == []
    assert form_of(study) is None


def test_no_published_study_has_a_form(library: Library):
    """A published study is never taken for an own series, whatever little it says."""
    assert [form_of(study) for study in library.studies.values()] == [None] * len(library.studies)
