"""A whole season round for a room: ranked wishes, the trial run, one date decided by staff, the draw, and what is left."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make, share
from tests.space.rooms import EVENINGS, large_room, told, use, use_of, who
from tests.space.rooms import span as hours
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.kernel import weekly
from wok.people.models import Association
from wok.sharing.asking_refusals import AnchorTaken
from wok.sharing.models import ShareRequest, ShareRound
from wok.space import weekly_use
from wok.space.models import Room
from wok.space.refusals import RoomTaken
from wok.space.services import How
from wok.space.settling import Wanted
from wok.space.weekly_use import Regular, Rule

APRIL = datetime.fromisoformat("2027-04-12T10:00:00+02:00")
MONDAYS = [date(2027, 9, 6) + timedelta(weeks=week) for week in range(4)]


def wishes(room: Room, group: Association, rank: int = 0, dates: int = 3) -> list[Booking]:
    """A group asks for the room on the first Mondays of September, in the round of the half-year."""
    rule = Rule(0, time(19), time(21), MONDAYS[0], MONDAYS[dates - 1])
    with transaction():
        regular = Regular(room, rule, {}, is_season=True, rank=rank)
        return weekly_use.ask(regular, Wanted("Rehearsal", 10), who(group), How(), now=APRIL)[1]


def given(bookings: list[Booking]) -> list[str]:
    db.session.expire_all()
    return [one.status for one in bookings]


def test_a_half_year_is_wished_for_tried_adjusted_and_drawn_and_the_rest_goes_first_come(
    app: Flask, client: FlaskClient, clock_at
) -> None:
    clock_at(APRIL)
    whole, half_a, half_b = large_room(hours=EVENINGS)
    dancers, footballers = make.association(name="Dancers"), make.association(name="Footballers")
    share.had(footballers, 9000, 20, family="room", now=APRIL)
    ours, theirs = wishes(half_a, dancers), wishes(half_a, footballers)
    choir = make.association(name="Choir")
    share.had(choir, 30000, 20, family="room", now=APRIL)
    second, dear = wishes(half_b, choir, rank=1), wishes(half_a, choir)
    spare = wishes(half_b, dancers, rank=1)
    with pytest.raises(AnchorTaken):
        wishes(half_b, dancers)
    db.session.rollback()
    assert given(ours + theirs) == ["waiting"] * 6
    assert [kind for kind, _state in told(ours[0])] == ["weekly"]

    row = db.session.query(ShareRound).filter(ShareRound.kind == "season").one()
    assert row.key == "room season 2027-2"
    make.sign_in(client, make.staff(language="en"), now=APRIL)
    page = f"/en/staff/rounds/{row.id}"
    tried = client.get(f"{page}/dry-run").get_data(as_text=True)
    assert "A trial run: nothing is decided" in tried and given(ours) == ["waiting"] * 3
    asked = db.session.query(ShareRequest).filter(ShareRequest.booking_id == theirs[1].id).one()
    said = {"quantity": "1", "reason": "Their jubilee."}
    assert client.fill(f"/en/staff/requests/{asked.id}", "decide", **said).status_code == 303

    drawn = row.closes_at + timedelta(minutes=1)
    share.draw(drawn)
    clock_at(drawn)
    assert db.session.get_one(ShareRound, row.id).state == "published"
    assert given(ours) == ["confirmed", "waiting", "confirmed"]
    assert given(theirs) == ["waiting", "confirmed", "waiting"]
    assert (given(dear), given(second)) == (["cancelled"] * 3, ["confirmed"] * 3), (
        "the second wish, as the first got nothing"
    )
    assert given(spare) == ["cancelled"] * 3, "their first wish got something"
    assert weekly.local_day(use_of(ours[0]).booking.starts_at) == MONDAYS[0]
    taken = hours(MONDAYS[0], 19, 21)
    with pytest.raises(RoomTaken):
        use(half_a, taken, now=drawn)
    with pytest.raises(RoomTaken):
        use(whole, taken, now=drawn)
    free = use(half_a, hours(MONDAYS[3], 10, 12), now=drawn)
    assert free.status == "confirmed", "what remains is first come"
    assert use(half_b, hours(MONDAYS[0], 10, 12), now=drawn).status == "confirmed"
