"""What the fast engine cannot do the reference does, and the log says so."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graphsvc.errors import SettingError
from graphsvc.rdf.names import ID
from graphsvc.registry import Registry
from graphsvc.settings import Settings
from graphsvc.validation.engines import Turbo
from graphsvc.validation.shacl import Validator
from tests.making import TURTLE, node

if TYPE_CHECKING:
    from pathlib import Path

    from graphsvc.model.entities import Model
    from graphsvc.rdf.terms import Quad
    from graphsvc.validation.report import Report

FAULTY = f"{TURTLE}<{ID}body/b> a rms:Body ."


def data() -> list[Quad]:
    return list(ox.parse(FAULTY.encode(), ox.RdfFormat.TURTLE))


def found(model: Model, name: str = "turbo") -> Report:
    return Validator(model.shapes, model.ontology, name).validate(data(), [node("body/b")])


class PanicError(BaseException):
    """As Rust's panics: no Exception."""


def test_an_engine_that_is_not_installed_is_replaced(
    model: Model, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl_turbo", None)
    with caplog.at_level(logging.WARNING):
        assert found(model) == found(model, "pyshacl")
    assert "pyshacl validates instead" in caplog.text


@pytest.mark.parametrize("error", [RuntimeError("no"), PanicError("panic"), ValueError("IRI")])
def test_an_engine_that_fails_is_replaced(
    error: BaseException,
    model: Model,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expected = found(model)
    assert expected.violations

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Turbo, "report", fail)
    with caplog.at_level(logging.WARNING):
        assert found(model) == expected
    assert "pyshacl validates this instead" in caplog.text


def test_shapes_that_the_engine_cannot_make_out_are_validated_by_the_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = f"""{TURTLE} shape:a a sh:NodeShape ; sh:targetClass rms:Body ;
      sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:datatype ( xsd:string ) ] ."""
    shapes = list(ox.parse(text.encode(), ox.RdfFormat.TURTLE))
    with caplog.at_level(logging.WARNING):
        report = Validator(shapes, []).validate(data(), [node("body/b")])
    assert report.violations
    assert "pyshacl validates instead" in caplog.text


def test_interrupting_is_no_failure(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Turbo, "report", interrupt)
    with pytest.raises(KeyboardInterrupt):
        found(model)


def test_another_name_is_no_engine(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        Registry(Settings(data_dir=tmp_path, shacl_engine="rust"))
    assert caught.value.parameters == {"name": "GRAPHSVC_SHACL_ENGINE", "value": "rust"}
