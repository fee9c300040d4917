"""Interpreters asked for with a booking, helpers with a loan, and what the booking's page says of both."""

from collections.abc import Iterable
from datetime import datetime

from flask import g, url_for

from wok import clock
from wok.bookings.asides import Aside
from wok.bookings.hands import Call, Hand, Hands
from wok.bookings.interpreting import needed
from wok.bookings.models import Booking
from wok.bookings.places import place_of
from wok.kernel.span import Span
from wok.people.models import Person
from wok.skills import asking, queries, rules
from wok.skills.asking import Wish
from wok.skills.models import SkillAsk
from wok.skills.words import INTERPRETING, skill_words
from wok.web.dates import say_day
from wok.web.sentences import colon
from wok.web.sentences import gettext as _

TAGS = {
    "asked": "waiting",
    "confirmed": "confirmed",
    "done": "past",
    "declined": "decision",
    "withdrawn": "cancelled",
    "lapsed": "cancelled",
}


def ask(booking: Booking, language: str, by: Person, *, now: datetime) -> SkillAsk:
    """Ask all who interpret in this language to come to a booking; the Wok asks. Raises what asking raises."""
    halves = min(rules.LONGEST, max(1, -(-int((booking.ends_at - booking.starts_at).total_seconds()) // 1800)))
    wish = Wish(
        association_id=None,
        person_id=by.id,
        skill="sign_language" if language == "signs" else "translation",
        span=Span(booking.starts_at, booking.ends_at),
        halves=halves,
        language=language,
        purpose=str(place_of(booking).title).replace("%(day)s", say_day(booking.starts_at)),
        written_in=by.language,
        by_staff=True,
    )
    return asking.ask(wish, now=now, booking=booking)


def fits(resource_ids: Iterable[int]) -> list[Hand]:
    """The skills, offered now, that can set up one of these things."""
    known, offered = queries.things(), None
    codes = sorted({code for number in resource_ids for code in known.get(number, [])})
    if codes:
        offered = {one.skill for one in queries.shown_offers()}
    return [Hand(code, skill_words(code)) for code in codes if code in (offered or ())]


def come_along(booking: Booking, call: Call, now: datetime) -> None:
    """Ask whoever can to come along with a loan. Raises what asking raises."""
    wish = Wish(
        association_id=booking.association_id,
        person_id=booking.person_id,
        skill=call.code,
        span=call.span,
        halves=call.halves,
        purpose=call.purpose,
        place=call.place,
        written_in=booking.language,
    )
    asking.ask(wish, now=now, booking=booking)


HANDS = Hands(fits, come_along)


def beside(booking: Booking) -> list[Aside]:
    """How the asks of this booking stand; an interpreter needed and not asked for yet says so."""
    asks = queries.for_booking([booking.id]).get(booking.id, [])
    live = [one for one in asks if one.state in ("asked", "confirmed", "done", "declined")]
    found = [_line(one) for one in live]
    if any(one.skill in INTERPRETING for one in live) or booking.status == "cancelled":
        return found
    if any(one.booking.id == booking.id for one in needed(now=clock.now())):
        words = _("not yet: the Wok looks for one")
        found.append(Aside(_("Interpreter:"), state="waiting", state_words=words))
    return found


def for_cause(kind: str, of_id: int) -> list[Aside]:
    """The skills asked for a project or event, soonest first, with how each stands; two statements."""
    asks = queries.for_cause(f"{kind}-{of_id}")
    person, mine = g.get("person"), {one.association_id for one in g.memberships}
    ours = {one.id for one in asks if (person and person.is_staff) or one.association_id in mine}
    return [_of_cause(one, may_open=one.id in ours) for one in asks if one.state not in ("withdrawn", "lapsed")]


def _of_cause(one: SkillAsk, *, may_open: bool) -> Aside:
    said = {"asked": _("asked, no answer yet"), "declined": _("not found yet")}.get(one.state, _("found"))
    helper = one.helper.association.name if one.helper is not None else ""
    href = url_for("skills.asked", token=one.link_token) if may_open else ""
    return Aside(f"{say_day(one.starts_at)}{colon()}{skill_words(one.skill)}", helper, href, TAGS[one.state], said)


def _line(one: SkillAsk) -> Aside:
    label = _("Interpreter:") if one.skill in INTERPRETING else f"{skill_words(one.skill)}:"
    said = {
        "asked": _("asked, no answer yet"),
        "confirmed": _("found"),
        "done": _("found"),
        "declined": _("not found yet"),
    }[one.state]
    helper = one.helper.association.name if one.helper is not None else ""
    own = one.association_id is not None
    href = url_for("skills.asked", token=one.link_token) if own else ""
    return Aside(label, helper, href, TAGS[one.state], said)
