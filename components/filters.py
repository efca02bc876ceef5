"""Sidebar and switches -> Selection.

Every widget is bound to the link's parameter of its own name, so that filters survive a change of
page, a reload and a restart of the server. A link that says something impossible is put right
once, when it is opened, and the reader is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from components import store
from components.markdown import plain
from data.cohorts import Cohorts
from data.guard import ACROSS, OWN, SMALL, TOGETHER
from data.library import Library
from data.links import (
    OTHER_PARAMETERS,
    few,
    own_series_notice,
    own_series_parameter,
    parse,
    version_notice,
    write,
)
from data.selection import CHOICES, LINES, MOST_PATIENTS, Limits, Selection
from data.story import ignored_in_presentation
from data.story_words import nothing_left
from data.verdicts import dose_range_text
from data.words import listed

ASKED = "asked"
LINE_ENDS = (int(LINES[0]), int(LINES[1]))
SWITCHES: Mapping[str, str] = {
    "mrd": "Count MRD negativity",
    "definition": "Definition of response",
    "time": "Time point",
}
POOLING: Mapping[str, str] = {
    "across": ACROSS,
    "together": TOGETHER,
    "small": SMALL,
}


def settle_link(allowed: Limits, version: str) -> None:
    """On the first run of a session: reads the link, spells it as the widgets do, notes the rest.

    Must run before any bound widget is drawn, because a bound parameter cannot be set afterwards.
    """
    if "notices" in st.session_state:
        return
    raw = {name: st.query_params.get_all(name) for name in st.query_params}
    selection, ignored = parse(raw, allowed)
    kept = {name: raw[name] for name in raw if name in OTHER_PARAMETERS}
    ignored = few(ignored + ignored_in_presentation(raw))
    ignored += version_notice(kept.pop("v", []), version)
    st.session_state["notices"] = ignored + own_series_notice(kept.pop("own_series", []))
    # a session begins without own series, and without them the switch is not there
    wanted = write(replace(selection, own=False), allowed) | kept
    if wanted != raw:
        st.query_params.from_dict(wanted)
        st.rerun()


def say_own_series(library: Library) -> None:
    """The link says how many own series the view has, and nothing else of them."""
    said, wanted = st.query_params.get_all("own_series"), own_series_parameter(library)
    if wanted and said != wanted["own_series"]:
        st.query_params.update(wanted)
    elif said and not wanted:
        del st.query_params["own_series"]


def draw_filters(allowed: Limits) -> None:
    """All filters, below each other."""
    st.header("Filters", anchor=False)
    draw_who(allowed)
    draw_ranges(allowed)
    draw_kinds()
    draw_preferred(allowed)
    draw_compare(allowed)
    st.button("Reset all", on_click=reset, width="stretch")


def draw_who(allowed: Limits) -> None:
    with st.expander("Studies"):
        chosen = st.pills(
            "Only these; none chosen means all",
            list(allowed.names.values()),
            selection_mode="multi",
            key="studies",
            bind="query-params",
        )
    draw_own_names(allowed)
    if chosen:
        st.caption(f"Only {plain(listed(chosen))}")
    st.toggle("Include adults, for context", key="adults", bind="query-params")


def draw_own_names(allowed: Limits) -> None:
    """Which own series has which number: their names would stand in the link."""
    named = [f"{allowed.names[key]}: {plain(name)}" for key, name in allowed.own.items()]
    if named:
        st.caption("  \n".join(named))


def dose_taken_back(allowed: Limits) -> bool:
    """Cuts a dose that left with its study to those of today, which is all the slider can show."""
    asked = st.session_state.get("dose")
    if not asked or allowed.dose[0] <= asked[0] <= asked[1] <= allowed.dose[1]:
        return False
    left = parse({"dose": list(map(str, asked))}, allowed)[0].dose
    st.session_state["dose"] = left or allowed.dose
    was, now = dose_range_text(*asked), dose_range_text(*allowed.dose)
    st.session_state["notices"] += [f"The dose filter was {was}; the studies of today have {now}."]
    return True


def draw_ranges(allowed: Limits) -> None:
    taken_back = dose_taken_back(allowed)
    low, high = allowed.dose
    st.slider(
        "Dose per cycle, mg/m²",
        low,
        max(high, low + 0.1),  # a slider has two ends, also where there is one dose or none
        value=None if taken_back else allowed.dose,
        step=0.1,
        format="%.1f",
        key="dose",
        bind="query-params",
        help="Planned total of cycle 1. The full range is off.",
    )
    st.slider(
        "Prior lines (7 = 7 or more)",
        *LINE_ENDS,
        value=LINE_ENDS,
        key="lines",
        bind="query-params",
        help="Few studies say how many lines their patients had. The full range is off.",
    )
    draw_choice(
        "strict",
        "A cohort counts when its patients lie inside",
        explained="Mostly: where no cohort lies wholly inside, one with at least half of its "
        "patients inside is shown and marked.",
    )


def draw_kinds() -> None:
    draw_choice("regimen", "InO given as")
    draw_choice("design", "Design")
    st.number_input(
        "Minimum patients",
        min_value=0,
        max_value=MOST_PATIENTS,
        step=5,
        key="min",
        bind="query-params",
    )
    st.toggle(
        "Keep studies that do not report this",
        key="keep",
        bind="query-params",
        help="Shows cohorts whose dose or prior lines were not found, marked.",
    )


def draw_preferred(allowed: Limits) -> None:
    """Which side of an overlap the pooled rate counts."""
    with st.expander("Shared children"):
        chosen = st.pills(
            "Where studies share children, the pooled rate counts the set with most children. "
            "Prefer instead",
            list(allowed.sharing.values()),
            selection_mode="multi",
            key="prefer",
            bind="query-params",
        )
    if chosen:
        st.caption(f"Pooling prefers {plain(listed(chosen))}")


def draw_compare(allowed: Limits) -> None:
    """Which studies the page “Compare” lays side by side; they narrow nothing elsewhere."""
    with st.expander("Compare studies"):
        chosen = st.pills(
            "Side by side on the page “Compare”, two to four",
            list(allowed.names.values()),
            selection_mode="multi",
            key="compare",
            bind="query-params",
        )
    if chosen:
        st.caption(f"To compare: {plain(listed(chosen))}")
        st.page_link("../pages/compare.py", label="Open the comparison")


def draw_choice(name: str, label: str, explained: str | None = None) -> None:
    st.segmented_control(
        label,
        CHOICES[name],
        default=CHOICES[name][0],
        required=True,
        key=name,
        bind="query-params",
        help=explained,
        wrap=True,
    )


def draw_switches(small_series: int) -> None:
    """What is counted and pooled, over every page's content.

    Always drawn and always here: Streamlit loses a switch from the link when another script, or
    another place, draws it.
    """
    with st.container(horizontal=True, gap="medium"):
        for name, label in SWITCHES.items():
            draw_choice(name, label)
    with st.container(horizontal=True, gap="medium"):
        for name, label in POOLING.items():
            st.toggle(label.format(n=small_series), key=name, bind="query-params")
        if store.library().own_files:
            st.toggle(OWN, key="own", bind="query-params")


def note_selection(allowed: Limits) -> None:
    """Keeps what the widgets ask for; anything impossible counts as not asked.

    Called once in each run, when all of them were drawn: their values do not change after that.
    """
    params = {f.name: as_params(st.session_state.get(f.name)) for f in fields(Selection)}
    given = {name: value for name, value in params.items() if value}
    st.session_state[ASKED] = parse(given, allowed)[0]


def current() -> Selection:
    """What this visit asks for; nothing, where a key was pressed before the filters were drawn."""
    asked: Selection = st.session_state.get(ASKED, Selection())
    return asked


def as_params(value: Any) -> list[str]:
    """A widget's value as the link spells it."""
    if value is None:
        return []
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def reset() -> None:
    """Puts every filter and switch back to its default; what was said of the link is past."""
    st.session_state["notices"] = []
    kept = {
        name: st.query_params.get_all(name) for name in OTHER_PARAMETERS if name in st.query_params
    }
    st.query_params.from_dict(kept)
    for name, choices in CHOICES.items():
        st.session_state[name] = choices[0]
    nothing: dict[str, Any] = {"studies": [], "prefer": [], "compare": [], "min": 0}
    nothing |= dict.fromkeys(("adults", "keep", "own", *POOLING), False)
    st.session_state.update(nothing | {"dose": store.filter_limits().dose, "lines": LINE_ENDS})


def draw_empty(cohorts: Cohorts) -> None:
    """What stands in place of the charts when nothing is left."""
    st.info(plain(nothing_left(cohorts)), icon=":material/filter_alt_off:")
    st.button("Reset all filters", on_click=reset, key="reset-empty")
