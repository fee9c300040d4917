"""What a delegate types about the association for everybody to read."""

from urllib.parse import urlsplit

from wtforms import BooleanField
from wtforms.validators import ValidationError

from wok.directory.entry_facts import WORDS, Shown
from wok.directory.models import DirectoryEntry
from wok.people import themes
from wok.people.contact import read_email, read_phone
from wok.people.forms import email_address, phone_number, several
from wok.people.spoken import SPOKEN
from wok.web.forms import LineField, LinesField, PhoneField, VersionForm, WokForm, at_most, required
from wok.web.sentences import lazy_gettext as _l


def read_website(typed: str) -> str | None:
    """An address of a website in full, "www.example.org" too; "" for none, None when it cannot be one."""
    if not typed:
        return ""
    whole = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return None
    is_plain = parts.scheme in ("http", "https") and "." in host.strip(".") and not parts.username and port is None
    return whole if is_plain and not any(char.isspace() for char in whole) else None


class EntryForm(VersionForm):
    """What is shown of us; the three texts are in one language, the page's address says which."""

    is_shown = BooleanField(_l("Show us in the list of associations"))
    about = LinesField(_l("Who you are and what you do"), [at_most(1500)])
    looking_for = LinesField(_l("What you look for"), [at_most(800)])
    offering = LinesField(_l("What you offer to others"), [at_most(800)])
    themes = several(_l("Your themes"), themes.THEMES)
    languages = several(_l("Languages you speak"), SPOKEN)
    website = LineField(_l("Website"), [at_most(200)])
    contact_email = LineField(_l("E-mail address that everybody may see"), [at_most(200), email_address])
    contact_phone = PhoneField(_l("Phone number that everybody may see"), [at_most(40), phone_number])
    takes_letters = BooleanField(_l("People may write to us through the Wok"), default=True)

    def validate_website(self, field: LineField) -> None:
        """An address a browser can open."""
        if read_website(field.data or "") is None:
            raise ValidationError(_l("Write the website like www.example.org."))

    def show(self, entry: DirectoryEntry | None, language: str, *, is_listed: bool) -> None:
        """The form as the entry stands, with the words of this language."""
        self.is_shown.data, self.version.data = is_listed, str(entry.version if entry else 0)
        if entry is None:
            return
        for name in WORDS:
            self[name].data = getattr(entry, name).get(language, "")
        for name in ("themes", "languages", "website", "contact_email", "takes_letters"):
            self[name].data = getattr(entry, name)
        self.contact_phone.data = entry.contact_phone or ""

    def shown(self, language: str) -> Shown:
        """What was typed, as values."""
        return Shown(
            language=language,
            about=self.about.data or "",
            looking_for=self.looking_for.data or "",
            offering=self.offering.data or "",
            themes=themes.known(self.themes.data or []),
            languages=[code for code in SPOKEN if code in (self.languages.data or [])],
            website=read_website(self.website.data or "") or "",
            contact_email=read_email(self._typed("contact_email")),
            contact_phone=read_phone(typed) if (typed := self._typed("contact_phone")) else None,
            takes_letters=bool(self.takes_letters.data),
        )

    def _typed(self, name: str) -> str:
        """What a field holds; the form of an informal group has no contact."""
        return (self[name].data or "") if name in self else ""


class HideForm(WokForm):
    """Why the staff take an entry off the public pages."""

    why = LinesField(_l("Why? The association reads it."), [required(), at_most(800)])
