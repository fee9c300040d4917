"""The subscribe page (P18): put the Wok in my calendar. The feeds' own addresses are in files.py."""

from typing import Any

from flask import Blueprint, Response, abort, g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy import select

from wok import clock
from wok.db import db, transaction
from wok.feeds import booking_file, marks, of_one, programme, queries, services, words
from wok.feeds.files import files
from wok.feeds.models import FeedAddress
from wok.feeds.queries import PUBLIC_FEEDS
from wok.kernel.values import dataclass
from wok.people.models import Association
from wok.programme import filters
from wok.programme.filters import Wanted
from wok.web.access import public, signed_in
from wok.web.addresses import whole
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.picture import picture_code
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

__all__ = ["booking_file", "bp", "files"]

bp = Blueprint("feeds", __name__)

DETAILS = {  # how much a private link tells, and to whom one would give it
    "full": (_l("Everything"), _l("For your own calendar.")),
    "titles": (_l("Only titles and times"), _l("No places and no details.")),
    "busy": (_l("Only that you are busy"), _l("For a calendar that others can see.")),
}


@dataclass(frozen=True)
class Address:
    """One feed's address as the page shows it: to open, to copy, and as a picture for a phone's camera."""

    name: str
    https: str
    webcal: str
    picture: Markup


@dataclass(frozen=True)
class Purpose:
    """A private feed somebody may have: their own bookings, or those of one association."""

    code: str
    scope: str
    association: Association | None
    made: FeedAddress | None


@bp.get("/subscribe")
@public
def subscribe() -> Any:
    """Every feed this reader may have."""
    return _page()


@bp.post("/subscribe/private")
@signed_in
def make_private() -> Any:
    """Make or replace a private address and show it.

    The answer is the page itself, not a redirect: the secret is shown once, so it may rest nowhere in between.
    """
    purpose = _purpose_or_404()
    detail = request.form.get("detail", "full")
    if detail not in DETAILS or not ActionForm().validate_on_submit():
        abort(400)
    with transaction():
        token = services.make_address(
            g.person, purpose.scope, purpose.association, g.lang, detail=detail, now=clock.now()
        )
    shown = address(url_for("feed_files.private_file", token=token), _name(purpose))
    response = make_response(_page(shown=shown, shown_code=purpose.code))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/subscribe/private/end")
@signed_in
def end_private() -> Any:
    """End a private address; programs that use it find nothing from now on."""
    purpose = _purpose_or_404()
    if not ActionForm().validate_on_submit():
        abort(400)
    with transaction():
        services.revoke(g.person, purpose.scope, purpose.association, now=clock.now())
    notice(_("The private link has ended. Calendars that used it get nothing any more."))
    return redirect(url_for(".subscribe"), 303)


def address(path: str, name: str) -> Address:
    """A feed's address in its three shapes, on the base address people use."""
    https = whole(path)
    webcal = "webcal://" + https.split("://", 1)[1]
    return Address(name, https, webcal, picture_code(webcal))


def _page(*, shown: Address | None = None, shown_code: str = "") -> str | Response:
    names = {kind: words.feed_name(kind) for kind in PUBLIC_FEEDS}
    public_addresses = {
        kind: address(url_for("feed_files.public_file", kind=kind, language=g.lang), name)
        for kind, name in names.items()
    }
    one, filtered = of_one.chosen(g.lang), filters.read(request.args)
    return render_template(
        "feeds/subscribe.html",
        addresses=public_addresses,
        one=address(of_one.path(one), queries.feed_name(one)) if one else None,
        choices=of_one.choices(g.lang),
        filtered=_filtered(filtered) if filtered.slug else None,
        agenda=url_for("agenda.show", **filtered.query),
        purposes=_purposes() if g.person else [],
        name_of=_name,
        shown=shown,
        shown_code=shown_code,
        details=DETAILS,
        form=ActionForm(formdata=None),
    )


def _filtered(wanted: Wanted) -> Address | None:
    """The calendar of what is looked for; lunch, on-call and all events have theirs already."""
    kind = {"event": "events"}.get(wanted.slug, wanted.slug)
    if kind in PUBLIC_FEEDS:
        return address(url_for("feed_files.public_file", kind=kind, language=g.lang), words.feed_name(kind))
    if not programme.is_known(wanted):
        return None
    name = programme.feed_name(wanted, g.lang)
    return address(url_for("feed_files.filtered_file", slug=wanted.slug, language=g.lang), name)


def _purposes() -> list[Purpose]:
    """One's own bookings first, then each association one belongs to."""
    living = select(FeedAddress).where(FeedAddress.person_id == g.person.id, marks.is_living())
    made = {one.association_id: one for one in db.session.scalars(living)}
    ours = [membership.association for membership in g.memberships]
    associations = [Purpose(f"association-{one.id}", "association", one, made.get(one.id)) for one in ours]
    return [Purpose("mine", "mine", None, made.get(None)), *associations]


def _purpose_or_404() -> Purpose:
    found = [purpose for purpose in _purposes() if purpose.code == request.form.get("purpose")]
    return found[0] if found else abort(404)


def _name(purpose: Purpose) -> str:
    return words.association_feed(purpose.association.name) if purpose.association else words.feed_name("mine")
