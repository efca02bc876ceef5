"""A study's citation as text; what was not found is left out, never guessed."""

from __future__ import annotations

from data.schema import Citation, Study


def citation_text(study: Study) -> str:
    """One line in the order of the field's journals."""
    c = study.citation
    authors = ", ".join([*c.authors, *(["et al"] if c.et_al else [])])
    parts = [authors or study.name, c.title, journal_text(c), identifiers(study)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def journal_text(c: Citation) -> str:
    """Journal and place as far as known: "Leukemia 2019;33(4):884-892"."""
    head = " ".join(str(part) for part in (c.journal, c.year) if part)
    issue = f"({c.issue})" if c.issue else ""
    place = f"{c.volume or ''}{issue}" + (f":{c.pages}" if c.pages else "")
    return f"{head};{place}" if place else head


def identifiers(study: Study) -> str:
    """DOI, PMID and PMCID; where none is known, the address."""
    c = study.citation
    known = [f"doi {c.doi}" if c.doi else "", f"PMID {c.pmid}" if c.pmid else "", c.pmcid or ""]
    text = " · ".join(filter(None, known))
    return text or (c.url or "")
