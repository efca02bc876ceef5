"""Every page as a visitor meets it, without a browser."""

import json
import random
import re

import pytest
from plotly.graph_objects import Figure

from components import store
from data.selection import CHOICES
from tests.menu import TITLES
from tests.visitor import alts, charts, copied_link, go, read, said, tables

# On the response page four studies are pooled: one chart more leaves each of them out in turn.
CHARTS = {
    "overview": 3,
    "response": 2,
    "mrd": 1,
    "sos": 3,
    "survival": 5,
    "safety": 7,
    "dose_and_lines": 4,
}


# What a page says that has nothing to draw.
WHY_NOT = "no study|nothing in|none of|not found for any|nothing found"


@pytest.mark.parametrize("page", TITLES)
def test_each_page_runs_with_one_title(visit, page):
    """No exception, one title, a footer with the data version."""
    app = visit(page)
    assert not app.exception
    assert [title.value for title in app.title] == [TITLES[page]]
    assert store.library().version in app.caption[-1].value


@pytest.mark.parametrize("page", CHARTS)
@pytest.mark.parametrize("asked", ["nothing", "everything"])
def test_plotly_accepts_each_chart(visit, page, asked):
    """The screen shows our figures as they are, so each value is checked by Plotly here."""
    switches = ("adults", "across", "together", "small", "keep")
    params = {} if asked == "nothing" else {name: ["true"] for name in switches}
    for figure in charts(visit(page, **params)):
        assert len(Figure(figure).data) == len(figure["data"]) > 0


@pytest.mark.parametrize("page", CHARTS)
def test_each_chart_speaks(visit, page):
    """Every chart has its sentence as alternative text, and the sentence is on the page."""
    app = visit(page)
    assert len(charts(app)) == CHARTS[page]
    for alt in alts(app):
        assert alt.endswith(".")
        first = alt.partition(":")[0]
        assert first in said(app)


def test_filters_survive_a_page_change(visit):
    """A filter set on one page holds on the next."""
    app = visit("response")
    app.toggle(key="adults").set_value(True).run()
    go(app, "mrd")
    assert app.toggle(key="adults").value is True
    assert "INO-VATE 2019" in json.dumps(charts(app))


def test_what_the_filters_leave_out_stands_above_the_rates(visit):
    """Nobody takes one study for all there are; nothing is said of adults, who are off at first."""
    left = "The filters leave out 9 studies: Calvo 2020, "
    for page in ("overview", "sos", "safety", "dose_and_lines", "journal_club"):
        app = visit(page, dose=["1.8", "1.8"], lines=["2", "7"])
        assert sum(read(one.value).startswith(left) for one in app.caption) == 1
    assert "leave out" not in said(visit("methods", dose=["1.8", "1.8"], lines=["2", "7"]))
    assert "The filters leave out" not in said(visit("overview"))


def test_a_switch_drawn_by_its_page_holds_elsewhere(visit):
    """MRD counted of all treated on its page is so on the overview too."""
    app = visit("mrd")
    app.segmented_control(key="mrd").set_value("of all treated").run()
    go(app, "overview")
    assert app.segmented_control(key="mrd").value == "of all treated"
    assert "MRD negativity of all treated" in [header.value for header in app.header]


def test_a_link_is_honoured(visit):
    """Dose 1.4 only: Brivio's 12, and the reason why the FDA's 12 have no rate."""
    app = visit("response", dose=["1.4", "1.4"])
    assert "9/12" in alts(app)[0]
    assert "20/25" not in alts(app)[0]
    assert "FDA 2024, 1.4" in said(app)


def test_nonsense_in_a_link_is_ignored_and_said(visit):
    """A link that means nothing opens the default view and says what was ignored."""
    app = visit(dose=["abc"], mrd=["nonsense"], lines=["4", "7"], unheard=["1"])
    assert not app.exception
    ignored = " ".join(warning.value for warning in app.warning)
    for name in ("dose", "mrd", "unheard"):
        assert name in ignored
    assert app.slider(key="lines").value == (4, 7)
    assert app.slider(key="dose").value == (0.8, 1.8)
    assert not visit().warning


def test_a_reversed_range_is_put_right(visit):
    """dose=1.8&dose=1.4 means 1.4 to 1.8."""
    assert visit(dose=["1.8", "1.4"]).slider(key="dose").value == (1.4, 1.8)


