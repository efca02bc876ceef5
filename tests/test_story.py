"""The story: its parts, what each says, and that no selection makes it say nonsense."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from data.brief import Brief
from data.guard import ACROSS, SMALL, TOGETHER
from data.overview import THREE_RATES
from data.selection import Selection
from data.sentences import why_not_pooled
from data.story import PARTS, ignored_in_presentation, tell, usual_parts
from data.story_parts import NOT_FOUND, NOTHING_TO_COMPARE, NOTHING_TO_POOL, QUESTION, Part
from data.story_words import NO_COMPARISON, NOTHING_LEFT, designs, heading, how_many
from data.words import listed
from tests.briefs import brief_of
from tests.drawn import SAID, drawn_library, study
from tests.stories import COUNT, EMPTY, FORESTS, MANY, counted_rows, rate_with_count, texts

ORDER = (
    "title",
    "comparability",
    "studies",
    *FORESTS,
    "pooled",
    "survival",
    "safety",
    "toxicity",
    "dose_and_lines",
    "compare",
    "limits",
    "bottom_line",
    "references",
)


@pytest.fixture(scope="module", params=MANY)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def brief(library, name) -> Brief:
    return brief_of(library, **MANY[name])


@pytest.fixture(scope="module")
def story(brief) -> dict[str, Part]:
    return {part.key: part for part in tell(brief)}


def test_the_parts_come_in_the_order_of_a_journal_club(brief):
    """Each with a key and a title of its own, whatever was asked."""
    parts = tell(brief, ORDER)
    assert tuple(part.key for part in parts) == tuple(PARTS) == ORDER
    assert len({part.title for part in parts}) == len(parts)
    assert all(part.title for part in parts)


@pytest.mark.parametrize(
    ("chosen", "missing"), [((), {"compare"}), (("a",), {"compare"}), (("a", "b"), set())]
)
def test_the_usual_story_has_every_part_that_says_something(chosen, missing):
    """All in their order; two studies are the fewest that can be compared."""
    wanted = [key for key in ORDER if key not in missing]
    assert usual_parts(replace(Selection(), compare=chosen)) == wanted


def test_nothing_to_compare_is_no_part_unless_asked_for(library):
    """The comparison is told when two studies were chosen, or when the part itself was."""
    two = ("bhojwani-2019", "obrien-2022")
    for chosen, told in (((), False), (two[:1], False), (two, True)):
        keys = [part.key for part in tell(brief_of(library, compare=chosen))]
        assert ("compare" in keys) is told
        assert keys == usual_parts(replace(Selection(), compare=chosen))
    (asked_for,) = tell(brief_of(library), ["compare"])
    assert asked_for.sentences == (NOTHING_TO_COMPARE,)


def test_the_comparison_warns_of_shared_children_first(library):
    """On a slide too: two studies that count the same children are never compared without it."""
    brief = brief_of(library, compare=("fda-2024", "brivio-2021"))
    (part,) = tell(brief, ["compare"])
    assert "these are the same children" in part.sentences[0]
    assert list(part.lines[0]) == ["", "Brivio 2021", "FDA 2024"]
    assert "No difference between two rates can be computed." in part.sentences


def test_survival_and_safety_are_told(library):
    """As tables: published estimates with the follow-up; three kinds of SOS apart."""
    survival, safety = tell(brief_of(library), ["survival", "safety"])
    assert "never pooled" in survival.sentences[0]
    assert len(survival.lines) == len(survival.sources) - 1 == 4
    assert "never added up" in safety.sentences[0]
    assert [name for name in safety.lines[0] if name.startswith("SOS")] == [
        "SOS during InO",
        "SOS after HSCT",
        "SOS after later chemotherapy",
    ]


def test_every_part_has_a_name_of_its_own_in_the_menu():
    """A link names the parts of a presentation by these names."""
    names = [name for name, _ in PARTS.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["sos", "title"], ["title", "sos"]),
        (["mrd", "mrd"], ["mrd"]),
        (["nonsense", "limits"], ["limits"]),
        (["Response"], []),
        ([], []),
    ],
    ids=["any order", "twice", "an unknown one", "a name is no key", "none"],
)
def test_only_what_is_asked_is_told(library, keys, told):
    """The parts named, each once, in the order of the story; an empty wish is an empty story."""
    assert [part.key for part in tell(brief_of(library), keys)] == told
    assert [part.key for part in tell(brief_of(library), iter(keys))] == told


def test_each_part_leads_to_a_page_of_the_dashboard(story, brief, project):
    """The address under a part opens an existing page with the same selection."""
    pages = {"", *(path.stem for path in (project / "pages").glob("*.py"))}
    for part in story.values():
        page = urlsplit(part.link).path.strip("/")
        assert page in pages
        assert part.link == brief.link(page)
    assert [urlsplit(story[key].link).path for key in FORESTS] == ["/response", "/mrd", "/sos"]
    assert urlsplit(story["limits"].link).path == "/ledger"
    assert urlsplit(story["references"].link).path == "/studies"


def test_the_title_says_what_was_asked(story, brief):
    """The question, every filter in words, how many studies, and the version of the data."""
    question, shown, number, data = story["title"].sentences
    assert question == QUESTION
    studies = len({row.study for row in brief.views[0].rows})
    shows = f"{studies} {'study' if studies == 1 else 'studies'} shown"
    mixed = len(brief.cohorts.not_specific)
    counts = f"{mixed} with patients without InO counted too" if mixed else ""
    gone = ", ".join(filter(None, [brief.cohorts.not_shown, counts]))
    assert number == shows + (f"; not shown: {gone}." if gone else ".")
    assert all(phrase in shown for phrase in brief.asked)
    assert brief.version in data


def test_the_title_names_the_patients_of_the_studies_shown(story, brief):
    """Nobody takes the rates of adults for those of children."""
    shown = {study.population for study in brief.studies}
    whom = " and ".join(who for who in ("children", "adults") if who in shown)
    assert story["title"].title == f"Inotuzumab ozogamicin in {whom or 'children'}"


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        ("default", "children"),
        ("adults, everything lifted", "children and adults"),
        ("only adults", "adults"),
        ("adults at 1.2", "adults"),
        ("nobody so large", "children"),
    ],
)
def test_titles_of_the_shipped_studies(library, asked, whom):
    """Adults that were asked for, and that the filters leave; the question is of both."""
    brief = brief_of(library, **MANY[asked])
    assert heading(brief) == f"Inotuzumab ozogamicin in {whom}"
    assert "do patients respond" in tell(brief, ["title"])[0].sentences[0]


def test_adults_asked_for_in_vain_are_not_in_the_title(library):
    """A title promises no adults that no chart shows."""
    brief = brief_of(library, adults=True, studies=("bhojwani-2019",))
    assert heading(brief) == "Inotuzumab ozogamicin in children"


# What was asked narrows what a chart counts, and its title says so; the defaults are not named.
NARROW = {
    ("strict CR", "response"): " (strict CR)",
    ("after cycle 1", "response"): " (CR/CRi or ORR, after cycle 1)",
    ("after cycle 1", "mrd"): " (after cycle 1)",
    ("after 2 cycles", "response"): " (after 2 cycles)",
    ("after 2 cycles", "mrd"): " (after 2 cycles)",
}


def test_a_forest_part_holds_its_view(story, brief, name):
    """Response, MRD negativity and SOS show the views of the brief, and no other part has one."""
    assert [story[key].view for key in FORESTS] == list(brief.views)
    assert tuple(story[key].view.outcome for key in FORESTS) == THREE_RATES
    for key in FORESTS:
        view = story[key].view
        said = " ".join(filter(None, [view.heading, view.counted]))
        assert story[key].title == said + NARROW.get((name, key), "")
    assert not [key for key, part in story.items() if part.view and key not in FORESTS]


@pytest.mark.parametrize("key", FORESTS)
@pytest.mark.parametrize("population", ["children", "adults"])
def test_a_forest_is_told_from_its_lowest_to_its_highest_rate(story, key, population):
    """The ends of the range are those of the rows, children and adults apart."""
    rows = counted_rows(story[key].view, population)
    said = " ".join(story[key].sentences)
    for row in rows[:1] + rows[-1:]:
        assert rate_with_count(row) in said
    if len(rows) > 1:
        assert f"in {len(rows)} cohorts with counts" in said


@pytest.mark.parametrize("key", FORESTS)
def test_a_forest_is_told_with_its_pooled_rates(story, key):
    """Each diamond with rate, studies, patients and prediction, once."""
    part = story[key]
    for line in part.view.diamonds:
        (said,) = [one for one in part.sentences if one.startswith(f"{line.title}: ")]
        assert f": {line.rate()}, " in said
        assert f"{line.pooled.k} studies, {sum(line.totals)} {line.population}, each" in said
        assert f"in a new comparable setting {line.prediction()}." in said
    pooled = [one for one in part.sentences if ", pooled (" in one]
    assert len(pooled) == len(part.view.diamonds)


@pytest.mark.parametrize("key", FORESTS)
def test_a_forest_tells_no_count_that_it_does_not_show(story, key):
    """Every x/N of a sentence is a row of the chart or the total of a refusal."""
    view = story[key].view
    shown = {f"{row.events}/{row.n}" for row in view.drawn}
    totals = {line.total().split(" ")[0] for line in view.pooled}
    assert set(COUNT.findall(" ".join(story[key].sentences))) <= shown | totals


@pytest.mark.parametrize("key", FORESTS)
def test_a_rate_is_not_quoted_without_its_mark(story, key):
    """Rows that do not lie wholly inside the filters are named with the reason."""
    said = " ".join(story[key].sentences)
    for row in story[key].view.drawn:
        assert all(mark in said for mark in row.marks)


def test_no_part_hints_at_a_switch(story):
    """A slide has no switches, so no sentence but the title's tells of any."""
    names = (ACROSS, TOGETHER, SMALL.partition("{")[0], "lifts this rule", "may add it")
    for key, part in story.items():
        said = [] if key == "title" else [*part.sentences, *part.sources]
        assert not [name for name in names if name in " ".join(said)]


