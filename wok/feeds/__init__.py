"""Calendar lines out: entries to iCalendar, published feeds and their addresses."""
