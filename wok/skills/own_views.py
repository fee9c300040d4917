"""What we lend or can do (A5): offers and how they stand, help we are asked for, help we asked for."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.skills import offers, queries
from wok.skills.blueprint import bp, offer_or_404, our_associations
from wok.skills.forms import OfferForm
from wok.skills.models import SkillOffer
from wok.web.access import members_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _

MOST_OFFERS = 30


@bp.get("/my/lend", endpoint="mine")
@members_only
def mine() -> Any:
    """Offers; and for those who act for us, help asked of us and help we asked for (its links answer and change)."""
    now, known = clock.now(), [one.association_id for one in g.memberships]
    ours = [one.id for one in our_associations()]
    return render_template(
        "skills/mine.html",
        rows=queries.offers_of(known),
        ours=set(ours),
        helping=queries.help_of(ours, now=now),
        asked=queries.asks_of(ours, now=now),
        now=now,
    )


@bp.route("/my/lend/offer", methods=["GET", "POST"], endpoint="new")
@members_only
def new() -> Any:
    """Offer what we can do; others see it once staff have looked at it."""
    ours, form = our_associations(), OfferForm()
    if not ours:
        abort(403)
    form.offer_associations(ours)
    form.fill_token()
    is_draft = request.form.get("what") == "draft"
    if form.validate_on_submit():
        if len(queries.offers_of([int(form.association.data)])) >= MOST_OFFERS:
            form.form_errors = [_("You have many offers already. End one you no longer need.")]
        else:
            _offer_once(form, is_draft=is_draft)
            notice(_("Your draft is kept.") if is_draft else _("Thank you. The Wok looks at it and answers here."))
            return redirect(url_for(".mine"), 303)
    page = render_template("skills/offer_form.html", form=form, row=None, stands=None)
    return page, 422 if form.is_submitted() else 200


def _offer_once(form: OfferForm, *, is_draft: bool) -> SkillOffer:
    """One form is one offer (PROMISES B3)."""
    token = form.token()
    try:
        with transaction():
            return queries.offer_of_form(token) or offers.offer(
                int(form.association.data), form.wording(g.lang), g.person, is_draft=is_draft, form_token=token,
                now=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        before = queries.offer_of_form(token)
        if before is None:
            raise
        return before


def own_or_404(offer_id: int) -> SkillOffer:
    """An offer of an association this person acts for."""
    found = offer_or_404(offer_id)
    return found if found.association_id in [one.id for one in our_associations()] else abort(404)


@bp.route("/my/lend/<int:offer_id>/change", methods=["GET", "POST"], endpoint="change")
@members_only
def change(offer_id: int) -> Any:
    """Other words, hours, days. Two who change it at once see both texts (PROMISES B5)."""
    row, form = own_or_404(offer_id), OfferForm()
    if row.state == "ended":
        return redirect(url_for(".mine"), 303)
    if not form.is_submitted():
        form.show(row)
    form.offer_associations([row.association])
    form.fill_token()
    if not form.validate_on_submit():
        page = render_template("skills/offer_form.html", form=form, row=row, stands=None)
        return page, 422 if form.is_submitted() else 200
    is_draft = request.form.get("what") == "draft"
    try:
        with transaction():
            offers.change(row, form.wording(g.lang), is_draft=is_draft, version=form.read_version(), now=clock.now())
    except StaleDataError:
        row = own_or_404(offer_id)
        form.now_stands(row.version)
        form.form_errors = [_("Somebody saved this page before you. Both versions are below; keep the right one.")]
        return render_template("skills/offer_form.html", form=form, row=row, stands=row), 409
    notice(_("Saved."))
    return redirect(url_for(".mine"), 303)


@bp.post("/my/lend/<int:offer_id>/<any(pause, resume, end, send):what>", endpoint="turn")
@members_only
def turn(offer_id: int, what: str) -> Any:
    """Not offered for the time being, offered again, no longer, or a draft that goes to the staff."""
    row = own_or_404(offer_id)
    said = {
        "pause": _("Paused. What was agreed stays."),
        "resume": _("Offered again."),
        "end": _("Ended. What was agreed stays."),
        "send": _("Thank you. The Wok looks at it and answers here."),
    }
    try:
        with transaction():
            offers.turn(row, what, now=clock.now())
    except Refusal as refusal:
        notice(str(refusal.sentence), tone="warning")
    else:
        notice(said[what], undo=url_for(".turn", offer_id=offer_id, what="resume") if what == "pause" else None)
    return redirect(url_for(".mine"), 303)
