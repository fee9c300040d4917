"""The staff's things (S8): the list, one thing, its words, how many, pauses, and what associations offer."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.db import db, transaction
from wok.equipment import pausing, stock, stock_queries
from wok.equipment.item_forms import AnswerForm, ItemForm
from wok.equipment.models import Item
from wok.equipment.staff_blueprint import bp, item_or_404
from wok.equipment.stock import ItemFacts, Surplus
from wok.equipment.stock_forms import PauseForm, QuantityForm
from wok.equipment.words import CATEGORIES, OWNERS, PURPOSES, euros, weight
from wok.kernel import weekly
from wok.web.access import staff_only
from wok.web.dates import say_day
from wok.web.notices import notice
from wok.web.saving import save_row
from wok.web.sentences import gettext as _
from wok.web.sentences import ngettext
from wok.web.texts import gaps, said


@bp.get("/staff/equipment")
@staff_only
def things() -> Any:
    """Everything that is lent by kind, what associations offer, what is no longer lent."""
    found = stock_queries.lists(dict(CATEGORIES))
    return render_template("equipment_staff/things.html", lists=found, categories=CATEGORIES, gaps=gaps, said=said)


@bp.route("/staff/equipment/new", methods=["GET", "POST"])
@staff_only
def new_thing() -> Any:
    """One more thing to lend."""
    form = ItemForm()
    form.offer_associations(stock_queries.associations())
    form.fill_token()
    if form.validate_on_submit():
        row = add_once(form.facts(), form.quantity.data or 0, form_token=form.token())
        notice(_("Saved. Add pictures and what belongs to it."))
        return redirect(url_for(".thing", item_id=row.id), 303)
    body = render_template("equipment_staff/thing_form.html", form=form, lent=None, is_clash=False)
    return body, 422 if form.is_submitted() else 200


def add_once(facts: ItemFacts, quantity: int, *, form_token: str, **columns: Any) -> Item:
    """The thing this form asks for; sent twice, it is the same thing (PROMISES B3)."""
    try:
        with transaction():
            return stock.add_item(facts, quantity, now=clock.now(), form_token=form_token, **columns)
    except IntegrityError:
        known = db.session.scalar(select(Item).where(Item.form_token == form_token))
        if known is None:
            raise
        return known


@bp.get("/staff/equipment/<int:item_id>")
@staff_only
def thing(item_id: int) -> Any:
    """One thing with all that staff can do about it."""
    return _thing_page(item_or_404(item_id))


def _thing_page(lent: Item, form: QuantityForm | None = None, answer: AnswerForm | None = None) -> Any:
    now = clock.now()
    if form is None:
        form = QuantityForm(formdata=None)
        form.quantity.data = lent.resource.capacity
    code = 422 if form.errors or (answer and answer.errors) else 200
    page = render_template(
        "equipment_staff/thing.html",
        lent=lent,
        name=said(lent.name, g.lang),
        gaps={field: gaps(getattr(lent, field)) for field in ("name", "description", "rules") if getattr(lent, field)},
        quantity_form=form,
        form=form if form.errors else None,
        answer_form=answer or AnswerForm(formdata=None),
        units=stock_queries.units_by_state().get(lent.id, {}),
        surplus=stock.surplus(lent, now=now),
        loans=stock_queries.coming_loans(lent, today=weekly.local_day(now)),
        substitutes=[(one, said(one.name, g.lang)) for one in stock_queries.substitutes_of(lent)],
        sets=[(one, said(one.name, g.lang)) for one in stock_queries.sets_of(lent)],
        said=said,
        category=CATEGORIES.get(lent.category, lent.category),
        purposes=[PURPOSES[code] for code in lent.purposes if code in PURPOSES],
        owner=OWNERS[lent.owner],
        weight=weight(lent.weight_grams),
        deposit=euros(lent.deposit_cents),
        pool=stock.pool_of(lent),
    )
    return page, code


@bp.route("/staff/equipment/<int:item_id>/describe", methods=["GET", "POST"])
@staff_only
def describe(item_id: int) -> Any:
    """Words in five languages and all facts; who saves second sees both."""
    lent, form = item_or_404(item_id), ItemForm()
    form.offer_associations(stock_queries.associations())
    if not form.is_submitted():
        form.show(lent)
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        code = save_row(form, lent, lambda: stock.describe(lent, form.facts(), now=clock.now()))
    if code == 303:
        notice(_("Saved."))
        return redirect(url_for(".thing", item_id=item_id), 303)
    body = render_template("equipment_staff/thing_form.html", form=form, lent=lent, is_clash=code == 409)
    return body, code


@bp.post("/staff/equipment/<int:item_id>/quantity")
@staff_only
def quantity(item_id: int) -> Any:
    """How many there are; days on which more is promised than that are named."""
    lent, form = item_or_404(item_id), QuantityForm()
    if lent.is_tagged or not form.validate_on_submit():
        return _thing_page(lent, form)
    with transaction():
        over = stock.set_quantity(lent, form.quantity.data or 0, now=clock.now())
    tell(over)
    return redirect(url_for(".thing", item_id=item_id), 303)


def tell(over: list[Surplus]) -> None:
    """That it is saved, and on which days more is promised than there is."""
    if not over:
        notice(_("Saved."))
        return
    first = over[0]
    days = say_day(first.first)
    if first.last > first.first:
        days = _("%(start)s to %(end)s", start=days, end=say_day(first.last))
    words = ngettext(
        "Saved. More is promised than there is: %(days)s, %(num)s too many. Nobody was told anything.",
        "Saved. More is promised than there is: %(days)s, %(num)s too many. Nobody was told anything.",
        first.over,
        days=days,
    )
    notice(words, tone="warning")


@bp.route("/staff/equipment/<int:item_id>/pause", methods=["GET", "POST"])
@staff_only
def pause(item_id: int) -> Any:
    """Not lent for a while: until when, and why, in five languages."""
    lent, form, now = item_or_404(item_id), PauseForm(), clock.now()
    today = weekly.local_day(now)
    if not form.is_submitted():
        form.until.data = lent.paused_until
        form.fill_texts("reason", lent.pause_reason)
    if form.validate_on_submit() and not form.too_early(today):
        with transaction():
            pausing.pause(lent, form.until.data, form.texts("reason"), g.person, now=now)
        notice(_("Paused. What was agreed stays."), undo=url_for(".turn", item_id=item_id, what="resume"))
        return redirect(url_for(".thing", item_id=item_id), 303)
    loans = stock_queries.coming_loans(lent, today=today)
    page = render_template(
        "equipment_staff/pause.html",
        form=form,
        lent=lent,
        name=said(lent.name, g.lang),
        loans=loans,
        wishes=len(pausing.wishes(lent, None, now=now)),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/staff/equipment/<int:item_id>/<any(resume, retire, lend):what>")
@staff_only
def turn(item_id: int, what: str) -> Any:
    """Lent again, no longer lent, lent after all: each with its Undo."""
    lent, now = item_or_404(item_id), clock.now()
    with transaction():
        if what == "retire":
            pausing.retire(lent, g.person, now=now)
        else:
            {"resume": stock.resume, "lend": stock.bring_back}[what](lent, now=now)
    if what == "retire":
        notice(_("No longer lent. What was agreed stays."), undo=url_for(".turn", item_id=item_id, what="lend"))
    else:
        notice(_("Lent again."))
    return redirect(url_for(".thing", item_id=item_id), 303)


@bp.post("/staff/equipment/<int:item_id>/offer")
@staff_only
def answer_offer(item_id: int) -> Any:
    """Accept what an association offers, or say no with a word."""
    lent, form, now = item_or_404(item_id), AnswerForm(), clock.now()
    if lent.offered_at is None or not form.validate_on_submit():
        return _thing_page(lent, answer=form)
    is_yes = request.form.get("said") == "yes"
    if not is_yes and not form.answer.data:
        form.answer.errors = [_("Say why, so that the association can answer.")]
        return _thing_page(lent, answer=form)
    with transaction():
        stock.answer_offer(lent, form.answer.data or "", is_yes=is_yes, now=now)
    notice(_("Accepted: it is in the catalogue now.") if is_yes else _("Declined. The association reads your word."))
    return redirect(url_for(".thing", item_id=item_id), 303)
