"""The network as pages: the scheme's place and the same as tables, in words, without a script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from graphsvc.api import network_crossings
from graphsvc.api.negotiation import language
from graphsvc.api.network_chains import ChainForms
from graphsvc.api.network_forms import LACKS_MOST, Forms
from graphsvc.api.network_routes import parameters, view
from graphsvc.api.network_tables import body_tables, group_rows, link_tables
from graphsvc.api.rendering import asset, page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.locale import texts
from graphsvc.network.asking import (
    ALL,
    CHAIN_PARAMETERS,
    LAYERS,
    PARAMETERS,
    Asked,
    asked,
    chain_asked,
    one_of,
    refuse_unknown,
)
from graphsvc.network.chains import ALONG
from graphsvc.network.parts import STATES, name_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graphsvc.network.loading import Network
    from graphsvc.network.view import View

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
router.include_router(network_crossings.router)

_VIEWS: Final = ("scheme", "table")
_OWN: Final = ("view", "selected")
_CHOICES_MOST: Final = 400
"""Most bodies that a list to choose from offers; above it a name is typed."""


@router.get("/network")
def network(request: Request, service: ServiceDep) -> Response:
    """Show the network of a region: the scheme's place, bodies, links, what is missing, a chain."""
    lang = language(request)
    present = service.registry.networks.present()
    given = parameters(request)
    refuse_unknown(given, {*PARAMETERS, *CHAIN_PARAMETERS, *_OWN})
    wanted = asked(given, present, service.registry.networks.vocabulary)
    how = one_of("view", (given.get("view") or [""])[-1], _VIEWS) or _VIEWS[0]
    if not asset("network.js"):  # an installation without the script that draws
        how = "table"

    def make() -> bytes:
        return bytes(_shown(request, service, present, wanted, how).body)

    # The answer to an address is the same until the data change, or the day does.
    key = (wanted, how, lang, str(request.url))
    return HTMLResponse(service.registry.networks.answers.get(key, make))


def _shown(
    request: Request, service: Service, present: Network, wanted: Asked, how: str
) -> Response:
    lang, given = language(request), parameters(request)
    found = view(service, present, wanted, lang)
    forms = Forms(service, found, lang)
    selected = (given.get("selected") or [""])[-1]
    return page(
        request, service, "network.html",
        view=how, asked=wanted, forms=forms, data=_data(forms),
        link=_linker(given), layers=LAYERS, along=ALONG, all_regions=ALL,
        bodies=_choices(found, lang),
        **(_tables(forms) if how == "table" else {}),
        states=[(s, found.state_counts[s]) for s in STATES[:-1] if found.state_counts.get(s)],
        chain=_chain(service, present, given, lang),
        along_chosen=(given.get("along") or [""])[-1],
        selected=selected if "/" in selected else f"body/{selected}",
        level_name={level["code"]: level["label"] for level in forms.levels()},
        words_of_stage=_stage_words(lang),
        graphs=forms.graphs,
    )  # fmt: skip


def _tables(forms: Forms) -> dict[str, Any]:
    """Return the bodies and links as rows."""
    return {
        "tables": body_tables(forms),
        "groups": group_rows(forms),
        "links": link_tables(forms),
    }


def _data(forms: Forms) -> dict[str, Any]:
    """Return what the form and the headings say."""
    view = forms.view
    return {
        "region": forms.territory(view.asked.region),
        "district": forms.territory(view.asked.district),
        "centre": forms.body(view.asked.centre) if view.asked.centre else None,
        "regions": forms.territories(view.graph.regions),
        "districts": forms.territories(forms.districts()),
        "levels": forms.levels(),
        "relations": forms.relations(),
        "kinds": forms.kinds(),
        "directions": forms.directions(),
        "counts": forms.counts(),
        "missing": [
            forms.missing(g) | {"body": forms.body(g.node)} for g in forms.lacks(LACKS_MOST)
        ],
    }


def _linker(given: Mapping[str, Sequence[str]]) -> Callable[..., str]:
    """Return what makes the address of this view with something changed; empty takes it away."""
    kept = {n: ",".join(filter(None, values)) for n, values in given.items() if n != "lang"}

    def link(place: str = "/network", **changed: object) -> str:
        # `from` is a word of Python's own.
        named = {n.rstrip("_"): str(v) for n, v in changed.items()}
        query = urlencode({n: v for n, v in {**kept, **named}.items() if v})
        return f"{place}?{query}" if query else place

    return link


def _choices(view: View, lang: str) -> list[tuple[str, str]]:
    """Return the bodies of the layer that may be chosen, by name; none where they are too many."""
    graph, region = view.graph, view.asked.region
    bodies = graph.regions.get(region, ()) if region != ALL else graph.bodies
    chosen = sorted({*bodies, *view.scope.bodies})
    if len(chosen) > _CHOICES_MOST:
        return []
    named = ((b, name_in(graph.bodies[b].names, lang)) for b in chosen)
    return sorted(named, key=lambda pair: (pair[1].casefold(), pair[0]))


def _chain(
    service: Service, present: Network, given: Mapping[str, Sequence[str]], lang: str
) -> ChainForms | None:
    """Return the chain that is asked for, None where no two bodies are named."""
    if not all("".join(given.get(n, ())) for n in ("from", "to")):
        return None
    return ChainForms(service, present, chain_asked(given, present), lang)


def _stage_words(lang: str) -> str:
    """Return the texts of the script that draws the scheme, as JSON."""
    return json.dumps(
        {name: text[lang] for name, text in texts("stage").items()}, ensure_ascii=False
    )
