"""The page on dose and prior lines as a visitor meets it, without a browser."""

import json

import pytest

from tests.visitor import alts, charts, said, tables

PAGE = "dose_and_lines"
LINKS = {
    "as it opens": {},
    "adults": {"adults": ["true"]},
    "one dose": {"dose": ["1.8", "1.8"]},
    "one dose, adults": {"dose": ["1.4", "1.4"], "adults": ["true"]},
    "lines": {"lines": ["4", "7"]},
    "one line, adults": {"lines": ["1", "1"], "adults": ["true"]},
    "large": {"min": ["60"], "adults": ["true"]},
    "kept": {"keep": ["true"], "lines": ["2", "5"], "adults": ["true"]},
    "strict CR": {"definition": ["strict CR"], "mrd": ["of all treated"], "adults": ["true"]},
    "no rate": {"studies": ["Calvo 2020"]},
    "nobody": {"dose": ["0.9", "0.9"], "min": ["100"]},
    "nonsense": {"dose": ["abc"], "studies": ["Nobody 1999"], "lines": ["x"]},
}


@pytest.mark.parametrize("link", LINKS)
def test_each_chart_speaks_its_sentence(visit, link):
    """No exception, and the alternative text of every chart stands on the page word for word."""
    app = visit(PAGE, **LINKS[link])
    assert not app.exception
    shown = said(app)
    for alt in alts(app):
        assert alt in shown


def test_three_rates_and_the_prior_lines(visit):
    """A tab for each rate, and one chart for the lines; their numbers stand in tables."""
    app = visit(PAGE)
    assert [tab.label for tab in app.tabs] == ["Response", "MRD negativity", "SOS after HSCT"]
    assert len(charts(app)) == 4
    response, mrd, sos, lines, *_ = tables(app)
    assert [row[""] for row in response] == [
        f"**{x}**" for x in ["A", "B1", "B2", "C", "D", "E", "G"]
    ]
    assert len(mrd) == 6
    assert len(sos) == 4
    assert all("(" in row["Source"] for row in response + mrd + sos)
    assert lines[0]["What is known"].startswith("2–3: 8/51")


def test_the_key_names_each_letter(visit):
    """Beside the chart each letter has its name and rate."""
    shown = said(visit(PAGE))
    assert "**B1** Brivio 2021, dose level 1: 9/12 · 75 % [43–95]" in shown
    assert "confounded with trial" in shown


def test_what_is_not_drawn_is_listed(visit):
    """A rate without a dose, and a study without a rate, stand below the chart with the reason."""
    shown = said(visit(PAGE))
    assert "**Aertgeerts 2025**: 4/4 · 100 % [40–100], dose not found" in shown
    assert "**Calvo 2020 and ITCC-059 SOS**: not found in the sources read" in shown


def test_the_randomized_comparison_needs_adults(visit):
    """Without adults one sentence says where it is; with them the sure difference stands there."""
    shown = said(visit(PAGE))
    assert "the only study here with rates of all whom it randomized" in shown
    assert "switch on “include adults”" in shown
    assert "Newcombe" not in shown
    shown = said(visit(PAGE, adults=["true"]))
    assert shown.count("Newcombe") == 1
    assert "one of several readings" in shown
    assert "35/42 · 83 % [69–93] at 1.2 mg/m²" in shown
    assert "2/12 is the reading in which" in shown


def test_salvage_lines_need_adults(visit):
    """Without adults the two studies are named; with them SOS and survival are drawn."""
    shown = said(visit(PAGE))
    assert "Kantarjian 2013 and INO-VATE 2019" in shown
    app = visit(PAGE, adults=["true"])
    assert "Found, but left out" not in said(app)
    assert len(charts(app)) == 8
    drawn = json.dumps(charts(app), ensure_ascii=False)
    assert "7/20" in drawn
    assert "9.2 months" in drawn


def test_how_little_is_known_and_where_to_look(visit):
    """The plain statement, what was said without numbers, and the papers to open."""
    app = visit(PAGE)
    shown = said(app)
    assert "no pediatric source gave response, MRD or SOS by number of prior lines" in shown
    assert "(https://doi.org/10.1038/s41375-018-0265-z)" in shown
    assert "irrespective of cytogenetics" in str(tables(app))


def test_an_empty_selection(visit):
    """Nothing left is said, with a button to reset, and no chart."""
    app = visit(PAGE, dose=["0.9", "0.9"], min=["100"])
    assert "No study is left with these filters." in said(app)
    assert not charts(app)
    app.button(key="reset-empty").click().run()
    assert not app.exception
    assert len(charts(app)) == 4


def test_switches_move_all_three(visit):
    """MRD of all treated holds here as on its own page."""
    app = visit(PAGE, mrd=["of all treated"])
    assert "MRD negativity of all treated by planned dose" in said(app)
    assert "16/25" in json.dumps(tables(app))


def test_every_chart_can_be_taken_along(visit):
    """A table, a vector drawing and a picture for each chart, each under its own name."""
    app = visit(PAGE, adults=["true"])
    files = [button.proto.id for button in app.get("download_button")]
    assert len(files) == len(set(files)) == 3 * len(charts(app))
