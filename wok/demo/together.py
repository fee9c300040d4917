"""The demonstration's directory, projects and newsletters: who shows what, who does what with whom."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from wok.bookings import causes, codes
from wok.bookings.causes import Cause
from wok.bookings.models import Booking
from wok.db import db
from wok.demo import cast
from wok.demo.people import delegates
from wok.demo.texts import five
from wok.demo.together_texts import ENTRIES, PROJECTS, Missing, Plan, Says
from wok.directory.models import DirectoryEntry
from wok.kernel import weekly
from wok.people import neighbourhoods
from wok.people.models import Association, Person
from wok.programme import newsletters
from wok.programme.newsletter_facts import NewsletterFacts
from wok.projects import needs, partners, polls, services
from wok.projects.causes import KIND
from wok.projects.facts import By, ProjectFacts, Proposed, Voice, Wanted
from wok.projects.models import DatePoll, Project

MOST = 24  # delegates who take part
ANSWERS = ("yes", "maybe", "no")
HEADING = five(
    "Les nouvelles du quartier | Notícias do bairro | News of the neighbourhood | Neues aus dem Viertel | Neies aus dem Quartier"
)
OPENING = five(
    "Venez comme vous êtes. | Venha como é. | Come as you are. | Kommen Sie, wie Sie sind. | Komm, wéi s de bass."
)
Delegate = tuple[Person, Association]


def write(*, now: datetime) -> tuple[int, int]:
    """Entries and projects; returns how many of each. Runs inside `transaction()`."""
    entries = _entries(now=now)
    line = delegates(MOST)
    plans = [plan for plan in PROJECTS if plan.lead < len(line)]
    for plan in plans:
        _project(plan, line[plan.lead :] + line[: plan.lead], now=now)
    _newsletters(now=now)
    return entries, len(plans)


def _entries(*, now: datetime) -> int:
    """What those who agreed to be named show; some show their name and purpose alone."""
    listed = select(Association).where(Association.is_listed).order_by(Association.id)
    words = {one.name: one for one in ENTRIES}
    languages = {group.name: group.language for group in cast.written()}
    rows = [
        _entry(one, words.get(one.name), languages.get(one.name, "fr"), now=now)
        for one in db.session.scalars(listed).all()
    ]
    db.session.add_all(rows)
    db.session.flush()
    return len(rows)


def _entry(association: Association, says: Says | None, language: str, *, now: datetime) -> DirectoryEntry:
    def texts(words: str) -> dict[str, str]:
        return {says.language: words} if says and words else {}

    return DirectoryEntry(
        association_id=association.id,
        about={language: association.purpose},
        looking_for=texts(says.looking_for if says else ""),
        offering=texts(says.offering if says else ""),
        themes=says.themes.split() if says else [],
        languages=says.languages.split() if says else [language],
        contact_phone=cast.phone(association.id) if association.id % 3 == 0 else None,
        takes_letters=association.id % 11 != 0,
        changed_at=now - timedelta(days=association.id % 90),
    )


def _project(plan: Plan, line: Sequence[Delegate], *, now: datetime) -> None:
    """Opened so long ago, then one thing after another, a day each."""
    at = now - timedelta(days=plan.days_ago)
    lead, near = _by(line[0]), neighbourhoods.matching(plan.near, neighbourhoods.all_of_them())
    facts = ProjectFacts(
        plan.title, plan.text, plan.language, tuple(plan.themes.split()), near.id if near else None, plan.is_public
    )
    project = services.open_project(facts, lead, token=codes.new_link_token(), came_from="lunch", now=at)
    if plan.state != "idea":
        services.set_state(project, "looking", lead, now=at + timedelta(hours=1))
    there = [step for step in plan.partners if step < len(line)]
    for step in there:
        row = partners.ask_to_join(project, "", plan.language, _by(line[step]), now=at + timedelta(days=1))
        partners.say(row, lead, is_yes=True, now=at + timedelta(days=1, hours=step))
    for missing in plan.needs:
        _need(project, missing, line, now=at + timedelta(days=2))
    for asks in [line[step] for step in plan.asked if step < len(line)]:
        partners.ask_to_join(project, "Nous aimerions aider.", "fr", _by(asks), now=now - timedelta(days=1))
    if plan.has_poll:
        _poll(project, [line[0], *(line[step] for step in there)], now=now - timedelta(days=2))
    if plan.state not in ("idea", "looking"):
        _end(project, plan, lead, now=at + timedelta(days=min(plan.days_ago, 40)))
    _tie(project, lead)


def _by(one: Delegate) -> By:
    return By(one[0].id, one[1].id)


def _need(project: Project, missing: Missing, line: Sequence[Delegate], *, now: datetime) -> None:
    wanted = Wanted(missing.kind, missing.words, missing.amount, missing.unit)
    need = needs.add(project, wanted, _by(line[0]), token=codes.new_link_token(), now=now)
    for step, amount in missing.brought:
        if step >= len(line):
            continue
        given = _by(line[step])
        needs.bring(need, amount, "", given, token=codes.new_link_token(), now=now + timedelta(days=2 + step))


def _poll(project: Project, voices: Sequence[Delegate], *, now: datetime) -> DatePoll:
    """Three evenings; the partners have answered, one of them not for all."""
    first = weekly.local_day(now) + timedelta(days=14)
    starts = tuple(weekly.instant(first + timedelta(days=step), time(18, 30)) for step in (0, 1, 3))
    asks = _by(voices[0])
    poll = polls.open_poll(project, Proposed(starts, 180), asks, token=codes.new_link_token(), now=now)
    for number, (person, association) in enumerate(voices):
        said = {str(one.id): ANSWERS[(number * place) % 3] for place, one in enumerate(poll.dates)}
        voice = Voice(said, person.language, person.name, person_id=person.id, association_id=association.id)
        polls.answer(poll, voice, token=codes.new_link_token(), now=now + timedelta(hours=3 + number))
    return poll


def _end(project: Project, plan: Plan, lead: By, *, now: datetime) -> None:
    if plan.state == "done":
        for pledge in [one for need in project.needs for one in need.pledges if one.state == "given"]:
            needs.mark_used(pledge, lead, now=now)
        services.finish(project, plan.thanks, lead, now=now)
    else:
        services.set_state(project, plan.state, lead, now=now)


def _tie(project: Project, lead: By) -> None:
    """One thing its leading association has borrowed or booked is for the project."""
    chosen = select(Booking).where(
        Booking.association_id == lead.association_id,
        Booking.kind.in_(("loan", "space")),
        Booking.status == "confirmed",
        Booking.starts_at > project.opened_at,
    )
    found = db.session.scalars(chosen.order_by(Booking.starts_at, Booking.id).limit(1)).first()
    if found is not None:
        causes.tie(found, Cause(KIND, project.id, project.title, "", None))


def _newsletters(*, now: datetime) -> None:
    """This month's for the whole town, in two languages; a draft of the next one for Pfaffenthal."""
    claire = db.session.scalars(select(Person).where(Person.email == cast.STAFF[0][1])).one()
    first, last = _month(weekly.local_day(now))
    facts: dict[str, Any] = {"heading": HEADING, "opening": OPENING}
    town = NewsletterFacts(None, first, last, ["fr", "pt"], **facts)
    made = newsletters.make(town, claire, form_token=codes.new_link_token(), now=now - timedelta(days=3))
    newsletters.publish(made, now=now - timedelta(days=3))
    near = neighbourhoods.matching("Pfaffenthal", neighbourhoods.all_of_them())
    later = NewsletterFacts(near.id if near else None, *_month(last + timedelta(days=1)), ["fr", "lb"], **facts)
    newsletters.make(later, claire, form_token=codes.new_link_token(), now=now - timedelta(days=1))


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
