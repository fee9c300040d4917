"""What we need, and what each brings."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, g, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people.refusals import Clash
from wok.projects import needs, rules, services, shown, sight, words
from wok.projects.blueprint import bp
from wok.projects.change_views import back, refused
from wok.projects.forms import BringForm, NeedForm
from wok.projects.models import Pledge, ProjectNeed
from wok.projects.refusals import MoreThanNeeded
from wok.projects.sight import Sight
from wok.web.access import signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def _need(found: Sight, need_id: int) -> ProjectNeed:
    """One need of the project that is still asked for."""
    rows = [one for one in found.project.needs if one.id == need_id and one.withdrawn_at is None]
    return rows[0] if rows else abort(404)


@bp.route("/projects/<int:project_id>/needs/new", methods=["GET", "POST"])
@signed_in
def new_need(project_id: int) -> Any:
    """One more thing that is needed."""
    found = sight.owned(project_id, g.person, g.memberships)
    form = NeedForm()
    form.fill_token()
    if form.validate_on_submit():
        try:
            with transaction():
                project = services.locked(project_id)
                needs.add(project, form.wanted(), found.by(), token=form.token(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Added to what you need."))
            return back(project_id, "needs")
    return render_template("projects/need.html", form=form, project=found.project, need=None, theirs=None), _code(form)


def _code(form: Any) -> int:
    return 422 if form.errors else 200


@bp.route("/projects/<int:project_id>/needs/<int:need_id>", methods=["GET", "POST"])
@signed_in
def change_need(project_id: int, need_id: int) -> Any:
    """More, less, or in other words; who saves second sees both (PROMISES B5)."""
    found = sight.owned(project_id, g.person, g.memberships)
    need, form = _need(found, need_id), NeedForm()
    if request.method != "POST":
        form.show(need)
    if form.validate_on_submit():
        try:
            with transaction():
                services.locked(project_id)
                row = needs.locked(need_id)
                needs.change(row, form.wanted(), found.by(), version=form.read_version(), now=clock.now())
        except (Clash, StaleDataError):
            stands = _need(sight.owned(project_id, g.person, g.memberships), need_id)
            form.now_stands(stands.version)
            theirs = shown.need(stands, found)
            return render_template(
                "projects/need.html", form=form, project=found.project, need=stands, theirs=theirs
            ), 409
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Saved."))
            return back(project_id, "needs")
    page = render_template("projects/need.html", form=form, project=found.project, need=need, theirs=None)
    return page, _code(form)


@bp.post("/projects/<int:project_id>/needs/<int:need_id>/remove")
@signed_in
def remove_need(project_id: int, need_id: int) -> Any:
    """No longer needed."""
    found = sight.owned(project_id, g.person, g.memberships)
    _need(found, need_id)
    try:
        with transaction():
            services.locked(project_id)
            needs.remove(needs.locked(need_id), found.by(), now=clock.now())
    except Refusal as refusal:
        return refused(refusal, project_id, "needs")
    notice(_("It is no longer on the list."))
    return back(project_id, "needs")


@bp.route("/projects/<int:project_id>/needs/<int:need_id>/bring", methods=["GET", "POST"])
@signed_in
def bring(project_id: int, need_id: int) -> Any:
    """Add what we bring. More than is missing is refused, with what is missing put in its place."""
    found = sight.inside(project_id, g.person, g.memberships)
    need = _need(found, need_id)
    if not found.acting:
        abort(403)
    form = BringForm()
    form.kind = need.kind
    form.act_for(found.acting)
    form.fill_token()
    offer = None
    if form.validate_on_submit():
        try:
            with transaction():
                services.locked(project_id)
                by = found.by(form.association_id())
                said = form.words.data or ""
                needs.bring(needs.locked(need_id), form.read(), said, by, token=form.token(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
            offer = refusal.facts["missing"] if isinstance(refusal, MoreThanNeeded) else None
        else:
            notice(_("Thank you. It stands on the project’s page now."))
            return back(project_id, "needs")
    need = _need(sight.inside(project_id, g.person, g.memberships), need_id)
    return _bring_page(form, found, need, offer)


def _bring_page(form: BringForm, found: Sight, need: ProjectNeed, offer: int | None) -> tuple[str, int]:
    """The form over the need as it stands now; `offer` is what is missing, in the need's unit, when more was offered."""
    page = render_template(
        "projects/bring.html",
        form=form,
        project=found.project,
        one=shown.need(need, found),
        offer=rules.write_amount(need.kind, offer) if offer else "",
        offered=words.amount(need.kind, offer, need.unit) if offer else "",
    )
    return page, _code(form)


def _settle(found: Sight, pledge_id: int, may: Callable[[Pledge], bool], do: Callable[[Pledge, datetime], None]) -> Any:
    """Do one thing to something brought; None when it is done, else the page that says why not."""
    try:
        with transaction():
            project = services.locked(found.project.id)
            pledge = needs.pledge_of(project, pledge_id)
            if pledge is None or not may(pledge):
                abort(404)
            do(pledge, clock.now())
    except Refusal as refusal:
        return refused(refusal, found.project.id, "needs")
    return None


def _is_ours(found: Sight) -> Callable[[Pledge], bool]:
    own = {one.id for one in found.mine}
    return lambda pledge: pledge.association_id in own or found.is_staff


@bp.post("/projects/<int:project_id>/brought/<int:pledge_id>/take-back")
@signed_in
def take_back(project_id: int, pledge_id: int) -> Any:
    """Before it is used, what we offered can be taken back, and given again."""
    found = sight.inside(project_id, g.person, g.memberships)

    def do(pledge: Pledge, now: datetime) -> None:
        needs.take_back(pledge, found.by(pledge.association_id), now=now)

    no = _settle(found, pledge_id, _is_ours(found), do)
    if no is None:
        notice(_("Withdrawn."), undo=url_for(".give_again", project_id=project_id, pledge_id=pledge_id))
    return no or back(project_id, "needs")


@bp.post("/projects/<int:project_id>/brought/<int:pledge_id>/give-again")
@signed_in
def give_again(project_id: int, pledge_id: int) -> Any:
    """Undo: we bring it after all, while it is still missing."""
    found = sight.inside(project_id, g.person, g.memberships)

    def do(pledge: Pledge, now: datetime) -> None:
        needs.give_again(pledge, found.by(pledge.association_id), now=now)

    no = _settle(found, pledge_id, _is_ours(found), do)
    if no is None:
        notice(_("Thank you. It stands on the project’s page now."))
    return no or back(project_id, "needs")


@bp.post("/projects/<int:project_id>/brought/<int:pledge_id>/used")
@signed_in
def used(project_id: int, pledge_id: int) -> Any:
    """The owner says that it was used."""
    found = sight.owned(project_id, g.person, g.memberships)

    def do(pledge: Pledge, now: datetime) -> None:
        needs.mark_used(pledge, found.by(), now=now)

    no = _settle(found, pledge_id, lambda _pledge: True, do)
    if no is None:
        notice(_("Noted: it was used."))
    return no or back(project_id, "needs")
