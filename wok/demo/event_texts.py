"""The demonstration's events, all invented, in the neighbourhoods where these organisations work (community-work.txt).

Five languages are written fr | pt | en | de | lb; a missing part is a gap, as staff meet them.
"""

from datetime import time

from wok.db import Texts
from wok.demo.texts import ORDER
from wok.kernel.values import dataclass

INTER_ACTIONS, ASTI = "Inter-Actions asbl", "ASTI asbl"
CARITAS, ATD = "Caritas Jeunes et Familles asbl – Atelier Zeralda", "Mouvement ATD Quart Monde Luxembourg"
ORGANISATIONS = (INTER_ACTIONS, ASTI, CARITAS, ATD)


@dataclass(frozen=True)
class Told:
    """One event. `who`: an organisation, an association by name, or nobody: the Wok; `days`: its dates, in days from the
    Monday of this week. `people`: how full each of them gets, of ten. `room`: a key of demo/space.py."""

    key: str
    kind: str
    who: str
    near: str
    days: tuple[int, ...]
    hours: tuple[int, int]
    seats: int
    people: int
    languages: tuple[str, ...]
    title: str
    summary: str
    place: str
    room: str = ""
    asks: tuple[str, ...] = ("needs", "children")
    price: str = ""
    end: str = "published"
    shifts: tuple[str, ...] = ()
    is_counted: bool = False

    @property
    def span(self) -> tuple[time, time]:
        """From when to when."""
        return time(self.hours[0]), time(self.hours[1])


def said(line: str) -> Texts:
    """One text in as many languages as were written."""
    return {code: part.strip() for code, part in zip(ORDER, line.split("|"), strict=False) if part.strip()}


def weeks(weekday: int, first: int, last: int, step: int = 1) -> tuple[int, ...]:
    """The same weekday from week to week; this week is 0."""
    return tuple(week * 7 + weekday for week in range(first, last + 1, step))


