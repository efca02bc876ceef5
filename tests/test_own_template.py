"""The template of an own series is valid as it stands, and explains what may stand in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from data.__main__ import main
from data.json_schema import schema_text
from data.library import Library
from data.own_form import missing, mistakes
from data.own_form_fields import DEFINITIONS, MRD_OF, REGIMENS, RESPONSE_OF
from data.own_form_file import form_of
from data.own_series import read_own_series
from data.own_template import EXAMPLE_NAME, template
from data.schema import Study
from data.yaml_reader import parse_yaml

ADDRESS = "https://pedino.example/study.schema.json"


@pytest.fixture
def series(library: Library) -> Study:
    study, problems = read_own_series(template(ADDRESS).encode(), "template.yaml", library)
    assert problems == []
    return study


@pytest.mark.parametrize("name", ["pedino-own-series.yaml", "Our Center (2).yml", "x"])
def test_the_command_line_accepts_it(name: str, tmp_path: Path, capsys):
    """`python -m data check` finds nothing wrong, whatever the file is called."""
    path = tmp_path / name
    path.write_text(template(ADDRESS), encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == "1 file: no problem.\n"


def test_it_holds_the_example_series(series: Study):
    """Numbers of nobody, one of each that the form can hold."""
    assert series.name == EXAMPLE_NAME == "Example series"
    counts = {r.outcome: (r.events, r.n) for r in series.results}
    assert counts == {
        "response": (9, 14),
        "mrd_negative": (6, 9),
        "hsct_after_ino": (7, 14),
        "sos_post_hsct": (2, 7),
        "os_12_months": (None, 14),
    }


def test_the_form_holds_all_of_it(series: Study, library: Library):
    """A visitor may begin with the template and go on in the form, which finds nothing wrong."""
    form = form_of(series)
    assert form is not None
    assert mistakes(form, library) == missing(form) == {}


def test_an_editor_finds_the_schema_and_agrees(library: Library):
    """The first line names the schema, by which the template is valid."""
    text = template(ADDRESS)
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={ADDRESS}"
    value, _ = parse_yaml(text.encode(), "template.yaml")
    jsonschema.validate(json.loads(json.dumps(value)), json.loads(schema_text(library.vocabulary)))


def test_nobody_takes_its_numbers_for_real():
    """That the numbers must be replaced stands before the first of them."""
    before, _, _ = template(ADDRESS).partition("id: own-series")
    assert "ALL NUMBERS BELOW ARE EXAMPLES" in before
    assert "REPLACE" in before


def test_nobody_keeps_its_name():
    """The line above the name says that it must be replaced."""
    lines = template(ADDRESS).splitlines()
    above = lines[lines.index(f"name: {EXAMPLE_NAME}") - 1]
    assert above.startswith("# REPLACE THIS NAME")


def words_at(line: str) -> list[str]:
    """The words that the comment behind a line allows."""
    (found,) = [one for one in template(ADDRESS).splitlines() if re.search(line, one)]
    return re.split(", | or ", found.partition("# ")[2].removeprefix("whom n counts: "))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("definition: cr_cri", DEFINITIONS),
        ("denominator: treated .*# whom", RESPONSE_OF),
        ("denominator: responders", MRD_OF),
    ],
)
def test_the_words_it_allows_are_those_of_the_form(key: str, words: tuple[str, ...]):
    """Every word that the template names can be chosen in the form too."""
    assert words_at(key) == list(words)


def test_the_criteria_it_allows_are_those_of_the_evidence(library: Library):
    """A new set of SOS criteria in the vocabulary must be named in the template."""
    assert words_at("criteria: not_found") == list(library.vocabulary.sos_criteria)


def test_every_regimen_is_explained():
    """What was given is one of three words."""
    assert f"# kind: {', '.join(REGIMENS[:-1])} or {REGIMENS[-1]}" in template(ADDRESS)


def test_every_comment_that_can_be_taken_over_is_valid(library: Library):
    """Shared children and the conversion to all treated are right as the comments spell them."""
    text = (
        template(ADDRESS).replace("# overlaps:", "overlaps:").replace("#   - {study", "  - {study")
    )
    text = text.replace("shared_children: none}", "shared_children: some}")
    converted = re.search(r"write instead:  (all_treated: .*)", text)
    text = re.sub(r"(?m)^    all_treated: .*$", f"    {converted[1]}", text)
    study, problems = read_own_series(text.encode(), "template.yaml", library)
    assert problems == []
    form = form_of(study)
    assert (form.shared, form.shared_with, form.mrd_covers_all) == (
        "some",
        ("bhojwani-2019",),
        "yes",
    )
