"""The page on which anybody writes a query of their own, in SPARQL or in Cypher."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from graphsvc.api import views
from graphsvc.api.answer_views import addresses, chart_view, chosen, made_of, page_of
from graphsvc.api.drawing import drawn
from graphsvc.api.free_files import FILES, written
from graphsvc.api.guards import policy
from graphsvc.api.negotiation import language
from graphsvc.api.query_faults import fault_of
from graphsvc.api.ready_queries import ready_text
from graphsvc.api.ready_queries import router as ready_router
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.wording import column_name
from graphsvc.errors import NotAcceptableError, RequestError
from graphsvc.isolation.querying import FreeAnswer
from graphsvc.isolation.sparql_worker import JSON
from graphsvc.locale import texts
from graphsvc.network import tabular
from graphsvc.network.answer_graph import Link
from graphsvc.network.charting import chart_offered
from graphsvc.questions.engines import CYPHER, ENGINES, SPARQL

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
router.include_router(ready_router)

ROWS_READ: Final = 2_000
"""Most rows of an answer that the page looks at; the files have them all."""


@dataclass(frozen=True)
class Found:
    """An answer as it came: its JSON, and how long it took."""

    table: tabular.Table
    links: list[Link]
    nodes: list[str]
    count: int
    cut: dict[str, int]
    sequence: int
    seconds: float


@router.get("/workbench")
def workbench(request: Request, service: ServiceDep) -> Response:
    """Show the editor, the examples and, for a query in the address, what it answers."""
    asked = {k: v for k, v in request.query_params.items() if k != "lang"}
    lang = language(request)
    engine = chosen(asked, ENGINES, SPARQL, name="engine")
    if name := asked.get("example"):
        kept = {"lang": lang} if "lang" in request.query_params else {}
        text = ready_text(service, name, engine)
        return RedirectResponse(
            "/workbench?" + urlencode({"engine": engine, "query": text} | kept), 303
        )
    query = asked.get("query", "").replace("\r\n", "\n")
    found, fault, view = None, None, dict[str, Any]()
    if query.strip():
        try:
            found = _found(service, query, engine, lang)
            view = _view(service, found, asked, request)
        except RequestError as error:
            found = None
            fault = fault_of(error, query, engine, service.registry.property_graph, lang)
    nonce = secrets.token_urlsafe(16)
    rows: list[int] = view["page"].rows if found else []
    named: list[object] = [c.value for n in rows for c in found.table.rows[n]] if found else []
    graphs, made_up = made_of(service, named)
    examples: list[dict[str, Any]] = texts("workbench")["examples"]
    kept = {k: v for k, v in asked.items() if k in ("engine", "query")}
    shown = page(
        request, service, "workbench.html",
        engine=engine, engines=ENGINES, query=query,
        starts={e: examples[0][e].strip() for e in ENGINES},
        found=found, fault=fault, nonce=nonce,
        took=tabular.figure(round(found.seconds, 2), lang) if found else "",
        examples=[_example(e, engine, lang) for e in examples], topics=views.topics(service),
        address=addresses("/workbench", asked),
        download=addresses("/workbench/answer", kept | {"lang": lang}),
        kept=kept | {k: v for k, v in request.query_params.items() if k == "lang"},
        files=_files(query, engine),
        limits=service.registry.settings,
        row_limit=tabular.figure(service.registry.settings.query_row_limit, lang),
        editor_words={k: v[lang] for k, v in texts("workbench")["editor"].items()},
        graphs=graphs, made_up=made_up,
        status=fault.status if fault else 200,
        **view,
    )  # fmt: skip
    # The editor's styles are made as it runs; no other style or script gets in with them.
    shown.headers["Content-Security-Policy"] = policy(style=f"'nonce-{nonce}'")
    return shown


@router.get("/workbench/answer")
def answer_file(request: Request, service: ServiceDep) -> Response:
    """Return the answer to a query of one's own as a file."""
    asked = request.query_params
    name, query = asked.get("format", "json"), asked.get("query", "")
    engine = chosen(asked, ENGINES, SPARQL, name="engine")
    if name not in _files(query, engine):
        raise NotAcceptableError(value=name[:40])
    accepted = FILES[name] if name == "ttl" else JSON
    given = service.cypher(query, {}) if engine == CYPHER else service.sparql(query, [accepted])
    body = written(given, name, language(request))
    headers = {
        "Content-Disposition": f'attachment; filename="answer.{name}"',
        "X-Sequence": str(given.sequence),
    }
    return Response(body, media_type=FILES[name], headers=headers)


