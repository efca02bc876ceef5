"""Where the story was read: the notes of the slides, the handout's last lines, the references."""

from dataclasses import replace

import pytest

from data.brief import Brief
from data.schema import Citation
from data.story import tell
from data.story_parts import Part
from data.story_sources import reference, short_sources, source_line
from data.words import listed
from tests.briefs import brief_of, with_changed
from tests.drawn import drawn_view, study
from tests.own_sessions import own_file, with_own
from tests.stories import FORESTS, MANY


@pytest.fixture(scope="module", params=MANY.values(), ids=MANY)
def brief(library, request) -> Brief:
    return brief_of(library, **request.param)


@pytest.fixture(scope="module")
def story(brief) -> dict[str, Part]:
    return {part.key: part for part in tell(brief)}


def test_each_drawn_row_has_its_source(story):
    """Rate, whom it counts, definition, criteria, basis, document, place and derivation."""
    for key in FORESTS:
        rows, lines = story[key].view.drawn, story[key].sources
        assert len(rows) == len(lines)
        for row, line in zip(rows, lines, strict=True):
            rate, _, read = line.partition("; ")
            assert rate.startswith(f"{row.title}: {row.rate(1)}, ")
            for what in (row.counted, row.definition, row.criteria, row.method):
                assert what in rate
            assert read.startswith(f"{row.basis}, {row.source}, {row.place}")
            assert (f"(derived: {row.derivation})" in read) == bool(row.derivation)


def test_a_source_says_what_the_evidence_says(library):
    """The SOS rate of one study, in full."""
    *_, sos = [part for part in tell(brief_of(library), ["sos"])[0].sources if "ITCC" in part]
    assert sos == (
        "ITCC-059 SOS: 10/51 · 19.6 % [9.8–33.1], of 51 transplanted, Seattle; "
        "stated, ITCC-059 pooled SOS abstract, abstract"
    )


def test_the_handout_says_where_each_rate_was_read(brief):
    """One line a cohort with a rate: each document with the rates that it gave."""
    lines = short_sources(brief)
    by_cohort = [
        [row for row in rows if row.marker != "none"]
        for rows in zip(*(view.rows for view in brief.views), strict=True)
    ]
    rated = [rows for rows in by_cohort if rows]
    assert len(lines) == len(rated)
    headings = {view.outcome: view.heading for view in brief.views}
    for rows, line in zip(rated, lines, strict=True):
        assert line.startswith(rows[0].title)
        doi = brief.library.studies[rows[0].study].citation.doi
        assert (f"doi {doi}" in line) if doi else ("doi" not in line)
        for row in rows:
            assert f"{row.source} ({row.basis})" in line
            assert headings[row.outcome] in line


SHORT = {
    "a journal": ({"journal": "Blood", "year": 2021}, "Bhojwani 2019, Blood 2021. "),
    "a DOI": ({"doi": "10.1/x"}, "Bhojwani 2019, doi 10.1/x. "),
    "both": ({"journal": "Blood", "doi": "10.1/x"}, "Bhojwani 2019, Blood doi 10.1/x. "),
    "a year alone": ({"year": 2021}, "Bhojwani 2019. "),
    "nothing": ({}, "Bhojwani 2019. "),
}


@pytest.mark.parametrize("known", SHORT)
def test_the_handout_cites_what_is_known_of_a_publication(library, known):
    """Journal and DOI as far as they were found; a year alone is no publication."""
    cited, start = SHORT[known]
    changed = with_changed(library, "bhojwani-2019", citation=Citation(**cited))
    (line,) = short_sources(brief_of(changed, studies=("bhojwani-2019",)))
    read = "Response: Ematologia in Progress (secondary); MRD negativity: Leukemia (derived)"
    assert line.startswith(f"{start}{read}")


@pytest.mark.parametrize("citation", [{}, {"journal": "Blood", "doi": "10.1/x"}], ids=str)
def test_an_own_series_has_no_publication(library, citation):
    """Whatever its file says, so nobody takes it for a published study."""
    shown = with_own(library, own_file(citation=citation))
    brief = brief_of(shown, studies=("own-series-1",))
    name = brief.studies[0].name
    assert short_sources(brief)[0].startswith(f"{name}, no publication. Response")
    assert reference(brief, brief.studies[0]) == f"{name}: no publication."


def test_a_derived_rate_says_how(library):
    """How a number was obtained that no source prints."""
    table = "study | counts\na | 20/30"
    (row,) = drawn_view(library, table, "response").rows
    assert source_line(row).endswith("; stated, Journal, abstract")
    derived = replace(row, basis="derived", derivation="30 minus 10")
    assert source_line(derived).endswith("; derived, Journal, abstract (derived: 30 minus 10)")


