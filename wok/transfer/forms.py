"""What staff send when they bring a file in."""

from wtforms import BooleanField, FileField, HiddenField

from wok.web.forms import OnceForm, WokForm, required
from wok.web.sentences import lazy_gettext as _l


class UploadForm(OnceForm):
    """A spreadsheet."""

    sheet = FileField(_l("The file"), [required()])

    def sent(self) -> tuple[bytes, str]:
        """The file's bytes and its name; nothing when no file was sent."""
        read = getattr(self.sheet.data, "read", None)
        return (bytes(read()), str(self.sheet.data.filename or "")) if read else (b"", "")


class CarryOutForm(WokForm):
    """The press that imports: what was shown, and what staff tick."""

    fingerprint = HiddenField()
    may_book = BooleanField(_l("They may book for their association"))
    tells = BooleanField(_l("Tell them by e-mail that they act for it now"))
