"""What people may need and eat, as bookings know it; the words stand in wok/web/needs.py, where profiles read them too."""

from wok.web.needs import ALLERGENS, DIETS, EATING, NEEDS

__all__ = ["ALLERGENS", "DIETS", "EATING", "NEEDS"]
