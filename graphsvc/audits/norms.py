"""Norms before they take effect: what is wrong with them, what they would expect and find.

A submission is put upon a copy of the store and the question `expectations` is asked there; the
registry itself is not touched.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from graphsvc.journal.entry import Header, encode
from graphsvc.model.norms import demands
from graphsvc.projections.checkpoints import linked_copy
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.questions.engines import SparqlEngine
from graphsvc.rdf.names import BASE, RDF_TYPE, graph_of, rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from graphsvc.model.entities import Model
    from graphsvc.projections.checkpoints import Checkpoints
    from graphsvc.questions.catalogue import Question
    from graphsvc.questions.engines import Row
    from graphsvc.rdf.terms import Term
    from graphsvc.submissions.pipeline import Pipeline, Submission

__all__ = ["FAULTS", "QUESTION", "NormPreview", "NormPreviewer", "lint_norm"]

QUESTION: Final = "expectations"
FAULTS: Final = (
    "no-rule",
    "post",
    "plan-without-end",
    "period-without-start",
    "relation-without-number",
    "cannot-be-met",
    "nobody",
)
"""What may be wrong with a norm; each has its text in `locale/norms.toml`."""

_RULE, _PLANNED = (NamedNode(f"{BASE}scheme/modality/{m}") for m in ("rule", "planned"))

Values = dict[NamedNode, list["Term"]]


@dataclass(frozen=True)
class NormPreview:
    """What one norm would do.

    Attributes:
        norm: its IRI.
        faults: of `FAULTS`, in their order.
        rows: of the question `expectations`, on the day asked.
    """

    norm: str
    faults: tuple[str, ...]
    rows: list[Row]

    @property
    def unmet(self) -> list[Row]:
        """The rows of which less is found than demanded."""
        return [row for row in self.rows if row["found"] < row["least"]]


@dataclass(frozen=True)
class NormPreviewer:
    """Shows what norms would do before they take effect.

    Attributes:
        question: the question `expectations`.
    """

    model: Model
    pipeline: Pipeline
    checkpoints: Checkpoints
    question: Question

    def preview(self, submission: Submission, on: date) -> list[NormPreview]:
        """Return what each norm of a submission would expect and find on a day, in their order.

        Raises:
            ShapeViolationError: the shapes refuse it; likewise what else `Pipeline.submit` raises.
        """
        outcome = self.pipeline.submit(submission, dry_run=True)
        norms = _norms(submission)
        header = Header("data", submission.agent, QUESTION, graph_of(submission.about).value)
        current = self.checkpoints.current()
        with current as (_, folder), TemporaryDirectory(dir=folder.parent) as scratch:
            copy = Path(scratch) / "store"
            linked_copy(folder, copy)
            store = OxigraphStore(copy, Derivation.of(self.model))
            try:
                store.apply(encode(store.sequence + 1, store.head, header, outcome.patch)[0])
                rows = {norm: self._asked(store, norm, on) for norm in norms}
            finally:
                store.close()
        return [
            NormPreview(norm.value, lint_norm(norm, values, self.model, rows[norm]), rows[norm])
            for norm, values in norms.items()
        ]

    def _asked(self, store: OxigraphStore, norm: NamedNode, on: date) -> list[Row]:
        asked = {"territory": "", "body": "", "norm": norm.value, "date": on.isoformat()}
        return SparqlEngine(store).ask(self.question, asked).rows


def lint_norm(
    norm: NamedNode, values: Mapping[NamedNode, list[Term]], model: Model, rows: list[Row]
) -> tuple[str, ...]:
    """Return what keeps a norm from being checked: codes of `FAULTS`, in their order.

    Args:
        values: the objects of its triples, by predicate.
        rows: what it demands of whom on a day.
    """
    modality = set(values.get(rms("modality"), ()))
    requirement = values.get(rms("requirement"))
    found = {
        "no-rule": not modality & {_RULE, _PLANNED},
        "post": rms("subjectPost") in values,
        "plan-without-end": _PLANNED in modality
        and not {rms("plannedBy"), rms("validTo")} <= values.keys(),
        "period-without-start": rms("periodicity") in values and rms("validFrom") not in values,
        "relation-without-number": not requirement and rms("minCount") not in values,
        "cannot-be-met": bool(requirement) and not _provided(requirement or (), model),
    }
    if not any(found.values()):
        found["nobody"] = not rows and any(True for _ in demands(norm, values, model.norm_rules))
    return tuple(code for code in FAULTS if found.get(code))


def _provided(requirement: Iterable[Term], model: Model) -> bool:
    rules = (r for rules in model.norm_rules.provisions.values() for r in rules)
    return bool({r.provides for r in rules} & set(requirement))


def _norms(submission: Submission) -> dict[NamedNode, Values]:
    described: dict[NamedNode, Values] = defaultdict(lambda: defaultdict(list))
    for quad in submission.quads:
        if isinstance(quad.subject, NamedNode):
            described[quad.subject][quad.predicate].append(quad.object)
    return {n: v for n, v in described.items() if rms("Norm") in v.get(RDF_TYPE, ())}
