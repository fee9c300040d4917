"""What staff may edit without a programmer: texts, address, way in, contact."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class HouseText(Base):
    """One editable text or setting of the house, e.g. "contact.phone" or "way_in" in five languages."""

    __tablename__ = "house_text"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime]


class KeptText(Base):
    """What somebody typed before they had to sign in; it waits an hour for the browser that holds its key (PROMISES B6)."""

    __tablename__ = "kept_text"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    fields: Mapped[Any] = mapped_column(JSON)  # name -> list of values
    kept_at: Mapped[datetime] = mapped_column(index=True)
