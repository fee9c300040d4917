"""The screen by a room's door (P24): free until, busy until, starts soon, closed, not updated since.

The address with the key, which staff read on their desk, also takes "we are here"; without it the screen only shows.
"""

import hmac
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import abort, g, jsonify, redirect, render_template, request, url_for

from wok import clock
from wok.bookings.services import BOOKER
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.people import attempts
from wok.space import door_services, queries, rules, shown
from wok.space.blueprint import bp, room_or_404
from wok.space.models import Room, SpaceUse
from wok.space.rules import Door, DoorUse
from wok.space.settling import hold
from wok.space.words import BIGGEST_ID
from wok.web.access import public

EVERY = 60  # seconds between two looks without scripts


def door_key() -> str:
    """What the address of the screen one may press ends with; from the installation's secret, so nothing is stored."""
    return attempts.keyed("space.door")[:20]


def uses_at(room: Room, *, now: datetime) -> list[SpaceUse]:
    """Today's uses of the room or of what shares a part with it, in order."""
    span = weekly.day_span(weekly.local_day(now))
    return queries.touching(room, span.start, span.end, statuses=("confirmed",))


def _door(room: Room, uses: list[SpaceUse], *, now: datetime) -> Door:
    today = weekly.local_day(now)
    opening = [] if room.paused_at else queries.opening(room, today, today, queries.closed_days())
    seen = [
        DoorUse(one.booking.starts_at, one.booking.ends_at, one.released_at is not None, _name(one)) for one in uses
    ]
    return rules.door(seen, opening, now=now)


def _name(use: SpaceUse) -> str:
    """Only as the person agreed; an event of the Wok has its title."""
    if not use.shows_name:
        return ""
    if use.is_own:
        return use.activity
    return use.booking.association.name if use.booking.association else ""


def _stamp(room: Room, uses: list[SpaceUse], *, now: datetime) -> str:
    """Changes with every change of today's uses, and with each minute."""
    versions = "-".join(f"{one.booking_id}.{one.booking.version}.{bool(one.released_at)}" for one in uses)
    return f"{room.id}-{room.version}-{versions}-{int(now.timestamp()) // 60}"


@bp.get("/door/space/<int:room_id>")
@bp.get("/door/space/<int:room_id>/<key>")
@public
def door(room_id: int, key: str = "") -> Any:
    """What the room is doing now."""
    if key and not hmac.compare_digest(key.encode(), door_key().encode()):
        abort(404)
    now, room = clock.now(), room_or_404(room_id, paused=True)
    uses = uses_at(room, now=now)
    expected = [one for one in uses if key and door_services.may_arrive(one, now=now)]
    return render_template(
        "space/door.html",
        room=shown.room(room, g.lang),
        door=_door(room, uses, now=now),
        expected=expected[:1],
        key=key,
        names={one.booking_id: _name(one) for one in expected},
        stamp=_stamp(room, uses, now=now),
        every=EVERY,
        now=now,
    )


@bp.get("/door/space/<int:room_id>/stamp.json")
@public
def door_stamp(room_id: int) -> Any:
    """What a screen asks every few seconds: did anything change?"""
    now, room = clock.now(), room_or_404(room_id, paused=True)
    stamp = _stamp(room, uses_at(room, now=now), now=now)
    answer = jsonify(stamp=stamp)
    answer.set_etag(stamp)
    return answer.make_conditional(request)


@bp.post("/door/space/<int:room_id>/<key>/here/<int:booking_id>")
@public
def here(room_id: int, key: str, booking_id: int) -> Any:
    """We are here, pressed on the screen itself."""
    if not hmac.compare_digest(key.encode(), door_key().encode()):
        abort(404)
    now, room = clock.now(), room_or_404(room_id, paused=True)
    use = db.session.get(SpaceUse, booking_id) if booking_id <= BIGGEST_ID else None
    if use is None or use.booking_id not in [one.booking_id for one in uses_at(room, now=now)]:
        abort(404)
    with suppress(Refusal), transaction():  # somebody else may have the room by now: the screen says so
        hold(use.booking)
        door_services.arrive(use, by=BOOKER, now=now)
    return redirect(url_for(".door", room_id=room_id, key=key), 303)
