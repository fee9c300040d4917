"""Asking for a room (P13): room and time, use, check. Every step carries all answers, so that back loses nothing."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import door
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.sharing import windows
from wok.sharing.windows import Window
from wok.space import ask_causes, queries, rules, services, shown, weekly_use, words
from wok.space.blueprint import bp
from wok.space.forms import ONCE, SEASON, AskForm
from wok.space.models import Room
from wok.space.refusals import RoomGone, RoomTaken, TooManyPeople
from wok.space.services import How, Place, Who
from wok.space.weekly_use import Planned, Regular, Rule
from wok.web.access import signed_in
from wok.web.sentences import gettext as _

STEPS = 3


def season_window(*, now: datetime) -> Window:
    """The round that gives out the next half-year."""
    today = weekly.local_day(now)
    return windows.season_window_of("room", _next_half_year(today), now=now)


def _next_half_year(today: date) -> date:
    return date(today.year, 7, 1) if today.month < 7 else date(today.year + 1, 1, 1)  # July


def is_season_open(*, now: datetime) -> bool:
    """From the day the present half-year has begun until the round closes, wishes for the next one are taken."""
    return season_window(now=now).state == "open"


@bp.route("/space/ask", methods=["GET", "POST"])
@signed_in
def ask() -> Any:
    """Step 1: which room, when, how often."""
    if g.person.is_staff:
        return redirect(url_for("space_staff.new", **_given()), 303)
    form = _form()
    if not form.association.choices:
        return render_template("space/no_association.html")
    return _when(form)


@bp.route("/space/ask/use", methods=["GET", "POST"])
@signed_in
def use() -> Any:
    """Step 2: what it is for and what they need."""
    form = _form()
    if request.method != "POST" or not form.association.choices:
        return redirect(url_for(".ask"), 303)
    form.take_nearest()
    return _use(form) if _is_possible(form) else _when(form, code=422)


@bp.route("/space/ask/check", methods=["GET", "POST"])
@signed_in
def check() -> Any:
    """Step 3: all answers once more, a series date by date; nothing is sent yet."""
    form = _form()
    if request.method != "POST" or not form.association.choices:
        return redirect(url_for(".ask"), 303)
    if not _is_possible(form):
        return _when(form, code=422)
    return _check(form) if form.validate() and _has_layout(form) else _use(form, code=422)


@bp.route("/space/ask/send", methods=["GET", "POST"])
@signed_in
def send() -> Any:
    """The last press: the time is checked here. If it went, all answers stay and the nearest three are offered."""
    now, form = clock.now(), _form()
    if request.method != "POST" or not form.association.choices:
        return redirect(url_for(".ask"), 303)
    done = _made_before(form)
    if done:
        return redirect(done, 303)
    if not _is_possible(form, is_last=True):
        return _when(form, code=422)
    if not (form.validate() and _has_layout(form)):
        return _use(form, code=422)
    try:
        address = _send_once(form, now=now)
    except Refusal as refusal:
        return _refused(form, refusal)
    return redirect(address, 303)


def _given() -> dict[str, Any]:
    return dict(request.args.items())


def _form() -> AskForm:
    form = AskForm()
    if request.method != "POST":
        for field in (form.room, form.day, form.starts, form.ends, form.often, form.until, form.cause):
            field.data = request.args.get(field.name, "")[:20] or field.data
        typed = request.args.get("people", "")
        form.people.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else form.people.data
    form.offer_rooms(queries.rooms(), g.lang)
    form.offer_season(is_season_open(now=clock.now()))
    form.know(g.memberships)
    form.fill_token()
    ask_causes.prefill(form)
    return form


def _room(form: AskForm) -> Room:
    found = queries.room(form.room_id())
    if found is None:
        raise RoomGone
    return found


def _is_possible(form: AskForm, *, is_last: bool = False) -> bool:
    """Room, time and people can be; else the form says why. The time itself is left to the last press when it is one."""
    now = clock.now()
    if not form.has_when() or not form.has_often(now=now):
        return False
    try:
        room, when = _room(form), form.when()
        most = max(room.seats, room.standing)
        if (form.people.data or 0) > most:
            raise TooManyPeople(most)
        is_single = form.often.data == ONCE and not form.waits.data and not is_last
        span = when.span if when else None
        if span is None or span.length > rules.LONGEST or not _is_in_reach(span, now=now):
            raise RoomTaken
        if is_single and not queries.is_free(room, span):
            raise RoomTaken
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _has_layout(form: AskForm) -> bool:
    """So many people may fit standing alone."""
    most = queries.limits(_room(form)).most(form.layout.data or "")
    if (form.people.data or 0) > most:
        form.layout.errors = [_("At most %(most)s people can sit. All others stand: choose that set-up.", most=most)]
    return not form.layout.errors


def _is_in_reach(span: Span, *, now: datetime) -> bool:
    return now < span.start <= now + rules.HORIZON


def _rule(form: AskForm) -> Rule:
    when = form.when()
    if when is None:
        raise RoomTaken
    if form.often.data == SEASON:
        first = _next_half_year(weekly.local_day(clock.now()))
        last = _next_half_year(first) - timedelta(days=1)
        return Rule(when.day.weekday(), when.starts, when.ends, first, last)
    return Rule(when.day.weekday(), when.starts, when.ends, when.day, words.read_day(form.until.data) or when.day)


def choices() -> dict[date, str]:
    """What was chosen for each date of a series."""
    found = {}
    for name, value in request.form.items():
        day = words.read_day(name.removeprefix("on-")) if name.startswith("on-") else None
        if day is not None:
            found[day] = value[:20]
    return found


def _made_before(form: AskForm) -> str:
    """The page that this form led to already (PROMISES B3)."""
    booking, series = queries.of_form(form.token()), queries.series_of_form(form.token())
    if booking is not None:
        return url_for(".booking", ref=booking.link_token)
    return url_for(".weekly", token=series.link_token) if series is not None else ""


def _send_once(form: AskForm, *, now: datetime) -> str:
    """One form is one booking, or one weekly use, however often it arrives."""
    room, when, wanted = _room(form), form.when(), form.wanted(form.people.data)
    who = Who(form.contact(g.person, g.lang), form.association_id() or 0)
    how = How(waits=bool(form.waits.data), form_token=form.token())
    try:
        with transaction():
            if form.often.data != ONCE:
                is_season = form.often.data == SEASON
                regular = Regular(room, _rule(form), choices(), is_season, max(0, (form.rank.data or 1) - 1))
                series, made = weekly_use.ask(regular, wanted, who, how, now=now)
                ask_causes.tie(made, form)
                return url_for(".weekly", token=series.link_token)
            if when is None or when.span is None:
                raise RoomTaken
            booking = services.ask(Place(room, when.span), wanted, who, how, now=now)
            ask_causes.tie([booking], form)
    except (IntegrityError, Refusal):
        before = _made_before(form)
        if not before:
            raise
        return before
    door.remember(booking)
    return url_for(".booking", ref=booking.link_token)


def _refused(form: AskForm, refusal: Refusal) -> Any:
    form.refuse(refusal)
    if isinstance(refusal, (RoomTaken, RoomGone, TooManyPeople)):
        return _when(form, code=422)
    return _check(form, code=422)


def _when(form: AskForm, *, code: int = 200) -> Any:
    """Step 1; after a clash with the nearest free times, after too many people with bigger rooms."""
    now, when = clock.now(), form.when()
    found = queries.rooms()
    room = queries.room(form.room_id())
    span = when.span if when else None
    is_taken = code != 200 and bool(form.day.errors) and room is not None and span is not None
    near = shown.nearest(room, span, now=now) if is_taken and room and span else []
    people, most = form.people.data or 1, max(room.seats, room.standing) if room else 0
    bigger = services.bigger(people, span, found) if room and people > most else []
    body = render_template(
        "space/ask_when.html",
        form=form,
        rooms=shown.rooms(found, g.lang),
        nearest=[(words.write_instant(at), at) for at in near],
        may_wait=is_taken and room is not None and span is not None and _may_wait(room, span, now=now),
        bigger=[shown.room(one, g.lang) for one in bigger],
        season=season_window(now=now) if is_season_open(now=now) else None,
        cause=ask_causes.read(form),
        today=weekly.local_day(now),
    )
    return body, code


def _may_wait(room: Room, span: Span, *, now: datetime) -> bool:
    """A taken time can be waited for; a closed one cannot."""
    day = weekly.local_day(span.start)
    found = queries.free([room], day, weekly.local_day(span.end))[room.id]
    return _is_in_reach(span, now=now) and any(hours.covers(span) for hours in found.opening)


def _use(form: AskForm, *, code: int = 200) -> Any:
    return render_template("space/ask_use.html", form=form, asked=_asked(form), cause=ask_causes.read(form)), code


def _check(form: AskForm, *, code: int = 200) -> Any:
    now, room, when = clock.now(), _room(form), form.when()
    planned: list[Planned] = []
    if form.often.data != ONCE:
        planned = weekly_use.plan(room, _rule(form), now=now)
    span = when.span if when else None
    window = services.window_of(room, span, now=now) if span and form.often.data == ONCE else None
    body = render_template(
        "space/ask_check.html",
        form=form,
        asked=_asked(form),
        planned=planned,
        choices=choices(),
        window=window,
        season=season_window(now=now) if form.often.data == SEASON else None,
        write_instant=words.write_instant,
        default_choice=weekly_use.default_choice,
        cause=ask_causes.read(form),
    )
    return body, code


def _asked(form: AskForm) -> dict[str, Any]:
    """All answers in words."""
    room, when = _room(form), form.when()
    names = dict(form.association.choices or [])
    wanted = form.wanted(form.people.data)
    return {
        "room": shown.room(room, g.lang),
        "span": when.span if when else None,
        "when": when,
        "rule": _rule(form) if form.often.data != ONCE else None,
        "association": names.get(form.association.data or "", ""),
        "layout": words.layout_name(wanted.layout),
        "needs": [str(words.ASKED[code]) for code in wanted.needs],
        "lacks": [str(name) for code, name in words.ACCESS.items() if code in wanted.needs and code not in room.access],
        "often": str(dict(form.often.choices or []).get(form.often.data or "", _("Once"))),
    }
