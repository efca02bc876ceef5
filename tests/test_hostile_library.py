"""What may stand in a data file and what may not: the payloads and the library made of them."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import BaseModel

from components.markdown import plain
from data.checks import NAME_RULE
from data.fields import Source, Text
from data.library import HERE, study_from
from data.own_form import mistakes
from data.own_form_fields import Form
from data.own_form_file import form_file
from data.own_series import read_own_series
from data.problems import record_in
from data.schema import Context, Study
from data.words import unmarked
from tests.hostile_library import hostile, hostile_library, read
from tests.own_forms import FULL, read_back
from tests.own_sessions import own_file, with_own
from tests.payloads import FIRST, LONGEST_NAME, NAMES, PAYLOADS, REFUSED, REFUSED_ADDRESSES

MODEL = "author-2026"


@pytest.fixture(scope="module")
def of_payloads(tmp_path_factory):
    return hostile_library(tmp_path_factory.mktemp("data"))


def free_texts(model: type[BaseModel], known: set[type[BaseModel]]) -> Iterator[str]:
    """Every field of a record, and of the records in it, that takes any text."""
    known.add(model)
    for name, hint in typing.get_type_hints(model, include_extras=True).items():
        if Text in (hint, *typing.get_args(hint)):
            yield f"{model.__name__}.{name}"
        inside = record_in(hint)
        if inside and inside not in known:
            yield from free_texts(inside, known)


def test_every_free_text_of_the_schema_has_payloads():
    """A field that is added later must be filled too, or it is not tested at all."""
    fields = {name for model in (Study, Context, Source) for name in free_texts(model, set())}
    filled = hostile().places.by_field.keys()
    assert fields - filled == {"Result.unit"}  # always months


def test_every_payload_stands_in_the_library(of_payloads):
    """All of them, and the loader has nothing against any."""
    assert of_payloads.problems == ()
    assert of_payloads.studies.keys() == {path.stem for path in (HERE / "studies").glob("*.yaml")}
    texts = "\n".join(hostile().texts.values())
    assert [name for name, text in PAYLOADS.items() if text not in texts] == []


def test_the_library_has_the_numbers_of_the_shipped_one(of_payloads):
    """Only words were changed: a chart of it has the rows of the shipped chart."""
    for key, study in of_payloads.studies.items():
        shipped = read(HERE / f"studies/{key}.yaml")
        assert [one.n for one in study.cohorts] == [c.get("n") for c in shipped.get("cohorts", ())]
        assert [(one.outcome, one.events, one.n) for one in study.results] == [
            (one["outcome"], one.get("events"), one.get("n")) for one in shipped.get("results", ())
        ]


def study_file(
    summary: str = "A summary", url: str = "https://a.example", name: str = "Author 2026"
) -> bytes:
    """A study as it is sent by somebody, with one text that they chose."""
    said = {"basis": "stated", "source": "paper", "place": "abstract"}
    record = {
        "id": MODEL,
        "name": name,
        "summary": summary,
        "population": "children",
        "citation": {},
        "design": {"summary": "case series", "timing": "not_found"} | said,
        "regimen": {"kind": "alone"} | said,
        "sources": {"paper": {"name": "Journal", "url": url}},
        "cohorts": [{"id": "all", "name": "all treated", "n": 10} | said],
    }
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", REFUSED)
def test_what_deceives_the_eye_is_refused(library, name):
    """In a study and in an own series: one line that says where, what is wrong, what is allowed."""
    text = REFUSED[name]
    _, _, found = study_from(study_file(text), "a.yaml", library.vocabulary, library.sources)
    own = own_file("Our center", summary=text).encode("utf-8", "surrogatepass")
    for problems in (found, read_own_series(own, "a.yaml", library)[1]):
        (problem,) = problems
        assert problem.allowed
        assert str(problem).isprintable()
        assert len(str(problem)) < 300
        assert str(problem).startswith("a.yaml:")


@pytest.mark.parametrize("url", REFUSED_ADDRESSES)
def test_an_address_that_is_no_address_is_refused(library, url):
    """Only https, and nothing that could end an attribute."""
    raw = study_file(url=url)
    (problem,) = study_from(raw, "a.yaml", library.vocabulary, library.sources)[2]
    assert (problem.place, problem.allowed) == (
        "sources.paper.url",
        "an address that begins with https://",
    )


UNFIT = ("1. one", "St.Jude", "www.x.invalid", "a--b", "a  b", "a ", "2020", "x" * 41, "a_b")
FIT = ("O'Brien 2022", "St. Jude’s, arm B (20–25 mg/m)", "INO-VATE 2019", "Ōta et al.", "x" * 40)


@pytest.mark.parametrize("name", [*NAMES, *UNFIT])
def test_a_name_that_a_menu_would_not_show_as_typed_is_refused(library, name):
    """Choices are read as Markdown, and go into the link: only words are names of studies."""
    _, _, found = study_from(study_file(name=name), "a.yaml", library.vocabulary, library.sources)
    (problem,) = found
    assert (problem.place, problem.allowed) == ("name", NAME_RULE)


@pytest.mark.parametrize("name", FIT)
def test_a_name_of_words_is_accepted(library, name):
    """Letters of any alphabet, digits, and what stands in names."""
    raw = study_file(name=name)
    assert not study_from(raw, "a.yaml", library.vocabulary, library.sources)[2]


@pytest.mark.parametrize("name", ["a\nb", "x" * (LONGEST_NAME + 1), "\u202eab", "a\u200bb"])
def test_a_name_that_would_break_a_chart_is_told_in_the_form(library, name):
    """Two lines, too long, turned around, invisible: a sentence beside the field."""
    said = mistakes(Form(name=name), library)["name"]
    assert said.isprintable()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_typed_into_the_form_comes_back_as_it_was(library, name):
    """Through the file that the form writes, our own strict reader, and into the library."""
    form = replace(FULL, name=f"{name} x")
    assert read_back(form, library).name == form.name.strip()
    assert (
        unmarked(with_own(library, form_file(form)).studies["own-series-1"].name)
        == form.name.strip()
    )


@pytest.mark.parametrize("name", FIRST)
def test_what_must_stand_first_is_escaped_there(name):
    """No text begins a list, a heading, a quotation, a table or program code."""
    shown = plain(FIRST[name])
    assert "\n" not in shown
    assert not shown.startswith(("    ", "#", ">", "|", "```", "~~~", "* ", "+ ", "- ", "=="))
    assert not shown.lstrip().startswith(("- ", "1. "))
