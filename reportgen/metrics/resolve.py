"""Answers questions for numbers: from the facts, by a metric's kind, or rebuilt; each answer with its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reportgen.metrics import aggregate, doubts, explain, reported
from reportgen.metrics.ask import Ask, Needs, without
from reportgen.metrics.kinds import KINDS
from reportgen.metrics.reasons import PARTS, PARTS_RULE
from reportgen.metrics.schemes import EXCEPT, crossed, parts
from reportgen.metrics.stated import Stated, number
from reportgen.metrics.units import calculated
from reportgen.model.derive import unlike
from reportgen.model.expression import Value
from reportgen.model.fact import Choice, Dispute, Facts
from reportgen.model.figure import Input, Method, Missing, Point
from reportgen.model.metric import Metric
from reportgen.model.period import PeriodError
from reportgen.model.problem import Problem, Problems
from reportgen.model.quantity import Quantity, rounded
from reportgen.model.question import Tables

MIXES = frozenset({"formula"})
"""Kinds whose declaration names the period of each input, and may name scope and basis, so that one may mix them on purpose."""
FOLLOWS = frozenset({"implied_target"})
"""Kinds that follow a source's own computation, where what it leaves unsaid is the answer."""
FAILURES = frozenset({"missing_input", "not_reproducible", "circular", "unit_mismatch"})
"""Reasons that speak of the inputs, not of what they mean."""
TILES = frozenset({"ttm", "cumulative"})
"""Kinds that add and subtract spans of different length to make one."""


