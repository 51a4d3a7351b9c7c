"""How each body hands data in: when last, how fresh, how much of what, refused for what.

A body stands here that has handed in data, declared a list complete, or has to report by a norm.
Of its completeness three things are told, and nothing is made up from them: how many demands of
norms in force on the day it has to meet and has met, which of its lists it declares complete, and
for which it says nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Protocol

from graphsvc.audits.engine import open_values
from graphsvc.audits.kept import Kept
from graphsvc.audits.places import Places
from graphsvc.rdf.names import rms
from graphsvc.rdf.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graphsvc.projections.submission_log import SubmissionLog
    from graphsvc.questions.catalogue import Catalogue
    from graphsvc.questions.running import Asker

__all__ = ["LATELY_DAYS", "Attempts", "Demands", "Last", "Standing", "Standings"]

QUESTION: Final = "standing"
EXPECTATIONS: Final = "expectations"
LATELY_DAYS: Final = 90
"""How far back refusals are counted: a quarter of a year."""
_ONE_DEMAND: Final = ("norm", "body", "what", "with", "content")
"""What tells one demand from another; a recurring one has a row for each period."""
_OPEN: Final = ("waiting", "returned")
_KEPT: Final = 30


class Attempts(Protocol):
    """How much that was handed in about one body is in a state."""

    @property
    def state(self) -> str:
        """Waiting or returned, as `submissions.cases` has it; or refused."""
        ...

    @property
    def about(self) -> str:
        """IRI of the body or document whose data it was."""
        ...

    @property
    def number(self) -> int:
        """How many."""
        ...

    @property
    def cause(self) -> str:
        """Slug of an error or IRI of a shape that so many were refused for; empty for any."""
        ...


@dataclass(frozen=True)
class Last:
    """A body's last accepted submission: its entry, when, and how many days before the day."""

    sequence: int
    time: str
    days: int


@dataclass(frozen=True)
class Demands:
    """Demands of norms in force on the day that a body has to meet, and how many are met.

    One demand is one requirement of one norm to one body; of a recurring one the latest period that
    has begun to be demanded counts.
    """

    all: int = 0
    met: int = 0


@dataclass(frozen=True)
class Standing:
    """How one body hands data in.

    Attributes:
        expected: whether a norm in force on the day makes it report.
        silent: whether it has handed in nothing and declared no list complete.
        submissions: how many were accepted, `last` the last of them until the day.
        records: how many records its data have now, by IRI of their class.
        complete: the lists it declares complete, each with the latest day up to the day asked.
        refused: how often what it handed in was refused in the last `LATELY_DAYS`; `causes`: how
            many of these refusals had which cause.
        open: how many submissions wait or came back, by state.
        places: the territories it belongs to and those around them.
    """

    body: str
    expected: bool
    silent: bool
    submissions: int
    last: Last | None
    records: Mapping[str, int]
    complete: tuple[tuple[str, str], ...]
    demands: Demands
    places: frozenset[str]
    refused: int = 0
    causes: Mapping[str, int] = field(default_factory=dict[str, int])
    open: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def total(self) -> int:
        """How many records its data have now."""
        return sum(self.records.values())


