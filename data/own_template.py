"""A study file to begin an own series with: complete, explained, and with numbers of nobody.

It is a form's file with a comment at each part, so that it is always what our schema accepts.
"""

from __future__ import annotations

from data.own_form_fields import DEFINITIONS, MRD_OF, REGIMENS, RESPONSE_OF
from data.own_form_file import FIRST_LINE

EXAMPLE_NAME = "Example series"
CRITERIA = ("seattle", "modified_seattle", "baltimore", "ebmt_pediatric", "not_found")

TEXT = """\
# PedInO: a template for a series of your own.
# ALL NUMBERS BELOW ARE EXAMPLES OF NOBODY: REPLACE OR DELETE THEM.
# Lines that begin with # are comments. Delete every result that you do not have.
# Check the file with:  python -m data check FILE

id: own-series                     # leave as it is
# REPLACE THIS NAME BY THAT OF YOUR SERIES: at most 40 characters; marked as unpublished on screen.
name: EXAMPLE_NAME
summary: Own patients of one center
population: children

# Were any of these children in a listed study?
# Allowed: none, some, unknown. Only with none the series may be pooled. With some, name each study
# at the end of this file under `overlaps`.
own_series: {shared_children: none}

citation: {}                       # nothing to cite: unpublished

# timing: prospective, retrospective or not_found
design: {summary: own series, timing: retrospective, basis: stated, source: own, place: as typed}

# kind: REGIMENS (both = some had InO alone, some in a combination)
regimen: {kind: alone, basis: stated, source: own, place: as typed}

sources:
  own: {name: Own records}         # every `source: own` below means this

cohorts:
  - id: all
    name: all treated
    n: 14                          # children treated
    basis: stated                  # needed at every number, with source and place: leave as it is
    source: own
    place: as typed
    # Planned total InO dose of cycle 1, mg/m²; low and high are the same for one dose.
    dose: {low: 1.4, high: 1.8, basis: stated, source: own, place: as typed}
    # Prior lines: the fewest and the most that any child had.
    prior_lines:
      {known_as: prior lines, low: 1, high: 5, basis: stated, source: own, place: as typed}

results:
  # Response: x = events, N = n.
  - outcome: response
    definition: cr_cri             # DEFINITIONS
    denominator: treated           # whom n counts: RESPONSE_OF
    events: 9
    n: 14
    basis: stated
    source: own
    place: as typed

  # MRD negativity. Leave out the threshold if it is not known.
  - outcome: mrd_negative
    denominator: responders        # MRD_OF
    threshold: 0.01                # percent
    events: 6
    n: 9
    basis: stated
    source: own
    place: as typed
    # Leave out with `denominator: treated`. If no other treated child is known to be MRD-negative,
    # write instead:  all_treated: {derivation: no other treated child is known to be MRD-negative}
    all_treated: {why_not: not said whether other treated children are MRD-negative}

  # Transplanted after InO, of all treated.
  - outcome: hsct_after_ino
    denominator: treated
    events: 7
    n: 14
    basis: stated
    source: own
    place: as typed

  # SOS (VOD) after the transplant, of those transplanted.
  - outcome: sos_post_hsct
    denominator: transplanted
    criteria: not_found            # CRITERIA
    events: 2
    n: 7
    basis: stated
    source: own
    place: as typed

  # Overall survival at 12 months (Kaplan–Meier), in percent, with its 95 % interval.
  # Event-free survival is the same with `outcome: efs_12_months`.
  - outcome: os_12_months
    denominator: treated
    n: 14
    published: {percent: 54, low: 25, high: 76, level: 95}
    basis: stated
    source: own
    place: as typed

# With `shared_children: some`, one line for each study, named by its id:
# overlaps:
#   - {study: bhojwani-2019, relation: partly, basis: stated, source: own, place: as typed}
"""


def template(schema_address: str) -> str:
    """The template; `schema_address` is where an editor finds the schema."""
    words = {
        "RESPONSE_OF": RESPONSE_OF,
        "DEFINITIONS": DEFINITIONS,
        "REGIMENS": REGIMENS,
        "MRD_OF": MRD_OF,
        "CRITERIA": CRITERIA,
    }
    text = TEXT.replace("EXAMPLE_NAME", EXAMPLE_NAME)
    for placeholder, allowed in words.items():
        text = text.replace(placeholder, f"{', '.join(allowed[:-1])} or {allowed[-1]}")
    return FIRST_LINE.format(schema_address) + text
