"""Parameters into a query's text: each value becomes one checked term in its `VALUES` block."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graphsvc.errors import ParameterError
from graphsvc.questions.catalogue import values_block
from graphsvc.rdf.names import BASE, PREFIXES, expand
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.questions.catalogue import Parameter, Question
    from graphsvc.rdf.terms import Term

__all__ = ["bind", "complete"]

_EXPECTED = {
    "record": "адрес записи или «вид/ключ», например body/lo-loiro",
    "concept": "значение списка",
    "date": "дата ГГГГ-ММ-ДД",
    "integer": "целое число",
    "decimal": "число",
    "boolean": "true или false",
    "string": "текст",
}
_XSD = PREFIXES["xsd"]


def complete(question: Question, given: Mapping[str, str], on: str | None) -> dict[str, str]:
    """Return the values to bind by name, `date` among them where the question takes one.

    With nothing given the examples are taken. A given question leaves out what is optional and, for
    the date, takes today.

    Raises:
        ParameterError: a name is unknown, or a required value is missing.
    """
    names = {p.name for p in question.parameters}
    for name, value in given.items():
        if name not in names:
            raise ParameterError(name=name, value=value, expected=", ".join(sorted(names)) or "—")
    examples = not given
    values: dict[str, str] = {}
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.example if examples else "")
        if not value and parameter.required:
            raise ParameterError(name=parameter.name, value="", expected=_EXPECTED[parameter.type])
        values[parameter.name] = value
    if question.date:
        values["date"] = on or (question.date if examples else date.today().isoformat())  # noqa: DTZ011  # a calendar day of the asker
    return values


def bind(question: Question, values: Mapping[str, str]) -> str:
    """Return the query's text with the values in their blocks; an empty value leaves one open.

    Raises:
        ParameterError: a value is no term of its type.
    """
    types = {p.name: p for p in question.parameters}
    text = question.sparql
    for name, value in values.items():
        parameter = types.get(name)
        term = "UNDEF" if not value else str(_term(parameter, name, value))
        block = f"VALUES ?{name} {{ {term} }}"
        found = values_block(name).search(text)
        text = text[: found.start()] + block + text[found.end() :] if found else text
    return text


def _term(parameter: Parameter | None, name: str, value: str) -> Term:
    kind = parameter.type if parameter else "date"
    try:
        if kind == "record":
            return NamedNode(expand(value))
        if kind == "concept":
            return NamedNode(_concept(parameter.entity if parameter else "", value))
        if kind == "string":
            return Literal(value)
        return Literal(_LEXICAL[kind](value), datatype=NamedNode(_XSD + kind))
    except (ValueError, InvalidOperation) as error:
        raise ParameterError(name=name, value=value, expected=_EXPECTED[kind]) from error


def _concept(scheme: str, value: str) -> str:
    if "://" in value or value.startswith("scheme/"):
        return expand(value)
    return f"{BASE}scheme/{value}" if "/" in value else f"{BASE}scheme/{scheme}/{value}"


def _date(value: str) -> str:
    return date.fromisoformat(value).isoformat()


def _integer(value: str) -> str:
    return str(int(value))


def _decimal(value: str) -> str:
    return str(Decimal(value))


def _boolean(value: str) -> str:
    if value not in ("true", "false"):
        raise ValueError(value)
    return value


_LEXICAL = {
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
}
