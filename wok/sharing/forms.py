"""What people type about an answer: why a person should look at it again."""

from flask_babel import lazy_gettext as _l

from wok.web.forms import LinesField, OnceForm, at_most


class ReviewForm(OnceForm):
    """Words are welcome, not asked for."""

    words = LinesField(_l("What should we look at?"), [at_most(1000)])
