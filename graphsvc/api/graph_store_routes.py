"""The SPARQL 1.1 Graph Store Protocol for the graph of one body or document.

What is put, posted or deleted is a submission like any other. Graphs are named indirectly, by
`graph=` (4.2 of the specification).
"""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from graphsvc.access.editors import Editor
from graphsvc.api.editors import EditorDep, agent_of
from graphsvc.api.handing_in import base_of
from graphsvc.api.negotiation import choose, language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.submission_views import answered
from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.rdf.names import ID, PREFIXES, expand, graph_of, subject_of
from graphsvc.rdf.syntax import MEDIA_TYPES, format_of, serialize
from graphsvc.submissions.cases import ACCEPTED
from graphsvc.submissions.formats import Handed

__all__ = ["router"]

router = APIRouter(tags=["submissions"])

_NOTHING: Final = "application/n-triples"


@router.get("/rdf-graph-store")
def read(request: Request, service: ServiceDep) -> Response:
    """Return a body's or document's graph as it was handed in; `ETag` is its version."""
    graph, registry = graph_of(_about(request)), service.registry
    quads = registry.store.graph(graph)
    if not quads:
        raise RecordNotFoundError(name=graph.value)
    media = choose(request, list(MEDIA_TYPES))
    version = registry.pipeline.version(graph)
    content = serialize(quads, MEDIA_TYPES[media])
    return Response(content, media_type=media, headers={"ETag": f'"{version}"'})


@router.put("/rdf-graph-store")
async def put(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Hand in a graph in place of what it was: 201 new, 200 changed or the same, 202 waiting."""
    content = await request.body()
    return await run_in_threadpool(_hand_in, request, service, editor, content, "replace")


@router.post("/rdf-graph-store")
async def post(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Hand in triples to add to a graph; answered as `PUT` is."""
    content = await request.body()
    return await run_in_threadpool(_hand_in, request, service, editor, content, "merge")


@router.delete("/rdf-graph-store")
def delete(request: Request, service: ServiceDep, editor: EditorDep) -> Response:
    """Hand in that a graph is empty; answered as `PUT` is."""
    graph = graph_of(_about(request))
    if not service.registry.store.graph(graph):
        raise RecordNotFoundError(name=graph.value)
    return _hand_in(request, service, editor, b"", "replace", _NOTHING)


def _hand_in(  # noqa: PLR0913, PLR0917  # what is handed in and how
    request: Request,
    service: Service,
    editor: Editor,
    content: bytes,
    mode: str,
    media: str = "",
) -> Response:
    about = _about(request)
    name = media or request.headers.get("content-type", "").partition(";")[0].strip().lower()
    format_of(name)  # tables are handed in elsewhere
    handed = Handed(
        name,
        content,
        about,
        agent_of(request, editor),
        request.query_params.get("reason", ""),
        mode,
        base_of(request.headers.get("if-match", "")),
    )
    known = service.registry.pipeline.version(graph_of(about))
    done = service.registry.desk.hand_in(handed, editor)
    response = answered(service, done, language(request))
    if done.state == ACCEPTED and known:
        response.status_code = 200  # it was there before
    return response


def _about(request: Request) -> str:
    """Return the body or document whose graph is named.

    Raises:
        ParameterError: none is named, or one that nobody hands in.
    """
    given = request.query_params.get("graph", "")
    graph = expand(given)
    if not graph.startswith(PREFIXES["graph"]):
        raise ParameterError(name="graph", value=given[:120], expected="a-graph")
    return subject_of(ID + graph.removeprefix(PREFIXES["graph"]), "graph")
