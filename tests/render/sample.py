"""A rich document made by hand from invented figures: what the renderers are tried on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
DAY = date(2024, 11, 1)
SOURCE = Source("s901", {"en": "Half-year review of a machine maker", "de": "Halbjahresbericht eines Maschinenbauers"}, "Example Wealth", DAY)
YEARS = ("FY2019", "FY2020", "FY2021", "FY2022", "FY2023")
HALVES = ("H1-2023", "H1-2024")


def theme() -> Theme:
    """The house theme of the repository."""
    return Theme.model_validate(yaml.safe_load((ROOT / "config/themes/house.yaml").read_text(encoding="utf-8")))


def metric(name: str, en: str, de: str, unit: str = "money", style: str = "money", decimals: int | None = None) -> Metric:
    definition = {"en": f"{en} as the accounts state it, in the currency of the accounts.", "de": f"{de} laut Abschluss, in der Währung des Abschlusses."}
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


def fact(metric_: Metric, period: str, text: str, *, unit: str = "CNY", scale: int = 9, source: str = "s901", loc: str = "p22", written: str = "") -> Fact:
    key = FactKey("meridian", metric_.id, period)
    where = Location("seeds/facts/meridian.csv", 2 + sum(map(ord, f"{metric_.id}{period}{source}{text}")), 1)
    return Fact(key, parse(period), number(text, unit, scale), "A", source, loc, written or (f"{text} billion yuan" if scale else text), DAY, where)


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

    def t(self, en: str, de: str) -> Text:
        return Text(de if self.language == "de" else en)

    def n(self, point: Point, style: str = "", **options: str | int | bool) -> Number:
        return Number(self.emit(point, style, **options))

    def words(self, en: str, de: str) -> Inlines:
        return (self.t(en, de),)


def reported(metric_: Metric, period: str, text: str, *, unit: str = "CNY", scale: int = 9, loc: str = "p22", disputes: tuple[Dispute, ...] = (), method: str = "reported") -> Point:
    source = fact(metric_, period, text, unit=unit, scale=scale, loc=loc)
    return Point(
        f"sample/{metric_.id}@{period}", period, metric_, "meridian", parse(period), source.quantity or number("0"),
        inputs=(("x", source),), disputes=disputes, method=method,  # type: ignore[arg-type]
    )


def absent(metric_: Metric, period: str) -> Point:
    return Point(f"sample/{metric_.id}@{period}", period, metric_, "meridian", parse(period), Missing("n.a.", "not_known"), method="missing")


def computed(name: str, metric_: Metric, period: str, formula: str, inputs: tuple[Input, ...], result: Quantity) -> Point:
    return Point(f"sample/{name}@{period}", period, metric_, "meridian", parse(period), result, formula, inputs, "computed")


def growth(now: Point, before: Point) -> Point:
    assert now.quantity and before.quantity
    result = (now.quantity / before.quantity - printed(Decimal(1), -20, "pure")).as_unit("pct")
    return computed("revenue_growth", GROWTH, now.key, "x / p - 1", (("x", now), ("p", before)), result)


def ratio(loss: Point, revenue: Point) -> Point:
    assert loss.quantity and revenue.quantity
    return computed("loss_ratio", RATIO, loss.key, "a / b", (("a", loss), ("b", revenue)), (loss.quantity / revenue.quantity).as_unit("pct"))


def dispute() -> Dispute:
    chosen = fact(LOSS, "FY2022", "6.05", loc="p31")
    other = fact(LOSS, "FY2022", "6.09", source="s902", loc="p12")
    reason = {"en": "The first is the owners' share in the accounts; the second includes minorities.", "de": "Der erste Wert ist der Anteil der Eigner laut Abschluss; der zweite schließt Minderheiten ein."}
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
            point = reported(metric_, when, text, unit=unit, scale=scale, disputes=disputes, method=method) if text else absent(metric_, when)
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
    drawn = "".join(
        f'<rect x="{i * step + step * 0.2:.2f}" y="{height - 12 - (i * 37 % 50 + 5):.2f}" width="{step * 0.6:.2f}" height="{i * 37 % 50 + 5}" fill="#004165"/>'
        f'<text x="{i * step + step * 0.5:.2f}" y="{height - 7}" font-family="Source Sans Pro" font-size="2.7" text-anchor="middle" fill="#59616A">{2017 + i}</text>'
        f'<text x="{i * step + step * 0.5:.2f}" y="{height - 3}" font-family="Source Sans Pro" font-size="2.7" font-weight="600" text-anchor="middle" fill="#004165">{i}.0</text>'
        for i in range(bars)
    )
    line = f'<line x1="0" x2="{width}" y1="{height - 12}" y2="{height - 12}" stroke="#1A1D21" stroke-width="0.25"/>'
    root = f'<svg xmlns="http://www.w3.org/2000/svg" id="{name}-{bars}" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
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
            Row(b.words("Revenue", "Umsatz"), cells("revenue", 2)),
            Row(b.words("growth on the year, %", "Wachstum, %"), cells("growth", 1, "auto"), "sub"),
            Row(b.words("Net loss", "Nettoverlust"), cells("net_loss", 2)),
            Row(b.words("per cent of revenue", "Prozent vom Umsatz"), cells("ratio", 0, "auto"), "sub"),
            Row(b.words("Employees, end of period", "Beschäftigte, Periodenende"), cells("employees", 0, "auto")),
            Row(b.words("Total", "Summe"), cells("net_loss", 2), "total"),
        ),
    )


def picture_table(b: Builder, p: dict[str, Point]) -> Table:
    columns = (Column(b.words("Net loss, CNY bn", "Nettoverlust, Mrd. Yuan")),)
    rows = (Row((Text(y[2:]),), (Cell(b.emit(p[f"net_loss@{y}"], bare=True, unit=False, decimals=2)),)) for y in YEARS)
    return Table(columns, tuple(rows), b.words("Year", "Jahr"))


def exhibit(b: Builder, n: int, name: str, title: tuple[str, str], body: Picture | Table | Card, *, wide: bool = False, marks: tuple[str, str] = ("", "")) -> Exhibit:
    source = (b.t("Source: ", "Quelle: "), SourceRef(SOURCE, ("p22", "p29", "p30", "p31")), b.t("; own calculation.", "; eigene Berechnung."))
    subtitle = b.words("Net loss attributable to owners, CNY bn", "Den Eignern zurechenbarer Nettoverlust, Mrd. Yuan")
    return Exhibit(name, n, b.words(*title), subtitle, body, source, b.words(*marks) if marks[0] else (), wide)


def front(b: Builder, p: dict[str, Point]) -> Front:
    bullets = (
        (Strong(b.words("The loss is smaller, not small.", "Der Verlust ist kleiner, nicht klein.")), b.t(" Owners lost ", " Die Eigner verloren "), b.n(p["net_loss@H1-2024"]), b.t(" in six months, about a fifth less than a year earlier. Each yuan of revenue still brings a loss.", " in sechs Monaten, rund ein Fünftel weniger als im Vorjahr. Jeder Yuan Umsatz bringt weiter einen Verlust.")),
        (Strong(b.words("Revenue has turned.", "Der Umsatz hat gedreht.")), b.t(" It reached ", " Er erreichte "), b.n(p["revenue@H1-2024"]), b.t(", which is the first gain in four half-years.", ", der erste Zuwachs seit vier Halbjahren.")),
        (Strong(b.words("Staff keeps falling.", "Die Belegschaft schrumpft.")), b.t(" ", " "), b.n(p["employees@H1-2024"]), b.t(" people work here, against ", " Menschen arbeiten hier, nach "), b.n(p["employees@H1-2023"]), b.t(" a year earlier, and the October round comes on top of that.", " vor einem Jahr, und die Runde vom Oktober kommt noch hinzu.")),
        (Strong(b.words("The year 2022 is disputed.", "Das Jahr 2022 ist strittig.")), b.t(" One source puts the loss at ", " Eine Quelle nennt "), b.n(p["net_loss@FY2022"]), b.t(", another includes minorities.", ", eine andere schließt Minderheiten ein.")),
    )
    groups = (
        KeyGroup((KeyLine(b.words("Share price, 31 Oct 2024", "Kurs, 31.10.2024"), b.emit(p["price"])),)),
        KeyGroup((KeyLine(b.words("Revenue, H1 2024", "Umsatz, H1 2024"), b.emit(p["revenue@H1-2024"], unit=False)), KeyLine(b.words("on H1 2023", "zum Vorjahr"), b.emit(p["growth@H1-2024"], sign=True), sub=True))),
        KeyGroup((KeyLine(b.words("Net loss, H1 2024", "Verlust, H1 2024"), b.emit(p["net_loss@H1-2024"], unit=False)), KeyLine(b.words("of revenue", "vom Umsatz"), b.emit(p["ratio@H1-2024"]), sub=True), KeyLine(b.words("Net loss 2022", "Verlust 2022"), b.emit(p["net_loss@FY2022"], unit=False), sub=True))),
        KeyGroup((KeyLine(b.words("Employees, mid-2024", "Beschäftigte, Mitte 2024"), b.emit(p["employees@H1-2024"])),)),
    )
    lead = exhibit(b, 1, "losses", ("Three fifths of all losses fell in two years", "Drei Fünftel der Verluste fielen in zwei Jahren an"), Picture("losses", "Net loss by year: 5.0; 12.2; 17.1.", picture_table(b, p)), marks=("Hatched: half-year, set apart from full years.", "Schraffiert: Halbjahr, von den Jahren abgesetzt."))
    return Front(
        "Harbour Desk",
        b.words("Company review", "Unternehmensanalyse"),
        (Strong((Text("Meridian Robotics"),)), b.t(" MRDN · Machines · Restructuring review", " MRDN · Maschinen · Sanierungsprüfung")),
        b.words("Growth is back, but every yuan of revenue still brings a loss", "Das Wachstum ist zurück, doch jeder Yuan Umsatz bringt weiter einen Verlust"),
        (b.t("The first half of 2024 brought ", "Das erste Halbjahr 2024 brachte "), b.n(p["revenue@H1-2024"]), b.t(" of revenue, and the loss shrank by a fifth. One good half-year stands against five years of losses.", " Umsatz, und der Verlust sank um ein Fünftel. Ein gutes Halbjahr steht gegen fünf Jahre Verlust.")),
        b.words("CNY bn unless stated", "Mrd. Yuan, wenn nicht anders genannt"),
        groups,
        b.words("Loss: attributable to owners.", "Verlust: Anteil der Eigner."),
        Bullets(bullets),
        lead,
        b.words("A full year in which the loss is smaller than revenue. In each of the five years covered here it was larger.", "Ein volles Jahr, in dem der Verlust kleiner ist als der Umsatz. In jedem der fünf Jahre war er größer."),
    )


def prose(b: Builder, p: dict[str, Point], note: int | None = None, exhibit_: int | None = None) -> Paragraph:
    inlines: list[object] = [
        b.t("Revenue came to ", "Der Umsatz betrug "), b.n(p["revenue@FY2021"]), b.t(" in 2021 and fell to ", " im Jahr 2021 und sank auf "), b.n(p["revenue@FY2023"]),
        b.t(" two years later. The company says that it moves customers from one line to the next, so part of the gain may be the same customers under a new heading.", " zwei Jahre später. Das Unternehmen verlagert nach eigenen Angaben Kunden von einer Sparte in die nächste; ein Teil des Zuwachses können also dieselben Kunden unter neuer Überschrift sein."),
    ]
    if note:
        inlines.append(NoteRef(note))
    inlines.append(b.t(" The published figures do not let a reader separate the two.", " Die veröffentlichten Zahlen lassen beides nicht trennen."))
    if exhibit_:
        inlines += [Text(" "), ExhibitRef(exhibit_), b.t(" shows the years.", " zeigt die Jahre.")]
    return Paragraph(tuple(inlines))  # type: ignore[arg-type]


def sections(b: Builder, p: dict[str, Point]) -> Iterator[Section]:
    rebuilt = Note(1, b.words("Rebuilt half-year.", "Rückgerechnetes Halbjahr."), b.words("The sources give the first half of 2024 and the growth of each segment. The first half of 2023 follows from them.", "Die Quellen nennen das erste Halbjahr 2024 und das Wachstum der Segmente. Das Vorjahr folgt daraus."))
    schemes = Note(None, b.words("Two schemes.", "Zwei Gliederungen."), b.words("Until 2022 the company reported four segments, since 2023 three. The old ones cannot be mapped onto the new ones.", "Bis 2022 berichtete das Unternehmen vier Segmente, seit 2023 drei. Die alten lassen sich den neuen nicht zuordnen."))
    cash = Note(2, b.words("Disputed: cash.", "Strittig: Zahlungsmittel."), (b.t("The source lists five outflows under a heading that runs to mid-2024, the largest near ", "Die Quelle nennt fünf Abflüsse bis Mitte 2024, der größte nahe "), b.n(p["net_loss@FY2021"]), b.t(". The annex sets the readings side by side.", ". Der Anhang stellt die Lesarten nebeneinander.")))
    yield Section(
        "what-grew",
        b.words("What grew", "Was wuchs"),
        b.words("One line more than explains the growth", "Eine Sparte erklärt mehr als das ganze Wachstum"),
        (prose(b, p, 1, 2), Exhibit("bridge", 2, *_heads(b), Picture("bridge", "Revenue bridge.", picture_table(b, p)), b.words("Source: Example Wealth, 1\u00a0Nov\u00a02024 [s901\u00a0¶43].", "Quelle: Example Wealth, 01.11.2024 [s901\u00a0¶43].")), prose(b, p)),
        (rebuilt, schemes),
    )
    table = exhibit(b, 3, "years", ("Revenue, loss and staff, 2019 to the first half of 2024", "Umsatz, Verlust und Belegschaft, 2019 bis zum ersten Halbjahr 2024"), loss_table(b, p), wide=True, marks=("r: rebuilt from growth rates. n.a.: not in the sources. –: nil by definition. †: disputed, see annex.", "r: aus Wachstumsraten rückgerechnet. n. v.: nicht verfügbar. –: entfällt. †: strittig, siehe Anhang."))
    yield Section("what-it-cost", b.words("What it cost", "Was es kostete"), b.words("Against revenue, the loss is the smallest since 2019", "Gemessen am Umsatz ist der Verlust der kleinste seit 2019"), (prose(b, p, 2), table), (cash,))
    pairs = (((b.words("Holder", "Aktionär"), (Text("Lakeside Partners"),)), (b.words("Stake sold", "Verkauft"), (b.n(p["ratio@FY2022"]),))), ((b.words("Price", "Kurs"), (b.n(p["price"]),)), (b.words("Date", "Tag"), b.words("31\u00a0October\u00a02024", "31.\u00a0Oktober\u00a02024"))))
    card = exhibit(b, 4, "event", ("The last sale in short", "Der letzte Verkauf in Kürze"), Card(pairs))
    bullets = Bullets(((Strong(b.words("Prices.", "Preise.")), b.t(" Lists were cut in spring.", " Die Listen wurden im Frühjahr gesenkt.")), (Strong(b.words("Tenders.", "Ausschreibungen.")), b.t(" Public buyers pay late.", " Öffentliche Käufer zahlen spät."))))
    yield Section("what-is-open", b.words("What is open", "Was offen ist"), b.words("Nobody has said who pays for the next machine", "Niemand hat gesagt, wer die nächste Maschine bezahlt"), (prose(b, p), card, bullets, prose(b, p)), ())


def _heads(b: Builder) -> tuple[Inlines, Inlines]:
    return b.words("The new line added more than twice what the group gained", "Die neue Sparte brachte mehr als das Doppelte des Zuwachses"), b.words("Revenue, H1 2023 to H1 2024, CNY bn", "Umsatz, H1 2023 bis H1 2024, Mrd. Yuan")


def document(language: str = "en") -> Document:
    """The sample in English or German."""
    b, p = Builder(language), points()
    opening, body = front(b, p), tuple(sections(b, p))
    sources = (
        SourceNote(SOURCE, ("p16", "p22", "p31", "p43")),
        SourceNote(Source("s902", {"en": "A note on losses", "de": "Notiz zu Verlusten"}, "Example Post", date(2024, 6, 30), inferred=True), ("p12",)),
    )
    annex = Annex((dispute(),), tuple(b.points.values()), sources, (REVENUE, LOSS, GROWTH, RATIO, STAFF, PRICE))
    subject = Entity("meridian", {"en": "Meridian Robotics"}, ticker="MRDN")
    return Document("sample", language, DAY, subject, {"meridian": subject}, opening, body, annex, tuple(b.emissions))


def charts() -> dict[str, Chart]:
    """The charts that the sample shows."""
    return {"losses": chart("losses", height=72), "bridge": chart("bridge", height=62)}
