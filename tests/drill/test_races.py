"""Many processes at once want the last places: exactly what exists is given, and nobody meets more than a refusal (B2, B7)."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.drill import table
from tests.make import NOW
from wok.bookings.models import Booking, Occurrence, Resource, Taking, WaitlistEntry
from wok.db import db, transaction
from wok.lunches import services as lunches
from wok.lunches.rules import Party
from wok.mail.models import Message

AFTER_UNDO = NOW + timedelta(minutes=11)
MANY, FEW = 64, 12


def _sells_the_last_seats(app, rivals: int, seats: int) -> None:
    occurrence_id = table.lunch(seats).id
    outcomes = table.race(app, rivals, lambda number: table.come(occurrence_id, number))
    assert outcomes == Counter(done=seats, LunchFull=rivals - seats)
    resource_id = db.session.get_one(Occurrence, occurrence_id).resource_id
    assert table.peak(resource_id) == seats
    assert db.session.scalar(select(func.count(Booking.id)).where(Booking.status == "confirmed")) == seats
    assert db.session.scalar(select(func.count(Message.id)).where(Message.kind == "lunches/confirmed")) == seats


def test_the_last_seats_are_sold_once_and_all_of_them(app):
    _sells_the_last_seats(app, FEW, 5)


@pytest.mark.drill
@pytest.mark.parametrize("turn", range(20))
def test_sixty_four_rivals_buy_exactly_the_last_seats(app, turn):
    _sells_the_last_seats(app, MANY, 1 + turn)


def _halves_and_whole(app, rivals: int) -> None:
    rooms = table.room()
    outcomes = table.race(app, rivals, lambda number: table.book_room(rooms[number % 3], number // 3))
    assert set(outcomes) <= {"done", "NotEnoughLeft"} and outcomes["done"] >= 1
    whole, *halves = rooms
    assert all(table.peak(half) == 1 for half in halves)
    assert not db.session.scalar(select(Taking.id).where(Taking.resource_id == whole).limit(1))


def test_a_whole_room_and_its_halves_exclude_each_other_in_a_race(app):
    _halves_and_whole(app, FEW)


@pytest.mark.drill
@pytest.mark.parametrize("turn", range(5))
def test_sixty_rivals_for_a_room_and_its_halves(app, turn):
    _halves_and_whole(app, 60)


def _cancel_promote_book(app, rivals: int) -> None:
    """A third of the guests cancel while as many settle the list and others book."""
    seats = rivals // 3
    occurrence_id = table.lunch(seats).id
    guests = [table.come(occurrence_id, number).id for number in range(seats)]
    for number in range(seats):
        with transaction():
            contact = table.guest(1000 + number)
            lunches.wait(db.session.get_one(Occurrence, occurrence_id), Party(1), contact, now=NOW)

    def work(number: int) -> None:
        turn, kind = divmod(number, 3)
        if kind == 0:
            with transaction():
                lunches.cancel(db.session.get_one(Booking, guests[turn]), now=NOW)
        elif kind == 1:
            with transaction():
                lunches.settle(db.session.get_one(Occurrence, occurrence_id), now=AFTER_UNDO)
        else:
            table.come(occurrence_id, 2000 + number, now=AFTER_UNDO)

    outcomes = table.race(app, rivals, work)
    assert set(outcomes) <= {"done", "LunchFull"}, outcomes
    occurrence = db.session.get_one(Occurrence, occurrence_id)
    assert table.peak(occurrence.resource_id) <= seats
    with transaction():
        lunches.settle(occurrence, now=AFTER_UNDO)
    _nobody_is_promoted_twice(occurrence.resource_id, seats)


def _nobody_is_promoted_twice(resource_id: int, seats: int) -> None:
    assert table.peak(resource_id) == seats
    assert max(db.session.scalars(select(WaitlistEntry.offers_made))) == 1
    twice = select(Taking.booking_id).group_by(Taking.booking_id).having(func.count() > 1)
    assert not db.session.execute(twice).all()
    offered = select(func.count(WaitlistEntry.id)).where(WaitlistEntry.state == "offered")
    held = select(func.count(Booking.id)).where(Booking.status == "held")
    told = select(func.count(Message.id)).where(Message.kind == "lunches/offer")
    assert len({db.session.scalar(count) for count in (offered, held, told)}) == 1


def test_cancelling_offering_and_booking_at_once_gives_each_seat_once(app):
    _cancel_promote_book(app, FEW)


@pytest.mark.drill
@pytest.mark.parametrize("turn", range(10))
def test_sixty_rivals_cancel_offer_and_book_at_once(app, turn):
    _cancel_promote_book(app, 60)


def test_a_race_leaves_the_capacity_as_it_was(app):
    occurrence_id = table.lunch(2).id
    table.race(app, 4, lambda number: table.come(occurrence_id, number))
    resource_id = db.session.get_one(Occurrence, occurrence_id).resource_id
    assert db.session.get_one(Resource, resource_id).capacity == 2
