"""Who is asking: the login cookie, kept as a hash in the database (PROMISES S4).

`g.person` is the signed-in person or None, `g.login` the login row, `g.memberships` their confirmed memberships in
accepted associations: each is there when first asked for. `g.reader` is the person as they were read, for pages that
only ask what kind of reader they have.
"""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Response, current_app, g, request
from flask.ctx import _AppCtxGlobals
from sqlalchemy import Select, bindparam, inspect, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, contains_eager, joinedload
from sqlalchemy.util import memoized_property

from wok import clock
from wok.db import db, transaction
from wok.people.models import Association, Login, Membership, Person
from wok.web.language import FOR_PROGRAMS
from wok.web.unchanged import is_kept, kept

log = logging.getLogger("wok.people")

SEEN_EVERY = timedelta(hours=1)  # a GET writes nothing; the next POST notes that the login is alive


# Every page asks these two, so each is built once: when first asked, for it ties all tables together (SPEED.md).
@cache
def _living_login() -> Select[Login]:
    return (
        select(Login)
        .options(joinedload(Login.person, innerjoin=True))
        .where(Login.cookie_hash == bindparam("cookie_hash"), Login.ended_at.is_(None))
    )


@cache
def _living_memberships() -> Select[Membership]:
    return (
        select(Membership)
        .options(contains_eager(Membership.association))
        .join(Association)
        .where(
            Membership.person_id == bindparam("person_id"),
            Membership.confirmed_at.is_not(None),
            Membership.ended_at.is_(None),
            Association.status == "accepted",
        )
        .order_by(Membership.role, Association.name)
    )


class Asking(_AppCtxGlobals):
    """Flask's `g`; a page that was kept asks for no more of a person than its kind, and most for no memberships.

    Not functools' cached properties: until Python 3.12 each has one lock, and all requests of a process would wait for
    whoever reads their memberships, who may wait for a row that one of them holds.
    """

    known: Login | None = None  # as it was read; of no session where it is kept

    def get(self, name: str, default: Any = None) -> Any:
        """What is known by this name, or the default."""
        return getattr(self, name, default)

    @property
    def reader(self) -> Person | None:
        """Who asks: their columns alone, not to be changed."""
        if "person" in self.__dict__:
            return self.person
        return self.known.person if self.known else None

    @memoized_property
    def login(self) -> Login | None:
        """The login, in this request's session."""
        known = self.known
        return db.session.merge(known, load=False) if known and inspect(known).detached else known

    @memoized_property
    def person(self) -> Person | None:
        """Who asks; None for somebody who is not signed in."""
        return self.login.person if self.login else None

    @memoized_property
    def memberships(self) -> list[Any]:
        """Of who is asking; nobody has none."""
        return memberships_of(self.person) if self.person else []


def cookie_name() -> str:
    """`__Host-` where the base address is https; a plain-http demo works without."""
    return "__Host-wok_login" if current_app.config["SESSION_COOKIE_SECURE"] else "wok_login"


def fingerprint(secret: str) -> str:
    """What the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def recognise() -> None:
    """Before each request: find out who asks. Where only programs ask, nobody is looked for."""
    if request.path.startswith(FOR_PROGRAMS):
        return
    secret = request.cookies.get(cookie_name())
    if not secret:
        return
    login = _login_of(fingerprint(secret))
    if login is not None and not _is_over(login, now=clock.now()) and login.person.left_at is None:
        g.known = login


def _login_of(cookie_hash: str) -> Login | None:
    """The login and its person; read once while the database stays as it is, and then of no session."""
    if not is_kept():
        return db.session.scalar(_living_login(), {"cookie_hash": cookie_hash})
    return kept(("login", cookie_hash), lambda: _read_alone(cookie_hash))


def _read_alone(cookie_hash: str) -> Login | None:
    """In a session of its own, so that no request changes what is kept."""
    with Session(db.engine) as session:
        return session.scalar(_living_login(), {"cookie_hash": cookie_hash})


def _is_over(login: Login, *, now: datetime) -> bool:
    idle = timedelta(days=current_app.config["LOGIN_IDLE_DAYS"])
    longest = timedelta(days=current_app.config["LOGIN_MAX_DAYS"])
    return now - login.seen_at > idle or now - login.began_at > longest


def memberships_of(person: Person) -> list[Membership]:
    """Confirmed, still running memberships in accepted associations, delegates first."""
    return list(db.session.scalars(_living_memberships(), {"person_id": person.id}))


def begin(person: Person, *, browser: str, now: datetime) -> str:
    """A fresh login; returns the secret for the cookie. Any login this browser had is ended."""
    if g.get("login"):
        end(g.login.id, now=now)
    secret = secrets.token_urlsafe(32)
    db.session.add(
        Login(cookie_hash=fingerprint(secret), person_id=person.id, browser=browser[:200], began_at=now, seen_at=now)
    )
    db.session.flush()
    return secret


def end(login_id: int, *, now: datetime) -> None:
    """End one login; the cookie is worth nothing from here on."""
    db.session.execute(update(Login).where(Login.id == login_id, Login.ended_at.is_(None)).values(ended_at=now))


def end_all(person: Person, *, now: datetime) -> None:
    """End every login of a person."""
    db.session.execute(update(Login).where(Login.person_id == person.id, Login.ended_at.is_(None)).values(ended_at=now))


def keep_alive(response: Response) -> Response:
    """After whatever somebody signed in has sent: their login is in use. Noted once an hour; a busy database only loses it."""
    known, now = g.get("known"), clock.now()
    is_sent = request.method == "POST" and response.status_code < 400 and not g.get("csrf_failed")
    if known is None or not is_sent or now - known.seen_at <= SEEN_EVERY:
        return response
    try:
        with transaction():
            living = (Login.id == known.id, Login.ended_at.is_(None))
            db.session.execute(update(Login).where(*living).values(seen_at=now))
    except OperationalError:
        log.info("the use of a login was not noted")
    return response


def give_cookie(response: Response, secret: str) -> None:
    """Put the secret into the browser's login cookie."""
    response.set_cookie(
        cookie_name(),
        secret,
        max_age=current_app.config["LOGIN_MAX_DAYS"] * 86400,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def take_cookie(response: Response) -> None:
    """Remove the login cookie, and what the browser kept of the pages of whoever leaves."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(
        cookie_name(), path="/", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )
