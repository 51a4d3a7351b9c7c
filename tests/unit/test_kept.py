"""Values kept until the data change: made once, waited for only by who wants them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import pytest

from graphsvc.audits.kept import Kept

LIMIT_S = 10


@pytest.fixture
def store() -> Any:
    return SimpleNamespace(sequence=1)


def kept(store: Any, limit: int = 10) -> Kept[Any]:
    return Kept(cast("Any", store), limit)


def test_who_asks_meanwhile_waits_and_has_the_same_value(store: Any) -> None:
    values, begun, made = kept(store), threading.Event(), []
    go_on = threading.Event()

    def make() -> object:
        made.append(1)
        begun.set()
        assert go_on.wait(LIMIT_S)
        return object()

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(values.get, "a", make)
        assert begun.wait(LIMIT_S)
        second = pool.submit(values.get, "a", make)
        # Somebody else's value is made while the first one is still being worked out.
        assert pool.submit(values.get, "b", lambda: "own").result(LIMIT_S) == "own"
        assert not first.done()
        go_on.set()
        assert first.result(LIMIT_S) is second.result(LIMIT_S)
    assert made == [1]


def test_a_change_of_the_data_forgets_everything(store: Any) -> None:
    values = kept(store)
    assert values.get("a", lambda: "old") == "old"
    assert values.get("a", lambda: "new") == "old"
    store.sequence = 2
    assert values.get("a", lambda: "new") == "new"


def test_too_many_values_are_forgotten(store: Any) -> None:
    values = kept(store, limit=2)
    for name in ("a", "b", "c"):
        values.get(name, name.upper)
    assert values.get("a", lambda: "again") == "again"


def test_what_failed_or_is_not_worth_it_is_made_again(store: Any) -> None:
    values = kept(store)

    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        values.get("a", fail)
    assert values.get("a", lambda: "half", lambda _: False) == "half"
    assert values.get("a", lambda: "whole") == "whole"
    assert values.get("a", fail) == "whole"


def test_it_is_known_whether_a_value_is_there(store: Any) -> None:
    values, seen = kept(store), []
    assert not values.known("a")
    values.get("a", lambda: seen.append(values.known("a")))
    assert seen == [False]  # not before it is made
    assert values.known("a")
    store.sequence = 2
    assert not values.known("a")
