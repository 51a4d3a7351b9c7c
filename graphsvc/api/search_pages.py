"""The search page: what a phrase may mean and why, and the records that have its words."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.negotiation import language
from graphsvc.api.proposals import own_body, shown
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.locale import texts
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import ID
from graphsvc.rdf.terms import NamedNode

__all__ = ["phrases", "router"]

router = APIRouter(include_in_schema=False)

HITS_SHOWN = 20
PROPOSED = 8
FIRST_PROPOSED = 3


@router.get("/search")
def search(request: Request, service: ServiceDep) -> Response:
    """Show what the words may mean, and the records that have them."""
    q, lang = request.query_params.get("q", "").strip(), language(request)
    on = day_given(request.query_params.get("date"))
    registry = service.registry
    own = own_body(request, service)
    found = shown(service, registry.finder.find(q, on, PROPOSED, own=own), lang) if q else []
    hits, count = registry.search.find(q, limit=HITS_SHOWN)
    named = [iri for p in found for iri in p.records]
    # What the likeliest proposals name comes first: a name's words may be in many records.
    first = [iri for p in found[:FIRST_PROPOSED] for iri in p.records if iri.startswith(ID)]
    iris = list(dict.fromkeys((*first, *(h.iri for h in hits))))[:HITS_SHOWN]
    made_up = views.made_up(service, [*iris, *named])
    records = [_record(service, iri, lang, iri in made_up) for iri in iris]
    return page(
        request, service, "search.html",
        q=q, first=found[:FIRST_PROPOSED], others=found[FIRST_PROPOSED:],
        hits=records, count=max(count, len(records)), made_up=made_up, phrases=phrases(lang),
    )  # fmt: skip


def _record(service: Service, iri: str, lang: str, made_up: bool) -> tuple[str, str, str, bool]:  # noqa: FBT001
    """Return a record's IRI, its name, what it is, and whether it is made up."""
    entity = views.entity_of(service, NamedNode(iri))
    return iri, service.labels.label(iri, lang), entity.label[lang] if entity else "", made_up


def phrases(lang: str) -> list[str]:
    """Return phrases to try."""
    return [str(one[lang]) for one in texts("ui")["search_phrases"].values()]
