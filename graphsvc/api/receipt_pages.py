"""A receipt as a page, with a button that asks its question again."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from graphsvc.api.negotiation import language
from graphsvc.api.problems import problem
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import EngineFailedError, QuestionNotFoundError, VersionOpeningError
from graphsvc.locale import texts

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/receipts/{name}")
def receipt(name: str, request: Request, service: ServiceDep) -> Response:
    """Show a receipt that is kept here."""
    return _shown(request, service, service.registry.receipts.find(name))


@router.post("/receipts/{name}")
def recheck(name: str, request: Request, service: ServiceDep) -> Response:
    """Ask the receipt's question again and show whether the answer still holds."""
    registry, lang = service.registry, language(request)
    kept = registry.receipts.find(name)
    try:
        found = registry.recheck(kept, registry.settings.version_wait_s)
    except (VersionOpeningError, EngineFailedError) as error:
        return _shown(request, service, kept, fault=problem(error, lang))
    return _shown(request, service, kept, found=found)


def _shown(
    request: Request,
    service: Service,
    receipt: dict[str, Any],
    *,
    found: dict[str, Any] | None = None,
    fault: dict[str, Any] | None = None,
) -> Response:
    lang = language(request)
    try:
        title = service.registry.catalogue[receipt["question"]].title[lang]
    except QuestionNotFoundError:
        title = receipt["question"]  # it has left the catalogue since
    words: dict[str, Any] = texts("cli")["verdict"]
    return page(
        request, service, "receipt.html",
        receipt=receipt, title=title, found=found, problem=fault,
        verdict=words[found["verdict"]][lang] if found else "",
        status=fault["status"] if fault else 200,
    )  # fmt: skip