class Standings:
    """Tells how bodies hand data in; what depends on the journal alone is kept until it goes on.

    Args:
        attempts: returns how much is not accepted about one body, about any where None is given:
            of what was refused, what was from one day to another.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        asker: Asker,
        log: SubmissionLog,
        attempts: Callable[[str | None, str, str], Sequence[Attempts]] | None = None,
    ) -> None:
        self._catalogue, self._asker, self._log = catalogue, asker, log
        self._attempts = attempts or _no_attempts
        self._kept: Kept[tuple[Standing, ...]] = Kept(log.store, _KEPT)

    def of(self, on: date, *, body: str = "", region: str = "") -> list[Standing]:
        """Return how bodies stand on a day: the silent ones first, then those silent for longest.

        Args:
            on: the day that norms are in force on, and up to which submissions are told.
            body: IRI of one body, empty for all.
            region: IRI of a territory the bodies lie in, empty for all.
        """
        standings = self._kept.get(on, lambda: tuple(self._made(on)))
        chosen = [
            s for s in standings if body in ("", s.body) and (not region or region in s.places)
        ]
        refusals = self._refusals(body or None, on)
        return [refusals[s.body].told(s) if s.body in refusals else s for s in chosen]

    def _made(self, on: date) -> list[Standing]:
        rows: dict[str, list[dict[str, Any]]] = {}
        asked = open_values(self._catalogue[QUESTION]) | {"since": on.isoformat()}
        answer = self._asker.ask(self._catalogue[QUESTION], asked, on=on.isoformat())
        for row in answer.rows:
            rows.setdefault(str(row["body"]), []).append(row)
        demands, places = self._demands(on), Places(self._log.store)
        found = [self._standing(body, told, on, demands, places) for body, told in rows.items()]
        return sorted(found, key=lambda s: (not s.silent, -(s.last.days if s.last else 0), s.body))

    def _standing(
        self,
        body: str,
        rows: Sequence[Mapping[str, Any]],
        on: date,
        demands: Mapping[str, Demands],
        places: Places,
    ) -> Standing:
        around: set[str] = set()
        ahead = [*places.territories(body)]
        while ahead:
            place = ahead.pop()
            if place not in around:
                around.add(place)
                beyond = self._log.store.values(NamedNode(place), rms("within"))
                ahead += [v.value for v in beyond if isinstance(v, NamedNode)]
        last, number = self._last(body, on)
        return Standing(
            body,
            bool(rows[0]["expected"]),
            bool(rows[0]["silent"]),
            number,
            last,
            {str(r["type"]): int(r["records"]) for r in rows if r["type"]},
            self._complete(body, on),
            demands.get(body, Demands()),
            frozenset(around),
        )

    def _last(self, body: str, on: date) -> tuple[Last | None, int]:
        """Return a body's last submission until a day, and how many there were until then."""
        told = ((n, self._log.time(n)) for n in self._log.handed_in(body))
        times = {n: time for n, time in told if time[:10] <= on.isoformat()}
        if not times:
            return None, 0
        sequence = max(times)
        days = (on - datetime.fromisoformat(times[sequence]).astimezone(UTC).date()).days
        return Last(sequence, times[sequence], days), len(times)

    def _complete(self, body: str, on: date) -> tuple[tuple[str, str], ...]:
        """Return the lists a body declares complete, each with the latest day up to a day."""
        store, found = self._log.store, dict[str, str]()
        for statement, _ in store.referrers(NamedNode(body), rms("body")):
            lists = store.values(statement, rms("listKind"))
            days = [v.value for v in store.values(statement, rms("asOf")) if isinstance(v, Literal)]
            for day in (d for d in days if d <= on.isoformat()):
                for one in lists:
                    if isinstance(one, NamedNode):
                        found[one.value] = max(day, found.get(one.value, ""))
        return tuple(sorted(found.items()))

    def _demands(self, on: date) -> dict[str, Demands]:
        """Return by body the demands it has to meet; of recurring ones the latest is told."""
        question = self._catalogue[EXPECTATIONS]
        rows = self._asker.ask(question, open_values(question), on=on.isoformat()).rows
        latest: dict[tuple[object, ...], dict[str, Any]] = {}
        for row in sorted(rows, key=lambda r: str(r["to"] or "")):
            latest[tuple(row[name] for name in _ONE_DEMAND)] = row
        counts, met = Counter[str](), Counter[str]()
        for row in latest.values():
            owner = str(row["owner"] or row["body"])
            counts[owner] += 1
            met[owner] += int(row["found"]) >= int(row["least"])
        return {owner: Demands(n, met[owner]) for owner, n in counts.items()}

    def _refusals(self, body: str | None, on: date) -> dict[str, _Refusals]:
        since = (on - timedelta(LATELY_DAYS)).isoformat()
        found: dict[str, _Refusals] = {}
        for counted in self._attempts(body, since, on.isoformat()):
            told = found.setdefault(counted.about, _Refusals())
            if counted.state in _OPEN:
                told.open[counted.state] += counted.number
            elif counted.cause:
                told.causes[counted.cause] += counted.number
            else:
                told.refused += counted.number
        return found


def _no_attempts(_about: str | None, _since: str, _until: str) -> Sequence[Attempts]:
    return ()


@dataclass
class _Refusals:
    """What is known of a body's submissions that are no entries of the journal."""

    refused: int = 0
    causes: Counter[str] = field(default_factory=Counter[str])
    open: Counter[str] = field(default_factory=Counter[str])

    def told(self, standing: Standing) -> Standing:
        """Return a body's standing with it."""
        causes = dict(self.causes.most_common())
        return replace(standing, refused=self.refused, causes=causes, open=dict(self.open))
