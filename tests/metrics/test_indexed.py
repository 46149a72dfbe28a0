from __future__ import annotations

from tests.support.made import answer, metric, refusal

ROWS = ("revenue FY2020 3.446 bn CNY", "revenue FY2021 4.700 bn CNY", "stated_growth FY2021 36.39%")


def index(period: str, **options: str) -> str:
    found = answer(ROWS, metric("indexed", "pure", of="revenue", base="FY2020", **options), period)
    assert found.quantity
    return f"{found.quantity.value:.2f} {found.unit}"


def test_the_base_is_a_hundred() -> None:
    assert index("FY2020") == "100.00 pure"
    assert index("FY2021") == "136.39 pure"


def test_the_year_after_the_base_may_rest_on_the_stated_growth() -> None:
    assert index("FY2021", growth="stated_growth") == "136.39 pure"
    assert index("FY2020", growth="stated_growth") == "100.00 pure"


def test_a_stock_is_indexed_at_year_ends() -> None:
    rows = ("receivables 2020-12-31 3.562 bn CNY", "receivables 2021-12-31 6.018 bn CNY")
    found = answer(rows, metric("indexed", "pure", of="receivables", base="FY2020"), "FY2021")
    assert found.quantity
    assert f"{found.quantity.value:.1f}" == "169.0"  # 100 x 6.018 / 3.562 = 168.95


def test_a_negative_base_and_another_length_are_refused() -> None:
    rows = ("profit FY2020 -1 CNY", "profit FY2021 2 CNY", "profit H1-2021 3 CNY")
    assert refusal(answer(rows, metric("indexed", "pure", of="profit", base="FY2020"), "FY2021")) == ("n.m.", "negative_base")
    rows = ("profit FY2020 1 CNY", "profit H1-2021 3 CNY")
    assert refusal(answer(rows, metric("indexed", "pure", of="profit", base="FY2020"), "H1-2021")) == ("n.m.", "mixed_periods")
