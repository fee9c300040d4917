"""The screen by the door, with numbers only, and the tablet beside it (P24): one press, one number, no paper, no limits.

The tablet's address carries a key that staff read on their desk, so that only the tablet gives numbers without counting.
"""

import hmac
from typing import Any

from flask import abort, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import door as bookings_door
from wok.bookings.guess import is_slowed, note_wrong
from wok.db import transaction
from wok.errors import Refusal
from wok.oncall import lookups, numbers, queries, shown
from wok.oncall.blueprint import bp
from wok.oncall.forms import ArriveForm, NumberForm
from wok.oncall.models import Visit
from wok.oncall.numbers import TABLET, Wish
from wok.oncall.words import TOPICS
from wok.people import attempts
from wok.people.models import LANGUAGES
from wok.web.access import public
from wok.web.addresses import whole
from wok.web.picture import picture_code
from wok.web.sentences import gettext as _

RETURNS = 20  # seconds a number stays on the tablet


def tablet_key() -> str:
    """What the tablet's address ends with; from the installation's secret, so nothing is stored."""
    return attempts.keyed("oncall.tablet")[:20]


def _must_be_the_tablet(key: str) -> None:
    if not hmac.compare_digest(key.encode(), tablet_key().encode()):
        abort(404)


@bp.get("/on-call/door")
@public
def door() -> Any:
    """Numbers only: who is called, who is next, how long it takes."""
    now = clock.now()
    queue = shown.today(now=now)
    dates = shown.coming(g.lang, now=now, count=3)
    return render_template(
        "oncall/door.html",
        queue=queue,
        reason=shown.reason_of(queue.occurrence, g.lang) if queue else None,
        dates=[one for one in dates if one.state in ("open", "full")],
        stamp=queries.stamp(now=now),
        now=now,
    )


@bp.route("/on-call/tablet/<key>", methods=["GET", "POST"])
@public
def tablet(key: str) -> Any:
    """Language and topic; the press on a pictogram gives the number."""
    _must_be_the_tablet(key)
    now, form = clock.now(), NumberForm(language=g.lang)
    queue = shown.today(now=now)
    if queue and form.validate_on_submit():
        try:
            visit = _take_once(queue, form, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".tablet_number", key=key, link=visit.link_token), 303)
    form.form_token.data = None  # each person at the tablet presses a form of their own
    form.form_token.raw_data = None
    form.fill_token()
    answer = make_response(
        render_template(
            "oncall/tablet.html", form=form, queue=queue, key=key, topics=TOPICS, now=now, stamp=queries.stamp(now=now)
        ),
        422 if request.method == "POST" else 200,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _take_once(queue: queries.Queue, form: NumberForm, *, now: Any) -> Visit:
    asked = Wish(form.topic.data, form.language.data, form.nickname.data or "")
    try:
        with transaction():
            return numbers.take(queue.occurrence, asked, now=now, where=TABLET, form_token=form.token())
    except IntegrityError:
        found = numbers.of_form(form.token())
        if found is None:
            raise
        return found


@bp.get("/on-call/tablet/<key>/number/<link>")
@public
def tablet_number(key: str, link: str) -> Any:
    """The number, big, and its picture code for the phone; the tablet returns to its start by itself."""
    _must_be_the_tablet(key)
    now = clock.now()
    visit = lookups.visit_by_link(link) or abort(404)
    queue = queries.queue(visit.occurrence, now=now)
    link_out = whole(f"/{g.lang}/on-call/number/{visit.link_token}")
    page = render_template(
        "oncall/tablet_number.html",
        visit=visit,
        place=queue.place_of(visit),
        picture=picture_code(link_out),
        key=key,
        now=now,
        seconds=RETURNS,
    )
    answer = make_response(page)
    begins = url_for(".tablet", key=key, lang=LANGUAGES[0])  # the next visitor does not inherit this one's language
    answer.headers["Refresh"] = f"{RETURNS}; url={begins}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/on-call/tablet/<key>/here", methods=["GET", "POST"])
@public
def tablet_here(key: str) -> Any:
    """I have a booked time and I am here: code and three letters."""
    _must_be_the_tablet(key)
    now, form = clock.now(), ArriveForm()
    if form.validate_on_submit():
        code = form.code.data or ""
        if is_slowed(code, now=now):
            return render_template("bookings/too_many.html"), 429
        booking = bookings_door.find(code)
        if booking is None or booking.kind != "oncall" or not bookings_door.is_name(booking, form.letters.data or ""):
            with transaction():
                note_wrong(code, now=now)
            form.code.errors = [_("We find no booking with this code and these letters. Check both, or call us.")]
        else:
            try:
                with transaction():
                    visit = numbers.arrive(booking, now=now)
                return redirect(url_for(".tablet_number", key=key, link=visit.link_token), 303)
            except Refusal as refusal:
                form.refuse(refusal)
    status = 422 if request.method == "POST" else 200
    return render_template("oncall/tablet_here.html", form=form, key=key, now=now), status
