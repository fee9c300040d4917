"""What is shown of us (A7), kept right by our delegates; the staff may put it right or hide it."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.db import transaction
from wok.directory import entry_services, queries
from wok.directory.blueprint import bp
from wok.directory.entry_forms import EntryForm, HideForm
from wok.directory.public_views import shown_with
from wok.people import queries as people
from wok.people.models import Association
from wok.people.refusals import Clash
from wok.web.access import signed_in, staff_only
from wok.web.forms import ActionForm
from wok.web.language import LANGUAGE_NAMES, LANGUAGES
from wok.web.notices import notice
from wok.web.sentences import gettext as _


def _ours(association_id: int) -> Association:
    """An accepted association this person is a delegate of."""
    membership = people.my_membership_or_404(g.person, association_id, to_change=True)
    if membership.confirmed_at is None or membership.association.status != "accepted":
        abort(404)
    return membership.association


def _language() -> str:
    asked = request.args.get("in", g.lang)
    return asked if asked in LANGUAGES else str(g.lang)


@bp.get("/my/association/<int:association_id>/shown")
@signed_in
def ours(association_id: int) -> str:
    """The page as others see it, and which languages are missing."""
    _ours(association_id)
    card = queries.card_or_404(association_id)
    written = [code for code in LANGUAGES if card.entry and card.entry.about.get(code)]
    form = ActionForm()
    return render_template("directory/ours.html", card=card, written=written, form=form, **shown_with(card))


@bp.route("/my/association/<int:association_id>/shown/change", methods=["GET", "POST"])
@signed_in
def change(association_id: int) -> Any:
    """Change what is shown, the words in one language at a time."""
    _ours(association_id)
    return _change(association_id, url_for(".ours", association_id=association_id), is_staff=False)


@bp.route("/staff/associations/<int:association_id>/shown", methods=["GET", "POST"])
@staff_only
def staff_change(association_id: int) -> Any:
    """The staff put an entry right."""
    people.one_or_404(Association, association_id)
    return _change(association_id, url_for("associations.staff_show", association_id=association_id), is_staff=True)


def _change(association_id: int, back: str, *, is_staff: bool) -> Any:
    card, language, form = queries.card_or_404(association_id), _language(), EntryForm()
    if not form.is_submitted():
        form.show(card.entry, language, is_listed=card.association.is_listed)
    if card.association.form != "formal":
        del form.contact_email, form.contact_phone
    code = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            _save(association_id, form, language, is_staff=is_staff)
        except Clash as clash:
            card, code = queries.card_or_404(association_id), 409
            form.version.data = str(card.entry.version if card.entry else 0)
            form.refuse(clash)
        else:
            notice(_("Saved."))
            return redirect(back, 303)
    facts = {"language": language, "names": LANGUAGE_NAMES, "is_staff": is_staff, "is_clash": code == 409}
    hiding = HideForm(formdata=None) if is_staff else None
    others = queries.alike(card) if is_staff else []
    return render_template("directory/change.html", form=form, card=card, hiding=hiding, others=others, **facts), code


def _save(association_id: int, form: EntryForm, language: str, *, is_staff: bool) -> None:
    with transaction():
        if is_staff:
            association = people.one_or_404(Association, association_id)
        else:
            association = _ours(association_id)
        shown = form.shown(language)
        entry_services.save(association, shown, version=form.read_version(), now=clock.now())
        association.is_listed = bool(form.is_shown.data)


@bp.post("/my/association/<int:association_id>/shown/<any(yes,no):said>")
@signed_in
def consent(association_id: int, said: str) -> Any:
    """Show us, or show us no longer; at once, and it can be taken back."""
    with transaction():
        _ours(association_id).is_listed = said == "yes"
    undo = url_for(".consent", association_id=association_id, said="no" if said == "yes" else "yes")
    notice(_("Everybody can see you now.") if said == "yes" else _("You are no longer shown."), undo=undo)
    return redirect(url_for(".ours", association_id=association_id), 303)


@bp.post("/staff/associations/<int:association_id>/shown/hide")
@staff_only
def hide(association_id: int) -> Any:
    """Take an entry off the public pages, with the reason."""
    form = HideForm()
    if not form.validate_on_submit():
        card = queries.card_or_404(association_id)
        return render_template("directory/hide.html", form=form, card=card), 422
    with transaction():
        entry_services.hide(people.one_or_404(Association, association_id), form.why.data or "", now=clock.now())
    notice(_("Hidden. The association reads why."), undo=url_for(".unhide", association_id=association_id))
    return redirect(url_for(".staff_change", association_id=association_id), 303)


@bp.post("/staff/associations/<int:association_id>/shown/unhide")
@staff_only
def unhide(association_id: int) -> Any:
    """Show it again."""
    with transaction():
        entry_services.unhide(people.one_or_404(Association, association_id))
    notice(_("It may be shown again."))
    return redirect(url_for(".staff_change", association_id=association_id), 303)
