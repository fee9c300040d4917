"""Which known words were probably meant by a word with a slip in it. PURE."""

from collections.abc import Iterable

MOST = 12  # words taken for one


def slips_allowed(word: str) -> int:
    """How many letters may differ: none in short words, two in long ones."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that differ least from `word`, within what is allowed; in order, at most twelve."""
    most, letters = slips_allowed(word), set(word)
    found: dict[int, list[str]] = {}
    for other in known:
        if abs(len(other) - len(word)) <= most and len(letters ^ set(other)) <= 2 * most:
            away = distance(word, other, most=most)
            if away <= most:
                found.setdefault(away, []).append(other)
    return sorted(found[min(found)])[:MOST] if found else []


def distance(one: str, two: str, *, most: int) -> int:
    """How many letters are changed, left out, added or swapped with their neighbour; `most` + 1 when it is more."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, other in enumerate(two, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != other))
            is_swap = place > 1 and at > 1 and letter == two[place - 2] and one[at - 2] == other
            row.append(min(cost, earlier[place - 2] + 1) if is_swap else cost)
        if min(row) > most and (not before or min(before) > most):
            return most + 1
    return min(row[-1], most + 1)
