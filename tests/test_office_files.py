"""Deck and workbook against the published rules of their file format: Office opens what is valid.

A file that breaks the rules is what makes PowerPoint and Excel ask whether they should repair it.
"""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator

from components.exports.deck import deck_bytes
from components.exports.workbook import workbook_bytes
from tests.briefs import SELECTIONS, brief_of, hostile_brief

MAKERS = {"pptx": deck_bytes, "xlsx": workbook_bytes}


def complaints(path) -> list[str]:
    """What the rules say against a file."""
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("name", SELECTIONS)
def test_office_has_nothing_to_repair(library, tmp_path, name, ending):
    """Every file, also one of an empty selection, follows the rules of its format."""
    path = tmp_path / f"file.{ending}"
    path.write_bytes(MAKERS[ending](brief_of(library, **SELECTIONS[name])))
    assert complaints(path) == []


@pytest.mark.parametrize("ending", MAKERS)
def test_no_name_breaks_a_file(library, tmp_path, ending):
    """Control characters, formulas and very long names leave the file valid."""
    path = tmp_path / f"file.{ending}"
    path.write_bytes(MAKERS[ending](hostile_brief(library)))
    assert complaints(path) == []


def test_a_chart_that_breaks_the_rules_is_found(library, tmp_path):
    """The check can fail: an element at a wrong place is named."""
    sound, broken = tmp_path / "sound.pptx", tmp_path / "broken.pptx"
    sound.write_bytes(deck_bytes(brief_of(library), ["response"]))
    with ZipFile(sound) as source, ZipFile(broken, "w") as target:
        for name in source.namelist():
            wrong = b'<c:smooth val="0"/><c:marker>'
            target.writestr(name, source.read(name).replace(b"<c:marker>", wrong))
    assert complaints(sound) == []
    assert complaints(broken) != []