def test_the_designs_add_up_to_the_studies(story, brief):
    """Every study is counted under one timing."""
    said = [one for one in story["comparability"].sentences if one.startswith("Design: ")]
    timings = [one.design.timing for one in brief.studies]
    assert len(said) == bool(timings)
    assert sum(map(int, re.findall(r"\d+", "".join(said)))) == len(timings)
    for timing in set(timings):
        words = "with timing not found" if timing == "not_found" else timing
        assert f"{timings.count(timing)} {words}" in said[0]


COHORT = {"id": "all", "name": "all treated", "n": 9} | SAID


def test_designs_without_timing_come_last(library):
    """However many there are, what is not found stands behind what is."""
    (part,) = tell(brief_of(library), ["comparability"])
    assert part.sentences[1] == "Design: 6 prospective, 3 retrospective, 1 with timing not found."
    unknown = {"summary": "drawn", "timing": "not_found"} | SAID
    more = {"regimen": {"kind": "alone"} | SAID, "cohorts": [COHORT]}
    studies = {key: study(key, design=unknown, **more) for key in "ab"}
    studies["bhojwani-2019"] = library.studies["bhojwani-2019"]
    assert designs(brief_of(replace(library, studies=studies))) == [
        "Design: 1 retrospective, 2 with timing not found."
    ]


