"""One thing (P10): what it is, what comes with it, its rules, and four weeks of days."""

from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request, url_for
from sqlalchemy import select

from wok import clock
from wok.db import db
from wok.equipment import catalogue, days, opening, schedule
from wok.equipment.blueprint import bp, item_or_404
from wok.equipment.catalogue import Wanted
from wok.equipment.catalogue_views import read_day
from wok.equipment.day_words import DayWords
from wok.equipment.models import Item
from wok.equipment.words import PURPOSES, euros, weight
from wok.kernel import weekly
from wok.web.access import public
from wok.web.strangers import same_for_strangers
from wok.web.texts import said

FOUR_WEEKS = timedelta(days=28)
DAY = timedelta(days=1)


@bp.get("/equipment/<slug>")
@public
@same_for_strangers
def item(slug: str) -> Any:
    """All about one thing; retired and paused ones say so."""
    found, now = item_or_404(slug), clock.now()
    today = weekly.local_day(now)
    asked = read_day(request.args.get("from", ""), today) or today
    first = schedule.monday(asked)
    calendar = opening.calendar()
    shown = schedule.schedule([found], first, first + FOUR_WEEKS - DAY, calendar, now=now)[found.id]
    known = catalogue.things(_around(found), Wanted(first=asked), g.lang, today=today)
    next_free = days.first_free(shown)
    return render_template(
        "equipment/item.html",
        lent=found,
        thing=known[found.id],
        texts={name: said(getattr(found, name), g.lang) for name in ("included", "rules", "insurance", "conditions")},
        paused_because=said(found.pause_reason, g.lang),
        pieces=[(said(one.name, g.lang), one.quantity) for one in found.pieces],
        sets=catalogue.set_names(found, g.lang),
        purposes=[PURPOSES[code] for code in found.purposes if code in PURPOSES],
        weight=weight(found.weight_grams),
        deposit=euros(found.deposit_cents),
        weeks=schedule.weeks(DayWords().cells(found, shown)),
        first=first,
        last=first + FOUR_WEEKS - DAY,
        next_free=next_free,
        today=today,
        earlier=_address(found, max(today, first - FOUR_WEEKS)) if first > today else None,
        later=_address(found, first + FOUR_WEEKS),
    )


def _around(found: Item) -> list[Item]:
    """The item and what could be asked for instead, so that what is free of those is known, too."""
    numbers = catalogue.substitutes().get(found.id, [])
    others = db.session.scalars(select(Item).where(Item.id.in_(numbers), Item.accepted_at.is_not(None)))
    return [found, *others]


def _address(found: Item, day: date) -> str:
    query: dict[str, Any] = {"from": day.isoformat()}
    return url_for(".item", slug=found.slug, **query)
