"""The catalogue of questions over HTTP."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from fastapi import APIRouter, Request, Response

from graphsvc.api.negotiation import choose, language, number
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import NotAcceptableError
from graphsvc.questions.catalogue import RESERVED, Question
from graphsvc.questions.formats import question_json, write
from graphsvc.questions.running import Answer
from graphsvc.rdf.names import ID
from graphsvc.rdf.syntax import format_of, serialize
from graphsvc.rdf.terms import NamedNode, in_graph

__all__ = ["ask", "router"]

router = APIRouter(tags=["questions"], prefix="/api/questions")

ROW_LIMIT = 100_000
_MEDIA = {
    "application/json": "json",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/sparql-results+json": "srj",
    "text/turtle": "ttl",
}


@router.get("")
def questions(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return the catalogue."""
    lang = language(request)
    return {"questions": [question_json(q, lang) for q in service.registry.catalogue.questions]}


@router.get("/{name}")
def question(name: str, request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return one question with its texts in both languages."""
    return question_json(service.registry.catalogue[name], language(request), texts=True)


@router.get("/{name}/answer")
def answer(name: str, request: Request, service: ServiceDep) -> Response:
    """Return the answer; without parameters, to the example."""
    chosen = service.registry.catalogue[name]
    given = ask(service, chosen, request)
    media = _media(request)
    lang = language(request)
    if media == "text/turtle":
        content = _records(service, given)
    else:
        content = write(given, _MEDIA[media], lang)
    headers = {"X-Sequence": str(given.receipt["sequence"])}
    if _MEDIA[media] in ("csv", "xlsx"):
        headers["Content-Disposition"] = f'attachment; filename="{name}.{_MEDIA[media]}"'
    return Response(content, media_type=media, headers=headers)


def ask(
    service: Service, question: Question, request: Request, leave_out: Container[str] = ()
) -> Answer:
    """Return the answer that a request's query parameters ask for.

    Args:
        leave_out: names of query parameters that are none of the question's.
    """
    asked = request.query_params
    registry = service.registry
    # Every engine asked by name is brought up to the store: what is there is what is answered.
    number(request, "minSeq", 0, max(registry.store.sequence, 1))
    return registry.asker.ask(
        question,
        {k: v for k, v in asked.items() if k not in RESERVED and k not in leave_out},
        on=asked.get("date"),
        lang=language(request),
        limit=number(request, "limit", ROW_LIMIT, ROW_LIMIT, least=1),
        cursor=asked.get("cursor"),
        engine=asked.get("engine") or None,
        as_of=registry.sequence_at(asked["asOf"]) if asked.get("asOf") else None,
        wait_s=registry.settings.version_wait_s,
    )


def _media(request: Request) -> str:
    if name := request.query_params.get("format"):
        for media, short in _MEDIA.items():
            if name in (media, short):
                return media
        raise NotAcceptableError(value=name)
    return choose(request, list(_MEDIA))


def _records(service: Service, given: Answer) -> bytes:
    """Return the records an answer names, in Turtle."""
    names = {
        v for row in given.rows for v in row.values() if isinstance(v, str) and v.startswith(ID)
    }
    triples = [t for n in sorted(names) for t in service.registry.store.describe(NamedNode(n))]
    return serialize([in_graph(t) for t in triples], format_of("text/turtle"))
