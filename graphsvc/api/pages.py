"""The pages: the routes of the API as a list; the others are in modules beside."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from graphsvc.api import (
    audit_pages,
    calendar_pages,
    column_pages,
    deficit_pages,
    desk_pages,
    document_pages,
    draft_pages,
    form_pages,
    graph_pages,
    guide_pages,
    history_pages,
    home_pages,
    indicator_pages,
    model_pages,
    name_pages,
    network_pages,
    plan_compare_pages,
    plan_pages,
    question_pages,
    receipt_pages,
    record_pages,
    search_pages,
    sign_in_pages,
    standing_pages,
    submit_pages,
    workbench_pages,
)
from graphsvc.api.rendering import page
from graphsvc.api.state import ServiceDep

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
for part in (
    home_pages,
    search_pages,
    question_pages,
    audit_pages,
    calendar_pages,
    plan_compare_pages,  # before the pages of plans, one of which might be called so
    plan_pages,
    deficit_pages,
    indicator_pages,
    network_pages,
    receipt_pages,
    record_pages,
    workbench_pages,
    history_pages,
    standing_pages,
    column_pages,
    name_pages,
    submit_pages,
    form_pages,
    draft_pages,
    desk_pages,
    sign_in_pages,
    graph_pages,
    guide_pages,
    document_pages,
    model_pages,
):
    router.include_router(part.router)


@router.get("/docs")
def reference(request: Request, service: ServiceDep) -> Response:
    """Show the API's routes."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    routes = [
        (method.upper(), path, str(operation.get("description", "")).partition("\n")[0])
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
    return page(request, service, "api.html", routes=routes)
