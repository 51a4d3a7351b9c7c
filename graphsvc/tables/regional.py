"""The names of records as one body uses them: of its region, federal, and by its decisions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from graphsvc.projections.word_forms import fold
from graphsvc.rdf.names import ID, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.decisions import InForce

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphsvc.projections.reading import StoreReader
    from graphsvc.tables.decisions import Chosen, Decisions
    from graphsvc.tables.names import Names
    from graphsvc.tables.regions import Regions

__all__ = ["Abbreviations", "AllNames", "Proposed", "RegionalNames"]

_PERSON: Final = ID + "person/"
_PROPOSED: Final = 3
_KEPT: Final = 20_000
_SOUGHT: Final = 200
"""Most names of one file for which what they may mean is sought; a page asks of fewer."""
_SHOWN: Final = 6
_ABBREVIATED: Final = 1.0  # what an abbreviation stands for is likelier than any near spelling


@dataclass(frozen=True)
class Proposed:
    """A record that a name may mean.

    Attributes:
        written: how to write it down.
        foreign: whether it belongs to another region.
        abbreviated: whether the name is an abbreviation that somebody recorded.
    """

    iri: str
    written: str
    foreign: bool
    abbreviated: bool


class AllNames(Protocol):
    """Finds records by their names, wherever they belong; `tables.called.Called` does."""

    def namesakes(self, text: str) -> list[str]:
        """Return the records of any type that are called so but for case, quotes and the like."""
        ...

    def exact(self, text: str, found: Sequence[str]) -> list[str]:
        """Return of several namesakes those that are called so to the letter, if any are."""
        ...

    def scored(
        self, entities: Sequence[str], text: str, places: str = ""
    ) -> list[tuple[float, str]]:
        """Return records that are called much like a text, each with how much."""
        ...

    def written(self, iri: str, entities: Sequence[str] = (), names: Names | None = None) -> str:
        """Return what to write in a cell for a record."""
        ...

    def label(self, iri: str) -> str:
        """Return what a record is called in Russian."""
        ...

    def slip(self, iri: str, text: str) -> bool:
        """Return whether a text is a name of a record but for a slip of the pen."""
        ...


class Abbreviations:
    """What recorded abbreviations stand for; read anew when the data have changed."""

    def __init__(self, store: StoreReader) -> None:
        self._store, self._sequence = store, -1
        self._known: dict[str, list[tuple[str, str]]] = {}

    def meant(self, text: str) -> list[tuple[str, str]]:
        """Return the records that a text abbreviates, each with that of the abbreviation."""
        if self._sequence != (sequence := self._store.sequence):
            self._known, self._sequence = self._read(), sequence
        return self._known.get(_plain(text), [])

    def _read(self) -> dict[str, list[tuple[str, str]]]:
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for record, _ in self._store.referrers(rms("Abbreviation"), RDF_TYPE):
            forms = self._store.values(record, rms("printedForm"))
            meant = self._store.values(record, rms("denotes"))
            for form in forms:
                found[_plain(form.value if isinstance(form, Literal) else "")] += [
                    (one.value, record.value) for one in meant if isinstance(one, NamedNode)
                ]
        return dict(found)


class RegionalNames:
    """Finds records by what one body calls them; as `tables.names.Names`.

    A name that only records of other regions have is unknown: people choose, or write the key. To
    find what unknown names may mean takes its time: of one file it is done for the first of them,
    and for others once those are known.

    Args:
        about: IRI of the body or document; what is known of no region sees all.
        chosen: what is said about single names beforehand.

    Attributes:
        used: what of the chosen was used.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # all that a name may rest on
        self,
        called: AllNames,
        regions: Regions,
        decisions: Decisions,
        abbreviations: Abbreviations,
        about: str,
        chosen: Iterable[Chosen] = (),
    ) -> None:
        self._called, self._regions, self._abbreviations = called, regions, abbreviations
        self._region = regions.of(about) if about else frozenset[str]()
        self._in_force = decisions.in_force(about) if about else InForce({}, {})
        self._chosen: defaultdict[str, list[Chosen]] = defaultdict(list)
        for one in chosen:
            if one.record:
                self._chosen[fold(one.text)].append(one)
        self._known: dict[str, list[str]] = {}
        self._sought: dict[tuple[str, ...], tuple[list[str], str]] = {}
        self.used: dict[Chosen, None] = {}

    def called(self, entities: Sequence[str], text: str) -> list[str]:
        """Return the records of these types that the body calls so.

        Somebody's decision tells which of several is meant; it does not silence a name that the
        registry has come to know for another record.
        """
        folded = fold(text)
        for one in self._chosen.get(folded, ()):
            if _of(entities, one.record):
                self.used[one] = None
                return [one.record]
        namesakes = [r for r in self._namesakes(text) if _of(entities, r)]
        found = [r for r in self._called.exact(text, namesakes) if not self._foreign(r)]
        decided = [r for r in self._in_force.same.get(folded, ()) if _of(entities, r)]
        if not decided:
            return [r for r in found if r not in self._in_force.different.get(folded, ())]
        return decided if not found or {*decided} <= {*found} else sorted({*found, *decided})

    def near(self, entities: Sequence[str], text: str) -> list[str]:
        """Return how to write down up to three records of the region that may be meant."""
        return self._meant(entities, text)[0]

    def surely(self, entities: Sequence[str], text: str) -> str:
        """Return how to write down the one record of the region that a text surely means.

        A person is never found by what is only spelt alike.
        """
        return self._meant(entities, text)[1]

    def _meant(self, entities: Sequence[str], text: str) -> tuple[list[str], str]:
        """Return what `near` and `surely` do; sought once for each text."""
        key = (text, *entities)
        found = self._sought.get(key)
        if found is None:
            if len(self._sought) >= _SOUGHT:
                return [], ""
            own = [p for p in self.proposed(entities, text) if not p.foreign]
            sure = [
                p.written
                for p in own
                if not p.iri.startswith(_PERSON)
                and (p.abbreviated or self._called.slip(p.iri, text))
            ]
            near = [p.written for p in own[:_PROPOSED]]
            found = self._sought[key] = near, sure[0] if len(sure) == 1 else ""
        return found

    def proposed(self, entities: Sequence[str], text: str) -> list[Proposed]:
        """Return the records that a name may mean: of the own region first, the likeliest first."""
        refused = self._in_force.different.get(fold(text), ())
        scored: dict[str, float] = {}
        short: set[str] = set()
        for record, source in self._abbreviations.meant(text):
            if _of(entities, record) and not (self._foreign(record) or self._foreign(source)):
                scored[record] = _ABBREVIATED
                short.add(record)
        for score, record in self._called.scored(entities, text, self._places()):
            scored[record] = max(score, scored.get(record, 0.0))
        ranked = sorted(
            (self._foreign(record), -score, record)
            for record, score in scored.items()
            if record not in refused
        )
        return [
            Proposed(record, self.written(record, entities), foreign, record in short)
            for foreign, _, record in ranked[:_SHOWN]
        ]

    def written(self, iri: str, entities: Sequence[str] = ()) -> str:
        """Return what this body writes in a cell for a record, as `Called.written`."""
        return self._called.written(iri, entities, self)

    def regions(self, record: str) -> frozenset[str]:
        """Return the IRIs of the regions of a record, as `Regions.of`."""
        return self._regions.of(record)

    def own(self, record: str) -> bool:
        """Return whether a record is of the own region, or of none."""
        return not self._foreign(record)

    def _namesakes(self, text: str) -> list[str]:
        """Return the records called so; kept, as tables and lists say the same names often."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[text] = self._called.namesakes(text)
        return found

    def _foreign(self, record: str) -> bool:
        return self._regions.foreign(record, self._region)

    def _places(self) -> str:
        return " ".join(self._called.label(place) for place in sorted(self._region))


def _of(entities: Sequence[str], record: str) -> bool:
    return not entities or compact(record).partition("/")[0] in entities


def _plain(text: str) -> str:
    """Return an abbreviation folded, without the marks of footnotes."""
    return fold(text).strip("* ")
