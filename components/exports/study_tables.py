"""The studies of a brief as tables: the cohorts shown, their rates, all their cohorts and numbers.

Every value comes from the brief's views or the library's own tables; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterator

from components.exports.table import Table
from data.brief import Brief
from data.citations import citation_text
from data.cohorts import Chosen
from data.columns import COLUMNS, STATUS, Column, status, view_table
from data.overview import study_lines
from data.rows import View
from data.schema import Study
from data.study_sheet import number_item
from data.tables import Record, cohorts_table, publication_url, records_of
from data.treatment import cohort_by_id, dose_of
from data.verdicts import REGIMEN_WORDS

# The library's own tables name ids like this; here a name means the same in every table.
NAMES = {
    "study": "study_id",
    "cohort": "cohort_id",
    "source": "source_id",
    "source_name": "source",
    "low": "low_95",
    "high": "high_95",
    "published_source": "published_source_id",
    "published_source_name": "published_source",
}
STUDY = {"study": "name of the study", "cohort": "part of the study that is counted"}
IDS = {"study_id": "study in the data files", "cohort_id": "cohort in the data files"}
READ = {
    "basis": "stated, secondary or derived",
    "source": "where it was read",
    "source_url": "address of the source",
    "place": "where in the source",
    "derivation": "how a derived value was obtained",
    "note": "what to know beside it",
    "source_id": "source in the data files",
}
STUDIES = STUDY | {
    "status": STATUS,
    "trial": "name of the trial",
    "registrations": "numbers in trial registers",
    "population": "children or adults",
    "design": "how the study was done",
    "timing": "prospective, retrospective or not found",
    "period": "when patients were treated",
    "regimen": "InO as single agent, in combination, or mixed",
    "regimen_basis": "stated, secondary or derived",
    "given_with": "drugs given with InO",
    "patients": "patients in the cohort",
    "age": "age as found; “whole study” where it is not the cohort's own",
    "dose_low": "lowest planned total InO dose of cycle 1, mg/m²",
    "dose_high": "highest planned total InO dose of cycle 1, mg/m²",
    "schedule": "how the dose was divided",
    "prior_lines": "what is known of prior lines of therapy",
    "beside_the_filter": "how the cohort stands to the filters",
    "year": "year of the publication",
    "citation": "how the publication is cited",
    "publication_url": "address of the publication",
    "key": "study and cohort in the data files",
}
COHORTS = STUDY | {
    "status": STATUS,
    "shown": "whether the selection shows this cohort by itself",
    "parent": "the cohort that contains it, in the data files",
    "split_by": "what separates it from its siblings",
    "patients": "patients in the cohort",
    "dose_low": "lowest planned total InO dose of cycle 1, mg/m²; empty: the parent's, if any",
    "dose_high": "highest planned total InO dose of cycle 1, mg/m²; empty: the parent's, if any",
    **READ,
    **IDS,
}
NUMBERS = STUDY | {
    "status": STATUS,
    "outcome_label": "what was counted or measured",
    "in_words": "the number with whom it counts, definition, time and criteria",
    "events": "x of x/N",
    "n": "N of x/N",
    "percent": "100·x/N, ours",
    "low_95": "lower end of our exact 95 % interval, percent",
    "high_95": "upper end of our exact 95 % interval, percent",
    "events_at_least": "a count known only as a lower bound",
    "assumed": "yes: a derived x/N, one of several readings of what is printed",
    "median": "median, in the unit beside it",
    "unit": "unit of the median",
    "published_percent": "percentage that the source prints",
    "published_low": "lower end of the interval that the source prints",
    "published_high": "upper end of the interval that the source prints",
    "published_level": "level of that interval, percent; empty: not found",
    "published_plus_minus": "printed ± of unknown meaning",
    "published_basis": "basis of the printed value, when it differs from the count's",
    "published_source": "where the printed value was read, when not where the count was",
    "published_place": "where in that source",
    "published_source_id": "that source in the data files",
    "possible_n": "for a percentage without x/N: the N that may lie behind it",
    "possible_n_why": "where these N come from",
    "threshold": "MRD threshold, percent",
    "method": "MRD method",
    "two_stage": "yes: end point of a two-stage design, our exact interval is approximate",
    "primary": "yes: the row that is shown first for its cohort, outcome and definition",
    "label": "what a rate converted to all treated is called",
    "not_of_treated": "why the rate cannot be given of all treated",
    **READ,
    "population": "children or adults",
    "outcome": "outcome in the data files",
    "definition": "definition in the data files, explained in outcomes.yaml",
    "denominator": "whom N counts, in the data files",
    "timepoint": "when it was counted, in the data files",
    "event": "name of an adverse event",
    "grade": "grade of an adverse event",
    "criteria": "SOS criteria, in the data files",
    **IDS,
}
LAST = ("data_version", "kind", "key")
IN_A_POOLED_ROW = "; in a pooled row"


def studies(brief: Brief) -> Table:
    """One line a cohort shown, in the order of the charts."""
    lines = study_lines(brief.cohorts, ())
    records = map(study_record, brief.cohorts.chosen, lines)
    about = "Who was treated, how and how many: one line a cohort shown."
    return Table("studies", "Studies", about, STUDIES, tuple(records), fixed=2)


def study_record(chosen: Chosen, line: dict[str, str]) -> Record:
    study, cohort = chosen.study, chosen.cohort
    dose, regimen = dose_of(study, cohort), study.regimen
    return {
        **named(study),
        "cohort": "whole study" if cohort.parent is None else cohort.name,
        "trial": study.trial,
        "registrations": [registered.number for registered in study.registrations],
        "population": study.population,
        "design": study.design.summary,
        "timing": study.design.timing.replace("_", " "),
        "period": study.design.period,
        "regimen": REGIMEN_WORDS[study.regimen_kind],
        "regimen_basis": regimen.basis if regimen else None,
        "given_with": regimen.partners if regimen else None,
        "patients": cohort.n,
        "age": line["Age"],
        "dose_low": dose.low if dose else None,
        "dose_high": dose.high if dose else None,
        "schedule": dose.schedule if dose else None,
        "prior_lines": line["Prior lines"],
        "beside_the_filter": [mark.says for mark in chosen.marks],
        "year": None if study.own_series else study.citation.year,
        "citation": citation_text(study),
        "publication_url": publication_url(study),
        "key": chosen.key,
    }


def results(brief: Brief) -> Table:
    """Every row of the three views, with every column that a study fills."""
    columns = sorted(filter(of_studies, COLUMNS), key=lambda column: column.name in LAST)
    records = (
        {column.name: column.value(row) for column in columns}
        for view in brief.views
        for row in view.rows
    )
    means = {column.name: column.means.partition(IN_A_POOLED_ROW)[0] for column in columns}
    about = "The three rates: every row of the charts, and the reason where there is no rate."
    return Table("rates", "Results", about, means, tuple(records), fixed=3)


def of_studies(column: Column) -> bool:
    """Whether the rows of studies fill the column; the others are for pooled rows only."""
    return column.value is not Column.value


def one_view(view: View) -> Table:
    """A view's rows and pooled lines under all columns, as its own download has them."""
    about = view.title + ": rows of the chart, then pooled rates."
    means = {column.name: column.means for column in COLUMNS}
    return Table(view.outcome, view.heading, about, means, tuple(records_of(view_table(view))))


