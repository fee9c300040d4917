"""One press on an event: publish it, send it back, take it back, delete a draft, cancel all of it and undo that."""

from collections.abc import Callable
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import decisions
from wok.bookings import series as core
from wok.db import transaction
from wok.errors import Refusal
from wok.events import dates, messages, services, states
from wok.events.forms import CancelForm, WordsForm
from wok.events.models import Event
from wok.events.staff_blueprint import bp, event_or_404, title_of, to_event
from wok.events.words import READY
from wok.web.access import signed_in, staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import translated


def _do(event: Event, deed: Callable[[], None], said: str, *, undo: str | None = None) -> bool:
    """Do it in one transaction and say so; a refusal is said on the event's own page."""
    try:
        with transaction():
            deed()
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return False
    notice(said, undo=undo)
    return True


@bp.post("/my/events/<int:event_id>/publish")
@signed_in
def publish(event_id: int) -> Any:
    """Everybody can see it, or staff check it first."""
    event, now = event_or_404(event_id), clock.now()
    is_public = states.may_publish(event, g.person)
    said = _("Published. It stands in the programme and in the calendars.")
    asked = _("We read it first, usually within a few days, and tell you when it is public.")
    undo = url_for(".take_back", event_id=event_id)
    _do(event, lambda: states.publish(event, g.person, now=now), said if is_public else asked, undo=undo)
    return to_event(event_id)


@bp.post("/my/events/<int:event_id>/take-back")
@signed_in
def take_back(event_id: int) -> Any:
    """A draft again, while nobody has signed up."""
    event, now = event_or_404(event_id), clock.now()
    _do(event, lambda: states.take_back(event, now=now), _("It is a draft again; nobody else sees it."))
    return to_event(event_id)


@bp.post("/my/events/<int:event_id>/delete")
@signed_in
def delete(event_id: int) -> Any:
    """A draft that nobody has seen goes."""
    event, now = event_or_404(event_id), clock.now()
    if not _do(event, lambda: states.delete(event, now=now), _("The draft is deleted.")):
        return to_event(event_id)
    return redirect(url_for(".index") if g.person.is_staff else url_for(".mine"), 303)


@bp.post("/staff/events/<int:event_id>/read")
@staff_only
def read(event_id: int) -> Any:
    """Staff have read what the association changed."""
    event, now = event_or_404(event_id), clock.now()
    _do(event, lambda: states.read_again(event, now=now), _("Marked as read."))
    return to_event(event_id)


@bp.route("/staff/events/<int:event_id>/send-back", methods=["GET", "POST"])
@staff_only
def send_back(event_id: int) -> Any:
    """Say what is missing; the organiser is told and can send it again."""
    event, form = event_or_404(event_id), WordsForm()
    if event.state != "asked":
        abort(404)
    if form.validate_on_submit():
        now, words = clock.now(), form.words.data or ""
        _do(
            event,
            lambda: states.send_back(event, words, now=now),
            _("Sent back. The organiser is told what is missing."),
        )
        return to_event(event_id)
    page = render_template("events_staff/send_back.html", event=event, form=form, title=title_of(event))
    return page, 422 if form.errors else 200


@bp.route("/my/events/<int:event_id>/cancel", methods=["GET", "POST"])
@signed_in
def cancel(event_id: int) -> Any:
    """The whole event is off: first whom it touches, then the reason, ten minutes of undo."""
    event, form, now = event_or_404(event_id), CancelForm(), clock.now()
    if event.state == "cancelled":
        return to_event(event_id)
    if not form.is_submitted():
        form.fill_texts("reason", ready_words(request.args.get("ready", "")))
    if form.validate_on_submit():
        said = _("The event is cancelled. People are told in ten minutes.")
        undo = url_for(".undo_cancel", event_id=event_id)
        _do(event, lambda: dates.cancel_all(event, form.texts("reason"), now=now), said, undo=undo)
        return to_event(event_id)
    off = [one for one in services.coming(event, now=now) if one.status != "cancelled"]
    touched = [booking for one in off for booking in core.bookings_of(one)]
    page = render_template(
        "events_staff/cancel.html", event=event, form=form, title=title_of(event), occurrence=None, dates=len(off),
        preview=decisions.preview(touched), helpers=[one for each in off for one in messages.helpers_on(each)],
        ready=ready_list(),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def ready_words(chosen: str) -> dict[str, str]:
    """A ready reason in five languages."""
    return translated(READY[chosen][1]) if chosen in READY else {}


def ready_list() -> list[tuple[str, Any]]:
    """Ready reasons to choose from."""
    return [(name, words[0]) for name, words in READY.items()]


@bp.post("/my/events/<int:event_id>/undo-cancel")
@signed_in
def undo_cancel(event_id: int) -> Any:
    """It takes place after all; nobody was told."""
    event, now = event_or_404(event_id), clock.now()
    _do(event, lambda: dates.undo_all(event, now=now), _("Undone: all is as before, and nobody was told."))
    return to_event(event_id)
