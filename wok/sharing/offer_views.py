"""Offers and waiting lists of our associations (A4), and the link by which a group says that it asks together with another."""

from datetime import datetime
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.sharing import names, offer_queries, partners, waiting
from wok.sharing.blueprint import bp
from wok.sharing.facts import partner_answer
from wok.sharing.models import RequestPartner
from wok.sharing.refusals import TooLateToSay
from wok.web.access import public, signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/my/offers")
@signed_in
def my_offers() -> Any:
    """What waits for our answer, and where we wait ourselves."""
    now = clock.now()
    ours = offer_queries.ours(g.person, g.memberships, now=now)
    called = names.names_of([one.pool for one in ours.requests], g.lang)
    return render_template(
        "sharing/offers.html",
        ours=ours,
        called=called,
        days={one.id: names.days_of(one) for one in ours.requests},
        places={one.id: waiting.place_on_list(one) for one in ours.waiting},
    )


@bp.get("/together/<token>")
@public
def partner(token: str) -> Any:
    """A group named in a joint request reads what is asked, and says yes or no."""
    return _partner_page(_partner_or_404(token), token)


@bp.post("/together/<token>/<any(yes, no):said>")
@public
def partner_says(token: str, said: str) -> Any:
    """Yes: we ask together. No: they ask alone. Either can be changed until the time for wishes is over."""
    found = _partner_or_404(token)
    try:
        with transaction():
            _say(found, is_yes=said == "yes", now=clock.now())
    except Refusal as refusal:
        return _partner_page(found, token, refusal=refusal)
    notice(_("Thank you. You ask together.") if said == "yes" else _("Thank you for telling us. They ask alone."))
    if request.form.get("back") == "offers" and g.person:
        return redirect(url_for(".my_offers"), 303)
    return redirect(url_for(".partner", token=token), 303)


def _say(found: RequestPartner, *, is_yes: bool, now: datetime) -> None:
    """One answer for all that is asked for with the booking. Raises TooLateToSay."""
    still = [one for one in offer_queries.siblings(found) if offer_queries.is_partner_open(one, now=now)]
    if not still:
        raise TooLateToSay
    for one in still:
        if is_yes and one.confirmed_at is None:
            partners.confirm_partner(one, now=now)
        elif not is_yes and one.declined_at is None:
            partners.decline_partner(one, now=now)


def _partner_or_404(token: str) -> RequestPartner:
    return offer_queries.partner_by(token) or abort(404)


def _partner_page(found: RequestPartner, token: str, *, refusal: Refusal | None = None) -> Any:
    now, wish = clock.now(), found.request
    wishes = [one.request for one in offer_queries.siblings(found)] or [wish]
    called = names.names_of([one.pool for one in wishes], g.lang)
    closing = [at for one in wishes if (at := one.answers_until)]
    body = render_template(
        "sharing/partner.html",
        partner=found,
        wishes=wishes,
        token=token,
        called=called,
        days={one.id: names.days_of(one) for one in wishes},
        asking=wish.booking.association.name if wish.booking.association else wish.booking.contact_name,
        closes_at=min(closing, default=None),
        is_open=any(offer_queries.is_partner_open(one, now=now) for one in offer_queries.siblings(found)),
        answers={one.id: partner_answer(one, now=now) for one in wishes} if found.confirmed_at else {},
        refusal=refusal,
    )
    return body, 422 if refusal else 200
