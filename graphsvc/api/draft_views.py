"""What a submission would change and what is wrong with it, as pages show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graphsvc.api.problems import problem
from graphsvc.api.record_changes import FieldChange, difference_in
from graphsvc.api.submission_changes import AlsoSaid
from graphsvc.forms.content import SUFFIX
from graphsvc.locale import texts
from graphsvc.projections.labels import Labels
from graphsvc.rdf.names import BASE, ID, PREFIXES, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphsvc.api.state import Service
    from graphsvc.errors import SubmissionError
    from graphsvc.rdf.terms import Quad, Triple
    from graphsvc.submissions.cases import Remark
    from graphsvc.submissions.pipeline import Outcome

__all__ = [
    "ORDER",
    "RecordDraft",
    "changed_records",
    "field_changes",
    "remarks_of",
    "reviewers_remarks",
]

ORDER: Final = ("removed", "changed", "added")
"""What vanishes comes first."""
_LABEL: Final = NamedNode(PREFIXES["skos"] + "prefLabel")
_PRINTED: Final = rms("printedForm")
_OUTCOME, _ABOUT = rms("outcome"), rms("about")
_SAME: Final = NamedNode(BASE + "scheme/identity-outcome/same")
_DECISION: Final = ID + "identity-decision/"
"""A decision on a name is called by the name."""


@dataclass(frozen=True)
class RecordDraft:
    """What a submission would do to one record.

    Attributes:
        kind: "added", "changed" or "removed".
        type: what its type is called, empty where it has none.
        fields: what changes, in the shapes' order, each with the IRI of its property.
    """

    iri: str
    label: str
    kind: str
    type: str
    fields: list[tuple[str, FieldChange]]


def changed_records(service: Service, outcome: Outcome, lang: str) -> list[tuple[str, str, str]]:
    """Return address, name and what becomes of it of each record; what vanishes comes first."""
    called = _Called(service, outcome, lang)
    found = [(iri, called(iri), kind) for iri, kind in outcome.records.items()]
    return sorted(found, key=lambda one: (ORDER.index(one[2]), one[1].casefold()))


def field_changes(service: Service, outcome: Outcome, lang: str, limit: int) -> list[RecordDraft]:
    """Return what a submission does to each record, field by field, for the first ones."""
    gone, come = _by_subject(outcome.patch.removed), _by_subject(outcome.patch.added)
    called, registry = _Called(service, outcome, lang), service.registry
    found: list[RecordDraft] = []
    for iri, label, kind in changed_records(service, outcome, lang)[:limit]:
        before, after = gone[iri], come[iri]
        known = {*before, *after, *registry.store.describe(NamedNode(iri))}
        entity = registry.model.entity_of(known)
        paths = {f.name: f.path for f in entity.fields} if entity else {}
        fields = difference_in(service, entity, lang, before, after)
        told = [(paths.get(f.name, ""), _named(f, called)) for f in fields]
        found.append(RecordDraft(iri, label, kind, entity.label[lang] if entity else "", told))
    return found


def remarks_of(
    service: Service, refusal: SubmissionError | None, outcome: Outcome | None, lang: str
) -> list[dict[str, str]]:
    """Return what is to be said of a file: place, column, value, what is expected, a proposal.

    What refuses the file comes first; `blocks` is empty for what is only a hint.
    """
    return sorted(_remarks(service, refusal, outcome, lang), key=lambda r: not r["blocks"])


def _remarks(
    service: Service, refusal: SubmissionError | None, outcome: Outcome | None, lang: str
) -> list[dict[str, str]]:
    if refusal is None:
        results = outcome.report.results if outcome else ()
        told = (asdict(r) | {"message": r.message.get(lang, "")} for r in results)
        return [_result(service, r, lang) for r in told]
    body = problem(refusal, lang)
    faults: Iterable[dict[str, Any]] = body.get("faults", ())
    found = [
        {
            "place": _where(service, f, lang),
            "column": _column(service, f, lang),
            "value": str(f["value"]),
            "text": str(f["text"]),
            "proposal": str(f["proposal"]) if f.get("sure", True) else "",
            "like": "" if f.get("sure", True) else str(f["proposal"]),
            "blocks": "blocks",
        }
        for f in faults
    ]
    return found + [_result(service, r, lang) for r in body.get("results", ())]


def _where(service: Service, fault: Mapping[str, Any], lang: str) -> str:
    """Return where a fault is: sheet and cell of a table, or the record of a form."""
    if "record" in fault:
        return service.registry.model.by_name[fault["entity"]].label[lang]
    return f"{fault['file']}, {fault['cell'] or fault['row']}"


def _column(service: Service, fault: Mapping[str, Any], lang: str) -> str:
    name = str(fault["column"])
    if "record" not in fault:
        return name
    fields = service.registry.model.by_name[fault["entity"]].by_name
    plain = name.partition("@")[0]
    return fields[plain].label[lang] if plain in fields else name


def reviewers_remarks(
    service: Service, remarks: Iterable[Remark], outcome: Outcome | None, lang: str
) -> list[tuple[str, str, str]]:
    """Return record, field and text of each remark of a reviewer."""
    label = service.labels.label
    called = _Called(service, outcome, lang) if outcome else None
    return [
        (
            called(r.record) if called else label(r.record, lang),
            r.property and label(r.property, lang),
            r.text,
        )
        for r in remarks
    ]


class _Called:
    """Names of records, also of those that only the file has: they are called as they will be."""

    def __init__(self, service: Service, outcome: Outcome, lang: str) -> None:
        self._named, self._meant, self._lang = _names(outcome), _meant(outcome), lang
        told = (*outcome.patch.added, *outcome.patch.removed)  # once accepted, what went is gone
        said: Any = AlsoSaid(service, (q.triple for q in told))
        self._labels = Labels(service.registry.model, said)

    def __call__(self, iri: str) -> str:
        """Return what a record is called; a decision on a name by what it decides."""
        name = self._named.get(iri) or self._labels.label(iri, self._lang)
        if meant := self._meant.get(iri):
            said = str(texts("ui")["submit_decision"][self._lang])
            return said.format(name=name, record=self._labels.label(meant, self._lang))
        return name


def _names(outcome: Outcome) -> dict[str, str]:
    """Return the names of what is not in the registry yet; they are in the file."""
    return {
        q.subject.value: q.object.value
        for q in outcome.patch.added
        if isinstance(q.subject, NamedNode)
        and isinstance(q.object, Literal)
        and (
            q.predicate == _PRINTED
            if q.subject.value.startswith(_DECISION)
            else q.predicate == _LABEL and q.object.language == "ru"
        )
    }


def _meant(outcome: Outcome) -> dict[str, str]:
    """Return IRI of the record that each decision of the file says a name to be."""
    same = {q.subject for q in outcome.patch.added if (q.predicate, q.object) == (_OUTCOME, _SAME)}
    return {
        q.subject.value: q.object.value
        for q in outcome.patch.added
        if q.subject in same
        and q.predicate == _ABOUT
        and isinstance(q.subject, NamedNode)
        and isinstance(q.object, NamedNode)
    }


def _named(change: FieldChange, called: Callable[[str], str]) -> FieldChange:
    def pairs(values: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(v, called(v) if v.startswith(ID) else label) for v, label in values]

    return replace(change, removed=pairs(change.removed), added=pairs(change.added))


def _by_subject(quads: Iterable[Quad]) -> defaultdict[str, list[Triple]]:
    found: defaultdict[str, list[Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found[quad.subject.value].append(quad.triple)
    return found


def _of_form(service: Service, result: Mapping[str, Any], lang: str) -> str:
    """Return which type of record of a form has a result, empty where it came by no form."""
    entity = compact(result["focus"]).partition("/")[0]
    formed = result["file"].endswith(SUFFIX) and entity in service.registry.model.by_name
    return service.registry.model.by_name[entity].label[lang] if formed else ""


def _result(service: Service, result: Mapping[str, Any], lang: str) -> dict[str, str]:
    where = result["cell"] or result["row"] or ""
    label = service.labels.label
    shown = "" if result["value"] == result["focus"] else str(result["value"])
    path = str(result["path"])
    return {
        "place": _of_form(service, result, lang)
        or (f"{result['file']}, {where}" if result["file"] else label(result["focus"], lang)),
        "column": label(path, lang) if path.startswith("http") else "",
        "value": label(shown, lang) if shown.startswith("http") else shown,
        "text": str(result["message"]),
        "proposal": "",
        "like": "",
        "blocks": "blocks" if result["severity"] == "Violation" else "",
    }
