"""Files and pages of the project: links that are shown with their host and never fetched."""

from typing import Any

from flask import g, render_template, url_for
from werkzeug.utils import redirect

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.projects import queries, rules, services, sight
from wok.projects.blueprint import bp
from wok.projects.forms import LinkForm
from wok.web.access import signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/projects/<int:project_id>/files", methods=["GET", "POST"])
@signed_in
def files(project_id: int) -> Any:
    """Partners add links; only they see them."""
    found = sight.inside(project_id, g.person, g.memberships)
    form = LinkForm()
    form.fill_token()
    if form.validate_on_submit():
        by = found.by(found.acting[0].id) if found.acting else found.by()
        try:
            with transaction():
                project = services.locked(project_id)
                url, words = form.url.data or "", form.words.data or ""
                services.add_link(project, url, words, by, token=form.token(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("The link stands on the project’s page now."))
            return redirect(url_for(".files", project_id=project_id), 303)
    facts = {"project": found.project, "links": queries.links(found.project), "host_of": rules.host_of}
    return render_template("projects/files.html", form=form, **facts), 422 if form.errors else 200


@bp.post("/projects/<int:project_id>/files/<int:link_id>/remove")
@signed_in
def remove_file(project_id: int, link_id: int) -> Any:
    """Take a link away."""
    found = sight.inside(project_id, g.person, g.memberships)
    by = found.by(found.acting[0].id) if found.acting else found.by()
    with transaction():
        services.remove_link(services.locked(project_id), min(link_id, 2**31 - 1), by, now=clock.now())
    notice(_("The link is gone."))
    return redirect(url_for(".files", project_id=project_id), 303)
