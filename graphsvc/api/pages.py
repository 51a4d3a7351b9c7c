"""Pages: home, questions and answers, search, registers, records, the documents' texts."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from graphsvc.api import document_text
from graphsvc.api.negotiation import language, number
from graphsvc.api.problems import problem
from graphsvc.api.question_routes import ask
from graphsvc.api.relations import in_words
from graphsvc.api.rendering import page, synthetic_graphs
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import RecordNotFoundError, RequestError
from graphsvc.isolation.guard import check_sparql
from graphsvc.model.entities import Entity
from graphsvc.projections.registers import Register
from graphsvc.questions.catalogue import Parameter, Question
from graphsvc.rdf.names import BASE, ID, RDF_TYPE, compact
from graphsvc.rdf.terms import Literal, NamedNode

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE_ROWS = 50
_PICK_LIMIT = 400
_SHOWN = 12
_HIDDEN = ("basis", "occurrence")


@router.get("/")
def home(request: Request, service: ServiceDep) -> Response:
    """Show what is here."""
    return page(
        request, service, "home.html",
        topics=_topics(service),
        counts=[c for c in _counts(service) if c[1]],
        sources=document_text.sources(service, language(request)),
    )  # fmt: skip


@router.get("/questions")
def questions(request: Request, service: ServiceDep) -> Response:
    """Show the catalogue by topic."""
    return page(request, service, "questions.html", topics=_topics(service))


@router.get("/questions/{name}")
def question(name: str, request: Request, service: ServiceDep) -> Response:
    """Show a question's form and, for what the address asks, its answer."""
    chosen = service.registry.catalogue[name]
    lang = language(request)
    answer, fault = None, None
    try:
        answer = ask(service, chosen, request)
    except RequestError as error:
        fault = problem(error, lang)
    values = answer.parameters if answer else dict(request.query_params)
    asked = {k: v for k, v in request.query_params.items() if k not in ("lang", "format")}

    def download(name: str) -> str:
        return urlencode({**asked, "format": name, "lang": lang})

    shown = [v for row in answer.rows for v in row.values()] if answer else []
    return page(
        request, service, "question.html",
        question=chosen, answer=answer, problem=fault,
        values={n: values.get(n, "") for n in ("date", *(p.name for p in chosen.parameters))},
        choices={p.name: _choices(service, p, lang) for p in chosen.parameters},
        query=chosen.sparql,
        workbench="/workbench?" + urlencode({"query": chosen.sparql}),
        download=download,
        graphs=_graphs(service, shown),
        status=fault["status"] if fault else 200,
    )  # fmt: skip


@router.get("/search")
def search(request: Request, service: ServiceDep) -> Response:
    """Show the records, and the questions, that the words find."""
    q, lang = request.query_params.get("q", ""), language(request)
    hits, count = service.registry.search.find(q, limit=PAGE_ROWS)
    made_up = synthetic_graphs(service)
    found = [
        (
            h.iri,
            service.labels.label(h.iri, lang),
            service.registry.model.by_name[h.entity].label[lang],
            bool(made_up & _graphs(service, [h.iri])),
        )
        for h in hits
    ]
    return page(
        request, service, "search.html",
        q=q, hits=found, count=count, questions=_matching(service, q, lang),
    )  # fmt: skip


@router.get("/records")
def registers(request: Request, service: ServiceDep) -> Response:
    """Show the list of registers."""
    return page(request, service, "registers.html", counts=_counts(service))


@router.get("/records/{name}")
def register(name: str, request: Request, service: ServiceDep) -> Response:
    """Show one register with its facets."""
    entity = service.registry.model.by_name.get(name)
    if entity is None:
        raise RecordNotFoundError(name=name)
    lang, asked = language(request), request.query_params
    wanted = {k: v for k, v in asked.items() if k in entity.by_name and v}
    start = number(request, "cursor", 0, 10_000_000)
    found = Register(service.registry.store, service.registry.search, entity).find(
        wanted, asked.get("q", "")
    )
    columns = [
        f
        for f in entity.fields
        if f.name not in ("label", "basis", "note", "altLabel", "hiddenLabel")
    ][:5]
    made_up = synthetic_graphs(service)
    rows = [
        (
            r.value,
            service.labels.label(r.value, lang),
            [
                _shown(service, service.registry.store.values(r, NamedNode(f.path)), lang)
                for f in columns
            ],
            bool(made_up & _graphs(service, [r.value])),
        )
        for r in found.records[start : start + PAGE_ROWS]
    ]
    facets = [
        (
            n,
            entity.by_name[n].label[lang],
            [(compact(v), service.labels.label(v, lang), c) for v, c in counts],
        )
        for n, counts in found.facets.items()
    ]

    def at(cursor: int) -> str:
        return "?" + urlencode({**asked, "cursor": cursor})

    return page(
        request, service, "register.html",
        entity=entity, columns=columns, rows=rows, facets=facets, count=len(found.records),
        q=asked.get("q", ""), wanted=wanted,
        before=at(max(0, start - PAGE_ROWS)) if start else None,
        after=at(start + PAGE_ROWS) if start + PAGE_ROWS < len(found.records) else "",
    )  # fmt: skip


