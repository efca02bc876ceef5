"""The first file that a reader of the archive opens: what is in it and how to check it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from components.exports.about import (
    LICENSE_TEXT,
    NOTES,
    TITLE,
    bottom_lines,
    how_to_cite,
    own_series_lines,
    what,
)
from components.exports.table import Table
from data.brief import Brief

OTHER_FILES = (
    (
        "studies/",
        "the file of each study shown, numbers as typed; of an own series as its owner gave it",
    ),
    ("outcomes.yaml", "the words of the study files: outcomes, definitions, denominators"),
    ("sources.yaml", "documents that several studies were read in"),
    ("context.yaml", "ongoing trials, background, what is known and was not read"),
    ("study.schema.json", "what a study file may say"),
    ("citations.ris, citations.bib", "the publications, for a reference manager; no own series"),
    ("reproduce.R", "fits every pooled rate again with R"),
    ("LICENSE", "the licenses in full"),
)
CHECK = """\
`Rscript reproduce.R` fits every pooled rate again from `pooled_counts.csv` with the R package
metafor and compares it with `pooled.csv`. It ends with status 0 when R gives our numbers, with 1
when it does not. It needs R with metafor and lme4: `install.packages(c("metafor", "lme4"))`.

Texts that a spreadsheet would run as a formula begin with an apostrophe."""
# What restyles a word or makes a tag, heading or link; no more, as this is read as plain text.
SPECIAL = re.compile(r"([\\`*_<>#]|(?<=\])[(:])")


def readme(brief: Brief, tables: Mapping[str, Table]) -> str:
    """Markdown; every word of a study file is escaped."""
    files = [(name, f"{table.about} {len(table.records)} rows.") for name, table in tables.items()]
    own = own_series_lines(brief)
    parts = (
        *((("It holds an own series, unpublished", bullets(own)),) if own else ()),
        ("What it is", what(brief)),
        ("What was asked for", bullets(brief.asked)),
        ("Bottom line", bullets(bottom_lines(brief))),
        ("Read with care", bullets(NOTES)),
        ("Data version and link", f"Data version `{brief.version}`: <{brief.link()}>"),
        ("Files", file_list([*files, *OTHER_FILES])),
        ("Check the pooled rates with R", CHECK),
        ("How to cite", f"```text\n{how_to_cite(brief)}\n```"),
        ("License", LICENSE_TEXT),
    )
    body = "\n".join(f"## {title}\n\n{text}\n" for title, text in parts)
    return f"# {TITLE}\n\n{body}"


def bullets(texts: Sequence[str]) -> str:
    return "\n".join(f"- {plain(text)}" for text in texts)


def file_list(files: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- `{name}`: {plain(said)}" for name, said in files)


def plain(text: str) -> str:
    """One line that Markdown shows as it is."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))
