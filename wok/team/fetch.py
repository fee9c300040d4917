"""Fetching a calendar from an address somebody pasted, without becoming a tool against this house (PROMISES S10).

https only; the name is looked up once, every address it has must be public, and the connection goes to the very
address that was checked, so a second look-up cannot lead elsewhere. No redirects, cookies, proxies or compression;
five seconds and 1 MiB in all. Nothing here names the address in what it raises (PROMISES D6).
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import field
from urllib.parse import SplitResult, urlsplit

from wok.kernel.values import dataclass
from wok.team.busy.limits import MOST_BYTES, Fault

SECONDS = 5.0
PORTS = frozenset({443, 8443})
LONGEST = 2000  # characters of an address
# Public by their number, yet a way into this house or its cloud: 6to4, Teredo, NAT64, and Azure's own services.
INWARD = tuple(
    ipaddress.ip_network(text)
    for text in (
        "2002::/16",
        "2001::/23",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "168.63.129.16/32",
        "192.88.99.0/24",
        "192.0.0.0/24",
    )
)
PUBLIC_V6 = ipaddress.ip_network("2000::/3")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine finds them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(text: str) -> bool:
    """True for an address of the open net, and none of this house, this machine or a tunnel back."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in PUBLIC_V6:
        return False
    if any(address in network for network in INWARD if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


@dataclass(frozen=True)
class Ways:
    """How to reach the net; tests bring their own machine's."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    is_public: Callable[[str], bool] = is_public
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS


@dataclass(frozen=True)
class Fetched:
    """The file, or None when it is the one whose mark (ETag) was sent along."""

    body: bytes | None
    etag: str = ""


def https_address(text: str) -> str | None:
    """The https form of a pasted address (webcal and http included), or None when it cannot be one."""
    text = text.strip()
    scheme, separator, rest = text.partition("://")
    if not separator or scheme.lower() not in ("https", "http", "webcal", "webcals") or len(text) > LONGEST:
        return None
    address = f"https://{rest}"
    parts = _split(address)
    if parts is None or (parts.port or 443) not in PORTS:
        return None
    return address.partition("#")[0]


def host_of(address: str) -> str:
    """The name in an address: all that is ever shown of it."""
    parts = _split(address)
    return parts.hostname or "" if parts else ""


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
        (parts.path + parts.query).encode("ascii")
    except ValueError:
        return None
    good = host and parts.scheme == "https" and parts.username is None and parts.password is None
    return parts if good and "%" not in host and not any(sign <= " " or sign == "\x7f" for sign in address) else None


def fetch(address: str, *, etag: str = "", ways: Ways = Ways()) -> Fetched:
    """The file at an address that https_address gave. Raises Fault with a code of busy_words.FAULTS."""
    parts = _split(address)
    if parts is None:
        raise Fault("no_address")
    deadline = Deadline(ways.seconds)
    host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port or 443
    try:
        raw = _connect(_checked(host, port, ways, deadline), port, deadline)
        with deadline.ending(raw):
            return _ask(_secured(raw, host, ways, deadline), parts, etag, deadline)
    except Fault:
        raise
    except ssl.SSLCertVerificationError:
        raise Fault("not_secure") from None
    except (OSError, http.client.HTTPException, zlib.error, ValueError):
        raise Fault("slow_answer" if deadline.is_over() else "no_answer") from None


class Deadline:
    """One limit for all of it; a timeout for each step would let a slow drip go on for hours."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises Fault when there are none."""
        if self.is_over():
            raise Fault("slow_answer")
        return max(0.01, self._until - time.monotonic())

    def is_over(self) -> bool:
        """True once the time is up, give or take the moment a socket needs to notice."""
        return time.monotonic() >= self._until - 0.02

    def ending(self, raw: socket.socket) -> "_Ending":
        """Cuts the connection when the time is up, whatever it waits for."""
        return _Ending(raw, self.left())


@dataclass
class _Ending:
    raw: socket.socket
    seconds: float
    twin: socket.socket = field(init=False)
    timer: threading.Timer = field(init=False)

    def __enter__(self) -> None:
        self.twin = self.raw.dup()  # TLS takes the first one over
        self.timer = threading.Timer(self.seconds, self._cut)
        self.timer.daemon = True
        self.timer.start()

    def __exit__(self, *_what: object) -> None:
        self.timer.cancel()
        self._cut()
        self.twin.close()
        self.raw.close()

    def _cut(self) -> None:
        with suppress(OSError):
            self.twin.shutdown(socket.SHUT_RDWR)


def _checked(host: str, port: int, ways: Ways, deadline: Deadline) -> list[str]:
    """The addresses of `host`, all of them public. The system's look-up knows no limit, so a thread waits for it."""
    found: list[str] = []
    failed: list[Exception] = []

    def look_up() -> None:
        try:
            found.extend(ways.resolve(host, port))
        except (OSError, UnicodeError) as fault:
            failed.append(fault)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise Fault("slow_answer")
    if failed or not found:
        raise Fault("no_host")
    if not all(ways.is_public(address) for address in found):
        raise Fault("not_public")
    return found


def _connect(addresses: Sequence[str], port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first of these that answers."""
    for turn, address in enumerate(addresses[:4], start=1):
        patience = deadline.left() / (len(addresses[:4]) - turn + 1)
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=patience)
    raise Fault("slow_answer" if deadline.is_over() else "no_answer")


def _secured(raw: socket.socket, host: str, ways: Ways, deadline: Deadline) -> ssl.SSLSocket:
    raw.settimeout(deadline.left())
    return ways.context().wrap_socket(raw, server_hostname=host)


def _ask(secured: ssl.SSLSocket, parts: SplitResult, etag: str, deadline: Deadline) -> Fetched:
    """One GET over this connection; the name goes into Host, the checked address was dialled."""
    with secured:
        asked = http.client.HTTPSConnection(host_of(parts.geturl()).encode("idna").decode(), parts.port)
        asked.sock = secured
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Wok", "Connection": "close"}
        asked.request("GET", path, headers={**headers, **({"If-None-Match": etag} if etag else {})})
        with closing(asked.getresponse()) as answer:
            if answer.status == 304 and etag:
                return Fetched(None, etag)
            if answer.status != 200:
                raise Fault(_code_of(answer.status))
            return Fetched(_body(answer, deadline), _mark(answer))


def _code_of(status: int) -> str:
    if status in (301, 302, 303, 307, 308):
        return "moved"
    return {401: "locked", 403: "locked", 404: "gone", 410: "gone"}.get(status, "no_answer")


def _mark(answer: http.client.HTTPResponse) -> str:
    mark = answer.getheader("ETag", "")
    return mark if len(mark) <= 200 and mark.isascii() and mark.isprintable() else ""


def _body(answer: http.client.HTTPResponse, deadline: Deadline) -> bytes:
    """All of it, at most 1 MiB, also when it was compressed without being asked to be."""
    data = bytearray()
    while piece := answer.read1(64 * 1024):
        data += piece
        if len(data) > MOST_BYTES:
            raise Fault("too_big")
        deadline.left()
    deadline.left()  # cut at the deadline looks like an end
    if answer.length:  # it ended before what it had promised
        raise Fault("slow_answer" if deadline.is_over() else "no_answer")
    if answer.getheader("Content-Encoding", "identity").lower() in ("gzip", "x-gzip"):
        return _unpacked(bytes(data))
    return bytes(data)


def _unpacked(data: bytes) -> bytes:
    whole = zlib.decompressobj(wbits=31).decompress(data, MOST_BYTES + 1)
    if len(whole) > MOST_BYTES:
        raise Fault("too_big")
    return whole
