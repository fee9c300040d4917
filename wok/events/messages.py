"""What people are told when a date or a whole event changes: who signed up, who helps, who organises.

Each once, in their language, ten minutes after it was decided; an undo takes back what was not sent.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from wok.bookings import decisions, told
from wok.bookings.decisions import Decided
from wok.bookings.models import Booking, Occurrence
from wok.bookings.told import undo_time as undo_time
from wok.db import Texts, db
from wok.events import sign_up_messages
from wok.events.models import Event, Shift, ShiftHelper
from wok.events.places import place_words
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.people.services import recipient_of
from wok.web.addresses import whole
from wok.web.house import house
from wok.web.texts import said

HELPER_KINDS = ("helper_moved", "helper_cancelled")


def tell_decided(decided: Decided, *, now: datetime, after: Any) -> None:
    """Owe who signed up what was decided about their date: cancelled, moved, or held all the same."""
    booking, occurrence = decided.booking, decided.occurrence
    useful = max(occurrence.ends_at, now + 2 * after)
    old_at = booking.starts_at if decided.what != decisions.MOVED else decided.old_at
    sign_up_messages.tell(
        decided.what, booking, occurrence, now=now, after=after, useful_until=useful,
        reason=decided.reason, old_at=old_at.isoformat(),
    )  # fmt: skip


decisions.tellers["event"] = tell_decided


def tell_cancelled(
    event: Event, touched: Sequence[tuple[Occurrence, Booking]], reason: Texts, *, now: datetime
) -> None:
    """The whole event is off: one message per person, with all their dates; a single date goes with its calendar line."""
    by_person: dict[tuple[str, str], list[tuple[Occurrence, Booking]]] = defaultdict(list)
    for occurrence, booking in touched:
        to = told.recipient(booking)
        by_person[to.channel, to.address].append((occurrence, booking))
    for pairs in by_person.values():
        occurrence, booking = pairs[0]
        more: dict[str, Any] = {"reason": _in(reason, booking.language), "dates": _dates([one for _, one in pairs])}
        if len(pairs) > 1:
            more["entry"] = None  # one invitation cannot cancel several dates; their feed does
        sign_up_messages.tell(
            "event_cancelled", booking, occurrence, now=now, after=undo_time(),
            useful_until=max(occurrence.ends_at, now + 2 * undo_time()), cause=_cause(event), **more,
        )  # fmt: skip


def void_cancelled(event: Event, *, now: datetime) -> None:
    """Take back that the whole event is off."""
    outbox.void(now=now, cause=_cause(event), kinds=["events/event_cancelled"])


def _cause(event: Event) -> str:
    at = event.cancelled_at
    return f"event:{event.id}:cancelled:{at.isoformat() if at else ''}"


def _dates(bookings: Sequence[Booking]) -> list[dict[str, str]]:
    return [{"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()} for one in bookings]


def _in(words: Texts, language: str) -> str:
    return said(words, language).text


def helpers_on(occurrence: Occurrence) -> list[ShiftHelper]:
    """Who helps on a date, shift by shift."""
    chosen = (
        select(ShiftHelper)
        .join(Shift, Shift.id == ShiftHelper.shift_id)
        .where(Shift.occurrence_id == occurrence.id, ShiftHelper.state == "coming")
        .order_by(Shift.starts_at, ShiftHelper.id)
    )
    return list(db.session.scalars(chosen))


def recipient_of_helper(helper: ShiftHelper) -> Recipient:
    """How a helper is told; without an address they stand on the call list by name."""
    address = {"email": helper.email, "phone": helper.phone}.get(helper.reach)
    channel = helper.reach if address or helper.reach in ("association", "none") else "none"
    return Recipient(channel, address or f"helper:{helper.id}", helper.name, helper.language)


def tell_helpers(
    kind: str, event: Event, occurrence: Occurrence, reason: Texts, *, now: datetime, old_at: datetime | None = None
) -> None:
    """Owe everybody who helps on a date what was decided about it."""
    for helper in helpers_on(occurrence):
        known = {
            **shift_facts(event, helper),
            "reason": _in(reason, helper.language),
            "old_at": (old_at or occurrence.starts_at).isoformat(),
        }
        outbox.owe(
            f"events/{kind}",
            cause=_helper_cause(helper, occurrence),
            to=recipient_of_helper(helper),
            facts=known,
            now=now,
            due_at=now + undo_time(),
            useful_until=max(occurrence.ends_at, now + 2 * undo_time()),
        )


def shift_facts(event: Event, helper: ShiftHelper) -> dict[str, Any]:
    """What every message about a shift knows."""
    shift, title = helper.shift, said(event.title, helper.language)
    return {
        "name": helper.name,
        "title": title.text,
        "title_language": title.language,
        "what": shift.what,
        "day_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "place": place_words(event, helper.language),
        "link": whole(f"/{helper.language}/events/helper/{helper.link_token}"),
        "phone": house("phone"),
    }


def _helper_cause(helper: ShiftHelper, occurrence: Occurrence) -> str:
    return f"shift:{helper.id}:{occurrence.sequence}"


def void_helpers(occurrence: Occurrence, *, now: datetime) -> None:
    """Take back what was owed to the helpers of a date; call it before its SEQUENCE rises again."""
    for helper in helpers_on(occurrence):
        kinds = [f"events/{kind}" for kind in HELPER_KINDS]
        outbox.void(now=now, cause=_helper_cause(helper, occurrence), kinds=kinds)


def tell_organiser(kind: str, event: Event, *, now: datetime) -> None:
    """Tell whoever prepared it what staff decided: "published", or "sent_back" with their words."""
    person = event.made_by
    if person is None or person.is_staff or person.left_at is not None:
        return
    title = said(event.title, person.language)
    outbox.owe(
        f"events/{kind}",
        cause=f"event:{event.id}:{kind}:{event.version}",
        to=recipient_of(person),
        facts={
            "title": title.text,
            "title_language": title.language,
            "words": event.staff_words,
            "link": whole(f"/{person.language}/my/events/{event.id}"),
            "phone": house("phone"),
        },
        now=now,
    )
