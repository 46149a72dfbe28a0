"""Why a point has no value and what would help, in sentences for the person who writes the spec."""

from __future__ import annotations

from datetime import date

from reportgen.model.figure import Missing, Point

_SENTENCES = {
    "not_known": "no fact states it",
    "not_known_yet": "not known on {as_of}",
    "disputed_undecided": "the statements conflict and nothing decides between them: {statements}",
    "circular": "the metrics ask for each other: {chain}",
    "missing_input": "no fact states a part of it",
    "zero_base": "the earlier value is zero",
    "negative_base": "the earlier value is negative",
    "sign_change": "the sign changes",
    "negative_whole": "the whole is not positive",
    "part_negative": "the part is negative",
    "too_few_known": "too few values are known",
    "divisor_may_be_zero": "the divisor may be zero within its precision",
    "unbounded": "its inputs are bounds that leave it open",
    "mixed_vintage": "only a part of its inputs is restated",
    "mixed_scheme": "its members belong to different schemes of segments",
    "ends_not_positive": "growth per year needs two positive ends",
    "part_over_whole": "the part is larger than the whole",
    "negative_expected": "the expected value is not positive; compare by difference",
    "no_range": "a single value is stated, no range",
    "parts_not_whole": "the parts do not add up to the whole",
    "value_not_positive": "net cash exceeds the market value",
    "not_reproducible": "not reproducible from published inputs; missing: {metrics}",
    "shares_over_whole": "the shares add up to more than the whole",
    "mixed_scope": "its inputs differ in scope or basis; name one",
    "percent_of_percent": "a percentage of a percentage says nothing",
}


def sentence(point: Point) -> str:
    """One sentence: which number is missing and what it lacks."""
    named = isinstance(point.result, Missing) and point.result.reason == "not_reproducible"
    lacking = point if named else _lacking(point)
    what = f"{point.metric.id} of {point.entity} for {point.period.text}"
    if lacking is point:
        return f"there is no value for {what}: {_reason(point)}."
    return f"there is no value for {what}: it needs {_named(lacking)}, which has none ({_reason(lacking)})."


def cure(point: Point, as_of: date) -> str:
    """What would help: the day on which a later fact becomes known, which scope to name, or what to add."""
    lacking = _lacking(point)
    result = lacking.result
    slots = dict(result.slots) if isinstance(result, Missing) else {}
    if day := slots.get("known_at"):
        return f"It becomes known on {day}; the brief is as of {as_of}."
    for key, word in (("scopes", "scope"), ("bases", "basis")):
        if known := slots.get(key):
            return f"Say which: {word}: {known}."
    if "statements" in slots:
        return "Decide between them in seeds/resolutions.yaml."
    return f"Add a fact to seeds/facts/{lacking.entity}.csv, or let the figure say on_missing: n.a."


def _lacking(point: Point) -> Point:
    """The innermost input without a value; the point itself where its inputs all have one."""
    for _, item in point.inputs:
        if isinstance(item, Point) and isinstance(item.result, Missing):
            return _lacking(item)
    return point


def _named(point: Point) -> str:
    words = "".join(f" {word}" for word in (point.scope, point.basis, *(f"{k}={v}" for k, v in point.dims)) if word)
    return f"{point.metric.id} of {point.entity} for {point.period.text}{words}"


def _reason(point: Point) -> str:
    result = point.result
    assert isinstance(result, Missing), "this is a bug: only a missing point has a reason"
    slots = dict(result.slots)
    if "detail" in slots:
        return slots["detail"]
    if result.reason == "several_scopes":
        what = "scopes" if "scopes" in slots else "bases"
        return f"the facts have several {what} ({slots[what]})"
    if result.reason == "mixed_periods":
        return "its inputs differ in length"
    return _SENTENCES[result.reason].format(**slots)
