"""One's own profile (page A7): name, language, needs; one's logins."""

from typing import Any

from flask import abort, g, make_response, redirect, render_template, request, session, url_for

from wok import clock
from wok.db import db, transaction
from wok.people import queries, services, sessions
from wok.people.blueprint import bp
from wok.people.contact import read_phone
from wok.people.facts import Profile
from wok.people.forms import ProfileForm
from wok.people.models import Person
from wok.people.refusals import Clash
from wok.web.access import signed_in
from wok.web.noted import note
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.route("/my/profile", methods=["GET", "POST"])
@signed_in
def profile() -> Any:
    """See and change what the Wok knows about oneself."""
    form = ProfileForm(obj=g.person)
    if not form.validate_on_submit():
        return _page(form, status=422 if request.method == "POST" else 200)
    try:
        with transaction():
            person = db.session.get_one(Person, g.person.id, with_for_update=True)
            services.change_profile(person, _read(form), version=form.read_version())
    except Clash as clash:
        return _clash(form, clash)
    notice(_("Saved."))
    return redirect(url_for(".profile", lang=form.language.data), 303)


def _read(form: ProfileForm) -> Profile:
    return Profile(
        name=form.name.data or "",
        language=form.language.data,
        reach=form.reach.data,
        phone=read_phone(form.phone.data) if form.phone.data else None,
        needs=tuple(form.needs.data or ()),
        diets=tuple(form.diets.data or ()),
    )


def _page(form: ProfileForm, *, status: int, theirs: Person | None = None) -> Any:
    return render_template("people/profile.html", form=form, theirs=theirs, logins=queries.logins(g.person)), status


def _clash(form: ProfileForm, clash: Clash) -> Any:
    theirs = db.session.get_one(Person, g.person.id, populate_existing=True)
    form.version.data = str(theirs.version)
    form.refuse(clash)
    return _page(form, status=409, theirs=theirs)


@bp.post("/my/logins/<int:login_id>/end")
@signed_in
def end_login(login_id: int) -> Any:
    """End one of one's own logins; ending this browser's signs out."""
    mine = next((login for login in queries.logins(g.person) if login.id == login_id), None)
    if mine is None:
        abort(404)
    is_this = mine.id == g.login.id
    with transaction():
        sessions.end(login_id, now=clock.now())
        note("login.ended", login=login_id)
    notice(_("That browser is signed out."))
    response = make_response(redirect(url_for(".sign_in" if is_this else ".profile"), 303))
    if is_this:
        session.clear()
        sessions.take_cookie(response)
    return response
