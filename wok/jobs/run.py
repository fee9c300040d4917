"""The jobs process: takes the lead or stands by, and lets the scheduler tick while it leads (PROMISES M6, F1)."""

import logging
import signal
import threading
import time
from datetime import timedelta
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from wok import clock
from wok.db import db
from wok.jobs import schedule
from wok.jobs.leader import Lead, lead_of

LOOK_SECONDS = 2  # a standby leads within ten seconds of the leader's end
JUMP = timedelta(seconds=10)

log = logging.getLogger("wok.jobs")


def run_until_stopped(app: Flask) -> None:
    """Lead or stand by until SIGINT or SIGTERM."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    with app.app_context():
        lead = lead_of(db.engine)
    run(app, lead, stop)


def run(app: Flask, lead: Lead, stop: threading.Event) -> None:
    """Take the lead whenever it is free, until `stop` is set."""
    while not stop.is_set():
        if not lead.take():
            stop.wait(LOOK_SECONDS)
            continue
        log.info("this jobs process leads")
        _tick_while_ours(app, lead, stop)
        lead.leave()


def _tick_while_ours(app: Flask, lead: Lead, stop: threading.Event) -> None:
    ticking = _started(app)
    watch = ClockWatch()
    while not stop.wait(LOOK_SECONDS) and lead.is_ours():
        if watch.has_jumped():
            log.warning("the clock jumped; ticking begins anew")
            ticking.shutdown(wait=True)
            ticking = _started(app)
    ticking.shutdown(wait=True)


def _started(app: Flask) -> BackgroundScheduler:
    ticking = schedule.scheduler(app)
    ticking.start()
    return ticking


class ClockWatch:
    """Notices when the machine's clock was set: the scheduler would wait an hour when it went back an hour (M7)."""

    def __init__(self) -> None:
        self._wall, self._steady = clock.now(), time.monotonic()

    def has_jumped(self) -> bool:
        """True when clock and steady time went apart since the last look."""
        wall, steady = clock.now(), time.monotonic()
        apart = (wall - self._wall) - timedelta(seconds=steady - self._steady)
        self._wall, self._steady = wall, steady
        return abs(apart) > JUMP
