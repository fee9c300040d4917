"""Many processes want the last tent, or approve rivals at once: never more than there is, and nobody meets an error."""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests import make, share
from tests.drill import table
from tests.equipment import loaning
from tests.make import NOW
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.equipment import loan_changing
from wok.errors import Refusal
from wok.people.models import Association, Person
from wok.sharing import rounds, staff_deciding, staff_sheet
from wok.sharing.models import ShareRequest
from wok.sharing.staff_refusals import Changed

MANY, FEW = 60, 8


def _the_last_tents(app, rivals: int, tents: int) -> None:
    """One gives back all while two thirds ask, and the others run the waiting list."""
    item = make.item("Tent", tents)
    groups = [make.association().id for _each in range(rivals)]
    had = loaning.lend(db.session.get_one(Association, groups[0]), {item: tents}).id
    item_id, later = item.id, NOW + timedelta(minutes=30)

    def work(number: int) -> None:
        try:
            once(number)
        except OperationalError:  # sixty who write for ten seconds: 503, and they press again (PROMISES F4)
            db.session.rollback()
            work(number)

    def once(number: int) -> None:
        if number == 0:
            with transaction():
                loan_changing.cancel(db.session.get_one(Booking, had), now=NOW)
        elif number % 3 == 0:
            rounds.run_due(now=later)
        else:
            thing = db.session.get_one(loaning.Item, item_id)
            loaning.lend(db.session.get_one(Association, groups[number]), {thing: 1})

    assert table.race(app, rivals, work) == Counter(done=rivals)
    share.draw(later)
    resource_id = db.session.get_one(loaning.Item, item_id).resource_id
    rows = list(db.session.scalars(select(ShareRequest).where(ShareRequest.booking_id != had)))
    offered = sum(offer.quantity for one in rows for offer in one.offers if offer.state == "open")
    assert table.peak(resource_id) == tents == sum(one.granted for one in rows) + offered
    assert all(one.granted <= one.quantity for one in rows)


def test_the_last_tents_go_out_once_and_all_of_them(app):
    _the_last_tents(app, FEW, 2)


@pytest.mark.drill
@pytest.mark.parametrize("turn", range(5))
def test_sixty_rivals_get_exactly_the_last_tents(app, turn):
    _the_last_tents(app, MANY, 1 + 3 * turn)


@contextmanager
def quicker_colleague():
    """The page of 409, which shows both texts."""
    try:
        yield
    except Changed as changed:
        raise Refusal("A colleague was quicker.") from changed


def _rivals_approved(app, desks: int) -> None:
    """Each desk approves another of the rivals, all on what their pages showed before; one of them is first."""
    pool = share.pool(4)
    resource_id = pool.resource_id
    wishes = [share.asked(make.association(), share.wish(pool, 3)) for _each in range(desks)]
    ids = [one[0].id for one in wishes]
    staff = [make.staff(name=f"Claire {number}").id for number in range(desks)]
    seen = [staff_sheet.sheet(db.session.get_one(ShareRequest, one)).seen for one in ids]
    db.session.rollback()

    def work(number: int) -> None:
        with quicker_colleague(), transaction():
            asked, by = db.session.get_one(ShareRequest, ids[number]), db.session.get_one(Person, staff[number])
            staff_deciding.decide(asked, 3, "The town's fair.", by, seen=seen[number], now=NOW)

    assert table.race(app, desks, work) == Counter(done=1, Refusal=desks - 1)
    assert table.peak(resource_id) == 3
    assert sorted(db.session.scalars(select(ShareRequest.granted))) == [0] * (desks - 1) + [3]
    share.draw()
    assert table.peak(resource_id) == 4 == sum(db.session.scalars(select(ShareRequest.granted)))


def test_rivals_approved_from_two_desks_at_once_never_get_more_than_there_is(app):
    _rivals_approved(app, 2)


@pytest.mark.drill
@pytest.mark.parametrize("desks", [12, 40])
def test_rivals_approved_from_many_desks_at_once(app, desks):
    _rivals_approved(app, desks)
