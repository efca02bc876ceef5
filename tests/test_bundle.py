"""The archive, read again by other libraries, number by number; and its check with R."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile

import bibtexparser
import pytest
import rispy

from components.exports.about import what
from components.exports.bundle import bundle_bytes
from components.exports.csv_file import csv_bytes
from data.how_sure import how_sure
from data.library import STUDIES
from data.tables import records_of
from data.yaml_reader import parse_yaml
from tests.briefs import HOSTILE, SELECTIONS, brief_of, hostile_brief, with_changed
from tests.running_r import rscript

PERCENT = {
    "percent": "estimate",
    "low_95": "low",
    "high_95": "high",
    "prediction_low_95": "prediction_low",
    "prediction_high_95": "prediction_high",
}
LOG_ODDS = ("tau2", "log_odds", "se")
ALWAYS = {
    *("README.md", "LICENSE", "reproduce.R", "citations.ris", "citations.bib"),
    *("studies.csv", "cohorts.csv", "all_numbers.csv", "pooled.csv", "pooled_counts.csv"),
    *("sources.csv", "ledger.csv", "not_found.csv", "left_out.csv", "dictionary.csv"),
    *("outcomes.yaml", "sources.yaml", "context.yaml", "study.schema.json"),
    *("views/response.csv", "views/mrd_negative.csv", "views/sos_post_hsct.csv"),
}
# A line of what reproduce.R prints: line, method, number, ours, R's, difference, verdict.
PRINTED = re.compile(r"(\S+-\d+) +(\S+) +(\w+) +([\d.-]+) +([\d.-]+) +(\S+) +(.+)")
# The digits that reproduce.R prints, and its own tolerance: 0.0001 of a rate or of log odds.
SIX_DECIMALS, OF_PERCENT, OF_LOG_ODDS = 5e-7, 0.01, 1e-4


@pytest.fixture(scope="module", params=SELECTIONS)
def brief(request, library):
    return brief_of(library, **SELECTIONS[request.param])


@pytest.fixture(scope="module")
def files(brief):
    return unpacked(brief)


def unpacked(brief):
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(brief))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def records(files, name):
    """The rows of a CSV by the names of its columns; an empty cell is an empty text."""
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def fits(brief):
    """Every pooled line of the brief with each method's answer."""
    lines = [line for view in brief.views for line in view.pooled]
    return [(line, fit) for line in lines for fit in how_sure(line).methods]


def as_text(value):
    """How a value of the library stands in a CSV, in full precision."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def test_the_archive_holds_its_files(files, brief):
    """The same files for every selection, and one for each study shown."""
    assert set(files) == ALWAYS | {f"studies/{study.id}.yaml" for study in brief.studies}


def test_views_are_the_files_that_are_downloaded_alone(files, brief):
    """A chart's own CSV and the one in the archive are the same bytes."""
    for view in brief.views:
        assert files[f"views/{view.outcome}.csv"] == csv_bytes(view)


def test_results_are_the_numbers_of_the_library(files, brief):
    """Every number of the studies shown in full precision; what is not known is empty, not 0."""
    shown = {study.id for study in brief.studies}
    known = [record for record in records_of(brief.results) if record["study"] in shown]
    found = records(files, "all_numbers.csv")
    assert len(found) == len(known)
    named = {"percent": "percent", "low": "low_95", "high": "high_95", "source_name": "source"}
    same = ("events", "n", "median", "published_percent", "published_low", "published_high")
    names = named | {name: name for name in (*same, "outcome", "basis", "place", "possible_n")}
    order = {study.id: place for place, study in enumerate(brief.studies)}
    known.sort(key=lambda record: order[record["study"]])
    for record, cells in zip(known, found, strict=True):
        assert cells["study_id"] == record["study"]
        for name, column in names.items():
            assert cells[column] == as_text(record[name]), name