class Resolver:
    """Computes points on demand and keeps each, so that nothing is computed twice in a run."""

    def __init__(self, facts: Facts, metrics: Mapping[str, Metric], report: str, tables: Tables | None = None) -> None:
        self.facts = facts
        self.metrics = metrics
        self.report = report
        self.tables = tables
        self._stated = Stated(facts)
        self._known: dict[Ask, Point] = {}
        self._asked: list[Ask] = []
        self._warnings: list[Problem] = []

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

    def computed(self, ask: Ask) -> Point:
        """What the metric's kind gives from its parts, whatever the facts state of the metric itself."""
        metric = self.metrics[ask.metric]
        if metric.kind == "aggregate":
            return self._counted(ask)
        kind = KINDS[metric.kind]
        try:
            needs = kind.needs(metric.options, ask)
        except PeriodError as bad:
            return self._missing(ask, Missing("n.a.", "mixed_periods", (("detail", str(bad)),)))
        return self._evaluated(ask, kind.formula(metric.options, ask), needs, "computed")

    def _counted(self, ask: Ask) -> Point:
        """What the table of the metric answers; a run that opens no tables knows nothing of them."""
        question = aggregate.question(self.metrics[ask.metric], ask)
        found = self.tables.answer(question) if self.tables else Missing("n.a.", "not_known")
        return self._missing(ask, found) if isinstance(found, Missing) else self._from_fact(ask, Choice(found))

    def warnings(self) -> Problems:
        """Doubts met on the way: a stated value that its own parts contradict."""
        return tuple(dict.fromkeys(self._warnings))

    def failed(self, point: Point) -> bool:
        """Whether an n.m. result is the fault of a missing input rather than a refusal of the kind."""
        return isinstance(point.result, Missing) and point.result.reason in FAILURES

    def explain(self, point: Point) -> str:
        """One sentence: which number is missing and what it lacks."""
        return explain.sentence(point)

    def cure(self, point: Point) -> str:
        """What would help."""
        return explain.cure(point, self.facts.as_of)

    def _viewed(self, ask: Ask) -> Point:
        """The metric under another name; the sign turned where the view says so."""
        plain = self.point(replace(ask, view=""))
        view = self.metrics[ask.metric].views[ask.view]
        if not view.negate or not plain.quantity:
            return replace(plain, view=ask.view)
        return replace(plain, view=ask.view, result=-plain.quantity, formula=f"-({plain.formula})" if plain.formula != "x" else "-x")

    def _answer(self, ask: Ask) -> Point:
        metric = self.metrics[ask.metric]
        if metric.measure == "stock" and ask.period.kind not in ("instant", "month", "range"):
            ask = replace(ask, period=ask.period.closing)
        choice = self._stated.choice(ask)
        stated = choice if isinstance(choice, Missing) else self._from_fact(ask, choice)
        if isinstance(stated, Missing) and metric.kind == "reported":
            return self._combined(ask) or self._rebuilt(ask, stated) or self._missing(ask, stated)
        if metric.kind != "reported" and not ask.reported:
            return self._better_of(ask, stated)
        return self._missing(ask, stated) if isinstance(stated, Missing) else stated

    def _rebuilt(self, ask: Ask, why: Missing) -> Point | None:
        """The level that no source states, by the first of the declared ways that leads to one."""
        if ask.reported or why.reason not in ("not_known", "not_known_yet"):
            return None
        for way in reported.ways(self.metrics[ask.metric].options or reported.Options(), ask):
            point = self._evaluated(ask, way.formula, way.needs, "rebuilt", tiles=way.tiles)
            if point.quantity:
                return point
        return None

    def _better_of(self, ask: Ask, stated: Point | Missing) -> Point:
        """The computed value, or the stated one where it says the same more finely or would round to other digits than the source prints.

        A contradiction keeps the computed value and warns.
        """
        computed = self.computed(ask)
        self._doubt_base(computed)
        if isinstance(stated, Missing) or not stated.quantity:
            return computed
        if not computed.quantity:
            return stated if self.failed(computed) else computed
        if not computed.quantity.overlaps(stated.quantity):
            fact = stated.facts[0]
            read = self.facts.acknowledged.get((fact.key, PARTS_RULE))
            if not read:
                self._warnings.append(doubts.contradicted(ask, fact))
            dispute = Dispute(fact.key, None, (fact,), read.reason if read else PARTS, computed.quantity)
            return replace(computed, disputes=(*computed.disputes, dispute))
        finer = stated.quantity.width < computed.quantity.width
        return stated if finer or _reads_otherwise(stated.quantity, computed.quantity) else computed

    def _doubt_base(self, point: Point) -> None:
        """Warns of a growth from next to nothing, whose base must be printed beside it."""
        base = dict(point.inputs).get("p")
        if self.metrics[point.metric.id].kind != "growth" or not point.quantity or not isinstance(base, Point):
            return
        for name, _ in base.dims:
            total = self._stated.choice(Ask(base.metric.id, base.entity, base.period, base.scope, base.basis, without(base.dims, name)))
            if isinstance(total, Choice) and doubts.is_tiny(base, total.fact):
                self._warnings.append(doubts.tiny_base(point, name))

    def _evaluated(self, ask: Ask, formula: str, needs: Needs, method: Method, *, tiles: bool = False) -> Point:
        metric = self.metrics[ask.metric]
        found = {
            name: tuple(p for one in (need if isinstance(need, tuple) else (need,)) for p in self._points(one))
            for name, need in needs.items()
        }
        inputs: tuple[Input, ...] = tuple((name, p) for name, points in found.items() for p in points)
        if lacking := [p for points in found.values() for p in points if not p.quantity]:
            return self._missing(ask, _lacks(metric, lacking), inputs)
        if not all(found.values()):
            return self._missing(ask, Missing("n.a.", "too_few_known"), inputs)
        values = {name: _value(needs[name], points) for name, points in found.items()}
        used = [p for points in found.values() for p in points]
        refusal = self._unlike(metric, needs, found, tiles=tiles)
        if method == "computed" and not refusal:
            refusal = KINDS[metric.kind].refuse(metric.options, values)
        result = refusal or calculated(formula, values, metric.unit)
        made = self._missing(ask, Missing("n.a.", "not_known"), inputs)
        return replace(made, result=result, formula=formula, method=method, status=_status(used))

    def _unlike(self, metric: Metric, needs: Needs, found: Mapping[str, tuple[Point, ...]], *, tiles: bool) -> Missing | None:
        """Why the inputs do not go together."""
        mixes = metric.kind in MIXES
        used = [p for name, points in found.items() if not (mixes and _named(needs[name])) for p in points]
        if crossed((p.dims for points in found.values() for p in points), self.facts.schemes):
            return Missing("n.m.", "mixed_scheme")
        reason = unlike(used, tiles=tiles or mixes or metric.kind in TILES)
        return Missing("n.m.", reason) if reason else None

    def _row(self, need: Ask | tuple[Ask, ...]) -> tuple[Point, ...]:
        return tuple(p for one in (need if isinstance(need, tuple) else (need,)) for p in self._points(one))

    def _points(self, ask: Ask) -> list[Point]:
        if ask.select == "history":
            return [self.point(replace(ask, period=period, select="one")) for period in self._stated.history(ask)]
        if ask.select != "members":
            return [self.point(ask)]
        found = [self.point(replace(ask, entity=entity, select="one")) for entity in self._stated.members(ask)]
        return sorted(found, key=lambda p: p.quantity.value if p.quantity else 0, reverse=True)

    def _combined(self, ask: Ask) -> Point | None:
        """A member that is a sum (`a+b`) or the rest (`except:a+b`) of others."""
        for name, value in ask.dims:
            rest = value.startswith(EXCEPT)
            if "+" not in value and not rest:
                continue
            others = tuple(pair for pair in ask.dims if pair[0] != name)
            part_asks = tuple(replace(ask, dims=tuple(sorted((*others, (name, part))))) for part in parts(value))
            if not rest:
                return self._evaluated(ask, "sum(x)", {"x": part_asks}, "computed")
            return self._evaluated(ask, "w - sum(x)", {"w": replace(ask, dims=others), "x": part_asks}, "computed")
        return None

    def _from_fact(self, ask: Ask, choice: Choice) -> Point:
        fact = choice.fact
        return Point(
            id="",
            key=ask.period.text,
            metric=self.metrics[ask.metric],
            entity=ask.entity,
            period=fact.period,
            result=number(fact),
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
            id="",
            key=ask.period.text,
            metric=self.metrics[ask.metric],
            entity=ask.entity,
            period=ask.period,
            result=why,
            formula="",
            inputs=inputs,
            method="missing",
            scope=ask.scope,
            basis=ask.basis,
            dims=ask.dims,
        )


