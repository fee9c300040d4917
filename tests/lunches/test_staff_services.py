"""What staff do with a date: cancel, move, hold, undo; the surplus; the topics."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from tests.make import NOW, lunch, rsvp, waiting
from wok.bookings import series as dates
from wok.bookings.models import Booking, Closure, Occurrence, Taking, WaitlistEntry
from wok.bookings.refusals import TooLateToUndo
from wok.db import db, transaction
from wok.kernel.span import Span
from wok.lunches import desk, due, queries, services, staff_services, standing_services, topics
from wok.lunches.models import Chip, Rsvp
from wok.lunches.topics import Topic
from wok.mail.models import Message

REASON = {"fr": "La cuisine est en panne.", "pt": "A cozinha está avariada."}
LATER = NOW + timedelta(minutes=11)


def again(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def told(kind: str, *, state: str = "due") -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == f"lunches/{kind}", Message.state == state)))


def cancel_date(occurrence: Occurrence, *, carry: bool = False) -> None:
    with transaction():
        staff_services.cancel_date(again(occurrence), REASON, carry=carry, now=NOW, staff_id=1)


def undo(occurrence: Occurrence, *, now: datetime = LATER - timedelta(minutes=2)) -> None:
    with transaction():
        staff_services.undo_date(again(occurrence), now=now, staff_id=1)


def test_the_preview_says_whom_it_touches_and_who_cannot_be_reached(app):
    rsvp(lunch(), 2)
    rsvp(lunch(), 3, reach="none", email=None)
    seen = staff_services.preview(lunch())
    assert (seen.people, dict(seen.by_channel), len(seen.unreachable)) == (5, {"email": 1, "none": 1}, 1)


def test_a_cancelled_date_tells_each_guest_after_ten_minutes_in_their_language(app):
    booking = rsvp(lunch(), 2)
    cancel_date(lunch())
    (message,) = told("date_cancelled")
    assert (message.due_at, message.facts["reason"]) == (NOW + timedelta(minutes=10), REASON["pt"])
    assert (again(booking).status, again(lunch()).status, db.session.query(Taking).count()) == (
        "cancelled",
        "cancelled",
        0,
    )


def test_a_cancelled_date_carries_confirmed_guests_to_the_next_lunch(app):
    seated = rsvp(lunch(), 8)
    late = rsvp(lunch(day=date(2026, 11, 25)), 9)
    with transaction():
        topics.bring(again(seated), Topic("offer", "We have a van", "transport")).state = "shown"
    cancel_date(lunch(), carry=True)
    moved = db.session.scalars(
        select(Booking).where(Booking.occurrence_id == late.occurrence_id, Booking.id != late.id)
    ).one()
    assert (moved.status, moved.quantity) == ("waiting", 8)
    assert [chip.words for chip in queries.chips(again(late).occurrence)] == ["We have a van"]
    assert told("date_cancelled")[0].facts["code"] == moved.code


def test_undoing_a_cancelled_date_gives_everything_back_and_tells_nobody(app):
    seated, hopeful = rsvp(lunch(), 8), waiting(lunch(), 4)
    cancel_date(lunch(), carry=True)
    assert db.session.scalar(select(WaitlistEntry.state)) == "ended"
    undo(lunch())
    assert (again(seated).status, again(hopeful).status) == ("confirmed", "waiting")
    assert told("date_cancelled") == []
    carried = db.session.scalars(select(Booking).where(Booking.occurrence_id != seated.occurrence_id)).one()
    assert carried.status == "cancelled"
    assert again(lunch()).sequence == 2


def test_undo_of_a_date_ends_after_ten_minutes(app):
    cancel_date(lunch())
    with pytest.raises(TooLateToUndo):
        undo(lunch(), now=LATER)


def test_moving_a_date_moves_everybody_even_with_a_surplus(app):
    booking = rsvp(lunch(), 8)
    with transaction():
        desk.set_capacity(again(lunch()), 4, now=NOW)
    span = Span(datetime(2026, 11, 20, 11, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC))
    with transaction():
        staff_services.move_date(again(lunch()), span, REASON, now=NOW, staff_id=1)
    assert (again(booking).starts_at, again(booking).sequence) == (span.start, 1)
    taking = db.session.query(Taking).one()
    assert (taking.starts_at, lunch().status, lunch().resource.capacity) == (span.start, "moved", 4)
    undo(lunch())
    assert (again(booking).starts_at, again(lunch()).status, told("date_moved")) == (lunch().original_at, "planned", [])


def test_a_standing_rsvp_is_asked_again_for_a_moved_date(app):
    booking = rsvp(lunch(), 2)
    with transaction():
        standing_services.every_week(again(booking), now=NOW)
    span = Span(datetime(2026, 11, 20, 11, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC))
    with transaction():
        staff_services.move_date(again(lunch()), span, REASON, now=NOW, staff_id=1)
    db.session.expire_all()
    assert db.session.get(Rsvp, booking.id).must_reconfirm
    assert told("date_moved")[0].facts["standing"] is True


def close(first: date, last: date) -> Closure:
    closure = Closure(
        kind="public_holiday", first_on=first, last_on=last, reason={"fr": "Fête"}, uid=f"{first}@wok", changed_at=NOW
    )
    with transaction():
        dates.close(closure, now=NOW)
    return closure


def test_a_holiday_turns_a_date_into_a_decision_and_keeps_its_guests(app):
    booking = rsvp(lunch(), 2)
    close(date(2026, 11, 16), date(2026, 11, 18))
    assert (again(lunch()).status, again(booking).status) == ("needs_decision", "confirmed")
    with transaction():
        staff_services.hold_date(again(lunch()), now=NOW, staff_id=1)
    assert again(lunch()).status == "planned"
    assert len(told("date_held")) == 1


def test_a_withdrawn_closure_opens_its_undecided_dates_again(app):
    lunch()
    closure = close(date(2026, 11, 18), date(2026, 11, 18))
    with transaction():
        dates.reopen(again(closure), now=NOW)
    assert again(lunch()).status == "planned"


def test_a_date_stored_after_the_closure_needs_a_decision_too(app):
    closed = close(date(2027, 6, 23), date(2027, 6, 23))
    lunch()
    due.extend(now=NOW)
    feast = db.session.query(Occurrence).filter_by(original_on=date(2027, 6, 23)).one()
    assert (feast.status, feast.closure_id) == ("needs_decision", closed.id)


def test_lowering_the_places_throws_nobody_out(app):
    booking = rsvp(lunch(), 8)
    with transaction():
        assert desk.set_capacity(again(lunch()), 5, now=NOW) == 3
    assert again(booking).status == "confirmed"


def test_raising_the_places_offers_them_to_the_list(app):
    rsvp(lunch(), 10)
    hopeful = waiting(lunch(), 3)
    with transaction():
        desk.set_capacity(again(lunch()), 13, now=NOW)
    assert again(hopeful).status == "held"


def test_the_second_of_two_editors_is_not_saved_over_the_first(app):
    version = lunch().version
    with transaction():
        desk.set_topic(again(lunch()), {"fr": "Danse"}, {}, version=version, now=NOW)
    with pytest.raises(StaleDataError), transaction():
        desk.set_topic(again(lunch()), {"fr": "Foot"}, {}, version=version, now=NOW)
    assert again(lunch()).topic == {"fr": "Danse"}


def test_topics_that_fit_are_told_to_those_who_asked_for_it(app):
    looking, offering = rsvp(lunch(), 1), rsvp(lunch(), 1)
    with transaction():
        first = topics.bring(again(looking), Topic("look", "We look for dancers", "dance", True))
        second = topics.bring(again(offering), Topic("offer", "We dance", "dance", False))
    for chip in (first, second):
        with transaction():
            desk.show_chip(chip.id, now=NOW)
    assert [message.booking_id for message in told("chip_match")] == [looking.id]
    assert db.session.query(Chip).filter_by(state="shown").count() == 2
    with transaction():
        services.cancel(again(offering), now=NOW)
    assert [chip.booking_id for chip in queries.chips(lunch())] == [looking.id]  # who does not come brings nothing


def test_an_unmarked_guest_is_unknown_and_a_tick_can_be_taken_back(app):
    booking = rsvp(lunch(), 3)
    assert again(booking).attendance is None
    with transaction():
        desk.mark(again(booking), "came", attended=2, now=NOW, staff_id=None)
    assert (again(booking).attendance, again(booking).attended) == ("came", 2)
    with transaction():
        desk.mark(again(booking), None, now=NOW, staff_id=None)
    assert (again(booking).attendance, again(booking).attended) == (None, None)
