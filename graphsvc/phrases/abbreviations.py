"""What the documents' abbreviations stand for: ММС, ЦНППМ, РИП."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphsvc.phrases.words import lexicon
from graphsvc.projections.word_forms import stem, words
from graphsvc.rdf.names import RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Triple

__all__ = ["Abbreviations", "by_language"]


class Abbreviations:
    """What abbreviations of one word stand for; read anew when the data have changed."""

    def __init__(self, model: Model, store: StoreReader) -> None:
        self._model, self._store = model, store
        self._sequence = -1
        self._stands_for: dict[str, tuple[str, ...]] = {}

    def read(self) -> Mapping[str, Sequence[str]]:
        """Return the stems of what each abbreviation stands for, by its own stem."""
        if self._sequence != (sequence := self._store.sequence):
            self._stands_for, self._sequence = self._read(), sequence
        return self._stands_for

    def _read(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for record, _ in self._store.referrers(rms("Abbreviation"), RDF_TYPE):
            triples = self._store.describe(record)
            told = _texts(triples, rms("expansion"))
            for triple in triples:
                if triple.predicate == rms("denotesKind") and isinstance(triple.object, NamedNode):
                    told += self._model.labels.get(triple.object.value, {}).values()
            long = {stem(w) for text in told for w in words(text) if not lexicon().idle(w)}
            for form in _texts(triples, rms("printedForm")):
                if len(short := words(form)) == 1:
                    found.setdefault(stem(short[0]), set()).update(long)
        return {short: tuple(sorted(long)) for short, long in found.items() if long}


def by_language(stems: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Return the stems of a long form in each language that it is told in."""
    english = frozenset(s for s in stems if s.isascii())
    return tuple(one for one in (english, stems - english) if one)


def _texts(triples: Iterable[Triple], predicate: NamedNode) -> list[str]:
    return [
        t.object.value
        for t in triples
        if t.predicate == predicate and isinstance(t.object, Literal)
    ]
