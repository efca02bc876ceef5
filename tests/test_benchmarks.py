"""The benchmarks say what they promise; how fast anything is, is not judged here."""

import json
import math

import pytest

from tests.benchmarks import __main__ as everything
from tests.benchmarks import files, pooling
from tests.benchmarks.measures import Measure, cells, markdown_table

BARE = "bare page"
ONE = "1.00 s, bare page"


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        (
            Measure("a", 1.5, "s", BARE, 1.0, 1.25),
            ("1.50 s", ONE, "1.50", "missed"),
        ),
        (Measure("a", 1.2, "s", BARE, 1.0, 1.25), ("1.20 s", ONE, "1.20", "held")),
        (Measure("a", 1.25, "s", BARE, 1.0, 1.25), ("1.25 s", ONE, "1.25", "held")),
        (Measure("a", 2.43, "MB", target=2.9), ("2.43 MB", "", "", "held")),
        (Measure("a", 2.91, "MB", target=2.9), ("2.91 MB", "", "", "missed")),
        (Measure("a", 0, "errors", target=0), ("0 errors", "", "", "held")),
        (Measure("a", 1170, "reruns"), ("1170 reruns", "", "", "")),
        (Measure("a", 0.0123, "s", BARE, 412), ("0.0123 s", "412 s, bare page", "0.00", "")),
    ],
)
def test_a_line_of_the_table(measure, shown):
    """Ours, what stands beside it, the ratio, and whether the target holds: at most is enough."""
    _, ours, beside, ratio, _, held = cells(measure)
    assert (ours, beside, ratio, held) == shown


def test_a_target_says_whether_it_is_a_ratio():
    """Beside a reference it is a factor, alone it has the unit of the value."""
    assert cells(Measure("a", 1, "s", BARE, 1, 1.25))[4] == "≤ 1.25×"
    assert cells(Measure("a", 1, "MB", target=2.9))[4] == "≤ 2.9 MB"
    assert cells(Measure("a", 1, "s", BARE, 1))[4] == ""


def test_the_table_and_the_json_say_the_same():
    """One line for each measure below the two of the head."""
    found = [Measure("a", 1, "s", BARE, 2, 0.5), Measure("b", 2, "s", target=1)]
    assert len(markdown_table(found).splitlines()) == 4
    plain = json.loads(json.dumps([one.plain() for one in found]))
    assert [(one["ratio"], one["held"]) for one in plain] == [(0.5, True), (None, False)]


def sound(measures):
    for one in measures:
        assert math.isfinite(one.ours)
        assert one.ours > 0
    return [one.what for one in measures]


def test_pooling_is_measured_beside_metafor(monkeypatch):
    """Against its own limits everywhere, and beside R where it is installed."""
    monkeypatch.setattr(pooling, "REPEATS", 2)
    monkeypatch.setattr(pooling, "why_no_metafor", lambda: "not asked")
    assert len(sound(pooling.measure())) == 2
    monkeypatch.setattr(pooling, "why_no_metafor", lambda: "")
    monkeypatch.setattr(pooling, "metafors", lambda: [30.0, 90.0, 300.0])
    beside = pooling.measure()[2:]
    assert [one.theirs for one in beside] == [30.0, 90.0, 300.0]


def test_each_file_is_built_in_a_fresh_process():
    """The first build, the same beside an empty file, and the next build."""
    assert set(files.LIMITS) == {"deck", "handout", "workbook", "bundle", "svg", "png"}
    assert [what.split(", ")[-1] for what in sound(files.measures_of("svg"))] == [
        "first",
        "first",
        "next",
    ]


def test_the_one_command_measures_every_part(monkeypatch, capsys):
    """It names the machine, prints all measures as a table, and the same as JSON."""
    one = Measure("a", 1, "s", target=2)
    parts = {name: (lambda: [one]) for name in everything.PARTS}
    assert len(parts) == 5
    monkeypatch.setattr(everything, "PARTS", parts)
    everything.main()
    printed = capsys.readouterr().out
    assert printed.count("| a |") == 5
    found = json.loads(printed.split("\n\n")[-2])
    assert len(found["measures"]) == 5
    assert "cores" in found["machine"]
    assert "streamlit" in found["machine"]
