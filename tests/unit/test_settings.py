"""Settings come from the environment, and a mistake is told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from graphsvc.errors import SettingError
from graphsvc.settings import PREFIX, Settings


def test_nothing_given_means_the_defaults() -> None:
    assert Settings.from_environment({"PATH": "/bin", "OTHER_PORT": "1"}) == Settings()


def test_each_type_is_read() -> None:
    given = {
        "GRAPHSVC_HOST": "localhost",
        "GRAPHSVC_PORT": "8123",
        "GRAPHSVC_DATA_DIR": "/data/x",
        "GRAPHSVC_LOAD_SEED": "TRUE",
    }
    assert Settings.from_environment(given) == Settings("localhost", 8123, Path("/data/x"), True)  # noqa: FBT003  # in the order of the fields


def test_every_setting_can_be_given_and_is_documented() -> None:
    for one in fields(Settings):
        text = {bool: "1", int: "7"}.get(type(one.default), "x")
        read = Settings.from_environment({PREFIX + one.name.upper(): text})
        assert getattr(read, one.name) in (True, 7, "x", Path("x"))
        assert one.metadata["doc"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRAPHSVC_NOSUCH", "1"),
        ("GRAPHSVC_", "1"),
        ("GRAPHSVC_PORT", ""),
        ("GRAPHSVC_PORT", "-1"),
        ("GRAPHSVC_PORT", "80.5"),
        ("GRAPHSVC_PORT", "٨"),
        ("GRAPHSVC_PORT", "9" * 5_000),
        ("GRAPHSVC_LOAD_SEED", "maybe"),
    ],
)
def test_a_mistake_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_environment({name: value})
    assert caught.value.parameters == {"name": name, "value": value}
