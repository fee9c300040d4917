"""The demo's mailbox: without a mail server every mail lands here, for all to see. Only the demonstration has it."""

from email import message_from_bytes, policy
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request

from wok.db import db
from wok.kernel.values import dataclass
from wok.mail import plain, queries
from wok.mail.models import DeliveredCopy
from wok.web.access import public
from wok.web.text import clean

bp = Blueprint("mailbox", __name__)
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class OpenedMail:
    """A delivered mail and its plain text as paragraphs of lines."""

    copy: DeliveredCopy
    language: str
    paragraphs: list[list[plain.Line]]


@bp.route("/mailbox")
@public
def show() -> Any:
    """All mails, newest first, or those to one address."""
    address = clean(request.args.get("to", ""))[:200]
    return render_template(
        "mailbox/show.html",
        mails=[_opened(copy) for copy in queries.copies(address)],
        addresses=queries.copy_addresses(),
        address=address,
    )


@bp.route("/mailbox/<int:copy_id>.eml")
@public
def source(copy_id: int) -> Response:
    """The mail as it would have gone over the wire, as a file to open in a mail program."""
    copy = db.session.get(DeliveredCopy, copy_id) if copy_id <= LARGEST else None
    if copy is None:
        abort(404)
    answer = Response(copy.source, mimetype="message/rfc822")
    answer.headers["Content-Disposition"] = f'attachment; filename="wok-mail-{copy.id}.eml"'
    return answer


def _opened(copy: DeliveredCopy) -> OpenedMail:
    mail = message_from_bytes(copy.source, policy=policy.default)
    body = mail.get_body(("plain",))
    text = plain.tidy(str(body.get_content())) if body is not None else ""
    language = str(mail["Content-Language"] or "fr")
    return OpenedMail(copy, language, plain.paragraphs(text, base_url=current_app.config["BASE_URL"]))
