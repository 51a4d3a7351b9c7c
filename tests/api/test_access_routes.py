"""Every route that changes anything asks who it is: the routes themselves are looked through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from graphsvc.access.editors import Editor
from graphsvc.api.app import create_app
from graphsvc.api.editors import EditorDep
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastapi.dependencies.models import Dependant

READING = {
    ("POST", "/sparql"),
    ("POST", "/cypher"),
    ("POST", "/api/norms/preview"),
    ("POST", "/api/receipts/recheck"),
    ("POST", "/api/receipts/{name}/recheck"),
    ("POST", "/receipts/{name}"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
}
"""What reads although it is no GET, and what makes known who it is."""
SAFE = {"GET", "HEAD"}


def flat(entries: Iterable[Any]) -> Iterator[Any]:
    for entry in entries:
        if (router := getattr(entry, "original_router", None)) is None:
            yield entry
        else:
            yield from flat(router.routes)


def asks(dependant: Dependant) -> bool:
    """Return whether a route, or what it depends on, depends on its editor."""
    (dependency,) = EditorDep.__metadata__  # type: ignore[attr-defined]
    return dependant.call is dependency.dependency or any(map(asks, dependant.dependencies))


def unguarded(app: FastAPI) -> set[tuple[str, str]]:
    """Return method and path of what may change something and does not ask who it is."""
    return {
        (method, route.path)
        for route in flat(app.routes)
        for method in set(getattr(route, "methods", None) or ()) - SAFE
        if not (isinstance(route, APIRoute) and asks(route.dependant))
    }


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings())


def test_every_route_that_changes_anything_asks_who_it_is(app: FastAPI) -> None:
    assert unguarded(app) == READING


def test_there_are_routes_that_change_something(app: FastAPI) -> None:
    changing = {
        (method, route.path)
        for route in flat(app.routes)
        for method in set(getattr(route, "methods", None) or ()) - SAFE
    } - READING
    assert changing >= {
        ("POST", "/api/submissions"),
        ("POST", "/api/audits/waivers"),
        ("POST", "/api/calendar/done"),
        ("POST", "/submit"),
        ("POST", "/submit/{draft}/apply"),
        ("POST", "/submit/{draft}/accept"),
    }


def test_a_route_that_forgets_to_ask_is_found() -> None:
    router = APIRouter()

    @router.post("/open")
    def forgetful() -> None: ...

    @router.put("/asks")
    def asking(editor: EditorDep) -> str:
        return editor.name

    @router.get("/reads")
    def reading() -> None: ...

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(router)
    assert unguarded(app) == {("POST", "/open")}
    assert Editor("a").name == "a"
