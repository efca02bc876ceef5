"""What is typed into the form of an own series: read, or refused in the words of the form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.library import Library, load_library
from data.own_form import missing, mistakes, readings
from data.own_form_answers import Ends, Unclear, not_too_long, range_text
from data.own_form_fields import Form
from tests.own_forms import TEXT_FIELDS, said_of

# For the properties, whose counterexamples would print a fixture at full length.
SHIPPED = load_library()
# answer -> what is said beside it; nothing where it is right
TYPED = """
treated=14                     |
treated= 14                    |
treated=nine                   | "nine" is not a whole number; allowed: like 14
treated=1e9                    | "1e9" is not a whole number; allowed: like 14
treated=14.0                   | "14.0" is not a whole number; allowed: like 14
treated=1,000                  | "1,000" is not a whole number; allowed: like 14
treated=１４                   | "１４" is not a whole number; allowed: like 14
treated=-3                     | -3 is less than 1; allowed: 1 to 100,000
treated=−3                     | -3 is less than 1; allowed: 1 to 100,000
treated=0                      | 0 is less than 1; allowed: 1 to 100,000
treated=100000                 |
treated=1000000000             | 1000000000 is more than 100,000; allowed: 1 to 100,000
response=9/14                  |
response=9 / 14                |
response=9 of 14               |
response=0/14                  |
response=14/14                 |
response=nine                  | "nine" is not x/N; allowed: like 9/14
response=9                     | "9" is not x/N; allowed: like 9/14
response=9/                    | "9/" is not x/N; allowed: like 9/14
response=64 %                  | "64%" is not x/N; allowed: like 9/14
response=nine of 14            | "nine" is not a whole number; allowed: like 14
response=9/14/2                | "9/14/2" is not x/N; allowed: like 9/14
response=9//14                 | "9//14" is not x/N; allowed: like 9/14
response=/14                   | "/14" is not x/N; allowed: like 9/14
response=15/14                 | "15/14": more children with a response than counted; allowed: x ≤ N
response=-1/14                 | -1 is less than 0; allowed: 0 to 100,000
response=1e1/14                | "1e1" is not a whole number; allowed: like 14
response=9/1000000000          | 1000000000 is more than 100,000; allowed: 0 to 100,000
response=0/0                   | "0/0": no child is counted; allowed: N of 1 or more
response==9/14                 | "=9" is not a whole number; allowed: like 14
mrd=7/6                        | "7/6": more children MRD-negative than counted; allowed: x ≤ N
sos=3/2                        | "3/2": more children with SOS than counted; allowed: x ≤ N
transplanted=0                 |
transplanted=-1                | -1 is less than 0; allowed: 0 to 100,000
dose=1.8                       |
dose=1,8                       |
dose=1.4-1.8                   |
dose=1,4 – 1,8                 |
dose=1.4 to 1.8                |
dose=1.8–1.4                   | "1.8–1.4": the first number is larger; allowed: 1.4–1.8
dose=0.4–3.6                   |
dose=18                        | 18 mg/m² FAR; allowed: 0.4 to 3.6
dose=1.8–18                    | 18 mg/m² FAR; allowed: 0.4 to 3.6
dose=0.18–1.8                  | 0.18 mg/m² FAR; allowed: 0.4 to 3.6
dose=3.600001                  | 3.600001 mg/m² FAR; allowed: 0.4 to 3.6
dose=0.399999                  | 0.399999 mg/m² FAR; allowed: 0.4 to 3.6
dose=0                         | 0 mg/m² is no dose; allowed: 0.4 to 3.6
dose=0–1.8                     | 0 mg/m² is no dose; allowed: 0.4 to 3.6
dose=-1.8                      | -1.8 mg/m² is no dose; allowed: 0.4 to 3.6
dose=1e9                       | "1e9" is not a number; allowed: like 1.8
dose=100000.5                  | 100000.5 mg/m² FAR; allowed: 0.4 to 3.6
dose=0.1234567                 | 0.1234567 has too many decimals; allowed: at most 6
dose=nan                       | "nan" is not a number; allowed: like 1.8
dose=1.8 mg                    | "1.8 mg" is not a number; allowed: like 1.8
prior_lines=2                  |
prior_lines=1–5                |
prior_lines=0–5                | 0 is less than 1; allowed: 1 to 20
prior_lines=20                 |
prior_lines=21                 | 21 is more than 20; allowed: 1 to 20
prior_lines=1–210              | 210 is more than 20; allowed: 1 to 20
prior_lines=5–1                | "5–1": the first number is larger; allowed: 1–5
prior_lines=1.5                | "1.5" is not a whole number; allowed: like 2
threshold=0.01                 |
threshold=0,01                 |
threshold=0                    | 0 is too small; allowed: above 0
threshold=10^-4                | "10^-4" is not a number; allowed: like 0.01
threshold=10-4                 | "10-4" is not a number; allowed: like 0.01
threshold=0.01 %               | "0.01%" is not a number; allowed: like 0.01
threshold=101                  | 101 is more than 100; allowed: 0 to 100
os=54                          |
os=54.5 %                      |
os=101                         | 101 is more than 100; allowed: 0 to 100
os=-1                          | -1 is less than 0; allowed: 0 to 100
os=half                        | "half" is not a number; allowed: like 54
os_interval=40–78              |
os_interval=40 % – 78 %        |
os_interval=40                 | "40" is not an interval; allowed: like 40–78
os_interval=78–40              | "78–40": the first number is larger; allowed: 40–78
os_interval=40–101             | 101 is more than 100; allowed: 0 to 100
efs_interval=fourty            | "fourty" is not an interval; allowed: like 40–78
regimen=perhaps                | unknown choice "perhaps"; allowed: alone, both, combined
"""


@pytest.mark.parametrize("line", TYPED.strip().splitlines(), ids=lambda line: line.split(" |")[0])
def test_each_answer_alone(line: str, library: Library):
    """What is typed is right, or the field says why not and what would be."""
    typed, _, expected = (part.strip() for part in line.partition("|"))
    field = typed.partition("=")[0]
    expected = expected.replace("FAR", "is far from the 0.8–1.8 of the listed studies")
    assert said_of(typed, library) == (f"{field}: {expected}" if expected else "")


PIECES = st.sampled_from([*"0123456789/-–,.% ", "of", "to", "1e9", "14", "100000", "−", "٣"])


@settings(deadline=None)
@given(field=st.sampled_from(TEXT_FIELDS), text=st.text() | st.lists(PIECES).map("".join))
def test_no_text_breaks_the_form(field: str, text: str):
    """Whatever is typed has a message at its own field or none, never an error of the program."""
    form = Form(**{field: text})
    wrong = mistakes(form, SHIPPED)
    assert set(wrong) <= {field}
    # a dose far from those of the studies can be read, and is refused all the same
    assert set(readings(form)) <= {field} - (set(wrong) - {"dose"})
    assert all(message.isprintable() for message in wrong.values())
    missing(form)


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_very_long_text_is_refused_at_once(field: str, library: Library):
    """A novel in a field is answered by one short line."""
    for text in (
        "9" * 200_000,
        "/" * 200_000,
        "1-" * 100_000,
        " of " * 50_000,
        "-" * 200_000 + " x y",
    ):
        (message,) = mistakes(Form(**{field: text}), library).values()
        assert len(message) < 200


def test_the_longest_answer_is_read():
    """Forty characters: one more is refused before anything looks into it."""
    assert not_too_long("1" * 40) == "1" * 40
    with pytest.raises(Unclear, match="is too long; allowed: at most 40 characters"):
        not_too_long("1" * 41)


def test_a_range_of_one_value_is_that_value():
    assert [range_text(Ends(1.8, 1.8)), range_text(Ends(1.4, 1.8))] == ["1.8", "1.4–1.8"]
