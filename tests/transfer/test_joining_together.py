"""Joining doubles takes along what brought people together: one of each, for an association and for a person."""

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.directory import cast
from tests.events import organised, signing
from tests.projects import table
from tests.skills import helping
from wok.bookings.models import Booking
from wok.circulars import stops
from wok.db import db, transaction
from wok.directory.models import Conversation, DirectoryEntry
from wok.events.models import Event, ShiftHelper
from wok.feeds import services as feeds
from wok.projects.models import Pledge, Project, ProjectPartner
from wok.skills.models import SkillOffer
from wok.transfer import joining

OWNED = (
    DirectoryEntry.association_id,
    Conversation.association_id,
    Project.owner_id,
    ProjectPartner.association_id,
    Pledge.association_id,
    SkillOffer.association_id,
    Event.association_id,
)
PERSONAL = (Booking.person_id, ShiftHelper.person_id, Pledge.person_id, SkillOffer.person_id, Project.opened_by_id)


def test_letters_projects_skills_events_and_a_no_move_and_come_back(app: Flask, clock_at) -> None:
    group, amina = cast.acting_for("Danseurs")
    kept, same = make.association(name="Les danseurs asbl"), make.person(name="Amina H.", email="other@example.org")
    bruno, claire = make.person(name="Bruno"), make.staff()
    cast.entry(group)
    cast.browser(app, bruno).fill(f"/en/associations/{group.id}/write", words="Bonjour")
    project = table.project(amina)
    table.brings(table.need(project, amina), amina, 3)
    helping.offer(amina)
    event = organised.event(claire, organiser=organised.of(group.id))
    booking = organised.guest(event)
    organised.helper(signing.shift(event), person_id=amina.id)
    with transaction():
        booking.person_id = amina.id
        stops.choose(amina, is_wanted=False, now=make.NOW)
        secret = feeds.make_address(amina, "mine", None, "en", now=make.NOW)
    with transaction():
        rows = [
            joining.join("association", kept.id, group.id, claire, now=make.NOW).id,
            joining.join("person", same.id, amina.id, claire, now=make.NOW).id,
        ]
    assert owners(OWNED) == {kept.id} and owners(PERSONAL) == {same.id}
    assert stops.wants_none(same) and feeds.key_of(secret) is None
    with transaction():
        for number in reversed(rows):
            joining.part(db.session.get_one(joining.Joining, number), claire, now=make.NOW)
    assert owners(OWNED) == {group.id} and owners(PERSONAL) == {amina.id} and not stops.wants_none(same)


def owners(columns) -> set[int]:
    db.session.expire_all()
    return {number for column in columns for number in db.session.scalars(select(column)).all()}
