"""What people change on a loan: numbers, days, a thing more, more days."""

from datetime import date
from typing import Any

from wtforms import SelectField

from wok.equipment.asking_forms import DaysFields, read_day
from wok.equipment.models import Loan
from wok.web.forms import VersionForm, WholeNumberField, WokForm
from wok.web.sentences import lazy_gettext as _l


class ChangeForm(DaysFields, VersionForm):
    """Other days, a thing more; the numbers of the lines have their own fields, `n7` for line 7."""

    more = SelectField(_l("A thing more"), default="", validate_choice=False)
    more_number = WholeNumberField(_l("How many"), default=1)

    def show(self, loan: Loan, version: int) -> None:
        """Fill in what stands."""
        self.first.data, self.last.data = loan.pick_up_on.isoformat(), loan.return_on.isoformat()
        self.version.data, self.more.data, self.more_number.data = str(version), "", 1


class ExtendForm(WokForm):
    """A later return day."""

    last = SelectField(_l("New return day"), validate_choice=False)

    def day(self) -> date | None:
        """The chosen day."""
        return read_day(self.last.data)


def number_of(typed: Any) -> int | None:
    """A whole number from 0 on, or None."""
    text = str(typed or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
