"""What the demonstration's associations ask for, and in which words (invented)."""

from wok.db import Texts
from wok.demo.things import five
from wok.kernel.values import dataclass

FEAST = five("Fête de quartier", "Festa de bairro", "Neighbourhood party", "Nachbarschaftsfest", lb="Quartiersfest")
SUMMER = five("Fête d’été", "Festa de verão", "Summer party", "Sommerfest", lb="Summerfest")
WINTER = five("Marché de Noël", "Mercado de Natal", "Christmas market", "Weihnachtsmarkt", lb="Chrëschtmaart")
MEAL = five("Repas partagé", "Refeição partilhada", "Shared meal", "Gemeinsames Essen", lb="Zesummen iessen")
FILM = five("Soirée cinéma", "Noite de cinema", "Film evening", "Filmabend", lb="Filmowend")
SHOW = five("Spectacle", "Espetáculo", "Show", "Aufführung", lb="Opféierung")
ASSEMBLY = five(
    "Assemblée générale", "Assembleia geral", "General assembly", "Generalversammlung", lb="Generalversammlung"
)
WORKSHOP = five(
    "Atelier pour familles",
    "Oficina para famílias",
    "Family workshop",
    "Workshop für Familien",
    lb="Atelier fir Famillen",
)
SPORT = five(
    "Tournoi amical", "Torneio amigável", "Friendly tournament", "Freundschaftsturnier", lb="Frëndschaftstournoi"
)
COURSE = five("Cours de langue", "Curso de língua", "Language class", "Sprachkurs", lb="Sproochecours")
REHEARSAL = five("Répétition", "Ensaio", "Rehearsal", "Probe", lb="Prouf")
COMMITTEE = five(
    "Réunion du comité", "Reunião da direção", "Committee meeting", "Vorstandssitzung", lb="Comitéssëtzung"
)
COOKING = five("Cuisiner ensemble", "Cozinhar em conjunto", "Cooking together", "Gemeinsam kochen", lb="Zesumme kachen")
CLASS_WORDS = five(
    "Des familles arrivées depuis peu sont invitées.",
    "São convidadas famílias que chegaram há pouco.",
    "Families who came lately are invited.",
    "Familien, die erst kürzlich kamen, sind eingeladen.",
    lb="Famillen, déi eréischt komm sinn, sinn invitéiert.",
)
PLACES = (
    "Place du Marché, Differdange",
    "Parc Gerlache",
    "Préau de l’école, Oberkorn",
    "Place Jéhan Steichen, Niederkorn",
    "Jardins de Lasauvage",
    "Centre Marcel Noppeney, Oberkorn",
)

# Names of cast.py that ask, of every size; those who can be reached by e-mail take part, in this order.
ASKERS = (
    "Les danseurs du Fousbann asbl",
    "Rancho Folclórico Flores de Oberkorn",
    "Batuque di Mindelo",
    "Cécifoot Minett asbl",
    "Eritrean Coffee Ceremony Circle",
    "Українські жінки Діффердинжа",
    "Scouten Déifferdeng-Nidderkuer asbl",
    "Les footballeurs de la Chiers",
    "Café des langues du Parc Gerlache",
    "Fanfare de la Colline asbl",
    "Natur erliewen",
    "Les jardins partagés de Lasauvage",
    "Asociación Andina Sumaq",
    "Sprachencafé Zolver Strooss",
    "The English Readers",
    "Montenegrinischer Kulturverein Lovćen",
    "Chorale multiculturelle Vivace",
    "Velo Sidd Déifferdeng asbl",
    "Roda de Capoeira Axé Minett",
    "Ciné-club Le Projecteur",
    "Solidarité Cap-Vert Santo Antão",
    "مطبخ الشام – Cuisine de Syrie",
    "Handicap et loisirs asbl",
    "Quartier solidaire Fousbann",
    "Tamil Sangam Minett",
    "Junge Chöre Minett",
    "Polska Szkółka Sobotnia",
)
MOST_ASKERS = 15

Lines = tuple[tuple[str, int, int], ...]  # key of things.py, how many, the least that is still useful


@dataclass(frozen=True)
class Usual:
    """A basket as people often ask for it."""

    purpose: Texts
    lines: Lines


