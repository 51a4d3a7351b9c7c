"""Excel templates: which there are, and each to fill, empty or with what a body has."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from graphsvc.api.negotiation import language
from graphsvc.api.state import ServiceDep
from graphsvc.rdf.names import expand
from graphsvc.submissions.formats import WORKBOOK_TYPE
from graphsvc.tables.templates import ALL, file_name

__all__ = ["router"]

router = APIRouter(tags=["submissions"], prefix="/api/templates")


@router.get("")
def templates(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return the types of record that have a template, each with its address and columns."""
    lang = language(request)
    return {
        "templates": [
            {
                "entity": entity.name,
                "label": entity.label[lang],
                "definition": entity.definition[lang],
                "href": f"/api/templates/{entity.name}.xlsx",
                "required": [f.name for f in entity.fields if f.required],
            }
            for entity in service.registry.templates.entities
        ],
        "all": f"/api/templates/{ALL}.xlsx",
    }


@router.get("/{names}.xlsx")
def template(names: str, request: Request, service: ServiceDep) -> Response:
    """Return the template of an entity, of several with commas between, or of `all`.

    `body=` names the body or document with whose present data it is filled.
    """
    body = request.query_params.get("body", "")
    about, wanted = expand(body) if body else "", names.split(",")
    content = service.registry.templates.template(wanted, about, language(request))
    # An address is Latin letters, digits and few signs; a header takes no others.
    name = file_name(wanted, about).encode("ascii", "replace").decode().replace('"', "")
    return Response(
        content,
        media_type=WORKBOOK_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
