"""One's own events: the list, a new one, its page with what is missing, its words in five languages."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import abort, g, render_template, request
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings import causes as booked_for
from wok.db import db, transaction
from wok.errors import Refusal
from wok.events import causes, dates, lists, rules, services
from wok.events.facts import EventFacts, NewDates
from wok.events.forms import EventForm, NewEventForm, organiser_value
from wok.events.managed import managed
from wok.events.models import Event
from wok.events.staff_blueprint import LARGEST_ID, bp, event_or_404, needs_organiser, offer, title_of, to_event
from wok.people import neighbourhoods
from wok.web.access import signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@bp.get("/my/events")
@signed_in
def mine() -> Any:
    """The events of one's associations: drafts, those being checked, those to come, and the rest."""
    needs_organiser()
    now, ours = clock.now(), list(causes.own_associations(g.person))
    found = {view: lists.listed(view, now=now, association_ids=ours) for view in lists.VIEWS}
    return render_template("events_staff/mine.html", found=found)


@bp.route("/events/new", methods=["GET", "POST"], endpoint="new_for")
@bp.route("/my/events/new", methods=["GET", "POST"])
@signed_in
def new() -> Any:
    """A new event in a few words, perhaps like an earlier one, perhaps for a project."""
    needs_organiser()
    form, cause = NewEventForm(), booked_for.read(request.values.get("for", "")[:40], g.person)
    offer(form)
    like = _like(request.values.get("like", ""))
    if not form.is_submitted():
        _begin(form, like, cause)
        return _new_page(form, like, cause)
    good, wanted = form.validate_on_submit(), form.dates()
    if not good or wanted is None:
        return _new_page(form, like, cause)
    try:
        with transaction():
            event = _make(form, wanted, like, cause, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(form, like, cause)
    notice(_("The draft is made. Write its words, then publish it."))
    return to_event(event.id)


def _like(number: str) -> Event | None:
    """The event a new one begins like; only one's own."""
    is_number = number.isascii() and number.isdecimal() and len(number) < 11 and int(number) <= LARGEST_ID
    return event_or_404(int(number)) if is_number else None


def _begin(form: NewEventForm, like: Event | None, cause: booked_for.Cause | None) -> None:
    offered = [value for value, _name in form.organiser.choices or []]
    form.organiser.data = offered[0] if offered else ""
    if like is not None:
        form.show_who(like)
        form.title.data = title_of(like)
        form.repeats.data = "weekly" if like.kind == "course" else "once"
    elif request.args.get("kind") == "course":
        form.kind.data, form.repeats.data = "course", "weekly"
    form.day.data = request.args.get("day", "")[:20]
    if cause is not None and cause.association_ids:
        ours = (f"association-{number}" for number in sorted(cause.association_ids))
        form.organiser.data = next((value for value in ours if value in offered), form.organiser.data)
        form.title.data = form.title.data or cause.title[:120]


def _make(
    form: NewEventForm, wanted: NewDates, like: Event | None, cause: booked_for.Cause | None, *, now: datetime
) -> Event:
    """One form is one event, however often it is sent."""
    before = db.session.scalar(select(Event).where(Event.form_token == form.token()))
    if before is not None:
        return before
    project_id = cause.of_id if cause and cause.kind == "project" else None
    event = services.make(_facts(form, like), g.person, form_token=form.token(), now=now, project_id=project_id)
    dates.add(event, wanted, now=now)
    return event


def _facts(form: NewEventForm, like: Event | None) -> EventFacts:
    title = form.title.data or ""
    facts = EventFacts(
        kind=form.kind.data,
        title={g.lang: title},
        first_language=g.lang,
        organiser=form.organised_by(),
        room_resource_id=form.room_resource(),
        registration=form.registration.data,
        seats=form.seats.data or 0,
    )
    if like is None:
        return facts
    same = services.facts_of(like)
    titles = same.title if title in same.title.values() else {same.first_language: title}
    mine = {name: getattr(facts, name) for name in ("kind", "organiser", "room_resource_id", "registration", "seats")}
    return replace(same, title=titles, **mine)


def _new_page(form: NewEventForm, like: Event | None, cause: booked_for.Cause | None) -> Any:
    form.fill_token()
    page = render_template("events_staff/new.html", form=form, like=like, cause=cause)
    return page, 422 if form.errors else 200


@bp.get("/my/events/<int:event_id>")
@signed_in
def show(event_id: int) -> Any:
    """Everything about one event for who organises it: state, what is missing, dates, helpers, what is booked for it."""
    event, now = event_or_404(event_id), clock.now()
    return render_template("events_staff/show.html", **managed(event, g.person, now=now))


@bp.route("/my/events/<int:event_id>/words", methods=["GET", "POST"])
@signed_in
def words(event_id: int) -> Any:
    """Its words in five languages side by side, and its facts; two editors see both texts (PROMISES B5)."""
    event, form = event_or_404(event_id), EventForm()
    offer(form, event)
    form.neighbourhood.choices = [
        ("", _("Not in one neighbourhood")),
        *((str(number), name) for number, name in neighbourhoods.choices(g.lang, keep=event.neighbourhood_id)),
    ]
    if not form.is_submitted():
        form.show(event)
        return _words_page(event, form, 200)
    if not form.validate_on_submit():
        return _words_page(event, form, 422)
    try:
        with transaction():
            facts, version = form.facts(), form.read_version()
            surplus = services.change(event, facts, version=version, by=g.person, now=clock.now())
    except StaleDataError:
        db.session.refresh(event)
        form.now_stands(event.version)
        return _words_page(event, form, 409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _words_page(event, form, 422)
    notice(_("Saved.") if not surplus else _surplus(surplus), tone="warning" if surplus else "done")
    return to_event(event_id)


def _surplus(surplus: int) -> str:
    return ngettext(
        "Saved. Now %(num)s person is booked too many. Nobody was thrown out: call them, or add a place.",
        "Saved. Now %(num)s people are booked too many. Nobody was thrown out: call some, or add places.",
        surplus,
    )


def _words_page(event: Event, form: EventForm, code: int) -> Any:
    if event.state == "cancelled":
        abort(404)
    page = render_template(
        "events_staff/words.html",
        event=event,
        form=form,
        is_clash=code == 409,
        older=rules.older(event.written_at, event.first_language),
        organiser_saved=organiser_value(event),
        heading=title_of(event),
    )
    return page, code
