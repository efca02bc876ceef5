"""A study's citation as text; what was not found is left out, never guessed."""

from __future__ import annotations

from data.schema import Citation, Study

NO_PUBLICATION = "no publication"
MOST_AUTHORS, FIRST_AUTHORS = 6, 3


def citation_text(study: Study) -> str:
    """One line in the order of the field's journals; of an own series that there is none."""
    if study.own_series:
        return f"{study.name}: {NO_PUBLICATION}."
    c = study.citation
    parts = [authors(c) or study.name, c.title, journal_text(c), identifiers(study)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def authors(c: Citation) -> str:
    """All of up to six authors, else the first three, as the journals of the field do."""
    many = len(c.authors) > MOST_AUTHORS
    named = c.authors[:FIRST_AUTHORS] if many else c.authors
    return ", ".join([*named, *(["et al"] if named and (c.et_al or many) else [])])


def journal_text(c: Citation) -> str:
    """Journal and place as far as known: "Leukemia 2019;33(4):884-892"."""
    head = " ".join(str(part) for part in (c.journal, c.year) if part)
    volume = f"{c.volume or ''}{f'({c.issue})' if c.issue else ''}"
    place = (f";{volume}" if volume else "") + (f":{c.pages}" if c.pages else "")
    return f"{head}{place}".lstrip(";:")


def identifiers(study: Study) -> str:
    """DOI, PMID and PMCID; where none is known, the address."""
    c = study.citation
    known = [f"doi {c.doi}" if c.doi else "", f"PMID {c.pmid}" if c.pmid else "", c.pmcid or ""]
    text = " · ".join(filter(None, known))
    return text or (c.url or "")
