"""The dashboard stays up beside broken files, and says calmly when the shared ones are broken."""

from __future__ import annotations

import os
import re
import shutil

import pytest

from components import evidence, store
from components.brief_route import brief_page
from components.exports.bundle import bundle_bytes
from components.exports.deck import deck_bytes
from components.exports.handout import handout_bytes
from components.exports.workbook import workbook_bytes
from components.own_upload import how_many
from data import library as library_module
from data.library import BrokenLibrary, load_library
from data.selection import Selection
from tests.hostile_files import put
from tests.hostile_texts import texts
from tests.menu import menu
from tests.own_sessions import own_file
from tests.visitor import charts, go, read

BROKEN, NAME, OTHER = "bhojwani-2019.yaml", "Bhojwani 2019", "Brivio 2021"
NOTICE = f"{BROKEN} has mistakes and is not shown; `python -m data` names them."
SHARED = ("outcomes.yaml", "sources.yaml", "context.yaml")
CALM = "The shared data files cannot be read:"
TEXTS = texts()
# What may happen to a shared file, as to any other.
SPOILT = (
    *("bomb-of-aliases", "deep-brackets", "empty", "only-null-bytes", "utf-16", "half-json"),
    *("list-at-the-top", "just-too-long", "many-unknown-keys", "python", "many-keys-twice"),
)
THINGS = ("pipe.yaml", "folder.yaml", "endless.yaml", "memory.yaml")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the studies and of what they share, which a test may break."""
    copy = tmp_path / "data" / "studies"
    shutil.copytree(library_module.STUDIES, copy)
    for name in SHARED:
        shutil.copy(library_module.HERE / name, copy.parent)
    monkeypatch.setattr(library_module, "HERE", copy.parent)
    monkeypatch.setattr(evidence, "data_files", lambda: library_module.data_files(copy))
    monkeypatch.setattr(evidence, "load_library", lambda: library_module.load_library(copy))
    return copy


def spoil(folder, name: str = BROKEN) -> str:
    """Cuts a study in half, as a copy that was interrupted; gives the whole."""
    whole = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(whole[: len(whole) // 2] + "\n[", encoding="utf-8")
    return whole


def warnings(app) -> list[str]:
    return [warning.value.replace("\\", "") for warning in app.warning]


def assert_up(app) -> None:
    """The page is there, and no part of it failed."""
    assert not app.exception
    assert not app.error
    assert app.title


@pytest.mark.parametrize("page", menu())
def test_every_page_shows_the_other_studies(folder, visit, page):
    """Beside a broken file each page works and names the file."""
    spoil(folder)
    app = visit(page)
    assert_up(app)
    assert warnings(app) == [NOTICE]


def test_a_file_that_breaks_while_somebody_reads(folder, visit):
    """The next click shows the others and names the file; once repaired, the next shows all."""
    app = visit("response")
    drawn = str(charts(app))
    assert NAME in drawn
    whole = spoil(folder)
    assert_up(app.run())
    assert warnings(app) == [NOTICE]
    assert NAME not in str(charts(app))
    assert OTHER in str(charts(app))
    (folder / BROKEN).write_text(whole, encoding="utf-8")
    assert_up(app.run())
    assert warnings(app) == []
    assert str(charts(app)) == drawn


def options(app) -> list[str]:
    """The studies that a filter can ask for."""
    return next(one for one in app.button_group if one.key == "studies").options


@pytest.mark.parametrize("page", ["response", "compare", "studies", "journal_club"])
def test_the_study_that_somebody_looks_at_breaks(folder, visit, page):
    """Filters, comparison and an open study that name it lead to no failure."""
    app = visit(page, studies=[NAME, OTHER], compare=[NAME, OTHER], open=["bhojwani-2019"])
    assert_up(app)
    spoil(folder)
    assert_up(app.run())
    assert NOTICE in warnings(app)
    assert_up(go(app, "overview"))


def test_a_removed_study_is_gone_at_the_next_click(folder, visit):
    """A file that no other names and that is deleted while somebody reads is no mistake."""
    app = visit("response")
    before = options(app)
    (folder / "aertgeerts-2025.yaml").unlink()
    assert_up(app.run())
    assert warnings(app) == []
    after = options(app)
    assert after == [name for name in before if name != "Aertgeerts 2025"] != before


def test_what_is_taken_along_is_still_built(folder):
    """Deck, handout, workbook and bundle hold the other studies."""
    spoil(folder)
    brief = store.brief(Selection(), "http://localhost:8501")
    assert "bhojwani-2019" not in brief.library.studies
    for build in (deck_bytes, handout_bytes, workbook_bytes, bundle_bytes):
        assert len(build(brief)) > 10_000


def test_forty_broken_files_are_one_notice(folder, visit):
    """However many there are, the page is not pushed out of sight."""
    for number in range(40):
        (folder / f"wrong-{number:02}.yaml").write_text("id: [", encoding="utf-8")
    app = visit("response")
    assert_up(app)
    (notice,) = warnings(app)
    assert notice.startswith("40 study files have mistakes and are not shown: wrong-00.yaml, ")
    assert len(notice) < 250


@pytest.mark.parametrize(
    "name",
    ["two\nlines.yaml", "red\x1b[31m.yaml", "**bold**.yaml", os.fsdecode(b"caf\xe9.yaml")],
    ids=ascii,
)
def test_a_notice_of_a_hostile_name_is_plain(folder, visit, name):
    """A name that breaks lines, styles text or is no UTF-8 is told in plain letters."""
    put(folder, name)
    app = visit("methods")
    assert_up(app)
    (notice,) = warnings(app)
    assert notice.isprintable()
    assert " has mistakes and is not shown" in notice


@pytest.mark.parametrize("name", ["pipe.yaml", "dead-link.yaml", "circle.yaml", ".#open.yaml"])
def test_a_thing_that_is_no_file_is_named(folder, visit, name):
    """A pipe or a dead link among the studies hides no study, and goes away when it does."""
    app = visit("response")
    put(folder, name)
    assert_up(app.run())
    assert warnings(app) == [f"{name} has mistakes and is not shown; `python -m data` names them."]
    assert NAME in str(charts(app))
    (folder / name).unlink()
    assert_up(app.run())
    assert warnings(app) == []


def test_without_any_study_the_dashboard_says_so(folder, visit):
    """All files broken at once: every page still opens."""
    for path in folder.glob("*.yaml"):
        path.write_text("id: [", encoding="utf-8")
    app = visit()
    assert_up(app)
    for page in menu():
        assert_up(go(app, page))


def test_one_study_is_enough(folder, visit):
    """With one study there is one dose, and nothing to choose between."""
    for path in folder.glob("*.yaml"):
        if path.name != "aertgeerts-2025.yaml":
            path.unlink()
    app = visit()
    assert_up(app)
    for page in menu():
        assert_up(go(app, page))


def test_a_whole_number_as_highest_dose(folder, visit):
    """A study with 2 mg/m² beside others with 1.8 changes the end of a slider, and nothing else."""
    path = folder / BROKEN
    text = path.read_text(encoding="utf-8")
    assert "high: 1.8" in text
    path.write_text(text.replace("high: 1.8", "high: 2"), encoding="utf-8")
    app = visit()
    assert_up(app)
    assert app.slider(key="dose").max == 2


def spoil_shared(folder, name: str, how: str) -> None:
    path = folder.parent / name
    path.unlink()
    if how in TEXTS:
        path.write_bytes(TEXTS[how][0])
    else:
        put(path.parent, how).rename(path)


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("how", [*SPOILT, *THINGS])
def test_a_hostile_shared_file_is_named(folder, name, how):
    """Vocabulary, sources and context: each is refused with its name, a line, and few messages."""
    spoil_shared(folder, name, how)
    with pytest.raises(BrokenLibrary) as caught:
        load_library(folder)
    assert 1 <= len(caught.value.problems) <= 101
    for line in str(caught.value).splitlines():
        assert re.match(rf"{name}:\d+  .{{5,600}}$", line)
        assert line.isprintable()


@pytest.mark.parametrize("how", ["half-json", "pipe.yaml", "many-unknown-keys"])
def test_a_page_says_calmly_that_a_shared_file_is_broken(folder, visit, how):
    """One sentence and the lines to look at; repaired, the next click shows everything."""
    app = visit("response")
    whole = (folder.parent / "outcomes.yaml").read_bytes()
    spoil_shared(folder, "outcomes.yaml", how)
    app.run()
    assert not app.exception
    assert [error.value for error in app.error] == [CALM]
    assert app.code[0].value.startswith("outcomes.yaml:1  ")
    (folder.parent / "outcomes.yaml").unlink()
    (folder.parent / "outcomes.yaml").write_bytes(whole)
    assert_up(app.run())
    assert NAME in str(charts(app))


def test_the_plain_page_says_it_too(folder):
    """`/brief` answers 503 instead of failing."""
    from starlette.requests import Request

    spoil_shared(folder, "sources.yaml", "half-json")
    scope = {"type": "http", "method": "GET", "path": "/brief", "query_string": b"", "headers": []}
    answer = brief_page(Request(scope | {"server": ("localhost", 8501), "scheme": "http"}))
    assert answer.status_code == 503


def test_a_dose_that_left_with_its_study_is_taken_back_and_said(folder, visit):
    """The filter is cut to the doses of today, or taken off; the page stays up either way."""
    path = folder / BROKEN
    usual = path.read_text(encoding="utf-8")
    for asked, left in ((["1.5", "2.4"], (1.5, 1.8)), (["2.2", "2.4"], (0.8, 1.8))):
        path.write_text(usual.replace("high: 1.8", "high: 2.4"), encoding="utf-8")
        app = visit(dose=asked)
        assert_up(app)
        path.write_text(usual, encoding="utf-8")
        assert_up(go(app, "sos"))
        assert app.slider(key="dose").value == left
        said = f"The dose filter was {asked[0]}–2.4 mg/m²; the studies of today have 0.8–1.8 mg/m²."
        assert [read(one) for one in warnings(app)] == [said]


def test_an_own_series_that_the_data_no_longer_allow_is_said_everywhere(folder, visit):
    """A study of the same name was published meanwhile."""
    app = visit()
    app.session_state[store.OWN_FILES] = {"own-series-1": own_file("Our center")}
    text = (folder / BROKEN).read_text(encoding="utf-8")
    (folder / BROKEN).write_text(text.replace(f"name: {NAME}", "name: Our Center"), "utf-8")
    said = "Own series 1 does not go with the published data of today"
    for page in ("overview", "sos", "methods"):
        assert sum(read(one).startswith(said) for one in warnings(go(app, page))) == 1


def test_the_mistakes_of_a_file_are_counted_as_far_as_they_are_told():
    """A hundred are told, so of more nobody knows the number."""
    assert how_many(range(1)) == "1 mistake"
    assert how_many(range(100)) == "100 mistakes"
    assert how_many(range(101)) == "more than 100 mistakes"
