"""The demonstration's skills: who offers what, one ask that waits, one that is answered, and one with hours to say."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from wok.db import db
from wok.demo.people import delegates
from wok.equipment.models import Item
from wok.kernel import weekly
from wok.kernel.span import Span
from wok.people.models import Association, Person
from wok.skills import asking, queries
from wok.skills.asking import Wish
from wok.skills.models import SkillForThing, SkillOffer

OFFERS: Sequence[tuple[str, str, tuple[str, ...], tuple[str, ...], int]] = (
    ("translation", "Portugais à la commune et chez le médecin", ("pt", "fr"), ("1", "3"), 8),
    ("translation", "", ("ar", "fr"), ("2", "5"), 6),
    ("translation", "", ("lb", "de", "fr"), (), 4),
    ("sign_language", "", ("signs", "fr"), ("5",), 6),
    ("sound", "", ("fr", "pt"), ("4", "5"), 10),
    ("bookkeeping", "Comptes d’une petite association", ("fr", "de"), ("0",), 4),
    ("grants", "", ("fr", "en"), (), 3),
    ("poster", "", ("fr", "en"), (), 5),
    ("first_aid", "", ("fr", "lb"), ("5", "6"), 12),
    ("event_safety", "", ("fr", "de"), ("5",), 8),
)
NEEDS_A_HAND = ("sound", "projector", "microphone")  # in the keys of things.py


def write(things: Mapping[str, int], *, now: datetime) -> int:
    """Ten offers, one of them not looked at yet; three asks. Returns how many offers."""
    line = delegates(len(OFFERS))
    helpers = [*line[1:], *line[:1]]
    made = [
        _offer(delegate, said, "checking" if number == 7 else "shown", now=now)
        for number, (delegate, said) in enumerate(zip(helpers, OFFERS, strict=False))
    ]
    db.session.add_all(made)
    for key, item_id in things.items():
        if any(word in key for word in NEEDS_A_HAND):
            db.session.add(SkillForThing(skill="sound", resource_id=db.session.get_one(Item, item_id).resource_id))
    db.session.flush()
    if len(line) == len(OFFERS):
        _asks(line[0], now=now)
    return len(made)


def _offer(
    delegate: tuple[Person, Association],
    said: tuple[str, str, tuple[str, ...], tuple[str, ...], int],
    state: str,
    *,
    now: datetime,
) -> SkillOffer:
    skill, title, languages, days, hours = said
    return SkillOffer(
        association_id=delegate[1].id,
        person_id=delegate[0].id,
        skill=skill,
        title=title,
        written_in="fr",
        languages=list(languages),
        days=list(days),
        hours_a_month=hours,
        state=state,
        created_at=now,
        changed_at=now,
        checked_at=now if state == "shown" else None,
    )


def _asks(asker: tuple[Person, Association], *, now: datetime) -> None:
    """Portuguese in five days; sound in twelve, with a yes; first aid that was yesterday."""
    waiting = _wish(asker, "translation", "pt", now + timedelta(days=5), purpose="Soirée des parents")
    asking.ask(waiting, now=now)
    coming = asking.ask(_wish(asker, "sound", "", now + timedelta(days=12), purpose="Fête du quartier"), now=now)
    asking.say_yes(coming.calls[0], now=now)
    week_ago = now - timedelta(days=7)
    over = asking.ask(
        _wish(asker, "first_aid", "", now - timedelta(days=1), purpose="Tournoi des enfants"), now=week_ago
    )
    asking.say_yes(queries.call_by_token(over.calls[0].token) or over.calls[0], now=week_ago)


def _wish(asker: tuple[Person, Association], skill: str, language: str, at: datetime, *, purpose: str) -> Wish:
    start = weekly.nearest(weekly.local_day(at), time(18))
    return Wish(
        association_id=asker[1].id,
        person_id=asker[0].id,
        skill=skill,
        language=language,
        span=Span(start, start + timedelta(hours=2)),
        halves=4,
        purpose=purpose,
        place="",
    )
