"""What a shared thing is called in a language, and its days in words. Features hand in their own names (wok/contents.py)."""

from collections.abc import Callable, Collection

from wok.sharing.models import SharePool, ShareRequest
from wok.web.dates import say_day, say_day_span
from wok.web.sentences import gettext as _

Namer = Callable[[Collection[int], str], dict[int, str]]  # resource ids and a language -> their names
NAMERS: dict[str, Namer] = {}  # by family


def names_of(pools: Collection[SharePool], language: str) -> dict[int, str]:
    """The names of these pools, by pool; one question for each family."""
    found: dict[int, str] = {}
    for family in {pool.family for pool in pools}:
        ids = [pool.resource_id for pool in pools if pool.family == family]
        found |= NAMERS[family](ids, language) if family in NAMERS else {}
    return {pool.id: found.get(pool.resource_id) or pool.resource.name for pool in pools}


def days_of(request: ShareRequest) -> str:
    """ "Saturday 12 December 2026 to Sunday 13 December 2026", or a room's day and hours, in the current language."""
    if request.pool.slot == "half_hour":
        return say_day_span(request.booking.starts_at, request.booking.ends_at)
    first, last = say_day(request.first_on), say_day(request.last_on)
    return first if first == last else _("%(start)s to %(end)s", start=first, end=last)
