"""One appointment's own page (P7): a short link that works without an account; another time, other details."""

from datetime import date, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.appointments import changing, queries, rules, services, shown
from wok.appointments.blueprint import bp
from wok.appointments.forms import DetailsForm, MoveForm
from wok.appointments.refusals import TimeGone
from wok.appointments.settling import lock, who_of
from wok.appointments.sheet import sheet
from wok.bookings import door
from wok.bookings.door import Sight
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking
from wok.bookings.own_page import OwnPage
from wok.errors import Refusal
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/appointments/booking/<ref>")
@public
def booking(ref: str) -> Any:
    """The appointment as it stands; a printed code asks for the letters of the name first, known or not."""
    return own.show(ref)


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None) -> Any:
    """The appointment's page, after a refusal with its sentence on top and status 422."""
    seen = sheet(booking, sight, g.lang, now=clock.now())
    body = render_template(
        "appointments/booking.html",
        sheet=seen,
        booking=booking,
        appointment=seen.appointment,
        refusal=refusal,
        letters_form=LettersForm(formdata=None),
    )
    return body, 422 if refusal else 200


def fresh(booking: Booking, /, *, now: datetime) -> None:
    """Inside a transaction: take the matter's lock and read the booking again, so that two presses follow one another."""
    lock(queries.appointment(booking).matter, now=now, booking=booking)


own = OwnPage(queries.KIND, page, fresh)


@bp.route("/appointments/booking/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """Another time. If it went, the nearest three are offered."""
    now, found, form = clock.now(), own.changeable_or_404(ref), MoveForm()
    if not sheet(found, door.sight_of(found, ref), g.lang, now=now).is_open:
        return redirect(url_for(".booking", ref=ref), 303)
    if request.method != "POST":
        form.version.data = str(found.version)
    elif form.validate_on_submit():
        start = form.start()
        if start is None:
            form.at.errors = [_("Choose a time.")]
        else:
            saved = own.save(found, form, lambda booking, now: changing.move(booking, start, now=now))
            if saved.code == 303:
                notice(_("Moved. This is your new time."), undo=url_for(".undo", ref=ref))
                return redirect(url_for(".booking", ref=ref), 303)
            return _times(found, form, ref, gone=start if isinstance(saved.refusal, TimeGone) else None), saved.code
    return _times(found, form, ref), 422 if request.method == "POST" else 200


def _times(booking: Booking, form: MoveForm, ref: str, *, gone: datetime | None = None) -> str:
    now, appointment = clock.now(), queries.appointment(booking)
    who, matter = who_of(appointment), appointment.matter
    first = _day(request.args.get("from", ""))
    choice = shown.choice(matter, who, now=now, first=first, chosen=form.at.data or "", but=booking)
    nearest = rules.nearest(queries.starts_of(choice.all_days), gone) if gone else []
    return render_template(
        "appointments/move.html",
        form=form,
        booking=booking,
        appointment=appointment,
        matter=shown.matter(matter, g.lang),
        choice=choice,
        nearest=[shown.time_of(at) for at in nearest],
        ref=ref,
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2020 <= found.year < 2100 else None


@bp.route("/appointments/booking/<ref>/details", methods=["GET", "POST"])
@public
def change_details(ref: str) -> Any:
    """Another place, another question, other needs; only for who sees them."""
    now, found, form = clock.now(), own.changeable_or_404(ref), DetailsForm()
    sight = door.sight_of(found, ref)
    appointment = queries.appointment(found)
    if not sight.sees_private or not sheet(found, sight, g.lang, now=now).is_open:
        return redirect(url_for(".booking", ref=ref), 303)
    if request.method != "POST":
        form.show(appointment)
        form.version.data = str(found.version)
    form.offer_places(appointment.matter)
    code = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        asked = _asked(form)
        code = own.save(found, form, lambda booking, now: services.change_details(booking, asked, now=now)).code
    if code == 303:
        notice(_("Changed."))
        return redirect(url_for(".booking", ref=ref), 303)
    body = render_template(
        "appointments/change_details.html",
        form=form,
        sheet=sheet(found, sight, g.lang, now=now),
        appointment=appointment,
        ref=ref,
        now_stands=code == 409,
    )
    return body, code


def _asked(form: DetailsForm) -> services.Details:
    return services.Details(
        place=form.place.data or "",
        wants_interpreter=bool(form.interpreter.data),
        needs=form.chosen_needs(),
        question=form.question.data or "",
    )
