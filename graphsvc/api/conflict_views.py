"""What two people made of the same record, side by side and field by field."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from graphsvc.api import views
from graphsvc.errors import VersionConflictError
from graphsvc.rdf.names import RDF_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.api.state import Service
    from graphsvc.rdf.terms import Quad, Term
    from graphsvc.submissions.merging import Conflict

__all__ = ["ConflictLine", "ConflictView", "conflicts_of"]

Values = list[tuple[str, str]]


@dataclass(frozen=True)
class ConflictLine:
    """A field that is not the same in all three versions.

    Attributes:
        earlier: what was said when the submission was begun.
        given: what the submission says.
        present: what is said now.
        both: whether both changed it, and not to the same.
    """

    label: str
    earlier: Values
    given: Values
    present: Values
    both: bool


@dataclass(frozen=True)
class ConflictView:
    """A record that was changed twice."""

    iri: str
    label: str
    lines: list[ConflictLine]


def conflicts_of(service: Service, refusal: Exception | None, lang: str) -> list[ConflictView]:
    """Return the conflicts of a refusal in words, each with the fields that differ, in order."""
    if not isinstance(refusal, VersionConflictError):
        return []
    conflicts = cast("Iterable[Conflict]", refusal.parameters.get("conflicts", ()))
    return [_conflict(service, one, lang) for one in conflicts]


def _conflict(service: Service, conflict: Conflict, lang: str) -> ConflictView:
    states = [_by_path(q) for q in (conflict.earlier, conflict.given, conflict.present)]
    known = {q.triple for q in (*conflict.present, *conflict.given, *conflict.earlier)}
    entity = service.registry.model.entity_of(known)
    order = {f.path: n for n, f in enumerate(entity.fields)} if entity else {}
    paths = sorted({p for state in states for p in state}, key=lambda p: (order.get(p, 999), p))
    lines: list[ConflictLine] = []
    for path in paths:
        earlier, given, present = (state.get(path, frozenset()) for state in states)
        if path == RDF_TYPE.value or earlier == given == present:
            continue
        label = entity.by_path[path].label[lang] if entity and path in order else ""
        shown = [views.shown(service, [*values], lang) for values in (earlier, given, present)]
        both = earlier not in (given, present) and given != present
        called = label or service.labels.label(path, lang)
        lines.append(ConflictLine(called, shown[0], shown[1], shown[2], both))
    return ConflictView(conflict.record, service.labels.label(conflict.record, lang), lines)


def _by_path(quads: Iterable[Quad]) -> Mapping[str, frozenset[Term]]:
    found: defaultdict[str, set[Term]] = defaultdict(set)
    for quad in quads:
        found[quad.predicate.value].add(quad.object)
    return {path: frozenset(terms) for path, terms in found.items()}
