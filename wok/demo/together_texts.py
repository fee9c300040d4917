"""What the demonstration's associations say of themselves, and their projects; all invented."""

from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Says:
    """An entry of the directory: by name of cast.py; texts in the association's own language."""

    name: str
    language: str
    themes: str
    languages: str
    looking_for: str = ""
    offering: str = ""


ENTRIES = (
    Says("Les danseurs du Fousbann asbl", "fr", "dance integration", "fr ar tr", "Un groupe de musique pour nos bals", "Une initiation à la danse pour votre fête"),
    Says("Rancho Folclórico Flores de Oberkorn", "pt", "dance culture", "pt fr", "Uma sala para ensaiar às sextas", "Danças e trajes para uma festa"),
    Says("Batuque di Mindelo", "pt", "music dance", "pt fr", "", "Percussão para crianças"),
    Says("Cécifoot Minett asbl", "fr", "sport disability", "fr lb", "Des guides voyants le samedi", "Un essai les yeux bandés pour les écoles"),
    Says("Українські жінки Діффердинжа", "en", "women help languages", "uk ru en", "A room for our children on Saturdays", "Translation from Ukrainian"),
    Says("Scouten Déifferdeng-Nidderkuer asbl", "lb", "youth environment", "lb fr pt", "Eng Plaz fir ze campen", "Zelter opriichten an Hëllef beim Oprauemen"),
    Says("Café des langues du Parc Gerlache", "fr", "languages integration", "fr pt en", "Des gens qui aiment parler", "Des tables de conversation"),
    Says("Club Senior Wéngertsbierg", "lb", "elderly food", "lb fr de", "Jonk Leit, déi eis den Handy erklären", "Kuchen, Kaart a Kaffi"),
    Says("Bangladesh Community Minett", "en", "sport children food", "en fr", "A lawn for cricket", "Cooking for eighty"),
    Says("Kreativ Nadelen", "lb", "art women", "lb pt fr", "Stoff a Wull", "Kostümer flécken"),
    Says("Velo Sidd Déifferdeng asbl", "lb", "environment sport", "lb fr", "", "Vëlosatelier am Quartier"),
    Says("Les jardins partagés de Lasauvage", "fr", "environment food neighbours", "fr tr", "Des bras en avril", "Des courges et du compost"),
    Says("Chorale multiculturelle Vivace", "fr", "music integration", "fr en pt", "Des ténors", "Un concert de trente minutes"),
    Says("Asociación Andina Sumaq", "fr", "music food", "es fr", "", "Musique des Andes"),
    Says("Roda de Capoeira Axé Minett", "pt", "sport children dance", "pt fr", "Uma praça no verão", "Capoeira na escola"),
    Says("Les mains qui parlent", "fr", "disability theatre", "signs fr", "Un éclairage de scène", "Initiation à la langue des signes"),
    Says("Kurdish Cultural House", "en", "culture languages", "en tr fa ar", "", "Newroz dancers"),
    Says("Junge Chöre Minett", "de", "music youth", "de lb fr", "Eine Bühne im Juni", "Ein Kinderchor für Ihr Fest"),
    Says("Secouristes bénévoles du quartier", "fr", "help social", "fr lb pt", "De nouveaux bénévoles", "Un poste de secours à votre fête"),
    Says("Handicap et loisirs asbl", "fr", "disability solidarity", "fr pt", "Un minibus avec rampe", "Relire vos fêtes pour l’accès"),
    Says("Cuisine sans frontières", "fr", "food neighbours", "fr it pt", "Des légumes invendus", "Un repas pour cent personnes"),
    Says("Natur erliewen", "lb", "environment children", "lb fr", "", "Wanderunge mat Guide"),
    Says("Solidarité Cap-Vert Santo Antão", "pt", "solidarity learning", "pt fr", "Livros escolares", "Noites de cabo-verde"),
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """One need; `brought`: who brings how much, counted from the leading association."""

    kind: str
    words: str
    amount: int
    unit: str = ""
    brought: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Plan:
    """A project. Who leads is counted along the delegates; `partners` are steps from there."""

    state: str
    lead: int
    title: str
    text: str
    language: str
    themes: str
    near: str
    partners: tuple[int, ...] = ()
    asked: tuple[int, ...] = ()
    needs: tuple[Missing, ...] = ()
    has_poll: bool = False
    is_public: bool = True
    thanks: str = ""
    days_ago: int = 30


PROJECTS = (
    Plan("looking", 0, "Bal des voisins sur la place", "Nous voulons danser dehors en juin, avec un orchestre de chaque rue. Qui joue, qui cuisine, qui installe ?", "fr", "dance music neighbours", "Fousbann", (2, 3), (5,),
        (Missing("people", "Monter et démonter", 12, "personnes", ((0, 4), (2, 3))), Missing("materials", "Tentes", 4, "tentes", ((3, 2),)), Missing("money", "Assurance et sono", 60000, "", ((0, 15000), (2, 10000))), Missing("know_how", "Sonorisation", 6, "heures")), has_poll=True),
    Plan("under_way", 4, "Un match les yeux fermés", "Un tournoi de football où tout le monde joue sans voir, avec les écoles de la ville.", "fr", "sport disability children", "Niederkorn", (1, 2), (),
        (Missing("people", "Guides voyants", 8, "personnes", ((1, 8),)), Missing("materials", "Ballons sonores", 6, "ballons", ((0, 6),)), Missing("money", "Goûter pour cent enfants", 25000, "", ((2, 25000),))), days_ago=70),
    Plan("looking", 2, "Livro de receitas do bairro", "Cinquenta receitas em cinco línguas, com fotografias de quem as faz.", "pt", "food languages", "Oberkorn", (4,), (),
        (Missing("know_how", "Fotografia", 20, "horas", ((0, 8),)), Missing("know_how", "Tradução", 40, "horas"), Missing("money", "Impressão", 120000, "", ((0, 20000),))), days_ago=20),
    Plan("idea", 6, "A tool library", "One drill for a whole street. We would like to know who has what.", "en", "environment help", "Differdange centre", days_ago=6),
    Plan("under_way", 8, "Kräizwee vun de Sproochen", "Eemol de Mount schwätze mir op véier Dëscher véier Sproochen.", "lb", "languages integration", "Differdange centre", (1, 3), (),
        (Missing("people", "Moderateuren", 4, "Leit", ((0, 2), (1, 2))), Missing("materials", "Spiller", 10, "Spiller", ((3, 6),))), days_ago=55),
    Plan("done", 10, "Un jardin devant l’école", "Trois bacs, une haie et un banc, construits avec les enfants.", "fr", "environment children neighbours", "Lasauvage", (1, 2), (),
        (Missing("people", "Planter", 10, "personnes", ((0, 6), (1, 4))), Missing("materials", "Terre", 3, "m³", ((2, 3),))), thanks="Merci à toutes les mains ! Le banc est déjà le plus occupé de la ville.", days_ago=150),
    Plan("given_up", 5, "Ein Fest am Kanal", "Es gab keinen Kanal.", "de", "neighbours", "Niederkorn", (2,), days_ago=120),
    Plan("looking", 7, "Homework club in the holidays", "Two hours each morning, with a snack; volunteers of any age.", "en", "learning children youth", "Fousbann", (2,), (3,),
        (Missing("people", "Helpers each morning", 6, "people", ((0, 2),)), Missing("materials", "Tables", 8, "tables")), days_ago=11, is_public=True),
)  # fmt: skip
