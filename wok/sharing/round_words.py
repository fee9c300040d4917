"""What a round is about, in words: its week or half-year instead of its name ("room 2026-W49")."""

from datetime import datetime

from wok.kernel.weekly import DAY
from wok.sharing.models import ShareRound
from wok.sharing.staff_words import ROUND_KINDS
from wok.sharing.window_rules import season_begins
from wok.web.dates import month_name, say_day
from wok.web.sentences import gettext as _

SECOND = " second choices"


def say_round(row: ShareRound) -> str:
    """ "From Monday 30 November to Sunday 6 December", "From July 2027 to December 2027", "Waiting list 7"."""
    key = row.key.removesuffix(SECOND)
    said = _week_or_season(row.kind, key.rpartition(" ")[2])
    return said if key == row.key else str(_("%(dates)s, second choices", dates=said))


def _week_or_season(kind: str, name: str) -> str:
    if kind == "week":
        monday = datetime.strptime(f"{name}-1", "%G-W%V-%u").date()  # noqa: DTZ007
        return str(_("From %(start)s to %(end)s", start=say_day(monday), end=say_day(monday + 6 * DAY)))
    if kind == "season":
        first = season_begins(name)
        last = first.replace(month=first.month + 5)
        return str(_("From %(start)s to %(end)s", start=month_name(first), end=month_name(last)))
    return f"{ROUND_KINDS['waitlist']} {name}"
