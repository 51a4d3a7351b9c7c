"""What `graphsvc recheck`, `history` and `diff` do: look back at an answer, a record, or data."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from graphsvc.commands.telling import DONE, REFUSED
from graphsvc.errors import ReceiptNotFoundError
from graphsvc.locale import texts
from graphsvc.projections.submission_log import KINDS
from graphsvc.questions.rechecking import HOLDS
from graphsvc.rdf.names import ID, record_of
from graphsvc.registry import Registry

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from graphsvc.projections.submission_log import Summary
    from graphsvc.rdf.terms import NamedNode
    from graphsvc.settings import Settings

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    recheck = command("recheck", _recheck, "проверить квитанцию ответа · recheck a receipt")
    recheck.add_argument("receipt", metavar="RECEIPT")
    history = command("history", _history, "история записи, данных · history of a record, of data")
    history.add_argument("iri")
    diff = command("diff", _diff, "чем различаются версии · compare versions of a record, of data")
    diff.add_argument("iri")
    for one in (history, diff):
        one.add_argument("--record", action="store_true", help="сама запись органа · the record")
    diff.add_argument("--from", dest="start", default="", metavar="SEQ|TIME")
    diff.add_argument("--to", dest="end", default="", metavar="SEQ|TIME")


def _recheck(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        found = opened.recheck(_receipt(opened, given.receipt))
    print(json.dumps(found, ensure_ascii=False, indent=2))
    verdict: str = texts("cli")["verdict"][found["verdict"]][given.lang]
    print(verdict, file=sys.stderr)
    return DONE if found["verdict"] == HOLDS else REFUSED


def _receipt(opened: Registry, given: str) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return the receipt of a file, of a whole answer in a file, or of a name."""
    path = Path(given)
    if not path.is_file():
        return opened.receipts.find(given)
    try:
        found: Any = json.loads(path.read_bytes())
    except ValueError as error:
        raise ReceiptNotFoundError(name=given) from error
    answer = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    return answer.get("receipt", answer)


def _history(given: argparse.Namespace, settings: Settings) -> int:
    """Print the submissions of a body or document, or a record's changes, oldest first."""
    iri = record_of(given.iri)
    with closing(Registry(settings)) as opened:
        if _has_data(opened, iri, given):
            for sequence in opened.log.handed_in(iri.value):
                summary = opened.log.summary(sequence)
                print(json.dumps(_told(summary), ensure_ascii=False))
            return DONE
        for change in opened.history(iri):
            print(json.dumps(change, ensure_ascii=False))
    return DONE


def _has_data(opened: Registry, iri: NamedNode, given: argparse.Namespace) -> bool:
    """Return whether the data that were handed in for a body or document are meant."""
    about = iri.value.startswith((f"{ID}body/", f"{ID}document/")) and not given.record
    return about and bool(opened.log.handed_in(iri.value))


def _told(summary: Summary) -> dict[str, Any]:
    header = summary.header
    return {
        "sequence": summary.sequence,
        "time": header.time.isoformat(),
        "agent": header.agent,
        "approvedBy": header.approved_by or None,
        "reason": header.reason,
        "graph": header.graph,
        "file": header.source,
        "records": {kind: summary.counts.get(kind, 0) for kind in KINDS},
    }


def _diff(given: argparse.Namespace, settings: Settings) -> int:
    """Print the statements that went and came, as RDF Patch has them."""
    iri = record_of(given.iri)
    with closing(Registry(settings)) as opened:
        if _has_data(opened, iri, given):
            between = opened.log.between(iri.value, given.start, given.end)
            change = opened.log.difference(iri.value, *between)
            print(*change.lines(), sep="\n", end="\n" if change else "")
            return REFUSED if change else DONE
        before, after = opened.states(iri, *opened.between(iri, given.start, given.end))
    for sign, triples in (("D", before - after), ("A", after - before)):
        for line in sorted(map(str, triples)):
            print(f"{sign} {line} .")
    return DONE if before == after else REFUSED
