"""What is in repair, what is missing, and the loans at risk: staff settle them here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select

from wok import clock
from wok.db import db, transaction
from wok.equipment import repairs, risk_choices
from wok.equipment.desk_forms import ClosedForm, RepairForm
from wok.equipment.desk_words import CLOSED, name_of
from wok.equipment.models import Item, Unit
from wok.equipment.movement_models import LoanRisk, MissingPiece, Repair
from wok.equipment.repairs import Broken
from wok.equipment.staff_blueprint import BIGGEST_ID, bp
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/staff/repairs")
@staff_only
def repairs_list() -> Any:
    """What is in repair, what is missing, and what was closed lately."""
    now = clock.now()
    return render_template(
        "equipment_staff/repairs.html",
        open=repairs.repairs(now=now),
        closed=repairs.repairs(now=now, is_open=False),
        missing=[row for rows in repairs.missing_of().values() for row in rows],
        outcomes=CLOSED,
        now=now,
    )


@bp.route("/staff/repairs/new", methods=["GET", "POST"])
@staff_only
def new_repair() -> Any:
    """Something is broken that did not come back from a loan just now; ?unit=TAG or ?item=number."""
    unit, item = _unit(), None
    item = unit.item if unit else _item()
    form = RepairForm()
    form.fill_token()
    if form.validate_on_submit():
        try:
            with transaction():
                made = _open(item, unit, form, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("In repair: %(thing)s.", thing=name_of(item)), undo=url_for(".undo_repair", repair_id=made.id))
            return redirect(url_for(".repairs_list"), 303)
    body = render_template("equipment_staff/repair_new.html", broken=item, unit=unit, form=form)
    return body, 422 if form.errors else 200


def _open(item: Item, unit: Unit | None, form: RepairForm, *, now: datetime) -> Repair:
    known = db.session.scalar(select(Repair).where(Repair.form_token == form.token()))
    if known is not None:
        return known
    count = 1 if unit else form.count.data or 1
    broken = Broken(item, form.reason.data or "", unit, count, None, g.person.id, form.token())
    return repairs.open_repair(broken, now=now)


def _unit() -> Unit | None:
    tag = request.args.get("unit")
    return (db.session.scalar(select(Unit).where(Unit.tag == tag)) or abort(404)) if tag else None


def _item() -> Item:
    typed = request.args.get("item", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    found = db.session.get(Item, number) or abort(404)
    return abort(404) if found.is_tagged else found


def _repair(repair_id: int) -> Repair:
    return (db.session.get(Repair, repair_id) if repair_id <= BIGGEST_ID else None) or abort(404)


@bp.post("/staff/repairs/<int:repair_id>/close")
@staff_only
def close_repair(repair_id: int) -> Any:
    """Mended, not to be mended, or nothing was wrong."""
    repair, form = _repair(repair_id), ClosedForm()
    if not form.validate_on_submit():
        abort(400)

    def do(now: datetime) -> None:
        repairs.close_repair(repair, form.outcome.data, form.note.data or "", now=now, staff_id=g.person.id)

    undo = url_for(".undo_repair", repair_id=repair_id)
    return _do(do, str(CLOSED[form.outcome.data]), to=url_for(".repairs_list"), undo=undo)


@bp.post("/staff/repairs/<int:repair_id>/undo")
@staff_only
def undo_repair(repair_id: int) -> Any:
    """Take the last press back."""
    repair = _repair(repair_id)
    do = lambda now: repairs.undo(repair, now=now, staff_id=g.person.id)  # noqa: E731
    return _do(do, _("Undone."), to=url_for(".repairs_list"))


@bp.post("/staff/repairs/missing/<int:piece_id>/found")
@staff_only
def found_piece(piece_id: int) -> Any:
    """Found, or replaced."""
    row = (db.session.get(MissingPiece, piece_id) if piece_id <= BIGGEST_ID else None) or abort(404)
    to = url_for(".repairs_list", _anchor="missing")
    return _do(lambda now: repairs.found_piece(row, now=now), _("Complete again."), to=to)


@bp.post("/staff/handover/risk/<int:line_id>/<any(ask, fewer, substitute):what>")
@staff_only
def settle_risk(line_id: int, what: str) -> Any:
    """A loan at risk: ask its borrower, agree on fewer, or give something else."""
    risk = (db.session.get(LoanRisk, line_id) if line_id <= BIGGEST_ID else None) or abort(404)
    to = url_for(".at_desk", booking_id=risk.line.booking_id)
    if what == "ask":
        return _do(lambda now: risk_choices.ask(risk, now=now), _("The borrower is asked."), to=to)
    if what == "fewer":
        return _do(lambda now: risk_choices.fewer(risk, now=now), _("Agreed; the borrower is told."), to=to)
    typed = request.form.get("item", "")
    found = {str(one.item.id): one.item for one in risk_choices.choices(risk)}
    other = found.get(typed) or abort(400)
    return _do(lambda now: risk_choices.substitute(risk, other, now=now), _("Agreed; the borrower is told."), to=to)


def _do(do: Callable[[datetime], object], words: str, *, to: str, undo: str | None = None) -> Any:
    try:
        with transaction():
            do(clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(words, undo=undo)
    return redirect(to, 303)
