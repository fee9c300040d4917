"""What was published: the figures of one quarter, as they were shown the first time. Never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class FigureRelease(Base):
    """One quarter's public tables. What was hidden is not in them, and longer periods are added up from them alone."""

    __tablename__ = "figure_release"

    quarter: Mapped[str] = mapped_column(primary_key=True)  # 2026-Q3
    tables: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
