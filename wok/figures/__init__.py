"""Figures: what was done, for staff in full and for everybody in numbers that name nobody."""
