"""How bodies stand on a day: over documents and demo, and with what the desk refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from graphsvc.audits.standing import LATELY_DAYS, Standings
from graphsvc.rdf.names import BASE, ID
from graphsvc.submissions.refusals import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphsvc.audits.standing import Standing
    from graphsvc.registry import Registry

DEMO_DAY = date(2026, 11, 22)
IRO, KAMENKA, LIPOVKA = (f"{ID}body/demo-{n}" for n in ("iro", "kamenka-mms", "lipovka-mms"))


def today() -> date:
    return max(datetime.now(UTC).date(), DEMO_DAY)


@pytest.fixture(scope="module")
def standings(registry: Registry) -> dict[str, Standing]:
    return {s.body: s for s in registry.standings.of(today())}


def test_who_never_handed_in_comes_first_and_is_silent(registry: Registry) -> None:
    first, second, *others = registry.standings.of(DEMO_DAY)
    zarechye = LIPOVKA.replace("lipovka", "zarechye")
    assert {first.body, second.body} == {LIPOVKA, zarechye}
    assert all(s.silent and s.expected and s.last is None for s in (first, second))
    assert len(others) == 4
    assert not any(s.silent for s in others)


def test_what_was_handed_in_is_counted_by_type(standings: dict[str, Standing]) -> None:
    kamenka = standings[KAMENKA]
    rows = {"Practice": 2, "Completion": 2, "PossibleIdentity": 2, "Dataset": 1}
    assert {n: kamenka.records[f"{BASE}ontology#{n}"] for n in rows} == rows
    assert kamenka.total == 16 - 1  # the rows of its tables
    assert kamenka.submissions == 1


def test_the_last_submission_is_told_in_days(registry: Registry) -> None:
    on = today() + timedelta(40)
    (kamenka,) = registry.standings.of(on, body=KAMENKA)
    assert kamenka.last is not None
    taken = datetime.fromisoformat(registry.log.time(kamenka.last.sequence)).date()
    assert kamenka.last.days == (on - taken).days >= 40
    assert registry.log.summary(kamenka.last.sequence).about == KAMENKA


def test_before_anything_was_handed_in_nothing_was(registry: Registry) -> None:
    (kamenka,) = registry.standings.of(date(2026, 3, 1), body=KAMENKA)
    assert (kamenka.last, kamenka.submissions) == (None, 0)


def test_lists_are_declared_complete_up_to_the_day(registry: Registry) -> None:
    lists = BASE + "scheme/list-kind/practices"
    (now,) = registry.standings.of(DEMO_DAY, body=KAMENKA)
    assert now.complete == ((lists, "2026-10-15"),)
    (before,) = registry.standings.of(date(2026, 10, 14), body=KAMENKA)
    assert before.complete == ()


def test_demands_are_those_that_audits_find_unmet_and_the_met_ones(registry: Registry) -> None:
    unmet = registry.auditor.findings(DEMO_DAY, audits=["expectations-unmet"]).findings
    standings = registry.standings.of(DEMO_DAY)
    assert {s.body for s in standings if s.demands.met < s.demands.all} <= {f.body for f in unmet}
    for one in standings:
        found = {(f.about["norm"], str(f.about)) for f in unmet if f.body == one.body}
        assert one.demands.all - one.demands.met == len(found), one.body
    assert sum(s.demands.met for s in standings) > 10


def test_a_region_has_the_bodies_of_its_districts(registry: Registry) -> None:
    everywhere = registry.standings.of(DEMO_DAY)
    region = registry.standings.of(DEMO_DAY, region=f"{ID}territory/demo-region")
    district = registry.standings.of(DEMO_DAY, region=f"{ID}territory/demo-kamenka")
    assert [s.body for s in region] == [s.body for s in everywhere]
    assert [s.body for s in district] == [KAMENKA]


def refused(registry: Registry, *attempts: Tally) -> Standings:
    def known(about: str | None, since: str, until: str) -> Sequence[Tally]:
        assert (since, until) == ((DEMO_DAY - timedelta(LATELY_DAYS)).isoformat(), "2026-11-22")
        return [a for a in attempts if about in (None, a.about)]

    return Standings(registry.catalogue, registry.asker, registry.log, known)


def test_refusals_of_a_quarter_are_counted_by_cause(registry: Registry) -> None:
    standings = refused(
        registry,
        Tally(KAMENKA, "refused", 2),
        Tally(KAMENKA, "refused", 1, "lint"),
        Tally(KAMENKA, "refused", 2, "table"),
        Tally(IRO, "refused", 1),
        Tally(IRO, "refused", 1, "table"),
        Tally(KAMENKA, "waiting", 3),
        Tally(KAMENKA, "returned", 1),
    )
    (kamenka,) = standings.of(DEMO_DAY, body=KAMENKA)
    assert (kamenka.refused, kamenka.causes) == (2, {"table": 2, "lint": 1})
    assert kamenka.open == {"waiting": 3, "returned": 1}
    everybody = {s.body: s.refused for s in standings.of(DEMO_DAY)}
    assert (everybody[IRO], everybody[KAMENKA], everybody[LIPOVKA]) == (1, 2, 0)


def test_without_a_desk_nothing_is_known_to_be_refused(standings: dict[str, Standing]) -> None:
    assert all(not s.refused and not s.causes for s in standings.values())
