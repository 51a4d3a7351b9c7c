"""Asking: bind, run, type the columns, name the IRIs, make out a receipt."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graphsvc.errors import ParameterError
from graphsvc.projections.labels import Labels
from graphsvc.questions.binding import bind, complete, terms
from graphsvc.rdf.names import RDF_TYPE, compact
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graphsvc.model.entities import Model
    from graphsvc.projections.oxigraph import OxigraphStore
    from graphsvc.questions.catalogue import Question
    from graphsvc.rdf.terms import Term

__all__ = ["Answer", "Asker"]

Row = dict[str, Any]
_PARTS = re.compile(r"[0-9]+|[^0-9]+")


@dataclass(frozen=True)
class Answer:
    """An answer: rows keyed by column name; an IRI column `x` comes with `xLabel`.

    Attributes:
        count: rows in all, of which `rows` may be a page.
        following: the cursor of the next page, None on the last.
        explanation: for an empty answer, what the sources do not state and what would answer it.
    """

    question: Question
    parameters: dict[str, str]
    rows: list[Row]
    count: int
    following: str | None
    explanation: str
    receipt: dict[str, Any]


class Asker:
    """Asks catalogued questions of the embedded store."""

    def __init__(self, model: Model, store: OxigraphStore) -> None:
        self._model, self._store = model, store
        self._labels = Labels(model, store)

    def ask(  # noqa: PLR0913  # each is a part of the request
        self,
        question: Question,
        given: Mapping[str, str],
        *,
        on: str | None = None,
        lang: str = "ru",
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Answer:
        """Return the answer to a question.

        Args:
            given: parameters by name; without any, the examples are taken.
            on: the date the question is asked for, ISO 8601.
            limit: most rows to return, None for all.
            cursor: where a page begins, as `following` of the page before gave it.

        Raises:
            ParameterError: a parameter, the date, the limit or the cursor cannot be read.
        """
        values = complete(question, given, on)
        self._check_known(question, values)
        rows = self._rows(question, bind(question, values))
        start = _offset(cursor)
        page = rows if limit is None else rows[start : start + limit]
        more = limit is not None and start + limit < len(rows)
        return Answer(
            question,
            values,
            [self._named(question, row, lang) for row in page],
            len(rows),
            str(start + (limit or 0)) if more else None,
            "" if rows else question.empty.get(lang, question.empty["ru"]),
            self._receipt(question, values, rows),
        )

    def _rows(self, question: Question, text: str) -> list[Row]:
        solutions = self._store.select(text)
        rows = [
            {c.name: _plain(solution.get(c.name)) for c in question.columns}
            for solution in solutions
        ]
        if question.ordered:
            return rows
        unique = {json.dumps(r, ensure_ascii=False, sort_keys=True): r for r in rows}
        return sorted(unique.values(), key=_natural)

    def _check_known(self, question: Question, values: Mapping[str, str]) -> None:
        """Refuse a parameter that names nothing: an empty answer would say the sources are silent.

        Raises:
            ParameterError: no such record, one of another type, or no such concept.
        """
        bound = terms(question, values)
        for parameter in question.parameters:
            term = bound.get(parameter.name)
            if not isinstance(term, NamedNode):
                continue
            if parameter.type == "record":
                known = self._records(parameter.entity, term)
            else:
                known = self._model.concepts.get(term.value.rpartition("/")[0], {})
            if term.value not in known:
                near = difflib.get_close_matches(compact(term.value), map(compact, known), 1, 0.5)
                raise ParameterError(
                    name=parameter.name,
                    value=values[parameter.name],
                    expected=near[0] if near else parameter.example or parameter.entity,
                )

    def _records(self, entity: str, wanted: NamedNode) -> Collection[str]:
        """Return the IRIs of an entity's records; where no entity is named, `wanted` if known."""
        if entity in self._model.by_name:
            kind = NamedNode(self._model.by_name[entity].iri)
            return {s.value for s, _ in self._store.referrers(kind, RDF_TYPE)}
        return {wanted.value} if self._store.typed(wanted) else ()

    def _named(self, question: Question, row: Row, lang: str) -> Row:
        named: Row = {}
        for column in question.columns:
            named[column.name] = value = row[column.name]
            if column.type in ("record", "concept"):
                named[f"{column.name}Label"] = self._labels.label(value, lang) if value else None
        return named

    def _receipt(
        self, question: Question, values: dict[str, str], rows: list[Row]
    ) -> dict[str, Any]:
        """Return what is needed to ask again: texts and data version, and the hash of the rows."""
        receipt = {
            "question": question.id,
            "version": question.version,
            "parameters": values,
            "engine": "sparql",
            "sequence": self._store.sequence,
            "head": self._store.head,
            "rows": hashlib.sha256(
                json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()
            ).hexdigest(),
        }
        text = json.dumps(receipt, ensure_ascii=False, sort_keys=True)
        return {
            "id": hashlib.sha256(text.encode()).hexdigest()[:24],
            **receipt,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
        }


def _natural(row: Row) -> list[list[tuple[int, int, str]]]:
    """Return a key that sorts rows column by column, numbers within texts by their value."""
    return [
        [(1, int(part), "") if part.isdigit() else (2, 0, part) for part in _PARTS.findall(text)]
        for text in ("" if value is None else str(value) for value in row.values())
    ]


def _offset(cursor: str | None) -> int:
    try:
        offset = int(cursor or 0)
    except ValueError:
        offset = -1
    if offset < 0:
        raise ParameterError(name="cursor", value=cursor, expected="a-cursor")
    return offset


def _plain(term: Term | None) -> object:
    """Return a term as JSON has it: IRIs and texts as strings, numbers and truth values as such."""
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else None
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "integer":
        return int(term.value)
    if kind in ("decimal", "double", "float"):
        return float(term.value)
    return term.value == "true" if kind == "boolean" else term.value
