"""Writing to an association (P17), and the conversations: our own (A7), and a visitor's by the mailed link."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for

from wok import clock
from wok.bookings.told import undo_time
from wok.db import transaction
from wok.directory import conversation_pages, letter_queries, letter_services, queries
from wok.directory.blueprint import bp
from wok.directory.letter_forms import MYSELF, LetterForm, VisitorForm
from wok.directory.letter_services import Text, Writer
from wok.directory.models import Conversation
from wok.errors import Refusal
from wok.web.access import public, signed_in
from wok.web.notices import notice
from wok.web.sentences import gettext as _

MOST_PAGES = 100


@bp.route("/associations/<int:association_id>/write", methods=["GET", "POST"])
@public
def write(association_id: int) -> Any:
    """One letter to an association that is shown and takes letters."""
    card = queries.public_or_404(association_id)
    if not card.can_be_written_to:
        abort(404)
    form = _form()
    if form.validate_on_submit() and not _is_doubtful(form):
        try:
            conversation = _send(association_id, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(_next(conversation), 303)
    form.fill_token()
    code = 422 if request.method == "POST" else 200
    return render_template("directory/write.html", form=form, card=card, is_visitor=not g.person), code


def _form() -> Any:
    if not g.person:
        return VisitorForm(language=g.lang)
    form = LetterForm(language=g.person.language)
    form.offer({str(one.association_id): one.association.name for one in g.memberships} | {MYSELF: _("I, for myself")})
    if not form.is_submitted() and g.memberships:
        form.sender.data = str(g.memberships[0].association_id)
    return form


def _is_doubtful(form: Any) -> bool:
    if g.person or form.reach.data != "email":
        return False
    meant = form.doubtful(form.email.data)
    if meant:
        form.email.errors = [_("Did you mean %(address)s? If your address is right, send once more.", address=meant)]
    return bool(meant)


def _send(association_id: int, form: Any) -> Conversation:
    text = Text(form.words.data or "", form.language.data, form.token())
    with transaction():
        return letter_services.write(association_id, _writer(form), text, now=clock.now(), undo=undo_time())


def _writer(form: Any) -> Writer:
    if g.person:
        person = g.person
        ours = None if form.sender.data == MYSELF else int(form.sender.data)
        return Writer(person.name, person.language, person.id, person.email, person.phone, association_id=ours)
    contact = form.contact()
    by_mail = contact.reach == "email"
    return Writer(
        contact.name,
        contact.language,
        email=contact.email if by_mail else None,
        phone=None if by_mail else contact.phone,
        place=request.remote_addr or "?",
    )


def _next(conversation: Conversation) -> str:
    if g.person:
        undo = url_for(".my_deed", conversation_id=conversation.id, what="undo")
        notice(_("Your letter goes out in ten minutes."), undo=undo)
        return url_for(".my_letter", conversation_id=conversation.id)
    return url_for(".written", how="mail" if conversation.writer_email else "phone")


@bp.get("/letters/written/<any(mail,phone):how>")
@public
def written(how: str) -> str:
    """What happens next to a visitor's letter; the same for every address."""
    return render_template("directory/written.html", how=how)


@bp.get("/my/letters")
@signed_in
def my_letters() -> str:
    """All conversations of ours, the latest first."""
    now, typed = clock.now(), request.args.get("page", "")
    page = min(int(typed), MOST_PAGES) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 5 else 1
    seats = letter_queries.mine(g.person, g.memberships, now=now, page=max(page, 1))
    return render_template(
        "directory/letters.html",
        lines=[conversation_pages.line_of(seat, now=now) for seat in seats[: letter_queries.PAGE]],
        previous=url_for(".my_letters", page=page - 1) if page > 1 else None,
        following=url_for(".my_letters", page=page + 1) if len(seats) > letter_queries.PAGE else None,
    )


@bp.get("/my/letters/<int:conversation_id>")
@signed_in
def my_letter(conversation_id: int) -> Any:
    """One conversation of ours."""
    return conversation_pages.page(letter_queries.mine_or_404(g.person, g.memberships, conversation_id))


@bp.post("/my/letters/<int:conversation_id>/<any(answer,read,report,unreport,block,unblock,undo):what>")
@signed_in
def my_deed(conversation_id: int, what: str) -> Any:
    """Answer, say that we read it, report, block, undo."""
    seat = letter_queries.mine_or_404(g.person, g.memberships, conversation_id)
    return conversation_pages.do(
        seat, what, lambda: letter_queries.mine_or_404(g.person, g.memberships, conversation_id)
    )


@bp.get("/letters/<token>")
@public
def letter(token: str) -> Any:
    """A visitor's conversation, by the link mailed to them."""
    return conversation_pages.page(letter_queries.by_link_or_404(token))


@bp.post("/letters/<token>/<any(send,answer,read,report,unreport,undo):what>")
@public
def deed(token: str, what: str) -> Any:
    """A visitor sends the letter that waited, answers, reports, takes back."""
    return conversation_pages.do(
        letter_queries.by_link_or_404(token), what, lambda: letter_queries.by_link_or_404(token)
    )