@pytest.mark.parametrize(("verb", "possible"), [("are", False), ("may be", True)])
def test_studies_that_share_children_are_named(story, brief, verb, possible):
    """Each study that declares children of another one shown, drawn or not, and no other."""
    start = f"Some children {verb} in more than one of: "
    said = [one for one in story["comparability"].sentences if one.startswith(start)]
    shown = {row.study: row.name for row in brief.views[0].rows}
    sharing = [
        name
        for key, name in shown.items()
        for declared in [brief.library.studies[key].overlaps]
        if any(one.study in shown and (one.relation == "possible") == possible for one in declared)
    ]
    assert said == ([f"{start}{', '.join(sharing)}."] if sharing else [])
    assert len(sharing) != 1


MAY_SHARE = """
    study | counts | shares
    a     | 10/20  | possible b
    b     | 12/20  | possible a
    c     | 15/20  | {c}
    d     | 16/20  | {d}
    e     | 17/20  |
"""


def shared_of(brief: Brief) -> list[str]:
    (part,) = tell(brief, ["comparability"])
    return [one for one in part.sentences if "more than one of" in one]


def test_studies_that_may_share_children_are_named_apart(library):
    """What is certain comes first; what is only possible is never said as certain."""
    table = MAY_SHARE.format(c="inside d", d="contains c")
    assert shared_of(brief_of(drawn_library(library, table, "response"))) == [
        "Some children are in more than one of: c, d.",
        "Some children may be in more than one of: a, b.",
    ]
    table = MAY_SHARE.format(c="", d="")
    assert shared_of(brief_of(drawn_library(library, table, "response"))) == [
        "Some children may be in more than one of: a, b."
    ]


