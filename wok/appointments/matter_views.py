"""Matters as staff keep them: the list with its order, one matter, withdrawing with its effect shown first."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import select

from wok import clock
from wok.appointments import matter_services, queries, shown, staff_queries
from wok.appointments.matter_forms import CONFIRMATIONS, MatterForm
from wok.appointments.models import Matter, MatterColleague
from wok.appointments.staff_blueprint import bp, matter_or_404
from wok.db import db, transaction
from wok.team import queries as team
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.saving import save_row
from wok.web.sentences import gettext as _
from wok.web.texts import gaps


@bp.get("/staff/appointments/matters")
@staff_only
def matters() -> Any:
    """All of them in the order in which people read them; withdrawn ones last."""
    found = queries.matters(now=clock.now())
    names = {one.person_id: one.shown_as for one in team.colleagues()}
    handled: dict[int, list[str]] = {one.id: [] for one in found}
    for row in db.session.scalars(select(MatterColleague)):
        if row.colleague_id in names and row.matter_id in handled:
            handled[row.matter_id].append(names[row.colleague_id])
    return render_template(
        "appointments_staff/matters.html",
        matters=[(one, shown.matter(one, g.lang)) for one in found if one.ended_at is None],
        withdrawn=[(one, shown.matter(one, g.lang)) for one in found if one.ended_at is not None],
        handled=handled,
        confirmations=CONFIRMATIONS,
        gaps=gaps,
    )


@bp.route("/staff/appointments/matters/new", methods=["GET", "POST"])
@staff_only
def new_matter() -> Any:
    """One more thing people can come for."""
    form = MatterForm()
    form.offer_people(team.colleagues())
    return _write(None, form)


@bp.route("/staff/appointments/matters/<int:matter_id>", methods=["GET", "POST"])
@staff_only
def matter(matter_id: int) -> Any:
    """One matter; what was agreed before keeps its time and length."""
    found, form = matter_or_404(matter_id), MatterForm()
    form.offer_people(team.colleagues())
    if not form.is_submitted():
        form.show(found, [one.person_id for one in queries.handlers(found)])
        form.version.data = str(found.version)
    return _write(found, form)


def _write(found: Matter | None, form: MatterForm) -> Any:
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        code = save_row(form, found, lambda: matter_services.write(found, form.facts()))
    if code == 303:
        notice(_("Saved."))
        return redirect(url_for(".matters"), 303)
    body = render_template(
        "appointments_staff/matter.html",
        form=form,
        matter=found,
        shown=shown.matter(found, g.lang) if found else None,
        handlers=[one.shown_as for one in queries.handlers(found)] if found else [],
        confirmations=CONFIRMATIONS,
        is_clash=code == 409,
        open_count=staff_queries.open_count(found, now=clock.now()) if found else 0,
    )
    return body, code


@bp.route("/staff/appointments/matters/<int:matter_id>/withdraw", methods=["GET", "POST"])
@staff_only
def withdraw(matter_id: int) -> Any:
    """No longer offered; first how many open appointments there are, which stay."""
    found, now = matter_or_404(matter_id), clock.now()
    if request.method != "POST":
        return render_template(
            "appointments_staff/withdraw.html",
            matter=found,
            shown=shown.matter(found, g.lang),
            open_count=staff_queries.open_count(found, now=now),
        )
    with transaction():
        matter_services.withdraw(found, now=now)
    notice(_("Withdrawn. What was agreed stays."), undo=url_for(".offer_again", matter_id=matter_id))
    return redirect(url_for(".matters"), 303)


@bp.post("/staff/appointments/matters/<int:matter_id>/offer")
@staff_only
def offer_again(matter_id: int) -> Any:
    """Offered once more."""
    found = matter_or_404(matter_id)
    with transaction():
        matter_services.offer_again(found)
    notice(_("Offered again."))
    return redirect(url_for(".matters"), 303)


@bp.post("/staff/appointments/matters/<int:matter_id>/<any(up, down):where>")
@staff_only
def put(matter_id: int, where: str) -> Any:
    """One place earlier or later in the list."""
    matter_or_404(matter_id)
    with transaction():
        rows = queries.matters()
        at = next((number for number, one in enumerate(rows) if one.id == matter_id), None)
        other = None if at is None else at + (1 if where == "down" else -1)
        if at is not None and other is not None and 0 <= other < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
            matter_services.put_in_order(rows)
    return redirect(url_for(".matters", _anchor=f"matter-{matter_id}"), 303)
