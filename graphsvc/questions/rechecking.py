"""Asking again: whether an answer still holds on the state of the data it was given from."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from graphsvc.errors import ParameterError, QuestionNotFoundError
from graphsvc.questions.catalogue import journalled
from graphsvc.questions.engines import CYPHER, SPARQL, engine_then
from graphsvc.questions.receipts import hash_rows, intact
from graphsvc.rdf.names import QUESTIONS
from graphsvc.rdf.patch import Patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.journal.journal import Journal
    from graphsvc.projections.versions import Versions
    from graphsvc.questions.catalogue import Question
    from graphsvc.rdf.terms import Quad

__all__ = ["HOLDS", "recheck"]

HOLDS: Final = "holds"
ALTERED: Final = "altered"
REWRITTEN: Final = "journal-rewritten"
DIFFERS: Final = "differs"


def recheck(
    receipt: Mapping[str, Any],
    journal: Journal,
    versions: Versions,
    changes: Iterable[int],
    wait_s: float | None = None,
) -> dict[str, Any]:
    """Ask a receipt's question again, as it was then, of the data as they were, in both languages.

    Args:
        changes: sequences of the entries that changed questions, oldest first.
        wait_s: how long to wait for the earlier state, None for as long as needed.

    Returns:
        `{receipt, verdict, engines: {sparql: {count, rows, equal}, cypher: …}}`. The verdict is
        `holds`, `differs`, `altered` (the receipt is not what was made out) or `journal-rewritten`
        (the journal's entry of that number is another one).

    Raises:
        VersionOpeningError: the earlier state is not open yet.
        QuestionNotFoundError: the journal knows no such question, or none with these texts.
        ParameterError: the receipt's parameters are none of the question's.
        JournalDamagedError: an entry is not what was written.
    """
    found: dict[str, Any] = {"receipt": receipt.get("id"), "verdict": ALTERED, "engines": {}}
    if not intact(receipt):
        return found
    sequence = receipt["sequence"]
    if not journal.holds(sequence, receipt["head"]):
        return {**found, "verdict": REWRITTEN}
    with versions.at(sequence, wait_s) as version:
        later = (journal.read(n).patch for n in changes if n > sequence)
        question = _as_asked(receipt, version.reader.graph(QUESTIONS), later)
        values = _values(question, receipt["parameters"])
        for name in (SPARQL, CYPHER):
            asked = engine_then(version, name, wait_s).ask(question, values)
            rows = hash_rows(asked.rows)
            equal = (rows, len(asked.rows)) == (receipt["rows"], receipt["count"])
            found["engines"][name] = {"count": len(asked.rows), "rows": rows, "equal": equal}
    equal = all(engine["equal"] for engine in found["engines"].values())
    return {**found, "verdict": HOLDS if equal else DIFFERS}


def _as_asked(
    receipt: Mapping[str, Any], quads: Iterable[Quad], later: Iterable[Patch]
) -> Question:
    """Return the question with the texts that were asked.

    Most often they were in force in the state asked; a younger text may have asked an older state.
    """
    graph = set(quads)
    for patch in (Patch(), *later):
        graph = (graph - set(patch.removed)) | set(patch.added)
        with suppress(QuestionNotFoundError):
            question = journalled(graph, receipt["question"])
            if question.version == receipt["version"]:
                return question
    raise QuestionNotFoundError(name=receipt["question"])


def _values(question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Return a receipt's parameters, if they are the question's."""
    names = {p.name: "" for p in question.parameters} | ({"date": ""} if question.date else {})
    for name in (*(given.keys() - names.keys()), *(names.keys() - given.keys())):
        raise ParameterError(name=name, value=given.get(name, ""), expected=", ".join(names) or "—")
    return dict(given)
