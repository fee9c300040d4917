"""The heartbeat: which scheduler leads, and when each job last ran."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class JobRun(Base):
    """The last run of one job; `scheduler` is the heartbeat that /healthz reads."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")
    failed_at: Mapped[datetime | None]