def cohorts(brief: Brief) -> Table:
    """Every cohort of the studies shown, also those that the selection does not show."""
    shown = {chosen.key for chosen in brief.cohorts.chosen}
    studies_shown = {study.id: study for study in brief.studies}
    records = (
        renamed(record)
        | {
            **named(studies_shown[record["study"]]),
            "cohort": record["name"],
            "shown": f"{record['study']}/{record['cohort']}" in shown,
        }
        for record in records_of(cohorts_table(brief.library))
        if record["study"] in studies_shown
    )
    about = "Every cohort of the studies shown."
    return Table("cohorts", "Cohorts", about, COHORTS, tuple(records), fixed=2)


def numbers(brief: Brief) -> Table:
    """Everything that the studies shown report: rates, survival, safety."""
    about = "Every number of the studies shown, also survival and safety, with its source."
    records = tuple(number_records(brief))
    return Table("all_numbers", "All numbers", about, NUMBERS, records, fixed=3)


def number_records(brief: Brief) -> Iterator[Record]:
    """The studies in the order of the charts, each number as the library's table has it."""
    outcomes, known = brief.library.vocabulary.outcomes, records_of(brief.results)
    for study in brief.studies:
        for record in known:
            if record["study"] == study.id:
                yield renamed(record) | {
                    **named(study),
                    "cohort": cohort_by_id(study, record["cohort"]).name,
                    "outcome_label": outcomes[record["outcome"]].label,
                    "in_words": number_item(brief.library, study, record).text,
                }


def named(study: Study) -> Record:
    """The name of a study, and whether anybody has published it."""
    return {"study": study.name, "status": status(study.own_series is not None)}


def renamed(record: Record) -> Record:
    return {NAMES.get(name, name): value for name, value in record.items()}
