"""A file of any accepted format as a submission."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from graphsvc.errors import FormError, TableError, TooLargeError
from graphsvc.forms.content import SUFFIX, read_content
from graphsvc.forms.reading import FormReader
from graphsvc.isolation.parsing import parse_foreign
from graphsvc.locale import LANGUAGES, texts
from graphsvc.rdf.lint import lint_graphs
from graphsvc.rdf.names import ID, compact, graph_of
from graphsvc.rdf.syntax import format_of
from graphsvc.submissions.handed import Handed
from graphsvc.submissions.opening import (
    WORKBOOK_TYPE,
    ChangedCell,
    SeenTable,
    TableOpener,
    can_be_marked,
    is_csv,
    is_workbook,
    marked_type,
)
from graphsvc.submissions.pipeline import Submission
from graphsvc.tables.decisions import chosen_from
from graphsvc.tables.records import SheetReader

if TYPE_CHECKING:
    from graphsvc.errors import SubmissionError
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad
    from graphsvc.settings import Settings
    from graphsvc.submissions.mappings import KeptMappings
    from graphsvc.tables.called import Called
    from graphsvc.tables.opened import Opened
    from graphsvc.tables.regional import RegionalNames

__all__ = ["WORKBOOK_TYPE", "Door", "Handed", "can_be_marked", "is_workbook", "marked_type"]


class Door:
    """Reads what is handed in.

    Args:
        called: finds records by what tables call them; None where they have keys alone.
        kept: how tables are read whose columns are not ours; None where nobody said.
    """

    def __init__(
        self,
        model: Model,
        settings: Settings,
        called: Called | None = None,
        kept: KeptMappings | None = None,
    ) -> None:
        self._model, self._settings, self._called = model, settings, called
        self._opener = TableOpener(model, settings, kept)

    def read(self, handed: Handed) -> Submission:
        """Return the submission that a file holds.

        Raises:
            FormatError: the format is not read here.
            TooLargeError: the file, or what it states, is over the limit.
            LintError: it is made to hurt, or puts statements into another graph.
            RdfSyntaxError: RDF that cannot be read, or that takes too long.
            WorkbookError: a workbook that is not read.
            ColumnsError: a mapping of columns that cannot be read.
            TableError: cells that cannot be read.
            FormError: fields that cannot be read.
        """
        limit = self._settings.submission_limit_bytes
        if len(handed.content) > limit:
            raise TooLargeError(limit=limit, unit="байт / bytes")
        if is_workbook(handed.name) or is_csv(handed.name):
            return self._tables(handed, self._opener.opened(handed))
        if handed.name.endswith(SUFFIX):
            return self._form(handed)
        time_limit_s = self._settings.submission_time_limit_s
        rdf_format, triple_limit = format_of(handed.name), self._settings.submission_triple_limit
        quads = parse_foreign(handed.content, rdf_format, time_limit_s, triple_limit)
        lint_graphs(quads, graph_of(handed.about))
        mode, base = handed.mode or "replace", handed.base
        return Submission(
            handed.about,
            tuple(quads),
            handed.agent,
            handed.reason,
            handed.name,
            mode,
            base,
            content=handed.digest,
        )

    def _tables(self, handed: Handed, opened: Opened) -> Submission:
        minted = _minted(handed.about)
        names = self.names(handed)
        reader = SheetReader(self._model, names, minted)
        for fault in opened.faults:
            reader.refuse(fault)
        try:
            quads = reader.read(opened.sheets)
        except TableError as error:
            error.parameters["mapped"] = tuple(opened.mapped)
            raise
        quads += self._decided(handed, names)
        return Submission(
            handed.about,
            tuple(quads),
            handed.agent,
            handed.reason,
            handed.name,
            handed.mode or "patch",
            opened.version if handed.base is None else handed.base,
            reader.places,
            frozenset(reader.complete),
            reader.letters,
            _digest(handed, opened),
            mapped=tuple(opened.mapped),
        )

    def _form(self, handed: Handed) -> Submission:
        content = read_content(handed.content)
        names = self.names(handed)
        reader = FormReader(self._model, names, _minted(handed.about))
        quads = [*reader.read(content, handed.name), *self._decided(handed, names)]
        if reader.faults:
            raise FormError(faults=reader.faults, count=len(reader.faults))
        return Submission(
            handed.about,
            tuple(quads),
            handed.agent,
            handed.reason,
            handed.name,
            handed.mode or "patch",
            content.version if handed.base is None else handed.base,
            reader.places,
            content=handed.digest,
            removed=frozenset(reader.removed),
        )

    @property
    def kept_count(self) -> int:
        """How often what is kept of reading tables was changed; with it the reading may change."""
        return self._opener.kept_count

    def seen(self, handed: Handed) -> list[SeenTable]:
        """Return the tables of a file that may not be ours, as `TableOpener.seen`."""
        return self._opener.seen(handed)

    def marked(
        self, handed: Handed, error: SubmissionError, lang: str, *, apply: bool = False
    ) -> bytes:
        """Return a refused table with its remarks, as `TableOpener.marked`."""
        return self._opener.marked(handed, error, lang, apply=apply)

    def changed(self, handed: Handed, after: bytes) -> list[ChangedCell]:
        """Return the cells that a changed file has otherwise, as `TableOpener.changed`."""
        return self._opener.changed(handed, after)

    def names(self, handed: Handed) -> RegionalNames | None:
        """Return the names of records as whoever hands in a file uses them."""
        chosen = chosen_from(handed.names)
        return self._called.of(handed.about, chosen) if self._called else None

    def _decided(self, handed: Handed, names: RegionalNames | None) -> list[Quad]:
        """Return the decisions that are taken by what was said about names of the file."""
        if self._called is None or names is None or not names.used:
            return []
        said = texts("tables")["decision"]["reason"]
        reason = {lang: said[lang].format(name=handed.name) for lang in LANGUAGES}
        return self._called.decided(handed.about, names.used, reason)


def _digest(handed: Handed, opened: Opened) -> str:
    """Return what tells a file from others; read by another mapping it is another one.

    That is the digest of the file, and behind it that of the mappings.
    """
    read = sorted((one.place, one.mapping) for one in opened.mapped)
    digest = handed.digest
    return f"{digest} {hashlib.sha256(repr(read).encode()).hexdigest()}" if read else digest


def _minted(about: str) -> str:
    """Return what the keys of a body's new records begin with, empty where it has no key itself."""
    return compact(about).partition("/")[2] if about.startswith(ID) else ""
