"""The digest: who is told, and on which days; the same in every format."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

import docx
import openpyxl
import pytest

from graphsvc.audits.atom import as_atom
from graphsvc.audits.digest import make_digest
from graphsvc.audits.digest_files import as_text, subject, write
from graphsvc.audits.engine import Auditor
from graphsvc.audits.finding import Waiver
from graphsvc.audits.sources import Sources
from graphsvc.projections.labels import Labels
from graphsvc.rdf.names import BASE
from tests.auditing import AGREEMENT, BODY, FakeAsker, Store, audit, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.audits.digest import Digest
    from graphsvc.model.entities import Model

DAY = date(2026, 11, 22)
COLUMNS = {"agreement": "record", "body": "record", "end": "date"}
ENDS = audit("ends", COLUMNS, owner="body", due="end")
ABOVE = audit("who-coordinates", {"coordinator": "record"})
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def store(model: Model) -> Iterator[Store]:
    opened = Store(model)
    yield opened
    opened.close()


def row(key: str, body: str | None = "iro", end: str | None = None) -> dict[str, Any]:
    return {"agreement": AGREEMENT + key, "body": body and BODY + body, "end": end}


def sources(store: Store, rows: dict[str, list[dict[str, Any]]]) -> Sources:
    """Return sources whose audit `ends` finds these rows, by day where a day is named."""
    named = catalogue(ENDS, ABOVE)
    asker = cast("Any", FakeAsker({f"ends {k}".strip(): v for k, v in rows.items()}))
    asker.rows["who-coordinates"] = [{"coordinator": BODY + "above"}]
    only = catalogue(ENDS)
    auditor = Auditor(only, asker, store.model, store)
    return Sources(auditor, named, asker, store, Labels(store.model, store))


def told(digest: Digest) -> dict[str, list[tuple[str, str]]]:
    return {
        part.label: [(n.finding.about_label, n.why) for n in part.notices] for part in digest.parts
    }


@pytest.mark.parametrize(
    ("left", "why"),
    [(31, "quiet"), (30, "due"), (29, "quiet"), (8, "quiet"), (7, "due"), (1, "quiet"), (0, "due")],
)
def test_what_ends_is_told_thirty_seven_and_no_days_before(
    store: Store, left: int, why: str
) -> None:
    end = (DAY + timedelta(days=left)).isoformat()
    made = make_digest(sources(store, {"": [row("a", end=end)]}), on=DAY, lang="ru")
    assert told(made) == {"имя iro": [("имя a", why)]}
    assert made.parts[0].notices[0].days == left


def test_the_first_day_is_told_and_the_next_is_quiet(store: Store) -> None:
    rows: dict[str, list[dict[str, Any]]] = {"2026-11-21": [], "": [row("a")]}
    made = sources(store, rows)
    assert told(make_digest(made, on=DAY, lang="ru")) == {"имя iro": [("имя a", "new")]}
    later = make_digest(made, on=date(2026, 11, 23), lang="ru")
    assert told(later) == {"имя iro": [("имя a", "quiet")]}


def test_a_finding_is_told_again_when_its_waiver_has_ended(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sources(store, {"": [row("a")]})
    (finding,) = made.auditor.findings(DAY).findings
    held = Waiver("urn:waiver", DAY, DAY, "Ждём", BODY + "above", "Совет")
    monkeypatch.setattr(
        "graphsvc.audits.engine.in_force",
        lambda _model, _store, on, _lang: {finding.id: held} if on == DAY else {},
    )
    assert told(make_digest(made, on=DAY, lang="ru")) == {"имя iro": [("имя a", "waived")]}
    back = make_digest(made, on=date(2026, 11, 23), lang="ru")
    assert told(back) == {"имя iro": [("имя a", "back")]}


def test_what_nobody_owns_goes_to_the_body_above_else_to_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sources(store, {"": [row("a", body=None)]})
    assert told(make_digest(made, on=DAY, lang="ru")) == {"": [("имя a", "quiet")]}
    monkeypatch.setattr("graphsvc.audits.places.Places.bodies", lambda *_: [BODY + "below"])
    above = make_digest(made, on=DAY, lang="ru")
    assert told(above) == {"имя above": [("имя a", "quiet")]}
    assert above.parts[0].notices[0].above
    asked = cast("Any", made.asker).asked[-1]
    assert asked == ("who-coordinates", {"body": BODY + "below"}, "2026-11-22", "ru")


def test_a_digest_of_one_body_is_told_of_its_own_only(store: Store) -> None:
    made = sources(store, {"": [row("a"), row("b", "school")]})
    assert set(told(make_digest(made, on=DAY, lang="ru"))) == {"имя iro", "имя school"}
    one = make_digest(made, on=DAY, lang="ru", body=BODY + "school")
    assert told(one) == {"имя school": [("имя b", "quiet")]}
    nothing = make_digest(made, on=DAY, lang="ru", body=BODY + "other")
    assert [(p.body, p.notices) for p in nothing.parts] == [(BODY + "other", ())]
    assert nothing.count == 0


@pytest.fixture
def made(store: Store) -> Digest:
    """One finding that is announced, one that is not, of two bodies; a name like a formula."""
    rows = [row("a", end="2026-11-29"), row("=b", "school", "2026-12-15")]
    return make_digest(sources(store, {"": rows}), on=DAY, lang="ru")


def test_the_files_tell_the_same(store: Store, made: Digest) -> None:
    listed = json.loads(write(made, "json", store))
    assert [
        (a["bodyLabel"], len(a["announced"]), len(a["quiet"])) for a in listed["addressees"]
    ] == [
        ("имя iro", 1, 0),
        ("имя school", 0, 1),
    ]
    text = as_text(made, store)
    assert text.startswith("Сводка находок на 22.11.2026: все органы. Новых: 1\n")
    assert "1. имя a (замечание; срок близко, осталось дней: 7)" in text
    assert "- имя =b: Проверка ends (без перемен, осталось дней: 23)" in text
    book = openpyxl.load_workbook(io.BytesIO(write(made, "xlsx", store)))
    assert book.sheetnames == ["Об отчёте", "Сводка"]
    assert [c.value for c in book["Сводка"]["A"]] == ["кому", "имя iro", "имя school"]
    document = docx.Document(io.BytesIO(write(made, "docx", store)))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert {"имя a", "имя =b"} <= set(cells)


def read(feed: bytes) -> ET.Element:
    return ET.fromstring(feed)  # noqa: S314  # of our own making


def days(digest: Digest, changed: date | None = None) -> dict[str, str]:
    feed = read(as_atom(digest, "http://127.0.0.1:8000/", lambda _: changed))
    return {
        str(e.findtext(ATOM + "title")).partition(":")[0]: str(e.findtext(ATOM + "updated"))[:10]
        for e in feed.findall(ATOM + "entry")
    }


def test_a_feed_has_what_rfc_4287_asks_for(made: Digest) -> None:
    feed = read(as_atom(made, "http://127.0.0.1:8000/", lambda _: None))
    for part in (feed, *feed.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert [bool(e.text) for e in part.findall(ATOM + name)] == [True], name
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {e.get("rel"): e.get("href") for e in feed.findall(ATOM + "link")}
    assert links["self"] == "http://127.0.0.1:8000/api/digest?format=atom&lang=ru"
    ids = [e.findtext(ATOM + "id") for e in feed.findall(ATOM + "entry")]
    assert len(set(ids)) == 2
    assert all(str(i).startswith(f"{BASE}finding/ends-") for i in ids)
    assert feed.findtext(ATOM + "updated") == "2026-11-22T00:00:00Z"


def test_an_entry_keeps_its_day_until_it_is_told_again(store: Store) -> None:
    rows = [row("a", end="2026-11-29"), row("b", end="2026-12-25"), row("c")]
    made = sources(store, {"": rows})
    changed = date(2026, 3, 1)

    def on(day: int) -> dict[str, str]:
        return days(make_digest(made, on=date(2026, 11, day), lang="ru"), changed)

    assert on(22) == {"имя a": "2026-11-22", "имя b": "2026-03-01", "имя c": "2026-03-01"}
    assert on(24) == {"имя a": "2026-11-22", "имя b": "2026-03-01", "имя c": "2026-03-01"}
    assert on(26) == {"имя a": "2026-11-22", "имя b": "2026-11-25", "имя c": "2026-03-01"}


def test_the_subject_names_the_only_body(store: Store) -> None:
    made = sources(store, {"": [row("a")]})
    one = make_digest(made, on=DAY, lang="en", body=BODY + "iro")
    assert subject(one) == "Digest of findings on 2026-11-22: name of iro. New: 0"
