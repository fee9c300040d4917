"""A group's account as staff keep it: a penalty excused with a reason, what a group did for others."""

from typing import Any

from flask import redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.sharing import staff_accounts, staff_circle_queries
from wok.sharing.answers import say_points
from wok.sharing.ledger_models import Contribution, SharePenalty
from wok.sharing.staff_blueprint import acting_staff, bp, row_or_404
from wok.sharing.staff_forms import ContributionForm, ReasonForm
from wok.sharing.staff_words import FAMILIES, PENALTIES
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/staff/circles/penalties/<int:penalty_id>/excuse", methods=["GET", "POST"])
@staff_only
def excuse(penalty_id: int) -> Any:
    """It counts no more; why is kept and shown."""
    penalty, form = row_or_404(SharePenalty, penalty_id), ReasonForm()
    if form.validate_on_submit():
        try:
            with transaction():
                staff_accounts.excuse(penalty, form.reason.data or "", acting_staff(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            undo = url_for(".unexcuse", penalty_id=penalty_id)
            notice(_("Excused: it counts no more."), undo=undo)
            return redirect(url_for(".circle", circle_id=penalty.circle_id), 303)
    page = render_template(
        "sharing_staff/excuse.html",
        form=form,
        penalty=penalty,
        words=PENALTIES,
        families=FAMILIES,
        say_points=say_points,
    )
    return page, 422 if form.errors else 200


@bp.post("/staff/circles/penalties/<int:penalty_id>/undo")
@staff_only
def unexcuse(penalty_id: int) -> Any:
    """It counts again, within ten minutes."""
    penalty = row_or_404(SharePenalty, penalty_id)
    try:
        with transaction():
            staff_accounts.unexcuse(penalty, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone."))
    return redirect(url_for(".circle", circle_id=penalty.circle_id), 303)


@bp.route("/staff/circles/contributions/new", methods=["GET", "POST"])
@staff_only
def contribute() -> Any:
    """Hours of skill given, or days own equipment was lent, count for the group."""
    form, known, now = ContributionForm(), staff_circle_queries.associations(), clock.now()
    form.association_id.choices = [(one.id, one.name) for one in known]
    if not form.is_submitted():
        asked = request.args.get("group", "")
        form.association_id.data = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None
        form.on.data = weekly.local_day(now)
    if form.validate_on_submit():
        try:
            with transaction():
                row = staff_accounts.contribute(
                    form.association_id.data,
                    form.family.data,
                    form.units.data or 1,
                    form.reason.data or "",
                    by=acting_staff(),
                    on=form.on.data,
                    form_token=form.token(),
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Written down."), undo=url_for(".uncontribute", contribution_id=row.id))
            return redirect(url_for(".circle", circle_id=row.circle_id), 303)
    form.fill_token()
    return render_template("sharing_staff/contribute.html", form=form), 422 if form.errors else 200


@bp.post("/staff/circles/contributions/<int:contribution_id>/undo")
@staff_only
def uncontribute(contribution_id: int) -> Any:
    """Written down by mistake: gone, within ten minutes."""
    row = row_or_404(Contribution, contribution_id)
    circle_id = row.circle_id
    try:
        with transaction():
            staff_accounts.uncontribute(row, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone."))
    return redirect(url_for(".circle", circle_id=circle_id), 303)
