"""The page “Compare” as a visitor meets it, without a browser."""

import json
import re

import pytest

from tests.visitor import alts, charts, go, read, said, tables

PAIR = ["Brivio 2021", "FDA 2024"]


def test_without_a_choice_the_page_offers_pairs(visit):
    """What to do, and pairs that one click compares."""
    app = visit("compare")
    assert not app.exception
    assert "Choose the studies above, or begin with:" in said(app)
    example = next(one for one in app.button if "these are the same children" in one.label)
    example.click().run()
    assert not app.exception
    assert app.pills(key="compare").value == PAIR
    assert "these are the same children" in app.warning[0].value
    assert "or begin with" not in said(app)


def test_with_one_choice_the_page_asks_for_another(visit):
    """One study is named and pairs with it are offered."""
    app = visit("compare", compare=["Calvo 2020"])
    assert "Choose one more study to compare with **Calvo 2020**" in said(app)
    assert not tables(app)


def test_the_same_children_are_warned_of_above_everything(visit):
    """Brivio 2021 and FDA 2024: a warning with the derivation, and no difference."""
    app = visit("compare", compare=PAIR)
    assert not app.exception
    assert "Brivio 2021 counts only children who are also in FDA 2024" in read(app.warning[0].value)
    assert "**Not a randomized comparison.**" in said(app)
    differences = tables(app)[0]
    assert {line["First minus second [95 %, Newcombe]"] for line in differences} == {
        "**not computed**"
    }
    assert said(app).count("not computed: Brivio 2021 counts only children") == len(differences)


def test_what_is_only_possible_is_no_warning(visit):
    """Bhojwani 2019 and Calvo 2020 may share children: said, but nobody has proven it."""
    app = visit("compare", compare=["Bhojwani 2019", "Calvo 2020"])
    assert not app.exception
    assert "this is not proven" in app.info[0].value
    assert not any("share children" in one.value for one in app.warning)


def test_a_difference_is_shown_under_the_fixed_words(visit):
    """20/25 against 24/30, with what else differs."""
    app = visit("compare", compare=["Brivio 2021", "Pennesi 2024"])
    response = tables(app)[0][0]
    (first,) = [text for name, text in response.items() if name.startswith("[Brivio 2021](")]
    assert first.startswith("20/25")
    assert (
        "0.0 percentage points [−21.8 to 20.6]" in response["First minus second [95 %, Newcombe]"]
    )
    words = said(app)
    assert words.index("Not a randomized comparison.") < words.index("combination (Pennesi 2024)")


def test_body_and_sidebar_say_the_same(visit):
    """A choice in the body reaches the link's widget, and the other way round."""
    app = visit("compare")
    app.pills(key="compare-here").set_value(PAIR).run()
    assert app.pills(key="compare").value == PAIR
    app.pills(key="compare").set_value([*PAIR, "O'Brien 2022"]).run()
    assert set(app.pills(key="compare-here").value) == {*PAIR, "O'Brien 2022"}
    go(app, "response")
    go(app, "compare")
    assert set(app.pills(key="compare-here").value) == {*PAIR, "O'Brien 2022"}


def test_reset_forgets_what_was_compared(visit):
    """Like every other choice."""
    app = visit("compare", compare=PAIR)
    next(one for one in app.button if one.label == "Reset all").click().run()
    assert app.pills(key="compare").value == []
    assert "or begin with" in said(app)


def test_more_than_four_are_named(visit):
    """The fifth is not shown, and that is said."""
    names = ["Bhojwani 2019", "Brivio 2021", "O'Brien 2022", "Pennesi 2022", "FDA 2024"]
    app = visit("compare", compare=names)
    assert not app.exception
    assert "the first 4 are shown, not FDA 2024." in said(app)
    assert "FDA 2024" not in json.dumps(charts(app))


def test_two_cohorts_are_chosen_among_many(visit):
    """With three studies the reader picks the pair."""
    app = visit("compare", compare=["Brivio 2021", "O'Brien 2022", "Pennesi 2024"])
    box = app.selectbox(key="compare-pair")
    assert box.options == [
        "Brivio 2021 and O'Brien 2022",
        "Brivio 2021 and Pennesi 2024",
        "O'Brien 2022 and Pennesi 2024",
    ]
    box.set_value("Brivio 2021 and Pennesi 2024").run()
    assert "percentage points" in str(tables(app)[0])


def test_the_three_rates_are_drawn_side_by_side(visit):
    """Three charts, each with its sentence, and no diamond."""
    app = visit("compare", compare=["Bhojwani 2019", "O'Brien 2022", "Pennesi 2022", "Brivio 2021"])
    assert len(charts(app)) == 3
    assert all(alt.endswith(".") and "pooled" not in alt.casefold() for alt in alts(app))


def test_every_table_has_a_word_for_each_aspect(visit):
    """The verdict is a word below the aspect, not a color."""
    app = visit("compare", compare=["Bhojwani 2019", "O'Brien 2022"])
    lines = {line[""].split("\n")[0]: line[""] for table in tables(app)[1:] for line in table}
    assert ":orange-badge[differs]" in lines["**Timing**  "]
    assert "same" in lines["**Population**  "]
    assert "described differently" in lines["**Age**  "]


@pytest.mark.parametrize(
    "link",
    [
        {"compare": ["Calvo 2020", "Evstratov 2023"]},
        {"compare": ["Fuster 2020", "Contreras 2021"]},
        {"compare": ["INO-VATE 2019", "Dose-reduction phase 4", "Kantarjian 2013"]},
        {"compare": ["Brivio 2021", "Pennesi 2024", "FDA 2024"], "dose": ["1.8", "1.8"]},
        {"compare": ["Bhojwani 2019", "O'Brien 2022"], "lines": ["4", "7"], "strict": ["wholly"]},
        {
            "compare": ["Brivio 2021", "FDA 2024"],
            "mrd": ["of all treated"],
            "time": ["after cycle 1"],
        },
        {"compare": ["Kantarjian 2013", "INO-VATE 2019"], "lines": ["1", "2"]},
    ],
    ids=str,
)
def test_no_filter_breaks_the_comparison(visit, link):
    """Whatever is left, the page compares or says why not."""
    app = visit("compare", **link)
    assert not app.exception
    assert len(tables(app)) > 4
    assert "**Not a randomized comparison.**" in said(app)


def test_unknown_names_are_ignored_and_said(visit):
    """Nonsense beside two studies does not hinder them."""
    app = visit("compare", compare=[*PAIR, "Nobody 1999"])
    assert any("Nobody 1999" in read(one.value) for one in app.warning)
    assert app.pills(key="compare").value == PAIR


@pytest.mark.parametrize("page", ["overview", "response", "studies"])
def test_other_pages_lead_to_the_comparison(visit, page):
    """Each row, and each study page, has a link that adds its study to those chosen."""
    app = visit(page, compare=["Calvo 2020"], studies=["Bhojwani 2019"])
    shown = "\n".join([said(app), json.dumps(tables(app), ensure_ascii=False)])
    assert re.search(r"/compare\?[^)]*compare=Bhojwani\+2019&compare=Calvo\+2020", shown)