def test_studies_and_cohorts_are_those_of_the_library(files, brief):
    """The cohorts shown, and beside them all cohorts of their studies with n and dose."""
    keys = [row["key"] for row in records(files, "studies.csv")]
    assert keys == [chosen.key for chosen in brief.cohorts.chosen]
    found = {(row["study_id"], row["cohort_id"]): row for row in records(files, "cohorts.csv")}
    cohorts = {(s.id, cohort.id): cohort for s in brief.studies for cohort in s.cohorts}
    assert set(found) == set(cohorts)
    for key, cohort in cohorts.items():
        cells, dose = found[key], cohort.dose
        assert cells["patients"] == as_text(cohort.n)
        assert cells["dose_low"] == as_text(dose.low if dose else None)
        assert cells["dose_high"] == as_text(dose.high if dose else None)
        assert cells["shown"] == as_text("/".join(key) in keys)


def test_pooled_numbers_are_those_of_every_method(files, brief):
    """In full precision: the text in the file is the very number, and a refusal has none."""
    found = records(files, "pooled.csv")
    assert len(found) == len(fits(brief))
    for (line, fit), cells in zip(fits(brief), found, strict=True):
        assert (cells["outcome"], cells["method"]) == (line.outcome, fit.method)
        for column, name in PERCENT.items():
            fraction = getattr(fit, name)
            assert cells[column] == as_text(None if fraction is None else 100 * fraction)
        assert (cells["log_odds"], cells["se"]) == (as_text(fit.log_odds), as_text(fit.se))
        tau2 = fit.tau2 if fit.prediction_low is not None else None
        assert cells["tau2"] == as_text(tau2)
        assert (cells["estimable"], cells["reason"]) == (as_text(fit.estimable), fit.reason)


def test_pooled_counts_are_what_goes_into_each_fit(files, brief):
    """Study, events and n of every pooled line, under the line's name in pooled.csv."""
    names = dict.fromkeys(row["line"] for row in records(files, "pooled.csv"))
    lines = [line for view in brief.views for line in view.pooled]
    assert [tuple(row.values())[:4] for row in records(files, "pooled_counts.csv")] == [
        (name, study, str(events), str(n))
        for name, line in zip(names, lines, strict=True)
        for study, events, n in zip(line.names, line.events, line.totals, strict=True)
    ]


def test_the_ledger_the_gaps_and_the_sources_go_along(files, brief):
    """What each source says, what was not found, and every document that was read."""
    said = [(row["entry"], row["says"]) for row in records(files, "ledger.csv")]
    entries = [entry for study in brief.studies for entry in study.ledger]
    assert said == [(entry.id, one.text) for entry in entries for one in entry.says]
    gaps = [row["not_found"] for row in records(files, "not_found.csv")]
    assert gaps == [gap.what for study in brief.studies for gap in study.not_found]
    read = {(row["study_id"], row["source_id"]) for row in records(files, "sources.csv")}
    assert {(s.id, result.source) for s in brief.studies for result in s.results} <= read


def test_study_files_are_those_on_disk(files, brief):
    """Byte for byte, and each can be read again."""
    for study in brief.studies:
        content = files[f"studies/{study.id}.yaml"]
        assert content == (STUDIES / f"{study.id}.yaml").read_bytes()
        assert parse_yaml(content, study.id)[0]["name"] == study.name


def test_reference_managers_read_the_citations(files, brief):
    """One RIS and one BibTeX entry a study, whole."""
    ids = [study.id for study in brief.studies]
    records_of_ris = rispy.loads(files["citations.ris"].decode())
    assert [one["id"] for one in records_of_ris] == ids
    for one, study in zip(records_of_ris, brief.studies, strict=True):
        assert one.get("doi") == study.citation.doi
        assert len(one.get("authors", [])) == len(study.citation.authors)
        assert ("notes" in one) == study.citation.et_al
        assert "unknown_tag" not in one
    parsed = bibtexparser.parse_string(files["citations.bib"].decode())
    assert parsed.failed_blocks == []
    assert [one.key for one in parsed.entries] == ids
    for one, study in zip(parsed.entries, brief.studies, strict=True):
        field = one.fields_dict.get("doi")
        assert (field.value if field else None) == study.citation.doi


