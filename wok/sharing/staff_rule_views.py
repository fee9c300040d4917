"""The rule's figures for staff (S12): what counts today, changed from a day on with the effect shown beforehand."""

from typing import Any

from flask import g, redirect, render_template, url_for

from wok import clock
from wok.db import transaction
from wok.errors import Refusal
from wok.kernel import published, weekly
from wok.kernel.standing import Params
from wok.sharing import names, parameters, staff_figures, staff_preview, staff_rule_queries
from wok.sharing.staff_blueprint import acting_staff, bp
from wok.sharing.staff_figure_forms import FiguresForm
from wok.sharing.staff_preview import Effect
from wok.sharing.staff_refusals import Changed
from wok.sharing.staff_words import FAMILIES, MODES, SHORT_MODES
from wok.web.access import staff_only
from wok.web.notices import notice
from wok.web.sentences import gettext as _


@bp.get("/staff/sharing")
@staff_only
def rules() -> Any:
    """How each thing is shared, the figures of today, what we keep for ourselves, what we decided beside the rule."""
    now = clock.now()
    today = weekly.local_day(now)
    lines = staff_rule_queries.pool_lines(now=now)
    overrides = staff_rule_queries.overrides(now=now)
    return render_template(
        "sharing_staff/rules.html",
        lines=lines,
        called=names.names_of([one.pool for one in lines], g.lang),
        families=FAMILIES,
        modes=MODES,
        short_modes=SHORT_MODES,
        groups=staff_figures.GROUPS,
        values=staff_figures.plain(parameters.current(today)),
        coming=staff_rule_queries.coming(today),
        blocks=staff_rule_queries.blocks(now=now),
        overrides=overrides,
    )


@bp.get("/staff/sharing/history")
@staff_only
def figures_history() -> Any:
    """Every set of figures: from when, by whom, why, and what it changed."""
    found = staff_rule_queries.sets()
    before = [published.params_of(row.values) for row, _name in found[1:]] + [parameters.DEFAULTS]
    rows = [
        (row, name, staff_figures.differences(old, published.params_of(row.values)))
        for (row, name), old in zip(found, before, strict=False)
    ]
    return render_template("sharing_staff/history.html", rows=rows)


@bp.route("/staff/sharing/figures", methods=["GET", "POST"])
@staff_only
def figures() -> Any:
    """The first press shows what the last year's rounds would have given, the second saves; two editors see both (409)."""
    form, now = FiguresForm(), clock.now()
    stand = _latest()
    if not form.is_submitted():
        form.fill(stand)
        form.valid_from.data, form.version.data = weekly.local_day(now), str(staff_rule_queries.latest_id())
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    if form.read_version() == staff_rule_queries.latest_id() and form.seen.data != form.answers():
        form.seen.raw_data, form.seen.data = None, form.answers()
        return _page(form, 200, effect=staff_preview.effect_of(stand, form.params(stand), now=now))
    try:
        with transaction():
            _save(form, stand)
    except Changed:
        form.seen.raw_data, form.seen.data = None, ""
        return _page(form, 409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form, 422)
    notice(_("Saved. Rounds that close from that day on use these figures."))
    return redirect(url_for(".rules", _anchor="figures"), 303)


def _latest() -> Params:
    """The figures a new set starts from: the last ones saved."""
    found = staff_rule_queries.sets()
    return published.params_of(found[0][0].values) if found else parameters.DEFAULTS


def _save(form: FiguresForm, stand: Params) -> None:
    """A new set. Raises Changed when a colleague has saved one since the form was drawn, OnlyFromNowOn."""
    if form.read_version() != staff_rule_queries.latest_id(to_change=True):
        raise Changed({})
    values = published.values_of(form.params(stand))
    default = published.values_of(parameters.DEFAULTS)
    differing = {name: value for name, value in values.items() if value != default[name]}
    parameters.change(differing, form.valid_from.data, form.reason.data or "", acting_staff(), now=clock.now())


def _page(form: FiguresForm, code: int, *, effect: Effect | None = None) -> Any:
    stand = _latest()
    form.now_stands(staff_rule_queries.latest_id())
    changed = staff_figures.differences(stand, form.params(stand)) if effect or code == 409 else []
    page = render_template(
        "sharing_staff/figures.html",
        form=form,
        groups=staff_figures.GROUPS,
        effect=effect,
        changed=changed,
        called=names.names_of([one.request.pool for one in (effect.helped + effect.harmed if effect else [])], g.lang),
        is_clash=code == 409,
        latest=staff_rule_queries.sets()[:1] if code == 409 else [],
    )
    return page, code
