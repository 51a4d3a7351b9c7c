"""A patch made against an earlier version: what it changes, and what others changed meanwhile.

Two editors of different records do not conflict, nor does one who hands in a whole workbook of
which another changed a row meanwhile: only who changes the very record that another changed does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.rdf.names import RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graphsvc.rdf.patch import Patch
    from graphsvc.rdf.terms import Quad

__all__ = ["Conflict", "patched", "record_changes", "reverted"]

_BASIS = rms("basis")
_BASIS_CLASS = rms("Basis")
_Records = dict[NamedNode, frozenset["Quad"]]
_NONE: frozenset[Quad] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """A record that the submission changes and somebody else changed meanwhile.

    Attributes:
        record: its IRI.
        given: what the submission says of it, nothing where it takes it away.
        earlier: what was said in the version the submission was made against.
        present: what is said now.
    """

    record: str
    given: frozenset[Quad]
    earlier: frozenset[Quad]
    present: frozenset[Quad]


def patched(
    given: Iterable[Quad],
    present: Collection[Quad],
    earlier: Collection[Quad],
    complete: Collection[str] = (),
) -> tuple[list[Quad], list[Conflict]]:
    """Return a graph as a patch leaves it, and the records it cannot change.

    Args:
        given: what the patch says of its records, all in the graph.
        present: the graph as it is.
        earlier: the graph as the submitter saw it.
        complete: classes of which the patch has all records: others that the submitter saw go; and
            records that go.
    """
    new, seen = _by_record(given), _by_record(earlier)
    gone = {
        record
        for record, quads in seen.items()
        if record not in new
        and (
            record.value in complete
            or any(
                q.predicate == RDF_TYPE
                and isinstance(q.object, NamedNode)
                and q.object.value in complete
                for q in quads
            )
        )
    }
    return _merged(new | dict.fromkeys(gone, _NONE), present, seen)


def reverted(
    patch: Patch, before: Iterable[Quad], present: Collection[Quad], after: Iterable[Quad]
) -> tuple[list[Quad], list[Conflict]]:
    """Return a graph without what a patch changed in it, and the records that changed since.

    Args:
        before: the graph as the patch found it.
        present: the graph as it is.
        after: the graph as the patch left it.
    """
    was = _by_record(before)
    touched = {q.subject for q in (*patch.added, *patch.removed)}
    wanted = {r: was.get(r, _NONE) for r in touched if isinstance(r, NamedNode)}
    return _merged(wanted, present, _by_record(after))


def _merged(
    wanted: _Records, present: Collection[Quad], seen: _Records
) -> tuple[list[Quad], list[Conflict]]:
    known = _by_record(present)
    left = dict(known)
    conflicts: list[Conflict] = []
    for record, quads in wanted.items():
        before, now = seen.get(record, _NONE), known.get(record, _NONE)
        if quads == before:
            continue  # not edited: what others made of it stays
        if before != now != quads:
            conflicts.append(Conflict(record.value, quads, before, now))
        left[record] = quads
    result = [quad for quads in left.values() for quad in quads]
    return _without_idle_bases(result, present), conflicts


def record_changes(old: Iterable[Quad], new: Iterable[Quad]) -> dict[str, str]:
    """Return which records a change adds, changes or removes, by IRI; bases are parts of others."""
    before, after = _by_record(old), _by_record(new)
    found: dict[str, str] = {}
    for record in sorted(before.keys() | after.keys(), key=str):
        was, becomes = before.get(record, _NONE), after.get(record, _NONE)
        basis = any(q.predicate == RDF_TYPE and q.object == _BASIS_CLASS for q in was | becomes)
        if was != becomes and not basis:
            found[record.value] = (
                "changed" if was and becomes else "added" if becomes else "removed"
            )
    return found


def _by_record(quads: Iterable[Quad]) -> _Records:
    found: defaultdict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found[quad.subject].add(quad)
    return {record: frozenset(said) for record, said in found.items()}


def _without_idle_bases(new: list[Quad], old: Iterable[Quad]) -> list[Quad]:
    """Return the triples without the bases that were cited before and no record cites any more."""
    cited = {q.object for q in new}
    idle = {q.object for q in old if q.predicate == _BASIS and q.object not in cited}
    return [q for q in new if q.subject not in idle]
