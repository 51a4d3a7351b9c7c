"""Rechecking: an old answer holds, and what was altered, rewritten or reworded is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graphsvc.errors import ParameterError, QuestionNotFoundError
from graphsvc.journal.entry import GENESIS, Header, encode
from graphsvc.projections.versions import FOLDER
from graphsvc.questions.catalogue import Catalogue
from graphsvc.questions.receipts import make_out
from graphsvc.rdf.names import QUESTIONS, graph_of, rms
from graphsvc.rdf.patch import Patch, diff
from graphsvc.rdf.terms import in_graph
from graphsvc.registry import JOURNAL, Registry
from graphsvc.settings import Settings
from graphsvc.upkeep import rebuild
from tests.making import Bare, quad, text, within
from tests.making import submitted as hand_in

if TYPE_CHECKING:
    from graphsvc.questions.catalogue import Question


ASKED = {"level": "regional", "jurisdiction": "territory/t"}
QUESTION = "bodies-by-level"
ENTRIES = 1_000


def opened(folder: Path) -> Registry:
    return Registry(Settings(data_dir=folder))


def asked(registry: Registry, **given: Any) -> dict[str, Any]:
    question: Question = registry.catalogue[QUESTION]
    return registry.asker.ask(question, ASKED, **given).receipt


def verdict(registry: Registry, receipt: dict[str, Any]) -> str:
    found = registry.recheck(receipt)
    return str(found["verdict"])


def grow(folder: Path, entries: int) -> None:
    """Commit many small changes past the pipeline's checks, which take most of the time."""
    bare = Bare(folder, on_disk=True)
    for number in range(entries):
        body = f"body/w{number % 50}"
        header = Header("data", "a", "", graph_of(body).value)
        new = [within(quad(body, rms("note"), text(str(number))), graph_of(body))]
        bare.pipeline.commit(header, diff(bare.store.graph(graph_of(body)), new))
    bare.close()


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A closed data folder with one body, and the receipt of an answer that names it."""
    folder = tmp_path_factory.mktemp("answered")
    registry = opened(folder)
    hand_in(registry, "a")
    receipt = asked(registry)
    registry.close()
    return folder, receipt


@pytest.fixture
def folder(answered: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(answered[0], tmp_path / "data"))


@pytest.fixture
def receipt(answered: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return answered[1]


def test_an_answer_still_holds_after_many_commits_and_a_rebuild(
    folder: Path, receipt: dict[str, Any]
) -> None:
    grow(folder, ENTRIES)
    registry = opened(folder)
    hand_in(registry, "b")  # which answers the question, too
    assert registry.journal.sequence > receipt["sequence"] + ENTRIES
    assert asked(registry)["rows"] != receipt["rows"]
    found = registry.recheck(receipt)
    assert found["verdict"] == "holds"
    engine = {"count": 1, "rows": receipt["rows"], "equal": True}
    assert found["engines"] == {"sparql": engine, "cypher": engine}
    assert registry.receipts.find(receipt["id"]) == receipt
    registry.close()
    rebuild(Settings(data_dir=folder))
    assert not (folder / FOLDER).exists()
    again = opened(folder)
    assert verdict(again, again.receipts.find(receipt["id"])) == "holds"
    again.close()


def test_a_receipt_that_was_altered_is_told(folder: Path, receipt: dict[str, Any]) -> None:
    registry = opened(folder)
    for name, value in (("rows", "0" * 64), ("count", 2), ("head", "0" * 64), ("sequence", 1)):
        found = registry.recheck({**receipt, name: value})
        assert (found["verdict"], found["engines"]) == ("altered", {})
    assert verdict(registry, {}) == "altered"
    assert registry.recheck({"id": 7})["verdict"] == "altered"
    registry.close()


def remade(receipt: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Return a receipt with other contents and the name that fits them: a forgery."""
    contents = {k: v for k, v in receipt.items() if k not in ("id", "time")} | other
    return make_out(contents, receipt["time"])


def test_a_forged_answer_differs(folder: Path, receipt: dict[str, Any]) -> None:
    registry = opened(folder)
    found = registry.recheck(remade(receipt, rows="0" * 64))
    assert found["verdict"] == "differs"
    assert found["engines"]["sparql"] == {"count": 1, "rows": receipt["rows"], "equal": False}
    for sequence in (0, -1, 10**9):
        assert verdict(registry, remade(receipt, sequence=sequence)) == "journal-rewritten"
    for other in ({"question": "nosuch"}, {"question": "a b"}, {"version": "0" * 12}):
        with pytest.raises(QuestionNotFoundError):
            registry.recheck(remade(receipt, **other))
    for parameters in ({}, {"nosuch": "1"}, {**receipt["parameters"], "more": "x"}):
        with pytest.raises(ParameterError):
            registry.recheck(remade(receipt, parameters=parameters))
    registry.close()


