"""The board of findings: narrowed, counted by what its lines are."""

from __future__ import annotations

from datetime import date

import pytest

from graphsvc.audits.board import DIMENSIONS, Asked, Board
from graphsvc.audits.finding import Finding, Findings, Waiver

DAY = date(2026, 11, 22)
TOPICS = {"missing": "agreements", "lapsed": "agreements", "overdue": "plans"}
LEVELS = {"body/a": "level/municipal", "body/b": "level/regional"}
PLACES = {
    "1": frozenset({"territory/a", "territory/region"}),
    "2": frozenset({"territory/region"}),
    "3": frozenset({"territory/a", "territory/region"}),
    "4": frozenset[str](),
}


def finding(name: str, audit: str, severity: str, body: str, *, waived: bool = False) -> Finding:
    waiver = Waiver("waiver/w", DAY, DAY, "Позже", "body/b", "Б") if waived else None
    texts = dict.fromkeys(
        ("title", "body_label", "about_label", "clause", "basis", "basis_label"), ""
    )
    texts |= dict.fromkeys(("expected", "found", "next_step", "remedy", "receipt"), "")
    return Finding(
        id=name,
        audit=audit,
        severity=severity,
        body=body,
        about={},
        since=None,
        due=None,
        waiver=waiver,
        **texts,
    )


@pytest.fixture
def board() -> Board:
    found = (
        finding("1", "missing", "violation", "body/a"),
        finding("2", "lapsed", "warning", "body/b", waived=True),
        finding("3", "overdue", "warning", "body/a"),
        finding("4", "overdue", "info", ""),
    )
    return Board(Findings(DAY, 1, found), TOPICS, LEVELS, PLACES)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Asked(), "1234"),
        (Asked(topic="agreements"), "12"),
        (Asked(audit="overdue"), "34"),
        (Asked(severity="warning"), "23"),
        (Asked(body="body/a"), "13"),
        (Asked(level="level/regional"), "2"),
        (Asked(territory="territory/a"), "13"),
        (Asked(territory="territory/region", topic="plans"), "3"),
        (Asked(body="body/c"), ""),
    ],
)
def test_findings_are_narrowed_by_everything_asked_for(
    board: Board, asked: Asked, names: str
) -> None:
    assert "".join(f.id for f in board.narrowed(asked)) == names


def test_a_line_has_its_severities_and_what_is_waived(board: Board) -> None:
    lines = {line.key: line for line in board.lines(Asked(), "topic")}
    assert lines["agreements"].counts == {"violation": 1, "warning": 1, "info": 0}
    assert (lines["agreements"].waived, lines["agreements"].total) == (1, 2)
    assert {line.key: line.total for line in board.lines(Asked(), "body")} == {
        "body/a": 2,
        "body/b": 1,
        "": 1,
    }
    assert {line.key: line.total for line in board.lines(Asked(), "level")} == {
        "level/municipal": 2,
        "level/regional": 1,
        "": 1,
    }
    assert {line.key: line.total for line in board.lines(Asked(), "territory")} == {
        "territory/region": 3,
        "territory/a": 2,
    }


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_choosing_a_line_leaves_the_other_lines_to_choose(board: Board, dimension: str) -> None:
    everything = board.lines(Asked(), dimension)
    key = next(line.key for line in everything if line.key)
    assert board.lines(Asked(**{dimension: key}), dimension) == everything
    assert len(board.narrowed(Asked(**{dimension: key}))) == next(
        line.total for line in everything if line.key == key
    )
