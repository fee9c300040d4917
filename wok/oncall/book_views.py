"""Choose a time on Thursday, without an account: the free times of the next dates, a topic, a way to be reached."""

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import door, guests
from wok.bookings.models import Booking, Occurrence
from wok.db import db, transaction
from wok.errors import Refusal
from wok.oncall import booked, queries, shown
from wok.oncall.blueprint import bp, visitor
from wok.oncall.forms import BookForm, TimeFields
from wok.oncall.refusals import NotBookable, TimeGone
from wok.oncall.words import TOPICS
from wok.web.access import public

DATES = 10


@bp.route("/on-call/book", methods=["GET", "POST"])
@public
def book() -> Any:
    """One page, one press; the time is checked then, and everything typed stays."""
    now, form = clock.now(), _form()
    if form.validate_on_submit():
        try:
            booking = _book_once(form, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(form, now=now, near=isinstance(refusal, TimeGone))
        if door.is_name(booking, form.name.data or ""):
            door.remember(booking)
        return redirect(url_for(".booking", ref=booking.link_token), 303)
    return _page(form, now=now)


def _form() -> BookForm:
    form, person = BookForm(), visitor()
    if request.method != "POST":
        form.time.data = request.args.get("time", "")[:40]
        if person:
            form.name.data, form.email.data = person.name, person.email or ""
            form.phone.data, form.reach.data = person.phone or "", person.reach
    form.fill_token()
    return form


def _book_once(form: BookForm, *, now: datetime) -> Booking:
    """One form is one booking (PROMISES B3): a repeat finds the first one's booking."""
    token = form.token()
    try:
        with transaction():
            before = of_form(token)
            return before or _book(form, token, now=now)
    except (IntegrityError, Refusal):
        before = of_form(token)
        if before is None:
            raise
        return before


def _book(form: BookForm, token: str, *, now: datetime) -> Booking:
    occurrence, starts_at = date_of(form, now=now)
    person = visitor()
    contact = form.contact(g.lang, person_id=person.id if person else None)
    if g.person is None:
        guests.check(contact, occurrence.id, now=now)
    return booked.book(occurrence, starts_at, contact, form.matter(), now=now, form_token=token)


def of_form(token: str) -> Booking | None:
    """The booking that this rendered form has made already."""
    return db.session.scalar(select(Booking).where(Booking.form_token == token))


def date_of(form: TimeFields, *, now: datetime) -> tuple[Occurrence, datetime]:
    """The date and time that were chosen. Raises NotBookable where no Thursday is at that time."""
    starts_at = form.starts_at()
    found = [
        one for one in queries.coming(now=now, count=DATES) if starts_at and one.starts_at <= starts_at < one.ends_at
    ]
    if not found or starts_at is None:
        raise NotBookable
    return found[0], starts_at


def _page(form: BookForm, *, now: datetime, near: bool = False) -> Any:
    dates = shown.bookable(shown.coming(g.lang, now=now, count=DATES))
    nearest = []
    chosen = form.starts_at()
    if near and chosen:
        nearest = [span.start for _date, span in booked.nearest(chosen, now=now)]
    body = render_template("oncall/book.html", form=form, dates=dates, nearest=nearest, topics=TOPICS)
    return body, 422 if request.method == "POST" else 200
