"""A form that others overtook: what its editor left alone follows them, what was changed stays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.forms.content import Content, Entry
    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad, Term

__all__ = ["Overtaken", "joined"]

Overtaken = tuple[str, "frozenset[Quad]", "frozenset[Quad]"]
"""IRI of a record, what the form says of it, and what was said when the form was opened."""


def joined(
    model: Model, content: Content, present: Content, overtaken: Iterable[Overtaken]
) -> Content:
    """Return a form with the present values in the fields that its editor did not change.

    Args:
        present: the same form filled with what is said now.
    """
    now = {(e.entity, e.key): e for e in present.entries}
    said = {record: (given, earlier) for record, given, earlier in overtaken}
    entries: list[Entry] = []
    for entry in content.entries:
        iri = model.by_name[entry.entity].record(entry.key).value if entry.key else ""
        other = now.get((entry.entity, entry.key))
        if iri in said and other is not None and not entry.gone:
            given, earlier = (_by_path(quads) for quads in said[iri])
            paths = {f.name: f.path for f in model.by_name[entry.entity].fields}
            kept = {p for p in paths.values() if given.get(p) != earlier.get(p)}
            entry = _joined(entry, other, paths, kept)  # noqa: PLW2901  # the same record
        entries.append(entry)
    return replace(content, entries=tuple(entries), version=present.version)


def _joined(entry: Entry, other: Entry, paths: Mapping[str, str], kept: set[str]) -> Entry:
    values = {c: t for c, t in entry.values.items() if _path(paths, c) in kept}
    values |= {c: t for c, t in other.values.items() if _path(paths, c) not in kept}
    bases = entry.bases if paths.get("basis", "") in kept else other.bases
    return replace(entry, values=values, bases=bases, kept=other.kept)


def _path(paths: Mapping[str, str], column: str) -> str:
    return paths.get(column.partition("@")[0], "")


def _by_path(quads: Iterable[Quad]) -> Mapping[str, Sequence[Term]]:
    found: defaultdict[str, set[Term]] = defaultdict(set)
    for quad in quads:
        found[quad.predicate.value].add(quad.object)
    return {path: sorted(terms, key=str) for path, terms in found.items()}
