"""What the demonstration's events have in common: the long text of each kind, and how often each took place before.

Five languages are written fr | pt | en | de | lb; some events have gaps, as staff meet them.
"""

from wok.db import Texts
from wok.demo.event_texts import Told, said, weeks

FIRST_WEEK, LAST_WEEK = -50, -8  # earlier dates: from and to which week
SEASONS = {  # every so many weeks
    "luxembourgish": 2, "french": 2, "lanterns": 5, "cooking": 4, "bonnevoie": 13, "walk": 6, "associations": 9,
    "newspaper": 4, "museum": 5, "sharing": 6, "grants": 4, "meal": 8,
}  # fmt: skip
GAPS = {"walk": ("de", "lb"), "museum": ("en",), "newspaper": ("pt", "de")}
TEXTS = {
    "course": "Pas besoin de savoir quoi que ce soit : on commence là où vous êtes. Vous pouvez manquer une fois et revenir.|Não precisa de saber nada: começamos onde está. Pode faltar uma vez e voltar.|You need not know anything: we begin where you are. You can miss one and come back.|Sie brauchen nichts zu wissen: Wir beginnen dort, wo Sie stehen. Sie können einmal fehlen und wiederkommen.|Dir braucht näischt ze wëssen: Mir fänken do un, wou Dir sidd. Dir kënnt eng Kéier feelen an erëmkommen.",
    "workshop": "Le matériel est là et ne coûte rien. On travaille à plusieurs, chacun à son rythme, et on range ensemble.|O material está cá e não custa nada. Trabalhamos em conjunto, cada um ao seu ritmo, e arrumamos juntos.|Everything you need is there and costs nothing. We work together, each at their own pace, and tidy up together.|Das Material ist da und kostet nichts. Wir arbeiten gemeinsam, jeder in seinem Tempo, und räumen zusammen auf.|D’Material ass do a kascht näischt. Mir schaffen zesummen, jiddereen a sengem Tempo, a raumen zesummen op.",
    "party": "Apportez un plat, un instrument ou juste vous-même. Les voisins sont les bienvenus ; les enfants ont leur coin.|Traga um prato, um instrumento ou só a si. Os vizinhos são bem-vindos; as crianças têm o seu canto.|Bring a dish, an instrument or just yourself. Neighbours are welcome; children have a corner of their own.|Bringen Sie ein Gericht, ein Instrument oder einfach sich selbst mit. Nachbarn sind willkommen; Kinder haben ihre Ecke.|Bréngt en Iessen, en Instrument oder einfach Iech selwer mat. D’Nopere si wëllkomm; d’Kanner hunn hiren Eck.",
    "outing": "On part ensemble et on rentre ensemble. S’il pleut, on y va quand même ; prévoyez une veste.|Vamos juntos e voltamos juntos. Se chover, vamos na mesma; traga um casaco.|We go together and come back together. We go even if it rains; bring a jacket.|Wir gehen zusammen los und kommen zusammen zurück. Auch bei Regen; bringen Sie eine Jacke mit.|Mir ginn zesumme fort a kommen zesummen zréck. Och wann et reent; huelt eng Jackett mat.",
    "meeting": "Chacun peut prendre la parole, dans sa langue. Nous aidons à traduire.|Todos podem falar, na sua língua. Ajudamos a traduzir.|Everybody may speak, in their own language. We help to translate.|Alle können sprechen, in ihrer Sprache. Wir helfen beim Übersetzen.|Jiddereen däerf schwätzen, a senger Sprooch. Mir hëllefen iwwersetzen.",
    "newspaper": "Apportez une photo ou une histoire de votre rue. Nous corrigeons ensemble, personne n’a besoin de bien écrire.|Traga uma fotografia ou uma história da sua rua. Corrigimos juntos; ninguém precisa de escrever bem.|Bring a picture or a story of your street. We correct together; nobody needs to write well.|Bringen Sie ein Bild oder eine Geschichte aus Ihrer Straße mit. Wir korrigieren gemeinsam; niemand muss gut schreiben können.|Bréngt eng Foto oder eng Geschicht aus Ärer Strooss mat. Mir korrigéieren zesummen; kee muss gutt schreiwe kënnen.",
    "other": "C’est ouvert à tous, sans carte de membre. Venez un peu plus tôt pour trouver une place.|Está aberto a todos, sem cartão de sócio. Venha um pouco mais cedo para encontrar lugar.|It is open to all, without membership. Come a little earlier to find a seat.|Offen für alle, ohne Mitgliedschaft. Kommen Sie etwas früher, um einen Platz zu finden.|Et ass op fir jiddereen, ouni Memberskaart. Kommt e bësse méi fréi, fir eng Plaz ze fannen.",
}  # fmt: skip


def text_of(told: Told) -> Texts:
    """The long text, with the gaps of this event; a draft has none yet."""
    if told.end == "draft":
        return {}
    return {code: words for code, words in said(TEXTS[told.kind]).items() if code not in GAPS.get(told.key, ())}


def earlier(told: Told) -> tuple[int, ...]:
    """Its dates of the quarters before, in days from the Monday of this week."""
    step = SEASONS.get(told.key)
    return weeks(told.days[0] % 7, FIRST_WEEK, LAST_WEEK, step) if step else ()
