"""A value of a datatype as people type it: dates, numbers, texts."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from graphsvc.rdf.names import PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.nearness import near_value, plainly_said
from graphsvc.tables.sheet import CellError

__all__ = ["read_literal"]

_XSD = PREFIXES["xsd"]
_LANG_STRING = PREFIXES["rdf"] + "langString"
_EXPONENT_LIMIT = 30  # written out, 1e999999999 would take a gigabyte
_DAY_LETTERS = 10  # 2026-12-31
_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")


def read_literal(datatype: str, text: str, language: str) -> Literal:
    """Return the literal that a text stands for.

    Raises:
        CellError: it is none of the datatype.
    """
    if datatype == _LANG_STRING:
        try:
            return Literal(text, language=language)
        except ValueError as error:
            raise CellError(
                "код языка после @: ru, en", "a language code after @: ru, en"
            ) from error
    name = datatype.removeprefix(_XSD)
    try:
        return Literal(_LEXICAL.get(name, str)(text), datatype=NamedNode(datatype))
    except (ValueError, InvalidOperation) as error:
        dayless = name == "date" and not any(c.isdigit() for c in text)
        ru, en = _NO_DAY if dayless else _EXPECTED[name]
        near = near_value(name, text)
        raise CellError(ru, en, near, sure=plainly_said(name, text)) from error


def _boolean(text: str) -> str:
    value = {
        "true": "true",
        "да": "true",
        "1": "true",
        "false": "false",
        "нет": "false",
        "0": "false",
    }
    if text.casefold() not in value:
        raise ValueError(text)
    return value[text.casefold()]


def _date(text: str) -> str:
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        day, month, year = (int(g) for g in match.groups())
        return date(year, month, day).isoformat()
    return date.fromisoformat(text).isoformat()


def _moment(text: str) -> str:
    whole = datetime.fromisoformat(text).isoformat()
    return text.replace(" ", "T") if len(text) > _DAY_LETTERS else whole


def _integer(text: str) -> str:
    return str(int(text))


def _decimal(text: str) -> str:
    value = Decimal(text.replace(",", "."))
    if not value.is_finite() or abs(value.adjusted()) > _EXPONENT_LIMIT:
        raise ValueError(text)
    return f"{value:f}"


def _duration(text: str) -> str:
    if not _DURATION.fullmatch(text):
        raise ValueError(text)
    return text


_LEXICAL = {
    "date": _date,
    "dateTime": _moment,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "duration": _duration,
}
_EXPECTED = {
    "date": ("дата вида 31.12.2026 или 2026-12-31", "a date such as 2026-12-31"),
    "dateTime": (
        "дата и время вида 2026-12-31T18:00:00",
        "date and time such as 2026-12-31T18:00:00",
    ),
    "integer": ("целое число", "a whole number"),
    "decimal": ("число", "a number"),
    "boolean": ("да или нет", "true or false"),
    "duration": ("длительность ISO 8601, например P1Y", "an ISO 8601 duration such as P1Y"),
}
_NO_DAY = (
    "дата вида 31.12.2026; если даты нет («бессрочно»), оставьте ячейку пустой",
    "a date such as 2026-12-31; where there is none (“for good”), leave the cell empty",
)
