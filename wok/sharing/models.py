"""Tables of sharing: what is shared, who shares, what was asked, how it was decided and what it counts for.

`taking` alone says who has what (bookings/models.py); these rows say why. Points are thousandths.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.bookings.models import Booking, Resource
from wok.db import Base
from wok.people.models import Association

FAMILIES = ("equipment", "room", "lunch", "skills")
IS_FAMILY = "family in ('equipment','room','lunch','skills')"


class SharePool(Base):
    """Alike units of one resource and how they are shared; its capacity is the resource's.

    `mode`: first_come (granted at once) or window (decided by a round). `slot`: what a period is counted in.
    """

    __tablename__ = "share_pool"
    __table_args__ = (
        CheckConstraint(IS_FAMILY, name="family"),
        CheckConstraint("mode in ('first_come','window')", name="mode"),
        CheckConstraint("slot in ('day','half_hour','date')", name="slot"),
        CheckConstraint("lot > 0 and q_ref > 0 and t_ref > 0", name="sizes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id", ondelete="RESTRICT"), unique=True)
    family: Mapped[str]
    mode: Mapped[str] = mapped_column(default="first_come")
    lot: Mapped[int] = mapped_column(default=1)  # the smallest pack
    q_ref: Mapped[int]  # a typical loan: so many units …
    t_ref: Mapped[int]  # … for so many slots
    slot: Mapped[str] = mapped_column(default="day")
    is_once_first: Mapped[bool] = mapped_column(default=False)  # lunch: a first seat precedes anybody's second
    window_hours: Mapped[list[str]] = mapped_column(default=list)  # "4 18:00 23:00": the hours rounds decide; none: all
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    resource: Mapped[Resource] = relationship()


class Circle(Base):
    """The party that shares: an association, or several that staff linked because the same people are behind them."""

    __tablename__ = "share_circle"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]  # only of linked groups
    uid: Mapped[str] = mapped_column(unique=True)  # never published: the codes of rounds are made with it
    created_at: Mapped[datetime]

    members: Mapped[list["CircleMember"]] = relationship(
        back_populates="circle", order_by="CircleMember.association_id"
    )


class CircleMember(Base):
    """Which circle an association belongs to."""

    __tablename__ = "share_circle_member"

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("share_circle.id", ondelete="CASCADE"), index=True)

    circle: Mapped[Circle] = relationship(back_populates="members")
    association: Mapped[Association] = relationship()


class ShareParameters(Base):
    """A set of the rule's figures, valid from a day on; a round records the set it used. Never changed."""

    __tablename__ = "share_parameters"

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(index=True)
    values: Mapped[dict[str, Any]]  # only what differs from the defaults (parameters.py)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]


