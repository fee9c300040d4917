"""The public pages of sharing: answers, offers, who asks together."""

from wok.sharing.blueprint import bp as bp
