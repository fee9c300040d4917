"""The on-call service itself (S9): opened once; then its hours and its share of booked times from a day on."""

from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.bookings.models import SLOT_MINUTES, Series
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.team import duties, oncall_rule, queries
from wok.team.blueprint import bp
from wok.team.forms import OncallForm
from wok.team.oncall_rule import OncallRule, RuleEffect
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@bp.route("/staff/team/thursdays/rule", methods=["GET", "POST"])
@staff_only
def rule() -> Any:
    """The first press shows the effect, the second changes the rule; two editors see both texts."""
    series, form = queries.oncall_series(), OncallForm()
    if not form.is_submitted():
        _fill(form, series)
    if not form.validate_on_submit():
        return _page(series, form, 422 if form.errors else 200)
    try:
        if series is None:
            return _open(form)
        effect = oncall_rule.effect_of(series, _rule_of(form), now=clock.now())
        if form.seen.data != form.answers() and form.read_version() == series.version:
            form.seen.data = form.answers()
            return _page(series, form, 200, effect)
        with transaction():
            effect = oncall_rule.change(series, _rule_of(form), version=form.read_version(), now=clock.now())
    except StaleDataError:
        saved = queries.oncall_series()
        form.version.data, form.seen.data = str(saved.version if saved else 0), ""
        return _page(saved, form, 409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(queries.oncall_series(), form, 422)
    said = ngettext("Saved. %(num)s date changed.", "Saved. %(num)s dates changed.", len(effect.changing))
    notice(said, undo=url_for(".undo_rule"))
    return redirect(url_for(".rota"), 303)


def _fill(form: OncallForm, series: Series | None) -> None:
    form.from_on.data = weekly.local_day(clock.now())
    form.starts.data = series.starts_local if series else duties.STARTS
    form.ends.data = series.ends_local if series else duties.ENDS
    form.booked_one_in.data = (series.booked_one_in if series else None) or duties.BOOKED_ONE_IN
    form.slot_minutes.data = (series.slot_minutes if series else None) or SLOT_MINUTES
    form.version.data = str(series.version) if series else "0"


def _rule_of(form: OncallForm) -> OncallRule:
    starts, ends = form.starts.data or duties.STARTS, form.ends.data or duties.ENDS
    return OncallRule(starts, ends, form.booked_one_in.data, form.from_on.data, form.slot_minutes.data)


def _open(form: OncallForm) -> Any:
    """The first time: the service and its Thursdays, 18 months ahead."""
    now, asked = clock.now(), _rule_of(form)
    oncall_rule.check(asked, now=now)
    with transaction():
        duties.open_oncall(
            now=now,
            starts=asked.starts,
            ends=asked.ends,
            first_on=asked.from_on,
            booked_one_in=asked.booked_one_in,
            slot_minutes=asked.slot_minutes,
        )
    notice(_("Saved. The Thursdays of the next 18 months are in the list."))
    return redirect(url_for(".rota"), 303)


def _page(series: Series | None, form: OncallForm, code: int, effect: RuleEffect | None = None) -> Any:
    page = render_template("team/rule.html", series=series, form=form, effect=effect, is_clash=code == 409)
    return page, code


@bp.post("/staff/team/thursdays/rule/undo")
@staff_only
def undo_rule() -> Any:
    """The rule as it was, within ten minutes."""
    series = queries.oncall_series()
    try:
        if series is not None:
            with transaction():
                oncall_rule.undo(series, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone."))
    return redirect(url_for(".rota"), 303)
