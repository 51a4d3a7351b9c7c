"""The texts of the source documents, and the records that rest on their lines."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphsvc.errors import RecordNotFoundError
from graphsvc.rdf.names import ID, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.api.state import Service

__all__ = ["Line", "bases", "lines", "sources"]


@dataclass
class Line:
    """One line of a text; `records` rest on it, or `reason` says why none does."""

    number: int
    text: str
    reason: str = ""
    records: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def state(self) -> str:
        """The line's class for the style sheet."""
        return "has-records" if self.records else "plain"


@dataclass(frozen=True)
class BasisView:
    """A basis as a page shows it; `href` opens its first line."""

    document: str
    clause: str
    first: int
    last: int
    quote: str
    href: str


def sources(service: Service, lang: str) -> list[tuple[str, str]]:
    """Return slug and name of each document whose text is here."""
    return [(slug, service.labels.label(f"{ID}document/{slug}", lang)) for slug in _folders()]


def lines(service: Service, slug: str, lang: str) -> list[Line]:
    """Return the lines of a document's text.

    Raises:
        RecordNotFoundError: its text is not here.
    """
    folder = _folders().get(slug)
    if folder is None:
        raise RecordNotFoundError(name=f"documents/{slug}")
    text = (folder / "text.txt").read_text("utf-8").split("\n")
    found = [Line(n, line) for n, line in enumerate(text, 1)]
    for first, last, reason in _unmodelled(folder):
        for line in found[first - 1 : last]:
            line.reason = reason
    for (first, last), records in _resting(service, slug).items():
        for line in found[first - 1 : last]:
            known = {iri for iri, _ in line.records}
            line.records += [(r, service.labels.label(r, lang)) for r in sorted(records - known)]
    return found


def bases(service: Service, record: NamedNode, lang: str) -> list[BasisView]:
    """Return the bases of a record, in the order of document and line."""
    store = service.registry.store
    found: list[BasisView] = []
    for node in [*store.values(record, rms("basis")), record]:
        values = (
            {t.predicate.value.rpartition("#")[2]: t.object for t in store.describe(node)}
            if isinstance(node, NamedNode)
            else {}
        )
        document = values.get("document")
        if not isinstance(document, NamedNode) or "quote" not in values:
            continue
        texts = {k: v.value for k, v in values.items() if isinstance(v, Literal)}
        slug = _text_of(service, document)
        place = (
            f"/documents/{slug}#L{texts['lineFrom']}"
            if slug
            else "/page/" + compact(document.value)
        )
        found.append(
            BasisView(
                service.labels.label(document.value, lang),
                texts["clausePrinted"],
                int(texts["lineFrom"]),
                int(texts["lineTo"]),
                texts["quote"],
                place,
            )
        )
    return sorted(found, key=lambda b: (b.document, b.first))


def _folders() -> dict[str, Path]:
    """Return the folders of texts by the slug of the document they hold."""
    seed = data_folder("seed")
    found = {p.parent.name: p.parent for p in sorted((seed / "documents").glob("*/text.txt"))}
    return found | {
        f"demo-{p.parent.name}": p.parent for p in sorted((seed / "demo").glob("*/text.txt"))
    }


def _text_of(service: Service, document: NamedNode) -> str:
    given = service.registry.store.values(document, rms("sourceText"))
    names = [v.value for v in given if isinstance(v, Literal)] + [
        compact(document.value).partition("/")[2]
    ]
    return next((n for n in names if n in _folders()), "")


def _unmodelled(folder: Path) -> list[tuple[int, int, str]]:
    path = folder / "unmodelled.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    spans = [(row["lines"].partition("-"), row["reason"]) for row in rows]
    return [(int(first), int(last or first), reason) for (first, _, last), reason in spans]


def _resting(service: Service, slug: str) -> dict[tuple[int, int], set[str]]:
    """Return the records that rest on each span of lines of the text `slug`."""
    rows = service.registry.store.select(
        f"""SELECT ?record ?from ?to {{
          {{ VALUES ?document {{ <{ID}document/{slug}> }} }}
          UNION {{ ?document rms:sourceText "{slug}" }}
          ?basis rms:document ?document ; rms:lineFrom ?from ; rms:lineTo ?to .
          ?record rms:basis ?basis }}"""
    )
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in rows:
        span = (int(_text(row["from"])), int(_text(row["to"])))
        found[span].add(_text(row["record"]))
    return found


def _text(term: object) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else ""
