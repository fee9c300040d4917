"""At the desk in 20 seconds: room, time, association on one page, one press, and a card to take along."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel.span import Span
from wok.people import known
from wok.people.known import Known
from wok.space import queries, services, shown, words
from wok.space.models import Room
from wok.space.refusals import RoomGone, RoomTaken, TooManyPeople
from wok.space.services import How, Place, Who
from wok.space.staff_blueprint import bp
from wok.space.staff_forms import DeskForm
from wok.web.access import staff_only
from wok.web.sentences import gettext as _


@bp.route("/staff/space/new", methods=["GET", "POST"])
@staff_only
def new() -> Any:
    """Book for somebody at the desk."""
    form, found = DeskForm(), queries.rooms()
    form.offer_rooms(found, g.lang)
    if request.method != "POST":
        for field in (form.room, form.day, form.starts, form.ends):
            field.data = request.args.get(field.name, "")[:20] or field.data
        if not form.room.data and found:
            form.room.data = str(found[0].id)
        return _page(form)
    form.take_nearest()
    who = known.pick(form.who.data or "")
    is_good = form.validate() & form.has_when()
    if who is None or who.association is None:
        form.who.errors = [_("Choose an association from the list: rooms are for associations.")]
        is_good = False
    if not is_good or who is None:
        return _page(form, code=422)
    try:
        made = _book_once(form, who)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, code=422, refusal=refusal)
    return redirect(url_for("staff_card.show", ref=made.link_token), 303)


def _place(form: DeskForm) -> tuple[Room, Span]:
    room, when = queries.room(form.room_id()), form.when()
    if room is None:
        raise RoomGone
    if when is None or when.span is None:
        raise RoomTaken
    return room, when.span


def _book_once(form: DeskForm, who: Known) -> Booking:
    """One form is one booking (PROMISES B3): a repeat finds the first one's."""
    room, span = _place(form)
    contact = form.contact(who, g.lang)
    how = How(by=STAFF, override=form.override.data or "", form_token=form.token(), by_person=g.person)
    asked = Who(contact, contact.association_id or 0)
    try:
        with transaction():
            before = queries.of_form(form.token())
            return before or services.ask(Place(room, span), form.wanted(form.people.data), asked, how, now=clock.now())
    except (IntegrityError, Refusal):
        before = queries.of_form(form.token())
        if before is None:
            raise
        return before


def _page(form: DeskForm, *, code: int = 200, refusal: Refusal | None = None) -> Any:
    now, when = clock.now(), form.when()
    room, span = queries.room(form.room_id()), when.span if when else None
    near = shown.nearest(room, span, now=now) if isinstance(refusal, RoomTaken) and room and span else []
    is_small = isinstance(refusal, TooManyPeople) and span is not None
    bigger = services.bigger(form.people.data or 1, span, queries.rooms()) if is_small else []
    form.fill_token()
    people = known.known()
    body = render_template(
        "space_staff/new.html",
        form=form,
        rooms=shown.rooms(queries.rooms(), g.lang),
        nearest=[(words.write_instant(at), at) for at in near],
        bigger=[shown.room(one, g.lang) for one in bigger],
        people=[one.label for one in people if one.association is not None],
    )
    return body, code
