"""Handing a mail over: to an SMTP server (one connection for many mails, 10 s limits), or to the demo's mailbox.

What went wrong is told apart by what to do next, and never names an address or quotes the server (D6).
"""

import smtplib
import ssl
from typing import Protocol
from urllib.parse import unquote, urlsplit

LIMIT_SECONDS = 10
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
BAD_TURNS = 2  # so many mails in a row without an answer: it is the server, not the mail


class ServerAway(Exception):
    """Nobody can be sent anything now; the mails are not to blame."""


class NotNow(Exception):
    """This mail did not go now; it may later."""


class Refused(Exception):
    """This mail will never go."""


class Post(Protocol):
    """Where mails are handed over."""

    def deliver(self, sender: str, recipient: str, source: bytes) -> None:
        """Hand over one mail. Raises ServerAway, NotNow or Refused."""

    def close(self) -> None:
        """End the connection, if there is one."""


class Mailbox:
    """The demo's mailbox: nothing leaves the house; the copy is kept when the row is marked (sending.py)."""

    def deliver(self, sender: str, recipient: str, source: bytes) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class SmtpPost:
    """One SMTP connection, opened when first needed, opened again after trouble."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)
        self._server: smtplib.SMTP | None = None
        self._unanswered = 0

    def deliver(self, sender: str, recipient: str, source: bytes) -> None:
        """Hand over one mail; returns only after the server said 250."""
        server = self._server or self._connect()
        options = [] if recipient.isascii() else ["SMTPUTF8"]
        try:
            server.sendmail(sender, [recipient], source, mail_options=options)
        except smtplib.SMTPRecipientsRefused as fault:
            code = next(iter(fault.recipients.values()))[0]
            self._answered()
            raise (Refused if code >= 500 else NotNow)(f"recipient {code}") from None
        except smtplib.SMTPSenderRefused as fault:
            self._answered()
            raise NotNow(f"sender {fault.smtp_code}") from None
        except smtplib.SMTPDataError as fault:
            self._answered()
            raise (Refused if fault.smtp_code >= 500 else NotNow)(f"text {fault.smtp_code}") from None
        except smtplib.SMTPNotSupportedError:
            raise Refused("address not supported") from None
        except (smtplib.SMTPException, OSError) as fault:
            self._lost(fault)
        else:
            self._answered()

    def _answered(self) -> None:
        self._unanswered = 0
        if self._server is not None and self._server.sock is None:  # 421: the server hung up after its answer
            self._server = None

    def _lost(self, fault: Exception) -> None:
        self.close()
        self._unanswered += 1
        if self._unanswered >= BAD_TURNS:
            raise ServerAway(type(fault).__name__) from None
        raise NotNow(type(fault).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        host, name = self._address.hostname or "localhost", self._address.username
        is_safe = self._address.scheme == "smtps"
        port = self._address.port or (465 if is_safe else 25)
        server: smtplib.SMTP | None = None
        try:
            if is_safe:
                server = smtplib.SMTP_SSL(host, port, timeout=LIMIT_SECONDS, context=ssl.create_default_context())
            else:
                server = smtplib.SMTP(host, port, timeout=LIMIT_SECONDS)
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                elif host not in THIS_MACHINE and "tls=none" not in self._address.query:
                    raise smtplib.SMTPNotSupportedError("no letter goes over the net unencrypted without ?tls=none")
            if name:
                server.login(unquote(name), unquote(self._address.password or ""))
        except (smtplib.SMTPException, OSError) as fault:
            if server is not None:
                server.close()
            raise ServerAway(type(fault).__name__) from None
        self._server = server
        return server

    def close(self) -> None:
        """Say goodbye, or just go when the server does not listen any more."""
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()
