from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.metrics.resolve import Resolver
from reportgen.metrics.schemes import crossed, parts
from tests.support.made import METRICS, ask, facts, metric, percent, refusal

SCHEMES = {"segment": {"four": ("city", "life", "auto"), "three": ("new", "old", "auto")}}
ROWS = (
    "revenue FY2022 100 CNY",
    "revenue FY2023 120 CNY",
    "revenue FY2022 40 CNY segment=city",
    "revenue FY2022 20 CNY segment=auto",
    "revenue FY2023 30 CNY segment=auto",
    "revenue FY2023 50 CNY segment=new",
)


@pytest.mark.parametrize(
    ("members", "dimension"),
    [
        (("city", "life"), ""),
        (("city", "auto"), ""),
        (("new", "auto"), ""),
        (("city", "new"), "segment"),
        (("city+life", "auto"), ""),
        (("city+new",), "segment"),
        (("except:city+auto",), ""),
        (("except:city", "old"), "segment"),
        (("city", "rest"), ""),
        (("rest",), ""),
        ((), ""),
    ],
)
def test_members_without_a_common_scheme_do_not_go_together(members: tuple[str, ...], dimension: str) -> None:
    assert crossed(((("segment", m),) for m in members), SCHEMES) == dimension


def test_dimensions_without_schemes_are_free() -> None:
    assert crossed([(("age", "old"),), (("age", "new"),)], SCHEMES) == ""
    assert parts("except:a+b") == ("a", "b")


def resolver(*metrics: object) -> Resolver:
    known = {**METRICS, **{m.id: m for m in metrics}}  # type: ignore[attr-defined]
    return Resolver(replace(facts(*ROWS), schemes=SCHEMES), known, "brief")


def test_a_metric_refuses_to_cross_schemes() -> None:
    growth = metric("growth", "pct", of="revenue", dims={"segment": "new"}, against_dims={"segment": "city"})
    assert refusal(resolver(growth).point(ask("wanted", "FY2023"))) == ("n.m.", "mixed_scheme")
    assert refusal(resolver().point(ask("revenue", "FY2023", segment="new+city"))) == ("n.a.", "missing_input")
    assert refusal(resolver().point(ask("revenue", "FY2022", segment="city+new"))) == ("n.a.", "missing_input")


def test_a_formula_refuses_too() -> None:
    inputs = {
        "a": {"metric": "revenue", "dims": {"segment": "new"}},
        "b": {"metric": "revenue", "period": "prior", "dims": {"segment": "city"}},
    }
    wanted = metric("formula", "money", formula="a + b", inputs=inputs)
    assert refusal(resolver(wanted).point(ask("wanted", "FY2023"))) == ("n.m.", "mixed_scheme")


def test_a_member_of_both_schemes_leads_across() -> None:
    growth = metric("growth", "pct", of="revenue")
    assert percent(resolver(growth).point(ask("wanted", "FY2023", segment="auto"))) == "50.00"
