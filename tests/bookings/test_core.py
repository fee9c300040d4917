"""At no instant is more booked than exists, whatever writes (PROMISES B2)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.make import NOW, contact
from wok.bookings import services
from wok.bookings.models import Booking, BookingEvent, Resource, ResourcePart, Taking
from wok.bookings.refusals import AlreadyCancelled, NotEnoughLeft, PlaceGone, TooLateToUndo
from wok.db import db, is_sqlite, transaction
from wok.kernel.span import Span

NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


def span(start: int, end: int) -> Span:
    return Span(NOON + timedelta(hours=start), NOON + timedelta(hours=end))


def resource(capacity: int = 1, **given) -> Resource:
    with transaction():
        row = Resource(
            kind="space",
            name="a room",
            capacity=capacity,
            **{"setup_minutes": 0, "cleanup_minutes": 0, "version": 1, **given},
        )
        db.session.add(row)
    return row


def book(thing: Resource, when: Span, quantity: int = 1, *, now: datetime = NOW, **given) -> Booking:
    with transaction():
        booking = services.new_booking(
            "appointment", contact(), when, quantity, now=now, **{"status": "confirmed", **given}
        )
        return services.add(booking, thing, now=now)


def raw_taking(thing: Resource, booking: Booking, when: Span, quantity: int) -> None:
    """Plain SQL, past every service."""
    fmt = "%Y-%m-%d %H:%M:%S.%f"
    values = {"b": booking.id, "r": thing.id, "q": quantity, "s": when.start.strftime(fmt), "e": when.end.strftime(fmt)}
    if not is_sqlite():
        values |= {"s": when.start, "e": when.end}
    with transaction():
        db.session.execute(
            text(
                "INSERT INTO taking (booking_id, resource_id, quantity, starts_at, ends_at) VALUES (:b, :r, :q, :s, :e)"
            ),
            values,
        )


def test_what_ends_at_noon_leaves_noon_free(app):
    room = resource()
    book(room, span(-2, 0))
    assert book(room, span(0, 2)).status == "confirmed"


def test_the_same_hour_is_not_given_twice(app):
    room = resource()
    book(room, span(0, 2))
    with pytest.raises(NotEnoughLeft):
        book(room, span(1, 3))


def test_overlaps_that_never_meet_at_one_instant_both_fit(app):
    tents = resource(3)
    book(tents, span(0, 2), 2)
    book(tents, span(2, 4), 2)
    assert book(tents, span(1, 3), 1).quantity == 1
    with pytest.raises(NotEnoughLeft) as refused:
        book(tents, span(1, 3), 1)
    assert refused.value.free == 0


@pytest.mark.parametrize(("start", "end", "quantity"), [(0, 2, 2), (1, 3, 2), (-1, 5, 3), (0, 1, 4)])
def test_raw_sql_cannot_overbook(app, start, end, quantity):
    tents = resource(3)
    first = book(tents, span(0, 2), 2)
    with pytest.raises(DBAPIError, match="over capacity"):
        raw_taking(tents, first, span(start, end), quantity)
    assert db.session.query(Taking).count() == 1


def test_raw_sql_cannot_stretch_a_taking_over_another(app):
    room = resource()
    first, second = book(room, span(0, 1)), book(room, span(2, 3))
    with pytest.raises(DBAPIError, match="over capacity"), transaction():
        db.session.query(Taking).filter_by(booking_id=first.id).update({"ends_at": second.ends_at})


def test_shrinking_passes_even_in_a_surplus(app):
    seats = resource(10)
    party = book(seats, span(0, 2), 8)
    with transaction():
        assert services.set_capacity(db.session.get(Resource, seats.id), 4) == 4
    with transaction():
        services.change_quantity(db.session.get(Booking, party.id), 6, now=NOW)
    assert db.session.query(Taking).one().quantity == 6


def test_no_write_adds_to_a_surplus(app):
    seats = resource(10)
    party = book(seats, span(0, 2), 8)
    with transaction():
        services.set_capacity(db.session.get(Resource, seats.id), 4)
    with pytest.raises(NotEnoughLeft), transaction():
        services.change_quantity(db.session.get(Booking, party.id), 9, now=NOW)
    with pytest.raises(DBAPIError, match="over capacity"):
        raw_taking(seats, party, span(0, 1), 1)


def test_a_whole_and_its_parts_exclude_each_other(app):
    half_a, half_b, whole = resource(), resource(), resource()
    with transaction():
        db.session.add_all([ResourcePart(whole_id=whole.id, part_id=half.id) for half in (half_a, half_b)])
    book(half_b, span(0, 2))
    with pytest.raises(NotEnoughLeft):
        book(whole, span(1, 3))
    assert db.session.query(Taking).count() == 1
    large = book(whole, span(2, 4))
    assert sorted(taking.resource_id for taking in large.takings) == [half_a.id, half_b.id]
    with pytest.raises(NotEnoughLeft):
        book(half_a, span(3, 4))


def test_raw_sql_cannot_take_a_whole_itself(app):
    half, whole = resource(), resource()
    with transaction():
        db.session.add(ResourcePart(whole_id=whole.id, part_id=half.id))
    other = book(half, span(0, 1))
    with pytest.raises(DBAPIError, match="by its parts"):
        raw_taking(whole, other, span(5, 6), 1)


def test_buffers_are_part_of_what_is_taken(app):
    room = resource(setup_minutes=30, cleanup_minutes=30)
    book(room, span(0, 2))
    with pytest.raises(NotEnoughLeft):
        book(room, Span(NOON + timedelta(hours=2, minutes=59), NOON + timedelta(hours=4)))
    assert book(room, span(3, 4)).starts_at == NOON + timedelta(hours=3)


def test_an_overdue_hold_gives_its_place_to_the_next(app):
    room = resource()
    held = book(room, span(0, 2), status="held", hold_until=NOW + timedelta(hours=1))
    with pytest.raises(NotEnoughLeft):
        book(room, span(0, 2), now=NOW + timedelta(minutes=59))
    book(room, span(0, 2), now=NOW + timedelta(hours=1))
    db.session.expire_all()
    assert db.session.get(Booking, held.id).status == "cancelled"
    assert [
        row.what for row in db.session.query(BookingEvent).filter_by(booking_id=held.id).order_by(BookingEvent.id)
    ] == ["held", "lapsed"]


def test_a_cancelled_booking_takes_nothing_and_can_be_undone_for_ten_minutes(app):
    room = resource()
    booking = book(room, span(0, 2))
    with transaction():
        services.cancel(db.session.get(Booking, booking.id), now=NOW, undo=TEN_MINUTES)
    assert db.session.query(Taking).count() == 0
    with transaction():
        services.undo_cancel(db.session.get(Booking, booking.id), room.id, now=NOW + TEN_MINUTES)
    assert db.session.query(Taking).one().booking_id == booking.id
    assert db.session.get(Booking, booking.id).sequence == 2


def test_undo_is_refused_after_ten_minutes_and_when_the_place_is_gone(app):
    room = resource()
    booking = book(room, span(0, 2))
    with transaction():
        services.cancel(db.session.get(Booking, booking.id), now=NOW, undo=TEN_MINUTES)
    with pytest.raises(TooLateToUndo), transaction():
        services.undo_cancel(db.session.get(Booking, booking.id), room.id, now=NOW + TEN_MINUTES + timedelta(seconds=1))
    book(room, span(0, 2))
    with pytest.raises(PlaceGone), transaction():
        services.undo_cancel(db.session.get(Booking, booking.id), room.id, now=NOW)
    assert db.session.query(Taking).count() == 1


def test_cancelling_twice_says_so(app):
    booking = book(resource(), span(0, 2))
    with transaction():
        services.cancel(db.session.get(Booking, booking.id), now=NOW, undo=TEN_MINUTES)
    with pytest.raises(AlreadyCancelled), transaction():
        services.cancel(db.session.get(Booking, booking.id), now=NOW, undo=TEN_MINUTES)


def test_a_move_takes_the_new_place_or_keeps_the_old_one(app):
    room, other = resource(), resource()
    booking = book(room, span(0, 2))
    book(other, span(0, 2))
    with pytest.raises(NotEnoughLeft), transaction():
        services.move(db.session.get(Booking, booking.id), other.id, span(1, 3), now=NOW)
    db.session.expire_all()
    assert db.session.query(Taking).filter_by(booking_id=booking.id).one().resource_id == room.id
    with transaction():
        services.move(db.session.get(Booking, booking.id), other.id, span(2, 4), now=NOW)
    assert db.session.query(Taking).filter_by(booking_id=booking.id).one().resource_id == other.id


def test_history_is_not_rewritten(app):
    booking = book(resource(), span(0, 2))
    with pytest.raises(DBAPIError, match="not rewritten"), transaction():
        db.session.query(BookingEvent).filter_by(booking_id=booking.id).update({"what": "nothing"})


def test_a_naive_time_is_refused(app):
    with pytest.raises(Exception, match="naive"), transaction():
        db.session.query(Booking).filter(Booking.starts_at == datetime(2026, 1, 1)).all()
