"""What `graphsvc recheck`, `history` and `diff` do: look back at an answer, and at a record."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from graphsvc.commands.telling import DONE, REFUSED
from graphsvc.errors import ReceiptNotFoundError
from graphsvc.locale import texts
from graphsvc.questions.rechecking import HOLDS
from graphsvc.rdf.names import record_of
from graphsvc.registry import Registry

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["add_commands"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    recheck = command("recheck", _recheck, "проверить квитанцию ответа · recheck a receipt")
    recheck.add_argument("receipt", metavar="RECEIPT")
    history = command("history", _history, "история записи · history of a record")
    history.add_argument("iri")
    diff = command("diff", _diff, "чем различаются версии записи · compare a record's versions")
    diff.add_argument("iri")
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
    iri = record_of(given.iri)
    with closing(Registry(settings)) as opened:
        for change in opened.history(iri):
            print(json.dumps(change, ensure_ascii=False))
    return DONE


def _diff(given: argparse.Namespace, settings: Settings) -> int:
    """Print the statements that went and came, as RDF Patch has them."""
    iri = record_of(given.iri)
    with closing(Registry(settings)) as opened:
        before, after = opened.states(iri, *opened.between(iri, given.start, given.end))
    for sign, triples in (("D", before - after), ("A", after - before)):
        for line in sorted(map(str, triples)):
            print(f"{sign} {line} .")
    return DONE if before == after else REFUSED
