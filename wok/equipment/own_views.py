"""What our associations lend (A5): offer a thing, see how it stands, pause it. Staff check each offer."""

from typing import Any

from flask import abort, g, redirect, render_template, url_for
from sqlalchemy import select

from wok import clock
from wok.db import db, transaction
from wok.equipment import pausing, stock, stock_queries
from wok.equipment.blueprint import bp
from wok.equipment.item_forms import OfferForm
from wok.equipment.models import Item
from wok.equipment.thing_views import add_once
from wok.people.models import Association
from wok.web.access import members_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.texts import said

BIGGEST_ID = 2**31 - 1


def our_associations() -> list[Association]:
    """The accepted associations this person acts for."""
    return [one.association for one in g.memberships if one.role == "delegate" and one.association.status == "accepted"]


@bp.get("/my/things")
@members_only
def mine() -> Any:
    """What we lend or offer to lend, and how it stands."""
    rows = stock_queries.offered_by([one.association_id for one in g.memberships])
    ours = {one.id for one in our_associations()}
    loans = stock_queries.to_come([row.id for row in rows], now=clock.now())
    shown = [(row, said(row.name, g.lang), loans.get(row.id, [])) for row in rows]
    return render_template("equipment/mine.html", rows=shown, ours=ours)


@bp.route("/my/things/offer", methods=["GET", "POST"])
@members_only
def offer() -> Any:
    """Offer a thing of ours; it is lent once staff have looked at it."""
    ours, form, now = our_associations(), OfferForm(), clock.now()
    if not ours:
        abort(403)
    form.offer_associations(ours)
    form.fill_token()
    if form.validate_on_submit():
        columns = {"accepted_at": None, "offered_at": now, "offered_by_id": g.person.id}
        add_once(form.facts(g.lang), form.quantity.data or 1, form_token=form.token(), **columns)
        notice(_("Thank you. The Wok looks at it and answers here."))
        return redirect(url_for(".mine"), 303)
    page = render_template("equipment/offer.html", form=form)
    return page, 422 if form.is_submitted() else 200


@bp.post("/my/things/<int:item_id>/<any(pause, resume):what>")
@members_only
def turn_own(item_id: int, what: str) -> Any:
    """Our own thing is not lent for the time being, or lent again. What was agreed stays."""
    ours = [one.id for one in our_associations()]
    chosen = select(Item).where(Item.id == min(item_id, BIGGEST_ID), Item.association_id.in_(ours))
    found = db.session.scalar(chosen.where(Item.owner == "association")) or abort(404)
    with transaction():
        if what == "pause":
            pausing.pause(found, None, {}, g.person, now=clock.now())
        else:
            stock.resume(found, now=clock.now())
    if what == "pause":
        notice(_("Paused. What was agreed stays."), undo=url_for(".turn_own", item_id=item_id, what="resume"))
    else:
        notice(_("Lent again."))
    return redirect(url_for(".mine"), 303)
