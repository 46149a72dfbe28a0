"""Answers questions for numbers: from the facts, by a metric's kind, or rebuilt; each answer with its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from reportgen.model import expression
from reportgen.model.expression import ExpressionError, Value
from reportgen.model.fact import Choice, Dispute, Fact, FactKey, Facts
from reportgen.model.figure import Input, Method, Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.period import Period, PeriodError
from reportgen.model.problem import Problem, Problems
from reportgen.model.quantity import PCT, PP, PURE, Quantity, exact

from . import reported
from .ask import Ask, Needs
from .kinds import KINDS
from .reasons import PARTS

EXCEPT = "except:"


class Resolver:
    """Computes points on demand and keeps each, so that nothing is computed twice in a run."""

    def __init__(self, facts: Facts, metrics: Mapping[str, Metric], report: str) -> None:
        self.facts = facts
        self.metrics = metrics
        self.report = report
        self._known: dict[Ask, Point] = {}
        self._asked: list[Ask] = []
        self._warnings: list[Problem] = []
        self._rows: dict[tuple[str, str], list[Choice]] = {}
        for key, choice in facts.choices.items():
            self._rows.setdefault((key.entity, key.metric), []).append(choice)

    def point(self, ask: Ask) -> Point:
        """The answer; its result is Missing, with the reason, where there is none."""
        if ask in self._known:
            return self._known[ask]
        if ask in self._asked:
            chain = " -> ".join(a.metric for a in (*self._asked, ask))
            return self._missing(ask, Missing("n.a.", "circular", (("chain", chain),)))
        self._asked.append(ask)
        try:
            point = self._viewed(ask) if ask.view else self._answer(ask)
        finally:
            self._asked.pop()
        self._known[ask] = point
        return point

    def warnings(self) -> Problems:
        """Doubts met on the way: a stated value that its own parts contradict."""
        return tuple(dict.fromkeys(self._warnings))

    def failed(self, point: Point) -> bool:
        """Whether an n.m. result is the fault of a missing input rather than a refusal of the kind."""
        return isinstance(point.result, Missing) and point.result.reason in ("missing_input", "circular", "unit_mismatch")

    def explain(self, point: Point) -> str:
        """One sentence: which number is missing and what it lacks."""
        lacking = _lacking(point)
        what = f"{point.metric.id} of {point.entity} for {point.period.text}"
        if lacking is point or lacking is None:
            return f"there is no value for {what}: {_reason(point)}."
        return f"there is no value for {what}: it needs {_ask_text(lacking)}, which has none ({_reason(lacking)})."

    def cure(self, point: Point) -> str:
        """What would help: the day on which a later fact becomes known, or what to add."""
        lacking = _lacking(point) or point
        result = lacking.result
        slots = dict(result.slots) if isinstance(result, Missing) else {}
        if day := slots.get("known_at"):
            return f"It becomes known on {day}; the brief is as of {self.facts.as_of}."
        if scopes := slots.get("scopes"):
            return f"Say which: scope: {scopes}."
        return f"Add a fact to seeds/facts/{lacking.entity}.csv, or let the figure say on_missing: n.a."

    def _viewed(self, ask: Ask) -> Point:
        """The metric under another name; the sign turned where the view says so."""
        plain = self.point(replace(ask, view=""))
        view = self.metrics[ask.metric].views[ask.view]
        if not view.negate or not plain.quantity:
            return replace(plain, view=ask.view)
        return replace(plain, view=ask.view, result=-plain.quantity, formula=f"-({plain.formula})" if plain.formula != "x" else "-x")

    def _answer(self, ask: Ask) -> Point:
        metric = self.metrics[ask.metric]
        stock = metric.measure == "stock" and ask.period.kind not in ("instant", "month", "range")
        if stock:
            ask = replace(ask, period=ask.period.closing)
        stated = self._stated(ask)
        if metric.kind == "reported" and isinstance(stated, Missing) and (combined := self._combined(ask)):
            return combined
        if metric.kind == "reported":
            if isinstance(stated, Missing) and not ask.reported and stated.reason in ("not_known", "not_known_yet"):
                for formula, needs in reported.ways(metric.options or reported.Options(), ask):
                    rebuilt = self._evaluated(ask, formula, needs, "rebuilt")
                    if rebuilt.quantity:
                        return rebuilt
            return self._missing(ask, stated) if isinstance(stated, Missing) else stated
        if ask.reported:
            return self._missing(ask, stated) if isinstance(stated, Missing) else stated
        return self._better_of(ask, stated)

    def _better_of(self, ask: Ask, stated: Point | Missing) -> Point:
        """The computed value, or the stated one where it says the same more finely; a contradiction keeps the computed one and warns."""
        metric = self.metrics[ask.metric]
        kind = KINDS[metric.kind]
        try:
            needs = kind.needs(metric.options, ask)
        except PeriodError as bad:
            return self._missing(ask, Missing("n.a.", "mixed_periods", (("detail", str(bad)),)))
        computed = self._evaluated(ask, kind.formula(metric.options, ask), needs, "computed")
        if isinstance(stated, Missing) or not stated.quantity:
            return computed
        if not computed.quantity:
            return stated if self.failed(computed) else computed
        if not computed.quantity.overlaps(stated.quantity):
            fact = stated.facts[0]
            said = f"{fact.as_written!r} in {fact.source} {fact.loc}"
            message = f"the stated {ask} ({said}) does not follow from its parts; the computed value is used."
            self._warnings.append(Problem("W324", message, fact.where))
            dispute = Dispute(fact.key, None, (fact,), PARTS, computed.quantity)
            return replace(computed, disputes=(*computed.disputes, dispute))
        return stated if stated.quantity.width < computed.quantity.width else computed

    def _evaluated(self, ask: Ask, formula: str, needs: Needs, method: Method) -> Point:
        metric = self.metrics[ask.metric]
        inputs: list[Input] = []
        values: dict[str, Value] = {}
        for name, need in needs.items():
            points = [p for one in (need if isinstance(need, tuple) else (need,)) for p in self._points(one)]
            inputs += [(name, p) for p in points]
            lacking = next((p for p in points if not p.quantity), None)
            if lacking or not points:
                return self._missing(ask, Missing("n.a.", "missing_input", _slots(lacking)), tuple(inputs))
            row = tuple(p.quantity for p in points if p.quantity)
            single = not isinstance(need, tuple) and need.select != "members"
            values[name] = row[0] if single else row
        refusal = KINDS[metric.kind].refuse(metric.options, values) if method == "computed" else None
        result = refusal or _calculated(formula, values, metric)
        status = "A" if all(p.status in ("A", "R") for _, p in inputs if isinstance(p, Point)) else _worst(inputs)
        return replace(self._missing(ask, Missing("n.a.", "unit_mismatch")), result=result, formula=formula, inputs=tuple(inputs), method=method, status=status)

    def _points(self, ask: Ask) -> list[Point]:
        if ask.select == "members":
            entities = sorted({k.entity for k in self.facts.choices if (k.metric, k.dims) == (ask.metric, ask.dims) and k.period == ask.period.text})
            found = [self.point(replace(ask, entity=entity, select="one")) for entity in entities]
            return sorted(found, key=lambda p: p.quantity.value if p.quantity else 0, reverse=True)
        return [self.point(ask)]

    def _combined(self, ask: Ask) -> Point | None:
        """A member that is a sum (`a+b`) or the rest (`except:a+b`) of others."""
        for name, value in ask.dims:
            rest = value.startswith(EXCEPT)
            if "+" not in value and not rest:
                continue
            parts = value.removeprefix(EXCEPT).split("+")
            others = tuple(pair for pair in ask.dims if pair[0] != name)
            part_asks = tuple(replace(ask, dims=tuple(sorted((*others, (name, part))))) for part in parts)
            if not rest:
                return self._evaluated(ask, "sum(x)", {"x": part_asks}, "computed")
            return self._evaluated(ask, "w - sum(x)", {"w": replace(ask, dims=others), "x": part_asks}, "computed")
        return None

    def _stated(self, ask: Ask) -> Point | Missing:
        """The fact chosen for the question, or why there is none."""
        rows = [c for c in self._rows.get((ask.entity, ask.metric), ()) if c.fact.key.dims == ask.dims and (not ask.basis or c.fact.key.basis == ask.basis)]
        if ask.scope:
            rows = [c for c in rows if c.fact.key.scope in (ask.scope, "")]
        if ask.select == "latest":
            dated = [c for c in rows if c.fact.period.start <= ask.period.end]
            rows = [c for c in dated if c.fact.period.end == max(d.fact.period.end for d in dated)]
        else:
            rows = [c for c in rows if _same(c.fact.period, ask.period)]
        if not ask.basis and len({c.fact.key.basis for c in rows}) > 1:
            rows = [c for c in rows if not c.fact.key.basis]
        scopes = sorted({c.fact.key.scope for c in rows})
        if len(rows) > 1:
            return Missing("n.a.", "several_scopes", (("scopes", " or ".join(s or "none" for s in scopes)),))
        if not rows:
            return self._unknown(ask)
        choice = rows[0]
        return self._from_fact(ask, choice)

    def _unknown(self, ask: Ask) -> Missing:
        def fits(key: FactKey) -> bool:
            return (key.entity, key.metric, key.period, key.dims) == (ask.entity, ask.metric, ask.period.text, ask.dims) and (
                not ask.scope or key.scope in (ask.scope, "")
            )

        for key, conflicting in self.facts.undecided.items():
            if fits(key):
                said = " against ".join(f"{f.as_written!r} ({f.source} {f.loc})" for f in conflicting)
                return Missing("n.a.", "disputed_undecided", (("statements", said),))
        days = [day for key, day in self.facts.later.items() if fits(key)]
        if days:
            return Missing("n.a.", "not_known_yet", (("as_of", self.facts.as_of.isoformat()), ("known_at", min(days).isoformat())))
        return Missing("n.a.", "not_known")

    def _from_fact(self, ask: Ask, choice: Choice) -> Point:
        fact = choice.fact
        return Point(
            id="",
            key=ask.period.text,
            metric=self.metrics[ask.metric],
            entity=ask.entity,
            period=fact.period,
            result=fact.quantity or _said(fact),
            inputs=(("x", fact),),
            status=fact.status,
            scope=fact.key.scope,
            basis=fact.key.basis,
            dims=ask.dims,
            said=fact.said,
            disputes=(choice.dispute,) if choice.dispute else (),
        )

    def _missing(self, ask: Ask, why: Missing, inputs: tuple[Input, ...] = ()) -> Point:
        return Point(
            id="", key=ask.period.text, metric=self.metrics[ask.metric], entity=ask.entity, period=ask.period, result=why, formula="",
            inputs=inputs, method="missing", scope=ask.scope, basis=ask.basis, dims=ask.dims,
        )  # fmt: skip


def _said(fact: Fact) -> Quantity:
    """A date as its day number, so that dates compare; a rating has no size."""
    for text in (fact.said, f"{fact.said}-01"):  # a date may be known to the month only
        try:
            return exact(date.fromisoformat(text).toordinal(), "date")
        except ValueError:
            continue
    return exact(0, "rating")


def _calculated(formula: str, values: Mapping[str, Value], metric: Metric) -> Quantity | Missing:
    try:
        value = expression.evaluate(expression.parse(formula), lambda name, _: values[name])
    except ZeroDivisionError:
        return Missing("n.m.", "divisor_may_be_zero")
    except ExpressionError as bad:
        return Missing("n.a.", "unit_mismatch", (("detail", str(bad)),))
    assert isinstance(value, Quantity), f"this is a bug: {formula} gives a row"
    return _in_unit(value, metric)


def _in_unit(value: Quantity, metric: Metric) -> Quantity | Missing:
    """The value in the metric's declared unit: a quotient of like units becomes a percentage, a multiple or a count."""
    wanted = metric.unit
    currency = value.unit.isupper() and len(value.unit) == 3
    if wanted in ("money", "price"):
        return value if currency else _mismatch(value, wanted)
    if "/" in wanted:
        top, bottom = wanted.split("/")
        over = value.unit.split("/")
        fits = len(over) == 2 and over[1] == bottom and (top != "money" or over[0].isupper())
        return value if fits else _mismatch(value, wanted)
    if value.unit == PURE or {value.unit, wanted} <= {PCT, PP}:
        return replace(value, unit=wanted)
    return value if value.unit == wanted else _mismatch(value, wanted)


