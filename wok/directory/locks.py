"""Two who press at once: one after the other."""

from sqlalchemy import select

from wok.db import db
from wok.directory.models import Conversation


def lock(conversation: Conversation) -> None:
    """Nobody else changes this conversation until the transaction ends; it is read afresh."""
    db.session.scalar(select(Conversation.id).where(Conversation.id == conversation.id).with_for_update())
    db.session.refresh(conversation, ["state", "version", "letters"])
