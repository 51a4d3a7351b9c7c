"""Answers of free queries as responses, and what OpenAPI says of them."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from graphsvc.isolation.querying import FreeAnswer

__all__ = ["PROBLEMS", "TABLE", "free_response"]

_NODE: Final = {
    "type": "object",
    "properties": {
        "iri": {"type": "string"},
        "label": {"type": "string"},
        "properties": {"type": "object"},
    },
}
_EDGE: Final = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "source": {"type": "string", "description": "IRI of a node"},
        "target": {"type": "string", "description": "IRI of a node"},
        "properties": {"type": "object"},
    },
}
TABLE: Final[dict[str, Any]] = {
    "schema": {
        "type": "object",
        "required": ["columns", "rows", "sequence"],
        "properties": {
            "columns": {"type": "array", "items": {"type": "string"}},
            "rows": {"type": "array", "items": {"type": "array", "items": {}}},
            "graph": {
                "type": "object",
                "description": "what the rows show of the graph, where they show any",
                "properties": {
                    "nodes": {"type": "array", "items": _NODE},
                    "edges": {"type": "array", "items": _EDGE},
                },
            },
            "sequence": {"type": "integer", "description": "the journal entry it rests on"},
            "cut": {
                "type": "object",
                "description": "only where rows or nodes were left out: how many there are",
                "properties": {"rows": {"type": "integer"}, "nodes": {"type": "integer"}},
            },
        },
    }
}
_PROBLEM: Final = {"application/problem+json": {"schema": {"type": "object"}}}
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"description": "The query is refused or cannot be read.", "content": _PROBLEM},
    503: {
        "description": "The query went over a limit and was ended, or others' queries are at work.",
        "content": _PROBLEM,
    },
}


def free_response(answer: FreeAnswer) -> Response:
    """Return an answer as a response; `X-Cut` says where it was cut."""
    headers = {"X-Sequence": str(answer.sequence)}
    if answer.cut:
        headers["X-Cut"] = ", ".join(f"{name}={most}" for name, most in answer.cut.items())
    return Response(answer.body, media_type=answer.media, headers=headers)
