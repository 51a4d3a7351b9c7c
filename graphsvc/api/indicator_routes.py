"""Indicators, computed, over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.audits.indicators import Computed, passport_json
from graphsvc.questions.binding import day_given

__all__ = ["computed", "router"]

router = APIRouter(tags=["indicators"], prefix="/api/indicators")


@router.get("")
def indicators(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return the passports of all indicators; without `numerator` one cannot be computed."""
    found = service.registry.indicators.passports(language(request))
    return {"indicators": [passport_json(p) for p in found]}


@router.get("/{key:path}")
def indicator(key: str, request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return an indicator's value with the records counted.

    `territory=` is the indicator's own by default, `date=` today.
    """
    return computed(key, request, service).as_json()


def computed(key: str, request: Request, service: Service) -> Computed:
    """Return the value that a request's query parameters ask for.

    Raises:
        RecordNotFoundError: there is no such indicator.
        ParameterError: it cannot be computed, or a parameter names nothing known.
    """
    asked = request.query_params
    day = day_given(asked.get("date"))
    registry = service.registry
    territory = registry.record("territory", asked.get("territory"), "territory")
    return registry.indicators.computed(key, territory, day, language(request))