QUIET = (
    Usual(ASSEMBLY, (("chairs", 40, 20), ("boards", 2, 1))),
    Usual(MEAL, (("tables", 8, 6), ("coffee", 1, 1))),
    Usual(MEAL, (("dishes", 1, 1), ("hobs", 2, 1))),
    Usual(WORKSHOP, (("laptops", 5, 3),)),
    Usual(WORKSHOP, (("sewing", 2, 1), ("laminator", 1, 1))),
    Usual(SPORT, (("balls", 6, 4), ("first-aid", 1, 1))),
    Usual(SPORT, (("blind-football", 1, 1),)),
    Usual(FEAST, (("benches", 10, 6), ("cups", 4, 2))),
    Usual(SUMMER, (("benches", 12, 8), ("reels", 2, 1))),
    Usual(SHOW, (("podium", 4, 3), ("loop", 1, 1))),
    Usual(ASSEMBLY, (("microphones", 2, 1), ("ramp", 1, 1))),
    Usual(WORKSHOP, (("bike", 1, 1),)),
    Usual(FEAST, (("high-tables", 6, 4), ("badges", 1, 1))),
)


@dataclass(frozen=True)
class Wished:
    """One wish of a contested week: who (by place in the list of askers), what for, how many, how few still help.

    `partner`: another asker who joins; `klass`: what staff decided; `is_sharing`: they would share with a rival.
    """

    who: int
    purpose: Texts
    lines: Lines
    klass: str = "C"
    partner: int | None = None
    is_sharing: bool = False
    has_second: bool = False


def tents(who: int, count: int, least: int, purpose: Texts = FEAST, **more: object) -> Wished:
    """Tents, the usual bone of contention."""
    return Wished(who, purpose, (("tents", count, least),), **more)  # type: ignore[arg-type]


# By week, counted from the present one: what was asked in the same window. Each week before the fourth is decided.
WEEKS: dict[int, tuple[Wished, ...]] = {
    -49: (tents(6, 5, 3, WINTER), tents(1, 4, 2, WINTER), tents(11, 3, 1, WINTER)),
    -40: (Wished(14, FILM, (("projectors", 2, 1), ("sound", 1, 1))), Wished(8, FILM, (("projectors", 2, 1),))),
    -31: (tents(10, 4, 2), tents(2, 4, 2), tents(3, 4, 4, SPORT, klass="B")),
    -27: (tents(0, 4, 2), tents(6, 6, 3), tents(8, 2, 1, klass="A"), tents(3, 4, 4, SPORT, klass="B")),
    -25: (Wished(2, SHOW, (("sound", 2, 1),)), Wished(12, SHOW, (("sound", 1, 1),)), Wished(9, SHOW, (("sound", 1, 1),))),
    -23: (tents(1, 6, 3, SUMMER), tents(5, 4, 2, SUMMER, klass="A"), tents(0, 3, 1, SUMMER), tents(7, 2, 1, SPORT)),
    -20: (
        Wished(6, SUMMER, (("big-tents", 2, 1), ("tents", 4, 2))),
        Wished(11, SUMMER, (("big-tents", 1, 1),), partner=10),
        Wished(4, MEAL, (("big-tents", 1, 1), ("cups", 6, 2)), klass="A"),
    ),
    -14: (tents(12, 4, 2), tents(13, 3, 2), tents(2, 4, 2), tents(6, 5, 3)),
    -10: (Wished(14, FILM, (("projectors", 2, 1),)), Wished(5, FILM, (("projectors", 2, 2),), klass="A")),
    -7: (tents(1, 5, 2), tents(0, 4, 2, has_second=True), tents(11, 2, 1), tents(9, 2, 1)),
    -3: (Wished(14, FILM, (("projectors", 1, 1), ("screens", 1, 1))), Wished(2, SHOW, (("sound", 2, 1),)), tents(7, 3, 2)),
    0: (Wished(8, FILM, (("projectors", 1, 1),)), Wished(9, SHOW, (("sound", 1, 1),)), tents(3, 2, 1, SPORT)),
    2: (
        tents(0, 4, 2, WINTER),
        tents(6, 6, 3, WINTER),
        tents(8, 2, 1, WINTER, klass="A"),
        tents(3, 3, 3, SPORT, klass="B"),
        tents(1, 4, 2, WINTER, partner=12),
    ),
    4: (
        tents(0, 3, 1, WINTER, is_sharing=True),
        tents(2, 4, 2, WINTER, is_sharing=True),
        tents(10, 3, 2, WINTER),
        Wished(14, FILM, (("projectors", 2, 1),)),
    ),
    6: (Wished(12, SHOW, (("sound", 2, 1),)), Wished(9, SHOW, (("sound", 1, 1),), partner=0), tents(4, 2, 1, MEAL)),
}  # fmt: skip
