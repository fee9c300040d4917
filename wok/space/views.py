"""Rooms (P12): which one fits people, time and needs; a week at a glance, busy only; the free times of each as a list."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import g, render_template, request, url_for

from wok import clock
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.space import ask_views as ask_views
from wok.space import booking_actions as booking_actions
from wok.space import booking_views as booking_views
from wok.space import door_views as door_views
from wok.space import queries, rules, shown, words
from wok.space import weekly_views as weekly_views
from wok.space.blueprint import bp as bp
from wok.space.blueprint import room_or_404
from wok.space.settling import Wanted
from wok.web.access import public
from wok.web.strangers import same_for_strangers

FREE_DAYS = 28
LAST_WEEK = timedelta(days=364)


@dataclass(frozen=True)
class Search:
    """What somebody looks for; every part may be missing."""

    people: int
    day: date | None
    starts: str
    ends: str
    needs: tuple[str, ...]

    @property
    def span(self) -> Span | None:
        """The asked time, when all of it was given and makes sense."""
        starts, ends = words.read_clock(self.starts), words.read_clock(self.ends)
        return rules.span_on(self.day, starts, ends) if self.day and starts and ends else None

    @property
    def is_asked(self) -> bool:
        """Something was asked."""
        return bool(self.people > 1 or self.needs or self.span)

    @property
    def wanted(self) -> Wanted:
        """As the rules read it: a room may be used standing when it is full of people."""
        return Wanted("", self.people, "as_is", self.needs)

    def query(self) -> dict[str, Any]:
        """As an address carries it."""
        found = {"people": self.people, "starts": self.starts, "ends": self.ends, "need": list(self.needs)}
        return {**{name: value for name, value in found.items() if value}, **({"day": self.day} if self.day else {})}


def _search() -> Search:
    given = request.args
    typed = given.get("people", "")
    people = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
    return Search(
        people=max(1, people),
        day=words.read_day(given.get("day")),
        starts=given.get("starts", "")[:8],
        ends=given.get("ends", "")[:8],
        needs=tuple(code for code in words.ACCESS if code in given.getlist("need")),
    )


@bp.get("/space")
@public
@same_for_strangers
def show() -> Any:
    """All rooms: those that suit first, then the week picture of all of them."""
    now, search = clock.now(), _search()
    first = _monday(search, now=now)
    found, names = queries.rooms(), shown.rooms(queries.rooms(), g.lang)
    free = queries.free(found, first, first + weekly.DAY * 6)
    around = _around(search, now=now)
    near = queries.free(found, *around) if around else {}
    fits = {one.id: shown.fit(one, search.wanted, search.span, near.get(one.id), now=now) for one in found}
    order = sorted(found, key=lambda one: fits[one.id].state != "fits")
    return render_template(
        "space/show.html",
        rooms=[(names[one.id], fits[one.id]) for one in order],
        search=search,
        access=words.ACCESS,
        week=[(names[number], cells) for number, cells in shown.week(free, first, g.lang, now=now).items()],
        days=[first + weekly.DAY * count for count in range(7)],
        today=weekly.local_day(now),
        earlier=_week_link(search, first - weekly.DAY * 7, now=now),
        later=_week_link(search, first + weekly.DAY * 7, now=now),
        write_instant=words.write_instant,
    )


def _monday(search: Search, *, now: datetime) -> date:
    """The week shown: the asked one, else that of the asked day, else this one."""
    today = weekly.local_day(now)
    asked = words.read_day(request.args.get("week")) or search.day or today
    asked = min(max(asked, today), today + LAST_WEEK)
    return asked - weekly.DAY * asked.weekday()


def _around(search: Search, *, now: datetime) -> tuple[date, date] | None:
    if search.span is None or search.day is None:
        return None
    first = max(search.day - shown.SEARCHED_AROUND, weekly.local_day(now))
    return first, max(first, search.day + shown.SEARCHED_AROUND)


def _week_link(search: Search, monday: date, *, now: datetime) -> str | None:
    today = weekly.local_day(now)
    if not today - weekly.DAY * 6 <= monday <= today + LAST_WEEK:
        return None
    return url_for(".show", **search.query(), week=monday.isoformat(), _anchor="week")


@bp.get("/space/room/<int:room_id>")
@public
@same_for_strangers
def room(room_id: int) -> Any:
    """One room: what is in it, how one gets in, and four weeks of free times as a list."""
    now, one = clock.now(), room_or_404(room_id)
    today = weekly.local_day(now)
    free = queries.free([one], today, today + timedelta(days=FREE_DAYS - 1))
    cells = shown.week(free, today, g.lang, now=now, days=FREE_DAYS)[one.id]
    return render_template(
        "space/room.html",
        room=shown.rooms(queries.rooms(paused=True), g.lang)[one.id],
        cells=[cell for cell in cells if cell.state in ("free", "part")],
        closed=[cell for cell in cells if cell.state == "closed" and cell.reason],
        is_by_wishes=[row for row in one.hours if row.mode == "window"],
    )
