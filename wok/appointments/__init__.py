"""Meetings with the staff at other times: choose a matter, then a time."""
