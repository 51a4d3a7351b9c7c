"""The registry's records by what they are called, and how to write them down in a cell."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Final

from graphsvc.projections.word_forms import fold, stem, words
from graphsvc.rdf.names import PREFIXES, compact
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.cells import BRACKETED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphsvc.projections.labels import Labels
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import SearchIndex

__all__ = ["Called"]

_NAMES: Final = tuple(NamedNode(PREFIXES["skos"] + n) for n in ("prefLabel", "altLabel"))
# What a decision found to be a spelling of the name is one.
_SPELT: Final = NamedNode(PREFIXES["skos"] + "hiddenLabel")
_CANDIDATES: Final = 30
_PROPOSED: Final = 3
_ALIKE: Final = 0.6
_WORDS_COUNT: Final = (
    0.9  # a name of which all that is typed are words; no more than a near spelling
)


class Called:
    """Finds records by their names and writes them down; as `tables.names.Names`.

    Args:
        store: where names are read from.
        search: finds the names that differ by a letter or a quote.
        labels: what a record without a name is called.
    """

    def __init__(self, store: StoreReader, search: SearchIndex, labels: Labels) -> None:
        self._store, self._search, self._labels = store, search, labels

    def called(self, entities: Sequence[str], text: str) -> list[str]:
        """Return the records of these types that are called so.

        Those that are to the letter, else those that are but for case, ё, quotes and the like.
        """
        found = [iri for entity in entities or ("",) for iri in self._search.called(text, entity)]
        exact = [iri for iri in found if text in self._names(iri)] if len(found) > 1 else ()
        return sorted(exact or found)

    def near(self, entities: Sequence[str], text: str) -> list[str]:
        """Return how to write down up to three records that may be meant, the likeliest first."""
        scored = sorted(
            (-max(_likeness(text, name) for name in names), iri)
            for iri in self._near(entities, text)
            if (names := self._names(iri))
        )
        wanted = [iri for score, iri in scored if -score >= _ALIKE][:_PROPOSED]
        return [self.written(iri, entities) for iri in wanted]

    def written(self, iri: str, entities: Sequence[str] = ()) -> str:
        """Return what to write in a cell for a record: its name, and its key where that is needed.

        Args:
            entities: the types of record that the cell takes; none for any.
        """
        entity, _, key = compact(iri).partition("/")
        short = key if entity in entities[:1] else f"{entity}/{key}"
        label = self._labels.label(iri, "ru").strip()
        plain = label and "\n" not in label and not BRACKETED.fullmatch(label)
        if plain and self.called(entities, label) == [iri]:
            return label
        told = f"{label} [{short}]"
        return told if label != compact(iri) and BRACKETED.fullmatch(told) else short

    def _near(self, entities: Sequence[str], text: str) -> Iterator[str]:
        query = self._search.asking([{stem(word): 1.0} for word in words(text)])
        for entity in entities or ("",):
            for found in self._search.named(query, entity, _CANDIDATES):
                yield found.iri

    def _names(self, iri: str) -> list[str]:
        terms = (t for p in (*_NAMES, _SPELT) for t in self._store.values(NamedNode(iri), p))
        return [term.value for term in terms if isinstance(term, Literal)]


def _likeness(text: str, name: str) -> float:
    """Return how alike a text and a name are, 0 to 1: by their letters, or by the words said."""
    letters = difflib.SequenceMatcher(None, fold(text), fold(name)).ratio()
    said, known = ({stem(word) for word in words(t)} for t in (text, name))
    return max(letters, _WORDS_COUNT * len(said & known) / max(len(said), 1))
