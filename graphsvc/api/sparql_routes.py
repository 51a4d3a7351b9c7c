"""The SPARQL 1.1 Protocol, read only, over a checkpoint and in a process of its own."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import parse_qs

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from graphsvc.api.free_answers import PROBLEMS, TABLE, free_response
from graphsvc.api.negotiation import ranked, wants_html
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import QueryRefusedError, QuerySyntaxError
from graphsvc.isolation.sparql_worker import GRAPH_TYPES, JSON, SOLUTION_TYPES

__all__ = ["router"]

router = APIRouter(tags=["sparql"])

_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .

[] a sd:Service ;
    sd:endpoint </sparql> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON> ,
        <http://www.w3.org/ns/formats/SPARQL_Results_XML> ,
        <http://www.w3.org/ns/formats/SPARQL_Results_CSV> ,
        <http://www.w3.org/ns/formats/SPARQL_Results_TSV> ,
        <http://www.w3.org/ns/formats/Turtle> .
"""
_TEXT = {"type": "string"}
_ANSWERS = {
    200: {
        "description": "The answer in the type accepted; SPARQL JSON or Turtle by default.",
        "content": {
            media: TABLE if media == JSON else {"schema": _TEXT}
            for media in dict.fromkeys((*SOLUTION_TYPES, *GRAPH_TYPES))
        },
    },
    **PROBLEMS,
}
_FORM = {"type": "object", "properties": {"query": _TEXT}, "required": ["query"]}
_BODY = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {"schema": _FORM},
        "application/sparql-query": {"schema": _TEXT},
    },
}
_QUERY = {"name": "query", "in": "query", "required": False, "schema": _TEXT}


@router.get("/sparql", responses=_ANSWERS, openapi_extra={"parameters": [_QUERY]})
async def sparql_get(request: Request, service: ServiceDep) -> Response:
    """Answer the query of `query=`; without one, describe the service."""
    query = request.query_params.get("query")
    _refuse_dataset(request.query_params)
    if query is None:
        if wants_html(request):
            return RedirectResponse("/workbench", status_code=303)
        return Response(_DESCRIPTION, media_type="text/turtle")
    return await _answer(service, request, query)


@router.post("/sparql", responses=_ANSWERS, openapi_extra={"requestBody": _BODY})
async def sparql_post(request: Request, service: ServiceDep) -> Response:
    """Answer the query of the body, as the protocol has it: a form, or the text itself."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise QuerySyntaxError(reason="UTF-8") from error
    if media == "application/sparql-query":
        return await _answer(service, request, text)
    if media == "application/x-www-form-urlencoded":
        fields = _fields(text)
        _refuse_dataset(fields)
        if "update" not in fields and len(fields.get("query", ())) == 1:
            return await _answer(service, request, fields["query"][0])
    raise QueryRefusedError(reason="missing")


def _fields(form: str) -> dict[str, list[str]]:
    try:
        return parse_qs(form, max_num_fields=16)
    except ValueError as error:
        raise QueryRefusedError(reason="больше 16 полей / more than 16 fields") from error


def _refuse_dataset(fields: Container[str]) -> None:
    """Refuse a dataset named beside the query: to pass over it would be a wrong answer."""
    if any(name in fields for name in ("default-graph-uri", "named-graph-uri")):
        raise QueryRefusedError(reason="набор задаётся в запросе: FROM / name graphs by FROM")


async def _answer(service: Service, request: Request, query: str) -> Response:
    accepted = ranked(request.headers.get("accept") or "*/*")
    return free_response(await run_in_threadpool(service.sparql, query, accepted))
