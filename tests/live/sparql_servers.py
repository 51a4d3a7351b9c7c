"""Real SPARQL servers for the tests: on free ports of the loopback, each in a folder of its own."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

from graphsvc.errors import ServerAwayError, ServerFaultError
from graphsvc.projections.sparql_http import SparqlServer
from graphsvc.projections.sparql_protocol import SparqlClient
from graphsvc.settings import PREFIX, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

JARS = Path(__file__).parents[2] / ".cache" / "fuseki"
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
START_LIMIT_S = 180
"""On a busy machine; an idle one takes some 5 seconds."""
_USER = "graphsvc"
# Fuseki's own sign-in: https://jena.apache.org/documentation/fuseki2/fuseki-security.html
_SHIRO = """[main]
plain = org.apache.shiro.authc.credential.SimpleCredentialsMatcher
iniRealm.credentialsMatcher = $plain
securityManager.subjectDAO.sessionStorageEvaluator.sessionStorageEnabled = false
[users]
{user} = {password}
[urls]
/$/ping = anon
/** = authcBasic
"""


class SparqlProcess:
    """A server that can be killed and started again on what it has written.

    Args:
        home: an empty folder.
    """

    name: ClassVar[str]

    def __init__(self, home: Path) -> None:
        self.home = home
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    @property
    def address(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """The settings of a registry that synchronises this server."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """Return the command that starts the server."""
        raise NotImplementedError

    @property
    def environment(self) -> dict[str, str]:
        """The same settings as a command is given them."""
        given = asdict(self.settings)
        return {PREFIX + n.upper(): v for n, v in given.items() if n.startswith("sparql_")}

    @property
    def client(self) -> SparqlClient:
        """A connection to its dataset."""
        return SparqlClient(self.settings)

    def server(self, head_of: Callable[[int], str]) -> SparqlServer:
        """Return the dataset as a copy of a journal's data."""
        return SparqlServer(self.client, head_of)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.home / "output.txt").open("ab") as output:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.home,
                env={**os.environ, "FUSEKI_BASE": str(self.home / "base")},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + START_LIMIT_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                pytest.fail(f"{self.name} did not start:\n" + self.output()[-1_000:])
            time.sleep(0.1)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the server in order."""
        self._end(signal.SIGTERM)

    def output(self) -> str:
        """Return what the server has printed."""
        return (self.home / "output.txt").read_text("utf-8", "replace")

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def _answers(self) -> bool:
        try:
            return self.client.ask("ASK {}")
        except (ServerAwayError, ServerFaultError):
            return False


class Fuseki(SparqlProcess):
    """Apache Jena Fuseki with TDB2, which asks for a name and a password."""

    name = "fuseki"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._password = secrets.token_urlsafe()
        (home / "base").mkdir()
        (home / "data").mkdir()
        shiro = _SHIRO.format(user=_USER, password=self._password)
        (home / "base" / "shiro.ini").write_text(shiro)

    @property
    def settings(self) -> Settings:
        """The settings of a registry that synchronises this server."""
        return Settings(
            sparql_query_url=f"{self.address}/ds/sparql",
            sparql_update_url=f"{self.address}/ds/update",
            sparql_graph_store_url=f"{self.address}/ds/data",
            sparql_user=_USER,
            sparql_password=self._password,
        )

    def command(self) -> list[str]:
        """Return the command that starts the server."""
        (jar,) = JARS.glob("jena-fuseki-server-*.jar")
        # The second-best compiler is quicker for a server that lives some minutes.
        flags = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        given = ["--localhost", f"--port={self.port}", "--update", "--tdb2"]
        return ["java", *flags, "-jar", str(jar), *given, f"--loc={self.home / 'data'}", "/ds"]


class Oxigraph(SparqlProcess):
    """The Oxigraph server, which knows no passwords."""

    name = "oxigraph"
    options: tuple[str, ...] = ()

    @property
    def settings(self) -> Settings:
        """The settings of a registry that synchronises this server; whole graphs by queries."""
        return Settings(
            sparql_query_url=f"{self.address}/query", sparql_update_url=f"{self.address}/update"
        )

    def command(self) -> list[str]:
        """Return the command that starts the server."""
        given = ["--location", str(self.home / "data"), "--bind", f"127.0.0.1:{self.port}"]
        return [str(OXIGRAPH), "serve", *given, *self.options]


class OxigraphReadOnly(Oxigraph):
    """The same server, which takes no updates."""

    def command(self) -> list[str]:
        """Return the command that starts the server."""
        return [
            p.replace("serve", "serve-read-only") if p == "serve" else p for p in super().command()
        ]


KINDS: dict[str, type[SparqlProcess]] = {"fuseki": Fuseki, "oxigraph": Oxigraph}


def available(kind: str) -> None:
    """Skip where a server cannot be started, fail where everything must run."""
    if kind == "oxigraph":
        if not OXIGRAPH.exists():
            _without("the oxigraph wheel is not installed: make servers")
    elif not any(JARS.glob("*.jar")):
        _without("Fuseki is not there: make servers")
    elif shutil.which("java") is None:
        _without("Fuseki needs Java 17: make servers")


def _without(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
