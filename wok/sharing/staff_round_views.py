"""Rounds for staff: what is to come, a dry run, the public number typed by two, what a drawn round gave and why."""

from datetime import datetime, time
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.sharing import drawing, names, staff_round_queries
from wok.sharing import rounds as running
from wok.sharing.answers import say_points
from wok.sharing.models import ShareRound
from wok.sharing.round_words import say_round
from wok.sharing.staff_blueprint import acting_staff, bp, read_page, row_or_404
from wok.sharing.staff_forms import NumberForm, WaitForm
from wok.sharing.staff_refusals import TooEarlyToWait
from wok.sharing.staff_round_queries import UNDRAWN, Line
from wok.sharing.staff_words import FAMILIES, REASONS, ROUND_KINDS, ROUND_STATES, ROUND_TAGS, STATE_TAGS, STATES
from wok.web.access import staff_only
from wok.web.forms import WokForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _

EVENING = time(18)
SHOWN = {"coming": "coming", "over": "over"}


@bp.get("/staff/rounds")
@staff_only
def rounds() -> Any:
    """Rounds to come by their closing, or those that are over."""
    which = SHOWN.get(request.args.get("show", ""), "coming")
    page = read_page()
    found, has_more = staff_round_queries.rounds(which, page)
    return render_template(
        "sharing_staff/rounds.html",
        rows=found,
        which=which,
        kinds=ROUND_KINDS,
        states=ROUND_STATES,
        tags=ROUND_TAGS,
        families=FAMILIES,
        say_round=say_round,
        earlier=url_for(".rounds", show=which, page=page - 1) if page else None,
        later=url_for(".rounds", show=which, page=page + 1) if has_more else None,
    )


@bp.get("/staff/rounds/<int:round_id>")
@staff_only
def round_page(round_id: int) -> Any:
    """One round: what it is made of, what it gave, in the order of the rule; before the draw, the wishes."""
    return _page(row_or_404(ShareRound, round_id), 200)


@bp.get("/staff/rounds/<int:round_id>/dry-run")
@staff_only
def dry_run(round_id: int) -> Any:
    """What the rule would give today; nothing is decided."""
    row = row_or_404(ShareRound, round_id)
    if row.state not in UNDRAWN:
        return redirect(url_for(".round_page", round_id=round_id), 303)
    return _page(row, 200, tried=staff_round_queries.dry_run(row, now=clock.now()))


def _page(row: ShareRound, code: int, *, typed: WokForm | None = None, tried: list[Line] | None = None) -> Any:
    now = clock.now()
    lines = tried if tried is not None else staff_round_queries.lines(row)
    waiting = typed if isinstance(typed, WaitForm) else WaitForm(formdata=None)
    if waiting is not typed and row.number_until:
        waiting.until.data = weekly.local_day(row.number_until)
    body = render_template(
        "sharing_staff/round.html",
        row=row,
        lines=lines,
        is_tried=tried is not None,
        is_undrawn=row.state in UNDRAWN,
        called=names.names_of({one.request.pool for one in lines}, g.lang),
        kinds=ROUND_KINDS,
        round_states=ROUND_STATES,
        round_tags=ROUND_TAGS,
        states=STATES,
        tags=STATE_TAGS,
        families=FAMILIES,
        reasons=REASONS,
        say_points=say_points,
        form=typed or NumberForm(formdata=None),
        numbering=typed if isinstance(typed, NumberForm) else NumberForm(formdata=None),
        waiting=waiting,
        is_mine=row.number_typed_by == acting_staff().id,
        may_draw=row.state == "closed" and row.closes_at <= now,
    )
    return body, code


@bp.post("/staff/rounds/<int:round_id>/wait")
@staff_only
def wait_for_number(round_id: int) -> Any:
    """The draw waits for a public number until the evening of a day; without a day it does not wait."""
    row, form = row_or_404(ShareRound, round_id), WaitForm()
    if not form.validate_on_submit():
        return _page(row, 422, typed=form)
    try:
        with transaction():
            _wait(row, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(row_or_404(ShareRound, round_id), 422, typed=form)
    notice(_("Saved."))
    return redirect(url_for(".round_page", round_id=round_id), 303)


def _wait(row: ShareRound, form: WaitForm) -> None:
    db.session.refresh(row, with_for_update=True)
    until: datetime | None = weekly.instant(form.until.data, EVENING) if form.until.data else None
    if row.state not in UNDRAWN or (until is not None and until <= max(row.closes_at, clock.now())):
        raise TooEarlyToWait
    running.want_number(row, until)


@bp.post("/staff/rounds/<int:round_id>/number")
@staff_only
def type_number(round_id: int) -> Any:
    """The public number: typed by one, and again by another; then the round is drawn."""
    row, form = row_or_404(ShareRound, round_id), NumberForm()
    if not form.validate_on_submit():
        return _page(row, 422, typed=form)
    try:
        with transaction():
            is_agreed = running.type_number(row, form.read(), acting_staff(), now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(row_or_404(ShareRound, round_id), 422, typed=form)
    if is_agreed:
        notice(_("Both numbers agree. The round is drawn within a minute."))
    else:
        notice(_("Written down. A colleague must type the same number."))
    return redirect(url_for(".round_page", round_id=round_id), 303)


@bp.post("/staff/rounds/<int:round_id>/draw")
@staff_only
def draw(round_id: int) -> Any:
    """Draw and publish now, without waiting for a number any longer."""
    row_or_404(ShareRound, round_id)
    with transaction():
        is_drawn = drawing.draw(round_id, now=clock.now())
    if is_drawn:
        notice(_("Drawn and published. Everybody is told."))
    else:
        notice(_("This round is not closed, or it was drawn already."), tone="warning")
    return redirect(url_for(".round_page", round_id=round_id), 303)


@bp.get("/staff/rounds/<int:round_id>/file")
@staff_only
def round_file(round_id: int) -> Any:
    """The published file, byte for byte; “wok verify-round” recomputes it."""
    row = row_or_404(ShareRound, round_id)
    text = running.published(row)
    if text is None:
        abort(404)
    name = "".join(char if char.isascii() and char.isalnum() else "-" for char in row.key)
    return Response(
        text, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="wok-{name}.json"'}
    )
