"""What the tests share: the model, and one registry with documents and demo, loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.model.entities import Model, load_model
from graphsvc.registry import Registry
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY_TIME_LIMIT_S = 2


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service over documents and demo; to be read only."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("loaded"),
        load_seed=True,
        query_time_limit_s=QUERY_TIME_LIMIT_S,
    )
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="session")
def registry(client: TestClient) -> Registry:
    """The registry behind `client`; to be read only."""
    app: object = client.app
    found: Registry = app.state.service.registry  # type: ignore[attr-defined]
    return found


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over an empty registry; each test writes about bodies of its own."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("writable"),
        submission_limit_bytes=200_000,
        submission_triple_limit=1_000,
        query_time_limit_s=QUERY_TIME_LIMIT_S,
    )
    with TestClient(create_app(settings), "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def empty_registry(tmp_path: Path) -> Iterator[Registry]:
    opened = Registry(Settings(data_dir=tmp_path))
    yield opened
    opened.close()
