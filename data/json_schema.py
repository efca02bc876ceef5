"""The JSON schema of a study file, so that editors complete and explain while typing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.schema import Study
from data.vocabulary import Vocabulary

SCHEMA_FILE = Path(__file__).parent / "study.schema.json"


def schema_text(vocabulary: Vocabulary) -> str:
    """The schema of `Study`, with the vocabulary's words as the allowed values."""
    schema = Study.model_json_schema()
    for record, field, words in vocabulary_fields(vocabulary):
        allow_only(schema["$defs"][record]["properties"][field], words)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def vocabulary_fields(vocabulary: Vocabulary) -> list[tuple[str, str, Mapping[str, object]]]:
    return [
        ("Result", "outcome", vocabulary.outcomes),
        ("Result", "definition", vocabulary.definitions),
        ("Result", "denominator", vocabulary.denominators),
        ("Result", "timepoint", vocabulary.timepoints),
        ("Result", "criteria", vocabulary.sos_criteria),
        ("Fact", "topic", vocabulary.topics),
        ("Fact", "of", vocabulary.denominators),
    ]


def allow_only(field: dict[str, Any], words: Mapping[str, object]) -> None:
    """Puts the words where any text was allowed; an optional field also allows null."""
    place = field.get("anyOf", [field])[0]  # pydantic puts null last
    place.pop("maxLength", None)
    place["enum"] = list(words)
