"""At the desk in 20 seconds: matter, time and name on one page, one press, and a card to take along."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.appointments import queries, services, shown
from wok.appointments.forms import NO_TIME, read_id
from wok.appointments.models import Matter
from wok.appointments.refusals import AlreadyOpen, TimeGone
from wok.appointments.rules import nearest
from wok.appointments.sheet import sheet
from wok.appointments.shown import ShownDay
from wok.appointments.staff_blueprint import booking_or_404, bp
from wok.appointments.staff_new_forms import DeskForm
from wok.bookings import codes, door, told
from wok.bookings.models import Booking
from wok.bookings.services import STAFF
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.people.known import known, pick
from wok.people.models import Person
from wok.web.access import staff_only
from wok.web.addresses import whole
from wok.web.language import in_language
from wok.web.picture import picture_code
from wok.web.text import clean

FEW_DAYS, FEW, NOON = 3, 2, 12


@bp.route("/staff/appointments/new", methods=["GET", "POST"])
@staff_only
def new() -> Any:
    """Book for somebody at the desk. The times belong to a matter and a language; others are one press away."""
    form = DeskForm()
    matters = queries.matters()
    if not matters:
        return render_template("appointments_staff/no_matter.html")
    matter = _draw(form, matters)
    asked = request.form.get("do", "")
    if request.method != "POST" or asked in ("times", "more") or form.is_other():
        return _page(form, matter, matters)
    if not (form.validate_on_submit() & form.has_time()):
        return _page(form, matter, matters, code=422)
    try:
        made = _book_once(form, matter)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, matter, matters, code=422, refusal=refusal)
    return redirect(url_for(".card", booking_id=made.id, visit=read_id(form.visit.data)), 303)


def _draw(form: DeskForm, matters: list[Matter]) -> Matter:
    """Give the form its choices; on a GET what the on-call desk handed over."""
    if request.method != "POST":
        given = request.args
        form.matter.data, form.language.data = given.get("matter", ""), given.get("language") or g.lang
        form.name.data, form.visit.data = clean(given.get("name", ""))[:230], str(read_id(given.get("visit")) or "")
        form.show_known(door.find(given.get("booking", "")), _guest(read_id(given.get("person"))))
    by_id = {str(one.id): one for one in matters}
    matter = by_id.get(form.matter.data or "", matters[0])
    form.matter.choices = [(str(one.id), shown.matter(one, g.lang).name.text) for one in matters]
    form.offer(matter, shown.languages())
    form.offer_people(queries.handlers(matter))
    form.fill_token()
    return matter


def _guest(person_id: int | None) -> Person | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person if person and not person.is_staff and person.left_at is None else None


def _book_once(form: DeskForm, matter: Matter) -> Booking:
    """One form is one booking (PROMISES B3): a repeat finds the first one's."""
    token = form.token()
    try:
        with transaction():
            return queries.of_form(token) or _book(form, matter, token)
    except (IntegrityError, Refusal):
        before = queries.of_form(token)
        if before is None:
            raise
        return before


def _book(form: DeskForm, matter: Matter, token: str) -> Booking:
    now = clock.now()
    who, group = pick(form.name.data or ""), pick(form.association.data or "")
    ask = form.ask(who.person if who else None)
    typed = group.association if group and group.person is None else None
    contact = form.contact(who.person if who else None, (who.association if who else None) or typed)
    if form.at.data == NO_TIME and not form.is_own():
        return services.ask_for_time(matter, ask, contact, now=now, form_token=token, by=STAFF)
    override = form.override.data or "" if form.is_own() else ""
    booking = services.book(matter, ask, contact, now=now, form_token=token, by=STAFF, override=override)
    queries.appointment(booking).wished_colleague_id = None
    return booking


def _page(
    form: DeskForm, matter: Matter, matters: list[Matter], *, code: int = 200, refusal: Refusal | None = None
) -> Any:
    now = clock.now()
    choice = shown.choice(matter, form.who(), now=now, chosen=form.at.data or "")
    is_gone = isinstance(refusal, TimeGone) and not form.is_own()
    near = nearest(queries.starts_of(choice.all_days), form.start() or now) if is_gone else []
    first = {time.value for day in choice.days[:FEW_DAYS] for time in _few(day).times}
    is_more = request.form.get("do") == "more" or form.at.data not in ("", None, NO_TIME, *first)
    form.shown_for.data = form.key()
    everybody = known()
    body = render_template(
        "appointments_staff/new.html",
        form=form,
        matter=shown.matter(matter, g.lang),
        days=choice.days if is_more else [_few(day) for day in choice.days[:FEW_DAYS]],
        is_more=is_more,
        choice=choice,
        nearest=[shown.time_of(at) for at in near],
        no_time=NO_TIME,
        existing=db.session.get(Booking, refusal.booking_id) if isinstance(refusal, AlreadyOpen) else None,
        people=[one.label for one in everybody],
        associations=[one.label for one in everybody if one.person is None],
    )
    return body, code


def _few(day: ShownDay) -> ShownDay:
    """The first two times of the morning and of the afternoon: the desk is in a hurry."""
    early = [time for time in day.times if weekly.local_time(time.at).hour < NOON]
    return ShownDay(day.day, early[:FEW] + [time for time in day.times if time not in early][:FEW])


@bp.get("/staff/appointments/<int:booking_id>/card")
@staff_only
def card(booking_id: int) -> Any:
    """A card to print, in the booker's language: the date in words, the code, and the picture of it."""
    booking = booking_or_404(booking_id)
    address = whole(f"/b/{booking.code}")
    with in_language(booking.language):
        words = render_template(
            "appointments_staff/card_words.html",
            booking=booking,
            sheet=sheet(booking, door.ALL, booking.language, now=clock.now()),
            spoken=codes.spoken(booking.code),
            address=address,
            picture=picture_code(address),
        )
    return render_template(
        "appointments_staff/card.html",
        booking=booking,
        channel=told.recipient(booking).channel,
        words=Markup(words),
        visit=read_id(request.args.get("visit")),
    )
