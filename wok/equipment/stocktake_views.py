"""The staff's counts (S8): begin, tick or scan, close; what is missing is lost, with Undo."""

from datetime import timedelta
from typing import Any

from flask import abort, current_app, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import db, transaction
from wok.equipment import stocktake
from wok.equipment.models import Stocktake
from wok.equipment.staff_blueprint import BIGGEST_ID, bp
from wok.errors import Refusal
from wok.web.access import staff_only
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext
from wok.web.texts import said

MOST = 5000


@bp.get("/staff/equipment/stocktakes")
@staff_only
def stocktakes() -> Any:
    """The open count, or a button to begin one; the last ones."""
    now = clock.now()
    past = [(one, bool(one.before and one.undo_until and one.undo_until >= now)) for one in stocktake.past()]
    return render_template("equipment_staff/stocktakes.html", current=stocktake.open_one(), past=past)


@bp.post("/staff/equipment/stocktakes")
@staff_only
def begin_stocktake() -> Any:
    """A new count, or on with the one that is open."""
    with transaction():
        row = stocktake.begin(g.person, now=clock.now())
    return redirect(url_for(".stocktake_page", stocktake_id=row.id), 303)


def stocktake_or_404(stocktake_id: int) -> Stocktake:
    """A count, open or closed."""
    found = db.session.get(Stocktake, stocktake_id) if stocktake_id <= BIGGEST_ID else None
    return found or abort(404)


@bp.route("/staff/equipment/stocktakes/<int:stocktake_id>", methods=["GET", "POST"])
@staff_only
def stocktake_page(stocktake_id: int) -> Any:
    """Each thing with its pieces to tick, or a number to write; saved as often as one likes."""
    row, form, typed = stocktake_or_404(stocktake_id), ActionForm(), dict[int, str]()
    found = stocktake.tallies(row)
    wrong: list[int] = []
    if form.validate_on_submit() and row.closed_at is None:
        typed = {one.item.id: request.form.get(f"count-{one.item.id}", "").strip() for one in found}
        wrong = [number for number, text in typed.items() if text and read_count(text) is None]
        if not wrong:
            _note(row, found, typed)
            if "close" in request.form:
                return _close(row)
            notice(_("Saved. Go on counting, or close the count."))
            return redirect(url_for(".stocktake_page", stocktake_id=row.id), 303)
    page = render_template(
        "equipment_staff/stocktake.html",
        stocktake=row,
        tallies=[(one, said(one.item.name, g.lang)) for one in found],
        typed=typed,
        wrong=wrong,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


def read_count(text: str) -> int | None:
    """How many were counted; None for what is no such number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= MOST else None


def _note(row: Stocktake, found: list[stocktake.Tally], typed: dict[int, str]) -> None:
    ticked = {int(text) for text in request.form.getlist("unit") if text.isascii() and text.isdecimal()}
    shown = {unit.id for one in found for unit in one.units}
    counts = {one.item.id: read_count(typed[one.item.id]) for one in found if not one.item.is_tagged}
    with transaction():
        stocktake.note(row, ticked & shown, shown, counts, now=clock.now())


def _close(row: Stocktake) -> Any:
    undo = timedelta(minutes=current_app.config["UNDO_MINUTES"])
    with transaction():
        lost = stocktake.close(row, now=clock.now(), undo=undo)
    words = ngettext(
        "The count is closed. %(num)s piece is missing and now counts as lost.",
        "The count is closed. %(num)s pieces are missing and now count as lost.",
        lost,
    )
    notice(
        words if lost else _("The count is closed. All is there."), undo=url_for(".undo_stocktake", stocktake_id=row.id)
    )
    return redirect(url_for(".stocktakes"), 303)


@bp.post("/staff/equipment/stocktakes/<int:stocktake_id>/undo")
@staff_only
def undo_stocktake(stocktake_id: int) -> Any:
    """The count is open again, and nothing is lost because of it."""
    row = stocktake_or_404(stocktake_id)
    try:
        with transaction():
            stocktake.undo_close(row, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return redirect(url_for(".stocktakes"), 303)
    notice(_("Undone: the count is open again."))
    return redirect(url_for(".stocktake_page", stocktake_id=stocktake_id), 303)
