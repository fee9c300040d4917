"""What somebody types who wants to help: a name and a way to be reached."""

from wtforms.validators import Optional

from wok.bookings.contact_fields import ContactFields
from wok.web.forms import OnceForm, WholeNumberField, WokForm, between
from wok.web.sentences import lazy_gettext as _l


class HelpForm(ContactFields, OnceForm):
    """I help: one page, one press."""


class HelperMarkForm(WokForm):
    """How long somebody helped."""

    minutes = WholeNumberField(_l("Minutes helped"), [Optional(), between(0, 1440)])
