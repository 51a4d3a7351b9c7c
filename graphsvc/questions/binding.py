"""Parameters into a query's text: each value becomes one checked term in its `VALUES` block."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from graphsvc.errors import ParameterError
from graphsvc.locale import day_typed
from graphsvc.questions.catalogue import values_block
from graphsvc.rdf.names import BASE, PREFIXES, expand
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.questions.catalogue import Parameter, Question
    from graphsvc.rdf.terms import Term

__all__ = ["bind", "bind_cypher", "complete", "day_given", "day_named", "terms"]

# What is expected of a type, by its reason in `locale/errors.toml`.
_EXPECTED = {
    "record": "a-record",
    "concept": "a-concept",
    "date": "a-date",
    "integer": "an-integer",
    "decimal": "a-decimal",
    "boolean": "a-boolean",
    "string": "a-string",
}
_XSD = PREFIXES["xsd"]
# A parameter of Cypher, beside what may hold a dollar sign that is none.
_CYPHER = re.compile(
    r"""//[^\r\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`]|``)*`|\$(?P<name>\w+)""",
    re.DOTALL,
)
_ESCAPES = str.maketrans({"\\": r"\\", "'": r"\'", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_EXPONENT_LIMIT = 30  # written out, 1e999999999 would take a gigabyte


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
        values["date"] = on or (question.date if examples else day_given("").isoformat())
    return values


def day_given(text: str | None, name: str = "date", default: date | None = None) -> date:
    """Return the day that a text names; without a text the default, or today.

    Raises:
        ParameterError: it is no day.
    """
    if not text:
        return default or date.today()  # noqa: DTZ011  # a calendar day of the asker
    return day_named(text, name)


def day_named(text: str, name: str) -> date:
    """Return the day that a text names.

    Raises:
        ParameterError: it is no day.
    """
    try:
        return day_typed(text)
    except ValueError as error:
        raise ParameterError(name=name, value=text[:40], expected="a-date") from error


def bind(question: Question, values: Mapping[str, str]) -> str:
    """Return the query's text with the values in their blocks; an empty value leaves one open.

    Raises:
        ParameterError: a value is no term of its type.
    """
    blocks: list[tuple[int, int, str]] = []
    for name, term in terms(question, values).items():
        # Found in the question's own text: a value may itself hold what looks like a block.
        if found := values_block(name).search(question.sparql):
            blocks.append((*found.span(), f"VALUES ?{name} {{ {term or 'UNDEF'} }}"))
    text = question.sparql
    for start, end, block in sorted(blocks, reverse=True):
        text = text[:start] + block + text[end:]
    return text


def bind_cypher(question: Question, values: Mapping[str, str]) -> str:
    """Return the embedded engine's text with the values as literals; what is left open is ''.

    Raises:
        ParameterError: a value is no term of its type.
    """
    found = terms(question, values)

    def put(match: re.Match[str]) -> str:
        name = match["name"]
        return _cypher_literal(found[name]) if name in found else match[0]

    return _CYPHER.sub(put, question.ladybug)


def _cypher_literal(term: Term | None) -> str:
    kind = term.datatype.value.removeprefix(_XSD) if isinstance(term, Literal) else "string"
    text = term.value if isinstance(term, (Literal, NamedNode)) else ""
    if kind in ("integer", "decimal", "boolean"):
        return text
    quoted = f"'{text.translate(_ESCAPES)}'"
    return f"date({quoted})" if kind == "date" else quoted


def terms(question: Question, values: Mapping[str, str]) -> dict[str, Term | None]:
    """Return the term of each value, None for one that is left open.

    Raises:
        ParameterError: a value is no term of its type.
    """
    types = {p.name: p for p in question.parameters}
    return {n: _term(types.get(n), n, value) if value else None for n, value in values.items()}


def _term(parameter: Parameter | None, name: str, value: str) -> Term:
    kind = parameter.type if parameter else "date"
    try:
        if kind == "record":
            entity = parameter.entity if parameter else ""
            return NamedNode(expand(value if "/" in value or not entity else f"{entity}/{value}"))
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
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > _EXPONENT_LIMIT:
        raise ValueError(value)
    return f"{number:f}"


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
