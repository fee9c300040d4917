"""The demonstration's rooms (invented): the large room and its halves, the kitchen, the small meeting room."""

from collections.abc import Sequence
from datetime import time

from wok.db import Texts
from wok.demo.things import five
from wok.space import room_services
from wok.space.models import Room
from wok.space.room_facts import FIRST_COME, WINDOW, RoomFacts, Stretch

DAYS = range(7)
QUIET = tuple(Stretch(day, time(8), time(18), FIRST_COME) for day in range(5))
WEEK = (
    *QUIET,
    *(Stretch(day, time(18), time(22), WINDOW) for day in range(5)),
    *(Stretch(day, time(9), time(22), WINDOW) for day in (5, 6)),
)
ALWAYS_QUIET = tuple(Stretch(day, time(8), time(22), FIRST_COME) for day in DAYS)
NOISE = five(
    "Musique jusqu’à 21 h 30 ; des voisins habitent au-dessus.",
    "Música até às 21h30; há vizinhos por cima.",
    "Music until 21:30; neighbours live above.",
    "Musik bis 21:30 Uhr; darüber wohnen Nachbarn.",
    lb="Musek bis 21:30 Auer; driwwer wunnen Noperen.",
)
WAY_IN = five(
    "Entrée de plain-pied par la cour.",
    "Entrada sem degraus pelo pátio.",
    "Step-free entrance through the courtyard.",
    "Stufenloser Eingang durch den Hof.",
    lb="Agank ouni Trapen duerch den Haff.",
)
CHAIRS = five(
    "Chaises et tables pour tous, écran, projecteur.",
    "Cadeiras e mesas para todos, ecrã, projetor.",
    "Chairs and tables for all, a screen, a projector.",
    "Stühle und Tische für alle, Leinwand, Beamer.",
    lb="Still an Dëscher fir jiddereen, Leinwand, Beamer.",
)
STOVE = five(
    "Deux cuisinières, un four, vaisselle pour 60.",
    "Dois fogões, um forno, loiça para 60.",
    "Two stoves, an oven, dishes for 60.",
    "Zwei Herde, ein Backofen, Geschirr für 60.",
    lb="Zwee Häerd, en Uewen, Geschier fir 60.",
)
GOOD_FOR = {
    "large": five(
        "Pour une fête, une assemblée ou un spectacle.",
        "Para uma festa, uma assembleia ou um espetáculo.",
        "For a party, an assembly or a show.",
        "Für ein Fest, eine Versammlung oder eine Aufführung.",
        lb="Fir e Fest, eng Versammlung oder eng Opféierung.",
    ),
    "half": five(
        "Pour un cours, une répétition ou une réunion.",
        "Para um curso, um ensaio ou uma reunião.",
        "For a course, a rehearsal or a meeting.",
        "Für einen Kurs, eine Probe oder ein Treffen.",
        lb="Fir e Cours, eng Prouf oder eng Reunioun.",
    ),
    "kitchen": five(
        "Pour cuisiner ensemble.", "Para cozinhar em conjunto.", "To cook together.", "Zum gemeinsamen Kochen.",
        lb="Fir zesummen ze kachen.",
    ),
    "small": five(
        "Pour un comité ou un entretien.",
        "Para um comité ou uma conversa.",
        "For a committee or a talk.",
        "Für einen Vorstand oder ein Gespräch.",
        lb="Fir e Comité oder e Gespréich.",
    ),
}  # fmt: skip


def write() -> dict[str, Room]:
    """The rooms by their key, in the order in which people read them. Runs inside `transaction()`."""
    made = {
        "half_a": _room(
            five("Salle A", "Sala A", "Half A", "Saal A", lb="Sall A"),
            30,
            50,
            GOOD_FOR["half"],
            inside=CHAIRS,
            hours=WEEK,
        ),
        "half_b": _room(
            five("Salle B", "Sala B", "Half B", "Saal B", lb="Sall B"),
            30,
            50,
            GOOD_FOR["half"],
            inside=CHAIRS,
            hours=WEEK,
        ),
    }
    large = five("Grande salle", "Sala grande", "Large room", "Großer Saal", lb="Groussen Sall")
    parts = [made["half_a"].id, made["half_b"].id]
    made["large"] = _room(large, 60, 100, GOOD_FOR["large"], inside=CHAIRS, hours=WEEK, parts=parts)
    kitchen = five("Cuisine", "Cozinha", "Kitchen", "Küche", lb="Kichen")
    made["kitchen"] = _room(kitchen, 0, 12, GOOD_FOR["kitchen"], inside=STOVE, hours=WEEK, cleanup=60)
    small = five("Petite salle de réunion", "Sala de reuniões", "Small meeting room", "Kleiner Besprechungsraum", lb="Klenge Reunioun-Sall")  # fmt: skip
    made["small"] = _room(
        small, 8, 0, GOOD_FOR["small"], inside={}, hours=ALWAYS_QUIET, cleanup=0, opened_by="staff", setup=0
    )
    room_services.put_in_order([made[key] for key in ("large", "half_a", "half_b", "kitchen", "small")])
    return made


def _room(
    name: Texts,
    seats: int,
    standing: int,
    good_for: Texts,
    *,
    inside: Texts,
    hours: Sequence[Stretch],
    parts: Sequence[int] = (),
    setup: int = 30,
    cleanup: int = 30,
    opened_by: str = "keys",
) -> Room:
    facts = RoomFacts(
        name=name,
        seats=seats,
        standing=standing,
        description=good_for,
        noise=NOISE,
        inside=inside,
        way_in=WAY_IN,
        access=["step_free", *(["hearing_loop"] if seats > 8 else ["quiet_place"] if seats else [])],
        opened_by=opened_by,
        setup_minutes=setup,
        cleanup_minutes=cleanup,
        hours=hours,
        part_ids=parts,
    )
    return room_services.write(None, facts)
