"""One's data in one click (PROMISES D3): a JSON file of what the Wok keeps about a person, and their bookings as a calendar file."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, g
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from wok import clock
from wok.appointments.models import Appointment, EarlierWish
from wok.bookings.models import Booking, BookingEvent
from wok.circulars import stops
from wok.db import Base, db
from wok.directory import keeping as letters
from wok.equipment.models import Loan, LoanLine
from wok.events import personal as events
from wok.fair_access.models import FairCase
from wok.feeds import services as feeds
from wok.feeds.models import FeedAddress
from wok.feeds.queries import FeedKey
from wok.lunches.models import Chip, Rsvp, StandingRsvp
from wok.mail.models import MailAnswer, Message
from wok.oncall.models import BookedMatter, Visit
from wok.people import queries
from wok.people.models import Association, Person
from wok.projects import personal as projects
from wok.skills import waiting as skills
from wok.space.models import SpaceUse
from wok.web.access import signed_in

bp = Blueprint("data", __name__)

PERSON = "name email phone reach language needs diets created_at"
BOOKING = (
    "code kind status quantity starts_at ends_at association_said contact_name contact_email contact_phone reach"
    " language created_at changed_at cancelled_at cancelled_late attendance attended"
)
RSVP = "adults children prams diets needs note must_reconfirm reconfirmed_at met_someone"
APPOINTMENT = "place language wants_interpreter interpreter needs question video_link waits_for reason agreed_at next_step outcome"
LOAN = "purpose place_of_use collector note klass_asked klass_words pick_up_on return_on"
SPACE_USE = "activity people layout needs remark shows_name keys_note arrived_at released_at"
LOAN_LINE = "asked least got first_on last_on state"
VISIT = "number topic language nickname state taken_at arrived_at started_at ended_at outcome next_step"
Data = dict[str, Any]


@bp.get("/my/data.json")
@signed_in
def everything() -> Response:
    """Everything the Wok keeps about this person, as one file; no secrets, nothing of others."""
    body = json.dumps(_data_of(g.person), ensure_ascii=False, indent=2)
    return Response(body, mimetype="application/json", headers={"Content-Disposition": "attachment; filename=wok.json"})


@bp.get("/my/bookings.ics")
@signed_in
def bookings() -> Response:
    """One's bookings, as a calendar program reads them; the same entries as one's private calendar."""
    body = feeds.render(FeedKey("mine", g.lang, g.person.id), now=clock.now()).body
    return Response(body, mimetype="text/calendar", headers={"Content-Disposition": "attachment; filename=wok.ics"})


def _data_of(person: Person) -> Data:
    own = Booking.person_id == person.id
    whose = or_(own, Booking.contact_email == person.email) if person.email else own
    return {
        **_plain(person, PERSON),
        "associations": [
            {"name": one.association.name, **_plain(one, "role confirmed_at")} for one in queries.my_memberships(person)
        ],
        "bookings": _bookings(whose),
        **skills.data_of(person),
        "numbers_on_thursdays": _numbers(person),
        "helped_at_events": events.helped(person),
        "events_prepared": events.prepared(person),
        "projects": projects.kept_about(person),
        "calendar_addresses": _addresses(person),
        "messages": _messages(person),
        "letters": letters.data_of(person),
        "messages_to_many": "no" if stops.wants_none(person) else "yes",
        "reports_of_unfair_treatment": _reports(person),
        "mails_to_us": _mails_to_us(person),
        "logins": [_plain(login, "browser began_at seen_at") for login in queries.logins(person)],
    }


def _bookings(whose: ColumnElement[bool]) -> list[Data]:
    """All of them with diets, needs, topics and history, oldest first; a fixed number of statements."""
    rows = db.session.scalars(select(Booking).options(joinedload(Booking.association)).where(whose)).all()
    signed_up = events.signed_up([one.id for one in rows], g.lang)
    rsvps = {one.booking_id: one for one in _of_bookings(Rsvp, Rsvp.booking_id, whose)}
    standing = {one.first_booking_id: one for one in _of_bookings(StandingRsvp, StandingRsvp.first_booking_id, whose)}
    topics = _grouped(_of_bookings(Chip, Chip.booking_id, whose), "direction words theme language state")
    history = _grouped(_of_bookings(BookingEvent, BookingEvent.booking_id, whose), "at what by")
    matters = {one.booking_id: one for one in _of_bookings(BookedMatter, BookedMatter.booking_id, whose)}
    visits = {one.booking_id: one for one in _of_bookings(Visit, Visit.booking_id, whose)}
    meetings = {one.booking_id: one for one in _of_bookings(Appointment, Appointment.booking_id, whose)}
    wishes = {one.booking_id: one for one in _of_bookings(EarlierWish, EarlierWish.booking_id, whose)}
    loans = {one.booking_id: one for one in _of_bookings(Loan, Loan.booking_id, whose)}
    uses = {one.booking_id: one for one in _of_bookings(SpaceUse, SpaceUse.booking_id, whose)}
    things = _grouped(_of_bookings(LoanLine, LoanLine.booking_id, whose), LOAN_LINE)
    return [
        {
            **_plain(one, BOOKING),
            "association": one.association.name if one.association else None,
            **_plain(rsvps.get(one.id), RSVP),
            "every_wednesday": _plain(standing.get(one.id), "booked_through_on confirm_by asked_at ended_at") or None,
            "on_call": {**_plain(matters.get(one.id), "topic note"), **_plain(visits.get(one.id), VISIT)} or None,
            "appointment": _plain(meetings.get(one.id), APPOINTMENT) or None,
            "loan": {**_plain(loans.get(one.id), LOAN), "things": things[one.id]} if one.id in loans else None,
            "room": _plain(uses.get(one.id), SPACE_USE) or None,
            "event": signed_up.get(one.id),
            "told_of_earlier_times": _plain(wishes.get(one.id), "asked_at messages_sent sent_at ended_at") or None,
            "topics": topics[one.id],
            "history": history[one.id],
        }
        for one in sorted(rows, key=lambda one: (one.starts_at, one.id))
    ]


def _numbers(person: Person) -> list[Data]:
    """Numbers taken on Thursdays without a booking."""
    own = select(Visit).where(Visit.person_id == person.id, Visit.booking_id.is_(None)).order_by(Visit.id)
    return [_plain(one, VISIT) for one in db.session.scalars(own)]


def _of_bookings(kind: type[Base], booking_id: Any, whose: ColumnElement[bool]) -> Iterable[Any]:
    key = kind.__mapper__.primary_key[0]
    return db.session.scalars(select(kind).join(Booking, Booking.id == booking_id).where(whose).order_by(key))


def _grouped(rows: Iterable[Any], names: str) -> defaultdict[int, list[Data]]:
    found: defaultdict[int, list[Data]] = defaultdict(list)
    for row in rows:
        found[row.booking_id].append(_plain(row, names))
    return found


def _addresses(person: Person) -> list[Data]:
    """Calendars subscribed to; the address itself is a secret that the Wok does not keep."""
    mine = select(FeedAddress, Association.name).outerjoin(Association, Association.id == FeedAddress.association_id)
    rows = db.session.execute(mine.where(FeedAddress.person_id == person.id).order_by(FeedAddress.id))
    return [{**_plain(one, "scope detail language made_at revoked_at"), "association": name} for one, name in rows]


def _messages(person: Person) -> list[Data]:
    """Which messages went to them, not what they said: the words stand in their own mailbox."""
    ways = [way for way in (person.email, person.phone, f"person:{person.id}") if way]
    rows = db.session.scalars(select(Message).where(Message.recipient.in_(ways)).order_by(Message.id))
    return [_plain(one, "kind channel recipient created_at finished_at") for one in rows]


def _reports(person: Person) -> list[Data]:
    """That they told us, and when; the words are read with the code and the word of each, never by whoever shares the mailbox."""
    own = select(FairCase).where(FairCase.contact_email == person.email).order_by(FairCase.id)
    return [_plain(one, "received_at state") for one in db.session.scalars(own)] if person.email else []


def _mails_to_us(person: Person) -> list[Data]:
    """Answers and notes that came from their address."""
    rows = db.session.scalars(select(MailAnswer).where(MailAnswer.sender == person.email).order_by(MailAnswer.id))
    return [_plain(one, "received_at partstat words why") for one in rows] if person.email else []


def _plain(row: Any, names: str) -> Data:
    """The named columns of a row as JSON knows them; nothing for no row."""
    values = {name: getattr(row, name) for name in names.split()} if row is not None else {}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
