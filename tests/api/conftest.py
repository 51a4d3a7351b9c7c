"""A service that a test may write into."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.settings import Settings

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
