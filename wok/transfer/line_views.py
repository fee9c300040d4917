"""Putting a waiting import right: other columns, other words in a line, what is the same, what is left out."""

from typing import Any

from flask import abort, g, redirect, request, url_for

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.transfer import services
from wok.transfer.blueprint import BIGGEST_ID, bp
from wok.transfer.import_views import import_or_404
from wok.transfer.models import ImportLine, SheetImport
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sheet_files import MOST_COLUMNS, MOST_LETTERS
from wok.web.text import clean

CHOICES = ("", "same", "new", "leave")


def _open_or_404(import_id: int) -> SheetImport:
    row = import_or_404(import_id)
    if row.state != "open":
        raise services.AlreadyDone
    return row


def _back(import_id: int) -> Any:
    """The lines that were looked at."""
    show, page = clean(request.form.get("show", ""))[:10], clean(request.form.get("page", ""))[:4]
    more: dict[str, Any] = {name: value for name, value in (("show", show), ("page", page)) if value}
    return redirect(url_for(".preview", import_id=import_id, **more), 303)


def _done_already(import_id: int, refusal: Refusal) -> Any:
    notice(str(refusal.sentence), tone="warning")
    return redirect(url_for(".preview", import_id=import_id), 303)


@bp.post("/staff/import/<int:import_id>/columns")
@staff_only
def columns(import_id: int) -> Any:
    """Which column is which."""
    chosen = {str(at): clean(request.form.get(f"column-{at}", ""))[:40] for at in range(MOST_COLUMNS)}
    try:
        with transaction():
            services.rematch(_open_or_404(import_id), chosen)
    except Refusal as refusal:
        return _done_already(import_id, refusal)
    notice(_("Saved."))
    return _back(import_id)


@bp.post("/staff/import/<int:import_id>/lines/<int:line_id>")
@staff_only
def line(import_id: int, line_id: int) -> Any:
    """Other words in a line, and whether it is new, the same, or left out."""
    typed = {at: request.form.get(f"cell-{at}") for at in range(MOST_COLUMNS)}
    words = {at: clean(cell, lines=True)[:MOST_LETTERS] for at, cell in typed.items() if cell is not None}
    choice = request.form.get("choice", "")
    try:
        with transaction():
            row = _open_or_404(import_id)
            found = _line_or_404(row, line_id)
            if words:
                services.correct(found, words)
            if "choice" in request.form:
                services.choose(row, [found.id], choice if choice in CHOICES else "")
    except Refusal as refusal:
        return _done_already(import_id, refusal)
    return _back(import_id)


def _line_or_404(row: SheetImport, line_id: int) -> ImportLine:
    found = db.session.get(ImportLine, line_id) if line_id <= BIGGEST_ID else None
    return found if found is not None and found.import_id == row.id else abort(404)


@bp.post("/staff/import/<int:import_id>/all")
@staff_only
def choose_all(import_id: int) -> Any:
    """The same answer for every line that is perhaps known already."""
    choice = request.form.get("choice", "")
    try:
        with transaction():
            row = _open_or_404(import_id)
            plan = services.plan(row, services.way_of(row, g.person, now=clock.now()))
            ids = [one.line.id for one in plan.lines if one.state == "perhaps"]
            services.choose(row, ids, choice if choice in CHOICES else "")
    except Refusal as refusal:
        return _done_already(import_id, refusal)
    return _back(import_id)


@bp.post("/staff/import/<int:import_id>/drop")
@staff_only
def drop(import_id: int) -> Any:
    """Forget the file; nothing was written."""
    try:
        with transaction():
            services.drop(_open_or_404(import_id))
    except Refusal as refusal:
        return _done_already(import_id, refusal)
    notice(_("The file is forgotten. Nothing was imported."))
    return redirect(url_for(".imports"), 303)
