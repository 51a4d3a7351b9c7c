"""A real Neo4j server for the tests: on free ports of the loopback, in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from tests.varying import SOAK

if TYPE_CHECKING:
    from typing import Any, NoReturn

    from neo4j import Record

JARS = Path(__file__).parents[2] / ".cache" / "neo4j"
_CHANGE = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
_WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS"
START_LIMIT_S = 300
"""On a busy machine; an idle one takes some 15 seconds."""
USER = "neo4j"
_CONFIGURATION = """
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
db.tx_log.rotation.size=16M
db.tx_log.rotation.retention_policy=keep_none
"""
# Over a small network, planning a question takes several times as long as answering it. Rows do not
# depend on the plan, so it is kept though the data change; `SOAK=1` plans anew as a server does.
_PLANS_KEPT = """
dbms.cypher.min_replan_interval=1h
dbms.cypher.statistics_divergence_threshold=1
"""
_JAVA = shutil.which("java") or "java"
_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_ENTRY = "org.neo4j.server.CommunityEntryPoint"
_OPENED = [f"java.base/{name}" for name in _PACKAGES]
# The second-best compiler is quicker for a server that lives some minutes.
_FLAGS = ("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


class Neo4jProcess:
    """A server that can be killed and started again on what it has written.

    Args:
        home: an empty folder.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self.password = secrets.token_urlsafe()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        (home / "conf").mkdir()
        own = _CONFIGURATION.format(port=self.port) + ("" if SOAK else _PLANS_KEPT)
        (home / "conf" / "neo4j.conf").write_text(own)

    @property
    def running(self) -> bool:
        """Whether the server has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def url(self) -> str:
        """The address over Bolt."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a registry that synchronises this server."""
        return {"GRAPHSVC_NEO4J_URL": self.url, "GRAPHSVC_NEO4J_PASSWORD": self.password}

    def start(self) -> None:
        """Start the server and wait until it takes the password."""
        opens = [f"--add-opens={package}=ALL-UNNAMED" for package in _OPENED]
        conf = self._home / "conf"
        places = ["--console-mode", f"--home-dir={self._home}", f"--config-dir={conf}"]
        with (self._home / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                [_JAVA, *_FLAGS, *opens, "-cp", f"{conf}:{JARS}/*", _ENTRY, *places],
                cwd=self._home,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                pytest.fail("Neo4j did not start:\n" + self.output()[-4_000:])
            time.sleep(0.3)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server in order."""
        self._end(signal.SIGTERM)

    def output(self) -> str:
        """Return what the server has printed."""
        return (self._home / "output.txt").read_text("utf-8", "replace")

    def query(self, text: str, **parameters: object) -> list[Record]:
        """Return the rows of a query, which may write."""
        with GraphDatabase.driver(
            self.url, auth=(USER, self.password), notifications_min_severity="OFF"
        ) as driver:
            statement: Any = text  # the driver would have only literals
            return driver.execute_query(statement, parameters).records

    def wipe(self) -> None:
        """Delete every node, however many there are."""
        with (
            GraphDatabase.driver(self.url, auth=(USER, self.password)) as driver,
            driver.session() as session,
        ):
            session.run(_WIPE).consume()

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def _answers(self) -> bool:
        """Sign in, the first time by changing the password that a new server has."""
        try:
            with (
                GraphDatabase.driver(self.url, auth=(USER, self.password)) as driver,
                driver.session() as session,
            ):
                session.run("RETURN 1").consume()
        except AuthError:
            with (
                GraphDatabase.driver(self.url, auth=(USER, "neo4j")) as driver,
                driver.session(database="system") as session,
            ):
                session.run(_CHANGE, new=self.password).consume()
            return True
        except (Neo4jError, DriverError, OSError):
            return False
        return True


def available() -> None:
    """Skip where the server cannot be started, fail where everything must run."""
    if not any(JARS.glob("*.jar")):
        _without("Neo4j is not there: make servers")
    if shutil.which("java") is None:
        _without("Neo4j needs Java 17: make servers")


def _without(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
