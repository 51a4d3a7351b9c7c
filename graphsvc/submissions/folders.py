"""A submission as a folder: `submission.toml`, CSV tables and RDF files beside it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from graphsvc.errors import SubmissionError
from graphsvc.rdf.names import expand
from graphsvc.rdf.syntax import read_trusted
from graphsvc.submissions.pipeline import Submission
from graphsvc.tables.csv_tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graphsvc.model.entities import Model

__all__ = ["find_folders", "read_folder"]

MANIFEST = "submission.toml"
# Tables beside a document that account for its lines but state nothing.
_NO_DATA = frozenset({"unmodelled.csv"})


def find_folders(paths: Iterable[Path]) -> list[Path]:
    """Return the submission folders at or below the paths, in the order their manifests ask for.

    Raises:
        SubmissionError: a path holds none.
    """
    found: list[tuple[int, str, Path]] = []
    for path in paths:
        manifests = [path / MANIFEST] if (path / MANIFEST).is_file() else [*path.rglob(MANIFEST)]
        if not manifests:
            raise SubmissionError(reason=f"{path}: {MANIFEST}")
        found += [(int(_manifest(m).get("order", 0)), str(m), m.parent) for m in manifests]
    return [folder for _, _, folder in sorted(found)]


def read_folder(model: Model, folder: Path) -> Submission:
    """Return the submission that a folder holds.

    The files are our own or an operator's: RDF in them is parsed in this process.

    Raises:
        SubmissionError: the manifest or a file cannot be read.
    """
    manifest = _manifest(folder / MANIFEST)
    tables = [
        (p.name, p.read_bytes()) for p in sorted(folder.glob("*.csv")) if p.name not in _NO_DATA
    ]
    places: dict[str, tuple[str, int]] = {}
    try:
        quads = read_tables(model, tables, places) + read_trusted(folder)
    except SyntaxError as error:
        raise SubmissionError(reason=f"{folder.name}: {error}") from error
    return Submission(
        about=expand(manifest["about"]),
        quads=tuple(quads),
        agent=manifest.get("agent", "operator"),
        reason=manifest.get("reason", ""),
        source=folder.name,
        places=places,
    )


def _manifest(path: Path) -> dict[str, str]:
    try:
        manifest = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SubmissionError(reason=f"{path.name}: {error}") from error
    if not isinstance(manifest.get("about"), str):
        raise SubmissionError(reason=f"{path.name}: about")
    return manifest
