"""A brief as an archive: its tables as CSV, the study files, citations, and a check with R.

Everything in it was made from the brief or stands on disk as it is, but the file of an own series,
which is as its owner gave it; the same brief gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from components.exports.bundle_readme import readme
from components.exports.citation_files import bibtex, ris
from components.exports.csv_file import csv_bytes
from components.exports.pooled_tables import pooled, pooled_counts
from components.exports.source_tables import ledger, left_out, not_found, sources
from components.exports.study_tables import cohorts, numbers, one_view, studies
from components.exports.table import Table, dictionary, table_csv
from data.brief import Brief
from data.json_schema import SCHEMA_FILE
from data.library import HERE, STUDIES

ROOT = HERE.parent
REPRODUCE = Path(__file__).with_name("reproduce.R")
EPOCH = (1980, 1, 1, 0, 0, 0)  # always the same: the same brief, the same bytes
READABLE = 0o644 << 16
# Files that stand on disk and go along as they are.
AS_THEY_ARE = (
    *(HERE / name for name in ("outcomes.yaml", "sources.yaml", "context.yaml")),
    SCHEMA_FILE,
    ROOT / "LICENSE",
    REPRODUCE,
)
# The tables beside the views, in the order in which the readme names them.
MAKERS = (
    *(studies, cohorts, numbers, pooled, pooled_counts),
    *(sources, ledger, not_found, left_out),
)


def bundle_bytes(brief: Brief) -> bytes:
    """The whole archive, ready to be saved."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in bundle_files(brief).items():
            archive.writestr(entry(name), content, compress_type=ZIP_DEFLATED)
    return stream.getvalue()


def entry(name: str) -> ZipInfo:
    info = ZipInfo(name, date_time=EPOCH)
    info.external_attr = READABLE
    return info


def bundle_files(brief: Brief) -> dict[str, bytes]:
    """Each file's content by its name in the archive."""
    tables = bundle_tables(brief)
    return {
        "README.md": readme(brief, tables).encode(),
        **view_files(brief),
        **{name: table_csv(t) for name, t in tables.items() if not name.startswith("views/")},
        "citations.ris": "".join(map(ris, brief.studies)).encode(),
        "citations.bib": "\n".join(filter(None, map(bibtex, brief.studies))).encode(),
        **{path.name: path.read_bytes() for path in AS_THEY_ARE},
        **study_files(brief),
    }


def bundle_tables(brief: Brief) -> dict[str, Table]:
    """Every CSV of the archive as a table; the last one explains the columns of all."""
    tables = {f"views/{view.outcome}.csv": one_view(view) for view in brief.views}
    tables |= {f"{table.name}.csv": table for table in (make(brief) for make in MAKERS)}
    return tables | {"dictionary.csv": dictionary(tables, where="file")}


def view_files(brief: Brief) -> Mapping[str, bytes]:
    """The views exactly as each can be downloaded by itself."""
    return {f"views/{view.outcome}.csv": csv_bytes(view) for view in brief.views}


def study_files(brief: Brief) -> dict[str, bytes]:
    """The file of each study shown, as it is on disk or, of an own series, as its owner gave it.

    A study without a file has none.
    """
    own = brief.library.own_files
    texts = {study.id: own[study.id].encode() for study in brief.studies if study.id in own}
    paths = (STUDIES / f"{study.id}.yaml" for study in brief.studies if study.id not in own)
    read = {path.stem: path.read_bytes() for path in paths if path.exists()}
    return {f"studies/{key}.yaml": content for key, content in (texts | read).items()}
