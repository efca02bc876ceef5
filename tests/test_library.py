"""The folder of studies as a whole: what is read, what is hidden, what everything depends on."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

import data.library
from data.library import BrokenLibrary, load_library, version
from data.problems import problem_at

SOUND = (Path(__file__).parent / "bad_studies" / "sound.yaml").read_text("utf-8")
PART = "  - {id: a, name: A, parnt: all, split_by: x, basis: stated, source: paper, place: p}\n"
OVERLAP = "  - {study: %s, relation: %s, basis: stated, source: paper, place: abstract}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of studies."""
    (tmp_path / "studies").mkdir()
    return tmp_path / "studies"


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that all studies share, which a test may break."""
    for path in data.library.HERE.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(data.library, "HERE", tmp_path)
    return tmp_path


def add(folder: Path, study: str, **overlaps: str) -> Path:
    """Writes a sound study with these overlaps: b="contains"."""
    text = SOUND.replace("id: sound", f"id: {study}").replace("name: Sound", f"name: Study {study}")
    if overlaps:
        text += "overlaps:\n" + "".join(OVERLAP % pair for pair in overlaps.items())
    path = folder / f"{study}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def spoil(path: Path, old: str, new: str) -> None:
    """Replaces a piece of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def loaded(folder: Path) -> tuple[list[str], list[str]]:
    """The studies and the files with problems."""
    library = load_library(folder)
    return list(library.studies), [problem.file for problem in library.problems]


def test_the_shipped_library_is_sound():
    """Every study file that is shipped is read without a problem."""
    library = load_library()
    assert [str(problem) for problem in library.problems] == []
    assert len(library.studies) == len(list(data.library.STUDIES.glob("*.yaml")))


def test_an_empty_folder_is_an_empty_library(folder: Path):
    """Without studies there is nothing to show and nothing wrong."""
    assert loaded(folder) == ([], [])


def test_garbage_is_collected_again_after_reading(folder: Path, monkeypatch):
    """Also when reading fails."""
    load_library(folder)
    assert gc.isenabled()
    monkeypatch.setattr(data.library, "read_studies", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_library(folder)
    assert gc.isenabled()


def test_a_program_that_collects_no_garbage_is_left_so(folder: Path):
    """Reading ends as it began."""
    gc.disable()
    try:
        load_library(folder)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_studies_come_in_the_order_of_their_ids(folder: Path):
    """The order does not depend on the file system."""
    for study in ("c", "a", "b"):
        add(folder, study)
    assert loaded(folder) == (["a", "b", "c"], [])


def test_a_source_is_the_studys_own_or_a_shared_one(folder: Path):
    """A key means the study's own document first."""
    add(folder, "a")
    library = load_library(folder)
    assert library.source(library.studies["a"], "paper").name == "Journal"
    assert library.source(library.studies["a"], "pdq") is library.sources["pdq"]


# A broken file never hides the others:
#
#   a declares    b declares    b is       shown    problems in
#   b contains    a inside      sound      a b      -
#   b contains    a inside      unreadable a        b
#   b contains    a inside      x > N      a        b
#   b contains    a partly      sound      -        a b
#   b contains    nothing       sound      b        a
#   b contains    nothing       x > N      a        b
UNREADABLE = ("results:", "results: [")
ABOVE = ("events: 20", "events: 30")
JUDGED = {
    "sound": ("contains", "inside", None, ["a", "b"], []),
    "unreadable": ("contains", "inside", UNREADABLE, ["a"], ["b.yaml"]),
    "x above N": ("contains", "inside", ABOVE, ["a"], ["b.yaml"]),
    "contrary": ("contains", "partly", None, [], ["a.yaml", "b.yaml"]),
    "one-sided": ("contains", None, None, ["b"], ["a.yaml"]),
    "undecided": ("contains", None, ABOVE, ["a"], ["b.yaml"]),
}


@pytest.mark.parametrize("case", JUDGED.values(), ids=JUDGED)
def test_overlaps_are_judged_between_files_that_can_be_read(folder: Path, case):
    """What a sound study says of a broken one is not held against it."""
    of_a, of_b, spoilt, shown, broken = case
    add(folder, "a", b=of_a)
    path = add(folder, "b", a=of_b) if of_b else add(folder, "b")
    if spoilt:
        spoil(path, *spoilt)
    assert loaded(folder) == (shown, broken)


@pytest.mark.parametrize(
    ("relation", "mirror"),
    [
        ("contains", "inside"),
        ("inside", "contains"),
        ("same", "same"),
        ("partly", "partly"),
        ("possible", "possible"),
        ("unlikely", "unlikely"),
    ],
)
def test_both_studies_declare_an_overlap(folder: Path, relation: str, mirror: str):
    """One study contains the other exactly when the other is inside it."""
    add(folder, "a", b=relation)
    add(folder, "b", a=mirror)
    assert loaded(folder) == (["a", "b"], [])


def test_a_broken_study_does_not_take_a_name_away(folder: Path):
    """Of two studies with one name the broken one gives way."""
    for study in ("a", "b"):
        spoil(add(folder, study), f"name: Study {study}", "name: The Study")
    spoil(folder / "a.yaml", "events: 20", "events: 30")
    assert loaded(folder) == (["b"], ["a.yaml", "a.yaml"])


def test_mistakes_of_all_kinds_are_told_in_one_run(folder: Path):
    """Record, vocabulary, tree, ledger and partner: nothing waits for something else."""
    path = add(folder, "a", b="contains")
    add(folder, "b")
    spoil(path, "    events: 20\n", "    events: 30\n    criteria: seatle\n    ledger: why\n")
    spoil(path, "regimen: {kind: alone", "regimen: {knd: x, kind: alone")
    spoil(path, "name: all treated, n: 25", "name: all treated, n: 24")
    places = [problem.place for problem in load_library(folder).problems]
    assert places == [
        "regimen.knd",
        "results[1]",
        "results[1]",
        "results[1].criteria",
        "results[1].ledger",
        "results[1].n",
        "overlaps[1].study",
        "overlaps[1].relation",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        # what would follow from the misspelt key: two primary rows, no definition, no partner
        ("denominator: treated", "denominator: treated\n    chort: dose-1.4", "results[1].chort"),
        ("definition: orr", "defnition: orr", "results[1].defnition"),
        ("results:", "reslts:", "reslts"),
        ("cohorts:", "chorts:", "chorts"),
        # nor that there are two cohorts without parent
        ("results:", f"{PART}results:", "cohorts[2].parnt"),
    ],
)
def test_what_follows_from_a_misspelt_key_is_not_told(folder: Path, old, new, place):
    """One slip of the pen is one message."""
    spoil(add(folder, "a"), old, new)
    assert [problem.place for problem in load_library(folder).problems] == [place]


