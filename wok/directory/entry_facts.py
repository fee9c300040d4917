"""What a form hands to the services about an entry: plain values."""

from wok.kernel.values import dataclass

WORDS = ("about", "looking_for", "offering")


@dataclass(frozen=True)
class Shown:
    """What was typed: words in one language, and what holds in all."""

    language: str
    about: str
    looking_for: str
    offering: str
    themes: list[str]
    languages: list[str]
    website: str
    contact_email: str | None
    contact_phone: str | None
    takes_letters: bool
