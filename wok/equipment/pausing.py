"""A thing is not lent for a while, or no more: what was agreed stays, who still wishes for it is told no with the reason."""

from datetime import date, datetime

from sqlalchemy import or_, select

from wok.db import Texts, db
from wok.equipment import stock
from wok.equipment.models import Item
from wok.people.models import Person
from wok.sharing import overriding
from wok.sharing.models import SharePool, ShareRequest
from wok.web.language import in_language
from wok.web.sentences import gettext as _
from wok.web.texts import said


def wishes(item: Item, until: date | None, *, now: datetime) -> list[ShareRequest]:
    """Open wishes and places on the waiting list that begin before the thing is lent again, soonest first."""
    chosen = (
        select(ShareRequest)
        .join(SharePool, SharePool.id == ShareRequest.pool_id)
        .where(SharePool.resource_id == item.resource_id, ShareRequest.starts_at > now)
        .where(or_(ShareRequest.state == "open", ShareRequest.waiting_since.is_not(None)))
        .order_by(ShareRequest.starts_at, ShareRequest.id)
    )
    if until is not None:
        chosen = chosen.where(ShareRequest.first_on < until)
    return list(db.session.scalars(chosen))


def pause(item: Item, until: date | None, reason: Texts, by: Person, *, now: datetime) -> int:
    """Not lent until then; returns how many wishes were declined."""
    stock.pause(item, until, dict(reason), now=now)
    return _decline(wishes(item, until, now=now), reason, by, now=now)


def retire(item: Item, by: Person, *, now: datetime) -> int:
    """No longer lent; returns how many wishes were declined."""
    stock.retire(item, now=now)
    return _decline(wishes(item, None, now=now), {}, by, now=now)


def _decline(found: list[ShareRequest], reason: Texts, by: Person, *, now: datetime) -> int:
    for request in found:
        overriding.override(request, request.granted, _words(reason, request.booking.language), by, now=now)
    return len(found)


def _words(reason: Texts, language: str) -> str:
    given = said(reason, language).text
    if given:
        return given
    with in_language(language):
        return _("It is not lent at this time.")
