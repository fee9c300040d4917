"""APScheduler only ticks; what is due is a question to the database (PROMISES M6, M7)."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, current_app
from sqlalchemy import bindparam, insert, select, update

from wok import alone, clock
from wok.db import db, transaction
from wok.jobs import ticks
from wok.jobs.models import JobRun
from wok.jobs.ticks import Job

log = logging.getLogger("wok.jobs")

LAST = select(JobRun.ran_at, JobRun.words, JobRun.failed_at).where(JobRun.name == bindparam("name"))


def scheduler(app: Flask) -> BackgroundScheduler:
    """A scheduler that ticks every job, the first time at once. A job never overlaps itself."""
    made = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(len(ticks.JOBS))},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for job in ticks.JOBS:
        seconds = app.config["JOBS_TICK_SECONDS"] * job.every_ticks
        first = clock.machine_now() + timedelta(milliseconds=50)  # a clock set to another day still ticks
        made.add_job(run, "interval", seconds=seconds, args=(app, job), id=job.name, next_run_time=first)
    return made


def run(app: Flask, job: Job) -> None:
    """One run of one job, noted in its row. Whatever goes wrong is logged, and the next tick comes."""
    now = clock.now()
    with app.app_context():
        try:
            alone.taken()
            words, broken = job.run(now), alone.taken()
            if broken:
                _note_failure(job.name, now=now, words=broken[0])
            else:
                note(job.name, now=now, words=words)
        except Exception as fault:  # the rim of a job
            log.error("job %s failed: %s", job.name, alone.where(fault))
            _note_failure(job.name, now=now, words=alone.where(fault))
        finally:
            db.session.remove()


def note(name: str, *, now: datetime, words: str) -> None:
    """Write down that the job ran well; while it says the same, twice in the time that /healthz waits is enough.

    Each note is a write to the disk, and makes web processes read anew (wok/web/unchanged.py).
    """
    pause = timedelta(seconds=current_app.config["SLOW_HEARTBEAT_SECONDS"] / 2)
    last = db.session.execute(LAST, {"name": name}).one_or_none()
    same = last is not None and last.failed_at is None and last.words == words[:200]
    if last is None or not same or abs(now - last.ran_at) >= pause:
        _write(name, {"ran_at": now, "words": words[:200], "failed_at": None}, now=now)


def _note_failure(name: str, *, now: datetime, words: str) -> None:
    try:
        _write(name, {"failed_at": now, "words": words[:200]}, now=now)
    except Exception as fault:  # the database itself is away; the log has both
        log.error("job %s could not note it: %s", name, type(fault).__name__)


def _write(name: str, values: dict[str, Any], *, now: datetime) -> None:
    with transaction():
        done = db.session.execute(update(JobRun).where(JobRun.name == name).values(**values))
        if not getattr(done, "rowcount", 0):
            db.session.execute(insert(JobRun).values(name=name, **{"ran_at": now, "words": "", **values}))
