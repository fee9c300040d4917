"""The staff's list of people: find somebody, write somebody down, hand out a code to sign in."""

from typing import Any

from flask import redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people import queries, staff_services, words
from wok.people.blueprint import bp
from wok.people.forms import PersonForm
from wok.people.models import Person
from wok.people.refusals import Clash
from wok.web.access import staff_only
from wok.web.noted import note
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean


@bp.get("/staff/people")
@staff_only
def staff_list() -> str:
    """Find somebody by any part of name, address or phone."""
    search = clean(request.args.get("q", ""))[:100]
    return render_template("people/staff_list.html", people=queries.people(search), search=search, most=queries.PAGE)


@bp.route("/staff/people/new", methods=["GET", "POST"])
@staff_only
def staff_new() -> Any:
    """Write somebody down; no e-mail is needed."""
    form = PersonForm(reach="phone", language="fr")
    if form.validate_on_submit():
        try:
            with transaction():
                person = staff_services.write_down(form.contact(), token=form.token(), now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("%(name)s is in the list.", name=person.name))
            return redirect(url_for(".staff_show", person_id=person.id), 303)
    form.fill_token()
    return render_template("people/staff_new.html", form=form), 422 if request.method == "POST" else 200


@bp.route("/staff/people/<int:person_id>", methods=["GET", "POST"])
@staff_only
def staff_show(person_id: int) -> Any:
    """One person: what we know, what they act for, a code to sign in."""
    person = queries.one_or_404(Person, person_id)
    form = PersonForm(obj=person, contact_name=person.name)
    if not form.validate_on_submit():
        return _page(person, form, status=422 if request.method == "POST" else 200)
    try:
        with transaction():
            person = queries.one_or_404(Person, person_id)
            staff_services.correct(person, form.contact(), version=form.read_version(), now=clock.now())
    except Clash as clash:
        theirs = queries.one_or_404(Person, person_id)
        form.version.data = str(theirs.version)
        form.refuse(clash)
        return _page(theirs, form, status=409, theirs=theirs)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(queries.one_or_404(Person, person_id), form, status=422)
    notice(_("Saved."))
    return redirect(url_for(".staff_show", person_id=person_id), 303)


def _page(person: Person, form: PersonForm, *, status: int, theirs: Person | None = None) -> Any:
    memberships = queries.my_memberships(person)
    facts = {"person_shown": person, "memberships": memberships, "choices": queries.association_names(), "words": words}
    return render_template("people/staff_show.html", form=form, theirs=theirs, **facts), status


@bp.post("/staff/people/<int:person_id>/code")
@staff_only
def give_code(person_id: int) -> Any:
    """A single-use code, shown once."""
    person = queries.one_or_404(Person, person_id)
    try:
        with transaction():
            code = staff_services.hand_code(person, now=clock.now())
            note("code.given", person=person_id)
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(
            _(
                "The code for %(name)s: %(code)s. Write it down: it is shown only now. It is good once, until tomorrow at this time.",
                name=person.name,
                code=code,
            ),
            tone="info",
        )
    return redirect(url_for(".staff_show", person_id=person_id), 303)
