"""The weekly lunch itself: weekday, hours and places from a date on, with what would happen shown first."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings.models import Series
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.lunches import queries, rule_services
from wok.lunches.rule_services import RuleChange
from wok.lunches.staff_blueprint import bp
from wok.lunches.staff_forms import RuleForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@bp.route("/staff/lunches/rule", methods=["GET", "POST"])
@staff_only
def rule() -> Any:
    """Change this and later dates: the first press shows the effect, the second changes the rule."""
    series, form = queries.series() or abort(404), RuleForm()
    if not form.is_submitted():
        _fill(form, series)
    if not form.validate_on_submit():
        return _rule_page(series, form)
    try:
        if form.read_version() != series.version or form.seen.data != form.answers():
            return _preview_page(series, form)
        with transaction():
            changed = rule_services.change_rule(
                series, form.rule(), form.texts("reason"), version=form.read_version(), now=clock.now()
            )
    except StaleDataError:
        return _preview_page(series, form)
    except Refusal as refusal:
        form.refuse(refusal)
        return _rule_page(series, form)
    notice(
        ngettext("Saved. %(num)s date changed.", "Saved. %(num)s dates changed.", changed), undo=url_for(".undo_rule")
    )
    return redirect(url_for(".dates"), 303)


@bp.post("/staff/lunches/rule/undo")
@staff_only
def undo_rule() -> Any:
    """Take back the last change of the rule, within ten minutes."""
    series = queries.series() or abort(404)
    try:
        with transaction():
            rule_services.undo_rule(series, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone: all is as before, and nobody was told."))
    return redirect(url_for(".rule"), 303)


def _fill(form: RuleForm, series: Series) -> None:
    form.weekday.data, form.capacity.data = series.weekday, series.capacity
    form.starts.data, form.ends.data = series.starts_local, series.ends_local
    form.from_on.data, form.version.data = weekly.local_day(clock.now()), str(series.version)


def _preview_page(series: Series, form: RuleForm) -> Any:
    """What would happen; 409 with what stands now when somebody else changed the rule meanwhile. Raises Refusal."""
    effect = rule_services.rule_preview(series, form.rule(), now=clock.now())
    is_clash = form.read_version() != series.version
    form.seen.data, form.version.data = form.answers(), str(series.version)
    return _rule_page(series, form, effect, is_clash=is_clash)


def _rule_page(series: Series, form: RuleForm, effect: RuleChange | None = None, *, is_clash: bool = False) -> Any:
    page = render_template(
        "lunch_staff/rule.html",
        form=form,
        series=series,
        effect=effect,
        is_clash=is_clash,
        may_undo=bool(series.before and series.undo_until and series.undo_until >= clock.now()),
    )
    return page, 409 if is_clash else 422 if form.errors else 200
