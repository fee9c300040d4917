"""A guest signed up at the desk in 20 seconds, with a card to take along."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings.models import Booking, Occurrence
from wok.bookings.services import STAFF
from wok.db import transaction
from wok.errors import Refusal
from wok.events import places, sign_up, sign_up_reads
from wok.events.blueprint import bp, date_or_404, event_or_404
from wok.events.check_in_forms import GuestForm
from wok.events.models import Event
from wok.events.sign_up import Asked
from wok.events.sign_up_refusals import EventFull
from wok.web.access import staff_only


@bp.route("/staff/events/<int:event_id>/dates/<int:occurrence_id>/guests/new", methods=["GET", "POST"])
@staff_only
def add_guest(event_id: int, occurrence_id: int) -> Any:
    """Sign somebody up at the desk; beyond the places with a reason, or on the waiting list."""
    event = event_or_404(event_id)
    occurrence, form = date_or_404(event, occurrence_id), GuestForm()
    form.fill_token()
    if not form.validate_on_submit():
        return _page(event, occurrence, form)
    made = sign_up_reads.of_form(form.token())
    if made is None:
        try:
            with transaction():
                made = _sign_up(event, occurrence, form)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(event, occurrence, form, is_full=isinstance(refusal, EventFull))
        except IntegrityError:  # the same form, sent twice at the same moment
            made = sign_up_reads.of_form(form.token())
    return redirect(url_for("staff_card.show", ref=made.code if made else ""), 303)


def _sign_up(event: Event, occurrence: Occurrence, form: GuestForm) -> Booking:
    asked = Asked(
        party=form.party(),
        contact=form.contact(),
        waits=request.form.get("do") == "wait",
        form_token=form.token(),
        by=STAFF,
        override=form.reason.data or "",
    )
    return sign_up.sign_up(event, occurrence, asked, now=clock.now())


def _page(event: Event, occurrence: Occurrence, form: GuestForm, *, is_full: bool = False) -> Any:
    date = places.one_date(event, occurrence, "fr", now=clock.now())
    page = render_template(
        "events/guest.html",
        event=event,
        occurrence=occurrence,
        date=date,
        form=form,
        is_full=is_full or not date.free or bool(form.reason.data),
    )
    return page, 422 if form.errors else 200