def test_every_study_shown_is_cited(story, brief):
    """One reference a study, by its publication or, without one, by what was read."""
    said = story["references"].sentences if brief.studies else ()
    assert len(said) == len(brief.studies)
    for one, cited_as in zip(brief.studies, said, strict=True):
        cited = one.citation
        known = [cited.title, cited.journal, cited.doi, cited.pmid, cited.pmcid]
        for part in filter(None, known):
            assert part.rstrip(".") in cited_as
        assert cited_as.startswith(cited.authors[0] if cited.authors else one.name)
        if not (cited.title or cited.journal):
            assert any(
                brief.library.source(one, result.source).title in cited_as for result in one.results
            )


def test_a_study_without_publication_names_what_was_read(library):
    """No citation is made up for a document that was never published."""
    (said,) = tell(brief_of(library, studies=("itcc-059-sos",)), ["references"])[0].sentences
    assert said == (
        "ITCC-059 SOS: ITCC-059 pooled SOS abstract: "
        "Pooled SOS analysis of ITCC-059, conference abstract."
    )


def test_each_disagreement_says_what_each_source_prints(story, brief):
    """The notes of the ledger's slide hold every source and its words."""
    entries = [(one, entry) for one in brief.studies for entry in one.ledger]
    first = bool(brief.cohorts.left_out)
    assert len(story["limits"].sources) == len(entries) + first
    for (one, entry), line in zip(entries, story["limits"].sources[first:], strict=True):
        assert line.startswith(f"{one.name}, {entry.topic}: ")
        for says in entry.says:
            assert f"{brief.library.source(one, says.source).name}: {says.text}" in line


def test_the_notes_say_who_is_left_out_and_why(story, brief):
    """Beside the title and first among the limits: each study that is not shown, by its reason."""
    reasons: dict[str, list[str]] = {}
    for one in brief.cohorts.left_out:
        reasons.setdefault(one.reason, []).append(one.name)
    said = "; ".join(f"{listed(names)} ({why})" for why, names in reasons.items())
    expected = (f"Not shown: {said}.",) if said else ()
    names = listed([one.name for one in brief.cohorts.not_specific])
    why = "Not shown, because patients without InO are counted too"
    assert story["title"].sources == (*expected, *([f"{why}: {names}."] if names else []))
    assert story["limits"].sources[: len(expected)] == expected
    mixed = {one.id for one in brief.cohorts.not_specific}
    shown = {row.study for row in brief.views[0].rows}
    studies = {key for key, one in brief.library.studies.items() if one.kind == "study"}
    gone = studies - shown - mixed
    assert {one.study for one in brief.cohorts.left_out} == gone


def test_nobody_left_out_is_no_note(library):
    """With adults every study is shown that counts no patients without InO: two do."""
    (said,) = tell(brief_of(library, adults=True), ["title"])[0].sources
    assert said.startswith("Not shown, because patients without InO are counted too: ")
    single = brief_of(library, adults=True, regimen="single agent")
    assert "without InO" in "".join(tell(single, ["title"])[0].sources)


def test_the_documents_read_are_named_study_by_study(story, brief):
    """Tables of several facts name every document that their studies were read in."""
    for key in ("comparability", "studies", "dose_and_lines", "references"):
        lines = story[key].sources
        names = [one.name for one in brief.studies]
        assert [line.partition(": ")[0] for line in lines] == names
        for one, line in zip(brief.studies, lines, strict=True):
            for result in one.results:
                source = brief.library.source(one, result.source)
                known = " · ".join(filter(None, [source.title, source.date]))
                assert (f" {source.name}: {known}" if known else f" {source.name}") in line


def test_a_document_is_never_only_a_date(library):
    """Each document is named by its short name, also where its title was not found."""
    (said,) = tell(brief_of(library, studies=("fda-2024",)), ["studies"])[0].sources
    assert "; ASCO Post: 25 Aug 2024; " in said
    assert "; Blood: Brivio E, et al. Blood 2021 (abstract); " in said


def test_a_document_with_nothing_but_its_name_is_named_once(library):
    """A page without title and date is its short name, not "Sponsor page: Sponsor page"."""
    (said,) = tell(brief_of(library, studies=("fda-2024",)), ["studies"])[0].sources
    assert "; Sponsor page; " in said


@pytest.mark.parametrize("title", ["A letter", "A letter."])
def test_a_citation_that_knows_nothing_is_not_guessed(library, title):
    """A study with neither authors nor journal is cited by its name and its document."""
    bare = study("bare", sources={"paper": {"name": "Journal", "title": title}})
    assert reference(brief_of(library), bare) == "bare: Journal: A letter."
