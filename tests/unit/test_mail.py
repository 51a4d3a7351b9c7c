"""A letter reaches a mail server, or its failure is told."""

from __future__ import annotations

import base64
import socket
from dataclasses import replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from graphsvc.audits.mail import letter, send
from graphsvc.errors import MailError, SettingError
from graphsvc.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SENDER, RECIPIENT = "registry@example.org", "methodist@example.org"
TEXT = "Сводка\n\n1. Соглашение № 5 — срок близко\n.\nконец\n"


class Box:
    """What a server has taken."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name and arguments
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        del server, session, options
        if address.startswith("nobody@"):
            return "550 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def box() -> Box:
    return Box()


def port_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def signed_in(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
) -> AuthResult:
    known = (data.login, data.password) == (b"registry", b"secret")
    return AuthResult(success=known, handled=known)


@pytest.fixture
def server(box: Box) -> Iterator[Controller]:
    running = Controller(
        box,
        hostname="127.0.0.1",
        port=port_free(),
        authenticator=signed_in,
        auth_require_tls=False,
    )
    running.start()
    yield running
    running.stop()


def settings(server: Controller, **changed: Any) -> Settings:
    given = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_tls": "none"}
    given |= {"smtp_from": SENDER}
    return Settings(**{**given, **changed})


def test_a_letter_arrives_as_plain_text(server: Controller, box: Box) -> None:
    send(settings(server), [RECIPIENT, "other@example.org"], "Сводка\n№ 1", TEXT)
    (envelope,) = box.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [RECIPIENT, "other@example.org"])
    taken: Any = message_from_bytes(envelope.content, policy=policy.default)
    assert (taken["Subject"], taken["From"]) == ("Сводка № 1", SENDER)
    assert taken.get_content_type() == "text/plain"
    assert taken.get_content_charset() == "utf-8"
    assert taken.get_content().replace("\r\n", "\n") == TEXT
    assert taken["Date"]
    assert taken["Message-ID"]


def test_it_signs_in_where_a_name_is_set(server: Controller, box: Box) -> None:
    known = settings(server, smtp_user="registry", smtp_password="secret")  # noqa: S106
    send(known, [RECIPIENT], "Сводка", TEXT)
    assert len(box.taken) == 1
    with pytest.raises(MailError) as caught:
        send(replace(known, smtp_password="wrong"), [RECIPIENT], "Сводка", TEXT)  # noqa: S106
    assert caught.value.parameters["reason"] == "login"
    assert len(box.taken) == 1


def test_a_refused_recipient_and_an_absent_server_are_told(server: Controller) -> None:
    for given, recipients, reason in (
        ({}, ["nobody@example.org"], "recipient"),
        ({}, [RECIPIENT, "nobody@example.org"], "recipient"),
        ({"smtp_port": port_free()}, [RECIPIENT], "away"),
        ({"smtp_tls": "starttls"}, [RECIPIENT], "refused"),
        ({"smtp_tls": "tls"}, [RECIPIENT], "away"),
    ):
        with pytest.raises(MailError) as caught:
            send(settings(server, **given), recipients, "Сводка", TEXT)
        assert caught.value.parameters["reason"] == reason


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b@", "a@example.org\nBcc: c@example.org", "a@example.org, b@x.org"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    for sender, recipients in ((SENDER, [address]), (address, [RECIPIENT])):
        with pytest.raises(MailError) as caught:
            letter(sender, recipients, "Сводка", TEXT)
        assert caught.value.parameters["reason"] == "address"


@pytest.mark.parametrize("given", [{"smtp_host": ""}, {"smtp_from": ""}, {"smtp_tls": "perhaps"}])
def test_a_setting_that_is_missing_or_unknown_is_told(given: dict[str, str]) -> None:
    chosen: Any = {"smtp_host": "127.0.0.1", "smtp_from": SENDER} | given
    with pytest.raises(SettingError):
        send(Settings(**chosen), [RECIPIENT], "Сводка", TEXT)


def test_the_password_is_in_no_text_of_the_settings() -> None:
    secret = base64.b64encode(b"secret").decode()
    assert secret not in repr(Settings(smtp_password=secret))
