"""Reading and changing the list of neighbourhoods.

Associations keep their neighbourhood as a text (its stored word, `word_of`); a new name is written there, too.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from wok.db import Texts, db
from wok.kernel.letters import fold
from wok.people.models import Association
from wok.people.neighbourhood_models import Neighbourhood
from wok.people.refusals import Clash, SameNeighbourhood
from wok.web.house import house
from wok.web.models import HouseText
from wok.web.texts import said

HOME = "Differdange centre"
HOME_TOWN = "Differdange"  # its neighbourhoods are named without the town


def all_of_them() -> list[Neighbourhood]:
    """Every neighbourhood, hidden ones too, in the staff's order."""
    return list(db.session.scalars(select(Neighbourhood).order_by(Neighbourhood.position, Neighbourhood.id)))


def shown() -> list[Neighbourhood]:
    """Those that are offered, in the staff's order."""
    return [one for one in all_of_them() if one.is_shown]


def of_the_house() -> int | None:
    """Where the Wok is: as staff set it, else the centre of its town."""
    chosen = house("neighbourhood")
    if isinstance(chosen, int):
        return chosen
    found = matching(HOME, all_of_them())
    return found.id if found else None


def settle_the_house(row: Neighbourhood, *, now: datetime) -> None:
    """The Wok is in this one."""
    known = db.session.get(HouseText, "neighbourhood")
    if known is None:
        db.session.add(HouseText(key="neighbourhood", value=row.id, changed_at=now))
    else:
        known.value, known.changed_at = row.id, now
    db.session.flush()


def choices(language: str, *, keep: int | None = None) -> list[tuple[int, str]]:
    """Numbers and names for a form: those that are offered, and the one that is chosen already."""
    return [(one.id, full_name(one, language)) for one in all_of_them() if one.is_shown or one.id == keep]


def name_of(one: Neighbourhood, language: str) -> str:
    """Its name in this language, else in French, else in any."""
    return said(one.name, language).text


def full_name(one: Neighbourhood, language: str) -> str:
    """Its name, with the town where that is another one."""
    name = name_of(one, language)
    return name if one.town in ("", HOME_TOWN) else f"{name} ({one.town})"


def word_of(one: Neighbourhood) -> str:
    """What is stored with an association: the French name, else any."""
    return said(one.name, "fr").text


def words_of(one: Neighbourhood) -> set[str]:
    """Every name it has; an association whose text is one of them is at home here."""
    return {name for name in one.name.values() if name}


def matching(text: str, among: Iterable[Neighbourhood]) -> Neighbourhood | None:
    """The neighbourhood a text names, in whatever language and however it is written."""
    looked_for = fold(text)
    if not looked_for:
        return None
    return next((one for one in among if looked_for in {fold(name) for name in words_of(one)}), None)


def add(name: Texts, town: str) -> Neighbourhood:
    """One more, at the end. Raises SameNeighbourhood."""
    _refuse_double(name, None)
    last = db.session.scalar(select(func.max(Neighbourhood.position))) or 0
    row = Neighbourhood(name=name, town=town, position=last + 1)
    db.session.add(row)
    db.session.flush()
    return row


def change(one: Neighbourhood, name: Texts, town: str, *, version: int) -> None:
    """Other names; associations that live here keep it. Raises Clash or SameNeighbourhood."""
    if one.version != version:
        raise Clash
    _refuse_double(name, one.id)
    before = words_of(one)
    one.name, one.town = name, town
    db.session.flush()
    lives_here = Association.neighbourhood.in_(sorted(before))
    for association in db.session.scalars(select(Association).where(lives_here)):
        association.neighbourhood = word_of(one)
    db.session.flush()


def _refuse_double(name: Texts, except_id: int | None) -> None:
    others = [one for one in all_of_them() if one.id != except_id]
    if any(matching(words, others) for words in name.values()):
        raise SameNeighbourhood


def show(one: Neighbourhood, *, is_shown: bool) -> None:
    """Offer it, or offer it no longer; what is written already stays."""
    one.is_shown = is_shown
    db.session.flush()


def move(one: Neighbourhood, by: int) -> None:
    """One place up (-1) or down (1); at the end of the list nothing happens."""
    rows = all_of_them()
    at = next(place for place, row in enumerate(rows) if row.id == one.id)
    to = min(max(at + by, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for place, row in enumerate(rows, 1):
        row.position = place
    db.session.flush()
