"""Newsletters: made, changed, picked from what is published, published themselves. All writes inside `transaction()`."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from wok.db import db
from wok.people.models import Membership, Person
from wok.programme.models import Newsletter
from wok.programme.newsletter_facts import NewsletterFacts
from wok.programme.refusals import TooManyDrafts

MOST = 100
MOST_DRAFTS = 5  # of one person outside the staff


def all_of_them() -> Sequence[Newsletter]:
    """For staff, drafts too, the newest first."""
    chosen = select(Newsletter).options(joinedload(Newsletter.neighbourhood), joinedload(Newsletter.made_by))
    return db.session.scalars(chosen.order_by(Newsletter.first_on.desc(), Newsletter.id.desc()).limit(MOST)).all()


def published() -> Sequence[Newsletter]:
    """What anybody may read, the newest first."""
    chosen = select(Newsletter).options(joinedload(Newsletter.neighbourhood)).where(Newsletter.state == "published")
    return db.session.scalars(chosen.order_by(Newsletter.first_on.desc(), Newsletter.id.desc()).limit(MOST)).all()


def found(number: int, person: Person | None) -> Newsletter | None:
    """One newsletter; a draft only for staff and for whom it is."""
    if number > 2**31 - 1:
        return None
    row = db.session.get(Newsletter, number, options=[joinedload(Newsletter.neighbourhood)])
    return row if row is not None and (row.state == "published" or is_for(row, person)) else None


def is_for(row: Newsletter, person: Person | None) -> bool:
    """Staff, and who composed it."""
    return person is not None and (person.is_staff or row.made_by_id == person.id)


def may_compose(person: Person, memberships: Iterable[Membership]) -> bool:
    """Staff publish; who acts for an association makes drafts of their neighbourhood for them to read."""
    return person.is_staff or any(one.role == "delegate" for one in memberships)


def may_change(row: Newsletter, person: Person) -> bool:
    """Who composed it, until staff have published it; staff always."""
    return person.is_staff or (row.made_by_id == person.id and row.state == "draft")


def of(person: Person) -> Sequence[Newsletter]:
    """Those this person composed, the newest first."""
    chosen = select(Newsletter).options(joinedload(Newsletter.neighbourhood)).where(Newsletter.made_by_id == person.id)
    return db.session.scalars(chosen.order_by(Newsletter.id.desc()).limit(MOST)).all()


def proposed() -> int:
    """Drafts of associations that staff have not published."""
    others = select(func.count(Newsletter.id)).join(Person, Person.id == Newsletter.made_by_id)
    return db.session.scalar(others.where(Newsletter.state == "draft", Person.is_staff.is_(False))) or 0


def make(facts: NewsletterFacts, by: Person, *, form_token: str, now: datetime) -> Newsletter:
    """A draft; the same form sent twice is one newsletter. Raises TooManyDrafts."""
    known = db.session.scalar(select(Newsletter).where(Newsletter.form_token == form_token))
    if known is not None:
        return known
    if not by.is_staff and sum(one.state == "draft" for one in of(by)) >= MOST_DRAFTS:
        raise TooManyDrafts
    row = Newsletter(made_by_id=by.id, form_token=form_token, created_at=now, changed_at=now, left_out=[])
    _write(row, facts, now=now)
    db.session.add(row)
    db.session.flush()
    return row


def change(row: Newsletter, facts: NewsletterFacts, *, version: int, now: datetime) -> None:
    """Other words or days. Raises StaleDataError when somebody saved first (PROMISES B5)."""
    db.session.execute(select(Newsletter.id).where(Newsletter.id == row.id).with_for_update())
    db.session.refresh(row)
    if row.version != version:
        raise StaleDataError(f"newsletter {row.id} is at {row.version}, not {version}")
    _write(row, facts, now=now)
    db.session.flush()


def facts_of(row: Newsletter) -> NewsletterFacts:
    """What is said of it."""
    return NewsletterFacts(
        row.neighbourhood_id,
        row.first_on,
        row.last_on,
        list(row.languages),
        dict(row.heading),
        dict(row.opening),
        row.has_projects,
    )


def _write(row: Newsletter, facts: NewsletterFacts, *, now: datetime) -> None:
    row.neighbourhood_id, row.first_on, row.last_on = facts.neighbourhood_id, facts.first_on, facts.last_on
    row.languages, row.has_projects = list(facts.languages), facts.has_projects
    row.heading, row.opening, row.changed_at = facts.heading, facts.opening, now


def pick(row: Newsletter, offered: Collection[str], chosen: Collection[str], *, now: datetime) -> None:
    """Of what was offered only this is in it; what is published later is in it until somebody leaves it out."""
    before = set(row.left_out) - set(offered)
    row.left_out = sorted(before | (set(offered) - set(chosen)))
    row.changed_at = now
    db.session.flush()


def publish(row: Newsletter, *, now: datetime) -> None:
    """Everybody can read it. Doing it twice does no harm."""
    row.state, row.published_at = "published", row.published_at or now
    db.session.flush()


def withdraw(row: Newsletter) -> None:
    """A draft again."""
    row.state = "draft"
    db.session.flush()
