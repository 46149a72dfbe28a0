"""A rich document made by hand from invented figures: what the renderers are tried on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import yaml

from reportgen.model.document import (
    Annex,
    Bullets,
    Card,
    Cell,
    Chart,
    Column,
    Document,
    Emission,
    Exhibit,
    ExhibitRef,
    Front,
    Inlines,
    KeyGroup,
    KeyLine,
    Note,
    NoteRef,
    Number,
    Paragraph,
    Picture,
    Row,
    Section,
    SourceNote,
    SourceRef,
    Strong,
    Table,
    Text,
)
from reportgen.model.fact import Dispute, Entity, Fact, FactKey, Source
from reportgen.model.figure import Input, Missing, Point
from reportgen.model.metric import Display, Metric
from reportgen.model.period import parse
from reportgen.model.problem import Location
from reportgen.model.quantity import Quantity, printed
from reportgen.spec.theme import Theme

ROOT = Path(__file__).parents[2]
WORDS = yaml.safe_load(Path(__file__).with_name("sample.yaml").read_text(encoding="utf-8"))
DAY = date(2024, 11, 1)
SOURCE = Source(
    "s901", {"en": "Half-year review of a machine maker", "de": "Halbjahresbericht eines Maschinenbauers"}, {"en": "Example Wealth"}, DAY
)
YEARS = ("FY2019", "FY2020", "FY2021", "FY2022", "FY2023")
HALVES = ("H1-2023", "H1-2024")


def theme() -> Theme:
    """The house theme of the repository."""
    return Theme.model_validate(yaml.safe_load((ROOT / "config/themes/house.yaml").read_text(encoding="utf-8")))


def metric(name: str, en: str, de: str, unit: str = "money", style: str = "money", decimals: int | None = None) -> Metric:
    definition = {
        "en": f"{en} as the accounts state it, in the currency of the accounts.",
        "de": f"{de} laut Abschluss, in der Währung des Abschlusses.",
    }
    return Metric(name, {"en": en, "de": de}, unit=unit, display=Display(style, decimals), definition=definition)  # type: ignore[arg-type]


REVENUE = metric("revenue", "Revenue", "Umsatz")
LOSS = metric("net_loss", "Net loss", "Nettoverlust")
GROWTH = metric("revenue_growth", "Revenue growth", "Umsatzwachstum", "pct", "percent", 1)
RATIO = metric("loss_ratio", "Loss to revenue", "Verlust zum Umsatz", "pct", "percent", 0)
STAFF = metric("employees", "Employees", "Beschäftigte", "persons", "count")
PRICE = metric("share_price", "Share price", "Aktienkurs", "price", "price")

SERIES = {
    "revenue": ("3.03", "3.45", "4.70", "3.81", "3.41", "1.433", "1.740"),
    "net_loss": ("4.96", "12.16", "17.14", "6.05", "6.44", "3.123", "2.457"),
    "employees": (None, None, "6113", "5098", "4531", "5018", "4672"),
}


def number(text: str, unit: str = "CNY", scale: int = 9) -> Quantity:
    """A printed amount in billions, or units where scale is 0."""
    value = Decimal(text)
    place = scale + int(value.as_tuple().exponent)
    return printed(value.scaleb(scale), place, unit)


def fact(
    metric_: Metric, period: str, text: str, *, unit: str = "CNY", scale: int = 9, source: str = "s901", loc: str = "p22", written: str = ""
) -> Fact:
    key = FactKey("meridian", metric_.id, period)
    where = Location("seeds/facts/meridian.csv", 2 + sum(map(ord, f"{metric_.id}{period}{source}{text}")), 1)
    return Fact(
        key, parse(period), number(text, unit, scale), "A", source, loc, written or (f"{text} billion yuan" if scale else text), DAY, where
    )


@dataclass
class Builder:
    """Collects emissions and points while the sample is written down."""

    language: str
    emissions: list[Emission] = field(default_factory=list)
    points: dict[str, Point] = field(default_factory=dict)

    def emit(self, point: Point, style: str = "", **options: str | int | bool) -> Emission:
        self.points.setdefault(point.id, point)
        for _, item in point.inputs:
            if isinstance(item, Point):
                self.points.setdefault(item.id, item)
        emission = Emission(len(self.emissions), point, style, options)
        self.emissions.append(emission)
        return emission

    def t(self, key: str) -> Text:
        return Text(WORDS[key][self.language])

    def n(self, point: Point, style: str = "", **options: str | int | bool) -> Number:
        return Number(self.emit(point, style, **options))

    def words(self, key: str) -> Inlines:
        return (self.t(key),)


def reported(
    metric_: Metric,
    period: str,
    text: str,
    *,
    unit: str = "CNY",
    scale: int = 9,
    loc: str = "p22",
    disputes: tuple[Dispute, ...] = (),
    method: str = "reported",
) -> Point:
    source = fact(metric_, period, text, unit=unit, scale=scale, loc=loc)
    return Point(
        f"sample/{metric_.id}@{period}",
        period,
        metric_,
        "meridian",
        parse(period),
        source.quantity or number("0"),
        inputs=(("x", source),),
        disputes=disputes,
        method=method,  # type: ignore[arg-type]
    )


def absent(metric_: Metric, period: str) -> Point:
    return Point(
        f"sample/{metric_.id}@{period}", period, metric_, "meridian", parse(period), Missing("n.a.", "not_known"), method="missing"
    )


def computed(name: str, metric_: Metric, period: str, formula: str, inputs: tuple[Input, ...], result: Quantity) -> Point:
    return Point(f"sample/{name}@{period}", period, metric_, "meridian", parse(period), result, formula, inputs, "computed")


def growth(now: Point, before: Point) -> Point:
    assert now.quantity
    assert before.quantity
    result = (now.quantity / before.quantity - printed(Decimal(1), -20, "pure")).as_unit("pct")
    return computed("revenue_growth", GROWTH, now.key, "x / p - 1", (("x", now), ("p", before)), result)


def ratio(loss: Point, revenue: Point) -> Point:
    assert loss.quantity
    assert revenue.quantity
    return computed(
        "loss_ratio", RATIO, loss.key, "a / b", (("a", loss), ("b", revenue)), (loss.quantity / revenue.quantity).as_unit("pct")
    )


def dispute() -> Dispute:
    chosen = fact(LOSS, "FY2022", "6.05", loc="p31")
    other = fact(LOSS, "FY2022", "6.09", source="s902", loc="p12")
    reason = {
        "en": "The first is the owners' share in the accounts; the second includes minorities.",
        "de": "Der erste Wert ist der Anteil der Eigner laut Abschluss; der zweite schließt Minderheiten ein.",
    }
    return Dispute(chosen.key, chosen, (other,), reason)


def points() -> dict[str, Point]:
    """Every point of the sample by `metric@period`."""
    found: dict[str, Point] = {}
    scales = {"revenue": ("CNY", 9), "net_loss": ("CNY", 9), "employees": ("persons", 0)}
    for metric_ in (REVENUE, LOSS, STAFF):
        unit, scale = scales[metric_.id]
        for period, text in zip((*YEARS, *HALVES), SERIES[metric_.id], strict=True):
            disputes = (dispute(),) if (metric_, period) == (LOSS, "FY2022") else ()
            method = "rebuilt" if period == "H1-2023" else "reported"
            when = {"FY": f"{period[2:]}-12-31", "H1": f"{period[-4:]}-06-30"}[period[:2]] if metric_ is STAFF else period
            point = (
                reported(metric_, when, text, unit=unit, scale=scale, disputes=disputes, method=method) if text else absent(metric_, when)
            )
            found[f"{metric_.id}@{period}"] = point
    for now, before in zip((*YEARS[1:], "H1-2024"), (*YEARS[:-1], "H1-2023"), strict=True):
        found[f"growth@{now}"] = growth(found[f"revenue@{now}"], found[f"revenue@{before}"])
    for period in (*YEARS, *HALVES):
        found[f"ratio@{period}"] = ratio(found[f"net_loss@{period}"], found[f"revenue@{period}"])
    found["price"] = reported(PRICE, "2024-10-31", "1.56", unit="HKD", scale=0)
    return found


def chart(name: str, width: float = 122, height: float = 70) -> Chart:
    """A stand-in for a drawn chart: bars with labels under them."""
    return Chart(name, svg(name, width, height, 7), svg(name, 90, height, 4), f"{name}: 5.0; 12.2; 17.1.", (width, height), ())


def svg(name: str, width: float, height: float, bars: int) -> bytes:
    step = width / bars
    letters = 'font-family="Source Sans Pro" font-size="2.7" text-anchor="middle"'
    drawn = "".join(
        f'<rect x="{(i + 0.2) * step:.2f}" y="{height - 17 - i * 37 % 50}" width="{step * 0.6:.2f}" height="{i * 37 % 50 + 5}"/>'
        f'<text x="{(i + 0.5) * step:.2f}" y="{height - 7}" {letters} fill="#59616A">{2017 + i}</text>'
        f'<text x="{(i + 0.5) * step:.2f}" y="{height - 3}" {letters} font-weight="600" fill="#004165">{i}.0</text>'
        for i in range(bars)
    )
    line = f'<line x1="0" x2="{width}" y1="{height - 12}" y2="{height - 12}" stroke="#1A1D21" stroke-width="0.25"/>'
    size = f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    root = f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}-{bars}" {size} fill="#004165">'
    return f"{root}{drawn}{line}</svg>".encode()


def loss_table(b: Builder, p: dict[str, Point]) -> Table:
    """Periods in columns, the half-years in a block of their own."""
    heads = ("2019", "2020", "2021", "2022", "2023", "H1 2023", "H1 2024")
    columns = tuple(Column((Text(head),), block=int(i > 4), mark="r" if head == "H1 2023" else "") for i, head in enumerate(heads))
    every = (*YEARS, *HALVES)

    def cells(name: str, decimals: int, scale: str = "bn") -> tuple[Cell, ...]:
        found = []
        for period in every:
            point = p.get(f"{name}@{period}")
            found.append(Cell(b.emit(point, bare=True, unit=False, decimals=decimals, scale=scale) if point else None))
        return tuple(found)

    return Table(
        columns,
        (
            Row(b.words("revenue"), cells("revenue", 2)),
            Row(b.words("growth_on_the_year"), cells("growth", 1, "auto"), "sub"),
            Row(b.words("net_loss"), cells("net_loss", 2)),
            Row(b.words("per_cent_of_revenue"), cells("ratio", 0, "auto"), "sub"),
            Row(b.words("employees_end_of_period"), cells("employees", 0, "auto")),
            Row(b.words("total"), cells("net_loss", 2), "total"),
        ),
    )


def picture_table(b: Builder, p: dict[str, Point]) -> Table:
    columns = (Column(b.words("net_loss_cny_bn")),)
    rows = (Row((Text(y[2:]),), (Cell(b.emit(p[f"net_loss@{y}"], bare=True, unit=False, decimals=2)),)) for y in YEARS)
    return Table(columns, tuple(rows), b.words("year"))


def exhibit(b: Builder, n: int, name: str, title: str, body: Picture | Table | Card, *, wide: bool = False, marks: str = "") -> Exhibit:
    source = (b.t("source"), SourceRef(SOURCE, ("p22", "p29", "p30", "p31")), b.t("own_calculation"))
    subtitle = b.words("net_loss_attributable_to_owners")
    return Exhibit(name, n, b.words(title), subtitle, body, source, b.words(marks) if marks else (), wide)


def front(b: Builder, p: dict[str, Point]) -> Front:
    bullets = (
        (Strong(b.words("the_loss_is_smaller_not")), b.t("owners_lost"), b.n(p["net_loss@H1-2024"]), b.t("in_six_months_about_a")),
        (Strong(b.words("revenue_has_turned")), b.t("it_reached"), b.n(p["revenue@H1-2024"]), b.t("which_is_the_first_gain")),
        (
            Strong(b.words("staff_keeps_falling")),
            b.t("blank"),
            b.n(p["employees@H1-2024"]),
            b.t("people_work_here_against"),
            b.n(p["employees@H1-2023"]),
            b.t("a_year_earlier_and_the"),
        ),
        (
            Strong(b.words("the_year_2022_is_disputed")),
            b.t("one_source_puts_the_loss"),
            b.n(p["net_loss@FY2022"]),
            b.t("another_includes_minorities"),
        ),
    )
    groups = (
        KeyGroup((KeyLine(b.words("share_price_31_oct_2024"), b.emit(p["price"])),)),
        KeyGroup(
            (
                KeyLine(b.words("revenue_h1_2024"), b.emit(p["revenue@H1-2024"], unit=False)),
                KeyLine(b.words("on_h1_2023"), b.emit(p["growth@H1-2024"], sign=True), sub=True),
            )
        ),
        KeyGroup(
            (
                KeyLine(b.words("net_loss_h1_2024"), b.emit(p["net_loss@H1-2024"], unit=False)),
                KeyLine(b.words("of_revenue"), b.emit(p["ratio@H1-2024"]), sub=True),
                KeyLine(b.words("net_loss_2022"), b.emit(p["net_loss@FY2022"], unit=False), sub=True),
            )
        ),
        KeyGroup((KeyLine(b.words("employees_mid_2024"), b.emit(p["employees@H1-2024"])),)),
    )
    lead = exhibit(
        b,
        1,
        "losses",
        "three_fifths_of_all_losses",
        Picture("losses", "Net loss by year: 5.0; 12.2; 17.1.", picture_table(b, p)),
        marks="hatched_half_year_set_apart",
    )
    return Front(
        "Harbour Desk",
        b.words("company_review"),
        (Strong((Text("Meridian Robotics"),)), b.t("mrdn_machines_restructuring_revi")),
        b.words("growth_is_back_but_every"),
        (b.t("the_first_half_of_2024"), b.n(p["revenue@H1-2024"]), b.t("of_revenue_and_the_loss")),
        b.words("cny_bn_unless_stated"),
        groups,
        b.words("loss_attributable_to_owners"),
        Bullets(bullets),
        lead,
        b.words("a_full_year_in_which"),
    )


def prose(b: Builder, p: dict[str, Point], note: int | None = None, exhibit_: int | None = None) -> Paragraph:
    inlines: list[object] = [
        b.t("revenue_came_to"),
        b.n(p["revenue@FY2021"]),
        b.t("in_2021_and_fell_to"),
        b.n(p["revenue@FY2023"]),
        b.t("two_years_later_the_company"),
    ]
    if note:
        inlines.append(NoteRef(note))
    inlines.append(b.t("the_published_figures_do_not"))
    if exhibit_:
        inlines += [Text(" "), ExhibitRef(exhibit_), b.t("shows_the_years")]
    return Paragraph(tuple(inlines))  # type: ignore[arg-type]


def sections(b: Builder, p: dict[str, Point]) -> Iterator[Section]:
    rebuilt = Note(1, b.words("rebuilt_half_year"), b.words("the_sources_give_the_first"))
    schemes = Note(None, b.words("two_schemes"), b.words("until_2022_the_company_reported"))
    cash = Note(
        2, b.words("disputed_cash"), (b.t("the_source_lists_five_outflows"), b.n(p["net_loss@FY2021"]), b.t("the_annex_sets_the_readings"))
    )
    yield Section(
        "what-grew",
        b.words("what_grew"),
        b.words("one_line_more_than_explains"),
        (
            prose(b, p, 1, 2),
            Exhibit(
                "bridge", 2, *_heads(b), Picture("bridge", "Revenue bridge.", picture_table(b, p)), b.words("source_example_wealth_1_nov")
            ),
            prose(b, p),
        ),
        (rebuilt, schemes),
    )
    table = exhibit(b, 3, "years", "revenue_loss_and_staff_2019", loss_table(b, p), wide=True, marks="r_rebuilt_from_growth_rates")
    yield Section("what-it-cost", b.words("what_it_cost"), b.words("against_revenue_the_loss_is"), (prose(b, p, 2), table), (cash,))
    pairs = (
        ((b.words("holder"), (Text("Lakeside Partners"),)), (b.words("stake_sold"), (b.n(p["ratio@FY2022"]),))),
        ((b.words("price"), (b.n(p["price"]),)), (b.words("date"), b.words("31_october_2024"))),
    )
    card = exhibit(b, 4, "event", "the_last_sale_in_short", Card(pairs))
    bullets = Bullets(
        ((Strong(b.words("prices")), b.t("lists_were_cut_in_spring")), (Strong(b.words("tenders")), b.t("public_buyers_pay_late")))
    )
    yield Section(
        "what-is-open", b.words("what_is_open"), b.words("nobody_has_said_who_pays"), (prose(b, p), card, bullets, prose(b, p)), ()
    )


def _heads(b: Builder) -> tuple[Inlines, Inlines]:
    return b.words("the_new_line_added_more"), b.words("revenue_h1_2023_to_h1")


def document(language: str = "en", length: int = 3) -> Document:
    """The sample in English or German with so many of its three sections: faults need one."""
    b, p = Builder(language), points()
    opening, body = front(b, p), tuple(islice(sections(b, p), length))
    sources = (
        SourceNote(SOURCE, ("p16", "p22", "p31", "p43")),
        SourceNote(
            Source(
                "s902", {"en": "A note on losses", "de": "Notiz zu Verlusten"}, {"en": "Example Post"}, date(2024, 6, 30), inferred=True
            ),
            ("p12",),
        ),
    )
    annex = Annex((dispute(),), tuple(b.points.values()), sources, (REVENUE, LOSS, GROWTH, RATIO, STAFF, PRICE))
    subject = Entity("meridian", {"en": "Meridian Robotics"}, ticker="MRDN")
    return Document("sample", language, DAY, subject, {"meridian": subject}, opening, body, annex, tuple(b.emissions))


def charts() -> dict[str, Chart]:
    """The charts that the sample shows."""
    return {"losses": chart("losses", height=72), "bridge": chart("bridge", height=62)}
