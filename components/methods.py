"""Draws the methods: rules in words, the vocabulary, the data dictionary, how to cite."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.markdown import link, plain
from components.methods_pooling import (
    AGREEMENT,
    FOR_CLINICIANS,
    FOR_STATISTICIANS,
    REFERENCES,
)
from data.columns import COLUMNS
from data.library import Library
from data.vocabulary import Vocabulary

METAFOR = "https://doi.org/10.18637/jss.v036.i03"
RULES = """
## What is shown
- Each study is shown with the largest of its cohorts that lie wholly inside the filters. A cohort
  and a part of it are never shown together. Where no cohort lies wholly inside, one with at least
  half of its patients inside is shown and marked; "wholly" turns that off.
- A study that does not report a filtered fact is left out and listed with the reason.
- Children and adults are never in one range or pooled rate; adults are context, off by default.
- Studies that mix patients with and without InO are listed, never drawn.

## The numbers
- **x/N** is typed as the source prints it or derived from it; the table says which, and how.
- **Rate and interval**: 100·x/N with the exact 95 % interval of Clopper and Pearson (Biometrika
  1934;26:404-413), computed here for every x/N. The interval of a two-stage trial is approximate.
- **As published** stands beside it with its own level; AALL1621 prints a 90 % interval.
- **A percentage without x/N** is an open circle without an interval. The x/N that round to it are
  named where the possible N are known.
- **Survival and duration of remission** are printed as Kaplan–Meier percentages or medians: the
  published interval only, an open circle where none was found, never pooled.
- **A difference of two rates** is given only where outcome, definition, denominator and SOS
  criteria are the same and no children can be shared, with Newcombe's 95 % interval (Stat Med
  1998;17:873-890, method 10). Outside a randomized trial it compares no treatments.
- **Against dose** each study is split into its smallest complete parts with a dose and a rate. No
  line is drawn through them, because dose goes with the trial.
- **Of all treated** is given only where the numerator covers everybody whom N counts; where these
  are the first patients of a trial, that is said. Unmeasured patients are not counted as negative.

## Your own series
An own series is kept in the memory of this session only: not on disk, not in a link, gone when it
is removed or the session ends. It is marked "own series, unpublished" everywhere and checked by
nobody but its owner. It is pooled only with the switch "Pool own series", and never when its
children are, or may be, in a listed study. Of two own series, which may hold the same children,
a pooled rate counts the larger.

## How each number was obtained
- **stated**: printed in the study's own publication, abstract or table, or a regulator's page.
- **secondary**: printed in another source, which is named.
- **derived**: our arithmetic on printed numbers, with the derivation.
"""

LIMITS = """
## Limits
- Mostly abstracts, registry pages, regulator notices and digests could be read, not full papers.
  *Not found* means not found in the sources read; it is not *not reported*.
- The studies have different denominators and definitions, most are small, and some share
  patients. They were not randomized against each other: no difference between two of them is a
  comparison of treatments.
- SOS rates depend on the criteria; for most studies these were not found.

## Accessibility
- Every chart has its sentence as alternative text and its numbers as a table. Shape says the same
  as color, and every mark and text of a chart is checked against its background, light and dark.
- Everything can be reached and left by keyboard; a chart takes no stop, because its numbers stand
  in the table. Pages fit a screen of 320 pixels and text spaced wider; only tables scroll sideways.
- No chart moves. What is drawn anew fades in for up to a second, also where less motion is asked
  for: the framework does that.
- A stop of the keyboard has a ring in the color of links; with the system's own high-contrast
  colors every switch, choice and slider shows its state. Escape in a closed list of the form of an
  own series clears it. A mistake in the form is announced as an alert below its field; it is not
  tied to the field by the browser's own marking (aria-invalid).
"""


def draw_rules() -> None:
    st.markdown(RULES)


def draw_pooling(words: Vocabulary) -> None:
    """How pooled rates are made, for clinicians first, and where R agrees."""
    rules = [outcome.pooling for outcome in words.outcomes.values() if outcome.pooling]
    threshold = next(rule.threshold for rule in rules if rule.threshold)
    st.markdown(FOR_CLINICIANS.format(small=words.small_series, threshold=threshold))
    st.markdown(FOR_STATISTICIANS)
    st.markdown("## Where we agree with R, where not, and why")
    table = pd.DataFrame({linked(n): plain(t) for n, t in row.items()} for row in AGREEMENT)
    st.table(table, hide_index=True, border="horizontal", alt="Agreement with R")
    st.markdown(REFERENCES)


def linked(heading: str) -> str:
    """The R package leads to its paper; a keyboard finds the table by it where it scrolls."""
    return heading.replace("metafor", link("metafor", METAFOR))


def draw_limits() -> None:
    st.markdown(LIMITS)


def draw_vocabulary(words: Vocabulary) -> None:
    """What each outcome and definition means here."""
    st.header("Definitions", anchor=False)
    meanings = [(o.label, o.means) for o in words.outcomes.values()]
    meanings += [(d.label, d.means) for d in words.definitions.values()]
    table = pd.DataFrame({"Word": f"**{plain(w)}**", "Meaning": plain(m)} for w, m in meanings)
    st.table(table, hide_index=True, border="horizontal", alt="Definitions")


def draw_dictionary() -> None:
    """The columns of every CSV download."""
    st.header("Data dictionary of the CSV files", anchor=False)
    table = pd.DataFrame({"Column": plain(c.name), "Meaning": plain(c.means)} for c in COLUMNS)
    st.table(table, hide_index=True, border="horizontal", alt="Data dictionary")


def draw_citation(library: Library) -> None:
    """How to cite PedInO, its licenses, and the version of the data."""
    st.header("How to cite, license, version", anchor=False)
    words = (
        "PedInO: pediatric inotuzumab ozogamicin evidence, side by side. "
        f"Data version {library.version}."
    )
    st.code(words, language=None, wrap_lines=True)
    st.markdown(
        "Code: MIT. Data: CC BY 4.0; facts and figures carry over with their sources, "
        "which must be cited for the numbers themselves."
    )
