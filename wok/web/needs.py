"""What people may need and eat: asked once, carried to lunch, on-call and appointments."""

from wok.web.sentences import lazy_gettext as _l

NEEDS = {
    "step_free": _l("Step-free way in"),
    "hearing_loop": _l("Hearing loop"),
    "interpreter": _l("Interpreter"),
    "childcare": _l("Childcare"),
    "quiet_place": _l("A quiet place"),
}
DIETS = {
    "vegetarian": _l("Vegetarian"),
    "vegan": _l("Vegan"),
    "halal": _l("Halal"),
    "kosher": _l("Kosher"),
}
# The 14 allergens of Regulation (EU) No 1169/2011, Annex II, in its order.
ALLERGENS = {
    "gluten": _l("Cereals with gluten"),
    "crustaceans": _l("Crustaceans"),
    "eggs": _l("Eggs"),
    "fish": _l("Fish"),
    "peanuts": _l("Peanuts"),
    "soya": _l("Soya"),
    "milk": _l("Milk"),
    "nuts": _l("Nuts"),
    "celery": _l("Celery"),
    "mustard": _l("Mustard"),
    "sesame": _l("Sesame"),
    "sulphites": _l("Sulphites"),
    "lupin": _l("Lupin"),
    "molluscs": _l("Molluscs"),
}
EATING = {**DIETS, **ALLERGENS}
