"""Fair access for everybody: what it is for, telling us without an account, the counts; own_views.py has the way back."""

from datetime import timedelta
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings.codes import spoken
from wok.db import transaction
from wok.errors import Refusal
from wok.fair_access import own_views, queries, services, words
from wok.fair_access.blueprint import bp as bp
from wok.fair_access.forms import ReportForm
from wok.fair_access.models import FairCase
from wok.people import attempts
from wok.web.access import public
from wok.web.picture import picture_code

bp.add_app_template_global(queries.is_reader, "is_fair_reader")

TOLD = "fair.tell"
PER_HOUR = 8  # reports from one visitor's address; a whole house may share one
HOUR = timedelta(hours=1)


@bp.get("/fair-access")
@public
def show() -> Any:
    """What it is for, who reads, what happens then, and the counts of the years that are over."""
    return render_template(
        "fair_access/show.html",
        readers=queries.readers(),
        figures=queries.figures(now=clock.now()),
        words=words,
        reads_here=queries.is_reader(g.person),
    )


@bp.route("/fair-access/tell", methods=["GET", "POST"])
@public
def tell() -> Any:
    """The report itself."""
    form, readers, now = ReportForm(), queries.readers(), clock.now()
    form.offer_readers(queries.named(readers))
    form.fill_token()
    if not readers:
        return render_template("fair_access/nobody.html")
    if not form.validate_on_submit():
        return _page(form, 422 if request.method == "POST" else 200)
    visitor = request.remote_addr or "?"
    if attempts.is_slowed(TOLD, visitor, now=now, most=PER_HOUR, within=HOUR):
        return _page(form, 429, is_slowed=True)
    try:
        case = _write(form, visitor)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, 422)
    own_views.remember(case, now=now)
    return redirect(url_for(".told"), 303)


def _write(form: ReportForm, visitor: str) -> FairCase:
    """One report, however often the form comes."""
    now = clock.now()
    try:
        with transaction():
            is_new = services.known(form.token()) is None
            case = services.tell(form.report(), language=g.lang, token=form.token(), now=now)
            if is_new:
                attempts.note(TOLD, visitor, now=now)
    except IntegrityError:  # the same form, at the same moment
        found = services.known(form.token())
        if found is None:
            raise
        return found
    return case


def _page(form: ReportForm, status: int, *, is_slowed: bool = False) -> Any:
    return render_template("fair_access/tell.html", form=form, is_slowed=is_slowed), status


@bp.get("/fair-access/told")
@public
def told() -> Any:
    """The code to come back with, on a card to print."""
    case = own_views.remembered(now=clock.now())
    if case is None:
        return redirect(url_for(".follow"), 302)
    address = url_for(".follow", _external=True)
    return render_template(
        "fair_access/told.html", case=case, code=spoken(case.code or ""), address=address, picture=picture_code(address)
    )
