"""The network's two summaries as pages: municipalities by directions, and level by level."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from graphsvc.api import views
from graphsvc.api.negotiation import language
from graphsvc.api.network_forms import Forms
from graphsvc.api.network_routes import parameters
from graphsvc.api.rendering import page
from graphsvc.api.state import Service, ServiceDep
from graphsvc.errors import ParameterError
from graphsvc.network.asking import ALL, asked, cell_asked, default_region, refuse_unknown
from graphsvc.network.flows import flows
from graphsvc.network.levels import interaction
from graphsvc.network.matrix import Cell, matrix_of
from graphsvc.network.parts import name_in
from graphsvc.network.view import view_of
from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from graphsvc.model.entities import Entity
    from graphsvc.network.levels import Interaction
    from graphsvc.network.loading import Network
    from graphsvc.network.matrix import Matrix

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_MATRIX: Final = ("region", "date", "lang", "municipality", "direction")
_LEVELS: Final = ("region", "date", "lang", "relations")
_SHADES: Final = 4
_LINE_CHARACTERS: Final = 18


@router.get("/network/matrix")
def matrix(request: Request, service: ServiceDep) -> Response:
    """Show what each municipality has for each direction of work, and a cell's records."""
    lang, networks = language(request), service.registry.networks
    present, words = networks.present(), networks.vocabulary
    given = parameters(request)
    refuse_unknown(given, _MATRIX)
    chosen = {n: v for n, v in given.items() if n in ("region", "date")}
    wanted = asked(chosen, present, words)
    if wanted.region == ALL:
        raise ParameterError(name="region", value=ALL, expected=default_region(present))
    found = matrix_of(present, words, wanted.region, wanted.on)
    place, direction = cell_asked(given, present.facts, words, wanted.region)
    forms = Forms(service, view_of(present, wanted, words), lang)
    return page(
        request, service, "network_matrix.html",
        asked=wanted, region=forms.territory(wanted.region), matrix=found, shade=_shader(found),
        places=[(p, name_in(present.facts.territories[p].names, lang)) for p in found.places],
        directions=[(d, name_in(words.directions[d], lang)) for d in found.directions],
        totals=_totals(found), regions=forms.territories(present.facts.regions),
        link=_cell_linker(wanted.region, given),
        cell=(place, direction) if place and direction else None,
        place_name=(forms.territory(place) or {"label": ""})["label"],
        direction_name=name_in(words.directions[direction], lang) if direction else "",
        records=_records(service, present, found.cells.get((place, direction), Cell()), lang),
        graphs=_graphs(service, found) | _territory_graphs(service, found),
    )  # fmt: skip


@router.get("/network/levels")
def levels(request: Request, service: ServiceDep) -> Response:
    """Show how many links in force lead from each level to each, as a diagram and a table."""
    lang, networks = language(request), service.registry.networks
    present = networks.present()
    given = parameters(request)
    refuse_unknown(given, _LEVELS)
    wanted = asked(given, present, networks.vocabulary)
    found = view_of(present, wanted, networks.vocabulary)
    forms = Forms(service, found, lang)
    between = interaction(found)
    return page(
        request, service, "network_levels.html",
        asked=wanted, region=forms.territory(wanted.region), between=between, all_regions=ALL,
        flows=flows(between.levels, between.count),
        level_lines={c: _lines(name_in(n, lang)) for c, n in networks.vocabulary.levels.items()},
        level_name={c: name_in(n, lang) for c, n in networks.vocabulary.levels.items()},
        rows=_rows(forms, between),
        relations=forms.relations(),
        regions=forms.territories(present.facts.regions),
        graphs=forms.graphs,
    )  # fmt: skip


def _shader(found: Matrix) -> Any:  # noqa: ANN401  # called by the template alone
    """Return what gives a cell's shade, 0 for none to 4 for the most."""
    most = found.most

    def shade(count: int) -> int:
        return -(-count * _SHADES // most) if most else 0

    return shade


def _totals(found: Matrix) -> dict[str, int]:
    """Return how many there are in each row and column."""
    totals = dict.fromkeys((*found.places, *found.directions), 0)
    for place in found.places:
        totals[place] = sum(found.cells.get((place, d), Cell()).count for d in found.directions)
    for direction in found.directions:
        totals[direction] = sum(found.cells.get((p, direction), Cell()).count for p in found.places)
    return totals


def _cell_linker(region: str, given: Any) -> Any:  # noqa: ANN401  # called by the template alone
    kept = {"region": region, "date": "".join(given.get("date", ())[-1:])}

    def link(place: str, direction: str) -> str:
        cell = {"municipality": place, "direction": direction}
        return "/network/matrix?" + urlencode({k: v for k, v in {**kept, **cell}.items() if v})

    return link


def _records(
    service: Service, network: Network, cell: Cell, lang: str
) -> list[tuple[Entity, list[tuple[str, str, str]]]]:
    """Return a cell's agreements and activities, each kind by name: IRI, name, name of the plan."""
    plans = {a.id: a.plan for a in network.activities if a.id in cell.activities}
    entities = service.registry.model.by_name

    def label(short: str) -> str:
        return service.labels.label(ID + short, lang) if short else ""

    return [
        (
            entities[name],
            sorted(
                ((ID + r, label(r), label(plans.get(r, ""))) for r in found),
                key=lambda row: (row[2], row[1], row[0]),
            ),
        )
        for name, found in (("agreement", cell.agreements), ("activity", cell.activities))
        if found
    ]


def _graphs(service: Service, found: Matrix) -> set[str]:
    cells = found.cells.values()
    return views.graphs_of(
        service, {ID + r for cell in cells for r in (*cell.agreements, *cell.activities)}
    )


def _territory_graphs(service: Service, found: Matrix) -> set[str]:
    return views.graphs_of(service, {ID + place for place in found.places})


def _lines(name: str) -> list[str]:
    """Return a name in lines that stand beside a bar."""
    return wrap(name, _LINE_CHARACTERS)


def _rows(
    forms: Forms, between: Interaction
) -> list[tuple[str, list[tuple[str, int, list[tuple[str, str, int]]]]]]:
    """Return each level with the number of links to each, and which relations they are."""
    words, lang = forms.view.words, forms.lang
    return [
        (
            source,
            [
                (
                    target,
                    between.count(source, target),
                    [(r, words.relation(r, lang), n) for r, n in between.relations(source, target)],
                )
                for target in between.levels
            ],
        )
        for source in between.levels
    ]
