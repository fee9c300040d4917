"""Tables of skills: what an association offers, who is asked for help, who answered, and the hours both sides say.

Hours are counted in halves, so that one hour and a half is 3.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking, Resource
from wok.db import Base
from wok.people.models import Association, Person


class SkillOffer(Base):
    """What an association can do for others. `state`: checking (staff look at it), shown, paused, ended, declined, draft."""

    __tablename__ = "skill_offer"
    __table_args__ = (
        CheckConstraint("state in ('draft','checking','shown','paused','ended','declined')", name="state"),
        CheckConstraint("hours_a_month between 1 and 200", name="hours_a_month"),
        Index("ix_skill_offer_skill_state", "skill", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    skill: Mapped[str]  # a code of words.SKILLS
    title: Mapped[str] = mapped_column(default="")  # own words; needed for the skill "other"
    about: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    written_in: Mapped[str] = mapped_column(default="fr")  # the language of the three texts
    languages: Mapped[list[str]] = mapped_column(default=list)  # codes of words.SPOKEN
    days: Mapped[list[str]] = mapped_column(default=list)  # "0" is Monday; none: by agreement
    hours_a_month: Mapped[int] = mapped_column(default=4)
    state: Mapped[str] = mapped_column(default="draft")
    answer: Mapped[str] = mapped_column(Text, default="")  # the staff's words
    form_token: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    association: Mapped[Association] = relationship()


class SkillForThing(Base):
    """A thing that this skill can set up: who borrows it is asked whether somebody should come along."""

    __tablename__ = "skill_for_thing"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)

    resource: Mapped[Resource] = relationship()


class SkillAsk(Base):
    """One ask for help. `state`: asked, confirmed, declined (all said no), withdrawn, lapsed, done.

    No association: the Wok asks, for a visitor or for itself. With a booking the ask follows it: cancelled or moved.
    """

    __tablename__ = "skill_ask"
    __table_args__ = (
        CheckConstraint("state in ('asked','confirmed','declined','withdrawn','lapsed','done')", name="state"),
        CheckConstraint("halves between 1 and 48", name="halves"),
        CheckConstraint("starts_at < ends_at", name="span"),
        Index("ix_skill_ask_state_starts_at", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id", ondelete="SET NULL"), index=True)
    booking_at: Mapped[datetime | None]  # when the booking began as this ask last followed it
    cause: Mapped[str] = mapped_column(default="")  # "project-12"
    skill: Mapped[str]
    language: Mapped[str] = mapped_column(default="")  # a code of words.SPOKEN; empty: any
    purpose: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(default="")
    written_in: Mapped[str] = mapped_column(default="fr")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    halves: Mapped[int]
    state: Mapped[str] = mapped_column(default="asked")
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("skill_offer.id", ondelete="SET NULL"), index=True)
    link_token: Mapped[str] = mapped_column(unique=True)
    form_token: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # confirmed, withdrawn, lapsed …
    asker_halves: Mapped[int | None]  # 0: nobody came
    helper_halves: Mapped[int | None]
    agreed_halves: Mapped[int | None]
    hours_asked_at: Mapped[datetime | None]
    hours_reminded_at: Mapped[datetime | None]
    contribution_id: Mapped[int | None] = mapped_column(
        ForeignKey("share_contribution.id", ondelete="SET NULL"), unique=True
    )
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    association: Mapped[Association | None] = relationship()
    person: Mapped[Person | None] = relationship()
    booking: Mapped[Booking | None] = relationship()
    helper: Mapped[SkillOffer | None] = relationship()
    calls: Mapped[list["SkillCall"]] = relationship(
        back_populates="ask", order_by="SkillCall.id", cascade="all, delete-orphan"
    )


class SkillCall(Base):
    """One offer that an ask went to. `state`: asked, yes, no, gone (another one was first, or it is over)."""

    __tablename__ = "skill_call"
    __table_args__ = (
        UniqueConstraint("ask_id", "offer_id"),
        CheckConstraint("state in ('asked','yes','no','gone')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("skill_ask.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("skill_offer.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="asked")
    words: Mapped[str] = mapped_column(Text, default="")  # why not
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    ask: Mapped[SkillAsk] = relationship(back_populates="calls")
    offer: Mapped[SkillOffer] = relationship()
