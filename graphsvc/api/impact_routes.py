"""What a submission would change, before it is handed in."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from graphsvc.access.editors import Editor
from graphsvc.api.editors import EditorDep, agent_of
from graphsvc.api.handing_in import handed_in
from graphsvc.api.impact_views import impact_json
from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.questions.binding import day_given

__all__ = ["router"]

router = APIRouter(tags=["submissions"], prefix="/api/impact")


@router.post("")
async def impact(request: Request, service: ServiceDep, editor: EditorDep) -> dict[str, Any]:
    """Return which links, agreements, findings and answers a file would change; nothing is kept.

    File, `body=`, `mode=`, `entity=` and `If-Match` are those of `POST /api/submissions`; `date=`
    is the day, today where it is left out.
    """
    content = await request.body()
    return await run_in_threadpool(_impact, service, request, editor, content)


def _impact(service: Service, request: Request, editor: Editor, content: bytes) -> dict[str, Any]:
    registry = service.registry
    handed = handed_in(request, content, agent_of(request, editor))
    day = day_given(request.query_params.get("date"))
    return impact_json(registry.impacts.impact(registry.door.read(handed), day, language(request)))