def test_a_link_with_other_data_says_so(visit):
    """A link made with another data version names both."""
    app = visit(v=["00000000"])
    assert "data version 00000000" in app.warning[0].value
    assert not visit(v=[store.library().version]).warning


def test_prior_lines_and_wholly(visit):
    """Four lines or more: Bhojwani, marked; wholly: nobody, a sentence and a reset button."""
    app = visit("response", lines=["4", "7"])
    assert "43 of 51 had ≥ 4 prior lines" in json.dumps(charts(app), ensure_ascii=False)
    app.segmented_control(key="strict").set_value("wholly").run()
    assert "No study is left with these filters." in said(app)
    assert not charts(app)
    app.button(key="reset-empty").click().run()
    assert not app.exception
    assert app.slider(key="lines").value == (1, 7)
    assert app.segmented_control(key="strict").value == "mostly"
    assert len(charts(app)) == CHARTS["response"]


def random_link(chance: random.Random) -> dict[str, list[str]]:
    """A link with some filters and switches at values that the widgets allow."""
    names = list(store.filter_limits().names.values())
    values = {
        "studies": chance.sample(names, chance.randint(1, 3)),
        "dose": [f"{tenth / 10}" for tenth in sorted(chance.choices(range(8, 19), k=2))],
        "lines": [str(line) for line in sorted(chance.choices(range(1, 8), k=2))],
        "min": [str(chance.choice((5, 20, 30, 60)))],
        "adults": ["true"],
        "keep": ["true"],
        **{name: ["true"] for name in ("across", "together", "small")},
        "prefer": chance.sample(list(store.filter_limits().sharing.values()), 2),
        "compare": chance.sample(names, chance.randint(1, 5)),
        **{name: [chance.choice(choices)] for name, choices in CHOICES.items()},
    }
    return {name: values[name] for name in chance.sample(list(values), chance.randint(1, 6))}


@pytest.mark.parametrize("seed", range(40))
def test_no_combination_of_filters_crashes(visit, seed):
    """Whatever is combined, every page shows charts or says why there is none."""
    link = random_link(random.Random(seed))
    app = visit(**link)
    for page in CHARTS:
        go(app, page)
        assert not app.exception, (page, link)
        assert charts(app) or re.search(WHY_NOT, said(app), re.IGNORECASE), (page, link)
    assert not go(app, "compare").exception, link


def test_panels_without_any_rate(visit):
    """Panels stay beside each other when one of them, or all, have no rate to draw."""
    app = visit(dose=["1.4", "1.4"])
    assert not app.exception
    assert len(charts(app)) == 3
    app = visit(studies=["Calvo 2020"])
    assert not app.exception
    assert not charts(app)
    assert "None of the cohorts left has one of the three rates as asked for." in said(app)


@pytest.mark.parametrize("page", CHARTS)
def test_an_empty_selection_never_crashes(visit, page):
    """Nothing left is said on every page, with the reasons."""
    app = visit(page, dose=["0.9", "0.9"], min=["100"])
    assert not app.exception
    assert "No study is left with these filters." in said(app)
    assert any(e.label.startswith("Not shown: ") for e in app.expander)


def test_the_denominator_switch(visit):
    """16/24 of the responders are 16/30 of all treated; who cannot be converted says why."""
    app = visit("mrd")
    assert "16/24" in json.dumps(charts(app))
    app.segmented_control(key="mrd").set_value("of all treated").run()
    assert "16/30" in json.dumps(charts(app))
    shown = said(app)
    assert "O'Brien 2022**: cannot be counted of all treated: x/N not found" in shown
    assert "Bhojwani 2019**: cannot be counted of all treated" in shown


def test_sos_page(visit):
    """Four counts, six cases without a denominator, the reason why criteria matter, the warning."""
    app = visit("sos")
    shown = said(app) + json.dumps(charts(app))
    for count in ("11/21", "6/21", "10/51", "5/26"):
        assert count in shown
    assert "6 cases, number transplanted not found" in shown
    headings = [header.value for header in app.header]
    assert "Why SOS rates need their criteria" in headings
    assert "Boxed warning" in headings
    assert any("39/87" in str(table.value.to_numpy().tolist()) for table in app.table)


