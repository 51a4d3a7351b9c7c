"""The catalogue as pages: the list of questions, each with its form and its answer."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.bases import BasisView, basis, cited
from graphsvc.api.negotiation import language
from graphsvc.api.problems import LATER_S, problem
from graphsvc.api.question_routes import ask
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import EngineFailedError, RequestError, VersionOpeningError
from graphsvc.questions.catalogue import Column, Parameter, Question
from graphsvc.questions.engines import ENGINES
from graphsvc.questions.running import Answer
from graphsvc.rdf.names import BASE, RDF_TYPE, compact, expand
from graphsvc.rdf.terms import NamedNode

__all__ = ["choices_of", "router"]

router = APIRouter(include_in_schema=False)

_PICK_LIMIT = 400


@router.get("/questions")
def questions(request: Request, service: ServiceDep) -> Response:
    """Show the catalogue by topic."""
    return page(request, service, "questions.html", topics=views.topics(service))


@router.get("/questions/{name}")
def question(name: str, request: Request, service: ServiceDep) -> Response:
    """Show a question's form and, for what the address asks, its answer."""
    chosen = service.registry.catalogue[name]
    lang = language(request)
    answer, fault = None, None
    try:
        answer = ask(service, chosen, request)
    except (RequestError, EngineFailedError, VersionOpeningError) as error:
        fault = problem(error, lang)
    given: dict[str, str] = answer.parameters if answer else dict(request.query_params)
    values = {n: request.query_params.get(n, "") for n in ("engine", "asOf")}
    values["date"] = given.get("date", "")
    values |= {p.name: _short(p, given.get(p.name, "")) for p in chosen.parameters}
    asked = {k: v for k, v in request.query_params.items() if k not in ("lang", "format")}

    def download(name: str) -> str:
        return urlencode({**asked, "format": name, "lang": lang})

    named = [v for row in answer.rows for v in row.values()] if answer else []
    places = _places(service, answer, lang) if answer else {}
    told = _told(service, chosen, values, lang)
    shown = page(
        request, service, "question.html",
        question=chosen, answer=answer, problem=fault, values=values,
        example=not asked,
        choices={p.name: choices_of(service, p, values[p.name], lang) for p in chosen.parameters},
        told=told,
        columns=_columns(chosen, answer, places, told),
        places=places,
        source=cited(service, chosen.source, lang),
        engines=ENGINES,
        workbench="/workbench?" + urlencode({"query": chosen.sparql}),
        download=download,
        graphs=views.graphs_of(service, named),
        made_up=views.made_up(service, named),
        status=fault["status"] if fault else 200,
    )  # fmt: skip
    if fault and fault["status"] == HTTPStatus.ACCEPTED:
        shown.headers["Refresh"] = LATER_S  # the state is being opened; no script is needed
    return shown


def _short(parameter: Parameter, value: str) -> str:
    """Return a value as the form's list has it: a record's short name, a concept's slug."""
    if not value:
        return ""
    if parameter.type == "concept":
        return compact(value).removeprefix(f"scheme/{parameter.entity}/")
    return compact(expand(value)) if parameter.type == "record" else value


def choices_of(
    service: Service, parameter: Parameter, value: str, lang: str
) -> list[tuple[str, str]]:
    """Return values and labels to pick from; nothing where there are too many or none.

    A value that is asked for is always among them: a list that shows another one would lie.
    """
    label, model = service.labels.label, service.registry.model
    if parameter.type == "concept":
        listed = model.concepts.get(f"{BASE}scheme/{parameter.entity}", {})
        pairs = [(_short(parameter, iri), label(iri, lang)) for iri in listed]
    elif parameter.type == "record" and parameter.entity in model.by_name:
        kind = NamedNode(model.by_name[parameter.entity].iri)
        found = service.registry.store.referrers(kind, RDF_TYPE)
        pairs = [(compact(s.value), label(s.value, lang)) for s, _ in found]
    else:
        return []
    if len(pairs) > _PICK_LIMIT:
        return []
    if value and value not in {v for v, _ in pairs}:
        pairs.append((value, value))
    return sorted(pairs, key=lambda p: p[1].casefold())


def _told(
    service: Service, question: Question, values: dict[str, str], lang: str
) -> list[tuple[str, str, str]]:
    """Return what was asked for: the parameter's label, the value's IRI or text, its name."""
    told: list[tuple[str, str, str]] = []
    for parameter in question.parameters:
        value = values[parameter.name]
        iri = ""
        if value and parameter.type == "record":
            iri = expand(value)
        elif value and parameter.type == "concept":
            iri = expand(value if "/" in value else f"scheme/{parameter.entity}/{value}")
        if value:
            name = service.labels.label(iri, lang) if iri else ""
            told.append((parameter.label[lang], iri or value, name))
    return told


def _places(service: Service, answer: Answer, lang: str) -> dict[str, BasisView]:
    """Return how to show each basis that an answer names."""
    iris: set[str] = {row["basis"] for row in answer.rows if row.get("basis")}
    views = {iri: basis(service, NamedNode(iri), lang) for iri in iris}
    return {iri: view for iri, view in views.items() if view}


def _columns(
    question: Question,
    answer: Answer | None,
    places: dict[str, BasisView],
    told: list[tuple[str, str, str]],
) -> list[Column]:
    """Return the columns worth a place on the page; the files to download have them all.

    Left out are the clause, where the basis tells it, and what was asked for, where all repeat it.
    """
    rows = answer.rows if answer else []
    asked = {iri for _, iri, name in told if name}

    def told_already(column: Column) -> bool:
        if column.name == "clause":
            return bool(places) and all(
                row["basis"] in places for row in rows if row["clause"] and "basis" in row
            )
        found = {row[column.name] for row in rows}
        return column.type == "record" and len(found) == 1 and found <= asked

    return [c for c in question.columns if not told_already(c)]
