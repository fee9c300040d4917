"""Presses at the same moment for the last units: staff giving to rivals, taking back, and a booking. Never more than there is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from tests import make, share
from tests.make import NOW
from wok.bookings.lines import LineNotLeft
from wok.bookings.models import Taking
from wok.db import db, transaction
from wok.people.models import Person
from wok.sharing import override_undo, overriding
from wok.sharing.ledger_models import ShareOverride
from wok.sharing.models import SharePool, ShareRequest
from wok.sharing.staff_refusals import NotUndone

SECOND = timedelta(seconds=1)
SOON = NOW + timedelta(minutes=1)


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """What came of each, "" where it went through."""

    def act(work: Callable[[], object]) -> str:
        with app.app_context():
            try:
                work()
            except (LineNotLeft, NotUndone) as refused:
                return type(refused).__name__
            finally:
                db.session.remove()
            return ""

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(act, acts))


def taken(pool: SharePool) -> int:
    """All units taken of the pool; those granted are never more nor fewer."""
    db.session.rollback()
    db.session.expire_all()
    granted = select(func.coalesce(func.sum(ShareRequest.granted), 0)).where(ShareRequest.pool_id == pool.id)
    units = select(func.coalesce(func.sum(Taking.quantity), 0)).where(Taking.resource_id == pool.resource_id)
    assert db.session.scalar(granted) == db.session.scalar(units)
    return db.session.scalar(units) or 0


@dataclass(frozen=True)
class Claire:
    """What she presses at one of her desks."""

    id: int

    def gives(self, request_id: int, quantity: int, *, now: datetime = NOW) -> Callable[[], object]:
        """A decision beside the rule."""

        def work() -> None:
            with transaction():
                request, by = db.session.get_one(ShareRequest, request_id), db.session.get_one(Person, self.id)
                overriding.override(request, quantity, "Their jubilee.", by, now=now)

        return work

    def undoes(self) -> Callable[[], object]:
        """The last decision was a mistake."""
        last = db.session.scalars(select(ShareOverride.id).order_by(ShareOverride.id.desc())).first()

        def work() -> None:
            with transaction():
                row, by = db.session.get_one(ShareOverride, last), db.session.get_one(Person, self.id)
                override_undo.undo(row, by, now=SOON)

        return work


def test_two_desks_give_the_last_tent_to_one_rival_and_an_undo_never_gives_it_twice(app: Flask) -> None:
    tent, claire = share.pool(1, name="The last tent"), Claire(make.staff().id)
    rivals = [share.asked(make.association(), share.wish(tent, 1))[0] for _one in range(2)]
    ids = [one.id for one in rivals]
    assert sorted(at_once(app, *(claire.gives(one, 1) for one in ids))) == ["", "LineNotLeft"]
    assert taken(tent) == 1
    winner, other = sorted(ids, key=lambda one: -db.session.get_one(ShareRequest, one).granted)
    assert at_once(app, claire.gives(winner, 0, now=NOW + SECOND)) == [""]
    undo = claire.undoes()
    answers = at_once(app, undo, undo, claire.gives(other, 1, now=SOON))
    assert (taken(tent), answers.count("")) == (1, 1), answers


def test_an_undo_and_a_booking_race_for_the_last_projector(app: Flask) -> None:
    projector, claire = share.pool(1, mode="first_come", name="The last projector"), Claire(make.staff().id)
    first = share.asked(make.association(), share.wish(projector, 1))[0].id
    assert at_once(app, claire.gives(first, 0, now=NOW + SECOND)) == [""] and taken(projector) == 0
    group = make.association()
    at_once(app, claire.undoes(), lambda: share.asked(group, share.wish(projector, 1), now=SOON))
    assert taken(projector) == 1
