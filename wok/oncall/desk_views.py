"""The on-call desk (S3): the next person with the reason, and one button for everything that happens to a number."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from wok import clock
from wok.bookings import decisions
from wok.bookings.models import Occurrence
from wok.bookings.needs import NEEDS
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.oncall import closing, lookups, numbers, queries, shown
from wok.oncall import desk as services
from wok.oncall.desk import End
from wok.oncall.forms import EndForm
from wok.oncall.models import Visit
from wok.oncall.staff_blueprint import bp, date_or_404, me, to_desk, visit_or_404
from wok.oncall.words import OUTCOMES, REASONS, STATES, TOPICS
from wok.team import queries as team
from wok.team.models import Colleague
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import lazy_gettext as _l

LONG = 60  # minutes: a wait that asks for a second colleague
Act = Callable[[Visit, datetime], object]
ACTS: dict[str, tuple[Act, LazyString]] = {
    "call": (lambda visit, now: services.call(visit, me(), now=now), _l("Number %(number)s is called.")),
    "start": (lambda visit, now: services.start(visit, me(), now=now), _l("Number %(number)s is with us.")),
    "done": (lambda visit, now: services.finish(visit, End(), now=now), _l("Number %(number)s was seen.")),
    "hold": (lambda visit, now: services.hold(visit, now=now), _l("Number %(number)s is put aside.")),
    "back": (lambda visit, now: services.back_in_line(visit, now=now), _l("Number %(number)s waits again.")),
    "left": (lambda visit, now: numbers.leave(visit, now=now), _l("Number %(number)s has left.")),
    "alone": (lambda visit, now: services.part(visit, now=now), _l("Number %(number)s has a turn of its own.")),
    "followed": (lambda visit, now: services.followed(visit, now=now), _l("Number %(number)s: done.")),
    "owed": (lambda visit, now: services.still_owed(visit, now=now), _l("Number %(number)s is as before.")),
}


@bp.get("/staff/on-call")
@staff_only
def desk() -> Any:
    """Today's queue, or the next date with who has booked."""
    now = clock.now()
    found = queries.today(now=now) or next(
        (one for one in queries.coming(now=now, count=6) if one.status in queries.HAPPENS), None
    )
    return _page(found, now=now)


@bp.get("/staff/on-call/<int:occurrence_id>")
@staff_only
def date(occurrence_id: int) -> Any:
    """The desk of one date."""
    return _page(date_or_404(occurrence_id), now=clock.now())


def _page(occurrence: Occurrence | None, *, now: datetime, refusal: Refusal | None = None) -> Any:
    mine = me()
    queue = queries.queue(occurrence, now=now, colleague_id=mine) if occurrence else None
    body = render_template(
        "oncall_staff/desk.html",
        queue=queue,
        proposed=next((line for line in queue.line if line.visit.state == "waiting"), None) if queue else None,
        others=_others(queue, mine),
        mine=mine,
        is_today=occurrence is not None and weekly.local_day(occurrence.starts_at) == weekly.local_day(now),
        reason=shown.reason_of(occurrence, "fr") if occurrence else None,
        may_undo=occurrence is not None
        and (decisions.may_undo(occurrence, now=now) or closing.may_reopen(queue.day if queue else None, now=now)),
        is_long=queue is not None and queue.wait.high >= LONG,
        unspoken=_unspoken(queue),
        colleagues=_colleagues(queue),
        owed=lookups.owed_appointments(),
        link_of=appointment_link,
        brought=lookups.brought(queue.visits, queue.expected) if queue else None,
        needs=NEEDS,
        dates=queries.coming(now=now, count=6),
        topics=TOPICS,
        reasons=REASONS,
        states=STATES,
        outcomes=OUTCOMES,
        refusal=refusal,
        stamp=queries.stamp(now=now),
        now=now,
    )
    return body, 422 if refusal else 200


def _others(queue: queries.Queue | None, mine: int | None) -> list[Visit]:
    """Who waits for another colleague, so that nobody is forgotten."""
    waiting = queue.in_state("waiting", "out") if queue else []
    return [one for one in waiting if one.for_colleague_id not in (None, mine)]


def _colleagues(queue: queries.Queue | None) -> list[Colleague]:
    """All of us, who is on duty first."""
    on_duty = [one.colleague_id for one in queue.duties] if queue else []
    return sorted(team.colleagues(), key=lambda one: one.person_id not in on_duty)


def _unspoken(queue: queries.Queue | None) -> list[Visit]:
    """Who waits and speaks a language that nobody on duty speaks."""
    if queue is None or not queue.duties:
        return []
    return [line.visit for line in queue.line if line.visit.language not in queue.languages]


