"""The words for what stands in the tables about people."""

from wok.web.sentences import lazy_gettext as _l

FORMS = {
    "formal": _l("Formal: asbl or foundation"),
    "informal": _l("Informal: a group that is not registered"),
}
SIZES = {
    "up_to_25": _l("Up to 25 people"),
    "up_to_100": _l("26 to 100 people"),
    "above": _l("More than 100 people"),
}
REACHES = {
    "email": _l("By e-mail"),
    "phone": _l("By phone"),
    "association": _l("Through my association"),
    "none": _l("I come by myself and ask"),
}
STAFF_REACHES = {
    "email": _l("By e-mail"),
    "phone": _l("By phone"),
    "association": _l("Through their association"),
    "none": _l("They come by themselves and ask"),
}
ROLES = {
    "delegate": _l("Books for the association"),
    "member": _l("Sees what is booked"),
}
STATUSES = {
    "asked": _l("Being checked"),
    "question": _l("Waits for an answer"),
    "accepted": _l("Accepted"),
    "inactive": _l("No longer active"),
    "declined": _l("Declined"),
}
STATUS_TAGS = {
    "asked": "waiting",
    "question": "decision",
    "accepted": "confirmed",
    "inactive": "past",
    "declined": "cancelled",
}
