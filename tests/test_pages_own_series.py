"""The page “Own series” and what it changes elsewhere, without a browser."""

from __future__ import annotations

import gc
from dataclasses import fields

import pytest

from components import evidence
from data.own_form_fields import LABELS, Form
from data.own_series import MOST
from data.rows import Row, View
from data.schema import Study
from data.words import marked
from tests.own_sessions import own_file
from tests.visitor import alts, go, open_page, said, tables

NAME = "Zephyr ward"
ANSWERS = {
    "name": NAME,
    "regimen": "alone",
    "treated": "14",
    "design": "retrospective",
    "response": "9/14",
    "definition": "cr_cri",
    "response_of": "treated",
    "mrd": "6/9",
    "mrd_of": "responders",
    "sos": "2/7",
    "criteria": "not_found",
    "shared": "none",
}


@pytest.fixture
def app(project):
    return open_page(project, "own_series")


def fill_in(app, **other: str) -> None:
    """Sets each field; the page is run once."""
    for field, value in (ANSWERS | other).items():
        widget(app, field).set_value(value)
    app.run()


def widget(app, field: str):
    kinds = (*app.text_input, *app.selectbox, *app.radio, *app.multiselect)
    return next(one for one in kinds if one.key == f"own_form_{field}")


def press(app, words: str) -> None:
    next(one for one in app.button if one.label == words).click()
    app.run()


def add(app, **other: str) -> None:
    fill_in(app, **other)
    press(app, "Add to the dashboard")
    assert app.success, said(app)


def open_form(app) -> None:
    """After a series was added the form is closed."""
    next(one for one in app.button_group if one.key == "own_way").set_value("Type it in")
    app.run()


def test_a_series_that_the_filters_leave_out_is_not_said_to_be_seen(app):
    """Added under a filter that it does not meet, the page says which, and how to see it."""
    app.session_state["design"] = "prospective"
    fill_in(app)
    press(app, "Add to the dashboard")
    assert not app.success
    assert "the filters leave it out: retrospective, not prospective" in said(app)
    press(app, "Reset all filters")
    assert "now stands beside the published studies" in app.success[0].value


def test_what_a_link_lacked_is_not_said_beside_a_series_that_is_here(project):
    """The notice of a link from another session ends when the visitor adds a series."""
    app = open_page(project, "own_series", own_series=["1"])
    assert "An own series was part of this view" in app.warning[0].value
    add(app)
    assert not app.warning


def test_the_last_one_that_fits_is_confirmed_too(app):
    """With the eighth series the form is gone, but not the message."""
    files = {f"own-series-{i}": own_file(f"Ward {i}") for i in range(1, MOST)}
    app.session_state["own_files"] = files
    app.run()
    add(app)
    assert f"At most {MOST} own series" in said(app)


def own_switch(app):
    return next((one for one in app.toggle if one.key == "own"), None)


def test_each_question_stands_on_the_page(app):
    """No field of the form is forgotten by the layout, and each has its own words."""
    widget(app, "shared").set_value("some")
    app.run()
    for one in fields(Form):
        assert widget(app, one.name).label.removesuffix(" *") == LABELS[one.name]


def test_what_is_needed_is_asked_once_somebody_tried(app):
    """An empty form complains of nothing; after the click each field that needs an answer does."""
    assert "needed:" not in said(app)
    press(app, "Add to the dashboard")
    asked = said(app).count("needed:")
    assert asked == len({"name", "regimen", "treated", "design", "response", "shared"})
    assert LABELS["treated"] in app.error[0].value
    assert not app.success