def _mismatch(value: Quantity, wanted: str) -> Missing:
    return Missing("n.a.", "unit_mismatch", (("detail", f"the formula gives {value.unit}, the metric declares {wanted}"),))


def _same(stated: Period, wanted: Period) -> bool:
    if (stated.start, stated.end) == (wanted.start, wanted.end):
        return True
    return wanted.is_instant and stated.kind == "month" and stated.end == wanted.end


def _worst(inputs: list[Input]) -> str:
    """The status of a number computed from expectations or claims is theirs."""
    return next((p.status for _, p in inputs if isinstance(p, Point) and p.status not in ("A", "R")), "A")


def _slots(lacking: Point | None) -> tuple[tuple[str, str], ...]:
    return (("metric", lacking.metric.id), ("period", lacking.period.text)) if lacking else ()


def _lacking(point: Point) -> Point | None:
    """The innermost input without a value."""
    for _, item in point.inputs:
        if isinstance(item, Point) and not item.quantity and isinstance(item.result, Missing):
            return _lacking(item) or item
    return point if isinstance(point.result, Missing) else None


def _ask_text(point: Point) -> str:
    scope = "".join(f" {word}" for word in (point.scope, point.basis, *(f"{k}={v}" for k, v in point.dims)) if word)
    return f"{point.metric.id} of {point.entity} for {point.period.text}{scope}"


def _reason(point: Point) -> str:
    result = point.result
    assert isinstance(result, Missing), "this is a bug: only a missing point has a reason"
    slots = dict(result.slots)
    sentences = {
        "not_known": "no fact states it",
        "not_known_yet": f"not known on {slots.get('as_of', '')}",
        "several_scopes": f"the facts have several scopes ({slots.get('scopes', '')})",
        "disputed_undecided": f"the statements conflict and nothing decides between them: {slots.get('statements', '')}",
        "mixed_periods": slots.get("detail", ""),
        "unit_mismatch": slots.get("detail", ""),
        "circular": f"the metrics ask for each other: {slots.get('chain', '')}",
    }
    return sentences.get(result.reason, result.reason.replace("_", " "))

