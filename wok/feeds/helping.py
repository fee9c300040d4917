"""Help that was agreed, in the calendars of both sides; taken back or refused later, it stays as cancelled until its day is over.

What was once agreed is read from the messages that said so. No purpose, no names of people: those stand on the ask's page.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from wok.db import db
from wok.feeds import words
from wok.feeds.desk import EPOCH, PAST
from wok.kernel import entry as rfc
from wok.kernel import weekly
from wok.kernel.entry import Entry
from wok.kernel.values import dataclass
from wok.mail.models import Message
from wok.people.models import Association, Person
from wok.skills.models import SkillAsk, SkillCall, SkillOffer
from wok.skills.words import skill_words
from wok.web.house import house
from wok.web.sentences import gettext as _

AGREED = ("confirmed", "done")
Whose = type[Person] | type[Association]


@dataclass(frozen=True)
class Side:
    """One agreed help as one side's calendar shows it."""

    ask: SkillAsk
    number: int  # of the ask for those who asked, of the call for who helps
    name: str  # of the other side
    page: str
    is_on: bool


def of_person(person: Person, language: str, *, now: datetime) -> list[Entry]:
    """Help this person asked for on behalf of an association, and help they give."""
    own = SkillAsk.person_id == person.id, SkillAsk.association_id.is_not(None)
    return _entries(own, SkillOffer.person_id == person.id, language, now=now)


def of_association(association_id: int, language: str, *, now: datetime) -> list[Entry]:
    """Help for an association, and from it."""
    own = (SkillAsk.association_id == association_id,)
    return _entries(own, SkillOffer.association_id == association_id, language, now=now)


def touching(whose: Whose) -> ColumnElement[bool]:
    """Every ask that can stand in their calendar, for the mark of the feed."""
    asked, offered = (
        (SkillAsk.person_id, SkillOffer.person_id)
        if whose is Person
        else (SkillAsk.association_id, SkillOffer.association_id)
    )
    called = select(SkillCall.ask_id).join(SkillOffer, SkillOffer.id == SkillCall.offer_id).where(offered == whose.id)
    return or_(asked == whose.id, SkillAsk.id.in_(called.correlate(whose)))


def _entries(
    own: Iterable[ColumnElement[bool]], offers: ColumnElement[bool], language: str, *, now: datetime
) -> list[Entry]:
    lately = SkillAsk.ends_at > now - PAST
    asked = select(SkillAsk).where(lately, *own).options(joinedload(SkillAsk.helper))
    called = (
        select(SkillCall)
        .join(SkillCall.ask)
        .join(SkillCall.offer)
        .where(lately, offers)
        .options(contains_eager(SkillCall.ask).joinedload(SkillAsk.association), contains_eager(SkillCall.offer))
    )
    sides = [_asking(one) for one in db.session.scalars(asked.order_by(SkillAsk.starts_at, SkillAsk.id)).unique()]
    sides += [_helping(one) for one in db.session.scalars(called.order_by(SkillAsk.starts_at, SkillCall.id)).unique()]
    today = weekly.day_span(weekly.local_day(now)).start
    known = [one for one in sides if one.is_on or (one.ask.ends_at > today and _was_agreed(one))]
    return words.each_alone(_entry, known, language)


def _asking(ask: SkillAsk) -> Side:
    name = ask.helper.association.name if ask.helper else ""
    return Side(ask, ask.id, name, "skills", ask.state in AGREED and ask.helper_id is not None)


def _helping(call: SkillCall) -> Side:
    name = call.ask.association.name if call.ask.association else str(house("name"))
    return Side(call.ask, call.id, name, "help", call.state == "yes" and call.ask.state in AGREED)


def _was_agreed(side: Side) -> bool:
    """A message has said so once (wok/skills/messages.py)."""
    kind, cause = ("confirmed", "confirmed:%") if side.page == "skills" else ("helping", f"helping:%:{side.number}")
    chosen = select(Message.id).where(
        Message.kind == f"skills/{kind}", Message.cause.like(f"skill:{side.ask.id}:{cause}")
    )
    return db.session.scalar(chosen.limit(1)) is not None


def _entry(side: Side, language: str) -> Entry:
    ask = side.ask
    title = _("Help: %(what)s", what=skill_words(ask.skill))
    return Entry(
        uid=f"{side.page}-{side.number}-{int(ask.created_at.timestamp())}@wok",
        sequence=int((ask.changed_at - EPOCH).total_seconds()),  # an ask counts no moves: seconds only ever rise
        dtstamp=ask.changed_at,
        last_modified=ask.changed_at,
        dtstart=ask.starts_at,
        dtend=ask.ends_at,
        summary=title if side.is_on else words.cancelled(title),
        description=_described(side),
        location=ask.place or words.location(),
        url=words.address("my.show", language),
        status=rfc.CONFIRMED if side.is_on else rfc.CANCELLED,
        transp=rfc.OPAQUE if side.is_on else rfc.TRANSPARENT,
        categories=(_("Skills"),),
        class_=rfc.PRIVATE,
    )


def _described(side: Side) -> str:
    if not side.is_on:
        return ""
    if side.page == "skills":
        return _("%(helper)s helps you.", helper=side.name)
    return _("You help %(association)s.", association=side.name)
