"""Associations that lend things of their own hear how it goes with them (FLOWS, Equipment)."""

from datetime import timedelta

from sqlalchemy import select, update

from tests import make
from tests.equipment import desk, loaning
from tests.make import NOW
from wok.db import db, transaction
from wok.equipment import desk_due, loan_changing, opening, owners
from wok.equipment.loan_changing import Change
from wok.equipment.loan_rules import Days
from wok.mail.models import Message

MINUTE = timedelta(minutes=1)


def _words() -> list[tuple[str, str]]:
    """What owners were or will be told, in order."""
    db.session.rollback()
    kinds = (owners.LENT, owners.OFF, owners.LATE)
    found = select(Message).where(Message.kind.in_(kinds), Message.state != "void").order_by(Message.id)
    return [(one.kind.removeprefix("equipment/own_"), one.facts["title"]) for one in db.session.scalars(found)]


def _all_sent() -> None:
    with transaction():
        db.session.execute(update(Message).where(Message.state == "due").values(state="sent"))


def test_an_association_hears_when_its_own_thing_is_lent_when_the_loan_is_off_and_when_it_is_late(app, clock_at):
    bruno = make.delegate("FC Wok", name="Bruno Silva")
    ours = {"owner": "association", "association_id": bruno.memberships[0].association_id}
    grill, tent, dancers = make.item("Grill", 2, **ours), make.item("Tent", 4), make.association()
    booking = loaning.lend(dancers, {grill: 2, tent: 1})
    assert _words() == [("lent", "2 × Grill")]
    word = db.session.scalar(select(Message).where(Message.kind == owners.LENT))
    assert (word.recipient, word.booking_id, word.due_at) == (bruno.email, None, NOW + 10 * MINUTE)
    with transaction():
        loan_changing.cancel(booking, now=NOW + MINUTE)
    assert _words() == []  # nobody was told yet
    with transaction():
        loan_changing.undo(booking, now=NOW + 2 * MINUTE)
    assert _words() == [("lent", "2 × Grill")]
    _all_sent()
    grills = loaning.line_ids(booking)[0]
    for count, days in ((2, Days(loaning.FRIDAY, loaning.MONDAY)), (1, Days(loaning.FRIDAY, loaning.MONDAY))):
        with transaction():
            loan_changing.change(booking, Change({grills: count}, (), days), now=NOW + 3 * MINUTE)
    assert _words() == [("lent", "2 × Grill"), ("lent", "1 × Grill")]  # the two changes are one word
    _all_sent()
    with transaction():
        loan_changing.cancel(booking, now=NOW + 4 * MINUTE)
    assert _words()[2:] == [("off", "1 × Grill")]
    out = desk.loan(grill, 1, desk.MONDAY, desk.MONDAY)
    desk.out(out)
    desk_due.find_late(now=NOW + timedelta(days=1), days=opening.calendar())
    loaning.lend(db.session.get_one(type(dancers), ours["association_id"]), {grill: 1})
    assert _words()[3:] == [("late", "1 × Grill")]  # what they borrow of their own is no news