class ShareRound(Base):
    """One run of the rule over all requests whose window closed, or over a waiting list.

    `state`: open (the window runs), closed (the list is fixed, a public number is awaited), drawn, published.
    """

    __tablename__ = "share_round"
    __table_args__ = (
        CheckConstraint("kind in ('week','season','waitlist')", name="kind"),
        CheckConstraint(IS_FAMILY, name="family"),
        CheckConstraint("state in ('open','closed','drawn','published')", name="state"),
        Index("ix_share_round_state_closes_at", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    family: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)  # "equipment 2026-W50", "room season 2027-1", "equipment list 17"
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    commitment: Mapped[str]  # published when the round opens
    secret: Mapped[str]  # published after the draw
    wants_number: Mapped[bool] = mapped_column(default=False)  # staff type in a public number before the draw
    number_until: Mapped[datetime | None]  # drawn without one from here on
    number_typed: Mapped[str | None]  # what the first of two staff typed
    number_typed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    public_number: Mapped[str | None]  # two of them agreed; "" when it never came
    list_digest: Mapped[str | None]
    seed: Mapped[str | None]
    snapshot: Mapped[str | None] = mapped_column(Text)  # canonical JSON of all inputs
    outcome: Mapped[str | None] = mapped_column(Text)  # grants, charges and the trace
    document: Mapped[str | None] = mapped_column(Text)  # the published file, byte for byte (kernel/published.py)
    is_restated: Mapped[bool] = mapped_column(
        default=False
    )  # what was free at closing was gone at the draw: listed anew
    digest: Mapped[str | None]
    parameters_id: Mapped[int | None] = mapped_column(ForeignKey("share_parameters.id", ondelete="RESTRICT"))
    closed_at: Mapped[datetime | None]
    drawn_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class RoundCode(Base):
    """Under which code a circle stands in a round's published file, and how it stood at closing, line by line.

    Each circle is told its own code.
    """

    __tablename__ = "share_round_code"
    __table_args__ = (UniqueConstraint("round_id", "code"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("share_round.id", ondelete="CASCADE"), primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("share_circle.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str]
    use: Mapped[int]
    penalty: Mapped[int]
    waiting: Mapped[int]
    contributions: Mapped[int]
    weight: Mapped[int]
    total: Mapped[int]


class ShareRequest(Base):
    """What was asked of one pool for one period, and what became of it.

    `state`: open (the window runs), granted, partly, refused, withdrawn, overridden. `waiting_since` is set
    while it stands on the waiting list, whatever the state. Clean-up is inside [starts_at, ends_at).
    Requests with the same `bundle` are one request over several periods: all or nothing, less what `may_drop`.
    """

    __tablename__ = "share_request"
    __table_args__ = (
        CheckConstraint("state in ('open','granted','partly','refused','withdrawn','overridden')", name="state"),
        CheckConstraint("klass in ('A','B','C','D')", name="klass"),
        CheckConstraint("least between 1 and quantity", name="least"),
        CheckConstraint("granted >= 0", name="granted"),
        CheckConstraint("starts_at < ends_at", name="span"),
        CheckConstraint("first_on <= last_on", name="days"),
        Index("ix_share_request_pool_id_starts_at", "pool_id", "starts_at"),
        Index("ix_share_request_round_id_state", "round_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id", ondelete="CASCADE"), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("share_pool.id", ondelete="RESTRICT"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("share_round.id", ondelete="RESTRICT"))
    quantity: Mapped[int]
    least: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    first_on: Mapped[date]
    last_on: Mapped[date]
    klass: Mapped[str] = mapped_column(default="C")
    klass_asked: Mapped[str | None]  # what the asker chose; until staff decide, `klass_reason` holds the asker's words
    klass_reason: Mapped[str] = mapped_column(Text, default="")
    klass_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    rank: Mapped[int] = mapped_column(default=0)  # own order of preference, 0 first
    instead_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("share_request.id", ondelete="CASCADE")
    )  # second choice
    bundle: Mapped[str | None] = mapped_column(index=True)
    may_drop: Mapped[bool] = mapped_column(default=False)
    would_share: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="open")
    granted: Mapped[int] = mapped_column(default=0)
    is_contested: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")  # FAIRNESS.md 7: ALL_SERVED, SERVED, PARTLY, OTHERS_HAD_LESS, …
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the answer shows, fixed at the decision
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]  # when a contested round first gave it nothing: the waiting clock reads this
    waiting_since: Mapped[datetime | None] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]  # what the ten minutes of undo put back
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    booking: Mapped[Booking] = relationship()
    pool: Mapped[SharePool] = relationship()
    round: Mapped[ShareRound | None] = relationship()
    partners: Mapped[list["RequestPartner"]] = relationship(
        back_populates="request", cascade="all, delete-orphan", order_by="RequestPartner.position"
    )
    offers: Mapped[list["ShareOffer"]] = relationship(back_populates="request", order_by="ShareOffer.id")

    @property
    def answers_until(self) -> datetime | None:
        """Until when partners may say yes or no: while its round takes wishes; what came first come, until it begins."""
        if self.state == "open":
            return self.round.closes_at if self.round else self.starts_at
        is_first_come = self.round is None and self.granted > 0 and not self.is_contested
        return self.starts_at if is_first_come else None


class RequestPartner(Base):
    """Who asks: position 0 is the asking association, confirmed at once; each other must confirm before closing.

    A visitor without association asks for lunch with a circle of that one booking: no association then.
    """

    __tablename__ = "share_request_partner"
    __table_args__ = (UniqueConstraint("request_id", "association_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("share_request.id", ondelete="CASCADE"))
    position: Mapped[int]
    circle_id: Mapped[int] = mapped_column(ForeignKey("share_circle.id", ondelete="RESTRICT"), index=True)
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), index=True)
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    link_token: Mapped[str | None] = mapped_column(unique=True)

    request: Mapped[ShareRequest] = relationship(back_populates="partners")
    circle: Mapped[Circle] = relationship()
    association: Mapped[Association | None] = relationship()

    @property
    def name(self) -> str:
        """Who this is: the association, or the visitor who asks without one."""
        return self.association.name if self.association else self.request.booking.contact_name


class ShareOffer(Base):
    """Units held for a request of the waiting list. `state`: open, taken, passed, lapsed, withdrawn."""

    __tablename__ = "share_offer"
    __table_args__ = (
        CheckConstraint("state in ('open','taken','passed','lapsed','withdrawn')", name="state"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_share_offer_state_until", "state", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("share_request.id", ondelete="CASCADE"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("share_round.id", ondelete="SET NULL"))
    quantity: Mapped[int]
    points: Mapped[int] = mapped_column(default=0)  # what taking it will be charged
    is_contested: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    settled_at: Mapped[datetime | None]

    request: Mapped[ShareRequest] = relationship(back_populates="offers")
