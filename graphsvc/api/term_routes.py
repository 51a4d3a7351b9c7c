"""The terms that an editor of queries proposes, over HTTP."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from fastapi import APIRouter, Request, Response

from graphsvc.api.negotiation import language
from graphsvc.api.state import Service, ServiceDep
from graphsvc.model.vocabulary import vocabulary

__all__ = ["router"]

router = APIRouter(tags=["model"])


@router.get("/api/terms")
def terms(request: Request, service: ServiceDep) -> Response:
    """Return classes, properties and code list values with their names: what an editor proposes."""
    body, tag = _terms(service, language(request))
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@lru_cache(maxsize=4)
def _terms(service: Service, lang: str) -> tuple[bytes, str]:
    """Return the terms as JSON, and its tag; they change with the model, which is read at start."""
    registry = service.registry
    found = vocabulary(registry.model, registry.property_graph, lang)
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'
