"""A study's citation as RIS and BibTeX; what was not found is left out, never guessed.

An own series has no entry, not even as unpublished: in a list of references it would pass for
something that others can look up.
"""

from __future__ import annotations

import re

from data.schema import Study
from data.tables import publication_url

# A note, because reference managers would take "et al." as an author for a person's name.
MORE_AUTHORS = "More authors follow those named (et al.)."


def ris(study: Study) -> str:
    """The RIS record that reference managers read; nothing for an own series."""
    if study.own_series:
        return ""
    c = study.citation
    start, _, end = (c.pages or "").partition("-")
    fields: list[tuple[str, str | int | None]] = [("TY", "JOUR" if c.journal else "GEN")]
    fields += [("ID", study.id)]
    fields += [("AU", ris_author(author)) for author in c.authors]
    fields += [("N1", MORE_AUTHORS if c.et_al and c.authors else None)]
    fields += [("TI", c.title), ("JO", c.journal), ("PY", c.year), ("VL", c.volume)]
    fields += [("IS", c.issue), ("SP", start), ("EP", end), ("DO", c.doi)]
    fields += [("AN", c.pmid and f"PMID {c.pmid}"), ("UR", publication_url(study)), ("ER", " ")]
    return "".join(f"{tag}  - {value}".rstrip() + "\r\n" for tag, value in fields if value)


def ris_author(author: str) -> str:
    """The family name first: "Bhojwani D" -> "Bhojwani, D"."""
    family, _, initials = author.rpartition(" ")
    return f"{family}, {initials}" if family else author


def bibtex(study: Study) -> str:
    """The BibTeX entry, special characters of the texts escaped; nothing for an own series."""
    if study.own_series:
        return ""
    c = study.citation
    people = [*map(ris_author, c.authors), *(["others"] if c.et_al else [])]
    fields = {
        "author": " and ".join(people) if c.authors else None,
        "title": c.title and f"{{{tex(c.title)}}}",
        "journal": c.journal and tex(c.journal),
        "year": c.year,
        "volume": c.volume,
        "number": c.issue,
        "pages": c.pages and c.pages.replace("-", "--"),
        "doi": c.doi,
        "pmid": c.pmid,
        "url": publication_url(study),
    }
    kind = "article" if c.journal else "misc"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{study.id},\n{body}}}\n"


def tex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
