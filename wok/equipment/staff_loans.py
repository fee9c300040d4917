"""At the desk in 20 seconds: who, which things, from when to when; one press, and a card to take along."""

from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import card, told
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.db import db, transaction
from wok.equipment import asking, asking_shown, asking_steps, basket, loans, opening
from wok.equipment.asking import Order
from wok.equipment.basket import Basket
from wok.equipment.loan_refusals import NobodyMeant
from wok.equipment.loan_rules import DAY
from wok.equipment.staff_blueprint import BIGGEST_ID, bp
from wok.equipment.staff_loan_forms import DeskLoanForm
from wok.errors import Refusal
from wok.kernel import weekly
from wok.people.known import known, pick
from wok.web.access import staff_only


@bp.route("/staff/loans/new", methods=["GET", "POST"])
@staff_only
def new_loan() -> Any:
    """Lend to somebody at the desk; beyond days and limits with a reason, never beyond what there is."""
    now, form, chosen = clock.now(), DeskLoanForm(), basket.read(asking_steps.values(), g.lang)
    form.fill_token()
    if request.method != "POST":
        _fill(form, now=now)
        return _page(form, chosen, code=200)
    before = loans.of_form(form.token())
    if before is not None:
        return redirect(url_for(".loan_card", booking_id=before.id), 303)
    is_good = form.validate_on_submit()
    try:
        order = _order(form, chosen)
        if is_good:
            booking = _ask_once(form, order, now=now)
            return redirect(url_for(".loan_card", booking_id=booking.id), 303)
    except Refusal as refusal:
        form.refuse(refusal)
    return _page(form, chosen, code=422)


def _fill(form: DeskLoanForm, *, now: datetime) -> None:
    """On a fresh page: what its link says, else from today to the next open day."""
    form.take_days(request.args)
    form.language.data = g.lang
    days_open, today = opening.calendar(), weekly.local_day(now)
    first = days_open.next_open(today) or today
    form.first.data = form.first.data or first.isoformat()
    form.last.data = form.last.data or (days_open.next_open(first + DAY) or first).isoformat()


def _order(form: DeskLoanForm, chosen: Basket) -> Order:
    """What is to be lent. Raises the Refusal of the first thing that cannot be."""
    who = pick(form.name.data or "")
    if who is None or who.association is None:
        raise NobodyMeant
    return Order(
        days=form.good_days(),
        wanted=tuple(chosen.wanted()),
        association=who.association,
        purpose=form.purpose.data or "",
        collector=form.collector.data or "",
        accepts=True,
    )


def _ask_once(form: DeskLoanForm, order: Order, *, now: datetime) -> Booking:
    """One form is one booking (PROMISES B3): a repeat finds the first one's."""
    token, who = form.token(), pick(form.name.data or "")
    contact = form.contact(who.person if who else None, order.association)
    why = form.override.data or ""
    try:
        with transaction():
            return loans.of_form(token) or asking.ask(order, contact, now=now, form_token=token, by=STAFF, override=why)
    except (IntegrityError, Refusal):
        before = loans.of_form(token)
        if before is None:
            raise
        return before


def _page(form: DeskLoanForm, chosen: Basket, *, code: int) -> Any:
    everybody = known()
    body = render_template(
        "equipment_staff/new_loan.html",
        form=form,
        basket=chosen,
        groups=asking_shown.groups(chosen, g.lang),
        people=[one.label for one in everybody],
    )
    return body, code


@bp.get("/staff/loans/<int:booking_id>/card")
@staff_only
def loan_card(booking_id: int) -> Any:
    """A card to print, in the booker's language: the days, the things, the code, and the picture of it."""
    booking = db.session.get(Booking, booking_id) if booking_id <= BIGGEST_ID else None
    if booking is None or booking.kind != loans.KIND:
        abort(404)
    return render_template(
        "equipment_staff/loan_card.html",
        booking=booking,
        loan=loans.loan_of(booking),
        lines=asking_shown.of_lines(loans.lines_of(booking), booking.language),
        channel=told.recipient(booking).channel,
        words=card.words(booking),
    )
