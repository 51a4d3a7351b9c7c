"""The SHACL engines, each behind one call: triples in, a report graph out.

pyshacl is the reference; pyshacl-turbo is the same in Rust. Their reports are the same by test.
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import pyoxigraph as ox
import pyshacl
import rdflib

from graphsvc.errors import SettingError
from graphsvc.validation.rdflib_graph import rdflib_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graphsvc.rdf.terms import Quad

__all__ = ["PYSHACL", "TURBO", "Engine", "Pyshacl", "Turbo", "engine"]

PYSHACL: Final = "pyshacl"
TURBO: Final = "turbo"
_LOG: Final = logging.getLogger(__name__)

# pyshacl leaves its own results partly untyped.
_validate = cast("Callable[..., tuple[bool, rdflib.Graph, str]]", pyshacl.validate)  # pyright: ignore[reportUnknownMemberType]


class Engine(Protocol):
    """Shapes and vocabulary, parsed once."""

    def report(self, data: Iterable[Quad], focus: set[str]) -> rdflib.Graph:
        """Return the validation report, at least of the focus nodes, which are IRIs."""
        ...


def engine(name: str, shapes: Sequence[Quad], vocabulary: Sequence[Quad]) -> Engine:
    """Return the engine of that name, `turbo` or `pyshacl`.

    Args:
        shapes: the shapes graph.
        vocabulary: triples that every validation sees.

    Raises:
        SettingError: there is no such engine.
    """
    if name == PYSHACL:
        return Pyshacl(shapes, vocabulary)
    if name == TURBO:
        return _FallingBack(shapes, vocabulary)
    raise SettingError(name="GRAPHSVC_SHACL_ENGINE", value=name)


class Pyshacl:
    """The reference, over rdflib."""

    def __init__(self, shapes: Iterable[Quad], vocabulary: Iterable[Quad]) -> None:
        self._shapes, self._vocabulary = rdflib_graph(shapes), list(vocabulary)

    def report(self, data: Iterable[Quad], focus: set[str]) -> rdflib.Graph:  # noqa: ARG002
        """Return the report on all nodes.

        Not by pyshacl's own `focus_nodes`: it passes over nested shapes (sh:node, sh:or, sh:not) of
        values that are not in the list, and so over every code list and every reference.
        """
        _, graph, _ = _validate(
            rdflib_graph([*data, *self._vocabulary]),
            shacl_graph=self._shapes,
            inference="none",
            allow_infos=True,
            allow_warnings=True,
        )
        return graph


class Turbo:
    """pyshacl-turbo; its `focus_nodes` do not keep nested shapes from being looked at.

    Raises:
        ImportError: it is not installed.
        Exception: it cannot make out the shapes.
    """

    def __init__(self, shapes: Iterable[Quad], vocabulary: Iterable[Quad]) -> None:
        turbo: Any = importlib.import_module("pyshacl_turbo")
        # Text would be parsed by rdflib first, which takes five times as long as validating; and in
        # a Store, strings are no more equal to those of the shapes.
        self._input = importlib.import_module("pyshacl_turbo.rdf").Input
        self._program = turbo.compile_shapes(_n_triples(shapes), shacl_graph_format="nt")
        self._vocabulary = _n_triples(vocabulary)

    def report(self, data: Iterable[Quad], focus: set[str]) -> rdflib.Graph:
        """Return the report on the focus nodes.

        Raises:
            Exception: the engine failed; what it says is not to be relied on.
        """
        given = self._input(_n_triples(data) + self._vocabulary, "nt", None, {})
        conforms, graph, text = self._program.validate(given, focus_nodes=sorted(focus))
        if not isinstance(graph, rdflib.Graph) or not isinstance(conforms, bool):
            raise TypeError(str(text))
        return graph


class _FallingBack:
    """The fast engine, and the reference wherever the fast one cannot do it."""

    def __init__(self, shapes: Sequence[Quad], vocabulary: Sequence[Quad]) -> None:
        self._given = (shapes, vocabulary)
        self._reference: Pyshacl | None = None
        self._turbo: Turbo | None = None
        try:
            self._turbo = Turbo(shapes, vocabulary)
        except BaseException as error:  # noqa: BLE001  # a panic in Rust is no Exception
            _refuse(error, "cannot be used; pyshacl validates instead")

    def report(self, data: Iterable[Quad], focus: set[str]) -> rdflib.Graph:
        """Return the report of the engine that can make it out."""
        data = list(data)
        if self._turbo is not None:
            try:
                return self._turbo.report(data, focus)
            except BaseException as error:  # noqa: BLE001
                _refuse(error, "failed; pyshacl validates this instead")
        if self._reference is None:
            self._reference = Pyshacl(*self._given)
        return self._reference.report(data, focus)


def _refuse(error: BaseException, what: str) -> None:
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
        raise error
    _LOG.warning("pyshacl-turbo %s: %s: %s", what, type(error).__name__, error)


def _n_triples(quads: Iterable[Quad]) -> str:
    # By way of pyoxigraph all strings are plain: engines take "a" and "a"^^xsd:string for two.
    text = ox.serialize([q.triple for q in quads], format=ox.RdfFormat.N_TRIPLES)
    return (text or b"").decode()  # None only where an output file is given
