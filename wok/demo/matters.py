"""What people come to the demonstration's staff for, in five languages."""

from wok.appointments.matter_services import MatterFacts
from wok.db import Texts
from wok.kernel.values import dataclass


@dataclass(frozen=True)
class Said:
    """A matter: its words, its facts, and who of demo/team.py handles it."""

    name: Texts
    description: Texts
    minutes: int
    places: tuple[str, ...]
    handled_by: tuple[str, ...]  # first letters of the address
    notice_hours: int = 24
    horizon_days: int = 60
    buffer_before: int = 0
    buffer_after: int = 5
    daily_cap: int | None = None
    confirmation: str = "at_once"

    def facts(self, colleague_ids: tuple[int, ...]) -> MatterFacts:
        """As the services take it."""
        return MatterFacts(
            name=self.name,
            description=self.description,
            minutes=self.minutes,
            places=self.places,
            notice_hours=self.notice_hours,
            horizon_days=self.horizon_days,
            buffer_before=self.buffer_before,
            buffer_after=self.buffer_after,
            daily_cap=self.daily_cap,
            confirmation=self.confirmation,
            colleague_ids=colleague_ids,
        )


MATTERS = (
    Said(
        {
            "fr": "Première rencontre",
            "pt": "Primeiro encontro",
            "en": "First meeting",
            "de": "Erstes Treffen",
            "lb": "Éischt Treffen",
        },
        {
            "fr": "Vous avez une idée ou un groupe, et vous ne savez pas par où commencer.",
            "pt": "Há uma ideia ou um grupo, e não se sabe por onde começar.",
            "en": "You have an idea or a group, and do not know where to begin.",
            "de": "Sie haben eine Idee oder eine Gruppe und wissen nicht, wie beginnen.",
            "lb": "Dir hutt eng Iddi oder e Grupp a wësst net, wéi ufänken.",
        },
        30,
        ("wok", "phone", "video"),
        ("claire", "tiago", "nour", "lynn"),
    ),
    Said(
        {
            "fr": "Statuts et RCS",
            "pt": "Estatutos e RCS",
            "en": "Statutes and register",
            "de": "Statuten und Handelsregister",
            "lb": "Statuten an RCS",
        },
        {
            "fr": "Nous relisons vos statuts et préparons le dépôt au registre avec vous.",
            "pt": "Lemos os estatutos e preparamos consigo o depósito no registo.",
            "en": "We read your statutes and prepare the filing with you.",
            "de": "Wir lesen Ihre Statuten und bereiten die Einreichung mit Ihnen vor.",
            "lb": "Mir liesen Är Statuten a preparéieren d’Areeche mat Iech.",
        },
        45,
        ("wok", "video"),
        ("claire", "tiago"),
        notice_hours=48,
        buffer_after=15,
    ),
    Said(
        {
            "fr": "Demande de subside",
            "pt": "Pedido de subsídio",
            "en": "Grant application",
            "de": "Antrag auf Zuschuss",
            "lb": "Demande fir e Subsid",
        },
        {
            "fr": "Quel subside, quel formulaire, quel délai: nous le remplissons ensemble.",
            "pt": "Que subsídio, que formulário, que prazo: preenchemos juntos.",
            "en": "Which grant, which form, which deadline: we fill it in together.",
            "de": "Welcher Zuschuss, welches Formular, welche Frist: Wir füllen es zusammen aus.",
            "lb": "Wéi ee Subsid, wéi e Formulaire, wéi en Delai: mir fëllen en zesummen aus.",
        },
        60,
        ("wok", "phone", "video"),
        ("claire", "nour", "lynn"),
        notice_hours=24,
        buffer_before=10,
        buffer_after=10,
        daily_cap=3,
    ),
    Said(
        {
            "fr": "Autorisation pour une fête ou un événement",
            "pt": "Autorização para uma festa ou um evento",
            "en": "Permission for a party or an event",
            "de": "Genehmigung für ein Fest oder eine Veranstaltung",
            "lb": "Autorisatioun fir e Fest oder en Evenement",
        },
        {
            "fr": "Rue, bruit, buvette, sécurité: ce que la commune demande, et quand.",
            "pt": "Rua, ruído, bar, segurança: o que a comuna pede, e quando.",
            "en": "Street, noise, drinks, safety: what the municipality asks for, and when.",
            "de": "Straße, Lärm, Getränke, Sicherheit: was die Gemeinde verlangt, und wann.",
            "lb": "Strooss, Kaméidi, Gedrénks, Sécherheet: wat d’Gemeng freet, a wéini.",
        },
        30,
        ("wok", "phone"),
        ("tiago", "lynn"),
        notice_hours=48,
        confirmation="by_staff",
    ),
    Said(
        {
            "fr": "Salle et matériel",
            "pt": "Sala e material",
            "en": "Room and equipment",
            "de": "Raum und Material",
            "lb": "Sall a Material",
        },
        {
            "fr": "Voir la salle, essayer le projecteur, parler de ce qu’il vous faut.",
            "pt": "Ver a sala, experimentar o projetor, falar do que é preciso.",
            "en": "See the room, try the projector, talk about what you need.",
            "de": "Den Raum ansehen, den Beamer ausprobieren, besprechen, was Sie brauchen.",
            "lb": "De Sall kucken, de Beamer ausprobéieren, schwätzen, wat Dir braucht.",
        },
        20,
        ("wok",),
        ("nour", "lynn", "tiago"),
        notice_hours=4,
        horizon_days=30,
    ),
    Said(
        {
            "fr": "Un conflit dans le groupe",
            "pt": "Um conflito no grupo",
            "en": "A conflict in the group",
            "de": "Ein Streit in der Gruppe",
            "lb": "E Sträit am Grupp",
        },
        {
            "fr": "Nous écoutons chaque côté et cherchons une issue avec vous. Tout reste entre nous.",
            "pt": "Ouvimos cada lado e procuramos uma saída em conjunto. Tudo fica entre nós.",
            "en": "We listen to each side and look for a way out with you. All of it stays with us.",
            "de": "Wir hören jede Seite an und suchen mit Ihnen einen Ausweg. Alles bleibt unter uns.",
            "lb": "Mir lauschteren all Säit no a sichen en Auswee mat Iech. Alles bleift ënner eis.",
        },
        90,
        ("wok",),
        ("claire", "nour"),
        notice_hours=72,
        buffer_before=15,
        buffer_after=15,
        daily_cap=1,
        confirmation="by_staff",
    ),
)
QUESTIONS = (
    "",
    "Nous voulons devenir asbl avant l’été.",
    "Queremos saber que papéis são precisos.",
    "Our bank asks for a list of the board.",
    "Wer darf für den Verein unterschreiben?",
    "Mir plangen e Stroossefest am Juni.",
)
NEXT_STEPS = ("", "", "Apporter la liste des membres", "Nous vous envoyons le formulaire", "Rappeler en mars")
