"""What would have helped, said only when recomputing the round proves it (FAIRNESS.md 7); and dates free near by."""

import json
from datetime import datetime, timedelta
from functools import lru_cache

from wok.kernel import advice as proved
from wok.kernel import fairness, published
from wok.sharing import answers, snapshot, staff_sheet, windows
from wok.sharing.models import ShareRequest
from wok.web.dates import say_day
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext

MOST_DATES = 3


def advice(request: ShareRequest, *, now: datetime) -> list[str]:
    """Sentences that are true for this round and for what is free now."""
    return [*_about_the_round(request), *_about_dates(request, now=now)]


def _about_the_round(request: ShareRequest) -> list[str]:
    drawn = request.round
    if drawn is None or not drawn.snapshot or drawn.seed is None or not request.is_contested:
        return []
    least, points, weeks = _proved(drawn.snapshot, drawn.seed, snapshot.request_code(request, drawn.key))
    said = []
    if least:
        said.append(_("With a minimum of %(least)s you would have got %(least)s.", least=least))
    if points:
        said.append(
            ngettext(
                "%(points)s fewer points would have been enough. That is %(num)s week of waiting.",
                "%(points)s fewer points would have been enough. That is %(num)s weeks of waiting.",
                weeks,
                points=answers.say_points(points),
            )
        )
    return said


@lru_cache(maxsize=64)
def _proved(plain: str, seed: str, name: str) -> tuple[int, int, int]:
    """A smaller minimum, points too many and the weeks they are worth; 0 for none. A drawn round never changes."""
    inputs = published.read(json.loads(plain))
    if name not in {one.id for one in inputs.requests}:
        return 0, 0, 0
    outcome = fairness.run(inputs, seed)
    points = proved.points_too_many(inputs, outcome, seed, name) or 0
    least = proved.smaller_minimum(inputs, outcome, seed, name) or 0
    return least, points, proved.weeks_of_waiting(points, inputs)


def _about_dates(request: ShareRequest, *, now: datetime) -> list[str]:
    """The same for as long within two weeks; only where no window runs, for there nobody knows yet."""
    closed = windows.closed_days()
    free = [
        day
        for day in staff_sheet.free_dates(request, now=now)
        if windows.window_of(request.pool, staff_sheet.moved(request, day), now=now, closed=closed).state
        in ("none", "closed")
    ]
    nearest = sorted(free, key=lambda day: abs(day - request.first_on))[:MOST_DATES]
    length = request.last_on - request.first_on
    return [_free_words(say_day(day), say_day(day + length), is_one=length == timedelta(0)) for day in sorted(nearest)]


def _free_words(first: str, last: str, *, is_one: bool) -> str:
    if is_one:
        return _("It is free on %(day)s.", day=first)
    return _("It is free from %(start)s to %(end)s.", start=first, end=last)
