"""How we share (P14): the rule in plain words with its figures, the rounds and their files, for everybody."""

import hashlib
from typing import Any

from flask import abort, g, make_response, render_template, request

from wok import clock
from wok.kernel import weekly
from wok.sharing import names, parameters, report_charts, report_files, report_shown, round_queries
from wok.sharing.answers import say_points
from wok.sharing.blueprint import api, bp
from wok.sharing.models import ShareRound
from wok.sharing.round_words import say_round
from wok.sharing.staff_rule_queries import PoolLine, pool_lines
from wok.sharing.staff_words import FAMILIES, FLAVOURS, MODES, ROUND_KINDS, ROUND_STATES, ROUND_TAGS
from wok.web.access import public
from wok.web.strangers import same_for_strangers


@bp.get("/how-we-share")
@public
@same_for_strangers
def how() -> Any:
    """The rule read aloud, what counts, what a person can do, and how it went in the last twelve months."""
    now = clock.now()
    lines = pool_lines(now=now)
    return render_template(
        "sharing/how_we_share.html",
        families=report_shown.families(now=now),
        lines=lines,
        called=_called(lines),
        params=parameters.current(weekly.local_day(now)),
        family_words=FAMILIES,
        flavours=FLAVOURS,
        modes=MODES,
        bars=report_charts.bars,
        say_points=say_points,
    )


@bp.get("/how-we-share.csv")
@public
def how_file() -> Any:
    """The same figures for a spreadsheet."""
    now = clock.now()
    text = report_files.table_file(report_shown.families(now=now), _called(pool_lines(now=now)))
    answer = make_response(text)
    answer.mimetype = "text/csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="how-we-share-{weekly.local_day(now)}.csv"'
    return answer


@bp.get("/how-we-share/rounds")
@public
@same_for_strangers
def public_rounds() -> Any:
    """Rounds to come with what was sealed, and those that are over with their files."""
    page = min(max(request.args.get("page", 0, type=int), 0), round_queries.LAST_PAGE)
    over, has_more = round_queries.over(page)
    return render_template(
        "sharing/rounds.html",
        coming=[] if page else round_queries.coming(),
        over=over,
        page=page,
        has_more=has_more,
        **_round_words(),
    )


@bp.get("/how-we-share/rounds/<name>")
@public
def public_round(name: str) -> Any:
    """One round: what was sealed, how many asked, and after the draw everything that it takes to check it."""
    row = _round_or_404(name)
    return render_template(
        "sharing/round.html", row=row, asked=round_queries.count_of(row), name=name, **_round_words()
    )


@api.get("/api/rounds/<name>.json")
@public
def round_file(name: str) -> Any:
    """The published file byte for byte, as `wok verify-round` takes it."""
    row = _round_or_404(name)
    if row.document is None:
        abort(404)
    body = row.document.encode()
    answer = make_response(body)
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(hashlib.sha256(body).hexdigest())
    return answer.make_conditional(request)


def _round_or_404(name: str) -> ShareRound:
    return round_queries.round_called(name) or abort(404)


def _called(lines: list[PoolLine]) -> dict[int, str]:
    return names.names_of([one.pool for one in lines], g.lang)


def _round_words() -> dict[str, Any]:
    return {
        "families": FAMILIES,
        "say_round": say_round,
        "kinds": ROUND_KINDS,
        "states": ROUND_STATES,
        "tags": ROUND_TAGS,
        "address_of": round_queries.name_of,
    }
