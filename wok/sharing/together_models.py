"""Table of "would you share?": two rivals for the same days who both ticked it, asked before the round is drawn."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.sharing.models import ShareRequest


class ShareTogether(Base):
    """One question to two. `state`: asked, joined (both said yes), no (one did not want), over (too late, or withdrawn)."""

    __tablename__ = "share_together"
    __table_args__ = (
        CheckConstraint("state in ('asked','joined','no','over')", name="state"),
        CheckConstraint("request_id <> other_id", name="two"),
        UniqueConstraint("request_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("share_request.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("share_request.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    until: Mapped[datetime]  # when the round closes
    request_yes_at: Mapped[datetime | None]
    other_yes_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="asked")
    settled_at: Mapped[datetime | None]

    request: Mapped[ShareRequest] = relationship(foreign_keys=[request_id])
    other: Mapped[ShareRequest] = relationship(foreign_keys=[other_id])
