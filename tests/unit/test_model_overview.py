"""The model at a glance: nothing left out, and a picture in which nothing covers anything."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphsvc.locale import LANGUAGES
from graphsvc.model import overview as module
from graphsvc.model.overview import Box, Link, groups, picture
from graphsvc.model.rules import CARDINALITIES, cardinality, expected_fields, rules

if TYPE_CHECKING:
    from graphsvc.model.entities import Model

# Generous widths of a letter, in the units of the picture: bold in a box, plain beside a link.
LETTER_IN_BOX, LETTER_BESIDE = 8.2, 6.9


def test_every_type_stands_in_one_group(model: Model) -> None:
    shown = [entity.name for group in groups(model) for entity in group.entities]
    assert sorted(shown) == sorted(model.by_name)
    # The last group also takes what no group names: a region's own types, none of ours.
    overview = tomllib.loads((Path(module.__file__).parent / "overview.toml").read_text("utf-8"))
    named = [name for group in overview["groups"] for name in group["entities"]]
    assert sorted(named) == sorted(model.by_name)


def test_a_link_is_a_field_that_leads_where_it_points(model: Model) -> None:
    shown = picture(model)
    assert len(shown.links) > 20
    for link in shown.links:
        fields = [f for f in link.source.fields if f.label == link.label and not f.datatype]
        assert any(link.target.iri in f.classes or not f.classes for f in fields), link.label


def test_boxes_lie_on_the_surface_and_apart(model: Model) -> None:
    shown = picture(model)
    for box in shown.boxes:
        assert 0 <= box.x <= shown.width - box.width
        assert 0 <= box.y <= shown.height - box.height
    for one, other in combinations(shown.boxes, 2):
        assert not overlap(edges(one), edges(other)), (one.entity.name, other.entity.name)


def test_no_line_crosses_a_box(model: Model) -> None:
    shown = picture(model)
    for link in shown.links:
        for start, end in pairwise(link.points):
            line = (*map(min, start, end), *map(max, start, end))
            for box in shown.boxes:
                left, top, right, bottom = edges(box)
                inner = (left + 1, top + 1, right - 1, bottom - 1)
                assert not overlap(line, inner), (link.source.name, box.entity.name)


def test_a_line_begins_and_ends_at_its_boxes(model: Model) -> None:
    shown = picture(model)
    boxes = {box.entity.name: box for box in shown.boxes}
    for link in shown.links:
        ends = ((link.points[0], link.source), (link.points[-1], link.target))
        for (x, y), entity in ends:
            left, top, right, bottom = edges(boxes[entity.name])
            assert left <= x <= right
            assert top <= y <= bottom
            assert x in (left, right) or y in (top, bottom)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_fit_and_no_name_covers_another(model: Model, lang: str) -> None:
    shown = picture(model)
    for box in shown.boxes:
        for height, text in box.lines(lang):
            assert len(text) * LETTER_IN_BOX <= box.width, text
            assert box.y < height < box.y + box.height
    names = [(link, area(link, lang)) for link in shown.links]
    for (one, first), (other, second) in combinations(names, 2):
        assert not overlap(first, second), (one.label, other.label)
    for link, covered in names:
        assert covered[2] <= shown.width, link.label
        for box in shown.boxes:
            assert not overlap(covered, edges(box)), (link.label, box.entity.name)


def edges(box: Box) -> tuple[float, ...]:
    return box.x, box.y, box.x + box.width, box.y + box.height


def area(link: Link, lang: str) -> tuple[float, ...]:
    """Return what the name of a link covers."""
    lines = link.lines(lang)
    width = max(len(text) for _, text in lines) * LETTER_BESIDE
    left = link.x - (width / 2 if link.anchor == "middle" else 0)
    return left, lines[0][0] - 9, left + width, lines[-1][0] + 2


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_line_is_no_wider_than_thought() -> None:
    """A line is an area without breadth: `overlap` has to see it all the same."""
    assert overlap((0, 5, 10, 5), (2, 2, 8, 8))
    assert not overlap((0, 9, 10, 9), (2, 2, 8, 8))


# The rules


def test_every_rule_of_a_type_is_told_in_both_languages(model: Model) -> None:
    found = rules(model)
    assert set(found) == set(model.by_name)
    for entity in model.entities:
        basic = [r.field for r in found[entity.name] if r.basic]
        assert basic == [f.name for f in entity.fields]
        for rule in found[entity.name]:
            assert rule.message.keys() >= set(LANGUAGES), rule.shape
            assert rule.severity in ("violation", "warning", "info")


def test_the_rules_are_those_of_the_files(model: Model) -> None:
    agreement = {r.shape: r for r in rules(model)["agreement"]}
    ends = agreement["Agreement-validTo-expected"]
    assert (ends.field, ends.severity, ends.basic) == ("validTo", "info", False)
    assert agreement["Agreement-validFrom-before"].severity == "violation"
    assert "Activity-deadlineEnd-approved" in {r.shape for r in rules(model)["activity"]}


def test_what_is_wanted_is_not_required(model: Model) -> None:
    found = rules(model)
    wanted = {e.name: expected_fields(e, found[e.name]) for e in model.entities}
    assert {"number", "signedOn", "validTo"} <= wanted["agreement"]
    for entity in model.entities:
        assert not {f.name for f in entity.fields if f.required} & wanted[entity.name]


def test_how_many_values_a_field_takes(model: Model) -> None:
    agreement = model.by_name["agreement"].by_name
    assert cardinality(agreement["label"]) == "one-a-language"
    assert cardinality(agreement["signedOn"]) == "at-most-one"
    assert cardinality(agreement["party"]) == "any"
    assert cardinality(model.by_name["norm"].by_name["basis"]) == "some"
    every = {cardinality(f) for e in model.entities for f in e.fields}
    assert every == set(CARDINALITIES)
