"""Loans and rooms in calendars: busy only for everybody, whole for who has them (CALENDAR.md 5 to 7, 15, 16, 19)."""

from dataclasses import fields
from datetime import timedelta

from tests import make
from tests.equipment import desk
from tests.feeds.test_desk_feed import events, mine
from tests.space import rooms
from wok.bookings.services import STAFF
from wok.db import db, transaction
from wok.equipment import loan_messages
from wok.equipment.models import Item
from wok.feeds import ics, services
from wok.feeds.queries import FeedKey
from wok.mail import rendering
from wok.mail.models import Message
from wok.sharing import cancelling
from wok.space import changing
from wok.space.changing import Change
from wok.space.models import SpaceUse
from wok.space.settling import wanted_of

NOW = make.NOW
LATER = NOW + timedelta(minutes=1)


def one(events_of: list[str]) -> str:
    (found,) = events_of
    return found


def line(event: str, name: str) -> str:
    return next(text for text in event.splitlines() if text.startswith(name)).partition(":")[2]


def written(message: Message) -> rendering.Letter:
    """The row as the sender reads it."""
    return rendering.Letter(**{one.name: getattr(message, one.name) for one in fields(rendering.Letter)})


def test_a_loan_is_one_event_of_whole_days_with_the_desks_hours_and_the_same_as_in_the_mail(app):
    amina = make.person(name="Amina Haddad", email="amina@example.org")
    booking = desk.loan(make.item("Tent", 4), 2, desk.THURSDAY, desk.FRIDAY)
    event = one(events(mine(amina)))
    assert "SUMMARY:Equipment: 2 × Tent" in event and line(event, "UID") == booking.uid
    assert "DTSTART;VALUE=DATE:20261119" in event and "DTEND;VALUE=DATE:20261121" in event
    assert "TRANSP:TRANSPARENT" in event and "Pick-up: Thursday 19 November, 9:00–17:00" in event
    with transaction():
        entry = rendering.entry_of({"summary": "", **loan_messages.facts(booking)["entry"]})
    assert (entry.uid, entry.sequence, f"{entry.dtstart:%Y%m%d}", entry.transp) == (
        line(event, "UID"),
        int(line(event, "SEQUENCE")),
        line(event, "DTSTART"),
        line(event, "TRANSP"),
    )


def test_everybody_sees_when_a_thing_is_taken_and_never_by_whom(client):
    item = make.item("Tent", 4)
    booking = desk.loan(item, 2, desk.THURSDAY, desk.FRIDAY)
    name = booking.association.name
    assert client.get("/feeds/item/999.en.ics").status_code == 404
    body = client.get(f"/feeds/item/{item.id}.en.ics").get_data(as_text=True)
    assert "SUMMARY:Taken: 2 × Tent" in body and "DTEND;VALUE=DATE:20261121" in body and "/en/equipment/" in body
    for secret in (name, "Amina", booking.uid, booking.link_token, booking.code, "feast"):
        assert secret not in body
    assert services.publish_changed(now=NOW).count(f"item-{item.id}.en") == 0
    with transaction():
        db.session.get_one(Item, item.id).name = {"en": "Pavilion", "fr": "Tonnelle"}
    assert f"item-{item.id}.en" in services.publish_changed(now=LATER)
    with transaction():
        cancelling.cancel(booking, by=STAFF, now=LATER)
    services.publish_changed(now=LATER)
    body = client.get(f"/feeds/item/{item.id}.en.ics").get_data(as_text=True)
    assert "STATUS:CANCELLED" in body and "TRANSP:TRANSPARENT" in body and "Cancelled: Taken: 2 × Pavilion" in body
    page = client.get(f"/en/equipment/{item.slug}").get_data(as_text=True)
    assert f"/en/subscribe?of=item-{item.id}#one" in page
    offered = client.get(f"/en/subscribe?of=item-{item.id}").get_data(as_text=True)
    assert f"webcal://localhost/feeds/item/{item.id}.en.ics" in offered
    assert client.get("/en/subscribe?of=item-abc").status_code == 200


def test_a_room_is_taken_with_its_parts_and_a_use_that_moves_away_is_cancelled_in_the_old_room(app):
    whole, half_a, half_b = rooms.large_room()
    booking = rooms.use(whole, rooms.span(rooms.FRIDAY), asks=rooms.who(email="bruno@example.org", name="Bruno"))
    before = one(events(FeedKey("space", "en")))
    assert "Taken: Large room" in before and "Rehearsal" not in before and "Bruno" not in before
    for room in (whole, half_a, half_b):
        event = one(events(FeedKey("room", "en", room.id)))
        assert "STATUS:CONFIRMED" in event and "T180000" in line(event, "DTSTART")
    letter = db.session.query(Message).filter_by(booking_id=booking.id, kind="space/confirmed").one()
    assert b"text/calendar" in rendering.wire_bytes(written(letter), event_writer=ics.event_bytes)
    use = db.session.get_one(SpaceUse, booking.id)
    to = Change(half_b, rooms.FRIDAY, *(rooms.time(hour) for hour in (18, 21)))
    with transaction():
        changing.change(use, to, wanted_of(use), by=STAFF, now=LATER)
    after = one(events(FeedKey("space", "en")))
    assert line(after, "UID") == line(before, "UID") and int(line(after, "SEQUENCE")) > int(line(before, "SEQUENCE"))
    assert "Taken: Half B" in after and "T210000" in line(after, "DTEND")
    assert "STATUS:CANCELLED" in one(events(FeedKey("room", "en", half_a.id)))
    assert "STATUS:CONFIRMED" in one(events(FeedKey("room", "en", half_b.id)))
    bruno = make.person(name="Bruno", email="bruno@example.org")
    own = one(events(mine(bruno)))
    assert "SUMMARY:Room at the Wok: Half B" in own and line(own, "UID") == booking.uid
    with transaction():
        cancelling.cancel(booking, by=STAFF, now=LATER)
    assert "STATUS:CANCELLED" in one(events(FeedKey("space", "en")))
    assert "STATUS:CANCELLED" in one(events(mine(bruno)))


def test_what_was_only_asked_for_never_appears_not_even_as_cancelled(app):
    room = rooms.room(hours=rooms.EVENINGS)
    booking = rooms.use(room, rooms.span(rooms.in_weeks(4)), asks=rooms.who(email="bruno@example.org"))
    bruno = make.person(name="Bruno", email="bruno@example.org")
    key = mine(bruno)
    assert booking.status == "waiting" and events(key) == [] and events(FeedKey("space", "en")) == []
    with transaction():
        cancelling.cancel(booking, by=STAFF, now=LATER)
    assert events(key) == [] and events(FeedKey("space", "en")) == []
