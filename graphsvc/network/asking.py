"""What is asked of the network: parameters read, checked and named; the nearest known told."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphsvc.errors import ParameterError
from graphsvc.network.chains import ALONG
from graphsvc.network.graph import MUNICIPAL, REGIONAL
from graphsvc.network.grouping import ends_of
from graphsvc.questions.binding import day_given
from graphsvc.rdf.names import compact, expand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graphsvc.network.graph import Graph
    from graphsvc.network.loading import Network
    from graphsvc.network.vocabulary import Vocabulary

__all__ = [
    "ALL",
    "CHAIN_PARAMETERS",
    "FACTS",
    "LAYERS",
    "NORMS",
    "PARAMETERS",
    "Asked",
    "ChainAsked",
    "asked",
    "cell_asked",
    "chain_asked",
    "default_region",
    "known_body",
    "one_of",
    "refuse_unknown",
]

ALL: Final = "all"
FACTS, NORMS = "facts", "norms"
LAYERS: Final = (FACTS, NORMS)
PARAMETERS: Final = (
    "region",
    "district",
    "centre",
    "depth",
    "levels",
    "relations",
    "kinds",
    "directions",
    "date",
    "layer",
    "expand",
    "lang",
)
CHAIN_PARAMETERS: Final = ("from", "to", "along", "date", "lang")
_DEPTHS: Final = ("1", "2", "3", "4")
_COMPARED_MOST: Final = 2_000
_TEXT_SHOWN: Final = 80


@dataclass(frozen=True)
class Asked:
    """What part of the network is wanted, on which day.

    Attributes:
        on: the day, ISO 8601.
        region: short name of a territory, or `ALL`; empty where nothing names one.
        district: short name of a municipality, empty for all.
        centre: short name of the body whose neighbourhood is wanted, empty for none.
        depth: how many links away from it.
        levels: codes; empty for all, as with the other filters.
        expand: ids of the groups that are opened.
    """

    on: str
    layer: str = FACTS
    region: str = ""
    district: str = ""
    centre: str = ""
    depth: int = 1
    levels: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    expand: frozenset[str] = frozenset()


def asked(given: Mapping[str, Sequence[str]], network: Network, words: Vocabulary) -> Asked:
    """Return what the parameters of an address ask for; a list may be joined by commas or repeated.

    Raises:
        ParameterError: one names nothing known; it tells the nearest that is known.
    """
    single = {name: (values[-1].strip() if values else "") for name, values in given.items()}
    lists = {
        name: [one.strip() for text in given.get(name, ()) for one in text.split(",")]
        for name in ("levels", "relations", "kinds", "directions", "expand")
    }
    layer = one_of("layer", single.get("layer", ""), LAYERS) or FACTS
    graph = network.facts if layer == FACTS else network.norms
    district = _territory("district", single.get("district", ""), graph, MUNICIPAL)
    centre = single.get("centre", "")
    region = single.get("region", "")
    if region != ALL:
        region = _territory("region", region, graph, REGIONAL)
    if district and region in ("", ALL):
        region = graph.region_of(district)
    elif district and graph.region_of(district) != region:
        near = next((t for t in graph.districts if graph.region_of(t) == region), "—")
        raise ParameterError(name="district", value=district, expected=near)
    return Asked(
        day_given(single.get("date")).isoformat(),
        layer,
        region or default_region(network),
        district,
        known_body("centre", centre, graph) if centre else "",
        int(one_of("depth", single.get("depth", ""), _DEPTHS) or _DEPTHS[0]),
        _codes("levels", lists, words.levels),
        _codes("relations", lists, words.relations),
        _codes("kinds", lists, words.kind_names),
        _codes("directions", lists, words.directions),
        _groups(lists["expand"], graph, words),
    )


@dataclass(frozen=True)
class ChainAsked:
    """Between which bodies a chain is wanted, on which day, along which relations."""

    start: str
    end: str
    on: str
    along: str


def chain_asked(given: Mapping[str, Sequence[str]], network: Network) -> ChainAsked:
    """Return the chain that the parameters of an address ask for.

    Raises:
        ParameterError: one is missing or names nothing known.
    """
    single = {name: (values[-1].strip() if values else "") for name, values in given.items()}
    return ChainAsked(
        known_body("from", single.get("from", ""), network.facts),
        known_body("to", single.get("to", ""), network.facts),
        day_given(single.get("date")).isoformat(),
        one_of("along", single.get("along", ""), ALONG) or ALONG[0],
    )


def cell_asked(
    given: Mapping[str, Sequence[str]], graph: Graph, words: Vocabulary, region: str
) -> tuple[str, str]:
    """Return the municipality and the direction of work of a matrix's cell, empty for none.

    Raises:
        ParameterError: one names nothing known, or the municipality is not in the region.
    """
    place, direction = ((given.get(n) or [""])[-1].strip() for n in ("municipality", "direction"))
    place = _territory("municipality", place, graph, MUNICIPAL)
    if place and graph.region_of(place) != region:
        near = next((t for t in graph.districts if graph.region_of(t) == region), "—")
        raise ParameterError(name="municipality", value=place, expected=near)
    found = _codes("direction", {"direction": [direction]}, words.directions)
    return place, next(iter(found), "")


def default_region(network: Network) -> str:
    """Return the region with the most bodies that have a date, the first of several."""
    facts = network.facts
    dated = Counter(
        {
            place: sum(bool(facts.bodies[b].start or facts.bodies[b].end) for b in bodies)
            for place, bodies in facts.regions.items()
            if place
        }
    )
    order = sorted(dated, key=lambda place: (-dated[place], -len(facts.regions[place]), place))
    return next(iter(order), "")


def known_body(name: str, text: str, graph: Graph) -> str:
    """Return the short name of the body that a parameter names, by IRI, short name or whole name.

    Raises:
        ParameterError: there is no such body, or several have that name.
    """
    short = compact(expand(text if "/" in text else f"body/{text}"))
    if short not in graph.bodies:
        named = graph.kept("names", lambda: _by_name(graph)).get(text.casefold(), "")
        if named:
            return named
        near = _nearest(short, graph.bodies, "a-record") if text else "a-record"
        raise ParameterError(name=name, value=text[:_TEXT_SHOWN], expected=near)
    return short


def _by_name(graph: Graph) -> Mapping[str, str]:
    """Return the body of each name that only one body has."""
    found: dict[str, str] = {}
    for body in graph.bodies.values():
        for name in {n.casefold() for n in (*body.names, body.short) if n}:
            found[name] = "" if name in found else body.id
    return found


def refuse_unknown(given: Iterable[str], known: Collection[str]) -> None:
    """Refuse a parameter that nothing reads, lest somebody believes that it was heeded.

    Raises:
        ParameterError: there is one.
    """
    for name in given:
        if name not in known:
            near = _nearest(name, known, ", ".join(sorted(known)))
            raise ParameterError(name=name[:_TEXT_SHOWN], value="", expected=near)


def _territory(name: str, text: str, graph: Graph, level: str) -> str:
    if not text:
        return ""
    short = compact(expand(text if "/" in text else f"territory/{text}"))
    known = [t.id for t in graph.territories.values() if t.level == level]
    if short not in known:
        above = graph.region_of(short) if level == REGIONAL else ""
        near = above or _nearest(short, known, "a-record")
        raise ParameterError(name=name, value=text[:_TEXT_SHOWN], expected=near)
    return short


def _codes(
    name: str, lists: Mapping[str, Sequence[str]], known: Mapping[str, object]
) -> frozenset[str]:
    codes = [text.rpartition("/")[2] for text in lists[name] if text]
    for code in codes:
        if code not in known:
            raise ParameterError(
                name=name, value=code[:_TEXT_SHOWN], expected=_nearest(code, known, "a-concept")
            )
    return frozenset(codes)


def _groups(named: Sequence[str], graph: Graph, words: Vocabulary) -> frozenset[str]:
    for one in filter(None, named):
        mark, _, rest = one.partition(":")
        level, _, place = rest.partition(":")
        territory, _, kind = place.partition(":")
        fits = mark == "g" and level in words.levels and kind in ("", *words.kind_names)
        if not fits or not all(t in ("", *graph.territories) for t in ends_of(territory)):
            near = f"g:{next(iter(words.levels), '')}:{next(iter(graph.regions), '')}"
            raise ParameterError(name="expand", value=one[:_TEXT_SHOWN], expected=near)
    return frozenset(filter(None, named))


def one_of(name: str, text: str, known: Sequence[str]) -> str:
    """Return a parameter's value if it is a known one, or empty.

    Raises:
        ParameterError: it is another.
    """
    if text and text not in known:
        near = _nearest(text, known, ", ".join(known))
        raise ParameterError(name=name, value=text[:_TEXT_SHOWN], expected=near)
    return text


def _nearest(text: str, known: Collection[str], otherwise: str) -> str:
    """Return the known name most like a text; of very many only those that begin like it."""
    names = list(known)
    if len(names) > _COMPARED_MOST:
        begins = [n for n in names if n[: len(text) // 2] == text[: len(text) // 2]]
        names = begins[:_COMPARED_MOST]
    return next(iter(difflib.get_close_matches(text[:_TEXT_SHOWN], names, 1, 0.4)), otherwise)