def test_open_a_study(visit):
    """`?open=ID` opens that study with its numbers and citation."""
    app = visit("studies", open=["fda-2024"])
    assert read(app.header[0].value) == "FDA 2024"
    assert "5/26" in str([table.value.to_numpy().tolist() for table in app.table])
    assert "FDA 2024" in app.code[0].value


def test_every_study_opens(visit):
    """Each study has its screen, the review and the adults included."""
    app = visit("studies")
    for study in store.library().studies:
        app.selectbox[0].set_value(study).run()
        assert not app.exception
        assert read(app.header[0].value) == store.library().studies[study].name


def test_an_unknown_study_is_said(visit):
    """A study that does not exist is a sentence and a choice, not an error."""
    app = visit("studies", open=["nobody-1999"])
    assert not app.exception
    assert "nobody-1999" in app.warning[0].value.replace("\\", "")


def test_the_ledger_names_every_disagreement(visit):
    """All entries of all studies are on the page, with what is used."""
    shown = said(visit("ledger"))
    entries = [entry for study in store.library().studies.values() for entry in study.ledger]
    assert all(entry.topic in shown for entry in entries)
    assert shown.count("**Used**") == len(entries)
    assert "AALL1732" in str([t.value.to_numpy().tolist() for t in visit("ledger").table])


def test_every_context_note_is_somewhere(visit):
    """Nothing of the context file is kept from the reader."""
    headings = [read(h.value) for page in ("sos", "ledger") for h in visit(page).header]
    for note in store.library().context.notes:
        assert note.title in headings


def test_a_broken_study_file_is_a_notice(visit, monkeypatch):
    """The others are shown and a visible notice names the broken file."""
    from dataclasses import replace

    from data.problems import Problem

    sound = store.library()
    broken = replace(sound, problems=(Problem("x-2020.yaml", 3, "n", "wrong"),))
    monkeypatch.setattr(store, "library", lambda: broken)
    app = visit()
    assert "x-2020.yaml" in app.warning[0].value.replace("\\", "")
    assert len(charts(app)) == 3


def test_the_link_to_copy_names_view_and_data(visit):
    """The link holds every filter that is on, the open study and the data version."""
    app = visit("studies", open=["fda-2024"], dose=["1.4", "1.4"])
    link = copied_link(app)
    assert "dose=1.4&dose=1.4" in link
    assert "open=fda-2024" in link
    assert link.partition("v=")[2].partition("&")[0] == store.library().version


def test_broken_shared_files_are_said_on_screen(visit, monkeypatch):
    """When nothing can be read the visitor sees file and line, not a traceback."""
    from data.library import BrokenLibrary
    from data.problems import Problem

    def broken():
        raise BrokenLibrary([Problem("outcomes.yaml", 7, "outcomes", "wrong", "right")])

    monkeypatch.setattr(store, "look", broken)
    app = visit()
    assert not app.exception
    assert "cannot be read" in app.error[0].value
    assert app.code[0].value == "outcomes.yaml:7  outcomes: wrong; allowed: right"


def test_chosen_studies_are_named_beside_the_filter(visit):
    """A reader sees which studies were chosen without opening the list."""
    app = visit(studies=["Brivio 2021", "FDA 2024"])
    assert "Only Brivio 2021 and FDA 2024" in said(app)
    assert "Bhojwani" not in alts(app)[0]


def test_notes_legend_and_sources_are_on_the_page(visit):
    """Derivations stand under the table, the marks are explained, and sources have their notes."""
    shown = said(visit("response"))
    assert "Brivio 2021**: The components CR, CRp and CRi were not found." in shown
    assert "square: children, area by N" in shown
    sheet = said(visit("studies", open=["fda-2024"]))
    assert "The exact address of the notice was not recorded." in sheet
    overview = said(visit())
    assert (
        "Fuster 2020** is not drawn: some of its numbers count patients without InO too."
        in overview
    )


def test_each_table_names_its_column_after_the_outcome(visit):
    """Response shows definitions, MRD thresholds, SOS criteria."""
    columns = {
        page: next(rows[0] for rows in tables(visit(page)) if "As published" in rows[0])
        for page in ("response", "mrd", "sos")
    }
    assert "Definition" in columns["response"]
    assert "Threshold, method" in columns["mrd"]
    assert "SOS criteria" in columns["sos"]
