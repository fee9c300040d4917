"""A date found together: proposed by the owner, answered by partners, closed once with everybody told."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings import free_rooms
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people.refusals import Clash
from wok.projects import dates, messages, polls, queries, services, shown, sight, words
from wok.projects.blueprint import bp
from wok.projects.change_views import back
from wok.projects.facts import Proposed, Voice
from wok.projects.models import DatePoll
from wok.projects.rules import ANSWERS
from wok.projects.sight import Sight
from wok.web.access import signed_in
from wok.web.forms import OnceForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _

OWN = 3  # times of one's own, besides those proposed


@dataclass(frozen=True)
class Looked:
    """What times are looked for."""

    first: date
    minutes: int
    part: str
    days: str


def _looked() -> Looked:
    """From the address, or from the form that is sent again; unknown words fall back to a usual evening."""
    given, today = request.values, weekly.local_day(clock.now())
    first, minutes = words.read_day(given.get("from", "")), given.get("minutes", "")
    return Looked(
        first=max(first or today + timedelta(days=7), today),
        minutes=int(minutes) if minutes in {str(one) for one in dates.LENGTHS} else 120,
        part=given.get("part", "") if given.get("part", "") in dates.PARTS else "evening",
        days=given.get("days", "") if given.get("days", "") in dates.DAYS else "any",
    )


@bp.route("/projects/<int:project_id>/date", methods=["GET", "POST"])
@signed_in
def new_date(project_id: int) -> Any:
    """Propose times: those at which a room is free, best those at which no partner has something; and one's own."""
    found = sight.owned(project_id, g.person, g.memberships)
    form, looked, now = OnceForm(), _looked(), clock.now()
    form.fill_token()
    if form.validate_on_submit():
        try:
            starts = _chosen() + _own_times()
            with transaction():
                project = services.locked(project_id)
                proposed = Proposed(tuple(starts), looked.minutes)
                made = polls.open_poll(project, proposed, found.by(), token=form.token(), now=now)
                messages.poll_opened(made, now=now, but=g.person.id)
        except Refusal as refusal:
            form.form_errors = [str(refusal.sentence)]
        else:
            notice(_("Your partners are asked which of these times suit them."))
            return redirect(url_for(".poll", project_id=project_id, poll_id=made.id), 303)
    return _new_page(found, form, looked, now=now), 422 if form.errors else 200


def _new_page(found: Sight, form: OnceForm, looked: Looked, *, now: datetime) -> str:
    length = timedelta(minutes=looked.minutes)
    free = free_rooms.starts(looked.first, looked.first + dates.AHEAD, length)
    partners = messages.partners_of(found.project)
    clashing = queries.clashes(partners, [dates.span(at, looked.minutes) for at in sorted(free)])
    times = dates.propose(free, set(clashing), part=looked.part, days=looked.days, after=now)
    chosen, ours = set(_chosen()), {one.id for one in found.acting}
    return render_template(
        "projects/date_new.html",
        form=form,
        project=found.project,
        looked=looked,
        lengths=dates.LENGTHS,
        times=[_offered(at, clashing.get(at, set()), ours) for at in sorted({*times, *chosen})],
        chosen={words.write_instant(at) for at in chosen},
        own=[(request.form.get(f"day{n}", ""), request.form.get(f"time{n}", "")) for n in range(OWN)],
        today=weekly.local_day(now),
    )


@dataclass(frozen=True)
class Offered:
    """One proposed time, and who has something then."""

    value: str
    at: datetime
    is_ours_busy: bool
    others_busy: int


def _offered(at: datetime, busy: set[int], ours: set[int]) -> Offered:
    return Offered(words.write_instant(at), at, bool(busy & ours), len(busy - ours))


def _chosen() -> list[datetime]:
    found = [words.read_instant(one) for one in request.form.getlist("times")[: dates.TIMES[1] + 1]]
    return [one for one in found if one is not None]


def _own_times() -> list[datetime]:
    """Day and time typed by hand, where both are given and such a time exists. Raises Refusal for half a time."""
    found = []
    for number in range(OWN):
        day, at = request.form.get(f"day{number}", "").strip(), request.form.get(f"time{number}", "").strip()
        if not day and not at:
            continue
        on, clock_time = words.read_day(day), words.read_clock(at)
        if on is None or clock_time is None:
            raise Refusal(_("Write each own time with its day and a time like 18:30."))
        found.append(_instant(on, clock_time))
    return found


def _instant(day: date, at: time) -> datetime:
    return weekly.nearest(day, at)


def _poll_or_404(found: Sight, poll_id: int) -> DatePoll:
    return queries.poll(found.project, poll_id) or abort(404)


@bp.route("/projects/<int:project_id>/date/<int:poll_id>", methods=["GET", "POST"])
@signed_in
def poll(project_id: int, poll_id: int) -> Any:
    """Which times suit us; partners see all answers, the owner closes it with a date."""
    found = sight.inside(project_id, g.person, g.memberships)
    asked, form = _poll_or_404(found, poll_id), OnceForm()
    form.fill_token()
    if form.validate_on_submit():
        if not found.partners_here:
            abort(403)
        try:
            with transaction():
                polls.answer(polls.locked(asked.id), _voice(found), token=form.token(), now=clock.now())
        except Refusal as refusal:
            form.form_errors = [str(refusal.sentence)]
        else:
            notice(_("Thank you. You can change your answers until a date is found."))
            return redirect(url_for(".poll", project_id=project_id, poll_id=poll_id), 303)
    return poll_page(found, form, poll_id), 422 if form.errors else 200


def _voice(found: Sight) -> Voice:
    association = (found.acting or found.partners_here)[0]
    return Voice(said(), g.lang, person_id=g.person.id, association_id=association.id)


def said() -> dict[str, str]:
    """The answers of the form, by the date's number."""
    given = {name.removeprefix("on-"): value for name, value in request.form.items() if name.startswith("on-")}
    return {name: value for name, value in given.items() if value in ANSWERS}


def poll_page(found: Sight, form: OnceForm, poll_id: int) -> str:
    """All dates with the answers, ours filled in."""
    asked = _poll_or_404(found, poll_id)
    own = next((one for one in asked.voters if one.person_id == g.person.id), None)
    sent = said()
    return render_template(
        "projects/date_poll.html",
        form=form,
        project=found.project,
        sight=found,
        shown=shown.poll(asked, [one.id for one in found.partners_here], now=clock.now()),
        answers=sent or (own.answers if own else {}),
        words=words,
        guest=None,
        public_link=url_for(".voice", token=asked.link_token, _external=True),
    )


@bp.post("/projects/<int:project_id>/date/<int:poll_id>/close")
@signed_in
def close_date(project_id: int, poll_id: int) -> Any:
    """Close with one of the dates, or stop looking. Everybody is told once."""
    found = sight.owned(project_id, g.person, g.memberships)
    asked, typed, now = _poll_or_404(found, poll_id), request.form.get("date", ""), clock.now()
    date_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    version = request.form.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1
    try:
        with transaction():
            services.locked(project_id)
            row = polls.locked(asked.id)
            if polls.close(row, date_id, found.by(), version=seen, now=now):
                messages.date_found(row, now=now)
    except (Clash, StaleDataError):
        notice(_("This changed meanwhile. Please look at how it stands now."), tone="warning")
        return redirect(url_for(".poll", project_id=project_id, poll_id=poll_id), 303)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return redirect(url_for(".poll", project_id=project_id, poll_id=poll_id), 303)
    done = _("The date is found. Everybody who answered, and every partner, is told.")
    notice(done if date_id else _("You no longer look for a date."))
    return back(project_id, "date")
