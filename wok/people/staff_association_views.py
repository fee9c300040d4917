"""The staff's desk for associations (page S10): check new ones, see doubles, accept, ask back, decline, put right."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people import erasing, queries, services, staff_services, words
from wok.people.blueprint import associations as bp
from wok.people.contact import read_email
from wok.people.forms import AssociationEditForm, MemberForm, WordsForm
from wok.people.join_views import our_association
from wok.people.models import Association, Person
from wok.people.my_association_views import clash_page
from wok.people.refusals import Clash
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean


@bp.get("/staff/associations")
@staff_only
def staff_list() -> str:
    """New requests first; search and state narrow the list."""
    search, status = clean(request.args.get("q", ""))[:100], request.args.get("status", "")
    is_alone = status == "alone" and not search
    status = status if status in words.STATUSES else "" if search or status in ("all", "alone") else "asked"
    found = erasing.left_alone() if is_alone else queries.associations(search, status)
    doubtful = {one.id for one in found if one.status in ("asked", "question") and queries.doubles(one)}
    facts = {
        "search": search,
        "status": status,
        "words": words,
        "doubtful": doubtful,
        "waiting": queries.waiting_counts(),
    }
    return render_template("associations/staff_list.html", associations=found, **facts)


@bp.get("/staff/associations/<int:association_id>")
@staff_only
def staff_show(association_id: int) -> str:
    """One association: what it says, who acts for it, what is to decide."""
    return _show(queries.one_or_404(Association, association_id), WordsForm(), MemberForm())


def _show(association: Association, form: WordsForm, member_form: MemberForm, *, asked: str = "") -> str:
    facts = {"members": queries.people_of(association), "doubles": queries.doubles(association), "words": words}
    shown = member_form if member_form.errors else form
    return render_template(
        "associations/staff_show.html",
        association=association,
        form=shown,
        words_form=form,
        member_form=member_form,
        asked=asked,
        **facts,
    )


def _decide(association_id: int, step: Callable[[Association, dict[str, Any]], None], said: str) -> Any:
    more = {
        "link_for": our_association,
        "undo": timedelta(minutes=current_app.config["UNDO_MINUTES"]),
        "now": clock.now(),
    }
    try:
        with transaction():
            association = queries.one_or_404(Association, association_id)
            step(association, more)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        undo = url_for(".take_back", association_id=association_id, version=association.version)
        notice(said, undo=undo)
    return redirect(url_for(".staff_show", association_id=association_id), 303)


@bp.post("/staff/associations/<int:association_id>/accept")
@staff_only
def accept(association_id: int) -> Any:
    """Welcome them."""

    def step(association: Association, more: dict[str, Any]) -> None:
        staff_services.accept(association, **more)

    return _decide(association_id, step, _("Accepted. They are told in ten minutes."))


@bp.post("/staff/associations/<int:association_id>/<any(ask,decline):what>")
@staff_only
def reply(association_id: int, what: str) -> Any:
    """Ask back, or say no with a reason."""
    form = WordsForm()
    if not form.validate_on_submit():
        return _show(queries.one_or_404(Association, association_id), form, MemberForm(formdata=None), asked=what), 422

    def step(association: Association, more: dict[str, Any]) -> None:
        act = staff_services.ask_back if what == "ask" else staff_services.decline
        act(association, form.words.data or "", **more)

    said = (
        _("Your question goes out in ten minutes.") if what == "ask" else _("Declined. They are told in ten minutes.")
    )
    return _decide(association_id, step, said)


@bp.post("/staff/associations/<int:association_id>/take-back/<int:version>")
@staff_only
def take_back(association_id: int, version: int) -> Any:
    """Undo the last decision."""
    try:
        with transaction():
            staff_services.take_back(queries.one_or_404(Association, association_id), version=version, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Undone. Nobody was told."))
    return redirect(url_for(".staff_show", association_id=association_id), 303)


@bp.route("/staff/associations/<int:association_id>/edit", methods=["GET", "POST"])
@staff_only
def staff_edit(association_id: int) -> Any:
    """Put an association right."""
    association = queries.one_or_404(Association, association_id)
    form = AssociationEditForm(obj=association)
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("associations/change.html", form=form, association=association, theirs=None), status
    try:
        with transaction():
            association = queries.one_or_404(Association, association_id)
            is_listed = bool(form.is_listed.data)
            staff_services.change_association(
                association, form.facts(), is_listed=is_listed, version=form.read_version()
            )
    except Clash as clash:
        return clash_page(form, clash, association_id)
    notice(_("Saved."))
    return redirect(url_for(".staff_show", association_id=association_id), 303)


@bp.post("/staff/associations/<int:association_id>/people")
@staff_only
def add_member(association_id: int) -> Any:
    """Somebody acts for the association; found by e-mail, or chosen on their own page."""
    association, form = queries.one_or_404(Association, association_id), MemberForm()
    person = queries.person_with(read_email(form.email.data or "")) if form.validate_on_submit() else None
    if person is None:
        if not form.errors:
            form.email.errors = [_("Nobody has this address. First write the person down in the list of people.")]
        return _show(association, WordsForm(formdata=None), form), 422
    with transaction():
        staff_services.add_member(association, person, form.role.data, link_for=our_association, now=clock.now())
    notice(_("%(name)s now acts for %(association)s.", name=person.name, association=association.name))
    return redirect(url_for(".staff_show", association_id=association_id), 303)


@bp.post("/staff/people/<int:person_id>/memberships")
@staff_only
def join_person(person_id: int) -> Any:
    """Somebody without e-mail acts for an association: named by its number on the person's page."""
    person = queries.one_or_404(Person, person_id)
    typed = clean(request.form.get("association_id", ""))
    association = queries.one_or_404(
        Association, int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    )
    role = "delegate" if request.form.get("role") == "delegate" else "member"
    with transaction():
        staff_services.add_member(association, person, role, link_for=our_association, now=clock.now())
    notice(_("%(name)s now acts for %(association)s.", name=person.name, association=association.name))
    return redirect(url_for("people.staff_show", person_id=person_id), 303)


@bp.post("/staff/associations/<int:association_id>/people/<int:membership_id>/end")
@staff_only
def staff_end(association_id: int, membership_id: int) -> Any:
    """Somebody no longer acts for the association; staff may end the last one, too."""
    association = queries.one_or_404(Association, association_id)
    membership = queries.membership_or_404(association, membership_id)
    with transaction():
        services.end(membership, now=clock.now())
    notice(_("%(name)s no longer acts for %(association)s.", name=membership.person.name, association=association.name))
    return redirect(url_for(".staff_show", association_id=association_id), 303)
