"""Pure decisions about projects: which state may follow which, how full a need is, what a link may be, which dates suit."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from wok.kernel.values import dataclass

OPEN = ("idea", "looking", "under_way")
ENDED = ("done", "given_up")
STATES = (*OPEN, *ENDED)
KINDS = ("people", "materials", "know_how", "money")
MOST_DIGITS = 6
ANSWERS = ("yes", "maybe", "no")


def may_follow(state: str, wanted: str) -> bool:
    """Whether a project may go from one state to another; what is done or given up can only be taken up again."""
    return wanted in STATES and wanted != state and not (state in ENDED and wanted in ENDED)


def read_amount(kind: str, typed: str) -> int | None:
    """What somebody typed as an amount: cents for money ("250", "250,50"), else a whole number; None when it is neither."""
    text = "".join(typed.split()).removesuffix("€").replace(",", ".")
    whole, dot, part = text.partition(".")
    if not (whole.isascii() and whole.isdigit()) or len(whole) > MOST_DIGITS:
        return None
    if kind != "money":
        return int(whole) if not dot and int(whole) else None
    if dot and not (part.isascii() and part.isdigit() and len(part) <= 2):
        return None
    return int(whole) * 100 + int(part.ljust(2, "0") or 0) or None


def write_amount(kind: str, amount: int) -> str:
    """An amount as a form shows it."""
    if kind != "money":
        return str(amount)
    return f"{amount // 100}.{amount % 100:02d}" if amount % 100 else str(amount // 100)


@dataclass(frozen=True)
class Meter:
    """How much of one need is brought."""

    amount: int
    brought: int

    @property
    def missing(self) -> int:
        """What is still to be brought; never below zero."""
        return max(0, self.amount - self.brought)

    @property
    def word(self) -> str:
        """none, some, almost (four fifths or more), covered, over (the need was lowered afterwards)."""
        if self.brought > self.amount:
            return "over"
        if self.brought == self.amount:
            return "covered"
        if not self.brought:
            return "none"
        return "almost" if self.brought * 5 >= self.amount * 4 else "some"


def safe_link(typed: str) -> str | None:
    """The address, when it is a plain https one with a host and without name or password in it; else None."""
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    is_plain = typed.isprintable() and not any(char.isspace() for char in typed) and "\\" not in typed
    has_host = "." in host.strip(".") and "@" not in parts.netloc
    return typed if parts.scheme == "https" and has_host and is_plain and (port in (None, 443)) else None


def host_of(url: str) -> str:
    """The host a link leads to, as it is shown beside it."""
    return urlsplit(url).hostname or ""


@dataclass(frozen=True)
class Tally:
    """How one proposed time was answered."""

    yes: int
    maybe: int
    no: int

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts the best first: fewest no, then most yes, then most maybe."""
        return (self.no, -self.yes, -self.maybe)


def tally(date_id: int, answers: Iterable[Mapping[str, str]]) -> Tally:
    """Count the answers to one date; who said nothing counts nowhere."""
    said = [one.get(str(date_id)) for one in answers]
    return Tally(said.count("yes"), said.count("maybe"), said.count("no"))


def best(dates: Mapping[int, datetime], answers: Iterable[Mapping[str, str]]) -> list[int]:
    """The dates that suit most, the earliest of equals first; empty while nobody has answered."""
    rows = list(answers)
    counted = {number: tally(number, rows) for number in dates}
    if not any(one.yes or one.maybe for one in counted.values()):
        return []
    first = min(counted.values(), key=lambda one: one.order).order
    return sorted((number for number, one in counted.items() if one.order == first), key=lambda number: dates[number])
