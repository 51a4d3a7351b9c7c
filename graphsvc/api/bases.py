"""Where in which document a record is said: short enough for a table, leading to the very line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphsvc.api.document_text import documents_in, folders
from graphsvc.api.rendering import address
from graphsvc.api.wording import cut
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.api.state import Service

__all__ = ["BasisView", "bases", "basis", "by_document", "cited", "short_name"]

_SHORT_NAME_CHARACTERS = 60
_BASES = f"{ID}basis/"
# Codes of the list of wanted questions, which the pages do not show.
_CODE = re.compile(r"[A-Z]\d+")


@dataclass(frozen=True)
class BasisView:
    """A basis as a page shows it.

    Attributes:
        document: the document's whole name.
        short: its short name.
        place: the clause as printed, with «п.» before a number.
        lines: which lines of the text.
        href: opens these lines; the document's record, where its text is not here.
    """

    document: str
    short: str
    place: str
    lines: str
    quote: str
    first: int
    href: str


def bases(service: Service, record: NamedNode, lang: str) -> list[BasisView]:
    """Return the bases of a record, in the order of document and line."""
    nodes = [*service.registry.store.values(record, rms("basis")), record]
    views = [basis(service, n, lang) for n in nodes if isinstance(n, NamedNode)]
    return sorted((v for v in views if v), key=lambda v: (v.document, v.first))


def by_document(views: Iterable[BasisView]) -> list[tuple[str, list[BasisView]]]:
    """Return bases in groups, each under the name of its document."""
    found: dict[str, list[BasisView]] = {}
    for view in views:
        found.setdefault(view.document, []).append(view)
    return list(found.items())


def basis(service: Service, node: NamedNode, lang: str) -> BasisView | None:
    """Return how a basis is shown, or a record that is its own; None for any other record."""
    values = {
        t.predicate.value.rpartition("#")[2]: t.object
        for t in service.registry.store.describe(node)
    }
    document = values.get("document")
    if not isinstance(document, NamedNode) or "quote" not in values:
        return None
    text = {k: v.value for k, v in values.items() if isinstance(v, Literal)}
    first, last = text["lineFrom"], text["lineTo"]
    span = first if first == last else f"{first}–{last}"
    words = texts("ui")
    return BasisView(
        service.labels.label(document.value, lang),
        short_name(service, document, lang),
        _clause(text["clausePrinted"], lang),
        f"{words['line' if first == last else 'lines'][lang]} {span}",
        text["quote"],
        int(first),
        _href(service, node, document, first, last),
    )


def short_name(service: Service, document: NamedNode, lang: str) -> str:
    """Return a document's other name, else its kind, year and territory, else its name cut."""
    store = service.registry.store
    others = store.values(document, NamedNode(PREFIXES["skos"] + "altLabel"))
    named = sorted(v.value for v in others if isinstance(v, Literal) and v.language in (lang, None))
    if named:
        return named[0]
    kind = _label(service, document, rms("documentKind"), lang)
    territory = _label(service, document, NamedNode(PREFIXES["dcterms"] + "spatial"), lang)
    if not kind or not territory:
        return cut(service.labels.label(document.value, lang), _SHORT_NAME_CHARACTERS)
    dates = [
        *store.values(document, rms("periodFrom")),
        *store.values(document, NamedNode(PREFIXES["eli"] + "date_document")),
    ]
    year = next((f" {v.value[:4]}" for v in dates if isinstance(v, Literal)), "")
    return f"{kind[:1].upper()}{kind[1:]}{year}, {territory}"


def cited(service: Service, source: str, lang: str) -> list[list[tuple[str, str]]]:
    """Return what a question rests on, as pieces of text with a link or none.

    `lo-2019-regulation, 3.1; lo-2019-plan` names texts, and clauses as printed.
    """
    slugs = folders()
    parts = [p.strip() for p in source.split(";")]
    found: list[list[tuple[str, str]]] = []
    for part in parts:
        if _CODE.fullmatch(part):
            continue
        pieces = re.split("(" + "|".join(map(re.escape, slugs)) + ")", part)
        found.append(
            [
                (_short(service, piece, lang), f"/documents/{piece}")
                if piece in slugs
                else (_clauses(piece, lang), "")
                for piece in pieces
                if piece
            ]
        )
    return found


def _short(service: Service, slug: str, lang: str) -> str:
    own = f"{ID}document/{slug}"
    held = documents_in(service, slug)
    return short_name(service, NamedNode(own if own in held else [*held, own][0]), lang)


def _clause(printed: str, lang: str) -> str:
    short = texts("ui")["clause_short"][lang]
    return f"{short}\N{NO-BREAK SPACE}{printed}" if printed[:1].isdigit() else printed


def _clauses(piece: str, lang: str) -> str:
    """Return «, п. 3.1» for «, 3.1»."""
    lead = re.match(r"[\s,]*", piece)
    length = lead.end() if lead else 0
    return piece[:length] + _clause(piece[length:], lang)


def _href(service: Service, node: NamedNode, document: NamedNode, first: str, last: str) -> str:
    given = service.registry.store.values(document, rms("sourceText"))
    slug = next((v.value for v in given if isinstance(v, Literal) and v.value in folders()), "")
    if not slug:
        return address(document.value)
    span = first if first == last else f"{first}-{last}"
    marked = f"&basis={node.value.removeprefix(_BASES)}" if node.value.startswith(_BASES) else ""
    return f"/documents/{slug}?lines={span}{marked}#L{first}"


def _label(service: Service, record: NamedNode, path: NamedNode, lang: str) -> str:
    values = service.registry.store.values(record, path)
    named = [service.labels.label(v.value, lang) for v in values if isinstance(v, NamedNode)]
    return min(named, default="")
