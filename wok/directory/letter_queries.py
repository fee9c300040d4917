"""What is read of letters: one's conversations, how far each letter has come, and what waits for somebody."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from wok.db import db
from wok.directory.messages import cause_of
from wok.directory.models import Conversation, Letter, LetterReport
from wok.kernel.values import dataclass
from wok.mail.models import Message
from wok.people.models import Membership, Person
from wok.people.queries import BIGGEST_ID

PAGE = 30
LONGEST_TOKEN = 64


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a conversation: on which side, and whether they came by the mailed link."""

    conversation: Conversation
    is_association: bool
    person_id: int | None = None

    @property
    def is_guest(self) -> bool:
        """A visitor without account, who came by the link."""
        return self.person_id is None

    @property
    def other(self) -> str:
        """Who sits opposite, as this side may know them."""
        conversation = self.conversation
        if not self.is_association:
            return conversation.association.name
        sender = conversation.from_association
        return f"{conversation.writer_name} ({sender.name})" if sender else conversation.writer_name

    def is_own(self, letter: Letter) -> bool:
        """Whether this side wrote it."""
        return letter.is_answer == self.is_association

    def seen(self, *, now: datetime) -> list[Letter]:
        """The letters this side may see: its own but for those taken back, and what has come."""
        kept = [one for one in self.conversation.letters if one.taken_back_at is None]
        return [one for one in kept if self.is_own(one) or (one.goes_at is not None and one.goes_at <= now)]

    def draft(self) -> Letter | None:
        """The letter this side took back last, when nothing of theirs came after it."""
        own = [one for one in self.conversation.letters if self.is_own(one)]
        return own[-1] if own and own[-1].taken_back_at is not None else None


def whole() -> tuple[ExecutableOption, ...]:
    """All that a page of letters reads at once."""
    return (
        joinedload(Conversation.association),
        joinedload(Conversation.from_association),
        selectinload(Conversation.letters),
    )


def by_link_or_404(token: str) -> Seat:
    """A visitor's seat, by the link that was mailed to them alone."""
    chosen = select(Conversation).options(*whole()).where(Conversation.link_token == token[:LONGEST_TOKEN])
    found = db.session.scalar(chosen.where(Conversation.writer_id.is_(None)))
    return Seat(found, is_association=False) if found else abort(404)


def _delegate_of(memberships: Sequence[Membership]) -> list[int]:
    return [one.association_id for one in memberships if one.role == "delegate"]


def mine_or_404(person: Person, memberships: Sequence[Membership], conversation_id: int) -> Seat:
    """This person's seat; of others' conversations nothing is known."""
    if not 0 < conversation_id <= BIGGEST_ID:
        abort(404)
    found = db.session.scalar(select(Conversation).options(*whole()).where(Conversation.id == conversation_id))
    ours = _delegate_of(memberships)
    if found is not None and (found.writer_id == person.id or found.from_association_id in ours):
        return Seat(found, is_association=False, person_id=person.id)
    if found is not None and found.association_id in ours and found.state not in ("unproved", "with_staff"):
        return Seat(found, is_association=True, person_id=person.id)
    return abort(404)


def _theirs(person: Person, memberships: Sequence[Membership], *, now: datetime) -> ColumnElement[bool]:
    ours = _delegate_of(memberships)
    came = exists().where(
        Letter.conversation_id == Conversation.id, Letter.goes_at <= now, Letter.taken_back_at.is_(None)
    )
    to_us = Conversation.association_id.in_(ours) & Conversation.state.not_in(("unproved", "with_staff")) & came
    return or_(Conversation.writer_id == person.id, Conversation.from_association_id.in_(ours), to_us)


def mine(person: Person, memberships: Sequence[Membership], *, now: datetime, page: int) -> list[Seat]:
    """One's conversations, the latest first; one more than a page when there is more."""
    chosen = select(Conversation).options(*whole()).where(_theirs(person, memberships, now=now))
    ordered = chosen.order_by(Conversation.last_at.desc(), Conversation.id.desc())
    rows = db.session.scalars(ordered.offset((page - 1) * PAGE).limit(PAGE + 1))
    ours = _delegate_of(memberships)
    return [Seat(one, not (one.writer_id == person.id or one.from_association_id in ours), person.id) for one in rows]


def waiting_for(person: Person, memberships: Sequence[Membership], *, now: datetime) -> int:
    """How many letters have come for this person, or for the associations they act for, and are not read."""
    ours = _delegate_of(memberships)
    came = (Letter.goes_at <= now, Letter.taken_back_at.is_(None), Letter.read_at.is_(None))
    to_us = Conversation.association_id.in_(ours) & Letter.is_answer.is_(False)
    to_me = or_(Conversation.writer_id == person.id, Conversation.from_association_id.in_(ours))
    chosen = select(func.count()).select_from(Letter).join(Conversation).where(Conversation.state == "open", *came)
    return db.session.scalar(chosen.where(or_(to_us, to_me & Letter.is_answer))) or 0


def states(letters: Sequence[Letter], *, now: datetime) -> dict[int, str]:
    """How far each letter has come: waits (can be undone), held, going, call, sent, failed, read."""
    causes = {cause_of(one): one.id for one in letters}
    rows = select(Message.cause, Message.state, Message.channel).where(Message.cause.in_(causes))
    told: dict[int, set[str]] = defaultdict(set)
    for row in db.session.execute(rows):
        told[causes[row.cause]].add("call" if row.state == "due" and row.channel != "email" else row.state)
    return {one.id: _state(one, told[one.id], now=now) for one in letters}


def _state(letter: Letter, told: set[str], *, now: datetime) -> str:
    if letter.read_at is not None:
        return "read"
    if letter.goes_at is None:
        return "held"
    if letter.goes_at > now:
        return "waits"
    if not told or told & {"sent", "done"}:  # mails are forgotten after 90 days
        return "sent"
    return next((state for state in ("failed", "call") if state in told), "going")


def open_reports() -> list[LetterReport]:
    """Reports nobody has decided, the oldest first."""
    chosen = select(LetterReport).where(LetterReport.decision == "").order_by(LetterReport.id)
    return list(db.session.scalars(chosen.options(joinedload(LetterReport.conversation)).limit(100)))


def decided_reports() -> list[LetterReport]:
    """The latest decisions."""
    chosen = select(LetterReport).where(LetterReport.decision != "").order_by(LetterReport.id.desc())
    return list(db.session.scalars(chosen.options(joinedload(LetterReport.conversation)).limit(20)))


def to_pass_on() -> list[Conversation]:
    """Letters of visitors without e-mail, the oldest first."""
    chosen = select(Conversation).options(*whole()).where(Conversation.state == "with_staff")
    return list(db.session.scalars(chosen.order_by(Conversation.id).limit(100)))


def decisions() -> int:
    """How many reports and letters to pass on wait for the staff."""
    reports = select(func.count()).select_from(LetterReport).where(LetterReport.decision == "").scalar_subquery()
    held = select(func.count()).select_from(Conversation).where(Conversation.state == "with_staff").scalar_subquery()
    return db.session.scalar(select(reports + held)) or 0
