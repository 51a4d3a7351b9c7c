"""Indicators that are computed: a passport names two questions, and their records are counted.

The passport's question is an id with parameters, `bodies-existing?kind=base-school`; territory and
date come from whoever computes. Counted are the different records of the answer's first column of
records. In per cent the value is numerator by denominator times a hundred, in any other unit the
quotient, without a denominator the number of records.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from graphsvc.errors import ParameterError, RecordNotFoundError
from graphsvc.rdf.names import compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphsvc.projections.labels import Labels
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.engines import Row
    from graphsvc.questions.receipts import Receipt
    from graphsvc.questions.running import Asker

__all__ = ["Computed", "Counted", "Indicators", "Measured", "Passport", "passport_json"]

PASSPORTS, MEASUREMENTS = "indicator-passports", "indicator-values"
PER_CENT = "%"
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Passport:
    """What an indicator is; empty texts and None where nobody has said it.

    Attributes:
        iri: the indicator.
        label: its name.
        place: IRI of the territory it was set for.
        numerator: the question whose records are counted, with parameters.
        denominator: the question of the whole, likewise.
        periodicity: a duration of ISO 8601.
        clause: number of the clause that demands it, as printed.
        basis: IRI of that basis.
    """

    iri: str
    label: str
    place: str
    unit: str
    numerator: str
    denominator: str
    target: Decimal | None
    periodicity: str
    clause: str
    basis: str


@dataclass(frozen=True)
class Counted:
    """The records that one of the two questions gave, by IRI and name, with the receipt."""

    question: str
    parameters: dict[str, str]
    records: tuple[tuple[str, str], ...]
    receipt: Receipt

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.records)


@dataclass(frozen=True)
class Measured:
    """The last value that was handed in: by whom, for which day, and whether it differs.

    `computed` is the value computed for the same day from what is recorded now.
    """

    day: date
    body: str
    value: Decimal
    numerator: int | None
    denominator: int | None
    computed: Decimal | None
    differs: bool


@dataclass(frozen=True)
class Computed:
    """An indicator's value for a territory on a day.

    Attributes:
        value: None where the whole is empty.
        outside: records of the numerator that are not in the denominator: the questions disagree.
        measured: what was handed in for that territory, up to that day.
    """

    passport: Passport
    territory: str
    territory_label: str
    on: date
    value: Decimal | None
    numerator: Counted
    denominator: Counted | None
    outside: tuple[tuple[str, str], ...]
    measured: tuple[Measured, ...]

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is no target, or no value."""
        target = self.passport.target
        return None if target is None or self.value is None else self.value >= target

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it, with short names."""
        return {
            "indicator": passport_json(self.passport),
            "territory": compact(self.territory),
            "territoryLabel": self.territory_label,
            "date": self.on.isoformat(),
            "value": _number(self.value),
            "reached": self.reached,
            "numerator": _counted_json(self.numerator),
            "denominator": _counted_json(self.denominator) if self.denominator else None,
            "outside": _records_json(self.outside),
            "measured": [
                {
                    **asdict(m),
                    "day": m.day.isoformat(),
                    "body": compact(m.body) if m.body else None,
                    "value": _number(m.value),
                    "computed": _number(m.computed),
                }
                for m in self.measured
            ],
        }


def passport_json(passport: Passport) -> dict[str, Any]:
    """Return a passport as JSON has it, with short names."""
    texts = {n: v or None for n, v in asdict(passport).items() if n not in ("iri", "target")}
    texts |= {n: compact(t) for n in ("place", "basis") if (t := texts[n])}
    return {"id": compact(passport.iri), **texts, "target": _number(passport.target)}


class Indicators:
    """Computes indicators from their passports.

    Args:
        labels: names the territory.
    """

    def __init__(self, catalogue: Catalogue, asker: Asker, labels: Labels) -> None:
        self._catalogue, self._asker, self._labels = catalogue, asker, labels

    def passports(self, lang: str) -> list[Passport]:
        """Return every indicator's passport, those that can be computed first."""
        asked = self._asker.ask(self._catalogue[PASSPORTS], {"territory": ""}, lang=lang)
        rows = {row["indicator"]: _passport(row) for row in reversed(asked.rows)}
        return sorted(rows.values(), key=lambda p: (not p.numerator, p.label, p.iri))

    def computed(self, key: str, territory: str, on: date, lang: str) -> Computed:
        """Return an indicator's value.

        Args:
            key: the indicator's IRI, short name or key.
            territory: IRI of the territory; empty for the one the indicator was set for.

        Raises:
            RecordNotFoundError: there is no such indicator.
            ParameterError: nobody has said how it is computed, or a question does not take it.
            QuestionNotFoundError: the passport names a question that there is not.
        """
        wanted = expand(key if "/" in key else f"indicator/{key}")
        passport = next((p for p in self.passports(lang) if p.iri == wanted), None)
        if passport is None:
            raise RecordNotFoundError(name=key)
        if not passport.numerator:
            raise ParameterError(name="indicator", value=key, expected="a-passport")
        place = territory or passport.place
        numerator = self._counted(passport.numerator, place, on, lang)
        denominator = None
        if passport.denominator:
            denominator = self._counted(passport.denominator, place, on, lang)
        whole = set(denominator.records) if denominator else set(numerator.records)
        return Computed(
            passport,
            place,
            self._labels.label(place, lang),
            on,
            _value(passport, numerator, denominator),
            numerator,
            denominator,
            tuple(r for r in numerator.records if r not in whole),
            self._measured(passport, place, on, lang),
        )

    def _counted(self, asked: str, place: str, on: date, lang: str) -> Counted:
        """Ask a passport's question of a territory and a day."""
        name, _, given = asked.partition("?")
        question = self._catalogue[name]
        parameters = {**dict(parse_qsl(given)), "territory": compact(place)}
        day = on.isoformat() if question.date else None
        answer = self._asker.ask(question, parameters, on=day, lang=lang)
        column = next(c.name for c in question.columns if c.type == "record")
        records = {row[column]: row[f"{column}Label"] for row in answer.rows if row[column]}
        return Counted(name, answer.parameters, tuple(records.items()), answer.receipt)

    def _measured(
        self, passport: Passport, place: str, on: date, lang: str
    ) -> tuple[Measured, ...]:
        """Return what was last handed in for a territory, each beside the value of that day."""
        question = self._catalogue[MEASUREMENTS]
        answer = self._asker.ask(question, {"indicator": compact(passport.iri)}, lang=lang)
        rows = [r for r in answer.rows if r["place"] == place and _day(r["day"]) <= on]
        last = max((_day(r["day"]) for r in rows), default=on)
        rows = [r for r in rows if _day(r["day"]) == last]
        if not rows:
            return ()
        numerator = self._counted(passport.numerator, place, last, lang)
        denominator = None
        if passport.denominator:
            denominator = self._counted(passport.denominator, place, last, lang)
        value = _value(passport, numerator, denominator)
        return tuple(
            Measured(
                last,
                r["body"] or "",
                Decimal(str(r["value"])),
                r["numerator"],
                r["denominator"],
                value,
                _differs(r, value, numerator, denominator),
            )
            for r in rows
        )


