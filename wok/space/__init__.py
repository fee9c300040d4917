"""The meeting space: rooms and their parts, for one date or every week."""
