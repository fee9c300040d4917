"""Answers to invitations: what calendar programs mail back, read and carried out (CALENDAR.md 20)."""
