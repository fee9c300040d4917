"""The rota (S9): the coming Thursdays with who is on duty; put on duty, swap, ill, taken back."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from wok import clock
from wok.bookings import decisions
from wok.bookings import series as dates
from wok.bookings.models import Occurrence
from wok.db import transaction
from wok.errors import Refusal
from wok.team import duties, effects, queries
from wok.team.blueprint import LARGEST_ID, bp, duty_or_404, thursday_or_404
from wok.team.forms import DutyForm
from wok.team.models import Colleague
from wok.team.refusals import ColleagueLeft
from wok.web.access import staff_only
from wok.web.dates import say_day
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext

WEEKS = 26


@bp.get("/staff/team/thursdays")
@staff_only
def rota() -> str:
    """The coming Thursdays: who is on duty, which ones need a decision, which ones have nobody."""
    now, is_all = clock.now(), "all" in request.args
    found = queries.oncall_dates(now, now + dates.AHEAD)
    shown = found if is_all else found[:WEEKS]
    return render_template(
        "team/rota.html",
        series=queries.oncall_series(),
        thursdays=shown,
        later=len(found) - len(shown),
        is_all=is_all,
        duties=queries.duties_of(shown),
        ill=queries.duties_of(shown, states=("ill",)),
        away=effects.away_on(shown),
        team=queries.colleagues(),
        empty_dates=len(effects.without_duty(shown)),
    )


@bp.get("/staff/team/thursdays/<int:occurrence_id>")
@staff_only
def thursday(occurrence_id: int) -> Any:
    """One Thursday: who is on duty, and what staff decide about it."""
    return thursday_page(thursday_or_404(occurrence_id))


def thursday_page(occurrence: Occurrence) -> str:
    """The page of one Thursday as it stands."""
    now = clock.now()
    return render_template(
        "team/thursday.html",
        thursday=occurrence,
        duties=queries.duties_on(occurrence),
        ill=queries.duties_of([occurrence], states=("ill",)).get(occurrence.id, []),
        away=effects.away_on([occurrence])[occurrence.id],
        team=queries.colleagues(),
        booked=len(dates.bookings_of(occurrence, "held", "confirmed")),
        may_undo=decisions.may_undo(occurrence, now=now),
        is_over=occurrence.ends_at <= now,
    )


@bp.post("/staff/team/thursdays/<int:occurrence_id>/duties")
@staff_only
def put_on_duty(occurrence_id: int) -> Any:
    """One more colleague on duty."""
    occurrence = thursday_or_404(occurrence_id)
    try:
        chosen = _chosen()
        with transaction():
            duty = duties.set_duty(occurrence, chosen, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        said = _("%(name)s is on duty on %(day)s.", name=chosen.shown_as, day=say_day(occurrence.starts_at))
        notice(said, undo=url_for(".off_duty", occurrence_id=occurrence_id, duty_id=duty.id, what="off", back=_back()))
    return _to(occurrence)


def _chosen() -> Colleague:
    """The colleague of the select. Raises ColleagueLeft where there is none of this number."""
    form = DutyForm()
    number = form.colleague_id.data if form.validate_on_submit() else request.args.get("colleague_id", 0, int)
    found = queries.colleague(number) if number and 0 < number <= LARGEST_ID else None
    if found is None:
        raise ColleagueLeft
    return found


def _back() -> str | None:
    return "rota" if request.values.get("back") == "rota" else None


def _to(occurrence: Occurrence) -> Response:
    """Back to where the button was."""
    if _back():
        return redirect(url_for(".rota", _anchor=f"thursday-{occurrence.id}"), 303)
    return redirect(url_for(".thursday", occurrence_id=occurrence.id), 303)


@bp.post("/staff/team/thursdays/<int:occurrence_id>/duties/<int:duty_id>/<any(ill, off, on):what>")
@staff_only
def off_duty(occurrence_id: int, duty_id: int, what: str) -> Any:
    """The colleague is ill, or not on duty after all, or on duty again."""
    occurrence = thursday_or_404(occurrence_id)
    duty = duty_or_404(occurrence, duty_id)
    step = {"ill": duties.mark_ill, "off": duties.clear_duty, "on": duties.again}[what]
    try:
        with transaction():
            step(duty, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return _to(occurrence)
    undo = url_for(".off_duty", occurrence_id=occurrence_id, duty_id=duty_id, what="off" if what == "on" else "on")
    left = len(queries.duties_on(occurrence))
    if left:
        notice(_("Saved."), undo=undo)
    else:
        said = _(
            "Saved. Nobody is on duty on %(day)s now: put somebody else on duty, or decide about the day.",
            day=say_day(occurrence.starts_at),
        )
        notice(said, undo=undo, tone="warning")
    return _to(occurrence)


@bp.post("/staff/team/thursdays/<int:occurrence_id>/duties/<int:duty_id>/swap")
@staff_only
def swap(occurrence_id: int, duty_id: int) -> Any:
    """Somebody else takes the duty over."""
    occurrence = thursday_or_404(occurrence_id)
    duty = duty_or_404(occurrence, duty_id)
    try:
        chosen = _chosen()
        with transaction():
            new, old_id = duties.swap(duty, chosen, now=clock.now()), duty.colleague_id
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".swap", occurrence_id=occurrence_id, duty_id=new.id, colleague_id=old_id)
        said = _("%(name)s is on duty on %(day)s.", name=chosen.shown_as, day=say_day(occurrence.starts_at))
        notice(said, undo=undo)
    return _to(occurrence)


@bp.post("/staff/team/thursdays/share-out")
@staff_only
def share_out() -> Any:
    """Everybody in turn on the Thursdays that have nobody; who is away is passed over."""
    now = clock.now()
    with transaction():
        made = duties.share_out(queries.oncall_dates(now, now + dates.AHEAD)[:WEEKS], now=now)
    if not made:
        notice(_("No Thursday was left to share out."), tone="info")
        return redirect(url_for(".rota"), 303)
    said = ngettext(
        "%(num)s Thursday has somebody on duty now.", "%(num)s Thursdays have somebody on duty now.", len(made)
    )
    notice(said, undo=url_for(".undo_share_out", ids=[duty.id for duty in made]))
    return redirect(url_for(".rota"), 303)


@bp.post("/staff/team/thursdays/share-out/undo")
@staff_only
def undo_share_out() -> Any:
    """Take back the duties given in one press."""
    ids = [int(text) for text in request.args.getlist("ids")[:WEEKS] if text.isascii() and text.isdecimal()]
    with transaction():
        duties.take_back([one for one in ids if one <= LARGEST_ID], now=clock.now())
    notice(_("Undone."))
    return redirect(url_for(".rota"), 303)