@router.get("/page/{path:path}")
def record(path: str, request: Request, service: ServiceDep) -> Response:
    """Show one record: what is stated, its basis, who refers to it, its history."""
    iri, lang, store = NamedNode(ID + path), language(request), service.registry.store
    entity = _entity(service, iri)
    if entity is None:
        raise RecordNotFoundError(name=path)
    fields = [
        (f, _shown(service, found, lang))
        for f in entity.fields
        if f.name != "basis" and (found := store.values(iri, NamedNode(f.path)))
    ]
    relations = in_words(service, iri, lang)
    told = {r.record for r in relations}
    referrers = [
        (s, p)
        for s, p in store.referrers(iri)
        if s.value.startswith(ID) and s.value not in told and p not in _direct(service)
    ]
    by_property: dict[str, list[tuple[str, str]]] = {}
    for subject, used in referrers:
        title = service.labels.label(used.value, lang)
        label = service.labels.label(subject.value, lang)
        by_property.setdefault(title, []).append((subject.value, label))
    return page(
        request, service, "record.html",
        iri=iri.value, short=path, entity=entity, fields=fields,
        label=service.labels.label(iri.value, lang),
        bases=document_text.bases(service, iri, lang), relations=relations,
        referrers=[(title, items[:_SHOWN]) for title, items in by_property.items()],
        total=len(referrers),
        history=list(service.registry.history(iri)),
        graphs=_graphs(service, [iri.value]),
    )  # fmt: skip


@router.get("/documents")
def documents(request: Request, service: ServiceDep) -> Response:
    """Show the documents whose texts are here."""
    found = document_text.sources(service, language(request))
    return page(request, service, "documents.html", sources=found)


@router.get("/documents/{slug}")
def document(slug: str, request: Request, service: ServiceDep) -> Response:
    """Show a document's text, line by line, with the records that rest on each."""
    lang = language(request)
    lines = document_text.lines(service, slug, lang)
    iri = f"{ID}document/{slug}"
    return page(
        request, service, "document.html",
        slug=slug, lines=lines, label=service.labels.label(iri, lang),
        graphs=_graphs(service, [iri]),
    )  # fmt: skip


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
    example = (
        "SELECT ?coordinator ?body WHERE {\n  ?coordinator rms:coordinates ?body .\n}\nLIMIT 20"
    )
    return page(
        request, service, "workbench.html",
        query=query or example, names=names, rows=rows, text=text, problem=fault,
        status=fault["status"] if fault else 200,
    )  # fmt: skip


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


def _free(service: Service, query: str) -> tuple[str, bytes]:
    settings = service.registry.settings
    check_sparql(
        query, limit_bytes=settings.query_limit_bytes, depth_limit=settings.query_depth_limit
    )
    _, folder = service.checkpoint()
    return service.queries.run(folder, query, ["application/sparql-results+json", "text/turtle"])


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


def _topics(service: Service) -> list[tuple[str, list[Question]]]:
    topics: dict[str, list[Question]] = {}
    for one in service.registry.catalogue.questions:
        topics.setdefault(one.topic, []).append(one)
    return list(topics.items())


def _counts(service: Service) -> list[tuple[Entity, int]]:
    rows = service.registry.store.select(
        "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type"
    )
    counts = {row["type"].value: int(row["n"].value) for row in rows}
    shown = (e for e in service.registry.model.entities if e.name not in _HIDDEN)
    return [(e, counts.get(e.iri, 0)) for e in shown]


def _choices(service: Service, parameter: Parameter, lang: str) -> list[tuple[str, str]]:
    """Return values and labels to pick from; nothing where there are too many or none."""
    if parameter.type == "concept":
        listed = service.registry.model.concepts.get(f"{BASE}scheme/{parameter.entity}", {})
        pairs = [(compact(iri), service.labels.label(iri, lang)) for iri in listed]
    elif parameter.type == "record" and parameter.entity in service.registry.model.by_name:
        kind = NamedNode(service.registry.model.by_name[parameter.entity].iri)
        found = service.registry.store.referrers(kind, RDF_TYPE)
        pairs = [(compact(s.value), service.labels.label(s.value, lang)) for s, _ in found]
    else:
        return []
    return sorted(pairs, key=lambda p: p[1].casefold()) if len(pairs) <= _PICK_LIMIT else []


def _matching(service: Service, q: str, lang: str) -> list[Question]:
    """Return the questions whose titles share the most word beginnings with what was typed."""
    stems = {w[:5] for w in q.casefold().split() if len(w) > 3}  # noqa: PLR2004  # shorter words say little
    scored = [
        (len(stems & {w[:5] for w in one.title[lang].casefold().split()}), one)
        for one in service.registry.catalogue.questions
    ]
    best = sorted((s for s in scored if s[0]), key=lambda s: (-s[0], s[1].id))
    return [one for _, one in best[:5]]


def _entity(service: Service, iri: NamedNode) -> Entity | None:
    kinds = {
        k.value for k in service.registry.store.values(iri, RDF_TYPE) if isinstance(k, NamedNode)
    }
    return next(
        (
            service.registry.model.by_class[k]
            for k in sorted(kinds)
            if k in service.registry.model.by_class
        ),
        None,
    )


def _shown(service: Service, values: list[Any], lang: str) -> list[tuple[str, str]]:
    """Return values as pairs of text and label; of texts in several languages, those in `lang`."""
    tagged = [v for v in values if isinstance(v, Literal) and v.language]
    if any(v.language == lang for v in tagged):
        values = [v for v in values if not isinstance(v, Literal) or v.language in (None, lang)]
    pairs = [
        (v.value, service.labels.label(v.value, lang) if isinstance(v, NamedNode) else "")
        for v in values
    ]
    return sorted(pairs, key=lambda p: p[1] or p[0])


def _direct(service: Service) -> set[NamedNode]:
    """Return the direct properties: their triples only repeat what relation records say."""
    return {p for edges in service.registry.model.edges.values() for p in edges.values()}


def _graphs(service: Service, names: list[Any]) -> set[str]:
    """Return the named graphs that say something about these records."""
    records = {n for n in names if isinstance(n, str) and n.startswith(ID)}
    return {g.value for n in records for g in service.registry.store.graphs_of(NamedNode(n))}
