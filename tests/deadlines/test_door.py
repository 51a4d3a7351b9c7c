"""A table's activity that prints a deadline and does not explain it is read as it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.commands.deadline import deadline_lines
from graphsvc.deadlines.deadline import KINDS
from graphsvc.rdf.names import BASE, ID, compact, rms
from graphsvc.rdf.terms import Literal, NamedNode
from graphsvc.settings import Settings
from graphsvc.submissions.formats import Door as Reader
from graphsvc.submissions.formats import Handed
from tests.making import TURTLE, Bare, node, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.model.entities import Model
    from graphsvc.registry import Registry
    from graphsvc.submissions.pipeline import Outcome

KIND = BASE + "scheme/deadline-kind/"
READ = ("deadlineStart", "deadlineEnd", "deadlineWindow", "recurrence", "yearInherited")
HEADER = "id,plan,position,label,deadlinePrinted"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = Bare(tmp_path)
    yield made
    made.close()


class Door:
    """Hands files in as the interfaces do."""

    def __init__(self, model: Model, bare: Bare) -> None:
        self.model, self.bare = model, bare

    def submit(self, name: str, content: str, *, dry_run: bool = False) -> Outcome:
        read = Reader(self.model, Settings()).read(
            Handed(name, content.encode(), ID + "body/x", agent="я", mode="patch")
        )
        return self.bare.pipeline.submit(read, dry_run=dry_run)

    def plan(self, first: str = "2024-01-01", last: str = "2024-12-31", key: str = "plan") -> None:
        self.submit("document.csv", f"id,label,periodFrom,periodTo\n{key},План,{first},{last}\n")

    def values(self, property_: str, key: str = "plan/a-1") -> set[str]:
        found = self.bare.store.values(node(f"activity/{key}"), rms(property_))
        return {term.value for term in found if isinstance(term, (Literal, NamedNode))}


@pytest.fixture
def door(model: Model, bare: Bare) -> Door:
    return Door(model, bare)


def row(printed: str, key: str = "plan/a-1") -> str:
    return f'{key},plan,1,Семинар,"{printed}"\n'


def test_the_reading_is_filled_in_and_told(door: Door) -> None:
    door.plan()
    outcome = door.submit("activity.csv", f"{HEADER}\n{row('март, октябрь')}")
    assert door.values("deadlinePrinted") == {"март, октябрь"}
    assert door.values("deadlineKind") == {KIND + "windows"}
    assert door.values("deadlineStart") == {"2024-03-01"}
    assert door.values("deadlineEnd") == {"2024-10-31"}
    assert door.values("deadlineWindow") == {"2024-03-01/2024-03-31", "2024-10-01/2024-10-31"}
    assert door.values("yearInherited") == {"true"}
    (read,) = outcome.deadlines
    assert (read.record, read.file, read.row) == (ID + "activity/plan/a-1", "activity.csv", 2)
    lines = {lang: [*deadline_lines(door.model, [read], lang)] for lang in ("ru", "en")}
    told = "несколько окон, с 01.03.2024 по 31.10.2024"
    assert lines["ru"][0].startswith(f"activity.csv:2 «март, октябрь»: срок прочитан так: {told}")
    assert "several windows, from 2024-03-01 to 2024-10-31" in lines["en"][0]


def test_a_recurrence_is_an_xsd_duration(door: Door) -> None:
    door.plan()
    door.submit("activity.csv", f"{HEADER}\n{row('еженедельно')}")
    assert door.bare.store.values(node("activity/plan/a-1"), rms("recurrence")) == [
        text("P7D", "duration")
    ]


def test_what_is_not_understood_is_kept_as_printed(door: Door) -> None:
    door.plan()
    outcome = door.submit("activity.csv", f"{HEADER}\n{row('до 31 сентября')}")
    assert door.values("deadlinePrinted") == {"до 31 сентября"}
    assert door.values("deadlineKind") == {KIND + "not-understood"}
    assert not any(door.values(name) for name in READ)
    (line,) = deadline_lines(door.model, outcome.deadlines, "ru")
    assert "срок не прочитан: «до 31 сентября»" in line


@pytest.mark.parametrize(
    ("column", "value"),
    [("deadlineKind", "ongoing"), ("deadlineEnd", "2024-05-05"), ("recurrence", "P1Y")],
)
def test_what_a_row_says_itself_stays(door: Door, column: str, value: str) -> None:
    door.plan()
    content = f"{HEADER},{column}\nplan/a-1,plan,1,Семинар,март,{value}\n"
    outcome = door.submit("activity.csv", content)
    assert outcome.deadlines == ()
    given = {name for name in ("deadlineKind", *READ) if door.values(name)}
    assert given == {column}


def test_an_empty_cell_is_left_to_the_shapes(door: Door) -> None:
    outcome = door.submit("activity.csv", f"{HEADER}\n{row('')}")
    assert outcome.deadlines == ()
    assert not door.values("deadlineKind")


def test_the_year_is_that_of_a_plan_that_came_before(door: Door) -> None:
    door.plan("2023-09-01", "2024-05-31")
    door.submit("activity.csv", f"{HEADER}\n{row('сентябрь')}{row('май', 'plan/a-2')}")
    assert door.values("deadlineEnd") == {"2023-09-30"}
    assert door.values("deadlineEnd", "plan/a-2") == {"2024-05-31"}


@pytest.mark.parametrize(
    "periods", [[], [("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")]]
)
def test_a_plan_without_one_period_gives_no_year(
    door: Door, periods: list[tuple[str, str]]
) -> None:
    for number, period in enumerate(periods):
        document = f"id,label,periodFrom,periodTo\nplan,План,{period[0]},{period[1]}\n"
        about = f"{ID}body/{number}"
        read = Reader(door.model, Settings()).read(
            Handed("document.csv", document.encode(), about, agent="я", mode="patch")
        )
        door.bare.pipeline.submit(read)
    outcome = door.submit("activity.csv", f"{HEADER}\n{row('май')}{row('май 2024', 'plan/a-2')}")
    assert [d.deadline.reason for d in outcome.deadlines] == ["no-year", ""]
    assert door.values("deadlineEnd", "plan/a-2") == {"2024-05-31"}


def test_a_dry_run_tells_the_reading_and_keeps_nothing(door: Door) -> None:
    door.plan()
    outcome = door.submit("activity.csv", f"{HEADER}\n{row('март')}", dry_run=True)
    assert [d.deadline.kind for d in outcome.deadlines] == ["month"]
    assert not door.values("deadlinePrinted")


def test_the_same_again_changes_nothing(door: Door) -> None:
    door.plan()
    content = f"{HEADER}\n{row('март')}"
    assert door.submit("activity.csv", content).entry
    again = door.submit("activity.csv", content)
    assert again.entry is None
    assert len(again.deadlines) == 1


def test_equal_phrases_are_told_once(door: Door) -> None:
    door.plan()
    rows = "".join(row("март", f"plan/a-{n}") for n in range(5))
    outcome = door.submit("activity.csv", f"{HEADER}\n{rows}")
    assert len(outcome.deadlines) == 5
    (line,) = deadline_lines(door.model, outcome.deadlines, "ru")
    assert line.startswith("activity.csv:2 … +4 «март»: ")


def test_rdf_is_not_filled_in(door: Door) -> None:
    door.plan()
    turtle = f'{TURTLE}<{ID}activity/plan/a-1> a rms:Activity ; rms:deadlinePrinted "март" .\n'
    outcome = door.submit("a.ttl", turtle)
    assert outcome.deadlines == ()
    assert not door.values("deadlineKind")


def test_every_kind_that_is_read_is_a_concept(model: Model) -> None:
    assert {KIND + kind for kind in KINDS} == set(model.concepts[KIND[:-1]])


KINDED = f"{HEADER},deadlineKind"


def kinded(printed: str, kind: str) -> str:
    return f'{KINDED}\nplan/a-1,plan,1,Семинар,"{printed}",{kind}\n'


@pytest.mark.parametrize(
    ("printed", "kind", "end"),
    [("до 1 марта", "by-day", "2024-03-01"), ("март, октябрь", "windows", "2024-10-31")],
)
def test_a_kind_that_is_given_does_not_keep_the_words_from_being_read(
    door: Door, printed: str, kind: str, end: str
) -> None:
    door.plan()
    outcome = door.submit("activity.csv", kinded(printed, kind))
    assert door.values("deadlineKind") == {KIND + kind}
    assert door.values("deadlineEnd") == {end}
    assert [d.kind for d in outcome.deadlines] == [""]
    again = door.submit("activity.csv", kinded(printed, kind), dry_run=True)
    assert not again.patch


def test_a_row_that_says_its_days_is_left_as_it_is(door: Door) -> None:
    door.plan()
    told = kinded("до 1 марта", "by-day").replace("Kind\n", "Kind,deadlineEnd\n")
    outcome = door.submit("activity.csv", told.rstrip() + ",2024-02-15\n")
    assert door.values("deadlineEnd") == {"2024-02-15"}
    assert not outcome.deadlines


@pytest.mark.parametrize(
    ("printed", "kind", "word"),
    [
        ("март, октябрь", "by-day", "указан «к дню»"),
        ("до 1 марта", "ongoing", "указан «постоянно»"),
        ("ежеквартально, до 5 числа", "recurring", "не сказано, какого месяца"),
        ("зимой как-нибудь", "", "этих слов чтение сроков не знает"),
    ],
)
def test_why_nothing_was_filled_in_is_remarked_at_the_cell(
    registry: Registry, printed: str, kind: str, word: str
) -> None:
    plan = next(
        compact(t.subject.value).partition("/")[2]
        for t in registry.store.used(rms("plan"))
        if isinstance(t.subject, NamedNode) and "demo-" in t.subject.value
    ).partition("/")[0]
    table = f'{KINDED}\n{plan}/a-99,{plan},99,Семинар,"{printed}",{kind}\n'
    about = ID + "body/demo-iro"
    read = registry.door.read(Handed("activity.csv", table.encode(), about, agent="я"))
    outcome = registry.pipeline.submit(read, dry_run=True)
    assert not [q for q in outcome.patch.added if q.predicate == rms("deadlineEnd")]
    (remark,) = [r for r in outcome.report.results if r.path == rms("deadlinePrinted").value]
    assert (remark.severity, remark.row, remark.column) == ("Warning", 2, "deadlinePrinted")
    assert word in remark.message["ru"]
    assert remark.message["en"]
    assert not [r for r in outcome.report.results if r.message["ru"].startswith("Срок не понят:")]
