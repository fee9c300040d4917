"""Why somebody got what they got, in plain words (FAIRNESS.md 7): whole sentences that need no colour and no table.

Pure: from the facts of one decided request to sentences in the reader's language. Points come in
thousandths; less is earlier. The lines of one's own points add up to their sum.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal

from wok.kernel.values import dataclass
from wok.web.dates import say_day
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext

CONTESTED = ("SERVED", "PARTLY", "OTHERS_HAD_LESS", "LOT")


@dataclass(frozen=True)
class Clock:
    """A running waiting clock: since when, what it counts today, and when it counts more."""

    since: date
    now: int
    next: int
    next_on: date


@dataclass(frozen=True)
class Decided:
    """One decided request: what was asked, what it got, why, and the facts that the round kept of it."""

    code: str
    family: str  # equipment, room, lunch, skills
    asked: int
    least: int
    got: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    clock: Clock | None = None
    position: int | None = None  # in the waiting list; 1 is next
    is_joint: bool = False  # several groups ask together

    def points(self, name: str) -> int:
        """A figure of the round, in thousandths; 0 where it has none."""
        return int(self.facts.get(name) or 0)


@dataclass(frozen=True)
class Line:
    """One figure of one's own points, in words and in points."""

    words: str
    points: str


@dataclass(frozen=True)
class Answer:
    """All that an answer says, in the order in which it is read."""

    outcome: str
    why: list[str]
    lines: list[Line]
    compared: list[str]
    waiting: list[str]
    advice: list[str] = field(default_factory=list)


def answer(decided: Decided) -> Answer:
    """The whole answer, without the advice (advice.py)."""
    is_counted = decided.code in CONTESTED and "key" in decided.facts
    return Answer(
        outcome(decided),
        why(decided),
        own_lines(decided) if is_counted else [],
        compared(decided) if is_counted else [],
        waiting(decided),
    )


def say_points(thousandths: int) -> str:
    """ "1.5"; a true minus sign before what counts for you."""
    return format_decimal(Decimal(thousandths) / 1000, format="0.###;−0.###")


def outcome(decided: Decided) -> str:
    """What they get, in one sentence."""
    if decided.family == "room":
        return _("The room is yours.") if decided.got else _("You do not get the room this time.")
    if decided.got >= decided.asked:
        return ngettext("You get the one you asked for.", "You get all %(num)s you asked for.", decided.asked)
    if decided.got:
        return _("You get %(got)s of the %(asked)s you asked for.", got=decided.got, asked=decided.asked)
    return _("You get none this time.")


def why(decided: Decided) -> list[str]:
    """The reason, code by code."""
    reason = decided.facts.get("reason") or ""
    said = {
        "ALL_SERVED": _("There was enough for all who asked."),
        "TAKEN": _("Others have it already at that time."),
        "TOO_LARGE": _too_large(decided),
        "CLOSED_DATES": _("The Wok is closed on one of these days."),
        "STAFF_BLOCK": _("The Wok or the town needs it itself on these days."),
        "STAFF_OVERRIDE": _(
            "The team of the Wok decided differently from the rule. We count this, and publish how often."
        ),
    }.get(decided.code)
    if said is not None:
        return [said, _("The reason: %(reason)s", reason=reason)] if reason else [said]
    if decided.code == "PARTLY" and "groups" not in decided.facts:
        return [_("Others have the rest already at that time.")]
    rule = _("Whoever would end up with the least goes first.")
    return [*_how_many(decided), rule, *_turn(decided)]


def _too_large(decided: Decided) -> str:
    there = decided.facts.get("there_was")
    if there is None or decided.family == "room":
        return _("It was never free for the whole time you asked for.")
    return _(
        "You need at least %(least)s. On the fullest day there were only %(there)s.", least=decided.least, there=there
    )