def _files(query: str, engine: str) -> list[str]:
    """Return the formats of a query's answer: one that makes a graph is written in Turtle, too."""
    graph = engine == SPARQL and any(w in query.upper() for w in ("CONSTRUCT", "DESCRIBE"))
    return [name for name in FILES if name != "ttl" or graph]


def _example(example: dict[str, Any], engine: str, lang: str) -> tuple[str, str]:
    """Return an example's title and its address."""
    asked = {"engine": engine, "query": example[engine].strip(), "view": example["view"]}
    kept = {k: v for k, v in asked.items() if v}
    return example["title"][lang], "/workbench?" + urlencode(kept)


def _found(service: Service, query: str, engine: str, lang: str) -> Found:
    """Return what a query answers.

    Raises: as `Service.sparql` and `Service.cypher`.
    """
    start = time.perf_counter()
    given: FreeAnswer
    given = service.cypher(query, {}) if engine == CYPHER else service.sparql(query, [JSON])
    seconds = time.perf_counter() - start
    data: dict[str, Any] = json.loads(given.body)
    rows: list[list[Any]] = data["rows"]
    names = dict[str, str]()

    def label(iri: str) -> str:
        if iri not in names:
            names[iri] = service.labels.label(iri, lang)
        return names[iri]

    called = partial(column_name, service.registry.model, lang=lang)
    table = tabular.of_values(data["columns"], rows[:ROWS_READ], label, lang, called)
    graph: dict[str, Any] = data.get("graph", {"nodes": [], "edges": []})
    paths = {r.name: r.path for r in service.registry.property_graph.relationships}
    links = [_link(e, paths, label) for e in graph["edges"]]
    nodes = [n["iri"] for n in graph["nodes"]]
    return Found(table, links, nodes, len(rows), dict(given.cut), given.sequence, seconds)


def _link(edge: dict[str, Any], paths: dict[str, str], label: Any) -> Link:  # noqa: ANN401  # a function
    """Return an edge with its relation's name in words and its slug as the code list has it."""
    kind = str(edge["type"])
    path = paths.get(kind, kind)
    local = path.rpartition("#")[2].rpartition("/")[2]
    slug = "".join(f"-{c.lower()}" if c.isupper() else c for c in local)
    name = label(path) if path.startswith("http") else kind.lower().replace("_", " ")
    return Link(edge["source"], edge["target"], name, slug)


def _view(
    service: Service, found: Found, asked: dict[str, str], request: Request
) -> dict[str, Any]:
    """Return what the page shows of an answer: the view asked for, and which there are.

    Raises:
        ParameterError: there is no such view, column or page.
    """
    lang = language(request)
    offered = ["table"]
    offered += ["graph"] if found.nodes else []
    offered += ["chart"] if chart_offered(found.table.heads) and found.table.rows else []
    wanted = asked.get("view", "")
    # An example names a view; the same query may have an answer without it.
    name = wanted if wanted in offered else chosen(asked, ("table", "graph", "chart"), "table")
    shown: dict[str, Any] = {
        "view": name if name in offered else "table",
        "views": offered,
        "page": page_of(found.table, asked),
    }
    if shown["view"] == "graph":
        shown["picture"] = drawn(
            service, found.links, lang,
            title=str(texts("ui")["workbench_picture"][lang]), alone=found.nodes, request=request,
        )  # fmt: skip
    if shown["view"] == "chart":
        shown["chart"] = chart_view(found.table, asked, lang)
    return shown
