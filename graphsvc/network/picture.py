"""A small layered graph as SVG: lanes from top to bottom, arrows, names of the relations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from graphsvc.locale import texts
from graphsvc.network.picture_layout import Layout, laid_out
from graphsvc.network.picture_parts import CARD_PX, Card, PictureEdge, PictureNode
from graphsvc.network.picture_text import LINE_PX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["NODES_SHOWN", "PictureEdge", "PictureNode", "picture"]

NODES_SHOWN: Final = 40
# Relations that are drawn alike; the style sheet gives each family its colour and dashes.
_FAMILIES: Final = (
    ("coordinates", "organizes-work-of"),
    ("manages", "guides", "subordinate-to", "controls-execution", "creates"),
    ("approves", "approves-composition", "agrees-plan", "chairs", "acts-under"),
    ("agreement", "cooperates-with", "interacts-with"),
    ("supports-methodically", "trains", "recommends-to", "informs", "serves"),
    ("unit-of", "attached-to", "hosted-by", "part-of-network", "represented-in"),
)
# In the order of the lanes: the shapes that web/src/network/looks.ts gives the levels.
_SHAPES: Final = (
    '<path d="M{x} {t}l8 7.5-8 7.5-8-7.5z"/>',
    '<rect x="{l}" y="{t}" width="13" height="13" rx="1"/>',
    '<path d="M{x} {t}l8 14h-16z"/>',
    '<circle cx="{x}" cy="{y}" r="7"/>',
    '<path d="M{l} {t}h9l4 7-4 7h-9l-4-7z"/>',
    '<path d="M{x} {b}l8-14h-16z"/>',
)


def picture(  # noqa: PLR0913  # what it says is told apart by name
    nodes: Sequence[PictureNode],
    edges: Iterable[PictureEdge],
    *,
    title: str,
    description: str,
    lanes: Sequence[str] = (),
    lang: str = "ru",
    name: str = "picture",
    signs: Mapping[str, str] | None = None,
) -> Markup:
    """Return a `<figure>` with the graph as SVG: cards in lanes, arrows with relations' names.

    Cards and the relations' words are links, reached by the keyboard in reading order. What a
    level or a relation is, is told by colour and by shape or dashes; all colours come from
    `/static/picture.css`, which the page links, so that it is right in the dark and on paper.
    Links between the same two nodes by the same relation become one, with their number.

    Of more than `NODES_SHOWN` nodes those nearest to the centre are shown (without a centre those
    with most links, then those named first), and the caption says how many are hidden.

    ```python
    picture(
        [PictureNode("a", "Институт", "региональный", "/page/body/a", centre=True),
         PictureNode("b", "ММС", "муниципальный", "/page/body/b")],
        [PictureEdge("a", "b", "координирует", "/page/relation/ab", relation="coordinates")],
        title="Окружение института", description="Один орган, одна связь.",
        lanes=["региональный", "муниципальный"], lang="ru",
    )
    ```

    Args:
        edges: those whose ends are not both among the nodes are left out.
        title: what the picture is, for who does not see it, and for its frame that scrolls.
        description: what it shows, in a sentence or two.
        lanes: the lanes' names from the top; those of nodes that it does not name come after, as
            they come. A lane without a node is not drawn, but keeps its shape and colour: a level
            looks alike in every picture that names all levels.
        name: begins the ids in it; two pictures on a page need two names.
        signs: states that have a look of their own, in words: those that occur are explained below.
    """
    words = texts("ui")
    joined = _joined(edges, {n.id for n in nodes})
    shown = _nearest(nodes, joined)
    kept = {n.id for n in shown}
    order = [*lanes, *(n.lane for n in shown)]
    layout = laid_out(
        shown,
        [e for e in joined if {e.source, e.target} <= kept],
        list(dict.fromkeys(order)),
    )
    hidden = len(nodes) - len(shown)
    caption = [
        str(words["picture_hidden"][lang]).format(count=hidden) if hidden else "",
        str(words["picture_hint"][lang]) if layout.words else "",
    ]
    told = " ".join(c for c in caption if c)
    there = {line.edge.state for line in layout.lines}
    legend = "".join(_sign(k, word) for k, word in (signs or {}).items() if k in there)
    return Markup(  # noqa: S704  # every text in it is escaped
        f'<figure class="picture"><div class="scroll" tabindex="0" role="region" '
        f'aria-label="{escape(title)}">{_svg(layout, description, name)}</div>'
        + (f"<figcaption>{legend}{escape(told)}</figcaption>" if told or legend else "")
        + "</figure>"
    )


def _sign(state: str, word: str) -> str:
    """Return a line as it is drawn in a state, and what the state is called."""
    return (
        f'<span class="legend"><svg class="edge {escape(state)}" width="34" height="10" '
        f'aria-hidden="true"><path class="line" d="M1 5h32"/></svg>{escape(word)}</span> '
    )


def _joined(edges: Iterable[PictureEdge], known: set[str]) -> list[PictureEdge]:
    """Return one edge for those alike, its words with their number and its note with all notes."""
    alike: dict[tuple[str, ...], list[PictureEdge]] = defaultdict(list)
    for edge in edges:
        if edge.source in known and edge.target in known:
            alike[edge.source, edge.target, edge.label, edge.relation, edge.state].append(edge)
    return [
        replace(
            found[0],
            label=f"{found[0].label} ({len(found)})" if len(found) > 1 else found[0].label,
            note="; ".join(dict.fromkeys(e.note for e in found if e.note)),
        )
        for found in alike.values()
    ]


def _nearest(nodes: Sequence[PictureNode], edges: Iterable[PictureEdge]) -> list[PictureNode]:
    """Return at most `NODES_SHOWN` nodes, in their own order."""
    linked: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        linked[edge.source].add(edge.target)
        linked[edge.target].add(edge.source)
    reached = [n.id for n in nodes if n.centre]
    far = dict.fromkeys(reached, 0)
    for one in reached:  # grows while it is walked
        for other in sorted(linked[one] - far.keys()):
            far[other] = far[one] + 1
            reached.append(other)
    best = sorted(nodes, key=lambda n: (far.get(n.id, len(nodes)), -len(linked[n.id])))
    kept = {n.id for n in best[:NODES_SHOWN]}
    return [n for n in nodes if n.id in kept]


def _svg(layout: Layout, description: str, name: str) -> str:
    width, height = f"{layout.width:.0f}", f"{layout.height:.0f}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="group" aria-describedby="{escape(name)}-told">'
        f'<desc id="{escape(name)}-told">{escape(description)}</desc>'
    )
    parts = [head]
    parts += [
        f'<rect class="lane" x="0" y="{band.y:.0f}" width="{width}" '
        f'height="{band.height:.0f}" rx="8"/>'
        f'<text class="lane-name" x="14" y="{band.y + 18:.0f}">{escape(band.name)}</text>'
        for band in layout.bands
    ]
    for line in layout.lines:
        x, y, way = line.head
        head = f'<path class="head" d="M{x:.0f} {y:.0f}l-5 {-9 * way}h10z"/>'
        parts.append(
            f'<g class="{_style(line.edge)}" aria-hidden="true">'
            f'<path class="line" d="{line.path}"/>{head if line.edge.directed else ""}</g>'
        )
    names = {c.node.id: c.node.label for c in layout.cards}
    for word in layout.words:
        edge = word.edge
        sentence = f"{names[edge.source]} — {edge.label} — {names[edge.target]}"
        told = f"{sentence}; {edge.note}" if edge.note else sentence
        text = (
            f'<text class="word" x="{word.x:.0f}" y="{word.y:.0f}">'
            f"<title>{escape(told)}</title>{word.arrow} {escape(edge.label)}</text>"
        )
        parts.append(f'<g class="{_style(edge)}">{_linked(text, edge.href, told)}</g>')
    parts += [_card(card) for card in layout.cards]
    return "".join([*parts, "</svg>"])


def _card(card: Card) -> str:
    node, middle = card.node, card.y + card.height / 2
    lines = [(line, "") for line in card.lines] + ([(node.note, "note")] if node.note else [])
    first = middle - (len(lines) - 1) * LINE_PX / 2 + 4.5
    text = "".join(
        f'<tspan x="{card.x + 30:.0f}" y="{first + n * LINE_PX:.1f}"'
        + (f' class="{kind}"' if kind else "")
        + f">{escape(line)}</tspan>"
        for n, (line, kind) in enumerate(lines)
    )
    x = card.x + 16
    glyph = _SHAPES[card.shape % len(_SHAPES)].format(
        x=f"{x:.0f}", y=f"{middle:.0f}", l=f"{x - 6.5:.1f}",
        t=f"{middle - 7:.1f}", b=f"{middle + 7:.1f}",
    )  # fmt: skip
    body = (
        f"<title>{escape(node.label)}</title>"
        f'<rect class="card" x="{card.x:.0f}" y="{card.y:.0f}" width="{CARD_PX}" '
        f'height="{card.height:.0f}" rx="7"/><g class="glyph">{glyph}</g>'
        f'<text class="name">{text}</text>'
    )
    kind = f"node shape-{card.shape % len(_SHAPES)}{' centre' if node.centre else ''}"
    return f'<g class="{kind}">{_linked(body, node.href, node.label)}</g>'


def _linked(content: str, href: str, label: str) -> str:
    if not href:
        return content
    return f'<a href="{escape(href)}" aria-label="{escape(label)}">{content}</a>'


def _style(edge: PictureEdge) -> str:
    family = next((n for n, codes in enumerate(_FAMILIES, 1) if edge.relation in codes), 0)
    return f"edge family-{family} {escape(edge.state)}"
