"""Norms before they take effect."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from graphsvc.api.handing_in import handed_in
from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.locale import texts
from graphsvc.questions.binding import day_given

__all__ = ["router"]

router = APIRouter(tags=["audits"], prefix="/api/norms")


@router.post("/preview")
async def preview(request: Request, service: ServiceDep) -> dict[str, Any]:
    """Return what norms in a file would demand on a day and find; nothing is kept.

    `body=` names whose data they are, `date=` the day, today where it is left out. A CSV table is
    taken as one of norms.
    """
    content = await request.body()
    return await run_in_threadpool(_preview, service, request, content)


def _preview(service: Service, request: Request, content: bytes) -> dict[str, Any]:
    registry = service.registry
    submission = registry.door.read(handed_in(request, content, entity="norm", mode="patch"))
    previews = registry.previewer.preview(submission, day_given(request.query_params.get("date")))
    told, lang = texts("norms")["fault"], language(request)
    return {
        "norms": [
            {
                "norm": p.norm,
                "faults": [{"code": code, "text": told[code][lang]} for code in p.faults],
                "expected": len(p.rows),
                "unmet": len(p.unmet),
                "rows": p.rows,
            }
            for p in previews
        ]
    }