def test_mistakes_are_told_from_top_to_bottom(folder: Path):
    """Whatever found them."""
    spoil(add(folder, "a"), "id: a\n", "id: b\n")
    spoil(folder / "a.yaml", "events: 20", "events: 30")
    assert [problem.place for problem in load_library(folder).problems] == ["id", "results[1]"]


def test_of_too_many_mistakes_the_first_hundred_are_told(folder: Path):
    """Each of sixty results has two; the last message says that there are more."""
    spoil(add(folder, "a"), "results:\n", "results:\n" + slips(60, source="no", cohort="no"))
    *told, last = load_library(folder).problems
    assert len(told) == 100
    assert [problem.line for problem in told] == sorted(problem.line for problem in told)
    assert last.wrong == "and more mistakes: these are the first 100"
    assert last.line >= told[-1].line


def test_no_more_mistakes_are_looked_for_than_are_told(folder: Path):
    """What a later rule would find, even on an earlier line, waits until these are corrected."""
    path = add(folder, "a")
    spoil(path, "results:\n", "results:\n" + slips(101, source="no"))
    spoil(path, "- {id: all", "- {id: whole")
    *told, _ = load_library(folder).problems
    assert {problem.wrong for problem in told} == {'unknown source "no"'}


def test_no_more_messages_are_written_than_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """A ledger may name a thousand studies that do not exist; the next file is told as well."""
    unknown = ", ".join(f"no-{number}" for number in range(1000))
    for study in "ab":
        entry = f"{{id: one, topic: t, says: [], used: u, also: [{unknown}]}}"
        spoil(add(folder, study), "results:\n", f"ledger:\n  - {entry}\nresults:\n")
    written = Mock(wraps=problem_at)
    monkeypatch.setattr(data.library, "problem_at", written)
    told = load_library(folder).problems
    assert [problem.file for problem in told] == ["a.yaml"] * 101 + ["b.yaml"] * 101
    assert written.call_count == len(told)


def slips(many: int, **wrong: str) -> str:
    """So many lines of results that are wrong in the same way."""
    said = {"cohort": "all", "basis": "stated", "source": "paper", "place": "p"} | wrong
    rest = ", ".join(f"{key}: {value}" for key, value in said.items())
    rate = "outcome: response, definition: orr, denominator: treated, events: 2, n: 25"
    return f"  - {{{rate}, {rest}}}\n" * many


def test_a_folder_or_dead_link_among_the_studies_is_a_problem(folder: Path):
    """Whatever ends in .yaml and cannot be read is listed, and the rest is shown."""
    add(folder, "a")
    (folder / "b.yaml").mkdir()
    (folder / "c.yaml").symlink_to(folder / "nowhere")
    assert loaded(folder) == (["a"], ["b.yaml", "c.yaml"])


def test_the_version_is_a_fingerprint_of_all_data(folder: Path, shared: Path):
    """Each change of a study, its name, or a shared file gives another version."""
    seen = {version(folder)}
    path = add(folder, "a")
    seen.add(version(folder))
    spoil(path, "events: 20", "events: 21")
    seen.add(version(folder))
    path.rename(folder / "b.yaml")
    seen.add(version(folder))
    for name in ("outcomes.yaml", "sources.yaml", "context.yaml"):
        with (shared / name).open("a") as file:
            file.write("# one more comment\n")
        seen.add(version(folder))
    assert len(seen) == 7
    assert load_library(folder).version == version(folder)
    assert all(len(text) == 8 and set(text) <= set("0123456789abcdef") for text in seen)


