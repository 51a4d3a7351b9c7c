"""Cypher, read only, over a copy of the embedded property graph and in a process of its own."""

from __future__ import annotations

from types import NoneType
from typing import Any, cast

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.api.free_answers import PROBLEMS, TABLE, free_response
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import QueryRefusedError
from graphsvc.isolation.querying import FreeAnswer
from graphsvc.sent import sent_json

__all__ = ["router"]

router = APIRouter(tags=["cypher"])

_BODY_SHARE = 16  # a body may be so many times as long as the longest text: parameters, escapes
_REQUEST = {
    "type": "object",
    "required": ["query"],
    "properties": {
        "query": {"type": "string"},
        "parameters": {"type": "object", "description": "values of $name in the query"},
    },
}


@router.post(
    "/cypher",
    responses={
        200: {"description": "The answer.", "content": {"application/json": TABLE}},
        **PROBLEMS,
    },
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": _REQUEST}}}
    },
)
async def cypher(request: Request, service: ServiceDep) -> Response:
    """Answer `{query, parameters}`; a query only reads."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise QueryRefusedError(reason="json")
    return free_response(await run_in_threadpool(_answer, service, await request.body()))


def _answer(service: Service, body: bytes) -> FreeAnswer:
    query, parameters = _read(body, service.registry.settings.query_limit_bytes * _BODY_SHARE)
    return service.cypher(query, parameters)


def _read(body: bytes, limit: int) -> tuple[str, dict[str, Any]]:
    """Return query and parameters.

    Raises:
        QueryRefusedError: the body is too long, or no such JSON.
    """
    if len(body) > limit:
        raise QueryRefusedError(reason="length", limit=limit)
    try:
        given = sent_json(body)
    except ValueError as error:
        raise QueryRefusedError(reason="json") from error
    fields = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    query: Any = fields.get("query")
    parameters: Any = fields.get("parameters")
    if not isinstance(query, str) or not isinstance(parameters, (dict, NoneType)):
        raise QueryRefusedError(reason="json")
    return query, cast("dict[str, Any]", parameters or {})
