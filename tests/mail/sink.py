"""A real SMTP server on the loopback: it keeps what arrives, and misbehaves when told to."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Sink:
    """aiosmtpd's handler. `refuse`: address -> answer; `hang_on`: addresses whose mail is never answered."""

    def __init__(self) -> None:
        self.refuse: dict[str, str] = {}
        self.hang_on: set[str] = set()
        self.wait_seconds = 0.0
        self.mails: list[EmailMessage] = []
        self.connections = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the connections."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Refuse whom we were told to."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail; hang where told to."""
        if self.hang_on & set(envelope.rcpt_tos):
            await asyncio.sleep(60)
        if self.wait_seconds:
            await asyncio.sleep(self.wait_seconds)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs that arrived."""
        return [mail["Message-ID"] for mail in self.mails]


@contextlib.contextmanager
def serving(sink: Sink, port: int, *, host: str = "127.0.0.1") -> Iterator[str]:
    """The sink's SMTP_URL, while it listens."""
    controller = Controller(sink, hostname=host, port=port)
    controller.start()
    try:
        yield f"smtp://{host}:{port}"
    finally:
        controller.stop()


@contextlib.contextmanager
def mute_server() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    listening = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                held.append(listening.accept()[0])

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
        for one in held:
            one.close()
