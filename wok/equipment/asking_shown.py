"""What somebody who asks for equipment sees of each thing: the words, what will happen, and which other days suit."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime

from wok.equipment import asking, basket, free, lacking, loan_rules, opening, words
from wok.equipment.basket import Basket, Line, Wanted
from wok.equipment.loan_rules import DAY, LOOK_AROUND, Days
from wok.equipment.models import Item, LoanLine
from wok.equipment.opening import Calendar
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.sharing import outlook, pools, windows
from wok.sharing.models import SharePool
from wok.sharing.windows import Window
from wok.web.texts import Words, said

FIRST_COME = Window("none")
MOST_DAYS = 10


@dataclass(frozen=True)
class Thing:
    """One thing in the words of the page."""

    item: Item
    name: Words
    note: str  # packs, weight


@dataclass(frozen=True)
class ShownLine:
    """One thing of the basket: so many, and what asking for it will do.

    `state`: enough (granted at once), wish (a window runs), waiting (taken), or nothing while no days are chosen.
    `outlook` of a wish: enough, nearly, more.
    """

    thing: Thing
    wanted: Wanted
    state: str = ""
    free: int = 0
    outlook: str = ""
    closes_at: datetime | None = None
    terms: list[tuple[str, Words]] = field(default_factory=list)
    lacks: list[Words] = field(default_factory=list)  # pieces that are missing


@dataclass(frozen=True)
class Choice:
    """The second step: days on which all of it suits, and the days around on which hand-over is closed."""

    chosen: Days | None
    suits: list[Days]
    hours: list[tuple[date, str]]


def thing_of(item: Item, language: str) -> Thing:
    """A thing, with packs and weight in words."""
    return Thing(item, said(item.name, language), words.weight(item.weight_grams))


def groups(basket: Basket, language: str) -> list[tuple[str, bool, list[tuple[Thing, Line]]]]:
    """Everything that is lent by its kind: the kind's name, whether something of it is asked for, things and lines."""
    found: dict[str, list[tuple[Thing, Line]]] = {}
    for line in basket.lines:
        found.setdefault(line.item.category, []).append((thing_of(line.item, language), line))
    order = [code for code in (*words.CATEGORIES, *found) if code in found]
    return [
        (str(words.CATEGORIES.get(code, code)), any(line.is_asked for _thing, line in found[code]), found[code])
        for code in dict.fromkeys(order)
    ]


def choices(language: str, *, but: Sequence[LoanLine]) -> list[tuple[str, str]]:
    """What may be added to a loan: everything lent that it has not yet."""
    gone = {line.item_id for line in but if line.state != "withdrawn"}
    return [(str(item.id), said(item.name, language).text) for item in basket.on_offer() if item.id not in gone]


def of_lines(found: Sequence[LoanLine], language: str) -> list[tuple[LoanLine, Thing]]:
    """The lines of a loan that stand, with their things."""
    return [(line, thing_of(line.item, language)) for line in found if line.state != "withdrawn"]


def lines(
    wanted: Sequence[Wanted],
    language: str,
    *,
    days: Days | None = None,
    now: datetime | None = None,
    season: Window | None = None,
) -> list[ShownLine]:
    """The things of the basket; with days, what asking will do, in the round of a half-year when one is given."""
    if days is None or now is None:
        return [ShownLine(thing_of(one.item, language), one) for one in wanted]
    known = pools.pools_of(one.item.resource_id for one in wanted)
    closed = windows.closed_days()
    units = free.free_through([one.item for one in wanted], days.first, days.last)
    missing = lacking.missing(one.item.id for one in wanted)
    found = []
    for one in wanted:
        pool = known.get(one.item.resource_id)
        window = windows.window_of(pool, asking.taken(one.item, days), now=now, closed=closed) if pool else FIRST_COME
        window = season if season and window.state != "none" else window
        is_wish = window.state == "open"
        found.append(
            ShownLine(
                thing=thing_of(one.item, language),
                wanted=one,
                state="wish" if is_wish else "enough" if units[one.item.id] >= one.quantity else "waiting",
                free=units[one.item.id],
                outlook=_worst(pool, days, now=now) if pool and is_wish else "",
                closes_at=window.closes_at if is_wish else None,
                terms=terms(one.item, language),
                lacks=lacking.of(one.item, missing.get(one.item.id, []), one.quantity, language),
            )
        )
    return found


