"""A record's changes in words: what was said before and what is said after, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphsvc.api import views
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity
    from graphsvc.rdf.terms import Triple

__all__ = [
    "Change",
    "Entry",
    "FieldChange",
    "changes_of",
    "difference_in",
    "entries_of",
]

_Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """An entry of the journal that changed a record: when, who, why, and the file it came from."""

    sequence: int
    time: str
    agent: tuple[str, str]
    reason: str
    source: str


@dataclass(frozen=True)
class FieldChange:
    """What changed in one field: the values that went and those that came, as a page shows them."""

    name: str
    label: str
    removed: _Pairs
    added: _Pairs


@dataclass(frozen=True)
class Change:
    """One entry of the journal that changed a record.

    Attributes:
        agent: who changed it: address and name of a body, or an empty address and what is known.
        source: the file it came from, empty where it was none.
        place: sheet or file, and row in it, that the record came from; None for no table.
        graph: the named graph that was changed, `dataset` what it is about.
        first: whether nothing was said of the record before.
        gone: whether nothing is said of it after.
        fields: what changed, in the shapes' order; nothing where only another dataset says so too.
    """

    sequence: int
    time: str
    agent: tuple[str, str]
    reason: str
    source: str
    place: tuple[str, int] | None
    graph: str
    dataset: str
    first: bool
    gone: bool
    fields: list[FieldChange]


def entries_of(service: Service, record: NamedNode, lang: str) -> list[Entry]:
    """Return who changed a record when and why, the latest first; what changed is left unread."""
    store = service.registry.store
    found: list[Entry] = []
    for sequence in store.changes_of(record)[::-1]:
        triples = store.describe(NamedNode(f"{ID}submission/{sequence}"))
        said = {
            t.predicate.value.rpartition("#")[2]: t.object.value
            for t in triples
            if isinstance(t.object, Literal)
        }
        found.append(
            Entry(
                sequence,
                said.get("time", ""),
                agent_in_words(service, said.get("agent", ""), lang),
                said.get("submissionReason", ""),
                said.get("sourceFile", ""),
            )
        )
    return found


def agent_in_words(service: Service, agent: str, lang: str) -> tuple[str, str]:
    """Return address and name of the body that an agent is, or no address and what it is called."""
    try:
        body = NamedNode(f"{ID}body/{agent}")
    except ValueError:
        return "", agent
    if service.registry.store.typed(body):
        return body.value, service.labels.label(body.value, lang)
    named: dict[str, dict[str, str]] = texts("ui")["agents"]
    return "", named[agent][lang] if agent in named else service.registry.tokens.label(
        agent
    ) or agent


def changes_of(
    service: Service, record: NamedNode, entity: Entity | None, lang: str
) -> list[Change]:
    """Return every change of a record in words, the latest first."""
    entries = list(service.registry.history(record))
    sequences = [e["sequence"] for e in entries]
    states = service.registry.states(record, *sequences) if entries else []
    found: list[Change] = []
    before: frozenset[Triple] = frozenset()
    for entry, after in zip(entries, states, strict=True):
        found.append(_change(service, entry, entity, lang, before=before, after=after))
        before = after
    return found[::-1]


def _change(  # noqa: PLR0913  # each is a part of the change
    service: Service,
    entry: dict[str, Any],
    entity: Entity | None,
    lang: str,
    *,
    before: frozenset[Triple],
    after: frozenset[Triple],
) -> Change:
    return Change(
        entry["sequence"],
        entry["time"],
        agent_in_words(service, entry["agent"], lang),
        entry["reason"],
        entry["source"],
        (entry["sheet"], entry["row"]) if entry["row"] else None,
        entry["graph"],
        service.labels.label(ID + entry["graph"].removeprefix(PREFIXES["graph"]), lang),
        not before,
        not after,
        difference_in(service, entity, lang, before, after),
    )


def difference_in(
    service: Service,
    entity: Entity | None,
    lang: str,
    before: Collection[Triple],
    after: Collection[Triple],
) -> list[FieldChange]:
    """Return what differs between two states of a record, in the shapes' order."""
    gone, come = _by_path(set(before) - set(after)), _by_path(set(after) - set(before))
    known = {f.path: n for n, f in enumerate(entity.fields)} if entity else {}
    paths = sorted({*gone, *come}, key=lambda p: (known.get(p, len(known)), p))
    return [
        FieldChange(
            entity.by_path[path].name if entity and path in known else "",
            entity.by_path[path].label[lang]
            if entity and path in known
            else service.labels.label(path, lang),
            _shown(service, gone.get(path, []), lang),
            _shown(service, come.get(path, []), lang),
        )
        for path in paths
        if path != RDF_TYPE.value
    ]


def _by_path(triples: Iterable[Triple]) -> dict[str, list[NamedNode | Literal]]:
    found: dict[str, list[NamedNode | Literal]] = {}
    for triple in sorted(triples, key=str):
        if isinstance(triple.object, (NamedNode, Literal)):
            found.setdefault(triple.predicate.value, []).append(triple.object)
    return found


def _shown(service: Service, values: list[NamedNode | Literal], lang: str) -> _Pairs:
    """Return values as a page shows them, texts in another language too: they changed as well."""
    return [pair for value in values for pair in views.shown(service, [value], lang)]
