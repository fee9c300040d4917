"""Our association (page A7): what we say about ourselves, who acts for us, invitations to answer."""

from typing import Any

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people import queries, services, words
from wok.people.blueprint import associations as bp
from wok.people.contact import read_email
from wok.people.forms import AssociationEditForm, MemberForm
from wok.people.join_views import our_association
from wok.people.models import Association
from wok.people.refusals import Clash
from wok.web.access import on_record, signed_in
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/my/association")
@signed_in
def mine() -> str:
    """Every association of this person, and what waits: requests being checked, invitations."""
    memberships = queries.my_memberships(g.person)
    own = [one for one in memberships if queries.is_mine(one)]
    asked = [one for one in memberships if queries.is_invitation(one)]
    return render_template("associations/mine.html", own=own, invitations=asked, words=words, form=ActionForm())


@bp.get("/my/association/<int:association_id>/people")
@signed_in
def people(association_id: int) -> str:
    """Who acts for us."""
    membership = queries.my_membership_or_404(g.person, association_id, to_change=False)
    return _people_page(membership.association, MemberForm())


def _people_page(association: Association, form: MemberForm) -> str:
    members = queries.people_of(association)
    may_change = any(one.person_id == g.person.id and one.role == "delegate" and one.confirmed_at for one in members)
    facts = {"association": association, "members": members, "may_change": may_change, "words": words}
    return render_template("associations/people.html", form=form, **facts)


@bp.route("/my/association/<int:association_id>", methods=["GET", "POST"])
@signed_in
def change(association_id: int) -> Any:
    """Keep what we say about ourselves right; an asked-about request goes to the staff again."""
    membership = queries.my_membership_or_404(g.person, association_id, to_change=True)
    form = AssociationEditForm(obj=membership.association)
    if form.validate_on_submit():
        try:
            _save(association_id, form)
        except Clash as clash:
            return clash_page(form, clash, association_id)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Saved."))
            return redirect(url_for(".mine"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template(
        "associations/change.html", form=form, association=membership.association, theirs=None
    ), status


def _save(association_id: int, form: AssociationEditForm) -> None:
    with transaction():
        association = queries.my_membership_or_404(g.person, association_id, to_change=True).association
        if association.status == "accepted":
            association.is_listed = (
                bool(form.is_listed.data) if association.version == form.read_version() else association.is_listed
            )
            services.change(association, form.facts(), version=form.read_version())
        else:
            services.answer(association, form.facts(), version=form.read_version())


def clash_page(form: AssociationEditForm, clash: Clash, association_id: int) -> Any:
    """Both texts, and the next save goes over theirs knowingly (PROMISES B5)."""
    theirs = queries.one_or_404(Association, association_id)
    form.version.data = str(theirs.version)
    form.refuse(clash)
    page = render_template("associations/change.html", form=form, association=theirs, theirs=theirs, words=words)
    return page, 409


@bp.post("/my/association/<int:association_id>/people")
@signed_in
@on_record
def invite(association_id: int) -> Any:
    """Ask somebody to act for us."""
    association = _ours(association_id)
    form = MemberForm()
    if not form.validate_on_submit():
        return _people_page(association, form), 422
    with transaction():
        email = read_email(form.email.data or "") or ""
        role, now = form.role.data, clock.now()
        services.invite(association, email, role, language=g.lang, link_for=our_association, now=now)
    notice(_("Invited. They get an e-mail and say yes or no there."))
    return redirect(url_for(".people", association_id=association_id), 303)


def _ours(association_id: int) -> Association:
    membership = queries.my_membership_or_404(g.person, association_id, to_change=True)
    if membership.confirmed_at is None or membership.association.status != "accepted":
        queries.not_found()
    return membership.association


@bp.post("/my/association/<int:association_id>/people/<int:membership_id>/end")
@signed_in
@on_record
def end(association_id: int, membership_id: int) -> Any:
    """Somebody no longer acts for us; each person may also leave by themselves."""
    own = queries.my_membership_or_404(g.person, association_id, to_change=False)
    association = own.association if own.id == membership_id else _ours(association_id)
    membership = queries.membership_or_404(association, membership_id)
    try:
        with transaction():
            services.leave(membership, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
        return redirect(url_for(".people", association_id=association_id), 303)
    notice(_("Done. They no longer act for %(association)s.", association=association.name))
    return redirect(
        url_for(".mine") if own.id == membership_id else url_for(".people", association_id=association_id), 303
    )


@bp.post("/my/association/<int:association_id>/people/<int:membership_id>/<any(delegate, member):role>")
@signed_in
@on_record
def change_role(association_id: int, membership_id: int, role: str) -> Any:
    """A member follows us as delegate, or a delegate only sees what is booked."""
    membership = queries.membership_or_404(_ours(association_id), membership_id)
    before = membership.role
    try:
        with transaction():
            services.change_role(membership, role)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".change_role", association_id=association_id, membership_id=membership_id, role=before)
        notice(_("Saved."), undo=undo if role != before else None)
    return redirect(url_for(".people", association_id=association_id), 303)


@bp.post("/my/invitations/<int:membership_id>/<any(yes,no):said>")
@signed_in
@on_record
def invitation(membership_id: int, said: str) -> Any:
    """Say yes or no to an association that asked."""
    membership = queries.invitation_or_404(g.person, membership_id)
    with transaction():
        if said == "yes":
            services.say_yes(membership, now=clock.now())
        else:
            services.end(membership, now=clock.now())
    notice(_("Thank you, they see your answer."))
    return redirect(url_for(".mine"), 303)
