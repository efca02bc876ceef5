"""Draws two to four studies side by side: choice, shared children, what differs, all aspects.

Everything on screen comes from one `Comparison`; no judgement and no number is made here.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import store
from components.downloads import draw_file
from components.exports.comparison_csv import comparison_csv, comparison_name
from components.filters import draw_own_names
from components.markdown import link, plain
from components.overview import draw_panels
from components.view_links import study_link
from data.aspects import KIND_WORDS, Agreement, Aspect, Cell, Column, Section
from data.comparison import FEWEST, MOST, Comparison, differences, pairs
from data.difference import NOT_RANDOMIZED, Difference
from data.items import NOT_FOUND, Item
from data.rows import Row
from data.selection import Selection
from data.story_words import unchecked
from data.words import listed

HERE = "compare-here"
DIFFERENCE = "First minus second [95 %, Newcombe]"


def draw_compare_page(selection: Selection) -> None:
    """The choice, and the comparison once there is something to compare."""
    draw_choice()
    comparison = store.comparison(selection)
    if comparison.beyond:
        st.info(
            f"At most {MOST} fit side by side: the first {MOST} are shown, "
            f"not {plain(listed(comparison.beyond))}."
        )
    if len(comparison.columns) < FEWEST:
        draw_examples(selection)
    else:
        draw_comparison(comparison)


def draw_choice() -> None:
    """The sidebar's choice once more, where it is seen; both always say the same."""
    st.session_state[HERE] = list(st.session_state.get("compare") or [])
    st.pills(
        "Choose two to four studies",
        list(store.filter_limits().names.values()),
        selection_mode="multi",
        key=HERE,
        on_change=take_over,
    )
    draw_own_names(store.filter_limits())


def take_over() -> None:
    choose(st.session_state[HERE])


def choose(names: Sequence[str]) -> None:
    """Runs before any widget is drawn, so the one in the sidebar follows."""
    st.session_state["compare"] = list(names)


def draw_examples(selection: Selection) -> None:
    """What to do, and a few pairs to begin with."""
    allowed = store.filter_limits()
    names = {**allowed.names, **allowed.own}
    chosen = [names[key] for key in selection.compare]
    st.markdown(
        f"Choose one more study to compare with **{plain(chosen[0])}**, or begin with:"
        if chosen
        else "Choose the studies above, or begin with:"
    )
    for one in store.examples(selection.compare):
        words = f"{listed(one.names)}: {one.why}"
        wanted = [allowed.names[study.id] for study in one.studies]
        st.button(plain(words), on_click=choose, args=(wanted,), key=f"example-{listed(wanted)}")


def draw_comparison(comparison: Comparison) -> None:
    """From what must be known first to the whole checklist."""
    draw_overlaps(comparison)
    for why in comparison.left_out:
        st.info(plain(why), icon=":material/filter_alt:")
    if comparison.differs:
        lines = "\n".join(map(told_line, comparison.differs))
        st.markdown(f"**What differs, or is not known**\n{lines}")
    if comparison.alike:
        same = "; ".join(plain(one.sentence) for one in comparison.alike)
        st.markdown(f"**The same in all**: {same}.")
    draw_panels(comparison.views)
    draw_differences(comparison)
    for section in comparison.sections:
        draw_section(comparison.columns, section)
    library = store.library()
    with st.container(width=256):
        draw_file(
            "This comparison (CSV)",
            lambda: comparison_csv(library, comparison),
            comparison_name(comparison),
        )


def draw_overlaps(comparison: Comparison) -> None:
    """Whether the columns count the same children, before anything else; unproven is no warning."""
    for one in comparison.overlaps:
        box = st.warning if one.sure else st.info
        box(plain(one.sentence), icon=":material/group:")
    if not comparison.overlaps:
        st.caption("No shared children are known between these studies.")
    for said in unchecked([column.study for column in comparison.columns]):
        st.caption(plain(said))


def told_line(aspect: Aspect) -> str:
    """The aspect in bold, then who says what."""
    return f"- **{plain(aspect.label)}**: {plain(aspect.said)}"


