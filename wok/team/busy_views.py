"""A staff member's own calendar elsewhere: they alone name it, see what was read, replace and remove it."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import db, transaction
from wok.people.refusals import Clash
from wok.team import busy_queries, busy_services
from wok.team.busy_forms import BusyForm
from wok.team.busy_words import FAULTS
from wok.team.fetch import host_of
from wok.team.models import Colleague
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _

bp = Blueprint("busy", __name__)


@bp.route("/staff/team/busy", methods=["GET", "POST"])
@staff_only
def show() -> Any:
    """My calendar: paste its address, see what was read."""
    colleague = db.session.get(Colleague, g.person.id)
    form = BusyForm()
    if request.method == "POST" and colleague is None:
        abort(404)
    if not form.validate_on_submit():
        return _page(colleague, form, status=422 if request.method == "POST" else 200)
    try:
        with transaction():
            busy_services.name_address(g.person.id, form.https(), version=form.read_version())
    except Clash as clash:
        form.refuse(clash)
        return _page(colleague, form, status=409)
    notice(_("Saved. We read your calendar within a minute, and then every 15 minutes."))
    return redirect(url_for(".show"), 303)


@bp.post("/staff/team/busy/remove")
@staff_only
def remove() -> Any:
    """Forget my calendar and its busy times."""
    if busy_queries.calendar_of(g.person.id) is None:
        abort(404)
    with transaction():
        busy_services.forget(g.person.id)
    notice(_("Your calendar is removed. Its busy times are no longer kept free."))
    return redirect(url_for(".show"), 303)


def _page(colleague: Colleague | None, form: BusyForm, *, status: int) -> Any:
    now = clock.now()
    calendar = busy_queries.calendar_of(g.person.id)
    if status != 422:
        form.version.data = str(calendar.version if calendar else 0)
    facts = {
        "colleague": colleague,
        "calendar": calendar,
        "host": host_of(calendar.address) if calendar else "",
        "fault": FAULTS.get(calendar.fault, FAULTS["our_fault"]) if calendar and calendar.fault else "",
        "coming": busy_queries.coming(calendar, now=now) if calendar else [],
        "count": busy_queries.count(calendar, now=now) if calendar else 0,
        "clashes": busy_queries.clashes(colleague, now=now) if colleague else [],
        "is_clash": status == 409,
    }
    return render_template("team/busy.html", form=form, **facts), status
