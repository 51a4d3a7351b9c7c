"""A small picture: who is where, what lies between, which of many are shown, what is escaped."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from graphsvc.network.picture import NODES_SHOWN, PictureEdge, PictureNode, picture
from graphsvc.network.picture_layout import Layout, laid_out
from graphsvc.network.picture_parts import CARD_PX, Card
from graphsvc.network.picture_text import shortened, width_px, wrapped

LEVELS = ["Федеральный", "Региональный", "Муниципальный"]
SVG = "{http://www.w3.org/2000/svg}"


def network(schools: int = 7) -> tuple[list[PictureNode], list[PictureEdge]]:
    """Return an institute with a ministry above it, and services below it."""
    nodes = [
        PictureNode("ministry", "Министерство", LEVELS[0], "/page/body/ministry"),
        PictureNode("institute", "Институт", LEVELS[1], "/page/body/institute", centre=True),
        *(
            PictureNode(f"s{n}", f"Служба {n}", LEVELS[2], f"/page/body/s{n}")
            for n in range(schools)
        ),
    ]
    edges = [
        PictureEdge("ministry", "institute", "управляет", "/page/relation/m", "manages"),
        *(
            PictureEdge("institute", f"s{n}", "координирует", "/page/relation/c", "coordinates")
            for n in range(schools)
        ),
        PictureEdge("s1", "institute", "обучается у", "", "trains", "planned"),
    ]
    return nodes, edges


def drawn(
    nodes: list[PictureNode], edges: list[PictureEdge], lanes: list[str] | None = None
) -> ET.Element:
    text = picture(nodes, edges, title="Окружение", description="Кто с кем", lanes=lanes or LEVELS)
    return ET.fromstring(str(text))  # noqa: S314  # our own


def layout(nodes: list[PictureNode], edges: list[PictureEdge]) -> Layout:
    return laid_out(nodes, edges, LEVELS)


def words(figure: ET.Element) -> list[str]:
    found = figure.findall(f".//{SVG}text[@class='word']")
    return [(t[0].tail or "").strip() for t in found]


def test_a_lane_lies_below_the_one_before_it_and_holds_its_cards() -> None:
    found = layout(*network())
    assert [b.name for b in found.bands] == LEVELS
    for above, below in pairwise(found.bands):
        assert above.y + above.height <= below.y
    bands = {b.name: b for b in found.bands}
    for card in found.cards:
        band = bands[card.node.lane]
        assert band.y < card.y
        assert card.bottom <= band.y + band.height
        assert 0 <= card.x <= found.width - CARD_PX


def test_no_card_covers_another_and_no_line_crosses_one() -> None:
    found = layout(*network(schools=12))
    for one in found.cards:
        for other in found.cards:
            assert one is other or apart(one, other)
    for line in found.lines:
        ends = {line.edge.source, line.edge.target}
        for x, y in points_of(line.path):
            for card in found.cards:
                inside = card.x < x < card.x + CARD_PX and card.y < y < card.bottom
                assert card.node.id in ends or not inside


def points_of(path: str) -> list[tuple[float, float]]:
    """Return points along a path of cubic curves, close enough together to meet any card."""
    start, *curves = path.removeprefix("M").split("C")
    at = tuple(map(float, start.split()))
    found: list[tuple[float, float]] = []
    for curve in curves:
        x1, y1, x2, y2, x3, y3 = map(float, curve.split())
        for n in range(41):
            t = n / 40
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
            found.append(
                (a * at[0] + b * x1 + c * x2 + d * x3, a * at[1] + b * y1 + c * y2 + d * y3)
            )
        at = (x3, y3)
    return found


def apart(one: Card, other: Card) -> bool:
    beside = abs(one.x - other.x) >= CARD_PX
    return beside or one.bottom <= other.y or other.bottom <= one.y


def test_the_arrow_points_to_whom_and_the_words_say_which_way() -> None:
    nodes, edges = network(schools=2)
    found = layout(nodes, edges)
    cards = {c.node.id: c for c in found.cards}
    for line in found.lines:
        x, y, way = line.head
        source, target = cards[line.edge.source], cards[line.edge.target]
        assert target.x <= x <= target.x + CARD_PX
        assert y == (target.y if way > 0 else target.bottom)
        assert way == (1 if source.y < target.y else -1)
    figure = drawn(nodes, edges)
    assert sorted(words(figure)) == [
        "↑ обучается у",
        "↓ координирует",
        "↓ координирует",
        "↓ управляет",
    ]


def test_an_agreement_has_no_arrow() -> None:
    nodes, _ = network(schools=1)
    one = PictureEdge("institute", "s0", "соглашение", "", "agreement", directed=False)
    figure = drawn(nodes, [one])
    assert words(figure) == ["— соглашение"]
    assert figure.findall(f".//{SVG}path[@class='head']") == []


def test_links_alike_are_one_with_their_number() -> None:
    nodes, _ = network(schools=1)
    edges = [
        PictureEdge("institute", "s0", "координирует", f"/{n}", "coordinates", note=f"работа {n}")
        for n in range(3)
    ]
    figure = drawn(nodes, edges)
    assert words(figure) == ["↓ координирует (3)"]
    title = figure.find(f".//{SVG}text[@class='word']/{SVG}title")
    assert title is not None
    assert title.text == "Институт — координирует (3) — Служба 0; работа 0; работа 1; работа 2"


def test_cards_and_words_are_links_with_names() -> None:
    figure = drawn(*network(schools=2))
    links = {a.get("href"): a.get("aria-label") for a in figure.iter(f"{SVG}a")}
    assert links["/page/body/s1"] == "Служба 1"
    assert links["/page/relation/m"] == "Министерство — управляет — Институт"
    # What leads nowhere is no link.
    assert "" not in links
    assert None not in links


def test_of_too_many_the_nearest_stay_and_the_number_of_the_others_is_told() -> None:
    nodes = [PictureNode(f"far{n}", f"Далёкий {n}", LEVELS[0]) for n in range(30)]
    near, edges = network(schools=30)
    figure = drawn([*nodes, *near], edges)
    shown = [t.text for t in figure.findall(f".//{SVG}g/{SVG}a/{SVG}title")]
    assert len(figure.findall(f".//{SVG}rect[@class='card']")) == NODES_SHOWN
    assert {n.label for n in near} <= set(shown)
    caption = figure.findtext("figcaption") or ""
    assert f": {30 + len(near) - NODES_SHOWN}." in caption
    whole = drawn(near, edges).findtext("figcaption") or ""
    assert "не поместились" not in whole


def test_a_level_looks_alike_in_every_picture() -> None:
    nodes, edges = network(schools=1)
    service = ".//{http://www.w3.org/2000/svg}g[@class='node shape-2']"
    assert drawn(nodes, edges).find(service) is not None
    assert drawn(nodes[1:], edges).find(service) is not None


def test_what_is_handed_in_is_escaped() -> None:
    attack = '"><script>alert(1)</script>'
    nodes = [
        PictureNode("a", attack, attack, f"/page/{attack}", attack, centre=True),
        PictureNode("b", "Б", LEVELS[0]),
    ]
    edges = [PictureEdge("a", "b", attack, f"/{attack}", "coordinates", attack, attack)]
    text = str(picture(nodes, edges, title=attack, description=attack, lanes=[attack], name=attack))
    assert "<script" not in text
    ET.fromstring(text)  # noqa: S314  # our own


def test_nothing_in_it_needs_a_style_of_its_own() -> None:
    nodes, edges = network()
    text = str(picture(nodes, edges, title="О", description="О", lanes=LEVELS))
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script", text)


def test_names_are_broken_between_words_and_cut_where_they_must_be() -> None:
    name = "Центр непрерывного повышения профессионального мастерства педагогических работников"
    lines = wrapped(name, 160)
    assert len(lines) == 3
    assert all(width_px(line) <= 160 for line in lines)
    assert lines[-1].endswith("…")
    assert name.startswith(" ".join(lines[:2]))
    assert wrapped("Институт", 160) == ("Институт",)
    assert shortened("Институт", 1000) == "Институт"
