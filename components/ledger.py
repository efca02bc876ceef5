"""Draws the disagreements between sources, and the gaps."""

from __future__ import annotations

import streamlit as st

from components.markdown import link, plain
from data.library import Library
from data.schema import LedgerEntry, Study
from data.selection import studies_in_order
from data.tables import publication_url


def draw_disagreements(library: Library) -> None:
    """Every entry of every study, in the order of the charts."""
    for study in studies_in_order(library):
        if study.ledger:
            st.header(plain(study.name), anchor=False)
            for entry in study.ledger:
                draw_entry(library, study, entry)


def draw_entry(library: Library, study: Study, entry: LedgerEntry) -> None:
    """What each source says, what is used, and why."""
    with st.container(border=True):
        st.markdown(f"**{plain(entry.topic)}**")
        said = [
            f"- {plain(library.source(study, saying.source).name)}: {plain(saying.text)}"
            for saying in entry.says
        ]
        st.markdown("\n".join(said))
        why = f" – {plain(entry.why)}" if entry.why else ""
        st.markdown(f"**Used**: {plain(entry.used)}{why}")
        others = [library.studies[key].name for key in entry.also if key in library.studies]
        if others:
            st.caption(f"Also concerns {plain(', '.join(others))}.")


def draw_gaps(library: Library) -> None:
    """What was looked for and not found, and where a reader should look."""
    st.header("Not found in the sources read", anchor=False)
    st.markdown("Not found is not the same as not reported: mostly abstracts could be read.")
    for study in studies_in_order(library):
        if study.not_found:
            gaps = "; ".join(
                gap.what + (f" ({gap.where})" if gap.where else "") for gap in study.not_found
            )
            look = link("full text", publication_url(study))
            where = "" if study.own_series else f" Look in the {look}."
            st.markdown(f"- **{plain(study.name)}**: {plain(gaps)}.{where}")


def draw_unread(library: Library) -> None:
    st.header("Known but not read", anchor=False)
    st.markdown("\n".join(f"- {plain(line)}" for line in library.context.unread))
