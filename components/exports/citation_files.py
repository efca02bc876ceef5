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
TEX = {
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
MOST_INITIALS = 4
# Between the first page and the last; journals print the longer ones.
DASH = re.compile(r"\s*[-–—]+\s*")


def ris(study: Study) -> str:
    """The RIS record that reference managers read; nothing for an own series."""
    if study.own_series:
        return ""
    c = study.citation
    start, *last = DASH.split(c.pages or "", maxsplit=1)
    fields: list[tuple[str, str | int | None]] = [("TY", "JOUR" if c.journal else "GEN")]
    fields += [("ID", study.id)]
    fields += [("AU", ris_author(author)) for author in c.authors]
    fields += [("N1", MORE_AUTHORS if c.et_al and c.authors else None)]
    fields += [("TI", c.title), ("JO", c.journal), ("PY", c.year), ("VL", c.volume)]
    fields += [("IS", c.issue), ("SP", start), *[("EP", end) for end in last], ("DO", c.doi)]
    fields += [("AN", c.pmid and f"PMID {c.pmid}"), ("UR", publication_url(study)), ("ER", " ")]
    return "".join(
        f"{tag}  - {one_line(value)}".rstrip() + "\r\n" for tag, value in fields if value
    )


def one_line(value: object) -> str:
    """A line end inside a field would begin another field, or another record."""
    return " ".join(str(value).split())


def ris_author(author: str) -> str:
    """The family name first: "Bhojwani D" -> "Bhojwani, D"; a group without initials stays."""
    family, _, initials = author.rpartition(" ")
    return f"{family}, {initials}" if family and are_initials(initials) else author


def are_initials(word: str) -> bool:
    letters = re.sub(r"[.-]", "", word)
    return letters.isupper() and len(letters) <= MOST_INITIALS


def bibtex_author(author: str) -> str:
    """The same; a group in braces, or BibTeX would take its words for a person's names."""
    name = ris_author(author)
    return f"{{{tex(name)}}}" if " " in name and "," not in name else tex(name)


def bibtex(study: Study) -> str:
    """The BibTeX entry; no text of it can end its field. Nothing for an own series."""
    if study.own_series:
        return ""
    c = study.citation
    people = [*map(bibtex_author, c.authors), *(["others"] if c.et_al else [])]
    fields = {
        "author": " and ".join(people) if c.authors else None,
        "title": c.title and f"{{{tex(c.title)}}}",
        "journal": c.journal and tex(c.journal),
        "year": c.year,
        "volume": c.volume and tex(c.volume),
        "number": c.issue and tex(c.issue),
        "pages": c.pages and tex(DASH.sub("--", c.pages)),
        "doi": c.doi and without_braces(c.doi),
        "pmid": c.pmid,
        "url": without_braces(publication_url(study) or ""),
    }
    kind = "article" if c.journal else "misc"
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{study.id},\n{body}}}\n"


def tex(text: str) -> str:
    """Words for TeX: a brace by its name, because BibTeX counts those after a backslash too."""
    return re.sub(r"[&%$#_{}\\^~]", lambda one: TEX.get(one[0], f"\\{one[0]}"), one_line(text))


def without_braces(address: str) -> str:
    """An address as it is, but for what would end its field."""
    return re.sub(r"[{}\\]", lambda one: f"%{ord(one[0]):02X}", address)
