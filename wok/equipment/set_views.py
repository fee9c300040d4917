"""Sets of things as staff keep them (S8), and the hand-over hours."""

from typing import Any

from flask import g, redirect, render_template, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.equipment import opening, sets, stock_queries
from wok.equipment.models import ItemSet
from wok.equipment.staff_blueprint import bp, set_or_404
from wok.equipment.stock_forms import HandoverForm, SetForm, version_of
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.saving import save_row
from wok.web.sentences import gettext as _
from wok.web.texts import gaps, said


@bp.get("/staff/equipment/sets", endpoint="sets")
@staff_only
def all_sets() -> Any:
    """The sets and what belongs to them; retired ones last."""
    rows = [(row, said(row.name, g.lang)) for row in stock_queries.sets()]
    return render_template("equipment_staff/sets.html", rows=rows, said=said, gaps=gaps)


@bp.route("/staff/equipment/sets/new", methods=["GET", "POST"])
@staff_only
def new_set() -> Any:
    """One more set."""
    return _write(None, SetForm())


@bp.route("/staff/equipment/sets/<int:set_id>", methods=["GET", "POST"])
@staff_only
def item_set(set_id: int) -> Any:
    """Its words and parts; who saves second sees both."""
    row, form = set_or_404(set_id), SetForm()
    if not form.is_submitted():
        form.show(row)
    return _write(row, form)


def _write(row: ItemSet | None, form: SetForm) -> Any:
    form.offer(stock_queries.choices(g.lang))
    form.fill_token()
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        code = save_row(form, row, lambda: sets.write(row, form.facts(), form.chosen(), now=clock.now()))
    if code == 303:
        notice(_("Saved."))
        return redirect(url_for(".sets"), 303)
    page = render_template("equipment_staff/set.html", form=form, row=row, is_clash=code == 409, said=said)
    return page, code


@bp.post("/staff/equipment/sets/<int:set_id>/<any(retire, show):what>")
@staff_only
def turn_set(set_id: int, what: str) -> Any:
    """No longer shown, or shown again."""
    row = set_or_404(set_id)
    with transaction():
        (sets.retire if what == "retire" else sets.bring_back)(row, now=clock.now())
    if what == "retire":
        notice(_("No longer shown."), undo=url_for(".turn_set", set_id=set_id, what="show"))
    else:
        notice(_("Shown again."))
    return redirect(url_for(".sets"), 303)


@bp.route("/staff/equipment/hours", methods=["GET", "POST"])
@staff_only
def hours() -> Any:
    """When things are handed out and taken back, every week."""
    form = HandoverForm()
    if not form.is_submitted():
        week = opening.calendar().week
        form.show(week)
        form.version.data = str(version_of(week))
    if not form.validate_on_submit():
        return _hours_page(form, 422 if form.errors else 200)
    try:
        with transaction():
            if form.read_version() != version_of(opening.calendar().week):
                raise StaleDataError
            opening.set_week(form.openings())
    except StaleDataError:
        form.version.data = str(version_of(opening.calendar().week))
        return _hours_page(form, 409)
    notice(_("Saved. Loans that were agreed keep their days."))
    return redirect(url_for(".hours"), 303)


def _hours_page(form: HandoverForm, code: int) -> Any:
    week = opening.calendar().week
    return render_template("equipment_staff/hours.html", form=form, week=week, is_clash=code == 409), code
