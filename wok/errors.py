"""How the Wok says no: a Refusal carries a whole translatable sentence, with the way on."""

from typing import Any

from flask_babel.speaklater import LazyString


class Refusal(Exception):
    """A person asked for what cannot be. The view shows `sentence` on the same form; it is not logged as an error.

    `field` names the form field the sentence belongs to, or None for the form as a whole.
    """

    def __init__(self, sentence: "str | LazyString", *, field: str | None = None, **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.facts = facts


class Busy(Exception):
    """The database stayed locked for longer than we wait: 503 with Retry-After (PROMISES F4)."""
