"""An own series beside published studies: what may be subtracted, and what is said of it."""

from __future__ import annotations

import pytest

from components.store import OWN_FILES
from data.comparison import compare, comparison_sentences, differences, pairs
from data.example_pairs import examples
from data.items import NOT_FOUND, NOT_GIVEN
from data.overlap import conflicts, relation_of
from data.selection import Selection
from data.study_sheet import checklist, overlap_sentences
from data.tables import results_table
from data.words import marked
from tests.menu import menu
from tests.own_sessions import COHORT, HOSTILE, RESPONSE, SAID, larger, naming, own_file, with_own
from tests.visitor import open_page, read, tables
from tests.visitor import said as page_text

OURS = marked("Our center")
UNKNOWN = f"whether {OURS} shares children with listed studies is unknown"
# Response as the two studies count it that it is compared with.
ORR = {"results": [RESPONSE | {"definition": "orr", "events": 9, "n": 14}]}
PAGES = [name for name in menu() if name != "own_series"]


def response(library, first: str, second: str):
    """The difference in response between two studies, and the comparison around it."""
    made = compare(library, results_table(library), Selection(compare=(first, second)))
    (found,) = (
        one for one in differences(library, made, *pairs(made)[0]) if one.heading == "Response"
    )
    return found, made


# What the owner says, the other study, and why there is no difference; nothing where there is one.
ANSWERS = [
    (own_file(**ORR), "pennesi-2024", ""),
    (own_file(**ORR), "brivio-2021", ""),
    (own_file(shared="unknown", **ORR), "pennesi-2024", UNKNOWN),
    (own_file(shared="unknown", **ORR), "brivio-2021", UNKNOWN),
    (
        naming("partly brivio-2021", **ORR),
        "brivio-2021",
        f"{OURS} shares some children with Brivio 2021",
    ),
    (
        naming("possible brivio-2021", **ORR),
        "brivio-2021",
        f"{OURS} may share children with Brivio 2021",
    ),
    (naming("partly brivio-2021", **ORR), "pennesi-2024", ""),
    (
        naming("partly itcc-059-sos", **ORR),
        "brivio-2021",
        f"{OURS} may share children with Brivio 2021",
    ),
]


@pytest.mark.parametrize(("text", "other", "reason"), ANSWERS)
def test_a_difference_needs_different_children(library, text, other, reason):
    """None where the owner names the study, one that shares children with it, or does not know."""
    found, made = response(with_own(library, text), "own-series-1", other)
    assert (found.value is None) == bool(reason)
    assert found.reasons == ((reason,) if reason else ())
    assert OURS in found.sentence
    assert bool(made.overlaps) == bool(reason)


def test_the_page_is_told_that_nobody_knows(library):
    """Once, however many studies are compared, and before every other sentence of a slide."""
    made = with_own(library, own_file(shared="unknown"))
    chosen = Selection(compare=("own-series-1", "pennesi-2024", "calvo-2020"))
    found = compare(made, results_table(made), chosen)
    sentence = f"W{UNKNOWN[1:]}."
    assert [(one.sentence, one.sure) for one in found.overlaps] == [(sentence, False)]
    assert comparison_sentences(made, found)[0] == sentence


def test_two_own_series_may_hold_the_same_children(library):
    """Nobody was asked, so nothing is subtracted; the sentence leaves their names as typed."""
    made = with_own(library, own_file("ours"), larger("theirs"))
    found, compared = response(made, "own-series-1", "own-series-2")
    said = f"whether {marked('ours')} and {marked('theirs')} hold the same children was not asked"
    assert found.reasons == (said,)
    assert [one.sentence for one in compared.overlaps] == [f"W{said[1:]}."]


def test_a_study_is_no_question_to_itself(library):
    """Only two different series can hold the same children unasked."""
    own = with_own(library, own_file()).studies["own-series-1"]
    assert relation_of(own, own) == ""
    assert conflicts([own]) == {"own-series-1": set()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (own_file(), "according to its owner, none of its children is in a listed study"),
        (own_file(shared="unknown"), "whether any of its children is in a listed study is unknown"),
    ],
)
def test_the_sheet_says_whom_it_shares_children_with(library, text, said):
    """Also where that is nobody, or not known."""
    made = with_own(library, text)
    assert overlap_sentences(made, made.studies["own-series-1"]) == [f"{OURS}: {said}"]


def test_a_named_study_says_it_too(library):
    """On both sheets stands the same sentence, once."""
    made = with_own(library, naming("partly brivio-2021"))
    sentence = f"{OURS} shares some children with Brivio 2021"
    own = overlap_sentences(made, made.studies["own-series-1"])
    theirs = overlap_sentences(made, made.studies["brivio-2021"])
    assert own[1:] == [sentence]
    assert theirs.count(sentence) == 1
    assert sentence not in overlap_sentences(made, made.studies["fda-2024"])


def test_the_checklist_has_every_line(library):
    """What the owner did not say is not given: nobody has looked for it in any source."""
    bare = {"id": "all", "name": "all treated", "n": 14} | SAID
    assert missing(library, own_file(cohorts=[bare])) == {
        *missing(library, own_file()),
        "Prior lines",
        "Dose, cycle 1",
    }
    made = with_own(library, own_file())
    own = checklist(made, made.studies["own-series-1"])
    topics = [topic for topic in library.vocabulary.topics.values() if topic.checklist]
    assert {topic.label for topic in topics} <= missing(library, own_file())
    assert any(item.text.startswith("1.8 mg/m²") for item in own)
    assert not any(item.text == NOT_FOUND for item in own)


