"""Rows and clauses by their printed numbers: «пункт 3.16 мурманской дорожной карты»."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.projections.word_forms import folded
from graphsvc.rdf.names import PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.texts.files import folders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import SearchIndex

__all__ = ["Lines", "Numbered", "Places"]

_ELI = PREFIXES["eli"]
_NUMBERED = (  # type, its number, the document it is in
    ("activity", "Activity", rms("printedNumber"), rms("plan")),
    ("clause", "Clause", NamedNode(_ELI + "number"), NamedNode(_ELI + "is_part_of")),
)
_NAME = NamedNode(PREFIXES["skos"] + "prefLabel")


@dataclass(frozen=True)
class Numbered:
    """A row or clause with a printed number.

    Attributes:
        names: its own.
        around: what its document is called, and the place, kind and years of that.
    """

    iri: str
    entity: str
    number: str
    names: tuple[str, ...]
    around: str


@dataclass(frozen=True)
class Lines:
    """A place in a text: `span` is its first line, or the first and the last with a dash."""

    slug: str
    span: str
    document: str


class Places:
    """What bears a printed number; read anew when the data have changed."""

    def __init__(self, model: Model, store: StoreReader, index: SearchIndex) -> None:
        self._model, self._store, self._index = model, store, index
        self._sequence = -1
        self._by_number: dict[str, list[Numbered]] = {}
        self._around: dict[NamedNode, str] = {}

    def at(self, number: str) -> Sequence[Numbered]:
        """Return the rows and clauses with a number."""
        if self._sequence != (sequence := self._store.sequence):
            self._around = {}
            self._by_number, self._sequence = self._read(), sequence
        return self._by_number.get(number, ())

    def lines(self, iri: str) -> Lines | None:
        """Return where a record stands in the text of its document; None where there is no text."""
        for basis in self._store.values(NamedNode(iri), rms("basis")):
            for document in self._store.values(basis, rms("document")):
                slugs = [s for s in self._texts(document, rms("sourceText")) if s in folders()]
                first, last = self._texts(basis, rms("lineFrom")), self._texts(basis, rms("lineTo"))
                if slugs and first and isinstance(document, NamedNode):
                    span = first[0] if last in ([], first) else f"{first[0]}-{last[0]}"
                    return Lines(slugs[0], span, document.value)
        return None

    def name(self, iri: str) -> str:
        """Return what a document is called."""
        return min(self._texts(NamedNode(iri), _NAME), default=iri)

    def _read(self) -> dict[str, list[Numbered]]:
        found: dict[str, list[Numbered]] = defaultdict(list)
        for entity, kind, number, part_of in _NUMBERED:
            called = " ".join(self._model.by_name[entity].label.values())
            for record, _ in self._store.referrers(rms(kind), RDF_TYPE):
                names = tuple(folded(n) for n in self._texts(record, _NAME))
                documents = self._store.values(record, part_of)
                told = (self._told(d) for d in documents if isinstance(d, NamedNode))
                around = [called, *told]
                for printed in self._texts(record, number):
                    found[printed].append(
                        Numbered(record.value, entity, printed, names, " ".join(around))
                    )
        return found

    def _told(self, document: NamedNode) -> str:
        if document not in self._around:
            self._around[document] = self._index.told(document)
        return self._around[document]

    def _texts(self, subject: object, predicate: NamedNode) -> list[str]:
        if not isinstance(subject, NamedNode):
            return []
        values = self._store.values(subject, predicate)
        return [v.value for v in values if isinstance(v, Literal)]
