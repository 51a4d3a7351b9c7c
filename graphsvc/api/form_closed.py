"""The form of what somebody may not change: whose it is, and what they may do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.access.editors import SUBMIT
from graphsvc.api.keepers import kept_by
from graphsvc.api.negotiation import language
from graphsvc.api.offering import own_subjects
from graphsvc.api.rendering import page
from graphsvc.rdf.names import compact, graph_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graphsvc.access.editors import Editor
    from graphsvc.api.state import Service

__all__ = ["closed"]

_FORBIDDEN: Final = 403
_OWN: Final = 12
"""Most bodies of an editor that are offered by name."""


def closed(  # noqa: PLR0913, PLR0917  # what a form is of, and who asks
    request: Request,
    service: Service,
    editor: Editor | None,
    entity: str,
    about: str,
    iri: str = "",
) -> Response | None:
    """Return the page for who is signed in and may not change a form's data; None for others.

    Args:
        about: whose data the form is of.
        iri: of the record, empty for a new one.
    """
    if editor is None or service.registry.permissions.may(editor, SUBMIT, about):
        return None
    lang, label = language(request), service.labels.label
    keepers = [k for _, _, k in kept_by(service, [graph_of(about).value], lang) if k]
    return page(
        request,
        service,
        "form_closed.html",
        entity=service.registry.model.by_name[entity],
        about=about,
        about_label=label(about, lang),
        keeper=keepers[0] if keepers else "",
        iri=iri,
        title=label(iri, lang) if iri else "",
        place=f"/forms/{compact(iri)}" if iri else f"/forms/{entity}",
        own=own_subjects(service, editor, lang)[:_OWN],
        graphs=[graph_of(about).value],
        status=_FORBIDDEN,
    )
