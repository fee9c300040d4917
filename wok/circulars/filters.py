"""To whom a message to many may go: each choice is one small function that finds people.

An association is told through its delegates, a sign-up through its contact. To add a choice, write a function and
add it to FILTERS with its words and the fields it asks for (forms.FIELDS).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from wok.bookings import told
from wok.bookings.models import Booking
from wok.db import db
from wok.directory.models import DirectoryEntry
from wok.equipment.models import Loan
from wok.kernel.letters import fold
from wok.kernel.values import dataclass
from wok.mail.outbox import Recipient
from wok.people import neighbourhoods, services
from wok.people.models import Association, Membership, Person
from wok.people.neighbourhood_models import Neighbourhood
from wok.projects.models import Pledge, Project, ProjectNeed
from wok.web.sentences import lazy_gettext as _l

Facts = Mapping[str, Any]
LENT = ("confirmed",)
SIGNED_UP = ("held", "confirmed", "waiting")


@dataclass(frozen=True)
class Chosen:
    """Somebody a message would go to: where, who, and through which association or booking they were found."""

    to: Recipient
    person_id: int | None
    through: str


@dataclass(frozen=True)
class Filter:
    """One way to choose: its words, the fields it asks for, and how people are found."""

    words: LazyString
    asks: tuple[str, ...]
    find: Callable[[Facts], Sequence[Chosen]]


def _acting(*wanted: ColumnElement[bool], role: str = "delegate") -> list[Chosen]:
    """Who acts for the accepted associations that fit, in order of name."""
    chosen = (
        select(Membership)
        .join(Association, Association.id == Membership.association_id)
        .join(Person, Person.id == Membership.person_id)
        .options(joinedload(Membership.person), joinedload(Membership.association))
        .where(Association.status == "accepted", Person.left_at.is_(None), *wanted)
        .where(Membership.confirmed_at.is_not(None), Membership.ended_at.is_(None))
    )
    if role == "delegate":
        chosen = chosen.where(Membership.role == "delegate")
    rows = db.session.scalars(chosen.order_by(Person.name, Person.id, Association.name, Association.id))
    return [Chosen(services.recipient_of(one.person), one.person_id, one.association.name) for one in rows]


def delegates(_facts: Facts) -> list[Chosen]:
    """Every delegate."""
    return _acting()


def members(_facts: Facts) -> list[Chosen]:
    """Every delegate and member."""
    return _acting(role="")


def associations(facts: Facts) -> list[Chosen]:
    """Associations of a theme, a neighbourhood, a size, a language; what is left open is not asked."""
    wanted: list[ColumnElement[bool]] = []
    if facts.get("size"):
        wanted.append(Association.size_band == facts["size"])
    if facts.get("neighbourhood"):
        wanted.append(Association.id.in_(_at_home_in(int(facts["neighbourhood"]))))
    if facts.get("theme") or facts.get("spoken"):
        wanted.append(Association.id.in_(_entered(facts.get("theme"), facts.get("spoken"))))
    return _acting(*wanted)


def _at_home_in(neighbourhood_id: int) -> list[int]:
    there = db.session.get(Neighbourhood, neighbourhood_id)
    rows = db.session.execute(select(Association.id, Association.neighbourhood)).all() if there else []
    return [row.id for row in rows if there and neighbourhoods.matching(row.neighbourhood, [there])]


def _entered(theme: str | None, spoken: str | None) -> list[int]:
    rows = db.session.execute(
        select(DirectoryEntry.association_id, DirectoryEntry.themes, DirectoryEntry.languages)
    ).all()
    return [
        row.association_id
        for row in rows
        if (not theme or theme in row.themes) and (not spoken or spoken in row.languages)
    ]


def pledges(facts: Facts) -> list[Chosen]:
    """Associations that bring something of a kind to a project, or something whose words say so ("kitchen")."""
    rows = db.session.execute(
        select(Pledge.association_id, Pledge.words, ProjectNeed.kind, ProjectNeed.words.label("needed"))
        .join(ProjectNeed, ProjectNeed.id == Pledge.need_id)
        .join(Project, Project.id == ProjectNeed.project_id)
        .where(Pledge.state != "withdrawn", Project.state != "given_up")
    ).all()
    kind, looked_for = facts.get("need"), fold(facts.get("words") or "")
    fitting = {
        row.association_id
        for row in rows
        if (not kind or row.kind == kind) and looked_for in fold(f"{row.words} {row.needed}")
    }
    return _acting(Association.id.in_(fitting))


def loans(facts: Facts) -> list[Chosen]:
    """Who had or has something on loan between two days, both included."""
    first, last = date.fromisoformat(facts["first_on"]), date.fromisoformat(facts["last_on"])
    lent = select(Booking).join(Loan, Loan.booking_id == Booking.id).where(Booking.status.in_(LENT))
    rows = list(db.session.scalars(lent.where(Loan.pick_up_on <= last, Loan.return_on >= first).order_by(Booking.id)))
    ours = {one.association_id for one in rows if one.association_id}
    return [*_acting(Association.id.in_(ours)), *_contacts(one for one in rows if not one.association_id)]


def date_of(facts: Facts) -> list[Chosen]:
    """Who signed up for one lunch or one date of an event, the waiting list too."""
    chosen = select(Booking).where(
        Booking.occurrence_id == int(facts["occurrence"]), Booking.status.in_(SIGNED_UP), Booking.kind != "block"
    )
    return _contacts(db.session.scalars(chosen.order_by(Booking.contact_name, Booking.id)))


def _contacts(bookings: Iterable[Booking]) -> list[Chosen]:
    return [Chosen(told.recipient(one), one.person_id, one.association_said) for one in bookings]


FILTERS: Mapping[str, Filter] = {
    "delegates": Filter(_l("All delegates"), (), delegates),
    "members": Filter(_l("All delegates and members"), (), members),
    "associations": Filter(
        _l("Associations by theme, neighbourhood, size or language"),
        ("theme", "neighbourhood", "size", "spoken"),
        associations,
    ),
    "pledges": Filter(_l("Associations that bring something to a project"), ("need", "words"), pledges),
    "loans": Filter(_l("Who borrows something in a period"), ("first_on", "last_on"), loans),
    "date": Filter(_l("Who signed up for a lunch or an event"), ("occurrence",), date_of),
}


def find(code: str, facts: Facts) -> list[Chosen]:
    """Everybody of a choice, each person and each address once, with all that they were found through; by name."""
    rows = list(FILTERS[code].find(facts))
    through: dict[object, list[str]] = {}
    for one in rows:
        names = through.setdefault(_who(one), [])
        if one.through and one.through not in names:
            names.append(one.through)
    each = {_who(one): replace(one, through=", ".join(through[_who(one)])) for one in reversed(rows)}
    once = {(one.to.channel, one.to.address): one for one in each.values()}
    return sorted(once.values(), key=lambda one: (fold(one.to.name), one.to.address))


def _who(one: Chosen) -> object:
    return one.person_id or (one.to.channel, one.to.address)
