"""What the tests share: the model, and one registry with documents and demo, loaded once.

Also the order of the files: the long ones first, or the last of them would keep one worker busy
while the others have nothing left.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.model.entities import Model, load_model
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from tests.sharing import made_once

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERY_TIME_LIMIT_S = 2
TESTS: Final = Path(__file__).parent
LONGEST: Final = (
    "live/test_networks.py",
    "property/test_questions.py",
    "ontology/test_reasoner.py",
    "faults/test_hostile.py",
    "questions/test_rdflib.py",
    "questions/test_engines.py",
    "faults/test_kill.py",
    "property/test_expectations.py",
    "property/test_impact.py",
    "ontology/test_qc.py",
    "live/test_answering.py",
    "live/test_sparql_questions.py",
    "live/test_notebook.py",
    "packaging/test_wheel.py",
    "docs/test_examples.py",
    "faults/test_kill_graph.py",
)
"""The files that take longest, in about this order (`--durations` tells); the others follow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rank = {TESTS / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(rank)))


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with documents and demo, as a service that loaded them has left it.

    To be copied: it belongs to all workers.
    """
    return made_once(tmp_path_factory, "loaded", load)


def load(folder: Path) -> None:
    app = create_app(Settings(data_dir=folder, load_seed=True))
    with TestClient(app, "http://127.0.0.1"):
        registry: Registry = app.state.service.registry
        registry.following.catch_up("cypher", registry.store.sequence)


@pytest.fixture(scope="session")
def client(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The service over documents and demo; to be read only."""
    settings = Settings(
        data_dir=Path(shutil.copytree(loaded, tmp_path_factory.mktemp("client") / "var")),
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
