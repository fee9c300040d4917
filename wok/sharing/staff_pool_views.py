"""How one thing is shared, and units kept for the town's or our own need (S12): always with a reason."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings.lines import LineNotLeft
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.sharing import names, overriding, pools, staff_rule_queries
from wok.sharing.ledger_models import ShareBlock
from wok.sharing.models import SharePool
from wok.sharing.staff_blueprint import acting_staff, bp, row_or_404
from wok.sharing.staff_forms import BlockForm, ModeForm
from wok.sharing.staff_models import ModeChange
from wok.sharing.staff_refusals import MoreThanFree
from wok.sharing.staff_rule_queries import PoolLine
from wok.sharing.staff_words import MODES
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/staff/sharing/things/<int:pool_id>", methods=["GET", "POST"])
@staff_only
def pool(pool_id: int) -> Any:
    """First come or wishes, with what the figures of six months speak for; a colleague's change is shown first (409)."""
    found, form = row_or_404(SharePool, pool_id), ModeForm()
    if not form.is_submitted():
        form.mode.data, form.version.data = found.mode, str(found.version)
    if not form.validate_on_submit():
        return _pool_page(form, pool_id, 422 if form.errors else 200)
    try:
        with transaction():
            db.session.refresh(found, with_for_update=True)
            if form.read_version() != found.version:
                raise StaleDataError
            _switch(found, form)
    except StaleDataError:
        return _pool_page(form, pool_id, 409)
    notice(_("Saved."))
    return redirect(url_for(".rules"), 303)


def _switch(found: SharePool, form: ModeForm) -> None:
    before = found.mode
    if before == form.mode.data:
        return
    pools.set_mode(found, form.mode.data)
    db.session.add(
        ModeChange(
            pool_id=found.id,
            before=before,
            mode=found.mode,
            reason=form.reason.data or "",
            by_id=acting_staff().id,
            at=clock.now(),
        )
    )


def _pool_page(form: ModeForm, pool_id: int, code: int) -> Any:
    line = _line(pool_id)
    form.now_stands(line.pool.version)
    changes = select(ModeChange).options(joinedload(ModeChange.by)).where(ModeChange.pool_id == pool_id)
    page = render_template(
        "sharing_staff/pool.html",
        form=form,
        line=line,
        called=names.names_of([line.pool], g.lang)[pool_id],
        modes=MODES,
        changes=list(db.session.scalars(changes.order_by(ModeChange.id.desc()).limit(20))),
        is_clash=code == 409,
    )
    return page, code


def _line(pool_id: int) -> PoolLine:
    found = staff_rule_queries.pool_lines(now=clock.now(), pool_id=pool_id)
    return found[0] if found else abort(404)


@bp.route("/staff/sharing/keep", methods=["GET", "POST"])
@staff_only
def keep() -> Any:
    """Keep units for the town or ourselves: the first press shows who has them, the second keeps them."""
    form, now = BlockForm(), clock.now()
    lines = staff_rule_queries.pool_lines(now=now)
    called = names.names_of([one.pool for one in lines], g.lang)
    form.pool_id.choices = [(one.pool.id, called[one.pool.id]) for one in lines]
    if not form.validate_on_submit():
        return _keep_page(form, called, 422 if form.errors else 200)
    chosen, span = row_or_404(SharePool, form.pool_id.data), _span(form)
    if form.seen.data != form.answers():
        form.seen.raw_data, form.seen.data = None, form.answers()
        return _keep_page(form, called, 200, chosen, span=span)
    try:
        with transaction():
            overriding.block(chosen, form.quantity.data or 1, span, form.reason.data or "", by=acting_staff(), now=now)
    except LineNotLeft as missing:
        form.refuse(MoreThanFree(missing.free))
        return _keep_page(form, called, 422, chosen, span=span)
    except Refusal as refusal:
        form.refuse(refusal)
        return _keep_page(form, called, 422, chosen, span=span)
    notice(_("Kept. The public report counts it, with the reason."))
    return redirect(url_for(".rules", _anchor="blocks"), 303)


def _span(form: BlockForm) -> Span:
    """Whole local days, or the hours that were given."""
    first, last = form.first_on.data, form.last_on.data
    start = weekly.instant(first, form.starts.data) if form.starts.data else weekly.day_span(first).start
    end = weekly.instant(last, form.ends.data) if form.ends.data else weekly.day_span(last).end
    return Span(start, end)


def _keep_page(
    form: BlockForm, called: dict[int, str], code: int, chosen: SharePool | None = None, *, span: Span | None = None
) -> Any:
    form.fill_token()
    holders = []
    if chosen is not None and span is not None:
        holders = staff_rule_queries.holders(pools.sharing_atoms([chosen.id]), span.start, span.end)
    page = render_template(
        "sharing_staff/keep.html",
        form=form,
        called=called,
        chosen=chosen,
        span=span,
        free=pools.free_now(chosen, span) if chosen is not None and span is not None else None,
        holders=holders,
    )
    return page, code


@bp.post("/staff/sharing/blocks/<int:block_id>/end")
@staff_only
def give_back(block_id: int) -> Any:
    """The need is over: the units are free again."""
    block = row_or_404(ShareBlock, block_id)
    try:
        with transaction():
            overriding.unblock(block, acting_staff(), now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Given back: it is free again."))
    return redirect(url_for(".rules", _anchor="blocks"), 303)
