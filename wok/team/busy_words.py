"""What went wrong with a busy calendar, in the words its owner reads."""

from wok.web.sentences import lazy_gettext as _l

FAULTS = {
    "no_address": _l("This is not the address of a calendar. Copy the address in your calendar program once more and paste it here."),
    "no_host": _l("No calendar answers at this address. Copy the address in your calendar program once more and paste it here."),
    "not_public": _l("This address leads into a private network. We read only calendars that can be reached from everywhere."),
    "not_secure": _l("The connection to this calendar is not safe, so we did not read it. Ask those who run the calendar."),
    "no_answer": _l("The calendar did not answer properly. We try again every 15 minutes."),
    "slow_answer": _l("The calendar took longer than five seconds to answer. We try again every 15 minutes."),
    "moved": _l("The calendar has moved to another address. Paste the new one here."),
    "locked": _l("The calendar asks for a password. Share it by a secret address and paste that address here."),
    "gone": _l("There is no calendar at this address any more. Paste the new address here."),
    "too_big": _l("The calendar is larger than 1 megabyte. Share a calendar with fewer entries, for example without past years."),
    "too_many": _l("The calendar has more than 2,000 entries. Share a calendar with fewer entries, for example without past years."),
    "repeats": _l("An entry repeats every hour, every minute or without a pause. Change that entry in your calendar."),
    "slow_file": _l("The calendar repeats so much that reading it takes too long. Share a calendar with fewer entries, for example without past years."),
    "odd_file": _l("The calendar file is damaged or cut off. We try again every 15 minutes."),
    "no_text": _l("The calendar file is not written in the usual letters (UTF-8). Share it from another calendar program."),
    "no_calendar": _l("What we found there is not a calendar. Use the address that ends in .ics or begins with webcal."),
    "our_fault": _l("Something went wrong here while we read the calendar. We try again every 15 minutes."),
}  # fmt: skip
