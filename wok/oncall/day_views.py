"""What staff do with a whole Thursday: walk-ins, arrivals, the last number, closing, calling off, paper, and the two devices."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from wok import clock
from wok.bookings import decisions
from wok.bookings import series as dates
from wok.bookings.models import Booking
from wok.bookings.needs import NEEDS
from wok.db import db, transaction
from wok.errors import Refusal
from wok.oncall import booked, closing, lookups, numbers, queries
from wok.oncall.forms import CallOffForm, WalkInForm
from wok.oncall.models import OncallDay
from wok.oncall.numbers import DESK, Wish
from wok.oncall.staff_blueprint import LARGEST_ID, bp, date_or_404, to_desk
from wok.oncall.tablet_views import tablet_key
from wok.oncall.words import REASONS, SPOKEN, TOPICS
from wok.web.access import staff_only
from wok.web.addresses import whole
from wok.web.notices import notice
from wok.web.picture import picture_code
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.sentences import ngettext
from wok.web.texts import translated

READY = {
    "ill": (
        _l("Somebody is ill"),
        _l("Somebody of our team is ill, so nobody can be here this Thursday. We are sorry."),
    ),
    "holiday": (_l("Holiday"), _l("The Wok is closed on this day because of a holiday.")),
}
BLANK_LINES = 20  # on the printed list, for a morning without computer


@bp.route("/staff/on-call/<int:occurrence_id>/walk-in", methods=["GET", "POST"])
@staff_only
def walk_in(occurrence_id: int) -> Any:
    """A number for somebody who stands at the desk; no limit holds here."""
    occurrence, form = date_or_404(occurrence_id), WalkInForm(language=g.lang)
    if form.validate_on_submit():
        wish = Wish(
            form.topic.data, form.language.data, form.nickname.data or "", seen_this_month=form.seen_this_month.data
        )
        try:
            with transaction():
                visit = numbers.take(occurrence, wish, now=clock.now(), where=DESK, form_token=form.token())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Number %(number)s. Write it down for them.", number=visit.number))
            return to_desk(occurrence_id)
    form.fill_token()
    body = render_template("oncall_staff/walk_in.html", occurrence=occurrence, form=form, topics=TOPICS)
    return body, 422 if request.method == "POST" else 200


@bp.post("/staff/on-call/<int:occurrence_id>/arrived/<int:booking_id>")
@staff_only
def arrived(occurrence_id: int, booking_id: int) -> Any:
    """Somebody with a booked time is here."""
    booking = _booked_or_404(occurrence_id, booking_id)
    try:
        with transaction():
            visit = numbers.arrive(booking, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Number %(number)s, booked.", number=visit.number))
    return to_desk(occurrence_id)


@bp.post("/staff/on-call/<int:occurrence_id>/missed/<int:booking_id>")
@staff_only
def missed(occurrence_id: int, booking_id: int) -> Any:
    """Somebody with a booked time did not come, or told us; unmarked it stays unknown."""
    booking = _booked_or_404(occurrence_id, booking_id)
    attendance = request.form.get("attendance", "")
    if attendance not in ("no_show", "told_us", ""):
        abort(400)
    try:
        with transaction():
            booked.mark(booking, attendance or None, now=clock.now(), staff_id=g.person.id)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    return to_desk(occurrence_id)


def _booked_or_404(occurrence_id: int, booking_id: int) -> Booking:
    booking = db.session.get(Booking, booking_id) if booking_id <= LARGEST_ID else None
    if booking is None or booking.occurrence_id != date_or_404(occurrence_id).id:
        abort(404)
    return booking


@bp.post("/staff/on-call/<int:occurrence_id>/numbers/<any(stop, more):what>")
@staff_only
def numbers_on_off(occurrence_id: int, what: str) -> Any:
    """The last number is given; or numbers are given again."""
    occurrence, is_last = date_or_404(occurrence_id), what == "stop"
    with transaction():
        (closing.stop_numbers if is_last else closing.more_numbers)(occurrence, now=clock.now())
    notice(_("No more numbers from here on.") if is_last else _("Numbers are given again."))
    return to_desk(occurrence_id)


@bp.post("/staff/on-call/<int:occurrence_id>/close")
@staff_only
def close(occurrence_id: int) -> Any:
    """The morning is over; those not seen get the first times next week."""
    occurrence = date_or_404(occurrence_id)
    try:
        with transaction():
            missed = closing.close(occurrence, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return to_desk(occurrence_id)
    booked = sum(one.next_booking_id is not None for one in missed)
    said = ngettext(
        "Closed. %(num)s person who was not seen has one of the first times next week.",
        "Closed. %(num)s people who were not seen have the first times next week.",
        booked,
    )
    undo = url_for(".undo_date", occurrence_id=occurrence_id)
    notice(said if missed else _("Closed. Everybody was seen."), undo=undo)
    return to_desk(occurrence_id)


@bp.route("/staff/on-call/<int:occurrence_id>/call-off", methods=["GET", "POST"])
@staff_only
def call_off(occurrence_id: int) -> Any:
    """Ill or closed: this date does not take place. First what would happen."""
    occurrence, form = date_or_404(occurrence_id), CallOffForm()
    if not form.is_submitted():
        chosen = request.args.get("ready", "")
        closure = occurrence.closure.reason if occurrence.closure else {}
        form.fill_texts("reason", translated(READY[chosen][1]) if chosen in READY else dict(closure))
    if form.validate_on_submit():
        try:
            with transaction():
                closing.call_off(occurrence, form.texts("reason"), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = _("This Thursday does not take place. People are told in ten minutes.")
            notice(said, undo=url_for(".undo_date", occurrence_id=occurrence_id))
            return to_desk(occurrence_id)
    waiting = queries.visits_of(occurrence, *closing.NOT_SEEN)
    body = render_template(
        "oncall_staff/call_off.html",
        occurrence=occurrence,
        form=form,
        preview=decisions.preview(dates.bookings_of(occurrence)),
        waiting=waiting,
        ready=[(name, words[0]) for name, words in READY.items()],
    )
    return body, 422 if form.errors else 200


@bp.post("/staff/on-call/<int:occurrence_id>/hold")
@staff_only
def hold_date(occurrence_id: int) -> Any:
    """This date takes place in spite of a closure."""
    occurrence = date_or_404(occurrence_id)
    try:
        with transaction():
            decisions.hold(occurrence, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".undo_date", occurrence_id=occurrence_id)
        notice(_("It takes place. Who has booked is told in ten minutes."), undo=undo)
    return to_desk(occurrence_id)


@bp.post("/staff/on-call/<int:occurrence_id>/undo")
@staff_only
def undo_date(occurrence_id: int) -> Any:
    """Take back the last decision on a date, or its closing."""
    occurrence, now = date_or_404(occurrence_id), clock.now()
    is_closed = closing.may_reopen(db.session.get(OncallDay, occurrence_id), now=now)
    try:
        with transaction():
            (closing.reopen if is_closed else closing.undo_call_off)(occurrence, now=now)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return to_desk(occurrence_id)


@bp.get("/staff/on-call/<int:occurrence_id>/paper")
@staff_only
def paper(occurrence_id: int) -> str:
    """A list on A4 for a morning without computer: booked times, the line as it stands, blank numbers."""
    occurrence, now = date_or_404(occurrence_id), clock.now()
    queue = queries.queue(occurrence, now=now)
    last = max((one.number for one in queue.visits), default=0)
    blank = range(last + 1, last + 1 + BLANK_LINES)
    return render_template(
        "oncall_staff/paper.html",
        queue=queue,
        brought=lookups.brought(queue.visits, queue.expected),
        needs=NEEDS,
        blank=blank,
        topics=TOPICS,
        reasons=REASONS,
        spoken=SPOKEN,
        now=now,
    )


@bp.get("/staff/on-call/devices")
@staff_only
def devices() -> str:
    """The addresses of the tablet and of the screen by the door."""
    tablet, door = whole(url_for("oncall.tablet", key=tablet_key())), whole(url_for("oncall.door"))
    pictures = {"tablet": picture_code(tablet), "door": picture_code(door)}
    return render_template("oncall_staff/devices.html", tablet=tablet, door=door, pictures=pictures)
