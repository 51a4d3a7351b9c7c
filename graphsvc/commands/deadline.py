"""What `graphsvc deadline` does, and how the command line tells the deadlines it has read."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from graphsvc.commands.telling import DONE, REFUSED
from graphsvc.deadlines.reading import read_deadline
from graphsvc.errors import ParameterError
from graphsvc.locale import LANGUAGES
from graphsvc.model.entities import load_model
from graphsvc.questions.binding import day_named
from graphsvc.submissions.deadlines import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graphsvc.deadlines.deadline import Period
    from graphsvc.model.entities import Model
    from graphsvc.settings import Settings
    from graphsvc.submissions.deadlines import ReadDeadline

__all__ = ["add_commands", "deadline_lines"]


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the command to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    deadline = command("deadline", _deadline, "прочитать срок · read a deadline")
    deadline.add_argument("phrase", metavar="PHRASE")
    deadline.add_argument("--from", dest="since", metavar="D")
    deadline.add_argument("--to", dest="until", metavar="D")
    deadline.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)


def deadline_lines(model: Model, read: Iterable[ReadDeadline], lang: str) -> Iterator[str]:
    """Yield a line for each phrase that was read in one way: the first row it is in, and what."""
    found: defaultdict[tuple[str, str], list[ReadDeadline]] = defaultdict(list)
    for one in read:
        found[one.deadline.printed, told(model, one.deadline, lang)].append(one)
    for (printed, text), rows in found.items():
        more = f" … +{len(rows) - 1}" if len(rows) > 1 else ""
        yield f"{rows[0].file}:{rows[0].row}{more} «{printed}»: {text}"


def _deadline(given: argparse.Namespace, _: Settings) -> int:
    deadline = read_deadline(given.phrase, _period(given.since, given.until))
    sys.stdout.write(told(load_model(), deadline, given.lang) + "\n")
    return DONE if deadline.understood else REFUSED


def _period(since: str | None, until: str | None) -> Period | None:
    if not since and not until:
        return None
    first, last = day_named(since or "", "from"), day_named(until or "", "to")
    if last < first:
        raise ParameterError(name="to", value=str(until), expected="a-date")
    return first, last
