"""Records that may be about the same thing as a record, or were decided to be, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphsvc.api import views
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.api.state import Service

__all__ = ["Alike", "alike"]

_POSSIBLE: Final = "possible-identities"
_MERGED: Final = "merged-records"
_Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Alike:
    """Another record about the same, perhaps.

    Attributes:
        other: the other record.
        decided: whether people decided that they are one; otherwise nobody has decided yet.
        stays: of two that are one, the record that stays; empty where nothing is decided.
        by: the record of the comparison or the decision.
        day: the day of the decision, empty likewise.
        lines: each field that one of them has: its label, the values here and there, whether they
            are the same.
    """

    other: str
    label: str
    decided: bool
    stays: str
    by: str
    day: str
    reason: str
    lines: list[tuple[str, _Pairs, _Pairs, bool]]


def alike(service: Service, iri: NamedNode, lang: str, on: date) -> list[Alike]:
    """Return the records that may be, or were decided to be, about the same as `iri` on a day."""
    found: list[Alike] = []
    for row in _rows(service, _POSSIBLE, on):
        if iri.value in (row["first"], row["second"]):
            other = row["second"] if row["first"] == iri.value else row["first"]
            found.append(_alike(service, iri, other, by=row["identity"], row=row, lang=lang))
    for row in _rows(service, _MERGED, on):
        if iri.value in (row["survivor"], row["merged"]) and not row["revokedBy"]:
            other = row["merged"] if row["survivor"] == iri.value else row["survivor"]
            found.append(_alike(service, iri, other, by=row["decision"], row=row, lang=lang))
    return found


def _rows(service: Service, question: str, on: date) -> list[dict[str, Any]]:
    """Return the answer to a question over everything, kept until the data change."""
    registry = service.registry

    def ask() -> list[dict[str, Any]]:
        chosen = registry.catalogue[question]
        given = {p.name: "" for p in chosen.parameters}
        return [dict(row) for row in registry.asker.ask(chosen, given, on=on.isoformat()).rows]

    found: list[dict[str, Any]] = service.kept.get(("alike", question, on), ask)
    return found


def _alike(  # noqa: PLR0913  # each is a part of the comparison
    service: Service, iri: NamedNode, other: str, *, by: str, row: dict[str, Any], lang: str
) -> Alike:
    node = NamedNode(other)
    entity = views.entity_of(service, iri)
    lines: list[tuple[str, _Pairs, _Pairs, bool]] = []
    for field in entity.fields if entity else ():
        path = NamedNode(field.path)
        here, there = (service.registry.store.values(r, path) for r in (iri, node))
        if here or there:
            pairs = [views.shown(service, values, lang) for values in (here, there)]
            lines.append((field.label[lang], pairs[0], pairs[1], set(here) == set(there)))
    return Alike(
        other,
        service.labels.label(other, lang),
        "decision" in row,
        str(row.get("survivor") or ""),
        by,
        str(row.get("decidedOn") or ""),
        str(row.get("reason") or ""),
        lines,
    )
