"""Staff switch a lunch to wishes, or back, after they read what it does."""

from typing import Any

from flask import render_template

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.lunches import staff_queries, switching, wish_state
from wok.lunches.staff_blueprint import bp, lunch_or_404, to_lunch
from wok.web.access import staff_only
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/staff/lunches/<int:occurrence_id>/wishes", methods=["GET", "POST"])
@staff_only
def wishes(occurrence_id: int) -> Any:
    """Take wishes until the cut-off, or first come again; says first what it does."""
    occurrence, form, now = lunch_or_404(occurrence_id), ActionForm(), clock.now()
    closes_at = wish_state.closes_at(occurrence, now=now)
    if form.validate_on_submit():
        try:
            with transaction():
                (switching.first_come_again if closes_at else switching.take_wishes)(occurrence, now=now)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("First come again.") if closes_at else _("Wishes are taken for this lunch."))
            return to_lunch(occurrence)
    page = render_template(
        "lunch_staff/wishes.html",
        occurrence=occurrence,
        form=form,
        date=staff_queries.as_date(occurrence),
        is_on=closes_at is not None,
        may_switch=wish_state.could_run(occurrence, now=now),
        closes_at=wish_state.window(occurrence, now=now).closes_at,
        wished=staff_queries.lunch_list(occurrence).waiting if closes_at else [],
    )
    return page, 422 if form.errors else 200
