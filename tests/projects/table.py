"""Projects for the tests: Amina's dancers open one, Bruno's footballers take part."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from tests import make
from tests.make import NOW
from wok.db import db, transaction
from wok.mail.models import Message
from wok.people.models import Person
from wok.projects import needs, partners, services
from wok.projects.facts import By, ProjectFacts, Wanted
from wok.projects.models import Pledge, Project, ProjectNeed


def by(person: Person) -> By:
    """A delegate for their association."""
    return By(person.id, person.memberships[0].association_id)


def project(owner: Person, **given: Any) -> Project:
    """A neighbourhood party, public, still an idea."""
    facts: dict[str, Any] = {
        "title": "Fête du quartier",
        "text": "Danser et manger ensemble.",
        "language": "fr",
        "themes": ("dance",),
        "neighbourhood_id": None,
        "is_public": True,
        **given,
    }
    with transaction():
        return services.open_project(
            ProjectFacts(**facts), by(owner), token=f"token-of-{facts['title']}-x", came_from="", now=NOW
        )


def joins(one: Project, person: Person) -> None:
    """The person's association takes part."""
    with transaction():
        row = partners.ask_to_join(services.locked(one.id), "We help.", "en", by(person), now=NOW)
        partners.say(row, by(person), is_yes=True, now=NOW)


def need(one: Project, owner: Person, **given: Any) -> ProjectNeed:
    """Twelve tables."""
    facts: dict[str, Any] = {"kind": "materials", "words": "Tables", "amount": 12, "unit": "tables", **given}
    with transaction():
        token = f"need-{facts['words']}-of-the-tests"
        return needs.add(services.locked(one.id), Wanted(**facts), by(owner), token=token, now=NOW)


def brings(one: ProjectNeed, person: Person, amount: int, token: str = "brings-one-thing-at-once") -> Pledge:
    """So much of it."""
    with transaction():
        return needs.bring(needs.locked(one.id), amount, "", by(person), token=token, now=NOW)


def told(kind: str) -> list[str]:
    """Who is owed this mail, in order of the address."""
    db.session.rollback()
    chosen = select(Message.recipient).where(Message.kind == f"projects/{kind}").order_by(Message.recipient)
    return list(db.session.scalars(chosen))


@contextmanager
def signed_in(app: Any, person: Person) -> Iterator[make.Browser]:
    """A browser of this person."""
    browser = make.Browser(app)
    make.sign_in(browser, person)
    yield browser
