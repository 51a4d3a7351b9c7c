"""The child of `test_sparql`: synchronises a server in many small requests until it is killed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from graphsvc.projections import sparql_http
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.projections.sparql_protocol import SparqlClient
from graphsvc.settings import Settings


def main(folder: str, heads: str) -> None:
    """Bring the server of the environment's settings to the state of a checkpoint."""
    sparql_http.__dict__["QUADS"] = 15  # small, so that it is killed between two
    known: dict[str, str] = json.loads(heads)
    server = SparqlServer(
        SparqlClient(Settings.from_environment()), lambda sequence: known.get(str(sequence), "")
    )
    print("begun", flush=True)  # noqa: T201
    server.catch_up(StoreReader.at(Path(folder)), lambda done, _: print(done, flush=True))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
