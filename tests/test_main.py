"""`python -m data`: validate, print, check."""

import json
import subprocess
import sys

import pytest

from data.__main__ import main

FIELDS = {
    "study", "cohort", "outcome", "definition", "denominator", "timepoint", "events", "n",
    "percent", "low", "high", "published_percent", "published_low", "published_high",
    "published_level", "basis", "source", "place",
}  # fmt: skip


def test_json_holds_studies_and_results(capsys):
    """Programs get the version, each study as typed, and one flat record a number."""
    assert main(["--json"]) == 0
    written = capsys.readouterr().out
    found = json.loads(written)
    assert len(found["version"]) == 8
    assert "mg/m²" in written
    assert len(found["studies"]) >= 17
    assert all(set(record) >= FIELDS for record in found["results"])
    brivio = next(r for r in found["results"] if (r["events"], r["n"]) == (20, 25))
    assert (brivio["percent"], brivio["published_low"]) == (80.0, 59)
    unknown = next(r for r in found["results"] if (r["events"], r["n"]) == (6, None))
    assert (unknown["percent"], unknown["low"], unknown["high"]) == (None, None, None)


def test_text_shows_results_ledger_and_gaps(capsys):
    """A person reads each study's results with basis and source, its ledger and its gaps."""
    assert main([]) == 0
    said = capsys.readouterr().out
    assert (
        "sos_post_hsct (all, transplanted): 11/21 · 52.4 % [29.8–74.3] [stated, Leukemia]" in said
    )
    assert "ledger: " in said
    assert "not found: SOS criteria" in said
    assert "sos_post_hsct (all, transplanted): 6 of a number not found" in said
    assert "None" not in said


def test_text_tells_each_study_under_its_name(capsys):
    """After an empty line id, name and summary; below them its own numbers and no other's."""
    assert main([]) == 0
    parts = [part.splitlines() for part in capsys.readouterr().out.split("\n\n")]
    said = {part[0]: part[1:] for part in parts}
    bhojwani = "Retrospective compassionate-use cohort in relapsed or refractory ALL"
    lines = said[f"bhojwani-2019 — Bhojwani 2019. {bhojwani}"]
    assert "  sos_post_hsct (all, transplanted): 11/21 · 52.4 % [29.8–74.3] [stated, Leukemia]" in (
        lines
    )
    assert not any("response (dose-1.4" in line for line in lines)


@pytest.mark.parametrize(
    "value",
    [
        "sos_during_ino (all, treated): at least 1 [stated, ASH abstract]",
        "os_median (all, not_stated): median 7.7 months [stated, Cancer]",
        "os_12_months (ino, not_stated): 45.8 % ± 26 [stated, Br J Haematol]",
    ],
)
def test_text_shows_what_is_no_count(capsys, value):
    """A number of which only the least is known, a median, and a percentage as printed."""
    assert main([]) == 0
    assert f"\n  {value}\n" in capsys.readouterr().out


def test_check_names_file_line_and_what_is_allowed(tmp_path, capsys):
    """A single broken file is refused with one line for each mistake, exit code 1."""
    file = tmp_path / "mine-2026.yaml"
    file.write_text("id: mine-2026\nnmae: Mine\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
    said = capsys.readouterr().err
    assert 'mine-2026.yaml:2  nmae: unknown key "nmae", did you mean "name"?' in said
    assert "mine-2026.yaml:1  summary: is missing" in said
    assert said.endswith(f"\n{said.count('mine-2026.yaml:')} problems.\n")


def test_check_accepts_a_shipped_file(project, capsys):
    """A sound file passes."""
    assert main(["check", str(project / "data/studies/brivio-2021.yaml")]) == 0
    assert "no problem" in capsys.readouterr().out


def test_a_missing_file_is_a_message(tmp_path, capsys):
    """A name that is no file gives a sentence, not a traceback."""
    assert main(["check", str(tmp_path / "nowhere.yaml")]) == 1
    assert "nowhere.yaml:1  cannot be read" in capsys.readouterr().err


def test_it_runs_as_a_module(project):
    """The documented command works in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "data"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("PedInO data ")


def test_problems_end_with_exit_code_1(monkeypatch, tmp_path, capsys):
    """A mistake anywhere in the folder stops the output; nothing half-right is printed."""
    import data.__main__ as command
    from data.library import load_library

    (tmp_path / "a.yaml").write_text("id: b\n", encoding="utf-8")
    monkeypatch.setattr(command, "load_library", lambda: load_library(tmp_path))
    assert main(["--json"]) == 1
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "a.yaml:1" in streams.err


def test_unknown_commands_are_refused(capsys):
    """A command that does not exist is explained by argparse."""
    with pytest.raises(SystemExit):
        main(["publish"])
    assert "invalid choice" in capsys.readouterr().err


def test_the_schema_command_writes_the_schema(monkeypatch, tmp_path, project):
    """`python -m data schema` makes the file that editors read."""
    import data.__main__ as command

    monkeypatch.setattr(command, "SCHEMA_FILE", tmp_path / "study.schema.json")
    assert main(["schema"]) == 0
    written = (tmp_path / "study.schema.json").read_text(encoding="utf-8")
    assert written == (project / "data/study.schema.json").read_text(encoding="utf-8")


def test_broken_shared_files_are_named(monkeypatch, capsys):
    """A broken vocabulary ends every command with its file and line."""
    import data.__main__ as command
    from data.library import BrokenLibrary
    from data.problems import Problem

    def broken():
        raise BrokenLibrary([Problem("outcomes.yaml", 7, "outcomes", "wrong", "right")])

    monkeypatch.setattr(command, "load_library", broken)
    assert main(["--json"]) == 1
    assert "outcomes.yaml:7  outcomes: wrong; allowed: right" in capsys.readouterr().err
