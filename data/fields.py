"""The parts that every record of a data file is built from.

Types of fields, the strict base record, the record that names its source, and how a rule about a
whole record is written. Nothing here knows a study.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticKnownError


def no_blank(text: str) -> str:
    """Raises what pydantic says of an empty text when there are only spaces."""
    if text.isspace():
        raise PydanticKnownError("string_too_short", {"min_length": 1})
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200), AfterValidator(no_blank)]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"']+$", max_length=300)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Patients = Annotated[int, Field(ge=1, le=100_000)]
Number = Annotated[int | float, Field(ge=0, le=100_000, allow_inf_nan=False)]
Percent = Annotated[int | float, Field(ge=0, le=100, allow_inf_nan=False)]
Basis = Literal["stated", "secondary", "derived"]
Level = Annotated[int | float, Field(ge=50, lt=100)]
WITHOUT_RULES = "without rules"


def rule(check: Callable[[Any], None]) -> Any:
    """A check of one whole record that raises ValueError; the context WITHOUT_RULES skips it."""

    def obeyed(record: Any, info: ValidationInfo) -> Any:
        if info.context != WITHOUT_RULES:
            check(record)
        return record

    return model_validator(mode="after")(obeyed)


def count_fits(events: int | None, n: int | None) -> None:
    """Raises ValueError when there are more events than patients."""
    if events is not None and n is not None and events > n:
        raise ValueError(f"{events}/{n}: more events than patients; allowed: x ≤ N")


def check_order(low: float | None, high: float | None) -> None:
    """Raises ValueError when the lower end is above the upper one."""
    if low is not None and high is not None and low > high:
        raise ValueError(f"low {low} is above high {high}; allowed: low ≤ high")


def no_fraction(percent: float | None) -> None:
    """Refuses 0.43 for 43 %: of fewer than a hundred patients one is 1 % at least."""
    if percent is not None and 0 < percent < 1:
        allowed = f"{100 * percent:g} if {percent} is a fraction, else x/N"
        raise ValueError(f"{percent} % is less than one of 100 patients; allowed: {allowed}")


def check_median(median: float | None, low: float | None, high: float | None) -> None:
    """Raises ValueError when a median lies beyond the ends of what it is the median of."""
    least, most = ends(low, high)
    if median is not None and not least <= median <= most:
        raise ValueError(f"median {median:g} is beyond the others; allowed: low to high")


def ends(low: float | None, high: float | None) -> tuple[float, float]:
    """From where to where, infinite where an end is open."""
    return -inf if low is None else low, inf if high is None else high


class Strict(BaseModel):
    """The base of every record: strict types, no unknown keys, never changed after reading."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Sourced(Strict):
    """A record that says where it was read and how it was obtained."""

    basis: Basis = Field(
        description="stated: printed in the study's own publication or a regulator's page; "
        "secondary: printed in another, named source; derived: our arithmetic"
    )
    source: Id = Field(description="Key of the source, from this file or data/sources.yaml")
    place: Text = Field(description="Where in the source", examples=["abstract", "Table 3"])
    derivation: Text | None = Field(
        default=None,
        description="How a derived value was obtained; required when basis is derived",
        examples=["75 % of 12; 9/12 has the exact interval 43–95 that is printed"],
    )
    note: Text | None = Field(default=None, description="What a reader must know beside it")

    @rule
    def derived_values_say_how(self) -> None:
        if self.basis == "derived" and self.derivation is None:
            raise ValueError("a derived value without its derivation; allowed: add `derivation`")


class Source(Strict):
    """One document that numbers were read in."""

    name: Text = Field(description="Publisher as shown on screen", examples=["Hematology Advisor"])
    title: Text | None = Field(default=None, description="Title of the document")
    date: Text | None = Field(default=None, description="Date as printed")
    url: Url | None = Field(default=None, description="https address; leave out if not found")
    note: Text | None = Field(default=None, description="What to know about the document")
