"""Which catalogued questions would be answered otherwise.

A question is asked about the records that a change is of or names, in both states. What it cannot
be asked about, and what there was no time for, is told.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from graphsvc.projections.labels import KeptLabels
from graphsvc.questions.binding import complete
from graphsvc.questions.mentions import mentions
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from graphsvc.audits.impact_asking import Reasker
    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader
    from graphsvc.questions.catalogue import Parameter, Question
    from graphsvc.questions.engines import Row

__all__ = [
    "NO_RECORD",
    "NO_TIME",
    "OF_SUBMISSIONS",
    "AnswerChange",
    "AnswerChanges",
    "Unasked",
    "answer_changes",
]

NO_RECORD: Final = "no-record"
NO_TIME: Final = "no-time"
OF_SUBMISSIONS: Final = "of-submissions"

# Who asks these asks about submissions themselves: every one changes the answer.
_OF_SUBMISSIONS: Final = frozenset(rms(n).value for n in ("changedGraph", "sequence", "time"))
_FILLINGS: Final = 6
"""Most times one question is asked, with different records."""
_VALUES: Final = 4
"""Most records that one parameter is given."""
_ANY_VALUES: Final = 2
"""Likewise where it takes records of every type."""
_ASKED: Final = 200
"""Most times that questions are asked in all."""
_SCHEME: Final = BASE + "scheme/"
_SPATIAL: Final = NamedNode(PREFIXES["dcterms"] + "spatial")
_FARTHER: Final = (_SPATIAL, rms("within"), rms("kind"))


@dataclass(frozen=True)
class AnswerChange:
    """A question that would be answered otherwise.

    Attributes:
        question: its id.
        title: what it is called.
        parameters: what it was asked about, by parameter; IRIs and texts.
        labels: the same in words, those that were left open left out.
        before: rows now.
        after: rows then.
        appear: rows then that are not there now.
        disappear: the other way round.
    """

    question: str
    title: str
    parameters: Mapping[str, str]
    labels: tuple[str, ...]
    before: int
    after: int
    appear: int
    disappear: int


@dataclass(frozen=True)
class Unasked:
    """A question that the change may concern and that was not asked, and why.

    Attributes:
        reason: `no-record` where the change names no record to ask it about, `no-time`, or
            `of-submissions` where every submission changes the answer.
    """

    question: str
    title: str
    reason: str


@dataclass(frozen=True)
class AnswerChanges:
    """What questions answer otherwise.

    Attributes:
        changes: in the order of the catalogue.
        asked: how many times a question was asked.
        unconcerned: how many questions the change cannot concern.
        unasked: the questions that were not asked, or, for lack of time, not about every record.
    """

    changes: tuple[AnswerChange, ...]
    asked: int
    unconcerned: int
    unasked: tuple[Unasked, ...]


def answer_changes(
    questions: Collection[Question],
    asker: Reasker,
    records: Iterable[NamedNode],
    on: date,
    lang: str,
) -> AnswerChanges:
    """Return which questions would be answered otherwise on a day.

    Args:
        asker: the two states, and what differs between them.
        records: what the change is of.
    """
    concerned = [q for q in questions if asker.concerns(q)]
    named = _Named.of(asker.model, (asker.before, asker.after), records)
    labels = KeptLabels(asker.model, asker.after), KeptLabels(asker.model, asker.before)
    changes: list[AnswerChange] = []
    left: dict[str, str] = {}
    asked = 0
    waiting: list[tuple[bool, int, int, Question, dict[str, str]]] = []
    for place, question in enumerate(concerned):
        terms = mentions(question).terms
        if terms & _OF_SUBMISSIONS:
            left[question.id] = OF_SUBMISSIONS
            continue
        fillings = list(islice(_fillings(question, named, on), _FILLINGS))
        if not fillings:
            left[question.id] = NO_RECORD
        far = not terms & named.classes
        waiting += [(far, turn, place, question, values) for turn, values in enumerate(fillings)]
    # Time may run out: first what asks for records of these types, and once before a second time.
    for _, _, _, question, values in sorted(waiting, key=lambda one: one[:3]):
        if asker.allowance.spent or asked >= _ASKED:
            left.setdefault(question.id, NO_TIME)
            continue
        asked += 1
        before, after = asker.rows(question, values)
        if before != after:
            about = [v for n, v in values.items() if v and n != "date"]
            words = tuple(_called(v, labels, lang) for v in about)
            changes.append(_change(question, values, words, (before, after), lang))
    order = {q.id: place for place, q in enumerate(questions)}
    return AnswerChanges(
        tuple(sorted(changes, key=lambda one: order[one.question])),
        asked,
        len(questions) - len(concerned),
        tuple(Unasked(q.id, q.title[lang], left[q.id]) for q in concerned if q.id in left),
    )


def _change(
    question: Question,
    values: Mapping[str, str],
    labels: tuple[str, ...],
    rows: tuple[list[Row], list[Row]],
    lang: str,
) -> AnswerChange:
    before, after = rows
    was, becomes = (
        Counter(json.dumps(r, sort_keys=True) for r in rows) for rows in (before, after)
    )
    return AnswerChange(
        question.id,
        question.title[lang],
        {n: v for n, v in values.items() if v},
        labels,
        len(before),
        len(after),
        (becomes - was).total(),
        (was - becomes).total(),
    )


@dataclass
class _Named:
    """What a change names: records by entity and concepts by code list, the nearest first.

    Attributes:
        classes: of the records that the change is of.
    """

    found: defaultdict[str, dict[str, None]] = field(
        default_factory=lambda: defaultdict[str, "dict[str, None]"](dict)
    )
    classes: set[str] = field(default_factory=set[str])

    @classmethod
    def of(
        cls, model: Model, states: tuple[StoreReader, StoreReader], records: Iterable[NamedNode]
    ) -> _Named:
        """Return what records are, what they name, and of what kind and where these are."""
        named = cls()
        own = dict.fromkeys(records)
        near = dict.fromkeys(t for one in own for s in states for t in _objects(s, one))
        farther = dict.fromkeys(
            p for one in (*own, *near) for s in states for p in _farther(s, one)
        )
        for term in (*own, *near, *farther):
            if term.value.startswith(_SCHEME):
                scheme = term.value.removeprefix(_SCHEME).partition("/")[0]
                named.found[scheme][term.value] = None
            elif term.value.startswith(ID):
                for store in states:
                    for kind in store.values(term, RDF_TYPE):
                        entity = model.by_class.get(getattr(kind, "value", ""))
                        if entity and term in own and entity.name != "basis":
                            named.classes.add(entity.iri)
                        if entity:
                            named.found[entity.name][term.value] = None
                            named.found[""][term.value] = None
        return named

    def values(self, parameter: Parameter) -> list[str]:
        """Return what a parameter can be filled with."""
        most = _VALUES if parameter.entity else _ANY_VALUES
        return list(islice(self.found.get(parameter.entity, {}), most))


def _objects(store: StoreReader, record: NamedNode) -> Iterator[NamedNode]:
    triples = sorted(store.describe(record), key=str)
    return (t.object for t in triples if isinstance(t.object, NamedNode))


def _farther(store: StoreReader, record: NamedNode) -> Iterator[NamedNode]:
    """Yield the kinds and territories of a record, the nearest first."""
    waiting = [record]
    seen: set[NamedNode] = set()
    while waiting:
        one = waiting.pop()
        for path in _FARTHER:
            for value in store.values(one, path):
                if isinstance(value, NamedNode) and value not in seen:
                    seen.add(value)
                    waiting.append(value)
                    yield value


def _fillings(question: Question, named: _Named, on: date) -> Iterator[dict[str, str]]:
    """Yield the values to ask a question with; none where a required one cannot be filled."""
    choices: list[list[tuple[str, str]]] = []
    for parameter in question.parameters:
        if not parameter.required:
            continue
        values = named.values(parameter)
        if parameter.type == "date":
            values = [f"{on.year}-12-31" if parameter.name == "until" else f"{on.year}-01-01"]
        elif parameter.type in ("integer", "decimal", "boolean"):
            values = [parameter.example]
        elif parameter.type == "string":
            values = []
        choices.append([(parameter.name, value) for value in values])
    day = on.isoformat() if question.date else None
    for chosen in product(*choices):
        yield complete(question, dict(chosen) or _left_open(question), day)


def _left_open(question: Question) -> dict[str, str]:
    """Return the parameters of a question asked about everything, as against its example."""
    return {p.name: "" for p in question.parameters}


def _called(value: str, labels: tuple[KeptLabels, KeptLabels], lang: str) -> str:
    """Return a value in words; a record that goes is called as it is now."""
    if "://" not in value:
        return value
    names = [one.label(value, lang) for one in labels]
    return next((n for n in names if not value.endswith("/" + n)), names[0])
