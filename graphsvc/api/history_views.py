"""Submissions, changes and standings as pages and API tell them: words, names, JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphsvc.api.record_changes import FieldChange, agent_in_words
from graphsvc.journal.entry import DATA
from graphsvc.locale import texts
from graphsvc.projections.submission_log import KINDS, SubmissionLog, Summary, Wanted
from graphsvc.questions.binding import day_named
from graphsvc.rdf.names import ID, PREFIXES, compact, expand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.api.state import Service
    from graphsvc.api.submission_changes import Changed, ChangeList
    from graphsvc.audits.standing import Standing

__all__ = [
    "SubmissionView",
    "about_given",
    "cause_in_words",
    "changed_json",
    "changes_json",
    "standing_json",
    "submission_json",
    "submission_view",
    "wanted",
    "wanted_sequences",
]

_BODY, _DOCUMENT = "body", "document"
_SHAPES: Final = PREFIXES["shape"]


@dataclass(frozen=True)
class SubmissionView:
    """A submission as a list shows it.

    Attributes:
        agent: address and name of who handed it in, or an empty address; `approved` likewise of
            who accepted it, None where nobody else had to.
        about: IRI of the body or document whose data it changed, `about_label` its name.
        counts: how many records by kind of change.
        undoable: whether it is data that a body handed in.
    """

    sequence: int
    time: str
    agent: tuple[str, str]
    approved: tuple[str, str] | None
    about: str
    about_label: str
    short: str
    graph: str
    source: str
    reason: str
    counts: Mapping[str, int]
    undoable: bool


def submission_view(service: Service, summary: Summary, lang: str) -> SubmissionView:
    """Return a submission in words."""
    header = summary.header
    approved = header.approved_by
    return SubmissionView(
        summary.sequence,
        header.time.isoformat(),
        agent_in_words(service, header.agent, lang),
        agent_in_words(service, approved, lang) if approved else None,
        summary.about,
        service.labels.label(summary.about, lang),
        compact(summary.about),
        header.graph,
        header.source,
        header.reason,
        summary.counts,
        header.kind == DATA,
    )


def about_given(service: Service, text: str) -> str:
    """Return the body or document whose data a parameter names, empty where it names none.

    Raises:
        ParameterError: there is none of this name.
    """
    if not text:
        return ""
    iri = expand(text if "/" in text else f"{_BODY}/{text}")
    if iri in service.registry.log.subjects():
        return iri
    entity = _DOCUMENT if iri.startswith(f"{ID}{_DOCUMENT}/") else _BODY
    return service.registry.record(entity, iri, "body")


def wanted(service: Service, given: Mapping[str, str]) -> Wanted:
    """Return which submissions a request asks for: `body`, `agent`, `from`, `to`.

    Raises:
        ParameterError: a parameter names nothing known, or no day.
    """
    first, last = (
        day_named(given[name], name).isoformat() if given.get(name) else ""
        for name in ("from", "to")
    )
    about = about_given(service, given.get("body", ""))
    return Wanted(about, given.get("agent", ""), first, last)


def wanted_sequences(service: Service, asked: Wanted) -> list[int]:
    """Return the submissions asked for, the latest first; kept until the data change."""
    log: SubmissionLog = service.registry.log
    found: list[int] = service.kept.get(("submissions", asked), lambda: log.sequences(asked))
    return found


def submission_json(service: Service, summary: Summary, lang: str) -> dict[str, Any]:
    """Return a submission as the API gives it in a list."""
    header = summary.header
    return {
        "sequence": summary.sequence,
        "time": header.time.isoformat(),
        "body": summary.about,
        "bodyLabel": service.labels.label(summary.about, lang),
        "agent": header.agent,
        "agentLabel": agent_in_words(service, header.agent, lang)[1],
        "approvedBy": header.approved_by or None,
        "reason": header.reason,
        "file": header.source,
        "records": {kind: summary.counts.get(kind, 0) for kind in KINDS},
    }


def changes_json(changes: ChangeList, lang: str) -> dict[str, Any]:
    """Return how many records a change made different, and of which types."""
    return {
        "records": {kind: changes.counts.get(kind, 0) for kind in KINDS},
        "types": [
            {"type": line.entity or None, "label": line.label, **line.counts}
            for line in changes.lines(lang)
        ],
    }


def changed_json(one: Changed) -> dict[str, Any]:
    """Return what became of one record, by field."""
    return {
        "id": one.record,
        "label": one.label,
        "type": one.entity or None,
        "change": one.kind,
        "fields": [_field_json(f) for f in one.fields],
    }


def _field_json(field: FieldChange) -> dict[str, Any]:
    def told(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
        return [{"value": v, "label": label} if label else {"value": v} for v, label in pairs]

    removed, added = told(field.removed), told(field.added)
    return {
        "field": field.name or None,
        "label": field.label,
        "removed": removed,
        "added": added,
    }


def standing_json(service: Service, standing: Standing, lang: str) -> dict[str, Any]:
    """Return how a body hands data in: counts alone of what was refused, no values."""
    last, known = standing.last, service.registry.model.by_class
    return {
        "body": standing.body,
        "bodyLabel": service.labels.label(standing.body, lang),
        "expected": standing.expected,
        "silent": standing.silent,
        "submissions": standing.submissions,
        "last": {"sequence": last.sequence, "time": last.time, "days": last.days} if last else None,
        "records": {
            known[iri].name if iri in known else compact(iri): count
            for iri, count in standing.records.items()
        },
        "complete": [
            {"list": compact(one), "label": service.labels.label(one, lang), "asOf": day}
            for one, day in standing.complete
        ],
        "demands": {"all": standing.demands.all, "met": standing.demands.met},
        "refused": standing.refused,
        "causes": [
            {"cause": compact(cause), "label": cause_in_words(service, cause, lang), "count": n}
            for cause, n in standing.causes.items()
        ],
        "waiting": standing.open.get("waiting", 0),
        "returned": standing.open.get("returned", 0),
    }


def cause_in_words(service: Service, cause: str, lang: str) -> str:
    """Return what something was refused for: the error's title, or the field its shape is about."""
    model = service.registry.model
    if cause.startswith(_SHAPES):
        name, _, field = cause.removeprefix(_SHAPES).partition("-")
        entity = next((e for e in model.entities if e.iri == PREFIXES["rms"] + name), None)
        if entity is None:
            return compact(cause)
        known = entity.by_name.get(field)
        return f"{entity.label[lang]}: {known.label[lang]}" if known else entity.label[lang]
    told: dict[str, dict[str, str]] = texts("errors").get(cause, {})
    return told["title"][lang] if "title" in told else cause
