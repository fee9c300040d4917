"""What the pages on the way to an appointment show: matters, free days, a month, all answers in words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from wok.appointments import queries, words
from wok.appointments.forms import OWN_NEEDS, BookForm
from wok.appointments.models import Matter
from wok.appointments.queries import FreeDay
from wok.appointments.rules import Who
from wok.bookings.contact_fields import REACHES
from wok.bookings.models import Booking
from wok.db import db
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.team.models import Colleague
from wok.web.language import LANGUAGES
from wok.web.sentences import ngettext
from wok.web.texts import Words, said

DAYS_SHOWN = 10


@dataclass(frozen=True)
class ShownMatter:
    """A matter in the reader's language."""

    id: int
    name: Words
    description: Words
    minutes: int
    places: str

    @property
    def lasts(self) -> str:
        """How long it takes."""
        return ngettext("%(num)s minute", "%(num)s minutes", self.minutes)

    @property
    def length(self) -> str:
        """How long it takes, and where it can be."""
        return " · ".join((self.lasts, self.places))


@dataclass(frozen=True)
class Time:
    """One time as the radio button shows it."""

    value: str
    at: datetime
    state: str = "free"
    note: str = ""


@dataclass(frozen=True)
class ShownDay:
    """A day and its free times."""

    day: date
    times: list[Time]

    def has(self, value: str) -> bool:
        """The chosen time is one of this day's."""
        return any(one.value == value for one in self.times)


@dataclass(frozen=True)
class Choice:
    """The free times of one matter, ten days of them."""

    days: list[ShownDay]
    all_days: list[FreeDay]
    first: date | None  # where the reader has leafed to; None at the beginning
    later: date | None
    who: Who
    people: Sequence[Colleague]
    chosen: str

    @property
    def speaks(self) -> bool:
        """Somebody who handles the matter speaks the asked language."""
        return any(self.who.language in one.languages for one in self.people)

    @property
    def has_others(self) -> bool:
        """Others who handle the matter do not speak the language: their times come with an interpreter."""
        return self.speaks and any(self.who.language not in one.languages for one in self.people)

    @property
    def person(self) -> Colleague | None:
        """The one person asked for."""
        return next((one for one in self.people if one.person_id == self.who.colleague_id), None)

    @property
    def is_earliest(self) -> bool:
        """The first day shown is the earliest free one."""
        return bool(self.days) and self.days[0].day == self.all_days[0].day


@dataclass(frozen=True)
class MonthDay:
    """One cell of the month: how many times are free on the day, the earliest of them."""

    day: date
    in_month: bool
    count: int
    start: datetime | None


@dataclass(frozen=True)
class Month:
    """A month of free times, in whole weeks from Monday."""

    first: date
    weeks: list[list[MonthDay]]
    earlier: date | None
    later: date | None


@dataclass(frozen=True)
class Asked:
    """All answers in words."""

    matter: ShownMatter
    start: datetime | None
    ends: datetime | None
    language: str
    person: str
    place: str
    needs: list[str]
    reach: str
    association: str
    waits: str  # "", staff, interpreter


def matter(one: Matter, language: str) -> ShownMatter:
    """A matter for its reader."""
    places = " · ".join(words.place_name(code) for code in words.PLACES if code in one.places)
    return ShownMatter(one.id, said(one.name, language), said(one.description, language), one.minutes, places)


def matters(language: str) -> list[ShownMatter]:
    """All matters on offer."""
    return [matter(one, language) for one in queries.matters()]


def language_codes() -> list[str]:
    """Languages a meeting can be asked for in: ours, those colleagues speak besides, and "another"."""
    spoken = db.session.scalars(select(Colleague.languages).where(Colleague.ended_at.is_(None)))
    more = {code for codes in spoken for code in codes} - set(LANGUAGES)
    return [*LANGUAGES, *sorted(more), words.OTHER]


def languages() -> list[tuple[str, str]]:
    """The same with their own names."""
    return [(code, words.language_name(code)) for code in language_codes()]


def time_of(at: datetime) -> Time:
    """A time as the macros want it."""
    return Time(words.write_instant(at), at)


def choice(
    one: Matter, who: Who, *, now: datetime, first: date | None = None, chosen: str = "", but: Booking | None = None
) -> Choice:
    """Ten days that have free times, from `first` on."""
    free = queries.free_times(one, who, now=now, but=but)
    later = [day for day in free if first is None or day.day >= first]
    return Choice(
        days=[ShownDay(day.day, [time_of(at) for at in day.starts]) for day in later[:DAYS_SHOWN]],
        all_days=free,
        first=first if first and free and first > free[0].day else None,
        later=later[DAYS_SHOWN].day if len(later) > DAYS_SHOWN else None,
        who=who,
        people=queries.handlers(one),
        chosen=chosen,
    )


def month(shown: Choice, *, now: datetime, first: date | None = None) -> Month:
    """The month of the first day shown: how many times are free on each of its days."""
    anchor = first or (shown.days[0].day if shown.days else weekly.local_day(now))
    begin = anchor.replace(day=1)
    next_month = (begin + timedelta(days=32)).replace(day=1)
    free = {one.day: one.starts for one in shown.all_days}
    monday = begin - timedelta(days=begin.weekday())
    days = [monday + timedelta(days=count) for count in range(42)]
    cells = [MonthDay(day, day.month == begin.month, len(free.get(day, ())), free.get(day, (None,))[0]) for day in days]
    weeks = [
        cells[start : start + 7] for start in range(0, 42, 7) if any(one.in_month for one in cells[start : start + 7])
    ]
    return Month(
        begin,
        weeks,
        earlier=(begin - timedelta(days=1)).replace(day=1) if any(day < begin for day in free) else None,
        later=next_month if any(day >= next_month for day in free) else None,
    )


def asked(form: BookForm, one: Matter, language: str) -> Asked:
    """All answers of the form in words."""
    start = form.start()
    who = form.who()
    people = queries.handlers(one)
    person = next((known for known in people if known.person_id == who.colleague_id), None)
    associations = {str(value): label for value, label in form.act_for.choices or []}
    speaks = any(who.language in known.languages for known in ([person] if person else people))
    waits = "interpreter" if who.with_interpreter or not speaks else "staff" if one.confirmation == "by_staff" else ""
    return Asked(
        matter=matter(one, language),
        start=start,
        ends=start + timedelta(minutes=one.minutes) if start else None,
        language=words.language_name(who.language),
        person=person.shown_as if person else "",
        place=words.place_name(form.place.data or ""),
        needs=[str(OWN_NEEDS[code]) for code in form.chosen_needs()],
        reach=str(REACHES.get(form.reach.data or "", REACHES["none"])),
        association=associations.get(form.act_for.data or "", "") or form.association.data or "",
        waits=waits,
    )
