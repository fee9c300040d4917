"""What staff type about somebody they book in, alike for every date people come to."""

from wtforms import RadioField, SelectMultipleField

from wok.bookings import needs
from wok.people.reach_fields import DeskReach
from wok.web.forms import LineField, LinesField, OnceForm, at_most, required
from wok.web.language import LANGUAGE_NAMES
from wok.web.sentences import lazy_gettext as _l


class GuestFields(DeskReach, OnceForm):
    """A guest booked at the desk: name, a way to be reached; the rest only if it matters."""

    name = LineField(_l("Name"), [required(), at_most(100)])
    association = LineField(_l("Association"), [at_most(100)])
    language = RadioField(_l("Language of their messages"), choices=list(LANGUAGE_NAMES.items()), default="fr")
    eating = SelectMultipleField(_l("They eat"), choices=list(needs.EATING.items()))
    needs = SelectMultipleField(_l("They need"), choices=list(needs.NEEDS.items()))
    note = LinesField(_l("Note"), [at_most(500)])
    reason = LineField(_l("Why they get places beyond the limit"), [at_most(200)])

    def diets(self) -> dict[str, int]:
        """What they eat counts once for the party: the desk asks no more."""
        return dict.fromkeys(self.eating.data or [], 1)