def missing(library, text: str) -> set[str]:
    """What the sheet of a series says not to be given."""
    made = with_own(library, text)
    own = checklist(made, made.studies["own-series-1"])
    return {item.label for item in own if item.text == NOT_GIVEN}


def test_an_own_series_has_pairs_to_begin_with(library):
    """Studies that can be compared with it are offered like for any other."""
    made = with_own(library, own_file(**ORR))
    found = examples(made, results_table(made), ["own-series-1"])
    assert found
    assert all(OURS in one.names for one in found)


@pytest.fixture
def session(project):
    """Opens a page in a session that has these own series."""

    def opened(page: str, *texts: str, compare: tuple[str, ...] = (), **params: list[str]):
        app = open_page(project)
        for name, values in params.items():
            app.query_params[name] = values
        files = {f"own-series-{number}": text for number, text in enumerate(texts, start=1)}
        app.session_state[OWN_FILES] = files
        app.run()
        app.session_state["compare"] = list(compare)
        return app.run() if page == "overview" else app.switch_page(f"../pages/{page}.py").run()

    return opened


@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_with_a_hostile_name(session, page):
    """No page fails, and nowhere does a piece of the name act as Markdown or HTML."""
    app = session(page, own_file(HOSTILE, "unknown"), compare=("Own series 1", "Pennesi 2024"))
    assert not app.exception
    parts = (app.markdown, app.caption, app.warning, app.info, app.header, app.subheader)
    texts = [element.value for elements in parts for element in elements]
    texts += [button.label for button in app.button]
    texts += [text for table in app.table for text in table.value.astype(str).to_numpy().ravel()]
    texts += [str(column) for table in app.table for column in table.value.columns]
    for raw in ("<b>", "[l](x)", " $a$", " \\input"):
        assert not [text for text in texts if raw in text.replace("\\\\", "")]


def test_the_sheet_is_marked_and_offers_no_citation(session):
    """Its header has the mark, its publication is none, no file for a reference manager."""
    app = session("studies", own_file(), open=["own-series-1"])
    assert [read(one.value) for one in app.header if one.value != "Filters"] == [OURS]
    text = page_text(app)
    assert f"Publication: {OURS}: no publication." in text.replace("*", "")
    assert "checked by nobody but its owner" in text
    assert "according to its owner, none of its children is in a listed study" in text
    assert "- Own records" in text.splitlines()
    assert "Compare with other studies" not in text
    assert "Citation" not in [one.value for one in app.subheader]
    assert not [one for one in app.get("download_button") if one.proto.label in ("RIS", "BibTeX")]


def test_three_randomized_arms_are_compared_in_pairs(session):
    """Each pair has its own chart and files on the page."""
    arms = [
        COHORT
        | {"id": f"arm-{i}", "name": f"arm {i}", "parent": "all", "split_by": "arm"}
        | {"n": 4, "dose": {"low": dose, "high": dose} | SAID}
        for i, dose in enumerate((1.2, 1.5, 1.8))
    ]
    results = [
        RESPONSE | {"cohort": arm["id"], "denominator": "randomized", "events": i + 1, "n": 4}
        for i, arm in enumerate(arms)
    ]
    design = {"summary": "trial", "timing": "prospective", "arms": "randomized"} | SAID
    whole = COHORT | {"dose": {"low": 1.2, "high": 1.8} | SAID}
    trial = own_file(cohorts=[whole, *arms], results=results, design=design)
    app = session("dose_and_lines", trial)
    assert not app.exception
    pairs = [one.value for one in app.markdown if "percentage points" in one.value]
    assert len(pairs) == 3


def test_the_sheet_of_a_published_study_stays_whole(session):
    """Beside an own series every other study keeps its citation and its way to the comparison."""
    app = session("studies", own_file(), open=["brivio-2021"])
    assert "Citation" in [one.value for one in app.subheader]
    assert "Compare with other studies" in page_text(app)


def test_the_comparison_names_it_and_warns(session):
    """Numbers in the choice, names beside it; that sharing is unknown stands above all."""
    app = session("compare", own_file(shared="unknown"), compare=("Own series 1", "Pennesi 2024"))
    assert not app.exception
    assert f"W{UNKNOWN[1:]}." in [read(one.value) for one in app.info]
    beside = [one for one in app.main.caption if f"Own series 1: {OURS}" in read(one.value)]
    assert len(beside) == 1
    assert any(OURS in read(column) for rows in tables(app) for row in rows for column in row)


def test_an_example_can_be_chosen(session):
    """A pair with an own series is chosen by the number that links know it by."""
    app = session("compare", own_file(**ORR), compare=("Own series 1",))
    (first, *_) = (one for one in app.button if OURS in read(one.label))
    first.click().run()
    assert not app.exception
    assert "Own series 1" in app.session_state["compare"]
    assert len(app.session_state["compare"]) == 2


def test_its_gaps_and_disagreements_stand_in_the_ledger(session):
    """Like those of any study, but no full text is there to look into."""
    says = [{"source": "own", "text": "9/14"}, {"source": "own", "text": "10/14"}]
    entry = {"id": "responses", "topic": "Responses *counted*", "says": says, "used": "9/14"}
    app = session("ledger", own_file(ledger=[entry], not_found=[{"what": "SOS criteria"}]))
    text = page_text(app)
    assert "Responses *counted*" in text
    (gap,) = (line for line in text.splitlines() if "SOS criteria" in line and OURS in line)
    assert gap.endswith("SOS criteria.")
