"""Editors and tokens: only hashes are kept, and what has ended gives no access."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from graphsvc.access.attempts import Attempts
from graphsvc.access.editors import ACCEPT, LOCAL, SUBMIT, Editor, Role, read_role
from graphsvc.access.tokens import FILE, SESSION, Tokens
from graphsvc.errors import ParameterError, RecordNotFoundError, TooManyAttemptsError
from graphsvc.rdf.names import ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = datetime(2026, 11, 22, 10, tzinfo=UTC)
OWN = Role(SUBMIT, f"{ID}body/a")
BELOW = Role(ACCEPT, f"{ID}body/a", "institution")
LEVELS = ("federal", "regional", "municipal", "institution")


class Clock:
    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tokens(tmp_path: Path, clock: Clock) -> Iterator[Tokens]:
    opened = Tokens(tmp_path / FILE, clock)
    yield opened
    opened.close()


def made(tokens: Tokens, name: str = "methodist-12", days: int = 30) -> str:
    return tokens.add(name, "Методист 12", [OWN, BELOW], days)


def sessions(folder: Path) -> int:
    """Return how many sessions the file still has."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        count: int = database.execute("SELECT COUNT(*) FROM session").fetchone()[0]
    return count


def test_a_token_tells_whose_it_is(tokens: Tokens) -> None:
    assert tokens.editor(made(tokens)) == Editor("methodist-12", "Методист 12", (OWN, BELOW))


def test_tokens_are_long_recognisable_and_all_different(tokens: Tokens) -> None:
    found = {made(tokens) for _ in range(20)}
    assert len(found) == 20
    assert all(len(t) == len("mnet_") + 8 + 1 + 64 and t.startswith("mnet_") for t in found)


def test_nothing_of_a_secret_is_in_the_file(tokens: Tokens, tmp_path: Path) -> None:
    token = made(tokens)
    session = tokens.sign_in(token)
    assert session
    written = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    secret = token.rpartition("_")[2]
    assert b"methodist-12" in written
    for text in (secret, secret[:16], secret[-16:], session, session[:16]):
        assert text.encode() not in written
    assert bytes.fromhex(secret) not in written


def test_only_its_owner_reads_the_file(tokens: Tokens, tmp_path: Path) -> None:
    made(tokens)
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in tmp_path.iterdir()}
    assert modes.keys() >= {FILE, f"{FILE}-wal"}
    assert set(modes.values()) == {0o600}


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / FILE).touch(0o644)
    (tmp_path / FILE).chmod(0o644)
    Tokens(tmp_path / FILE).close()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_what_is_no_token_is_nobodys(tokens: Tokens) -> None:
    token = made(tokens)
    number, _, secret = token.removeprefix("mnet_").partition("_")
    other = made(tokens, "other").rpartition("_")[2]
    wrong = [
        *("", "mnet_", secret, number, f"mnet_{number}_", f"mnet_{number}_{other}"),
        *(f"mnet_00000000_{secret}", token[:-1], token + "0", token.upper(), f" {token}"),
        f"mnet_{number}_{'é' * 64}",
    ]
    assert [w for w in wrong if tokens.editor(w) or tokens.sign_in(w)] == []


def test_a_token_expires(tokens: Tokens, clock: Clock) -> None:
    token = made(tokens, days=1)
    session = tokens.sign_in(token) or ""
    clock.time += timedelta(days=1, seconds=-1)
    assert tokens.editor(token)
    assert tokens.sign_in(token)
    clock.time += timedelta(seconds=1)
    assert tokens.editor(token) is None
    assert tokens.sign_in(token) is None
    assert tokens.signed_in(session) is None


def test_a_session_ends_with_its_token_however_young(tokens: Tokens, clock: Clock) -> None:
    token = made(tokens, days=1)
    clock.time += timedelta(days=1, minutes=-1)
    session = tokens.sign_in(token) or ""
    assert tokens.signed_in(session)
    clock.time += timedelta(minutes=1)
    assert tokens.signed_in(session) is None


def test_a_session_ends_after_half_a_day(tokens: Tokens, clock: Clock) -> None:
    session = tokens.sign_in(made(tokens)) or ""
    assert tokens.signed_in(session) == tokens.editor(made(tokens))
    clock.time += SESSION - timedelta(seconds=1)
    assert tokens.signed_in(session)
    clock.time += timedelta(seconds=1)
    assert tokens.signed_in(session) is None


def test_ended_sessions_are_forgotten(tokens: Tokens, clock: Clock, tmp_path: Path) -> None:
    token = made(tokens)
    for _ in range(3):
        tokens.sign_in(token)
    clock.time += SESSION
    tokens.sign_in(token)
    assert sessions(tmp_path) == 1


def test_signing_out_ends_one_session(tokens: Tokens) -> None:
    token = made(tokens)
    one, other = tokens.sign_in(token) or "", tokens.sign_in(token) or ""
    assert one != other
    tokens.sign_out(one)
    assert tokens.signed_in(one) is None
    assert tokens.signed_in(other)
    assert tokens.editor(token)


def test_revoking_a_token_ends_its_sessions_and_no_others(tokens: Tokens, tmp_path: Path) -> None:
    lost, kept = made(tokens), made(tokens)
    gone, there = tokens.sign_in(lost) or "", tokens.sign_in(kept) or ""
    assert tokens.revoke(lost.split("_")[1]) == 1
    assert tokens.editor(lost) is None
    assert tokens.sign_in(lost) is None
    assert tokens.signed_in(gone) is None
    assert tokens.editor(kept)
    assert tokens.signed_in(there)
    assert sessions(tmp_path) == 1


