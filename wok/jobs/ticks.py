"""What runs when. Each job asks the database what is due; running it twice does no harm (PROMISES M7).

A job returns a few words on what it did, for the staff's page of health.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update

from wok.appointments import due as appointments
from wok.bookings.models import Booking
from wok.db import db
from wok.equipment import desk_due, loan_due, moved_days, settled_due
from wok.events import due as events
from wok.events import organiser_due
from wok.feeds import ics
from wok.feeds import services as feeds
from wok.figures import releases
from wok.jobs import backups, tidy, watching
from wok.kernel.values import dataclass
from wok.lunches import due
from wok.mail import sending
from wok.mail.rendering import Letter
from wok.oncall import due as oncall
from wok.projects import personal as projects
from wok.record import nightly, sealing
from wok.sharing import report_store, rounds, together
from wok.skills import due as skills
from wok.space import due as space
from wok.team import busy_due

HEARTBEAT = "scheduler"


@dataclass(frozen=True)
class Job:
    """One job: its name, what it does, and after how many ticks it comes again."""

    name: str
    run: Callable[[datetime], str]
    every_ticks: int = 1


def beat(_now: datetime) -> str:
    """Nothing but the proof that the scheduler lives."""
    return "leads"


def send_mail(now: datetime) -> str:
    """Send all mail that is due."""
    return str(sending.send_due(now=now, rim=sending.Rim(ics.event_bytes, note_on_booking, forget_on_booking)))


def note_on_booking(letter: Letter, now: datetime) -> None:
    """Staff see at the booking that its mail did not arrive."""
    if letter.booking_id is not None:
        db.session.execute(update(Booking).where(Booking.id == letter.booking_id).values(mail_failed_at=now))


def forget_on_booking(letter: Letter) -> None:
    """A later mail to the same address got through: the booking no longer says that its mail came back."""
    if letter.booking_id is not None:
        failed = Booking.mail_failed_at.is_not(None), Booking.contact_email == letter.recipient
        db.session.execute(update(Booking).where(Booking.id == letter.booking_id, *failed).values(mail_failed_at=None))


def publish_feeds(now: datetime) -> str:
    """Store the feeds whose data changed."""
    return f"published {len(feeds.publish_changed(now=now))}"


JOBS = (
    Job(HEARTBEAT, beat),
    Job("mail", send_mail),
    Job("lunches", due.run),
    Job("dates ahead", due.run_slowly, every_ticks=120),
    Job("events", events.run),
    Job("event dates", organiser_due.run, every_ticks=120),
    Job("oncall", oncall.run, every_ticks=2),
    Job("appointments", appointments.run),
    Job("earlier", appointments.run_earlier, every_ticks=12),
    Job("loan reminders", loan_due.run, every_ticks=6),
    Job("desk", desk_due.run, every_ticks=3),
    Job("desk late", desk_due.run_slowly, every_ticks=120),
    Job("desk returns", settled_due.run, every_ticks=12),
    Job("desk closed days", moved_days.run, every_ticks=12),
    Job("sharing", rounds.run, every_ticks=3),
    Job("sharing together", together.run, every_ticks=12),
    Job("sharing ahead", rounds.look_ahead, every_ticks=120),
    Job("space", space.run, every_ticks=3),
    Job("skills", skills.run, every_ticks=3),
    Job("feeds", publish_feeds),
    Job("busy", busy_due.run, every_ticks=6),
    Job("projects", projects.forget, every_ticks=120),
    Job("figures", releases.run, every_ticks=120),
    Job("report", report_store.run, every_ticks=120),
    Job("record", sealing.run, every_ticks=12),
    Job(nightly.JOB, nightly.run, every_ticks=4320),
    Job("tidy", tidy.run, every_ticks=120),
    Job("backup", backups.run, every_ticks=60),
    Job("watch", watching.run, every_ticks=60),
)
