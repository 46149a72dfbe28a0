"""Representative cases of every chart kind, about invented ferry lines: what tests measure and people look at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from reportgen.charts.kinds import KINDS
from reportgen.model.figure import Figure, Figures
from tests.charts.make import COUNT, DATE, INDEX, PERCENT, POINTS, PRICE, figures, members, series


class Case(NamedTuple):
    """A chart kind, its options and the figures that they name."""

    kind: str
    options: Any
    figures: Figures


def case(kind: str, *found: Figure, **options: Any) -> Case:
    return Case(kind, KINDS[kind].Options(**options), figures(*found))


def cases() -> dict[str, Case]:
    """Chart name -> case; the first case of a kind bears its word."""
    return {
        **columns(),
        **stacked(),
        **waterfall(),
        **bars(),
        **step(),
        **timeline(),
        **lines(),
        **slope(),
        **marks(),
        **pairs(),
        **stairs(),
    }


def columns() -> dict[str, Case]:
    loss = series("loss", "FY2019 3.1; FY2020 9.42; FY2021 14.75; FY2022 5.33; FY2023 5.90; H1-2024 2.18", label="loss of the period")
    fares = series("fares", "FY2018 2.15 r; FY2019 2.64; FY2020 2.98; FY2021 4.31; FY2022 3.52", label="Fares")
    fuel = series("fuel", "FY2018 0.99; FY2019 1.55; FY2020 2.02; FY2021 3.20; FY2022 3.71", label="Fuel and crews")
    ratio = series("ratio", "FY2018 46.0; FY2019 58.7; FY2020 67.8; FY2021 74.2; FY2022 105.4", PERCENT, label="cost to fares")
    profit = series("profit", "FY2018 -0.37; FY2019 0.28; FY2020 n.a.; FY2021 1.15; FY2022 -0.92; FY2023 0.55 e")
    crew = series("crew", "FY2020 4120; FY2021 5870; FY2022 5010; FY2023 4406", COUNT)
    level = {"at": "100%", "label": {"en": "cost eats all fares", "de": "Kosten wie Erlöse"}}
    return {
        "columns": case("columns", loss, series="loss", running_sum=True, apart="H1-2024"),
        "columns-line": case("columns", fares, fuel, ratio, series=["fares", "fuel"], line="ratio", reference=level),
        "columns-gaps": case("columns", profit, series="profit"),
        "columns-count": case(
            "columns", crew, series="crew", highlight="FY2021", annotations={"FY2023": {"en": "after the northern line closed"}}
        ),
    }


def stacked() -> dict[str, Case]:
    names = (("city", "Harbour lines"), ("coast", "Coastal lines"), ("night", "Night ferries"), ("cargo", "Cargo"))
    before = zip(names, ("44.1 r", "40.2", "10.9", "4.8"), strict=True)
    after = zip(names, ("29.3", "36.0", "26.4", "8.3"), strict=True)
    mix_a = members("mix_a", "FY2021", [(*name, value) for name, value in before], PERCENT)
    mix_b = members("mix_b", "FY2022", [(*name, value) for name, value in after], PERCENT)
    whole = members(
        "whole", "FY2021", [("city", "Harbour lines", "1.93"), ("coast", "Coastal lines", "1.72"), ("rest", "Other lines", "0.66 r")]
    )
    paid = series("paid", "FY2021 3.1; FY2022 3.7; FY2023 3.4; H1-2024 3.3", label="Paid")
    owed = series("owed", "FY2021 1.5; FY2022 2.6; FY2023 4.4; H1-2024 4.7", label="Still owed")
    sold = series("sold", "FY2021 4.6; FY2022 6.3; FY2023 7.8; H1-2024 8.0", label="Sold")
    return {
        "stacked": case("stacked", mix_a, mix_b, columns=["mix_a", "mix_b"], highlight="night"),
        "stacked-one": case("stacked", whole, series("all", "FY2021 4.31"), columns="whole", rest="rest", total="all"),
        "stacked-parts": case("stacked", paid, owed, sold, parts=["paid", "owed"], total="sold", highlight="owed", apart="H1-2024"),
    }


def waterfall() -> dict[str, Case]:
    fares = series("fares", "H1-2023 1.28 r; H1-2024 1.61")
    names = (("night", "Night ferries"), ("cargo", "Cargo"), ("city", "Harbour lines"))
    moved = members("moved", "H1-2024", [(*name, value) for name, value in zip(names, ("0.81", "0.09", "-0.57"), strict=True)])
    gained = members("gained", "H1-2024", [(*name, value) for name, value in zip(names, ("63.3", "7.0", "-44.5"), strict=True)], POINTS)
    growth = series("growth", "H1-2024 25.8", PERCENT)
    ends = {"start": "fares['H1-2023']", "end": "fares['H1-2024']"}
    return {"waterfall": case("waterfall", fares, moved, gained, growth, **ends, parts="moved", points="gained", change="growth")}


def bars() -> dict[str, Case]:
    names = (("a", "Aurora Ferries"), ("h", "Hillside"), ("i", "Innsound"), ("b", "Brightlane"), ("c", "Cloudmill"), ("s", "Skerry"))
    shares = [(*name, value) for name, value in zip(names, ("24.6", "9.4", "9.0", "7.2", "4.1", "1.9"), strict=True)]
    lost = [
        ("b", "Brightlane", ">15.5 @2021-06-30"),
        ("a", "Aurora Ferries", "40.6 @FY2018..FY2022"),
        ("c", "Cloudmill", ">6.8 @FY2017..H1-2020"),
        ("d", "Dune Ferries", "n.a. @FY2022"),
    ]
    market = members("share", "FY2022", [*shares, ("others", "All others", "43.8 r")], PERCENT)
    return {
        "bars": case("bars", market, series="share", subject="a", rest="others"),
        "bars-dated": case("bars", members("lost", "FY2022", lost, label="Losses added up"), series="lost", subject="a"),
    }


def step() -> dict[str, Case]:
    first = [("1", "", "19.41 @2022-05"), ("2", "", "18.20 @2022-11-18"), ("3", "", "16.75 @2023-02")]
    second = [("1", "", "19.10 @2023-03-02"), ("2", "", "14.85 @2023-04-28")]
    runs = (members("run_one", "FY2022", first, PERCENT, "Harbour fund"), members("run_two", "FY2022", second, PERCENT, "Holder not named"))
    return {"step": case("step", *runs, series=["run_one", "run_two"], highlight="run_two", decimals=2)}


def timeline() -> dict[str, Case]:
    own = [
        ("s", "Night line opens", "2023-04-10"),
        ("c", "Second ship", "2023-04-11"),
        ("p", "Cargo pier, with three towns", "2023-06"),
        ("x", "Largest owner leaves", "2023-07-19"),
    ]
    rivals = [
        ("m", "Brightlane names four routes", "2023-02-08"),
        ("r", "Innsound: first electric ship", "2023-03-16"),
        ("g", "Hillside: island ticket", "2023-05-06"),
        ("q", "Cloudmill: speed boat", "2023-05-18"),
    ]
    ours = members("ours", "FY2023", own, DATE)
    ours = replace(ours, points=tuple(replace(p, entity="aurora") for p in ours.points))
    return {"timeline": case("timeline", ours, members("theirs", "FY2023", rivals, DATE), series=["ours", "theirs"], highlight="x")}


def lines() -> dict[str, Case]:
    margin = series("margin", "FY2018 41.0; FY2019 44.8; FY2020 n.a.; FY2021 68.9; FY2022 66.1; FY2023 43.5", PERCENT, "gross margin")
    cost = series("cost", "FY2018 46.0; FY2019 58.7; FY2020 67.8; FY2021 74.2; FY2022 105.4; FY2023 102.2 e", PERCENT, "cost to fares")
    sold = series("sold", "FY2020 100; FY2021 145; FY2022 118; FY2023 97", INDEX, "Fares")
    owed = series("owed", "FY2020 100; FY2021 158; FY2022 205; FY2023 243", INDEX, "Owed by agents")
    crew = series("crew", "FY2020 100; FY2021 142; FY2022 122; FY2023 107", INDEX, "Crews")
    level = {"at": "100%", "label": {"en": "as large as fares", "de": "so hoch wie die Erlöse"}}
    return {
        "line": case("line", margin, cost, series=["margin", "cost"], reference=level),
        "index": case("index", sold, owed, crew, series=["sold", "owed", "crew"], highlight="owed"),
    }


def slope() -> dict[str, Case]:
    mixes = stacked()["stacked"].figures
    return {"slope": case("slope", *mixes.values(), before="mix_a", after="mix_b", highlight="night")}


def marks() -> dict[str, Case]:
    dated = [
        ("issue", "Issue price", "4.10 @2021-12-20"),
        ("peak", "Peak", "9.80 @2021-12-21..2022-06-29"),
        ("before", "Day before", "5.95 r @2022-06-29"),
        ("after", "Lock-up ends", "3.36 @2022-06-30"),
    ]
    price = members("price", "FY2022", dated, PRICE)
    level = {"at": "price['issue']", "label": {"en": "Issue price", "de": "Ausgabepreis"}}
    fall = series("fall", "2022-06-30 -43.5", PERCENT)
    return {"marks": case("marks", price, fall, series="price", change="fall", highlight="after", reference=level)}


def pairs() -> dict[str, Case]:
    one = [
        ("fuel", "Fuel and crews", "23.5 @H1-2024"),
        ("lost", "Loss", "2.3 @9M-2024"),
        ("owed", "Owed by agents at the end", "146.4 @H1-2024"),
    ]
    two = [
        ("fuel", "Fuel and crews", "108.7 r @H1-2024"),
        ("lost", "Loss", "141.2 @H1-2024"),
        ("owed", "Owed by agents at the end", "n.a. @H1-2024"),
    ]
    swing = members("swing_a", "FY2022", [("x", "Harbour lines", "12"), ("y", "Cargo", "-9")], PERCENT, "Aurora")
    other = members("swing_b", "FY2022", [("x", "Harbour lines", "-4"), ("y", "Cargo", "8")], PERCENT, "Hillside")
    figure_one, figure_two = members("one", "H1-2024", one, PERCENT, "Aurora Ferries"), members("two", "H1-2024", two, PERCENT, "Hillside")
    return {
        "pairs": case("pairs", figure_one, figure_two, series=["one", "two"]),
        "pairs-signed": case("pairs", swing, other, series=["swing_a", "swing_b"]),
    }


def stairs() -> dict[str, Case]:
    names = (
        ("a", "Half a year to one"),
        ("b", "One to two years"),
        ("c", "Two to three years"),
        ("d", "Three to four years"),
        ("e", "Over four years"),
    )
    aged = [(*name, value) for name, value in zip(names, ("27.9", "43", "58 e", "75", "100"), strict=True)]
    gap = [(*name, value) for name, value in zip(names, ("-4", "n.a.", "6", "15", "20"), strict=True)]
    return {
        "stairs": case("stairs", members("aged", "2023-12-31", aged, PERCENT, "Provided for"), series="aged", highlight="e"),
        "stairs-gap": case("stairs", members("gap", "2023-12-31", gap, PERCENT, "Change"), series="gap"),
    }
