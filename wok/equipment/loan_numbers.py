"""How many of each line of a loan, as they were typed into its form: `n7` for line 7; 0 takes the thing out."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from wok.equipment.asking_shown import Thing, thing_of
from wok.equipment.loan_forms import number_of
from wok.equipment.loan_rules import whole_packs
from wok.equipment.models import LoanLine
from wok.kernel.values import dataclass
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext


@dataclass
class Number:
    """One line's number: what was typed, and what is wrong with it."""

    line: LoanLine
    typed: str
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The field's name on the page."""
        return f"n{self.line.id}"


class Numbers:
    """The numbers of all lines that were not taken out."""

    def __init__(self, lines: Sequence[LoanLine], typed: Mapping[str, str]) -> None:
        self.rows = [
            Number(line, typed.get(f"n{line.id}", str(line.asked))[:12]) for line in lines if line.state != "withdrawn"
        ]

    def are_good(self) -> bool:
        """Whether each can be; what is wrong is noted at its line."""
        for row in self.rows:
            fault = _fault(row)
            row.errors = [fault] if fault else []
        return not any(row.errors for row in self.rows)

    def values(self) -> dict[int, int]:
        """Line id -> how many."""
        return {row.line.id: number_of(row.typed) or 0 for row in self.rows}

    def shown(self, language: str) -> list[tuple[Thing, Number]]:
        """Each line with its thing."""
        return [(thing_of(row.line.item, language), row) for row in self.rows]


def _fault(row: Number) -> str:
    number, item = number_of(row.typed), row.line.item
    there = max(item.resource.capacity, row.line.asked)
    if number is None:
        return str(_("Write a whole number, for example 3."))
    if number > there:
        return ngettext("We have %(num)s. Choose at most %(num)s.", "We have %(num)s. Choose at most %(num)s.", there)
    lower, higher = whole_packs(number, item.pack)
    if number and lower != number and number != row.line.asked:
        return str(
            _(
                "These go out in packs of %(pack)s. Choose %(lower)s or %(higher)s.",
                pack=item.pack,
                lower=lower,
                higher=higher,
            )
        )
    return ""
