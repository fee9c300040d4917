"""The public report in words: the same figures for the page, its pictures and the file to download."""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date, datetime
from decimal import Decimal

from flask_babel import format_decimal

from wok.kernel import small_groups, weekly
from wok.kernel.values import dataclass
from wok.sharing import report_queries, report_rules, report_store
from wok.sharing.ledger_models import ShareBlock, ShareOverride
from wok.sharing.report_queries import Beside
from wok.sharing.report_rules import Count, Evenness, Report
from wok.sharing.staff_words import PENALTIES
from wok.web.dates import month_name
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext

DAYS = 7  # in a week


@dataclass(frozen=True)
class Figure:
    """One figure, what it is called, and what it says in plain words."""

    name: str
    value: str
    plain: str


@dataclass(frozen=True)
class Line:
    """One line of a table and of its picture."""

    label: str
    asked: int
    contested: int
    served: int
    of_100: str


@dataclass(frozen=True)
class Table:
    """`key` is for the page; `has_all`: it tells of all requests, not only of those for which there was too little."""

    key: str
    caption: str
    lines: list[Line]
    has_all: bool = False


@dataclass(frozen=True)
class Reasoned:
    """What staff decided beside the rule: the month, the pool, why."""

    month: str
    pool_id: int
    reason: str


@dataclass(frozen=True)
class Family:
    """One family's part of the page."""

    code: str
    period: str = ""
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    few_apart: list[str] = field(default_factory=list)  # what cannot be told apart, for too few asked
    beside: list[Figure] = field(default_factory=list)
    blocks: list[Reasoned] = field(default_factory=list)
    overrides: list[Reasoned] = field(default_factory=list)


def families(*, now: datetime) -> list[Family]:
    """What is shared, each with its figures of the last full months, in a fixed number of statements."""
    found, beside = report_store.reports(weekly.local_day(now)), report_queries.beside(now=now)
    return [_family(code, found[code], beside[code]) for code in report_queries.families()]


def _family(code: str, found: Report, beside: Beside) -> Family:
    apart = [_sizes(found.sizes), _classes(found.classes), _newcomers(found.newcomers)]
    if found.apart:
        apart = [replace(one, caption=f"{one.caption} ({_period(found.apart)})") for one in apart]
    return Family(
        code,
        period=_period([month for one in found.months for month in one.names]) if found.months else "",
        figures=_figures(found) if found.months else [],
        tables=[_months(found.months), *(one for one in apart if one.lines)] if found.months else [],
        few_apart=[one.caption for one in apart if not one.lines] if found.months else [],
        beside=_beside(beside),
        blocks=[_block(one) for one in beside.blocks],
        overrides=[_override(one) for one in beside.overrides],
    )


def say_share(value: float) -> str:
    """ "0.93"."""
    return str(format_decimal(Decimal(str(round(value, 2))), format="0.00"))


def _figures(found: Report) -> list[Figure]:
    total, even = found.total, found.evenness
    scarce = report_rules.per_100(total.contested, total.asked) or 0
    said = [
        Figure(_("Requests"), str(total.asked), _("So often somebody asked for something.")),
        Figure(
            _("When there was too little"),
            str(total.contested),
            _("Of 100 requests, for %(num)s there was too little for all who asked.", num=scarce),
        ),
    ]
    if total.contested:
        got = _("Of 100 that asked when there was too little, %(num)s got it.", num=total.served_of_100)
        said.append(Figure(_("Got it all the same"), str(total.served), got))
    said += _even(even) if even else []
    return [
        *said,
        Figure(_("Decided by lot"), str(found.by_lot), _("So many answers fell to the lot, between exact equals.")),
        Figure(
            _("Left on the shelf"),
            str(found.idle),
            _("Pieces that nobody had although somebody who asked could have had them. It must be 0."),
        ),
    ]


