"""Earlier states: as of each entry they are what replaying the journal up to it gives."""

from __future__ import annotations

import random
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from graphsvc.errors import StoreDamagedError, VersionOpeningError
from graphsvc.projections import versions as module
from graphsvc.projections.checkpoints import Checkpoints
from graphsvc.projections.cypher import EmbeddedCypher
from graphsvc.projections.derivation import Derivation
from graphsvc.projections.oxigraph import OxigraphStore
from graphsvc.projections.reading import StoreReader
from graphsvc.projections.versions import FOLDER, Present, Versions, thinned
from graphsvc.rdf.names import rms
from tests.making import EDGES, Bare, quad, relation, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graphsvc.journal.entry import Entry
    from graphsvc.journal.journal import Journal
    from graphsvc.projections.versions import Version
    from graphsvc.rdf.terms import Quad

ENTRIES = 12


def handed_in(chance: random.Random) -> list[Quad]:
    """Return some notes of one body, and some relations with a direct edge."""
    notes = [quad(f"body/{b}", rms("note"), text(str(chance.randrange(4)))) for b in "abc"]
    one, other = (f"body/{chance.choice('abc')}" for _ in range(2))
    modality = chance.choice(["in-force", "planned"])
    some = relation(f"relation/{chance.randrange(2)}", one, other, modality)
    return [*chance.sample(notes, 2), *(some if chance.random() < 0.7 else [])]


def written(folder: Path, seed: int, entries: int = ENTRIES) -> Bare:
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    bare = Bare(folder, on_disk=True)
    while bare.journal.sequence < entries:
        bare.submit(f"body/{chance.choice('ab')}", handed_in(chance))
    return bare


def states(journal: Journal) -> list[set[Quad]]:
    """Return what the store holds as of each entry, applied one by one; none of it first."""
    store = OxigraphStore(None, Derivation(EDGES))
    found: list[set[Quad]] = [set()]
    for entry in journal.entries():
        store.apply(entry)
        found.append(set(store.dump()))
    return found


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Bare]:
    made = written(tmp_path, 1)
    yield made
    made.close()


@pytest.fixture
def versions(bare: Bare, tmp_path: Path) -> Iterator[Versions]:
    opened = Versions(tmp_path, bare.journal, Derivation(EDGES), None)
    yield opened
    opened.close()


def folders(folder: Path) -> list[Path]:
    return list(folder.glob("version-*"))


def as_of(versions: Versions, sequence: int) -> set[Quad]:
    with versions.at(sequence, None) as version:
        assert version.sequence == sequence
        return set(version.reader.dump())


@pytest.mark.parametrize("seed", range(8))
def test_entries_replayed_together_are_entries_applied_one_by_one(
    seed: int, tmp_path: Path
) -> None:
    bare = written(tmp_path, seed)
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    entries = list(bare.journal.entries())
    store = OxigraphStore(None, Derivation(EDGES))
    expected = states(bare.journal)
    while store.sequence < ENTRIES:
        step = chance.randrange(1, 6)
        store.replay(entries[store.sequence : store.sequence + step])
        assert set(store.dump()) == expected[store.sequence]
        assert store.head == entries[store.sequence - 1].digest
    changed = {q.subject for e in entries for q in (*e.patch.added, *e.patch.removed)}
    for subject in changed:
        assert store.changes_of(subject) == bare.store.changes_of(subject)  # type: ignore[arg-type]
    bare.close()


def test_entries_that_do_not_follow_are_not_replayed(bare: Bare) -> None:
    store = OxigraphStore(None, Derivation(EDGES))
    for entries in ([], [bare.journal.read(2)]):
        with pytest.raises(StoreDamagedError):
            store.replay(entries)
    assert store.sequence == 0


def test_as_of_each_entry_it_is_what_a_replay_gives(bare: Bare, versions: Versions) -> None:
    expected = states(bare.journal)
    for sequence in range(1, ENTRIES + 1):
        assert as_of(versions, sequence) == expected[sequence]
    assert len({frozenset(s) for s in expected}) == ENTRIES + 1


