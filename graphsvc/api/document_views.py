"""A source text as its page shows it: lines with their records, contents, facts, legend."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphsvc.api import wording
from graphsvc.locale import texts
from graphsvc.rdf.names import ID, PREFIXES
from graphsvc.rdf.terms import NamedNode
from graphsvc.texts.accounting import BLANK, STATES
from graphsvc.texts.marking import QUOTED, hits, pieces, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.api.state import Service
    from graphsvc.texts.accounting import LineAccount, Resting, TextAccount
    from graphsvc.texts.layout import Block, PrintedLine
    from graphsvc.texts.marking import Piece, Span

__all__ = [
    "BlockView",
    "Chapter",
    "Looking",
    "TextRecords",
    "blocks",
    "chapters",
    "facts",
    "found_in",
    "has_quote",
    "legend",
]

_LABEL_CHARACTERS = 220
_CONTENTS_CHARACTERS = 110
_FACTS = (
    *("documentKind", "printedNumber", "documentDate", "issuer", "approvedBy", "signedBy"),
    *("status", "jurisdiction", "periodFrom", "periodTo"),
)
_EXPECTED = ("printedNumber", "documentDate", "issuer")
"""What every document should print: its absence is told."""


@dataclass(frozen=True)
class RecordView:
    """A record that rests on a line; `words` opens the text with the words it rests on marked."""

    iri: str
    label: str
    certainty: str
    words: str


TextRecords = dict[int, list[tuple[str, list[RecordView]]]]
"""By line the records that rest on it, by the name of their type."""


@dataclass(frozen=True)
class Looking:
    """What the reader looks for in a text.

    Attributes:
        wanted: the lines to be framed and opened.
        show: only lines in this state, or `found`; empty for all.
        words: the words searched for.
        quote: the words a basis quotes from the wanted lines.
    """

    wanted: range = range(0)
    show: str = ""
    words: tuple[str, ...] = ()
    quote: str = ""


@dataclass
class LineView:
    """A line as the page shows it.

    Attributes:
        cells: per cell the pieces of its text.
        groups: the records that rest on it, by the name of their type.
        read_into: how many of them are derived or inferred.
        skipped: how many printed lines before it are not shown.
    """

    printed: PrintedLine
    account: LineAccount
    cells: list[list[Piece]]
    groups: list[tuple[str, list[RecordView]]]
    skipped: int = 0
    opened: bool = False
    framed: bool = False

    @property
    def read_into(self) -> int:
        """How many of its records the text does not state outright."""
        return sum(r.read_into for r in self.account.resting)


@dataclass
class BlockView:
    """A block with those of its lines that are shown."""

    block: Block
    lines: list[LineView] = field(default_factory=list[LineView])


@dataclass
class Chapter:
    """An entry of the contents; `parts` are the numbers under it: what stands there, line, text."""

    text: str
    place: int
    title: bool
    parts: list[tuple[str, int, str]] = field(default_factory=list[tuple[str, int, str]])


def blocks(service: Service, account: TextAccount, lang: str, looking: Looking) -> list[BlockView]:
    """Return the blocks with the lines that are to be shown, their words marked."""
    marks = _marks(account, looking)
    records = _records(service, account, lang)
    found: list[BlockView] = []
    skipped = 0
    for block in account.blocks:
        view = BlockView(block)
        for printed in block.lines:
            line = account.lines[printed.place - 1]
            spans = marks.get(printed.place, [])
            if looking.show and not _shown(line, spans, looking.show):
                skipped += line.state != BLANK
                continue
            framed = printed.place in looking.wanted
            view.lines.append(
                LineView(
                    printed,
                    line,
                    _cells(printed, spans),
                    records[printed.place],
                    skipped,
                    opened=framed and printed.place == looking.wanted.start,
                    framed=framed,
                )
            )
            skipped = 0
        if view.lines:
            found.append(view)
    return found


def found_in(account: TextAccount, words: tuple[str, ...]) -> list[int]:
    """Return the lines that have all these words."""
    marks = _marks(account, Looking(words=words))
    return [place for place, spans in sorted(marks.items()) if any(spans)]


def has_quote(shown: Iterable[BlockView]) -> bool:
    """Return whether words of a quote are marked."""
    lines = (line for view in shown for line in view.lines)
    return any(p.kind == QUOTED for line in lines for cell in line.cells for p in cell)


def chapters(account: TextAccount) -> list[Chapter]:
    """Return the contents of a text: its titles and headings, under each its numbered parts."""
    found: list[Chapter] = []
    rows: set[int] = set()
    before = 0
    for block in account.blocks:
        for line in block.lines:
            text = " ".join(line.cells)
            if line.role == "title" and found and found[-1].title and before == line.place - 1:
                found[-1].text += " " + text
            elif line.role in ("title", "heading"):
                found.append(Chapter(text, line.place, line.role == "title"))
            elif not found:
                pass
            elif line.role in ("clause", "row"):
                rest = text.removeprefix(line.cells[0] if line.role == "row" else "").strip()
                found[-1].parts.append((line.number, line.place, _brief(rest)))
            elif line.role == "cell" and line.row not in rows:
                rows.add(line.row)
                found[-1].parts.append((str(line.row), line.place, _brief(text)))
            before = line.place if line.role == "title" else 0
    for chapter in found:
        chapter.text = _brief(chapter.text)
    return found


def facts(service: Service, iri: str, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a document's record says of it: field, and pairs of IRI or empty, and text.

    A field every document should print comes with no pairs where its record has none.
    """
    entity = service.registry.model.by_name["document"]
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for name in _FACTS:
        one = entity.by_name[name]
        values = service.registry.store.values(NamedNode(iri), NamedNode(one.path))
        pairs = sorted(
            (v.value, service.labels.label(v.value, lang))
            if isinstance(v, NamedNode)
            else ("", wording.day(str(getattr(v, "value", v)), lang))
            for v in values
        )
        if pairs or name in _EXPECTED:
            found.append((one.label[lang], pairs))
    return found


