"""The embedded property graph in a child process: a query that crashes it takes nothing else down.

The child holds the file, follows the store by its sequence and answers catalogued questions. Free
queries get copies of the file instead.
"""

from __future__ import annotations

import itertools
import json
import shutil
import signal
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import EngineFailedError
from graphsvc.model.entities import load_model
from graphsvc.model.property_graph import property_graph
from graphsvc.processes import Child, ChildEndedError, ChildTimeoutError, Frame, serve
from graphsvc.projections.ladybug import LadybugGraph
from graphsvc.projections.ladybug_contents import differences, expected
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.values import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Mapping

    from graphsvc.projections.following import Progress

__all__ = ["EmbeddedCypher"]

FILE: Final = "graph.lbug"
COPIES: Final = "copies"
"""A folder of their own: who reads a copy in a worker sees nothing else of the data folder."""
_THREADS: Final = 3
_QUESTION_LIMIT_S: Final = 30
_GRACE_S: Final = 5
_WRITING: Final = ("catch-up", "rewind")
_READING: Final = (*_WRITING, "differences")
"""What the process is told to do with a checkpoint."""
_REWRITTEN_PART: Final = 10
"""Records beyond a tenth of nodes and relationships cost less loaded than written anew."""

Rows = list[dict[str, Any]]


