"""A body's calendar as iCalendar (RFC 5545)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import icalendar

from graphsvc.locale import VERSION, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from graphsvc.audits.calendar import Calendar, Entry

__all__ = ["icalendar_feed"]

_HOST = "w3id.org"  # of the records' IRIs: what makes a UID nobody else's
_DAY = timedelta(days=1)


def icalendar_feed(
    calendar: Calendar, lang: str, address: Callable[[str], str], stamp: datetime
) -> bytes:
    """Return one all-day event per entry that has days; it reminds of nothing by itself.

    Args:
        address: where a record's page is, by its IRI.
        stamp: when the data last changed; the same data give the same bytes.
    """
    feed: Any = icalendar.Calendar()  # its own types name none for values
    feed.add("prodid", f"-//methodnet//graphsvc {VERSION}//{lang.upper()}")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", calendar.body_label)
    feed.add("refresh-interval", _DAY, parameters={"value": "DURATION"})
    for entry in calendar.entries:
        if entry.end:
            feed.add_component(_event(calendar, entry, lang, address, stamp))
    return bytes(feed.to_ical())


def _event(
    calendar: Calendar, entry: Entry, lang: str, address: Callable[[str], str], stamp: datetime
) -> object:
    words = texts("calendar")
    url = address(entry.activity)
    event: Any = icalendar.Event()
    event.add("uid", _uid(calendar.body, entry))
    event.add("dtstamp", stamp)
    event.add("summary", f"{entry.activity_label} ({entry.state_label})")
    if entry.end:
        event.add("dtstart", entry.start or entry.end)
        event.add("dtend", entry.end + _DAY)  # the day after the last one (3.6.1)
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    lines = [f"{words['state'][lang]}: {entry.state_label}", _place(entry, lang)]
    if entry.deadline:
        lines.append(f"{words['deadline'][lang]}: {entry.deadline}")
    if entry.early:
        lines.append(words["early"][lang])
    if entry.decision:
        lines.append(f"{words['decision'][lang]}: {entry.decision_label}")
    lines.append(url)
    event.add("description", "\n".join(lines))
    event.add("categories", [entry.state_label])
    event.add("url", url)
    return event


def _uid(body: str, entry: Entry) -> str:
    day = entry.occurrence.isoformat() if entry.occurrence else ""
    return f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{entry.activity} {day} {body}')}@{_HOST}"


def _place(entry: Entry, lang: str) -> str:
    """Return the plan, with the clause where one is cited."""
    words = texts("calendar")
    clause = words["clause_short"][lang].format(clause=entry.clause)
    named = f"{entry.plan_label}, {clause}" if entry.clause else entry.plan_label
    return f"{words['plan'][lang]}: {named}"
