"""One entry (S5): the form behind it, and what the pointer and the keys post to; undo for ten minutes."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import g, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from wok import clock
from wok.appointments import queries as appointments
from wok.bookings.models import Booking
from wok.calendar import staff_blocks, staff_clash, staff_moving, staff_room_moves
from wok.calendar import staff_said as said_of
from wok.calendar.staff_blocks import When
from wok.calendar.staff_blueprint import bp, entry_or_404, wants_json
from wok.calendar.staff_clash import Clash
from wok.calendar.staff_forms import AppointmentForm, BlockForm, BookedForm
from wok.calendar.staff_moving import Stale, Wanted
from wok.calendar.staff_refusals import SayWhy, Taken
from wok.calendar.staff_shown import reach_of
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import slots, weekly
from wok.kernel.span import Span
from wok.kernel.values import dataclass
from wok.oncall import booked
from wok.oncall.refusals import TimeGone
from wok.team import queries as team
from wok.web.access import staff_only
from wok.web.dates import say_day_span
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import said

FORMS = {"appointment": AppointmentForm, "block": BlockForm, "oncall": BookedForm}
EntryForm = AppointmentForm | BlockForm | BookedForm


@dataclass(frozen=True)
class InTheWay:
    """What a refused form says about its time: the clash, and three times that are free."""

    clash: Clash
    nearest: list[Span]


@bp.route("/staff/calendar/entries/<int:booking_id>", methods=["GET", "POST"])
@staff_only
def entry(booking_id: int) -> Any:
    """The form behind an entry. Nothing is overwritten: who saves second sees both texts."""
    booking, now = entry_or_404(booking_id), clock.now()
    if booking.kind == staff_room_moves.KIND:
        return staff_room_moves.entry(booking)
    if booking.kind not in FORMS or staff_blocks.is_of_the_house(booking):
        return redirect(_page_of(booking), 303)
    form = _form(booking)
    if request.method == "POST" and form.validate_on_submit():
        try:
            with transaction():
                is_changed = _save(booking, form, now=now)
        except Stale:
            return _clash_page(entry_or_404(booking_id), form, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(entry_or_404(booking_id), form, 422, _in_the_way(booking_id, form, refusal, now=now), now=now)
        return _saved(entry_or_404(booking_id), is_changed=bool(is_changed))
    return _page(booking, form, 422 if form.errors else 200, None, now=now)


def _page_of(booking: Booking) -> str:
    if booking.kind == "lunch" and booking.occurrence_id:
        return url_for("lunch_staff.show", occurrence_id=booking.occurrence_id, _anchor=f"guest-{booking.id}")
    if booking.kind == "loan":
        return url_for("equipment_staff.at_desk", booking_id=booking.id)
    return url_for("short.open_short", ref=booking.link_token)


def _form(booking: Booking) -> EntryForm:
    """The form with what is stored, then what the address proposes, then what was sent: a drag sends only the time."""
    stored = said_of.stored(booking)
    given: MultiDict[str, str] = MultiDict(stored)
    for name in ("day", "starts", "ends", "colleague") if request.method == "GET" else ():
        if request.args.get(name):
            given[name] = request.args[name]
    if request.method == "POST":
        for name, value in request.form.items():
            given[name] = value  # `update` would keep both
        if "skip" in stored and "skip" not in request.form:
            given.pop("skip")
        take(given)
    form = FORMS[booking.kind](given)
    _offer(form, booking)
    return form


def take(given: "MultiDict[str, str]") -> None:
    """One of the free times was pressed instead of the typed one: "2026-11-18 9:30 10:00"."""
    parts = request.form.get("take", "").split(" ")
    if len(parts) == 3:
        given["day"], given["starts"], given["ends"] = parts


def _offer(form: EntryForm, booking: Booking) -> None:
    """Choices: the team of today, and who has the entry now; matters on offer, and the entry's own."""
    if isinstance(form, BookedForm):
        return
    people = {one.person_id: one.shown_as for one in team.colleagues(active=False) if team.is_active(one)}
    if isinstance(form, AppointmentForm):
        row = appointments.appointment(booking)
        matters = {one.id: one for one in (*appointments.matters(), row.matter)}
        form.matter.choices = [(number, said(one.name, g.lang).text) for number, one in matters.items()]
        own = row.colleague
    else:
        own = staff_blocks.of(booking).colleague
    if own is not None:
        people.setdefault(own.person_id, own.shown_as)
    form.colleague.choices = list(people.items())


