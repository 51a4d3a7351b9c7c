"""Waivers: which are in force on a day, and the submission that a decision to waive is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from graphsvc.audits.finding import Waiver
from graphsvc.errors import ParameterError
from graphsvc.projections.labels import Labels
from graphsvc.rdf.names import ID, PREFIXES, RDF_TYPE, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from graphsvc.submissions.pipeline import Submission

if TYPE_CHECKING:
    from graphsvc.audits.finding import Finding
    from graphsvc.model.entities import Model
    from graphsvc.projections.reading import StoreReader

__all__ = ["in_force", "waive"]

_DAY = NamedNode(PREFIXES["xsd"] + "date")
_HELD = """SELECT ?waiver ?finding ?since ?until ?reason ?body {
  ?waiver a rms:Waiver ; rms:finding ?finding ; rms:decidedOn ?since ; rms:validTo ?until ;
    rms:reason ?reason ; rms:decidedBy ?body }"""


def in_force(model: Model, store: StoreReader, on: date, lang: str) -> dict[str, Waiver]:
    """Return by finding the waiver in force on a day; of several the one that holds longest.

    One that has expired is left out, so that what it put off comes back by itself.
    """
    labels = Labels(model, store)
    found: dict[str, tuple[tuple[date, str, bool, str], Waiver]] = {}
    for row in store.select(_HELD):
        since, until = (date.fromisoformat(row[n].value) for n in ("since", "until"))
        if not since <= on <= until:
            continue
        finding, reason, body = (row[n].value for n in ("finding", "reason", "body"))
        name = labels.label(body, lang)
        waiver = Waiver(row["waiver"].value, since, until, reason, body, name)
        rank = (until, waiver.iri, _language(row["reason"]) == lang, body + reason)
        if finding not in found or found[finding][0] < rank:
            found[finding] = rank, waiver
    return {finding: waiver for finding, (_, waiver) in found.items()}


def waive(  # noqa: PLR0913  # a decision's parts
    finding: Finding, *, body: str, until: date, on: date, reason: str, lang: str, agent: str
) -> Submission:
    """Return the submission by which a body puts a finding off until a day.

    Args:
        body: IRI of the body that decides; the waiver goes into its graph.
        on: the day of the decision.
        lang: the language of the reason.

    Raises:
        ParameterError: the reason is blank, or the last day comes before the decision.
    """
    if not reason.strip():
        raise ParameterError(name="reason", value="", expected="a-string")
    if until < on:
        raise ParameterError(name="until", value=until.isoformat(), expected="a-later-day")
    key = f"{finding.id}-{on:%Y%m%d}-{compact(body).rpartition('/')[2]}"
    node = NamedNode(f"{PREFIXES['id']}waiver/{key}")
    values: list[tuple[NamedNode, NamedNode | Literal]] = [
        (RDF_TYPE, rms("Waiver")),
        (rms("audit"), Literal(finding.audit)),
        (rms("finding"), Literal(finding.id)),
        *((rms("about"), NamedNode(record)) for record in finding.records if record.startswith(ID)),
        (rms("reason"), Literal(reason.strip(), language=lang)),
        (rms("decidedBy"), NamedNode(body)),
        (rms("decidedOn"), Literal(on.isoformat(), datatype=_DAY)),
        (rms("validTo"), Literal(until.isoformat(), datatype=_DAY)),
    ]
    quads = tuple(Quad(node, predicate, value) for predicate, value in values)
    return Submission(body, quads, agent, reason.strip(), "waiver", "patch")


def _language(term: object) -> str:
    return term.language or "" if isinstance(term, Literal) else ""
