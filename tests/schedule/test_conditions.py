"""Whether a brief goes out, by its figures and those of the last edition."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.model.quantity import PCT, Quantity, exact
from reportgen.schedule.conditions import Numbers, met
from tests.support import desk


def growth(value: str | None, **more: str | None) -> Numbers:
    points = {"growth": value, **more}
    return {name: {"FY2024": exact(Decimal(v), PCT) if v is not None else None} for name, v in points.items()}


CROSSES = 'only_when: {crosses: "growth > 5%"}\n'
CHANGED = "only_when: {figures_changed: true}\n"
BOTH = 'only_when: {figures_changed: true, crosses: "growth > 5%"}\n'


@pytest.mark.parametrize(
    ("when", "now", "before", "goes", "why"),
    [
        ("", growth("0.01"), None, True, "no condition"),
        (CHANGED, growth("0.01"), None, True, "there is no earlier edition"),
        (CHANGED, growth("0.01"), growth("0.01"), False, "no figure has changed"),
        (CHANGED, growth("0.02"), growth("0.01"), True, "changed: growth"),
        (CHANGED, growth("0.02"), growth("0.02", loss="1"), True, "changed: loss"),
        (CHANGED, growth("0.02"), growth(None), True, "changed: growth"),
        (CROSSES, growth("0.06"), None, True, "crossed: growth > 5%"),
        (CROSSES, growth("0.06"), growth("0.04"), True, "crossed: growth > 5%"),
        (CROSSES, growth("0.06"), growth("0.07"), False, "was true before: growth > 5%"),
        (CROSSES, growth("0.05"), growth("0.07"), False, "not true: growth > 5%"),
        (CROSSES, growth(None), growth("0.04"), False, "no value: growth['FY2024']"),
        (CROSSES, growth("0.06"), growth(None), True, "crossed: growth > 5%"),
        (CROSSES, {}, None, False, "no value: growth"),
        (BOTH, growth("0.06"), growth("0.04"), True, "crossed: growth > 5%"),
        (BOTH, growth("0.06"), growth("0.06"), False, "no figure has changed"),
        (
            'only_when: {crosses: "growth > 5 CNY"}\n',
            growth("0.06"),
            None,
            False,
            "the condition cannot be evaluated: pct does not compare with CNY",
        ),
        ("only_when: {crosses: \"growth['FY2023'] > 0\"}\n", growth("0.06"), None, False, "no value: growth['FY2023']"),
    ],
)
def test_what_goes_out(tmp_path: Path, when: str, now: Numbers, before: Numbers | None, goes: bool, why: str) -> None:
    schedule = desk.one(tmp_path, "cron: 0 8 * * *", "UTC", when)
    answer = met(schedule, now, before)
    assert (answer.met, answer.why) == (goes, why)


def test_a_finer_number_is_a_change(tmp_path: Path) -> None:
    """The same value known to more digits prints otherwise, so it is another figure."""
    schedule = desk.one(tmp_path, "cron: 0 8 * * *", "UTC", CHANGED)
    coarse = Quantity(Decimal("0.05"), Decimal("0.045"), Decimal("0.055"), PCT)
    assert met(schedule, {"growth": {"": exact(Decimal("0.05"), PCT)}}, {"growth": {"": coarse}}).met
