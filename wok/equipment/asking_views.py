"""Asking for equipment (page P13): things and quantities, days, use, check. Every step carries all answers.

What and when stand in the address; from what it is for on, each page is a POST that carries the rest.
"""

from datetime import datetime
from typing import Any

from flask import g, redirect, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import causes, door, hands
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.db import transaction
from wok.equipment import asking, asking_shown, asking_steps, basket, loans
from wok.equipment.asking_forms import AskForm
from wok.equipment.asking_steps import Step
from wok.equipment.blueprint import bp
from wok.errors import Refusal
from wok.web.access import public, signed_in
from wok.web.sentences import gettext as _


@bp.route("/equipment/ask", methods=["GET", "POST"])
@public
def ask() -> Any:
    """Step 1: which things, and how many of each? Staff ask at the desk instead."""
    if g.person and g.person.is_staff:
        return redirect(asking_steps.at_desk(), 302)
    return asking_steps.things(basket.read(asking_steps.values(), g.lang), _form(), code=200)


@bp.route("/equipment/ask/days", methods=["GET", "POST"])
@public
def ask_days() -> Any:
    """Step 2: from when to when? Numbers that cannot be lead back to step 1 with the reason."""
    chosen, form = basket.read(asking_steps.values(), g.lang), _form()
    try:
        wanted = chosen.wanted()
    except Refusal as refusal:
        return asking_steps.things(chosen, form, code=422, refusal=refusal)
    return asking_steps.choose_days(form, chosen, wanted, code=200)


@bp.route("/equipment/ask/use", methods=["GET", "POST"])
@signed_in
def ask_use() -> Any:
    """Step 3: for which association, and what for."""
    step = asking_steps.read()
    return asking_steps.use(step, code=200) if isinstance(step, Step) else step


@bp.route("/equipment/ask/check", methods=["GET", "POST"])
@signed_in
def ask_check() -> Any:
    """Step 4: all answers once more; nothing is asked yet. On a GET the form as it was typed before signing in."""
    step = asking_steps.read()
    if not isinstance(step, Step):
        return step
    if request.method != "POST":
        return asking_steps.use(step, code=200)
    order = _good_order(step)
    return asking_steps.check(step, order, code=200) if order else asking_steps.use(step, code=422)


@bp.route("/equipment/ask/send", methods=["GET", "POST"])
@signed_in
def ask_send() -> Any:
    """The last press: everything is looked at once more; whatever is refused, nothing typed is lost."""
    before = loans.of_form(AskForm().token()) if request.method == "POST" else None
    if before is not None:
        return redirect(url_for(".booking", ref=before.link_token), 303)
    step = asking_steps.read()
    if not isinstance(step, Step):
        return step
    if request.method != "POST":
        return asking_steps.use(step, code=200)
    order = _good_order(step)
    if order is None:
        return asking_steps.use(step, code=422)
    try:
        booking = _send_once(step, order)
    except Refusal as refusal:
        step.form.refuse(refusal)
        return asking_steps.use(step, code=422)
    door.remember(booking)
    return redirect(url_for(".booking", ref=booking.link_token), 303)


def _form() -> AskForm:
    """The answers so far, the days of the address among them."""
    form = AskForm()
    form.take_days(request.args)
    return form


def _good_order(step: Step) -> asking.Order | None:
    """What is asked for; None when something is wrong, which then stands in the form."""
    form, now = step.form, clock.now()
    is_good = form.validate()
    shown = asking_shown.lines(step.wanted, g.lang)
    if asking_shown.asks_consent(shown) and not form.accepts.data:
        form.accepts.errors = [_("Please accept what is named above, or take those things out.")]
        is_good = False
    try:
        order = step.order()
        causes.check(step.cause, order.association.id)
        asking.check(order, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return order if is_good else None


def _send_once(step: Step, order: asking.Order) -> Booking:
    """One form is one booking, however often it arrives (PROMISES B3): a repeat finds the first one's."""
    token, now = step.form.token(), clock.now()
    try:
        with transaction():
            return loans.of_form(token) or _ask_all(step, order, now=now, token=token)
    except (IntegrityError, Refusal):
        before = loans.of_form(token)
        if before is None:
            raise
        return before


def _ask_all(step: Step, order: asking.Order, *, now: datetime, token: str) -> Booking:
    """The loan, what it is for, and who comes along: all of it or nothing."""
    booking = asking.ask(order, _contact(order), now=now, form_token=token)
    if step.cause is not None:
        causes.tie(booking, step.cause)
    call = step.call()
    if call is not None:
        hands.ask(booking, call, now=now)
    return booking


def _contact(order: asking.Order) -> Contact:
    """The signed-in delegate, in their own language and on their own channel."""
    who = g.person
    return Contact(
        name=who.name,
        language=who.language,
        reach=who.reach,
        email=who.email if who.reach == "email" else None,
        phone=who.phone if who.reach == "phone" else None,
        association_id=order.association.id,
        person_id=who.id,
    )
