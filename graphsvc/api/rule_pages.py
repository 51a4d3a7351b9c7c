"""The shapes as a page: in words, what is asked of each type of record and what follows."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from graphsvc.api.model_views import local, rules_of
from graphsvc.api.negotiation import language
from graphsvc.api.rendering import page
from graphsvc.errors import ParameterError
from graphsvc.locale import texts
from graphsvc.model.overview import groups
from graphsvc.model.rules import expected_fields
from graphsvc.questions.catalogue import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from graphsvc.api.state import Service

__all__ = ["shapes"]


def shapes(request: Request, service: Service) -> Response:
    """Return the rules: of `type`, of a `severity`, or without either what is required, in short.

    Raises:
        ParameterError: there is no such type of record, or no such severity.
    """
    lang = language(request)
    model = service.registry.model
    name = _given(request, "type", model.by_name)
    severity = _given(request, "severity", SEVERITIES)
    every = rules_of(service)
    ordered = [e for group in groups(model) for e in group.entities]
    chosen = [model.by_name[name]] if name else ordered
    listed = [
        (e, found)
        for e in chosen
        if (found := [r for r in every[e.name] if severity in ("", r.severity)])
    ]
    summary = [
        (
            e,
            [f for f in e.fields if f.required],
            [f for f in e.fields if f.name in expected_fields(e, every[e.name])],
            sum(not r.basic and not r.shape.endswith("-expected") for r in every[e.name]),
        )
        for e in ordered
    ]
    return page(
        request, service, "shapes.html",
        types=sorted(ordered, key=lambda e: e.label[lang]), type=name, severity=severity,
        listed=listed if name or severity else [], summary=summary, local=local,
        severities=SEVERITIES, follows=texts("ui")["severity_follows"],
    )  # fmt: skip


def _given(request: Request, name: str, known: Iterable[str]) -> str:
    """Return a parameter that must be one of the known values, empty where it is not given."""
    value = request.query_params.get(name, "")
    values = list(known)
    if value and value not in values:
        expected = ", ".join(get_close_matches(value[:100], values, 3, 0))
        raise ParameterError(name=name, value=value[:100], expected=expected)
    return value
