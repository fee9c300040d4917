"""The demonstration's reports of unfair treatment and messages to many: two named colleagues, a few years of reports."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from wok.bookings import codes
from wok.circulars.models import Circular
from wok.db import db
from wok.demo import cast
from wok.fair_access import services, staff_services
from wok.fair_access.models import FairCase, FairLine
from wok.kernel import weekly
from wok.people.models import Person

WORD = "brouillard"  # of every report here; said on no page
PAST = (*["equipment"] * 5, *["room"] * 6, *["treated"] * 5)
ENDS = ("put_right", "agreed", "explained") * 5 + ("put_right",)
OPEN = (
    (
        "room",
        "town",
        "La salle du quartier nous a été refusée trois fois. Une autre association l’a eue le même soir.",
        2,
    ),
    ("treated", "wok", "À l’accueil on m’a dit de revenir avec quelqu’un « qui sait parler ».", 9),
)
SUBJECT = {"fr": "Fête des voisins : qui apporte quoi ?", "en": "Neighbours’ party: who brings what?"}
BODY = {
    "fr": "Nous préparons la fête du printemps. Dites-nous ce que votre association peut apporter.",
    "en": "We prepare the party in spring. Tell us what your association can bring.",
}


def write(*, now: datetime) -> int:
    """Reports of the past years as counts, two open ones, a draft to all delegates; returns how many reports."""
    readers = [_person(cast.STAFF[0][1]), _person(cast.STAFF[2][1])]
    for one in readers:
        staff_services.name_reader(one, now=now)
    for number, (kind, ending) in enumerate(zip(PAST, ENDS, strict=True)):
        db.session.add(_over(kind, ending, _instant(now.year - 1, number % 11 + 1)))
    for kind, place, words, days in OPEN:
        case = _open(kind, place, words, now - timedelta(days=days))
        db.session.add(case)
        db.session.flush()
        db.session.add(
            FairLine(
                case_id=case.id,
                kind="note",
                at=now,
                by_id=readers[0].id,
                words="Parler avec la maison de quartier avant vendredi.",
            )
        )
    db.session.add(Circular(subject=SUBJECT, body=BODY, written_by_id=readers[0].id, created_at=now, changed_at=now))
    db.session.flush()
    return len(PAST) + len(OPEN)


def _person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _instant(year: int, month: int) -> datetime:
    return weekly.instant(date(year, month, 12), time(10))


def _over(kind: str, ending: str, at: datetime) -> FairCase:
    """A report of long ago: its words are gone."""
    end = at + timedelta(days=12)
    return FairCase(
        kind=kind, place="town", language="fr", received_at=at, stepped_at=end, changed_at=end, state="closed",
        closed_at=end, outcome=ending, counted_at=end, counted_as=ending, erased_at=end,
    )  # fmt: skip


def _open(kind: str, place: str, words: str, at: datetime) -> FairCase:
    code = codes.new_code()
    return FairCase(
        code=code, word_hash=services.word_hash(code, WORD), kind=kind, place=place, language="fr", happened=words,
        received_at=at, stepped_at=at, changed_at=at,
    )  # fmt: skip
