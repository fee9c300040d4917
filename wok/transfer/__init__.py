"""Tables in and out: import from spreadsheets, export, moving a whole town, joining doubles."""
