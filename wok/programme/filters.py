"""What a reader of the programme looks for: one kind, neighbourhood, language and organiser, and what must hold.

A wish has one way to be written in an address, and one as a name in the address of a calendar.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from wok.kernel.values import dataclass
from wok.team.words import SPOKEN

EVENT_KINDS = ("course", "workshop", "party", "outing", "meeting", "newspaper", "other")
KINDS = ("lunch", "oncall", "event", *EVENT_KINDS)
NUMBER = "[1-9][0-9]{0,8}"
ORGANISER = re.compile(rf"wok|(?:association|partner){NUMBER}")
YES = "1"


@dataclass(frozen=True)
class House:
    """Where the Wok's own lunch and on-call are: the neighbourhood's number, and whether no step is in the way."""

    near: int | None = None
    is_step_free: bool = False


NOWHERE = House()


@dataclass(frozen=True)
class Wanted:
    """Empty means anything. `kind` "event" is every kind of event; `by`: "wok", "association12" or "partner3"."""

    kind: str = ""
    near: int | None = None  # the neighbourhood's number
    language: str = ""  # spoken there
    by: str = ""
    free: bool = False
    step_free: bool = False
    children: bool = False

    @property
    def query(self) -> dict[str, Any]:
        """The one way to write it in an address."""
        given = {
            "kind": self.kind,
            "near": str(self.near or ""),
            "language": self.language,
            "by": self.by,
            "free": YES if self.free else "",
            "step-free": YES if self.step_free else "",
            "children": YES if self.children else "",
        }
        return {name: value for name, value in given.items() if value}

    @property
    def slug(self) -> str:
        """As the name of a calendar says it: "course-near3-speaksfr-free"; empty when nothing is looked for."""
        near = f"near{self.near}" if self.near else ""
        speaks = f"speaks{self.language}" if self.language else ""
        told = [
            name for name, is_told in zip(FLAGS, (self.free, self.step_free, self.children), strict=True) if is_told
        ]
        return "-".join(part for part in (self.kind, near, speaks, self.by, *told) if part)

    @property
    def is_any(self) -> bool:
        """Nothing in particular is looked for."""
        return self == ANY

    def without(self, name: str) -> "Wanted":
        """The same, but for one thing."""
        return replace(self, **{name: getattr(ANY, name)})

    def of_house(self, kind: str, house: House = NOWHERE) -> bool:
        """True when the Wok's weekly lunch or on-call may be among what is looked for; both are free.

        Who is on duty, and with which languages, is settled week by week and may change that morning: under a language
        they are left out, so that nobody comes for a language that is not there. The same for what is made for children.
        """
        is_ours = self.kind in ("", kind) and self.by in ("", "wok") and self.near in (None, house.near)
        return is_ours and not self.language and not self.children and (house.is_step_free or not self.step_free)

    @property
    def has_events(self) -> bool:
        """False for the lunch and the on-call alone."""
        return self.kind not in ("lunch", "oncall")


ANY = Wanted()
FLAGS = ("free", "stepfree", "children")
NAMES = tuple(field.name for field in fields(Wanted))


def read(given: Mapping[str, str]) -> Wanted:
    """What an address asks for; what makes no sense is left out."""
    near, by = given.get("near", ""), given.get("by", "")
    return Wanted(
        kind=given.get("kind", "") if given.get("kind", "") in KINDS else "",
        near=int(near) if re.fullmatch(NUMBER, near) else None,
        language=given.get("language", "") if given.get("language", "") in SPOKEN else "",
        by=by if ORGANISER.fullmatch(by) else "",
        free=given.get("free") == YES,
        step_free=given.get("step-free") == YES,
        children=given.get("children") == YES,
    )


def from_slug(slug: str) -> Wanted | None:
    """What the name of a calendar says; None unless it is written in its one way and says something."""
    found: dict[str, Any] = {}
    for part in slug.split("-"):
        for name, reader in PARTS.items():
            value = reader(part)
            if value:
                found[name] = value
    wanted = Wanted(**found)
    return wanted if slug and wanted.slug == slug else None


def _after(word: str, part: str) -> str:
    return part.removeprefix(word) if part.startswith(word) else ""


def _near(part: str) -> int | None:
    number = _after("near", part)
    return int(number) if re.fullmatch(NUMBER, number) else None


PARTS: Mapping[str, Callable[[str], Any]] = {
    "kind": lambda part: part if part in KINDS else "",
    "near": _near,
    "language": lambda part: said if (said := _after("speaks", part)) in SPOKEN else "",
    "by": lambda part: part if ORGANISER.fullmatch(part) else "",
    "free": lambda part: part == FLAGS[0],
    "step_free": lambda part: part == FLAGS[1],
    "children": lambda part: part == FLAGS[2],
}