def test_nobody_may_share_with_a_study_that_is_not_shown(library):
    """One study alone counts nobody twice."""
    drawn = drawn_library(library, MAY_SHARE.format(c="", d=""), "response")
    assert shared_of(brief_of(drawn, studies=("a", "c"))) == []


def test_no_story_is_told_without_its_warning(story, brief):
    """That nothing was randomized, that much was unread and who is not shown is said in words.

    One study alone is compared with nothing, so nobody is warned of that.
    """
    several = len({row.study for row in brief.views[0].rows}) > 1
    warned = (NO_COMPARISON,) if several else ()
    assert story["comparability"].sentences[: len(warned)] == warned
    assert story["comparability"].sentences.count(NO_COMPARISON) == len(warned)
    always = story["limits"].sentences[: 1 + several]
    apart = story["limits"].sentences[1 + several :]
    assert always == (NOT_FOUND, *warned)
    mixed = [one.name for one in brief.cohorts.not_specific]
    assert len(apart) == bool(mixed)
    assert all(f": {listed(mixed)}." in one for one in apart)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, ["Fuster 2020 and Contreras 2021"]),
        ({"studies": ("fuster-2020", "bhojwani-2019")}, ["Fuster 2020"]),
        ({"studies": ("bhojwani-2019",)}, []),
    ],
)
def test_studies_of_mixed_drugs_are_limits(library, asked, said):
    """They were found and read, and are in no chart."""
    (part,) = tell(brief_of(library, **asked), ["limits"])
    why = "Not shown, because patients without InO are counted too"
    assert [one for one in part.sentences if one.startswith("Not shown")] == [
        f"{why}: {names}." for names in said
    ]


def test_every_refusal_is_told_with_the_pooled_rates(story, brief):
    """What could not be pooled stands beside what could, with its outcome and its total."""
    said = story["pooled"].sentences
    for view in brief.views:
        here = [
            one for one in said if re.match(f"{view.heading}( in adults)? is not pooled: ", one)
        ]
        assert len(here) == len(why_not_pooled(view))
        refused = [line for line in view.pooled if not line.pooled.estimable]
        for line in refused:
            assert any(line.total() in one and line.pooled.reason in one for one in here)
    lines = story["pooled"].lines
    assert len(lines) == sum(len(view.diamonds) for view in brief.views)
    refusals = sum(len(why_not_pooled(view)) for view in brief.views)
    assert (NOTHING_TO_POOL in said) == (not refusals and not lines)
    apart = [one for one in said if ", in no pooled rate: " in one]
    assert len(said) == (refusals + len(apart) or int(not lines))


