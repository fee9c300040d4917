"""Our share (A3): what we had, what counts today, and what it means for our next request."""

from typing import Any

from flask import g, render_template

from wok import clock
from wok.sharing import names, round_queries, share_queries
from wok.sharing.answers import say_points
from wok.sharing.blueprint import bp
from wok.sharing.round_words import say_round
from wok.sharing.share_queries import Ours
from wok.sharing.staff_words import CHARGES, FAMILIES, FLAVOURS, PENALTIES
from wok.web.access import signed_in


@bp.get("/my/share")
@signed_in
def our_share() -> Any:
    """Each association of the signed-in person with its lines, family by family."""
    now = clock.now()
    groups = list({one.association_id: one.association for one in g.memberships}.values())
    circles = share_queries.circle_ids([one.id for one in groups])
    ours = {
        one.id: share_queries.ours(circles[one.id], now=now) if one.id in circles else share_queries.new(now=now)
        for one in groups
    }
    return render_template(
        "sharing/our_share.html",
        groups=groups,
        ours=ours,
        linked={one: share_queries.linked([circle]).get(circle, []) for one, circle in circles.items()},
        codes={one: share_queries.codes_of(circle) for one, circle in circles.items()},
        called=_called([one for each in ours.values() for one in each]),
        families=FAMILIES,
        flavours=FLAVOURS,
        charge_words=CHARGES,
        penalty_words=PENALTIES,
        say_points=say_points,
        address_of=round_queries.name_of,
        say_round=say_round,
    )


def _called(ours: list[Ours]) -> dict[int, str]:
    pools = {
        row.request.pool_id: row.request.pool for one in ours for row, _left in one.charges if row.request is not None
    }
    return names.names_of(list(pools.values()), g.lang)
