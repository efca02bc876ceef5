"""The presentation and the journal club page as a visitor meets them, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components import store
from components.journal_club import BUNDLE, DECK, HANDOUT, WORKBOOK
from components.store import OWN_FILES
from data.selection import Selection
from data.story import PARTS, tell, usual_parts
from tests.html_reader import Page
from tests.own_sessions import own_file
from tests.visitor import copied_link, go, open_page, said

KEYS = usual_parts(Selection())
NAMES = [PARTS[key][0] for key in KEYS]
THREE = ["Title", "MRD negativity", "SOS after HSCT"]
FORWARD, BACK = ("step-Right", "step-PageDown"), ("step-Left", "step-PageUp")
FILTERS = {"dose": ["1.4", "1.8"], "adults": ["true"], "mrd": ["of all treated"]}


def button(app, label: str):
    (found,) = [one for one in app.button if one.label == label]
    return found


def shown(app) -> str:
    """The part on the screen, as words."""
    return " ".join(Page(one.proto.body).words for one in app.get("html"))


def titles(app) -> list[str]:
    return [title for one in app.get("html") for title in Page(one.proto.body).said("h1")]


def assert_shown(app, key: str, **asked) -> None:
    """The part of this selection is on the screen with its title and all its sentences."""
    (part,) = tell(store.brief(replace(Selection(), **asked), ""), [key])
    assert titles(app) == [part.title]
    assert all(plainly(one) in plainly(shown(app)) for one in part.sentences)


def plainly(words: str) -> str:
    return " ".join(words.split())


def place(app) -> str:
    """What the line of controls says: "4 of 14: Response"."""
    return next(one.value for one in app.caption if re.match(r"\d+ of \d+: ", one.value))


def files(app) -> list[str]:
    """The names of the files that can be downloaded."""
    found = [one.proto.id for one in app.get("download_button")]
    return [key.partition("-file-")[2] for key in found]


@pytest.mark.parametrize("number", range(1, len(KEYS) + 1))
def test_each_place_shows_its_part(visit, number):
    """`?present=N` is the N-th part: its title, its sentences, and where one is."""
    app = visit(present=[str(number)])
    assert not app.exception
    assert_shown(app, KEYS[number - 1])
    assert place(app) == f"{number} of {len(KEYS)}: {NAMES[number - 1]}"


def test_forward_and_back(visit):
    """Arrows and a clicker's keys go one part on and one part back; the link follows."""
    app = visit(present=["4"])
    for key, number in zip((*FORWARD, *BACK), (5, 6, 5, 4), strict=True):
        app.button(key=key).click().run()
        assert app.query_params["present"] == str(number)
        assert place(app).startswith(f"{number} of {len(KEYS)}: {NAMES[number - 1]}")


@pytest.mark.parametrize(("number", "off", "on"), [(1, BACK, FORWARD), (len(KEYS), FORWARD, BACK)])
def test_the_ends_are_ends(visit, number, off, on):
    """Before the first part and after the last one there is nothing to click."""
    app = visit(present=[str(number)])
    assert all(app.button(key=key).disabled for key in off)
    assert not any(app.button(key=key).disabled for key in on)


def test_every_part_is_reached_step_by_step(visit):
    """Going forward shows each part once, in the order of the story."""
    app = visit(present=["1"])
    seen = [place(app)]
    while not app.button(key="step-Right").disabled:
        app.button(key="step-Right").click().run()
        seen.append(place(app))
    assert seen == [f"{i} of {len(KEYS)}: {name}" for i, name in enumerate(NAMES, start=1)]


def test_leave_returns_to_the_page(visit):
    """Left, the same page stands there as before, with the same filters."""
    app = visit("mrd", present=["5"], **FILTERS)
    button(app, "Leave").click().run()
    assert [title.value for title in app.title] == ["MRD negativity"]
    assert "present" not in app.query_params
    assert not titles(app)
    assert app.slider(key="dose").value == (1.4, 1.8)
    assert app.toggle(key="adults").value is True


@pytest.mark.parametrize(
    ("page", "part"),
    [("overview", "title"), ("journal_club", "title"), ("ledger", "title")]
    + [(page, page) for page in ("response", "mrd", "sos", "studies")],
)
def test_presenting_begins_where_one_is(visit, page, part):
    """The button, whose key is P, opens the part of the page; others open the title."""
    app = visit(page)
    button(app, "Present").click().run()
    assert place(app).partition(": ")[2] == PARTS[part][0]
    button(app, "Leave").click().run()
    assert button(app, "Present")


def test_presenting_begins_where_one_is_among_chosen_parts(visit):
    """With parts chosen, the button on a page still opens the part of that page."""
    app = visit("mrd", parts=THREE)
    button(app, "Present").click().run()
    assert place(app) == "2 of 3: MRD negativity"


def test_chosen_parts_are_the_only_steps(visit):
    """`parts` leaves only those, in the order of the story whatever the link's order is."""
    app = visit(present=["2"], parts=THREE[::-1])
    assert place(app) == "2 of 3: MRD negativity"
    app.button(key="step-Right").click().run()
    assert place(app) == "3 of 3: SOS after HSCT"
    assert app.button(key="step-Right").disabled
    assert sorted(app.query_params["parts"]) == sorted(THREE)


def test_parts_are_chosen_while_presenting(visit):
    """In the menu of the presentation parts can be taken out; the place stays possible."""
    app = visit(present=["9"])
    app.pills(key="parts").set_value(["Response", "Bottom line"]).run()
    assert place(app) == "2 of 2: Bottom line"
    app.pills(key="parts").set_value([]).run()
    assert place(app) == "9 of 14: Safety"


