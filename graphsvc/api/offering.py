"""What a page of handing in offers to choose from: types of record, and whose data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.access.editors import SUBMIT
from graphsvc.rdf.names import SUBJECTS, compact, expand
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.access.editors import Editor
    from graphsvc.api.state import Service
    from graphsvc.model.entities import Entity

__all__ = ["offered_bodies", "offered_entities", "own_subjects"]

_COMMON: Final = ("agreement", "practice", "activity", "document", "person", "post", "completion")
"""What most submissions are of; the other types follow by name."""


def offered_entities(entities: Iterable[Entity], lang: str) -> tuple[list[Entity], list[Entity]]:
    """Return the types of record that are handed in most, and the others by name."""
    by_name = {e.name: e for e in entities}
    common = [by_name.pop(name) for name in _COMMON if name in by_name]
    return common, sorted(by_name.values(), key=lambda e: e.label[lang].casefold())


def own_subjects(service: Service, editor: Editor | None, lang: str) -> list[tuple[str, str]]:
    """Return short name and name of each body or document that an editor hands in for, by name.

    Nothing for who may hand in for everybody: nobody is more its own than others.
    """
    roles = [r for r in editor.roles if r.action == SUBMIT] if editor else []
    found = {b for role in roles if role.body for b in service.registry.permissions.covered(role)}
    known = [b for b in found if service.registry.store.typed(NamedNode(b))]
    named = [(compact(b), service.labels.label(b, lang)) for b in known]
    return sorted(named, key=lambda one: one[1].casefold())


def offered_bodies(service: Service, editor: Editor | None) -> tuple[list[str], str]:
    """Return the names of bodies to choose from, an editor's own first, and the one that is meant.

    None is meant where the editor hands in for several, or for everybody.
    """
    registry = service.registry
    bodies: list[str] = service.kept.get(
        "bodies-called", lambda: registry.templates.known(["body"])
    )
    subjects = own_subjects(service, editor, "ru")
    own = [registry.called.written(expand(short), SUBJECTS) for short, _ in subjects]
    return [*dict.fromkeys([*own, *bodies])], own[0] if len(own) == 1 else ""
