"""What skills tell people: each in their own language and channel, owed with the change that it tells of."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wok.bookings import told
from wok.mail import outbox
from wok.people.models import Person
from wok.people.services import recipient_of
from wok.skills import queries
from wok.skills.models import SkillAsk, SkillCall, SkillOffer
from wok.skills.words import hours_words, language_words, name_of, skill_words
from wok.web.addresses import whole
from wok.web.house import house
from wok.web.language import in_language
from wok.web.phones import shown_phone


def ask_link(ask: SkillAsk, language: str) -> str:
    """The asker's page of one ask."""
    return whole(f"/{language}/skills/ask/{ask.link_token}")


def answer_link(call: SkillCall, language: str) -> str:
    """The helper's page of one ask."""
    return whole(f"/{language}/skills/answer/{call.token}")


def askers(ask: SkillAsk) -> list[Person]:
    """Who hears of an ask: whoever asked, else all who act for their association."""
    if ask.person is not None and ask.person.left_at is None:
        return [ask.person]
    return queries.delegates(ask.association_id) if ask.association_id is not None else []


def facts(ask: SkillAsk, language: str) -> dict[str, Any]:
    """What every message about an ask knows, in the present locale."""
    helper = ask.helper.association.name if ask.helper is not None else ""
    return {
        "what": skill_words(ask.skill),
        "day_at": ask.starts_at.isoformat(),
        "ends_at": ask.ends_at.isoformat(),
        "hours": hours_words(ask.halves),
        "spoken": language_words(ask.language),
        "purpose": ask.purpose,
        "where": ask.place,
        "group": ask.association.name if ask.association is not None else house("name"),
        "helper": helper,
        "phone": house("phone"),
        "again": whole(f"/{language}/skills"),
    }


def tell(kind: str, ask: SkillAsk, to: Iterable[Person], *, link: Any, cause: str, now: datetime, **more: Any) -> None:
    """Owe `skills/<kind>` to each of these; `link(language)` is their page; `more` may hold functions of the language."""
    for person in to:
        with in_language(person.language):
            known = {name: value() if callable(value) else value for name, value in more.items()}
            known = {**facts(ask, person.language), "link": link(person.language), **known}
        outbox.owe(f"skills/{kind}", cause=f"skill:{ask.id}:{cause}", to=recipient_of(person), facts=known, now=now)


def tell_asker(kind: str, ask: SkillAsk, *, now: datetime, cause: str = "", **more: Any) -> None:
    """Owe the asking side one message."""
    link = lambda language: ask_link(ask, language)  # noqa: E731  # one line says it
    tell(kind, ask, askers(ask), link=link, cause=cause or f"{kind}:{ask.version}", now=now, **more)


def tell_helper(kind: str, call: SkillCall, *, now: datetime, cause: str = "", **more: Any) -> None:
    """Owe the people behind one offer one message."""
    link = lambda language: answer_link(call, language)  # noqa: E731  # one line says it
    to = queries.contacts_of(call.offer)
    cause = f"{cause or f'{kind}:{call.ask.version}'}:{call.id}"
    tell(kind, call.ask, to, link=link, cause=cause, now=now, **more)


def tell_booker(ask: SkillAsk, *, now: datetime) -> None:
    """An interpreter comes: the booker reads it, when the Wok had asked on their behalf."""
    booking = ask.booking
    if booking is None or ask.association_id is not None:
        return
    with in_language(booking.language):
        known = {**facts(ask, booking.language), "name": booking.contact_name, "link": told.link(booking)}
    cause = f"skill:{ask.id}:found:{ask.version}"
    outbox.owe(
        "skills/found", cause=cause, to=told.recipient(booking), facts=known, now=now, booking_id=booking.id,
        useful_until=ask.starts_at,
    )  # fmt: skip


def reach_words(people: Iterable[Person]) -> str:
    """How the two sides reach each other once they have said yes: names with the way each has chosen."""
    found = []
    for one in people:
        way = {"email": one.email, "phone": shown_phone(one.phone)}.get(one.reach)
        found.append(f"{one.name}, {way}" if way else one.name)
    return "; ".join(found)


def tell_offer(offer: SkillOffer, *, is_shown: bool, now: datetime) -> None:
    """Staff have looked at an offer."""
    for person in queries.contacts_of(offer):
        with in_language(person.language):
            known = {
                "what": name_of(offer),
                "is_shown": is_shown,
                "words": offer.answer,
                "link": whole(f"/{person.language}/my/lend"),
                "phone": house("phone"),
            }
        cause = f"skill_offer:{offer.id}:{offer.version}"
        outbox.owe("skills/offer", cause=cause, to=recipient_of(person), facts=known, now=now)
