"""Who can be met (S9): the team with its languages and hours; who begins, and who is no longer met."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.people.models import Person
from wok.team import effects, queries, services
from wok.team.blueprint import LARGEST_ID, bp, colleague_or_404
from wok.team.forms import ColleagueForm, NewColleagueForm
from wok.team.models import Colleague
from wok.team.refusals import NotStaff
from wok.team.words import KINDS, spoken
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/staff/team")
@staff_only
def index() -> str:
    """Everybody who can be met: languages, weekly hours, days that differ, the next Thursdays on duty."""
    now = clock.now()
    everybody = queries.colleagues(active=False)
    return render_template(
        "team/index.html",
        team=[one for one in everybody if queries.is_active(one)],
        gone=[one for one in everybody if not queries.is_active(one)],
        weeks={one.person_id: queries.week_of(one, weekly.local_day(now)) for one in everybody},
        days=effects.all_exceptions(now=now),
        duties=queries.next_duties(now=now),
        spoken=spoken,
        kinds=KINDS,
        may_add=bool(effects.staff_without_lane()),
        today=weekly.local_day(now),
    )


@bp.route("/staff/team/new", methods=["GET", "POST"])
@staff_only
def add() -> Any:
    """Somebody of the staff can be met from now on."""
    form, people = NewColleagueForm(), effects.staff_without_lane()
    form.person_id.choices = [(one.id, one.name) for one in people]
    if not form.is_submitted():
        _suggest(form, people)
    if not form.validate_on_submit():
        return _new_page(form, 422 if form.errors else 200)
    chosen = db.session.get(Person, form.person_id.data) if 0 < form.person_id.data <= LARGEST_ID else None
    try:
        if chosen is None:
            raise NotStaff
        with transaction():
            services.add_colleague(
                chosen, shown_as=form.shown_as.data or "", languages=form.languages.data or [], now=clock.now()
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return _new_page(form, 422)
    notice(_("%(name)s can be met. Write down the hours now.", name=form.shown_as.data))
    return redirect(url_for(".hours", person_id=chosen.id), 303)


def _suggest(form: NewColleagueForm, people: list[Person]) -> None:
    """The first of them, or the one an address asks for, with a first name and their own language."""
    asked = request.args.get("person", "")
    chosen = next((one for one in people if str(one.id) == asked), people[0] if people else None)
    if chosen:
        form.person_id.data, form.shown_as.data = chosen.id, chosen.name.split()[0]
        form.languages.data = [chosen.language]


def _new_page(form: NewColleagueForm, code: int) -> Any:
    form.fill_token()
    return render_template("team/new.html", form=form), code


@bp.route("/staff/team/<int:person_id>", methods=["GET", "POST"])
@staff_only
def change(person_id: int) -> Any:
    """The name people read and the languages; two editors see both texts (PROMISES B5)."""
    colleague, form = colleague_or_404(person_id), ColleagueForm()
    if not form.is_submitted():
        form.shown_as.data, form.languages.data = colleague.shown_as, list(colleague.languages)
        form.version.data = str(colleague.version)
    if not form.validate_on_submit():
        return _change_page(colleague, form, 422 if form.errors else 200)
    try:
        with transaction():
            services.change_colleague(
                colleague,
                form.read_version(),
                shown_as=form.shown_as.data or "",
                languages=form.languages.data or [],
            )
    except StaleDataError:
        saved = colleague_or_404(person_id)
        form.version.data = str(saved.version)
        return _change_page(saved, form, 409)
    notice(_("Saved."))
    return redirect(url_for(".index"), 303)


def _change_page(colleague: Colleague, form: ColleagueForm, code: int) -> Any:
    page = render_template(
        "team/change.html",
        form=form,
        colleague=colleague,
        is_active=queries.is_active(colleague),
        effect=effects.of_leaving(colleague, now=clock.now()),
        is_clash=code == 409,
        spoken=spoken,
    )
    return page, code


@bp.post("/staff/team/<int:person_id>/end")
@staff_only
def end(person_id: int) -> Any:
    """Nobody can book this colleague any more; what was agreed stays and waits for a decision."""
    colleague = colleague_or_404(person_id)
    with transaction():
        services.end_colleague(colleague, now=clock.now())
    notice(_("%(name)s can no longer be booked.", name=colleague.shown_as), undo=url_for(".back", person_id=person_id))
    return redirect(url_for(".index"), 303)


@bp.post("/staff/team/<int:person_id>/back")
@staff_only
def back(person_id: int) -> Any:
    """A colleague who had left can be met again."""
    colleague = colleague_or_404(person_id)
    try:
        with transaction():
            services.bring_back(colleague)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("%(name)s can be met again.", name=colleague.shown_as))
    return redirect(url_for(".index"), 303)


@bp.post("/staff/team/<int:person_id>/<any(earlier, later):where>")
@staff_only
def shift(person_id: int, where: str) -> Any:
    """One place earlier or later among the lanes of the calendar."""
    colleague = colleague_or_404(person_id)
    with transaction():
        services.shift(colleague, -1 if where == "earlier" else 1)
    return redirect(url_for(".index", _anchor=f"colleague-{person_id}"), 303)
