"""Settings, read once from the environment and passed in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LOOPBACK", "Settings"]

PREFIX = "GRAPHSVC_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Settings:
    """What an installation may set; each is an environment variable `GRAPHSVC_<NAME>`.

    The metadata of a field is its documentation; `docs/settings.md` is tested against it.
    """

    host: str = field(default="127.0.0.1", metadata={"doc": "address the service listens on"})
    port: int = field(default=8000, metadata={"doc": "port the service listens on"})
    data_dir: Path = field(
        default=Path("var"), metadata={"doc": "folder of the journal and the projections"}
    )
    load_seed: bool = field(
        default=False, metadata={"doc": "load documents and demo region into an empty registry"}
    )
    extension_dir: Path = field(
        default=Path(),
        metadata={
            "doc": "folder of a region's own ontology and shapes, which the reasoner checks before"
            " they are loaded; none by default"
        },
    )
    submission_limit_bytes: int = field(
        default=16 * 1024 * 1024, metadata={"doc": "largest submission, bytes"}
    )
    submission_time_limit_s: int = field(
        default=60, metadata={"doc": "longest parsing of one submission, seconds"}
    )
    submission_triple_limit: int = field(
        default=300_000, metadata={"doc": "most triples in one submission"}
    )
    workbook_limit_bytes: int = field(
        default=10 * 1024 * 1024, metadata={"doc": "largest workbook, bytes"}
    )
    workbook_unpacked_limit_bytes: int = field(
        default=100 * 1024 * 1024, metadata={"doc": "most that a workbook unpacks to, bytes"}
    )
    table_row_limit: int = field(
        default=100_000, metadata={"doc": "greatest number of a row in a table or sheet"}
    )
    table_column_limit: int = field(
        default=200, metadata={"doc": "most columns of a table or sheet"}
    )
    counts_time_limit_s: int = field(
        default=10,
        metadata={"doc": "longest check that published counts give no hidden one away, s of CPU"},
    )
    query_limit_bytes: int = field(default=64 * 1024, metadata={"doc": "longest free query, bytes"})
    query_depth_limit: int = field(
        default=64, metadata={"doc": "deepest nesting of brackets in a free query"}
    )
    query_result_limit_bytes: int = field(
        default=32 * 1024 * 1024, metadata={"doc": "longest answer of a free query, bytes"}
    )
    query_row_limit: int = field(
        default=100_000, metadata={"doc": "most rows in the answer of a free query"}
    )
    query_time_limit_s: int = field(
        default=10, metadata={"doc": "longest run of a free query, seconds"}
    )
    query_memory_limit_mib: int = field(
        default=2048, metadata={"doc": "address space of a free query's worker, MiB"}
    )
    neo4j_url: str = field(
        default="", metadata={"doc": "Bolt address of the Neo4j server that is synchronised"}
    )
    neo4j_user: str = field(default="neo4j", metadata={"doc": "name to sign in to Neo4j with"})
    neo4j_password: str = field(
        default="", repr=False, metadata={"doc": "password to sign in to Neo4j with"}
    )
    neo4j_database: str = field(
        default="", metadata={"doc": "database of the Neo4j server; empty: its default"}
    )
    sparql_engine: str = field(
        default="embedded",
        metadata={
            "doc": "what answers questions in SPARQL: `embedded`, or `server`, the SPARQL server"
        },
    )
    cypher_engine: str = field(
        default="embedded",
        metadata={"doc": "what answers questions in Cypher: `embedded`, or `neo4j`"},
    )
    shacl_engine: str = field(
        default="turbo",
        metadata={"doc": "what validates submissions: `turbo` (pyshacl-turbo), or `pyshacl`"},
    )
    receipt_limit: int = field(
        default=100_000, metadata={"doc": "most receipts that are kept; the oldest go first"}
    )
    version_wait_s: int = field(
        default=5,
        metadata={"doc": "longest wait of a request for an earlier state to be opened, seconds"},
    )
    sparql_query_url: str = field(
        default="", metadata={"doc": "where a synchronised SPARQL server takes queries"}
    )
    sparql_update_url: str = field(default="", metadata={"doc": "where it takes updates"})
    sparql_graph_store_url: str = field(
        default="", metadata={"doc": "where it hands out whole graphs; by queries if empty"}
    )
    sparql_user: str = field(default="", metadata={"doc": "name to sign in with"})
    sparql_password: str = field(
        default="", metadata={"doc": "password to sign in with"}, repr=False
    )

    smtp_host: str = field(default="", metadata={"doc": "mail server that digests are sent by"})
    smtp_port: int = field(default=587, metadata={"doc": "its port"})
    smtp_user: str = field(
        default="", metadata={"doc": "name to sign in to it with; without one there is no sign-in"}
    )
    smtp_password: str = field(
        default="", metadata={"doc": "password to sign in to it with"}, repr=False
    )
    smtp_from: str = field(default="", metadata={"doc": "address that digests are sent from"})
    smtp_tls: str = field(
        default="starttls",
        metadata={"doc": "encryption: `starttls`, `tls` from the first byte, or `none`"},
    )

    @property
    def extension(self) -> Path | None:
        """The folder of the region's extension, None where there is none."""
        return None if self.extension_dir == Path() else self.extension_dir

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Return the settings the environment gives, defaults elsewhere.

        Raises:
            SettingError: a variable is unknown or its value cannot be read.
        """
        environment = os.environ if environment is None else environment
        given = {
            k[len(PREFIX) :].lower(): v for k, v in environment.items() if k.startswith(PREFIX)
        }
        known = {f.name: f for f in fields(cls)}
        values: dict[str, object] = {}
        for name, text in given.items():
            if name not in known:
                raise SettingError(name=PREFIX + name.upper(), value=text)
            default: object = known[name].default
            values[name] = _parse(name, text, type(default))
        return cls(**values)  # type: ignore[arg-type]  # each value was read as its field's type


def _parse(name: str, text: str, kind: type) -> object:
    try:
        if kind is bool:
            return {"1": True, "true": True, "0": False, "false": False}[text.strip().lower()]
        if kind is int:
            return _whole(text)
        return Path(text) if issubclass(kind, Path) else text
    except (KeyError, ValueError) as error:
        raise SettingError(name=PREFIX + name.upper(), value=text) from error


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)
