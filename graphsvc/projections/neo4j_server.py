"""A Neo4j server over Bolt: transactions and readings, its errors told as the registry's."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from neo4j import GraphDatabase, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DatabaseUnavailable,
    DriverError,
    Forbidden,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    UnsupportedServerProduct,
)
from neo4j.time import Date, DateTime

from graphsvc.errors import (
    QuerySyntaxError,
    QueryTimeoutError,
    ServerAwayError,
    ServerFaultError,
    ServerLoginError,
    ServerTooOldError,
    SettingError,
)
from graphsvc.locale import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import TracebackType
    from typing import Self

    from neo4j import ManagedTransaction, Session

__all__ = ["Neo4jServer", "Row", "run"]

# What went wrong in the end is told as an error; each attempt before need not be printed.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

Row = dict[str, Any]
_T = TypeVar("_T")

_URL: Final = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://[^/@?#\s]+/?")
_OLDEST: Final = (5, 26)
"""Since then labels and types of relationship may be given as values; no older one was tried."""
_CONNECTION_LIMIT_S: Final = 10
_RETRY_LIMIT_S: Final = 10
_WRITE_LIMIT_S: Final = 600
"""So long may one transaction take, or wait for another; one whose client is lost ends then."""
_QUESTION_LIMIT_S: Final = 30


class Neo4jServer:
    """One database of one server; connections are made when they are needed.

    Args:
        url: `bolt://` or `neo4j://`, with TLS `+s` or `+ssc` behind the name.
        user: name to sign in with, empty for none.
        database: its name, empty for the server's default.

    Raises:
        SettingError: the URL cannot be read.
    """

    def __init__(self, url: str, user: str, password: str, database: str = "") -> None:
        if not _URL.fullmatch(url):
            raise SettingError(name="GRAPHSVC_NEO4J_URL", value=url)
        self.url = url
        self._database = database or None
        try:
            self._driver = GraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
                url,
                auth=(user, password) if user else None,
                user_agent=f"graphsvc/{VERSION}",
                connection_timeout=_CONNECTION_LIMIT_S,
                connection_acquisition_timeout=2 * _CONNECTION_LIMIT_S,
                max_transaction_retry_time=_RETRY_LIMIT_S,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
            # In a cluster, whoever is asked next knows what was written last.
            self._bookmarks = GraphDatabase.bookmark_manager()
        except (ConfigurationError, ValueError) as error:
            raise SettingError(name="GRAPHSVC_NEO4J_URL", value=url) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def check(self) -> None:
        """Sign in.

        Raises:
            ServerAwayError: the server does not answer.
            ServerLoginError: it refuses name or password.
            ServerTooOldError: it is too old, or no Neo4j.
        """
        with self._telling(), self._session() as session:  # without the patience of `read`
            agent = session.run("RETURN 1").consume().server.agent
        found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
        if not found or (int(found[1]), int(found[2])) < _OLDEST:
            needed = "Neo4j " + ".".join(map(str, _OLDEST))
            raise ServerTooOldError(server=self.url, found=agent, needed=needed)

    def write(self, work: Callable[[ManagedTransaction], _T]) -> _T:
        """Do some work in one transaction and return what it returns.

        It is done anew where the server asks for it or the connection was lost, perhaps after the
        commit: work must bear being done twice.
        """
        with self._telling(), self._session() as session:
            return session.execute_write(unit_of_work(timeout=_WRITE_LIMIT_S)(work))

    def read(self, work: Callable[[ManagedTransaction], _T], limit_s: float | None = None) -> _T:
        """Read in one transaction that can write nothing, and that the server ends at a limit."""
        with self._telling(), self._session() as session:
            return session.execute_read(unit_of_work(timeout=limit_s)(work))

    def rows(
        self, text: str, parameters: Mapping[str, Any], limit_s: float = _QUESTION_LIMIT_S
    ) -> list[Row]:
        """Return the rows of a query that can write nothing.

        Raises:
            QuerySyntaxError: the server refuses the query.
            QueryTimeoutError: it ran longer than `limit_s`.
        """
        query: Any = text  # the driver would have only literals; who gives the text answers for it

        def work(tx: ManagedTransaction) -> list[Row]:
            try:
                found = [dict(record) for record in tx.run(query, dict(parameters))]
            except ClientError as error:
                code = error.code or ""
                if "TransactionTimedOut" in code:
                    raise QueryTimeoutError(limit=f"{limit_s:g} s") from error
                if ".Statement." in code:
                    raise QuerySyntaxError(reason=error.message) from error
                raise
            return [{name: native(value) for name, value in row.items()} for row in found]

        return self.read(work, limit_s)

    def _session(self) -> Session:
        return self._driver.session(  # pyright: ignore[reportUnknownMemberType]
            database=self._database, bookmark_manager=self._bookmarks
        )

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Tell the driver's errors as the registry's."""
        try:
            yield
        except (AuthError, Forbidden) as error:
            raise ServerLoginError(server=self.url) from error
        except UnsupportedServerProduct as error:
            needed = "Neo4j " + ".".join(map(str, _OLDEST))
            raise ServerTooOldError(server=self.url, found=str(error), needed=needed) from error
        except (ServiceUnavailable, SessionExpired, DatabaseUnavailable, OSError) as error:
            reason = str(error).partition("\n")[0].rstrip(":")
            raise ServerAwayError(server=self.url, reason=reason) from error
        except (Neo4jError, DriverError) as error:
            code = getattr(error, "code", None) or type(error).__name__
            if "DatabaseNotFound" in code:
                name = self._database or ""
                raise SettingError(name="GRAPHSVC_NEO4J_DATABASE", value=name) from error
            message = getattr(error, "message", None) or str(error)
            raise ServerFaultError(server=self.url, reason=f"{code}: {message}") from error


def run(
    tx: ManagedTransaction, text: str, parameters: Mapping[str, Any] | None = None
) -> list[Row]:
    """Return the rows of a statement.

    Args:
        text: with names of the schema in backticks, and values as parts of the parameter `p`: one
            map, so that the server plans a text once and not for each length of a list.
    """
    query: Any = text  # the driver would have only literals; what is put in is `quoted`
    return [dict(record) for record in tx.run(query, {"p": dict(parameters or {})})]


def native(value: object) -> Any:  # noqa: ANN401  # whatever the database holds
    """Return a value with Python's own dates and times."""
    if isinstance(value, (Date, DateTime)):
        return value.to_native()
    if isinstance(value, list):
        return [native(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {key: native(item) for key, item in items}
    return value
