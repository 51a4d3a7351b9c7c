"""Asking: bind, run, type the columns, name the IRIs, make out a receipt."""

from __future__ import annotations

import difflib
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graphsvc.errors import EngineFailedError, ParameterError
from graphsvc.projections.labels import Labels
from graphsvc.questions.binding import complete, terms
from graphsvc.questions.engines import CYPHER, ENGINES, SPARQL, SparqlEngine, engine_then
from graphsvc.questions.receipts import hash_rows, make_out
from graphsvc.rdf.names import RDF_TYPE, compact
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.versions import Version, Versions
    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.engines import Asked, Engine, Row
    from graphsvc.questions.receipts import Receipt, Receipts

__all__ = ["Answer", "Asker"]


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
    receipt: Receipt


class Asker:
    """Asks catalogued questions.

    Args:
        model: the entity types and code lists that parameters are checked against.
        store: the embedded store, which knows records and labels.
        engines: what answers, by language.
        fresh: brings an engine up to the store, and says whether it is when it need not be brought.
        versions: earlier states, None where none can be asked.
        receipts: where receipts are kept, None for nowhere.
    """

    def __init__(  # noqa: PLR0913  # its collaborators
        self,
        model: Model,
        store: StoreReader,
        *,
        engines: Mapping[str, Engine] | None = None,
        fresh: Callable[[str, bool], bool] = lambda _engine, _bring: True,
        versions: Versions | None = None,
        receipts: Receipts | None = None,
    ) -> None:
        self._model, self._store = model, store
        self._engines = engines or {SPARQL: SparqlEngine(store)}
        self._fresh, self._versions, self._receipts = fresh, versions, receipts

    def ask(  # noqa: PLR0913  # each is a part of the request
        self,
        question: Question,
        given: Mapping[str, str],
        *,
        on: str | None = None,
        lang: str = "ru",
        limit: int | None = None,
        cursor: str | None = None,
        engine: str | None = None,
        as_of: int | None = None,
        wait_s: float | None = None,
    ) -> Answer:
        """Return the answer to a question.

        Args:
            given: parameters by name; without any, the examples are taken.
            on: the date the question is asked for, ISO 8601.
            limit: most rows to return, None for all.
            cursor: where a page begins, as `following` of the page before gave it.
            engine: `sparql` or `cypher`; the question's own choice by default.
            as_of: the sequence of the journal entry after which it is asked, None for now.
            wait_s: how long to wait for an earlier state to be opened, None for as long as needed.

        Raises:
            ParameterError: a parameter, the date, the limit or the cursor cannot be read.
            VersionOpeningError: the earlier state is not open yet.
            EngineFailedError: the engine asked for did not answer.
        """
        if engine not in (None, *ENGINES):
            raise ParameterError(name="engine", value=engine, expected=", ".join(ENGINES))
        values = complete(question, given, on)
        start = _offset(cursor)
        with self._state(as_of, wait_s) as version:
            store = version.reader if version else self._store
            self._check_known(question, values, store)
            if version:
                name = engine or SPARQL
                asked = engine_then(version, name, wait_s).ask(question, values)
            else:
                name, asked = self._ask_now(question, values, engine)
            rows = asked.rows
            page = rows if limit is None else rows[start : start + limit]
            labels = Labels(self._model, store)
            named = [_named(question, row, labels, lang) for row in page]
        more = limit is not None and start + limit < len(rows)
        return Answer(
            question,
            values,
            named,
            len(rows),
            str(start + (limit or 0)) if more else None,
            "" if rows else question.empty.get(lang, question.empty["ru"]),
            self._receipt(question, values, name, asked),
        )

    def _state(
        self, as_of: int | None, wait_s: float | None
    ) -> AbstractContextManager[Version | None]:
        """Return the earlier state that is asked, none for the present one."""
        if as_of is None or self._versions is None:
            return nullcontext()
        return self._versions.at(as_of, wait_s)

    def _ask_now(
        self, question: Question, values: Mapping[str, str], engine: str | None
    ) -> tuple[str, Asked]:
        """Ask the engine wanted, brought up to the store; else the question's own."""
        if engine:
            self._fresh(engine, True)  # noqa: FBT003  # whether to bring it
            return engine, self._engines[engine].ask(question, values)
        if question.engine == CYPHER and CYPHER in self._engines and self._fresh(CYPHER, False):  # noqa: FBT003
            try:
                return CYPHER, self._engines[CYPHER].ask(question, values)
            except EngineFailedError:
                pass  # nobody asked for this engine: the other one answers alike
        return SPARQL, self._engines[SPARQL].ask(question, values)

    def _check_known(
        self, question: Question, values: Mapping[str, str], store: StoreReader
    ) -> None:
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
                known = self._records(store, parameter.entity, term)
            else:
                known = self._model.concepts.get(term.value.rpartition("/")[0], {})
            if term.value not in known:
                near = difflib.get_close_matches(compact(term.value), map(compact, known), 1, 0.5)
                raise ParameterError(
                    name=parameter.name,
                    value=values[parameter.name],
                    expected=near[0] if near else parameter.example or parameter.entity,
                )

    def _records(self, store: StoreReader, entity: str, wanted: NamedNode) -> Collection[str]:
        """Return the IRIs of an entity's records; where no entity is named, `wanted` if known."""
        if entity in self._model.by_name:
            kind = NamedNode(self._model.by_name[entity].iri)
            return {s.value for s, _ in store.referrers(kind, RDF_TYPE)}
        return {wanted.value} if store.typed(wanted) else ()

    def _receipt(
        self, question: Question, values: dict[str, str], engine: str, asked: Asked
    ) -> Receipt:
        """Return what is needed to ask again: texts and data version, and the hash of the rows."""
        contents: dict[str, Any] = {
            "question": question.id,
            "version": question.version,
            "parameters": values,
            "engine": engine,
            "sequence": asked.sequence,
            "head": asked.head,
            "count": len(asked.rows),
            "rows": hash_rows(asked.rows),
        }
        receipt = make_out(contents, datetime.now(UTC).isoformat(timespec="seconds"))
        if self._receipts:
            self._receipts.keep(receipt)
        return receipt


def _named(question: Question, row: Row, labels: Labels, lang: str) -> Row:
    named: Row = {}
    for column in question.columns:
        named[column.name] = value = row[column.name]
        if column.type in ("record", "concept"):
            named[f"{column.name}Label"] = labels.label(value, lang) if value else None
    return named


def _offset(cursor: str | None) -> int:
    try:
        offset = int(cursor or 0)
    except ValueError:
        offset = -1
    if offset < 0:
        raise ParameterError(name="cursor", value=cursor, expected="a-cursor")
    return offset
