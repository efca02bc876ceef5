"""`requirements.txt` is a complete, hashed pin of what `pyproject.toml` asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(.*(?:\n +--hash=.*)*)", re.MULTILINE)


def pins() -> list[tuple[str, str, str]]:
    return PIN.findall(PINS)


@pytest.mark.parametrize("line", PROJECT["dependencies"])
def test_each_dependency_is_pinned_within_its_bounds(line):
    """Each dependency is pinned, inside a lower and an upper bound."""
    wanted = Requirement(line)
    versions = [version for name, version, _ in pins() if name == canonicalize_name(wanted.name)]
    assert {bound.operator for bound in wanted.specifier} == {">=", "<"}
    assert versions
    assert all(version in wanted.specifier for version in versions)


def test_each_pin_has_a_hash():
    """No pin can be installed from a file that was not seen when the pins were made."""
    assert [name for name, _, rest in pins() if "--hash=sha256:" not in rest] == []


def test_no_index_is_named():
    """The pins hold on any package index: no address and no index option."""
    assert not re.search(r"://|^\s*(-i|-f|--(extra-)?index-url|--find-links)\b", PINS, re.MULTILINE)
