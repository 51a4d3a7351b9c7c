"""One cell of a table becomes one term, or says what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.rdf.names import BASE, ID, PREFIXES
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.tables.cells import CellError, read_cell, record_iri

if TYPE_CHECKING:
    from graphsvc.model.entities import Model


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))


def concept(path: str) -> NamedNode:
    return NamedNode(f"{BASE}scheme/{path}")


@pytest.mark.parametrize(
    ("entity", "field", "cell", "term"),
    [
        ("body", "validFrom", "31.12.2026", typed("2026-12-31", "date")),
        ("body", "validFrom", "1.2.2026", typed("2026-02-01", "date")),
        ("body", "validFrom", "2026-12-31", typed("2026-12-31", "date")),
        ("body", "size", "12", typed("12", "integer")),
        ("body", "size", "007", typed("7", "integer")),
        ("dataset", "synthetic", "Да", typed("true", "boolean")),
        ("dataset", "synthetic", "нет", typed("false", "boolean")),
        ("dataset", "synthetic", "1", typed("true", "boolean")),
        ("activity", "recurrence", "P6M", typed("P6M", "duration")),
        ("activity", "deadlinePrinted", "до 1 июня", typed("до 1 июня", "string")),
        ("body", "label", "Центр", Literal("Центр", language="ru")),
        ("body", "level", "regional", concept("level/regional")),
        ("body", "level", "РЕГИОНАЛЬНЫЙ", concept("level/regional")),
        ("activity", "direction", "direction/analysis", concept("direction/analysis")),
        ("body", "jurisdiction", "t", NamedNode(ID + "territory/t")),
        ("body", "jurisdiction", "territory/t", NamedNode(ID + "territory/t")),
        ("body", "jurisdiction", ID + "territory/t", NamedNode(ID + "territory/t")),
        ("relation", "object", "resource/r", NamedNode(ID + "resource/r")),
        ("relation", "object", "b", NamedNode(ID + "body/b")),
        ("activity", "creates", "body/b", NamedNode(ID + "body/b")),
        ("body", "webPage", "https://e.org/a?b=c", NamedNode("https://e.org/a?b=c")),
    ],
)
def test_a_cell_is_read(model: Model, entity: str, field: str, cell: str, term: object) -> None:
    assert read_cell(model, model.by_name[entity].by_name[field], cell) == term


def test_a_language_is_that_of_the_column(model: Model) -> None:
    field = model.by_name["body"].by_name["label"]
    assert read_cell(model, field, "Centre", "en") == Literal("Centre", language="en")


@pytest.mark.parametrize(
    ("entity", "field", "cell"),
    [
        ("body", "validFrom", "31.02.2026"),
        ("body", "validFrom", "31.12.26"),
        ("body", "validFrom", "завтра"),
        ("body", "validFrom", "0.0.0000"),
        ("body", "size", "12,5"),
        ("body", "size", "много"),
        ("body", "size", "9" * 5_000),
        ("dataset", "synthetic", "возможно"),
        ("activity", "recurrence", "P"),
        ("activity", "recurrence", "раз в месяц"),
        ("body", "level", "районый"),
        ("activity", "direction", "analysis"),
        ("body", "jurisdiction", "область"),
        ("body", "jurisdiction", "../body/b"),
        ("body", "jurisdiction", ID + "territory/a b"),
        ("activity", "creates", "b"),
        ("body", "webPage", "http://a b"),
        ("body", "webPage", "http://a<b>"),
        ("body", "webPage", "e.org"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_is_expected(
    model: Model, entity: str, field: str, cell: str
) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(model, model.by_name[entity].by_name[field], cell)
    assert caught.value.text["ru"]
    assert caught.value.text["en"]


def test_a_language_that_is_none_is_refused(model: Model) -> None:
    with pytest.raises(CellError):
        read_cell(model, model.by_name["body"].by_name["label"], "Centre", "not a language")


@pytest.mark.parametrize(
    ("typo", "meant"), [("regionl", "regional"), ("муниципальны", "муниципальный")]
)
def test_a_near_value_is_proposed(model: Model, typo: str, meant: str) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(model, model.by_name["body"].by_name["level"], typo)
    assert caught.value.proposal == meant


@pytest.mark.parametrize("cell", ["NaN", "Infinity", "-inf", "1e9999999", "x", ""])
def test_a_number_is_finite_and_plain(model: Model, cell: str) -> None:
    field = next(f for e in model.entities for f in e.fields if f.datatype.endswith("#decimal"))
    with pytest.raises(CellError):
        read_cell(model, field, cell)


def test_a_decimal_takes_a_comma_and_an_exponent_in_plain_form(model: Model) -> None:
    field = next(f for e in model.entities for f in e.fields if f.datatype.endswith("#decimal"))
    assert read_cell(model, field, "12,50") == typed("12.50", "decimal")
    assert read_cell(model, field, "1e3") == typed("1000", "decimal")


@pytest.mark.parametrize("key", ["", "а", "a b", "-a", "a-", "a//b", "../a", "a/", "a\n", "a#b"])
def test_a_key_is_made_of_plain_letters(key: str) -> None:
    with pytest.raises(CellError):
        record_iri("body", key)


def test_a_key_may_have_parts() -> None:
    assert record_iri("activity", "plan-1/r-1.2_a") == NamedNode(ID + "activity/plan-1/r-1.2_a")
