"""axe-core finds no violation of WCAG 2.2 A and AA on any page, light or dark."""

import pytest
from axe_core_python.sync_playwright import Axe

from tests.browser.waiting import see

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/response?lines=4&lines=7",
    "/mrd?mrd=of+all+treated",
    "/sos?adults=true&across=true",
    "/survival?adults=true",
    "/safety?adults=true",
    "/dose_and_lines?adults=true",
    "/compare?compare=FDA+2024&compare=Brivio+2021&compare=Bhojwani+2019",
    "/studies?open=fda-2024",
    "/own_series",
    "/ledger",
    "/methods",
    "/?dose=0.9&dose=0.9&nonsense=1",
]
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_no_violation(new_page, path, scheme):
    """Names, roles and contrast hold; the policy is lifted only to let axe in."""
    page = new_page(color_scheme=scheme, bypass_csp=True)
    see(page, path)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    problems = [
        (violation["id"], node["html"][:200])
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert problems == []
    assert found["passes"]
