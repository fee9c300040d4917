"""The staff as people one can meet: languages, hours, days away, Thursday's duties, busy calendars."""
