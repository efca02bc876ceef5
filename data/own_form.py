"""The form of an own series: what is wrong in it, what is missing, how its answers are read.

Nothing here is kept, and nothing is corrected: a mistake is said beside its field and the text
stays as typed. Only a form without mistakes, in which nothing is missing, becomes a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from data.characters import odd_character
from data.checks import LONGEST_NAME
from data.intervals import clopper_pearson
from data.library import Library
from data.own_form_answers import (
    Answers,
    Count,
    Ends,
    Number,
    interval_as_typed,
    read_answers,
    spelled,
)
from data.own_form_fields import REQUIRED, Form, choices
from data.own_series import dose_findings, name_findings
from data.problems import unknown_word
from data.verdicts import dose_range_text, lines_range_text
from data.words import interval_text, rate_text

Said = Iterator[tuple[str, str]]  # field, message
RATES = ("response", "mrd", "sos")
# By these a child in CRi is no response, or may be none: there may be more responders than counted.
WITHOUT_CRI = ("strict_cr", "cr_as_reported")
NEEDED = {
    "name": "needed: a name by which you know it",
    "design": "needed: choose one",
    "regimen": "needed: choose one",
    "treated": "needed: how many children",
    "shared": "needed: no child may be counted twice",
}


def mistakes(form: Form, library: Library) -> dict[str, str]:
    """Field -> what is wrong with what is typed; a field without an answer is never wrong.

    `library` holds the published studies and the visitor's other series, not this one.
    """
    answers, unclear = read_answers(form)
    found = {**dict(name_mistakes(form.name, library)), **dict(unknown_choices(form, library))}
    said: dict[str, str] = {}
    for field, message in (*far_dose(answers, library), *contradictions(form, answers)):
        said.setdefault(field, message)
    return in_order({**said, **unclear, **found})


def in_order(messages: dict[str, str]) -> dict[str, str]:
    """The messages in the order of the fields."""
    return {one.name: messages[one.name] for one in fields(Form) if one.name in messages}


def name_mistakes(name: str, library: Library) -> Said:
    """Why a name cannot stand on screen: too long, invisible characters, already taken."""
    if not name.strip():
        return
    for _, message in name_findings(name, library):
        yield "name", message
    if len(name.strip()) > LONGEST_NAME:
        said = f"{len(name.strip())} characters; allowed: at most {LONGEST_NAME}"
        yield "name", said
    if odd := odd_character(name):
        yield "name", odd


def unknown_choices(form: Form, library: Library) -> Said:
    """A choice that is not in its list."""
    for one in fields(Form):
        known, value = choices(one.name, library), getattr(form, one.name)
        if one.name == "shared_with" and form.shared != "some":
            continue
        for word in [value] if isinstance(value, str) else value:
            if known and word and word not in known:
                yield one.name, unknown_word("choice", word, known)


def far_dose(answers: Answers, library: Library) -> Said:
    """A dose that no listed study comes near."""
    if answers.dose:
        for _, message in dose_findings(*answers.dose, library):
            yield "dose", message


def contradictions(form: Form, answers: Answers) -> Said:
    """Answers that cannot be true together."""
    yield from above_treated(answers)
    yield from response_of_whom(form, answers)
    yield from mrd_of_whom(form, answers)
    yield from sos_of_whom(answers)
    yield from outside_interval("os_interval", answers.os, answers.os_interval)
    yield from outside_interval("efs_interval", answers.efs, answers.efs_interval)
    yield from more_without_event(answers)


def more_without_event(answers: Answers) -> Said:
    """A death is an event, so no more are free of events than are alive."""
    if answers.os is not None and answers.efs is not None and answers.efs > answers.os:
        yield (
            "efs",
            f"{answers.efs:g} %, but OS is {answers.os:g} %; allowed: at most as many as OS",
        )


def above_treated(answers: Answers) -> Said:
    """Nobody can count more children than were treated."""
    if (treated := answers.treated) is None:
        return
    counts = (("response", answers.response), ("mrd", answers.mrd), ("sos", answers.sos))
    for field, count in counts:
        if count and count.n > treated:
            yield field, f"N is {count.n}, but {treated} were treated; allowed: N ≤ {treated}"
    if answers.transplanted is not None and answers.transplanted > treated:
        said = f"{answers.transplanted} transplanted, but {treated} treated"
        yield "transplanted", f"{said}; allowed: at most {treated}"


def response_of_whom(form: Form, answers: Answers) -> Said:
    """Counted of all treated, N is their number."""
    if form.response_of == "treated":
        yield from not_all_treated("response", answers.response, answers.treated)


def not_all_treated(field: str, count: Count | None, treated: int | None) -> Said:
    if count and treated is not None and count.n < treated:
        said = f"N is {count.n}, but {treated} were treated"
        yield field, f"{said}; allowed: N = {treated}, or counted of others"


def mrd_of_whom(form: Form, answers: Answers) -> Said:
    """Counted of responders, N is their number, or fewer where MRD was not measured in all.

    It may be more than the responses where these do not count each responder.
    """
    if form.mrd_of == "treated":
        yield from not_all_treated("mrd", answers.mrd, answers.treated)
        return
    if not form.mrd_of or answers.mrd is None or answers.response is None:
        return
    n, responders = answers.mrd.n, answers.response.events
    if n > responders and form.definition not in WITHOUT_CRI:
        yield "mrd", f"N is {n}, but {responders} responded; allowed: N ≤ {responders}"
    elif n < responders and form.mrd_of == "responders":
        said = f"N is {n}, but {responders} responded"
        measured = "counted of those with MRD measured"
        yield "mrd", f"{said}; allowed: N = {responders}, or {measured}"


def sos_of_whom(answers: Answers) -> Said:
    """SOS after a transplant is counted of those transplanted."""
    count, transplanted = answers.sos, answers.transplanted
    if count and transplanted is not None and count.n > transplanted:
        said = f"N is {count.n}, but {transplanted} were transplanted"
        yield "sos", f"{said}; allowed: N ≤ {transplanted}"


def outside_interval(field: str, estimate: Number | None, interval: Ends | None) -> Said:
    """An interval holds the percentage that it belongs to."""
    if interval and estimate is not None and not interval.low <= estimate <= interval.high:
        said = f"{interval_as_typed(interval)} does not hold {spelled(estimate)} %"
        yield field, f"{said}; allowed: an interval around it"


def missing(form: Form) -> dict[str, str]:
    """Field -> why it must be answered."""
    return in_order(dict(unanswered(form)))


def unanswered(form: Form) -> Said:
    for field in REQUIRED:
        if not getattr(form, field).strip():
            yield field, NEEDED[field]
    if form.shared == "some" and not form.shared_with:
        yield "shared_with", "needed: which studies"
    if not any(getattr(form, field).strip() for field in RATES):
        yield "response", "needed: at least one of response, MRD and SOS"
    yield from unexplained(form)


def needed(form: Form) -> dict[str, str]:
    """Field -> what another answer makes necessary, and what an empty field costs."""
    asked = dict(unexplained(form))
    of_responders = form.mrd_of not in ("", "treated")
    if form.mrd.strip() and of_responders and not form.mrd_covers_all:
        asked["mrd_covers_all"] = "left empty, there is no rate of all treated"
    return in_order(asked)


def unexplained(form: Form) -> Said:
    """A count without whom or what it counts, an interval without its percentage."""
    partners = (
        ("response", "definition", "needed: what counts as a response"),
        ("response", "response_of", "needed: whom N counts"),
        ("mrd", "mrd_of", "needed: whom N counts"),
        ("sos", "criteria", "needed: by which criteria, or not recorded"),
        ("threshold", "mrd", "needed: the count that the threshold belongs to"),
        ("os_interval", "os", "needed: the percentage that the interval belongs to"),
        ("efs_interval", "efs", "needed: the percentage that the interval belongs to"),
    )
    for typed, partner, message in partners:
        if getattr(form, typed).strip() and not getattr(form, partner).strip():
            yield partner, message


def readings(form: Form) -> dict[str, str]:
    """Field -> how a well typed answer is read, as every chart and table would show it."""
    return in_order(dict(read_as(read_answers(form)[0])))


def read_as(answers: Answers) -> Said:
    if answers.dose:
        yield "dose", dose_range_text(*answers.dose)
    if answers.prior_lines:
        yield "prior_lines", lines_range_text(*answers.prior_lines)
    for field, count in (
        ("response", answers.response),
        ("mrd", answers.mrd),
        ("sos", answers.sos),
        ("transplanted", transplanted_of_treated(answers)),
    ):
        if count:
            yield field, count_text(count)
    for field, percent in (("os", answers.os), ("efs", answers.efs)):
        if percent is not None:
            yield field, f"{percent:g} %"
    yield from survival_read_as("os_interval", answers.os_interval)
    yield from survival_read_as("efs_interval", answers.efs_interval)


def transplanted_of_treated(answers: Answers) -> Count | None:
    """How many of those treated were transplanted, where both numbers make a count."""
    events, n = answers.transplanted, answers.treated
    return Count(events, n) if events is not None and n and events <= n else None


def count_text(count: Count) -> str:
    """(9, 14) -> "9/14 · 64 % [35–87]"."""
    low, high = clopper_pearson(*count)
    return rate_text(*count, 100 * low, 100 * high)


def survival_read_as(field: str, interval: Ends | None) -> Said:
    if interval:
        yield field, interval_text(*interval, 95)
