"""Staff and projects: read all, help where asked, take one off the public list with a reason."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.projects import messages, queries, rules, services, shown, sight, words
from wok.projects.blueprint import staff as staff
from wok.projects.facts import By
from wok.projects.forms import HideForm
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _

SHOWN = (*rules.STATES, "hidden")


@staff.get("/staff/projects")
@staff_only
def index() -> str:
    """All projects, reported ones first."""
    state, typed = request.args.get("state", ""), request.args.get("page", "")
    state = state if state in SHOWN else ""
    number = max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    rows = queries.for_staff(state, page=number)
    names = {"": _("All"), **words.STATES, "hidden": _("Off the public list")}
    return render_template(
        "projects/staff.html",
        cards=[shown.card(sight.Sight(one, g.person, ())) for one in rows[: queries.PAGE]],
        reports=queries.reports(),
        filters=[
            {"text": name, "url": url_for(".index", state=code or None), "current": code == state}
            for code, name in names.items()
        ],
        previous=url_for(".index", state=state or None, page=number - 1) if number > 1 else None,
        following=url_for(".index", state=state or None, page=number + 1) if len(rows) > queries.PAGE else None,
    )


@staff.route("/staff/projects/<int:project_id>/hide", methods=["GET", "POST"])
@staff_only
def hide(project_id: int) -> Any:
    """Take a project off the public list; its owner is told why."""
    found = sight.of(project_id, g.person, ())
    form = HideForm(data={"reason": found.project.hidden_reason})
    if form.validate_on_submit():
        now = clock.now()
        with transaction():
            project = services.locked(project_id)
            if services.hide(project, form.reason.data or "", By(g.person.id, None), now=now):
                messages.hidden(project, now=now)
        notice(_("Off the public list. The owner is told why."), undo=url_for(".show", project_id=project_id))
        return redirect(url_for(".index"), 303)
    return render_template("projects/hide.html", form=form, project=found.project), 422 if form.errors else 200


@staff.post("/staff/projects/<int:project_id>/show")
@staff_only
def show(project_id: int) -> Any:
    """Put it back on the public list, or leave it there: what was reported is settled."""
    sight.of(project_id, g.person, ())
    with transaction():
        services.show(services.locked(project_id), By(g.person.id, None), now=clock.now())
    notice(_("Done. The project stands as its owner wrote it."))
    return redirect(url_for(".index"), 303)
