"""Draws one study: who and how, checklist, numbers, overlap, ledger, gaps, citation."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from components.context import draw_items
from components.exports.citation_files import bibtex, ris
from components.ledger import draw_entry
from components.markdown import link, plain
from components.view_links import compare_link
from data.citations import citation_text
from data.library import Library
from data.links import ids_by_name
from data.schema import Study
from data.selection import studies_in_order
from data.story_words import unchecked
from data.study_sheet import checklist, number_item, overlap_sentences, sources_read
from data.tables import publication_url, records_of


def choose_study(library: Library) -> Study:
    """The study that `?open=ID` names or the reader picks; the link follows the choice."""
    names = {study.id: study.name for study in studies_in_order(library)}
    follow_link(names)
    chosen = st.selectbox(
        "Study",
        list(names),
        key="study",
        format_func=lambda key: names[key],
        width=420,
    )
    st.query_params["open"] = st.session_state["opened"] = chosen
    return library.studies[chosen]


def follow_link(names: Mapping[str, str]) -> None:
    """Sets the choice to the link's study when the link, not the reader, has changed it."""
    wanted, opened = st.query_params.get("open"), st.session_state.get("opened")
    if wanted is not None:
        wanted = ids_by_name(names).get(wanted.casefold(), wanted)
    if wanted in names and wanted != opened:
        st.session_state["study"] = wanted
    elif st.session_state.get("study") not in names:
        st.session_state["study"] = opened if opened in names else next(iter(names))
    if wanted is not None and wanted not in names:
        st.warning(f"No study is called “{plain(wanted[:60])}”. Choose one below.")


def draw_study(library: Library, results: pd.DataFrame, study: Study) -> None:
    """The whole sheet of one study."""
    st.header(plain(study.name), anchor=False)
    for said in unchecked([study]):
        st.caption(plain(said))
    st.markdown(f"{plain(study.summary)}. {plain(study.trial or '')}")
    draw_identity(study)
    if study.kind == "study" and study.own_series is None:
        st.markdown(compare_link(study.id, "Compare with other studies"))
    st.subheader("What a journal club asks", anchor=False)
    draw_items(checklist(library, study))
    draw_numbers(library, results, study)
    draw_cohorts(study)
    draw_list("Shared patients", overlap_sentences(library, study))
    if study.ledger:
        st.subheader("Where its sources disagree", anchor=False)
        for entry in study.ledger:
            draw_entry(library, study, entry)
    draw_list("Not found in the sources read", [gap.what for gap in study.not_found])
    draw_sources(library, study)
    if study.own_series is None:
        draw_citation(study)


def draw_identity(study: Study) -> None:
    """Registrations and the publication, one line each."""
    numbers = [" ".join([r.registry, r.number, r.note or ""]) for r in study.registrations]
    lines = [f"**Registered**: {plain('; '.join(numbers))}"] if numbers else []
    lines.append(f"**Publication**: {publication(study)}")
    st.markdown("\n".join(f"- {line}" for line in lines))


def publication(study: Study) -> str:
    """The citation as Markdown with its license and notes; an own series says that it has none."""
    about = " · ".join(filter(None, [study.citation.license, study.citation.note]))
    said = link(citation_text(study), publication_url(study))
    return said if study.own_series else f"{said} {plain(about)}"


def draw_sources(library: Library, study: Study) -> None:
    """What was read for this study; an address only where it was recorded."""
    st.subheader("Sources read", anchor=False)
    lines = []
    for item in sources_read(library, study):
        told = item.text if item.text != item.source else ""
        about = " · ".join(filter(None, [told, item.note]))
        lines.append(f"- {link(item.source, item.source_url)}{about and f': {plain(about)}'}")
    st.markdown("\n".join(lines))


def draw_numbers(library: Library, results: pd.DataFrame, study: Study) -> None:
    records = records_of(results[results["study"] == study.id])
    st.subheader("Its numbers", anchor=False)
    if records:
        draw_items([number_item(library, study, record) for record in records])
    else:
        st.markdown("No outcome was found in the sources read.")


def draw_cohorts(study: Study) -> None:
    """The tree of cohorts that the filters can ask for."""
    if len(study.cohorts) > 1:
        lines = [f"{c.name}, n = {c.n or 'not found'}" for c in study.cohorts]
        draw_list("Its cohorts", lines)


def draw_list(heading: str, lines: list[str]) -> None:
    if lines:
        st.subheader(heading, anchor=False)
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def draw_citation(study: Study) -> None:
    """The citation to copy, and for reference managers."""
    st.subheader("Citation", anchor=False)
    st.code(citation_text(study), language=None, wrap_lines=True)
    columns = st.columns(2, width=420)
    for column, (name, text) in zip(columns, {"RIS": ris, "BibTeX": bibtex}.items(), strict=True):
        column.download_button(
            name,
            data=text(study),
            file_name=f"{study.id}.{'ris' if name == 'RIS' else 'bib'}",
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
        )
