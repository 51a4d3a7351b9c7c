"""The texts of the source documents, and the records that rest on their lines."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphsvc.errors import RecordNotFoundError
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.resources import data_folder

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.api.state import Service

__all__ = ["Line", "documents_in", "folders", "lines", "name_of", "sources"]


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
        return "has-records" if self.records else "plain" if self.text.strip() else "blank"


def sources(service: Service, lang: str) -> list[tuple[str, str, bool]]:
    """Return of each text its slug, its name and whether it is made up; made-up ones come last."""
    return [(slug, name_of(service, slug, lang), _demo(path)) for slug, path in folders().items()]


def name_of(service: Service, slug: str, lang: str) -> str:
    """Return the name of the document a text is of; of all it holds, where none gives its slug."""
    own = f"{ID}document/{slug}"
    held = documents_in(service, slug)
    return (
        service.labels.label(own, lang)
        if own in held
        else "; ".join(service.labels.label(iri, lang) for iri in held)
    )


def documents_in(service: Service, slug: str) -> list[str]:
    """Return the IRIs of the documents a text holds: a plan, say, and the order approving it."""
    held = service.registry.store.referrers(Literal(slug), rms("sourceText"))
    return sorted({subject.value for subject, _ in held})


def lines(service: Service, slug: str, lang: str) -> list[Line]:
    """Return the lines of a document's text.

    Raises:
        RecordNotFoundError: its text is not here.
    """
    folder = folders().get(slug)
    if folder is None:
        raise RecordNotFoundError(name=f"documents/{slug}")
    text = (folder / "text.txt").read_text("utf-8").split("\n")
    found = [Line(n, line) for n, line in enumerate(text, 1)]
    for first, last, reason in _unmodelled(folder):
        for line in found[first - 1 : last]:
            line.reason = texts("ui")["reasons"].get(reason, {}).get(lang, reason)
    for (first, last), records in _resting(service, slug).items():
        for line in found[first - 1 : last]:
            known = {iri for iri, _ in line.records}
            line.records += [(r, service.labels.label(r, lang)) for r in sorted(records - known)]
    return found


def folders() -> dict[str, Path]:
    """Return the folders of texts by name, which `rms:sourceText` repeats."""
    seed = data_folder("seed")
    found = [*seed.glob("documents/*/text.txt"), *seed.glob("demo/*/text.txt")]
    return {p.parent.name: p.parent for p in sorted(found, key=lambda p: (_demo(p.parent), p))}


def _demo(folder: Path) -> bool:
    return folder.parent.name == "demo"


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
          ?document rms:sourceText "{slug}" .
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