HINT = re.compile(r"; “[^”]+” may (add it|join it with others)$")


def test_rows_outside_every_diamond_are_told(story, brief):
    """Beside a pooled rate each drawn row that it does not count is named with the reason."""
    expected = []
    for view in brief.views:
        pooled = {line.group for line in view.pooled if line.pooled.estimable}
        apart: dict[str, list[str]] = {}
        for row in view.rows if pooled else ():
            if row.marker != "none" and row.pooled_in not in pooled:
                apart.setdefault(HINT.sub("", row.not_pooled), []).append(row.title)
        said = "; ".join(f"{listed(names)} ({why})" for why, names in apart.items())
        expected += [f"{view.heading}, in no pooled rate: {said}."] if said else []
    told = story["pooled"].sentences
    assert [one for one in told if ", in no pooled rate: " in one] == expected
    assert list(told[len(told) - len(expected) :]) == expected


def test_the_shipped_rows_outside_every_diamond(library):
    """In full, without the switches that would add a row."""
    (part,) = tell(brief_of(library), ["pooled"])
    assert part.sentences[1] == (
        "Response, in no pooled rate: Evstratov 2023 (only a percentage, no counts); FDA 2024 "
        "(pooled apart (strict CR, single agent), and alone there); Aertgeerts 2025 "
        "(fewer than 10 treated); Pennesi 2024 (pooled apart (CR/CRi or ORR, combination), and "
        "alone there)."
    )


def test_the_footnotes_of_a_diamond_are_its_sources(story, brief):
    """What stands beside a pooled line on screen stands in the notes of its slide."""
    for view in brief.views:
        for line in view.diamonds:
            assert line.footnotes
            assert {f"{line.title}: {note}" for note in line.footnotes} <= set(
                story["pooled"].sources
            )


def test_the_bottom_line_is_a_sentence_for_each_rate(story, brief):
    """In the order of the charts, and then how many studies they rest on."""
    *said, number = story["bottom_line"].sentences
    assert number == how_many(brief)
    for view, sentence in zip(brief.views, said, strict=True):
        assert sentence.startswith(view.heading)


NONSENSE = re.compile(
    r"\bNone\b|\bnan\b|\binf\b|  |\.\.|,,|;;| [,;)]|\( |[:,;] ?[.;,]|\(\)|^\s|\s$|[{}]|\n"
)
SPACE_BEFORE_STOP = re.compile(r" \.(?!\d)")


@pytest.mark.parametrize("asked", MANY.values(), ids=MANY)
def test_no_selection_makes_nonsense(library, asked):
    """No text holds a missing value, two spaces, doubled or lonely punctuation."""
    for part in tell(brief_of(library, **asked)):
        for text in texts(part):
            assert text
            assert not NONSENSE.search(text), text
            assert not SPACE_BEFORE_STOP.search(text), text


def test_sentences_are_sentences(story):
    """Each ends with one full stop or question mark."""
    for part in story.values():
        for sentence in part.sentences:
            assert re.search(r"[^.?][.?]$", sentence), sentence


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({}, []),
        ({"present": ["3"], "parts": ["SOS after HSCT", "Title"]}, []),
        (
            {"parts": ["nonsense", "Title"]},
            ['"parts=nonsense" was ignored; allowed: names of parts of the presentation'],
        ),
        (
            {"parts": ["sos"]},
            ['"parts=sos" was ignored; allowed: names of parts of the presentation'],
        ),
        ({"present": ["first"]}, ['"present=first" was ignored; allowed: a number']),
        ({"present": ["-1"]}, ['"present=-1" was ignored; allowed: a number']),
        ({"present": ["²"]}, ['"present=²" was ignored; allowed: a number']),
        ({"present": [""]}, ['"present=" was ignored; allowed: a number']),
        (
            {"parts": ["a", "b"], "present": ["x"]},
            [
                '"parts=a" was ignored; allowed: names of parts of the presentation',
                '"parts=b" was ignored; allowed: names of parts of the presentation',
                '"present=x" was ignored; allowed: a number',
            ],
        ),
        ({"dose": ["nonsense"], "open": ["x"]}, []),
    ],
    ids=str,
)
def test_what_a_presentation_cannot_show_is_said(params, said):
    """Unknown parts and places that are no numbers are named; filters are not its business."""
    assert ignored_in_presentation(params) == said


