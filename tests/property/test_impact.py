"""What was foretold of a change is what comes of it: random changes of the demo region, accepted.

Findings, links and answers are compared with those of the registry itself before and after; links
as the network has them, which is another piece of code.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphsvc.audits.engine import Auditor, open_values
from graphsvc.errors import ShapeViolationError
from graphsvc.network.loading import Networks
from graphsvc.network.parts import AGREEMENT, soon_after, state_of
from graphsvc.questions.binding import complete
from graphsvc.questions.engines import SparqlEngine
from graphsvc.questions.mentions import changed_terms, mentions
from graphsvc.questions.running import Asker
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, compact, graph_of, rms
from graphsvc.rdf.terms import NamedNode, Quad
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.submissions.pipeline import Submission
from tests.making import text
from tests.varying import SOAK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.audits.finding import Finding
    from graphsvc.audits.impact import Impact
    from graphsvc.audits.impact_links import Stand
    from graphsvc.rdf.terms import Term

DAY = date(2026, 11, 22)
IRO = ID + "body/demo-iro"
CHANGES = 60 if SOAK else 8
TYPES = ("Relation", "Agreement", "Membership", "Completion", "Norm", "Mentor", "Document", "Body")
DAYS = ("2025-03-01", "2026-06-30", "2026-11-21", "2026-11-22", "2026-12-15", "2027-10-31")
STATUS = NamedNode(PREFIXES["adms"] + "status")
STATUSES = {
    "Agreement": ("agreement-status/planned", "agreement-status/terminated"),
    "Body": ("body-status/planned", "body-status/dissolved"),
    "Document": ("document-status/repealed",),
}
Links = dict[tuple[str, ...], str]


@pytest.fixture
def changeable(loaded: Path, tmp_path: Path) -> Iterator[Registry]:
    folder = shutil.copytree(loaded, tmp_path / "var")
    opened = Registry(Settings(data_dir=folder))
    yield opened
    opened.close()


class Changes:
    """Random changes of the records that the institute of the demo region handed in."""

    def __init__(self, registry: Registry, chance: random.Random) -> None:
        self.registry, self.chance, self.made = registry, chance, 0

    def next(self) -> Submission:
        """Return one or two records taken out, altered or made."""
        graph = self.registry.store.graph(graph_of(IRO))
        records: dict[NamedNode, list[Quad]] = {}
        for quad in graph:
            if isinstance(quad.subject, NamedNode):
                records.setdefault(quad.subject, []).append(quad)
        quads: list[Quad] = []
        removed: list[str] = []
        for _ in range(self.chance.choice((1, 1, 2))):
            kind = self.chance.choice(TYPES)
            own = sorted(
                (r for r, said in records.items() if any(q.object == rms(kind) for q in said)),
                key=str,
            )
            record = self.chance.choice(own)
            way = self.chance.choice(("remove", "dates", "ends", "status", "copy"))
            said = sorted(records.pop(record), key=str)
            if way == "remove" and kind != "Body":
                removed.append(record.value)
            else:
                quads += self.altered(kind, way, record, said)
        return Submission(
            IRO, tuple(quads), "test", "random", mode="patch", removed=frozenset(removed)
        )

    def altered(self, kind: str, way: str, record: NamedNode, said: list[Quad]) -> list[Quad]:
        if way == "copy" or kind == "Completion":
            self.made += 1
            other = NamedNode(f"{record.value}-{self.made}")
            said = [Quad(other, q.predicate, q.object, q.graph_name) for q in said]
            return self.with_dates(other, said)
        if way == "ends":
            return self.with_ends(kind, said)
        if way == "status" and kind in STATUSES:
            status = NamedNode(f"{BASE}scheme/{self.chance.choice(STATUSES[kind])}")
            return self.with_value(record, said, STATUS, status)
        if way == "status" and kind in ("Relation", "Norm"):
            name = self.chance.choice(("planned", "in-force", "permitted"))
            value = NamedNode(f"{BASE}scheme/modality/{name}")
            return self.with_value(record, said, rms("modality"), value)
        return self.with_dates(record, said)

    def with_dates(self, record: NamedNode, said: list[Quad]) -> list[Quad]:
        day = text(self.chance.choice(DAYS), "date")
        return self.with_value(record, said, rms(self.chance.choice(("validFrom", "validTo"))), day)

    def with_ends(self, kind: str, said: list[Quad]) -> list[Quad]:
        """Let another body of the region be an end of a link."""
        end = {"Agreement": rms("party")}.get(kind, rms("object"))
        bodies = sorted(
            s.value
            for s, _ in self.registry.store.referrers(rms("Body"), RDF_TYPE)
            if "/demo-" in s.value
        )
        other = NamedNode(self.chance.choice(bodies))
        at = next((n for n, q in enumerate(said) if q.predicate == end), None)
        if at is not None:
            said[at] = Quad(said[at].subject, end, other, said[at].graph_name)
        return said

    @staticmethod
    def with_value(
        record: NamedNode, said: list[Quad], predicate: NamedNode, value: Term
    ) -> list[Quad]:
        left = [q for q in said if q.predicate != predicate]
        return [*left, Quad(record, predicate, value, said[0].graph_name)]


def told(finding: Finding) -> tuple[object, ...]:
    waived = finding.waiver and (finding.waiver.iri, finding.waiver.until)
    return finding.severity, finding.body, finding.since, finding.due, finding.basis, waived


def found(registry: Registry) -> dict[str, Finding]:
    """Return what the audits find now, asked anew."""
    asker = Asker(registry.model, registry.store)
    run = Auditor(registry.catalogue, asker, registry.model, registry.store).findings(DAY)
    assert not run.failures
    return {f.id: f for f in run.findings}


def links(registry: Registry) -> Links:
    """Return how the links of the network stand: by record, relation and ends.

    Agreements by record alone, as one of many parties is many links.
    """
    day = DAY.isoformat()
    network = Networks(registry.model, registry.store).present()
    return {
        (x.record, x.relation) if x.relation == AGREEMENT else (x.record, x.source, x.target): state
        for x in (*network.facts.links, *network.norms.links)
        if not x.post and (state := state_of(x, day, soon_after(day)))
    }


def foretold(impact: Impact) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the links of an impact as the network has them: state before and after."""
    result: dict[tuple[str, ...], tuple[str, str]] = {}
    for one in impact.links:
        key = tuple(compact(iri) for iri in (one.record, one.source, one.target))
        result[key] = _as_drawn(one.before), _as_drawn(one.after)
    for agreement in impact.agreements:
        key = compact(agreement.record), AGREEMENT
        result[key] = _as_drawn(agreement.before), _as_drawn(agreement.after)
    return {key: states for key, states in result.items() if states[0] != states[1]}