def kept(
    bare: Bare, versions: Versions, monkeypatch: pytest.MonkeyPatch, sequence: int = 6
) -> Path:
    """Keep a checkpoint as of an entry and return its folder."""
    monkeypatch.setattr(module, "_ENTRIES_PER_CHECKPOINT", 1)
    folder = versions._kept.parent / "younger"
    store = OxigraphStore(folder, Derivation(EDGES))
    for entry in list(bare.journal.entries())[:sequence]:
        store.apply(entry)
    versions.keep(store)
    store.close()
    shutil.rmtree(folder)
    return versions._kept / str(sequence)


def replayed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that is told the number of each entry that is replayed."""
    told: list[int] = []
    real = OxigraphStore.replay

    def replay(self: OxigraphStore, entries: list[Entry]) -> None:
        told.extend(e.sequence for e in entries)
        real(self, entries)

    monkeypatch.setattr(OxigraphStore, "replay", replay)
    return told


def test_from_a_checkpoint_on_only_what_came_since_is_replayed(
    bare: Bare, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = states(bare.journal)
    kept(bare, versions, monkeypatch)
    told = replayed(monkeypatch)
    assert as_of(versions, 6) == expected[6]
    assert told == []
    assert as_of(versions, 9) == expected[9]
    assert told == [7, 8, 9]
    assert as_of(versions, 5) == expected[5]
    assert told == [7, 8, 9, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("damage", ["empty", "gone", "torn"])
def test_a_damaged_checkpoint_is_gone_round(
    bare: Bare, versions: Versions, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    expected = states(bare.journal)
    folder = kept(bare, versions, monkeypatch)
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        file.unlink()
        if damage == "empty":
            file.write_bytes(b"")
        elif damage == "torn":
            file.write_bytes(content[: len(content) // 2])
    assert as_of(versions, 9) == expected[9]


def test_a_checkpoint_of_another_journal_is_gone_round(
    bare: Bare, versions: Versions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = written(tmp_path / "other", 2)
    folder = kept(other, versions, monkeypatch)
    assert folder.is_dir()
    # Also where entries of this journal would be put on top of it.
    for sequence in (6, 9):
        assert as_of(versions, sequence) == states(bare.journal)[sequence]
    other.close()


def test_few_states_are_open_and_those_not_read_are_removed(
    versions: Versions, tmp_path: Path
) -> None:
    limit = module._OPEN_LIMIT
    for sequence in range(1, ENTRIES + 1):
        as_of(versions, sequence)
        assert len(folders(tmp_path)) <= limit
    with versions.at(1, None) as first:
        for sequence in range(2, ENTRIES + 1):
            as_of(versions, sequence)
        # It was asked longest ago, and somebody reads it.
        assert set(first.reader.dump())
        assert len(folders(tmp_path)) <= limit + 1
    as_of(versions, 2)
    assert len(folders(tmp_path)) <= limit
    versions.close()
    assert folders(tmp_path) == []


def test_an_open_state_is_not_built_again(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = replayed(monkeypatch)
    for _ in range(3):
        as_of(versions, 4)
    assert told == [1, 2, 3, 4]


def test_many_readers_at_once_read_what_they_asked_for(bare: Bare, versions: Versions) -> None:
    expected = states(bare.journal)
    wrong: list[object] = []

    def read(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
        for _ in range(12):
            sequence = chance.randrange(1, ENTRIES + 1)
            try:
                if as_of(versions, sequence) != expected[sequence]:
                    wrong.append(sequence)
            except Exception as error:  # noqa: BLE001  # told by the assertion below
                wrong.append(error)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_who_does_not_wait_is_told_and_finds_it_later(
    bare: Bare, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    real = Versions._build

    def slow(self: Versions, sequence: int) -> Version:
        go.wait()
        return real(self, sequence)

    monkeypatch.setattr(Versions, "_build", slow)
    with pytest.raises(VersionOpeningError) as caught, versions.at(4, 0.01):
        pass
    assert caught.value.parameters == {"sequence": 4}
    # Who asks for many and waits for none does not make all of them be opened.
    for sequence in range(5, ENTRIES + 1):
        with pytest.raises(VersionOpeningError), versions.at(sequence, 0):
            pass
    waiting = [o for o in versions._open.values() if not o.future.done()]
    assert len(waiting) <= module._OPEN_LIMIT + 1
    go.set()
    assert as_of(versions, 4) == states(bare.journal)[4]


def test_what_a_killed_process_left_is_removed(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "version-x").mkdir()
    part = tmp_path / FOLDER / "7.part"
    part.mkdir(parents=True)
    Versions(tmp_path, bare.journal, Derivation(EDGES), None).close()
    assert not folders(tmp_path)
    assert not part.exists()


def test_a_state_that_cannot_be_opened_leaves_nothing_and_is_tried_again(
    bare: Bare, versions: Versions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(OxigraphStore, "replay", full)
        with pytest.raises(OSError, match="No space"):
            as_of(versions, 3)
    assert folders(tmp_path) == []
    assert as_of(versions, 3) == states(bare.journal)[3]


def test_checkpoints_are_kept_now_and_then(
    tmp_path: Path, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ENTRIES_PER_CHECKPOINT", 5)
    more = written(tmp_path / "more", 3, 2)
    for _ in range(30):
        more.submit("body/c", [quad("body/c", rms("note"), text(str(more.journal.sequence)))])
        versions.keep(more.store)
    assert sorted(versions._checkpoints()) == [5, 10, 15, 20, 25, 30]
    more.close()


def test_older_checkpoints_are_thinned_and_never_all_gone() -> None:
    step = module._ENTRIES_PER_CHECKPOINT
    left: set[int] = set()
    for number in range(1, 1_001):
        now = number * step
        left = thinned({*left, now})
        ordered = sorted(left)
        # The latest are all there; the gap before an older one is at most a part of its age.
        latest = range(max(step, now - (module._KEPT - 1) * step), now + 1, step)
        assert set(latest) <= left
        for before, after in zip([0, *ordered], ordered, strict=False):
            assert after - before <= max(2 * step, (now - before) // 2), (now, before, after)
    assert len(left) <= module._KEPT * 10
    assert thinned([]) == set()


def test_an_earlier_graph_is_the_present_one_rewound_and_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = written(tmp_path, 4)
    for n in range(60):  # what no entry after the one asked touches
        body = [quad(f"body/w{n}", rms("note"), text("x"))]
        bare.submit(f"body/w{n}", [*body, *relation(f"relation/w{n}", f"body/w{n}", "body/a")])
    for label in ("body/a", "body/w3"):
        bare.submit(label, relation("relation/z", "body/b", label))
    checkpoints = Checkpoints(bare.store, tmp_path)
    live = EmbeddedCypher(tmp_path, None)
    with checkpoints.current() as (_, folder):
        live.catch_up(StoreReader.at(folder), lambda _done, _all: None)
    told: list[int] = []
    real = EmbeddedCypher.rewind

    def rewind(self: EmbeddedCypher, reader: StoreReader, touched: list[str]) -> None:
        told.append(len(touched))
        real(self, reader, touched)

    monkeypatch.setattr(EmbeddedCypher, "rewind", rewind)
    present = Present(checkpoints, live)
    versions = Versions(tmp_path, bare.journal, Derivation(EDGES), None, present)
    last = bare.journal.sequence
    for sequence in (last, last - 1, last - 20, 5):
        with versions.at(sequence, None) as version:
            graph = version.cypher(None)
            assert (graph.sequence, graph.head) == (sequence, bare.journal.read(sequence).digest)
            assert graph.differences(version.reader) == 0
    assert told[0] == 0 < told[1] < told[2] < told[3]
    # Without the present one it is made of its own store, and comes out the same.
    live.close()
    alone = Versions(tmp_path, bare.journal, Derivation(EDGES), None)
    with alone.at(last - 1, None) as version:
        assert version.cypher(None).differences(version.reader) == 0
        with checkpoints.current() as (_, folder):
            assert version.cypher(None).differences(StoreReader.at(folder)) > 0
    for one in (alone, versions, checkpoints, bare):
        one.close()
