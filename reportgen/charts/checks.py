"""Misuse that several chart kinds refuse alike."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from reportgen.charts.data import point
from reportgen.model.figure import Figure, Figures
from reportgen.model.problem import Problem, Problems


def problem(code: str, message: str, path: str = "", hint: str = "") -> Problem:
    """A problem of a chart; `path` is the key of its options."""
    return Problem(code, message, path=path, hint=hint)


def one_unit(series: Sequence[Figure], path: str) -> Problems:
    """A problem where figures that share a scale have different units."""
    units: dict[str, str] = {}
    for figure in series:
        for item in figure.known:
            units.setdefault(item.unit, f"{figure.name} ({item.unit})")
    if len(units) < 2:
        return ()
    return (
        problem(
            "E411",
            f"figures of different units on one scale: {', '.join(units.values())}.",
            path,
            "Give each a chart of its own, or show an index.",
        ),
    )


def known_keys(wanted: Sequence[str], known: Sequence[str], path: str, what: str = "point") -> Problems:
    """A problem for each key that names nothing in the chart."""
    found = []
    for key in wanted:
        if key not in known:
            close = get_close_matches(key, known, 1, 0.5)
            hint = f"Known: {', '.join(known)}." + (f" Did you mean {close[0]!r}?" if close else "")
            found.append(problem("E412", f"no {what} {key!r} in this chart.", path, hint))
    return tuple(found)


def has_values(series: Sequence[Figure], path: str, least: int = 1) -> Problems:
    """A problem for each figure with fewer values than can be drawn."""
    few = [figure for figure in series if len(figure.known) < least]
    wanted = "no value" if least == 1 else f"fewer than {least} values"
    return tuple(problem("E413", f"figure {figure.name!r} has {wanted} to draw.", path) for figure in few)


def known_point(figures: Figures, text: str, path: str) -> Problems:
    """A problem where a reference to one point leads nowhere."""
    try:
        point(figures, text)
    except KeyError:
        return (
            problem(
                "E414",
                f"{text!r} is not one point of a figure.",
                path,
                "Write the figure's name, and the key in brackets where it has several points: growth['FY2021'].",
            ),
        )
    return ()


def one_length(figure: Figure, apart: Sequence[str], path: str) -> Problems:
    """A problem where columns of different period lengths stand side by side as if they compared."""
    lengths: dict[int, list[str]] = {}
    for item in figure:
        if item.metric.measure == "flow" and item.key == item.period.text and item.key not in apart:
            lengths.setdefault(item.period.months, []).append(item.key)
    if len(lengths) < 2:
        return ()
    least = min(lengths.values(), key=len)
    message = f"figure {figure.name!r} mixes period lengths: {', '.join(p.key for p in figure)}."
    return (problem("E415", message, path, f"Set the shorter ones apart: apart: [{', '.join(least)}]."),)


def at_most(count: int, most: int, what: str, path: str, hint: str = "") -> Problems:
    """A problem where there is more than a reader can follow."""
    return (problem("E416", f"{count} {what} are more than a reader can follow; at most {most}.", path, hint),) if count > most else ()