class EmbeddedCypher:
    """The graph of a data folder; the process is started when it is first needed.

    Args:
        folder: where the file and its copies lie.
        extension: folder of a region's own ontology and shapes.
        in_chain: whether the journal's entry of a sequence has a hash; a graph of another journal
            is made anew.

    Attributes:
        path: the file.
    """

    def __init__(
        self,
        folder: Path,
        extension: Path | None,
        in_chain: Callable[[int, str], bool] = lambda _sequence, _head: True,
    ) -> None:
        self.path, self._extension, self._in_chain = folder / FILE, extension, in_chain
        self._starting, self._copying = threading.Lock(), threading.Lock()
        self._child: Child | None = None
        self._known: tuple[int, str] = (0, "")
        self._copy: tuple[int, Path] | None = None
        self._numbers = itertools.count()
        self._readers: dict[Path, int] = {}
        self._copies = folder / COPIES
        shutil.rmtree(self._copies, ignore_errors=True)  # of a process that was killed

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
            EngineFailedError: the process ended or did not answer, refuses the text, or has lost
                what it held.
        """
        held = self.sequence
        used = {k: v for k, v in parameters.items() if f"${k}" in text}
        dates = sorted(k for k, v in used.items() if isinstance(v, date))
        request = {"do": "rows", "text": text, "parameters": plain(used), "dates": dates}
        # The engine ends what runs too long; the process is ended where it does not.
        header, body = self._ask(request, _QUESTION_LIMIT_S + _GRACE_S)
        if header["sequence"] < max(held, 1):
            # Begun anew since, it is empty or half loaded: its rows are no answer.
            raise EngineFailedError(engine="cypher")
        rows: Rows = json.loads(body)
        return header["sequence"], header["head"], rows

    def catch_up(self, reader: StoreReader, progress: Progress) -> None:  # noqa: ARG002  # a process tells no progress
        """Take over the state of a checkpoint.

        Raises:
            EngineFailedError: the process ended; what it had committed stays.
        """
        header, _ = self._ask({"do": "catch-up", "checkpoint": str(reader.folder)}, None)
        self._known = header["sequence"], header["head"]

    def rewind(self, reader: StoreReader, touched: Collection[str]) -> None:
        """Become the state of a checkpoint that is not younger.

        Args:
            touched: the records that may differ from what they are in that state.

        Raises:
            EngineFailedError: the process ended.
        """
        request = {"do": "rewind", "checkpoint": str(reader.folder), "touched": list(touched)}
        header, _ = self._ask(request, None)
        self._known = header["sequence"], header["head"]

    def differences(self, reader: StoreReader) -> int:
        """Return how many nodes and relationships are not what a checkpoint's projection gives.

        Raises:
            EngineFailedError: the process ended.
        """
        header, _ = self._ask({"do": "differences", "checkpoint": str(reader.folder)}, None)
        found: int = header["differences"]
        return found

    @contextmanager
    def current(self) -> Generator[tuple[int, Path]]:
        """Hand out the sequence and the path of a copy of the file that nobody writes.

        Raises:
            EngineFailedError: the process ended.
        """
        with self._copying:
            if self._copy is None or self._copy[0] != self.sequence:
                self._copies.mkdir(exist_ok=True)
                target = self._copies / f"{next(self._numbers)}.lbug"
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
        shutil.rmtree(self._copies, ignore_errors=True)

    def _ask(self, request: dict[str, Any], time_limit_s: float | None) -> Frame:
        try:
            header, body = self._call(request, time_limit_s)
        except ChildEndedError as error:
            raise EngineFailedError(engine="cypher") from error
        if header.get("refused"):
            raise EngineFailedError(engine="cypher")
        return header, body

    def _call(self, request: dict[str, Any], time_limit_s: float | None) -> Frame:
        """Ask the process; one that was ended meanwhile is started anew, and asked once more."""
        child = self._running()
        try:
            return child.call(request, time_limit_s=time_limit_s)
        except ChildTimeoutError:
            raise
        except ChildEndedError:
            # A file that cannot be written is damaged, unless somebody ended the process.
            spoilt = not _killed(child) and request["do"] in _WRITING
            again = self._running(child if spoilt else None)
            return again.call(request, time_limit_s=time_limit_s)

    def _running(self, spoiler: Child | None = None) -> Child:
        """Return the process, started where it is not running.

        Args:
            spoiler: the process whose end shows that the file is damaged.
        """
        with self._starting:
            if self._child is None or not self._child.running:
                if self._child:
                    self._child.close()
                if self._child and self._child is spoiler:
                    self._remove()
                self._child = self._start()
            return self._child

    def _start(self) -> Child:
        """Return a new process; a file that ends it, or is of another journal, is removed first."""
        child = self._child_on_file()
        try:
            if self._knows(child):
                return child
        except ChildEndedError:
            if _killed(child):
                raise
        child.close()
        self._remove()
        child = self._child_on_file()
        self._knows(child)
        return child

    def _child_on_file(self) -> Child:
        return Child(__name__, [str(p) for p in (self.path, self._extension) if p])

    def _knows(self, child: Child) -> bool:
        """Ask a new process for its state; return whether it is one of this journal."""
        header, _ = child.call({"do": "state"})
        self._known = header["sequence"], header["head"]
        return not header["sequence"] or self._in_chain(*self._known)

    def _remove(self) -> None:
        _remove(self.path)


def _killed(child: Child) -> bool:
    """Return whether a process was ended by somebody, once it has ended."""
    child.close()
    return child.status in (-signal.SIGKILL, -signal.SIGTERM)


def _remove(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()


class _Server:
    """The child's side."""

    def __init__(self, path: Path, extension: Path | None) -> None:
        self.path, self._schema = path, property_graph(load_model(extension))
        self._graph = self._open()
        self._writing = threading.Lock()

    def answer(self, request: dict[str, Any], _body: bytes) -> Frame:
        """Answer one request."""
        if request["do"] == "rows":
            return self._rows(request)
        if request["do"] == "cpu":
            return {"seconds": time.process_time()}, b""
        with self._writing:
            if request["do"] == "copy":
                self._graph.copy(Path(request["target"]))
            elif request["do"] in _READING:
                reader = StoreReader.at(Path(request["checkpoint"]))
                if request["do"] == "differences":
                    return {"differences": self._differences(reader)}, b""
                if request["do"] == "rewind":
                    self._rewind(reader, request["touched"])
                else:
                    self._graph.catch_up(reader, lambda _done, _all: None)
        return {"sequence": self._graph.sequence, "head": self._graph.head}, b""

    def close(self) -> None:
        """Release the file."""
        self._graph.close()

    def _open(self) -> LadybugGraph:
        """Open the graph; one that is damaged or half loaded is made anew."""
        try:
            graph = LadybugGraph(self.path, self._schema)
        except RuntimeError as error:
            print(error, file=sys.stderr)  # noqa: T201  # the service's log
        else:
            if graph.sequence:
                return graph
            graph.close()
        return self._empty()

    def _empty(self) -> LadybugGraph:
        _remove(self.path)
        return LadybugGraph(self.path, self._schema)

    def _rewind(self, reader: StoreReader, touched: list[str]) -> None:
        if not self._graph.sequence or len(touched) * _REWRITTEN_PART > self._graph.size():
            self._graph.close()
            self._graph = self._empty()
            self._graph.catch_up(reader, lambda _done, _all: None)
        else:
            self._graph.rewrite(reader, touched)

    def _differences(self, reader: StoreReader) -> int:
        if (self._graph.sequence, self._graph.head) != (reader.sequence, reader.head):
            return 1
        return differences(self._graph.dump(), expected(self._schema, reader))

    def _rows(self, request: dict[str, Any]) -> Frame:
        parameters = request["parameters"]
        for name in request["dates"]:
            parameters[name] = date.fromisoformat(parameters[name])
        try:
            sequence, head, columns, rows = self._graph.query_state(
                request["text"], parameters, _QUESTION_LIMIT_S * 1000
            )
        except RuntimeError as error:
            print(error, file=sys.stderr)  # noqa: T201  # the service's log
            return {"refused": True}, b""
        values = [dict(zip(columns, map(plain, row), strict=True)) for row in rows]
        return {"sequence": sequence, "head": head}, json.dumps(values, ensure_ascii=False).encode()


def _main() -> None:
    path, *extension = map(Path, sys.argv[1:])
    server = _Server(path, extension[0] if extension else None)
    serve(server.answer, _THREADS)
    server.close()


if __name__ == "__main__":
    _main()
