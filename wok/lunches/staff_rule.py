"""The weekly lunch itself: hours and places from a date on, with what would happen shown first."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_babel import ngettext

from wok import clock
from wok.bookings.models import Series
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.lunches import queries, rule_services
from wok.lunches.staff_blueprint import acting_staff, bp
from wok.lunches.staff_forms import RuleForm
from wok.web.access import staff_only
from wok.web.notices import notice


@bp.route("/staff/lunches/rule", methods=["GET", "POST"])
@staff_only
def rule() -> Any:
    """Change this and later dates: the first press shows the effect, the second changes the rule."""
    series, form, now = queries.series() or abort(404), RuleForm(), clock.now()
    if not form.is_submitted():
        form.starts.data, form.ends.data, form.capacity.data = series.starts_local, series.ends_local, series.capacity
        form.from_on.data = weekly.local_day(now)
    if not form.validate_on_submit():
        return _rule_page(series, form)
    if form.seen.data != form.answers():
        form.seen.data = form.answers()
        return _rule_page(series, form, is_preview=True)
    try:
        with transaction():
            changed = _change(series, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _rule_page(series, form)
    notice(ngettext("Saved. %(num)s date changed.", "Saved. %(num)s dates changed.", changed))
    return redirect(url_for(".dates"), 303)


def _change(series: Series, form: RuleForm) -> int:
    return rule_services.change_rule(
        series,
        starts_local=form.starts.data,
        ends_local=form.ends.data,
        capacity=form.capacity.data or 0,
        from_on=form.from_on.data,
        reason=form.texts("reason"),
        now=clock.now(),
        staff_id=acting_staff(),
    )


def _rule_page(series: Series, form: RuleForm, *, is_preview: bool = False) -> Any:
    effect = None
    if is_preview and form.from_on.data:
        effect = rule_services.rule_preview(series, from_on=form.from_on.data, now=clock.now())
    has_new_hours = (form.starts.data, form.ends.data) != (series.starts_local, series.ends_local)
    page = render_template(
        "lunch_staff/rule.html",
        form=form,
        series=series,
        effect=effect,
        has_new_hours=has_new_hours,
    )
    return page, 422 if form.errors else 200
