"""What is counted in the Wok itself: lunches, Thursdays, appointments, requests, rooms, skills. A few statements.

Each stands under the neighbourhood of the association behind it (`Places`), where there is one.
"""

from collections.abc import Sequence

from sqlalchemy import case, func, or_, select

from wok.appointments.models import Appointment
from wok.bookings.models import Booking, Occurrence
from wok.db import db
from wok.figures.event_reads import confirmed, took_place
from wok.figures.tally import NO_PLACE, Tally
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.lunches.models import Rsvp, WalkIn
from wok.oncall.models import Visit
from wok.oncall.words import TOPICS
from wok.people import neighbourhoods
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood
from wok.sharing.models import RequestPartner, SharePool, ShareRequest
from wok.skills.models import SkillAsk, SkillOffer
from wok.space.models import SpaceUse
from wok.team.words import SPOKEN

OUTCOMES = ("granted", "partly", "refused", "withdrawn", "open")
FAMILIES = ("equipment", "room")
HALF_AN_HOUR = 30


@dataclass(frozen=True)
class Places:
    """Neighbourhoods by every name they have: an association keeps its own as a text."""

    by_name: dict[str, int]

    def of(self, word: str | None) -> int:
        """The neighbourhood of an association with this text."""
        return self.by_name.get(word or "", NO_PLACE)


def places_of(rows: Sequence[Neighbourhood]) -> Places:
    """Their names; of two with the same name the first."""
    return Places({name: one.id for one in reversed(rows) for name in neighbourhoods.words_of(one)})


def count(span: Span, places: Places, into: Tally) -> None:
    """Everything of the house within the span."""
    for one in (_lunches, _visits, _appointments, _requests, _rooms, _skills):
        one(span, places, into)
    _waits(span, into)


def _lunches(span: Span, places: Places, into: Tally) -> None:
    signed = (
        select(Association.neighbourhood, func.sum(func.coalesce(Booking.attended, Booking.quantity)))
        .select_from(Booking)
        .join(Rsvp, Rsvp.booking_id == Booking.id)
        .join(Occurrence, Occurrence.id == Booking.occurrence_id)
        .outerjoin(Association, Association.id == Booking.association_id)
        .where(Booking.attendance == "came", *took_place(span))
        .group_by(Association.neighbourhood)
    )
    for word, people in db.session.execute(signed):
        into.add(places.of(word), "lunches", ("signed", "people"), int(people or 0))
    walked = (
        select(func.coalesce(func.sum(WalkIn.people), 0))
        .join(Occurrence, Occurrence.id == WalkIn.occurrence_id)
        .where(*took_place(span))
    )
    into.add(NO_PLACE, "lunches", ("walk_in", "people"), int(db.session.scalar(walked) or 0))


def _visits(span: Span, places: Places, into: Tally) -> None:
    """Who walked in says no association, and so no neighbourhood."""
    chosen = (
        select(Visit.topic, Visit.language, Association.neighbourhood, func.count())
        .outerjoin(Booking, Booking.id == Visit.booking_id)
        .outerjoin(Association, Association.id == Booking.association_id)
        .where(Visit.started_at >= span.start, Visit.started_at < span.end)
        .group_by(Visit.topic, Visit.language, Association.neighbourhood)
    )
    for topic, language, word, number in db.session.execute(chosen):
        spot = (topic if topic in TOPICS else "other", language if language in SPOKEN else "else")
        into.add(places.of(word), "visits", spot, number)


