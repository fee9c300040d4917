"""Getting in without a password: a mailed link or six digits, or a code handed over at the desk (PROMISES S3, S5, S6)."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import case, func, insert, or_, select, update

from wok.db import db
from wok.mail import outbox
from wok.people import attempts
from wok.people.models import Person, SignInMail
from wok.people.sessions import fingerprint

MAIL_LASTS = timedelta(minutes=10)
CODE_LASTS = timedelta(hours=24)
TRIES = 5
MAILS_AN_HOUR = 5
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no look-alikes
CODE_LENGTH = 12

LinkFor = Callable[[str, str], str]  # secret, language -> the whole address


def ask(email: str, *, browser: str, link_for: LinkFor, now: datetime) -> None:
    """Owe a sign-in mail to whoever has this address. Known or unknown, the same work is done and the same is said.

    At most five mails an hour go to one address; the sixth is silently left out.
    """
    person = _whoever(email)
    secret, digits = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}"
    is_known = person is not None and person.email == email and person.left_at is None
    is_enough = attempts.count("sign_in.mail", email, since=now - timedelta(hours=1)) >= MAILS_AN_HOUR
    if not is_enough:
        attempts.note("sign_in.mail", email, now=now)
    if person is None:
        return
    with db.session.begin_nested() as work:
        _write(person, email, secret, digits, browser=browser, link=link_for(secret, person.language), now=now)
        if is_enough or not is_known:
            work.rollback()  # nothing is owed, but everything was done: no clock tells who is known


def _whoever(email: str) -> Person | None:
    """The person of this address, else the first one there is: the work needs a row to stand on."""
    first = select(func.min(Person.id)).scalar_subquery()
    either = select(Person).where(or_(Person.email == email, Person.id == first))
    return db.session.scalar(either.order_by(case((Person.email == email, 0), else_=1)).limit(1))


def _write(person: Person, email: str, secret: str, digits: str, *, browser: str, link: str, now: datetime) -> None:
    """The hashes of link and digits, and the mail that carries them."""
    row = {
        "person_id": person.id,
        "link_hash": fingerprint(secret),
        "digits_hash": attempts.keyed(digits),
        "browser_hash": fingerprint(browser),
        "asked_at": now,
        "expires_at": now + MAIL_LASTS,
        "tries": 0,
    }
    db.session.execute(insert(SignInMail).values(row))
    to = outbox.Recipient("email", email, person.name, person.language)
    facts = {"digits": digits, "link": link, "minutes": 10, "name": person.name}
    cause = f"sign_in:{row['link_hash']}"
    outbox.owe("people/sign_in", cause=cause, to=to, facts=facts, now=now, useful_until=now + MAIL_LASTS)


def find_link(secret: str) -> SignInMail | None:
    """The row of a mailed link, used or not."""
    return db.session.scalar(
        select(SignInMail).where(SignInMail.link_hash == fingerprint(secret), SignInMail.digits_hash != "")
    )


def state_of(row: SignInMail | None, *, browser: str, now: datetime) -> str:
    """ready, other_browser (the six digits are needed), used, expired or unknown."""
    if row is None:
        return "unknown"
    if row.used_at is not None:
        return "used"
    if row.expires_at <= now:
        return "expired"
    return "ready" if browser and hmac.compare_digest(row.browser_hash, fingerprint(browser)) else "other_browser"


def has_digits(row: SignInMail, digits: str) -> bool:
    """Whether these are the six digits of the mail."""
    return hmac.compare_digest(row.digits_hash, attempts.keyed(digits))


def claim(row: SignInMail, *, now: datetime) -> Person | None:
    """Use a mail or code up; None when somebody else just did, or when the person has left."""
    free = (SignInMail.id == row.id, SignInMail.used_at.is_(None), SignInMail.expires_at > now)
    done = db.session.execute(update(SignInMail).where(*free).values(used_at=now))
    person = db.session.get(Person, row.person_id)
    is_won = getattr(done, "rowcount", 0) == 1
    return person if is_won and person is not None and person.left_at is None else None


def use_digits(digits: str, *, browser: str, now: datetime) -> Person | None:
    """Sign in with the digits of a mail this browser asked for; a wrong try counts on each of its open mails."""
    mine = (SignInMail.browser_hash == fingerprint(browser), SignInMail.digits_hash != "")
    still_open = (SignInMail.used_at.is_(None), SignInMail.expires_at > now, SignInMail.tries < TRIES)
    rows = db.session.scalars(
        select(SignInMail).where(*mine, *still_open).order_by(SignInMail.id).with_for_update()
    ).all()
    right = [row for row in rows if has_digits(row, digits)]
    if right:
        return claim(right[0], now=now)
    for row in rows:
        row.tries += 1
        attempts.note("sign_in.account", str(row.person_id), now=now)
    db.session.flush()
    return None


def give_code(person: Person, *, now: datetime) -> str:
    """A single-use code for somebody without e-mail, good for a day; earlier ones are worth nothing from here on."""
    earlier = (SignInMail.person_id == person.id, SignInMail.digits_hash == "", SignInMail.used_at.is_(None))
    db.session.execute(update(SignInMail).where(*earlier).values(used_at=now))
    code = "".join(secrets.choice(LETTERS) for _turn in range(CODE_LENGTH))
    lasts = {"asked_at": now, "expires_at": now + CODE_LASTS}
    db.session.add(
        SignInMail(person_id=person.id, link_hash=_code_hash(code), digits_hash="", browser_hash="", **lasts)
    )
    db.session.flush()
    return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def use_code(typed: str, *, now: datetime) -> Person | None:
    """Sign in with a code from the desk, however it was spaced; None when it is wrong, used or too old."""
    code = "".join(char for char in typed.upper() if char.isalnum())
    row = db.session.scalar(select(SignInMail).where(SignInMail.link_hash == _code_hash(code)))
    return claim(row, now=now) if row else None


def _code_hash(code: str) -> str:
    return attempts.keyed(f"desk:{code}")