def _passport(row: Row) -> Passport:
    target = row["target"]
    return Passport(
        row["indicator"],
        row["indicatorLabel"],
        row["place"],
        row["unit"] or "",
        row["numerator"] or "",
        row["denominator"] or "",
        None if target is None else Decimal(str(target)),
        row["periodicity"] or "",
        row["clause"] or "",
        row["basis"] or "",
    )


def _value(passport: Passport, numerator: Counted, whole: Counted | None) -> Decimal | None:
    if whole is None:
        return Decimal(numerator.count)
    if not whole.count:
        return None
    hundred = 100 if passport.unit == PER_CENT else 1
    return _rounded(Decimal(numerator.count * hundred) / whole.count)


def _differs(row: Row, value: Decimal | None, numerator: Counted, whole: Counted | None) -> bool:
    """Return whether what was handed in is something else than what is computed."""
    told = (row["numerator"], row["denominator"])
    counted = (numerator.count, whole.count if whole else None)
    if any(a is not None and a != b for a, b in zip(told, counted, strict=True)):
        return True
    return value is None or _rounded(Decimal(str(row["value"]))) != value


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _counted_json(counted: Counted) -> dict[str, Any]:
    return {
        "question": counted.question,
        "parameters": counted.parameters,
        "count": counted.count,
        "records": _records_json(counted.records),
        "receipt": counted.receipt,
    }


def _records_json(records: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": compact(iri), "label": label} for iri, label in records]
