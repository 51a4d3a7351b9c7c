"""A service that a test may write into."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from graphsvc.access.editors import ACCEPT, SUBMIT, Role
from graphsvc.api.app import create_app
from graphsvc.rdf.names import ID
from graphsvc.settings import Settings
from tests.editing import INSTITUTE, SERVICE, named

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def opened(loaded: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A service of its own over documents and demo."""
    folder = Path(shutil.copytree(loaded, tmp_path / "var"))
    with TestClient(
        create_app(Settings(data_dir=folder)), "http://127.0.0.1", follow_redirects=False
    ) as client:
        yield client


@pytest.fixture
def methodist(opened: TestClient) -> dict[str, str]:
    """Who hands in for a municipal service, as headers."""
    return named(opened, "lipovka", Role(SUBMIT, ID + SERVICE))


@pytest.fixture
def coordinator(opened: TestClient) -> dict[str, str]:
    """Who accepts what the services below the institute hand in, as headers."""
    roles = (Role(ACCEPT, ID + INSTITUTE), Role(SUBMIT, ID + SERVICE), Role(SUBMIT, ID + INSTITUTE))
    return named(opened, "iro", *roles)
