"""Who shares children with whom."""

import pytest

from data.library import load_library
from data.overlap import may_share_children_with, shares_children_with


@pytest.fixture(scope="module")
def studies():
    return load_library().studies


@pytest.mark.parametrize(
    ("study", "shares", "may_share"),
    [
        ("fda-2024", {"brivio-2021", "pennesi-2022", "itcc-059-sos"}, set()),
        ("itcc-059-sos", {"brivio-2021", "pennesi-2022", "pennesi-2024", "fda-2024"}, set()),
        ("brivio-2021", {"fda-2024", "itcc-059-sos"}, set()),
        ("bhojwani-2019", set(), {"calvo-2020", "contreras-2021"}),
        ("obrien-2022", set(), set()),
    ],
)
def test_declared_overlaps(studies, study, shares, may_share):
    """Certain overlaps count; possible ones only warn; unlikely ones do neither."""
    assert set(shares_children_with(studies[study])) == shares
    assert set(may_share_children_with(studies[study])) == may_share