def _value(need: Ask | tuple[Ask, ...], points: tuple[Point, ...]) -> Value:
    """The numbers of an input: a row where it was asked for as one."""
    row = tuple(p.quantity for p in points if p.quantity)
    return row if isinstance(need, tuple) or need.select in ("members", "history") else row[0]


def _named(need: Ask | tuple[Ask, ...]) -> bool:
    """Whether the declaration of an input says of which scope or basis it is."""
    return isinstance(need, Ask) and bool(need.scope or need.basis)


def _reads_otherwise(stated: Quantity, computed: Quantity) -> bool:
    """Whether the computed value, rounded like the stated one, reads otherwise: both may be true, and readers know what was printed."""
    if stated.qual != "=" or stated.place is None or stated.low == stated.high:
        return False
    return rounded(computed.value, stated.place) != stated.value


def _lacks(metric: Metric, lacking: list[Point]) -> Missing:
    """Which input is missing; where a source's own number cannot be followed, all of them are named."""
    if metric.kind in FOLLOWS:
        return Missing("n.a.", "not_reproducible", (("metrics", ", ".join(dict.fromkeys(p.metric.id for p in lacking))),))
    return Missing("n.a.", "missing_input", (("metric", lacking[0].metric.id), ("period", lacking[0].period.text)))


def _status(inputs: list[Point]) -> str:
    """A number computed from expectations or claims is one, too."""
    return next((p.status for p in inputs if p.status not in ("A", "R")), "A")
