"""What is cached, and when it is read again."""

import shutil

import pytest

from components import evidence, store
from data import library as library_module
from data.selection import Selection


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the studies that a test may edit."""
    copy = tmp_path / "studies"
    shutil.copytree(library_module.STUDIES, copy)
    monkeypatch.setattr(evidence, "data_files", lambda: library_module.data_files(copy))
    monkeypatch.setattr(evidence, "load_library", lambda: library_module.load_library(copy))
    return copy


def test_the_same_question_is_answered_once():
    """Two visitors with the same filters share one view."""
    first = store.view(Selection(), "response")
    assert store.view(Selection(), "response") is first
    assert store.view(Selection(mrd="of all treated"), "mrd_negative") is not first


def test_all_methods_of_a_line_are_computed_once():
    """Visitors who see the same diamond share the fits behind it, whatever else they chose."""
    line, again = (store.view(Selection(min=n), "response").pooled[0] for n in (0, 5))
    assert store.how_sure(line) is store.how_sure(again)


def test_an_edited_file_is_read_again(folder):
    """A corrected number appears at the next click, without a restart."""
    before = store.library().version
    file = folder / "brivio-2021.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")
    assert store.library().version != before


def test_a_broken_file_leaves_the_others(folder):
    """One broken file takes one study away, with a message, not the dashboard."""
    (folder / "calvo-2020.yaml").write_text("id: [", encoding="utf-8")
    (folder / "aertgeerts-2025.yaml").write_text("half: written", encoding="utf-8")
    found = store.library()
    assert "aertgeerts-2025" not in found.studies
    assert "brivio-2021" in found.studies
    assert "aertgeerts-2025.yaml" in {problem.file for problem in found.problems}
    assert store.view(Selection(), "response").drawn


def test_a_visitor_sees_an_edited_file_at_the_next_click(folder, visit):
    """Files are looked at once in each run of a session, also where no own series is there."""
    app = visit()
    before = store.library().version
    assert before in app.caption[-1].value
    file = folder / "brivio-2021.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# looked at\n", encoding="utf-8")
    assert store.library().version != before
    assert store.library().version in app.run().caption[-1].value


def test_files_are_looked_at_once_a_run(visit, monkeypatch):
    """However many parts of a page ask what there is."""
    app, looks = visit("response"), []
    monkeypatch.setattr(store, "fingerprint", lambda: looks.append(1) or ())
    app.run()
    app.run()
    assert len(looks) == 2
