"""Closed months are counted once a night: the page says the same as before, corrections come in, and waits add up."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests import make
from tests.events import organised
from tests.figures.test_figures import SPRING, STAFF, counted, main_of
from tests.skills import helping
from tests.space import rooms
from wok.db import db, transaction
from wok.figures import releases, tables, waits
from wok.figures.models import FigureMonth
from wok.figures.tables import SUM
from wok.figures.tally import Tally, read, stored
from wok.kernel.cells import Sum
from wok.people.neighbourhood_models import Neighbourhood
from wok.skills.models import SkillAsk


def of(read: str, caption: str) -> str:
    """The part of a page that is one table."""
    return read.partition(f">{caption}<")[2].partition("</section>")[0]


def test_a_closed_month_is_kept_and_what_changes_in_it_comes_in(client: make.Browser, clock_at: Any):
    claire, bruno = make.staff(email="staff@example.org"), make.delegate("Les footballeurs")
    home = helping.association_of(bruno)
    lunch = make.rsvp(make.lunch(), 3, association_id=home.id)
    use = rooms.use(rooms.room(), rooms.span(rooms.FRIDAY), asks=rooms.who(home))
    offer = helping.offer(bruno)
    ask = helping.ask(make.delegate("Les danseurs"))
    with transaction():
        lunch.attendance, lunch.attended = "came", 3
        asked = db.session.get_one(SkillAsk, ask.id)
        asked.helper_id, asked.agreed_halves, asked.state = offer.id, 5, "done"
    cafe = organised.event(claire, languages=("fr", "pt"))
    counted(organised.first(cafe), 7)
    clock_at(SPRING)
    make.sign_in(client, claire, now=SPRING)
    year = f"{STAFF}?first_on=2026-10-10&last_on=2027-01-20"
    oberkorn = db.session.scalars(select(Neighbourhood).where(Neighbourhood.name["fr"].as_string() == "Oberkorn")).one()
    here = f"{year}&place={oberkorn.id}"
    before, asked_before, there = main_of(client, year), make.statements(client, year), main_of(client, here)

    assert ">3<" in of(there, "People at Wednesday lunches") and ">2.5<" in of(there, "Skills lent by associations")
    assert ">1<" in of(there, "Use of the rooms") and use.association_id == home.id
    assert "People at events" not in there and ">7<" in of(before, "People at events")
    assert releases.run(SPRING) == "published 1, counted 2"
    assert releases.run(SPRING) == "published 0, counted 0"
    assert set(db.session.scalars(select(FigureMonth.month))) == {"2026-10", "2026-11"}
    assert main_of(client, year).partition("<nav")[2] == before.partition("<nav")[2]
    assert main_of(client, here).partition("<nav")[2] == there.partition("<nav")[2]
    assert make.statements(client, year) < 2 * asked_before

    counted(organised.first(cafe), 9)
    assert ">7<" in of(main_of(client, year), "People at events"), "until the night"
    assert releases.run(SPRING + timedelta(days=1)) == "published 0, counted 2"
    assert ">16<" in of(main_of(client, year), "People at events")
    counted(organised.first(cafe), 11)
    again = client.fill(year, f"{STAFF}/count-again")
    assert again.status_code == 303 and not list(db.session.scalars(select(FigureMonth)))
    assert ">27<" in of(main_of(client, year), "People at events"), "at once"


def test_stretches_of_time_add_up_and_a_group_counts_once():
    one, other = Tally(), Tally()
    for each, who in ((one, (1, 2)), (other, (2, 3))):
        each.add(4, "lunches", ("signed", "people"), 6)
        for group in who:
            each.behind(0, "took_part", ("", ""), group)
    other.add(0, "lunches", ("walk_in", "people"), 0)
    one.take(read(stored(other)))

    assert one.counts == {"4|lunches|signed|people": 12} and one.took_part == {1, 2, 3}


def test_waits_of_several_quarters_are_said_from_what_was_published():
    minutes = {3: 8, 12: 8, 17: 3, 50: 3}
    bands, exact = waits.tables(minutes)
    autumn, winter = (
        tables.public(bands),
        tables.public(waits.tables({4: 100, 8: 50, 14: 60, 19: 6, 28: 5, 40: 5, 55: 5, 70: 5})[0]),
    )

    assert tables.full(exact).at("middle", "minutes") == Sum(12, is_whole=True)
    assert not exact.is_public
    assert not autumn.at("w60", "people").is_whole and autumn.at(SUM, "people") == Sum(22, is_whole=True)
    middle = waits.middle_of(tables.together([autumn, winter], of=2))
    assert middle and middle.at("middle", "minutes").least == 15 and middle.at("nine_in_ten", "minutes").least == 30
    assert waits.middle_of(tables.together([winter], of=2)) is None, "a quarter from before did not say"
    assert waits.middle_of(tables.public(waits.tables({4: 19})[0])) is None, "too few say nothing"