def test_every_column_of_every_csv_is_explained(files):
    """The dictionary names each column of each file once, in order, its own too."""
    explained = [(row["file"], row["column"]) for row in records(files, "dictionary.csv")]
    columns = {
        name: next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        for name, content in files.items()
        if name.endswith(".csv")
    }
    assert sorted(explained) == sorted((name, one) for name in columns for one in columns[name])
    assert all(row["means"] for row in records(files, "dictionary.csv"))


def test_every_csv_begins_with_a_byte_order_mark(files):
    """Spreadsheets read m² and names right."""
    tables = [content for name, content in files.items() if name.endswith(".csv")]
    assert {content[:3] for content in tables} == {b"\xef\xbb\xbf"}


def test_the_readme_names_every_file_and_says_what_was_asked(files, brief):
    """A reader finds the selection, the version, the link, the licenses and the check with R."""
    text = files["README.md"].decode()
    for name in files.keys() - {"README.md"}:
        assert ("studies/" if name.startswith("studies/") else name) in text
    for said in (brief.version, brief.link(), "Rscript reproduce.R", "CC BY 4.0", "Code: MIT"):
        assert said in text
    for phrase in brief.asked:
        assert phrase in text


@pytest.mark.parametrize(
    ("asked", "whom"),
    [
        ({}, "children"),
        ({"adults": True}, "children and adults"),
        ({"adults": True, "studies": ("inovate-2019",)}, "adults"),
        ({"studies": ("inovate-2019",)}, "children"),
    ],
)
def test_the_readme_says_whose_studies_it_holds(library, asked, whom):
    said = f"of inotuzumab ozogamicin (InO) in {whom}, with the source"
    assert said in what(brief_of(library, **asked))


def test_the_same_brief_gives_the_same_bytes(brief):
    """Nothing in the archive depends on when or how often it was made."""
    assert bundle_bytes(brief) == bundle_bytes(brief)


def test_no_formula_reaches_a_spreadsheet(library):
    """In no CSV does a text begin like a formula; the rest of each name is as it was."""
    files = unpacked(hostile_brief(library))
    for name in files:
        if name.endswith(".csv"):
            cells = [cell for row in records(files, name) for cell in row.values()]
            texts = [cell for cell in cells if not is_number(cell)]
            assert not [one for one in texts if one.startswith(("=", "+", "-", "@", "\t", "\r"))]
    names = {row["study"].removeprefix("'") for row in records(files, "studies.csv")}
    assert names == set(HOSTILE)


def is_number(text):
    return bool(re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text))


def test_a_study_without_a_file_is_left_out_of_the_files(library):
    """Made-up studies have no file on disk; the rest of the archive is whole."""
    assert set(unpacked(hostile_brief(library))) == ALWAYS


def test_a_name_cannot_restyle_the_readme(library):
    """Tags, headings and links in a study's name are escaped."""
    name = "# <b>x</b> [y](https://example.org) *z*"
    changed = with_changed(library, "calvo-2020", name=name)
    text = unpacked(brief_of(changed, studies=("calvo-2020",)))["README.md"].decode()
    assert r"only \# \<b\>x\</b\> [y]\(https://example.org) \*z\*" in text


@pytest.fixture(scope="module")
def with_r():
    return rscript()


def run_in_r(program, brief, folder, **changed):
    """Unpacks the archive, replaces some of its files, and runs reproduce.R from elsewhere."""
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(brief))) as archive:
        archive.extractall(folder)
    for name, text in changed.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    command = [program, folder / "reproduce.R"]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)


