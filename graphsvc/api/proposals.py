"""What a phrase may mean, as pages and JSON show it: title, address, values in words, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from graphsvc.access.editors import SUBMIT
from graphsvc.api.editors import visitor
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import address
from graphsvc.locale import day, texts
from graphsvc.phrases.finder import RECORD
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from graphsvc.api.state import Service
    from graphsvc.phrases.finder import Proposal, Reason

__all__ = ["Shown", "own_body", "proposals", "shown"]

_PAGES = frozenset({"page", "register"})


@dataclass(frozen=True)
class Shown:
    """A proposal in words.

    Attributes:
        kind: `question`, `page`, `register` or `record`; `what` says it in words.
        href: where it leads.
        values: what each parameter is called, and its value in words.
        told: the values that the phrase tells.
        why: a line for each reason.
        records: IRIs of what it names.
    """

    kind: str
    what: str
    id: str
    title: str
    href: str
    parameters: dict[str, str]
    values: list[tuple[str, str]]
    told: list[str]
    why: list[str]
    score: float
    records: list[str]


def own_body(request: Request, service: Service) -> str:
    """Return the IRI of the one body that whoever is signed in hands in for, empty for no such."""
    editor = visitor(request, service).editor
    bodies = {r.body for r in editor.roles if r.action == SUBMIT} if editor else set[str]()
    return bodies.pop() if len(bodies) == 1 else ""


def shown(service: Service, found: Iterable[Proposal], lang: str) -> list[Shown]:
    """Return proposals in words."""
    return [_shown(service, one, lang) for one in found]


def proposals(
    request: Request, service: Service, limit: int, *, begun: bool = False
) -> list[dict[str, Any]]:
    """Return what `q=` may mean, the likeliest first; nothing where `type=` asks for records.

    Args:
        begun: whether the last word may only be begun.
    """
    asked, lang = request.query_params, language(request)
    if asked.get("type"):
        return []
    on = day_given(asked.get("date"))
    own = own_body(request, service)
    found = service.registry.finder.find(asked.get("q", ""), on, limit, begun=begun, own=own)
    return [
        {
            "kind": one.kind,
            "what": one.what,
            "id": one.id,
            "title": one.title,
            "href": one.href,
            "parameters": one.parameters,
            "told": one.told,
            "score": round(one.score, 3),
            "why": one.why,
        }
        for one in shown(service, found, lang)
    ]


def _shown(service: Service, one: Proposal, lang: str) -> Shown:
    title = _title(service, one, lang)
    named = {r.parameter: r for r in one.reasons if r.parameter}
    values = [
        (_called(service, one, name, lang), _value(service, reason, lang))
        for name, reason in named.items()
    ]
    told = [value for r, (_, value) in zip(named.values(), values, strict=True) if r.words]
    query = f"?{urlencode(one.parameters, safe='/')}" if one.parameters else ""
    if lines := one.parameters.get("lines"):
        query += f"#L{lines.partition('-')[0]}"
    place = {RECORD: address(one.id), "question": f"/questions/{one.id}"}.get(one.kind, one.id)
    return Shown(
        kind=one.kind,
        what=_what(service, one, lang),
        id=one.id,
        title=title,
        href=place + query,
        parameters=one.parameters,
        values=values,
        told=told,
        why=[_why(service, one, reason, title, lang) for reason in one.reasons],
        score=one.score,
        records=[r.value for r in one.reasons if r.value.startswith(BASE)],
    )


def _title(service: Service, one: Proposal, lang: str) -> str:
    if one.kind == RECORD:
        return service.labels.label(one.id, lang)
    return one.title[lang]


def _what(service: Service, one: Proposal, lang: str) -> str:
    if one.kind == RECORD:
        return service.registry.model.by_name[one.entity].label[lang]
    return str(texts("ui")[f"proposal_{one.kind}"][lang])


def _called(service: Service, one: Proposal, name: str, lang: str) -> str:
    """Return what a parameter is called."""
    words = texts("ui")
    if name == "date":
        return str(words["date"][lang])
    if one.kind in _PAGES:
        return str(words[f"proposal_{name}"][lang])
    parameters = service.registry.catalogue[one.id].parameters
    return next(p.label[lang] for p in parameters if p.name == name)


def _value(service: Service, reason: Reason, lang: str) -> str:
    if reason.value.startswith(BASE):
        return service.labels.label(reason.value, lang)
    return day(reason.value, lang)


def _why(service: Service, one: Proposal, reason: Reason, title: str, lang: str) -> str:
    """Return the line that tells one reason."""
    template = str(texts("ui")["proposal_why"][reason.sense][lang])
    kind = _what(service, one, lang)
    if reason.sense == "names":
        entity = service.registry.model.by_name.get(_entity(reason.value))
        kind = entity.label[lang] if entity else str(texts("ui")["proposal_code"][lang])
    called = _called(service, one, reason.parameter, lang) if reason.parameter else ""
    value = _value(service, reason, lang) if reason.value else title
    return template.format(words=reason.words, kind=kind.lower(), title=value, parameter=called)


def _entity(iri: str) -> str:
    """Return the type that a record's IRI names, empty for a code."""
    return iri.removeprefix(f"{BASE}id/").partition("/")[0] if "/id/" in iri else ""
