"""Whether a brief goes out: its figures against those of the last edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.expression import Expression, ExpressionError, Lookup, Value, holds
from reportgen.model.quantity import Quantity
from reportgen.spec.schedules import LoadedSchedule

Numbers = Mapping[str, Mapping[str, Quantity | None]]
"""The figures of an edition: by name, and by the key of the point; None for a point without a value."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the condition is met, and why, in a few words for the record."""

    met: bool
    why: str


def met(schedule: LoadedSchedule, now: Numbers, before: Numbers | None) -> Answer:
    """Whether the schedule's condition lets the brief go out; `before` holds the last edition's figures, None when there is none.

    The first edition goes out as changed, and crosses when its condition is true. A figure without a value never meets a condition.
    """
    when = schedule.schedule.only_when
    if when is None:
        return Answer(True, "no condition")
    answers = []
    if when.figures_changed:
        answers.append(_changed(now, before))
    if schedule.crosses is not None and when.crosses is not None:
        answers.append(_crosses(schedule.crosses, when.crosses, now, before))
    return next((answer for answer in answers if not answer.met), answers[-1])


def _changed(now: Numbers, before: Numbers | None) -> Answer:
    if before is None:
        return Answer(True, "there is no earlier edition")
    names = sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
    return Answer(bool(names), f"changed: {', '.join(names)}" if names else "no figure has changed")


def _crosses(condition: Expression, text: str, now: Numbers, before: Numbers | None) -> Answer:
    here = _true(condition, now)
    if isinstance(here, str):
        return Answer(False, here)
    if not here:
        return Answer(False, f"not true: {text}")
    if before is not None and _true(condition, before) is True:
        return Answer(False, f"was true before: {text}")
    return Answer(True, f"crossed: {text}")


def _true(condition: Expression, numbers: Numbers) -> bool | str:
    """Whether the condition is true of the figures, or why that cannot be said."""
    try:
        return holds(condition, _look_up(numbers))
    except LookupError as missing:
        return f"no value: {missing.args[0]}"
    except ZeroDivisionError:
        return "the condition divides by zero"
    except ExpressionError as bad:
        return f"the condition cannot be evaluated: {bad}"


def _look_up(numbers: Numbers) -> Lookup:
    def look_up(name: str, key: str | None) -> Value:
        points = numbers.get(name, {})
        wanted = points if key is None else (key,)
        found = [(one, points.get(one)) for one in wanted]
        values = tuple(value for _, value in found if value is not None)
        if not values or len(values) < len(found):
            gap = next((one for one, value in found if value is None), "")
            raise LookupError(f"{name}['{gap}']" if gap else name)
        return values if key is None and len(values) > 1 else values[0]

    return look_up