def _even(even: Evenness) -> list[Figure]:
    often = ngettext(
        "%(num)s group asked three times or more when there was too little.",
        "%(num)s groups asked three times or more when there was too little.",
        even.circles,
    )
    return [
        Figure(
            _("How evenly requests were served"),
            say_share(even.jain_served),
            _("1 means: every group was served equally often.") + " " + often,
        ),
        Figure(
            _("How near groups came to their fair share"),
            say_share(even.jain_share),
            _("1 means: everybody had the fair share, or all they asked for."),
        ),
        Figure(
            _("How unequal the use was"),
            say_share(even.gini),
            _("0 means: all had the same for their size. 1 means: one group had all."),
        ),
        Figure(
            _("Those served least"),
            say_share(even.lowest_tenth),
            _(
                "Nine groups in ten got at least %(num)s of 100 that they asked for when there was too little.",
                num=round(100 * even.lowest_tenth),
            ),
        ),
        *_waits(even),
    ]


def _waits(even: Evenness) -> list[Figure]:
    return [
        Figure(
            _("Never served"),
            _at_least_five(even.never_served) if even.never_served else _("Nobody."),
            _("Groups that asked three times or more when there was too little, and got nothing."),
        ),
        Figure(
            _("Waiting, in weeks"),
            say_weeks(even.wait_95),
            _("Nineteen waits in twenty were no longer, from a first no to the next yes."),
        ),
        Figure(
            _("Longest waiting, in weeks"),
            say_weeks(even.wait_longest),
            _("Waits that still go on are counted, too."),
        ),
    ]


def say_weeks(days: float) -> str:
    """Weeks with one place."""
    return str(format_decimal(Decimal(str(round(days / DAYS, 1))), format="0.#"))


def _at_least_five(count: int) -> str:
    return str(count) if count == 0 or count >= small_groups.ENOUGH else _("fewer than 5")


def _beside(beside: Beside) -> list[Figure]:
    said = []
    for why, words in PENALTIES.items():
        who = beside.penalties.get(why, [])
        value = str(len(who)) if small_groups.may_show(who) else _("some, by fewer than 5 groups")
        said.append(Figure(str(words), value, ""))
    return [
        *said,
        Figure(_("Kept for the town’s or our own need"), str(len(beside.blocks)), ""),
        Figure(_("Decided by staff, not by the rule"), str(len(beside.overrides)), ""),
    ]


def _block(one: ShareBlock) -> Reasoned:
    return Reasoned(month_name(one.starts_at), one.pool_id, one.reason)


def _override(one: ShareOverride) -> Reasoned:
    return Reasoned(month_name(one.at), one.request.pool_id, one.reason)


def _period(months: Sequence[str]) -> str:
    """ "From November 2025 to October 2026"."""
    first, last = (month_name(date.fromisoformat(f"{month}-01")) for month in (months[0], months[-1]))
    return first if first == last else _("%(start)s to %(end)s", start=first, end=last)


def _months(counts: Sequence[Count]) -> Table:
    return Table("months", _("Month by month"), [_line(_period(one.names), one) for one in counts], has_all=True)


def _sizes(counts: Sequence[Count]) -> Table:
    words = {"up_to_25": _("Up to 25 people"), "up_to_100": _("Up to 100 people"), "above": _("More than 100 people")}
    return _kinds("sizes", _("By the size of the group"), counts, words)


def _classes(counts: Sequence[Count]) -> Table:
    words = {
        "A": _("For integration, or for people in a difficult situation"),
        "B": _("Open and free for the whole town"),
        "C": _("Everything else"),
        "D": _("Not open to others, or from outside the town"),
    }
    return _kinds("classes", _("By what it was for"), counts, words)


def _newcomers(counts: Sequence[Count]) -> Table:
    words = {"new": _("Asked here for the first time"), "known": _("Had asked before")}
    return _kinds("newcomers", _("New groups and others"), counts, words)


def _kinds(key: str, caption: str, counts: Sequence[Count], words: dict[str, str]) -> Table:
    return Table(key, caption, [_line(" + ".join(words[name] for name in one.names), one) for one in counts])


def _line(label: str, one: Count) -> Line:
    of_100 = one.served_of_100
    return Line(label, one.asked, one.contested, one.served, "" if of_100 is None else str(of_100))
