"""The reasoner's Java, started anew for each question."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def quick_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the second compiler: a Java that lives a second spends half of it on that."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