EVENTS = (
    Told("luxembourgish", "course", INTER_ACTIONS, "Schmelz", weeks(1, -3, 6), (18, 20), 8, 10, ("lb", "fr", "pt"),
        "Luxembourgeois pour débuter|Luxemburguês para principiantes|Luxembourgish for beginners|Luxemburgisch für den Anfang|Lëtzebuergesch fir unzefänken",
        "Chaque mardi, sans examen. On vient quand on peut.|Todas as terças, sem exame. Vem-se quando se pode.|Every Tuesday, no exam. Come when you can.|Jeden Dienstag, ohne Prüfung. Man kommt, wann man kann.|All Dënschdeg, ouni Examen. Da kënns de, wanns de kanns.",
        "Maison de quartier Schmelz|Casa de bairro Schmelz|Schmelz neighbourhood house|Quartiershaus Schmelz|Quartiershaus Schmelz"),
    Told("french", "course", INTER_ACTIONS, "Gare", weeks(3, -3, 6), (9, 11), 12, 6, ("fr", "ar", "ti"),
        "Café des langues : parler français|Café das línguas: falar francês|Language café: speaking French|Sprachencafé: Französisch sprechen|Sproochecafé: Franséisch schwätzen",
        "On boit un café et on parle. Les enfants jouent à côté.|Bebe-se um café e fala-se. As crianças brincam ao lado.|We drink coffee and talk. Children play next door.|Wir trinken Kaffee und reden. Kinder spielen nebenan.|Mir drénke Kaffi a schwätzen. D’Kanner spille niewendrun.",
        "Local du quartier Gare|Sala do bairro Gare|Gare neighbourhood room|Quartiersraum Gare|Quartiersraum Gare"),
    Told("lanterns", "workshop", INTER_ACTIONS, "Italie", (-9, 19), (14, 17), 15, 5, ("fr", "it", "pt"),
        "Atelier créatif : lanternes|Oficina criativa: lanternas|Creative workshop: lanterns|Kreativwerkstatt: Laternen|Kreativatelier: Luuchten",
        "Papier, fil de fer et patience ; pour tous les âges.|Papel, arame e paciência; para todas as idades.|Paper, wire and patience; for all ages.|Papier, Draht und Geduld; für jedes Alter.|Pabeier, Drot a Gedold; fir all Alter.",
        "Salle Italie|Sala Italie|Italie hall|Saal Italien|Sall Italien"),
    Told("cooking", "workshop", INTER_ACTIONS, "Italie", (-17, 11), (17, 20), 12, 8, ("fr", "it", "en"),
        "Cuisiner à plusieurs pays|Cozinhar com vários países|Cooking across countries|Kochen über Grenzen|Kachen iwwer Grenzen",
        "Trois recettes, une table. Dites-nous ce que vous ne mangez pas.|Três receitas, uma mesa. Diga-nos o que não come.|Three recipes, one table. Tell us what you do not eat.|Drei Rezepte, ein Tisch. Sagen Sie uns, was Sie nicht essen.|Dräi Rezepter, een Dësch. Sot eis, wat Dir net iesst.",
        "Salle Italie|Sala Italie|Italie hall|Saal Italien|Sall Italien", asks=("needs", "children", "diets")),
    Told("bonnevoie", "party", INTER_ACTIONS, "Bonnevoie", (-23,), (14, 19), 80, 3, ("fr", "lb", "pt", "en"),
        "Fête du quartier|Festa do bairro|Neighbourhood party|Quartiersfest|Quartiersfest",
        "Musique, jeux et une longue table.|Música, jogos e uma mesa comprida.|Music, games and one long table.|Musik, Spiele und ein langer Tisch.|Musek, Spiller an e laangen Dësch.",
        "Place du quartier Bonnevoie|Praça do bairro Bonnevoie|Bonnevoie square|Platz in Bonneweg|Plaz zu Bouneweg", shifts=("Bar", "Jeux"), is_counted=True),
    Told("walk", "outing", ASTI, "Eich", (-15, 13), (10, 12), 20, 4, ("fr", "lb", "en"),
        "Connaître Eich : une promenade|Conhecer Eich: um passeio|Getting to know Eich: a walk|Eich kennenlernen: ein Spaziergang|Eech kenneléieren: e Spadséiergang",
        "Les gens d’ici montrent leur quartier.|Quem mora aqui mostra o seu bairro.|People who live here show their neighbourhood.|Menschen von hier zeigen ihr Viertel.|D’Leit vun hei weisen hire Quartier.",
        "Devant l’église d’Eich|Em frente à igreja de Eich|In front of Eich church|Vor der Kirche in Eich|Virun der Kierch zu Eech"),
    Told("associations", "meeting", ASTI, "Dommeldange", (17,), (18, 21), 40, 4, ("fr", "pt", "lb"),
        "Trouver son association|Encontrar a sua associação|Finding your association|Den eigenen Verein finden|Däi Veräin fannen",
        "Quinze associations du quartier cherchent des mains.|Quinze associações do bairro procuram mãos.|Fifteen associations of the neighbourhood look for hands.|Fünfzehn Vereine des Viertels suchen Hände.|Fofzéng Veräiner aus dem Quartier siche Hänn.",
        "Centre culturel de Dommeldange|Centro cultural de Dommeldange|Dommeldange cultural centre|Kulturzentrum Dommeldingen|Kulturzentrum Dummeldeng"),
    Told("newspaper", "newspaper", CARITAS, "Pfaffenthal", (-21, 0, 14, 42), (17, 19), 10, 5, ("fr", "lb"),
        "Réunion du journal de quartier|Reunião do jornal do bairro|Meeting of the neighbourhood newspaper|Redaktion der Stadtteilzeitung|Redaktioun vun der Quartierszeitung",
        "On écrit, on photographie, on plie.|Escreve-se, fotografa-se, dobra-se.|We write, take pictures and fold.|Wir schreiben, fotografieren und falten.|Mir schreiwen, fotograféieren a falen.",
        "Atelier Zeralda"),
    Told("excursion", "outing", CARITAS, "Pfaffenthal", (-30, 5), (9, 17), 16, 10, ("fr", "pt", "ar"),
        "Sortie à la forêt|Passeio à floresta|A day in the forest|Ausflug in den Wald|Ausfluch an de Bësch",
        "Bus, goûter et bonnes chaussures.|Autocarro, lanche e bons sapatos.|Bus, a snack and good shoes.|Bus, Imbiss und gute Schuhe.|Bus, eppes z’iessen a gutt Schong.",
        "Départ : Atelier Zeralda|Partida: Atelier Zeralda|We leave from the Atelier Zeralda|Abfahrt: Atelier Zeralda|Depart: Atelier Zeralda"),
    Told("winter", "party", CARITAS, "Pfaffenthal", (26,), (15, 20), 60, 3, ("fr", "lb", "pt"),
        "Fête d’hiver du quartier|Festa de inverno do bairro|Winter party of the neighbourhood|Winterfest im Viertel|Wanterfest am Quartier",
        "Soupe, feu et chansons.|Sopa, fogueira e canções.|Soup, a fire and songs.|Suppe, Feuer und Lieder.|Zopp, Feier a Lidder.",
        "Cour de l’Atelier Zeralda", shifts=("Soupe", "Rangement")),
    Told("museum", "outing", ATD, "Differdange centre", (-11, 24), (14, 17), 14, 7, ("fr", "lb"),
        "Sortie culturelle en famille|Passeio cultural em família|Cultural outing for families|Kulturausflug für Familien|Kulturausfluch fir Famillen",
        "Gratuit, bus compris. On reste ensemble toute l’après-midi.|Grátis, com autocarro. Ficamos juntos toda a tarde.|Free, bus included. We stay together all afternoon.|Kostenlos, mit Bus. Wir bleiben den ganzen Nachmittag zusammen.|Gratis, mam Bus. Mir bleiwen de ganze Mëtteg zesummen.",
        "Rendez-vous à la gare|Encontro na estação|We meet at the station|Treffpunkt am Bahnhof|Mir treffen eis op der Gare"),
    Told("sharing", "other", ATD, "Fousbann", (8, 36), (15, 17), 20, 3, ("fr", "pt"),
        "Après-midi de partage|Tarde de partilha|An afternoon of sharing|Nachmittag des Teilens|Nomëtteg vum Deelen",
        "Chacun raconte ce qu’il sait faire.|Cada um conta o que sabe fazer.|Everybody tells what they can do.|Alle erzählen, was sie können.|Jiddereen erzielt, wat e kann.",
        "Maison relais Fousbann"),
    Told("grants", "workshop", "", "Differdange centre", (-6, 10), (18, 20), 8, 10, ("fr", "de", "en"),
        "Demander un subside, pas à pas|Pedir um subsídio, passo a passo|Asking for a grant, step by step|Einen Zuschuss beantragen, Schritt für Schritt|E Subsid ufroen, Schrëtt fir Schrëtt",
        "Apportez votre idée ; nous remplissons le formulaire ensemble.|Traga a sua ideia; preenchemos o formulário juntos.|Bring your idea; we fill in the form together.|Bringen Sie Ihre Idee mit; wir füllen das Formular zusammen aus.|Bréngt Är Iddi mat; mir fëllen de Formulaire zesummen aus.",
        "", room="small", asks=("needs",)),
    Told("open", "party", "", "Differdange centre", (33,), (14, 20), 60, 4, ("fr", "lb", "pt", "en", "de"),
        "Le Wok en fête|O Wok em festa|The Wok celebrates|Das Wok feiert|De Wok feiert",
        "Toutes les associations, une seule cuisine.|Todas as associações, uma só cozinha.|All associations, one kitchen.|Alle Vereine, eine Küche.|All d’Veräiner, eng Kichen.",
        "", room="large", asks=("needs", "children", "diets"), shifts=("Accueil", "Bar", "Rangement")),
    Told("games", "other", "", "Differdange centre", (40,), (18, 21), 20, 0, ("fr",), "Soirée jeux en toutes langues", "On joue sans se comprendre, au début.", "", room="half_a", end="draft"),
    Told("ball", "party", "Les danseurs du Fousbann asbl", "Fousbann", (12,), (19, 23), 70, 4, ("fr", "pt"),
        "Bal du monde|Baile do mundo|World ball|Ball der Welt|Bal vun der Welt",
        "Dix danses, dix pays ; on apprend les pas à 19 heures.|Dez danças, dez países; aprende-se os passos às 19 horas.|Ten dances, ten countries; we learn the steps at 19:00.|Zehn Tänze, zehn Länder; um 19 Uhr lernen wir die Schritte.|Zéng Dänz, zéng Länner; um 19 Auer léiere mir d’Schrëtt.",
        "Hall La Chiers", price="5 € ; gratuit pour les enfants|5 €; grátis para crianças|€5; free for children|5 €; Kinder frei|5 €; Kanner gratis", shifts=("Caisse", "Bar")),
    Told("meal", "party", "Cuisine sans frontières", "Fousbann", (-8,), (12, 15), 40, 9, ("fr", "it", "pt"),
        "Un repas, dix pays|Uma refeição, dez países|One meal, ten countries|Ein Essen, zehn Länder|Een Iessen, zéng Länner",
        "Zéro gaspillage : apportez une boîte.|Zero desperdício: traga uma caixa.|No waste: bring a box.|Nichts wird weggeworfen: Bringen Sie eine Dose mit.|Näischt gëtt ewechgehäit: Bréngt eng Këscht mat.",
        "Maison relais Fousbann", asks=("needs", "children", "diets"), shifts=("Vaisselle",), is_counted=True),
    Told("hike", "outing", "Natur erliewen", "Lasauvage", (20,), (10, 15), 25, 0, ("lb", "fr"), "Randonnée des mines||||Wanderung duerch d’Minnen", "Douze kilomètres, deux guides.", "Gare de Lasauvage", end="asked"),
    Told("concert", "other", "Fanfare de la Colline asbl", "Lasauvage", (6,), (16, 18), 60, 3, ("fr", "lb"),
        "Concert d’automne|Concerto de outono|Autumn concert|Herbstkonzert|Hierschtconcert", "Musique de rue et surprises.|Música de rua e surpresas.|Street music and surprises.|Straßenmusik und Überraschungen.|Stroossemusek a Surprisen.",
        "Église de Lasauvage", end="cancelled"),
)  # fmt: skip
WHY = said(
    "La salle est en travaux.|A sala está em obras.|The hall is being repaired.|Der Saal wird renoviert.|De Sall gëtt renovéiert."
)
