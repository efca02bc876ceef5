"""A visitor's own series beside the published studies: read, marked, numbered, never confused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data.checks import LONGEST_NAME
from data.cohorts import resolve
from data.library import STUDIES, Library, load_library
from data.links import own_series_notice, own_series_parameter, parse, write
from data.own_series import next_id, read_own_series, with_own_series
from data.rows import View
from data.schema import Dose, Study
from data.selection import Selection, limits, studies_in_order
from data.tables import results_table
from data.verdicts import lines_text
from data.views import make_view
from data.words import UNPUBLISHED, marked, unmarked
from tests.own_sessions import own_file

SAID = "basis: stated, source: own, place: own records"
SERIES = f"""\
id: own-series
name: Our center
summary: Own patients of one center
population: children
own_series: {{shared_children: none}}
citation: {{}}
design: {{summary: own series, timing: retrospective, {SAID}}}
regimen: {{kind: alone, {SAID}}}
sources: {{own: {{name: Own records}}}}
cohorts:
  - id: all
    name: all treated
    n: 14
    basis: stated
    source: own
    place: own records
    dose: {{low: 1.8, high: 1.8, {SAID}}}
    prior_lines: {{known_as: prior lines, low: 1, high: 5, {SAID}}}
results:
  - {{outcome: response, definition: cr_cri, denominator: treated, events: 9, n: 14, {SAID}}}
