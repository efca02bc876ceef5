"""The sections of a comparison that are no outcomes: question, design, patients, dose, the rest.

Made of the same items as the study page, each once; topics that no study reports stay visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from data.aspects import OPEN, Agreement, Aspect, Cell, Column, Key, Section, agreement, compared
from data.difference import NO_COMBINATION, taken_as_single_agent
from data.dose_sections import doses, inside
from data.facts import fact_item
from data.fields import Sourced
from data.items import Item, sourced_item
from data.library import Library
from data.schema import Arms, Cohort, PriorLines, Study
from data.study_sheet import design_items, lines_words
from data.treatment import lines_of, whose_words

NO_MIX = "how many had how many was not found"
TIMINGS = ("prospective", "retrospective")
COMBINED = ("combined", "both")
COMPARATORS: Mapping[Arms, str | None] = {
    "single": "none: single-arm",
    "randomized": "see the design: randomized",
    "not_found": None,
}
# The topics of the checklist by section; those named nowhere here stand in the last one.
TOPICS = {
    "Patients": (
        "age",
        "sex",
        "eligibility",
        "enrollment",
        "marrow_blasts",
        "refractory",
        "relapse_number",
        "down_syndrome",
        "cytogenetics",
        "cd22",
    ),
    "Prior therapy": ("prior_hsct", "prior_cd19", "prior_car_t", "prior_cd22"),
    "Dose": ("cycles", "premedication", "recommended_dose", "label_dose"),
}


def sections_before(library: Library, columns: Sequence[Column]) -> Iterator[Section]:
    """What must be known before any outcome: question, design, patients, therapy and dose."""
    yield Section("The question", tuple(question(library, columns)))
    yield Section("Design", tuple(design(library, columns)))
    first = {
        "Patients": patients(library, columns),
        "Prior therapy": prior_lines(library, columns),
        "Dose": doses(library, columns),
    }
    for title, topics in TOPICS.items():
        yield Section(title, (*first[title], *about(library, columns, topics)))


def section_after(library: Library, columns: Sequence[Column]) -> Section:
    """The rest of the checklist of the study page, so that each topic stands somewhere."""
    used = {topic for topics in TOPICS.values() for topic in topics}
    rest = [topic for topic in library.vocabulary.topics if topic not in used]
    return Section("Follow-up, transplant and the rest", tuple(about(library, columns, rest)))


def about(library: Library, columns: Sequence[Column], topics: Iterable[str]) -> Iterator[Aspect]:
    """A line a topic; one that is not asked of every study only where a study has it."""
    for key in topics:
        topic = library.vocabulary.topics[key]
        cells = [facts(library, column, key) for column in columns]
        if topic.checklist or any(cells):
            of_all = [facts(library, replace(column, chosen=()), key) for column in columns]
            worded = [tuple(map(with_label, cell)) for cell in of_all]
            yield replace(compared(columns, topic.label, worded), cells=tuple(cells))


def facts(library: Library, column: Column, topic: str) -> Cell:
    """All facts of the study; where a part of it is shown, those of all patients are said to be."""
    found = [fact for fact in column.study.facts if fact.topic == topic]
    items = [fact_item(library, column.study, fact) for fact in found]
    return tuple(
        replace(item, label=f"{item.label}, whole study")
        if column.in_parts and fact.cohort == "all"
        else item
        for fact, item in zip(found, items, strict=True)
    )


def with_label(item: Item) -> Item:
    """Two facts say the same only where they tell of the same thing."""
    return replace(item, text=f"{item.label}: {item.text}")


def question(library: Library, columns: Sequence[Column]) -> Iterator[Aspect]:
    """Patients, intervention and comparator; the outcomes have sections of their own."""
    studies = [column.study for column in columns]
    yield compared(columns, "Patients", [(Item("", study.summary),) for study in studies])
    kinds = [study.population for study in studies]
    cells: list[Cell] = [(Item("", kind),) for kind in kinds]
    yield compared(columns, "Population", cells, kinds, main=True)
    given = regimens(studies)
    pairs = zip(studies, given, strict=True)
    cells = [tuple(given_with(library, study, known)) for study, known in pairs]
    yield compared(columns, "InO given", cells, given, main=True)
    words = [COMPARATORS[study.design.arms] for study in studies]
    cells = [design_cell(library, study, word) for study, word in zip(studies, words, strict=True)]
    comparator = compared(columns, "Comparator", cells, words)
    # Both randomized: against what is not compared here.
    randomized = all(study.design.arms == "randomized" for study in studies)
    yield replace(comparator, agreement=OPEN) if randomized else comparator


def regimens(studies: Sequence[Study]) -> list[Key]:
    """What was given; two combinations whose partners nobody names are not known to be the same."""
    known = [None if taken_as_single_agent(study) else study.regimen for study in studies]
    kinds = [one.kind for one in known if one]
    alike = len(kinds) > len(set(kinds)) == 1
    return [
        None
        if one is None or (alike and one.kind in COMBINED and not one.partners)
        else (one.kind, frozenset(one.partners))
        for one in known
    ]


def given_with(library: Library, study: Study, known: Key) -> Iterator[Item]:
    """What was given, and why that is not known where it is not.

    That it was given alone is only our reading, or nobody names the partners.
    """
    why = NO_COMBINATION if taken_as_single_agent(study) else "partners not found"
    for item in design_items(library, study)[1:]:
        yield item if known else replace(item, text=f"{item.text}, {why}")


def design_cell(library: Library, study: Study, text: str | None) -> Cell:
    """Words that the record of the design stands for, with its source but not its other notes."""
    if not text:
        return ()
    return (without_notes(sourced_item(library, study, study.design, "", text), study.design),)


def without_notes(item: Item, record: Sourced) -> Item:
    """How it was derived stays; a note on the record stands once, in its first line."""
    return replace(item, note=f"Derived: {record.derivation}" if record.derivation else "")


def design(library: Library, columns: Sequence[Column]) -> Iterator[Aspect]:
    studies = [column.study for column in columns]
    first: list[Cell] = [
        (sourced_item(library, one, one.design, "", one.design.summary),) for one in studies
    ]
    yield compared(columns, "Design", first)
    timings = [s.design.timing if s.design.timing in TIMINGS else None for s in studies]
    for label, texts, keys in (
        ("Timing", timings, timings),
        ("Period", [s.design.period for s in studies], None),
    ):
        cells = [design_cell(library, one, text) for one, text in zip(studies, texts, strict=True)]
        yield compared(columns, label, cells, keys, main=keys is not None)
    numbers = [[f"{r.registry} {r.number}" for r in s.registrations] for s in studies]
    trials = [
        "; ".join(filter(None, [study.trial, *registered]))
        for study, registered in zip(studies, numbers, strict=True)
    ]
    cells = [(Item("", trial),) if trial else () for trial in trials]
    yield compared(columns, "Trial, registered as", cells)


def patients(library: Library, columns: Sequence[Column]) -> Iterator[Aspect]:
    """How many each column counts; other numbers are no difference that needs a word."""
    cells = [
        tuple(
            sourced_item(library, column.study, cohort, "", f"{cohort.n}, {cohort.name}")
            for cohort in column.cohorts
            if cohort.n is not None
        )
        for column in columns
    ]
    names = [column.name for column in columns]
    known = agreement(names, [bool(cell) or None for cell in cells])
    yield Aspect("Number", tuple(cells), OPEN if all(cells) else known)


def prior_lines(library: Library, columns: Sequence[Column]) -> Iterator[Aspect]:
    """Of the cohorts shown; two columns are alike only where it is told of each of them."""
    cells = [lines_cell(library, column) for column in columns]
    names = [column.name for column in columns]
    between = agreement(names, list(map(treated, columns)), "worded")
    if between.kind == "same" and any(map(mixed, columns)):
        between = Agreement("open", note=NO_MIX)
    yield Aspect("Prior lines", tuple(cells), between)


def mixed(column: Column) -> bool:
    """Whether it holds several cohorts, of one of which nobody knows how large it is."""
    return len(column.cohorts) > 1 and any(one.n is None for one in column.cohorts)


def treated(column: Column) -> Key:
    """How heavily the cohorts shown were treated before; None where one is not known."""
    found = [(one, lines_of(column.study, one)) for one in column.cohorts]
    said = [lines and lines_said(column.study, lines, one) for one, lines in found]
    return frozenset(said) if all(said) else None


def lines_cell(library: Library, column: Column) -> Cell:
    """The prior lines of the cohorts shown, or else those of their parts, each named."""
    of_parts = [cohort for cohort in inside(column) if cohort.prior_lines]
    found = (lines_items(library, column.study, one) for one in (column.cohorts, of_parts))
    return next(filter(None, found), ())


def lines_items(library: Library, study: Study, cohorts: Sequence[Cohort]) -> Cell:
    """What is known of each; what none of them has of its own stands once, without their names."""
    found = [(one, lines_of(study, one)) for one in cohorts]
    told = [(one, lines, lines_said(study, lines, one)) for one, lines in found if lines]
    own = any(one.prior_lines for one in cohorts) or len({said for _, _, said in told}) > 1
    items = (
        sourced_item(library, study, lines, one.part if own else "", said)
        for one, lines, said in told
        if said
    )
    return tuple(dict.fromkeys(items))


def lines_said(study: Study, lines: PriorLines, cohort: Cohort) -> str:
    """What is known of a cohort's prior lines, and whom words tell about; empty for nothing."""
    return f"{lines_words(lines)}{whose_words(study, cohort, 'prior_lines') if lines.text else ''}"
