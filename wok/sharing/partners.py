"""Asking together: each partner says yes or no while the window runs; who said nothing by then is left out.

What was given at once, first come, is shared with a partner who says yes before it begins.
"""

from datetime import datetime

from wok.bookings import services as core
from wok.db import db
from wok.sharing import charging, settling
from wok.sharing.asking_refusals import TooLateToJoin
from wok.sharing.models import RequestPartner


def confirm_partner(partner: RequestPartner, *, now: datetime) -> None:
    """Yes: from now on it is their request too, and so is an equal part of its points. Raises TooLateToJoin."""
    _still_open(partner, now=now)
    charging.welcome([partner.circle_id], partner.request.pool.family, now=now)
    partner.confirmed_at, partner.declined_at = now, None
    charging.share_equally(partner.request)
    _note(partner, "joined", now=now)


def decline_partner(partner: RequestPartner, *, now: datetime) -> None:
    """No: the others go on without them. Raises TooLateToJoin."""
    _still_open(partner, now=now)
    partner.confirmed_at, partner.declined_at = None, now
    charging.share_equally(partner.request)
    _note(partner, "declined", now=now)


def _still_open(partner: RequestPartner, *, now: datetime) -> None:
    settling.lock([partner.request], now=now)
    db.session.refresh(partner)
    until = partner.request.answers_until
    if until is None or until <= now or partner.position == 0:
        raise TooLateToJoin


def _note(partner: RequestPartner, what: str, *, now: datetime) -> None:
    booking = partner.request.booking
    core.note(booking, what, by=core.BOOKER, now=now, association=partner.association_id)
