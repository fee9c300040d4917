"""The Wednesday lunch: dates, seats, guests."""