@bp.post("/staff/on-call/<int:occurrence_id>/next")
@staff_only
def call_next(occurrence_id: int) -> Any:
    """Call the next of the proposed order, whom the button named."""
    occurrence, now = date_or_404(occurrence_id), clock.now()
    queue, typed = queries.visits_of(occurrence), request.form.get("visit", "")
    named = next((one for one in queue if str(one.id) == typed), None)
    if typed and named is None:
        abort(404)
    try:
        with transaction():
            visit = services.call_next(occurrence, me(), named=named, now=now)
    except Refusal as refusal:
        return _page(occurrence, now=now, refusal=refusal)
    _say(visit, ACTS["call"][1])
    return to_desk(occurrence_id)


@bp.post("/staff/on-call/visit/<int:visit_id>/<any(call, start, done, hold, back, left, alone, followed, owed):what>")
@staff_only
def act(visit_id: int, what: str) -> Any:
    """One press on one number; undoable."""
    do, words = ACTS[what]
    undo = {"followed": url_for(".act", visit_id=visit_id, what="owed"), "owed": ""}.get(what)
    return _do(visit_or_404(visit_id), lambda visit, now: do(visit, now), words, undo=undo)


@bp.post("/staff/on-call/visit/<int:visit_id>/hand-on")
@staff_only
def hand_on(visit_id: int) -> Any:
    """To a colleague, who gets them first."""
    typed = request.form.get("colleague", "")
    wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    found = next((one for one in team.colleagues() if one.person_id == wanted), None) or abort(400)
    visit = visit_or_404(visit_id)
    words = _l("Number %(number)s goes to %(name)s.", number=visit.number, name=found.shown_as)
    return _do(visit, lambda one, now: services.hand_on(one, found.person_id, now=now), words)


@bp.post("/staff/on-call/visit/<int:visit_id>/merge")
@staff_only
def merge(visit_id: int) -> Any:
    """The same question: share the turn of another number."""
    visit, typed = visit_or_404(visit_id), request.form.get("number", "").strip()
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    into = db.session.scalar(
        select(Visit).where(Visit.occurrence_id == visit.occurrence_id, Visit.number == number)
    ) or abort(400)
    words = _l("Number %(number)s shares the turn of number %(other)s.", number=visit.number, other=into.number)
    return _do(visit, lambda one, now: services.merge(one, into, now=now), words)


@bp.post("/staff/on-call/visit/<int:visit_id>/undo")
@staff_only
def undo(visit_id: int) -> Any:
    """Take the last press back."""
    words = _l("Number %(number)s is as before.")
    return _do(visit_or_404(visit_id), lambda visit, now: numbers.undo(visit, now=now), words, undo="")


def _do(visit: Visit, do: Act, words: LazyString, *, undo: str | None = None) -> Any:
    """Press, say it, with the address that takes it back ("": none), and go back to the desk."""
    now = clock.now()
    try:
        with transaction():
            do(visit, now)
    except Refusal as refusal:
        return _page(date_or_404(visit.occurrence_id), now=now, refusal=refusal)
    _say(visit, words, undo=undo)
    return to_desk(visit.occurrence_id)


def _say(visit: Visit, words: LazyString, *, undo: str | None = None) -> None:
    said = str(words) % {"number": visit.number} if "%(number)s" in str(words) else str(words)
    notice(said, undo=(url_for(".undo", visit_id=visit.id) if undo is None else undo) or None)


@bp.route("/staff/on-call/visit/<int:visit_id>/end", methods=["GET", "POST"])
@staff_only
def end(visit_id: int) -> Any:
    """Outcome, a private note, the next step; and an appointment from the same screen."""
    visit, form = visit_or_404(visit_id), EndForm()
    if request.method != "POST":
        form.note.data, form.next_step.data = visit.note, visit.next_step
        form.outcome.data = visit.outcome or "answered"
    if form.validate_on_submit():
        ended = End(form.outcome.data, form.note.data or "", form.next_step.data or "")
        try:
            with transaction():
                _write_end(visit, ended, keep_open=request.form.get("action") == "note", now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say(visit, _l("Saved."), undo="")
            return redirect(url_for(".date", occurrence_id=visit.occurrence_id), 303)
    body = render_template(
        "oncall_staff/end.html", visit=visit, form=form, states=STATES, topics=TOPICS, link=appointment_link(visit)
    )
    return body, 422 if request.method == "POST" else 200


def _write_end(visit: Visit, ended: End, *, keep_open: bool, now: datetime) -> None:
    if keep_open or visit.state not in ("with_us", "called"):
        services.write_note(visit, ended.note, now=now)
        visit.next_step = ended.next_step
    else:
        services.finish(visit, ended, now=now)


def appointment_link(visit: Visit) -> dict[str, Any]:
    """What the appointments' page is told: topic, language, name, which visit it follows from, and how they are reached."""
    found = {"topic": visit.topic, "language": visit.language, "visit": visit.id}
    if visit.booking:
        return {**found, "name": visit.booking.contact_name, "booking": visit.booking.code}
    if visit.person:
        return {**found, "name": visit.person.name, "person": visit.person.id}
    return {**found, "name": visit.nickname}
