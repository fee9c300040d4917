"""One use's own page: a short link that works without an account; another time, room or words for it."""

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import door
from wok.bookings.door import Sight
from wok.bookings.letters import LettersForm
from wok.bookings.models import Booking
from wok.bookings.own_page import OwnPage
from wok.errors import Refusal
from wok.space import changing, queries, shown, words
from wok.space.blueprint import bp
from wok.space.changing import Change
from wok.space.forms import ChangeForm
from wok.space.models import SpaceUse
from wok.space.queries import KIND
from wok.space.refusals import DatesTaken, RoomGone, RoomTaken
from wok.space.settling import hold
from wok.space.sheet import sheet
from wok.web.access import public
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/space/booking/<ref>")
@public
def booking(ref: str) -> Any:
    """The use as it stands; a printed code asks for the letters of the name first, known or not."""
    return own.show(ref)


def page(booking: Booking, sight: Sight, *, refusal: Refusal | None = None) -> Any:
    """The use's page, after a refusal with its sentence on top and status 422."""
    body = render_template(
        "space/booking.html",
        sheet=sheet(booking, sight, g.lang, now=clock.now()),
        booking=booking,
        refusal=refusal,
        scopes=words.SCOPES,
        letters_form=LettersForm(formdata=None),
    )
    return body, 422 if refusal else 200


own = OwnPage(KIND, page, lambda booking, now: hold(booking))


@bp.route("/space/booking/<ref>/change", methods=["GET", "POST"])
@public
def change(ref: str) -> Any:
    """Another time, room or words; for this date, this and later ones, or all."""
    now, found, form = clock.now(), own.changeable_or_404(ref), ChangeForm()
    sight, use = door.sight_of(found, ref), queries.use_of(found)
    if not sight.sees_private or not sheet(found, sight, g.lang, now=now).is_open:
        return redirect(url_for(".booking", ref=ref), 303)
    form.offer_rooms([*queries.rooms(), *([use.room] if use.room.paused_at else [])], g.lang)
    if request.method != "POST":
        form.show(use)
        return _page(form, use, ref)
    form.take_nearest()
    if not (form.has_when() & form.validate_on_submit()):
        return _page(form, use, ref, code=422)
    saved = own.save(found, form, lambda booking, now: _write(form, use, now=now))
    if saved.code != 303:
        return _page(form, use, ref, code=saved.code, refusal=saved.refusal)
    is_moved = use.booking.undo_until is not None and use.booking.undo_until > now
    notice(_("Changed."), undo=url_for(".undo", ref=ref) if is_moved else None)
    return redirect(url_for(".booking", ref=ref), 303)


def _write(form: ChangeForm, use: SpaceUse, *, now: datetime) -> None:
    when, room = form.when(), queries.room(form.room_id(), paused=form.room_id() == use.room_id)
    if room is None:
        raise RoomGone
    if when is None:
        raise RoomTaken
    scope = form.scope.data if form.scope.data in words.SCOPES else changing.THIS
    to = Change(room, when.day, when.starts, when.ends, scope, bool(form.leaves.data))
    changing.change(use, to, form.wanted(form.people.data), now=now)


def _page(form: ChangeForm, use: SpaceUse, ref: str, *, code: int = 200, refusal: Refusal | None = None) -> Any:
    now, when = clock.now(), form.when()
    room = queries.room(form.room_id(), paused=True)
    span = when.span if when else None
    near = []
    if isinstance(refusal, RoomTaken) and room and span:
        near = shown.nearest(room, span, now=now, but=[use.booking_id])
    body = render_template(
        "space/change.html",
        form=form,
        use=use,
        booking=use.booking,
        room=shown.room(use.room, g.lang),
        layout=words.layout_name(use.layout),
        nearest=[(words.write_instant(at), at) for at in near],
        taken=refusal.starts if isinstance(refusal, DatesTaken) else [],
        is_clash=code == 409,  # the version was outdated
        action=url_for(".change", ref=ref),
        back=url_for(".booking", ref=ref),
    )
    return body, code
