"""New entries (S4 "New"): an appointment for somebody at the desk in 20 seconds, an own entry, a booked time on Thursday."""

from datetime import datetime, timedelta
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from wok import clock
from wok.appointments import queries as appointments
from wok.appointments import services
from wok.appointments.forms import OWN_NEEDS
from wok.appointments.models import Matter
from wok.appointments.refusals import AlreadyOpen, MatterGone
from wok.appointments.rules import Ask, Who
from wok.bookings.models import Booking
from wok.bookings.services import STAFF, Contact
from wok.calendar import staff_blocks, staff_moving
from wok.calendar import staff_said as said_of
from wok.calendar.staff_blocks import When
from wok.calendar.staff_blueprint import bp
from wok.calendar.staff_clash import Clash
from wok.calendar.staff_entry_views import InTheWay, in_the_way, take
from wok.calendar.staff_forms import NewAppointmentForm, NewBlockForm, NewBookedForm
from wok.calendar.staff_refusals import NotTheirs, SayWhy, Taken
from wok.calendar.staff_shown import reach_of
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import slots, weekly
from wok.lunches import staff_queries as desk
from wok.oncall import booked
from wok.oncall.models import BookedMatter
from wok.oncall.refusals import NotBookable, TimeGone
from wok.people.models import Person
from wok.team import queries as team
from wok.web.access import staff_only
from wok.web.dates import say_day_span
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import said

FORMS = {"appointment": NewAppointmentForm, "block": NewBlockForm, "oncall": NewBookedForm}
NewForm = NewAppointmentForm | NewBlockForm | NewBookedForm


