"""Tables of joint projects: partners, needs, what each brings, the record of changes, links, and a date found together."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base
from wok.people.models import Association, Person
from wok.people.neighbourhood_models import Neighbourhood


class Project(Base):
    """An idea that associations carry out together. Its owner is one of them; every partner has a row of its own.

    `state`: idea, looking (for partners and things), under_way, done, given_up.
    """

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("state in ('idea','looking','under_way','done','given_up')", name="state"),
        CheckConstraint("language in ('fr','pt','en','de','lb')", name="language"),
        CheckConstraint("came_from in ('','lunch','together')", name="came_from"),
        Index("ix_project_state_changed_at", "state", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="idea")
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str]  # the words are written in
    owner_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    themes: Mapped[list[str]] = mapped_column(default=list)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id", ondelete="SET NULL"))
    is_public: Mapped[bool] = mapped_column(default=False)
    came_from: Mapped[str] = mapped_column(default="")  # where they met
    thanks: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # done or given up
    hidden_at: Mapped[datetime | None]  # staff took it off the public list
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    form_token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    owner: Mapped[Association] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    partners: Mapped[list["ProjectPartner"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", order_by="ProjectPartner.id"
    )
    needs: Mapped[list["ProjectNeed"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", order_by="ProjectNeed.id"
    )


class ProjectPartner(Base):
    """One association in a project: invited (by the owner), asked (to join), in, left, declined (by either side)."""

    __tablename__ = "project_partner"
    __table_args__ = (
        UniqueConstraint("project_id", "association_id"),
        CheckConstraint("state in ('invited','asked','in','left','declined')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    state: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="")  # what they said when they asked
    language: Mapped[str] = mapped_column(default="fr")
    since: Mapped[datetime]  # of the present state

    project: Mapped[Project] = relationship(back_populates="partners")
    association: Mapped[Association] = relationship()


class ProjectNeed(Base):
    """What is missing: so much of something. Money is counted in cents and has no unit."""

    __tablename__ = "project_need"
    __table_args__ = (
        CheckConstraint("kind in ('money','people','materials','know_how')", name="kind"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    words: Mapped[str]
    amount: Mapped[int]
    unit: Mapped[str] = mapped_column(default="")  # "hours", "tables": the owner's own word
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # no longer needed
    form_token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    project: Mapped[Project] = relationship(back_populates="needs")
    pledges: Mapped[list["Pledge"]] = relationship(
        back_populates="need", cascade="all, delete-orphan", order_by="Pledge.id"
    )


class Pledge(Base):
    """What one partner brings of one need: given (can be withdrawn), withdrawn, used (cannot be withdrawn)."""

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state in ('given','withdrawn','used')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("project_need.id", ondelete="CASCADE"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    amount: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="given")
    given_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # withdrawn or used
    form_token: Mapped[str | None] = mapped_column(unique=True)

    need: Mapped[ProjectNeed] = relationship(back_populates="pledges")
    association: Mapped[Association] = relationship()


class ProjectChange(Base):
    """One line of a project's record. Never changed, never deleted; `facts` hold amounts and titles, no contacts."""

    __tablename__ = "project_change"
    __table_args__ = (Index("ix_project_change_project_id_id", "project_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    what: Mapped[str]
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)

    association: Mapped[Association | None] = relationship()


class ProjectLink(Base):
    """Where a file or page of the project lies. The Wok never fetches it."""

    __tablename__ = "project_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"))
    url: Mapped[str] = mapped_column(Text)
    words: Mapped[str]
    added_at: Mapped[datetime]
    form_token: Mapped[str | None] = mapped_column(unique=True)


class ProjectReport(Base):
    """Somebody tells the staff that a project's page should not stand as it does."""

    __tablename__ = "project_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    form_token: Mapped[str | None] = mapped_column(unique=True)

    project: Mapped[Project] = relationship()


class DatePoll(Base):
    """A date found together: open until the owner closes it, with a date or without."""

    __tablename__ = "date_poll"
    __table_args__ = (
        CheckConstraint("state in ('open','found','ended')", name="state"),
        CheckConstraint("minutes between 15 and 1440", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    minutes: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    chosen_at: Mapped[datetime | None]  # when the date that was found begins
    link_token: Mapped[str] = mapped_column(unique=True)  # for those without account
    form_token: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    project: Mapped[Project] = relationship()
    dates: Mapped[list["PollDate"]] = relationship(
        back_populates="poll", cascade="all, delete-orphan", order_by="PollDate.starts_at"
    )
    voters: Mapped[list["PollVoter"]] = relationship(
        back_populates="poll", cascade="all, delete-orphan", order_by="PollVoter.id"
    )


class PollDate(Base):
    """One proposed time; how long it lasts stands with the poll."""

    __tablename__ = "poll_date"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]

    poll: Mapped[DatePoll] = relationship(back_populates="dates")


class PollVoter(Base):
    """Who answers a poll: a person of a partner, or somebody with the link, by the name they give.

    Name and address of those without account go 90 days after the poll has closed.
    """

    __tablename__ = "poll_voter"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="fr")
    link_token: Mapped[str] = mapped_column(unique=True)  # one's own answers, to change them
    form_token: Mapped[str | None] = mapped_column(unique=True)
    answers: Mapped[dict[str, str]] = mapped_column(default=dict)  # id of the date -> yes, maybe, no
    at: Mapped[datetime]

    poll: Mapped[DatePoll] = relationship(back_populates="voters")
    person: Mapped[Person | None] = relationship()
    association: Mapped[Association | None] = relationship()
