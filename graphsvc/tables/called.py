"""The registry's records by what they are called, and how to write them down in a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphsvc.projections.word_forms import stem, words
from graphsvc.rdf.names import PREFIXES, compact
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.cells import BRACKETED
from graphsvc.tables.decisions import Decisions, decision_quads
from graphsvc.tables.likeness import Likeness
from graphsvc.tables.nearness import is_slip
from graphsvc.tables.regional import Abbreviations, RegionalNames
from graphsvc.tables.regions import Regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graphsvc.projections.labels import Labels
    from graphsvc.projections.reading import StoreReader
    from graphsvc.projections.search import SearchIndex
    from graphsvc.rdf.terms import Quad
    from graphsvc.tables.decisions import Chosen
    from graphsvc.tables.names import Names

__all__ = ["Called"]

_NAMES: Final = tuple(NamedNode(PREFIXES["skos"] + n) for n in ("prefLabel", "altLabel"))
# What a decision found to be a spelling of the name is one.
_SPELT: Final = NamedNode(PREFIXES["skos"] + "hiddenLabel")
_CANDIDATES: Final = 30
_BESIDE: Final = 0.3  # what a word of the place counts beside one of the name
_PROPOSED: Final = 3
_ALIKE: Final = 0.6
_LONGEST: Final = 1_000  # letters; what is longer is a text, and of each word others are sought


class Called:
    """Finds records by their names and writes them down; as `tables.names.Names`.

    Args:
        store: where names are read from.
        search: finds the names that differ by a letter or a quote.
        labels: what a record without a name is called.
    """

    def __init__(self, store: StoreReader, search: SearchIndex, labels: Labels) -> None:
        self._store, self._search, self._labels = store, search, labels
        self._regions = Regions(store)
        self._decisions = Decisions(store, self._regions)
        self._abbreviations = Abbreviations(store)

    def of(self, about: str, chosen: Iterable[Chosen] = ()) -> RegionalNames:
        """Return the names as a body or document uses them.

        Args:
            chosen: what is said about single names beforehand.
        """
        self._regions.renew()
        try:
            NamedNode(about)
        except ValueError:
            about = ""  # nobody is called so; who asks for it is told elsewhere
        return RegionalNames(
            self, self._regions, self._decisions, self._abbreviations, about, chosen
        )

    def decided(
        self, about: str, chosen: Iterable[Chosen], reason: Mapping[str, str]
    ) -> list[Quad]:
        """Return the decisions taken by handing in a file, as `decisions.decision_quads`."""
        return decision_quads(self._store, about, chosen, reason)

    def called(self, entities: Sequence[str], text: str) -> list[str]:
        """Return the records of these types that are called so.

        Those that are to the letter, else those that are but for case, ё, quotes and the like.
        """
        found = [iri for entity in entities or ("",) for iri in self._search.called(text, entity)]
        return self.exact(text, found)

    def namesakes(self, text: str) -> list[str]:
        """Return the records of any type that are called so, but for case, quotes and the like."""
        return self._search.called(text)

    def exact(self, text: str, found: Sequence[str]) -> list[str]:
        """Return of several namesakes those that are called so to the letter, if any are."""
        exact = [iri for iri in found if text in self._names(iri)] if len(found) > 1 else ()
        return sorted(exact or found)

    def near(self, entities: Sequence[str], text: str) -> list[str]:
        """Return how to write down up to three records that may be meant, the likeliest first."""
        wanted = [iri for _, iri in self.scored(entities, text)][:_PROPOSED]
        return [self.written(iri, entities) for iri in wanted]

    def surely(self, entities: Sequence[str], text: str) -> str:
        """Return how to write down the one record that a text means but for a slip of the pen."""
        found = [iri for _, iri in self.scored(entities, text) if self.slip(iri, text)]
        return self.written(found[0], entities) if len(found) == 1 else ""

    def slip(self, iri: str, text: str) -> bool:
        """Return whether a text is a name of a record but for a slip of the pen."""
        return any(is_slip(text, name) for name in self._names(iri))

    def scored(
        self, entities: Sequence[str], text: str, places: str = ""
    ) -> list[tuple[float, str]]:
        """Return records that are called much like a text, each with how much, the likeliest first.

        Args:
            places: names of places: records that belong there are looked at before others.
        """
        if len(text) > _LONGEST:
            return []
        like = Likeness(text)
        found = (
            (-max(like.of(name, _ALIKE) for name in names), iri)
            for iri in dict.fromkeys(self._near(entities, text, places))
            if (names := self._names(iri))
        )
        return [(-score, iri) for score, iri in sorted(found) if -score >= _ALIKE]

    def label(self, iri: str) -> str:
        """Return what a record is called in Russian."""
        return self._labels.label(iri, "ru")

    def written(self, iri: str, entities: Sequence[str] = (), names: Names | None = None) -> str:
        """Return what to write in a cell for a record: its name, and its key where that is needed.

        Args:
            entities: the types of record that the cell takes; none for any.
            names: by which the cell is read; these very ones if None.
        """
        entity, _, key = compact(iri).partition("/")
        short = key if entity in entities[:1] else f"{entity}/{key}"
        label = self._labels.label(iri, "ru").strip()
        plain = label and "\n" not in label and not BRACKETED.fullmatch(label)
        if plain and (names or self).called(entities, label) == [iri]:
            return label
        told = f"{label} [{short}]"
        return told if label != compact(iri) and BRACKETED.fullmatch(told) else short

    def _near(self, entities: Sequence[str], text: str, places: str) -> Iterator[str]:
        said = [{stem(word): 1.0} for word in words(text)]
        beside = [{stem(word): _BESIDE} for word in words(places)] if said else []
        query = self._search.asking([*said, *beside])
        for entity in entities or ("",):
            for found in self._search.named(query, entity, _CANDIDATES):
                yield found.iri

    def _names(self, iri: str) -> list[str]:
        terms = (t for p in (*_NAMES, _SPELT) for t in self._store.values(NamedNode(iri), p))
        return [term.value for term in terms if isinstance(term, Literal)]
