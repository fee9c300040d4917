"""The public pages of sharing: answers, offers, who asks together, how we share and our share."""

from wok.sharing import answer_views as answer_views
from wok.sharing import offer_views as offer_views
from wok.sharing import report_views as report_views
from wok.sharing import share_views as share_views
from wok.sharing.blueprint import api as api
from wok.sharing.blueprint import bp as bp
