"""The simulation in words, numbers and bars, and whether it passes FAIRNESS.md section 12."""

from collections.abc import Mapping, Sequence
from html import escape

from wok.kernel.values import dataclass
from wok.simulation.measures import Figures, mean
from wok.simulation.tricks import WATCHED, Tried

COLUMNS = {
    "served": "served",
    "units": "units",
    "jain_served": "Jain served",
    "jain_fair_share": "Jain share",
    "lowest_tenth": "lowest 10th",
    "never_served": "never",
    "gini": "Gini",
    "wait_p95_weeks": "wait p95",
    "small_served": "small",
    "large_served": "large",
    "newcomers_served": "newcomers",
    "lead_and_success": "corr lead",
}
CHARTED = {
    "jain_served": "Evenness of being served (Jain)",
    "lowest_tenth": "Served share of the lowest tenth",
    "gini": "Inequality of what was had (Gini, less is better)",
    "units": "Needed units that were given",
}
OURS = "this rule"
Rows = Mapping[str, Sequence[Figures]]


@dataclass(frozen=True)
class Mark:
    """A pass mark: what must hold, what was found."""

    words: str
    found: str
    is_held: bool


def marks(rows: Rows, tried: Sequence[Tried], *, is_usual_demand: bool) -> list[Mark]:
    """The pass marks; at another demand only the comparison with first-come and the tricks' absence remain."""
    ours, first = mean(rows[OURS]), mean(rows["first-come"])
    towns, most = len(rows[OURS]), len(rows[OURS]) * 28 // 30
    gap = ours.jain_served - first.jain_served
    better = _higher(rows, "jain_served", "first-come")
    lower = _lower_gini(rows, ("first-come", "lottery") if is_usual_demand else ("first-come",))
    found = [
        Mark("Jain served at least 0.10 over first-come", f"{gap:+.3f}", gap >= 0.10),
        Mark(f"and higher in {most} of {towns} towns", str(better), better >= most),
        Mark(f"Gini lower in {most} of {towns} towns", str(lower), lower >= most),
        Mark(
            "units at least 95 % of first-come's", f"{ours.units / first.units:.1%}", ours.units >= 0.95 * first.units
        ),
    ]
    if not is_usual_demand:
        return found
    over_lottery, wanted = _higher(rows, "jain_served", "lottery"), towns * 24 // 30
    found += [
        Mark(f"Jain served higher than the lottery's in {wanted} towns", str(over_lottery), over_lottery >= wanted),
        Mark("lowest tenth served 0.35 or more", f"{ours.lowest_tenth:.3f}", ours.lowest_tenth >= 0.35),
        Mark("never served: 0.5 circles or fewer", f"{ours.never_served:.2f}", ours.never_served <= 0.5),
        Mark(
            "asking early unrelated to success (0.2)",
            f"{ours.lead_and_success:+.2f}",
            abs(ours.lead_and_success) <= 0.2,
        ),
    ]
    gains = gain(tried)
    return found + [
        Mark(f"no more than 5 % by: {trick}", f"{gains[trick, OURS]:+.1%}", gains[trick, OURS] <= 0.05)
        for trick in WATCHED
        if (trick, OURS) in gains
    ]


def gain(tried: Sequence[Tried]) -> dict[tuple[str, str], float]:
    """By trick and policy: how much more useful units the trick brought, over all towns tried."""
    sums: dict[tuple[str, str], tuple[float, float]] = {}
    for one in tried:
        with_it, without = sums.get((one.trick, one.policy), (0.0, 0.0))
        sums[one.trick, one.policy] = (with_it + one.with_it, without + one.without)
    return {key: with_it / without - 1 for key, (with_it, without) in sums.items() if without}


def table(rows: Rows) -> str:
    """The means, one policy a line."""
    head = " " * 11 + "".join(f"{name:>12}" for name in COLUMNS.values())
    lines = [
        f"{policy:<11}" + "".join(f"{getattr(mean(figures), name):>12.2f}" for name in COLUMNS)
        for policy, figures in rows.items()
    ]
    return "\n".join([head, *lines])


def tricks_table(tried: Sequence[Tried]) -> str:
    """What each trick gained, one a line."""
    gains = gain(tried)
    policies = list(dict.fromkeys(one.policy for one in tried))
    lines = [f"{'one circle plays':<30}" + "".join(f"{policy:>12}" for policy in policies)]
    for trick in dict.fromkeys(one.trick for one in tried):
        lines.append(f"{trick:<30}" + "".join(f"{gains.get((trick, policy), 0.0):>+12.1%}" for policy in policies))
    return "\n".join(lines)


def bars(rows: Rows, width: int = 50) -> str:
    """The same as text bars."""
    lines = []
    for name, words in CHARTED.items():
        lines.append(words)
        for policy, figures in rows.items():
            value = getattr(mean(figures), name)
            lines.append(f"  {policy:<11} {'█' * round(value * width):<{width}} {value:.2f}")
    return "\n".join(lines)


def svg(rows: Rows) -> str:
    """The same as a picture of its own, with its figures as text."""
    parts: list[str] = []
    at = 10
    for name, words in CHARTED.items():
        parts.append(f'<text x="10" y="{at + 14}" font-weight="bold">{escape(words)}</text>')
        at += 22
        for policy, figures in rows.items():
            value = getattr(mean(figures), name)
            fill = "#0b5fa5" if policy == OURS else "#8a94a0"
            parts.append(f'<text x="10" y="{at + 13}">{escape(policy)}</text>')
            parts.append(f'<rect x="100" y="{at}" width="{max(0.0, value) * 440:.1f}" height="16" fill="{fill}"/>')
            parts.append(f'<text x="{108 + max(0.0, value) * 440:.1f}" y="{at + 13}">{value:.2f}</text>')
            at += 20
        at += 12
    title = f"Four ways of sharing, means of {len(rows[OURS])} invented towns"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {at}" role="img" font-family="sans-serif"'
        f' font-size="13"><title>{escape(title)}</title><rect width="600" height="{at}" fill="#fff"/>'
        + "".join(parts)
        + "</svg>\n"
    )


def _higher(rows: Rows, name: str, other: str) -> int:
    pairs = zip(rows[OURS], rows[other], strict=True)
    return sum(getattr(ours, name) > getattr(theirs, name) for ours, theirs in pairs)


def _lower_gini(rows: Rows, others: Sequence[str]) -> int:
    return sum(all(ours.gini < rows[other][at].gini for other in others) for at, ours in enumerate(rows[OURS]))