def draw_differences(comparison: Comparison) -> None:
    """Two columns, and for each outcome their difference or why there is none."""
    st.header("Difference between two rates", anchor=False)
    st.markdown(f"**{NOT_RANDOMIZED}**")
    both = {f"{a.row.title} and {b.row.title}": (a, b) for a, b in pairs(comparison)}
    chosen = next(iter(both))
    if len(both) > 1:
        chosen = st.selectbox("Between", list(both), key="compare-pair", width=420)
    found = list(differences(store.library(), comparison, *both[chosen]))
    table = pd.DataFrame(list(map(difference_line, found)))
    st.table(table, hide_index=True, border="horizontal", alt=f"Differences, {chosen}")
    st.markdown("\n".join(map(why_or_beside, found)))


def difference_line(one: Difference) -> dict[str, str]:
    """The two rates and their difference.

    The links are also what a keyboard finds where the table is wider than the screen.
    """
    return {
        "Outcome": f"**{plain(one.heading)}**",
        DIFFERENCE: f"**{plain(one.points)}**" if one.value is not None else "**not computed**",
        study_link(one.first.study, one.first.title): rate_words(one.first),
        study_link(one.second.study, one.second.title): rate_words(one.second),
    }


def rate_words(row: Row) -> str:
    """The rate and whom it counts, or why there is none."""
    return plain(row.why if row.marker == "none" else f"{row.rate(1)} {row.counted}")


def why_or_beside(one: Difference) -> str:
    """Why there is no difference, or what must be known beside it."""
    if one.value is None:
        return f"- **{plain(one.heading)}**, not computed: {plain('; '.join(one.reasons))}."
    also = "; ".join(one.beside) or "nothing else is known to differ"
    return f"- **{plain(one.heading)}**, what also differs or is not known: {plain(also)}."


def draw_section(columns: Sequence[Column], section: Section) -> None:
    """One table; what was found for none of the studies stands in one line below it."""
    st.header(section.title, anchor=False)
    found = [aspect for aspect in section.aspects if aspect.found]
    if found:
        table = pd.DataFrame([aspect_line(columns, aspect) for aspect in found])
        st.table(table, hide_index=True, border="horizontal", alt=section.title)
    missing = [aspect.label for aspect in section.aspects if not aspect.found]
    if missing:
        st.markdown(f"{NOT_FOUND.capitalize()} for any of them: {plain('; '.join(missing))}.")


def aspect_line(columns: Sequence[Column], aspect: Aspect) -> dict[str, str]:
    """The aspect with the agreement below it, then a cell for each study."""
    first = f"**{plain(aspect.label)}**  \n{agreement_words(aspect.agreement)}"
    cells = zip(columns, aspect.cells, strict=True)
    return {"": first} | {heading(column): cell_words(aspect, cell) for column, cell in cells}


def heading(column: Column) -> str:
    adults = " (adults)" if column.study.population == "adults" else ""
    return f"{study_link(column.study.id, column.name)}{adults}"


def agreement_words(agreement: Agreement) -> str:
    """The word itself, marked where it says that something differs."""
    if agreement.kind != "differs":
        return plain(agreement.words)
    mark = f":orange-badge[{KIND_WORDS['differs']}]"
    return f"{mark} :small[{plain(agreement.about)}]" if agreement.about else mark


def cell_words(aspect: Aspect, cell: Cell) -> str:
    """Several findings as a list; what was not found stays visible."""
    lines = [item_words(aspect, item) for item in cell]
    if len(lines) > 1:
        return "\n".join(f"- {line}" for line in lines)
    return lines[0] if lines else f":gray[{NOT_FOUND}]"


def item_words(aspect: Aspect, item: Item) -> str:
    """What was found; below it, in gray, how it was obtained and where it was read."""
    named = f"**{plain(item.label)}** " if item.label not in ("", aspect.label) else ""
    below = [f"*{plain(item.note)}*" if item.note else "", source_words(item)]
    return "  \n".join([f"{named}{plain(item.text)}", *(f":gray[{one}]" for one in below if one)])


def source_words(item: Item) -> str:
    if not item.source:
        return ""
    return f"{link(item.source, item.source_url)}, {plain(item.place)} ({item.basis})"
