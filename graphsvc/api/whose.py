"""Whose data are meant: the body or document that somebody names on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError
from graphsvc.rdf.names import record_of
from graphsvc.tables.cells import BRACKETED

if TYPE_CHECKING:
    from graphsvc.api.state import Service

__all__ = ["whose"]

_ABOUT: Final = ("body", "document")


def whose(service: Service, text: str) -> str:
    """Return whose data it is, by its name or short name.

    Raises:
        ParameterError: nobody is called so, or several are.
    """
    registry = service.registry
    if text.partition("/")[0] in _ABOUT and "/" in text:
        return record_of(text).value
    found = registry.called.called(_ABOUT, text) if text else []
    bracketed = BRACKETED.fullmatch(text)
    if bracketed:
        found = [record_of(f"body/{bracketed[1]}").value]
    if len(found) != 1:
        near = registry.called.near(_ABOUT, text) if text else []
        told = f"({'; '.join(near)}?)" if near else ""
        raise ParameterError(name="body", value=text[:120], expected="whose-data", near=told)
    return found[0]
