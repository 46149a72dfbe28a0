"""The stage: facts, metrics and relations -> what the statements say of each other; and the facts with what is disputed marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.consistency import identities, members, parts, repeated, signs, sums
from reportgen.consistency.bench import Bench, bench
from reportgen.consistency.words import reason
from reportgen.model.fact import Choice, Dispute, Fact, FactKey, Facts, Texts
from reportgen.model.finding import VERDICTS, Finding
from reportgen.model.metric import Metric
from reportgen.model.problem import Problem, Problems
from reportgen.spec.relations import Related

RULES: tuple[Callable[[Bench], Iterator[Finding]], ...] = (
    repeated.findings,
    parts.findings,
    sums.findings,
    members.findings,
    identities.findings,
    signs.findings,
)

Findings = tuple[Finding, ...]


def find(facts: Facts, metrics: Mapping[str, Metric], related: Related) -> Findings:
    """Every finding on the facts, by verdict and key; what the desk has acknowledged is settled."""
    table = bench(facts, metrics, related)
    found = [_settled(finding, facts) for rule in RULES for finding in rule(table)]
    return tuple(sorted(found, key=_order))


def marked(facts: Facts, findings: Iterable[Finding], metrics: Mapping[str, Metric]) -> Facts:
    """The facts with a dispute at each statement that a rule contradicts, so that whatever uses it is marked and explained."""
    choices = dict(facts.choices)
    for finding in findings:
        if finding.verdict != "contradiction":
            continue
        for fact in finding.disputed:
            choice = choices.get(fact.key)
            if choice and choice.fact == fact:
                choices[fact.key] = _disputed(choice, finding, metrics)
    return replace(facts, choices=choices)


def touching(findings: Iterable[Finding], used: Iterable[Fact]) -> Findings:
    """The findings that concern one of the statements used."""
    places = {fact.where for fact in used}
    return tuple(f for f in findings if places & {fact.where for fact in f.facts})


def stale(facts: Facts, findings: Iterable[Finding]) -> Problems:
    """A problem for each acknowledgement that fits no finding; `facts` are those of all days."""
    there = {(fact.key, f.rule) for f in findings if f.verdict == "contradiction" for fact in f.facts}
    message = "no rule '{}' finds a contradiction at this key; delete the entry."
    return tuple(
        Problem("E320", message.format(rule), item.where) for (key, rule), item in facts.acknowledged.items() if (key, rule) not in there
    )


def doubts(findings: Iterable[Finding], used: Iterable[Fact]) -> Problems:
    """A warning for each open contradiction at a statement that is used."""
    places = {fact.where for fact in used}
    return tuple(_doubt(f) for f in findings if f.is_open and places & {fact.where for fact in f.disputed})


def _doubt(finding: Finding) -> Problem:
    fact = finding.stated
    against = ", ".join(f"{other.as_written!r} ({other.source} {other.loc})" for other in finding.others)
    message = (
        f"rule '{finding.rule}': {fact.as_written!r} ({fact.source} {fact.loc}) for {fact.key} contradicts {against or 'its own sign'}."
    )
    return Problem("W326", message, fact.where, hint="It is marked as disputed; seeds/resolutions.yaml can settle it.")


def _settled(finding: Finding, facts: Facts) -> Finding:
    if finding.verdict != "contradiction" or finding.settled:
        return finding
    for fact in finding.facts:
        if said := facts.acknowledged.get((fact.key, finding.rule)):
            return replace(finding, settled=said.reason)
    return finding


def _disputed(choice: Choice, finding: Finding, metrics: Mapping[str, Metric]) -> Choice:
    others = tuple(fact for fact in finding.facts if fact != choice.fact)
    why: Texts = finding.settled or reason(finding)
    old = choice.dispute
    if old:
        others = tuple(dict.fromkeys((*old.others, *others)))
        why = {tag: f"{old.reason[tag]}{'' if tag.startswith('zh') else ' '}{why[tag]}" for tag in why if tag in old.reason}
    computed = finding.computed if choice.fact == finding.stated else None
    names = {fact.key.metric: metrics[fact.key.metric].label for fact in others if fact.key.metric in metrics}
    return replace(choice, dispute=Dispute(choice.fact.key, choice.fact, others, why, computed, names))


def _order(finding: Finding) -> tuple[int, bool, FactKey, str, str, int]:
    where = finding.stated.where
    return VERDICTS.index(finding.verdict), not finding.is_open, finding.stated.key, finding.rule, where.file, where.line
