"""Asking again: whether an answer still holds on the state of the data it was given from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graphsvc.questions.catalogue import journalled
from graphsvc.questions.engines import CYPHER, SPARQL, engine_then
from graphsvc.questions.receipts import hash_rows, intact
from graphsvc.rdf.names import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.journal.journal import Journal
    from graphsvc.projections.versions import Versions

__all__ = ["HOLDS", "recheck"]

HOLDS: Final = "holds"
ALTERED: Final = "altered"
REWRITTEN: Final = "journal-rewritten"
DIFFERS: Final = "differs"


def recheck(
    receipt: Mapping[str, Any], journal: Journal, versions: Versions, wait_s: float | None = None
) -> dict[str, Any]:
    """Ask a receipt's question again, as it was then, of the data as they were, in both languages.

    Args:
        wait_s: how long to wait for the earlier state, None for as long as needed.

    Returns:
        `{receipt, verdict, engines: {sparql: {count, rows, equal}, cypher: …}}`. The verdict is
        `holds`, `differs`, `altered` (the receipt is not what was made out) or `journal-rewritten`
        (the journal's entry of that number is another one).

    Raises:
        VersionOpeningError: the earlier state is not open yet.
        JournalDamagedError: an entry is not what was written.
    """
    found: dict[str, Any] = {"receipt": receipt.get("id"), "verdict": ALTERED, "engines": {}}
    if not intact(receipt):
        return found
    sequence = receipt["sequence"]
    if not _in_chain(journal, sequence, receipt["head"]):
        return {**found, "verdict": REWRITTEN}
    with versions.at(sequence, wait_s) as version:
        question = journalled(version.reader.graph(QUESTIONS), receipt["question"])
        for name in (SPARQL, CYPHER):
            asked = engine_then(version, name, wait_s).ask(question, receipt["parameters"])
            rows = hash_rows(asked.rows)
            equal = (rows, len(asked.rows)) == (receipt["rows"], receipt["count"])
            found["engines"][name] = {"count": len(asked.rows), "rows": rows, "equal": equal}
    equal = all(engine["equal"] for engine in found["engines"].values())
    return {**found, "verdict": HOLDS if equal else DIFFERS}


def _in_chain(journal: Journal, sequence: object, head: object) -> bool:
    if not isinstance(sequence, int) or not 0 < sequence <= journal.sequence:
        return False
    return journal.read(sequence).digest == head
