"""The groups that share, for staff: linked by two of them, looking like the same people, and what counts for each."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.people.models import Association
from wok.people.queries import BIGGEST_ID
from wok.sharing import names, staff_circle_queries, staff_links, staff_queries, standing
from wok.sharing.answers import say_points
from wok.sharing.staff_blueprint import acting_staff, bp, row_or_404
from wok.sharing.staff_forms import LinkForm, UnlinkForm
from wok.sharing.staff_models import CircleChange
from wok.sharing.staff_words import CHARGES, FAMILIES, FLAGS, PENALTIES
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.text import clean


@bp.get("/staff/circles")
@staff_only
def circles() -> Any:
    """What waits for a second colleague, who looks like the same people, who is linked; a search finds the others."""
    search, shown = clean(request.args.get("q", ""))[:100], request.args.get("show", "")
    only_linked = not search and shown != "all"
    return render_template(
        "sharing_staff/circles.html",
        search=search,
        only_linked=only_linked,
        groups=staff_circle_queries.groups(search, only_linked=only_linked),
        proposals=staff_links.changes("proposed"),
        flags=staff_circle_queries.flags(now=clock.now()),
        flag_words=FLAGS,
        me=acting_staff().id,
    )


@bp.get("/staff/circles/of/<int:association_id>")
@staff_only
def circle_of(association_id: int) -> Any:
    """The circle of an association, by the association's number; the list when it never shared anything."""
    row_or_404(Association, association_id)
    circle_id = staff_circle_queries.circle_ids().get(association_id)
    if circle_id is None:
        notice(_("This group has not asked for anything yet."), tone="info")
        return redirect(url_for(".circles"), 303)
    return redirect(url_for(".circle", circle_id=circle_id), 303)


@bp.get("/staff/circles/<int:circle_id>")
@staff_only
def circle(circle_id: int) -> Any:
    """One group, or several linked ones: where they stand, and every line of their account."""
    found = staff_circle_queries.circle(circle_id) if circle_id <= BIGGEST_ID else None
    if found is None:
        abort(404)
    now = clock.now()
    ledgers = staff_circle_queries.ledgers(circle_id, FAMILIES)
    requests = [one.request for ledger in ledgers.values() for one in ledger.charges if one.request]
    return render_template(
        "sharing_staff/circle.html",
        circle=found,
        members=[one.association for one in found.members],
        families={code: words for code, words in FAMILIES.items() if not ledgers[code].is_empty},
        ledgers=ledgers,
        standings={
            code: standing.standing(circle_id, code, now=now) for code in FAMILIES if not ledgers[code].is_empty
        },
        called=names.names_of({one.pool for one in requests}, g.lang),
        waiting=staff_queries.waiting_of(circle_id, now=now),
        proposals=staff_links.changes("proposed", of=[one.association_id for one in found.members]),
        settled=staff_links.changes("done", of=[one.association_id for one in found.members]),
        me=acting_staff().id,
        charge_words=CHARGES,
        penalty_words=PENALTIES,
        say_points=say_points,
    )


@bp.route("/staff/circles/link", methods=["GET", "POST"])
@staff_only
def link() -> Any:
    """Propose that two groups share as one; a colleague confirms."""
    form, known = LinkForm(), staff_circle_queries.associations()
    form.one.choices = form.other.choices = [(one.id, one.name) for one in known]
    if not form.is_submitted():
        form.one.data, form.other.data = (_number(request.args.get(name, "")) for name in ("one", "other"))
    if form.validate_on_submit():
        try:
            with transaction():
                staff_links.propose(
                    "link",
                    form.one.data,
                    form.other.data,
                    form.reason.data or "",
                    by_id=acting_staff().id,
                    token=form.token(),
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Proposed. A colleague confirms it; then the groups are told."))
            return redirect(url_for(".circles", _anchor="proposals"), 303)
    form.fill_token()
    return render_template("sharing_staff/link.html", form=form, is_linking=True), 422 if form.errors else 200


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


@bp.route("/staff/circles/unlink/<int:association_id>", methods=["GET", "POST"])
@staff_only
def unlink(association_id: int) -> Any:
    """Propose that a linked group shares for itself again; a colleague confirms."""
    group, form = row_or_404(Association, association_id), UnlinkForm()
    if form.validate_on_submit():
        try:
            with transaction():
                staff_links.propose(
                    "unlink",
                    association_id,
                    None,
                    form.reason.data or "",
                    by_id=acting_staff().id,
                    token=form.token(),
                    now=clock.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            notice(_("Proposed. A colleague confirms it; then the groups are told."))
            return redirect(url_for(".circles", _anchor="proposals"), 303)
    form.fill_token()
    page = render_template("sharing_staff/link.html", form=form, is_linking=False, group=group)
    return page, 422 if form.errors else 200


@bp.post("/staff/circles/proposals/<int:change_id>/<any(confirm, withdraw):what>")
@staff_only
def settle(change_id: int, what: str) -> Any:
    """The second colleague confirms, or somebody withdraws it."""
    change = row_or_404(CircleChange, change_id)
    try:
        with transaction():
            act = staff_links.confirm if what == "confirm" else staff_links.withdraw
            act(change, acting_staff().id, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(_("Done. The groups are told.") if what == "confirm" else _("Withdrawn. Nothing changed."))
    return redirect(url_for(".circles", _anchor="proposals"), 303)
