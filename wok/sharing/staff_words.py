"""The words for what stands in the tables of sharing, as staff read them."""

from wok.web.sentences import lazy_gettext as _l

FAMILIES = {
    "equipment": _l("Equipment"),
    "room": _l("Meeting space"),
    "lunch": _l("Lunch"),
    "skills": _l("Skills"),
}
FLAVOURS = {"equipment": "equipment", "room": "room", "lunch": "lunch", "skills": "equipment"}
STATES = {
    "open": _l("Not decided yet"),
    "granted": _l("Granted"),
    "partly": _l("Granted in part"),
    "refused": _l("Not granted"),
    "withdrawn": _l("Withdrawn"),
    "overridden": _l("Decided by staff"),
}
STATE_TAGS = {
    "open": "decision",
    "granted": "confirmed",
    "partly": "few",
    "refused": "cancelled",
    "withdrawn": "past",
    "overridden": "moved",
}
KLASSES = {
    "A": _l("A: integration, social work, or people in a precarious situation (one point ahead)"),
    "B": _l("B: open and free for the whole town (half a point ahead)"),
    "C": _l("C: everything else"),
    "D": _l("D: closed to others, or from outside the town (one point behind)"),
}
MODES = {
    "first_come": _l("First come, first served: who asks gets an answer at once"),
    "window": _l("Wishes until a closing time, then shared by the rule"),
}
SHORT_MODES = {"first_come": _l("First come"), "window": _l("Wishes")}
ROUND_KINDS = {
    "week": _l("Weekly round"),
    "season": _l("Season round"),
    "waitlist": _l("Waiting list"),
}
ROUND_STATES = {
    "open": _l("Wishes are open"),
    "closed": _l("Closed, not drawn yet"),
    "drawn": _l("Decided, not published yet"),
    "published": _l("Published"),
}
ROUND_TAGS = {"open": "open", "closed": "decision", "drawn": "decision", "published": "confirmed"}
PENALTIES = {
    "late": _l("Brought back late"),
    "late_failed": _l("Brought back late, so that another loan failed"),
    "no_show": _l("Not collected"),
    "cancelled": _l("Cancelled late"),
}
CHARGES = {
    "grant": _l("Loan"),
    "newcomer": _l("Starting level of a new group"),
    "linked": _l("Came with a linked group"),
    "staff": _l("Decided by staff"),
}
FLAGS = {
    "person": _l("the same person acts for both"),
    "email": _l("the same e-mail"),
    "phone": _l("the same phone number"),
    "number": _l("the same RCS number"),
}
REASONS = {
    "ALL_SERVED": _l("Enough for all"),
    "SERVED": _l("Its turn came while there was enough"),
    "PARTLY": _l("Its turn came; then there was no more"),
    "OTHERS_HAD_LESS": _l("Others would have ended with less"),
    "LOT": _l("A tie, and the lot fell to another"),
    "TOO_LARGE": _l("So many were never free"),
    "CLOSED_DATES": _l("Closed on one of the days"),
    "STAFF_BLOCK": _l("Kept for our own need"),
    "STAFF_OVERRIDE": _l("Decided by staff"),
}
