"""Own series as a visitor would type them, beside the shipped studies."""

from __future__ import annotations

import json

from data.library import Library
from data.own_series import read_own_series, with_own_series

SAID = "basis: stated, source: own, place: own records"
SERIES = """
id: own-series
name: {name}
summary: Own patients of one center
population: {who}
own_series: {{shared_children: none}}
citation: {{}}
design: {{summary: own series, timing: retrospective, {said}}}
regimen: {{kind: alone, {said}}}
sources: {{own: {{name: Own records}}}}
cohorts:
  - {{id: all, name: all treated, n: 14, {said}, dose: {{low: 1.8, high: 1.8, {said}}},
     prior_lines: {{low: 2, known_as: eligibility floor, {said}}}}}
results:
  - {{outcome: response, definition: cr_cri, denominator: treated, {counts}, {said}}}
  - {{outcome: sos_post_hsct, denominator: transplanted, events: 2, n: 7, criteria: not_found,
     {said}}}
"""


def own_text(name: str = "Our center", who: str = "children", counts: str = "9/14") -> str:
    """A file with a response, without MRD; "67 %" is only a percentage."""
    events, slash, n = counts.partition("/")
    percent = f"published: {{percent: {counts.removesuffix(' %')}}}"
    value = f"events: {events}, n: {n}" if slash else percent
    quoted = json.dumps(name, ensure_ascii=False)
    return SERIES.format(name=quoted, who=who, counts=value, said=SAID)


def with_own(library: Library, *texts: str) -> Library:
    """The library and these series, each of which has no problem."""
    files = {f"own-series-{i}": text for i, text in enumerate(texts, 1)}
    for key, text in files.items():
        assert read_own_series(text.encode(), key, library)[1] == []
    return with_own_series(library, files)
