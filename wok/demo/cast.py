"""The people of the demonstration: sixty associations and their contacts, all invented.

Any likeness to living people or real associations is chance. Addresses end in .example (RFC 2606) and
reach nobody. Telephone numbers begin with 600 000, which no operator in Luxembourg has been given: they
look right, pass the Wok's own reader, and ring nowhere.
"""

import random
import unicodedata

from wok.kernel.values import dataclass

STAFF = (
    ("Claire Weber", "claire@wok.example", "fr"),
    ("Tiago Marques Leal", "tiago@wok.example", "pt"),
    ("Nour Ben Salah", "nour@wok.example", "de"),
    ("Lynn Hoffmann", "lynn@wok.example", "lb"),
)
AMINA = "Amina Haddad"
AMINA_EMAIL = "amina@danseurs.example"
JOINING = 2  # the last two of the table ask to join; nobody has accepted them yet

# name | form | language | neighbourhood | size | purpose | people, the first one is the delegate
TABLE = """
Les danseurs du Fousbann asbl|formal|fr|Fousbann|up_to_100|Danses du monde pour tous les âges|Amina Haddad;Jean-Noël D’Haeyer;Süreyya Öztürk
Les footballeurs de la Chiers|informal|fr|Niederkorn|up_to_25|Football du dimanche, sans licence|Bruno Almeida;Kévin N’Diaye
Rancho Folclórico Flores de Oberkorn|formal|pt|Oberkorn|up_to_100|Danças e cantares do Minho|Maria da Conceição Ferreira;João Esteves;Inês Araújo
Batuque di Mindelo|formal|pt|Differdange centre|up_to_100|Batuque, morna e coladeira|Zeferina Lopes Tavares;Djony Monteiro
Cécifoot Minett asbl|formal|fr|Niederkorn|up_to_25|Football pour personnes aveugles et malvoyantes|Moussa Traoré;Élodie Kremer
مطبخ الشام – Cuisine de Syrie|informal|fr|Fousbann|up_to_25|Des femmes et des hommes de Syrie cuisinent|نور الخطيب;Yousef Al-Masri;ريم حداد
Українські жінки Діффердинжа|formal|en|Differdange centre|up_to_100|Help, language and songs for women from Ukraine|Оксана Бондаренко;Софія Мар’яненко;Леся Коваль
Scouten Déifferdeng-Nidderkuer asbl|formal|lb|Niederkorn|above|Scouting fir Kanner a Jonker|Yves Feltgen;Anne-Marie Thill;Luca Schroeder
Compte juste|informal|fr|Oberkorn|up_to_25|Aide à la comptabilité des petites associations|Geneviève Poncelet;Rui Sá
Sprachencafé Zolver Strooss|informal|de|Oberkorn|up_to_25|Jeden Dienstag sprechen wir miteinander|Renate Großmann;Đặng Thị Hương
Café des langues du Parc Gerlache|formal|fr|Differdange centre|up_to_100|Parler français, sans faire de fautes… ou avec|François L’Hermitte;Ana Luísa Queirós
Club Senior Wéngertsbierg|formal|lb|Differdange centre|up_to_100|Spadséieren, Kaart spillen, zesumme kachen|Marie-Josée Hoffmann;Jempi Wagener
Bangladesh Community Minett|formal|en|Fousbann|up_to_25|Cricket, cooking and Bangla lessons for children|Rahim Uddin;Shamima Akter
Eritrean Coffee Ceremony Circle|informal|en|Fousbann|up_to_25|Coffee, prayer-free talk and help with letters|ሰላም ተስፋይ;Yonas Ghebremedhin
Kreativ Nadelen|formal|lb|Oberkorn|up_to_25|Bitzen, strécken a flécken|Josiane Ney;Fernanda Coutinho
Velo Sidd Déifferdeng asbl|formal|lb|Differdange centre|up_to_100|Vëlosfueren leieren a Vëloe flécken|Guy Majerus;Ilir Berisha
Grupo de Teatro A Ribalta|formal|pt|Differdange centre|up_to_25|Teatro em português, para todos|Henrique Vilar;Sónia Brandão
Les jardins partagés de Lasauvage|formal|fr|Lasauvage|up_to_100|Potagers, compost et fête des courges|Bénédicte Arnould;Mehmet Yıldız
Chorale multiculturelle Vivace|formal|fr|Differdange centre|up_to_100|On chante en douze langues|Cécile Desœuvres;Ngozi Okonkwo
Parents d’enfants différents|informal|fr|Oberkorn|up_to_25|Entraide entre parents|Nathalie Kieffer;Hélder Pato
Montenegrinischer Kulturverein Lovćen|formal|de|Niederkorn|up_to_100|Tanz, Sprache und Sommerfest|Милица Вуковић;Dragan Perović
Asociación Andina Sumaq|formal|fr|Fousbann|up_to_25|Musique des Andes et cuisine du Pérou|Rosa Quispe Mamani;Íñigo Núñez
Roda de Capoeira Axé Minett|formal|pt|Differdange centre|up_to_100|Capoeira para crianças e adultos|Mestre Zé Baiano (José Lins);Yara Conceição
Lëtzebuergesch am Quartier|informal|lb|Fousbann|up_to_25|Lëtzebuergesch schwätzen ouni Examen|Nico Biver;Tenzin Dolma
The English Readers|informal|en|Differdange centre|up_to_25|One book a month, tea included|Siobhán O’Connor;Peter Ashworth-Bell
Afghan Kites|informal|en|Oberkorn|up_to_25|We build kites and fly them at Easter|احمد ضیا رحیمی;Laila Noori
Solidarité Cap-Vert Santo Antão|formal|pt|Fousbann|above|Escolas e água em Santo Antão|Arlindo Évora;Celeste Ramos Fortes
Amis du chemin de fer minier|formal|fr|Lasauvage|up_to_25|Une locomotive, un musée, beaucoup d’huile|Roger Schaack;Émile Conter
Aikido Déifferdeng|formal|lb|Niederkorn|up_to_25|Aikido vun 8 bis 88|Tom Reuter;小林 由紀
Association des familles roumaines|formal|fr|Oberkorn|up_to_100|Traditions, contes et cours de roumain|Ștefania Țurcanu;Bogdan Ionescu
Ciné-club Le Projecteur|formal|fr|Differdange centre|up_to_25|Un film, un débat, une soupe|Olivier Gérardin;Wafa Jaziri
Kaffi-Klatsch fir Eelereng|informal|lb|Oberkorn|up_to_25|Elteren aleng, mat Kanner, mat Kaffi|Sandra Pütz;Carla Vaz
Rapper vum Minett|informal|lb|Fousbann|up_to_25|Texter schreiwen, ophuelen, optrieden|Diego „Dixie“ Simões;Lenny Schmitz
Bosnische Frauen Sevdah|formal|de|Differdange centre|up_to_25|Lieder, Kaffee, Handarbeit|Azra Hadžić;Emina Šabanović
Tamil Sangam Minett|formal|en|Niederkorn|up_to_100|Tamil school, Pongal and carrom|கவிதா செல்வம்;Prakash Nadarajah
Les mains qui parlent|formal|fr|Differdange centre|up_to_25|Langue des signes et théâtre visuel|Sylvie Hengen;Loïc Brüls
Repair-Team Schmelz|informal|de|Differdange centre|up_to_25|Reparieren statt wegwerfen|Klaus-Dieter Mühlbauer;Paulo Rocha
Filipino Bayanihan|formal|en|Oberkorn|up_to_25|Sunday meals, karaoke and first aid|Maricel Dela Cruz;Jun-Jun Peñaflor
Tontine Espoir des mamans|formal|fr|Fousbann|up_to_25|Épargner et apprendre ensemble|Aïssatou Bâ;Clémentine Mbuyi
Fanfare de la Colline asbl|formal|fr|Lasauvage|up_to_100|Musique de rue depuis longtemps|Marc Weyland;Anaïs Félix
Natur erliewen|formal|lb|Niederkorn|up_to_100|Naturschutz a Wanderunge mat Kanner|Martine Jaas;Gilles Oé
Digitale Hëllef 60+|informal|lb|Differdange centre|up_to_25|Handy, Online-Formulairen, Gedold|Fernand Zwank;Beatriz Pimentel
Association sportive des sourds du Sud|formal|fr|Niederkorn|up_to_25|Bowling, pétanque, échecs|Thierry Mangen;Graça Moura
Grupo de Cavaquinhos Saudade|informal|pt|Oberkorn|up_to_25|Cavaquinhos, concertina e petiscos|Armindo Sequeira;Lurdes Fontes
Kurdish Cultural House|formal|en|Fousbann|up_to_100|Newroz, language classes, advice|Rojîn Demîr;شێرکۆ عومەر
Femmes en marche|informal|fr|Oberkorn|up_to_25|Marcher ensemble le mercredi matin|Fatiha El Ouafi;Chantal Ries
Junge Chöre Minett|formal|de|Differdange centre|up_to_100|Kinder- und Jugendchor|Ulrike Schäfer;Björn Weiß
Théâtre de l’Invisible|formal|fr|Differdange centre|up_to_25|Improvisation dans l’espace public|Maëlle Le Goff;Ousmane Cissé
Polska Szkółka Sobotnia|formal|en|Niederkorn|up_to_100|Saturday school for Polish-speaking children|Małgorzata Wójcik;Grzegorz Źrebiec
Jeux de société pour tous|informal|fr|Fousbann|up_to_25|On joue, on explique, on rejoue|Cédric Hallé;Nguyễn Minh Anh
Amitié Chine-Minett|formal|fr|Differdange centre|up_to_25|Thé, calligraphie et nouvel an|王小梅;Li Na
Secouristes bénévoles du quartier|formal|fr|Niederkorn|up_to_100|Premiers secours, gratuitement|Pascal Trierweiler;Débora Galvão
Imkerverein Zolwerknapp|formal|de|Oberkorn|up_to_25|Bienen, Honig, Schulbesuche|Heinz Jüngling;Agim Krasniqi
Mamies et papis lecteurs|formal|fr|Oberkorn|up_to_25|Lire aux enfants des maisons relais|Ginette Muller;Abílio Cruz
Skate Déifferdeng|informal|lb|Differdange centre|up_to_25|E Skatepark, dee mir selwer bauen|Ben Klopp;Mia Ðorđević
Handicap et loisirs asbl|formal|fr|Differdange centre|up_to_100|Sorties accessibles et vacances|Josée D’Onofrio;Vitor Hugo Pais
Persische Lyrik am Abend|informal|de|Fousbann|up_to_25|Gedichte auf Persisch und Deutsch|پروانه کریمی;Jürgen Löw
Cuisine sans frontières|formal|fr|Fousbann|up_to_100|Un repas, dix pays, zéro gaspillage|Samira Bouzid;Enzo Di Lorenzo
Quartier solidaire Fousbann|informal|fr|Fousbann|up_to_25|Un coup de main entre voisins|Valérie Kohn;Mamadou Sow
Guiné-Bissau em Dança|informal|pt|Niederkorn|up_to_25|Dança e percussão da Guiné-Bissau|Binta Djaló;Nelito Gomes Sá
"""
STEMS = ("Amis de", "Cercle de", "Frënn vum", "Amigos de", "Freunde von", "Friends of")


