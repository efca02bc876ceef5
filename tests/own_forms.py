"""Forms of own series as a visitor would fill them in, and what comes back of them."""

from __future__ import annotations

from dataclasses import fields

from data.library import Library
from data.own_form import mistakes
from data.own_form_fields import Form
from data.own_form_file import form_file
from data.own_series import read_own_series
from data.schema import Study

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
TEXT_FIELDS = [one.name for one in fields(Form) if one.name not in LISTED]


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
