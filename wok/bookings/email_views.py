"""Changing one's own e-mail address (page A7): asked on the profile, proved by the new mailbox, bookings come along."""

from typing import Any

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import func, update

from wok import clock
from wok.bookings.models import Booking
from wok.db import db, transaction
from wok.errors import Refusal
from wok.people import new_email, rules, sessions
from wok.people.again import signed_in_lately
from wok.people.contact import read_email
from wok.people.forms import DigitsForm, NewEmailForm
from wok.people.models import EmailChange, Person
from wok.web.access import signed_in
from wok.web.addresses import whole
from wok.web.forms import ActionForm
from wok.web.noted import note
from wok.web.notices import notice
from wok.web.sentences import gettext as _

bp = Blueprint("email", __name__)


@bp.route("/my/profile/email", methods=["GET", "POST"])
@signed_in
@signed_in_lately
def ask() -> Any:
    """Say the new address, soon after signing in; the answer is the same whoever has it."""
    form = NewEmailForm()
    if not form.validate_on_submit():
        return _page("people/new_email.html", form)
    meant = form.doubtful(form.email.data)
    if meant:
        form.email.errors = [_("Did you mean %(address)s? If your address is right, send once more.", address=meant)]
        return _page("people/new_email.html", form)
    with transaction():
        person = db.session.get_one(Person, g.person.id)
        note("email.asked", person=person.id)
        new_email.ask(person, read_email(form.email.data or "") or "", link_for=_address_of, now=clock.now())
    return redirect(url_for(".digits"), 303)


def _address_of(secret: str) -> str:
    return whole(url_for("email.link", secret=secret, lang=g.person.language))


@bp.route("/my/profile/email/digits", methods=["GET", "POST"])
@signed_in
def digits() -> Any:
    """The six digits of the mail, typed."""
    form = DigitsForm()
    if not form.validate_on_submit():
        return _page("people/new_email_sent.html", form)
    now = clock.now()
    try:
        with transaction():
            change = new_email.waiting(g.person, now=now)
            secret = _change(change) if change and new_email.has_digits(change, form.read()) else ""
    except Refusal as refusal:
        form.refuse(refusal)
        return _page("people/new_email_sent.html", form)
    if secret:
        return _done(secret)
    form.digits.errors = [_("These are not the digits of your last mail. Look at them again, or ask for a new mail.")]
    return _page("people/new_email_sent.html", form)


@bp.route("/my/profile/email/<string(maxlength=100):secret>", methods=["GET", "POST"])
@signed_in
def link(secret: str) -> Any:
    """The page behind the mailed link: its button changes the address (mail scanners open links)."""
    now, form = clock.now(), ActionForm()
    change = new_email.waiting(g.person, now=now, secret=secret)
    if change is None:
        return render_template("people/new_email_over.html"), 410
    if not form.validate_on_submit():
        return _page("people/new_email_link.html", form, email=change.email)
    cookie = ""
    try:
        with transaction():
            change = new_email.waiting(g.person, now=now, secret=secret)
            cookie = _change(change) if change else ""
    except Refusal as refusal:
        form.refuse(refusal)
        return _page("people/new_email_link.html", form, email=change.email if change else "")
    return _done(cookie) if cookie else (render_template("people/new_email_over.html"), 410)


def _change(change: EmailChange) -> str:
    """The new address, the bookings made with the old one, a fresh login for this browser: returns its secret."""
    now, person = clock.now(), db.session.get_one(Person, g.person.id)
    old = new_email.confirm(person, change, now=now)
    note("email.changed", person=person.id)
    if old:
        _carry_over(person, old, change.email)
    return sessions.begin(person, browser=rules.browser_words(request.user_agent.string), now=now)


def _carry_over(person: Person, old: str, new: str) -> None:
    """What was booked with the old address stays theirs, and its reminders go to the new one."""
    theirs = func.coalesce(Booking.person_id, person.id)
    booked = update(Booking).where(Booking.contact_email == old).values(contact_email=new, person_id=theirs)
    db.session.execute(booked, execution_options={"synchronize_session": False})


def _done(secret: str) -> Any:
    notice(_("Saved. Your e-mail address is changed; other browsers are signed out."))
    response = make_response(redirect(url_for("people.profile"), 303))
    sessions.give_cookie(response, secret)
    return response


def _page(template: str, form: Any, **facts: Any) -> Any:
    return render_template(template, form=form, **facts), 422 if request.method == "POST" else 200
