"""A digest as a letter, and its way to a mail server."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Final

from graphsvc.errors import MailError, SettingError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graphsvc.settings import Settings

__all__ = ["letter", "send"]

STARTTLS, TLS, PLAIN = "starttls", "tls", "none"
_WAIT_S: Final = 30


def letter(sender: str, recipients: Sequence[str], title: str, text: str) -> EmailMessage:
    """Return a letter of plain text in UTF-8.

    Raises:
        MailError: an address cannot be one.
    """
    message = EmailMessage()
    try:
        message["From"], message["To"] = sender, ", ".join(recipients)
    except ValueError as error:
        raise MailError(reason="address") from error
    message["Subject"] = " ".join(title.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain="graphsvc.invalid")
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer is wanted
    message.set_content(text, charset="utf-8")
    if any(not _mailable(a) for a in (sender, *recipients)):
        raise MailError(reason="address")
    return message


def send(settings: Settings, recipients: Sequence[str], title: str, text: str) -> None:
    """Hand a letter to the mail server of the settings.

    Raises:
        SettingError: no server or sender is set, or the kind of encryption is unknown.
        MailError: an address cannot be one, or the server is away, or refuses the sign-in or the
            letter.
    """
    for name, value in (("HOST", settings.smtp_host), ("FROM", settings.smtp_from)):
        if not value:
            raise SettingError(name=f"GRAPHSVC_SMTP_{name}", value="")
    if settings.smtp_tls not in (STARTTLS, TLS, PLAIN):
        raise SettingError(name="GRAPHSVC_SMTP_TLS", value=settings.smtp_tls)
    message = letter(settings.smtp_from, recipients, title, text)
    try:
        refused = _handed_over(settings, message)
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(reason="login") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise MailError(reason="recipient") from error
    except smtplib.SMTPException as error:
        raise MailError(reason="refused") from error
    except OSError as error:
        raise MailError(reason="away") from error
    if refused:
        raise MailError(reason="recipient")


def _handed_over(settings: Settings, message: EmailMessage) -> Collection[str]:
    """Hand a letter over; return the recipients that were refused while others were not."""
    context = ssl.create_default_context()
    place = (settings.smtp_host, settings.smtp_port)
    with (
        smtplib.SMTP_SSL(*place, timeout=_WAIT_S, context=context)
        if settings.smtp_tls == TLS
        else smtplib.SMTP(*place, timeout=_WAIT_S)
    ) as server:
        if settings.smtp_tls == STARTTLS:
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        return server.send_message(message)


def _mailable(address: str) -> bool:
    name, at, host = address.rpartition("@")
    plain = address.isprintable() and not set(address) & set(' ,;<>"')
    return bool(at and name and host and plain)
