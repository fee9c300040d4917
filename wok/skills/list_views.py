"""What associations can do for one another (P9), and one of it (P10)."""

from typing import Any

from flask import abort, g, render_template, request, url_for

from wok import clock
from wok.bookings import causes
from wok.kernel import weekly
from wok.skills import queries
from wok.skills.blueprint import bp, offer_or_404, our_associations
from wok.skills.words import DAYS, SKILLS, SPOKEN
from wok.web.access import public
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers


@bp.get("/skills", endpoint="index")
@public
@same_for_strangers
def show() -> Any:
    """Filters as words: by skill, by language; nothing found leads to more."""
    skill, language = request.args.get("skill", ""), request.args.get("language", "")
    skill, language = skill if skill in SKILLS else "", language if language in SPOKEN else ""
    every = queries.shown_offers()
    found = [one for one in every if skill in ("", one.skill) and (not language or language in one.languages)]
    cause = causes.read(request.args.get(causes.NAME), g.person)
    kept = {"skill": skill, "language": language, causes.NAME: cause.value if cause else ""}
    return render_template(
        "skills/index.html",
        found=found,
        there_is_more=len(every) > len(found),
        skills=_filters("skill", SKILLS, {one.skill for one in every}, kept),
        languages=_filters("language", SPOKEN, {code for one in every for code in one.languages}, kept),
        wanted={name: value for name, value in kept.items() if value},
        is_narrow=bool(skill or language),
        cause=cause,
        all_skills=SKILLS,
    )


def _filters(name: str, known: Any, there: set[str], kept: dict[str, str]) -> list[dict[str, Any]]:
    """Each as a link that keeps the other filter; pressed again, the current one is taken away."""
    rows = []
    for code, words in known.items():
        if code in there or kept[name] == code:
            is_current = kept[name] == code
            query = {**kept, name: "" if is_current else code}
            narrow: dict[str, Any] = {key: value for key, value in query.items() if value}
            address = url_for(".index", **narrow)
            rows.append({"text": words, "url": address, "current": is_current, "removable": is_current})
    return rows


@bp.get("/skills/<int:offer_id>", endpoint="offer")
@public
def one(offer_id: int) -> Any:
    """What they can do, when usually, how many hours are left; paused and ended ones say so to those who know them."""
    found, now = offer_or_404(offer_id), clock.now()
    ours = found.association_id in [one.association_id for one in g.memberships]
    is_staff = g.person is not None and g.person.is_staff
    if found.state in ("draft", "checking", "declined") and not (ours or is_staff):
        abort(404)
    today = weekly.local_day(now)
    usual = [today + n * weekly.DAY for n in range(1, 29) if str((today + n * weekly.DAY).weekday()) in found.days]
    return render_template(
        "skills/offer.html",
        offer=found,
        days=[DAYS[code] for code in found.days],
        coming=usual,
        left=queries.halves_left([found], now)[found.id],
        ours=ours,
        may_change=found.association_id in [one.id for one in our_associations()],
        cause=causes.read(request.args.get(causes.NAME), g.person),
        said=_("Paused") if found.state == "paused" else "",
    )
