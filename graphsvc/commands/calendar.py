"""What `graphsvc calendar`, `done` and `draft` do: a calendar, a mark in it, a draft order."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graphsvc.audits.calendar import Period, quarter
from graphsvc.audits.calendar_feed import icalendar_feed
from graphsvc.audits.calendar_files import document, table, workbook
from graphsvc.audits.draft_order import draft_document
from graphsvc.audits.marking import Mark, completion
from graphsvc.commands.telling import DONE, tell_outcome
from graphsvc.locale import LANGUAGES
from graphsvc.questions.binding import day_given, day_named
from graphsvc.rdf.names import compact
from graphsvc.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.settings import Settings

__all__ = ["FORMATS", "add_commands"]

FORMATS = ("table", "json", "ics", "xlsx", "docx")


def add_commands(command: Callable[[str, object, str], argparse.ArgumentParser]) -> None:
    """Add the commands to a parser.

    Args:
        command: adds one by its name, what it runs and its help.
    """
    calendar = command("calendar", _calendar, "что должен орган · what a body owes")
    calendar.add_argument("--body", required=True, metavar="IRI")
    calendar.add_argument("--from", dest="since", metavar="D")
    calendar.add_argument("--to", dest="until", metavar="D")
    calendar.add_argument("--date", metavar="D")
    calendar.add_argument("--format", choices=FORMATS, default="table")
    done = command("done", _done, "отметить выполнение · mark an activity as done")
    done.add_argument("activity", metavar="ACTIVITY")
    done.add_argument("--body", required=True, metavar="IRI")
    done.add_argument("--occurrence", metavar="DAY")
    done.add_argument("--date", metavar="D")
    done.add_argument("--evidence", default="", metavar="URL")
    done.add_argument("--checksum", default="", metavar="SHA256")
    done.add_argument("--agent", default="operator")
    draft = command(
        "draft", _draft, "проект приказа о составе совета · draft an order on a council"
    )
    draft.add_argument("council", metavar="COUNCIL")
    draft.add_argument("--date", metavar="D")
    draft.add_argument("-o", "--output", type=Path, required=True)
    for one in (calendar, done, draft):
        one.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)


def _calendar(given: argparse.Namespace, settings: Settings) -> int:
    on = day_given(given.date)
    default = quarter(on)
    period = Period(
        day_given(given.since, "from", default.since),
        day_given(given.until, "to", default.until),
    )
    with closing(Registry(settings)) as opened:
        found = opened.calendars.of(given.body, period, on, given.lang)
        changed = _changed(opened, int(found.receipt["sequence"]))
    writers: dict[str, Callable[[], bytes]] = {
        "table": lambda: table(found, given.lang),
        "json": lambda: json.dumps(found.as_json(), ensure_ascii=False, indent=2).encode() + b"\n",
        "ics": lambda: icalendar_feed(found, given.lang, str, changed),
        "xlsx": lambda: workbook(found, given.lang, str),
        "docx": lambda: document(found, given.lang, changed),
    }
    sys.stdout.buffer.write(writers[given.format]())
    return DONE


def _done(given: argparse.Namespace, settings: Settings) -> int:
    today = day_given(None)
    occurrence = day_named(given.occurrence, "occurrence") if given.occurrence else None
    day = day_given(given.date, "date", today)
    mark = Mark(given.activity, given.body, day, occurrence, given.evidence, given.checksum)
    with closing(Registry(settings)) as opened:
        submission = completion(
            opened.calendars, opened.store, mark, today=today, agent=given.agent
        )
        outcome = opened.pipeline.submit(submission)
    tell_outcome(compact(given.activity), outcome, given.lang)
    return DONE


def _draft(given: argparse.Namespace, settings: Settings) -> int:
    with closing(Registry(settings)) as opened:
        draft = opened.drafter.draft(given.council, day_given(given.date), given.lang)
        changed = _changed(opened, draft.sequence)
    given.output.write_bytes(draft_document(draft, given.lang, changed))
    return DONE


def _changed(opened: Registry, sequence: int) -> datetime:
    return opened.journal.read(sequence).header.time if sequence else datetime.now(UTC)
