"""What became of each line of a text: which records rest on it, or why none does."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graphsvc.projections.reading import DEFAULT
from graphsvc.rdf.names import PREFIXES, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.texts.files import read
from graphsvc.texts.layout import lay_out, plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term
    from graphsvc.texts.layout import Block

__all__ = ["BLANK", "STATES", "Basis", "LineAccount", "Resting", "SourceTexts", "TextAccount"]

STATED, INFERRED, UNMODELLED, MISSING, BLANK = STATES = (
    *("stated", "inferred", "unmodelled", "missing", "blank"),
)
"""What may become of a line: records that only say what it says, records of which some are derived
or inferred, no record for a known reason, none for no known reason, nothing printed."""
_FROM_WEAKEST: Final = ("inferred", "derived", "stated")
_READ_INTO: Final = frozenset({"derived", "inferred"})


@dataclass(frozen=True)
class Basis:
    """A basis in a text: its IRI, the lines and the words."""

    iri: str
    first: int
    last: int
    quote: str


@dataclass(frozen=True)
class Resting:
    """A record that rests on a line.

    Attributes:
        entity: the name of its type.
        certainty: `stated`, `derived` or `inferred`; empty where nothing is said of it.
        bases: the IRIs of its bases on this line.
    """

    iri: str
    entity: str
    certainty: str
    bases: tuple[str, ...]

    @property
    def read_into(self) -> bool:
        """Whether the text does not say so outright."""
        return self.certainty in _READ_INTO


@dataclass
class LineAccount:
    """What became of a line; `reason` says why it is the basis of no record."""

    state: str
    reason: str = ""
    resting: list[Resting] = field(default_factory=list[Resting])


@dataclass(frozen=True)
class TextAccount:
    """A text with what became of its lines; line N stands at N - 1.

    Attributes:
        documents: the IRIs of the documents whose text it is.
        bases: its bases by IRI.
    """

    slug: str
    documents: tuple[str, ...]
    blocks: tuple[Block, ...]
    lines: tuple[LineAccount, ...]
    bases: dict[str, Basis]
    sequence: int

    @property
    def counts(self) -> dict[str, int]:
        """How many lines came to each of `STATES`."""
        found = Counter(line.state for line in self.lines)
        return {state: found[state] for state in STATES}

    @property
    def printed(self) -> int:
        """How many lines have something printed."""
        return len(self.lines) - self.counts[BLANK]

    @property
    def share_percent(self) -> int:
        """How many of a hundred printed lines are accounted for, rounded down."""
        printed = self.printed
        return 100 * (printed - self.counts[MISSING]) // printed if printed else 100


class SourceTexts:
    """The texts with their accounts, each kept until the data change."""

    def __init__(self, model: Model, store: StoreReader) -> None:
        self._model, self._store = model, store
        self._lock = threading.Lock()
        self._kept: dict[str, TextAccount] = {}

    def account(self, slug: str) -> TextAccount:
        """Return a text with what became of its lines.

        Raises:
            RecordNotFoundError: the text is not here.
        """
        sequence = self._store.sequence
        with self._lock:
            kept = self._kept.get(slug)
            if kept is None or kept.sequence != sequence:
                kept = self._kept[slug] = self._account(slug, sequence)
            return kept

    def _account(self, slug: str, sequence: int) -> TextAccount:
        text = read(slug)
        held = self._store.referrers(Literal(slug), rms("sourceText"))
        documents = sorted({subject.value for subject, _ in held})
        bases = {b.iri: b for d in documents for b in self._bases(d)}
        known: dict[str, tuple[str, str]] = {}
        resting: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        titles: set[int] = set()
        for basis in bases.values():
            for record, _ in self._store.referrers(NamedNode(basis.iri), rms("basis")):
                if record.value not in known:
                    known[record.value] = self._known(record, bases)
                for number in range(basis.first, min(basis.last, len(text.lines)) + 1):
                    resting[number][record.value].append(basis.iri)
                if record.value in documents and self._named_by(record, basis.quote):
                    titles.update(range(basis.first, basis.last + 1))
        lines = [
            _line(
                printed,
                text.reasons.get(number, ""),
                [
                    Resting(iri, *known[iri], tuple(places))
                    for iri, places in sorted(resting[number].items())
                ],
            )
            for number, printed in enumerate(text.lines, 1)
        ]
        blocks = tuple(lay_out(text.lines, titles))
        return TextAccount(slug, tuple(documents), blocks, tuple(lines), bases, sequence)

    def _bases(self, document: str) -> list[Basis]:
        found: list[Basis] = []
        for node, _ in self._store.referrers(NamedNode(document), rms("document")):
            values = self._values(node)
            if {"lineFrom", "lineTo", "quote"} <= values.keys():
                first, last = int(values["lineFrom"]), int(values["lineTo"])
                found.append(Basis(node.value, first, last, values["quote"]))
        return found

    def _named_by(self, document: NamedNode, quote: str) -> bool:
        """Return whether a quote is part of a document's name."""
        names = self._store.values(document, NamedNode(PREFIXES["skos"] + "prefLabel"))
        words = plain(quote).casefold()
        return any(words in plain(_text(name)).casefold() for name in names)

    def _values(self, node: NamedNode) -> dict[str, str]:
        return {
            t.predicate.value.removeprefix(PREFIXES["rms"]): _text(t.object)
            for t in self._store.describe(node)
        }

    def _known(self, record: NamedNode, bases: Collection[str]) -> tuple[str, str]:
        """Return a record's type and its certainty, as those say who base it on this text.

        Others may know the same body from elsewhere, and surer or less sure.
        """
        quads = self._store.quads(record)
        entity = self._model.entity_of(q.triple for q in quads)
        here = {
            q.graph_name for q in quads if q.predicate == rms("basis") and _text(q.object) in bases
        } - {DEFAULT}
        said = {
            _text(q.object).rpartition("/")[2]
            for q in quads
            if q.predicate == rms("certainty") and q.graph_name in here
        }
        certainty = next((c for c in _FROM_WEAKEST if c in said), "")
        return entity.name if entity else "", certainty


def _line(printed: str, reason: str, resting: list[Resting]) -> LineAccount:
    if not printed.strip():  # what spans it rests on the lines about it
        return LineAccount(BLANK)
    if resting:
        read_into = any(r.read_into for r in resting)
        return LineAccount(INFERRED if read_into else STATED, reason, resting)
    return LineAccount(UNMODELLED if reason else MISSING, reason)


def _text(term: Term) -> str:
    return term.value if isinstance(term, (Literal, NamedNode)) else ""