def terms(item: Item, language: str) -> list[tuple[str, Words]]:
    """What who borrows it accepts: rules, insurance, the owner's own conditions."""
    found = [(kind, said(getattr(item, kind), language)) for kind in ("rules", "insurance", "conditions")]
    return [(kind, text) for kind, text in found if text]


def asks_consent(shown: Sequence[ShownLine]) -> bool:
    """Whether something has rules, a deposit or insurance to accept."""
    return any(line.terms or line.wanted.item.deposit_cents for line in shown)


def _worst(pool: SharePool, days: Days, *, now: datetime) -> str:
    by_day = outlook.outlook(pool, days.first, days.last, now=now)
    return next((one for one in ("more", "nearly") if one in by_day.values()), "enough")


def others(wanted: Sequence[Wanted], days: Days, shown: Sequence[ShownLine], *, now: datetime) -> list[Days]:
    """The nearest three stretches on which all of it suits; none while the chosen days are good."""
    if all(line.state == "enough" or line.outlook == "enough" for line in shown):
        return []
    return nearest(wanted, days, opening.calendar(), now=now)


def choice(wanted: Sequence[Wanted], chosen: Days | None, *, now: datetime) -> Choice:
    """What the second step shows: the hand-over days that come next, and the nearest days that suit."""
    today, days_open = weekly.local_day(now), opening.calendar()
    first = max(chosen.first if chosen else today, today)
    wished = Days(first, max(first, chosen.last)) if chosen else Days(today + DAY, today + DAY + DAY)
    open_days = days_open.open_days(first, first + LOOK_AROUND * DAY)[:MOST_DAYS]
    hours = [(day, words_of_hours(days_open, day)) for day in open_days]
    return Choice(chosen, nearest(wanted, wished, days_open, now=now), hours)


def words_of_hours(days_open: Calendar, day: date) -> str:
    """ "9:00–12:00, 13:30–17:00"; empty on a closed day."""
    return ", ".join(f"{one.starts.hour}:{one.starts:%M}–{one.ends.hour}:{one.ends:%M}" for one in days_open.hours(day))


def nearest(wanted: Sequence[Wanted], wished: Days, days_open: Calendar, *, now: datetime) -> list[Days]:
    """Up to three other stretches on which there is enough of everything, as far as is known today."""
    today = weekly.local_day(now)
    cleaning, longest = max((one.item.cleanup_days for one in wanted), default=0), asking.longest(today)
    around = asking.around(wished.first, days_open, today=today)
    if not wanted or not around:
        return []
    last = around[-1] + DAY * (longest + cleaning)
    around = days_open.open_days(max(today, wished.first - LOOK_AROUND * DAY), last)
    units = free.free_by_day([one.item for one in wanted], max(today, wished.first - LOOK_AROUND * DAY), last)
    scarce = _scarce(wanted, around[0], last, now=now)

    def suits(days: Days) -> bool:
        return all(_fits(one, days, units[one.item.id], scarce.get(one.item.id, frozenset())) for one in wanted)

    return loan_rules.nearest(wished, around, suits, today=today, longest=longest)


def _fits(one: Wanted, days: Days, units: Mapping[date, int], scarce: frozenset[date]) -> bool:
    whole = Days(days.first, days.last + DAY * one.item.cleanup_days).all
    return all(units.get(day, 0) >= one.quantity and day not in scarce for day in whole)


def _scarce(wanted: Sequence[Wanted], first: date, last: date, *, now: datetime) -> dict[int, frozenset[date]]:
    """By item, the days for which more is wished already than there is."""
    known = pools.pools_of(one.item.resource_id for one in wanted)
    rationed = [pool for pool in known.values() if pool.mode == "window"]
    if not rationed:
        return {}
    found = outlook.outlooks(rationed, first, last, now=now)
    by_resource = {pool.resource_id: found.get(pool.id, {}) for pool in rationed}
    return {
        one.item.id: frozenset(day for day, word in by_resource.get(one.item.resource_id, {}).items() if word == "more")
        for one in wanted
    }
