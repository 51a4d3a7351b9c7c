"""The embedded property graph in a child process: a query that crashes it takes nothing else down.

The child holds the file, follows the store by its sequence and answers catalogued questions. Free
queries get copies of the file instead.
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import EngineFailedError, QuerySyntaxError
from graphsvc.model.entities import load_model
from graphsvc.model.property_graph import property_graph
from graphsvc.processes import Child, ChildEndedError, ChildTimeoutError, Frame, serve
from graphsvc.projections.ladybug import LadybugGraph
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.values import plain

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from graphsvc.projections.following import Progress

__all__ = ["EmbeddedCypher"]

FILE: Final = "graph.lbug"
_COPY: Final = "copy-"
_THREADS: Final = 3
_QUESTION_LIMIT_S: Final = 30

Rows = list[dict[str, Any]]


class EmbeddedCypher:
    """The graph of a data folder; the process is started when it is first needed.

    Args:
        folder: where the file and its copies lie.
        extension: folder of a region's own ontology and shapes.
    """

    def __init__(self, folder: Path, extension: Path | None) -> None:
        self._path, self._extension = folder / FILE, extension
        self._starting, self._copying = threading.Lock(), threading.Lock()
        self._child: Child | None = None
        self._known: tuple[int, str] = (0, "")
        self._copy: tuple[int, Path] | None = None
        self._readers: dict[Path, int] = {}
        for left in folder.glob(f"{_COPY}*"):
            left.unlink()  # of a process that was killed

    @property
    def sequence(self) -> int:
        """The sequence of the last entry the graph holds, 0 for none or before it is started."""
        return self._known[0]

    @property
    def head(self) -> str:
        """The hash of that entry."""
        return self._known[1]

    def cpu_s(self) -> float:
        """Return the CPU seconds that the process has taken."""
        spent: float = self._ask({"do": "cpu"}, None)[0]["seconds"]
        return spent

    def rows(self, text: str, parameters: Mapping[str, Any]) -> tuple[int, str, Rows]:
        """Return sequence and head of the state that was asked, and the rows.

        Args:
            parameters: by name; a date is a `datetime.date`.

        Raises:
            QuerySyntaxError: the engine refuses the text.
            EngineFailedError: the process ended or did not answer.
        """
        used = {k: v for k, v in parameters.items() if f"${k}" in text}
        dates = sorted(k for k, v in used.items() if isinstance(v, date))
        request = {"do": "rows", "text": text, "parameters": plain(used), "dates": dates}
        header, body = self._ask(request, _QUESTION_LIMIT_S)
        rows: Rows = json.loads(body)
        return header["sequence"], header["head"], rows

    def catch_up(self, reader: StoreReader, _progress: Progress) -> None:
        """Take over the state of a checkpoint.

        Raises:
            EngineFailedError: the process ended; what it had committed stays.
        """
        header, _ = self._ask({"do": "catch-up", "checkpoint": str(reader.folder)}, None)
        self._known = header["sequence"], header["head"]

    @contextmanager
    def current(self) -> Generator[tuple[int, Path]]:
        """Hand out the sequence and the path of a copy of the file that nobody writes.

        Raises:
            EngineFailedError: the process ended.
        """
        with self._copying:
            if self._copy is None or self._copy[0] != self.sequence:
                target = self._path.with_name(f"{_COPY}{self.sequence}.lbug")
                header, _ = self._ask({"do": "copy", "target": str(target)}, None)
                self._copy = header["sequence"], target
            current = self._copy
            self._readers[current[1]] = self._readers.get(current[1], 0) + 1
        try:
            yield current
        finally:
            with self._copying:
                self._readers[current[1]] -= 1
                for path in [p for p, n in self._readers.items() if not n and p != self._copy[1]]:
                    del self._readers[path]
                    path.unlink(missing_ok=True)

    def close(self) -> None:
        """End the process."""
        with self._starting:
            if self._child:
                self._child.close()
                self._child = None
        for left in self._path.parent.glob(f"{_COPY}*"):
            left.unlink()

    def _ask(self, request: dict[str, Any], time_limit_s: float | None) -> Frame:
        try:
            header, body = self._call(request, time_limit_s)
        except ChildEndedError as error:
            raise EngineFailedError(engine="cypher") from error
        if reason := header.get("refused"):
            raise QuerySyntaxError(reason=reason)
        return header, body

    def _call(self, request: dict[str, Any], time_limit_s: float | None) -> Frame:
        """Ask the process; one that was ended meanwhile is started anew, and asked once more."""
        try:
            return self._running().call(request, time_limit_s=time_limit_s)
        except ChildTimeoutError:
            raise
        except ChildEndedError:
            return self._running().call(request, time_limit_s=time_limit_s)

    def _running(self) -> Child:
        with self._starting:
            if self._child is None or not self._child.running:
                arguments = [str(self._path)]
                if self._extension:
                    arguments.append(str(self._extension))
                self._child = Child(__name__, arguments)
                header, _ = self._child.call({"do": "state"})
                self._known = header["sequence"], header["head"]
            return self._child


class _Server:
    """The child's side."""

    def __init__(self, path: Path, extension: Path | None) -> None:
        self._path, self._schema = path, property_graph(load_model(extension))
        self._graph = self._open()
        self._writing = threading.Lock()

    def answer(self, request: dict[str, Any], _body: bytes) -> Frame:
        """Answer one request."""
        if request["do"] == "rows":
            return self._rows(request)
        if request["do"] == "cpu":
            return {"seconds": time.process_time()}, b""
        with self._writing:
            if request["do"] == "catch-up":
                reader = StoreReader.at(Path(request["checkpoint"]))
                self._graph.catch_up(reader, lambda _done, _all: None)
            elif request["do"] == "copy":
                self._graph.copy(Path(request["target"]))
        return {"sequence": self._graph.sequence, "head": self._graph.head}, b""

    def close(self) -> None:
        """Release the file."""
        self._graph.close()

    def _open(self) -> LadybugGraph:
        """Open the graph; one that is damaged or half loaded is made anew."""
        try:
            graph = LadybugGraph(self._path, self._schema)
        except RuntimeError as error:
            print(error, file=sys.stderr)  # noqa: T201  # the service's log
            self._remove()
            return LadybugGraph(self._path, self._schema)
        if graph.sequence == 0:
            graph.close()
            self._remove()
            graph = LadybugGraph(self._path, self._schema)
        return graph

    def _remove(self) -> None:
        for file in self._path.parent.glob(f"{self._path.name}*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()

    def _rows(self, request: dict[str, Any]) -> Frame:
        parameters = request["parameters"]
        for name in request["dates"]:
            parameters[name] = date.fromisoformat(parameters[name])
        try:
            sequence, head, columns, rows = self._graph.query_state(
                request["text"], parameters, _QUESTION_LIMIT_S * 1000
            )
        except RuntimeError as error:
            return {"refused": str(error)}, b""
        values = [dict(zip(columns, map(plain, row), strict=True)) for row in rows]
        return {"sequence": sequence, "head": head}, json.dumps(values, ensure_ascii=False).encode()


def _main() -> None:
    path, *extension = map(Path, sys.argv[1:])
    server = _Server(path, extension[0] if extension else None)
    serve(server.answer, _THREADS)
    server.close()


if __name__ == "__main__":
    _main()
