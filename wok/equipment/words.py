"""The words for what is lent: kinds of things, what people need them for, owners, states."""

from functools import lru_cache

from wok.kernel.letters import fold
from wok.web.dates import locale
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l
from wok.web.texts import translated

CATEGORIES = {
    "outdoors": _l("For outdoors"),
    "seats": _l("Tables and chairs"),
    "kitchen": _l("Kitchen and dishes"),
    "sound": _l("Sound"),
    "screens": _l("Projectors and screens"),
    "workshop": _l("Workshop and office"),
    "play": _l("Sport and play"),
    "access": _l("Access for everybody"),
    "transport": _l("Transport"),
    "safety": _l("Power and safety"),
}
PURPOSES = {
    "film": _l("Show a film"),
    "party": _l("Neighbourhood party"),
    "meal": _l("Eat together"),
    "speech": _l("Music and speeches"),
    "workshop": _l("Workshop or course"),
    "meeting": _l("Meeting"),
    "sport": _l("Sport and games"),
    "access": _l("Everybody can come in and hear"),
}
OWNERS = {
    "wok": _l("The Wok"),
    "town": _l("The town"),
    "association": _l("An association"),
}
UNIT_STATES = {
    "service": _l("In service"),
    "repair": _l("In repair"),
    "lost": _l("Lost"),
    "retired": _l("No longer lent"),
}
UNIT_TAGS = {"service": "confirmed", "repair": "decision", "lost": "cancelled", "retired": "past"}


@lru_cache(maxsize=64)
def searched(kind: str, code: str) -> str:
    """A category's or a purpose's words in every language, folded: what a search finds it by."""
    known = CATEGORIES if kind == "category" else PURPOSES
    return fold(" ".join(translated(known[code]).values())) if code in known else ""


def weight(grams: int | None) -> str:
    """ "12.5 kg" or "800 g", empty when nobody weighed it."""
    if not grams:
        return ""
    if grams < 1000:
        return str(_("%(number)s g", number=grams))
    kilos = f"{grams / 1000:.1f}".rstrip("0").rstrip(".")
    return str(_("%(number)s kg", number=kilos.replace(".", _decimal_sign())))


def euros(cents: int | None) -> str:
    """ "50 €", empty when nothing is left as a deposit."""
    if not cents:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole}{_decimal_sign()}{rest:02d}\u00a0€" if rest else f"{whole}\u00a0€"


def _decimal_sign() -> str:
    return str(locale().number_symbols["latn"]["decimal"])
