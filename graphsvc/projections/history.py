"""What changed and when: a record's history, and the state that a day or time means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.locale import day_typed
from graphsvc.rdf.names import DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.journal.journal import Journal
    from graphsvc.projections.oxigraph import OxigraphStore
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import NamedNode, Triple

__all__ = ["between", "changes", "last_changed", "sequence_at", "states"]

_LONGEST_NUMBER: Final = 19


def changes(journal: Journal, store: OxigraphStore, record: NamedNode) -> Iterator[dict[str, Any]]:
    """Yield each journalled change of a record, oldest first: who, when, why, what."""
    for entry in map(journal.read, store.changes_of(record)):
        added = [str(q.triple) for q in entry.patch.added if q.subject == record]
        removed = [str(q.triple) for q in entry.patch.removed if q.subject == record]
        header = entry.header
        sheet, row = header.places.get(record.value, (None, None))
        yield {
            "sequence": entry.sequence,
            "time": header.time.isoformat(),
            "agent": header.agent,
            "reason": header.reason,
            "graph": header.graph,
            "source": header.source,
            "sheet": sheet,
            "row": row,
            "added": added,
            "removed": removed,
        }


def states(
    journal: Journal, store: OxigraphStore, record: NamedNode, *sequences: int
) -> list[frozenset[Triple]]:
    """Return what was said of a record after each of these entries.

    Said is what any submitted graph says: where two say the same, and one takes it back, nothing
    changes. Every entry since the record's first one is read, by the journal's index.
    """
    said: dict[str, set[Triple]] = {}
    entries = iter(store.changes_of(record))
    upcoming = next(entries, None)
    found: dict[int, frozenset[Triple]] = {}
    for wanted in sorted(set(sequences)):
        while upcoming is not None and upcoming <= wanted:
            entry = journal.read(upcoming)
            graph = said.setdefault(entry.header.graph, set())
            graph -= {q.triple for q in entry.patch.removed if q.subject == record}
            graph |= {q.triple for q in entry.patch.added if q.subject == record}
            upcoming = next(entries, None)
        found[wanted] = frozenset(t for triples in said.values() for t in triples)
    return [found[n] for n in sequences]


def between(
    store: OxigraphStore, record: NamedNode, from_text: str, to_text: str
) -> tuple[int, int]:
    """Return the entries between which a record is compared.

    Args:
        from_text: as `sequence_at` reads it; empty for the entry before the record's last change
            until `to_text`.
        to_text: the same; empty for now.

    Raises:
        ParameterError: one cannot be read, or the first is the later one.
        RecordNotFoundError: no entry ever changed the record.
    """
    changed = store.changes_of(record)
    if not changed:
        raise RecordNotFoundError(name=record.value)
    end = sequence_at(store, to_text) if to_text else store.sequence
    if from_text:
        start = sequence_at(store, from_text)
    else:
        start = max((n for n in changed if n <= end), default=1) - 1
    if start > end:
        raise ParameterError(name="from", value=from_text[:40], expected="an-earlier-version")
    return start, end


def last_changed(journal: Journal, store: OxigraphStore, record: NamedNode) -> date | None:
    """Return the day a record was last changed, None for what no entry of the journal has."""
    sequences = store.changes_of(record)
    return journal.read(max(sequences)).header.time.date() if sequences else None


def sequence_at(
    store: StoreReader, text: str, name: str = "asOf", *, before_all: bool = False
) -> int:
    """Return the sequence that an `asOf` means: of that number, or the last by that time.

    Args:
        text: a sequence, a day as `day_typed`, or a time in ISO 8601; a day means its end, in UTC.
        name: what the parameter is called.
        before_all: whether it may be before the first entry, which is then 0.

    Raises:
        ParameterError: it is neither, or before the first entry, or after the last.
    """
    plain = text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER
    sequence = int(text) if plain else _sequence_by(store, text, name)
    least = 0 if before_all else 1
    if not least <= sequence <= store.sequence:
        raise ParameterError(name=name, value=text[:40], expected="an-as-of")
    return sequence


def _sequence_by(store: StoreReader, text: str, name: str) -> int:
    try:
        moment = _moment(text)
    except (ValueError, OverflowError) as error:
        raise ParameterError(name=name, value=text[:40], expected="an-as-of") from error
    query = f"""SELECT (MAX(?n) AS ?last) {{ GRAPH {DERIVED} {{
      ?s rms:sequence ?n ; rms:time ?t . FILTER (?t <= "{moment.isoformat()}"^^xsd:dateTime)
    }} }}"""
    found = store.select(query)
    return int(found[0]["last"].value) if found and "last" in found[0] else 0


def _moment(text: str) -> datetime:
    """Return a time of ISO 8601, or the end of a day; in UTC where no zone is named."""
    try:
        moment = datetime.combine(day_typed(text), time.max)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
