"""The address of a colleague's own calendar."""

from wtforms.validators import ValidationError

from wok.team.busy_words import FAULTS
from wok.team.fetch import LONGEST, https_address
from wok.web.forms import LineField, VersionForm, at_most, required
from wok.web.sentences import lazy_gettext as _l


class BusyForm(VersionForm):
    """One address, https in the end."""

    address = LineField(_l("Address of your calendar"), [required(), at_most(LONGEST)])

    def validate_address(self, field: LineField) -> None:
        """Only what can be an address of a calendar."""
        if https_address(field.data or "") is None:
            raise ValidationError(FAULTS["no_address"])

    def https(self) -> str:
        """The address as it is kept."""
        return https_address(self.address.data or "") or ""
