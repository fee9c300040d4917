"""What every step of asking for equipment reads and shows; asking_views.py leads from one to the next."""

from typing import Any
from urllib.parse import urlencode

from flask import g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings import causes, hands
from wok.bookings.causes import Cause
from wok.bookings.hands import Call, Hand
from wok.equipment import asking, asking_shown, basket, words
from wok.equipment.asking import Order
from wok.equipment.asking_forms import PARTNERS, AskForm
from wok.equipment.asking_shown import ShownLine
from wok.equipment.basket import Basket, Wanted
from wok.equipment.loan_rules import Days
from wok.errors import Refusal
from wok.kernel import weekly
from wok.kernel.values import dataclass
from wok.people.models import Association
from wok.people.queries import association_names
from wok.sharing.staff_words import KLASSES
from wok.sharing.windows import Window
from wok.web.text import clean

KEPT = ("item", "set", "quantity", "first", "last")


@dataclass(frozen=True)
class Step:
    """All answers so far, each of them sound."""

    form: AskForm
    basket: Basket
    wanted: list[Wanted]
    days: Days
    cause: Cause | None = None  # what it is for: a project, an event
    hands: tuple[Hand, ...] = ()  # who could set it up

    def query(self) -> dict[str, str]:
        """What and when, and for which project, as the address carries it."""
        days = {"first": self.days.first.isoformat(), "last": self.days.last.isoformat()}
        return self.basket.query() | days | carried(self.cause)

    def call(self) -> Call | None:
        """Who is to come along; None when nobody is asked for."""
        form, span = self.form, self.form.hand_span()
        if span is None:
            return None
        return Call(form.hand.data, span, 2 * form.help_hours(), form.place_of_use.data or "", form.purpose.data or "")

    def season(self) -> Window | None:
        """The round for the half-year of these days, while it takes wishes."""
        return asking.season_of(self.wanted, self.days, now=clock.now())

    def shown(self) -> list[ShownLine]:
        """The things, with what asking for them will do."""
        season = self.season() if self.form.is_season.data else None
        return asking_shown.lines(self.wanted, g.lang, days=self.days, now=clock.now(), season=season)

    def order(self) -> Order:
        """What is asked for. Raises NoSuchPartner."""
        form = self.form
        ours = next(one for one in delegated() if one.id == form.association_id())
        return Order(
            days=self.days,
            wanted=tuple(self.wanted),
            association=ours,
            purpose=form.purpose.data or "",
            place_of_use=form.place_of_use.data or "",
            collector=form.collector.data or "",
            note=form.note.data or "",
            klass=form.klass.data or "C",
            klass_words=form.klass_words.data or "",
            would_share=bool(form.would_share.data),
            second=form.second(),
            partners=tuple(asking.partners(form.partner_names(), ours)),
            accepts=bool(form.accepts.data),
            is_season=bool(form.is_season.data) and self.season() is not None,
        )


def cause() -> Cause | None:
    """What this is asked for, as the address or the form says."""
    return causes.read(request.values.get(causes.NAME), g.person)


def carried(found: Cause | None) -> dict[str, str]:
    """The cause as the address carries it on."""
    return {causes.NAME: found.value} if found else {}


def prefill(form: AskForm, ours: list[Association], found: Cause | None) -> None:
    """On the first look: who collects it, and of a project our association and its partners."""
    form.collector.data = g.person.name
    if found is None or found.association_ids is None:
        return
    own = next((one for one in ours if one.id in found.association_ids), None)
    form.association.data = str(own.id) if own else form.association.data
    names = association_names()
    others = [names[one] for one in sorted(found.association_ids) if one in names and own and one != own.id]
    for name, partner in zip(PARTNERS, others, strict=False):
        form[name].data = partner


def delegated() -> list[Association]:
    """The accepted associations the signed-in person may borrow for."""
    return [one.association for one in g.memberships if one.role == "delegate"]


def values() -> dict[str, str]:
    """What the address and the form say, the form first; a set or a thing named by its page fills an empty basket."""
    given = {**request.args.to_dict(), **request.form.to_dict()}
    if any(name[:1] == "q" and basket.is_number(name[1:]) for name in given):
        return given
    if "set" in given:
        return given | basket.of_set(clean(given["set"]))
    return given | basket.of_item(clean(given.get("item", "")), given.get("quantity", ""))


def at_desk() -> str:
    """The staff's form with the same things and days."""
    given = request.args.to_dict()
    kept = {name: words for name, words in given.items() if name in KEPT or (name[:1] == "q" and name[1:].isdigit())}
    return url_for("equipment_staff.new_loan") + (f"?{urlencode(kept)}" if kept else "")


def read() -> Step | Any:
    """The answers of this request, or the page of the first step that has something wrong."""
    if g.person.is_staff:
        return redirect(at_desk(), 302)
    ours = delegated()
    if not ours:
        return may_not()
    given = values()
    chosen, form = basket.read(given, g.lang), AskForm()
    form.take_days(request.args)
    found = cause()
    if form.purpose.raw_data is None:
        prefill(form, ours, found)
    form.offer(ours)
    form.fill_token()
    try:
        wanted = chosen.wanted()
    except Refusal as refusal:
        return things(chosen, form, code=422, refusal=refusal)
    try:
        days = form.good_days()
        asking.check_days(days, now=clock.now())
    except Refusal as refusal:
        form.refuse(refusal)
        return choose_days(form, chosen, wanted, code=422)
    fitting = tuple(hands.fits([one.item.resource_id for one in wanted]))
    form.offer_hands(fitting)
    form.hand_day.data = form.hand_day.data or days.first.isoformat()
    return Step(form, chosen, wanted, days, found, fitting)


def things(chosen: Basket, form: AskForm | None = None, *, code: int, refusal: Refusal | None = None) -> Any:
    """Step 1."""
    body = render_template(
        "equipment/ask_things.html",
        form=form or AskForm(formdata=None),
        basket=chosen,
        groups=asking_shown.groups(chosen, g.lang),
        refusal=refusal,
        given=values(),
        typed=request.method == "POST",
        cause=cause(),
    )
    return body, code


def choose_days(form: AskForm, chosen: Basket, wanted: list[Wanted], *, code: int) -> Any:
    """Step 2, with the nearest days that suit."""
    now = clock.now()
    body = render_template(
        "equipment/ask_days.html",
        form=form,
        basket=chosen,
        shown=asking_shown.lines(wanted, g.lang),
        choice=asking_shown.choice(wanted, form.days(), now=now),
        longest=asking.longest(weekly.local_day(now)),
        typed=request.method == "POST",
        cause=cause(),
    )
    return body, code


def use(step: Step, *, code: int) -> Any:
    """Step 3, with what asking will do, and the nearest days that suit better."""
    now = clock.now()
    shown = step.shown()
    body = render_template(
        "equipment/ask_use.html",
        season=step.season(),
        step=step,
        form=step.form,
        shown=shown,
        consent=asking_shown.asks_consent(shown),
        others=asking_shown.others(step.wanted, step.days, shown, now=now),
        query=step.query(),
        euros=words.euros,
        names=list(association_names().values()),
    )
    return body, code


def check(step: Step, order: Order, *, code: int) -> Any:
    """Step 4."""
    body = render_template(
        "equipment/ask_check.html",
        step=step,
        form=step.form,
        order=order,
        shown=step.shown(),
        query=step.query(),
        klasses=KLASSES,
    )
    return body, code


def may_not() -> Any:
    """Who may not borrow yet reads what to do."""
    roles = [one.role for one in g.memberships]
    return render_template("equipment/ask_not_yet.html", is_member=bool(roles)), 403