def legend(account: TextAccount) -> list[tuple[str, int]]:
    """Return the states with how many lines came to each; those that none may come to left out."""
    counts = account.counts
    return [(state, counts[state]) for state in STATES if counts[state] or state != "missing"]


def _brief(text: str) -> str:
    return wording.cut(text, _CONTENTS_CHARACTERS)


def _records(service: Service, account: TextAccount, lang: str) -> TextRecords:
    """Return by line the records resting on it, by type; kept until the data change."""
    found: TextRecords = service.kept.get(
        ("text", account.slug, lang), lambda: _grouped(service, account, lang)
    )
    return found


def _grouped(service: Service, account: TextAccount, lang: str) -> TextRecords:
    names: dict[str, str] = {}
    order = list(texts("ui")["plural"])
    found: TextRecords = {}
    for number, line in enumerate(account.lines, 1):
        by_type: dict[str, list[RecordView]] = {}
        for one in line.resting:
            if one.iri not in names:
                names[one.iri] = _name(service, one, lang)
            basis = account.bases[one.bases[0]]
            words = f"?basis={basis.iri.removeprefix(f'{ID}basis/')}#L{basis.first}"
            view = RecordView(
                one.iri, names[one.iri], one.certainty if one.read_into else "", words
            )
            by_type.setdefault(one.entity, []).append(view)
        entities = sorted(by_type, key=lambda name: order.index(name) if name in order else -1)
        found[number] = [(_type_name(service, name, lang), by_type[name]) for name in entities]
    return found


def _name(service: Service, record: Resting, lang: str) -> str:
    """Return what a record is called; its certainty, which a name may end with, stands beside."""
    label = wording.dated(service.labels.label(record.iri, lang), lang)
    said = service.labels.label(f"{PREFIXES['scheme']}certainty/{record.certainty}", lang)
    return wording.cut(label.removesuffix(f" — {said}"), _LABEL_CHARACTERS)


def _type_name(service: Service, name: str, lang: str) -> str:
    entity = service.registry.model.by_name.get(name)
    return wording.register_name(entity, lang) if entity else name


def _marks(account: TextAccount, looking: Looking) -> dict[int, list[list[Span]]]:
    """Return by line and cell what is to be marked; lines with nothing may be left out."""
    lines = [line for block in account.blocks for line in block.lines]
    found: dict[int, list[list[Span]]] = {}
    for line in lines:
        if looking.words:
            whole = " ".join(line.cells)
            if hits(whole, looking.words):
                each = [[s for w in looking.words for s in hits(c, [w])] for c in line.cells]
                found[line.place] = each
    if looking.quote:
        wanted = [x for x in lines if x.place in looking.wanted or not looking.wanted]
        spans = iter(quoted([c for line in wanted for c in line.cells], looking.quote))
        for line in wanted:
            own = [next(spans) for _ in line.cells]
            before = found.get(line.place, [[] for _ in line.cells])
            found[line.place] = [q or b for q, b in zip(own, before, strict=True)]
    return found


def _shown(line: LineAccount, spans: Iterable[list[Span]], show: str) -> bool:
    return any(spans) if show == "found" else line.state == show


def _cells(printed: PrintedLine, spans: list[list[Span]]) -> list[list[Piece]]:
    marks = spans or [[] for _ in printed.cells]
    return [pieces(text, own) for text, own in zip(printed.cells, marks, strict=True)]
