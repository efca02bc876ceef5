"""The form of an own series as a file: it says what the form says, and comes back as the form."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.checks import LONGEST_NAME
from data.library import Library, load_library
from data.own_form import missing, mistakes
from data.own_form_fields import DEFINITIONS, MRD_OF, RESPONSE_OF, Form
from data.own_form_file import form_file, form_of
from data.own_series import read_own_series
from data.yaml_reader import parse_yaml
from tests.own_forms import FULL, SHORTEST, read_back

# For the properties, whose counterexamples would print a fixture at full length.
SHIPPED = load_library()


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


@pytest.mark.parametrize("shared", ["none", "unknown"])
def test_studies_named_before_the_answer_was_changed_are_not_in_the_file(shared, library: Library):
    """Only the answer "yes" asks in which studies, so only then the studies count."""
    assert read_back(replace(FULL, shared=shared), library).overlaps == ()


@pytest.mark.parametrize("form", [FULL, SHORTEST, replace(FULL, threshold="", sos="", criteria="")])
def test_what_is_empty_is_not_in_the_file(form: Form, library: Library):
    """Nobody reads "null" in a file, and what was left empty is empty again in the form."""
    assert "null" not in form_file(form)
    assert form_of(read_back(form, library)) == form


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


@settings(deadline=None)
@given(name=st.text(visible, min_size=1, max_size=LONGEST_NAME))
def test_every_name_without_mistake_comes_back(name: str):
    """What the form accepts as a name, the strict reader reads as the same name."""
    if name.strip() and not mistakes(Form(name=name), SHIPPED):
        study = read_back(replace(FULL, name=name), SHIPPED)
        assert study.name == name.strip()
        assert form_of(study).name == name.strip()


@st.composite
def sound_forms(draw: st.DrawFn) -> Form:
    """Forms that are complete and without contradiction."""
    treated = draw(st.integers(1, 60))
    responders = draw(st.integers(0, treated))
    response = f"{responders}/{treated}" if draw(st.booleans()) else ""
    mrd_of = draw(st.sampled_from(MRD_OF))
    mrd_n = responders if response and mrd_of != "treated" else treated
    mrd = f"{draw(st.integers(0, mrd_n))}/{mrd_n}" if mrd_n and draw(st.booleans()) else ""
    transplanted = draw(st.integers(1, treated))
    sos_n = draw(st.integers(1, transplanted))
    doses = st.integers(40_000, 360_000).map(lambda v: v / 10**5)
    low, high = sorted((draw(doses), draw(doses)))
    return Form(
        name="Our center",
        design=draw(st.sampled_from(["prospective", "retrospective", "not_found"])),
        regimen=draw(st.sampled_from(["alone", "combined", "both"])),
        treated=str(treated),
        dose=draw(st.sampled_from(["", f"{low:.6f}–{high:.6f}", f"{high:.6f}"])),
        prior_lines=draw(st.sampled_from(["", "1–5", "3"])),
        response=response,
        definition=draw(st.sampled_from(DEFINITIONS)),
        response_of=draw(st.sampled_from(RESPONSE_OF)),
        mrd=mrd,
        mrd_of=mrd_of,
        threshold=draw(st.sampled_from(["", "0.01", "0,000001", f"{low:.6f}"])) if mrd else "",
        mrd_covers_all=draw(st.sampled_from(["", "yes", "no"])),
        transplanted=draw(st.sampled_from(["", str(transplanted)])),
        sos=f"{draw(st.integers(0, sos_n))}/{sos_n}",
        criteria=draw(st.sampled_from(["seattle", "ebmt_pediatric", "not_found"])),
        os=draw(st.sampled_from(["", "54", "54,5 %"])),
        efs="36",
        efs_interval=draw(st.sampled_from(["", "20–52", "36–36"])),
        shared=draw(st.sampled_from(["none", "some", "unknown"])),
        shared_with=draw(st.sampled_from([("bhojwani-2019",), ("fda-2024", "brivio-2021")])),
    )


@settings(max_examples=200, deadline=None)
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
        ("citation: {}", "citation: {year: 2026}"),
        ("relation: partly", "relation: possible"),
        ("name: all treated", "name: everybody"),
        (
            "  denominator: responders",
            "  denominator: strict_cr_responders\n  method: flow cytometry",
        ),
        ("    level: 95", "    level: 90"),
        ("no other treated child is known to be MRD-negative", "all others were measured"),
        ("    low: 1\n", ""),
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


def test_a_series_of_unknown_size_has_no_form(library: Library):
    """A form asks for the number of treated, so it cannot hold a series without it."""
    no_other = replace(FULL, response="", mrd="", os="", os_interval="", efs="", efs_interval="")
    text = form_file(no_other)
    assert text.count("  n: 14\n") == 2
    study, problems = read_own_series(text.replace("  n: 14\n", "").encode(), "own.yaml", library)
    assert problems == []
    assert form_of(study) is None


def test_no_published_study_has_a_form(library: Library):
    """A published study is never taken for an own series, whatever little it says."""
    assert [form_of(study) for study in library.studies.values()] == [None] * len(library.studies)
