"""The form of the rule's figures: points with a comma or a dot, per cent and whole numbers; from a day on, with a reason."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import DateField
from wtforms.validators import ValidationError

from wok.kernel import published
from wok.kernel.standing import Params
from wok.sharing import staff_figures
from wok.sharing.answers import say_points
from wok.sharing.staff_figures import FIGURES, PER_CENT, Figure
from wok.sharing.staff_forms import ReasonForm
from wok.team.forms import YEARS, PreviewForm
from wok.web.forms import LineField, WholeNumberField, required, unanswered
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l


def thousandths_of(typed: str) -> int | None:
    """Points with at most three decimals, as people write them, in thousandths; None where it is no such number."""
    plain = typed.replace(",", ".").replace("−", "-").replace(" ", "")
    if not plain or len(plain) > 8 or set(plain) - set("-.0123456789"):
        return None
    try:
        found = Decimal(plain) * 1000
    except InvalidOperation:
        return None
    return int(found) if found == found.to_integral_value() else None


class PointsField(LineField):
    """Points; what cannot be read stays as typed."""


class FiguresForm(PreviewForm, ReasonForm):
    """All figures at once; `params()` gives them."""

    valid_from = DateField(_l("From this date on"), [required()])

    def validate_valid_from(self, field: Any) -> None:
        """A year we know."""
        if field.data and not YEARS[0] <= field.data <= YEARS[1]:
            raise ValidationError(_("Choose a date between the years 2020 and 2100."))

    def of(self, figure: Figure) -> Any:
        """The field of one figure."""
        return self[figure.field]

    def fill(self, params: Params) -> None:
        """Show what stands."""
        values = staff_figures.plain(params)
        for figure in FIGURES:
            value = figure.of(values)
            shown = {"points": say_points(value), "percent": value // PER_CENT}.get(figure.unit, value)
            self.of(figure).data = shown

    def validate(self, extra_validators: Any = None) -> bool:
        """Each figure is a number within its limits."""
        good = super().validate(extra_validators)
        return all(list(map(self._is_good, FIGURES))) and good

    def _is_good(self, figure: Figure) -> bool:
        field, value = self.of(figure), self._value(figure)
        if field.errors:
            return False
        if value is None:
            field.errors = [
                _("Write a number, for example 0.5.")
                if figure.unit == "points"
                else unanswered(field, _("Please fill this in."))
            ]
            return False
        if not figure.low <= value <= figure.high:
            low, high = (
                say_points(one) if figure.unit == "points" else one // self._step(figure)
                for one in (figure.low, figure.high)
            )
            field.errors = [_("Choose a number from %(min)s to %(max)s.", min=low, max=high)]
            return False
        return True

    def _step(self, figure: Figure) -> int:
        return PER_CENT if figure.unit == "percent" else 1

    def _value(self, figure: Figure) -> int | None:
        field = self.of(figure)
        if figure.unit == "points":
            return thousandths_of(field.data or "")
        return None if field.data is None else int(field.data) * self._step(figure)

    def params(self, base: Params) -> Params:
        """What was typed, over a set that has everything else."""
        values = staff_figures.plain(base)
        for figure in FIGURES:
            staff_figures.put(figure, self._value(figure) or 0, values)
        return published.params_of(values)

    def answers(self) -> str:
        """What was asked for, to tell whether the effect shown is still the right one."""
        return f"{self.valid_from.data} " + " ".join(str(self._value(figure)) for figure in FIGURES)


for _figure in FIGURES:
    setattr(
        FiguresForm,
        _figure.field,
        PointsField(_figure.words) if _figure.unit == "points" else WholeNumberField(_figure.words),
    )
