"""What the network's form offers: levels, relations, kinds, directions and territories, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphsvc.locale import texts
from graphsvc.network.asking import ALL
from graphsvc.network.parts import name_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graphsvc.network.parts import Names
    from graphsvc.network.view import View

__all__ = ["Choices"]

_Json = dict[str, Any]


class Choices:
    """Words in a language what a view of the network may be narrowed to."""

    def __init__(self, view: View, lang: str) -> None:
        self.view, self.lang = view, lang

    def levels(self) -> list[_Json]:
        """Return the lanes, top down, with how many bodies each has before filters."""
        counts = self.view.level_counts
        return [
            {
                "id": f"scheme/level/{code}",
                "code": code,
                "label": name_in(names, self.lang),
                "count": counts.get(code, 0),
            }
            for code, names in self.view.words.levels.items()
        ]

    def relations(self) -> list[_Json]:
        """Return the relations there are before filters, in the order of their list."""
        words, counts = self.view.words, dict(self.view.relation_counts)
        order = [code for code in words.relations if code in counts]
        return [
            {
                "code": code,
                "label": words.relation(code, self.lang),
                "inverse": words.relation(code, self.lang, inverse=True),
                "count": counts[code],
            }
            for code in sorted(order, key=_first_ones)
        ]

    def kinds(self) -> list[_Json]:
        """Return the kinds there are before filters, in the order of their list."""
        return self._coded(self.view.kind_counts, self.view.words.kind_names)

    def directions(self) -> list[_Json]:
        """Return the directions of work there are before filters, in the order of their list."""
        return self._coded(self.view.direction_counts, self.view.words.directions)

    def territory(self, short: str) -> _Json | None:
        """Return a territory by id and name, None for none."""
        if short == ALL:
            return {"id": ALL, "label": str(texts("ui")["network_all_regions"][self.lang])}
        found = self.view.graph.territories.get(short)
        return {"id": short, "label": name_in(found.names, self.lang)} if found else None

    def territories(self, members: Mapping[str, Iterable[str]]) -> list[_Json]:
        """Return territories by name, each with how many bodies it has."""
        known = self.view.graph.territories
        found = [
            {"id": place, "label": name_in(known[place].names, self.lang), "count": len([*bodies])}
            for place, bodies in members.items()
            if place in known
        ]
        return sorted(found, key=lambda one: (str(one["label"]), str(one["id"])))

    def districts(self) -> Mapping[str, Iterable[str]]:
        """Return the bodies of each municipality of the region."""
        view, graph = self.view, self.view.graph
        return {
            place: bodies
            for place, bodies in graph.districts.items()
            if place and graph.region_of(place) == view.asked.region
        }

    def _coded(self, counts: Mapping[str, int], names: Mapping[str, Names]) -> list[_Json]:
        return [
            {"code": code, "label": name_in(names[code], self.lang), "count": counts[code]}
            for code in names
            if counts.get(code)
        ]


def _first_ones(code: str) -> bool:
    """Sort what links two layers first: coordination and agreements, then the others."""
    return code not in ("coordinates", "agreement")