def test_a_long_unknown_part_is_shortened():
    """A link cannot fill the screen with its own words."""
    (said,) = ignored_in_presentation({"parts": ["x" * 10_000]})
    assert len(said) < 120


@pytest.mark.parametrize("asked", [*EMPTY.values(), {"studies": ("calvo-2020",)}], ids=str)
def test_nothing_is_counted_of_nothing(library, asked):
    """Where no cohort is shown none is counted, and one cohort says in the singular."""
    (part,) = tell(brief_of(library, **asked), ["dose_and_lines"])
    said = " ".join(part.sentences)
    assert "0 of 0" not in said
    assert "0 of 1" not in said
    assert "1 cohort say " not in said


@pytest.mark.parametrize("name", MANY)
def test_no_slide_is_empty(library, name):
    """A part without chart and table says at least in a sentence why it has none."""
    for part in tell(brief_of(library, **MANY[name])):
        assert part.sentences or part.lines or (part.view and part.view.drawn)


SEVEN = "7 studies left out by the filters"
MIXED = "2 with patients without InO counted too"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, f"10 studies shown; not shown: 4 studies in adults, {MIXED}."),
        (
            {"studies": ("calvo-2020",)},
            "1 study shown; not shown: 15 studies left out by the filters.",
        ),
        (
            EMPTY["mixed drugs only"],
            f"0 studies shown; not shown: 14 studies left out by the filters, {MIXED}.",
        ),
        (
            {"dose": (1.4, 1.4)},
            f"3 studies shown; not shown: {SEVEN}, 4 studies in adults, {MIXED}.",
        ),
    ],
)
def test_the_title_says_how_many_studies(library, asked, said):
    """Shown and left out, as the shipped library counts them."""
    assert tell(brief_of(library, **asked), ["title"])[0].sentences[2] == said


def test_nothing_is_said_of_nobody_left_out(library):
    """Where the filters leave out no study, only those shown are counted."""
    table = "study | counts\na | 10/20\nb | 12/20"
    brief = brief_of(drawn_library(library, table, "response"))
    assert how_many(brief) == "2 studies shown."


def test_only_what_differs_from_the_default_narrows_a_title(library):
    """Definition and time, both or one, and only where they choose among the rates."""
    brief = brief_of(library, definition="strict CR", time="after cycle 1", mrd="of all treated")
    assert [part.title for part in tell(brief, FORESTS)] == [
        "Response (strict CR, after cycle 1)",
        "MRD negativity of all treated (after cycle 1)",
        "SOS after HSCT",
    ]


def test_what_is_left_and_in_no_chart_is_named(library):
    """The only study chosen mixes drugs: it is not said to be filtered away."""
    (part,) = tell(brief_of(library, studies=("fuster-2020",)), ["studies"])
    why = "Not shown, because patients without InO are counted too: Fuster 2020."
    assert part.sentences == (f"{NOTHING_LEFT} {why}",)


@pytest.mark.parametrize("name", EMPTY)
def test_a_table_of_nothing_says_so(library, name):
    """Where the filters leave no study, the table and the references say that."""
    keys = ["comparability", "studies", "references"]
    for part in tell(brief_of(library, **EMPTY[name]), keys):
        assert [one.startswith(NOTHING_LEFT) for one in part.sentences] == [True]
        assert not part.lines
