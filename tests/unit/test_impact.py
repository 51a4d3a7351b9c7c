"""What a submission would change, over documents and demo: links, agreements, findings, answers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphsvc.audits import impact as module
from graphsvc.audits.impact_answers import NO_TIME
from graphsvc.audits.impact_findings import FindingChanges
from graphsvc.audits.impact_links import Stand, agreements
from graphsvc.errors import ShapeViolationError
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.rdf.names import BASE, ID, PREFIXES, RDF_TYPE, graph_of, rms
from graphsvc.rdf.terms import NamedNode
from graphsvc.resources import data_folder
from graphsvc.submissions.formats import Handed
from tests.making import Bare, node, put, quad, relation, text

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.audits.impact import Impact
    from graphsvc.model.entities import Model
    from graphsvc.registry import Registry

DAY = date(2026, 11, 22)
IRO, SERVICE, OKRUG = (ID + f"body/demo-{n}" for n in ("iro", "berezovo-mms", "zarechye-mms"))
RELATION = "demo-rel-coordinates-iro-berezovo-mms"
RELATIONS = "id,relation,subject,object,function,modality,validFrom,validTo,certainty\n"
AGREEMENTS = """id,label,agreementKind,number,status,party,signedOn,validFrom,validTo,renews
demo-agr-new,Соглашение 2026 года,cooperation,77,in-force,demo-iro | demo-zarechye-mms,\
2026-11-01,2026-11-01,2027-10-31,agreement/demo-agr-zarechye-mms-2024
"""


def tried(registry: Registry, entity: str, table: str, lang: str = "ru") -> Impact:
    handed = Handed(f"{entity}.csv", table.encode(), IRO, agent="test", mode="patch", entity=entity)
    return registry.impacts.impact(registry.door.read(handed), DAY, lang)


def ended(
    modality: str = "in-force", until: str = "2026-10-31", lower: str = "berezovo-mms"
) -> str:
    ends = f"demo-iro,demo-{lower},организация методической работы"
    return f"{RELATIONS}{RELATION},coordinates,{ends},{modality},2025-02-01,{until},stated\n"


@pytest.fixture(scope="module")
def end(registry: Registry) -> Impact:
    """The end of a coordination."""
    return tried(registry, "relation", ended())


@pytest.fixture(scope="module")
def renewal(registry: Registry) -> Impact:
    """An agreement that is demanded and missing, and renews one that has expired."""
    return tried(registry, "agreement", AGREEMENTS)


def test_the_end_of_a_coordination_leaves_a_gap_and_changes_answers(end: Impact) -> None:
    (link,) = end.links
    assert (link.record, link.change, link.norm) == (f"{ID}relation/{RELATION}", "changes", False)
    assert link.sentence == (
        "Озёрный институт развития образования (учебный) координирует "
        "Методическая служба Берёзовского района (учебная)"
    )
    assert link.function == "организация методической работы"
    assert link.before == Stand("in-force", "2025-02-01", "")
    assert link.after == Stand("ended", "2025-02-01", "2026-10-31")
    appear = {(f.audit, f.body) for f in end.findings.appear}
    assert {("uncoordinated-bodies", SERVICE), ("coordination-gaps", SERVICE)} <= appear
    assert not end.findings.disappear
    assert end.agreements == ()
    answers = {(a.question, a.parameters.get("body", "")): a for a in end.answers.changes}
    coordinators = answers["who-coordinates", SERVICE]
    assert (coordinators.before, coordinators.after) == (1, 0)
    assert coordinators.labels == ("Методическая служба Берёзовского района (учебная)",)
    all_of_them = answers["who-coordinates-whom", ""]
    assert all_of_them.disappear == all_of_them.before - all_of_them.after == 1


def test_a_relation_that_becomes_a_plan_is_in_force_no_more(registry: Registry) -> None:
    (link,) = tried(registry, "relation", ended("planned", "")).links
    assert link.before == Stand("in-force", "2025-02-01", "")
    assert link.after == Stand("planned", "2025-02-01", "")


def test_another_end_of_a_relation_is_one_link_less_and_one_more(registry: Registry) -> None:
    found = tried(registry, "relation", ended(until="", lower="rip-council"))
    assert sorted((c.change, c.target.rpartition("/")[2]) for c in found.links) == [
        ("appears", "demo-rip-council"),
        ("goes", "demo-berezovo-mms"),
    ]


def test_an_agreement_that_fills_a_lack_ends_the_finding(renewal: Impact) -> None:
    gone = {(f.audit, f.body) for f in renewal.findings.disappear}
    assert ("agreements-missing", OKRUG) in gone
    assert renewal.links == ()
    (agreement,) = (a for a in renewal.agreements if a.change == "appears")
    assert agreement.label == "Соглашение 2026 года"
    assert agreement.before is None
    assert agreement.after == Stand("in-force", "2026-11-01", "2027-10-31")
    assert len(agreement.parties) == 2
    answers = {(a.question, a.parameters.get("body")): a for a in renewal.answers.changes}
    in_force = answers["agreements-in-force", OKRUG]
    assert (in_force.before, in_force.after) == (0, 1)


def test_an_agreement_that_renews_another_changes_that_one_too(renewal: Impact) -> None:
    (old,) = (a for a in renewal.agreements if a.change == "changes")
    assert old.record.endswith("demo-agr-zarechye-mms-2024")
    assert old.before == Stand("expired", "2024-07-01", "2026-06-30")
    assert old.after == Stand("renewed", "2024-07-01", "2026-06-30")
    assert "agreements-lapsed" in {f.audit for f in renewal.findings.disappear}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 10, 31), "not-yet"),
        (date(2026, 11, 1), "in-force"),
        (date(2027, 8, 1), "in-force"),
        (date(2027, 8, 2), "expiring"),
        (date(2027, 10, 31), "expiring"),
        (date(2027, 11, 1), "expired"),
    ],
)
def test_how_an_agreement_stands_depends_on_the_day(
    tmp_path: Path, model: Model, on: date, state: str
) -> None:
    bare = Bare(tmp_path)
    code = f"{BASE}scheme/agreement-status/in-force"
    record = [
        quad("agreement/a", RDF_TYPE, rms("Agreement")),
        quad("agreement/a", NamedNode(PREFIXES["adms"] + "status"), NamedNode(code)),
        quad("agreement/a", rms("validFrom"), text("2026-11-01", "date")),
        quad("agreement/a", rms("validTo"), text("2027-10-31", "date")),
    ]
    put(bare.journal, bare.store, graph_of(IRO), record)
    states = OxigraphStore(None, Derivation({})), bare.store
    (found,) = agreements(model, states, [node("agreement/a")], on, "ru")
    assert found.before is None
    assert found.after == Stand(state, "2026-11-01", "2027-10-31")


def test_a_change_is_also_about_what_is_derived_from_it(tmp_path: Path) -> None:
    bare = Bare(tmp_path)
    entry = put(bare.journal, bare.store, graph_of(IRO), relation("relation/r", "body/a", "body/b"))
    touched = {node("relation/r"), node("body/a")}
    before = OxigraphStore(None, Derivation({}))
    changed = module.what_changed(entry.patch, before, bare.store, touched)
    edge = rms("coordinates").value
    assert edge not in {q.predicate.value for q in entry.patch.added}
    assert {edge, rms("modality").value} <= changed.properties
    assert changed.classes == {rms("Relation").value}


def test_a_waiver_alters_the_finding_it_puts_off(registry: Registry) -> None:
    finding = next(
        f for f in registry.auditor.findings(DAY).findings if f.audit == "uncoordinated-bodies"
    )
    table = (
        "id,audit,finding,about,reason,decidedBy,decidedOn,validTo\n"
        f"demo-waiver-new,{finding.audit},{finding.id},{finding.records[0]},"
        "Ждём приказа,demo-iro,2026-11-20,2026-12-01\n"
    )
    found = tried(registry, "waiver", table)
    ((before, after),) = found.findings.altered
    assert before.id == after.id == finding.id
    assert before.waiver is None
    assert after.waiver
    assert after.waiver.until == date(2026, 12, 1)


def test_nothing_new_changes_nothing(registry: Registry) -> None:
    table = (data_folder("seed") / "demo" / "region" / "weight.csv").read_text("utf-8")
    found = tried(registry, "weight", table)
    assert found.records == {}
    assert (found.links, found.agreements, found.answers.changes) == ((), (), ())
    assert found.findings == FindingChanges((), (), (), ())
    assert found.answers.asked == 0


def test_the_registry_is_not_touched_and_no_copy_is_left(registry: Registry) -> None:
    folder = registry.settings.data_dir
    before = registry.store.sequence, registry.store.head, set(registry.store.dump())
    tried(registry, "relation", ended())
    held = set(folder.glob("checkpoint-*/*"))
    found = tried(registry, "relation", ended())
    assert set(folder.glob("checkpoint-*/*")) == held
    assert len(held) == 1
    assert (registry.store.sequence, registry.store.head, set(registry.store.dump())) == before
    assert found.sequence == before[0]
    assert registry.journal.sequence == before[0]


def test_what_the_shapes_refuse_has_no_impact(registry: Registry) -> None:
    with pytest.raises(ShapeViolationError):
        tried(registry, "relation", ended(until="2024-01-01"))


def test_questions_for_which_there_is_no_time_are_told(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWERS_S", 0)
    answers = tried(registry, "relation", ended()).answers
    assert (answers.changes, answers.asked) == ((), 0)
    assert "who-coordinates" in {u.question for u in answers.unasked if u.reason == NO_TIME}


def test_audits_for_which_there_is_no_time_are_told_and_their_findings_left_out(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AUDITS_S", 0)
    findings = tried(registry, "relation", ended()).findings
    assert "uncoordinated-bodies" in {f.audit for f in findings.failures}
    told = {f.audit for f in (*findings.appear, *findings.disappear)}
    assert not told & {f.audit for f in findings.failures}


def test_what_cannot_be_concerned_is_not_asked(registry: Registry) -> None:
    answers = tried(registry, "person", "id,label\ndemo-p-31,Методист 1\n").answers
    assert answers.unconcerned > 50
    assert "who-coordinates" not in {u.question for u in answers.unasked}


def test_sentences_are_in_the_language_asked_for(registry: Registry) -> None:
    found = tried(registry, "relation", ended(), lang="en")
    (link,) = found.links
    assert " coordinates " in link.sentence
    assert any(a.title == "Who coordinates a body" for a in found.answers.changes)
