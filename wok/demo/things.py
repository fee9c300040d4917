"""What the demonstration lends (invented): names in five languages, and the facts of each thing."""

from dataclasses import field

from wok.db import Texts
from wok.kernel.values import dataclass


def five(fr: str, pt: str, en: str, de: str, *, lb: str) -> Texts:
    """A text in the five languages, in the order of the interface."""
    return {"fr": fr, "pt": pt, "en": en, "de": de, "lb": lb}


@dataclass(frozen=True)
class Lent:
    """One thing: `tag` when each piece has a label; `owner` is the town where it is not the Wok."""

    key: str
    name: Texts
    quantity: int
    category: str
    purposes: tuple[str, ...]
    serves: int | None = None
    pack: int = 1
    grams: int | None = None
    deposit: int | None = None  # euros
    cleanup_days: int = 0
    owner: str = "wok"
    tag: str = ""
    is_insured: bool = False
    needs_introduction: bool = False
    pieces: tuple[str, ...] = field(default_factory=tuple)  # keys of PIECES
    instead: tuple[str, ...] = field(default_factory=tuple)
    mode: str = "first_come"


PIECES = {
    "cable": five("Câble", "Cabo", "Cable", "Kabel", lb="Kabel"),
    "remote": five("Télécommande", "Comando", "Remote control", "Fernbedienung", lb="Telecommande"),
    "bag": five("Sac", "Saco", "Bag", "Tasche", lb="Täsch"),
    "stand": five("Trépied", "Tripé", "Tripod", "Stativ", lb="Stativ"),
    "pegs": five("Sac de piquets", "Saco de estacas", "Bag of pegs", "Beutel mit Heringen", lb="Sak mat Piquet'en"),
    "walls": five("Paroi", "Parede", "Side wall", "Seitenwand", lb="Säitewand"),
    "charger": five("Chargeur", "Carregador", "Charger", "Ladegerät", lb="Luetapparat"),
    "pedal": five("Pédale", "Pedal", "Foot pedal", "Fußpedal", lb="Pedall"),
    "lock": five("Cadenas", "Cadeado", "Lock", "Schloss", lb="Schlass"),
}
RULES = five(
    "Un adulte responsable est nommé.\nPas d’usage commercial.\nRendu propre et complet.",
    "Um adulto responsável é nomeado.\nSem uso comercial.\nDevolvido limpo e completo.",
    "A named adult is responsible.\nNo commercial use.\nBrought back clean and complete.",
    "Eine erwachsene Person ist verantwortlich.\nKeine gewerbliche Nutzung.\nSauber und vollständig zurück.",
    lb="Eng erwuesse Persoun ass responsabel.\nKeng kommerziell Notzung.\nPropper a komplett zeréck.",
)
INSURANCE = five(
    "Montrez une attestation d’assurance responsabilité civile.",
    "É preciso mostrar um certificado de seguro de responsabilidade civil.",
    "Show a certificate of liability insurance.",
    "Zeigen Sie eine Bescheinigung Ihrer Haftpflichtversicherung.",
    lb="Weist eng Bescheinegung vun Ärer Haftpflichtversécherung.",
)
OUT, PARTY = "outdoors", ("party",)
THINGS = (
    Lent("chairs", five("Chaise", "Cadeira", "Chair", "Stuhl", lb="Stull"), 120, "seats", ("party", "meal", "meeting", "film"), 1, 10, 4500, instead=("benches",)),
    Lent("tables", five("Table", "Mesa", "Table", "Tisch", lb="Dësch"), 30, "seats", ("party", "meal", "meeting", "workshop"), 6, 1, 14000, instead=("benches",)),
    Lent("benches", five("Table avec bancs", "Mesa com bancos", "Table and benches", "Bierzeltgarnitur", lb="Dësch mat Bänken"), 40, "seats", ("party", "meal"), 8, 1, 32000, owner="town", instead=("tables",)),
    Lent("tents", five("Tente 3 × 3 m", "Tenda 3 × 3 m", "Tent 3 × 3 m", "Zelt 3 × 3 m", lb="Zelt 3 × 3 m"), 8, OUT, PARTY, 12, 1, 38000, None, 1, tag="TENT", is_insured=True, pieces=("walls", "pegs", "bag"), instead=("big-tents",), mode="window"),
    Lent("big-tents", five("Grande tente 4 × 8 m", "Tenda grande 4 × 8 m", "Large tent 4 × 8 m", "Großes Zelt 4 × 8 m", lb="Grousst Zelt 4 × 8 m"), 2, OUT, PARTY, 40, 1, 95000, None, 1, tag="ZELT", is_insured=True, needs_introduction=True, pieces=("walls", "pegs", "bag"), instead=("tents",), mode="window"),
    Lent("high-tables", five("Mange-debout", "Mesa alta", "High table", "Stehtisch", lb="Stéidësch"), 8, "seats", ("party", "speech", "meeting"), 5, 1, 9000),
    Lent("podium", five("Élément de podium 2 × 1 m", "Módulo de palco 2 × 1 m", "Podium element 2 × 1 m", "Bühnenelement 2 × 1 m", lb="Bühnenelement 2 × 1 m"), 6, OUT, ("party", "speech"), None, 1, 33000),
    Lent("sound", five("Sonorisation", "Sistema de som", "Sound set", "Tonanlage", lb="Tounanlag"), 2, "sound", ("film", "party", "speech"), 100, 1, 28000, 100, tag="SON", needs_introduction=True, pieces=("cable", "stand", "bag"), mode="window"),
    Lent("microphones", five("Microphone sans fil", "Microfone sem fios", "Wireless microphone", "Funkmikrofon", lb="Mikro ouni Kabel"), 3, "sound", ("speech", "meeting", "access"), None, 1, 600, 50, tag="MIC", pieces=("charger", "bag")),
    Lent("projectors", five("Projecteur", "Projetor", "Projector", "Beamer", lb="Projeter"), 3, "screens", ("film", "workshop", "meeting"), None, 1, 3200, 100, tag="PROJ", pieces=("cable", "remote", "bag"), mode="window"),
    Lent("screens", five("Écran de projection", "Ecrã de projeção", "Projection screen", "Leinwand", lb="Leinwand"), 2, "screens", ("film", "workshop", "meeting"), 60, 1, 11000, tag="ECRAN", pieces=("stand", "bag")),
    Lent("reels", five("Rallonge électrique 25 m", "Extensão elétrica 25 m", "Extension reel 25 m", "Kabeltrommel 25 m", lb="Kabelroll 25 m"), 4, "safety", ("party", "film", "speech"), None, 1, 7000),
    Lent("grills", five("Barbecue", "Grelhador", "Grill", "Grill", lb="Grill"), 2, "kitchen", ("party", "meal"), 40, 1, 24000, None, 1),
    Lent("cups", five("Caisse de 50 gobelets réutilisables", "Caixa de 50 copos reutilizáveis", "Crate of 50 reusable cups", "Kiste mit 50 Mehrwegbechern", lb="Këscht mat 50 Becheren"), 20, "kitchen", ("party", "meal"), 50, 1, 4000, None, 1),
    Lent("coffee", five("Percolateur avec 100 tasses", "Cafeteira com 100 chávenas", "Coffee urn with 100 cups", "Kaffeemaschine mit 100 Tassen", lb="Kaffismaschinn mat 100 Taasen"), 1, "kitchen", ("meal", "meeting"), 100, 1, 15000, None, 1),
    Lent("dishes", five("Vaisselle pour 60 personnes", "Louça para 60 pessoas", "Dishes for 60 people", "Geschirr für 60 Personen", lb="Geschir fir 60 Leit"), 1, "kitchen", ("meal",), 60, 1, 60000, None, 1),
    Lent("hobs", five("Plaque à induction", "Placa de indução", "Induction hob", "Induktionsplatte", lb="Induktiounsplack"), 2, "kitchen", ("meal", "workshop"), None, 1, 3000),
    Lent("badges", five("Imprimante à badges", "Impressora de crachás", "Badge printer", "Badge-Drucker", lb="Badge-Printer"), 1, "workshop", ("meeting", "workshop"), None, 1, 2500, tag="BADGE", pieces=("cable", "charger")),
    Lent("laminator", five("Plastifieuse", "Plastificadora", "Laminator", "Laminiergerät", lb="Laminéierapparat"), 1, "workshop", ("workshop",), None, 1, 2200),
    Lent("boards", five("Panneau d’affichage", "Painel de afixação", "Pin board", "Stellwand", lb="Pinnwand"), 6, "workshop", ("workshop", "meeting"), None, 1, 12000),
    Lent("sewing", five("Machine à coudre", "Máquina de costura", "Sewing machine", "Nähmaschine", lb="Bitzmaschinn"), 2, "workshop", ("workshop",), 2, 1, 7500, tag="COUD", pieces=("pedal", "cable")),
    Lent("bike", five("Vélo cargo", "Bicicleta de carga", "Cargo bike", "Lastenrad", lb="Cargovëlo"), 1, "transport", ("party",), None, 1, 34000, 50, tag="VELO", needs_introduction=True, pieces=("lock", "charger")),
    Lent("balls", five("Ballon", "Bola", "Ball", "Ball", lb="Ball"), 10, "play", ("sport",), 10, 1, 430),
    Lent("blind-football", five("Kit de cécifoot", "Conjunto de futebol para cegos", "Blind football set", "Blindenfußball-Set", lb="Set fir Blannefussball"), 1, "play", ("sport", "access"), 10, 1, 5000),
    Lent("ramp", five("Rampe mobile", "Rampa portátil", "Portable ramp", "Mobile Rampe", lb="Mobil Ramp"), 1, "access", ("access",), None, 1, 18000),
    Lent("loop", five("Boucle magnétique", "Anel de indução", "Induction loop", "Induktionsschleife", lb="Induktiounsschleef"), 1, "access", ("access", "speech", "meeting"), 50, 1, 2600, needs_introduction=True, pieces=("cable", "charger", "bag")),
    Lent("laptops", five("Ordinateur portable", "Computador portátil", "Laptop", "Laptop", lb="Laptop"), 12, "workshop", ("workshop",), 1, 1, 1700, tag="PC", pieces=("charger", "bag")),
    Lent("first-aid", five("Trousse de premiers secours", "Estojo de primeiros socorros", "First-aid box", "Erste-Hilfe-Koffer", lb="Éischt-Hëllef-Këscht"), 1, "safety", ("party", "sport"), None, 1, 3500),
)  # fmt: skip
