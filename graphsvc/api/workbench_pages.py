"""The page on which anybody writes a query of their own."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import ServiceDep
from graphsvc.errors import RequestError
from graphsvc.isolation.sparql_worker import JSON
from graphsvc.rdf.names import compact

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")

_EXAMPLE = """SELECT ?coordinator ?body WHERE {
  ?coordinator rms:coordinates ?body .
}
LIMIT 20"""


@router.get("/workbench")
async def workbench(request: Request, service: ServiceDep) -> Response:
    """Show a form for free SPARQL and what it answers."""
    query, lang = request.query_params.get("query", ""), language(request)
    answer: dict[str, Any] = {}
    text, fault = "", None
    if query.strip():
        try:
            found = await run_in_threadpool(service.sparql, query, ["text/turtle", JSON])
            if found.media == JSON:
                answer = json.loads(found.body)
            else:
                text = found.body.decode()
        except RequestError as error:
            fault = problem(error, lang)
    return page(
        request, service, "workbench.html",
        query=query or _EXAMPLE, names=answer.get("columns"),
        rows=[[_cell(value) for value in row] for row in answer.get("rows", [])],
        cut_at=answer.get("cut", {}).get("rows"), text=text, problem=fault,
        status=fault["status"] if fault else 200,
    )  # fmt: skip


def _cell(value: Any) -> dict[str, str]:  # noqa: ANN401  # whatever JSON holds
    """Return a value as it is shown, and where it leads."""
    shown = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    address = shown if _ADDRESS.fullmatch(shown) else ""
    return {"value": compact(shown) if address else shown, "address": address}
