"""The blueprints of the on-call's public pages, and who is asking; views.py gathers them."""

import secrets

from flask import Blueprint, g, request, session

from wok.oncall.numbers import Wish
from wok.people import attempts
from wok.people.models import Person

bp = Blueprint("oncall", __name__)
api = Blueprint("oncall_api", __name__)

BROWSER = "oncall"  # a random word in this phone's own session: one phone, one open number


def visitor() -> Person | None:
    """The signed-in person; staff who try the public page are nobody in particular."""
    return None if g.person is None or g.person.is_staff else g.person


def browser() -> str | None:
    """The mark of this phone, if it took a number before."""
    known = session.get(BROWSER)
    return attempts.keyed(str(known)) if known else None


def mark_browser() -> str:
    """The mark of this phone, given now if it has none."""
    session.setdefault(BROWSER, secrets.token_hex(16))
    return str(browser())


def wish(topic: str, language: str, nickname: str, *, mark: str | None) -> Wish:
    """What this visitor comes for; the association only where there is no doubt which."""
    person = visitor()
    ours = [one.association for one in g.memberships] if person else []
    return Wish(topic, language, nickname, person, ours[0] if len(ours) == 1 else None, mark)


def address() -> str:
    """Where the request comes from, for counting scripts."""
    return request.remote_addr or "?"
