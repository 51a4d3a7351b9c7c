"""SPARQL 1.1 over HTTP: queries, updates and whole graphs of a server that is not ours.

Protocol: https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import base64
import time
from contextlib import contextmanager
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    IncompleteRead,
)
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from graphsvc.errors import (
    QueryTimeoutError,
    ServerAwayError,
    ServerFaultError,
    ServerLoginError,
    SettingError,
)
from graphsvc.rdf.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from graphsvc.settings import Settings

__all__ = ["SparqlClient"]

Row = dict[str, NamedNode | Literal]

_JSON: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_WAIT_S: Final = 300  # of silence; a server that empties a large graph says nothing meanwhile
_TOLD: Final = 300  # letters of what a server says of its fault
_PART: Final = 64 * 1024


class SparqlClient:
    """The endpoints of one dataset. A connection a request: safe from several threads.

    Args:
        settings: the addresses, name and password.

    Raises:
        SettingError: an address is missing or is none.
    """

    def __init__(self, settings: Settings) -> None:
        self._query = _address("SPARQL_QUERY_URL", settings.sparql_query_url)
        self._update = _address("SPARQL_UPDATE_URL", settings.sparql_update_url)
        self._graphs = settings.sparql_graph_store_url and _address(
            "SPARQL_GRAPH_STORE_URL", settings.sparql_graph_store_url
        )
        self._headers: dict[str, str] = {}
        if settings.sparql_user:
            pair = f"{settings.sparql_user}:{settings.sparql_password}".encode()
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"

    @property
    def server(self) -> str:
        """The address that errors name."""
        return self._update

    def select(self, text: str, time_limit_s: float | None = None) -> list[Row]:
        """Return the solutions of a SELECT query, unbound variables left out.

        Raises:
            QueryTimeoutError: the answer was not there in time.
            ServerAwayError: the server does not answer.
            ServerLoginError: it refuses the name or the password.
            ServerFaultError: it answers with an error, or with half an answer.
        """
        results = self._results(text, time_limit_s)
        if not isinstance(results, ox.QuerySolutions):
            raise TypeError(text)
        names = [v.value for v in results.variables]
        try:
            return [
                {n: v for n in names if isinstance(v := solution[n], (NamedNode, Literal))}
                for solution in results
            ]
        except SyntaxError as error:
            raise ServerFaultError(server=self._query, reason=str(error)) from error

    def ask(self, text: str) -> bool:
        """Return the answer to an ASK query.

        Raises: as `select`.
        """
        return bool(self._results(text, None))

    def update(self, text: str) -> None:
        """Have one update request carried out.

        Raises: as `select`. The request may have been carried out though no answer came.
        """
        kind = {"Content-Type": "application/sparql-update; charset=utf-8"}
        with self._exchange("POST", self._update, text.encode(), kind) as response:
            response.read()

    def graph(self, name: NamedNode | None) -> Iterator[Triple]:
        """Yield the triples of a named graph, of the default graph for None.

        By the Graph Store Protocol where its address is set, by a query elsewhere.

        Raises: as `select`.
        """
        wanted = {"Accept": _TRIPLES}
        if self._graphs:
            chosen = "default" if name is None else "graph=" + quote(name.value, safe="")
            mark = "&" if urlsplit(self._graphs).query else "?"
            request = ("GET", f"{self._graphs}{mark}{chosen}", b"", wanted)
        else:
            pattern = "?s ?p ?o" if name is None else f"GRAPH {name} {{ ?s ?p ?o }}"
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
            kind = {"Content-Type": "application/sparql-query; charset=utf-8"}
            request = ("POST", self._query, text.encode(), wanted | kind)
        with self._exchange(*request) as response:
            try:
                for quad in ox.parse(response, ox.RdfFormat.N_TRIPLES):
                    yield quad.triple
                _require_end(response)
            except SyntaxError as error:
                raise ServerFaultError(server=request[1], reason=str(error)) from error

    def _results(
        self, text: str, time_limit_s: float | None
    ) -> ox.QuerySolutions | ox.QueryBoolean:
        kind = {"Content-Type": "application/sparql-query; charset=utf-8", "Accept": _JSON}
        ends = time.monotonic() + (time_limit_s or _WAIT_S)
        with self._exchange("POST", self._query, text.encode(), kind, time_limit_s) as response:
            parts: list[bytes] = []
            while part := response.read1(_PART):
                parts.append(part)
                if time.monotonic() > ends:
                    raise TimeoutError("the answer takes too long")
            _require_end(response)
        try:
            return ox.parse_query_results(b"".join(parts), ox.QueryResultsFormat.JSON)
        except SyntaxError as error:
            raise ServerFaultError(server=self._query, reason=str(error)) from error

    @contextmanager
    def _exchange(
        self,
        method: str,
        address: str,
        body: bytes,
        headers: dict[str, str],
        time_limit_s: float | None = None,
    ) -> Generator[HTTPResponse]:
        """Send one request; a redirect is not followed: it would carry the password along."""
        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=time_limit_s or _WAIT_S)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request(method, path, body or None, self._headers | headers)
            with connection.getresponse() as response:
                _require_success(address, response)
                yield response
        except TimeoutError as error:
            if time_limit_s:
                raise QueryTimeoutError(limit=f"{time_limit_s:g} s") from error
            raise ServerAwayError(server=address, reason=str(error)) from error
        except (OSError, HTTPException) as error:
            reason = str(error) or type(error).__name__
            raise ServerAwayError(server=address, reason=reason) from error
        finally:
            connection.close()


def _require_end(response: HTTPResponse) -> None:
    """Refuse an answer that was cut off: `http.client` says nothing of it."""
    if response.length:
        raise IncompleteRead(b"", response.length)


def _require_success(address: str, response: HTTPResponse) -> None:
    if response.status == 401:  # noqa: PLR2004  # unauthorized
        raise ServerLoginError(server=address)
    if not 200 <= response.status < 300:  # noqa: PLR2004  # success, as HTTP has it
        told = " ".join(response.read(4 * _TOLD).decode("utf-8", "replace").split())
        raise ServerFaultError(server=address, reason=f"{response.status} {told[:_TOLD]}".strip())


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    else:
        # A password in an address would be told in messages.
        usable = usable and parts.username is None and value.isascii() and value.isprintable()
    if not usable or " " in value:
        raise SettingError(name=f"GRAPHSVC_{name}", value=value)
    return value
