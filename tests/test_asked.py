"""A selection in words: nothing that a reader switched is left unsaid."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.asked import EVERYTHING, asked
from data.guard import ACROSS, SMALL, TOGETHER
from data.selection import CHOICES, Limits, Selection, limits
from data.words import listed
from tests.briefs import brief_of
from tests.own_sessions import own_file, with_own

ALLOWED = Limits(
    dose=(0.8, 1.8),
    names={"a": "Ada 2020", "b": "O'Brien 2022", "c": "FDA 2024"},
    sharing={"a": "Ada 2020", "c": "FDA 2024"},
)
# One value of each filter and switch that is not its default, and how it is said.
PHRASES = {
    "studies": (("a", "b"), "only Ada 2020 and O'Brien 2022"),
    "dose": ((1.4, 1.8), "planned dose of cycle 1: 1.4–1.8 mg/m²"),
    "lines": ((2, 3), "2–3 prior lines"),
    "strict": ("wholly", "only cohorts that lie wholly inside the filters"),
    "regimen": ("single agent", "InO as single agent"),
    "design": ("prospective", "prospective studies"),
    "min": (20, "at least 20 patients"),
    "adults": (True, "adults too, for context"),
    "keep": (True, "studies kept that do not report a filtered fact"),
    "mrd": ("of all treated", "MRD negativity of all treated"),
    "definition": ("strict CR", "response by strict CR"),
    "time": ("after 2 cycles", "results after 2 cycles"),
    "across": (True, "switched on: Pool across SOS criteria"),
    "together": (True, "switched on: Pool single agent with combination"),
    "small": (True, "switched on: Pool series under 12 patients"),
    "own": (True, "switched on: Pool own series"),
    "prefer": (("a", "c"), "pooling prefers Ada 2020 and FDA 2024"),
}
SWITCHES = ("across", "together", "small", "own")
SWITCHED_ON = "switched on: "
SMALL_SERIES = 12


def said(**changed) -> tuple[str, ...]:
    return asked(replace(Selection(), **changed), ALLOWED, SMALL_SERIES)


def test_nothing_asked_is_one_phrase():
    """Without any filter the words are those for everything; nobody can say all that exists."""
    assert said() == (EVERYTHING,) == ("all studies in children that were found",)


@pytest.mark.parametrize("name", [f.name for f in fields(Selection) if f.name != "compare"])
def test_every_field_has_words(name):
    """A filter or switch that is not at its default is said in exactly one phrase.

    What is compared narrows nothing, so no other page or slide speaks of it.
    """
    value, words = PHRASES[name]
    assert said(**{name: value}) == (words,)


@given(st.sets(st.sampled_from(sorted(PHRASES)), min_size=1))
def test_each_is_said_beside_all_others(names):
    """No filter hides the words of another; the order is always the same, switches are one list."""
    phrases = said(**{name: PHRASES[name][0] for name in names})
    words = {name: words for name, (_, words) in PHRASES.items() if name in names}
    on = [name for name in SWITCHES if name in words]
    if on:
        switches = [words[name].removeprefix(SWITCHED_ON) for name in on]
        words |= {on[0]: SWITCHED_ON + listed(switches)} | dict.fromkeys(on[1:], "")
    assert phrases == tuple(filter(None, words.values()))


@pytest.mark.parametrize(
    ("name", "choice"),
    [(name, choice) for name, choices in CHOICES.items() for choice in choices[1:]],
)
def test_every_choice_is_said_as_on_its_widget(name, choice):
    """Each choice that is not the default is told by the words that were clicked."""
    (phrase,) = said(**{name: choice})
    assert choice in phrase


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((4, 7), "≥ 4 prior lines"),
        ((7, 7), "≥ 7 prior lines"),
        ((1, 1), "1 prior line"),
        ((1, 3), "1–3 prior lines"),
    ],
)
def test_seven_lines_stand_for_seven_or_more(lines, words):
    """The upper end of the slider is open, every other end is not."""
    assert said(lines=lines) == (words,)


@pytest.mark.parametrize(
    ("regimen", "words"),
    [("single agent", "InO as single agent"), ("combination", "InO in combination")],
)
def test_a_regimen_is_said_as_it_is_given(regimen, words):
    """A drug is given as a single agent, and in combination."""
    assert said(regimen=regimen) == (words,)


def test_one_dose_is_one_number():
    """A range of one value is not written as a range."""
    assert said(dose=(1.8, 1.8)) == ("planned dose of cycle 1: 1.8 mg/m²",)


def test_the_switches_have_the_names_of_the_screen(library):
    """A lifted rule is called like its switch, with the limit of the vocabulary."""
    brief = brief_of(library, across=True, together=True, small=True)
    least = library.vocabulary.small_series
    assert brief.asked == (f"switched on: {ACROSS}, {TOGETHER} and {SMALL.format(n=least)}",)
    brief = brief_of(library, across=True, small=True)
    assert brief.asked == (f"switched on: {ACROSS} and {SMALL.format(n=least)}",)


def test_every_study_can_be_named(library):
    """Each study that a link may name is said by its name, not by its id."""
    for key, name in limits(library).names.items():
        assert brief_of(library, studies=(key,)).asked == (f"only {name}",)


def test_own_series_come_first_and_their_mark_before_their_names(library):
    """What is cut at its end keeps the mark."""
    made = with_own(library, own_file())
    ours = "with own series, unpublished: Our center"
    assert brief_of(made).asked == (ours, EVERYTHING)
    assert brief_of(made, adults=True, own=True).asked == (
        ours,
        "adults too, for context",
        "switched on: Pool own series",
    )
    two = with_own(library, own_file(), own_file("Theirs"))
    assert brief_of(two).asked[0] == f"{ours} and Theirs"


@pytest.mark.parametrize(
    ("studies", "words"),
    [
        (("own-series-1",), "only own series, unpublished (Our center)"),
        (("own-series-1", "own-series-2"), "only own series, unpublished (Our center and Theirs)"),
        (
            ("own-series-2", "calvo-2020", "fda-2024"),
            "only own series, unpublished (Theirs), and Calvo 2020 and FDA 2024",
        ),
        (("fda-2024",), "only FDA 2024"),
    ],
)
def test_a_choice_of_studies_names_its_own_series_once(library, studies, words):
    """It has said which of them it shows; nobody speaks of the others."""
    made = with_own(library, own_file(), own_file("Theirs"))
    assert brief_of(made, studies=studies).asked == (words,)


def test_one_patient_is_one():
    """The smallest size is said in the singular."""
    assert said(min=1) == ("at least 1 patient",)