def _save(booking: Booking, form: EntryForm, *, now: datetime) -> bool | int:
    """Raises Stale, Refusal."""
    version = form.read_version()
    if isinstance(form, AppointmentForm):
        wanted = Wanted(
            form.meeting(), form.colleague.data, form.matter.data, form.place.data or "", form.reason.data or ""
        )
        return staff_moving.save_appointment(booking, wanted, version, now=now)
    if isinstance(form, BlockForm):
        span = form.span()
        return staff_moving.save_block(
            booking,
            form.colleague.data,
            When(form.day.data, form.begins(), weekly.local_time(span.end)),
            form.words.data or "",
            version=version,
            scope=form.scope.data or staff_blocks.THIS,
            skip_taken=bool(form.skip.data),
            now=now,
        )
    return staff_moving.save_booked(booking, form.start(), version, now=now)


def _in_the_way(booking_id: int, form: EntryForm, refusal: Refusal, *, now: datetime) -> InTheWay | None:
    """What clashes and what is free instead, when the time was the reason."""
    booking = entry_or_404(booking_id)
    if isinstance(refusal, TimeGone):
        return InTheWay(Clash(), [span for _date, span in booked.nearest(form.start(), now=now)])
    if isinstance(form, BookedForm) or not isinstance(refusal, (Taken, SayWhy)):
        return None
    is_met = isinstance(form, AppointmentForm)
    buffers = staff_moving.buffers_of(appointments.appointment(booking).matter) if is_met else slots.NONE
    return in_the_way(form.colleague.data, form.span(), buffers, but=booking, now=now)


def in_the_way(
    colleague_id: int, span: Span, buffers: slots.Buffers, *, but: Booking | None = None, now: datetime
) -> InTheWay | None:
    """The clash of a colleague's time and the nearest free ones."""
    one = team.colleague(colleague_id)
    if one is None:
        return None
    found = staff_clash.clash(one, span, buffers=buffers, but=but)
    return InTheWay(found, staff_clash.nearest(one, span, buffers=buffers, but=but, now=now))


def _saved(booking: Booking, *, is_changed: bool) -> Any:
    when = say_day_span(booking.starts_at, booking.ends_at)
    if not is_changed:
        words = _("Nothing was changed.")
        notice(words, tone="info")
    else:
        told = said_of.told(booking)
        words = _("%(name)s is now on %(when)s.", name=said_of.name_of(booking), when=when) + (
            f" {told}" if told else ""
        )
        notice(words, undo=url_for(".undo", booking_id=booking.id))
    if wants_json():
        return jsonify(said=words)
    return redirect(said_of.to_day(booking), 303)


def _page(booking: Booking, form: EntryForm, code: int, hindrance: InTheWay | None, *, now: datetime) -> Any:
    if wants_json() and code != 200:
        return jsonify(said=_why(form, hindrance), form=_form_address(booking)), code
    page = render_template(
        "staff_calendar/entry.html",
        booking=booking,
        form=form,
        hindrance=hindrance,
        is_clash=code == 409,
        now=now,
        name=said_of.name_of(booking),
        told="" if booking.kind == "block" else staff_moving.who_is_told(booking.contact_name, reach_of(booking)),
        is_reachable=booking.kind == "block" or reach_of(booking) != "none",
        saved=said_of.saved_facts(booking) if code == 409 else [],
        back=said_of.to_day(booking),
        appointment=appointments.appointment(booking) if booking.kind == "appointment" else None,
        is_repeated=booking.kind == "block" and staff_blocks.of(booking).series_key is not None,
    )
    return page, code


def _clash_page(booking: Booking, form: EntryForm, *, now: datetime) -> Any:
    """Both texts: what is saved now, and what was typed, to be saved once more if it should stand."""
    form.version.data = str(booking.version)
    return _page(booking, form, 409, None, now=now)


def _why(form: EntryForm, hindrance: InTheWay | None) -> str:
    """The reasons of a refusal in one breath."""
    if hindrance and hindrance.clash:
        return staff_clash.said(hindrance.clash, form.span())
    errors = [str(one) for name, all_of in form.errors.items() for one in all_of]
    return " ".join(errors) or _("Somebody else has changed this entry meanwhile. Open it to see both.")


def _form_address(booking: Booking) -> str:
    sent = {name: request.form[name] for name in ("day", "starts", "ends", "colleague") if request.form.get(name)}
    return f"{url_for('.entry', booking_id=booking.id)}?{urlencode(sent)}"
