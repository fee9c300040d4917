"""Who is who (page P17): the list with its search and filters in words, and the page of one association."""

from typing import Any

from flask import g, render_template, request, url_for

from wok.directory import queries, search
from wok.directory.blueprint import bp
from wok.directory.queries import Card
from wok.kernel.values import dataclass
from wok.people import neighbourhoods
from wok.people.spoken import SPOKEN
from wok.people.themes import THEMES
from wok.web.access import public
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers
from wok.web.text import clean
from wok.web.unchanged import kept

PAGE = 20
MOST_PAGES = 1000


@dataclass(frozen=True)
class Asked:
    """What somebody looks for."""

    words: str
    theme: str
    language: str
    place: int | None
    page: int

    def address(self, **other: Any) -> str:
        """The same question with something changed, from its first page."""
        given = {"q": self.words or None, "theme": self.theme or None, "language": self.language or None}
        return url_for("directory.index", **{**given, "place": self.place, **other})


def asked() -> Asked:
    """The question in the address; what cannot be is left out."""
    theme, language = request.args.get("theme", ""), request.args.get("language", "")
    return Asked(
        words=clean(request.args.get("q", ""))[:100],
        theme=theme if theme in THEMES else "",
        language=language if language in SPOKEN else "",
        place=_number(request.args.get("place", ""), 2**31 - 1),
        page=_number(request.args.get("page", ""), MOST_PAGES) or 1,
    )


def _number(typed: str, most: int) -> int | None:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
    return number if 0 < number <= most else None


@bp.get("/associations")
@public
@same_for_strangers
def index() -> str:
    """All that agreed to be shown, or those that fit."""
    wanted, places = asked(), neighbourhoods.shown()
    found = _found(wanted) if wanted.words else kept(("directory", wanted), lambda: _found(wanted))
    chosen = _chosen(wanted, {one.id: neighbourhoods.full_name(one, g.lang) for one in places})
    return render_template(
        "directory/index.html",
        wanted=wanted,
        found=found,
        cards=queries.cards(found.ids),
        chosen=chosen,
        places=[(one.id, neighbourhoods.full_name(one, g.lang)) for one in places],
        themes=THEMES,
        spoken=SPOKEN,
        names=neighbourhoods,
        previous=wanted.address(page=wanted.page - 1) if wanted.page > 1 else None,
        following=wanted.address(page=wanted.page + 1) if found.total > wanted.page * PAGE else None,
    )


def _found(wanted: Asked) -> search.Page:
    """To count and sort all of them is most of the work of a list that nobody typed a word for; so that one is kept."""
    return search.find(
        wanted.words,
        themes=[wanted.theme] if wanted.theme else [],
        languages=[wanted.language] if wanted.language else [],
        neighbourhoods=[wanted.place] if wanted.place else [],
        limit=PAGE,
        offset=(wanted.page - 1) * PAGE,
    )


def _chosen(wanted: Asked, places: dict[int, str]) -> list[dict[str, Any]]:
    """The filters as words, each a link that takes it away."""
    found = [
        (wanted.words and f"“{wanted.words}”", "q"),
        (wanted.theme and THEMES[wanted.theme], "theme"),
        (wanted.language and _("speaks %(language)s", language=SPOKEN.get(wanted.language, "")), "language"),
        (wanted.place and places.get(wanted.place, _("another neighbourhood")), "place"),
    ]
    return [
        {"text": words, "url": wanted.address(**{name: None}), "removable": True, "current": False, "flavour": None}
        for words, name in found
        if words
    ]


@bp.get("/associations/<int:association_id>")
@public
@same_for_strangers
def show(association_id: int) -> Any:
    """One association; no longer active is said in words, what is not shown does not exist."""
    card = queries.card_or_404(association_id)
    if card.association.status == "inactive" and card.association.is_listed:
        return render_template("directory/gone.html", association=card.association), 410
    card = queries.public_or_404(association_id)
    return render_template("directory/show.html", card=card, **shown_with(card))


def shown_with(card: Card) -> dict[str, Any]:
    """What the page of an association needs beside it."""
    is_ours = any(one.association_id == card.association.id for one in g.memberships)
    return {"themes": THEMES, "spoken": SPOKEN, "names": neighbourhoods, "is_ours": is_ours}
