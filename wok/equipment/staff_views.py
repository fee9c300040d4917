"""The staff's equipment pages, gathered: items and sets, stocktake, and the desk."""

from wok.equipment.staff_blueprint import bp as bp
