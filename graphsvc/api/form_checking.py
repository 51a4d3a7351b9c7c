"""What the registry says of a form as it stands: read, tried, and every remark at its field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from graphsvc.errors import FormError, ShapeViolationError, SubmissionError, VersionConflictError
from graphsvc.forms.content import SUFFIX, Content, written_content
from graphsvc.forms.controls import DEADLINE
from graphsvc.forms.placing import Place, Remark, placed
from graphsvc.forms.reading import FormReader
from graphsvc.rdf.names import PREFIXES, compact
from graphsvc.rdf.terms import NamedNode, Quad
from graphsvc.submissions.deadlines import read_deadlines, told
from graphsvc.submissions.formats import Handed
from graphsvc.submissions.pipeline import Submission

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphsvc.api.state import Service
    from graphsvc.rdf.terms import Term
    from graphsvc.submissions import cases
    from graphsvc.submissions.merging import Conflict
    from graphsvc.submissions.pipeline import Outcome
    from graphsvc.validation.report import Report, Result

__all__ = ["Checked", "check", "handed_form", "opened", "reviewed", "settled", "unsaid_deadline"]

REVIEW: Final = "Review"
"""The severity of what a reviewer said."""
_LABEL: Final = PREFIXES["skos"] + "prefLabel"


@dataclass(frozen=True)
class Checked:
    """What is to be said of a form.

    Attributes:
        remarks: by record and column.
        deadlines: what the printed deadline of each record was read as.
        refusal: why it would be refused, None where it would be taken.
        outcome: what it would change.
        conflicts: the records that others changed meanwhile.
        subjects: IRI of each record of the form, empty for one without.
    """

    remarks: Mapping[Place, Sequence[Remark]] = field(default_factory=dict[Place, list[Remark]])
    deadlines: Mapping[int, str] = field(default_factory=dict[int, str])
    refusal: SubmissionError | None = None
    outcome: Outcome | None = None
    conflicts: Sequence[Conflict] = ()
    subjects: Sequence[str] = ()

    @property
    def faults(self) -> int:
        """How many remarks refuse the form."""
        return sum(r.severity == "Violation" for found in self.remarks.values() for r in found)


def reviewed(
    service: Service, checked: Checked, content: Content, said: Iterable[cases.Remark]
) -> Checked:
    """Return what is to be said of a form together with what its reviewer said."""
    remarks = {place: [*found] for place, found in checked.remarks.items()}
    for one in said:
        if one.record not in checked.subjects:
            continue
        number = checked.subjects.index(one.record)
        known = service.registry.model.by_name[content.entries[number].entity].by_path
        column = known[one.property].name if one.property in known else ""
        remarks.setdefault((number, column), []).insert(0, Remark(REVIEW, one.text))
    return replace(checked, remarks=remarks)


def handed_form(content: Content, about: str, agent: str) -> Handed:
    """Return a form as it is handed in."""
    return Handed(
        content.entries[0].entity + SUFFIX,
        written_content(content),
        about,
        agent,
        mode="patch",
        base=content.version,
    )


def check(service: Service, content: Content, about: str, lang: str) -> Checked:
    """Return what is to be said of a form; what can be read is tried even where the rest cannot.

    Raises:
        FormatError: it has records or fields that there are not.
    """
    registry = service.registry
    name = content.entries[0].entity + SUFFIX
    reader = FormReader(registry.model, registry.called.of(about), _minted(about))
    quads = reader.read(content, name)
    submission = Submission(
        about,
        tuple(quads),
        "",
        "",
        name,
        "patch",
        content.version,
        reader.places,
        removed=frozenset(reader.removed),
    )
    refusal: SubmissionError | None = None
    outcome: Outcome | None = None
    results: Sequence[Result] = ()
    try:
        outcome = registry.pipeline.submit(submission, dry_run=True)
        results = outcome.report.results
    except ShapeViolationError as error:
        refusal, results = error, cast("Report", error.parameters["report"]).results
    except SubmissionError as error:
        refusal = error
    conflicts: Sequence[Conflict] = ()
    if isinstance(refusal, VersionConflictError):
        conflicts = cast("Sequence[Conflict]", refusal.parameters.get("conflicts", ()))
    elif reader.faults:
        refusal = FormError(faults=reader.faults, count=len(reader.faults))
    return Checked(
        placed(registry.model, content, reader.faults, results, lang),
        _deadlines(service, quads, reader.places, lang),
        refusal,
        outcome,
        conflicts,
        [s.value if s else "" for s in reader.subjects],
    )


def opened(service: Service, content: Content, about: str, lang: str) -> Checked:
    """Return what is to be said of a form that was just opened: how its deadlines were read."""
    reader = FormReader(service.registry.model, service.registry.called.of(about), _minted(about))
    quads = reader.read(content, SUFFIX)
    return Checked(deadlines=_deadlines(service, quads, reader.places, lang))


def _deadlines(
    service: Service, quads: Sequence[Quad], places: Mapping[str, tuple[str, int]], lang: str
) -> dict[int, str]:
    _, read = read_deadlines(quads, places, service.registry.store.values)
    model = service.registry.model
    # What was not read, or contradicts the kind given, is a remark at the field.
    return {
        one.row - 1: told(model, one.deadline, lang)
        for one in read
        if one.deadline.understood and not one.kind
    }


def unsaid_deadline(service: Service, iri: str) -> Callable[[Mapping[str, Sequence[Term]]], bool]:
    """Return what tells whether a record's deadline means just what its printed words are read as.

    Args:
        iri: of any record; readings do not depend on it.
    """
    record = NamedNode(iri)

    def unsaid(said: Mapping[str, Sequence[Term]]) -> bool:
        meaning = {(path, term) for path in DEADLINE for term in said.get(path, ())}
        rest = [
            Quad(record, NamedNode(path), term)
            for path, terms in said.items()
            for term in terms
            if path not in DEADLINE
        ]
        known = service.registry.store.values
        added, _ = read_deadlines(rest, {record.value: ("", 0)}, known)
        return {(q.predicate.value, q.object) for q in added} == meaning

    return unsaid


def settled(service: Service, content: Content, about: str) -> Content:
    """Return a form whose new records have keys that no other record has.

    A name that a record had before it was renamed would otherwise give the renamed one's key.
    """
    reader = FormReader(service.registry.model, service.registry.called.of(about), _minted(about))
    reader.read(content, SUFFIX)
    entries = [*content.entries]
    for number, (entry, subject) in enumerate(zip(entries, reader.subjects, strict=True)):
        named = _LABEL in service.registry.model.by_name[entry.entity].by_path
        if subject is None or entry.key or not (named and service.registry.store.typed(subject)):
            continue
        key, more = subject.value.partition(f"/{entry.entity}/")[2], 2
        while service.registry.store.typed(NamedNode(f"{subject.value}-{more}")):
            more += 1
        entries[number] = replace(entry, key=f"{key}-{more}")
    return replace(content, entries=tuple(entries))


def _minted(about: str) -> str:
    return compact(about).partition("/")[2]
