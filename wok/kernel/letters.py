"""Letters as people type them: folded, so that "cafe" finds "Café", on both databases alike; and what was found, marked."""

import unicodedata

from wok.kernel.values import dataclass

# Letters whose plain form Unicode does not give.
PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "þ": "th", "ð": "d"})
MOST_WORDS = 6


@dataclass(frozen=True)
class Piece:
    """A part of a text, marked when it is what somebody looked for."""

    text: str
    is_marked: bool


def fold(text: str) -> str:
    """Small letters and figures without accents; apostrophes, hyphens and other signs go, single blanks stay."""
    if text.isascii():
        bare = text.lower()
    else:
        plain = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
        bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join("".join(char for char in bare if char.isalnum() or char.isspace()).split())


def words(typed: str) -> list[str]:
    """What somebody looks for, word by word, longest first; every one must be found. At most six."""
    parts = "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in typed).split()
    found = {folded for part in parts if (folded := fold(part))}
    return sorted(found, key=lambda word: (-len(word), word))[:MOST_WORDS]


def has_all(line: str, looked_for: list[str]) -> bool:
    """Whether a folded line holds every word."""
    return all(word in line for word in looked_for)


def pieces(text: str, looked_for: list[str]) -> list[Piece]:
    """The text in parts, those that match marked; accents and signs stay as written."""
    marked = [False] * len(text)
    folded, origins = _with_origins(text)
    for word in looked_for:
        at = folded.find(word)
        while at >= 0:
            first, last = origins[at], origins[at + len(word) - 1]
            marked[first : last + 1] = [True] * (last + 1 - first)
            at = folded.find(word, at + 1)
    found: list[Piece] = []
    for char, is_marked in zip(text, marked, strict=True):
        if found and found[-1].is_marked == is_marked:
            found[-1] = Piece(found[-1].text + char, is_marked)
        else:
            found.append(Piece(char, is_marked))
    return found


def _with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters where it stands in the text."""
    parts = [(fold(char) or (" " if char.isspace() else ""), at) for at, char in enumerate(text)]
    return "".join(part for part, _at in parts), [at for part, at in parts for _letter in part]
