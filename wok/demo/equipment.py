"""The demonstration's equipment: things, tagged pieces, sets, hand-over hours. Loans come with the demonstration's year."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from wok.db import db
from wok.demo import drawings
from wok.demo.things import INSURANCE, PIECES, RULES, THINGS, Lent, five
from wok.equipment import opening, sets, stock
from wok.equipment.models import Item
from wok.equipment.stock import ItemFacts
from wok.kernel import weekly
from wok.people.models import Association

MONDAY, TUESDAY, _WEDNESDAY, THURSDAY, FRIDAY = range(5)
WEEK = (
    opening.Opening(MONDAY, time(9), time(12)),
    opening.Opening(TUESDAY, time(16), time(19)),
    opening.Opening(THURSDAY, time(9), time(12)),
    opening.Opening(FRIDAY, time(14), time(18)),
)
FILM = five("Soirée cinéma", "Noite de cinema", "Film evening", "Filmabend", lb="Filmowend")
FEAST = five("Fête de quartier", "Festa de bairro", "Neighbourhood party", "Nachbarschaftsfest", lb="Quartiersfest")
MEAL = five("Repas à 60", "Refeição para 60", "Meal for 60", "Essen für 60", lb="Iesse fir 60")
SPEECH = five("Prise de parole", "Discursos", "Speeches", "Reden", lb="Rieden")
SETS = (
    (FILM, ("film",), 60, (("projectors", 1, True), ("screens", 1, True), ("sound", 1, False), ("reels", 1, False), ("chairs", 60, False))),
    (FEAST, ("party",), 80, (("tents", 2, True), ("benches", 10, True), ("cups", 2, True), ("reels", 1, False), ("first-aid", 1, False))),
    (MEAL, ("meal",), 60, (("dishes", 1, True), ("tables", 10, True), ("chairs", 60, True), ("coffee", 1, False))),
    (SPEECH, ("speech", "access"), 100, (("sound", 1, True), ("microphones", 2, True), ("loop", 1, False), ("podium", 2, False))),
)  # fmt: skip
PAUSED = five(
    "Au contrôle technique.", "Na inspeção técnica.", "At its safety check.", "Bei der Prüfung.", lb="Bei der Kontroll."
)
OFFERED = five(
    "Machine à bulles géantes",
    "Máquina de bolhas gigantes",
    "Giant bubble machine",
    "Seifenblasenmaschine",
    lb="Blosemaschinn",
)


def write(*, now: datetime) -> dict[str, Item]:
    """All things by their key, with sets, substitutes and hours. Runs inside `transaction()`."""
    opening.set_week(WEEK)
    made = {thing.key: _thing(thing, now=now) for thing in THINGS}
    for thing in THINGS:
        stock.set_substitutes(made[thing.key], [made[key].id for key in thing.instead], now=now)
    for name, purposes, serves, parts in SETS:
        facts = sets.SetFacts(name, {}, {}, list(purposes), serves)
        rows = [sets.Part(made[key].id, quantity, needed) for key, quantity, needed in parts]
        sets.write(None, facts, rows, now=now)
    drawings.add(made, now=now)
    _states(made, now=now)
    return made


def _thing(thing: Lent, *, now: datetime) -> Item:
    facts = ItemFacts(
        name=thing.name,
        description={},
        included={},
        rules=RULES,
        insurance=INSURANCE if thing.is_insured else {},
        conditions={},
        words={},
        category=thing.category,
        purposes=list(thing.purposes),
        serves=thing.serves,
        pack=thing.pack,
        weight_grams=thing.grams,
        deposit_cents=thing.deposit * 100 if thing.deposit else None,
        cleanup_days=thing.cleanup_days,
        owner=thing.owner,
        needs_introduction=thing.needs_introduction,
    )
    item = stock.add_item(facts, thing.quantity, now=now)
    stock.add_pieces(item, [(PIECES[key], 1) for key in thing.pieces], now=now)
    if thing.tag:
        stock.add_units(item, thing.tag, thing.quantity, now=now)
    pool = stock.pool_of(item)
    if pool is not None:
        pool.mode = thing.mode
    return item


def _states(made: dict[str, Item], *, now: datetime) -> None:
    """One piece in repair, one thing paused, one thing an association shares, one it offers."""
    laptop = made["laptops"].units[4]
    stock.set_unit_state(laptop, "repair", "L’écran reste noir.", now=now)
    stock.pause(made["grills"], weekly.local_day(now) + timedelta(days=12), PAUSED, now=now)
    owner = db.session.scalar(select(Association).where(Association.status == "accepted").order_by(Association.id))
    if owner is not None:
        facts = ItemFacts(
            OFFERED, {}, {}, {}, {}, {}, {}, "play", ["party"], owner="association", association_id=owner.id
        )
        stock.add_item(facts, 1, now=now)
