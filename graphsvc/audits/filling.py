"""A row of an audit as a finding: its key, and its sentences filled from the row."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from graphsvc.audits.finding import Finding
from graphsvc.locale import day, texts
from graphsvc.rdf.names import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.questions.catalogue import Question

__all__ = ["finding_id", "finding_of", "sentence"]

_DIGITS = 12
_PLACE = re.compile(r"\{(\w+)\}")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
_NAMED = ("record", "concept")

_Row = dict[str, Any]


def finding_of(audit: Question, row: _Row, on: date, lang: str, receipt: str) -> Finding:
    """Return the finding that a row of an audit is.

    Args:
        row: values by column, names of records and concepts under `<column>Label`.
        on: the day the audit was asked for.

    Raises:
        ValueError: the question is no audit.
    """
    form = audit.finding
    if form is None:
        raise ValueError(audit.id)
    about = {name: _plain(row[name]) for name in form.about}
    words = {c.name: _word(row, c.name, c.type, lang) for c in audit.columns}
    since = _day(row.get(form.since))
    # A day that lies ahead is when it will be so.
    due = _day(row.get(form.due)) or (since if since and since >= on else None)
    return Finding(
        id=finding_id(audit.id, about),
        audit=audit.id,
        title=audit.title[lang],
        severity=form.severity,
        body=_text(row, form.owner),
        body_label=_text(row, f"{form.owner}Label"),
        about=about,
        about_label=" — ".join(_subject(about, words)),
        clause=_text(row, "clause"),
        basis=_text(row, "basis"),
        basis_label=_text(row, "basisLabel"),
        expected=sentence(form.expected[lang], words),
        found=sentence(form.found[lang], words),
        since=since,
        due=due,
        next_step=sentence(form.next[lang], words),
        remedy=form.remedy,
        receipt=receipt,
    )


def finding_id(audit: str, about: Mapping[str, str]) -> str:
    """Return the audit's id and a hash of what the finding is about."""
    values = json.dumps(about, ensure_ascii=False, sort_keys=True)
    return f"{audit}-{hashlib.sha256(values.encode()).hexdigest()[:_DIGITS]}"


def sentence(form: str, words: Mapping[str, str]) -> str:
    """Return a sentence with each `{column}` replaced, by a dash where the row has nothing."""
    return _PLACE.sub(lambda place: words.get(place[1]) or "—", form)


def _subject(about: Mapping[str, str], words: Mapping[str, str]) -> list[str]:
    """Return what a finding is about in words, each once; who handed it in is told by `found`."""
    graph = PREFIXES["graph"]
    named = [words[name] for name, value in about.items() if not value.startswith(graph)]
    return [word for word in dict.fromkeys(named) if word]


def _word(row: _Row, name: str, kind: str, lang: str) -> str:
    value = row.get(f"{name}Label") if kind in _NAMED else row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(texts("ui")["yes" if value else "no"][lang])
    text = str(value)
    # A column `…Value` has literals of any type, as text.
    literal = name.endswith("Value")
    if isinstance(value, float) or (literal and _DECIMAL.fullmatch(text)):
        text = text.removesuffix(".0")
        return text.replace(".", ",") if lang == "ru" else text
    if text in (often := texts("deadlines")["recurrence"]):
        return str(often[text][lang])
    return day(text, lang) if kind == "date" or literal else text


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(row: _Row, name: str) -> str:
    return str(row.get(name) or "")


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
