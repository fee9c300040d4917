"""Mails of fair access: none says what it is about, neither to who wrote nor to the staff who read."""

from datetime import datetime, timedelta

from wok.bookings.codes import spoken
from wok.fair_access.models import FairCase
from wok.mail import outbox
from wok.mail.outbox import Recipient
from wok.people.models import Person
from wok.web.addresses import whole


def tell_writer(
    kind: str, case: FairCase, cause: str, *, link: str, now: datetime, after: timedelta = timedelta()
) -> None:
    """A mail to who wrote, if they left an address: that something waits for them, and their code."""
    if case.reach != "email" or not case.contact_email or not case.code:
        return
    to = Recipient("email", case.contact_email, "", case.language)
    facts = {"code": spoken(case.code), "link": link}
    outbox.owe(f"fair_access/{kind}", cause=cause, to=to, facts=facts, now=now, due_at=now + after)


def tell_readers(case: FairCase, what: str, readers: list[Person], *, now: datetime) -> None:
    """A mail to each named colleague: something waits. A colleague without address sees it at the desk."""
    for one in readers:
        if one.email:
            to = Recipient("email", one.email, one.name, one.language)
            link = whole(f"/{one.language}/staff/fair-access")
            outbox.owe("fair_access/waits", cause=f"fair:{case.id}:{what}", to=to, facts={"link": link}, now=now)


def follow_link(language: str) -> str:
    """Where a report is followed; the code is typed there, never part of the address."""
    return whole(f"/{language}/fair-access/follow")
