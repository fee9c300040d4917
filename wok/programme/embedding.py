"""Which sites may show our agenda inside their own pages: a list the staff keep, and the rule browsers read from it."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from wok.db import db
from wok.people.models import Person
from wok.programme.models import EmbedHost
from wok.programme.refusals import NotAHost, TooManyHosts

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:{LABEL}(?:\.{LABEL})+|localhost)(?::[1-9][0-9]{{1,4}})?")
MOST = 100
POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {}"


def hosts() -> Sequence[EmbedHost]:
    """All of them, by name."""
    return db.session.scalars(select(EmbedHost).order_by(EmbedHost.host)).all()


def policy() -> str:
    """The Content-Security-Policy of the agenda on other sites: our own pages, and the sites on the list."""
    named = db.session.scalars(select(EmbedHost.host).order_by(EmbedHost.host))
    return POLICY.format(" ".join(["'self'", *(_source(host) for host in named)]))


def _source(host: str) -> str:
    return f"http://{host}" if host.startswith("localhost") else f"https://{host}"


def read_host(said: str) -> str | None:
    """The name of the site in whatever a person wrote: an address, capitals, letters beyond ASCII; None for no name."""
    bare = re.sub(r"^[a-z]+://", "", said.strip().lower()).split("/", 1)[0].split("?", 1)[0].rstrip(".")
    try:
        named = bare.encode("idna").decode("ascii") if not bare.isascii() else bare
    except UnicodeError:
        return None
    return named if HOST.fullmatch(named) and len(named) <= 200 else None


def allow(said: str, by: Person, *, now: datetime) -> EmbedHost:
    """Put a site on the list; one that is on it stays. Flushes. Raises NotAHost, TooManyHosts."""
    host = read_host(said)
    if host is None:
        raise NotAHost
    known = hosts()
    row = next((one for one in known if one.host == host), None)
    if row is None:
        if len(known) >= MOST:
            raise TooManyHosts
        row = EmbedHost(host=host, added_by_id=by.id, added_at=now)
        db.session.add(row)
        db.session.flush()
    return row


def forbid(row: EmbedHost) -> None:
    """Take a site off the list. Flushes."""
    db.session.delete(row)
    db.session.flush()
