"""The page of a record that is no more: when it went, by which submission, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphsvc.api.negotiation import language, wants_html
from graphsvc.api.record_changes import agent_in_words
from graphsvc.api.rendering import page
from graphsvc.api.submission_changes import AlsoSaid
from graphsvc.errors import RecordNotFoundError
from graphsvc.projections.labels import Labels
from graphsvc.rdf.names import ID, record_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graphsvc.api.state import Service
    from graphsvc.rdf.terms import NamedNode

__all__ = ["called_once", "gone"]

_GONE: Final = 410


def gone(path: str, request: Request, service: Service) -> Response:
    """Return the page of what was a record once.

    Raises:
        RecordNotFoundError: there never was one, or no page is asked for.
    """
    record, lang, registry = record_of(ID + path), language(request), service.registry
    changed = registry.store.changes_of(record)
    if not changed or not wants_html(request):
        raise RecordNotFoundError(name=path)
    header = registry.journal.read(max(changed)).header
    return page(
        request,
        service,
        "record_gone.html",
        short=path,
        label=called_once(service, record, lang),
        entry=max(changed),
        went=header.time.isoformat(),
        agent=agent_in_words(service, header.agent, lang),
        reason=header.reason,
        graphs=[header.graph],
        status=_GONE,
    )


def called_once(service: Service, record: NamedNode, lang: str) -> str:
    """Return what a record is called, or was when it was last there."""
    registry = service.registry
    label = service.labels.label(record.value, lang)
    changed = registry.store.changes_of(record)
    if registry.store.typed(record) or not changed:
        return label
    (before,) = registry.states(record, max(changed) - 1)
    said: Any = AlsoSaid(service, before)
    return Labels(registry.model, said).label(record.value, lang)