@dataclass(frozen=True)
class Group:
    """One association of the cast, and who speaks for it."""

    name: str
    form: str
    language: str
    neighbourhood: str
    size_band: str
    purpose: str
    people: tuple[str, ...]


def written() -> list[Group]:
    """The sixty of the table."""
    return [_read(line) for line in TABLE.strip().splitlines()]


def groups(count: int, rng: random.Random) -> list[Group]:
    """The first `count` associations; past the sixty of the table, more of the same kind are drawn."""
    table = written()
    return [*table[:count], *(_drawn(number, table, rng) for number in range(len(table), count))]


def _read(line: str) -> Group:
    name, form, language, neighbourhood, size_band, purpose, people = line.split("|")
    return Group(name, form, language, neighbourhood, size_band, purpose, tuple(people.split(";")))


def _drawn(number: int, written: list[Group], rng: random.Random) -> Group:
    like = rng.choice(written)
    names = [name for group in written for name in group.people if " " in name]
    people = tuple(f"{rng.choice(names).split()[0]} {rng.choice(names).split()[-1]}" for _ in range(2))
    name = f"{rng.choice(STEMS)} {like.neighbourhood} {number + 1}"
    return Group(name, like.form, like.language, like.neighbourhood, like.size_band, like.purpose, people)


def address(name: str, number: int) -> str:
    """An e-mail address that reaches nobody: amina.haddad.1@mail.example."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ["".join(char for char in word if char.isalpha()) for word in plain.split()]
    local = ".".join(word for word in words if word) or "contact"
    return f"{local}.{number}@mail.example"


def phone(number: int) -> str:
    """A telephone number that looks right and rings nowhere."""
    return f"+352600{number % 1_000_000:06d}"
