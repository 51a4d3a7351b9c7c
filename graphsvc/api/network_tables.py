"""The network as tables: bodies by level with who coordinates them, links by relation."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from graphsvc.network.parts import COORDINATES, EXPIRED, STATES, name_in, natural

if TYPE_CHECKING:
    from graphsvc.api.network_forms import Forms
    from graphsvc.network.parts import Link

__all__ = ["ROWS_MOST", "body_tables", "group_rows", "link_tables"]

ROWS_MOST: Final = 250
"""Most links of one relation that a page lists; the rest is told by number."""

_Json = dict[str, Any]


def body_tables(forms: Forms) -> list[tuple[_Json, list[_Json]]]:
    """Return each level with its bodies by municipality and name, and who coordinates each."""
    view = forms.view
    above: dict[str, list[tuple[Link, str]]] = defaultdict(list)
    degree: dict[str, int] = defaultdict(int)
    for link, state in view.scope.links:
        degree[link.source] += 1
        degree[link.target] += 1
        if link.relation == COORDINATES and state != EXPIRED:
            above[link.target].append((link, state))
    lacking: dict[str, list[str]] = defaultdict(list)
    for ghost in view.ghosts:
        lacking[ghost.node].append(forms.what(ghost))
    rows: dict[str, list[_Json]] = defaultdict(list)
    for short in view.nodes:
        body, place = view.graph.bodies[short], view.graph.district(short)
        territory = view.graph.territories.get(place)
        kind = view.words.kind_names.get(view.kind(short), ("", ""))
        rows[body.level].append(
            {
                **forms.body(short),
                "kind": name_in(kind, forms.lang),
                "district": name_in(territory.names, forms.lang) if territory else "",
                "state": view.scope.day.presence(short),
                "outside": view.outside(short),
                "coordinators": [_coordinator(forms, *one) for one in above[short]],
                "links": degree[short],
                "lacking": lacking[short],
                "synthetic": view.graph.made_up(short),
            }
        )
    for found in rows.values():
        found.sort(key=lambda row: (natural(row["district"]), natural(row["label"]), row["id"]))
    return [(level, rows[level["code"]]) for level in forms.levels() if rows[level["code"]]]


def group_rows(forms: Forms) -> list[_Json]:
    """Return the groups by level and name."""
    order = list(forms.view.words.levels)
    found = [forms.group(name) for name in forms.view.groups]
    return sorted(found, key=lambda g: (order.index(g["level"]), natural(g["label"]), g["id"]))


def link_tables(forms: Forms) -> list[tuple[_Json, list[_Json], int]]:
    """Return each relation with its links by state and name, as many as are listed, and how many.

    What is missing comes first, what has expired or soon will after it.
    """
    view = forms.view
    rows: dict[str, list[_Json]] = defaultdict(list)
    for line in view.lines:
        rows[line.relation].append(
            {
                "line": line,
                "state": line.state,
                "one": _item(forms, line.source),
                "other": _item(forms, line.target),
            }
        )
    order = (*reversed(STATES[1:]), STATES[0])
    tables: list[tuple[_Json, list[_Json], int]] = []
    known = {relation["code"]: relation for relation in forms.relations()}
    for code in sorted(
        rows, key=lambda c: (c not in known, [*known].index(c) if c in known else 0)
    ):
        found = rows[code]
        found.sort(
            key=lambda row: (
                order.index(row["state"]),
                natural(row["one"]["label"]),
                natural(row["other"]["label"]),
            )
        )
        shown = [row | forms.edge(row["line"]) for row in found[:ROWS_MOST]]
        relation = known.get(code) or {
            "code": code,
            "label": view.words.relation(code, forms.lang),
            "inverse": view.words.relation(code, forms.lang, inverse=True),
        }
        tables.append((relation, shown, len(found)))
    return tables


def _coordinator(forms: Forms, link: Link, state: str) -> _Json:
    return {
        **forms.body(link.source),
        "state": state,
        "function": name_in(link.function, forms.lang),
        "basis": forms.basis(link.basis),
    }


def _item(forms: Forms, name: str) -> _Json:
    """Return a node or a group as an end of a link."""
    if name.startswith("g:"):
        group = forms.group(name)
        return {"href": "", "label": group["label"], "count": group["count"]}
    return forms.body(name) | {"count": 0}