def _waits(span: Span, into: Tally) -> None:
    """How many waited so many minutes."""
    chosen = select(Visit.arrived_at, Visit.started_at).where(
        Visit.lane == "walk_in", Visit.arrived_at.is_not(None), Visit.started_at >= span.start, Visit.started_at < span.end
    )  # fmt: skip
    for row in db.session.execute(chosen):
        minutes = max(0, int((row.started_at - row.arrived_at).total_seconds()) // 60)
        into.add(NO_PLACE, "waits", (str(minutes), "people"), 1)


def _appointments(span: Span, places: Places, into: Tally) -> None:
    """By language, and whether somebody interpreted; by matter for staff, for both count the same meetings."""
    with_help = or_(Appointment.wants_interpreter, Appointment.interpreter != "")
    met = case((Booking.status == "confirmed", "meetings"), else_="cancelled")
    by = (Appointment.language, with_help.label("help"), Appointment.matter_id, met.label("met"))
    chosen = (
        select(*by, Association.neighbourhood, func.count())
        .join(Booking, Booking.id == Appointment.booking_id)
        .outerjoin(Association, Association.id == Booking.association_id)
        .where(Booking.status.not_in(("waiting", "held")), Booking.starts_at >= span.start)
        .where(Booking.starts_at < span.end)
        .group_by(*by, Association.neighbourhood)
    )
    for language, is_helped, matter_id, state, word, number in db.session.execute(chosen):
        into.add(places.of(word), "matters", (f"m{matter_id}", state), number)
        if state == "meetings":
            spot = (language if language in SPOKEN else "else", "interpreted" if is_helped else "not_interpreted")
            into.add(places.of(word), "interpreting", spot, number)


def _requests(span: Span, places: Places, into: Tally) -> None:
    """What was asked in the period and what became of it; a second choice is no request of its own."""
    chosen = (
        select(ShareRequest.state, SharePool.family, Association.neighbourhood, func.count())
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .join(RequestPartner, (RequestPartner.request_id == ShareRequest.id) & (RequestPartner.position == 0))
        .outerjoin(Association, Association.id == RequestPartner.association_id)
        .where(ShareRequest.instead_of_id.is_(None), SharePool.family.in_(FAMILIES))
        .where(ShareRequest.asked_at >= span.start, ShareRequest.asked_at < span.end)
        .group_by(ShareRequest.state, SharePool.family, Association.neighbourhood)
    )
    for state, family, word, number in db.session.execute(chosen):
        spot = (state if state in OUTCOMES else "refused", family)
        into.add(places.of(word), "requests", spot, number)


def _rooms(span: Span, places: Places, into: Tally) -> None:
    """Uses that were kept; how many people were expected."""
    chosen = (
        select(
            *(SpaceUse.room_id, SpaceUse.people, Booking.starts_at, Booking.ends_at),
            *(Booking.association_id, Association.neighbourhood),
        )
        .join(Booking, Booking.id == SpaceUse.booking_id)
        .outerjoin(Association, Association.id == Booking.association_id)
        .where(confirmed(), SpaceUse.released_at.is_(None))
        .where(Booking.starts_at >= span.start, Booking.starts_at < span.end)
    )
    for row in db.session.execute(chosen):
        code, place = f"r{row.room_id}", places.of(row.neighbourhood)
        into.add(place, "rooms", (code, "uses"), 1)
        into.add(place, "rooms", (code, "hours"), int((row.ends_at - row.starts_at).total_seconds()) // 60)
        into.add(place, "rooms", (code, "expected"), row.people)
        into.behind(place, "rooms", (code, "uses"), row.association_id or 0)


def _skills(span: Span, places: Places, into: Tally) -> None:
    """Help that was given: who asked and who helped said the same hours, or staff settled them. Where the helpers are at home."""
    by = (SkillAsk.skill, SkillOffer.association_id, Association.neighbourhood)
    chosen = (
        select(*by, func.count(), func.sum(SkillAsk.agreed_halves))
        .join(SkillOffer, SkillOffer.id == SkillAsk.helper_id)
        .join(Association, Association.id == SkillOffer.association_id)
        .where(SkillAsk.agreed_halves > 0, SkillAsk.starts_at >= span.start, SkillAsk.starts_at < span.end)
        .group_by(*by)
    )
    for skill, association_id, word, times, halves in db.session.execute(chosen):
        place = places.of(word)
        into.add(place, "skills", (skill, "times"), times)
        into.add(place, "skills", (skill, "hours"), int(halves or 0) * HALF_AN_HOUR)
        into.behind(place, "skills", (skill, "times"), association_id)
