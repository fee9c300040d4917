"""One's own new e-mail address: it counts once its mailbox has shown the link or the six digits (PROMISES S3, S6).

The mail goes to the new address whoever has it, so that asking tells nobody who is known.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from wok.db import db
from wok.mail import outbox
from wok.people import attempts, sessions
from wok.people.models import EmailChange, Person, SignInMail
from wok.people.refusals import AddressInUse
from wok.people.services import LinkFor

LASTS = timedelta(hours=1)
TRIES = 5
MAILS_AN_HOUR = 5  # to one address, and asked by one person; silently
SENT_TO, ASKED_BY = "email_change.mail", "email_change.person"


def ask(person: Person, email: str, *, link_for: LinkFor, now: datetime) -> None:
    """Owe the proof to the new address. Earlier ones of this person are worth nothing from here on."""
    hour_ago = now - timedelta(hours=1)
    for purpose, key in ((SENT_TO, email), (ASKED_BY, str(person.id))):
        if attempts.count(purpose, key, since=hour_ago) >= MAILS_AN_HOUR:
            return
        attempts.note(purpose, key, now=now)
    earlier = (EmailChange.person_id == person.id, EmailChange.used_at.is_(None))
    db.session.execute(update(EmailChange).where(*earlier).values(used_at=now))
    secret, digits = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}"
    row = EmailChange(
        person_id=person.id,
        email=email,
        link_hash=sessions.fingerprint(secret),
        digits_hash=attempts.keyed(digits),
        expires_at=now + LASTS,
    )
    db.session.add(row)
    db.session.flush()
    to = outbox.Recipient("email", email, person.name, person.language)
    facts = {"digits": digits, "link": link_for(secret), "minutes": LASTS // timedelta(minutes=1), "name": person.name}
    cause = f"email_change:{row.id}"
    outbox.owe("people/new_email", cause=cause, to=to, facts=facts, now=now, useful_until=now + LASTS)


def waiting(person: Person, *, now: datetime, secret: str | None = None) -> EmailChange | None:
    """The address this person still has to prove, by its link or just the last one; None when there is none."""
    chosen = select(EmailChange).where(
        EmailChange.person_id == person.id,
        EmailChange.used_at.is_(None),
        EmailChange.expires_at > now,
        EmailChange.tries < TRIES,
    )
    if secret is not None:
        chosen = chosen.where(EmailChange.link_hash == sessions.fingerprint(secret))
    return db.session.scalar(chosen.order_by(EmailChange.id.desc()).limit(1).with_for_update())


def has_digits(change: EmailChange, digits: str) -> bool:
    """Whether these are the digits of the mail; a wrong try counts."""
    is_right = hmac.compare_digest(change.digits_hash, attempts.keyed(digits))
    if not is_right:
        change.tries += 1
        db.session.flush()
    return is_right


def confirm(person: Person, change: EmailChange, *, now: datetime) -> str | None:
    """The proved address is this person's from here on; returns the old one, which is told. Raises AddressInUse.

    Every login ends and open sign-in mails of the old address are worth nothing.
    """
    if db.session.scalar(select(Person.id).where(Person.email == change.email, Person.id != person.id)):
        raise AddressInUse
    old, person.email, change.used_at = person.email, change.email, now
    sessions.end_all(person, now=now)
    unused = (SignInMail.person_id == person.id, SignInMail.used_at.is_(None))
    db.session.execute(update(SignInMail).where(*unused).values(used_at=now))
    db.session.flush()
    if old:
        to = outbox.Recipient("email", old, person.name, person.language)
        outbox.owe(
            "people/email_changed", cause=f"email_change:{change.id}", to=to, facts={"name": person.name}, now=now
        )
    return old
