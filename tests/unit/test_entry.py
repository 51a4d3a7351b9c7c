"""One journal entry: what is written can be read, and nothing else can."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
import rdflib

from graphsvc.journal.entry import GENESIS, DamagedEntryError, Header, decode, encode, link
from graphsvc.rdf.patch import Patch
from graphsvc.rdf.terms import Literal, NamedNode, Quad

TRICKY = 'кавычки " и \\ черта\nTX .\nTC .\r\n\t\u2028 конец'
GRAPH = NamedNode("https://w3id.org/methodnet/graph/body/a")
SUBJECT, PREDICATE = NamedNode("https://e.org/s"), NamedNode("https://e.org/p")
ADDED = (
    Quad(SUBJECT, PREDICATE, Literal(TRICKY, language="ru"), GRAPH),
    Quad(SUBJECT, PREDICATE, Literal("01"), GRAPH),
)
REMOVED = (Quad(SUBJECT, PREDICATE, NamedNode("https://e.org/o"), GRAPH),)
HEADER = Header(
    "data", TRICKY, "причина\nTX .", GRAPH.value, 7, "файл.csv", datetime(2026, 1, 2, tzinfo=UTC)
)


def block() -> bytes:
    return encode(8, "a" * 64, HEADER, Patch(ADDED, REMOVED))[1]


def test_what_was_written_is_read_back() -> None:
    written, text = encode(8, "a" * 64, HEADER, Patch(ADDED, REMOVED))
    read = decode(text)
    assert read == written
    assert read.header == HEADER
    assert set(read.patch.added) == set(ADDED)
    assert read.patch.removed == REMOVED


def test_an_entry_without_a_change_is_read_back() -> None:
    written, text = encode(1, GENESIS, HEADER, Patch())
    assert decode(text) == written


def test_the_first_line_is_the_hash_of_the_rest() -> None:
    first, _, rest = block().partition(b"\n")
    assert first.decode() == f"H id <urn:sha256:{hashlib.sha256(rest).hexdigest()}> ."


def test_the_link_is_that_of_the_whole_entry() -> None:
    place, entry = link(block()), decode(block())
    assert (place.sequence, place.previous, place.digest) == (8, "a" * 64, entry.digest)


def test_only_one_line_of_an_entry_ends_it() -> None:
    assert block().split(b"\n").count(b"TC .") == 1


def test_each_flipped_byte_is_found() -> None:
    good = block()
    for place in range(len(good)):
        bad = bytearray(good)
        bad[place] ^= 0x01
        with pytest.raises(DamagedEntryError):
            decode(bytes(bad))
        with pytest.raises(DamagedEntryError):
            link(bytes(bad))


def test_a_right_hash_over_nonsense_is_refused() -> None:
    body = b"H seq eight .\nTX .\nTC .\n"
    digest = hashlib.sha256(body).hexdigest()
    with pytest.raises(DamagedEntryError):
        decode(f"H id <urn:sha256:{digest}> .\n".encode() + body)


def test_rdflib_reads_the_change_as_rdf_patch() -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=block().decode(), format="patch")
    found = {str(o) for _, _, o, _ in dataset.quads()}
    assert found == {TRICKY, "01"}
