"""Templates with what every page needs: texts, links that keep the language, the synthetic mark."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from graphsvc.api import wording
from graphsvc.api.due import due
from graphsvc.api.editors import sign_in_address, visitor
from graphsvc.api.negotiation import language
from graphsvc.locale import texts
from graphsvc.projections import synthetic
from graphsvc.rdf.names import BASE, ID, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from graphsvc.api.state import Service
    from graphsvc.journal.journal import Journal

__all__ = ["address", "asset", "page", "synthetic_graphs"]

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_STATIC = Path(__file__).parent / "static"
_BUILT = Path(__file__).parents[1] / "_static"
_ENGINE_NAMES = {"sparql": "SPARQL", "cypher": "Cypher"}


def page(
    request: Request,
    service: Service,
    template: str,
    *,
    graphs: Iterable[str] = (),
    status: int = 200,
    **values: Any,  # noqa: ANN401  # a template takes what its page gives
) -> HTMLResponse:
    """Return a page.

    Args:
        graphs: the named graphs it is made of; synthetic ones among them mark the page.
    """
    lang = language(request)
    words = texts("ui")
    who = visitor(request, service)
    given = "lang" in request.query_params
    other = request.url.include_query_params(lang="en" if lang == "ru" else "ru")

    def here(path: str) -> str:
        place, hash_sign, fragment = path.partition("#")
        kept = f"{'&' if '?' in place else '?'}lang={lang}" if given else ""
        return f"{place}{kept}{hash_sign}{fragment}"

    def href(iri: str) -> str:
        return here(address(iri)) if iri.startswith(BASE) else iri

    def t(name: str) -> str:
        return str(words[name][lang])

    def foreign(text: str) -> bool:
        return lang != "ru" and wording.in_russian(text)

    def topic_name(name: str) -> str:
        return str(words["topics"][name][lang])

    return HTMLResponse(
        _ENVIRONMENT.get_template(template).render(
            lang=lang,
            lang_given=given,
            t=t,
            asset=asset,
            topic_name=topic_name,
            engine_name=_ENGINE_NAMES.__getitem__,
            register_name=partial(wording.register_name, lang=lang),
            origin=partial(wording.origin, lang=lang),
            number_of=partial(wording.number_of, lang=lang),
            say=partial(wording.dated, lang=lang),
            day=partial(wording.day, lang=lang),
            moment=partial(wording.moment, lang=lang),
            cut=wording.cut,
            foreign=foreign,
            path=request.url.path,
            here=here,
            href=href,
            other=f"{other.path}?{other.query}",
            sequence=service.registry.store.sequence,
            changed=_changed(service.registry.journal, service.registry.store.sequence),
            synthetic=_synthetic(service, set(graphs)),
            visitor=who,
            due=due(service, who.editor),
            sign_in=sign_in_address(request),
            **values,
        ),
        status,
    )


def address(iri: str) -> str:
    """Return the path of one of our own IRIs on this service."""
    if iri.startswith(ID):
        return "/page/" + quote(iri[len(ID) :])
    if iri.startswith(PREFIXES["graph"]):  # what it holds is on the page of what it is about
        return "/page/" + quote(iri[len(PREFIXES["graph"]) :])
    if iri.startswith(PREFIXES["rms"]):
        return "/ontology#" + iri[len(PREFIXES["rms"]) :]
    return "/" + quote(iri[len(BASE) :], safe="/#")


@cache
def asset(name: str) -> str:
    """Return where a script or style sheet lies, empty if it was not built.

    The hash of its contents is a part of the address, so that a browser never shows an old one.
    """
    for folder, place in ((_STATIC, "/static/"), (_BUILT, "/static/build/")):
        file = folder / name
        if file.is_file():
            return f"{place}{name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:10]}"
    return ""


@lru_cache(maxsize=4)
def _changed(journal: Journal, sequence: int) -> str:
    """Return when a journal's entry was written, empty for an empty journal."""
    return journal.read(sequence).header.time.isoformat() if sequence else ""


def _synthetic(service: Service, graphs: set[str]) -> str:
    """Return whether all, some or, as an empty text, none of what a page shows is made up."""
    submitted = {g for g in graphs if g.startswith(PREFIXES["graph"])}
    made_up = synthetic_graphs(service) & submitted
    return "all" if made_up and made_up >= submitted else "some" if made_up else ""


def synthetic_graphs(service: Service) -> frozenset[str]:
    """Return the IRIs of the named graphs that are made up; kept until the data change."""
    store = service.registry.store
    found: frozenset[str] = service.kept.get("synthetic", lambda: synthetic.synthetic_graphs(store))
    return found
