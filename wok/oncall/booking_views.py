"""One booked time's own page (P7): a short link that works without an account; change, move, cancel, still coming, I am here."""

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door
from wok.bookings import services as core
from wok.bookings.door import Sight
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking, Occurrence
from wok.bookings.needs import NEEDS
from wok.bookings.own_page import OwnPage, only_if
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
from wok.web.sentences import gettext as _


@bp.get("/on-call/booking/<ref>")
@public
def booking(ref: str) -> Any:
    """The booking as it stands; by its printed code only after the letters of the name."""
    return own.show(ref)


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None) -> Any:
    """The booking's page, after a refusal with its sentence on top and status 422."""
    shown_sheet = sheet(booking, sight, g.lang, now=clock.now())
    body = render_template(
        "oncall/booking.html",
        sheet=shown_sheet,
        booking=booking,
        topics=TOPICS,
        needs=[NEEDS[code] for code in _needs(booking) if code in NEEDS],
        refusal=refusal,
        letters_form=LettersForm(formdata=None),
    )
    return body, 422 if refusal else 200


def _needs(booking: Booking) -> list[str]:
    """From the booker's profile; nobody else but staff reads them here."""
    reader, booker = g.person, booking.person
    return booker.needs if booker and reader and (reader.is_staff or reader.id == booker.id) else []


def fresh(booking: Booking, /, *, now: datetime) -> None:
    """Inside a transaction: take the date's lock, then read the booking again, so that two presses follow one another."""
    occurrence = db.session.get_one(Occurrence, booking.occurrence_id)
    core.lock([occurrence.resource_id], now=now)
    db.session.refresh(booking)


own = OwnPage("oncall", page, fresh)


@bp.route("/on-call/booking/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """Another time or another topic; who saves second sees what stands (PROMISES B5)."""
    now, found, form = clock.now(), own.changeable_or_404(ref), ChangeForm()
    matter, sight = lookups.matter_of(found), door.sight_of(found, ref)
    if request.method != "POST" and (found.status == "cancelled" or found.ends_at <= now or lookups.visit_of(found)):
        return redirect(url_for(".booking", ref=ref), 303)
    if request.method != "POST":
        form.version.data, form.time.data = str(found.version), found.starts_at.isoformat()
        form.topic.data = matter.topic if matter else "other"
        form.note.data = matter.note if matter and sight.sees_private else ""
    code = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        code = own.save(found, form, lambda booking, now: _write(booking, form, sight, now=now)).code
    if code == 303:
        notice(_("Changed. Your time is kept."))
        return redirect(url_for(".booking", ref=ref), 303)
    return _change_page(found, form, now=now, now_stands=code == 409), code


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


@bp.post("/on-call/booking/<ref>/cancel")
@public
def cancel(ref: str) -> Any:
    """Not coming; done at once, with undo for ten minutes. Pressed twice, it stays cancelled."""
    return own.cancel(ref, booked.cancel)


@bp.post("/on-call/booking/<ref>/undo")
@public
def undo(ref: str) -> Any:
    """Take the cancelling back, while the time is still free."""
    return own.act(ref, only_if("cancelled", booked.undo_cancel), _("Undone. Your time is kept, as before."))


@bp.post("/on-call/booking/<ref>/still")
@public
def still(ref: str) -> Any:
    """Still coming."""
    return own.act(ref, booked.still_coming, _("Thank you. See you at the Wok."))


@bp.post("/on-call/booking/<ref>/here")
@public
def here(ref: str) -> Any:
    """I am here: a number in the lane of the booked times."""
    now, found = clock.now(), own.changeable_or_404(ref)
    try:
        with transaction():
            visit = numbers.arrive(found, now=now)
    except Refusal as refusal:
        return page(found, door.sight_of(found, ref), refusal=refusal)
    return redirect(url_for(".number", link=visit.link_token), 303)
