"""What norms demand and what records provide, from one record each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graphsvc.model.entities import load_model
from graphsvc.projections.derivation import Derivation
from graphsvc.rdf.names import BASE, RDF_TYPE, rms
from graphsvc.rdf.terms import NamedNode, Quad
from tests.making import node, quad, text

if TYPE_CHECKING:
    from graphsvc.rdf.terms import Term

MODEL = load_model()
DERIVATION = Derivation.of(MODEL)
RULE, PLANNED = (f"modality/{m}" for m in ("rule", "planned"))


def code(name: str) -> NamedNode:
    return NamedNode(f"{BASE}scheme/{name}")


def record(kind: str, key: str, **fields: str | list[str]) -> list[Quad]:
    """Return a record of fields by name; what has a slash is a reference or a code."""
    entity = MODEL.by_name[kind]
    quads = [quad(key, RDF_TYPE, NamedNode(entity.iri))]
    for name, values in fields.items():
        field = entity.by_name[name]
        for value in [values] if isinstance(values, str) else values:
            term: Term = node(value)
            if field.schemes:
                term = code(value)
            elif field.datatype:
                term = text(value, field.datatype.rpartition("#")[2])
            quads.append(quad(key, NamedNode(field.path), term))
    return quads


def derived(quads: list[Quad], kind: str) -> list[dict[str, str]]:
    """Return what is derived of a class, each with its properties by local name."""
    triples = DERIVATION.derive(q.triple for q in quads)
    nodes = [t.subject for t in triples if t.predicate == RDF_TYPE and t.object == rms(kind)]
    found = [
        {
            t.predicate.value.rpartition("#")[2]: _short(t.object)
            for t in triples
            if t.subject == subject and t.predicate != RDF_TYPE
        }
        for subject in nodes
    ]
    return sorted(found, key=lambda f: (f.get("spanFrom", ""), f.get("providedTo", "")))


def _short(term: Term) -> str:
    value = str(getattr(term, "value", term))
    return value.removeprefix(f"{BASE}scheme/").removeprefix(f"{BASE}id/")


def norm(**fields: str | list[str]) -> list[Quad]:
    return record("norm", "norm/n", **{"modality": RULE, **fields})


def test_a_requirement_is_demanded_from_its_subject() -> None:
    assert derived(
        norm(
            requirement="requirement/agreement",
            subjectKind="kind/municipal-methodical-service",
            object="body/institute",
        ),
        "Demand",
    ) == [
        {
            "demandOf": "norm/n",
            "demands": "requirement/agreement",
            "bearerKind": "kind/municipal-methodical-service",
            "partner": "body/institute",
            "least": "1",
        }
    ]


def test_a_named_body_has_an_agreement_with_each_of_a_kind() -> None:
    found = derived(
        norm(
            requirement="requirement/agreement",
            subject="body/institute",
            objectKind="kind/municipal-methodical-service",
        ),
        "Demand",
    )
    assert [(d["bearerKind"], d["partner"], d["owner"]) for d in found] == [
        ("kind/municipal-methodical-service", "body/institute", "body/institute")
    ]


def test_a_relation_is_demanded_of_its_object_where_its_number_is_stated() -> None:
    fields = {
        "relation": "relation/coordinates",
        "subjectKind": "kind/municipal-methodical-service",
        "objectKind": "kind/school-methodical-council",
    }
    assert derived(norm(**fields), "Demand") == []
    assert derived(norm(**fields, minCount="2"), "Demand") == [
        {
            "demandOf": "norm/n",
            "demands": "relation/coordinates",
            "bearerKind": "kind/school-methodical-council",
            "partnerKind": "kind/municipal-methodical-service",
            "least": "2",
        }
    ]


def test_what_must_happen_is_due_at_a_quarters_end() -> None:
    found = derived(
        norm(
            requirement="requirement/session",
            subject="body/council",
            periodicity="P3M",
            validFrom="2026-02-10",
            validTo="2026-08-15",
        ),
        "Demand",
    )
    assert [(d["spanFrom"], d["spanTo"], d["due"]) for d in found] == [
        ("2026-02-10", "2026-03-31", "2026-03-31"),
        ("2026-04-01", "2026-06-30", "2026-06-30"),
        ("2026-07-01", "2026-08-15", "2026-08-15"),
    ]


def test_what_must_stand_is_due_from_a_years_first_day() -> None:
    found = derived(
        norm(
            requirement="requirement/composition-approval",
            subject="body/council",
            periodicity="P1Y",
            validFrom="2026-02-10",
            validTo="2027-12-31",
        ),
        "Demand",
    )
    assert [d["due"] for d in found] == ["2026-02-10", "2027-01-01"]


def test_a_norm_without_an_end_is_cut_for_twenty_five_years() -> None:
    found = derived(
        norm(
            requirement="requirement/report",
            subject="body/service",
            periodicity="P1Y",
            validFrom="2026-01-01",
        ),
        "Demand",
    )
    assert (len(found), found[-1]["spanTo"]) == (26, "2051-01-01")


def test_a_register_that_is_to_be_renewed_demands_updates_of_its_content() -> None:
    found = derived(
        norm(
            requirement="requirement/register",
            registerContent="register-content/mentors",
            subject="body/centre",
            periodicity="P6M",
            validFrom="2026-01-01",
            validTo="2026-06-30",
        ),
        "Demand",
    )
    assert [(d["demands"], d["content"]) for d in found] == [
        ("requirement/register-update", "register-content/mentors")
    ]


PLAN = {
    "requirement": "requirement/statute",
    "subject": "body/school",
    "modality": PLANNED,
    "plannedBy": "activity/a",
    "validTo": "2022-12-31",
}


def test_what_a_plan_intends_is_demanded_while_it_lasts() -> None:
    assert len(derived(norm(**PLAN), "Demand")) == 1


@pytest.mark.parametrize("left_out", ["plannedBy", "validTo", "subject", "requirement"])
def test_a_plan_that_lacks_a_part_demands_nothing(left_out: str) -> None:
    fields = {name: value for name, value in PLAN.items() if name != left_out}
    assert derived(norm(**fields), "Demand") == []


@pytest.mark.parametrize("modality", ["permitted", "recommended", "alternative", "in-force"])
def test_what_is_no_rule_demands_nothing(modality: str) -> None:
    fields = {"requirement": "requirement/statute", "subject": "body/school"}
    assert derived(norm(**fields, modality=f"modality/{modality}"), "Demand") == []


def test_days_that_no_calendar_has_are_no_periods() -> None:
    found = derived(
        norm(
            requirement="requirement/session",
            subject="body/council",
            periodicity="P3M",
            validFrom="2026-02-31",
        ),
        "Demand",
    )
    assert found == []


def test_an_agreement_gives_each_party_one_with_each_other() -> None:
    found = derived(
        record(
            "agreement",
            "agreement/a",
            party=["body/a", "body/b", "body/c"],
            status="agreement-status/in-force",
            validFrom="2026-01-01",
        ),
        "Provision",
    )
    assert {(p["providedTo"][-1], p["partner"][-1]) for p in found} == {
        ("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b"),
    }  # fmt: skip
    assert {p["spanFrom"] for p in found} == {"2026-01-01"}


def test_an_agreement_that_is_only_planned_gives_nothing() -> None:
    planned = record(
        "agreement", "agreement/a", party=["body/a", "body/b"], status="agreement-status/planned"
    )
    assert derived(planned, "Provision") == []


def test_a_composition_is_approved_by_a_document_alone() -> None:
    fields: dict[str, str | list[str]] = {
        "relation": "relation/approves-composition",
        "subject": "body/committee",
        "object": "body/council",
        "modality": "modality/in-force",
    }
    stated = derived(record("relation", "relation/r", **fields), "Provision")
    assert [p["provides"] for p in stated] == ["relation/approves-composition"]
    orders = ["document/1", "document/2"]
    proved = derived(record("relation", "relation/r", **fields, establishedBy=orders), "Provision")
    assert [p.get("provedBy") for p in proved if p["provides"].startswith("requirement/")] == orders


def test_an_update_counts_for_all_that_was_before() -> None:
    kept = record(
        "register",
        "register/r",
        keptBy="body/centre",
        status="register-status/kept",
        registerContent="register-content/mentors",
        updatedOn="2026-11-10",
    )
    found = {p["provides"]: p for p in derived(kept, "Provision")}
    assert found.keys() == {"requirement/register", "requirement/register-update"}
    update = found["requirement/register-update"]
    assert (update.get("spanFrom"), update["spanTo"]) == (None, "2026-11-10")
    assert "spanTo" not in found["requirement/register"]


def test_every_requirement_can_be_met() -> None:
    wanted = set(MODEL.concepts[f"{BASE}scheme/requirement"])
    given = {
        r.provides.value for rs in MODEL.norm_rules.provisions.values() for r in rs if r.provides
    }
    assert wanted <= given