def test_a_receipt_of_another_journal_is_told(
    folder: Path, receipt: dict[str, Any], tmp_path: Path
) -> None:
    other = opened(tmp_path / "other")
    hand_in(other, "b")
    hand_in(other, "a")
    assert other.journal.sequence >= receipt["sequence"]
    assert verdict(other, receipt) == "journal-rewritten"
    theirs = asked(other)
    other.close()
    own = opened(folder)
    assert verdict(own, theirs) == "journal-rewritten"
    own.close()


def test_a_journal_that_was_rewritten_with_a_valid_chain_is_told(
    folder: Path, receipt: dict[str, Any]
) -> None:
    registry = opened(folder)
    hand_in(registry, "b")
    later = asked(registry)
    entries = list(registry.journal.entries())
    registry.close()
    # The entry of the first body becomes another one, and all after it are chained anew.
    previous, blocks = GENESIS, list[bytes]()
    for entry in entries:
        patch = entry.patch
        if entry.sequence == receipt["sequence"]:
            patch = Patch(patch.added[1:], patch.removed)
        rewritten, block = encode(entry.sequence, previous, entry.header, patch)
        previous = rewritten.digest
        blocks.append(block)
    (folder / JOURNAL).write_bytes(b"".join(blocks))
    rebuild(Settings(data_dir=folder))
    again = opened(folder)
    again.journal.check()
    for one in (receipt, later):
        assert verdict(again, one) == "journal-rewritten"
    again.close()


def test_a_question_is_asked_as_it_was_asked(folder: Path, receipt: dict[str, Any]) -> None:
    registry = opened(folder)
    question = registry.catalogue[QUESTION]
    none = "\nLIMIT 0\n"
    young = replace(question, sparql=question.sparql + none, ladybug=question.ladybug + none)
    other = Catalogue([young])
    quads = [in_graph(q.triple, QUESTIONS) for q in other.quads()]
    patch = diff(registry.store.graph(QUESTIONS), quads)
    registry.pipeline.commit(Header("model", "graphsvc", "", QUESTIONS.value), patch)
    # The old answer is checked with the old text …
    assert verdict(registry, receipt) == "holds"
    # … and an old state that was asked with the young text is checked with that.
    then = registry.asker.ask(other[QUESTION], ASKED, as_of=receipt["sequence"]).receipt
    assert (then["sequence"], then["count"]) == (receipt["sequence"], 0)
    assert verdict(registry, then) == "holds"
    assert verdict(registry, remade(then, count=1)) == "differs"
    registry.close()


def test_as_of_by_number_date_and_time(folder: Path) -> None:
    registry = opened(folder)
    last = registry.journal.sequence
    moment = registry.journal.read(last).header.time
    assert registry.sequence_at("1") == 1
    assert registry.sequence_at(str(last)) == last
    for given in (
        moment.isoformat(),
        moment.date().isoformat(),
        "2999-12-31",
        "9999-12-31",
        "2999-12-31T00:00",
        "9999-12-31T23:59:59.999999Z",
        moment.astimezone(timezone(timedelta(hours=3))).isoformat(),
        moment.replace(tzinfo=None).isoformat(),
    ):
        assert registry.sequence_at(given) == last, given
    for given in (
        *("0", "-1", str(last + 1), "9" * 30, "9" * 5_000, "+1", "1.0", "٣", "", " "),
        *("x", "2026-13-01", "2026-02-30", "2026-11-22T25:00", "yesterday", "1999-12-31"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1; DROP", "2026-11-22 }"),
    ):
        with pytest.raises(ParameterError) as caught:
            registry.sequence_at(given)
        assert caught.value.parameters["name"] == "asOf"
    registry.close()


def test_entries_of_one_time_are_told_apart_by_number_only(folder: Path) -> None:
    registry = opened(folder)
    first = registry.journal.sequence
    times = ["2030-01-01T10:00:00+00:00", "2030-01-01T10:00:00+00:00", "2030-01-02T00:30:00+00:00"]
    for number, time in enumerate(times):
        new = within(quad("body/t", rms("note"), text(str(number))), graph_of("body/t"))
        header = Header(
            "data", "a", "", graph_of("body/t").value, time=datetime.fromisoformat(time)
        )
        registry.pipeline.commit(header, Patch((new,), ()))
    assert registry.sequence_at("2030-01-01T09:59:59") == first
    assert registry.sequence_at("2030-01-01T10:00:00Z") == first + 2
    assert registry.sequence_at("2030-01-01") == first + 2
    assert registry.sequence_at("2030-01-02T00:29:59.9+00:00") == first + 2
    assert registry.sequence_at("2030-01-02T03:30+03:00") == first + 3
    assert registry.sequence_at("2030-01-02") == first + 3
    registry.close()


def test_what_is_handed_in_cannot_pass_for_an_entry(folder: Path) -> None:
    registry = opened(folder)
    graph = graph_of("body/f")
    forged = [
        within(quad("body/f", rms("sequence"), text("1", "integer")), graph),
        within(quad("body/f", rms("time"), text("1990-01-01T00:00:00Z", "dateTime")), graph),
    ]
    registry.pipeline.commit(Header("data", "a", "", graph.value), Patch(tuple(forged), ()))
    with pytest.raises(ParameterError):
        registry.sequence_at("1999-01-01")
    registry.close()