"""
OVERLAP = f"overlaps: [{{study: bhojwani-2019, relation: partly, {SAID}}}]\n"


def series(name: str = "Our center", shared: str = "none") -> str:
    """A sound series by this name."""
    text = SERIES.replace("Our center", name).replace("children: none", f"children: {shared}")
    return text + (OVERLAP if shared == "some" else "")


def told(raw: str | bytes, library: Library) -> list[str]:
    """Everything against adding a file, with its lines."""
    content = raw if isinstance(raw, bytes) else raw.encode()
    return [str(problem) for problem in read_own_series(content, "own.yaml", library)[1]]


def own_view(library: Library, outcome: str = "response", **asked) -> View:
    selection = replace(Selection(), **asked)
    cohorts = resolve(library, selection)
    return make_view(library, results_table(library), cohorts, selection, outcome)


@pytest.fixture
def session(library: Library) -> Library:
    """The library of a session with one own series."""
    return with_own_series(library, {"own-series-1": series()})


def changed(old: str, new: str) -> str:
    assert old in SERIES
    return SERIES.replace(old, new, 1)


LONG = "a" * 200
FAR = "is far from the 0.8–1.8 of the listed studies"
# what is uploaded, and how the first message begins
UPLOADS = {
    "wrong YAML": ("name: a: b\n", "own.yaml:1  not YAML: mapping values are not allowed"),
    "half written": ("a: [1,\n", "own.yaml:2  not YAML"),
    "nothing": ("", "own.yaml:1  is empty; allowed: keys with values"),
    "a text": ("hello", 'own.yaml:1  "hello" has the wrong type; allowed: keys with values'),
    "five megabytes": (b"#" * 5_000_000, "own.yaml:1  the file is too long; allowed: 256,000"),
    "binary": (bytes(range(256)), "own.yaml:2  not UTF-8; allowed: text saved as UTF-8"),
    "zeros": (bytes(64), "own.yaml:1  character U+0000; allowed: UTF-8 text"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "own.yaml:2  not UTF-8"),
    "UTF-16": (SERIES.encode("utf-16"), "own.yaml:1  not UTF-8; allowed: text saved as UTF-8"),
    "UTF-16 without mark": (SERIES.encode("utf-16-le"), "own.yaml:1  character U+0000"),
    "Latin-1": (changed("Our", "Önologie").encode("latin-1"), "own.yaml:2  not UTF-8"),
    "duplicate key": (
        changed("population:", "name: Second\npopulation:"),
        'own.yaml:4  key "name" stands twice; allowed: each key once',
    ),
    "alias": (changed("{}", "&a {}"), "own.yaml:6  an anchor or alias"),
    "tag": (changed("name: Our", "name: !!python/name:os.system Our"), "own.yaml:2  a tag (!)"),
    "x > N": (
        changed("events: 9", "events: 15"),
        "own.yaml:20  results[1]: 15/14: more events than patients; allowed: x ≤ N",
    ),
    "N > treated": (
        changed("events: 9, n: 14", "events: 9, n: 15"),
        "own.yaml:20  results[1].n: 15 patients of a cohort of 14; allowed: at most 14",
    ),
    "negative": (
        changed("events: 9", "events: -9"),
        'own.yaml:20  results[1].events: "-9" is not possible; allowed: greater than or equal to 0',
    ),
    "exponent": (
        changed("events: 9", "events: 1e9"),
        'own.yaml:20  results[1].events: "1e9" has the wrong type; allowed: a whole number',
    ),
    "a billion": (
        changed("events: 9, n: 14", "events: 9, n: 1000000000"),
        'own.yaml:20  results[1].n: "1000000000" is not possible; allowed: less than or equal to',
    ),
    "empty name": (
        changed("Our center", '""'),
        "own.yaml:2  name: is empty; allowed: a name",
    ),
    "another id": (
        changed("id: own-series", "id: brivio-2021"),
        'own.yaml:1  id: "brivio-2021" is not possible; allowed: own-series',
    ),
    "ten times the dose": (
        changed("low: 1.8, high: 1.8", "low: 18, high: 18"),
        f"own.yaml:17  cohorts[1].dose.high: 18 mg/m² {FAR}; allowed: 0.4 to 3.6",
    ),
    "a tenth of the dose": (
        changed("low: 1.8, high: 1.8", "low: 0.18, high: 0.18"),
        f"own.yaml:17  cohorts[1].dose.low: 0.18 mg/m² {FAR}; allowed: 0.4 to 3.6",
    ),
    "only the lower end of the dose": (
        changed("low: 1.8, high: 1.8", "low: 1.8"),
        "own.yaml:17  cohorts[1].dose: a dose with one end only; allowed: `low` and `high`",
    ),
    "only the upper end of the dose": (
        changed("low: 1.8, high: 1.8", "high: 1.8"),
        "own.yaml:17  cohorts[1].dose: a dose with one end only; allowed: `low` and `high`",
    ),
    "no dose": (
        changed("low: 1.8, high: 1.8", "low: 0, high: 1.8"),
        "own.yaml:17  cohorts[1].dose.low: 0 mg/m² is no dose; allowed: 0.4 to 3.6",
    ),
    "a band of the dose": (
        changed("high: 1.8,", "high: 1.8, bands: [{low: 1.8, high: 18, count: 3}],"),
        f"own.yaml:17  cohorts[1].dose.bands[1].high: 18 mg/m² {FAR}; allowed: 0.4 to 3.6",
    ),
    "too many prior lines": (
        changed("high: 5", "high: 21"),
        "own.yaml:18  cohorts[1].prior_lines: 21 lines; allowed: at most 20",
    ),
    "at least too many prior lines": (
        changed("low: 1, high: 5", "low: 21"),
        "own.yaml:18  cohorts[1].prior_lines: 21 lines; allowed: at most 20",
    ),
    "a band of too many prior lines": (
        changed(
            "high: 5", "high: 5, bands: [{low: 1, high: 3, count: 3}, {low: 4, high: 50, count: 1}]"
        ),
        "own.yaml:18  cohorts[1].prior_lines: 50 lines; allowed: at most",
    ),
    "no name": (changed("Our center", ""), "own.yaml:2  name: is empty; allowed: a text"),
    "spaces as name": (
        changed("Our center", '"  "'),
        "own.yaml:2  name: is empty; allowed: a name",
    ),
    "two lines": (changed("Our center", '"Our\\ncenter"'), "own.yaml:2  name: more than one line"),
    "number as name": (changed("Our center", "14"), 'own.yaml:2  name: "14" has the wrong type'),
    "taken name": (
        changed("Our center", "BHOJWANI  2019"),
        "own.yaml:2  name: Bhojwani 2019 is already here; allowed: another name",
    ),
    "200 characters": (
        changed("Our center", LONG),
        "own.yaml:2  name: 200 characters; allowed: at most 40",
    ),
    "bidi control": (
        changed("Our center", "Our \u202ecenter"),
        "own.yaml:2  name: odd character U+202E; allowed: leave it out",
    ),
    "escaped bidi control": (
        changed("Our center", '"Our \\u202Ecenter"'),
        "own.yaml:2  name: odd character U+202E; allowed: leave it out",
    ),
    "not marked as own": (
        changed("own_series: {shared_children: none}\n", ""),
        "own.yaml:1  own_series: is missing; allowed: `own_series` with `shared_children`",
    ),
    "shared is not answered": (
        changed("{shared_children: none}", "{}"),
        "own.yaml:5  own_series.shared_children: is missing; allowed: none: no child of it",
    ),
    "shared in other words": (
        changed("children: none", "children: maybe"),
        'own.yaml:5  own_series.shared_children: "maybe" is not known; allowed: none, some or',
    ),
    "shared, but with nobody": (
        changed("children: none", "children: some"),
        "own.yaml:5  own_series.shared_children: no study is named; allowed: `overlaps` with",
    ),
    "not shared, but with somebody": (
        SERIES + OVERLAP,
        "own.yaml:5  own_series.shared_children: `overlaps` names a study; allowed: some, or no",
    ),
    "shared with an unknown study": (
        series(shared="some").replace("bhojwani-2019", "bhojwani-2020"),
        'own.yaml:21  overlaps[1].study: unknown study "bhojwani-2020", did you mean "bhojwani-',
    ),
    "inside a study that is smaller": (
        series(shared="some").replace(
            "bhojwani-2019, relation: partly", "calvo-2020, relation: inside"
        ),
        "own.yaml:21  overlaps[1].relation: 14 patients of own-series inside 11 of calvo-2020",
    ),
    "a review": (
        changed("population:", "kind: review\npopulation:"),
        "own.yaml:4  kind: an own series is no review; allowed: study",
    ),
}


@pytest.mark.parametrize("kind", UPLOADS)
def test_a_bad_file_is_refused_with_its_line(kind: str, library: Library):
    """Whatever is uploaded, the first message says where it is wrong and what is allowed."""
    raw, beginning = UPLOADS[kind]
    messages = told(raw, library)
    assert messages
    assert messages[0].startswith(beginning)
    assert all(message.isprintable() and len(message) < 1000 for message in messages)


def test_mistakes_of_a_series_come_in_the_order_of_the_file(library: Library):
    """A taken name stands before a count that is wrong in itself, too many prior lines between."""
    wrong = changed("Our center", "Bhojwani 2019").replace("high: 5", "high: 21")
    wrong = wrong.replace("events: 9, n: 14", "events: 9, n: 15")
    lines = [one.partition("  ")[0] for one in told(wrong, library)]
    assert lines == ["own.yaml:2", "own.yaml:18", "own.yaml:20"]


def test_twenty_prior_lines_are_taken(library: Library):
    """The most that may be typed is itself no mistake, as either end of the range."""
    assert told(changed("low: 1, high: 5", "low: 20, high: 20"), library) == []
    assert told(changed("low: 1, high: 5", "low: 20"), library) == []


@pytest.mark.parametrize("name", ["<b>x</b>", "'**x**'", "'=1+1'", "'@SUM(A1)'", "מרכז", "a" * 40])
def test_a_name_is_whatever_its_owner_typed(name: str, library: Library):
    """HTML, Markdown, formulas and right-to-left letters are a name as any other."""
    assert told(series(name), library) == []


@pytest.mark.parametrize("path", sorted(STUDIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_published_study_is_not_an_own_series(path: Path):
    """Uploaded as it is, it lacks its mark and has a name that is taken."""
    messages = "\n".join(told(path.read_bytes(), load_library()))
    assert "own_series: is missing" in messages
    assert "is already here; allowed: another name" in messages


@pytest.mark.parametrize(
    ("low", "high"), [("0.4", "3.6"), ("1.8", "1.8"), ("0.4", "0.4"), ("3.6", "3.6")]
)
def test_a_dose_near_those_of_the_studies_is_taken(low: str, high: str, library: Library):
    """Half of the lowest and twice the highest are still possible, and each wrong end is told."""
    assert told(changed("low: 1.8, high: 1.8", f"low: {low}, high: {high}"), library) == []
    both = told(changed("low: 1.8, high: 1.8", "low: 0.1, high: 18"), library)
    assert [one.partition(":17  ")[2][:22] for one in both] == [
        "cohorts[1].dose.high: ",
        "cohorts[1].dose.low: 0",
    ]


@pytest.mark.parametrize(
    ("told_by", "said"),
    [
        ({"citation": {"pmid": "35007127"}}, "O'Brien 2022 has the same PMID 35007127"),
        (
            {"registrations": [{"registry": "ClinicalTrials.gov", "number": "nct02981628"}]},
            "O'Brien 2022 has the same number nct02981628",
        ),
        (
            {
                "citation": {"pmid": "35007127"},
                "registrations": [{"registry": "ClinicalTrials.gov", "number": "NCT02981628"}],
            },
            "O'Brien 2022 has the same PMID 35007127",
        ),
    ],
)
def test_a_listed_trial_shares_its_children(told_by, said, library: Library):
    """That none is shared is no answer for a series of the same publication or trial."""
    (found,) = told(own_file(**told_by).encode(), library)
    assert f"own_series.shared_children: {said}; allowed: some, " in found
    assert told(own_file(shared="unknown", **told_by).encode(), library) == []


def test_two_own_series_of_one_trial_may_share_nobody(library: Library):
    """Two centers of a trial that is not listed."""
    number = {"registry": "ClinicalTrials.gov", "number": "NCT00000001"}
    first, second = (own_file(name, registrations=[number]) for name in ("North", "South"))
    assert told(second, with_own_series(library, {"own-series-1": first})) == []


def test_what_is_far_is_computed_from_the_studies(library: Library):
    """A study with a higher dose moves the limit; without any dose there is none."""
    undosed = {
        key: study.model_copy(update={"cohorts": ()}) for key, study in library.studies.items()
    }
    high = changed("low: 1.8, high: 1.8", "low: 18, high: 18")
    assert told(high, replace(library, studies=undosed)) == []
    brivio = library.studies["brivio-2021"]
    one = brivio.cohorts[0].model_copy(
        update={"dose": Dose(low=9, high=9, basis="stated", source="own", place="x")}
    )
    more = undosed | {"brivio-2021": brivio.model_copy(update={"cohorts": (one,)})}
    assert told(high, replace(library, studies=more)) == []
    (said,) = told(high.replace("high: 18", "high: 18.1"), replace(library, studies=more))
    assert said.endswith("is far from the 9–9 of the listed studies; allowed: 4.5 to 18")


@pytest.mark.parametrize("shared", ["none", "some", "unknown"])
def test_an_own_series_is_never_among_the_published(shared: str, tmp_path: Path):
    """Put into the folder of studies it is told with its line, and not loaded."""
    (tmp_path / "own-series.yaml").write_text(series(shared=shared), encoding="utf-8")
    folder = load_library(tmp_path)
    assert folder.studies == {}
    said = "an own series among the published studies; allowed: only in a visitor's session"
    assert f"own-series.yaml:5  own_series: {said}" in map(str, folder.problems)


def test_it_carries_its_mark_and_its_number(session: Library, library: Library):
    """In the session it goes by its id, its name says that nobody published it."""
    study = session.studies["own-series-1"]
    assert (study.id, study.name) == ("own-series-1", "Our center (own series, unpublished)")
    assert session.own_files == {"own-series-1": series()}
    assert session.version == library.version


def test_the_library_of_all_visitors_stays_as_it_is(library: Library):
    """Nothing of a session reaches the library that others see."""
    before = dict(library.studies)
    with_own_series(library, {"own-series-1": series()})
    assert library.studies == before
    assert library.own_files == {}
    assert with_own_series(library, {}) is library


def test_a_file_with_problems_is_left_out(library: Library):
    """A broken series is not shown, and hides no other."""
    files = {"own-series-1": changed("events: 9", "events: 15"), "own-series-2": series()}
    both = with_own_series(library, files)
    assert list(both.own_files) == ["own-series-2"]
    assert "own-series-1" not in both.studies


def test_several_series_stand_beside_each_other(library: Library):
    """Each has its own file, number and name."""
    files = {"own-series-1": series(), "own-series-2": series("Second")}
    both = with_own_series(library, files)
    assert both.own_files == files
    assert {limits(both).names[key] for key in files} == {"Own series 1", "Own series 2"}


def test_no_two_series_have_one_name(session: Library, library: Library):
    """The second is told which name is taken, and never shown beside the first."""
    said = "own.yaml:2  name: Our center is already here; allowed: another name"
    assert told(series("OUR center"), session) == [said]
    assert told(series("Our center (own series, unpublished)"), session) == [said]
    files = {"own-series-1": series(), "own-series-2": series("our  center")}
    assert list(with_own_series(library, files).own_files) == ["own-series-1"]


def test_an_own_series_shares_children_with_published_ones_only(session: Library):
    """Another own series is no study that it could name."""
    other = series("Second", shared="some").replace("bhojwani-2019", "own-series-1")
    (message,) = told(other, session)
    assert 'unknown study "own-series-1"' in message
    assert "bhojwani-2019" in message


def test_an_own_series_shares_no_children_with_a_review(library: Library):
    """A review has no children of its own, and is not offered."""
    (message,) = told(series(shared="some").replace("bhojwani-2019", "uy-2018"), library)
    said = message.partition("allowed: ")
    assert 'unknown study "uy-2018"' in said[0]
    assert "bhojwani-2019" in said[2]
    assert "uy-2018" not in said[2]


def test_blank_lines_around_a_name_are_no_second_line(library: Library):
    """As an editor leaves them; on screen the name stands without."""
    padded = series('"\\n Our center \\n"')
    assert told(padded, library) == []
    session = with_own_series(library, {"own-series-1": padded})
    assert session.studies["own-series-1"].name == "Our center (own series, unpublished)"


def test_names_of_signs_alone_are_told_apart(library: Library):
    """Without letters and digits two names are the same only where all signs are."""
    session = with_own_series(library, {"own-series-1": series("'***'")})
    assert told(series("'+++'"), session) == []
    said = "own.yaml:2  name: *** is already here; allowed: another name"
    assert told(series("'***'"), session) == [said]


def test_a_number_in_use_is_never_given_again():
    """The next one is above the highest, so that no two series of a session share a number."""
    assert next_id({}) == "own-series-1"
    assert next_id({"own-series-2": ""}) == "own-series-3"
    assert next_id({"own-series-9": "", "own-series-10": ""}) == "own-series-11"


def test_own_series_come_first(session: Library):
    """A visitor finds them above the published studies of children."""
    assert studies_in_order(session)[0].id == "own-series-1"


def test_the_filters_reach_as_far_as_without_it(library: Library):
    """A link means the same with and without own series, whatever their dose and size."""
    large = series().replace("n: 14", "n: 900").replace("1.8, high: 1.8", "0.5, high: 3")
    session = with_own_series(library, {"own-series-1": large})
    assert session.own_files
    with_it, without = limits(session), limits(library)
    assert with_it.dose == without.dose
    assert with_it.sharing == without.sharing


def test_a_link_holds_nothing_of_it(library: Library):
    """In a link a series is a number; its name stands beside the filter only."""
    secret = with_own_series(library, {"own-series-3": series("Secret", shared="some")})
    allowed = limits(secret)
    asked = Selection(studies=("own-series-3",), compare=("own-series-3",), own=True)
    params = write(asked, allowed)
    assert params == {
        "studies": ["Own series 3"],
        "own": ["true"],
        "compare": ["Own series 3"],
    }
    assert parse(params, allowed) == (asked, [])
    assert allowed.own == {"own-series-3": "Secret (own series, unpublished)"}
    assert "own-series-3" not in allowed.sharing


def test_another_session_ignores_it_and_says_so(session: Library, library: Library):
    """A link with own series opens without them, and the reader is told."""
    params = write(Selection(studies=("own-series-1",)), limits(session))
    params |= own_series_parameter(session)
    assert params["own_series"] == ["1"]
    assert parse(params, limits(library)) == (Selection(), [])
    (notice,) = own_series_notice(params["own_series"])
    assert "not here" in notice


def test_without_own_series_a_link_says_nothing_of_them(library: Library):
    """Neither the parameter nor the notice."""
    assert own_series_parameter(library) == {}
    assert own_series_notice([]) == own_series_notice(["0"]) == []


def test_every_rate_of_it_is_drawn_with_its_mark(session: Library):
    """The row says by its name that it is unpublished; where a mark stands beside it, without."""
    (row,) = [row for row in own_view(session).rows if row.study == "own-series-1"]
    assert row.own
    assert (row.name, row.short_name) == ("Our center (own series, unpublished)", "Our center")


def test_its_prior_lines_are_the_range_that_was_typed(session: Library):
    """A range of counted lines is no eligibility floor."""
    study: Study = session.studies["own-series-1"]
    assert lines_text(study.cohorts[0].prior_lines) == "1–5 prior lines"


@pytest.mark.parametrize("name", ["Our center", "", UNPUBLISHED, "x (own series, unpublished)"])
def test_the_mark_comes_off_once(name: str):
    """A name is the same after marking and unmarking it."""
    assert unmarked(marked(name)) == name


def test_a_name_and_its_mark_fit_into_a_line():
    """The longest name with its mark is no longer than a heading on a phone."""
    assert len(marked("a" * LONGEST_NAME)) <= 70
