"""Tables of who: associations, persons, memberships, logins and the tries that are counted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wok.db import Base

LANGUAGES = ("fr", "pt", "en", "de", "lb")
REACHES = ("email", "phone", "association", "none")


class Association(Base):
    """A group known to the Wok, formal (asbl, foundation) or informal; both are treated the same.

    `status`: asked (wants to join), question (staff asked back), accepted, inactive, declined.
    """

    __tablename__ = "association"
    __table_args__ = (
        CheckConstraint("status in ('asked','question','accepted','inactive','declined')", name="status"),
        CheckConstraint("form in ('formal','informal')", name="form"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    form: Mapped[str] = mapped_column(default="informal")
    rcs_number: Mapped[str | None]
    purpose: Mapped[str] = mapped_column(Text, default="")
    size_band: Mapped[str] = mapped_column(default="up_to_25")  # up_to_25, up_to_100, above
    neighbourhood: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="asked")
    staff_note: Mapped[str] = mapped_column(Text, default="")
    is_listed: Mapped[bool] = mapped_column(default=False)  # may be named on public pages
    form_token: Mapped[str | None] = mapped_column(unique=True)  # one join form is one request
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    memberships: Mapped[list["Membership"]] = relationship(back_populates="association", order_by="Membership.id")


class Person(Base):
    """Somebody the Wok knows. No e-mail is needed; `email` is kept in lower case and is unique."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("language in ('fr','pt','en','de','lb')", name="language"),
        CheckConstraint("reach in ('email','phone','association','none')", name="reach"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]  # E.164
    reach: Mapped[str] = mapped_column(default="email")
    language: Mapped[str] = mapped_column(default="fr")
    is_staff: Mapped[bool] = mapped_column(default=False)
    needs: Mapped[list[str]] = mapped_column(default=list)  # codes of bookings.needs.NEEDS
    diets: Mapped[list[str]] = mapped_column(default=list)  # codes of bookings.needs.DIETS
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]  # staff who stopped; erased persons
    form_token: Mapped[str | None] = mapped_column(index=True, unique=True)  # one form of the staff is one person
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    memberships: Mapped[list["Membership"]] = relationship(back_populates="person", order_by="Membership.id")


class Membership(Base):
    """A person acts for an association: a delegate may book, a member may see and subscribe."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("association_id", "person_id"),
        CheckConstraint("role in ('delegate','member')", name="role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(default="member")
    confirmed_at: Mapped[datetime | None]  # until then it counts for nothing
    ended_at: Mapped[datetime | None]

    association: Mapped[Association] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship(back_populates="memberships")


class SignInMail(Base):
    """One asked-for sign-in: the hash of a 256-bit link, six digits, ten minutes, one use.

    Tied to the asking browser by `browser_hash`; another browser needs the six digits.
    """

    __tablename__ = "sign_in_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    link_hash: Mapped[str] = mapped_column(unique=True)
    digits_hash: Mapped[str]
    browser_hash: Mapped[str] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class EmailChange(Base):
    """A new address a person asked for: it counts once its mailbox has shown the link or the six digits."""

    __tablename__ = "email_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str]  # lower case
    link_hash: Mapped[str] = mapped_column(unique=True)
    digits_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class Login(Base):
    """A signed-in browser: its cookie is random and stands here only as a hash (PROMISES S4)."""

    __tablename__ = "login"

    id: Mapped[int] = mapped_column(primary_key=True)
    cookie_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(default="")  # what the list of one's logins shows
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Attempt(Base):
    """A failed try, counted per purpose and key (an address, an account, a code), hashed (PROMISES S5)."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_purpose_key_at", "purpose", "key_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    key_hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
