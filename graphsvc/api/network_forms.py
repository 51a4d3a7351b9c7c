"""The network as the API gives it: labels in a language, addresses of records and clauses."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from graphsvc.api.bases import basis
from graphsvc.api.network_choices import Choices
from graphsvc.api.rendering import address
from graphsvc.locale import texts
from graphsvc.network.asking import ALL, FACTS
from graphsvc.network.graph import MUNICIPAL
from graphsvc.network.grouping import ends_of
from graphsvc.network.parts import EFFECTIVE, GHOST, STATES, name_in
from graphsvc.network.view import short_name
from graphsvc.rdf.names import ID, compact, expand
from graphsvc.rdf.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphsvc.api.bases import BasisView
    from graphsvc.api.state import Service
    from graphsvc.network.ghosts import Ghost
    from graphsvc.network.grouping import Bundle
    from graphsvc.network.parts import Link
    from graphsvc.network.view import View

__all__ = ["LACKS_MOST", "Forms"]

_BASES_KEPT: Final = 5_000
LACKS_MOST: Final = 250
"""Most of what is missing that is listed; the rest is told by number, and audits have it all."""
_Json = dict[str, Any]
_kept: dict[tuple[int, str, str], BasisView | None] = {}


class Forms(Choices):
    """Words a view of the network in a language."""

    def __init__(self, service: Service, view: View, lang: str) -> None:
        super().__init__(view, lang)
        self._service = service

    def whole(self) -> _Json:
        """Return everything that `GET /api/network` answers."""
        view, asked = self.view, self.view.asked
        return {
            "date": asked.on,
            "layer": asked.layer,
            "sequence": view.network.sequence,
            "region": self.territory(asked.region),
            "district": self.territory(asked.district),
            "centre": self.body(asked.centre) if asked.centre else None,
            "synthetic": self.synthetic,
            "levels": self.levels(),
            "relations": self.relations(),
            "regions": self.territories(view.graph.regions),
            "districts": self.territories(self.districts()),
            "kinds": self.kinds(),
            "directions": self.directions(),
            "nodes": [self.node(n) for n in view.nodes],
            "groups": [self.group(g) for g in view.groups],
            "edges": [self.edge(line) for line in view.lines],
            "missing": [self.missing(g) for g in self.lacks(LACKS_MOST)],
            "notAsked": view.not_asked,
            "undated": dict(zip(("bodies", "edges"), view.undated, strict=True)),
            "counts": self.counts(),
        }

    @property
    def graphs(self) -> set[str]:
        """The named graphs that what is shown is made of."""
        view = self.view
        found = {g for b in view.items for g in view.graph.graphs.get(b, ())}
        if view.asked.layer != FACTS and view.asked.region != ALL:
            territory = NamedNode(expand(view.asked.region))
            found |= {g.value for g in self._service.registry.store.graphs_of(territory)}
        return found

    @property
    def synthetic(self) -> str:
        """Whether all, some or, as an empty text, none of what is shown is made up."""
        made_up = self.graphs & self.view.graph.synthetic
        return "all" if made_up and made_up == self.graphs else "some" if made_up else ""

    def body(self, short: str) -> _Json:
        """Return a body by id and name."""
        return {
            "id": short,
            "label": name_in(self.view.graph.bodies[short].names, self.lang),
            "href": address(expand(short)),
        }

    def node(self, short: str) -> _Json:
        """Return a node."""
        x, y = self.view.places[short]
        return self.named(short) | {"x": x, "y": y, "hidden": self.view.hidden(short)}

    def named(self, short: str) -> _Json:
        """Return what a body is, wherever it is drawn."""
        view, found = self.view, self.view.graph.bodies[short]
        kind = view.kind(short)
        return {
            "id": short,
            "label": name_in(found.names, self.lang),
            "short": short_name(view, short, self.lang),
            "level": found.level,
            "kind": kind,
            "kindLabel": name_in(view.words.kind_names.get(kind, ("", "")), self.lang),
            "kinds": found.kinds,
            "district": view.graph.district(short) or None,
            "state": view.scope.day.presence(short),
            "outside": view.outside(short),
            "synthetic": view.graph.made_up(short),
            "href": address(expand(short)),
        }

    def group(self, name: str) -> _Json:
        """Return a group."""
        view, members = self.view, self.view.groups[name]
        _, level, place, *kind = name.split(":")
        x, y = view.places[name]
        known = view.graph.territories
        ends = [name_in(known[t].names, self.lang) for t in ends_of(place) if t in known]
        territory, words = known.get(place), [" — ".join(dict.fromkeys(ends))] if ends else []
        words += [name_in(view.words.kind_names.get(k, (k, k)), self.lang) for k in kind]
        return {
            "id": name,
            "level": level,
            "district": place if territory and territory.level == MUNICIPAL else None,
            "label": ", ".join(words),
            "count": len(members),
            "missing": view.lacking.get(name, 0),
            "x": x,
            "y": y,
            "parent": view.parents.get(name),
        }

    def edge(self, line: Bundle) -> _Json:
        """Return a line; of one that stands for several links only what they have alike."""
        if line.state == GHOST and len(line.links) == 1:
            return self._ghost_edge(line)
        one = line.links[0] if len(line.links) == 1 else None
        name = f"{line.source}>{line.target}:{line.relation}:{line.state}"
        return {
            "id": one.id if one else name,
            "source": line.source,
            "target": line.target,
            "relation": line.relation,
            "state": line.state,
            "from": (one.start or None) if one else None,
            "to": (one.end or None) if one else None,
            "function": (name_in(one.function, self.lang) or None) if one else None,
            "modality": self._modality(one) if one else None,
            "post": self._post(one) if one else None,
            "basis": self.basis(one.basis) if one else None,
            "href": address(expand(one.record)) if one else "",
            "count": len(line.links),
        }

    def lacks(self, most: int) -> list[Ghost]:
        """Return what is missing, of very much what bodies drawn one by one lack before others."""
        drawn = set(self.view.nodes)
        return sorted(self.view.ghosts, key=lambda g: g.node not in drawn)[:most]

    def missing(self, ghost: Ghost) -> _Json:
        """Return what a body lacks, and where the finding is."""
        finding = ghost.finding
        return {
            "node": ghost.node,
            "label": name_in(self.view.graph.bodies[ghost.node].names, self.lang),
            "what": self.what(ghost),
            "code": ghost.what,
            "expected": finding.expected,
            "found": finding.found,
            "basis": self.basis(finding.basis),
            "waivedUntil": finding.waiver.until.isoformat() if finding.waiver else None,
            "href": self.finding(ghost),
        }

    def what(self, ghost: Ghost) -> str:
        """Return what is missing, in words."""
        return str(texts("ui")["network_missing"][ghost.what][self.lang])

    def finding(self, ghost: Ghost) -> str:
        """Return the address of a finding."""
        found = ghost.finding
        asked = {"audit": found.audit, "date": self.view.asked.on}
        asked |= {"body": compact(found.body)} if found.body else {}
        return f"/audits?{urlencode(asked)}#{found.id}"

    def basis(self, short: str) -> _Json | None:
        """Return where a document says it, None where none is cited."""
        found = self.place(short)
        if found is None:
            return None
        return {
            "href": found.href,
            "text": f"{found.short}, {found.place}",
            "quote": found.quote,
        }

    def place(self, short: str) -> BasisView | None:
        """Return a basis as pages show it; those asked for lately are kept."""
        if not short:
            return None
        key = (self.view.network.sequence, short, self.lang)
        if key not in _kept:
            if len(_kept) >= _BASES_KEPT:
                _kept.clear()
            _kept[key] = basis(self._service, NamedNode(expand(short)), self.lang)
        return _kept[key]

    def counts(self) -> _Json:
        """Return how much is shown, and how much of it in each state."""
        view = self.view
        states = view.state_counts
        return {
            "nodes": len(view.nodes),
            "groups": len(view.groups),
            "grouped": sum(map(len, view.groups.values())),
            "hidden": len(view.scope.bodies) - len(view.items),
            "edges": sum(states.values()),
            **{_NAMES.get(s, s): states.get(s, 0) for s in STATES},
            "missing": len(view.ghosts),
        }

    @cached_property
    def _ghosts(self) -> Mapping[str, Ghost]:
        return {f"ghost/{g.finding.id}": g for g in self.view.ghosts}

    def _ghost_edge(self, line: Bundle) -> _Json:
        ghost = self._ghosts[line.links[0].id]
        told = self.missing(ghost)
        return {
            "id": line.links[0].id,
            "source": line.source,
            "target": line.target,
            "relation": line.relation,
            "state": line.state,
            "from": None,
            "to": None,
            "function": told["found"],
            "modality": None,
            "post": None,
            "basis": told["basis"],
            "href": told["href"],
            "count": 1,
        }

    def _modality(self, link: Link) -> str | None:
        """Return in which sense a link holds, where it does not simply hold."""
        if link.modality in EFFECTIVE or link.modality not in self.view.words.modalities:
            return None
        return name_in(self.view.words.modalities[link.modality], self.lang)

    def _post(self, link: Link) -> str | None:
        return self._service.labels.label(ID + link.post, self.lang) if link.post else None


_NAMES: Final = {"in-force": "inForce"}
