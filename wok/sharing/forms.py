"""What people type about an answer: why a person should look at it again."""

from wok.web.forms import LinesField, OnceForm, at_most
from wok.web.sentences import lazy_gettext as _l


class ReviewForm(OnceForm):
    """Words are welcome, not asked for."""

    words = LinesField(_l("What should we look at?"), [at_most(1000)])
