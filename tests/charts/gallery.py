"""One representative case per chart kind, with invented names and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from make import COUNT, DATE, INDEX, PERCENT, POINTS, PRICE, figures, members, series

from reportgen.charts.kinds import KINDS
from reportgen.model.figure import Figures


class Case(NamedTuple):
    kind: str
    options: Any
    figures: Figures


def case(kind: str, found: Figures, **options: Any) -> Case:
    return Case(kind, KINDS[kind].Options(**options), found)


def cases() -> dict[str, Case]:
    """Chart name -> case."""
    loss = series("loss", "FY2019 4.96; FY2020 12.16; FY2021 17.14; FY2022 6.05; FY2023 6.44; H1-2024 2.46", label="loss of the period")
    sales = series("sales", "FY2018 1.85 r; FY2019 3.03; FY2020 3.45; FY2021 4.70; FY2022 3.81", label="Sales")
    research = series("research", "FY2018 0.85; FY2019 1.92; FY2020 2.45; FY2021 3.61; FY2022 4.01", label="Research")
    ratio = series("ratio", "FY2018 45.9; FY2019 63.3; FY2020 71.2; FY2021 76.9; FY2022 105.4", PERCENT, label="research to sales")
    profit = series("profit", "FY2018 -0.42; FY2019 0.35; FY2020 n.a.; FY2021 1.20; FY2022 -0.88; FY2023 0.61 e")
    staff = series("staff", "FY2020 4_312; FY2021 6_113; FY2022 5_098; FY2023 4_531".replace("_", ""), COUNT)
    sold = series("sold", "H1-2023 1.43 r; H1-2024 1.74")
    by_part = [("new", "Generative tools", "0.76"), ("auto", "Vehicles", "0.08"), ("old", "Classic software", "-0.53")]
    by_points = [("new", "Generative tools", "52.7"), ("auto", "Vehicles", "5.9"), ("old", "Classic software", "-37.2")]
    growth = series("growth", "H1-2024 21.4", PERCENT)
    bridge = figures(sold, members("parts", "H1-2024", by_part), members("gained", "H1-2024", by_points, POINTS), growth)
    lost = [
        ("b", "Brightlane", ">16.5 @2021-06-30"),
        ("a", "Arbor Vision", "43.8 @FY2018..FY2022"),
        ("c", "Cloudmill", ">7.2 @FY2017..H1-2020"),
        ("d", "Dune Robotics", "n.a. @FY2022"),
    ]
    shares = [
        ("a", "Arbor Vision", "23.1"),
        ("h", "Hillside", "8.3"),
        ("i", "Innoveris", "8.1"),
        ("b", "Brightlane", "8.0"),
        ("c", "Cloudmill", "3.3"),
        ("s", "Sharp Eye", "2.2"),
    ]
    rest = [*shares, ("others", "All others", "47.0 r")]
    mix_a = members(
        "mix_a",
        "FY2021",
        [("city", "City systems", "45.6 r"), ("trade", "Trade", "41.7"), ("home", "Home devices", "8.8"), ("auto", "Vehicles", "3.9")],
        PERCENT,
    )
    mix_b = members(
        "mix_b",
        "FY2022",
        [("city", "City systems", "28.8"), ("trade", "Trade", "38.5"), ("home", "Home devices", "25.1"), ("auto", "Vehicles", "7.6")],
        PERCENT,
    )
    single = members(
        "single", "FY2021", [("city", "City systems", "2.14"), ("trade", "Trade", "1.96"), ("rest", "Other segments", "0.60 r")]
    )
    margin = series("margin", "FY2018 42.1; FY2019 45.0; FY2020 n.a.; FY2021 69.7; FY2022 66.8; FY2023 44.1", PERCENT, "gross margin")
    cost = series("cost", "FY2018 45.9; FY2019 63.3; FY2020 71.2; FY2021 76.9; FY2022 105.4; FY2023 101.8 e", PERCENT, "research ratio")
    sold_ix = series("sold_ix", "FY2020 100; FY2021 136; FY2022 111; FY2023 99", INDEX, "Sales")
    owed_ix = series("owed_ix", "FY2020 100; FY2021 151; FY2022 198; FY2023 236", INDEX, "Receivables")
    staff_ix = series("staff_ix", "FY2020 100; FY2021 142; FY2022 118; FY2023 105", INDEX, "Employees")
    first_run = members(
        "first_run",
        "FY2022",
        [("a", "", "18.02 @2022-05"), ("b", "", "17.10 @2022-11-18"), ("c", "", "15.99 @2023-02")],
        PERCENT,
        "First holder",
    )
    second_run = members(
        "second_run", "FY2022", [("a", "", "17.97 @2023-03-02"), ("b", "", "13.95 @2023-04-28")], PERCENT, "Holder not named"
    )
    models = [
        ("s", "Sense platform", "2023-04-10"),
        ("c", "Chat assistant", "2023-04-11"),
        ("p", "Scholar, with three universities", "2023-06-07"),
        ("x", "Exit of the largest investor", "2023-07-21"),
    ]
    others = [
        ("m", "Brightlane names four directions", "2023-02-10"),
        ("q", "Cloudmill: Calm", "2023-05-18"),
        ("g", "Hillside: Guide", "2023-05-06"),
        ("r", "Innoveris: first release", "2023-03-16"),
    ]
    ours = members("ours", "FY2023", models, DATE)
    ours = replace(ours, points=tuple(replace(p, entity="firm") for p in ours.points))
    theirs = members("theirs", "FY2023", others, DATE)
    prices = members(
        "price",
        "FY2022",
        [
            ("issue", "Issue", "3.85 @2021-12-30"),
            ("peak", "Peak", "9.70 @2022-01-04"),
            ("before", "Before", "5.88 r @2022-06-29"),
            ("after", "Lock-up ends", "3.13 @2022-06-30"),
        ],
        PRICE,
    )
    prices = replace(
        prices,
        points=tuple(
            replace(p, label={"en": n, "de": n})
            for p, n in zip(prices.points, ("Issue", "Peak", "Day before", "Lock-up ends"), strict=True)
        ),
    )
    fall = series("fall", "2022-06-30 -46.8", PERCENT)
    return {
        "step": case(
            "step", figures(first_run, second_run), series=["first_run", "second_run"], until="2023-07-31", highlight="second_run"
        ),
        "timeline": case("timeline", figures(ours, theirs), series=["ours", "theirs"], highlight="x"),
        "marks": case(
            "marks",
            figures(prices, fall),
            series="price",
            change="fall",
            highlight="after",
            reference={"at": "price['issue']", "label": {"en": "issue price", "de": "Ausgabepreis"}},
        ),
        "line": case(
            "line", figures(margin, cost), series=["margin", "cost"], reference={"at": "100%", "label": {"en": "as large as sales"}}
        ),
        "index": case("index", figures(sold_ix, owed_ix, staff_ix), series=["sold_ix", "owed_ix", "staff_ix"], highlight="owed_ix"),
        "slope": case("slope", figures(mix_a, mix_b), before="mix_a", after="mix_b", highlight="home"),
        "stacked": case("stacked", figures(mix_a, mix_b), columns=["mix_a", "mix_b"], highlight="home"),
        "stacked-one": case("stacked", figures(single, series("all", "FY2021 4.70")), columns="single", rest="rest", total="all"),
        "stacked-parts": case(
            "stacked",
            figures(
                series("net", "FY2021 3.2; FY2022 3.9; FY2023 3.5; H1-2024 3.5", label="Net"),
                series("allowance", "FY2021 1.7; FY2022 2.8; FY2023 4.6; H1-2024 4.8", label="Allowance"),
                series("gross", "FY2021 4.9; FY2022 6.7; FY2023 8.1; H1-2024 8.3", label="Gross"),
            ),
            parts=["net", "allowance"],
            total="gross",
            highlight="allowance",
            apart="H1-2024",
        ),
        "bars": case("bars", figures(members("share", "FY2022", rest, PERCENT)), series="share", subject="a", rest="others"),
        "bars-dated": case("bars", figures(members("lost", "FY2022", lost, label="Accumulated loss")), series="lost", subject="a"),
        "waterfall": case(
            "waterfall", bridge, start="sold['H1-2023']", parts="parts", end="sold['H1-2024']", points="gained", change="growth"
        ),
        "columns": case("columns", figures(loss), series="loss", running_sum=True, apart=["H1-2024"]),
        "columns-ratio": case(
            "columns",
            figures(sales, research, ratio),
            series=["sales", "research"],
            line="ratio",
            reference={"at": "100%", "label": {"en": "research equals sales"}},
        ),
        "columns-plain": case("columns", figures(profit), series="profit"),
        "columns-count": case(
            "columns", figures(staff), series="staff", highlight=["FY2021"], annotations={"FY2023": {"en": "after two rounds of cuts"}}
        ),
    }
