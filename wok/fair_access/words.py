"""The words of fair access: what a report is about, how far it is, how it ended."""

from wok.web.sentences import lazy_gettext as _l

KINDS = {
    "equipment": _l("Borrowing equipment"),
    "room": _l("A room or a place"),
    "event": _l("A lunch, an event or a course"),
    "money": _l("Money or support"),
    "way_in": _l("The way in, stairs, hearing, seeing"),
    "treated": _l("How somebody spoke to us or treated us"),
    "other": _l("Something else"),
}
PLACES = {"wok": _l("Here, at the Wok"), "town": _l("Elsewhere in town")}
REACHES = {
    "none": _l("Not at all: I come back with my code"),
    "email": _l("By e-mail"),
    "phone": _l("By phone"),
}
STEPS = {
    "received": _l("Received"),
    "answered": _l("First answer given"),
    "talks": _l("We talk with everybody"),
    "decided": _l("Decided"),
    "follow_up": _l("We check that it holds"),
    "closed": _l("Closed"),
}
NEXT = {
    "received": _l("first answer by"),
    "answered": _l("decision by"),
    "talks": _l("decision by"),
    "decided": _l("check by"),
    "follow_up": _l("close by"),
}
OUTCOMES = {
    "put_right": _l("It was put right"),
    "agreed": _l("Both sides agreed on a way"),
    "explained": _l("The decision stays, with reasons"),
    "passed_on": _l("Passed on to who can decide"),
    "not_found": _l("We found no unequal treatment"),
    "withdrawn": _l("Taken back by who wrote"),
}
