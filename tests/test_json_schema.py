"""The schema that editors read."""

import json

import jsonschema
import pytest

from data.json_schema import SCHEMA_FILE, schema_text
from data.library import STUDIES, load_library
from data.yaml_reader import read_yaml


@pytest.fixture(scope="module")
def schema() -> dict:
    return json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def test_the_file_is_fresh():
    """`python -m data schema` would write what is there."""
    fresh = schema_text(load_library().vocabulary)
    assert SCHEMA_FILE.read_text(encoding="utf-8") == fresh


@pytest.mark.parametrize("path", sorted(STUDIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_study_points_to_it_and_obeys_it(schema, path):
    """Editors complete while typing, because each file names the schema on its first line."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../study.schema.json"
    value, _ = read_yaml(path)
    jsonschema.validate(json.loads(json.dumps(value)), schema)


def test_an_unknown_word_is_refused(schema):
    """The vocabulary is part of the schema: an editor marks an outcome that does not exist."""
    value = json.loads(json.dumps(read_yaml(STUDIES / "brivio-2021.yaml")[0]))
    value["results"][0]["outcome"] = "respnse"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schema)


def test_fields_are_explained(schema):
    """What a typist cannot guess carries a description."""
    result = schema["$defs"]["Result"]["properties"]
    for field in ("denominator", "definition", "primary", "possible_n", "derivation", "basis"):
        assert result[field]["description"]
