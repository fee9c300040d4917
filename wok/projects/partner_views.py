"""Who takes part: "I can help", inviting by name, yes and no, leaving, passing the project on."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people.models import Association
from wok.projects import messages, partners, queries, services, sight, words
from wok.projects.blueprint import bp
from wok.projects.change_views import back, refused
from wok.projects.forms import InviteForm, JoinForm
from wok.projects.models import ProjectPartner
from wok.projects.sight import Sight
from wok.web.access import public, signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/projects/<int:project_id>/help")
@public
def help(project_id: int) -> Any:
    """I can help: the ways in, for whoever acts for no association yet."""
    found = sight.of(project_id, g.person, g.memberships)
    if found.may_join or found.invited:
        return redirect(url_for(".join", project_id=project_id), 303)
    return render_template("projects/help.html", project=found.project, sight=found, owner=found.project.owner)


@bp.route("/projects/<int:project_id>/join", methods=["GET", "POST"])
@signed_in
def join(project_id: int) -> Any:
    """An association offers to take part, with a word to the owner."""
    found = sight.of(project_id, g.person, g.memberships)
    form = JoinForm()
    offered = [*found.may_join, *(one.association for one in found.invited)]
    if not offered:
        return redirect(url_for(".help", project_id=project_id), 303)
    form.act_for(offered)
    form.fill_token()
    if form.validate_on_submit():
        try:
            with transaction():
                _ask(found, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Thank you. The owner of the project reads it and answers you."))
            return back(project_id)
    return render_template("projects/join.html", form=form, project=found.project), 422 if form.errors else 200


def _ask(found: Sight, form: JoinForm) -> None:
    now, project = clock.now(), services.locked(found.project.id)
    row = partners.ask_to_join(project, form.words.data or "", g.lang, found.by(form.association_id()), now=now)
    if row.state == "asked":
        messages.asked(row, now=now)
    else:
        messages.joined(row, now=now, but=g.person.id)


@bp.route("/projects/<int:project_id>/partners", methods=["GET", "POST"])
@signed_in
def people(project_id: int) -> Any:
    """The owner invites by name, answers who asks, and may pass the project on; partners see who is in."""
    found = sight.inside(project_id, g.person, g.memberships)
    form = InviteForm()
    if request.method == "POST" and not found.is_owner:
        abort(403)
    if form.validate_on_submit():
        chosen = _meant(form)
        if chosen is not None and _invite(found, chosen, form):
            notice(_("Invited. They say yes or no on the project’s page."))
            return redirect(url_for(".people", project_id=project_id), 303)
    facts = {"project": found.project, "sight": found, "states": words.PARTNERS}
    return render_template("projects/partners.html", form=form, **facts), 422 if form.errors else 200


def _meant(form: InviteForm) -> Association | None:
    """The association that was named; with several of that name, the form asks which."""
    rows = queries.association_called(form.association.data or "")
    picked = [one for one in rows if str(one.id) == form.chosen.data]
    if picked or (len(rows) == 1 and rows[0].name.casefold() == (form.association.data or "").casefold()):
        return (picked or rows)[0]
    form.offer(rows)
    form.association.errors = [
        _("Several have such a name, or one is nearly called so. Choose below.")
        if rows
        else _("The Wok knows no association of this name. They can join at any time, or call us.")
    ]
    return None


def _invite(found: Sight, chosen: Association, form: InviteForm) -> bool:
    now, chosen_id, name = clock.now(), chosen.id, chosen.name
    try:
        with transaction():
            project = services.locked(found.project.id)
            row = partners.invite(project, chosen_id, name, found.by(), now=now)
            if row.state == "invited":
                messages.invited(row, now=now)
            else:
                messages.joined(row, now=now, but=g.person.id)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


@bp.post("/projects/<int:project_id>/partners/<int:partner_id>/<any(yes, no):said>")
@signed_in
def answer(project_id: int, partner_id: int, said: str) -> Any:
    """Yes or no: the invited association, or the owner to who asked."""
    found = sight.of(project_id, g.person, g.memberships)
    row = _row(found, partner_id)
    if not _may_answer(found, row):
        abort(404)
    try:
        with transaction():
            _say(found, partner_id, is_yes=said == "yes")
    except Refusal as refusal:
        return refused(refusal, project_id, "partners")
    notice(_("Welcome in the project.") if said == "yes" else _("Thank you. We have told them."))
    return back(project_id, "partners") if said == "yes" or found.is_inside else redirect(url_for(".mine"), 303)


def _row(found: Sight, partner_id: int) -> ProjectPartner:
    return next((one for one in found.project.partners if one.id == partner_id), None) or abort(404)


def _may_answer(found: Sight, row: ProjectPartner) -> bool:
    """The owner answers who asked; the invited answer for themselves. Pressed again, both see how it stands."""
    is_theirs = found.is_staff or row.association_id in {one.id for one in found.mine}
    return {"invited": is_theirs, "asked": found.is_owner}.get(row.state, is_theirs or found.is_owner)


def _say(found: Sight, partner_id: int, *, is_yes: bool) -> None:
    now, project = clock.now(), services.locked(found.project.id)
    row = next(one for one in project.partners if one.id == partner_id)
    was = row.state
    partners.say(row, found.by(), is_yes=is_yes, now=now)
    if row.state == was:
        return
    if is_yes:
        messages.joined(row, now=now, but=g.person.id)
    else:
        messages.declined(row, was, now=now)


@bp.post("/projects/<int:project_id>/leave/<int:association_id>")
@signed_in
def leave(project_id: int, association_id: int) -> Any:
    """Take part no longer; the owner passes it on first."""
    found = sight.of(project_id, g.person, g.memberships)
    if association_id not in {one.id for one in found.mine} and not found.is_owner:
        abort(404)
    try:
        with transaction():
            row = partners.of(services.locked(project_id), association_id) or abort(404)
            partners.leave(row, found.by(association_id), now=clock.now())
    except Refusal as refusal:
        return refused(refusal, project_id, "partners")
    notice(_("Done. What was offered and not used is free again. You may ask to take part again at any time."))
    return back(project_id) if found.is_owner or found.is_listed else redirect(url_for(".mine"), 303)


@bp.post("/projects/<int:project_id>/pass-on/<int:association_id>")
@signed_in
def pass_on(project_id: int, association_id: int) -> Any:
    """Another partner leads the project from now on."""
    found = sight.owned(project_id, g.person, g.memberships)
    try:
        with transaction():
            project = services.locked(project_id)
            services.pass_on(project, association_id, found.by(), now=clock.now())
    except Refusal as refusal:
        return refused(refusal, project_id, "partners")
    notice(_("They lead the project now."))
    return back(project_id, "partners")
