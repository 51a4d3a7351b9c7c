"""Receipts of answers: what was answered, and whether it still holds on that state of the data."""

from __future__ import annotations

from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from graphsvc.api.state import ServiceDep
from graphsvc.errors import ParameterError
from graphsvc.sent import sent_json

__all__ = ["router"]

router = APIRouter(tags=["receipts"], prefix="/api/receipts")

_LENGTH_LIMIT_BYTES = 64 * 1024


@router.get("/{name}")
def receipt(name: str, service: ServiceDep) -> dict[str, Any]:
    """Return a receipt that is kept here."""
    return service.registry.receipts.find(name)


@router.post("/{name}/recheck")
def recheck(name: str, service: ServiceDep) -> dict[str, Any]:
    """Ask a kept receipt's question again, of the data as they were, in both languages."""
    registry = service.registry
    return registry.recheck(registry.receipts.find(name), registry.settings.version_wait_s)


@router.post("/recheck")
async def recheck_given(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Ask again the question of a receipt that is handed in."""
    body = await request.body()
    try:
        given = sent_json(body[:_LENGTH_LIMIT_BYTES])
    except ValueError as error:
        raise ParameterError(name="receipt", value="", expected="a-receipt") from error
    if not isinstance(given, dict):
        raise ParameterError(name="receipt", value="", expected="a-receipt")
    registry = service.registry
    receipt = cast("dict[str, Any]", given)
    return await run_in_threadpool(registry.recheck, receipt, registry.settings.version_wait_s)
