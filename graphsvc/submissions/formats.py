"""A file of any accepted format as a submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.errors import TooLargeError
from graphsvc.isolation.parsing import parse_foreign
from graphsvc.rdf.syntax import format_of
from graphsvc.submissions.pipeline import Submission
from graphsvc.submissions.tables import read_tables

if TYPE_CHECKING:
    from graphsvc.model.entities import Model
    from graphsvc.settings import Settings

__all__ = ["read_file"]


def read_file(  # noqa: PLR0913  # each is a part of the request
    model: Model,
    settings: Settings,
    name: str,
    content: bytes,
    about: str,
    *,
    agent: str,
    reason: str,
    mode: str,
    base: int | None = None,
) -> Submission:
    """Return the submission that a file holds.

    Args:
        name: file name or media type; for CSV a file name, whose stem names the entity.
        mode: "replace", "patch", or empty for what suits the format: a table holds records of one
            entity only, so it patches; RDF replaces.

    Raises:
        FormatError: the format is not read here.
        TooLargeError: the file is over the limit.
        RdfSyntaxError: RDF that cannot be read, or that takes too long.
        TableError: cells that cannot be read.
    """
    if len(content) > settings.submission_limit_bytes:
        raise TooLargeError(limit=settings.submission_limit_bytes, unit="байт / bytes")
    places: dict[str, tuple[str, int]] = {}
    if name.endswith(".csv"):
        quads = read_tables(model, [(name, content)], places)
    else:
        quads = parse_foreign(content, format_of(name), settings.submission_time_limit_s)
    mode = mode or ("patch" if name.endswith(".csv") else "replace")
    return Submission(about, tuple(quads), agent, reason, name, mode, base, places)
