"""A service as a process of its own, to be killed, and editors who hand in to it without end."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tests.faults.hostile_tables import CSV, XLSX, workbook
from tests.making import plan_turtle

if TYPE_CHECKING:
    import random
    import threading
    from collections.abc import Mapping

__all__ = ["Editor", "Served"]

ROOT: Final = Path(__file__).parents[2]
# All of a small store is asked for, on a machine that may be busy.
LIMITS: Final = {"QUERY_ROW_LIMIT": 1_000_000, "QUERY_TIME_LIMIT_S": 120}
START_LIMIT_S: Final = 120
LETTERS: Final = "абвгдежзиклмнопрстуфхцчшэюя"


class Served:
    """`graphsvc serve` over a data folder, until it is killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        given = {"DATA_DIR": folder, "PORT": self.port, **LIMITS}
        self.log = folder / "service.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "graphsvc.cli", "serve"],
                env={
                    **os.environ,
                    **{f"GRAPHSVC_{name}": str(value) for name, value in given.items()},
                },
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )
        until = time.monotonic() + START_LIMIT_S
        while not self._ready():
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")[-2_000:]
            assert time.monotonic() < until
            time.sleep(0.05)

    def _ready(self) -> bool:
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes, Mapping[str, str]]:
        """Return status, body and headers of an answer.

        Raises:
            OSError, http.client.HTTPException: there was none.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body or None, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()

    def got(self, path: str) -> Any:
        """Return the JSON at a path."""
        status, body, _ = self.ask("GET", path)
        assert status == 200, body[:500]
        return json.loads(body)

    def rows(self, query: str) -> list[str]:
        """Return the lines of the answer to a SPARQL query as TSV, sorted."""
        headers = {"accept": "text/tab-separated-values"}
        status, body, _ = self.ask("GET", f"/sparql?query={quote(query)}", headers=headers)
        assert status == 200, body[:500]
        return sorted(body.decode().splitlines())

    def cypher(self, query: str) -> tuple[int, list[list[Any]]]:
        """Return the entry that an answer rests on, and its rows."""
        body = json.dumps({"query": query}).encode()
        status, answer, _ = self.ask("POST", "/cypher", body, {"content-type": "application/json"})
        assert status == 200, answer[:500]
        found = json.loads(answer)
        return found["sequence"], found["rows"]

    def kill(self) -> None:
        """End it as the kernel would, in the midst of whatever it does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Editor:
    """Somebody who hands in about one body after the other, by every door.

    Attributes:
        taken: by body the word of the last submission that was acknowledged.
        tried: by body the word of one that was sent and not answered.
        entries: by number of the entry its word and body.
        drafts: addresses of the drafts that were acknowledged.
    """

    name: str
    chance: random.Random
    taken: dict[str, str] = field(default_factory=dict[str, str])
    tried: dict[str, str] = field(default_factory=dict[str, str])
    entries: dict[int, tuple[str, str]] = field(default_factory=dict[int, tuple[str, str]])
    drafts: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])

    def work(self, served: Served, ended: threading.Event) -> None:
        """Hand in until the service is gone."""
        with suppress(OSError, http.client.HTTPException):
            while not ended.is_set():
                self.hand_in(served)

    def hand_in(self, served: Served) -> None:
        """Hand in once: a whole plan, a table, a workbook, or a draft by page."""
        body = f"{self.name}-{self.chance.randrange(4)}"
        word = "".join(self.chance.choices(LETTERS, k=12))
        kind = self.chance.choice(["plan", "plan", "plan", "table", "workbook", "draft"])
        if kind == "draft":
            self._draft(served, body, word)
            return
        path = f"/api/submissions?body=body/{body}"
        if kind == "plan":
            # The word stands in three records: all of them change, or none.
            text = plan_turtle(body).replace('"Центр"@ru', f'"Центр {word}"@ru')
            content = text.replace('"Мероприятие ', f'"Мероприятие {word} ').encode()
            media = "text/turtle"
        elif kind == "table":
            # Of another body's graph, so that a plan does not replace it.
            body = f"{body}-table"
            path = f"/api/submissions?body=body/{body}&entity=condition"
            media, content = CSV, f"id,label\n{body}-1,{word}\n{body}-2,{word}\n".encode()
        else:
            body = f"{body}-book"
            path = f"/api/submissions?body=body/{body}&entity=condition"
            media = XLSX
            content = workbook([f"{body}-1", word, "n"], [f"{body}-2", word, "n"])
        self.tried[body] = word
        status, answer, _ = served.ask("POST", path, content, {"content-type": media})
        if status != 201:
            self.faults.append(f"{status} {answer[:300]!r}")
            return
        self.entries[json.loads(answer)["version"]] = (body, word)
        self.taken[body] = word
        del self.tried[body]

    def _draft(self, served: Served, body: str, word: str) -> None:
        parts = "".join(
            f'--b\r\ncontent-disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
            for name, more, value in (
                ("body", "", f"body/{body}"),
                ("file", '; filename="a.ttl"', plan_turtle(body).replace("Центр", word)),
            )
        )
        headers = {"content-type": "multipart/form-data; boundary=b"}
        status, answer, told = served.ask("POST", "/submit", f"{parts}--b--\r\n".encode(), headers)
        if status != 303:
            self.faults.append(f"{status} {answer[:300]!r}")
            return
        self.drafts.append(told["location"])
