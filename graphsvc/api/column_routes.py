"""Kept mappings of foreign tables' columns over HTTP: those there are, one kept, one forgotten."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from graphsvc.access.editors import SUBMIT, Editor
from graphsvc.api.editors import EditorDep, agent_of
from graphsvc.api.state import Service, ServiceDep
from graphsvc.rdf.names import subject_of
from graphsvc.tables.foreign import TableMapping, parsed

__all__ = ["router"]

router = APIRouter(tags=["submissions"], prefix="/api/columns")


@router.get("")
def mappings(request: Request, service: ServiceDep, editor: EditorDep) -> dict[str, Any]:
    """Return how foreign tables of the body that `body=` names are read, the latest first."""
    about = _about(service, request, editor)
    return {"tables": [_json(one) for one in service.registry.mappings.all_of(about)]}


@router.put("", response_model=None)
async def keep(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Keep mappings, JSON `{"tables": [{"entity": …, "columns": {…}}]}`; the same columns anew."""
    content = await request.body()
    return await run_in_threadpool(_keep, service, request, editor, content)


@router.delete("/{name}", status_code=204)
def forget(name: str, service: ServiceDep, editor: EditorDep) -> None:
    """Forget a mapping."""
    about, _ = service.registry.mappings.find(name)
    service.registry.permissions.require(editor, SUBMIT, about)
    service.registry.mappings.drop(name)


def _keep(service: Service, request: Request, editor: Editor, content: bytes) -> Response:
    registry, about = service.registry, _about(service, request, editor)
    agent = agent_of(request, editor)
    names = [registry.mappings.keep(about, m, agent) for m in parsed(registry.model, content)]
    kept = [registry.mappings.find(name)[1] for name in names]
    return JSONResponse({"tables": [_json(one) for one in kept]}, 201)


def _about(service: Service, request: Request, editor: Editor) -> str:
    about = subject_of(request.query_params.get("body", ""))
    service.registry.permissions.require(editor, SUBMIT, about)
    return about


def _json(mapping: TableMapping) -> dict[str, Any]:
    return {
        "id": mapping.id,
        "keptOn": mapping.kept_on,
        "entity": mapping.entity,
        "columns": dict(mapping.columns),
    }
