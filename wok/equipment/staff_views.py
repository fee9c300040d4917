"""The staff's equipment pages, gathered: items and sets, stocktake, and the desk."""

from wok.equipment import desk_views as desk_views
from wok.equipment import loan_desk_views as loan_desk_views
from wok.equipment import repair_views as repair_views
from wok.equipment import staff_loans as staff_loans
from wok.equipment.staff_blueprint import bp as bp