def test_r_gives_every_pooled_number_again(with_r, brief, tmp_path):
    """R runs on the unpacked archive, prints our numbers beside its own, and ends well."""
    done = run_in_r(with_r, brief, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    printed = {match[:3]: match[3:] for match in PRINTED.findall(done.stdout)}
    compared = 0
    for cells, (_, fit) in zip(records(unpacked(brief), "pooled.csv"), fits(brief), strict=True):
        for number, (ours, tolerance) in numbers_of(fit).items():
            said = printed.pop((cells["line"], fit.method, number))
            assert float(said[0]) == pytest.approx(ours, abs=SIX_DECIMALS)
            assert float(said[1]) == pytest.approx(ours, abs=tolerance)
            assert said[3] == "ok"
            compared += 1
    assert all(said[0] == "-" and said[3].startswith("refused by us") for said in printed.values())
    assert compared == done.stdout.count(" ok\n")


def numbers_of(fit):
    """What is to be compared of one answer, each with its tolerance; of a refusal nothing."""
    if not fit.estimable:
        return {}
    rates = {column: getattr(fit, name) for column, name in PERCENT.items()}
    percent = {name: (100 * one, OF_PERCENT) for name, one in rates.items() if one is not None}
    names = LOG_ODDS if fit.prediction_low is not None else LOG_ODDS[1:]
    return percent | {name: (getattr(fit, name), OF_LOG_ODDS) for name in names}


def test_r_says_that_nothing_was_pooled(with_r, library, tmp_path):
    """Without a pooled rate there is nothing to compare, which is no failure."""
    done = run_in_r(with_r, brief_of(library, **SELECTIONS["one study"]), tmp_path)
    assert done.returncode == 0
    assert "nothing to compare" in done.stderr


def pooled_text(brief):
    return unpacked(brief)["pooled.csv"].decode("utf-8-sig")


@pytest.mark.parametrize("column", ["percent", "prediction_low_95", "tau2"])
def test_a_false_number_is_found(with_r, library, tmp_path, column):
    """One pooled number that is off by little more than what R may differ ends with status 1."""
    brief = brief_of(library)
    true = records(unpacked(brief), "pooled.csv")[0][column]
    text = pooled_text(brief).replace(true, str(float(true) + 0.02), 1)
    done = run_in_r(with_r, brief, tmp_path, pooled=text)
    assert done.returncode == 1, done.stdout
    assert done.stdout.count("DIFFERS") == 1
    assert "1 of 74 lines above are not as in R" in done.stderr


def test_a_false_count_is_found(with_r, library, tmp_path):
    """Counts that do not add up to those of the pooled line end with status 1."""
    brief = brief_of(library)
    text = unpacked(brief)["pooled_counts.csv"].decode("utf-8-sig").replace(",28,42,", ",27,42,", 1)
    done = run_in_r(with_r, brief, tmp_path, pooled_counts=text)
    assert done.returncode == 1
    assert "other counts" in done.stdout


def test_a_refusal_without_a_rule_is_found(with_r, library, tmp_path):
    """Where R has a rate and no rule of ours refuses it, the check ends with status 1."""
    brief = brief_of(library)
    text = pooled_text(brief).replace(",yes,", ",no,", 1)
    done = run_in_r(with_r, brief, tmp_path, pooled=text)
    assert done.returncode == 1
    assert "ONLY R" in done.stdout


def test_a_rate_without_r_is_found(with_r, library, tmp_path):
    """Where R stops with an error, our rate is not called reproduced."""
    brief = brief_of(library)
    run_in_r(with_r, brief, tmp_path)
    script = tmp_path / "reproduce.R"
    broken = script.read_text("utf-8").replace("nAGQ = 100", 'nAGQ = stop("no fit")')
    script.write_text(broken, encoding="utf-8")
    done = subprocess.run([with_r, script], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert re.search("response-1 +glmm +percent .* NOT IN R: ", done.stdout)


def test_r_without_metafor_is_told_what_to_install(with_r, library, tmp_path):
    """A missing package is named, with the command that gets it, and ends with status 2."""
    run_in_r(with_r, brief_of(library), tmp_path)
    script = tmp_path / "reproduce.R"
    text = script.read_text("utf-8").replace('c("metafor", "lme4")) {', 'c("no.such.package")) {')
    script.write_text(text, encoding="utf-8")
    done = subprocess.run([with_r, script], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert 'install.packages(c("metafor", "lme4"))' in done.stderr


def test_the_check_runs_in_a_folder_with_a_space_and_without_utf8(with_r, library, tmp_path):
    """R finds its files beside the script, and reads names with accents in any locale."""
    folder = tmp_path / "two words"
    run_in_r(with_r, brief_of(library), folder)
    command = [with_r, folder / "reproduce.R"]
    plain = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=plain)
    assert done.returncode == 0, done.stderr
