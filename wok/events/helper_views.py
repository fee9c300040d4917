"""Helping at an event: take a shift, and its own page to take it back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.events import helping, places, queries
from wok.events.blueprint import LARGEST_ID, bp, event_or_404
from wok.events.helper_forms import HelpForm
from wok.events.models import Event, Shift, ShiftHelper
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import said

LINK_LENGTH = 22


@bp.route("/events/<int:event_id>/help/<int:shift_id>", methods=["GET", "POST"])
@public
def help(event_id: int, shift_id: int) -> Any:
    """Sign up to help in one shift."""
    now, event = clock.now(), event_or_404(event_id)
    shift, form = _shift_or_404(event, shift_id), HelpForm()
    form.know(g.person, g.memberships, is_fresh=request.method != "POST")
    form.fill_token()
    if not form.validate_on_submit():
        return _page(event, shift, form, now=now)
    try:
        helper = _help_once(shift, form, now=now)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(event, shift, form, now=now)
    return redirect(url_for(".helper", link=helper.link_token), 303)


def _shift_or_404(event: Event, shift_id: int) -> Shift:
    found = db.session.get(Shift, shift_id) if shift_id <= LARGEST_ID else None
    return found if found and found.occurrence.series_id == event.series_id else abort(404)


def _help_once(shift: Shift, form: HelpForm, *, now: datetime) -> ShiftHelper:
    """One form is one helper, however often it arrives (PROMISES B3)."""
    token = form.token()
    try:
        with transaction():
            contact = form.contact_of(g.lang, g.person, g.memberships)
            helper = helping.help_in(shift, contact, now=now, form_token=token)
    except (IntegrityError, Refusal):
        before = db.session.scalar(select(ShiftHelper).where(ShiftHelper.form_token == token))
        if before is None:
            raise
        return before
    notice(_("You help. Thank you!"))
    return helper


def _page(event: Event, shift: Shift, form: HelpForm, *, now: datetime) -> Any:
    others = [one for one in queries.shifts_of(event) if one.id != shift.id and one.ends_at > now]
    body = render_template(
        "events/help.html",
        event=event,
        title_words=said(event.title, g.lang),
        place=places.place_words(event, g.lang),
        shift=shift,
        form=form,
        left=shift.wanted - helping.coming_to(shift),
        is_over=shift.ends_at <= now or shift.ended_at is not None or event.state != "published",
        others=[one for one in others if helping.coming_to(one) < one.wanted],
    )
    return body, 422 if request.method == "POST" else 200


@bp.get("/events/helper/<link>")
@public
def helper(link: str) -> Any:
    """One's own shift, by the link of its mail."""
    return _helper_page(_helper_or_404(link))


def _helper_page(found: ShiftHelper, refusal: Refusal | None = None) -> Any:
    event = queries.event_of(found.shift.occurrence) or abort(404)
    body = render_template(
        "events/helper.html",
        helper=found,
        shift=found.shift,
        event=event,
        title_words=said(event.title, g.lang),
        place=places.place_words(event, g.lang),
        is_over=found.shift.ends_at <= clock.now(),
        refusal=refusal,
    )
    return body, 422 if refusal else 200


def _helper_or_404(link: str) -> ShiftHelper:
    if len(link) != LINK_LENGTH or not link.isascii() or not link.isprintable():
        abort(404)
    return db.session.scalar(select(ShiftHelper).where(ShiftHelper.link_token == link)) or abort(404)


@bp.post("/events/helper/<link>/withdraw")
@public
def withdraw(link: str) -> Any:
    """Not helping after all; undone by one press while help is wanted."""
    return _act(link, helping.withdraw, _("You no longer help then. Thank you for telling us."))


@bp.post("/events/helper/<link>/again")
@public
def help_again(link: str) -> Any:
    """Helping all the same."""
    return _act(link, helping.come_again, _("You help. Thank you!"))


def _act(link: str, do: Callable[..., None], words: str) -> Any:
    found = _helper_or_404(link)
    try:
        with transaction():
            do(found, now=clock.now())
    except Refusal as refusal:
        return _helper_page(found, refusal)
    notice(words)
    return redirect(url_for(".helper", link=link), 303)