@pytest.mark.parametrize("value", ["abc", "-1", "", "1.5", "²", "<b>", "\x00"])
def test_a_place_that_is_no_number_is_said(visit, value):
    """Nonsense opens the first part and is told as text."""
    app = visit(present=[value])
    assert not app.exception
    assert place(app).startswith("1 of ")
    shown = value.replace("\x00", "\ufffd")  # as a letter that can be printed
    assert f'"present={shown}" was ignored' in said(app)


@pytest.mark.parametrize(("value", "first"), [("0", "1 of"), ("15", "14 of"), ("999", "14 of")])
def test_a_place_that_does_not_exist_is_the_nearest(visit, value, first):
    """Too far on is the end, and zero the beginning."""
    assert place(visit(present=[value])).startswith(first)


def test_an_unknown_part_is_said(visit):
    """Parts that nobody knows are told; the known ones are shown, or all where none is known."""
    app = visit(present=["2"], parts=["Nonsense", *THREE])
    assert '"parts=Nonsense" was ignored' in said(app)
    assert place(app) == "2 of 3: MRD negativity"
    app = visit(present=["2"], parts=["Nonsense"])
    assert '"parts=Nonsense" was ignored' in said(app)
    assert place(app) == f"2 of {len(KEYS)}: {NAMES[1]}"


def test_filters_hold_through_the_presentation(visit):
    """The parts are of the filtered view, and the filters are in the link and on every page."""
    app = visit("response", **FILTERS)
    button(app, "Present").click().run()
    asked = {"dose": (1.4, 1.8), "adults": True, "mrd": "of all treated"}
    assert_shown(app, "response", **asked)
    app.button(key="step-Right").click().run()
    assert titles(app) == ["MRD negativity of all treated"]
    assert_shown(app, "mrd", **asked)
    assert {name: app.query_params[name] for name in FILTERS} == {
        name: values if len(values) > 1 else values[0] for name, values in FILTERS.items()
    }
    button(app, "Leave").click().run()
    assert "mrd=of+all+treated" in copied_link(go(app, "sos"))


def test_a_filter_moved_while_presenting_changes_the_part(visit):
    """The menu holds all filters and switches; what is set there holds after leaving."""
    app = visit("response", present=["4"])
    assert "INO-VATE 2019" not in shown(app)
    app.toggle(key="adults").set_value(True).run()
    assert place(app) == "4 of 14: Response"
    assert "Adults" in shown(app)
    button(app, "Leave").click().run()
    assert app.toggle(key="adults").value is True


def test_nothing_left_while_presenting(visit):
    """An empty selection is a sentence and a button that brings everything back."""
    app = visit(present=["4"], lines=["4", "7"], strict=["wholly"])
    assert not app.exception
    assert "No study is left with these filters." in said(app)
    assert [title.value for title in app.title] == ["Inotuzumab ozogamicin in children"]
    assert any("Not shown: " in one.label for one in app.expander)
    assert not titles(app)
    app.button(key="reset-empty").click().run()
    assert not app.exception
    assert titles(app) == ["Response"]
    assert place(app) == "4 of 14: Response"


def test_nothing_else_is_on_the_screen(visit):
    """No sidebar, no page title and no chart of a page while presenting."""
    app = visit("sos", present=["6"])
    assert not app.sidebar.children
    assert not app.title
    assert not app.get("plotly_chart")
    assert visit("sos").sidebar.children


def test_the_journal_club_page(visit):
    """Four files named after what they are and their data, the parts, and the view in words."""
    app = visit("journal_club", dose=["1.8", "1.8"])
    version = store.library().version
    named = [("deck", "pptx"), ("handout", "html"), ("workbook", "xlsx"), ("bundle", "zip")]
    assert files(app) == [f"pedino-{what}-{version}.{ending}" for what, ending in named]
    labels = [one.proto.label for one in app.get("download_button")]
    assert labels == [card.button for card in (DECK, HANDOUT, WORKBOOK, BUNDLE)]
    assert app.pills(key="parts").options == [name for name, _ in PARTS.values()]
    assert "planned dose of cycle 1" in said(app)
    assert re.search(rf"/brief\?dose=1\.8&dose=1\.8&v={version}\)", said(app))


def test_the_journal_club_page_with_own_series(project):
    """The page of its own has no own series, and only then is that said."""
    app = open_page(project)
    assert "Published studies in relapsed" in said(app)
    assert "your own series" not in said(go(app, "journal_club"))
    app.session_state[OWN_FILES] = {"own-series-1": own_file()}
    assert "Published studies and your own series in relapsed" in said(go(app, "overview"))
    assert "on a phone too, without your own series." in said(go(app, "journal_club"))


def test_the_journal_club_page_with_nothing_left(visit):
    """An empty selection has no files, but a way back."""
    app = visit("journal_club", lines=["4", "7"], strict=["wholly"])
    assert not app.exception
    assert not files(app)
    app.button(key="reset-empty").click().run()
    assert len(files(app)) == 4


def test_every_chart_has_its_downloads(visit):
    """Below each chart: table, SVG and PNG of that outcome; without a rate only the table."""
    version = store.library().version
    name = f"pedino-response-{version}"
    assert {f"{name}.csv", f"{name}.svg", f"{name}.png"} <= set(files(visit("response")))
    assert files(visit("response", studies=["Calvo 2020"])) == [f"{name}.csv"]
