"""Queries that are ready to run, for the editor: the catalogue's questions and examples."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse, PlainTextResponse

from graphsvc.api.answer_views import chosen
from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import QuestionNotFoundError
from graphsvc.locale import texts
from graphsvc.questions.binding import bind, bind_cypher, complete
from graphsvc.questions.engines import CYPHER, ENGINES, SPARQL
from graphsvc.sent import whole_number

__all__ = ["ready_text", "router"]

router = APIRouter(include_in_schema=False)

_EXAMPLE = "example:"


@router.get("/workbench/ready")
def ready(request: Request, service: ServiceDep) -> Response:
    """Return id and title of each: what the editor proposes beside terms."""
    lang = language(request)
    found = [(f"{_EXAMPLE}{n}", one["title"][lang]) for n, one in enumerate(_examples())]
    found += [(q.id, q.title[lang]) for q in service.registry.catalogue.questions]
    return JSONResponse([{"id": name, "title": title} for name, title in found])


@router.get("/workbench/ready/{name}")
def text(name: str, request: Request, service: ServiceDep) -> Response:
    """Return the text of one, in the language that `engine=` names."""
    engine = chosen(request.query_params, ENGINES, SPARQL, name="engine")
    return PlainTextResponse(ready_text(service, name, engine))


def ready_text(service: Service, name: str, engine: str) -> str:
    """Return the text of a question, its examples filled in, or of one of the page's examples.

    Raises:
        QuestionNotFoundError: there is neither.
    """
    if name.startswith(_EXAMPLE):
        number, examples = whole_number(name.removeprefix(_EXAMPLE)), _examples()
        if number is None or number >= len(examples):
            raise QuestionNotFoundError(name=name[:120])
        return str(examples[number][engine]).strip() + "\n"
    one = service.registry.catalogue[name]
    values = complete(one, {}, None)
    return bind_cypher(one, values) if engine == CYPHER else bind(one, values)


def _examples() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = texts("workbench")["examples"]
    return found
