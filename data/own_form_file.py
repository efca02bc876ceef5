"""The form of an own series as a study file, and a study file as a form.

A file made here holds only what the form says: nothing is added, and what is empty has no result.
A study that says more than a form can hold has no form, so that no edit can lose anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from data.checks import OWN_ID
from data.json_schema import SCHEMA_FILE
from data.own_form_answers import (
    Answers,
    Count,
    Ends,
    Number,
    interval_as_typed,
    range_text,
    read_answers,
    spelled,
)
from data.own_form_fields import Form
from data.quantities import AllTreated, Published, Result
from data.schema import Cohort, Spread, Study

Record = dict[str, Any]
FIRST_LINE = "# yaml-language-server: $schema={}\n"
# Every number of an own series was read in the same place.
SAID = {"basis": "stated", "source": "own", "place": "as typed"}
# Whether the MRD-negative among responders are all that there are, by the answer.
ALL_TREATED = {
    "yes": {"derivation": "no other treated child is known to be MRD-negative"},
    "no": {"why_not": "other treated children may be MRD-negative"},
    "": {"why_not": "not said whether other treated children are MRD-negative"},
}


class Writer(yaml.SafeDumper):
    """Writes plain YAML, with fractions that have no exponent."""


def fraction(writer: Writer, value: float) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:float", spelled(value))


Writer.add_representer(float, fraction)


def form_file(form: Form, schema_address: str = SCHEMA_FILE.name) -> str:
    """The file of a complete form without mistakes; `schema_address` is for editors."""
    text: str = yaml.dump(
        record(form), Dumper=Writer, sort_keys=False, allow_unicode=True, width=1000
    )
    return FIRST_LINE.format(schema_address) + text


def record(form: Form) -> Record:
    """The form as the schema has it."""
    answers, _ = read_answers(form)
    whole = {
        "id": OWN_ID,
        "name": form.name.strip(),
        "summary": "Own patients of one center",
        "population": "children",
        "own_series": {"shared_children": form.shared},
        "citation": {},
        "design": {"summary": "own series", "timing": form.design, **SAID},
        "regimen": {"kind": form.regimen, **SAID},
        "sources": {"own": {"name": "Own records"}},
        "cohorts": (cohort(answers),),
        "results": tuple(results(form, answers)),
    }
    if form.shared == "some":
        whole["overlaps"] = tuple(overlap(study) for study in form.shared_with)
    return whole


def overlap(study: str) -> Record:
    return {"study": study, "relation": "partly", **SAID}


def cohort(answers: Answers) -> Record:
    """All treated, with dose and prior lines as far as they are known."""
    whole: Record = {"id": "all", "name": "all treated", "n": answers.treated, **SAID}
    if answers.dose:
        whole["dose"] = {**answers.dose._asdict(), **SAID}
    if answers.prior_lines:
        known = {"known_as": "prior lines", **answers.prior_lines._asdict()}
        whole["prior_lines"] = {**known, **SAID}
    return whole


def results(form: Form, answers: Answers) -> Iterator[Record]:
    """One result for each answer."""
    if answers.response:
        of = {"definition": form.definition, "denominator": form.response_of}
        yield counted("response", answers.response, of)
    if answers.mrd:
        yield counted("mrd_negative", answers.mrd, mrd_words(form, answers.threshold))
    yield from after_transplant(form, answers)
    for outcome, estimate, interval in (
        ("os_12_months", answers.os, answers.os_interval),
        ("efs_12_months", answers.efs, answers.efs_interval),
    ):
        if estimate is not None:
            yield survival(outcome, answers.treated, published(estimate, interval))


def counted(outcome: str, count: Count, words: Mapping[str, Any]) -> Record:
    return {"outcome": outcome, **words, **count._asdict(), **SAID}


def mrd_words(form: Form, threshold: Number | None) -> Record:
    """Whom the MRD rate counts, below which threshold, and whether it holds for all treated."""
    words: Record = {"denominator": form.mrd_of}
    if threshold is not None:
        words["threshold"] = threshold
    if form.mrd_of != "treated":
        words["all_treated"] = ALL_TREATED[form.mrd_covers_all]
    return words


def after_transplant(form: Form, answers: Answers) -> Iterator[Record]:
    """How many were transplanted, and SOS among them."""
    transplanted = answers.transplanted
    if transplanted is not None and answers.treated:
        of_treated = Count(transplanted, answers.treated)
        yield counted("hsct_after_ino", of_treated, {"denominator": "treated"})
    if answers.sos:
        words = {"denominator": "transplanted", "criteria": form.criteria}
        if transplanted is not None and answers.sos.n < transplanted:
            words["note"] = f"SOS status known of {answers.sos.n} of {transplanted} transplanted"
        yield counted("sos_post_hsct", answers.sos, words)


def survival(outcome: str, treated: int | None, printed: Record) -> Record:
    return {
        "outcome": outcome,
        "denominator": "treated",
        "n": treated,
        "published": printed,
        **SAID,
    }


def published(estimate: Number, interval: Ends | None) -> Record:
    around = {**interval._asdict(), "level": 95} if interval else {}
    return {"percent": estimate, **around}


def form_of(study: Study) -> Form | None:
    """The form whose file is this study; None when no form says exactly the same."""
    form = form_like(study)
    try:
        same = Study.model_validate(record(form)).model_dump() == study.model_dump()
    except ValidationError:
        return None
    return form if same else None


def form_like(study: Study) -> Form:
    """What a form can hold of a study."""
    found = {result.outcome: result for result in study.results}
    response, mrd = found.get("response"), found.get("mrd_negative")
    hsct, sos = found.get("hsct_after_ino"), found.get("sos_post_hsct")
    return Form(
        name=study.name,
        design=study.design.timing,
        regimen=study.regimen_kind,
        **cohort_answers(study.cohorts),
        response=count_of(response),
        definition=(response and response.definition) or "",
        response_of=response.denominator if response else "",
        mrd=count_of(mrd),
        mrd_of=mrd.denominator if mrd else "",
        threshold=number_of(mrd.threshold if mrd else None),
        mrd_covers_all=covers_all(mrd.all_treated if mrd else None),
        transplanted=number_of(hsct.events if hsct else None),
        sos=count_of(sos),
        criteria=(sos and sos.criteria) or "",
        **survival_answers("os", found.get("os_12_months")),
        **survival_answers("efs", found.get("efs_12_months")),
        shared=study.own_series.shared_children if study.own_series else "",
        shared_with=tuple(overlap.study for overlap in study.overlaps),
    )


def cohort_answers(cohorts: tuple[Cohort, ...]) -> dict[str, str]:
    if not cohorts:
        return {}
    whole = cohorts[0]
    return {
        "treated": number_of(whole.n),
        "dose": spread_of(whole.dose),
        "prior_lines": spread_of(whole.prior_lines),
    }


def survival_answers(field: str, result: Result | None) -> dict[str, str]:
    printed = result.published if result else None
    if printed is None:
        return {}
    around = interval_as_typed(found) if (found := ends_of(printed)) else ""
    return {field: number_of(printed.percent), f"{field}_interval": around}


def number_of(value: Number | None) -> str:
    return "" if value is None else spelled(value)


def count_of(result: Result | None) -> str:
    if result is None or result.events is None or result.n is None:
        return ""
    return f"{result.events}/{result.n}"


def spread_of(found: Spread | None) -> str:
    both = ends_of(found) if found else None
    return range_text(both) if both else ""


def ends_of(found: Spread | Published) -> Ends | None:
    """Both ends; None where one is not a number."""
    if found.low is None or not isinstance(found.high, int | float):
        return None
    return Ends(found.low, found.high)


def covers_all(said: AllTreated | None) -> str:
    """The answer that the form would have given for this text."""
    if said is None:
        return ""
    text = said.model_dump(exclude_defaults=True)
    return next((answer for answer, words in ALL_TREATED.items() if words == text), "")
