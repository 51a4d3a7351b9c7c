"""An audit's rows become findings: filled, owned, ordered, kept while the data stay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest

from graphsvc.audits.engine import Auditor
from graphsvc.audits.filling import finding_id
from graphsvc.errors import ParameterError
from graphsvc.questions.catalogue import Parameter
from tests.auditing import AGREEMENT, BODY, FakeAsker, Store, audit, catalogue, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphsvc.model.entities import Model
    from graphsvc.questions.catalogue import Question

DAY = date(2026, 11, 22)
COLUMNS = {
    "agreement": "record",
    "body": "record",
    "end": "date",
    "lines": "integer",
    "clause": "string",
    "basis": "record",
}
SENTENCE = texts("{agreement}: по {end}, строк {lines}.", "{agreement}: to {end}, lines {lines}.")


@pytest.fixture
def store(model: Model) -> Iterator[Store]:
    opened = Store(model)
    yield opened
    opened.close()


def auditor(model: Model, store: Store, asker: FakeAsker, *audits: Question) -> Auditor:
    return Auditor(catalogue(*audits), cast("Any", asker), model, store)


def row(key: str, body: str | None = None, end: str | None = None) -> dict[str, Any]:
    return {
        "agreement": AGREEMENT + key,
        "body": body and BODY + body,
        "end": end,
        "lines": 3,
        "clause": None,
        "basis": None,
    }


def test_a_row_is_told_in_the_language_asked_for(model: Model, store: Store) -> None:
    lapsed = audit("lapsed", COLUMNS, found=SENTENCE, owner="body", since="end")
    asker = FakeAsker({"lapsed": [row("a", "iro", "2026-06-30")]})
    run = auditor(model, store, asker, lapsed)
    (russian,) = run.findings(DAY).findings
    assert russian.found == "имя a: по 30.06.2026, строк 3."
    assert (russian.body, russian.body_label) == (BODY + "iro", "имя iro")
    assert russian.since == date(2026, 6, 30)
    assert russian.due is None
    assert russian.receipt == "receipt-lapsed"
    (english,) = run.findings(DAY, lang="en").findings
    assert english.found == "name of a: to 2026-06-30, lines 3."
    assert english.id == russian.id == finding_id("lapsed", {"agreement": AGREEMENT + "a"})


def test_what_a_row_leaves_open_is_a_dash_and_no_owner_is_an_empty_one(
    model: Model, store: Store
) -> None:
    one = audit("lapsed", COLUMNS, found=SENTENCE, owner="body", since="end")
    (found,) = auditor(model, store, FakeAsker({"lapsed": [row("a")]}), one).findings(DAY).findings
    assert found.found == "имя a: по —, строк 3."
    assert (found.body, found.body_label, found.since, found.clause) == ("", "", None, "")


def test_a_day_that_lies_ahead_is_when_it_falls_due(model: Model, store: Store) -> None:
    ends = audit("ends", COLUMNS, since="end")
    names = audit("names", COLUMNS, due="end")
    rows = [row("a", end="2026-12-15")]
    run = auditor(model, store, FakeAsker({"ends": rows, "names": rows}), ends, names)
    assert [f.due for f in run.findings(DAY).findings] == [date(2026, 12, 15)] * 2
    assert [f.due for f in run.findings(date(2027, 1, 1)).findings] == [None, date(2026, 12, 15)]


def test_what_a_special_audit_finds_stands_for_the_general_one(model: Model, store: Store) -> None:
    general = audit("general", COLUMNS, about=("agreement", "body"), general=True)
    special = audit("special", COLUMNS, owner="body")
    same, elsewhere, other = (
        row("a", "iro") | {"basis": "basis/1"},
        row("a", "iro") | {"basis": "basis/2"},
        row("a", "mms") | {"basis": "basis/1"},
    )
    asker = FakeAsker({"general": [same, elsewhere, other], "special": [same]})
    run = auditor(model, store, asker, general, special)
    told = run.findings(DAY).findings
    assert sorted((f.audit, f.basis, f.about.get("body", "")) for f in told) == [
        ("general", "basis/1", BODY + "mms"),
        ("general", "basis/2", BODY + "iro"),
        ("special", "basis/1", ""),
    ]
    assert len(run.findings(DAY, audits=["general"]).findings) == 3


def test_an_audit_is_asked_about_everything_with_its_thresholds(model: Model, store: Store) -> None:
    parameters = (
        Parameter("territory", "record", required=False, example="territory/x", label={}),
        Parameter("days", "integer", required=True, example="90", label={}),
    )
    undated = audit("undated", COLUMNS, date="")
    asker = FakeAsker({})
    run = auditor(model, store, asker, audit("ends", COLUMNS, parameters=parameters), undated)
    run.findings(DAY)
    assert asker.asked == [
        ("ends", {"territory": "", "days": "90"}, "2026-11-22", "ru"),
        ("undated", {}, None, "ru"),
    ]


def test_the_gravest_come_first_then_by_body_and_those_without_owner_last(
    model: Model, store: Store
) -> None:
    audits = [
        audit("b-info", COLUMNS, severity="info", owner="body"),
        audit("a-warning", COLUMNS, owner="body"),
        audit("z-violation", COLUMNS, severity="violation", owner="body"),
    ]
    rows = {
        "b-info": [row("1", "a")],
        "a-warning": [row("2"), row("3", "b"), row("4", "a")],
        "z-violation": [row("5")],
    }
    run = auditor(model, store, FakeAsker(rows), *audits)
    found = [f.about_label for f in run.findings(DAY).findings]
    assert found == ["имя 5", "имя 4", "имя 3", "имя 2", "имя 1"]
    assert [f.audit for f in run.findings(DAY, severity="info").findings] == ["b-info"]
    assert [f.about_label for f in run.findings(DAY, body=BODY + "a").findings] == [
        "имя 4",
        "имя 1",
    ]
    assert [f.audit for f in run.findings(DAY, audits=["z-violation"]).findings] == ["z-violation"]


def test_an_audit_that_fails_is_told_and_the_others_go_on(model: Model, store: Store) -> None:
    asker = FakeAsker({"good": [row("a")]}, broken={"bad"})
    run = auditor(model, store, asker, audit("bad", COLUMNS), audit("good", COLUMNS))
    found = run.findings(DAY)
    assert [f.audit for f in found.findings] == ["good"]
    assert [(f.audit, f.title, f.error) for f in found.failures] == [
        ("bad", "Проверка bad", "engine-failed")
    ]
    asker.broken.clear()
    assert run.findings(DAY).failures == ()  # a failure is not kept


def test_an_audit_is_asked_again_only_when_the_data_have_changed(
    model: Model, store: Store
) -> None:
    asker = FakeAsker({"ends": [row("a")]})
    run = auditor(model, store, asker, audit("ends", COLUMNS))
    for _ in range(2):
        run.findings(DAY)
        run.findings(DAY, lang="en")
        run.findings(date(2026, 11, 23))
    assert len(asker.asked) == 3
    undated = FakeAsker({})
    always = auditor(model, store, undated, audit("always", COLUMNS, date=""))
    always.findings(DAY)
    always.findings(date(2026, 11, 23))
    assert len(undated.asked) == 1
    store.reached += 1
    asker.rows["ends"] = []
    assert run.findings(DAY).findings == ()
    assert run.findings(DAY).sequence == 2


@pytest.mark.parametrize(
    ("given", "name"), [({"severity": "grave"}, "severity"), ({"audits": ["nothing"]}, "audit")]
)
def test_what_is_not_known_is_refused(
    model: Model, store: Store, given: dict[str, Any], name: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        auditor(model, store, FakeAsker({}), audit("ends", COLUMNS)).findings(DAY, **given)
    assert caught.value.parameters["name"] == name
