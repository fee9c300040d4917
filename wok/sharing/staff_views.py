"""All of the staff's pages of sharing, under one blueprint; here the list of requests (S6)."""

from typing import Any

from flask import g, render_template, request, url_for

from wok import clock
from wok.sharing import names, staff_queries
from wok.sharing import staff_account_views as staff_account_views
from wok.sharing import staff_circle_views as staff_circle_views
from wok.sharing import staff_pool_views as staff_pool_views
from wok.sharing import staff_request_views as staff_request_views
from wok.sharing import staff_round_views as staff_round_views
from wok.sharing import staff_rule_views as staff_rule_views
from wok.sharing.staff_blueprint import bp as bp
from wok.sharing.staff_blueprint import read_page
from wok.sharing.staff_words import FAMILIES, FLAVOURS, STATE_TAGS, STATES
from wok.web.access import staff_only
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

LISTS = {
    "open": _l("Not decided yet"),
    "waiting": _l("Waiting list"),
    "review": _l("Asks for a review"),
    "decided": _l("Decided"),
    "all": _l("All requests"),
}


@bp.get("/staff/requests")
@staff_only
def requests() -> Any:
    """Open wishes, waiting lists, reviews, decided ones; what is shared is a second filter."""
    now = clock.now()
    which, family = request.args.get("state", ""), request.args.get("family", "")
    which, family = which if which in LISTS else "open", family if family in FAMILIES else ""
    page = read_page()
    rows, has_more = staff_queries.requests(which, family, page, now=now)
    return render_template(
        "sharing_staff/requests.html",
        rows=rows,
        called=names.names_of([row.request.pool for row in rows], g.lang),
        which=which,
        states=STATES,
        tags=STATE_TAGS,
        shown=_lists(which, family, staff_queries.counts(now=now)),
        families=_families(which, family),
        earlier=_address(which, family, page - 1) if page else None,
        later=_address(which, family, page + 1) if has_more else None,
    )


def _address(which: str, family: str, page: int = 0) -> str:
    return url_for(".requests", state=which, family=family or None, page=page or None)


def _lists(which: str, family: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The lists as words, each with how many stand in it."""
    return [
        {
            "text": _("%(list)s (%(number)s)", list=words, number=counts[code]) if code in counts else words,
            "url": _address(code, family),
            "current": code == which,
        }
        for code, words in LISTS.items()
    ]


def _families(which: str, family: str) -> list[dict[str, Any]]:
    """What is shared, as words."""
    found: list[dict[str, Any]] = [{"text": _("Everything"), "url": _address(which, ""), "current": not family}]
    for code, words in FAMILIES.items():
        found.append(
            {"text": words, "url": _address(which, code), "current": code == family, "flavour": FLAVOURS[code]}
        )
    return found
