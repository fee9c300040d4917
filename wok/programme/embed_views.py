"""Our agenda on other sites: the page inside their frame, the snippet to copy, and the staff's list of sites."""

from datetime import timedelta
from typing import Any

from flask import abort, g, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError

from wok import clock
from wok.db import db, transaction
from wok.errors import Refusal
from wok.kernel import weekly
from wok.people import queries
from wok.programme import choices, embedding, filters, lines
from wok.programme.blueprint import bp
from wok.programme.filters import Wanted
from wok.programme.models import EmbedHost
from wok.web.access import public, signed_in, staff_only
from wok.web.addresses import whole
from wok.web.forms import ActionForm, LineField, WokForm, at_most, required
from wok.web.notices import notice
from wok.web.sentences import gettext as _
from wok.web.sentences import lazy_gettext as _l

PERIOD = timedelta(weeks=8)
MOST = 30  # dates in a frame; all others are a press away
HEIGHT = 600
LINES = '<iframe src="{address}" title="{name}" width="100%" height="{height}" loading="lazy"></iframe>'


class HostForm(WokForm):
    """A site that may show our agenda."""

    host = LineField(_l("Site"), [required(), at_most(200)])


@bp.get("/embed/agenda")
@public
def embedded() -> Any:
    """The next dates, for a frame: nothing of the reader, no scripts, no cookies; links open the Wok beside it."""
    now, wanted = clock.now(), filters.read(request.args)
    today = weekly.local_day(now)
    days, count = [], 0
    for day in lines.days(today, today + PERIOD, wanted, now=now):
        days += [day] if count < MOST else []
        count += len(day.entries)
    page = render_template(
        "programme/embedded.html",
        days=days,
        said=choices.said(wanted, g.lang),
        agenda=url_for("agenda.show", **wanted.query),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = embedding.policy()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@bp.get("/embed")
@signed_in
def embed() -> str:
    """The lines to copy into another site's page, for what one looks for, and how they look."""
    wanted = filters.read(request.args)
    near = lines.neighbourhood_names(g.lang)
    mine = {f"association{one.association_id}": one.association.name for one in g.memberships}
    shown = choices.shown(wanted, near, {"wok": "", **mine}, lambda other: url_for(".embed", **other.query))
    path = url_for(".embedded", **wanted.query)
    return render_template(
        "programme/embed.html",
        shown=shown,
        path=path,
        height=HEIGHT,
        name=_name(wanted),
        snippet=_snippet(path, _name(wanted)),
    )


def _name(wanted: Wanted) -> str:
    said = choices.said(wanted, g.lang)
    return _("Agenda of the Wok: %(what)s", what=said) if said else _("Agenda of the Wok")


def _snippet(path: str, name: str) -> str:
    """The lines as text: a name with signs of markup stays a name."""
    address = whole(path)
    return str(Markup(LINES).format(address=address, name=name, height=HEIGHT))


@bp.route("/staff/embed", methods=["GET", "POST"])
@staff_only
def embed_hosts() -> Any:
    """The sites that may show our agenda; a new one."""
    form = HostForm()
    if form.validate_on_submit():
        try:
            with transaction():
                row = embedding.allow(form.host.data or "", g.person, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        except IntegrityError:  # two at once wrote the same
            return redirect(url_for(".embed_hosts"), 303)
        else:
            notice(_("%(site)s may show our agenda now.", site=row.host))
            return redirect(url_for(".embed_hosts"), 303)
    page = render_template("programme/embed_hosts.html", form=form, hosts=embedding.hosts())
    return page, 422 if form.errors else 200


@bp.post("/staff/embed/<int:number>/remove")
@staff_only
def remove_host(number: int) -> Any:
    """A site that may no longer; undo puts it back."""
    if not ActionForm().validate_on_submit():
        abort(400)
    with transaction():
        row = queries.one_or_404(EmbedHost, number)
        host = row.host
        embedding.forbid(row)
    notice(_("%(site)s may no longer show our agenda.", site=host), undo=url_for(".return_host", host=host))
    return redirect(url_for(".embed_hosts"), 303)


@bp.post("/staff/embed/back/<host>")
@staff_only
def return_host(host: str) -> Any:
    """Put a site back that was just taken off."""
    if not ActionForm().validate_on_submit():
        abort(400)
    try:
        with transaction():
            embedding.allow(host, g.person, now=clock.now())
    except Refusal:
        abort(404)
    except IntegrityError:  # somebody put it back at the same moment
        db.session.rollback()
    return redirect(url_for(".embed_hosts"), 303)
