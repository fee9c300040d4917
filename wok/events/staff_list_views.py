"""All events as staff see them (S11), partner organisations, and which associations publish by themselves."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.bookings import decisions
from wok.db import db, transaction
from wok.events import lists, queries
from wok.events.forms import OrganisationForm
from wok.events.models import Organisation, TrustedOrganiser
from wok.events.refusals import SameName
from wok.events.staff_blueprint import LARGEST_ID, bp
from wok.people import queries as people
from wok.people.models import Association
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.saving import save_row
from wok.web.sentences import gettext as _


@bp.get("/staff/events")
@staff_only
def index() -> Any:
    """Events by state, with what is missing; dates that need a decision above them."""
    now = clock.now()
    view = request.args.get("view", "")
    view = view if view in lists.VIEWS else "coming"
    asked = request.args.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 5 else 1
    found = lists.listed(view, now=now, page=max(1, page))
    undecided = lists.to_decide([one for one in decisions.undecided(now=now) if one.series.family == "event"])
    return render_template(
        "events_staff/index.html",
        lines_found=found[: lists.PAGE],
        view=view,
        page=max(1, page),
        has_more=len(found) > lists.PAGE,
        counts=lists.counts(now=now),
        undecided=undecided,
    )


@bp.route("/staff/organisations", methods=["GET", "POST"])
@staff_only
def organisations() -> Any:
    """Partner organisations and trusted associations on one page; adding one."""
    form, code = OrganisationForm(), 200
    if form.is_submitted() and (code := _save(form, None)) == 303:
        return redirect(url_for(".organisations"), 303)
    page = render_template(
        "events_staff/organisations.html",
        form=form,
        partners=queries.organisations(hidden=True),
        trusted=_trusted(),
        others=people.association_names(),
    )
    return page, code


def _trusted() -> dict[int, str]:
    rows = db.session.execute(
        select(Association.id, Association.name)
        .join(TrustedOrganiser, TrustedOrganiser.association_id == Association.id)
        .order_by(Association.name)
    )
    return {row.id: row.name for row in rows}


@bp.route("/staff/organisations/<int:organisation_id>", methods=["GET", "POST"])
@staff_only
def organisation(organisation_id: int) -> Any:
    """Another name or address."""
    row, form, code = _organisation_or_404(organisation_id), OrganisationForm(), 200
    if not form.is_submitted():
        form.name.data, form.website.data, form.version.data = row.name, row.website, str(row.version)
    elif (code := _save(form, row)) == 303:
        return redirect(url_for(".organisations"), 303)
    return render_template("events_staff/organisation.html", form=form, row=row, is_clash=code == 409), code


def _save(form: OrganisationForm, row: Organisation | None) -> int:
    """Write it; a name that stands in the list already is refused at its field."""
    code = save_row(form, row, lambda: _write(form, row)) if form.validate_on_submit() else 422
    if code == 303:
        notice(_("Saved."))
    return code


def _write(form: OrganisationForm, row: Organisation | None) -> None:
    one = row or Organisation(name="")
    one.name, one.website = form.name.data or "", form.website.data or ""
    db.session.add(one)
    try:
        db.session.flush()
    except IntegrityError as same:
        raise SameName from same


@bp.post("/staff/organisations/<int:organisation_id>/<any(show, hide):what>")
@staff_only
def show_organisation(organisation_id: int, what: str) -> Any:
    """Offer it for new events, or no longer; what it organised keeps its name."""
    row = _organisation_or_404(organisation_id)
    with transaction():
        row.is_shown = what == "show"
    back = url_for(".show_organisation", organisation_id=organisation_id, what="show" if what == "hide" else "hide")
    notice(_("Saved."), undo=back)
    return redirect(url_for(".organisations"), 303)


def _organisation_or_404(organisation_id: int) -> Organisation:
    row = db.session.get(Organisation, organisation_id) if organisation_id <= LARGEST_ID else None
    return row or abort(404)


@bp.post("/staff/organisations/trust")
@staff_only
def trust() -> Any:
    """An association's events are public at once, or are read by staff first."""
    said, is_on = request.form.get("association", ""), request.form.get("on") == "1"
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
    if number not in people.association_names() and number not in _trusted():
        abort(404)
    with transaction():
        row = db.session.get(TrustedOrganiser, number)
        if is_on and row is None:
            db.session.add(TrustedOrganiser(association_id=number, by_id=g.person.id, at=clock.now()))
        elif not is_on and row is not None:
            db.session.delete(row)
    notice(_("Saved."))
    return redirect(url_for(".organisations", _anchor="trusted"), 303)
