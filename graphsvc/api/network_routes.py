"""The network over HTTP: nodes, edges and where they are drawn, and the chain of two bodies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from graphsvc.api.negotiation import language
from graphsvc.api.network_chains import ChainForms
from graphsvc.api.network_forms import Forms
from graphsvc.api.state import Service, ServiceDep
from graphsvc.network.asking import (
    CHAIN_PARAMETERS,
    PARAMETERS,
    Asked,
    asked,
    chain_asked,
    refuse_unknown,
)
from graphsvc.network.loading import Network
from graphsvc.network.view import View, view_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["parameters", "router", "view"]

router = APIRouter(tags=["network"], prefix="/api/network")


@router.get("")
def network(request: Request, service: ServiceDep) -> Response:
    """Return the network of a region on a day: nodes, groups, edges, what is missing.

    `region=`, `district=` or `centre=` with `depth=` choose the part; `levels=`, `relations=`,
    `kinds=` and `directions=` filter it; `layer=norms` shows what documents demand of kinds of
    bodies; `expand=` opens groups.
    """
    lang = language(request)
    present = service.registry.networks.present()
    given = parameters(request)
    refuse_unknown(given, PARAMETERS)
    wanted = asked(given, present, service.registry.networks.vocabulary)

    def make() -> bytes:
        found = Forms(service, view(service, present, wanted, lang), lang).whole()
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()

    body = service.registry.networks.answers.get((wanted, lang), make)
    headers = {"X-Sequence": str(present.sequence)}
    return Response(body, media_type="application/json", headers=headers)


@router.get("/path")
def path(request: Request, service: ServiceDep) -> Response:
    """Return the shortest chain of links between two bodies, `from=` and `to=`, in force on a day.

    It runs along coordination, along every relation with `along=any`; each step says which way the
    relation is read. Where there is none, `reason` tells how far each of the two is linked.
    """
    lang = language(request)
    present = service.registry.networks.present()
    given = parameters(request)
    refuse_unknown(given, CHAIN_PARAMETERS)
    found = ChainForms(service, present, chain_asked(given, present), lang).whole()
    return JSONResponse(found, headers={"X-Sequence": str(present.sequence)})


def parameters(request: Request) -> Mapping[str, list[str]]:
    """Return the values of each parameter of an address."""
    asked = request.query_params
    return {name: asked.getlist(name) for name in asked}


def view(service: Service, present: Network, wanted: Asked, lang: str) -> View:
    """Return what is asked of the network, with what is missing in it."""
    registry = service.registry
    missing = registry.ghosts.of(present, wanted, lang)
    return view_of(present, wanted, registry.networks.vocabulary, missing)
