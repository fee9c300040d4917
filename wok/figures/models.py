"""What was published of each quarter, and what was counted of each closed month."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class FigureRelease(Base):
    """One quarter's public tables, as shown the first time; never changed. What was hidden is not in them."""

    __tablename__ = "figure_release"

    quarter: Mapped[str] = mapped_column(primary_key=True)  # 2026-Q3
    tables: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class FigureMonth(Base):
    """The sums of one month that is over (`tally.py`), for staff; counted again every night."""

    __tablename__ = "figure_month"

    month: Mapped[str] = mapped_column(primary_key=True)  # 2026-07
    counted: Mapped[dict[str, Any]]
    counted_on: Mapped[date]
