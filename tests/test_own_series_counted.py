"""Own series in what is said and counted: never among published studies, their mark never cut."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from components.exports.bundle import bundle_tables
from components.exports.bundle_readme import readme
from components.exports.deck import deck_bytes
from components.exports.handout import handout
from components.exports.workbook import workbook_bytes
from components.store import OWN_FILES
from data.story import tell
from data.story_parts import NO_TOXICITY
from data.story_words import unchecked
from data.words import UNPUBLISHED, marked
from tests.briefs import brief_of
from tests.own_sessions import RESPONSE, SAID, own_file, with_own
from tests.visitor import go, open_page
from tests.visitor import said as page_text


@pytest.fixture(scope="module")
def ours(library):
    return brief_of(with_own(library, own_file()))


def said(brief, key):
    (part,) = tell(brief, [key])
    return part.sentences


LONG = "A center that has a name of 40 letters, "
FILTERS = {"dose": (1.4, 1.8), "lines": (2, 6), "keep": True, "adults": True}
CHOICES = {"mrd": "of all treated", "time": "after cycle 1", "definition": "strict CR"}
ASKED = {
    "nothing": {},
    "many filters": FILTERS | CHOICES | {"across": True},
    "many studies": {"studies": ("own-series-1", "own-series-2", "calvo-2020", "fda-2024")},
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_no_footer_loses_the_mark(library, asked):
    """However long the names and the list of filters are, what is cut is never the mark."""
    assert len(LONG) == 40
    made = with_own(library, own_file(f"{LONG[:-1]}A"), own_file(f"{LONG[:-1]}B"))
    slides = Presentation(io.BytesIO(deck_bytes(brief_of(made, **asked)))).slides
    footers = [one.text_frame.text for s in slides for one in s.shapes if one.name == "Footer"]
    assert len(footers) == len(slides)
    assert all(UNPUBLISHED in text.replace("\u00a0", " ") for text in footers)


ONE_OWN = " (1 own, unpublished)"
# Part, what is said of the studies without an own series, and with it.
COUNTS = [
    ("title", "10 studies shown; not shown: 4", f"11 studies shown{ONE_OWN}; not shown: 4"),
    ("comparability", "3 retrospective,", f"4 retrospective{ONE_OWN},"),
    ("survival", "Found for 4 of 10 cohorts.", f"Found for 4 of 11 cohorts{ONE_OWN}."),
    ("safety", "found for 2 of the 10 cohorts shown.", f"of the 11 cohorts shown{ONE_OWN}."),
    ("dose_and_lines", "2 of 10 cohorts say", f"2 of 11 cohorts{ONE_OWN} say"),
]


def test_nobody_else_has_checked_them(library):
    """One is told in the singular, two in the plural, and published studies not at all."""
    session = with_own(library, own_file("Our center"), own_file("Their center"))
    ours, theirs = (session.studies[key] for key in session.own_files)
    alone = "Our center is an own series, unpublished: checked by nobody but its owner."
    both = "Our center and Their center are own series, unpublished: "
    assert unchecked([ours]) == [alone]
    assert unchecked([ours, theirs]) == [f"{both}checked by nobody but their owners."]
    assert unchecked(list(library.studies.values())) == []


@pytest.mark.parametrize(("part", "published", "with_ours"), COUNTS)
def test_an_own_series_is_not_counted_among_published_studies(
    library, ours, part, published, with_ours
):
    """Every number of studies or cohorts says how many of them nobody published."""
    assert any(published in one for one in said(brief_of(library), part))
    assert any(with_ours in one for one in said(ours, part))


def test_the_page_of_safety_counts_it_so_too(project):
    """Events and dose-limiting toxicity alike."""
    app = open_page(project)
    app.session_state[OWN_FILES] = {"own-series-1": own_file()}
    page = page_text(go(app, "safety"))
    for opening in ("Adverse events: found for", "Dose-limiting toxicity by dose level: found for"):
        assert re.search(
            rf"{opening} \d+ of the \d+ (studies|cohorts) shown{re.escape(ONE_OWN)}\.", page
        )


def test_toxicity_at_a_single_dose_is_no_group_and_stands_below(library, project):
    """On the page and on the slide: 1 of 7 evaluable, whose trial had one dose."""
    told = {"outcome": "dose_limiting_toxicity", "denominator": "dlt_evaluable"} | SAID
    text = own_file(results=[RESPONSE | {"events": 9, "n": 14}, told | {"events": 1, "n": 7}])
    app = open_page(project)
    app.session_state[OWN_FILES] = {"own-series-1": text}
    shown = page_text(go(app, "safety"))
    assert "- **Our center (own series, unpublished), all treated**: 1/7\n" in shown
    brief = brief_of(with_own(library, text), studies=("own-series-1",))
    assert said(brief, "toxicity") == (
        NO_TOXICITY,
        "Not by dose level: Our center (own series, unpublished), all treated (1/7).",
    )


def test_an_own_series_left_out_is_counted_as_one(library):
    """Also among the studies that the filters leave out."""
    brief = brief_of(with_own(library, own_file()), min=20)
    assert any(f"; not shown{ONE_OWN}: " in one for one in said(brief, "title"))


def test_what_timing_was_not_found_is_counted_so_too(library):
    """The design that nobody stated has words of its own."""
    design = {"summary": "own series", "timing": "not_found"} | SAID
    brief = brief_of(with_own(library, own_file(design=design)))
    assert f"2 with timing not found{ONE_OWN}." in " ".join(said(brief, "comparability"))


def test_what_a_file_is_names_own_series(library, ours):
    """Workbook, archive and slides do not call everything in them published."""
    for brief, what in (
        (ours, "Published studies and own series, unpublished, of inotuzumab"),
        (brief_of(library), "Published studies of inotuzumab"),
    ):
        about = load_workbook(io.BytesIO(workbook_bytes(brief)))["About"]
        (line,) = (row[1].value for row in about if row[0].value == "What it is")
        assert line.startswith(what)
        assert what in readme(brief, bundle_tables(brief))
        title = Presentation(io.BytesIO(deck_bytes(brief))).core_properties.title
        assert title.endswith(f"{what[0].lower()}{what[1:].partition(' of')[0]} side by side")


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ("none", marked("Our center")),
        (
            "unknown",
            (
                f"Our center ({UNPUBLISHED}: "
                "whether its children are in a listed study is unknown, so it is never pooled)"
            ),
        ),
    ],
)
def test_its_mark_is_not_said_twice_where_it_is_the_reason(library, shared, reason):
    """It is in no pooled rate because it is an own series: that is what the mark says."""
    brief = brief_of(with_own(library, own_file(shared=shared)))
    first = next(one for one in said(brief, "pooled") if one.startswith("Response, in no pooled"))
    assert first.startswith(f"Response, in no pooled rate: {reason}; ")


def test_another_reason_stands_beside_the_mark(library):
    """A series that may be pooled and is too small keeps its mark and has its reason."""
    cohort = {"id": "all", "name": "all treated", "n": 5} | SAID
    results = [RESPONSE | {"events": 3, "n": 5}]
    brief = brief_of(with_own(library, own_file(cohorts=[cohort], results=results)), own=True)
    first = next(one for one in said(brief, "pooled") if one.startswith("Response, in no pooled"))
    assert f"{marked('Our center')}" in first
    assert "fewer than" in first


def test_on_paper_its_long_name_does_not_squeeze_the_table(library, ours):
    """Names stay on one line but that of an own series, which its mark makes long."""
    own = f'<th scope="row" class="own">{marked("Our center")}</th>'
    assert own in handout(ours)
    assert handout(ours).count('class="own"') == 1
    assert 'class="own"' not in handout(brief_of(library))
