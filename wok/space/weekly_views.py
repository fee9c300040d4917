"""A weekly use's own page: its dates, dates to add back, and the one press that says whether it goes on."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select

from wok import clock
from wok.bookings import door
from wok.bookings.models import Booking
from wok.bookings.services import Contact
from wok.db import db, transaction
from wok.errors import Refusal
from wok.space import queries, shown, weekly_use, words
from wok.space.ask_views import choices
from wok.space.blueprint import bp
from wok.space.models import SpaceSeries, SpaceUse
from wok.space.services import Who
from wok.web.access import public
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def series_or_404(token: str) -> SpaceSeries:
    """The weekly use behind a mailed link."""
    found = db.session.scalar(select(SpaceSeries).where(SpaceSeries.link_token == token)) if len(token) == 22 else None
    return found or abort(404)


def who_of(series: SpaceSeries) -> Who:
    """Whoever booked its last date asks for the next ones, too."""
    booking = last_booking(series)
    contact = Contact(
        name=booking.contact_name,
        language=booking.language,
        reach=booking.reach,
        email=booking.contact_email,
        phone=booking.contact_phone,
        association_id=series.association_id,
        person_id=booking.person_id,
    )
    return Who(contact, series.association_id)


def last_booking(series: SpaceSeries) -> Booking:
    """The booking of its last date."""
    chosen = select(Booking).join(SpaceUse, SpaceUse.booking_id == Booking.id).where(SpaceUse.series_id == series.id)
    return db.session.scalars(chosen.order_by(Booking.starts_at.desc(), Booking.id.desc()).limit(1)).one()


@bp.get("/space/weekly/<token>")
@public
def weekly(token: str) -> Any:
    """All its dates, and what can be done about them."""
    return page(series_or_404(token))


def page(series: SpaceSeries, *, refusal: Refusal | None = None) -> Any:
    """The page of a weekly use, after a refusal with its sentence on top and status 422."""
    now = clock.now()
    uses = queries.uses_of(series)
    may_see = door.sight_of(uses[0].booking, "").sees_private if uses else False
    body = render_template(
        "space/weekly.html",
        series=series,
        room=shown.room(series.room, g.lang),
        uses=[one for one in uses if one.booking.ends_at > now],
        addable=weekly_use.addable(series, now=now),
        next_rule=weekly_use.next_rule(series) if series.asked_at is not None and series.ended_at is None else None,
        refusal=refusal,
        may_see=may_see,
        form=ActionForm(formdata=None),
        write_instant=words.write_instant,
    )
    return body, 422 if refusal else 200


@bp.post("/space/weekly/<token>/add")
@public
def add_back(token: str) -> Any:
    """A skipped date after all."""
    series, day = series_or_404(token), words.read_day(request.form.get("day"))
    choice = request.form.get("choice", weekly_use.KEEP)[:20]
    if day is None:
        abort(400)
    try:
        with transaction():
            weekly_use.add_back(series, day, choice, who_of(series), now=clock.now())
    except Refusal as refusal:
        return page(series, refusal=refusal)
    notice(_("The date is added back."))
    return redirect(url_for(".weekly", token=token), 303)


@bp.route("/space/weekly/<token>/go-on", methods=["GET", "POST"])
@public
def go_on(token: str) -> Any:
    """Yes, we still need it: the dates of the next half-year, clashes first looked at."""
    now, series = clock.now(), series_or_404(token)
    if series.asked_at is None or series.ended_at is not None:
        return redirect(url_for(".weekly", token=token), 303)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            with transaction():
                weekly_use.go_on(series, choices(), who_of(series), now=now)
            notice(_("It goes on. Here are the new dates."))
            return redirect(url_for(".weekly", token=token), 303)
        except Refusal as refused:
            refusal = refused
    rule = weekly_use.next_rule(series)
    body = render_template(
        "space/go_on.html",
        series=series,
        room=shown.room(series.room, g.lang),
        rule=rule,
        planned=weekly_use.plan(series.room, rule, now=now),
        choices=choices(),
        default_choice=weekly_use.default_choice,
        write_instant=words.write_instant,
        refusal=refusal,
    )
    return body, 422 if refusal else 200


@bp.post("/space/weekly/<token>/end")
@public
def end(token: str) -> Any:
    """No, it ends with its last date."""
    series = series_or_404(token)
    with transaction():
        weekly_use.end(series, now=clock.now())
    said = _("Thank you for telling us. It ends with its last date.")
    notice(said, undo=url_for(".undo_end", token=token))
    return redirect(url_for(".weekly", token=token), 303)


@bp.post("/space/weekly/<token>/end/undo")
@public
def undo_end(token: str) -> Any:
    """It goes on after all, or we do not know yet."""
    series = series_or_404(token)
    try:
        with transaction():
            weekly_use.undo_end(series, now=clock.now())
    except Refusal as refusal:
        return page(series, refusal=refusal)
    notice(_("Undone. All is as before."))
    return redirect(url_for(".weekly", token=token), 303)
