"""Ideas and projects (P15), one project (P16), our projects (A6). The other pages are imported so that they register."""

from typing import Any

from flask import Response, g, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from wok import clock
from wok.people import neighbourhoods
from wok.people.themes import THEMES, known
from wok.projects import (
    booking_views,
    change_views,
    date_views,
    link_views,
    need_views,
    paper,
    partner_views,
    queries,
    rules,
    shown,
    sight,
    staff_views,
    voice_views,
    words,
)
from wok.projects.blueprint import bp as bp
from wok.projects.queries import Filters
from wok.web.access import public, signed_in
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers

PARTS = (
    booking_views,
    change_views,
    date_views,
    link_views,
    need_views,
    partner_views,
    staff_views,
    voice_views,
)
MOST_PAGES = 500


@bp.get("/projects")
@public
@same_for_strangers
def index() -> str:
    """Public ideas and projects, narrowed by state, theme and neighbourhood; each filter is a link in words."""
    chosen, number = _chosen(request.args), _page_number()
    rows = queries.public(chosen, page=number)
    return render_template(
        "projects/index.html",
        cards=[shown.card(sight.Sight(one, g.person, tuple(g.memberships))) for one in rows[: queries.PAGE]],
        chosen=chosen,
        states=_state_links(chosen),
        themes=_theme_links(chosen),
        places=_place_links(chosen),
        previous=_link(chosen, page=number - 1) if number > 1 else None,
        following=_link(chosen, page=number + 1) if len(rows) > queries.PAGE else None,
    )


def _chosen(args: MultiDict[str, str]) -> Filters:
    """What the address asks for; unknown words are left out."""
    place = args.get("where", "")
    return Filters(
        state=args["state"] if args.get("state") in rules.STATES else "",
        themes=tuple(known(args.getlist("theme"))),
        neighbourhood_id=int(place) if place.isascii() and place.isdigit() and len(place) < 9 else None,
    )


def _page_number() -> int:
    typed = request.args.get("page", "")
    return min(MOST_PAGES, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 5 and int(typed) else 1


def _link(chosen: Filters, **other: Any) -> str:
    """The list, narrowed otherwise."""
    now = {"state": chosen.state, "theme": list(chosen.themes), "where": chosen.neighbourhood_id, **other}
    return url_for(".index", **{name: value for name, value in now.items() if value})


def _state_links(chosen: Filters) -> list[dict[str, Any]]:
    everything = {"text": _("All that run"), "url": _link(chosen, state=""), "current": not chosen.state}
    return [
        everything,
        *(
            {"text": words.STATES[one], "url": _link(chosen, state=one), "current": chosen.state == one}
            for one in rules.STATES
            if one != "given_up"
        ),
    ]


def _theme_links(chosen: Filters) -> list[dict[str, Any]]:
    """The chosen ones can be taken away; one more can be added."""
    return [
        {
            "text": THEMES[one],
            "url": _link(chosen, theme=[code for code in THEMES if (code in chosen.themes) != (code == one)]),
            "current": one in chosen.themes,
            "removable": one in chosen.themes,
        }
        for one in THEMES
    ]


def _place_links(chosen: Filters) -> list[dict[str, Any]]:
    return [
        {
            "text": name,
            "url": _link(chosen, where=None if chosen.neighbourhood_id == number else number),
            "current": chosen.neighbourhood_id == number,
            "removable": chosen.neighbourhood_id == number,
        }
        for number, name in neighbourhoods.choices(g.lang, keep=chosen.neighbourhood_id)
    ]


@bp.get("/projects/<int:project_id>")
@public
@same_for_strangers
def show(project_id: int) -> str:
    """One project: who is in, what is missing, what each brings, dates, bookings, files, the record."""
    found = sight.of(project_id, g.person, g.memberships)
    return render_template("projects/show.html", **shown.page(found, now=clock.now()))


@bp.get("/projects/<int:project_id>/summary")
@public
def summary(project_id: int) -> str:
    """The project on one page, made for paper."""
    found = sight.of(project_id, g.person, g.memberships)
    return render_template("projects/summary.html", **shown.page(found, now=clock.now()))


@bp.get("/projects/<int:project_id>/summary.pdf")
@public
def summary_pdf(project_id: int) -> Response:
    """The same as a file."""
    found = sight.of(project_id, g.person, g.memberships)
    body = paper.summary(found, g.lang)
    name = f"wok-project-{project_id}.pdf"
    return Response(body, mimetype="application/pdf", headers={"Content-Disposition": f"inline; filename={name}"})


@bp.get("/my/projects")
@signed_in
def mine() -> str:
    """Ours: what waits for us, what runs, what is done."""
    rows = queries.ours(g.memberships)
    cards = [shown.card(sight.Sight(one, g.person, tuple(g.memberships))) for one in rows]
    return render_template(
        "projects/mine.html",
        waiting=queries.waiting_for(g.person, g.memberships),
        running=[one for one in cards if one.sight.is_running],
        ended=[one for one in cards if not one.sight.is_running],
        may_open=any(one.role == "delegate" for one in g.memberships),
    )
