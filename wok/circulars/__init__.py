"""Messages to many: written in five languages, chosen by filter, seen before they go, undone for ten minutes."""
