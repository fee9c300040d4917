"""The public agenda and what the staff see of the day, read from every feature."""
