"""The draft of an order on a council's composition: who sits there by rule, who might; blanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from graphsvc.audits.printing import as_bytes, new_document, printed_table
from graphsvc.locale import day, texts
from graphsvc.rdf.names import BASE, expand, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from datetime import date, datetime

    from graphsvc.projections.labels import Labels
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.running import Asker

__all__ = ["Draft", "Drafter", "Seat", "draft_document"]

_PROPOSAL, _RULES = "composition-proposal", "council-composition-by-norm"
_SEAT = f"{BASE}scheme/seat-state/"
_RELATION = f"{BASE}scheme/relation/"
_WIDTHS_MM = (9, 42, 15, 34, 45, 30)
_STATES = ("represented", "fits-by-post", "fits-by-membership", "vacant")


@dataclass(frozen=True)
class Seat:
    """A seat that a rule demands, with one person.

    Attributes:
        group: the kind of bodies, the body or the post that the rule names.
        chair: whether it is the chair's.
        state: a code of the list `seat-state`.
        person: a name, empty for nobody; so with the others.
        clause: of the rule, as printed.
    """

    group: str
    chair: bool
    state: str
    person: str
    body: str
    post: str
    clause: str


@dataclass(frozen=True)
class Draft:
    """What a draft order says.

    Attributes:
        issuer: the body that approves the composition by rule, empty where no source names one.
        clause: of that rule; `document` holds it; both empty likewise.
    """

    council: str
    issuer: str
    clause: str
    document: str
    seats: tuple[Seat, ...]
    on: date
    sequence: int


class Drafter:
    """Drafts orders on the composition of councils."""

    def __init__(
        self, catalogue: Catalogue, asker: Asker, labels: Labels, store: StoreReader
    ) -> None:
        self._catalogue, self._asker, self._labels, self._store = catalogue, asker, labels, store

    def draft(self, council: str, on: date, lang: str = "ru") -> Draft:
        """Return the draft for a council as it stands on a day.

        Args:
            council: IRI or short name of the council.

        Raises:
            ParameterError: there is no such body.
        """
        iri = expand(council if "/" in council else f"body/{council}")
        given, day_asked = {"council": iri}, on.isoformat()
        proposal = self._asker.ask(self._catalogue[_PROPOSAL], given, on=day_asked, lang=lang)
        rules = self._asker.ask(self._catalogue[_RULES], given, on=day_asked, lang=lang)
        approving = [r for r in rules.rows if r["relation"] == _RELATION + "approves-composition"]
        rule: dict[str, Any] = approving[0] if approving else {}
        return Draft(
            council=self._labels.label(iri, lang),
            issuer=rule.get("whoLabel") or "",
            clause=rule.get("clause") or "",
            document=self._document(rule.get("basis") or "", lang),
            seats=tuple(sorted((_seat(row) for row in proposal.rows), key=_order)),
            on=on,
            sequence=int(proposal.receipt["sequence"]),
        )

    def _document(self, basis: str, lang: str) -> str:
        held = self._store.values(NamedNode(basis), rms("document")) if basis else []
        named = (d.value for d in held if isinstance(d, NamedNode))
        return next((self._labels.label(iri, lang) for iri in named), "")


def draft_document(draft: Draft, lang: str, made: datetime) -> bytes:
    """Return the draft as a DOCX file.

    Args:
        made: when the data last changed, as the file's properties tell.
    """
    words = texts("draft")

    def say(name: str, **values: str) -> str:
        return str(words[name][lang]).format(**values)

    title = say("title", council=draft.council)
    paper = new_document(title, lang, (say("page"), say("of")), made)
    for text, place, bold in (
        (say("draft"), WD_ALIGN_PARAGRAPH.RIGHT, True),
        (draft.issuer or say("blank"), WD_ALIGN_PARAGRAPH.CENTER, True),
        (say("order"), WD_ALIGN_PARAGRAPH.CENTER, True),
        (say("number"), WD_ALIGN_PARAGRAPH.CENTER, False),
        (title, WD_ALIGN_PARAGRAPH.LEFT, True),
    ):
        line = paper.add_paragraph()
        line.alignment = place
        line.add_run(text).bold = bold
    known = draft.clause and draft.document
    ground = say("ground", clause=draft.clause, document=draft.document)
    paper.add_paragraph(say("orders", ground=ground if known else say("no_ground")))
    paper.add_paragraph(say("approve", council=draft.council))
    if draft.seats:
        rows = [_row(n, seat, lang) for n, seat in enumerate(draft.seats, 1)]
        printed_table(paper, words["heads"][lang], rows, _WIDTHS_MM)
    else:
        paper.add_paragraph(say("nothing"))
    paper.add_paragraph()
    paper.add_paragraph(say("control"))
    paper.add_paragraph(say("signature"))
    on = day(draft.on.isoformat(), lang)
    paper.add_paragraph(say("made", day=on, sequence=str(draft.sequence)))
    return as_bytes(paper)


def _row(number: int, seat: Seat, lang: str) -> list[str]:
    words = texts("draft")
    blank = words["blank"][lang]
    return [
        str(number),
        words["chair" if seat.chair else "member"][lang].format(group=seat.group),
        seat.clause or "—",
        seat.person or blank,
        "\n".join(filter(None, (seat.body, seat.post))) or blank,
        words[seat.state][lang],
    ]


def _seat(row: dict[str, Any]) -> Seat:
    return Seat(
        group=row["groupLabel"],
        chair=row["relation"] == _RELATION + "chairs",
        state=row["seat"].removeprefix(_SEAT),
        person=row["personLabel"] or "",
        body=row["bodyLabel"] or "",
        post=row["postLabel"] or "",
        clause=row["clause"] or "",
    )


def _order(seat: Seat) -> tuple[bool, str, int, str, str]:
    return not seat.chair, seat.group, _STATES.index(seat.state), seat.body, seat.person
