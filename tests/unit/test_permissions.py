"""Who may do what: by roles, and by who stands above whom; nobody appoints their own reviewer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from graphsvc.access.editors import ACCEPT, ACTIONS, ADMINISTER, LOCAL, SUBMIT, Editor, Role
from graphsvc.access.permissions import Permissions
from graphsvc.access.standing import Standing
from graphsvc.errors import ForbiddenError
from graphsvc.journal.journal import Journal
from graphsvc.locale import error_text
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.rdf.names import BASE, ID, ONTOLOGY, PREFIXES, compact, graph_of, rms
from graphsvc.rdf.terms import Literal, NamedNode, Quad
from tests.making import EDGES, node, put, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEVELS = ("federal", "regional", "municipal", "institution")
BODIES = {
    "ministry": "federal",
    "institute": "regional",
    "centre": "regional",
    "service": "municipal",
    "neighbour": "municipal",
    "school": "institution",
    "lyceum": "institution",
}
"""In the institute's graph, as a region hands its bodies in."""
TREE = [("institute", "service"), ("institute", "neighbour"), ("service", "school")]


def level(body: str, name: str) -> Quad:
    return quad(f"body/{body}", rms("level"), NamedNode(f"{BASE}scheme/level/{name}"))


def over(subject: str, value: str, name: str = "", modality: str = "in-force") -> list[Quad]:
    return relation(
        f"relation/{name or f'{subject}-{value}'}", f"body/{subject}", f"body/{value}", modality
    )


class World:
    """A store with the levels and the bodies of a region, that more can be handed in to."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder / "journal.rdfp")
        self.store = OxigraphStore(None, Derivation(EDGES))
        ranks = [
            Quad(NamedNode(f"{BASE}scheme/level/{name}"), rms("rank"), text(str(n), "integer"))
            for n, name in enumerate(LEVELS, 1)
        ]
        put(self.journal, self.store, ONTOLOGY, ranks)
        self.region = [level(b, name) for b, name in BODIES.items()]
        self.region += [q for one in TREE for q in over(*one)]
        self.says("body/institute", self.region)

    def says(self, about: str, quads: list[Quad]) -> None:
        put(self.journal, self.store, graph_of(about), quads)

    def above(self, body: str) -> set[str]:
        found = Standing(self.store).above(f"{ID}body/{body}")
        return {compact(b).removeprefix("body/") for b in found}

    def may(self, editor: Editor, action: str, about: str) -> bool:
        return Permissions(self.store).may(editor, action, f"{ID}{about}" if about else "")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.journal.close()
    made.store.close()


def test_a_body_has_all_above_it_by_coordination(world: World) -> None:
    assert world.above("school") == {"service", "institute"}
    assert world.above("service") == world.above("neighbour") == {"institute"}
    assert world.above("institute") == world.above("lyceum") == world.above("nobody") == set()


def test_below_is_above_read_from_the_other_end(world: World) -> None:
    standing = Standing(world.store)
    for upper in BODIES:
        below = {b for b in BODIES if upper in world.above(b)}
        assert standing.below(f"{ID}body/{upper}") == {f"{ID}body/{b}" for b in below}


def test_a_body_does_not_say_itself_who_stands_above_it(world: World) -> None:
    world.says("body/lyceum", over("neighbour", "lyceum"))
    assert world.above("lyceum") == set()


def test_nor_does_another_of_its_level(world: World) -> None:
    world.says("body/neighbour", over("neighbour", "service"))
    world.says("body/school", over("neighbour", "lyceum"))
    assert world.above("service") == {"institute"}
    assert world.above("lyceum") == set()


def test_nor_one_below_it(world: World) -> None:
    world.says("body/school", over("school", "service"))
    assert world.above("service") == {"institute"}


def test_a_higher_body_says_it_and_so_does_a_document(world: World) -> None:
    world.says("body/service", over("service", "lyceum"))
    assert world.above("lyceum") == {"service", "institute"}
    world.says("document/order", over("centre", "institute"))
    assert world.above("institute") == {"centre"}
    assert world.above("lyceum") == {"service", "institute", "centre"}


def test_a_body_of_the_same_level_is_placed_by_a_document_alone(world: World) -> None:
    world.says("body/institute", [*world.region, *over("centre", "institute")])
    assert world.above("institute") == set()
    world.says("body/centre", over("centre", "institute"))
    assert world.above("institute") == set()
    world.says("body/ministry", over("centre", "institute"))
    assert world.above("institute") == {"centre"}


@pytest.mark.parametrize("claimed", LEVELS)
def test_a_level_that_a_body_claims_for_itself_gives_it_nothing(world: World, claimed: str) -> None:
    world.says("body/neighbour", [level("neighbour", claimed), *over("neighbour", "centre")])
    assert world.above("centre") == set()


@pytest.mark.parametrize("claimed", LEVELS)
def test_nor_does_a_level_that_it_claims_for_others(world: World, claimed: str) -> None:
    world.says("body/neighbour", [level("centre", claimed), *over("neighbour", "centre")])
    assert world.above("centre") == set()


def test_a_body_of_unknown_level_places_nobody_and_is_not_placed(world: World) -> None:
    world.says("body/newcomer", over("newcomer", "lyceum"))
    assert world.above("lyceum") == set()
    world.says("body/ministry", over("centre", "newcomer"))
    assert world.above("newcomer") == set()


def test_a_relation_is_not_turned_by_adding_to_it_elsewhere(world: World) -> None:
    """Merged, the institute's relation would have a second object and a second subject."""
    world.says(
        "body/neighbour",
        [
            quad("relation/institute-service", rms("subject"), node("body/neighbour")),
            quad("relation/service-school", rms("object"), node("body/lyceum")),
            quad("relation/service-school", rms("validTo"), text("2000-01-01", "date")),
        ],
    )
    assert world.above("service") == {"institute"}
    assert world.above("school") == {"service", "institute"}
    assert world.above("lyceum") == set()


