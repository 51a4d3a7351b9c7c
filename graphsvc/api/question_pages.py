"""The catalogue as pages: the list of questions, each with its form and its answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from graphsvc.api import views
from graphsvc.api.answer_views import VIEW_NAMES, addresses, chart_view, chosen, made_of, page_of
from graphsvc.api.asking import asked_once
from graphsvc.api.bases import BasisView, basis, cited
from graphsvc.api.drawing import drawn
from graphsvc.api.negotiation import language
from graphsvc.api.problems import LATER_S, problem
from graphsvc.api.question_examples import filled_by_example
from graphsvc.api.question_forms import Field, choices_of, fields, meant
from graphsvc.api.question_list import asked_kind, listed
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.api.wording import cut
from graphsvc.errors import EngineFailedError, RequestError, VersionOpeningError
from graphsvc.network import tabular
from graphsvc.network.answer_graph import graph_offered, links_of
from graphsvc.network.charting import chart_offered
from graphsvc.questions.binding import bind, bind_cypher, complete
from graphsvc.questions.catalogue import Column, Question
from graphsvc.questions.engines import CYPHER, ENGINES, SPARQL, Row
from graphsvc.questions.running import Answer
from graphsvc.rdf.names import expand
from graphsvc.rdf.terms import NamedNode

__all__ = ["choices_of", "router"]

router = APIRouter(include_in_schema=False)

_NAME_LENGTH = 72  # of a record beside the one that a row is about
_SEVERAL = 4
_NO_QUESTION = frozenset({"lang", "format"})


@router.get("/questions")
def questions(request: Request, service: ServiceDep) -> Response:
    """Show the catalogue by topic; `q=` and `kind=` narrow it."""
    q, kind = request.query_params.get("q", "").strip(), asked_kind(request)
    lang = language(request)
    found = listed(views.topics(service), q, kind, lang)
    return page(
        request, service, "questions.html",
        topics=found, q=q, kind=kind,
        count=sum(len(entries) for _, entries in found),
        total=len(service.registry.catalogue.questions),
        kinds=sorted({one.kind for one in service.registry.catalogue.questions}),
    )  # fmt: skip


@router.get("/questions/{name}")
def question(name: str, request: Request, service: ServiceDep) -> Response:
    """Show a question's form and, for what the address asks, its answer."""
    one, lang = service.registry.catalogue[name], language(request)
    given = {k: v for k, v in request.query_params.items() if k not in _NO_QUESTION}
    asked = {k: v for k, v in given.items() if k not in VIEW_NAMES}
    answer, fault, unclear = None, None, dict[str, list[tuple[str, str]]]()
    view: dict[str, Any] = {}
    try:
        settled, unclear = _settled(service, one, given, lang)
        if settled != given:
            whole = urlencode(settled | _language(request))
            return RedirectResponse(f"/questions/{name}?{whole}", 303)
        if not unclear:
            answer = asked_once(service, one, request)
            view = _view(service, answer, given, request)
    except (RequestError, EngineFailedError, VersionOpeningError) as error:
        answer, fault = None, problem(error, lang, service)
    values = answer.parameters if answer else asked
    form = fields(service, one, {k: v for k, v in values.items() if k not in unclear}, lang)
    told = _told(form, lang)
    numbers: list[int] = view["page"].rows if answer else []
    rows = [answer.rows[n] for n in numbers] if answer else []
    graphs, made_up = made_of(service, (value for row in rows for value in row.values()))
    places = _places(service, rows, lang) if view.get("view") == "table" else {}
    columns = _columns(one, answer, rows, told, places)
    shown = page(
        request, service, "question.html",
        question=one, answer=answer, problem=fault, form=form, unclear=unclear,
        typed={n: asked.get(n, "") for n in ("engine", "asOf", *unclear)},
        day_asked=values.get("date", ""),
        filled=filled_by_example(service, one, asked | _language(request), lang),
        told=told,
        columns=columns, rows=[_with_short_names(row, columns[1:]) for row in rows],
        same=[c for c in columns if answer and _same_in_all(c, answer)],
        places=places,
        source=cited(service, one.source, lang),
        engines=ENGINES,
        texts=_texts(one, answer),
        address=addresses(f"/questions/{one.id}", given),
        kept=asked | _language(request),
        download=addresses(f"/api/questions/{one.id}/answer", asked | {"lang": lang}),
        graphs=graphs, made_up=made_up,
        status=fault["status"] if fault else 200,
        **view,
    )  # fmt: skip
    if fault and fault["status"] == HTTPStatus.ACCEPTED:
        shown.headers["Refresh"] = LATER_S  # the state is being opened; no script is needed
    return shown


