"""The presentation: one part of the story at a time, on the whole screen, moved by keys.

`?present=3` is the third of the chosen parts, so a reload or a link shows the same. Filters and
switches stay at hand in a closed menu, because a widget that is not drawn forgets its value.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import filters, store, view_links
from components.panel import draw_left_out
from components.stage import stage, with_foot
from components.theme import background
from data.selection import Limits
from data.story import PARTS, tell, usual_parts
from data.story_words import foot, heading

NAMES = {name: key for key, (name, _) in PARTS.items()}


def presenting() -> bool:
    return "present" in st.query_params


def draw_enter(page: str) -> None:
    """The button, and the key, that turn the screen into a presentation at this page's part."""
    st.button(
        "Present",
        on_click=begin,
        args=(page,),
        shortcut="p",
        icon=":material/slideshow:",
        help="Full screen, one part at a time; arrow keys move, Esc leaves.",
    )


def draw_parts() -> None:
    """Which parts are shown, in deck and presentation alike; none chosen means all."""
    st.pills(
        "Parts; none chosen means all",
        list(NAMES),
        selection_mode="multi",
        key="parts",
        bind="query-params",
    )


def chosen_parts() -> list[str]:
    """Keys of the chosen parts in the order of the story; on other pages only the link knows."""
    linked = st.query_params.get_all("parts")
    chosen = st.session_state.get("parts") or linked
    named = [key for name, key in NAMES.items() if name in chosen]
    return named or usual_parts(filters.current())


def draw_presentation(allowed: Limits, small_series: int) -> bool:
    """The controls in one quiet line, then the part with its foot; whether there is one."""
    controls = st.container(horizontal=True, vertical_alignment="center", gap="small")
    with controls, st.popover("Filters", type="tertiary"):
        draw_parts()
        filters.draw_filters(allowed)
        filters.draw_switches(small_series)
    filters.note_selection(allowed)
    keys = chosen_parts()
    place = place_in(keys)
    with controls:
        draw_steps(keys, place)
    brief = store.brief(filters.current(), view_links.address())
    if not brief.cohorts.chosen:
        st.title(heading(brief), anchor=False)
        filters.draw_empty(brief.cohorts)
        draw_left_out(brief.cohorts)
        return False
    (part,) = tell(brief, [keys[place - 1]])
    st.html(with_foot(stage(part, background()), foot(brief.version)))
    return True


def place_in(keys: Sequence[str]) -> int:
    """The place that the link names, from 1; anything impossible is the nearest possible."""
    asked = st.query_params["present"]
    number = int(asked[:4]) if asked.isdecimal() else 1
    return min(max(number, 1), len(keys))


def draw_steps(keys: Sequence[str], place: int) -> None:
    """Back, forward and leave, each with its key; a clicker sends Page Up and Page Down."""
    last = len(keys)
    draw_step("Back", place - 1, "Left", disabled=place == 1)
    draw_step("Forward", place + 1, "Right", disabled=place == last)
    st.caption(f"{place} of {last}: {PARTS[keys[place - 1]][0]}")
    st.space("stretch")
    draw_step("Back", place - 1, "PageUp", disabled=place == 1)
    draw_step("Forward", place + 1, "PageDown", disabled=place == last)
    st.button("Leave", on_click=leave, shortcut="Esc", type="tertiary")


def draw_step(words: str, place: int, shortcut: str, *, disabled: bool) -> None:
    st.button(
        words,
        on_click=go,
        args=(place,),
        shortcut=shortcut,
        disabled=disabled,
        type="tertiary",
        key=f"step-{shortcut}",
    )


def begin(page: str) -> None:
    """At the part of the page, or at the first."""
    keys = chosen_parts()
    go(keys.index(page) + 1 if page in keys else 1)


def go(place: int) -> None:
    st.query_params["present"] = str(place)


def leave() -> None:
    del st.query_params["present"]
