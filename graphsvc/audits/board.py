"""A board of findings: narrowed and counted by topic, owner, level and territory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphsvc.audits.kept import Kept
from graphsvc.audits.places import Places
from graphsvc.questions.catalogue import SEVERITIES
from graphsvc.rdf.names import rms
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from datetime import date

    from graphsvc.audits.engine import Auditor
    from graphsvc.audits.finding import Finding, Findings
    from graphsvc.projections.reading import StoreReader

__all__ = ["DIMENSIONS", "Asked", "Board", "Boards", "Line"]

DIMENSIONS = ("topic", "audit", "body", "level", "territory")
"""What the lines of a board may be."""
_KEPT = 30


@dataclass(frozen=True)
class Asked:
    """What a board is narrowed to; an empty value leaves it open."""

    topic: str = ""
    audit: str = ""
    severity: str = ""
    body: str = ""
    level: str = ""
    territory: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the board: findings of each severity, and how many of them are waived."""

    key: str
    counts: dict[str, int]
    waived: int

    @property
    def total(self) -> int:
        """All findings of the line."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Board:
    """All findings of a day, each with the level of its owner and the territories it concerns.

    Attributes:
        topics: by audit.
        levels: IRI of the level by body; of a body without one there is none.
        places: IRIs of territories by finding, those around them among them.
    """

    run: Findings
    topics: dict[str, str]
    levels: dict[str, str]
    places: dict[str, frozenset[str]]

    def narrowed(self, asked: Asked) -> list[Finding]:
        """Return the findings that are asked for, in the order of the run."""
        return [
            f
            for f in self.run.findings
            if asked.topic in ("", self.topics[f.audit])
            and asked.audit in ("", f.audit)
            and asked.severity in ("", f.severity)
            and asked.body in ("", f.body)
            and asked.level in ("", self.levels.get(f.body, ""))
            and (not asked.territory or asked.territory in self.places[f.id])
        ]

    def lines(self, asked: Asked, dimension: str) -> list[Line]:
        """Return the lines of a dimension, whatever of it is asked for; the longest first."""
        counts: dict[str, Counter[str]] = {}
        waived: Counter[str] = Counter()
        for finding in self.narrowed(replace(asked, severity="", **{dimension: ""})):
            for key in self._keys(finding, dimension):
                counts.setdefault(key, Counter())[finding.severity] += 1
                waived[key] += finding.waiver is not None
        lines = [Line(k, {s: n[s] for s in SEVERITIES}, waived[k]) for k, n in counts.items()]
        return sorted(lines, key=lambda line: (-line.total, line.key))

    def _keys(self, finding: Finding, dimension: str) -> frozenset[str]:
        if dimension == "territory":
            return self.places[finding.id]
        one = {
            "topic": self.topics[finding.audit],
            "audit": finding.audit,
            "body": finding.body,
            "level": self.levels.get(finding.body, ""),
        }[dimension]
        return frozenset({one})


class Boards:
    """Makes boards; one is kept until the data change."""

    def __init__(self, auditor: Auditor, store: StoreReader) -> None:
        self._auditor, self._store = auditor, store
        self._boards: Kept[Board] = Kept(store, _KEPT)

    def board(self, on: date, lang: str) -> Board:
        """Return the board of a day."""
        return self._boards.get(
            (on, lang), lambda: self._made(on, lang), lambda board: not board.run.failures
        )

    def _made(self, on: date, lang: str) -> Board:
        run = self._auditor.findings(on, lang=lang)
        places = Places(self._store)
        bodies = {f.body for f in run.findings if f.body}
        around: dict[str, frozenset[str]] = {}

        def reached(territory: str) -> frozenset[str]:
            if territory not in around:
                around[territory] = frozenset({territory})  # territories may name each other
                beyond = self._store.values(NamedNode(territory), rms("within"))
                wider = (reached(v.value) for v in beyond if isinstance(v, NamedNode))
                around[territory] = around[territory].union(*wider)
            return around[territory]

        def concerned(finding: Finding) -> frozenset[str]:
            about = [r for r in (finding.body, *finding.records) if r]
            own = frozenset[str]().union(*(places.concerned(r) for r in about))
            return frozenset[str]().union(*map(reached, own))

        return Board(
            run=run,
            topics={q.id: q.topic for q in self._auditor.audits},
            levels={b: level for b in bodies if (level := places.level(b))},
            places={f.id: concerned(f) for f in run.findings},
        )
