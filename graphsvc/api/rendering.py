"""Templates with what every page needs: texts, links that keep the language, the synthetic mark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from graphsvc.api.negotiation import language
from graphsvc.locale import texts
from graphsvc.rdf.names import BASE, ID, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from graphsvc.api.state import Service

__all__ = ["address", "page", "synthetic_graphs"]

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
        graphs: the named graphs it is made of; a synthetic one among them marks the page.
    """
    lang = language(request)
    words = texts("ui")
    given = "lang" in request.query_params

    def here(path: str) -> str:
        return f"{path}{'&' if '?' in path else '?'}lang={lang}" if given else path

    def href(iri: str) -> str:
        return here(address(iri)) if iri.startswith(BASE) else iri

    def t(name: str) -> str:
        return str(words[name][lang])

    def topic_name(name: str) -> str:
        return str(words["topics"].get(name, {}).get(lang, name))

    return HTMLResponse(
        _ENVIRONMENT.get_template(template).render(
            lang=lang,
            lang_given=given,
            t=t,
            topic_name=topic_name,
            here=here,
            href=href,
            other=str(request.url.include_query_params(lang="en" if lang == "ru" else "ru")),
            sequence=service.registry.store.sequence,
            synthetic=bool(synthetic_graphs(service).intersection(graphs)),
            **values,
        ),
        status,
    )


def address(iri: str) -> str:
    """Return the path of one of our own IRIs on this service."""
    if iri.startswith(ID):
        return "/page/" + quote(iri[len(ID) :])
    if iri.startswith(PREFIXES["rms"]):
        return "/ontology#" + iri[len(PREFIXES["rms"]) :]
    return "/" + quote(iri[len(BASE) :], safe="/#")


def synthetic_graphs(service: Service) -> set[str]:
    """Return the IRIs of the named graphs whose dataset says it is made up."""
    rows = service.registry.store.select(
        "SELECT DISTINCT ?graph { GRAPH ?graph { ?dataset a rms:Dataset ; rms:synthetic true } }"
    )
    return {row["graph"].value for row in rows}
