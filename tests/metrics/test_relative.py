from __future__ import annotations

from reportgen.model.figure import Point
from reportgen.model.metric import Metric
from tests.support.made import ask, metric, percent, refusal, resolver

LEVEL = Metric("level", {"en": "Index"}, measure="stock", unit="pure")
ROWS = (
    "price 2023-01-02 2.00 HKD",
    "price 2023-07-21 1.50 HKD",
    "level 2022-12-30 20000 entity=market",
    "level 2023-07-21 18000 entity=market",
)


def relative(rows: tuple[str, ...] = ROWS, base: str = "2023-01-02", benchmark: str = "market", level: str = "level") -> Point:
    wanted = metric("relative", "pct", of="price", benchmark=benchmark, level=level, base=base)
    return resolver(rows, LEVEL, wanted).point(ask("wanted", "2023-07-21"))


def test_a_price_against_a_benchmark_since_the_same_day() -> None:
    found = relative()
    assert (percent(found), found.formula) == ("-16.67", "(x / p) / (b / c) - 1")  # 0.75 / 0.9 - 1, no difference of -25 and -10 per cent


def test_the_base_is_the_last_known_level_on_or_before_the_day() -> None:
    assert percent(relative(base="2023-01-08")) == "-16.67"
    assert refusal(relative(base="2022-12-31")) == ("n.a.", "missing_input"), "the price is not known so early"


def test_a_benchmark_without_a_level_is_none() -> None:
    assert refusal(relative(ROWS[:3])) == ("n.a.", "missing_input")


def test_a_peer_is_compared_by_its_own_price() -> None:
    rows = (*ROWS[:2], "price 2023-01-02 10.0 CNY entity=beta", "price 2023-07-21 5.0 CNY entity=beta")
    assert percent(relative(rows, benchmark="beta", level="")) == "50.00"


def test_a_level_of_nothing_is_refused() -> None:
    assert refusal(relative((*ROWS[:2], "level 2022-12-30 0 entity=market", ROWS[3]))) == ("n.m.", "negative_base")