def test_the_version_stays_when_nothing_changes(folder: Path):
    """The same data have the same version, also with other files around."""
    add(folder, "a")
    before = version(folder)
    (folder / "notes.txt").write_text("not a study")
    assert version(folder) == before


def test_the_same_data_have_the_same_version_on_every_computer(folder: Path, shared: Path):
    """In whatever order its file system lists them; the version is part of every link."""
    for path in shared.glob("*.yaml"):
        path.unlink()
    for letter in "dgbfaceh":
        (shared / f"{letter}.yaml").write_bytes(b"shared")
        (folder / f"{letter}.yaml").write_bytes(b"study")
    assert version(folder) == "e6f5410c"


def test_splitting_a_file_in_two_changes_the_version(folder: Path):
    """Where a file ends is part of the fingerprint, even when its text holds the next name."""
    (folder / "a.yaml").write_text("oneb.yamltwo")
    before = version(folder)
    (folder / "a.yaml").write_text("one")
    (folder / "b.yaml").write_text("two")
    assert version(folder) != before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("outcomes.yaml", "outcomes: [", "not YAML: "),
        ("outcomes.yaml", "outcomes: {}", "outcomes.yaml:1  definitions: is missing"),
        ("sources.yaml", "pdq: {title: PDQ}", "sources.yaml:1  sources.pdq.name: is missing"),
        (
            "sources.yaml",
            "pdq: {name: N\u00a0CI}",
            "sources.pdq.name: odd character U+00A0; allowed",
        ),
        (
            "context.yaml",
            "notes: 1",
            'context.yaml:1  notes: "1" has the wrong type; allowed: a list',
        ),
        (
            "context.yaml",
            "notes:\n- {id: a, title: T, text: T, basis: stated, source: no, place: p}",
            'context.yaml:2  notes[1].source: unknown source "no"; allowed: ',
        ),
    ],
    ids=["half", "empty", "source", "character", "context", "context-source"],
)
def test_nothing_is_shown_when_a_shared_file_is_broken(folder, shared, name, text, said):
    """Without vocabulary, sources or context the library is refused with all their problems."""
    (shared / name).write_text(text, encoding="utf-8")
    with pytest.raises(BrokenLibrary) as caught:
        load_library(folder)
    assert said in str(caught.value)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))


def test_a_vocabulary_that_contradicts_itself_is_refused(folder: Path, shared: Path):
    """A definition that an outcome asks for and nobody explains breaks the library."""
    spoil(shared / "outcomes.yaml", "definitions: [cr_cri,", "definitions: [cr_cry,")
    with pytest.raises(BrokenLibrary, match=r'unknown definition "cr_cry", did you mean "cr_cri"'):
        load_library(folder)


def test_a_missing_shared_file_is_refused(folder: Path, shared: Path):
    """A file that is not there is told by its name."""
    (shared / "sources.yaml").unlink()
    with pytest.raises(BrokenLibrary, match=r"^sources.yaml:1  cannot be read: "):
        load_library(folder)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("mine-2026.yml", ".yml"),
        ("mine-2026.YAML", ".YAML"),
        ("mine-2026.yaml.txt", ".yaml.txt"),
        ("mine-2026.v2.yaml.txt", ".yaml.txt"),
    ],
)
def test_a_study_is_never_overlooked_for_its_ending(folder: Path, name: str, ending: str):
    """It is named as a problem instead of being silently left out."""
    (folder / name).write_text("id: mine-2026\n", encoding="utf-8")
    (problem,) = load_library(folder).problems
    said = f"{name}:1  the file ends in {ending}; allowed: a name that ends in .yaml"
    assert str(problem) == said


def test_other_files_may_lie_beside_the_studies(folder: Path):
    """Nobody believes that notes are read."""
    add(folder, "a")
    for name in ("notes.txt", "README.md", "yaml"):
        (folder / name).write_text("not a study", encoding="utf-8")
    assert loaded(folder) == (["a"], [])


def test_overlooked_files_are_told_in_the_order_of_their_names(folder: Path):
    """The order does not depend on the file system."""
    for letter in "dgbfaceh":
        (folder / f"{letter}.yml").write_text("not read", encoding="utf-8")
    assert loaded(folder) == ([], [f"{letter}.yml" for letter in "abcdefgh"])


def test_an_overlap_with_a_misnamed_file_is_unknown(folder: Path):
    """Its ending is no part of an id."""
    add(folder, "a", **{"b.yml": "contains"})
    add(folder, "b").rename(folder / "b.yml")
    assert loaded(folder) == ([], ["b.yml", "a.yaml"])


def test_an_own_series_may_have_any_file_name(folder: Path):
    """What is wrong is only that it lies among the published studies."""
    path = add(folder, "own-series").rename(folder / "my center.yaml")
    spoil(path, "citation:", "own_series: {shared_children: none}\ncitation:")
    assert [problem.place for problem in load_library(folder).problems] == ["own_series"]
