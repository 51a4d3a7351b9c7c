"""The registry behind a service, editors who sign in at it, and what they hand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphsvc.rdf.names import ID, PREFIXES

if TYPE_CHECKING:
    import httpx
    import pyoxigraph as ox
    from starlette.testclient import TestClient

    from graphsvc.access.editors import Role
    from graphsvc.registry import Registry

SERVICE = "body/demo-lipovka-mms"
INSTITUTE = "body/demo-iro"
PRACTICE = "practice/desk-1"


def registry_of(client: TestClient) -> Registry:
    app: Any = client.app
    found: Registry = app.state.service.registry
    return found


def named(client: TestClient, name: str, *roles: Role) -> dict[str, str]:
    """Return the headers of an editor with these roles."""
    token = registry_of(client).tokens.add(name, name, roles, 30)
    return {"authorization": f"Bearer {token}"}


def turtle(label: str = "Урок у реки (учебная)", key: str = PRACTICE) -> str:
    names = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    scheme = PREFIXES["scheme"]
    return f"""{names}
<{ID}{key}> a rms:Practice ; skos:prefLabel "{label}"@ru ; rms:author <{ID}{SERVICE}> ;
  rms:level <{scheme}level/municipal> ; adms:status <{scheme}practice-status/submitted> ;
  rms:updatedOn "2026-11-20"^^xsd:date ; dcterms:spatial <{ID}territory/demo-lipovka> ."""


def send(
    client: TestClient,
    who: dict[str, str] | None = None,
    content: str | None = None,
    body: str = SERVICE,
    query: str = "&mode=patch",
    **headers: str,
) -> httpx.Response:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    found: httpx.Response = client.post(
        f"/api/submissions?body={body}{query}",
        content=content or turtle(),
        headers={"content-type": "text/turtle", **(who or {}), **more},
    )
    return found


def dump(client: TestClient) -> set[ox.Quad]:
    return set(registry_of(client).store.dump())


def entries(client: TestClient) -> int:
    return registry_of(client).journal.sequence


def known(client: TestClient, key: str = PRACTICE) -> bool:
    found: bool = client.get(f"/id/{key}", headers={"accept": "text/turtle"}).status_code != 404
    return found
