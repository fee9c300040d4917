"""One guest at the desk: booked in 20 seconds, a card to take along, cancelled by phone, a no-show forgiven."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings.card import words
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import STAFF
from wok.db import transaction
from wok.errors import Refusal
from wok.lunches import desk, services, staff_queries
from wok.lunches.refusals import LunchFull
from wok.lunches.staff_blueprint import acting_staff, bp, guest_or_404, lunch_or_404, to_lunch
from wok.lunches.staff_forms import ForgiveForm, GuestForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/staff/lunches/<int:occurrence_id>/guests/new", methods=["GET", "POST"])
@staff_only
def add_guest(occurrence_id: int) -> Any:
    """Book somebody in at the desk; beyond the places with a reason, or on the waiting list."""
    occurrence, form = lunch_or_404(occurrence_id), GuestForm()
    form.fill_token()
    if not form.validate_on_submit():
        return _guest_page(occurrence, form)
    made = staff_queries.booked_with(form.token())
    if made is None:
        try:
            with transaction():
                made = _book(occurrence, form)
        except Refusal as refusal:
            form.refuse(refusal)
            return _guest_page(occurrence, form, is_full=isinstance(refusal, LunchFull))
        except IntegrityError:  # the same form, sent twice at the same moment
            made = staff_queries.booked_with(form.token())
    booking_id = made.id if made else 0
    return redirect(url_for(".card", occurrence_id=occurrence_id, booking_id=booking_id), 303)


def _book(occurrence: Occurrence, form: GuestForm) -> Booking:
    association = staff_queries.accepted_association(form.association.data or "")
    contact, now = form.contact(association.id if association else None), clock.now()
    if request.form.get("do") == "wait":
        return services.wait(occurrence, form.party(), contact, now=now, form_token=form.token(), by=STAFF)
    return services.come(
        occurrence,
        form.party(),
        contact,
        now=now,
        form_token=form.token(),
        by=STAFF,
        override=form.reason.data or "",
    )


def _guest_page(occurrence: Occurrence, form: GuestForm, *, is_full: bool = False) -> Any:
    page = render_template(
        "lunch_staff/guest.html",
        occurrence=occurrence,
        form=form,
        date=staff_queries.as_date(occurrence),
        is_full=is_full or bool(form.reason.data),
        associations=staff_queries.association_names(),
    )
    return page, 422 if form.errors else 200


@bp.get("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>/card")
@staff_only
def card(occurrence_id: int, booking_id: int) -> Any:
    """A card to print, in the guest's language: the date in words, the code, and the picture of it."""
    occurrence = lunch_or_404(occurrence_id)
    booking = guest_or_404(occurrence, booking_id)
    return render_template("lunch_staff/card.html", occurrence=occurrence, booking=booking, words=words(booking))


@bp.post("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>/cancel")
@staff_only
def cancel_guest(occurrence_id: int, booking_id: int) -> Any:
    """Somebody called: they are not coming. Undoable for ten minutes."""
    occurrence = lunch_or_404(occurrence_id)
    booking = guest_or_404(occurrence, booking_id)
    if _is_done(services.cancel, booking):
        undo = url_for(".undo_cancel_guest", occurrence_id=occurrence_id, booking_id=booking_id)
        notice(_("Cancelled for %(name)s.", name=booking.contact_name), undo=undo)
    return to_lunch(occurrence)


@bp.post("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>/undo-cancel")
@staff_only
def undo_cancel_guest(occurrence_id: int, booking_id: int) -> Any:
    """They come after all."""
    occurrence = lunch_or_404(occurrence_id)
    booking = guest_or_404(occurrence, booking_id)
    if _is_done(services.undo_cancel, booking):
        notice(_("%(name)s is on the list again.", name=booking.contact_name))
    return to_lunch(occurrence, f"guest-{booking_id}")


def _is_done(change: Callable[..., Any], booking: Booking) -> bool:
    """Change a guest's booking for them; a refusal is said on the next page."""
    try:
        with transaction():
            change(booking, now=clock.now(), by=STAFF)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return False
    return True


@bp.post("/staff/lunches/<int:occurrence_id>/guests/<int:booking_id>/forgive")
@staff_only
def forgive(occurrence_id: int, booking_id: int) -> Any:
    """This no-show shall not count."""
    occurrence, form = lunch_or_404(occurrence_id), ForgiveForm()
    booking = guest_or_404(occurrence, booking_id)
    if form.validate_on_submit() and booking.attendance == "no_show" and not staff_queries.is_forgiven(booking):
        with transaction():
            desk.forgive(booking, form.reason.data or "", now=clock.now(), staff_id=acting_staff())
        notice(_("This does not count for %(name)s.", name=booking.contact_name))
    return to_lunch(occurrence, f"guest-{booking_id}")
