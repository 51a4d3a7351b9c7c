"""What a question's page fills in by itself: its examples, and how to ask about everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from graphsvc.audits.engine import open_values
from graphsvc.locale import day, texts
from graphsvc.rdf.names import compact, expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.api.state import Service
    from graphsvc.questions.catalogue import Parameter, Question

__all__ = ["Filled", "about_everything", "filled_by_example"]


@dataclass(frozen=True)
class Filled:
    """A value that nobody asked for.

    Attributes:
        label: what the field is called; `shown` what the value is.
        otherwise: the address of the same question without it, empty where it needs one.
    """

    label: str
    shown: str
    otherwise: str


def filled_by_example(
    service: Service, question: Question, asked: Mapping[str, str], lang: str
) -> list[Filled]:
    """Return the values that are taken from a question's examples, as `binding.complete` does.

    Args:
        asked: what the address asks for.
    """
    if any(p.name in asked for p in question.parameters):
        return []
    examples = {p.name: p.example for p in question.parameters}
    found = [
        Filled(
            p.label[lang],
            _shown(service, p, lang),
            "" if p.required else _address(question, {**asked, **examples, p.name: ""}),
        )
        for p in question.parameters
        if p.example
    ]
    if question.date and not asked.get("date"):
        today = date.today().isoformat()  # noqa: DTZ011  # a calendar day of the reader
        label = str(texts("ui")["date"][lang])
        if question.date != today:
            at_today = _address(question, {**asked, **examples, "date": today})
            found.append(Filled(label, day(question.date, lang), at_today))
    return found


def about_everything(question: Question, on: date) -> str:
    """Return the address of a question asked about all there is, on a day where it takes one."""
    asked = open_values(question)
    return _address(question, asked | ({"date": on.isoformat()} if question.date else {}))


def _address(question: Question, asked: Mapping[str, str]) -> str:
    return f"/questions/{question.id}?{urlencode(asked)}" if asked else f"/questions/{question.id}"


def _shown(service: Service, parameter: Parameter, lang: str) -> str:
    value = parameter.example
    if parameter.type == "boolean":
        return str(texts("ui")["yes" if value == "true" else "no"][lang])
    if parameter.type not in ("record", "concept"):
        return day(value, lang)
    scheme = f"scheme/{parameter.entity}/" if parameter.type == "concept" else ""
    iri = expand(value if "/" in value else scheme + value)
    label = service.labels.label(iri, lang)
    return value if label == compact(iri) else label
