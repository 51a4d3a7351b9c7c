"""What every response has, and who is not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.errors import RegistryError, StorageFullError
from graphsvc.locale import texts
from graphsvc.settings import Settings
from tests.making import body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

SECURITY = {
    "content-security-policy": "default-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def secured(response: httpx.Response) -> bool:
    return all(
        len(response.headers.get_list(name)) == 1 and response.headers[name].startswith(start)
        for name, start in SECURITY.items()
    )


def is_problem(response: httpx.Response, status: int, slug: str) -> bool:
    body = response.json()
    return (
        response.status_code == status == body["status"]
        and response.headers["content-type"] == "application/problem+json"
        and body["type"] == f"/errors/{slug}"
        and bool(body["title"])
        and bool(body["detail"])
    )


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/healthz", "/sparql", "/api/questions", "/static/style.css", "/static/nosuch.css"),
        *("/page/body/nobody", "/id/body/demo-iro", "/questions/", "/api/records?type=x"),
        *("/sparql?query=SELECT", "/data/body/demo-iro.ttl", "/openapi.json", "/nosuch"),
        "/ontology",
    ],
)
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    assert secured(client.get(path))
    assert secured(client.head(path))
    assert secured(client.delete(path))
    assert secured(client.get(path, headers={"host": "evil.example"}))


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example"),
        *("10.0.0.1", "[::2]", "192.168.0.1:8000", "evil.example@localhost.example", "xlocalhost"),
    ],
)
def test_another_sites_name_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/healthz", headers={"host": host})
    assert is_problem(response, 403, "host-refused")
    assert is_problem(client.get("/", headers={"origin": f"http://{host}"}), 403, "host-refused")


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "file://", "x"])
def test_another_sites_page_is_refused(client: TestClient, origin: str) -> None:
    response = client.post("/api/submissions?body=body/x", headers={"origin": origin})
    assert is_problem(response, 403, "host-refused")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_this_machines_names_are_answered(client: TestClient, host: str) -> None:
    headers = {"host": host, "origin": f"http://{host}"}
    assert client.get("/healthz", headers=headers).status_code == 200


def test_a_refusal_is_in_the_language_asked_for(client: TestClient) -> None:
    response = client.get("/?lang=en", headers={"host": "evil.example"})
    assert response.json()["title"] == "Foreign host"


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/api/questions", "/page/body/demo-iro", "/sparql"]
)
def test_head_is_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/healthz", "GET"),
        ("PUT", "/api/submissions", "POST"),
        ("DELETE", "/api/questions", "GET"),
        ("PATCH", "/id/body/demo-iro", "GET"),
        ("GET", "/api/impact", "POST"),
    ],
)
def test_another_method_is_told_what_is_allowed(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert is_problem(response, 405, "request")
    assert allowed in response.headers["allow"]


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("slug", sorted(texts("errors")))
def test_every_type_of_problem_has_its_page(client: TestClient, slug: str, lang: str) -> None:
    response = client.get(f"/errors/{slug}?lang={lang}")
    assert response.status_code == 200
    assert texts("errors")[slug]["title"][lang] in response.text


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[TestClient]:
    """A service that answers in spite of what it raises."""
    app = create_app(Settings(data_dir=tmp_path))
    with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False) as opened:
        yield opened


def test_an_unforeseen_failure_tells_nothing_of_the_inside(
    failing: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Any = failing.app
    service = app.state.service

    def fail(*_: object, **__: object) -> None:
        raise ValueError("/secret/path and a password")

    monkeypatch.setattr(service.registry.search, "find", fail)
    response = failing.get("/api/search?q=x")
    assert is_problem(response, 500, "internal")
    assert secured(response)
    assert "secret" not in response.text
    assert "ValueError" not in response.text
    assert failing.get("/healthz").status_code == 200


def test_every_class_of_error_leaves_as_its_problem(
    failing: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raised where any route could raise it; a parameter that is missing leaves no trace."""
    app: Any = failing.app
    search = app.state.service.registry.search

    def every(root: type[RegistryError]) -> list[type[RegistryError]]:
        return [root, *(c for sub in root.__subclasses__() for c in every(sub))]

    for one in every(RegistryError):
        if one.__name__ in ("FormError", "TableError", "ShapeViolationError"):
            continue  # their faults are not optional, and other tests have them

        def fail(*_: object, one: type[RegistryError] = one, **__: object) -> None:
            raise one

        monkeypatch.setattr(search, "find", fail)
        for lang in ("ru", "en"):
            response = failing.get(f"/api/search?q=x&lang={lang}")
            assert is_problem(response, one.status, one.slug)
            assert response.json()["title"] == texts("errors")[one.slug]["title"][lang]
            assert secured(response)


def test_a_full_disk_is_told_and_reading_goes_on(
    failing: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Any = failing.app
    journal = app.state.service.registry.journal

    def full(*_: object) -> None:
        raise StorageFullError

    def send() -> httpx.Response:
        response: httpx.Response = failing.post(
            "/api/submissions?body=body/x",
            content=body_turtle("x"),
            headers={"content-type": "text/turtle"},
        )
        return response

    with monkeypatch.context() as patched:
        patched.setattr(journal, "append", full)
        assert is_problem(send(), 507, "storage-full")
        assert failing.get("/api/questions").status_code == 200
    assert send().status_code == 201
