"""Marking something of a body's calendar as done: one completion record, ready to be submitted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from graphsvc.audits.calendar import Period
from graphsvc.errors import ParameterError
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, compact, expand, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.submissions.pipeline import Submission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.audits.calendar import Calendars, Entry
    from graphsvc.projections.reading import StoreReader
    from graphsvc.rdf.terms import Term

__all__ = ["Mark", "completion"]

_XSD_DATE: Final = NamedNode(PREFIXES["xsd"] + "date")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_EVER: Final = Period(date(1900, 1, 1), date(2999, 12, 31))
_SHOWN: Final = 6
_ACTIVITY: Final = "activity/"


@dataclass(frozen=True)
class Mark:
    """What somebody says is done.

    Attributes:
        activity: IRI or short name of the plan's row.
        body: IRI or short name of the body that did it.
        day: when it was done.
        occurrence: first day of the occurrence, None for what is done once.
        evidence: address of the document that proves it, empty for none.
        sha256: that document's checksum in hexadecimal digits, empty for none.
    """

    activity: str
    body: str
    day: date
    occurrence: date | None = None
    evidence: str = ""
    sha256: str = ""


def completion(  # noqa: PLR0913  # a submission's parts
    calendars: Calendars,
    store: StoreReader,
    mark: Mark,
    *,
    today: date,
    agent: str,
    base: int | None = None,
) -> Submission:
    """Return the submission that records a mark in the body's own graph.

    The record's key is made of body, activity and occurrence, so that the same mark given again
    changes nothing, and another day or evidence corrects it. A mark for the same that the body has
    handed in under another key is corrected instead; what else it says is kept.

    Args:
        today: no mark is for a later day.
        base: the version of the body's graph that the mark was made against, None for any.

    Raises:
        ParameterError: the body does not owe that, or a value is none of its kind.
    """
    if mark.day > today:
        raise ParameterError(name="date", value=mark.day.isoformat(), expected="a-past-day")
    if mark.evidence and not _web_address(mark.evidence):
        raise ParameterError(name="evidence", value=mark.evidence[:100], expected="a-web-address")
    sha256 = mark.sha256.lower()
    if sha256 and not (_SHA256.fullmatch(sha256) and mark.evidence):
        raise ParameterError(name="sha256", value=mark.sha256[:70], expected="a-sha256")
    calendar = calendars.of(mark.body, _EVER, today)
    body = NamedNode(calendar.body)
    activity = mark.activity
    if not activity.startswith((_ACTIVITY, ID + _ACTIVITY)):
        activity = _ACTIVITY + activity
    activity = expand(activity)
    _check_owed(calendar.entries, activity, mark.occurrence)
    said: list[tuple[NamedNode, Term]] = [
        (RDF_TYPE, rms("Completion")),
        (rms("activity"), NamedNode(activity)),
        (rms("body"), body),
    ]
    if mark.occurrence:
        said.append((rms("occurrenceStart"), _day(mark.occurrence)))
    present = _present(store.graph(graph_of(calendar.body)), said)
    given = [*said, (rms("date"), _day(mark.day))]
    if mark.evidence:
        given.append((rms("evidence"), NamedNode(mark.evidence)))
    if sha256:
        given.append((rms("evidenceSha256"), Literal(sha256)))
    replaced = {predicate for predicate, _ in given}
    if mark.evidence:  # another document has another checksum
        replaced.add(rms("evidenceSha256"))
    kept = [q for q in present if q.predicate not in replaced]
    node = present[0].subject if present else NamedNode(_key(calendar.body, activity, mark))
    quads = (*(Quad(node, predicate, value) for predicate, value in given), *kept)
    return Submission(calendar.body, quads, agent, "", "calendar", "patch", base)


def _key(body: str, activity: str, mark: Mark) -> str:
    parts = [compact(body).removeprefix("body/"), compact(activity).removeprefix(_ACTIVITY)]
    if mark.occurrence:
        parts.append(mark.occurrence.isoformat())
    return f"{ID}completion/{'/'.join(parts)}"


def _present(graph: Sequence[Quad], said: Sequence[tuple[NamedNode, Term]]) -> list[Quad]:
    """Return what the body's own mark for the same says, nothing where there is none."""
    wanted = set(said)
    marks: dict[str, list[Quad]] = {}
    for quad in graph:
        marks.setdefault(str(quad.subject), []).append(quad)
    window = rms("occurrenceStart")
    for _, quads in sorted(marks.items()):
        found = {(q.predicate, q.object) for q in quads}
        windowed = any(predicate == window for predicate, _ in found)
        if wanted <= found and windowed == any(predicate == window for predicate, _ in wanted):
            return quads
    return []


def _check_owed(entries: Sequence[Entry], activity: str, occurrence: date | None) -> None:
    owed = [e for e in entries if e.activity == activity]
    if not owed:
        raise ParameterError(
            name="activity", value=compact(activity)[:100], expected="an-owed-activity"
        )
    days = [e.occurrence.isoformat() for e in owed if e.occurrence]
    given = occurrence.isoformat() if occurrence else ""
    if days and given not in days:
        some = ", ".join(days[:_SHOWN]) + (", …" if len(days) > _SHOWN else "")
        raise ParameterError(name="occurrence", value=given, expected=some)
    if given and not days:
        raise ParameterError(name="occurrence", value=given, expected="no-occurrence")


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=_XSD_DATE)


def _web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        NamedNode(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
