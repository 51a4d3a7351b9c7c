"""A child that gave up the network cannot open a socket, and its queries reach nobody."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import RequestError
from graphsvc.isolation.querying import Limits, SparqlQueries
from tests.copies import OneCopy

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
import socket
from graphsvc.isolation.network import forbid_network
assert forbid_network()
try:
    socket.socket()
except PermissionError:
    print("refused")
"""


def test_a_process_without_network_is_refused_a_socket() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "refused\n"


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_a_query_that_slipped_past_the_guard_reaches_nobody(tmp_path: Path, silent: str) -> None:
    ox.Store(str(tmp_path / "store")).flush()
    queries = SparqlQueries(OneCopy(tmp_path / "store"), Limits(20, 2048, 100, 10_000))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1)
        port = listener.getsockname()[1]
        text = f"SELECT * {{ SERVICE {silent}<http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        try:
            queries.run(text, ["*/*"])
        except RequestError:
            assert not silent
        finally:
            queries.close()
        with pytest.raises(TimeoutError):
            listener.accept()
