"""Send me my link again: to the booker's own address, or to the delegates of the association they are reached through.

Nothing of it is ever shown to who asks: the page answers the same whatever is found.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, select

from wok.bookings.codes import spoken
from wok.bookings.letters import LinksForm
from wok.bookings.models import Booking
from wok.db import db
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.people import attempts, rules
from wok.people.models import Association, Membership, Person
from wok.web.addresses import whole

LINKS = "bookings.links"
LINKS_PER_HOUR = 5  # to one address, silently
MOST_LINKS = 20
HOUR = timedelta(hours=1)


def owe_links(form: LinksForm, *, now: datetime) -> None:
    """One message with all coming bookings to each address that is theirs, at most five an hour."""
    asked = _asked(form)
    found = _coming(asked, now=now) if asked is not None else []
    first = next((one for one in found if one.contact_email or one.contact_phone), None)
    if first is not None:
        channel = "email" if first.reach == "email" and first.contact_email else "phone"
        address = (first.contact_email if channel == "email" else first.contact_phone) or ""
        _owe(Recipient(channel, address, first.contact_name, first.language), found, now=now)
    for delegate in _delegates(form, found):
        ours = [one.association_id for one in delegate.memberships if _may_book(one)]
        through = (Booking.reach == "association") & Booking.association_id.in_(ours)
        to = Recipient("email", delegate.email or "", delegate.name, delegate.language)
        _owe(to, _coming(through, now=now), now=now)


def _asked(form: LinksForm) -> ColumnElement[bool] | None:
    if email := form.email():
        return Booking.contact_email == email
    if code := form.code():
        return Booking.code == code
    phone = form.phone()
    return Booking.contact_phone == phone if phone else None


def _coming(whose: ColumnElement[bool], *, now: datetime) -> list[Booking]:
    chosen = select(Booking).where(whose, Booking.ends_at > now, Booking.status != "cancelled")
    return list(db.session.scalars(chosen.order_by(Booking.starts_at).limit(MOST_LINKS)))


def _delegates(form: LinksForm, found: list[Booking]) -> list[Person]:
    """Who may book for the association that was asked about: by name, by a delegate's address, or by a booking's code."""
    chosen = select(Person.id).join(Membership).join(Association)
    living = (Membership.role == "delegate", Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None))
    chosen = chosen.where(
        *living, Association.status == "accepted", Person.email.is_not(None), Person.left_at.is_(None)
    )
    if email := form.email():
        return _people(chosen.where(Person.email == email))
    ours = [one.association_id for one in found if one.reach == "association" and one.association_id]
    if not form.code() and not form.phone():
        ours = _named(form.name())
    return _people(chosen.where(Association.id.in_(ours)))


def _people(chosen: Select[int]) -> list[Person]:
    return list(db.session.scalars(select(Person).where(Person.id.in_(chosen)).order_by(Person.id).limit(MOST_LINKS)))


def _may_book(one: Membership) -> bool:
    return one.role == "delegate" and one.confirmed_at is not None and one.ended_at is None


def _named(name: str) -> list[int]:
    """Associations of this name, however it is written."""
    names = db.session.execute(select(Association.id, Association.name).where(Association.status == "accepted"))
    return [row.id for row in names if name and rules.plain_name(row.name) == rules.plain_name(name)]


def _owe(to: Recipient, bookings: Iterable[Booking], *, now: datetime) -> None:
    links = [_link(one, is_own=one.contact_name == to.name) for one in bookings]
    if not links or not to.address:
        return
    if attempts.is_slowed(LINKS, to.address, now=now, most=LINKS_PER_HOUR, within=HOUR):
        return
    attempts.note(LINKS, to.address, now=now)
    cause = f"links:{secrets.token_hex(8)}"
    outbox.owe("bookings/my_links", cause=cause, to=to, facts={"name": to.name, "links": links}, now=now)


def _link(one: Booking, *, is_own: bool) -> dict[str, str]:
    link = whole(f"/b/{one.link_token}")
    who = "" if is_own else one.contact_name
    return {"day_at": one.starts_at.isoformat(), "code": spoken(one.code), "link": link, "who": who}