def test_revoking_an_editor_ends_all_that_is_theirs(tokens: Tokens) -> None:
    one, two, other = made(tokens), made(tokens), made(tokens, "other")
    session = tokens.sign_in(one) or ""
    assert tokens.revoke("methodist-12") == 2
    assert [tokens.editor(t) for t in (one, two)] == [None, None]
    assert tokens.signed_in(session) is None
    assert tokens.editor(other)
    assert tokens.revoke("methodist-12") == 0


def test_an_editor_may_come_back_but_no_old_token(tokens: Tokens) -> None:
    old = made(tokens)
    tokens.revoke("methodist-12")
    new = tokens.add("methodist-12", "", (), 30)
    assert tokens.editor(new) == Editor("methodist-12", "Методист 12", (OWN, BELOW))
    assert tokens.editor(old) is None


def test_roles_that_are_given_replace_the_former_ones(tokens: Tokens) -> None:
    token = made(tokens)
    session = tokens.sign_in(token) or ""
    tokens.add("methodist-12", "", [BELOW], 30)
    for found in (tokens.editor(token), tokens.signed_in(session)):
        assert found
        assert (found.label, found.roles) == ("Методист 12", (BELOW,))


def test_nobody_unknown_is_revoked(tokens: Tokens) -> None:
    made(tokens)
    for name in ("", "other", "mnet_", "00000000"):
        with pytest.raises(RecordNotFoundError):
            tokens.revoke(name)


def test_it_is_open_until_the_first_token_and_never_again(tokens: Tokens) -> None:
    states = [tokens.open]
    made(tokens)
    states.append(tokens.open)
    tokens.revoke("methodist-12")
    assert [*states, tokens.open] == [True, False, False]


def test_another_process_sees_what_changes(tokens: Tokens, tmp_path: Path, clock: Clock) -> None:
    other = Tokens(tmp_path / FILE, clock)
    token = made(other)
    assert not tokens.open
    session = tokens.sign_in(token) or ""
    assert other.signed_in(session)
    other.revoke("methodist-12")
    assert tokens.editor(token) is None
    assert tokens.signed_in(session) is None
    other.close()


def test_the_list_tells_all_but_the_secret(tokens: Tokens, clock: Clock) -> None:
    token, other = made(tokens), made(tokens, "other", days=2)
    clock.time += timedelta(days=3)
    tokens.editor(token)
    tokens.revoke(other.split("_")[1])
    first, second = tokens.all()
    assert (first.id, first.editor.name) == (token.split("_")[1], "methodist-12")
    assert (first.created, first.expires) == (START, START + timedelta(days=30))
    assert first.used == datetime(2026, 11, 25, tzinfo=UTC)
    assert (first.revoked, second.revoked, second.used) == (False, True, None)


@pytest.mark.parametrize(
    "name",
    ["", "Methodist", "методист", "a b", "a_b", "-a", "a-", "a--b", "local", "a" * 61, "a/b"],
)
def test_an_editor_is_named_by_a_slug(tokens: Tokens, name: str) -> None:
    with pytest.raises(ParameterError):
        made(tokens, name)
    assert tokens.open


def test_a_new_editor_has_a_label_and_a_role(tokens: Tokens) -> None:
    for label, roles in (("", [OWN]), (" ", [OWN]), ("Методист", [])):
        with pytest.raises(ParameterError):
            tokens.add("a", label, roles, 30)
    assert tokens.open


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("submit", Role(SUBMIT)),
        ("submit:body/a", OWN),
        (f"submit:{ID}body/a", OWN),
        ("accept:body/a:institution", BELOW),
        (f"accept:{ID}body/a:institution", BELOW),
        ("accept:body/a:*", Role(ACCEPT, f"{ID}body/a", "*")),
        ("submit:document/lo-2019-plan", Role(SUBMIT, f"{ID}document/lo-2019-plan")),
        ("administer", Role("administer")),
        ("submit::municipal", Role(SUBMIT, "", "municipal")),
    ],
)
def test_a_role_is_read_as_it_is_written(text: str, role: Role) -> None:
    assert read_role(text, LEVELS) == role
    assert read_role(str(role), LEVELS) == role


@pytest.mark.parametrize(
    "text",
    [
        *("", "submt", "Submit", "submit:body/a:regoinal", "submit:practice/a", "submit:a"),
        *(
            "submit::*",
            "submit:body/a b",
            "submit:body/a:municipal:x",
            "submit:https://x.example/a",
        ),
    ],
)
def test_what_is_no_role_is_refused(text: str) -> None:
    with pytest.raises((ParameterError, RecordNotFoundError)):
        read_role(text, LEVELS)


def test_the_local_user_has_a_name_nobody_else_can_have(tokens: Tokens) -> None:
    assert LOCAL.local
    with pytest.raises(ParameterError):
        made(tokens, LOCAL.name)


def test_the_eleventh_wrong_token_of_a_minute_has_to_wait() -> None:
    time = 100.0
    attempts = Attempts(lambda: time)
    for _ in range(10):
        attempts.wrong()
        time += 1
    with pytest.raises(TooManyAttemptsError) as refused:
        attempts.wrong()
    assert refused.value.parameters == {"seconds": 51}
    time = 160.0
    attempts.wrong()
    with pytest.raises(TooManyAttemptsError):
        attempts.wrong()
