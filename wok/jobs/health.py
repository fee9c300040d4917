"""/healthz: 200 when web, database and jobs are up, else 503; for watchers, not for people."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError

from wok import clock
from wok.db import db
from wok.jobs import ticks
from wok.jobs.models import JobRun
from wok.web.access import public

bp = Blueprint("health", __name__)


@bp.route("/healthz")
@public
def show() -> Any:
    """Three words, no details, no cookie."""
    database, jobs = _states()
    is_well = database == jobs == "up"
    answer = jsonify(web="up", database=database, jobs=jobs)
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if is_well else 503


def _states() -> tuple[str, str]:
    """Database and jobs, each up or down."""
    try:
        beat = db.session.get(JobRun, ticks.HEARTBEAT)
    except SQLAlchemyError:
        db.session.rollback()
        return "down", "down"
    if beat is None:
        return "up", "down"
    age = abs((clock.now() - beat.ran_at).total_seconds())
    return "up", "up" if age <= current_app.config["SLOW_HEARTBEAT_SECONDS"] else "down"


def is_standing_still(*, now: datetime) -> bool:
    """The scheduler has stopped: no reminder and no mail goes out, this one neither. False where it never began."""
    beat = db.session.get(JobRun, ticks.HEARTBEAT)
    slow = timedelta(seconds=current_app.config["SLOW_HEARTBEAT_SECONDS"])
    return beat is not None and now - beat.ran_at > slow
