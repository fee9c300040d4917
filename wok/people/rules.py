"""Pure decisions about people: which address is ours to go to, which names are nearly the same."""

import unicodedata
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

CLOSE = 0.85  # of 1: "Les Danseurs asbl" and "Danseurs" are one, "Les danseurs" and "Les chanteurs" are not
COMMON_WORDS = frozenset(
    (
        "asbl",
        "association",
        "associacao",
        "verein",
        "club",
        "de",
        "des",
        "du",
        "la",
        "le",
        "les",
        "the",
        "of",
        "der",
        "die",
        "das",
    )
)
PROGRAMS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
DEVICES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def local_path(asked: str, *, otherwise: str) -> str:
    """`asked` when it is a path of this house and nothing else, else `otherwise` (PROMISES S7).

    Browsers read "\\" as "/", drop tabs and line breaks, and take "//host" for another house.
    """
    plain = unquote(asked)
    try:
        parts = urlsplit(asked)
    except ValueError:
        return otherwise
    is_ours = asked.startswith("/") and not parts.scheme and not parts.netloc and len(asked) <= 2000
    is_plain = "\\" not in plain and "//" not in plain.partition("?")[0] and asked.isascii() and plain.isprintable()
    return asked if is_ours and is_plain and " " not in asked else otherwise


def plain_name(name: str) -> str:
    """A name without case, accents, legal form and little words, for comparing."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    words = [word for word in bare.split() if word not in COMMON_WORDS]
    return " ".join(words) or bare.strip()


def is_close(name: str, other: str) -> bool:
    """Whether two names probably mean the same association; staff decide."""
    one, two = plain_name(name), plain_name(other)
    if not one or not two:
        return name.casefold().strip() == other.casefold().strip()
    return one == two or SequenceMatcher(None, one[:100], two[:100]).ratio() >= CLOSE


def browser_words(agent: str) -> str:
    """ "Firefox, Android": what a person needs to know their own browser again."""
    program = next((word for mark, word in PROGRAMS if mark in agent), "")
    device = next((word for mark, word in DEVICES if mark in agent), "")
    return ", ".join(word for word in (program, device) if word)
