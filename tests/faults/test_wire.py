"""Requests that lie about their length, never end, or mix their parts: a plain refusal each."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.faults.served import Served
from tests.making import body_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY: Final = body_turtle("wire").encode()
HEAD: Final = (
    "POST /api/submissions?body=body/wire HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
)
TURTLE: Final = "Content-Type: text/turtle\r\n"
SAID: Final = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
LIMIT_BYTES: Final = 16 * 1024**2
GROWTH_KIB: Final = 150 * 1024


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    opened = Served(tmp_path_factory.mktemp("wire"))
    yield opened
    opened.kill()


@pytest.fixture(scope="module", autouse=True)
def said(served: Served) -> list[str]:
    """What the store says before anybody lies."""
    return served.rows(SAID)


def raw(served: Served, content: bytes, *, hang_up: bool = False) -> bytes:
    """Send bytes as they are and return what comes back until the service hangs up."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall(content)
        if hang_up:
            return b""
        found = b""
        while part := connection.recv(65_536):
            found += part
        return found


def statuses(answer: bytes) -> list[int]:
    return [int(n) for n in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]


def state(served: Served) -> Any:
    """Return the ends of journal and projections; the journal's head is a hash of all of it."""
    return served.got("/readyz")


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


LIES: Final[dict[str, tuple[str, bytes, set[int]]]] = {
    # A truncated file is none; what is beyond the length said is another request, and no good one.
    "shorter than it is": (f"Content-Length: {len(BODY) - 40}\r\n", BODY, {400, 422}),
    "a length below nothing": ("Content-Length: -5\r\n", BODY, {400}),
    "a length that is no number": ("Content-Length: many\r\n", BODY, {400}),
    "two lengths": (f"Content-Length: {len(BODY)}\r\nContent-Length: 5\r\n", BODY, {400}),
    # RFC 9112, 6.3: the pieces count, and what follows them is never another request.
    "a length and pieces": (
        f"Content-Length: {len(BODY)}\r\nTransfer-Encoding: chunked\r\n",
        b"0\r\n\r\n" + f"{HEAD}{TURTLE}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY,
        {200, 400},
    ),
    "pieces of a size that is no number": ("Transfer-Encoding: chunked\r\n", b"zz\r\n", {400}),
    "pieces of a size below nothing": ("Transfer-Encoding: chunked\r\n", b"-5\r\nabcde", {400}),
    "an encoding nobody knows": ("Transfer-Encoding: gzip\r\n", BODY, {400, 422, 501}),
    "a length beyond all": ("Content-Length: 99999999999999999999999\r\n", BODY, {400}),
}


@pytest.mark.parametrize("name", LIES)
def test_a_request_that_lies_about_its_length_is_refused(served: Served, name: str) -> None:
    header, body, allowed = LIES[name]
    before = state(served)
    answer = raw(served, f"{HEAD}{TURTLE}{header}\r\n".encode() + body)
    assert statuses(answer), answer
    assert set(statuses(answer)) <= allowed, answer
    assert state(served) == before


def test_who_hangs_up_before_the_end_changes_nothing(served: Served) -> None:
    before = state(served)
    for told in (len(BODY) + 1, LIMIT_BYTES):
        raw(served, f"{HEAD}{TURTLE}Content-Length: {told}\r\n\r\n".encode() + BODY, hang_up=True)
    assert state(served) == before


def test_a_body_without_end_is_cut_off(served: Served) -> None:
    before, grown = state(served), memory_kib(served)
    piece, sent, answer = chunk(b"#" * 65_536), 0, b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as connection:
        connection.sendall(f"{HEAD}{TURTLE}Transfer-Encoding: chunked\r\n\r\n".encode())
        connection.settimeout(0.01)
        try:
            while sent < 8 * LIMIT_BYTES and not answer:
                connection.settimeout(30)
                connection.sendall(piece)
                sent += len(piece)
                connection.settimeout(0.001)
                try:
                    answer = connection.recv(65_536)
                except TimeoutError:
                    continue
        except ConnectionError:
            answer = answer or b"closed"
    assert b"HTTP/1.1 413" in answer or answer == b"closed"
    assert sent < 3 * LIMIT_BYTES
    assert memory_kib(served) - grown < GROWTH_KIB
    assert state(served) == before


def memory_kib(served: Served) -> int:
    told = Path(f"/proc/{served.process.pid}/status").read_text(encoding="utf-8")
    (found,) = re.findall(r"VmHWM:\s+(\d+) kB", told)
    return int(found)


def part(name: str, value: bytes, more: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return head.encode() + value + b"\r\n"


FILE: Final = part("file", BODY, '; filename="a.ttl"')
MULTIPART: Final = "multipart/form-data; boundary=b"
FORMS: Final[dict[str, tuple[str, bytes]]] = {
    "no boundary": ("multipart/form-data", FILE),
    "another boundary": ("multipart/form-data; boundary=c", FILE + b"--b--"),
    "two files": (MULTIPART, part("body", b"body/wire") + FILE + FILE + b"--b--"),
    "a thousand fields": (MULTIPART, part("x", b"y") * 1_000 + FILE + b"--b--"),
    "a field of two megabytes": (MULTIPART, part("body", b"x" * 2_000_000) + b"--b--"),
    "no end": (MULTIPART, part("body", b"body/wire") + FILE),
    "a head without end": (MULTIPART, b"--b\r\n" + b"X: y\r\n" * 50_000),
    "a part without a name": (
        MULTIPART,
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
    ),
    "a file where the body's name belongs": (
        MULTIPART,
        part("body", b"x", '; filename="body"') + FILE + b"--b--",
    ),
    "a text where the file belongs": (MULTIPART, part("file", BODY) + b"--b--"),
    "bytes that are no UTF-8": (MULTIPART, part("body", b"\xff\xfe\0") + FILE + b"--b--"),
    "a form within a form": (
        MULTIPART,
        b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--",
    ),
    "no form at all": ("text/turtle", BODY),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_is_none_is_refused(served: Served, name: str) -> None:
    media, content = FORMS[name]
    before = state(served)
    status, answer, _ = served.ask("POST", "/submit", content, {"content-type": media})
    assert 400 <= status < 500, answer[:500]
    assert "Traceback" not in answer.decode(errors="replace")
    assert state(served) == before


@pytest.mark.parametrize(
    "name", ["../../../etc/x.ttl", "a\r\nb.ttl", "x" * 5_000 + ".ttl", "\0.ttl"]
)
def test_a_files_name_leads_nowhere(served: Served, name: str) -> None:
    before = state(served)
    folder = sorted(p.name for p in served.log.parent.rglob("*") if p.suffix == ".ttl")
    file = part("file", BODY, f'; filename="{name}"')
    content = part("body", b"body/wire") + file + b"--b--\r\n"
    status, answer, _ = served.ask("POST", "/submit", content, {"content-type": MULTIPART})
    assert status < 500, answer[:500]
    assert state(served) == before
    assert sorted(p.name for p in served.log.parent.rglob("*") if p.suffix == ".ttl") == folder


def test_the_log_has_no_fault_of_ours_and_a_good_request_is_taken(
    served: Served, said: list[str]
) -> None:
    assert served.rows(SAID) == said
    headers = {"content-type": "text/turtle"}
    assert served.ask("POST", "/api/submissions?body=body/wire", BODY, headers)[0] == 201
    log = served.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "ERROR" not in log