def _as_drawn(stand: Stand | None) -> str:
    """Return the state that the network gives a link: it draws none that is no fact that day."""
    if stand is None or stand.state in ("ended", "not-yet", "renewed", "terminated"):
        return ""
    if stand.state in ("in-force", "expiring", "expired"):
        return stand.state
    drawn = stand.state == "planned" and (not stand.end or stand.end >= DAY.isoformat())
    return "planned" if drawn else ""


def differing(before: Links, after: Links) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the links that stand otherwise."""
    pairs = {k: (before.get(k, ""), after.get(k, "")) for k in before.keys() | after.keys()}
    return {key: states for key, states in pairs.items() if states[0] != states[1]}


def drawn(key: tuple[str, ...]) -> bool:
    """Return whether the network draws such a link, if it stands at all.

    A post's link is that of its body, a body is not linked with itself, and of a norm about many
    kinds it draws one pair.
    """
    norm, post = key[0].startswith("norm/"), any(part.startswith("post/") for part in key)
    return not (norm or post or (len(key) > 2 and key[1] == key[2]))


def answers(registry: Registry) -> dict[str, list[str]]:
    """Return the rows of every question, asked with its examples, and as an audit is asked."""
    engine = SparqlEngine(registry.store)
    rows: dict[str, list[str]] = {}
    for question in registry.catalogue.questions:
        given = open_values(question) if question.finding else {}
        values = complete(question, given, DAY.isoformat() if question.date else None)
        asked = engine.ask(question, values).rows
        rows[question.id] = sorted(json.dumps(r, sort_keys=True) for r in asked)
    return rows


def test_what_was_foretold_is_what_comes(changeable: Registry) -> None:
    registry, chance = changeable, random.Random(7)  # noqa: S311  # no secret
    changes = Changes(registry, chance)
    kinds: Counter[str] = Counter()
    state = found(registry), links(registry), answers(registry), set(registry.store.merged())
    for _ in range(CHANGES * 20):
        submission = changes.next()
        try:
            impact = registry.impacts.impact(submission, DAY, "ru")
        except ShapeViolationError:
            continue
        if not impact.records:
            continue
        sequence, counted = registry.store.sequence, _counted(registry, impact)
        registry.pipeline.submit(submission)
        assert registry.store.sequence == sequence + 1 == impact.sequence + 1
        now = found(registry), links(registry), answers(registry), set(registry.store.merged())

        was, becomes = state[0], now[0]
        assert {f.id for f in impact.findings.appear} == becomes.keys() - was.keys()
        assert {f.id for f in impact.findings.disappear} == was.keys() - becomes.keys()
        assert {b.id for _, b in impact.findings.altered} == {
            n for n in was.keys() & becomes.keys() if told(was[n]) != told(becomes[n])
        }
        assert not impact.findings.failures

        seen, said = differing(state[1], now[1]), foretold(impact)
        assert {key: said.get(key) for key in seen} == seen
        assert {key for key in said if drawn(key)} <= seen.keys()

        changed = changed_terms([*(state[3] ^ now[3])])
        for question in registry.catalogue.questions:
            if state[2][question.id] != now[2][question.id]:
                assert mentions(question).touched(changed), question.id
        for answer, before in zip(impact.answers.changes, counted, strict=True):
            assert answer.before == before
        assert [a.after for a in impact.answers.changes] == _counted(registry, impact)

        kinds.update(
            links=bool(seen),
            appear=bool(impact.findings.appear),
            disappear=bool(impact.findings.disappear),
            agreements=bool(impact.agreements),
            answers=bool(impact.answers.changes),
            accepted=1,
        )
        state = now
        if kinds["accepted"] >= CHANGES:
            break
    assert kinds["accepted"] == CHANGES
    assert min(kinds.values()) >= CHANGES // 5, kinds


def _counted(registry: Registry, impact: Impact) -> list[int]:
    """Return the number of rows of each question of an impact, as it is answered now."""
    engine = SparqlEngine(registry.store)
    counts: list[int] = []
    for one in impact.answers.changes:
        question = registry.catalogue[one.question]
        empty = {p.name: "" for p in question.parameters}
        counts.append(len(engine.ask(question, empty | dict(one.parameters)).rows))
    return counts
