"""What the demonstration's staff and associations did around the rounds: offers, a review, a block, deeds for others."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from wok.db import db, transaction
from wok.demo.lending import World, weekend
from wok.demo.past_days import Deed
from wok.equipment import loan_changing, opening
from wok.equipment.models import Item
from wok.kernel import weekly
from wok.mail.models import Message
from wok.sharing import overriding, penalties, pools, review, rounds, staff_links, together, window_rules
from wok.sharing.models import ShareRequest

DEEDS = (
    (13, "Cours de danse pour les enfants du quartier", 500, 120),
    (3, "Une heure de premiers secours", 250, 75),
    (8, "Relecture des statuts d’un autre groupe", 500, 50),
    (10, "Vélo cargo prêté pour une journée", 250, 33),
    (0, "Deux heures d’aide à la fête de la Chiers", 500, 20),
)  # who, what, thousandths of a point, days ago
MAIL_KEPT = timedelta(days=3)


def plan(world: World) -> None:
    """Deeds of the past, the town's own need, a link that a second colleague has still to confirm."""
    now = world.past.now
    for who, what, points, ago in DEEDS:
        world.past.at(now - timedelta(days=ago), _deed(world, who, what, points))
    world.past.at(now - timedelta(days=16), lambda at: _block(world, at))
    world.past.at(now - timedelta(hours=21), lambda at: _propose_link(world, at))
    world.past.at(now - timedelta(hours=25), lambda at: _ask_review(at))
    world.past.at(now - timedelta(hours=6), lambda at: _give_back(world, at))


def _deed(world: World, who: int, what: str, points: int) -> Deed:
    association_id = world.askers[who].association_id

    def deed(at: datetime) -> None:
        day = weekly.local_day(at)
        penalties.contribute(association_id, "equipment", points, what, by=world.colleague(), on=day, now=at)

    return deed


def _block(world: World, at: datetime) -> None:
    """The town needs benches for itself."""
    item = db.session.get_one(Item, world.items["benches"])
    pool = pools.pool_of(item.resource_id)
    days = weekend(world.days, window_rules.monday(weekly.local_day(world.past.now)) + timedelta(weeks=3))
    if pool is not None:
        span = opening.taken_span(days.first, days.last, item.cleanup_days)
        overriding.block(pool, 20, span, "Marché de la Saint-Nicolas de la ville", by=world.colleague(), now=at)


def _propose_link(world: World, at: datetime) -> None:
    one, other = world.askers[2].association_id, world.askers[12].association_id
    reason = "La même présidente et la même adresse."
    staff_links.propose("link", one, other, reason, by_id=world.staff[0], token="demo-link", now=at)


def _short(at: datetime, *, granted: bool) -> list[ShareRequest]:
    """Requests of contested weeks still to come that went short, in the order they were asked."""
    chosen = select(ShareRequest).where(
        ShareRequest.is_contested, ShareRequest.starts_at > at, ShareRequest.granted < ShareRequest.quantity
    )
    return [one for one in db.session.scalars(chosen.order_by(ShareRequest.id)) if bool(one.granted) == granted]


def _ask_review(at: datetime) -> None:
    """Who got nothing asks a person to look again."""
    for request in _short(at, granted=False)[:1]:
        words = {"pt": "Já temos o cartaz impresso. Podem ver outra vez?"}.get(
            request.booking.language, "Notre affiche est déjà imprimée. Pouvez-vous regarder encore une fois ?"
        )
        review.ask(request, words, now=at)


def _give_back(world: World, at: datetime) -> None:
    """Somebody of a contested week gives tents back: they are offered to who waits."""
    waiting = {one.pool_id: one.first_on for one in [*_short(at, granted=True), *_short(at, granted=False)]}
    chosen = select(ShareRequest).where(
        ShareRequest.granted > 0, ShareRequest.is_contested, ShareRequest.starts_at > at
    )
    for request in db.session.scalars(chosen.order_by(ShareRequest.granted.desc(), ShareRequest.id)):
        is_amina = request.booking.association_id == world.askers[0].association_id
        if request.booking.kind != "loan":
            continue
        if waiting.get(request.pool_id) == request.first_on and not is_amina:
            loan_changing.cancel(request.booking, now=at)
            return


def settle(world: World) -> None:
    """Lists run for what came free, rivals are asked, and mail of days long gone is not sent again. Owns its transactions."""
    now = world.past.now
    rounds.run_due(now=now - timedelta(hours=5))
    with transaction():
        together.ask_rivals(now=now - timedelta(hours=4))
    with transaction():
        ours = or_(*(Message.kind.like(f"{name}/%") for name in ("sharing", "equipment", "space")))
        db.session.execute(delete(Message).where(Message.created_at < now - MAIL_KEPT, ours))
