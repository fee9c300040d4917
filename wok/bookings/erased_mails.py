"""What the outbox and the inbox keep of an erased person: their mails are void and empty, copies and answers go."""

from datetime import datetime

from sqlalchemy import String, cast, delete, or_, select

from wok.db import db
from wok.mail.models import DeliveredCopy, MailAnswer, Message
from wok.people.erasing import Gone


def erase(gone: Gone, now: datetime) -> None:
    """Mails to them lose address, name and words; those not sent yet are void. That a mail went, stays."""
    named = or_(
        *(cast(Message.facts, String).icontains(one, autoescape=True) for one in (gone.email, gone.name) if one)
    )
    of_them = select(Message.message_id).where(or_(Message.recipient.in_(gone.ways), named))
    db.session.execute(delete(DeliveredCopy).where(DeliveredCopy.message_id.in_(of_them)))
    if gone.email:
        db.session.execute(delete(DeliveredCopy).where(DeliveredCopy.recipient == gone.email))
    for mail in db.session.scalars(select(Message).where(Message.recipient.in_(gone.ways)).order_by(Message.id)):
        mail.recipient, mail.name, mail.facts, mail.last_error = f"erased:{mail.id}", "", {}, ""
        if mail.state in ("due", "sending"):
            mail.state, mail.finished_at, mail.lease_until = "void", now, None
    if gone.email:
        for answer in db.session.scalars(select(MailAnswer).where(MailAnswer.sender == gone.email)):
            answer.sender, answer.words = "", ""
            answer.state = "read" if answer.state == "new" else answer.state
    db.session.flush()
