"""Numbers and lists as text, in one style."""

import pytest

from data.words import (
    counted,
    interval_text,
    listed,
    of_number,
    percent_text,
    rate_text,
    rounded,
    shared_with,
    signed,
    span_text,
    whole_rates,
)


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(12.5, 0, "13"), (87.5, 0, "88"), (0.5, 0, "1"), (66.65, 1, "66.7"), (100.0, 0, "100")],
)
def test_ties_go_up(value, digits, shown):
    """A tie is printed the way journals print it, not to the even digit."""
    assert rounded(value, digits) == shown


def test_one_style_of_rate():
    """Count, whole percentage, interval; with one decimal in tables."""
    assert rate_text(28, 48, 43.2104, 72.3945) == "28/48 · 58 % [43–72]"
    assert rate_text(28, 48, 43.2104, 72.3945, digits=1) == "28/48 · 58.3 % [43.2–72.4]"


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("28/48 · 58 % [43–72] of 48", ["28/48 · 58 % [43–72]", "of", "48"]),
        ("at 1.4–1.8 mg/m² in cycle 1", ["at", "1.4–1.8 mg/m²", "in", "cycle", "1"]),
        ("of FDA 2024, O'Brien 2022", ["of", "FDA 2024,", "O'Brien 2022"]),
        ("of 2024 children, 3 2019", ["of 2024", "children,", "3", "2019"]),
    ],
)
def test_what_belongs_together_stays_on_one_line(typed, pieces):
    """A rate keeps its interval, a dose its unit, and a study its year."""
    words = [word.replace("\u00a0", " ") for word in whole_rates(typed).split(" ")]
    assert [word.replace("\u2060", "") for word in words] == pieces


def test_fractions_are_printed_in_percent():
    """A pooled rate and its prediction interval read like the rates; a dash where there is none."""
    assert percent_text(0.7026, 0.5173, 0.8389) == "70 % [52–84]"
    assert percent_text(0.7026, 0.5173, 0.8389, digits=1) == "70.3 % [51.7–83.9]"
    assert span_text(0.4189, 0.8856) == "42–89 %"
    assert span_text(0.0344660, 0.8625, digits=1) == "3.4–86.3 %"
    assert percent_text(None, None, None) == span_text(None, None) == "–"


@pytest.mark.parametrize(
    ("count", "whom", "said"),
    [
        (2, "responders", "2 responders"),
        (0, "responders", "0 responders"),
        (1, "responders with MRD measured", "1 responder with MRD measured"),
        (1, "strict-CR responders", "1 strict-CR responder"),
        (1, "patients with SOS", "1 patient with SOS"),
        (1, "treated", "1 treated"),
        (1, "first patients of several responders", "1 first patient of several responders"),
    ],
)
def test_one_is_no_plural(count, whom, said):
    """Of a single one the label of many is said of one; whom they are part of stays many."""
    assert of_number(count, whom) == said


def test_an_interval_carries_its_own_level():
    """A 90 % interval never passes for a 95 % one, and a missing level is said."""
    assert interval_text(46.5, 69.3, 90) == "90 % CI 46.5–69.3"
    assert interval_text(2.6, "not estimable", 95) == "95 % CI 2.6–not estimable"
    assert interval_text(50, 93, None) == "interval, level not found, 50–93"
    assert interval_text(None, None, 95) == ""


def test_lists_and_counts():
    """Lists read like sentences; one is singular."""
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert counted(1, "study", "studies") == "1 study"
    assert counted(0, "study", "studies") == "0 studies"
    assert counted(2, "row") == "2 rows"


def test_who_is_shared():
    """Adults are never called children; nobody is shared with nobody."""
    assert shared_with("children", ["A", "B"]) == "shares children with A and B"
    assert shared_with("adults", ["A"], "may share") == "may share adults with A"
    assert shared_with("children", []) == ""


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (20, 1, "20.0"),
        (-8.33, 1, "−8.3"),
        (-0.3, 1, "−0.3"),
        (-0.01, 1, "0.0"),
        (-4.5, 0, "−5"),
        (0.5, 0, "1"),
    ],
)
def test_a_signed_number_has_a_true_minus(value, digits, shown):
    """And none before what rounds to nothing."""
    assert signed(value, digits) == shown
