"""A web server with TLS on this machine, called calendar.example, that answers as a test scripts it.

Its certificate and key belong to the tests alone and open nothing: they stand here so that no test needs a tool.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wok.team.fetch import Ways

HOST = "calendar.example"
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBdjCCARygAwIBAgIBATAKBggqhkjOPQQDAjAbMRkwFwYDVQQDDBBjYWxlbmRh
ci5leGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAbMRkw
FwYDVQQDDBBjYWxlbmRhci5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
QgAEj7iWC7srA4LsR6lg9RmZP1kCJgnDlJCAv2m2d+qmqSSDFCZJIrbGfoEBjm2q
VlAdDyUf4ayonnEyOLPsi3167aNPME0wGwYDVR0RBBQwEoIQY2FsZW5kYXIuZXhh
bXBsZTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBT4NmD4NYOIc9abiVeI0Kti
kMS7dTAKBggqhkjOPQQDAgNIADBFAiEAoud42Dw8aYsvKKrRnHBng4pJOFwSYCBo
CtUQcU0fW0YCIC7i3UYbQPH+/wZWRT0wBJI0poqCT1o4y4MtLwQnYgcE
-----END CERTIFICATE-----
"""
KEY = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJNnaw5es7WyHrrrN
yKe9jgXAJyeBoccyn9/lWNFWStahRANCAASPuJYLuysDguxHqWD1GZk/WQImCcOU
kIC/abZ36qapJIMUJkkitsZ+gQGObapWUB0PJR/hrKiecTI4s+yLfXrt
-----END PRIVATE KEY-----
"""
LOOPBACK = "127.0.0.1"
Script = Callable[[socket.socket], None]


@dataclass
class Server:
    """A listening server; `asked` holds the heads of the requests it got, `names` the names TLS asked for."""

    port: int
    asked: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where its calendar is."""
        return f"https://{HOST}:{self.port}/secret-path/basic.ics?key=s3cr3t"

    def ways(self, *, seconds: float = 5.0, found: Sequence[str] = (LOOPBACK,)) -> Ways:
        """The way to this machine; all else of fetching is as in life."""
        return Ways(
            resolve=lambda _host, _port: list(found),
            is_public=lambda address: address == LOOPBACK,
            context=lambda: ssl.create_default_context(cadata=CERTIFICATE),
            seconds=seconds,
        )


def head(status: str = "200 OK", *lines: str) -> bytes:
    """The head of an answer."""
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def answer(body: bytes, *lines: str) -> Script:
    """An ordinary answer, its length said."""
    return lambda client: client.sendall(head("200 OK", f"Content-Length: {len(body)}", *lines) + body)


def drip(before: bytes = b"") -> Script:
    """One byte at a time for ever."""

    def run(client: socket.socket) -> None:
        client.sendall(before)
        while True:
            client.sendall(b"X")
            time.sleep(0.02)

    return run


@contextlib.contextmanager
def serving(folder: Path, *scripts: Script, is_silent: bool = False) -> Iterator[Server]:
    """A server that answers the first connection by the first script, and so on, the last one for all that follow."""
    for name, text in (("certificate", CERTIFICATE), ("key", KEY)):
        (folder / name).write_text(text)
    listening = socket.create_server((LOOPBACK, 0))
    server = Server(listening.getsockname()[1])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate", folder / "key")
    context.sni_callback = lambda _socket, name, _context: server.names.append(str(name))
    opened: list[socket.socket] = []

    def accept() -> None:
        turn = 0
        while True:
            try:
                raw, _where = listening.accept()
            except OSError:
                return
            opened.append(raw)
            if not is_silent:
                script = scripts[min(turn, len(scripts) - 1)]
                threading.Thread(target=_talk, args=(context, raw, script, server), daemon=True).start()
            turn += 1

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        listening.close()
        for raw in opened:
            raw.close()


def _talk(context: ssl.SSLContext, raw: socket.socket, script: Script, server: Server) -> None:
    with contextlib.suppress(OSError), context.wrap_socket(raw, server_side=True) as client:
        asked = b""
        while b"\r\n\r\n" not in asked and (piece := client.recv(4096)):
            asked += piece
        server.asked.append(asked.decode())
        with contextlib.suppress(OSError):
            script(client)
            client.unwrap()
