"""Liveness and readiness."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from graphsvc.api.state import ServiceDep

__all__ = ["router"]

router = APIRouter(tags=["system"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Return that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(service: ServiceDep) -> dict[str, Any]:
    """Return that the registry is open, and the sequence each projection has reached."""
    registry = service.registry
    return {
        "status": "ok",
        "sequence": registry.journal.sequence,
        "head": registry.journal.head,
        "store": registry.store.sequence,
        "search": registry.search.sequence,
    }
