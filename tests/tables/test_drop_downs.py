"""The drop-downs of a template hold what the body it is for may mean: its region's, and federal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from graphsvc.rdf.names import ID
from graphsvc.tables import templates

if TYPE_CHECKING:
    import pytest

    from graphsvc.registry import Registry

KAMENKA, LOIRO = ID + "body/demo-kamenka-mms", ID + "body/lo-loiro"
INSTITUTE, LO = "Озёрный институт развития образования (учебный)", "Ленинградский областной"
FEDERAL = "Учебная федеральная академия (учебная)"


def bodies(registry: Registry, about: str) -> list[str]:
    content = registry.templates.template(["mentor"], about, "ru")
    columns = load_workbook(io.BytesIO(content))["_lists"].iter_cols(values_only=True)
    found = [[str(v) for v in values if v is not None] for values in columns]
    return next(values for values in found if FEDERAL in values)


def test_they_hold_the_bodies_of_the_own_region_and_federal_ones(registry: Registry) -> None:
    own = bodies(registry, KAMENKA)
    assert INSTITUTE in own
    assert not [name for name in own if LO in name]
    other = bodies(registry, LOIRO)
    assert [name for name in other if LO in name]
    assert INSTITUTE not in other


def test_they_are_in_order_and_can_be_read(registry: Registry) -> None:
    own = bodies(registry, KAMENKA)
    assert own == sorted(own, key=lambda text: (text.casefold(), text))
    names = registry.called.of(KAMENKA)
    assert all("[" in name or len(names.called(["body"], name)) == 1 for name in own)


def test_a_template_for_nobody_holds_all(registry: Registry) -> None:
    known = registry.templates.known(["body"])
    assert INSTITUTE in known
    assert [name for name in known if LO in name]


def test_the_own_region_is_not_cut_by_others(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = registry.templates.known(["body"], LOIRO)
    monkeypatch.setattr(templates, "_LISTED", len(own))
    assert registry.templates.known(["body"], LOIRO) == own
