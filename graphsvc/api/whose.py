"""Whose data are meant: the body or document that somebody names on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import SUBJECTS, subject_of
from graphsvc.tables.cells import BRACKETED

if TYPE_CHECKING:
    from graphsvc.api.state import Service

__all__ = ["whose"]

_NEAR: Final = 3


def whose(service: Service, text: str) -> str:
    """Return whose data it is, by its name or short name.

    Raises:
        ParameterError: nobody is called so, or several are.
    """
    registry = service.registry
    if text.startswith(tuple(f"{kind}/" for kind in SUBJECTS)):
        return subject_of(text)
    found = registry.called.called(SUBJECTS, text) if text else []
    bracketed = BRACKETED.fullmatch(text)
    if bracketed:
        found = [subject_of(f"body/{bracketed[1]}")]
    if len(found) != 1:
        near = _near(service, text) if text else []
        told = f"({'; '.join(near)}?)" if near else ""
        raise ParameterError(name="body", value=text[:120], expected="whose-data", near=told)
    return found[0]


def _near(service: Service, text: str) -> list[str]:
    """Return what may be meant: what all the words name, abbreviations among them, else alike."""
    registry = service.registry
    named = [registry.called.written(i, SUBJECTS) for i in registry.finder.named(text, SUBJECTS)]
    return [*dict.fromkeys([*named, *registry.called.near(SUBJECTS, text)])][:_NEAR]
