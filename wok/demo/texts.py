"""What the demonstration says in five languages: topics, menus, reasons, chips, the house's own words. All invented."""

from typing import Any

from wok.db import Texts

ORDER = ("fr", "pt", "en", "de", "lb")


def five(line: str) -> Texts:
    """One text in five languages, written as fr | pt | en | de | lb."""
    return dict(zip(ORDER, (part.strip() for part in line.split("|")), strict=True))


TOPICS = [
    five(line)
    for line in (
        "Fête des voisins : qui apporte quoi ?|Festa dos vizinhos: quem traz o quê?|Neighbours' day: who brings what?"
        "|Nachbarschaftsfest: Wer bringt was mit?|Nopeschfest: wie bréngt wat mat?",
        "Trouver une salle pour répéter|Encontrar uma sala para ensaiar|Finding a room to rehearse"
        "|Einen Raum zum Proben finden|E Raum fannen, fir ze prouwen",
        "Demander un subside sans se perdre|Pedir um subsídio sem se perder|Asking for a grant without getting lost"
        "|Einen Zuschuss beantragen|E Subsid ufroen",
        "Les enfants du quartier pendant les vacances|As crianças do bairro nas férias|The neighbourhood's children in the holidays"
        "|Die Kinder des Viertels in den Ferien|D'Kanner aus dem Quartier an der Vakanz",
        "Parler de son association en trois phrases|Falar da sua associação em três frases|Your association in three sentences"
        "|Den eigenen Verein in drei Sätzen vorstellen|Däi Veräin an dräi Sätz",
        "Prêter, emprunter, réparer|Emprestar, pedir emprestado, reparar|Lending, borrowing, repairing"
        "|Leihen, verleihen, reparieren|Léinen, ausléinen, flécken",
        "Une fête en plusieurs langues|Uma festa em várias línguas|A party in several languages"
        "|Ein Fest in mehreren Sprachen|E Fest a méi Sproochen",
        "Les comptes de l’année, simplement|As contas do ano, de forma simples|The year's accounts, simply"
        "|Die Jahresabrechnung, ganz einfach|D'Joreskonten, ganz einfach",
        "Accueillir une nouvelle famille|Acolher uma nova família|Welcoming a new family"
        "|Eine neue Familie willkommen heißen|Eng nei Famill begréissen",
        "Sport pour toutes et tous|Desporto para todos|Sport for everybody|Sport für alle|Sport fir jiddereen",
    )
]
MENUS = [
    five(line)
    for line in (
        "Soupe de lentilles, pain plat, salade|Sopa de lentilhas, pão achatado, salada|Lentil soup, flatbread, salad"
        "|Linsensuppe, Fladenbrot, Salat|Lënsenzopp, Fladebrout, Zalot",
        "Cachupa (avec et sans viande)|Cachupa (com e sem carne)|Cachupa (with and without meat)"
        "|Cachupa (mit und ohne Fleisch)|Cachupa (mat an ouni Fleesch)",
        "Bouneschlupp et tarte aux quetsches|Sopa de feijão-verde e tarte de ameixa|Green bean soup and plum tart"
        "|Bohnensuppe und Zwetschgenkuchen|Bouneschlupp a Quetschentaart",
        "Bortsch, pain noir, pommes au four|Borscht, pão escuro, maçãs assadas|Borscht, dark bread, baked apples"
        "|Borschtsch, dunkles Brot, Bratäpfel|Borschtsch, schwaarzt Brout, gebake Äppel",
        "Couscous aux sept légumes|Cuscuz de sete legumes|Couscous with seven vegetables"
        "|Couscous mit sieben Gemüsen|Couscous mat siwe Geméis",
        "Caldo verde et broa|Caldo verde e broa|Kale soup and corn bread|Grünkohlsuppe und Maisbrot|Kabeszopp a Maisbrout",
        "Injera et ragoûts de légumes|Injera e guisados de legumes|Injera and vegetable stews"
        "|Injera und Gemüseeintöpfe|Injera a Geméisragoût",
        "Chacun apporte un plat|Cada um traz um prato|Everybody brings a dish|Alle bringen etwas mit|Jiddereen bréngt eppes mat",
    )
]
CANCELLED = five(
    "La cuisine est en réparation ce jour-là.|A cozinha está em reparação nesse dia.|The kitchen is being repaired on that day."
    "|Die Küche wird an diesem Tag repariert.|D'Kichen gëtt deen Dag gefléckt."
)
WINTER = five(
    "Vacances de Noël (dates inventées)|Férias do Natal (datas inventadas)|Christmas school holiday (invented dates)"
    "|Weihnachtsferien (erfundene Daten)|Chrëschtvakanz (erfonnt Datumer)"
)
HOUSE: dict[str, Any] = {
    "weekly": [[weekday, "09:00", "17:30"] for weekday in range(5)],
    "hours": five(
        "Lundi à vendredi, 9 h à 17 h 30 (heures inventées)|Segunda a sexta, das 9h00 às 17h30 (horário inventado)"
        "|Monday to Friday, 9:00 to 17:30 (invented hours)|Montag bis Freitag, 9 bis 17.30 Uhr (erfundene Zeiten)"
        "|Méindes bis freides, 9 bis 17.30 Auer (erfonnt Zäiten)"
    ),
    "way_in": five(
        "Texte inventé : par la cour du 1535°, porte verte à droite. La rampe est à gauche de la porte, le bus s’arrête devant."
        "|Texto inventado: pelo pátio do 1535°, porta verde à direita. A rampa fica à esquerda da porta; o autocarro para em frente."
        "|Invented text: through the yard of 1535°, the green door on the right. The ramp is left of the door; the bus stops in front."
        "|Erfundener Text: durch den Hof des 1535°, grüne Tür rechts. Die Rampe ist links der Tür, der Bus hält davor."
        "|Erfonnten Text: duerch den Haff vum 1535°, gréng Dier riets. D'Ramp ass lénks vun der Dier, de Bus hält virdrun."
    ),
    "email": "bonjour@wok.example",
}
# direction, theme, language, words
CHIPS = (
    ("look", "dance", "fr", "deux danseuses pour la fête de quartier"),
    ("offer", "transport", "pt", "uma carrinha aos sábados"),
    ("look", "rooms", "en", "a quiet room on Tuesday evenings"),
    ("offer", "kitchen", "fr", "une cuisine pour 50 personnes"),
    ("offer", "languages", "de", "Übersetzen: Deutsch und Arabisch"),
    ("look", "music", "lb", "een, dee Akkordeon spillt"),
    ("offer", "children", "fr", "une garde d’enfants pendant vos réunions"),
    ("look", "sport", "fr", "un terrain pour le football à l’aveugle"),
    ("offer", "help", "en", "help with forms and letters"),
    ("look", "kitchen", "pt", "panelas grandes para a festa"),
)
NOTES = (
    "",
    "",
    "",
    "",
    "",
    "Arrive à 12 h 30",
    "Traz uma bengala branca",
    "High chair, please",
    "Kënnt mam Hond (Assistenzhond)",
)
WALK_INS = ("", "", "Voisins de la rue", "Family of four from the library", "Estudantes", "Nei am Quartier")
STAFF_REASON = "Nouvelle venue, annoncée par téléphone"
