"""The public pages of sharing: answers, offers, who asks together."""

from wok.sharing import answer_views as answer_views
from wok.sharing import offer_views as offer_views
from wok.sharing.blueprint import bp as bp
