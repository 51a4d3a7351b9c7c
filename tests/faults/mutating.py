"""Valid files made invalid in every way that comes to mind, the same ones for the same number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graphsvc.rdf.names import BASE, ID
from graphsvc.resources import data_folder
from tests.faults.hostile_tables import CSV, XLSX, table, with_parts, workbook
from tests.making import plan_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KEY", "Mutated", "mutated", "valid"]

KEY: Final = "m"
TOKEN: Final = re.compile(rb"\w+|\s+|[^\w\s]")
NUMBER: Final = re.compile(rb"\d+")
CORE: Final = "docProps/core.xml"
MOMENT: Final = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
EXTREMES: Final = [
    *("0", "-1", "1e999", "-0", "NaN", "INF", "9" * 25, "9" * 5_000, "0." + "1" * 300, "0000"),
    *("99999-01-01", "2026-02-30", "2026-13-01", "24:00:00", "P9999999999Y", "-P1M", "R/PT0S"),
]
# What is no Unicode, turns the direction, is not seen, looks alike, ends lines or means much.
SIGNS: Final = [
    *(b"\0", b"\x01", b"\x0b", b"\x1b", b"\x7f", b"\xc2\x85", b"\xe2\x80\xae", b"\xe2\x80\x8b"),
    *(b"\xef\xbb\xbf", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
    b"\xe2\x80\xa8",
    *(b"\r", b"\n", b"\t", b'"', b"'", b"\\", b"<", b">", b"&", b"{", b"}", b"[", b"]", b"(", b")"),
    *(b"@", b"^^", b"_:", b"=", b"|", b";", b",", b"#", b"%00", b"\\u0000", b"\\ud800", b"&#0;"),
]
WORDS: Final = [
    *(b"javascript:alert(1)", b"file:///etc/passwd", b"data:text/html,x", b"http://127.0.0.1:9/c"),
    *(b"owl:sameAs", b"owl:Class", b"rdf:type", b"rdfs:subClassOf", b"sh:targetClass", b"<<( "),
    *(b"@prefix : <x:> .", b"@base <http://127.0.0.1:9/> .", b"VERSION", b'"@context":', b"@graph"),
    *(b"<!DOCTYPE x>", b"<![CDATA[", b"<?x ?>", b"xml:base='x'", b"=1+1", b"../../x", b"_x0000_"),
    *(
        f"{BASE}ontology#Body".encode(),
        f"{ID}submission/1".encode(),
        f"{BASE}graph/body/z".encode(),
    ),
    *(b"\xd1\x81", b"e\xcc\x81", "нет".encode(), "ё".encode("cp1251"), b"TRUE", b"null", b"None"),
]


class Mutated:
    """A file: what it is handed in as, its bytes, and what became of a valid one in words."""

    def __init__(self, media: str, entity: str, content: bytes, told: str) -> None:
        self.media, self.entity, self.content, self.told = media, entity, content, told


def valid() -> list[tuple[str, str, bytes]]:
    """Return valid files of each format: media type, entity of a table, content."""
    quads = list(ox.parse(plan_turtle(KEY).encode(), ox.RdfFormat.TURTLE))
    found = [("text/turtle", "", plan_turtle(KEY).encode())]
    for rdf_format in (
        ox.RdfFormat.TRIG,
        ox.RdfFormat.N_TRIPLES,
        ox.RdfFormat.N_QUADS,
        ox.RdfFormat.JSON_LD,
        ox.RdfFormat.RDF_XML,
    ):
        given = [q if rdf_format.supports_datasets else q.triple for q in quads]
        found.append((rdf_format.media_type, "", ox.serialize(given, format=rdf_format) or b""))
    tables = sorted((data_folder("seed") / "demo").glob("*/*.csv"))
    found += [(CSV, path.stem, path.read_bytes()[:3_000]) for path in tables]
    # As often as all of those together, which mostly refer to what is not there.
    small = [table("c2,Второе,", "c3,Третье,в").encode(x) for x in ("utf-8", "utf-16", "cp1251")]
    found += [(CSV, "condition", content) for content in small] * (len(tables) // 3 + 1)
    found.append((XLSX, "condition", timeless(workbook(["c2", "Второе", "n"], ["c3", 3, True]))))
    return found


def timeless(content: bytes) -> bytes:
    """Return a workbook that does not say when it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        core = MOMENT.sub(b"2026-01-01T00:00:00Z", parts.read(CORE))
    return with_parts(content, {CORE: core})


def mutated(number: int) -> Mutated:
    """Return the file of that number."""
    chance = random.Random(number)  # noqa: S311  # repeatable, no secret
    files = FILES
    # A table costs no process; a workbook costs most.
    kind = chance.choices(["rdf", "csv", "xlsx"], [27, 68, 5])[0]
    named = {"rdf": "", "csv": CSV, "xlsx": XLSX}[kind]
    media, entity, content = chance.choice(
        [f for f in files if f[0] == named or (not named and f[0] not in (CSV, XLSX))]
    )
    told: list[str] = []
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        if kind == "xlsx" and chance.random() < 0.7:  # most within the zip, or none would open
            content, how = _inner(content, chance)
        else:
            change = chance.choice(CHANGES)
            content, how = change(content, chance), change.__name__
        told.append(how)
    if chance.random() < 0.02:  # and some are not what they are said to be
        media = chance.choice(files)[0]
        told.append(f"as {media}")
    return Mutated(media, entity or "condition", content, ", ".join(told))


def flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 20])):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return chance.choice([content[:end], content[start:], content[:start] + content[end:]])


def double(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:end] + content[start:]


def swap(content: bytes, chance: random.Random) -> bytes:
    tokens = TOKEN.findall(content)
    for _ in range(chance.choice([1, 5])):
        if tokens:
            a, b = chance.randrange(len(tokens)), chance.randrange(len(tokens))
            tokens[a], tokens[b] = tokens[b], tokens[a]
    return b"".join(tokens)


def insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice([*SIGNS, *WORDS]) + content[place:]


def replace(content: bytes, chance: random.Random) -> bytes:
    tokens = TOKEN.findall(content)
    if tokens:
        tokens[chance.randrange(len(tokens))] = chance.choice([*SIGNS, *WORDS])
    return b"".join(tokens)


def number(content: bytes, chance: random.Random) -> bytes:
    found = list(NUMBER.finditer(content))
    if not found:
        return content
    match = chance.choice(found)
    return content[: match.start()] + chance.choice(EXTREMES).encode() + content[match.end() :]


def repeat(content: bytes, chance: random.Random) -> bytes:
    tokens = TOKEN.findall(content)
    if tokens:
        place = chance.randrange(len(tokens))
        tokens[place] *= chance.choice([10, 1_000, 30_000])
    return b"".join(tokens)


def _inner(content: bytes, chance: random.Random) -> tuple[bytes, str]:
    """Change a part of a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            name = chance.choice(parts.namelist())
            part = parts.read(name)
        change = chance.choice(CHANGES)
        return with_parts(content, {name: change(part, chance)}), f"{change.__name__} in {name}"
    except Exception:  # noqa: BLE001  # it was damaged before
        return flip(content, chance), "flip"


CHANGES: Final[list[Callable[[bytes, random.Random], bytes]]] = [
    *(flip, cut, double, swap, insert, replace, number, repeat),
]
FILES: Final = valid()