def _how_many(decided: Decided) -> list[str]:
    """How much was asked for in all, on the tightest day."""
    groups = int(decided.facts.get("groups") or 0)
    if not groups or "there_was" not in decided.facts:
        return [_("More was asked for than there is.")]
    if decided.family == "room":
        return [ngettext("%(num)s group asked for this time.", "%(num)s groups asked for this time.", groups)]
    return [
        ngettext(
            "%(num)s group asked for %(asked)s in all. There were %(there)s.",
            "%(num)s groups asked for %(asked)s in all. There were %(there)s.",
            groups,
            asked=decided.facts["asked_in_all"],
            there=decided.facts["there_was"],
        )
    ]


def _turn(decided: Decided) -> list[str]:
    has_lot = bool(decided.facts.get("by_lot"))
    if decided.code == "LOT":
        return [_("You and another group stood exactly equal. Lots were drawn, and the lot fell to the other group.")]
    if decided.code == "SERVED":
        drawn = _("You and another group stood exactly equal. Lots were drawn, and the lot fell to you.")
        return [drawn if has_lot else _("Your turn came while there was enough.")]
    if has_lot:
        return [
            _(
                "For the rest, you and another group stood exactly equal. Lots were drawn, and the lot fell to the other group."
            )
        ]
    return [_("Those who got it before you would have ended with less than you.")]


def own_lines(decided: Decided) -> list[Line]:
    """One's own points line by line; the last line is their sum. What counts for you has a minus."""
    weight = decided.points("weight") or 1000
    use = decided.points("use") * 1000 // weight
    loans = _("Your recent bookings") if decided.family == "room" else _("Your recent loans")
    parts = [(loans if weight == 1000 else _("%(loans)s, shared by your size", loans=loans), use)]
    parts += [
        (_("Late returns and loans not collected"), decided.points("penalty")),
        (_("Your waiting"), -decided.points("waiting")),
        (_("What you did for others"), -decided.points("contributions")),
    ]
    parts.append((_("Rounded to a tenth"), decided.points("standing") - sum(points for _words, points in parts)))
    parts += [
        (_class_words(decided.points("class")), -decided.points("class")),
        (_("Asking together with others"), -decided.points("coop")),
    ]
    own = _("This booking") if decided.family == "room" else _("This loan")
    if decided.code == "PARTLY":
        own = _("This loan, with one more")
    if decided.is_joint:
        own = _("This request, and the points of those who ask with you")
    shown = [(words, points) for at, (words, points) in enumerate(parts) if points or at == 0]
    known = sum(points for _words, points in shown)
    shown += [(own, decided.points("key") - known), (_("Together"), decided.points("key"))]
    return [Line(words, say_points(points)) for words, points in shown]


def _class_words(head_start: int) -> str:
    if head_start >= 1000:
        return _("For integration, or for people in a difficult situation")
    return (
        _("Open and free for the whole town") if head_start > 0 else _("Not open to others, or from outside the town")
    )


def compared(decided: Decided) -> list[str]:
    """The points of the last one served, and whether the lot decided."""
    said = []
    last = decided.facts.get("last_key")
    if last is not None:
        said.append(_("The last one served had %(points)s. Fewer points go first.", points=say_points(int(last))))
    said.append(
        _("Lots were drawn between equals; anybody can check them.")
        if decided.facts.get("by_lot")
        else _("No lots were drawn for this answer.")
    )
    return said


def waiting(decided: Decided) -> list[str]:
    """What the waiting is worth, when it will be worth more, and the place in the waiting list."""
    said, clock = [], decided.clock
    if clock is not None and decided.got < decided.asked:
        said.append(
            _(
                "You have waited since %(since)s. That counts %(now)s for you today, and %(next)s from %(day)s.",
                since=say_day(clock.since),
                now=say_points(clock.now),
                next=say_points(clock.next),
                day=say_day(clock.next_on),
            )
        )
    if decided.position:
        said.append(_("You are number %(place)s on the waiting list.", place=decided.position))
    return said
