"""The catalogue (P9): what there is, by kind and by need, with what is free on the days somebody names."""

from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request, url_for

from wok import clock
from wok.equipment import catalogue, opening, sentence
from wok.equipment.blueprint import bp
from wok.equipment.catalogue import Wanted
from wok.equipment.words import CATEGORIES, PURPOSES
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.web.access import public
from wok.web.sentences import gettext as _
from wok.web.strangers import same_for_strangers
from wok.web.text import clean

AHEAD = timedelta(days=730)
LONGEST = timedelta(days=31)


@dataclass(frozen=True)
class Asked:
    """What was typed: the line, the days of use, and the days the things would be out for that."""

    typed: str
    people: int
    first: date | None
    last: date | None
    pick_up: date | None
    back: date | None

    @property
    def is_longer(self) -> bool:
        """Whether the things are out on other days than they are used."""
        return (self.pick_up, self.back) != (self.first, self.last)


@bp.get("/equipment", endpoint="catalogue")
@public
@same_for_strangers
def show() -> Any:
    """Search by words, people and days; by need; by kind."""
    today = weekly.local_day(clock.now())
    said = sentence.read(clean(request.args.get("q", ""))[:200], today=today)
    asked = _asked(said, today)
    category, purpose = request.args.get("category", ""), request.args.get("for", "")
    wanted = Wanted(
        words=said.words,
        people=asked.people,
        first=asked.pick_up or asked.first,
        last=asked.back or asked.last,
        category=category if category in CATEGORIES else "",
        purpose=purpose if purpose in PURPOSES else "",
    )
    return render_template(
        "equipment/catalogue.html",
        asked=asked,
        wanted=wanted,
        found=catalogue.find(wanted, g.lang, today=today),
        needs=_filters("for", PURPOSES, wanted.purpose, asked),
        kinds=_filters("category", CATEGORIES, wanted.category, asked),
        categories=CATEGORIES,
        today=today,
    )


def _asked(said: sentence.Sentence, today: date) -> Asked:
    """The line and the fields together: a field says more than the line."""
    typed = clean(request.args.get("q", ""))[:200]
    people = read_number(request.args.get("people", "")) or said.people
    first = read_day(request.args.get("first", ""), today) or _coming(said.day, today)
    last = read_day(request.args.get("last", ""), today) or first
    if first is None:
        first = last
    if first is None or last is None:
        return Asked(typed, people, None, None, None, None)
    last = min(max(first, last), first + LONGEST)
    around = opening.calendar().around(first, last, today=today)
    return Asked(typed, people, first, last, around[0] if around else None, around[1] if around else None)


def read_day(typed: str, today: date) -> date | None:
    """A coming day as the date field sends it; None for anything else."""
    try:
        day = date.fromisoformat(typed.strip()[:10])
    except ValueError:
        return None
    return _coming(day, today)


def _coming(day: date | None, today: date) -> date | None:
    return day if day is not None and today <= day <= today + AHEAD else None


def read_number(typed: str) -> int:
    """A number of people or pieces; 0 for anything else."""
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else 0


def _filters(name: str, known: dict[str, Any], current: str, asked: Asked) -> list[dict[str, Any]]:
    """Each kind or need as a link that keeps the days; pressed again, the current one is taken away."""
    kept: dict[str, Any] = {
        "first": asked.first.isoformat() if asked.first else None,
        "last": asked.last.isoformat() if asked.last else None,
        "people": asked.people or None,
    }
    everything = {"text": _("Everything"), "url": url_for(".catalogue", **kept), "current": not current}
    rows = []
    for code, words in known.items():
        query = kept if code == current else {**kept, name: code}
        is_current = code == current
        address = url_for(".catalogue", **query)
        rows.append({"text": words, "url": address, "current": is_current, "removable": is_current})
    return [everything, *rows] if name == "category" else rows
