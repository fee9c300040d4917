"""What people eat, as any form that feeds them asks it: how many eat so, and what must not be in the food."""

from typing import Any

from wtforms import SelectMultipleField

from wok.bookings.needs import ALLERGENS, DIETS
from wok.web.forms import WholeNumberField, WokForm, between
from wok.web.sentences import lazy_gettext as _l

MOST = 99  # people in one party; a larger group calls us


class DietFields(WokForm):
    """The four diets in numbers, and the allergens."""

    vegetarian = WholeNumberField(DIETS["vegetarian"], [between(0, MOST)], default=0)
    vegan = WholeNumberField(DIETS["vegan"], [between(0, MOST)], default=0)
    halal = WholeNumberField(DIETS["halal"], [between(0, MOST)], default=0)
    kosher = WholeNumberField(DIETS["kosher"], [between(0, MOST)], default=0)
    allergens = SelectMultipleField(
        _l("What must not be in the food?"), choices=list(ALLERGENS.items()), validate_choice=False
    )

    def eating(self) -> list[Any]:
        """The number fields of the four diets."""
        return [self[code] for code in DIETS]

    def diets(self) -> dict[str, int]:
        """Code -> how many eat so."""
        diets = {code: self[code].data for code in DIETS if self[code].data}
        diets.update({code: 1 for code in self.allergens.data or [] if code in ALLERGENS})
        return diets

    def show_diets(self, diets: dict[str, int]) -> None:
        """Fill in what was said before."""
        self.allergens.data = [code for code in diets if code in ALLERGENS]
        for code in DIETS:
            self[code].data = diets.get(code, 0)
