"""Tables of the feeds: stored bytes, private addresses, and the settings staff can edit."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wok.db import Base


class PublishedFeed(Base):
    """What a poll asks about a feed, made by the jobs process when something changed; small, so that reading it is quick."""

    __tablename__ = "published_feed"

    key: Mapped[str] = mapped_column(primary_key=True)  # "all.fr", "lunch.de", "mine:12"
    etag: Mapped[str]
    modified_at: Mapped[datetime]
    rendered_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str] = mapped_column(default="")  # the calendar program's name


class FeedBytes(Base):
    """A feed as its readers get it, plain and compressed. Apart: SQLite walks through them to whatever stands behind."""

    __tablename__ = "feed_bytes"

    key: Mapped[str] = mapped_column(ForeignKey("published_feed.key", ondelete="CASCADE"), primary_key=True)
    body: Mapped[bytes]
    gzip_body: Mapped[bytes]


class EntryText(Base):
    """One date of an event as it stands in feeds of one language; good as long as its stamp is (event_texts.py)."""

    __tablename__ = "entry_text"

    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    stamp: Mapped[str]
    body: Mapped[bytes]


class FeedAddress(Base):
    """A private feed's address: 32 random bytes, kept as a hash, shown once (CALENDAR.md 14)."""

    __tablename__ = "feed_address"
    __table_args__ = (CheckConstraint("scope in ('mine','association')", name="scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str]
    language: Mapped[str]
    detail: Mapped[str] = mapped_column(default="full", server_default="full")  # full, titles, busy
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
