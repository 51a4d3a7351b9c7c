"""The page on which anybody writes a query of their own."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import RequestError
from graphsvc.isolation.guard import check_sparql
from graphsvc.rdf.names import compact

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_EXAMPLE = """SELECT ?coordinator ?body WHERE {
  ?coordinator rms:coordinates ?body .
}
LIMIT 20"""


@router.get("/workbench")
async def workbench(request: Request, service: ServiceDep) -> Response:
    """Show a form for free SPARQL and what it answers."""
    query, lang = request.query_params.get("query", ""), language(request)
    names: list[str] | None = None
    rows: list[list[dict[str, str]]] = []
    text, fault = "", None
    if query.strip():
        try:
            media, body = await run_in_threadpool(_free, service, query)
            if media == "text/turtle":
                text = body.decode()
            else:
                names, rows = _solutions(json.loads(body))
        except RequestError as error:
            fault = problem(error, lang)
    return page(
        request, service, "workbench.html",
        query=query or _EXAMPLE, names=names, rows=rows, text=text, problem=fault,
        status=fault["status"] if fault else 200,
    )  # fmt: skip


def _free(service: Service, query: str) -> tuple[str, bytes]:
    settings = service.registry.settings
    check_sparql(
        query, limit_bytes=settings.query_limit_bytes, depth_limit=settings.query_depth_limit
    )
    _, media, body = service.free(query, ["application/sparql-results+json", "text/turtle"])
    return media, body


def _solutions(answer: dict[str, Any]) -> tuple[list[str], list[list[dict[str, str]]]]:
    if "boolean" in answer:
        return ["?"], [[{"type": "literal", "value": str(answer["boolean"]).lower(), "short": ""}]]
    names: list[str] = answer["head"]["vars"]
    rows = [
        [_binding(solution.get(n, {"type": "literal", "value": ""})) for n in names]
        for solution in answer["results"]["bindings"]
    ]
    return names, rows


def _binding(value: dict[str, str]) -> dict[str, str]:
    return {"type": value["type"], "value": value["value"], "short": compact(value["value"])}
