"""Pooled rates as a visitor meets them: diamonds, switches, bedside sliders, all methods."""

import json

import pytest

from components import evidence
from tests.visitor import alts, charts, copied_link, go, said, tables


@pytest.fixture(autouse=True)
def checked_studies(library, monkeypatch):
    """The studies that these numbers were typed for; one that is added later changes none."""
    monkeypatch.setattr(evidence, "fingerprint", lambda: (("checked", 0, 0),))
    monkeypatch.setattr(evidence, "load_library", lambda: library)


def diamonds(app) -> list[int]:
    """How many diamonds each chart of the page has."""
    return [sum(t.get("fill") == "toself" for t in chart["data"]) for chart in charts(app)]


def headings(app) -> list[str]:
    return [header.value for header in app.header]


def methods(app) -> list[dict[str, str]]:
    """The rows of the first table of methods."""
    return next(rows for rows in tables(app) if "Method" in rows[0])


@pytest.mark.parametrize(
    ("page", "drawn", "rate"),
    [
        ("overview", [1, 1, 0], "70 % [52–84]"),
        ("response", [1, 5], "70 % [52–84]"),  # the second leaves each of four studies out
        ("mrd", [1], "78 % [51–93]"),
        ("sos", [0, 0, 0], None),
    ],
)
def test_where_the_diamonds_are(visit, page, drawn, rate):
    """Response and MRD negativity are pooled; SOS is not, and the page says why."""
    app = visit(page)
    assert diamonds(app) == drawn
    if rate:
        assert rate in said(app)
        assert rate in alts(app)[0]
    else:
        assert "“Pool across SOS criteria” lifts this rule." in said(app)


@pytest.mark.parametrize(("page", "sure"), [("response", True), ("mrd", True), ("sos", False)])
def test_how_sure_is_this(visit, page, sure):
    """Where something was pooled the panel asks how sure it is, and where nothing was it does not.

    The table of methods begins with the diamond's own.
    """
    app = visit(page)
    assert ("How sure is this?" in headings(app)) is sure
    if sure:
        assert len(methods(app)) == 5
        assert methods(app)[0]["Method"].endswith("the diamond")
        assert "not for an individual child" in said(app)


def test_each_child_is_counted_once_on_screen(visit):
    """How many studies and children, and who stays out with the reason."""
    shown = said(visit("response"))
    assert "4 studies, 142 children in the denominators, each counted once" in shown
    assert "In no pooled rate" in shown
    assert "**Aertgeerts 2025**: fewer than 10 treated" in shown


def test_the_switch_across_criteria(visit):
    """One click draws the diamond, and every sentence of it names what was lifted."""
    app = visit("sos")
    app.toggle(key="across").set_value(True).run()
    assert diamonds(app) == [1, 0, 0]
    lifted = "SOS after HSCT, pooled (SOS criteria unknown or different, single agent): 32 % [8–71]"
    assert lifted in said(app)
    assert lifted in alts(app)[0]
    assert "SOS criteria not found: Bhojwani 2019, O'Brien 2022, FDA 2024" in said(app)
    go(app, "overview")
    assert app.toggle(key="across").value is True
    assert diamonds(app) == [1, 1, 1]


def test_a_link_holds_the_switches(visit):
    """Across and together: ITCC-059 displaces the FDA's children, unless those are preferred."""
    link = {"across": ["true"], "together": ["true"]}
    app = visit("sos", **link)
    assert app.toggle(key="across").value is app.toggle(key="together").value is True
    assert app.toggle(key="small").value is False
    assert "**FDA 2024**: its 26 children are inside ITCC-059 SOS" in said(app)
    app = visit("sos", prefer=["FDA 2024"], **link)
    assert "**ITCC-059 SOS**: it contains children of FDA 2024" in said(app)
    copied = copied_link(app)
    for pair in ("across=true", "together=true", "prefer=FDA+2024"):
        assert pair in copied


def test_small_series_on_request(visit):
    """Four children of four: drawn always, pooled with the switch."""
    app = visit("response", small=["true"])
    assert "72 % [54–85] (5 studies, 146 children" in said(app)
    assert "**Aertgeerts 2025**: fewer" not in said(app)
    assert "The three logit methods add 0.5 to the counts of Aertgeerts 2025." in said(app)


def test_the_bedside_sliders(visit):
    """Of the next 10 or 30 children, and above 50 or 95 %: a sentence each, with its level."""
    app = visit("response")
    assert "at least 80 %, 5 to 9 of the next 10 children would respond" in said(app)
    assert "above 50 % is 95 %" in said(app)
    app.slider(key="of-response-children-0").set_value(30).run()
    assert "at least 80 %, 16 to 26 of the next 30 children would respond" in said(app)
    app.slider(key="above-response-children-0").set_value(95).run()
    assert "above 95 % is less than 1 %" in said(app)
    assert not app.exception


def test_the_sliders_keep_their_values(visit):
    """A switch changes what is pooled, not how many patients the reader asked about."""
    app = visit("response")
    app.slider(key="of-response-children-0").set_value(20).run()
    app.toggle(key="together").set_value(True).run()
    assert app.slider(key="of-response-children-0").value == 20
    assert "of the next 20 children" in said(app)


def test_two_studies_are_not_pooled_on_screen(visit):
    """Strict CR: the total of two studies, the reason, no diamond, no slider, no bedside."""
    app = visit("response", definition=["strict CR"])
    assert diamonds(app) == [0]
    assert "No method gives a rate: two studies are too few (strict CR, single agent)" in said(app)
    assert "the total, not a pooled rate, is 41/101 · 41 % [31–51]" in said(app)
    assert not any("Method" in rows[0] for rows in tables(app))
    assert not [s for s in app.slider if str(s.key).startswith(("of-", "above-"))]
    assert "At the bedside" not in said(app)


def test_adults_have_their_own_panel(visit):
    """With adults on the children's diamond stays, and the adults get one of their own."""
    app = visit("response", adults=["true"])
    assert diamonds(app)[0] == 2
    assert "70 % [52–84]" in said(app)
    assert "67 % [48–82]" in said(app)
    assert "not for an individual patient" in said(app)


def test_reset_forgets_every_switch(visit):
    """Reset all puts the switches of pooling back too."""
    link = {name: ["true"] for name in ("across", "together", "small")}
    app = visit("sos", prefer=["FDA 2024"], **link)
    next(button for button in app.sidebar.button if button.label == "Reset all").click().run()
    assert not any(app.toggle(key=name).value for name in link)
    assert diamonds(app) == [0, 0, 0]
    assert "prefer" not in copied_link(app)


def test_a_page_that_never_pools_says_nothing_of_it(visit):
    """Studies, ledger and methods have no diamond and no question how sure it is."""
    for page in ("studies", "ledger"):
        app = visit(page, across=["true"])
        assert "How sure is this?" not in headings(app)
        assert "toself" not in json.dumps(charts(app))


def test_the_methods_take_their_limits_from_the_rules(visit):
    """Threshold and smallest series in the text are those that the guard uses; R stands beside."""
    app = visit("methods")
    text = " ".join(part.value for part in app.markdown)
    assert "an MRD threshold other than 0.01 % stays out" in text
    assert "Series with fewer than 10 treated" in text
    assert "{" not in text
    assert any("R, [metafor](" in str(list(table.value.columns)) for table in app.table)
