"""What staff may take out as a table: people and what was done, without private notes, needs or fair-access cases.

Who left or was erased is in none of them. An association's or person's table has the headings that import reads.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wok.bookings.models import Closure
from wok.db import db
from wok.equipment.models import Item
from wok.equipment.words import CATEGORIES
from wok.kernel.values import dataclass
from wok.people.models import Association, Membership, Person
from wok.people.words import FORMS, ROLES, SIZES, STAFF_REACHES, STATUSES
from wok.projects.models import Project
from wok.skills.models import SkillOffer
from wok.space.models import Room
from wok.transfer import dated
from wok.transfer.dated import Rows
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sheets import Value
from wok.web.texts import said


@dataclass(frozen=True)
class Export:
    """One table: its headings and its rows, those of a period [start, end) where it is `is_dated`."""

    code: str
    words: LazyString
    headings: Sequence[LazyString]
    rows: Callable[[datetime, datetime, str], Rows]
    is_dated: bool = False


def _associations(_start: datetime, _end: datetime, _language: str) -> Iterator[list[Value]]:
    chosen = select(Association).where(Association.status.in_(("accepted", "inactive"))).order_by(Association.name)
    for one in db.session.scalars(chosen):
        listed = _("Yes") if one.is_listed else _("No")
        facts: list[Value] = [one.name, str(FORMS[one.form]), one.rcs_number, one.purpose, str(SIZES[one.size_band])]
        yield [*facts, one.neighbourhood, listed, str(STATUSES[one.status]), one.accepted_at]


def _people(_start: datetime, _end: datetime, _language: str) -> Iterator[list[Value]]:
    running = select(Membership).options(joinedload(Membership.association)).order_by(Membership.id)
    belongs: dict[int, list[Membership]] = {}
    for each in db.session.scalars(running.where(Membership.ended_at.is_(None), Membership.confirmed_at.is_not(None))):
        belongs.setdefault(each.person_id, []).append(each)
    for one in db.session.scalars(select(Person).where(Person.left_at.is_(None)).order_by(Person.name, Person.id)):
        mine = belongs.get(one.id, [])
        roles = "; ".join(f"{each.association.name}: {ROLES[each.role]}" for each in mine)
        names = "; ".join(each.association.name for each in mine)
        reach, language = str(STAFF_REACHES[one.reach]), LANGUAGE_NAMES[one.language]
        yield [one.name, one.email, one.phone, language, reach, names, roles]


def _equipment(_start: datetime, _end: datetime, language: str) -> Iterator[list[Value]]:
    chosen = select(Item).options(joinedload(Item.resource), joinedload(Item.association)).order_by(Item.position)
    for one in db.session.scalars(chosen.where(Item.retired_at.is_(None), Item.accepted_at.is_not(None))):
        words: list[Value] = [
            said(one.name, language).text,
            one.resource.capacity,
            str(CATEGORIES.get(one.category, one.category)),
        ]
        texts = [said(one.description, language).text, said(one.conditions, language).text]
        kilos = one.weight_grams / 1000 if one.weight_grams else None
        euros = one.deposit_cents / 100 if one.deposit_cents else None
        owner = one.association.name if one.association else None
        yield [*words, *texts, one.pack, one.serves, kilos, euros, one.cleanup_days, owner]


def _rooms(_start: datetime, _end: datetime, language: str) -> Iterator[list[Value]]:
    for one in db.session.scalars(select(Room).order_by(Room.position, Room.id)):
        paused = _("Yes") if one.paused_at else _("No")
        yield [said(one.name, language).text, one.seats, one.standing, paused]


def _projects(_start: datetime, _end: datetime, _language: str) -> Iterator[list[Value]]:
    chosen = select(Project).options(joinedload(Project.owner)).order_by(Project.opened_at, Project.id)
    for one in db.session.scalars(chosen).unique():
        partners = [each.association.name for each in one.partners if each.state == "in"]
        facts: list[Any] = [one.title, dated.words(one.state), one.owner.name, "; ".join(partners)]
        yield [*facts, one.opened_at, one.ended_at]


def _skills(_start: datetime, _end: datetime, _language: str) -> Iterator[list[Value]]:
    chosen = select(SkillOffer).options(joinedload(SkillOffer.association)).order_by(SkillOffer.id)
    for one in db.session.scalars(chosen.where(SkillOffer.state.in_(("shown", "paused")))):
        yield [one.association.name, one.title or one.skill, ", ".join(one.languages), one.hours_a_month]


def _closures(start: datetime, end: datetime, language: str) -> Iterator[list[Value]]:
    inside = (Closure.last_on >= start.date(), Closure.first_on <= end.date(), Closure.ended_at.is_(None))
    for one in db.session.scalars(select(Closure).where(*inside).order_by(Closure.first_on, Closure.id)):
        yield [one.first_on, one.last_on, said(one.reason, language).text]


def _table(
    code: str, words: LazyString, headings: Sequence[LazyString], rows: Any, *, is_dated: bool = False
) -> Export:
    return Export(code, words, headings, rows, is_dated)


NAME, KIND = _l("Name"), _l("Kind")
PEOPLE_HEADINGS = (
    _l("Their name"), _l("E-mail address"), _l("Phone number"), _l("Language"), _l("How may we reach them?"),
    _l("Their associations"), _l("What they may do"),
)  # fmt: skip
ASSOCIATION_HEADINGS = (
    _l("Name of the association"), _l("Formal or informal"), _l("RCS number"), _l("What they do"),
    _l("How many they are"), _l("Where they are at home"), _l("May be named on public pages"), _l("State"),
    _l("Accepted"),
)  # fmt: skip
EQUIPMENT_HEADINGS = (
    _l("Name of the thing"), _l("How many are there?"), KIND, _l("Description"), _l("Conditions"),
    _l("Lent in packs of"), _l("Enough for how many people?"), _l("Weight in kg"), _l("Deposit in euros"),
    _l("Days to clean afterwards"), _l("Shared by the association"),
)  # fmt: skip
TABLES = (
    _table("associations", _l("Associations"), ASSOCIATION_HEADINGS, _associations),
    _table("people", _l("People"), PEOPLE_HEADINGS, _people),
    _table("bookings", _l("Bookings of every kind"), dated.BOOKING_HEADINGS, dated.bookings, is_dated=True),
    _table("loans", _l("Loans"), dated.LOAN_HEADINGS, dated.loans, is_dated=True),
    _table("equipment", _l("Equipment"), EQUIPMENT_HEADINGS, _equipment),
    _table("rooms", _l("Rooms"), (NAME, _l("Seats"), _l("Standing"), _l("Not offered now")), _rooms),
    _table("events", _l("Events, with how many signed up"), dated.EVENT_HEADINGS, dated.events, is_dated=True),
    _table(
        "projects",
        _l("Projects"),
        (_l("Title"), _l("State"), _l("Association"), _l("Partners"), _l("Begun"), _l("Ended")),
        _projects,
    ),
    _table(
        "skills",
        _l("Skills"),
        (_l("Association"), _l("Skill"), _l("Languages"), _l("Hours a month")),
        _skills,
    ),
    _table("closures", _l("Closed days"), (_l("From"), _l("Until"), _l("Reason")), _closures, is_dated=True),
)
EXPORTS = {one.code: one for one in TABLES}
