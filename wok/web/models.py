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
