"""Staff hear by mail when something stands still, at most once a day (PROMISES F9); the page of health says what."""

import shutil
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import exists, select

from wok.db import db, transaction
from wok.jobs import backups
from wok.jobs.models import JobRun
from wok.mail import outbox, queries
from wok.mail.models import Message
from wok.mail.outbox import Recipient
from wok.people.models import Person
from wok.record import nightly
from wok.web.addresses import whole

KIND = "people/needs_a_look"
LEAST_FREE = 10**9  # bytes: below, the database soon cannot grow
FAILING = timedelta(minutes=15)  # one bad turn is no news
EVERY = timedelta(days=1)


def run(now: datetime) -> str:
    """Look once; owe every colleague a mail if something is wrong and none was owed today."""
    count = faults(now=now)
    if count == 0 or db.session.scalar(select(exists().where(Message.kind == KIND, Message.created_at > now - EVERY))):
        return f"{count} faults" if count else ""
    with transaction():
        staff = select(Person).where(Person.is_staff, Person.left_at.is_(None), Person.email.is_not(None))
        for person in db.session.scalars(staff.order_by(Person.id)):
            to = Recipient("email", person.email or "", person.name, person.language)
            facts = {"count": count, "link": _page(person.language)}
            outbox.owe(KIND, cause=f"watch:{now.isoformat()}", to=to, facts=facts, now=now, useful_until=now + EVERY)
    return f"{count} faults"


def faults(*, now: datetime) -> int:
    """How many things need a look: jobs that fail, mail that waits, the disk, the copies, the record."""
    rows = db.session.scalars(select(JobRun).where(JobRun.failed_at.is_not(None)))
    failing = sum(now - row.ran_at > FAILING for row in rows)
    since = queries.unsent_since(now=now)
    is_mail_late = since is not None and since < now - queries.LATE
    is_changed = not nightly.is_whole()
    return failing + is_mail_late + (free_bytes() < LEAST_FREE) + is_copy_late(now=now) + is_changed


def free_bytes() -> int:
    """Room on the disk of the installation."""
    return shutil.disk_usage(current_app.instance_path).free


def is_copy_late(*, now: datetime) -> bool:
    """No copy of the database for a night and a half."""
    last = backups.latest()
    return not current_app.config["DEMO"] and (last is None or now - last > backups.LATE)


def _page(language: str) -> str:
    return whole(f"/{language}/staff/health")
