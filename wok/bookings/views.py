"""Find my booking without an account (P8), and the short links of mails and printed cards."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import asides, at_door, cause_lines, door
from wok.bookings.guess import is_slowed, note_wrong
from wok.bookings.house_open import house_now
from wok.bookings.letters import FindForm, LinksForm
from wok.bookings.links import HOUR, LINKS, owe_links
from wok.bookings.models import Booking
from wok.bookings.places import address, new_address, place_of
from wok.bookings.series import running_closures
from wok.db import transaction
from wok.kernel import weekly
from wok.people import attempts
from wok.web.access import public
from wok.web.forms import WokForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import Words, said

bp = Blueprint("bookings", __name__)
short = Blueprint("short", __name__)

CLOSED_AHEAD = timedelta(weeks=6)
LINKS_FROM_ONE = 20  # asked by one visitor's address within the hour

bp.add_app_template_global(address, "booking_address")
bp.add_app_template_global(new_address, "booking_again")
bp.add_app_template_global(place_of)
bp.add_app_template_global(asides.of, "asides_of")
bp.add_app_template_global(lambda: closed_ahead(now=clock.now()), "closed_ahead")
bp.add_app_template_global(lambda: house_now(now=clock.now()), "house_now")
bp.add_app_template_global(cause_lines.of, "lines_of_cause")


def closed_ahead(*, now: datetime) -> list[tuple[date, date, Words]]:
    """The closed days of the next weeks: first, last, why; for the page that says when we are here."""
    today = weekly.local_day(now)
    found = running_closures(today, today + CLOSED_AHEAD)
    shut = [one for one in found if one.kind != "school_holiday"]
    return [(one.first_on, one.last_on, said(one.reason, g.lang)) for one in shut]


@short.get("/b/<ref>")
@public
def open_short(ref: str) -> Any:
    """The short link of a mail or a card, in the booking's language; it only shows.

    Who checks in that day (staff, the organiser) comes to the guest's line: the phone's camera is all they need.
    """
    booking = door.find(ref)
    if booking is None and not door.looks_like_code(ref):
        abort(404)
    at_the_door = at_door.way_of(booking) if booking else None
    if at_the_door:
        return redirect(at_the_door, 302)
    if booking is None or door.looks_like_code(ref):
        return redirect(url_for("lunches.booking", ref=ref, lang=g.lang), 302)
    return redirect(address(booking, lang=booking.language), 302)


@bp.route("/find", methods=["GET", "POST"])
@public
def find() -> Any:
    """By the printed code and three letters of the name. Wrong, cancelled and past are three answers."""
    form, now = FindForm(), clock.now()
    if not form.validate_on_submit():
        return _page(find=form)
    code = form.code.data or ""
    if is_slowed(code, now=now):
        return render_template("bookings/too_many.html"), 429
    booking = door.find(code)
    if booking is None or not door.is_name(booking, form.letters.data or ""):
        with transaction():
            note_wrong(code, now=now)
        form.code.errors = [_("We find no booking with this code and these letters. Check both, or call us.")]
        return _page(find=form)
    door.remember(booking)
    _say_state(booking, now=now)
    return redirect(address(booking), 303)


def _say_state(booking: Booking, *, now: datetime) -> None:
    if booking.status == "cancelled":
        notice(_("We found it, but it was cancelled. You can book again."), tone="warning")
    elif booking.ends_at <= now:
        notice(str(place_of(booking).over), tone="info")
    else:
        notice(_("Here is your booking."))


@bp.post("/find/links")
@public
def send_links() -> Any:
    """Send my links again, by e-mail, phone or code; the answer is the same whether we know them or not."""
    form, now = LinksForm(), clock.now()
    if not form.validate_on_submit():
        return _page(links=form)
    visitor = request.remote_addr or "?"
    if attempts.is_slowed(LINKS, visitor, now=now, most=LINKS_FROM_ONE, within=HOUR):
        return render_template("bookings/too_many.html"), 429
    with transaction():
        attempts.note(LINKS, visitor, now=now)
        owe_links(form, now=now)
    return redirect(url_for(".links_sent"), 303)


@bp.get("/find/sent")
@public
def links_sent() -> Any:
    """What happens next, whoever asked."""
    return render_template("bookings/sent.html")


def _page(*, find: FindForm | None = None, links: LinksForm | None = None) -> Any:
    shown: WokForm | None = find or links
    body = render_template(
        "bookings/find.html",
        form=shown,
        find=find or FindForm(formdata=None),
        links=links or LinksForm(formdata=None),
    )
    return body, 422 if request.method == "POST" else 200
