"""The registry behind a service, and editors who sign in at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from graphsvc.access.editors import Role
    from graphsvc.registry import Registry


def registry_of(client: TestClient) -> Registry:
    app: Any = client.app
    found: Registry = app.state.service.registry
    return found


def named(client: TestClient, name: str, *roles: Role) -> dict[str, str]:
    """Return the headers of an editor with these roles."""
    token = registry_of(client).tokens.add(name, name, roles, 30)
    return {"authorization": f"Bearer {token}"}
