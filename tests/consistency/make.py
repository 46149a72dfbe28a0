"""Findings on a made-up company from short texts, as in tests.support.made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reportgen.consistency.find import find
from reportgen.metrics.kinds import KINDS
from reportgen.model.fact import Facts
from reportgen.model.finding import Finding
from reportgen.model.metric import Metric
from reportgen.spec.relations import Joint, Largest, Movement, Net, Related, Relations, Trend
from tests.support import made

__all__ = ["RELATED", "facts", "found", "named", "only"]

METRICS: Mapping[str, Metric] = {
    **made.METRICS,
    "revenue": replace(made.METRICS["revenue"], sign="positive"),
    "allowance": Metric("allowance", {"en": "Allowance"}, measure="stock", unit="money"),
    "cut": Metric("cut", {"en": "Staff cut"}, measure="flow", unit="persons"),
    "course": Metric("course", {"en": "Course"}, measure="flow", unit="rating"),
    "days": Metric("days", {"en": "Days"}, measure="flow", unit="days"),
    "top_share": Metric("top_share", {"en": "Largest together"}, measure="none", unit="pct"),
    "stated_change": Metric("stated_change", {"en": "Change of the ratio"}, measure="none", unit="pct"),
    **{
        m.id: m
        for m in (
            made.metric("growth", "pct", "growth", of="revenue"),
            made.metric("growth", "pct", "cost_growth", of="cost"),
            made.metric("growth", "pct", "profit_growth", of="profit"),
            made.metric("growth", "pct", "loss_growth", of="profit", as_="loss"),
            made.metric("difference", "money", "change", of="revenue"),
            made.metric("ratio", "pct", "ratio", part="cost", whole="revenue"),
            made.metric("ratio", "pct", "margin", part="profit", whole="revenue"),
            made.metric("share", "pct", "share", of="revenue"),
            made.metric("days", "days", "days_closing", balance="receivables", flow="revenue"),
            made.metric("days", "days", "days_365", balance="receivables", flow="revenue", year="365"),
        )
    },
}

RELATED = Related(
    Relations(
        variants={"days": ("days_closing", "days_365")},
        joint=(Joint(dimension="segment", member="both", largest=2),),
        largest=(Largest(of="market_share", together="top_share", coordinate="top"),),
        nets=(Net(of="receivables", less="allowance"),),
        movements=(Movement(metric="cut", of="staff", falls=True),),
        trends=(Trend(metric="course", of="cost"),),
    ),
    {"stated_change": ("difference", KINDS["difference"].Options(of="ratio"))},
)


SCHEMES = {"segment": {"old": ("tools", "toys", "both"), "new": ("tools", "games", "books")}}


def facts(*rows: str) -> Facts:
    """Those facts, of a company that has split its business in two ways."""
    return replace(made.facts(*rows), schemes=SCHEMES)


def found(*rows: str, metrics: Mapping[str, Metric] = METRICS, related: Related = RELATED, **changes: Any) -> tuple[Finding, ...]:
    """Every finding on those facts."""
    return find(replace(facts(*rows), **changes), metrics, related)


def named(*rows: str) -> list[tuple[str, str, str]]:
    """Rule, verdict and metric of every finding but the consistent and the unchecked."""
    return [(f.rule, f.verdict, f.stated.key.metric) for f in found(*rows) if f.verdict not in ("consistent", "unchecked", "same")]


def only(rule: str, *rows: str) -> Finding:
    """The one finding of a rule."""
    findings = [f for f in found(*rows) if f.rule == rule]
    assert len(findings) == 1, f"{len(findings)} findings of {rule}: {findings}"
    return findings[0]
