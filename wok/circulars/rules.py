"""Pure rules of messages to many: in which language somebody reads one, and which links may stand in it."""

import re
from collections.abc import Iterable, Mapping

from wok.kernel.values import dataclass

ORDER = ("fr", "pt", "en", "de", "lb")  # the house writes French first
MOST_LINKS = 5
LINK = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """A message in one language."""

    language: str
    subject: str
    body: str


def written(subject: Mapping[str, str], body: Mapping[str, str], language: str) -> Written | None:
    """The message in this language, else in French, else in any that has both its subject and its text; None in none."""
    known = complete(subject, body)
    chosen = next((code for code in (language, *ORDER) if code in known), None)
    return Written(chosen, subject[chosen], body[chosen]) if chosen else None


def complete(subject: Mapping[str, str], body: Mapping[str, str]) -> list[str]:
    """The languages in which both stand, in the house's order."""
    return [code for code in ORDER if subject.get(code) and body.get(code)]


def halves(subject: Mapping[str, str], body: Mapping[str, str]) -> list[str]:
    """The languages in which only one of the two stands."""
    return [code for code in ORDER if bool(subject.get(code)) != bool(body.get(code))]


def links(texts: Iterable[str]) -> list[str]:
    """Everything that a reader's program would make a link of, each once, in order."""
    return list(dict.fromkeys(found.rstrip(".,;:!?)") for text in texts for found in LINK.findall(text)))


def bad_links(found: Iterable[str]) -> list[str]:
    """Those that are not https, whole and plain: readers must see where a link leads."""
    return [
        one for one in found if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]{2,}(?:[/?#]\S*)?", one, re.IGNORECASE)
    ]
