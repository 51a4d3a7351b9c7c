"""Links that a change makes, ends or alters: relations, norms and agreements, and how each stands.

How a link stands on a day is said in the words of the network: planned, in force, soon to expire,
expired; besides, not yet in force, ended, renewed, terminated, or what its modality says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from graphsvc.projections.labels import Labels
from graphsvc.rdf.names import BASE, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term

__all__ = [
    "APPEARS",
    "CHANGES",
    "GOES",
    "AgreementChange",
    "LinkChange",
    "Stand",
    "States",
    "agreements",
    "links",
]

APPEARS: Final = "appears"
GOES: Final = "goes"
CHANGES: Final = "changes"

_RELATION, _NORM, _AGREEMENT = rms("Relation"), rms("Norm"), rms("Agreement")
_STATUS: Final = NamedNode(PREFIXES["adms"] + "status")
_MODALITY: Final = BASE + "scheme/modality/"
_AGREEMENT_STATUS: Final = BASE + "scheme/agreement-status/"
_EFFECTIVE: Final = frozenset({"rule", "in-force"})
_SUBJECTS: Final = (rms("subject"), rms("subjectKind"), rms("subjectPost"))
_OBJECTS: Final = (rms("object"), rms("objectKind"))
_SOON_DAYS: Final = 90
"""As the network and the audit of agreements that expire soon have it."""

States = tuple["StoreReader", "StoreReader"]
"""The data as they are, and as they would be."""

_Values = dict[NamedNode, set["Term"]]


@dataclass(frozen=True)
class Stand:
    """How a link stands on a day.

    Attributes:
        state: `planned`, `not-yet`, `in-force`, `expiring`, `expired`, `renewed`, `ended`,
            `terminated`, or the code of a modality that is no fact.
        start: first day, ISO 8601, empty where none is stated.
        end: last day, likewise.
    """

    state: str
    start: str
    end: str


@dataclass(frozen=True)
class LinkChange:
    """A relation between two bodies, or a norm about two kinds, that a change concerns.

    Attributes:
        record: IRI of the relation or norm.
        norm: whether it is a norm.
        change: `appears`, `goes` or `changes`.
        relation: IRI of what relation it is; of a norm, perhaps of what it requires.
        source: IRI of the subject.
        target: IRI of the object.
        sentence: who does what to whom, in words.
        function: the function it is for, empty where none is stated.
        before: how it stands, None where it is not there.
        after: how it would stand.
    """

    record: str
    norm: bool
    change: str
    relation: str
    source: str
    target: str
    sentence: str
    function: str
    before: Stand | None
    after: Stand | None


@dataclass(frozen=True)
class AgreementChange:
    """An agreement that a change concerns, itself or by one that renews it.

    Attributes:
        record: its IRI.
        change: `appears`, `goes` or `changes`.
        label: its name.
        parties: the names of its parties.
        before: how it stands, None where it is not there.
        after: how it would stand.
    """

    record: str
    change: str
    label: str
    parties: tuple[str, ...]
    before: Stand | None
    after: Stand | None


def links(
    model: Model, states: States, records: Iterable[NamedNode], on: date, lang: str
) -> Iterator[LinkChange]:
    """Yield the links of records that appear, go or stand otherwise on a day, in their order.

    Args:
        states: the data as they are, and as they would be.
    """
    before, after = states
    labels = {False: Labels(model, before), True: Labels(model, after)}
    for record in records:
        was, becomes = (_links(store, record, on.isoformat()) for store in (before, after))
        for ends in sorted(was.keys() | becomes.keys()):
            old, new = was.get(ends), becomes.get(ends)
            if old == new:
                continue
            said = labels[new is not None]
            values = _values(after if new else before, record)
            source, relation, target = ends
            norm = _NORM in values[RDF_TYPE]
            yield LinkChange(
                record.value,
                norm,
                _change(old, new),
                relation,
                source,
                target,
                _sentence(said, record.value, ends, lang, norm=norm),
                _text(values[rms("function")], lang),
                old,
                new,
            )


def agreements(
    model: Model, states: States, records: Iterable[NamedNode], on: date, lang: str
) -> Iterator[AgreementChange]:
    """Yield the agreements of records, and those they renew, that a change concerns, as `links`."""
    before, after = states
    touched: dict[NamedNode, bool] = {}
    for record in records:
        said = [_values(store, record) for store in (before, after)]
        if any(_AGREEMENT in v[RDF_TYPE] for v in said):
            touched[record] = True
            for value in (t for v in said for t in v[rms("renews")]):
                if isinstance(value, NamedNode):
                    touched.setdefault(value, False)
    for record, itself in touched.items():
        old, new = (_agreement(store, record, on) for store in (before, after))
        if old == new and not (itself and old):
            continue  # what renews it has changed, but not how it stands
        store = after if new else before
        labels, values = Labels(model, store), _values(store, record)
        yield AgreementChange(
            record.value,
            _change(old, new),
            labels.label(record.value, lang),
            tuple(sorted(labels.label(p, lang) for p in _iris(values[rms("party")]))),
            old,
            new,
        )


def _sentence(
    labels: Labels, record: str, ends: tuple[str, str, str], lang: str, *, norm: bool
) -> str:
    """Return who does what to whom; a norm is called by its own name where it has one."""
    words = " ".join(labels.label(iri, lang) for iri in ends)
    name = labels.label(record, lang) if norm else words
    return words if " — " in name else name


def _change(old: Stand | None, new: Stand | None) -> str:
    return CHANGES if old and new else APPEARS if new else GOES


def _links(store: StoreReader, record: NamedNode, day: str) -> dict[tuple[str, str, str], Stand]:
    """Return the links that a record is, by subject, relation and object."""
    values = _values(store, record)
    if not values[RDF_TYPE] & {_RELATION, _NORM}:
        return {}
    subjects = [iri for p in _SUBJECTS for iri in _iris(values[p])]
    objects = [iri for p in _OBJECTS for iri in _iris(values[p])]
    modalities = [iri.removeprefix(_MODALITY) for iri in _iris(values[rms("modality")])]
    start, end = _span(values)
    effective = [m for m in modalities if m in _EFFECTIVE]
    if effective:
        state = "ended" if end and end < day else "not-yet" if start > day else "in-force"
    else:
        state = next(iter(modalities), "")
    stand = Stand(state, start, end)
    relations = _iris(values[rms("relation")]) or _iris(values[rms("requirement")])
    ends = product(subjects, relations, objects)
    return dict.fromkeys(ends, stand)


def _agreement(store: StoreReader, record: NamedNode, on: date) -> Stand | None:
    """Return how an agreement stands on a day, None where there is none."""
    values = _values(store, record)
    if _AGREEMENT not in values[RDF_TYPE]:
        return None
    statuses = {iri.removeprefix(_AGREEMENT_STATUS) for iri in _iris(values[_STATUS])}
    start, end = _span(values)
    day, soon = on.isoformat(), (on + timedelta(_SOON_DAYS)).isoformat()
    if "in-force" not in statuses:
        return Stand(min(statuses, default=""), start, end)
    if start > day:
        return Stand("not-yet", start, end)
    if not end or end > soon:
        return Stand("in-force", start, end)
    if _renewed(store, record):
        return Stand("renewed" if end < day else "in-force", start, end)
    return Stand("expired" if end < day else "expiring", start, end)


def _renewed(store: StoreReader, record: NamedNode) -> bool:
    """Return whether an agreement that was made renews this one."""
    made = NamedNode(_AGREEMENT_STATUS + "in-force")
    later = store.referrers(record, rms("renews"))
    return any(made in store.values(other, _STATUS) for other, _ in later)


def _values(store: StoreReader, record: NamedNode) -> Mapping[NamedNode, set[Term]]:
    found: _Values = defaultdict(set)
    for triple in store.describe(record):
        found[triple.predicate].add(triple.object)
    return found


def _span(values: Mapping[NamedNode, set[Term]]) -> tuple[str, str]:
    """Return the first and the last day that are stated; of several the widest."""
    starts = [t.value for t in values[rms("validFrom")] if isinstance(t, Literal)]
    ends = [t.value for t in values[rms("validTo")] if isinstance(t, Literal)]
    return min(starts, default=""), max(ends, default="")


def _iris(terms: Iterable[Term]) -> list[str]:
    return sorted(t.value for t in terms if isinstance(t, NamedNode))


def _text(terms: Iterable[Term], lang: str) -> str:
    said = sorted((t.language != lang, t.value) for t in terms if isinstance(t, Literal))
    return said[0][1] if said else ""
