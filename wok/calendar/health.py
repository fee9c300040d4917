"""Does everything run (S15, PROMISES F9): jobs, mail, feeds and the disk, in words, with a way on where staff have one."""

import logging
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel.speaklater import LazyString

from wok import clock
from wok.alone import where
from wok.db import db
from wok.feeds import health as feeds
from wok.feeds import services
from wok.feeds.health import FeedLine, PrivateFeeds
from wok.jobs import backups, drills, postgresql, ticks, unheard, watching
from wok.jobs.drills import DrillRun
from wok.jobs.models import JobRun
from wok.jobs.ticks import Job
from wok.kernel.values import dataclass
from wok.mail import queries as mail
from wok.people.models import Person
from wok.record import lines, nightly, sealing
from wok.web.access import staff_only
from wok.web.forms import ActionForm
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

bp = Blueprint("staff_health", __name__)
log = logging.getLogger("wok.calendar")

TURNS_MISSED = 4  # a job that let so many of its turns pass stands still
NAMES: dict[str, LazyString] = {
    ticks.HEARTBEAT: _l("The clock that starts everything"),
    "mail": _l("Sending mail"),
    "lunches": _l("Lunches: reminders and waiting lists"),
    "appointments": _l("Appointments"),
    "earlier": _l("Appointments: earlier times"),
    "oncall": _l("On-call service"),
    "loan reminders": _l("Loans: reminders"),
    "desk": _l("Loans: late and not collected"),
    "desk late": _l("Loans: late things that stay out"),
    "desk returns": _l("Loans: returns settled"),
    "desk closed days": _l("Loans: closed days"),
    "sharing": _l("Sharing fairly: requests and offers"),
    "sharing together": _l("Sharing fairly: “would you share?”"),
    "sharing ahead": _l("Sharing fairly: rounds to come"),
    "space": _l("Rooms: reminders, empty rooms, weekly uses"),
    "feeds": _l("Calendars that people follow"),
    "busy": _l("Calendars of colleagues"),
    "record": _l("What was done is on record"),
    nightly.JOB: _l("Checking what is on record"),
    "tidy": _l("Erasing what is old"),
    "dates ahead": _l("Lunches and on-call: dates to come"),
    "events": _l("Events and courses"),
    "event dates": _l("Events: dates to come"),
    "skills": _l("Skills"),
    "projects": _l("Projects"),
    "figures": _l("Figures"),
    "report": _l("How we share"),
    "backup": _l("Copies of the database"),
    "watch": _l("Does everything run?"),
}


@dataclass(frozen=True)
class JobLine:
    """One job: when it last ran well, whether it failed or stands still, and its fault for whoever runs the machine."""

    name: str
    ran_at: datetime | None
    is_well: bool
    fault: str


@dataclass(frozen=True)
class RecordLine:
    """How the record is: whole or not, what the check said, how many lines wait for a seal, the newest seal."""

    is_whole: bool
    fault: str
    waiting: int
    digest: str


@dataclass(frozen=True)
class Health:
    """What the page shows."""

    jobs: list[JobLine]
    unsent_since: datetime | None
    is_mail_late: bool
    failed: int
    feeds: list[FeedLine]
    followed: PrivateFeeds
    private: PrivateFeeds
    free_bytes: int
    copied_at: datetime | None
    is_copy_late: bool
    is_copy_sealed: bool
    is_copy_rehearsed: bool
    drill: DrillRun | None
    silent: list[Person]  # asked whether they are still there
    record: RecordLine

    @property
    def is_disk_well(self) -> bool:
        """True while there is room to grow."""
        return self.free_bytes >= watching.LEAST_FREE

    @property
    def free(self) -> str:
        """Gigabytes, in the reader's way of writing numbers."""
        return format_decimal(round(self.free_bytes / 10**9, 1))

    @property
    def faults(self) -> int:
        """How many things need a look."""
        jobs = sum(not job.is_well for job in self.jobs)
        missing = sum(feed.rendered_at is None for feed in self.feeds)
        others = (
            self.is_mail_late,
            self.failed > 0,
            not self.is_disk_well,
            self.is_copy_late,
            not self.record.is_whole,
            self.drill is not None and not self.drill.is_green,
        )
        return jobs + missing + sum(others)


@bp.get("/staff/health")
@staff_only
def show() -> Any:
    """Everything that must run, each with a word on how it is."""
    return render_template("staff/health.html", health=_health(now=clock.now()))


@bp.post("/staff/health/feeds")
@staff_only
def publish() -> Any:
    """Make one public feed again from what the database says now."""
    key = next((key for key in feeds.public_keys() if key.text == request.form.get("feed")), None) or abort(404)
    if not ActionForm().validate_on_submit():
        abort(400)
    try:
        services.publish(key, now=clock.now())
    except Exception as fault:  # the rim of a job that somebody started by hand: the old bytes stay
        log.error("feed %s cannot be published: %s", key.text, where(fault))
        db.session.rollback()
        notice(_("This calendar could not be made. The one from before stays."), tone="warning")
    else:
        notice(_("The calendar was made again. It is up to date."))
    return redirect(url_for(".show"), 303)


def _health(*, now: datetime) -> Health:
    since = mail.unsent_since(now=now)
    return Health(
        jobs=_jobs(now=now),
        unsent_since=since,
        is_mail_late=since is not None and since < now - mail.LATE,
        failed=len(mail.failed_mails()),
        feeds=feeds.public_feeds(),
        followed=feeds.followed_feeds(),
        private=feeds.private_feeds(),
        free_bytes=watching.free_bytes(),
        copied_at=backups.latest(),
        is_copy_late=watching.is_copy_late(now=now),
        is_copy_sealed=bool(current_app.config["BACKUP_KEY"]),
        is_copy_rehearsed=postgresql.may_rehearse(),
        drill=drills.last(),
        silent=unheard.soon(now=now),
        record=_record(),
    )


def _record() -> RecordLine:
    newest, is_whole = sealing.last(), nightly.is_whole()
    digest = f"{newest.id}:{newest.digest}" if newest else ""
    return RecordLine(is_whole, "" if is_whole else nightly.said() or "", lines.waiting(), digest)


def _jobs(*, now: datetime) -> list[JobLine]:
    rows = {row.name: row for row in db.session.query(JobRun)}
    return [_line(job, rows.get(job.name), now=now) for job in ticks.JOBS]


def _line(job: Job, row: JobRun | None, *, now: datetime) -> JobLine:
    name = str(NAMES.get(job.name, job.name))
    if row is None:
        return JobLine(name, None, False, "")
    pause = timedelta(seconds=current_app.config["JOBS_TICK_SECONDS"] * job.every_ticks * TURNS_MISSED)
    longest = max(pause, timedelta(seconds=current_app.config["SLOW_HEARTBEAT_SECONDS"]))
    is_well = row.failed_at is None and now - row.ran_at <= longest
    return JobLine(name, row.ran_at, is_well, row.words if row.failed_at else "")