@bp.route("/staff/calendar/new", methods=["GET", "POST"])
@staff_only
def new() -> Any:
    """The kind chooses the fields; an empty place of a lane chooses colleague and time."""
    kind, now = request.values.get("kind", "appointment"), clock.now()
    if kind not in FORMS:
        abort(404)
    form = _form(kind, now=now)
    if request.method == "GET" or not form.validate_on_submit():
        return _page(kind, form, None)
    made = _made_before(form)
    if made is None:
        try:
            with transaction():
                made = _make(form, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(kind, form, refusal, now=now)
        except IntegrityError:  # the same form, sent twice at the same moment
            made = _made_before(form)
    return _done(made) if made else redirect(url_for(".day"), 303)


def _made_before(form: NewForm) -> Booking | None:
    return db.session.scalar(select(Booking).where(Booking.form_token == form.token()))


def _done(made: Booking) -> Any:
    """Said on the day's page, with whom we tell; an appointment has a card to print."""
    when = say_day_span(made.starts_at, made.ends_at)
    words = _("%(name)s is now on %(when)s.", name=said_of.name_of(made), when=when)
    if made.kind != "block":
        words += " " + _("The code is %(code)s.", code=made.code)
        words += " " + told_now(made.contact_name, reach_of(made))
    notice(words)
    return redirect(said_of.to_day(made), 303)


def told_now(name: str, reach: str) -> str:
    """Who is told of a new entry, at once."""
    if reach == "email":
        return _("%(name)s is told by e-mail.", name=name)
    return _("%(name)s has no e-mail: print the card, or read out the code.", name=name)


def _form(kind: str, *, now: datetime) -> NewForm:
    """The form as it was sent, or with colleague and time of the lane's empty place; half an hour from now without one."""
    if request.method == "POST":
        given = MultiDict(request.form)
        take(given)
        form = FORMS[kind](given)
    else:
        form = FORMS[kind]()
        if not form.is_submitted() and not form.day.data:
            _fill(form, now=now)
    form.fill_token()
    _offer(form)
    return form


def _fill(form: NewForm, *, now: datetime) -> None:
    at = request.args.get("at", "")
    try:
        start = datetime.fromisoformat(at)
        start = start if start.tzinfo and 2020 <= start.year < 2099 else now
    except ValueError:
        start = now
    if start == now:
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    form.day.data, form.starts.data = weekly.local_day(start), weekly.local_time(start)
    if isinstance(form, NewBlockForm):
        form.ends.data = weekly.local_time(start + timedelta(hours=1))
    who = request.args.get("who", "")
    if not isinstance(form, NewBookedForm):
        form.colleague.data = int(who) if who.isascii() and who.isdecimal() and len(who) < 10 else g.person.id


def _offer(form: NewForm) -> None:
    if isinstance(form, NewBookedForm):
        return
    form.colleague.choices = [(one.person_id, one.shown_as) for one in team.colleagues()]
    if isinstance(form, NewAppointmentForm):
        form.matter.choices = [(one.id, said(one.name, g.lang).text) for one in appointments.matters()]
        form.matter.data = form.matter.data or next((number for number, _name in form.matter.choices), 0)
        form.place.data = form.place.data or "wok"


def _make(form: NewForm, *, now: datetime) -> Booking:
    if isinstance(form, NewBlockForm):
        return _block(form, now=now)
    contact = _contact(form)
    if isinstance(form, NewBookedForm):
        start = form.start()
        date = staff_moving.thursday_of(start)
        if date is None:
            raise NotBookable
        matter = BookedMatter(topic=form.topic.data, note=form.note.data or "")
        return booked.book(date, start, contact, matter, now=now, form_token=form.token(), by=STAFF)
    return _appointment(form, contact, now=now)


def _contact(form: NewAppointmentForm | NewBookedForm) -> Contact:
    association = desk.accepted_association(form.association.data or "")
    return form.contact(association.id if association else None, _known(form))


def _known(form: NewAppointmentForm | NewBookedForm) -> Person | None:
    """The one person of this name."""
    people = db.session.scalars(select(Person).where(Person.name == (form.name.data or "")).limit(2)).all()
    return people[0] if len(people) == 1 and not people[0].is_staff else None


def _appointment(form: NewAppointmentForm, contact: Contact, *, now: datetime) -> Booking:
    """Within the matter's limits, or beyond them with a reason; never over somebody else's time."""
    matter = _matter(form)
    start, one = form.start(), staff_moving.colleague(form.colleague.data)
    if one.person_id not in {other.person_id for other in appointments.handlers(matter)}:
        raise NotTheirs
    span, reason = form.meeting(timedelta(minutes=matter.minutes)), form.reason.data or ""
    staff_moving.check(one, span, staff_moving.buffers_of(matter), reason, but=None, now=now)
    known = _known(form)
    ask = Ask(
        start,
        form.place.data,
        form.spoken.data,
        needs=tuple(code for code in OWN_NEEDS if known and code in known.needs),
        question=form.question.data or "",
        colleague_id=one.person_id,
    )
    return services.book(
        matter,
        ask,
        contact,
        now=now,
        form_token=form.token(),
        by=STAFF,
        override=reason or _limits(matter, ask, now=now),
    )


def _limits(matter: Matter, ask: Ask, *, now: datetime) -> str:
    """At the desk the matter's notice does not count; its other limits ask for a reason. Raises SayWhy."""
    assert ask.start is not None
    who = Who(ask.language, ask.colleague_id, True)
    if appointments.free_with(matter, who, ask.start, now=now):
        return ""
    is_soon = ask.start < now + timedelta(hours=matter.notice_hours)
    if not is_soon and ask.start.minute % 15 == 0:
        raise SayWhy
    return _("Booked at the desk")


def _matter(form: NewAppointmentForm) -> Matter:
    return appointments.matter(form.matter.data or 0) or _gone()


def _gone() -> Any:
    raise MatterGone


def _block(form: NewBlockForm, *, now: datetime) -> Booking:
    one, first = staff_moving.colleague(form.colleague.data), form.span(timedelta(hours=1))
    when = When(form.day.data, form.begins(), weekly.local_time(first.end))
    days = staff_blocks.weekly_days(form.day.data, form.until.data)
    spans = [first, *(when.on(day) for day in days[1:])]
    if len(spans) == 1 and first.start > now:
        staff_moving.not_over(one, first)
    made = staff_blocks.add(
        one, spans, form.words.data or "", now=now, form_token=form.token(), skip_taken=bool(form.skip.data)
    )
    return made[0]


def _page(kind: str, form: NewForm, refusal: Refusal | None, *, now: datetime | None = None) -> Any:
    other = refusal.booking_id if isinstance(refusal, AlreadyOpen) else None
    page = render_template(
        "staff_calendar/new.html",
        kind=kind,
        form=form,
        hindrance=_hindrance(form, refusal, now=now) if refusal and now else None,
        other=other,
        ways=[
            {"text": text, "url": url_for(".new", kind=code, **_asked()), "current": code == kind, "flavour": flavour}
            for code, text, flavour in (
                ("appointment", _("Appointment"), "appointment"),
                ("block", _("Own entry"), "event"),
                ("oncall", _("Time on Thursday"), "oncall"),
            )
        ]
        + _at_other_desks(),
        associations=desk.association_names() if kind != "block" else [],
        people=_people() if kind != "block" else [],
    )
    return page, 422 if form.errors else 200


def _at_other_desks() -> list[dict[str, Any]]:
    """Rooms and things are booked on forms of their own, for the same day."""
    at = request.args.get("at", "")
    room = url_for("space_staff.new", day=at[:10] or None, starts=at[11:16] or None)
    loan = url_for("equipment_staff.new_loan")
    return [
        {"text": _("Room"), "url": room, "current": False, "flavour": "room"},
        {"text": _("Loan"), "url": loan, "current": False, "flavour": "equipment"},
    ]


def _asked() -> dict[str, Any]:
    """The lane's empty place, kept when the kind is changed."""
    return {name: request.args[name] for name in ("at", "who") if request.args.get(name)}


def _people() -> list[str]:
    """Names to choose from at the desk."""
    chosen = select(Person.name).where(Person.is_staff.is_(False), Person.left_at.is_(None)).order_by(Person.name)
    return list(dict.fromkeys(db.session.scalars(chosen.limit(300))))


def _hindrance(form: NewForm, refusal: Refusal, *, now: datetime) -> InTheWay | None:
    if isinstance(form, NewBookedForm):
        is_time = isinstance(refusal, (TimeGone, NotBookable))
        return InTheWay(Clash(), [one for _date, one in booked.nearest(form.start(), now=now)]) if is_time else None
    if not isinstance(refusal, (Taken, SayWhy)):
        return None
    if isinstance(form, NewBlockForm):
        return in_the_way(form.colleague.data, form.span(timedelta(hours=1)), slots.NONE, now=now)
    matter = _matter(form)
    span = form.meeting(timedelta(minutes=matter.minutes))
    return in_the_way(form.colleague.data, span, staff_moving.buffers_of(matter), now=now)
