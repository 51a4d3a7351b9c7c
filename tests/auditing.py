"""Audits and a region of a few bodies, made for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphsvc.errors import EngineFailedError
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.questions.catalogue import Catalogue, Column, FindingForm, Parameter, Question
from graphsvc.questions.running import Answer
from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.model.entities import Model

BODY = ID + "body/"
AGREEMENT = ID + "agreement/"


def texts(ru: str, en: str) -> dict[str, str]:
    return {"ru": ru, "en": en}


def column(name: str, kind: str) -> Column:
    return Column(name, kind, texts(f"столбец {name}", f"column {name}"))


def audit(
    name: str,
    columns: Mapping[str, str],
    *,
    severity: str = "warning",
    parameters: tuple[Parameter, ...] = (),
    date: str = "2026-11-22",
    **form: Any,
) -> Question:
    """Return an audit whose columns have these types; `form` is what its findings are made by."""
    chosen: dict[str, Any] = {
        "about": tuple(columns)[:1],
        "owner": "",
        "since": "",
        "due": "",
        "remedy": "",
        "general": False,
        "why": texts("Зачем это ищут.", "Why it is looked for."),
        "expected": texts("Ожидается срок.", "A term is expected."),
        "found": texts("Срока нет.", "There is no term."),
        "next": texts("Указать срок.", "Name the term."),
    } | form
    return Question(
        id=name,
        topic="agreements",
        kind="audit",
        title=texts(f"Проверка {name}", f"Audit {name}"),
        row=texts("Одно соглашение.", "One agreement."),
        empty=texts("Нет.", "None."),
        source="K1",
        ordered=False,
        date=date,
        parameters=parameters,
        columns=tuple(column(n, kind) for n, kind in columns.items()),
        engine="sparql",
        sparql="",
        cypher="",
        ladybug="",
        definition="",
        finding=FindingForm(severity=severity, **chosen),
    )


class Store(OxigraphStore):
    """An empty store whose sequence a test may raise."""

    def __init__(self, model: Model) -> None:
        super().__init__(None, Derivation.of(model))
        self.model, self.reached = model, 1

    @property
    def sequence(self) -> int:
        return self.reached


@dataclass
class FakeAsker:
    """Answers questions with rows given before; remembers what it was asked.

    Attributes:
        rows: by question, or by question and day.
        broken: the questions it fails at.
    """

    rows: dict[str, list[dict[str, Any]]]
    broken: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, str], str | None, str]] = field(default_factory=list)

    def ask(
        self, question: Question, given: Mapping[str, str], *, on: str | None, lang: str
    ) -> Answer:
        self.asked.append((question.id, dict(given), on, lang))
        if question.id in self.broken:
            raise EngineFailedError(engine="sparql")
        rows = self.rows.get(f"{question.id} {on}", self.rows.get(question.id, []))
        shown = [{**r, **{f"{k}Label": name_of(v, lang) for k, v in r.items()}} for r in rows]
        receipt = {"id": f"receipt-{question.id}"}
        return Answer(question, dict(given), shown, len(shown), None, "", receipt)


def name_of(value: object, lang: str) -> str | None:
    if value is None:
        return None
    return f"{'имя' if lang == 'ru' else 'name of'} {str(value).rpartition('/')[2]}"


def catalogue(*audits: Question) -> Catalogue:
    return Catalogue(list(audits))
