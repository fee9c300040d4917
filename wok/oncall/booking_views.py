"""One booked time's own page (P7): a short link that works without an account; change, move, cancel, still coming, I am here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from wok import clock
from wok.bookings import door
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.guess import is_slowed, note_wrong
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking, Occurrence
from wok.bookings.refusals import AlreadyCancelled
from wok.db import db, transaction
from wok.errors import Refusal
from wok.oncall import booked, lookups, numbers, shown
from wok.oncall.blueprint import bp
from wok.oncall.book_views import DATES, date_of
from wok.oncall.forms import ChangeForm
from wok.oncall.sheet import sheet
from wok.oncall.words import TOPICS
from wok.web.access import public
from wok.web.notices import notice


@bp.get("/on-call/booking/<ref>")
@public
def booking(ref: str) -> Any:
    """The booking as it stands; by its printed code only after the letters of the name."""
    found = _find(ref)
    sight = door.sight_of(found, ref) if found else door.NOTHING
    if found is None or not sight.may_see:
        return render_template("bookings/letters.html", form=LettersForm(formdata=None), ref=ref)
    return page(found, sight)


def _find(ref: str) -> Booking | None:
    """The booked time behind a link or code; what could be a code is never denied before the letters."""
    found = door.find(ref)
    if found is not None and found.kind != "oncall":
        found = None
    if found is None and not door.looks_like_code(ref):
        abort(404)
    return found


@bp.post("/on-call/booking/<ref>/letters")
@public
def letters(ref: str) -> Any:
    """Take the first three letters of the booker's name. Unknown code and wrong letters answer the same."""
    now, form, found = clock.now(), LettersForm(), _find(ref)
    if is_slowed(ref, now=now):
        return render_template("bookings/too_many.html"), 429
    if form.validate_on_submit():
        if found and door.is_name(found, form.letters.data or ""):
            door.remember(found)
            return redirect(url_for(".booking", ref=found.link_token), 303)
        with transaction():
            note_wrong(ref, now=now)
        form.letters.errors = [_("These letters do not fit. Write the first letters of the name that was given.")]
    return render_template("bookings/letters.html", form=form, ref=ref), 422


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None) -> Any:
    """The booking's page, after a refusal with its sentence on top and status 422."""
    shown_sheet = sheet(booking, sight, g.lang, now=clock.now())
    body = render_template(
        "oncall/booking.html",
        sheet=shown_sheet,
        booking=booking,
        topics=TOPICS,
        refusal=refusal,
        letters_form=LettersForm(formdata=None),
    )
    return body, 422 if refusal else 200


def changeable_or_404(ref: str) -> Booking:
    """The booking, if this reader may change it."""
    found = door.booking_or_404(ref)
    may = found.kind == "oncall" and door.sight_of(found, ref).may_change
    return found if may else abort(404)


def fresh(booking: Booking, *, now: datetime) -> Booking:
    """Inside a transaction: take the date's lock, then read the booking again, so that two presses follow one another."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    core.lock([occurrence.resource_id], now=now)
    db.session.refresh(booking)
    return booking


@bp.route("/on-call/booking/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """Another time or another topic; who saves second sees what stands (PROMISES B5)."""
    now, found, form = clock.now(), changeable_or_404(ref), ChangeForm()
    matter, sight = lookups.matter_of(found), door.sight_of(found, ref)
    if request.method != "POST" and (found.status == "cancelled" or found.ends_at <= now or lookups.visit_of(found)):
        return redirect(url_for(".booking", ref=ref), 303)
    if request.method != "POST":
        form.version.data, form.time.data = str(found.version), found.starts_at.isoformat()
        form.topic.data = matter.topic if matter else "other"
        form.note.data = matter.note if matter and sight.sees_private else ""
    elif form.validate_on_submit():
        if form.version.data != str(found.version):
            return _changed_meanwhile(found, form, now=now)
        try:
            with transaction():
                _write(fresh(found, now=now), form, sight, now=now)
            notice(_("Changed. Your time is kept."))
            return redirect(url_for(".booking", ref=ref), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _change_page(found, form, now=now), 422 if request.method == "POST" else 200


def _write(booking: Booking, form: ChangeForm, sight: Sight, *, now: datetime) -> None:
    """Who does not see the note does not change it either."""
    matter = lookups.matter_of(booking)
    note = (form.note.data or "") if sight.sees_private else (matter.note if matter else "")
    if form.starts_at() != booking.starts_at:
        occurrence, starts_at = date_of(form, now=now)
        booked.move(booking, occurrence, starts_at, now=now)
    elif booking.status == "cancelled":
        raise AlreadyCancelled
    if matter and (matter.topic, matter.note) != (form.topic.data, note):
        booked.change(booking, form.topic.data, note, now=now)


def _changed_meanwhile(booking: Booking, form: ChangeForm, *, now: datetime) -> Any:
    form.now_stands(booking.version)
    form.form_errors = [
        _(
            "Somebody changed this booking meanwhile. Compare with what stands now, and send once more if yours is right."
        )
    ]
    return _change_page(booking, form, now=now, now_stands=True), 409


def _change_page(booking: Booking, form: ChangeForm, *, now: datetime, now_stands: bool = False) -> str:
    dates = shown.bookable(shown.coming(g.lang, now=now, count=DATES))
    return render_template(
        "oncall/change.html",
        form=form,
        booking=booking,
        dates=dates,
        topics=TOPICS,
        matter=lookups.matter_of(booking),
        sight=door.sight_of(booking, request.view_args["ref"] if request.view_args else ""),
        now_stands=now_stands,
    )


def act(ref: str, do: Callable[[Booking, datetime], object], say: Callable[[], None]) -> Any:
    """Do one thing to a booking under its date's lock, say it, and go back to its page."""
    now, found = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            do(fresh(found, now=now), now)
    except Refusal as refusal:
        return page(found, door.sight_of(found, ref), refusal=refusal)
    say()
    return redirect(url_for(".booking", ref=ref), 303)


@bp.post("/on-call/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status != "cancelled":
            booked.cancel(booking, now=now)

    return act(
        ref, do, lambda: notice(_("Cancelled. Thank you for telling us."), undo=url_for(".undo_cancel", ref=ref))
    )


@bp.post("/on-call/booking/<ref>/undo")
@public
def undo_cancel(ref: str) -> Any:
    """Take the cancelling back, while the time is still free."""

    def do(booking: Booking, now: datetime) -> None:
        if booking.status == "cancelled":
            booked.undo_cancel(booking, now=now)

    return act(ref, do, lambda: notice(_("Undone. Your time is kept, as before.")))


@bp.post("/on-call/booking/<ref>/still")
@public
def still(ref: str) -> Any:
    """Still coming."""
    return act(
        ref,
        lambda booking, now: booked.still_coming(booking, now=now),
        lambda: notice(_("Thank you. See you at the Wok.")),
    )


@bp.post("/on-call/booking/<ref>/here")
@public
def here(ref: str) -> Any:
    """I am here: a number in the lane of the booked times."""
    now, found = clock.now(), changeable_or_404(ref)
    try:
        with transaction():
            visit = numbers.arrive(found, now=now)
    except Refusal as refusal:
        return page(found, door.sight_of(found, ref), refusal=refusal)
    return redirect(url_for(".number", link=visit.link_token), 303)
