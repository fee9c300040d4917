"""What touches safety goes into the log: what, who by number, which view, from which part of the net (wok/SECURITY.md).

Nobody's words, names, addresses or tokens stand there (PROMISES D6): every value is a number or a word of our own.
"""

import ipaddress
import logging

from flask import Response, g, has_request_context, request

from wok.db import identity

log = logging.getLogger("wok.security")

REFUSED = frozenset({400, 403, 413, 429})
NET_BITS = {4: 24, 6: 48}  # a street or a provider's town, not a household


def note(event: str, *, person: int | None = None, **facts: str | int) -> None:
    """One line. `person` is whom it is about; else it is who asks."""
    said = [f"{name}={value}" for name, value in facts.items()]
    if has_request_context():
        by = identity(g.reader) if g.reader else "-"
        said += [f"by={by}", f"view={request.endpoint or '-'}", f"from={net_of(request.remote_addr)}"]
    about = [] if person is None else [f"person={person}"]
    log.info("%s", " ".join([event, *about, *said]))


def note_refused(response: Response) -> Response:
    """After each request: what was refused; to somebody signed in, also what is hidden from them."""
    status = response.status_code
    if status in REFUSED or (status == 404 and request.endpoint and g.reader):
        note("refused", status=status)
    return response


def net_of(address: str | None) -> str:
    """The part of the net an address belongs to."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "-"
    return str(ipaddress.ip_network((found, NET_BITS[found.version]), strict=False))
