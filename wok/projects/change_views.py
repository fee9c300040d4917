"""Opening a project, keeping its words right, saying how it stands, ending it with thanks; telling the staff."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people.models import Association
from wok.people.refusals import Clash
from wok.projects import messages, services, sight, words
from wok.projects.blueprint import bp
from wok.projects.facts import By
from wok.projects.forms import ProjectForm, ReportForm, ThanksForm
from wok.projects.models import Project
from wok.web.access import members_only, signed_in
from wok.web.dates import say_day
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def back(project_id: int, anchor: str = "") -> Any:
    """To the project's page."""
    return redirect(url_for("projects.show", project_id=project_id, _anchor=anchor or None), 303)


def refused(refusal: Refusal, project_id: int, anchor: str = "") -> Any:
    """A button was pressed that no longer can be: the page says so and how it stands now."""
    notice(str(refusal.sentence), tone="warning")
    return back(project_id, anchor)


@bp.route("/projects/new", methods=["GET", "POST"])
@members_only
def new() -> Any:
    """Open a project: for whoever acts for an association."""
    mine = [one.association for one in g.memberships if one.role == "delegate"]
    if not mine:
        return render_template("projects/no_delegate.html")
    form = ProjectForm()
    form.act_for(mine)
    _prefill(form)
    form.offer()
    form.fill_token()
    if form.validate_on_submit():
        by = By(g.person.id, form.association_id())
        try:
            with transaction():
                made = services.open_project(
                    form.facts(), by, token=form.token(), came_from=form.origin(), now=clock.now()
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Your project has a page now. Say next what you need, and whom you would like to ask."))
            return back(made.id)
    return render_template("projects/edit.html", form=form, project=None, theirs=None), 422 if form.errors else 200


def _prefill(form: ProjectForm) -> None:
    """Who comes from a lunch, or from asking together, begins with a sentence about it."""
    if request.method == "POST":
        return
    origin = request.args.get("from", "")
    form.came_from.data = origin if origin in ("lunch", "together") else ""
    if origin == "lunch" and not form.text.data:
        form.text.data = _met_at(request.args.get("day", ""))


def _met_at(day: str) -> str:
    from_text = words.read_day(day)
    return _("We met at the lunch on %(day)s.", day=say_day(from_text)) if from_text else _("We met at the lunch.")


@bp.route("/projects/<int:project_id>/change", methods=["GET", "POST"])
@signed_in
def change(project_id: int) -> Any:
    """Keep its words right; who saves second sees both (PROMISES B5)."""
    found = sight.owned(project_id, g.person, g.memberships)
    form = ProjectForm()
    form.act_for(_acting(found))
    if request.method != "POST":
        form.show(found.project)
    form.offer(keep=found.project.neighbourhood_id)
    if form.validate_on_submit():
        try:
            with transaction():
                project = services.locked(project_id)
                services.change(project, form.facts(), found.by(), version=form.read_version(), now=clock.now())
        except (Clash, StaleDataError):
            stands = sight.owned(project_id, g.person, g.memberships).project
            form.now_stands(stands.version)
            return render_template("projects/edit.html", form=form, project=stands, theirs=stands), 409
        notice(_("Saved."))
        return back(project_id)
    page = render_template("projects/edit.html", form=form, project=found.project, theirs=None)
    return page, 422 if form.errors else 200


def _acting(found: sight.Sight) -> list[Association]:
    """The owner alone: the form asks nobody."""
    return [found.project.owner]


@bp.post("/projects/<int:project_id>/state/<any(idea, looking, under_way, given_up):wanted>")
@signed_in
def state(project_id: int, wanted: str) -> Any:
    """How it stands; given up can be undone, and done taken up again."""
    found = sight.owned(project_id, g.person, g.memberships)
    before = found.project.state
    try:
        with transaction():
            services.set_state(services.locked(project_id), wanted, found.by(), now=clock.now())
    except Refusal as refusal:
        return refused(refusal, project_id)
    undo = url_for(".state", project_id=project_id, wanted=before) if before not in ("done", wanted) else None
    notice(_("Now: %(state)s.", state=words.STATES[wanted]), undo=undo)
    return back(project_id)


@bp.route("/projects/<int:project_id>/end", methods=["GET", "POST"])
@signed_in
def end(project_id: int) -> Any:
    """Done, with thanks to everybody; the words can be changed later."""
    found = sight.owned(project_id, g.person, g.memberships)
    form = ThanksForm(data={"thanks": found.project.thanks})
    if form.validate_on_submit():
        try:
            with transaction():
                _finish(services.locked(project_id), form.thanks.data or "", found.by())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("The project is done. Thank you!"))
            return back(project_id)
    return render_template("projects/end.html", form=form, project=found.project), 422 if form.errors else 200


def _finish(project: Project, thanks: str, by: By) -> None:
    """Done; new words of thanks are told to the partners. Raises NotPossibleNow where it was given up meanwhile."""
    now = clock.now()
    if services.finish(project, thanks, by, now=now):
        messages.thanked(project, now=now, but=by.person_id)


@bp.route("/projects/<int:project_id>/report", methods=["GET", "POST"])
@signed_in
def report(project_id: int) -> Any:
    """Tell the staff that something on the page is not right."""
    found = sight.of(project_id, g.person, g.memberships)
    form = ReportForm()
    form.fill_token()
    if form.validate_on_submit():
        with transaction():
            services.report(found.project, form.words.data or "", g.person.id, token=form.token(), now=clock.now())
        notice(_("Thank you. The Wok’s team looks at it."))
        return back(project_id)
    return render_template("projects/report.html", form=form, project=found.project), 422 if form.errors else 200
