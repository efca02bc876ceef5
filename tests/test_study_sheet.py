"""One study on one screen."""

import pytest

from data.study_sheet import (
    NOT_FOUND,
    checklist,
    facts_about,
    number_item,
    overlap_sentences,
)
from data.tables import records_of, results_table


def texts(library, study: str) -> dict[str, str]:
    return {item.label: item.text for item in checklist(library, library.studies[study])}


def test_every_checklist_item_is_answered_or_said_to_be_missing(library):
    """What every journal club asks is asked of every study, a review included."""
    for study in library.studies.values():
        topics = {fact.topic for fact in study.facts}
        missing = [i.label for i in checklist(library, study) if i.text == NOT_FOUND]
        expected = {
            topic.label
            for key, topic in library.vocabulary.topics.items()
            if topic.checklist and key not in topics
        }
        assert expected <= set(missing)


def test_facts_in_words(library):
    """Counts keep their denominator, medians their range, doses their schedule."""
    bhojwani = texts(library, "bhojwani-2019")
    assert bhojwani["Prior HSCT"].startswith("22/51 (43 % printed)")
    assert bhojwani["Age"] == "median 11.5 (range 2.2–21.3) years"
    assert bhojwani["Prior lines"] == "2–3: 8, 4–6: 28, ≥ 7: 15"
    assert bhojwani["Dose, cycle 1"].startswith("1.8 mg/m²; 0.8 + 0.5 + 0.5")
    assert bhojwani["Follow-up"] == NOT_FOUND


def test_doses_of_cohorts(library):
    """Each dose level has its own line."""
    brivio = texts(library, "brivio-2021")
    assert brivio["Dose, dose level 1"].startswith("1.4 mg/m²; 0.6 + 0.4 + 0.4")
    assert brivio["Prior lines"] == "only in words: “multiple relapsed or refractory”"


def test_every_found_item_has_a_source(library):
    """Nothing found without basis, source and place."""
    for study in library.studies.values():
        for item in checklist(library, study):
            if item.text != NOT_FOUND:
                assert item.basis
                assert item.source
                assert item.place


def test_every_number_is_a_line_with_its_source(library):
    """All results of all studies can be put into words."""
    for record in records_of(results_table(library)):
        item = number_item(library, library.studies[record["study"]], record)
        assert item.text
        assert item.source
        assert "None" not in item.text


@pytest.mark.parametrize(
    ("study", "outcome", "said"),
    [
        (
            "obrien-2022",
            "response",
            "28/48 · 58.3 % [43.2–72.4], printed 58.3 %, 90 % CI 46.5–69.3",
        ),
        ("pennesi-2022", "sos_post_hsct", "6 cases, N not found"),
        ("pennesi-2024", "sos_during_ino", "at least 1"),
        ("fda-2024", "duration_of_remission", "median 8.2 months, 95 % CI 2.6–not estimable"),
        ("fuster-2020", "os_12_months", "45.8 % ± 26"),
    ],
)
def test_numbers_in_words(library, study, outcome, said):
    """Each shape of a number has its own words."""
    record = next(
        r
        for r in records_of(results_table(library))
        if (r["study"], r["outcome"]) == (study, outcome)
    )
    assert number_item(library, library.studies[study], record).text.startswith(said)


def test_overlap_in_sentences(library):
    """The reader is told whose children these are, and how that is known."""
    said = overlap_sentences(library, library.studies["fda-2024"])
    assert any(s.startswith("FDA 2024 contains all children of Brivio 2021 (") for s in said)
    assert any(
        s.startswith("FDA 2024 counts only children who are also in ITCC-059 SOS") for s in said
    )


def test_facts_about_a_topic_name_their_study(library):
    """Transplant details are gathered from all studies."""
    items = facts_about(library, ("sos_prophylaxis",))
    assert [item.label for item in items] == ["ITCC-059 SOS: SOS prophylaxis"]
    assert items[0].text == "17/51 · transplanted"