def test_it_stands_first_in_every_panel_and_is_pooled_only_on_request(app):
    """Beside the published studies with its mark; the switch moves the diamond and says whose."""
    add(app)
    go(app, "response")
    (before,) = alts(app)[:1]
    assert "Response, pooled (CR/CRi or ORR, single agent): 70 % [52–84]" in before
    assert "“Pool own series” may add it" in said(app)
    own_switch(app).set_value(True)
    app.run()
    assert "5 studies (1 own, unpublished), 156 children" in alts(app)[0]
    rows = next(rows for rows in tables(app) if "N counts" in rows[0])
    assert rows[0]["Study"].startswith(marked(NAME))
    assert "Compare" not in rows[0]["Study"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [("some", "some of its children are in a listed study"), ("unknown", "is unknown")],
)
def test_children_that_may_be_counted_already_are_never_pooled(app, answer, why):
    """Yes and unknown are drawn, and stay out of the diamond with the switch on."""
    fill_in(app, shared=answer)
    if answer == "some":
        widget(app, "shared_with").set_value(["fda-2024"])
        app.run()
    press(app, "Add to the dashboard")
    go(app, "response")
    own_switch(app).set_value(True)
    app.run()
    assert "4 studies, 142 children" in alts(app)[0]
    assert why in said(app)


def test_without_own_series_nobody_sees_a_switch(app):
    """The switch comes with the first series and goes with the last one."""
    assert own_switch(app) is None
    add(app)
    assert own_switch(app) is not None
    press(app, "Remove")
    app.run()
    assert own_switch(app) is None


def test_filters_know_it_by_its_number(app):
    """The pills say “Own series 1”, the caption below them whose that is."""
    add(app)
    pills = next(one for one in app.button_group if one.key == "studies")
    pills.set_value(["Own series 1"])
    go(app, "response")
    assert f"Own series 1: {marked(NAME)}" in said(app)
    assert f"9/14, CR/CRi, {marked(NAME)}" in alts(app)[0]
    assert "in 1 cohort with counts" in alts(app)[0]
    go(app, "own_series")
    press(app, "Remove")
    go(app, "response")
    assert "7 cohorts with counts" in alts(app)[0]


def test_what_was_typed_survives_a_look_elsewhere(app):
    """A half-filled form is there again after another page."""
    widget(app, "response").set_value("15/14")
    app.run()
    go(app, "response")
    go(app, "own_series")
    assert widget(app, "response").value == "15/14"
    assert "more children with a response than counted" in app.error[0].value


def test_fields_start_from_what_they_hold(app):
    """A browser that forgot its fields draws them again from there, and says so to the server."""
    fill_in(app)
    for field, value in ANSWERS.items():
        asked = widget(app, field)
        starts = asked.proto.default
        if hasattr(asked, "options"):
            assert asked.proto.HasField("default")
            assert starts == asked.index
        else:
            assert starts == value


def test_an_edit_never_writes_over_something_typed(app):
    """With a draft in the form the button waits; with an empty form it fills it."""
    add(app)
    open_form(app)
    widget(app, "name").set_value("Draft")
    app.run()
    edit = next(one for one in app.button if one.label == "Edit")
    assert edit.disabled
    press(app, "Clear")
    press(app, "Edit")
    assert widget(app, "name").value == NAME
    press(app, "Do not change it")
    assert widget(app, "name").value == ""


def test_a_file_that_says_more_than_the_form_is_kept_as_it_is(app):
    """No button “Edit” that would lose half of it."""
    app.session_state["own_files"] = {"own-series-1": own_file(NAME, trial="EudraCT of ours")}
    app.run()
    assert not [one for one in app.button if one.label == "Edit"]
    assert "says more than the form holds" in said(app)


def test_a_series_that_no_longer_goes_with_the_data_is_told_and_not_lost(app):
    """Published data may change in a session: the others are shown, the file can be taken away."""
    app.session_state["own_files"] = {"own-series-1": own_file("Brivio 2021")}
    app.run()
    assert "does not go with the published data of today" in said(app)
    assert "Brivio 2021 is already here" in app.code[0].value
    assert not app.exception
    press(app, "Remove")
    assert "does not go" not in said(app)


def test_nothing_of_it_is_left_in_memory_after_remove(app):
    """No study, row or view with its name lives on, and what everyone sees never held one."""
    add(app)
    go(app, "response")
    own_switch(app).set_value(True)
    app.run()
    assert left_in_memory()
    go(app, "own_series")
    press(app, "Remove")
    app.run()
    assert left_in_memory() == []
    assert NAME not in str(evidence.published().library)


def left_in_memory() -> list[object]:
    gc.collect()
    found = [one for one in gc.get_objects() if isinstance(one, Study | Row | View)]
    return [one for one in found if NAME in str(getattr(one, "name", one))]