def _settled(
    service: Service, question: Question, given: dict[str, str], lang: str
) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Return the values with records named by words made out, and what those may mean that are not.

    Raises:
        ParameterError: a record is called by words that no record has.
    """
    settled, unclear = dict(given), dict[str, list[tuple[str, str]]]()
    for parameter in question.parameters:
        text = given.get(parameter.name, "").strip()
        if parameter.type != "record" or not text:
            continue
        found = meant(service, parameter, text, lang)
        if isinstance(found, str):
            settled[parameter.name] = found
        else:
            unclear[parameter.name] = found
    return settled, unclear


def _language(request: Request) -> dict[str, str]:
    """Return the language as the address names it, nothing where it names none."""
    return {k: v for k, v in request.query_params.items() if k == "lang"}


def _view(
    service: Service,
    answer: Answer,
    given: dict[str, str],
    request: Request,
) -> dict[str, Any]:
    """Return what the page shows of an answer: the view asked for, and which there are.

    Raises:
        ParameterError: there is no such view, column or page.
    """
    one, lang = answer.question, language(request)
    offered = ["table"]
    offered += ["graph"] if graph_offered(one) else []
    table = tabular.of_answer(answer, lang)
    offered += ["chart"] if chart_offered(table.heads) else []
    default = "graph" if one.kind == "network" and "graph" in offered else "table"
    name = chosen(given, offered, default)
    shown: dict[str, Any] = {"view": name, "views": offered, "page": page_of(table, given)}
    shown["sortable"] = table.heads
    if name == "graph":
        links = links_of(answer, lang)
        asked = [answer.parameters[p.name] for p in one.parameters if p.type == "record"]
        shown["picture"] = links and drawn(
            service, links, lang,
            title=one.title[lang], centre=map(expand, filter(None, asked)), request=request,
        )  # fmt: skip
    if name == "chart":
        shown["chart"] = chart_view(table, given, lang)
    return shown


def _texts(question: Question, answer: Answer | None) -> list[dict[str, str]]:
    """Return the texts behind an answer with the values in them, as they can be run."""
    values = answer.parameters if answer else complete(question, {}, None)
    bound = ((SPARQL, bind(question, values)), (CYPHER, bind_cypher(question, values)))
    return [
        {
            "engine": engine,
            "text": text,
            "workbench": "/workbench?" + urlencode({"engine": engine, "query": text}),
        }
        for engine, text in bound
    ]


def _told(form: list[Field], lang: str) -> list[tuple[str, str, str]]:
    """Return what was asked for: the parameter's label, the value's IRI or text, its name."""
    told: list[tuple[str, str, str]] = []
    for field in form:
        if not field.value:
            continue
        iri = ""
        if field.parameter.type == "record":
            iri = expand(field.value)
        elif field.parameter.type == "concept":
            scheme = f"scheme/{field.parameter.entity}/"
            iri = expand(field.value if "/" in field.value else scheme + field.value)
        shown = dict(field.options).get(field.value, field.shown) if iri else ""
        told.append((field.parameter.label[lang], iri or field.value, shown))
    return told


def _with_short_names(row: Row, columns: list[Column]) -> Row:
    """Return a row whose names in these columns are cut: each leads to its record."""
    names = [f"{c.name}Label" for c in columns if c.type == "record" and row[f"{c.name}Label"]]
    return row | {name: cut(row[name], _NAME_LENGTH) for name in names}


def _same_in_all(column: Column, answer: Answer) -> bool:
    """Return whether a column says the same in each of several rows: once is enough."""
    if column.type not in ("record", "concept") or column.name == "basis":
        return False
    found = {row[column.name] for row in answer.rows}
    return answer.count >= _SEVERAL and len(found) == 1 and found != {None}


def _places(service: Service, rows: list[Row], lang: str) -> dict[str, BasisView]:
    """Return how to show each basis that rows name."""
    iris: set[str] = {row["basis"] for row in rows if row.get("basis")}
    views = {iri: basis(service, NamedNode(iri), lang) for iri in iris}
    return {iri: view for iri, view in views.items() if view}


def _columns(
    question: Question,
    answer: Answer | None,
    shown: list[Row],
    told: list[tuple[str, str, str]],
    places: dict[str, BasisView],
) -> list[Column]:
    """Return the columns worth a place on the page; the files to download have them all.

    Left out are the clause, where the basis tells it, and what was asked for, where all repeat it.
    """
    rows = answer.rows if answer else []
    asked = {iri for _, iri, name in told if name}

    def told_already(column: Column) -> bool:
        if column.name == "clause":
            return bool(places) and all(
                row["basis"] in places for row in shown if row["clause"] and "basis" in row
            )
        found = {row[column.name] for row in rows}
        return column.type == "record" and len(found) == 1 and found <= asked

    return [c for c in question.columns if not told_already(c)]
