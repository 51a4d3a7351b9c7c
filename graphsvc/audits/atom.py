"""A digest as an Atom feed (RFC 4287): one entry a finding, told anew when it is announced.

An entry's id is the finding's, the same on every day; it is `updated` on the last day on which the
finding was announced, so that a reader shows it again on those days and on no other.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from graphsvc.audits.digest import THRESHOLDS_DAYS, WAIVED
from graphsvc.audits.digest_files import subject
from graphsvc.audits.formats import cells, headings
from graphsvc.locale import texts
from graphsvc.rdf.names import BASE, compact

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphsvc.audits.digest import Digest, Notice

__all__ = ["as_atom"]

_ATOM = "http://www.w3.org/2005/Atom"


def as_atom(digest: Digest, address: str, changed: Callable[[str], date | None]) -> bytes:
    """Return the feed.

    Args:
        address: where this service answers, with a slash at the end.
        changed: the day a record was last changed; it dates what tells no day itself.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(
        f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": digest.lang}
    )
    about = f"/{compact(digest.body)}" if digest.body else ""
    _add(feed, "id", f"{BASE}digest{about}")
    _add(feed, "title", subject(digest))
    words: str = texts("ui")["site"][digest.lang]
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", words)
    asked = f"?body={compact(digest.body)}&" if digest.body else "?"
    link = f"{address}api/digest{asked}format=atom&lang={digest.lang}"
    ET.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": link})
    ET.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "alternate", "href": f"{address}audits"})
    notices = {n.finding.id: n for part in digest.parts for n in part.notices if n.why != WAIVED}
    days = {key: _announced_on(n, digest.on, changed) for key, n in notices.items()}
    _add(feed, "updated", _moment(max(days.values(), default=digest.on)))
    for key in sorted(notices, key=lambda k: (days[k], k), reverse=True):
        feed.append(_entry(notices[key], days[key], address, digest.lang))
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text


def _entry(notice: Notice, updated: date, address: str, lang: str) -> ET.Element:
    finding, heads = notice.finding, headings(lang)
    told = cells(finding, lang)
    entry = ET.Element(f"{{{_ATOM}}}entry")
    _add(entry, "id", f"{BASE}finding/{finding.id}")
    _add(entry, "title", f"{finding.about_label}: {finding.title}")
    _add(entry, "updated", _moment(updated))
    ET.SubElement(
        entry, f"{{{_ATOM}}}category", {"term": finding.severity, "label": told["severity"]}
    )
    page = f"{address}audits?audit={finding.audit}&lang={lang}#{finding.id}"
    ET.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": page})
    names = ("body", "expected", "found", "next", "clause", "since", "due")
    lines = [f"{heads[name]}: {told[name]}" for name in names if told[name]]
    _add(entry, "content", "\n".join(lines)).set("type", "text")
    return entry


def _announced_on(notice: Notice, on: date, changed: Callable[[str], date | None]) -> date:
    """Return the last day by which a finding was announced."""
    finding = notice.finding
    if notice.announced:
        return on
    days = [finding.since] if finding.since else []
    if finding.due:
        days += [finding.due - timedelta(days=left) for left in THRESHOLDS_DAYS]
    if told := [d for d in days if d <= on]:
        return max(told)
    return max((d for record in finding.records if (d := changed(record))), default=on)


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = "".join(c for c in text if c.isprintable() or c in "\n\t")
    return element
