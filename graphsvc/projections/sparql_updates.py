"""Records as operations of a SPARQL update: what is said of them goes, what is to be said comes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.rdf.names import BASE, PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphsvc.projections.reading import StoreReader

__all__ = ["OURS", "QUADS", "Batch", "Operation", "batches", "written"]

OURS: Final = f'FILTER (STRSTARTS(STR(?g), "{BASE}"))'
"""The filter that keeps to our own named graphs."""
QUADS: Final = 10_000
"""How many quads one request carries."""
_LETTERS: Final = 4_000_000
_RECORDS: Final = 1_000
_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")
_ESCAPE: Final = re.compile(r"\\(?:\\[uU]|.)")


@dataclass(frozen=True)
class Operation:
    """One operation of an update: what it does, and with what."""

    does: str
    where: str

    def guarded(self, guard: str) -> str:
        """Return its text; it does nothing where the guard does not hold."""
        return f"{self.does} WHERE {{ {guard} {self.where} }}"


@dataclass(frozen=True)
class Batch:
    """Some records, and what each graph is to say of them."""

    records: tuple[str, ...]
    blocks: Mapping[NamedNode | None, list[str]]

    def deletions(self) -> list[Operation]:
        """Return the operations that remove all that is said of the records."""
        records = f"VALUES ?s {{ {' '.join(str(NamedNode(r)) for r in self.records)} }}"
        return [
            Operation("DELETE { ?s ?p ?o }", f"{records} ?s ?p ?o"),
            Operation(
                "DELETE { GRAPH ?g { ?s ?p ?o } }",
                f"{records} GRAPH ?g {{ ?s ?p ?o }} {OURS}",
            ),
        ]

    def insertion(self) -> Operation:
        """Return the operation that adds what is to be said."""
        text = "\n".join(
            "\n".join(lines) if graph is None else f"GRAPH {graph} {{\n" + "\n".join(lines) + "\n}"
            for graph, lines in self.blocks.items()
        )
        return Operation(f"INSERT {{\n{text}\n}}", "")


def batches(reader: StoreReader, records: Iterable[str], most: int) -> Iterator[Batch]:
    """Yield the records in order, as many at a time as have `most` quads."""
    taken: list[str] = []
    blocks: dict[NamedNode | None, list[str]] = {}
    quads = letters = 0
    for record in records:
        taken.append(record)
        for quad in reader.quads(NamedNode(record)):
            line = f"{written(quad.triple)} ."
            name = quad.graph_name if isinstance(quad.graph_name, NamedNode) else None
            blocks.setdefault(name, []).append(line)
            quads, letters = quads + 1, letters + len(line)
        if quads >= most or letters >= _LETTERS or len(taken) >= _RECORDS:
            yield Batch(tuple(taken), blocks)
            taken, blocks, quads, letters = [], {}, 0, 0
    if taken:
        yield Batch(tuple(taken), blocks)


def written(triple: Triple) -> str:
    """Return a triple as it stands in an update, the same term to every reader of SPARQL.

    A decimal gets its point: of `1` and `1.0` TDB2 5.6 makes one value and two keys, and cannot
    delete the first (https://github.com/apache/jena/issues/3404). A backslash before a `u` of the
    text itself is told from an escape, which some readers expand before they read anything else.
    """
    value = triple.object
    if isinstance(value, Literal) and value.datatype == _DECIMAL and "." not in value.value:
        value = Literal(value.value + ".0", datatype=_DECIMAL)
    text = str(Triple(triple.subject, triple.predicate, value))
    return _ESCAPE.sub(_told_apart, text) if "\\" in text else text


def _told_apart(match: re.Match[str]) -> str:
    both = match[0]
    return f"\\\\\\U{ord(both[2]):08x}" if len(both) > 2 else both  # noqa: PLR2004  # of an escape