@pytest.mark.parametrize("modality", ["planned", "alternative", "allowed"])
def test_what_is_only_planned_gives_no_power(world: World, modality: str) -> None:
    world.says("body/ministry", over("service", "lyceum", modality=modality))
    assert world.above("lyceum") == set()


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("2026-01-01", "2026-06-30", True),
        ("2026-06-01", "2026-06-01", True),
        ("2026-06-02", "2026-12-31", False),
        ("2025-01-01", "2026-05-31", False),
    ],
)
def test_a_relation_gives_power_while_it_is_in_force(
    world: World, start: str, end: str, *, holds: bool
) -> None:
    dates = [
        quad("relation/service-lyceum", rms("validFrom"), text(start, "date")),
        quad("relation/service-lyceum", rms("validTo"), text(end, "date")),
    ]
    world.says("body/ministry", [*over("service", "lyceum"), *dates])
    found = Standing(world.store).above(f"{ID}body/lyceum", date(2026, 6, 1))
    assert (f"{ID}body/service" in found) == holds


def test_another_relation_is_not_coordination(world: World) -> None:
    managed = [
        Quad(q.subject, q.predicate, NamedNode(f"{BASE}scheme/relation/manages"))
        if q.predicate == rms("relation")
        else q
        for q in over("service", "lyceum")
    ]
    world.says("body/ministry", managed)
    assert world.above("lyceum") == set()


def test_a_circle_ends_and_nobody_stands_above_themselves(world: World) -> None:
    world.says("document/order", [*over("school", "institute"), *over("school", "school", "self")])
    assert world.above("school") == {"service", "institute"}
    assert world.above("institute") == {"school", "service"}


WHOLE = Role(SUBMIT)
OWN = Role(SUBMIT, f"{ID}body/service")
SCHOOLS = Role(SUBMIT, f"{ID}body/service", "institution")
SERVICES = Role(SUBMIT, f"{ID}body/institute", "municipal")
ALL_BELOW = Role(SUBMIT, f"{ID}body/institute", "*")
EVERY_SCHOOL = Role(SUBMIT, "", "institution")
PLAN = Role(SUBMIT, f"{ID}document/plan")
ABOUT = [*(f"body/{b}" for b in BODIES), "body/new", "document/plan", "document/other", ""]
MAY = {
    WHOLE: set(ABOUT),
    OWN: {"body/service"},
    SCHOOLS: {"body/service", "body/school"},
    SERVICES: {"body/institute", "body/service", "body/neighbour"},
    ALL_BELOW: {"body/institute", "body/service", "body/neighbour", "body/school"},
    EVERY_SCHOOL: {"body/school", "body/lyceum"},
    PLAN: {"document/plan"},
}


@pytest.mark.parametrize("role", MAY, ids=str)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_allows_its_action_where_it_holds_and_nothing_else(
    world: World, role: Role, action: str
) -> None:
    editor = Editor("a", roles=(Role(action, role.body, role.level),))
    for asked in ACTIONS:
        allowed = {about for about in ABOUT if world.may(editor, asked, about)}
        assert allowed == (MAY[role] if asked == action else set()), (action, asked)


@pytest.mark.parametrize("role", [r for r in MAY if r != WHOLE], ids=str)
def test_what_a_role_covers_is_what_it_allows(world: World, role: Role) -> None:
    found = Permissions(world.store).covered(role)
    assert {compact(iri) for iri in found} == MAY[role]


def test_roles_add_up(world: World) -> None:
    editor = Editor("a", roles=(OWN, PLAN, Role(ACCEPT, f"{ID}body/service", "*")))
    assert [a for a in ABOUT if world.may(editor, SUBMIT, a)] == ["body/service", "document/plan"]
    assert [a for a in ABOUT if world.may(editor, ACCEPT, a)] == ["body/service", "body/school"]
    assert [a for a in ABOUT if world.may(editor, ADMINISTER, a)] == []


def test_without_roles_nothing_is_allowed_and_locally_everything(world: World) -> None:
    for action in ACTIONS:
        assert not any(world.may(Editor("a"), action, about) for about in ABOUT)
        assert all(world.may(LOCAL, action, about) for about in ABOUT)


def test_a_name_that_is_no_address_is_nobodys(world: World) -> None:
    editor = Editor("a", roles=(OWN, SCHOOLS, EVERY_SCHOOL))
    assert not Permissions(world.store).may(editor, SUBMIT, "a b")


def test_a_refusal_says_what_it_takes(world: World) -> None:
    label = Literal("Школа", language="ru")
    named = Quad(node("body/lyceum"), NamedNode(PREFIXES["skos"] + "prefLabel"), label)
    world.says("body/lyceum", [named])
    with pytest.raises(ForbiddenError) as refused:
        Permissions(world.store).require(Editor("a"), SUBMIT, f"{ID}body/lyceum")
    _, told = error_text("forbidden", refused.value.parameters, "ru")
    assert "право подавать данные: «Школа»." in told
    assert "кто выдал вам токен" in told
    assert "graphsvc" not in told  # a methodist has no command line
    assert refused.value.parameters["role"] == "submit:body/lyceum"
    with pytest.raises(ForbiddenError) as refused:
        Permissions(world.store).require(Editor("a"), ADMINISTER, "")
    _, told = error_text("forbidden", refused.value.parameters, "en")
    assert "the right to administer the registry: the whole registry" in told
    assert refused.value.parameters["role"] == "administer"
