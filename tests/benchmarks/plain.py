"""R: the restructuring review as the plainest honest script makes it. Every ratio of `make bench` is against this.

Usage: python tests/benchmarks/plain.py PROJECT FOLDER writes brief.html, brief.pdf and charts/ into FOLDER.

One process, from top to bottom, as an analyst would write it: pandas on the facts, every chart of the brief in both widths, a template,
WeasyPrint. It is not slowed down: it checks nothing, traces nothing, tags nothing, embeds no fonts in the HTML, lays the pages out once and
keeps text in charts as text. It is not sped up either: no cache, no second process, nothing imported late, the libraries used as
their manuals show.
"""

import sys
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import jinja2
import matplotlib as mpl
import pandas as pd
import weasyprint

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import font_manager

CONTENT = Path(__file__).parent / "content"
AS_OF = "2024-11-01"
YEARS = ["FY2019", "FY2020", "FY2021", "FY2022", "FY2023", "H1-2024"]
SEGMENTS = ["generative-ai", "traditional-ai", "smart-auto"]
MULTIPLES = {"": 1, "k": 1e3, "m": 1e6, "bn": 1e9}
INK, ACCENT, BLUE, GREY = "#004165", "#AC4B29", "#419FC1", "#7C8286"
WIDE, NARROW = 122, 90

# Name, height in mm of the wide and of the narrow drawing, as the brief has them.
CHARTS = {
    "cash_chart": (60, 62),
    "staff_chart": (44, 62),
    "price_chart": (52, 82),
    "loss_chart": (54, 81),
    "mix_chart": (52, 80.6),
    "bridge": (37, 59.2),
    "owed_chart": (40, 76.4),
    "turnover_chart": (38, 62),
    "gpu_chart": (46, 72),
    "power_chart": (38, 62),
    "market_chart": (42, 62),
}


# Facts and figures


def read_facts(project):
    files = sorted(project.glob("seeds/facts/*.csv"))
    frames = [pd.read_csv(path, dtype=str, keep_default_na=False).assign(entity=path.stem) for path in files]
    facts = pd.concat(frames, ignore_index=True)
    facts = facts[(facts.known_at == "") | (facts.known_at <= AS_OF)]
    number = pd.to_numeric(facts.value, errors="coerce") * facts.mult.map(MULTIPLES)
    return facts.assign(number=number.where(facts.unit != "pct", number / 100))


def compute_figures(facts):
    """Every figure that the script prints or draws, by the name that the brief gives it."""
    ranked = facts.assign(first=facts.status.str[:1].map({"A": 0, "C": 1, "T": 2}).fillna(3), exact=-facts.value.str.len())
    ranked = ranked.sort_values(["first", "exact"], kind="stable")
    table = ranked.groupby(["entity", "metric", "period", "scope", "basis", "dims"]).number.first()

    def get(metric, period, scope="", basis="", dims="", entity="sensetime"):
        return table.get((entity, metric, period, scope, basis, dims), float("nan"))

    def series(metric, periods, sign=1, **key):
        return pd.Series({period: sign * get(metric, period, **key) for period in periods})

    figures = {}

    def keep(name, values):
        figures.update({f"{name}@{key}": value for key, value in values.items() if pd.notna(value)})
        return values

    revenue = keep("revenue", series("revenue", YEARS))
    growth = keep("growth", series("revenue_growth", YEARS))
    result = series("profit_loss", YEARS, scope="owners")
    loss = keep("loss", -result)
    change = loss / loss.shift() - 1
    change["H1-2024"] = get("loss_growth", "H1-2024", scope="owners")
    keep("loss_change", change)
    keep("loss_sum", {"FY2019..H1-2024": loss.sum()})
    keep("margin", result / revenue)
    cash = keep("cash", series("operating_cash_flow", YEARS[1:]))
    outflow = keep("outflow", -cash)
    keep("burn", outflow / revenue[YEARS[1:]])
    research = keep("research", series("research_cost", YEARS))
    ratio = research / revenue
    ratio["FY2021"], ratio["FY2022"] = get("research_ratio", "FY2021"), get("research_ratio", "FY2022")
    keep("research_ratio", ratio)
    keep("research_growth", series("research_cost_growth", ["H1-2024"]))
    keep("research_then", {"H1-2023": research["H1-2024"] / (1 + get("research_cost_growth", "H1-2024"))})
    keep("loss_then", {"H1-2023": loss["H1-2024"] / (1 + change["H1-2024"])})
    then = revenue["H1-2024"] / (1 + growth["H1-2024"])
    keep("revenue_then", {"H1-2023": then})
    keep("revenue_now", {"H1-2024": revenue["H1-2024"]})
    keep("growth_now", {"H1-2024": growth["H1-2024"]})

    now = pd.Series({s: get("revenue", "H1-2024", dims=f"segment={s}") for s in SEGMENTS})
    rise = pd.Series({s: get("revenue_growth", "H1-2024", dims=f"segment={s}") for s in SEGMENTS})
    before = now / (1 + rise)
    share = pd.Series({s: get("revenue_share", "H1-2024", dims=f"segment={s}") for s in SEGMENTS})
    keep("segments_now", now)
    keep("segment_growth", rise)
    keep("segments_then", before)
    keep("segment_gain", now - before)
    keep("contribution", (now - before) / then)
    keep("contribution_all", {"H1-2024": growth["H1-2024"]})
    keep("mix_then", before / then)
    keep("mix_now", share.fillna(now / revenue["H1-2024"]))

    dates = ["2023-06-30", "2024-06-30"]
    gross = keep("gross", series("receivables", dates, basis="gross"))
    allowance = keep("allowance", series("allowance", dates))
    keep("net", gross - allowance)
    keep("coverage", allowance / gross)
    keep("gross_growth", {dates[1]: gross[dates[1]] / gross[dates[0]] - 1})
    keep("allowance_growth", {dates[1]: allowance[dates[1]] / allowance[dates[0]] - 1})
    keep("owed_half", {"H1-2024": gross[dates[1]] / revenue["H1-2024"]})
    keep("turnover", series("receivables_turnover_days", ["H1-2021", "H1-2022", "H1-2023", "H1-2024"]))
    keep("aged", series("receivables_aged_share", dates[1:], dims="age=over-2-years"))

    staff = series("employees", ["2021-12-31", "2022-12-31", "2023-06-30", "2023-12-31", "2024-06-30"])
    staff["2023-06-30"] = staff["2024-06-30"] / (1 + get("employees_growth", "2024-06-30"))
    keep("staff", staff)
    ends = staff[["2021-12-31", "2022-12-31", "2023-12-31"]]
    yearly = ends / ends.shift() - 1
    yearly["2024-06-30"] = get("employees_growth", "2024-06-30")
    keep("staff_growth", yearly)
    keep("selling", series("selling_cost", ["FY2021", "FY2022"]))
    keep("selling_growth", series("selling_cost_growth", ["FY2022"]))
    keep("selling_fall", series("selling_cost_change", ["H1-2024"]))
    keep("administrative_fall", series("administrative_cost_change", ["H1-2024"]))

    peak = "2021-12-30..2022-06-30"
    price = pd.Series({"issue": get("issue_price", "2021-12-30"), "peak": get("share_price", peak)})
    moments = {"lockup": "2022-06-30", "rebound": "2023-04", "exit": "2023-07-21", "latest": "2024-10-31"}
    price = keep("price", pd.concat([price, pd.Series({name: get("share_price", day) for name, day in moments.items()})]))
    worth = keep("worth", {"peak": get("market_value", peak), "latest": get("market_value", "2024-10-31")})
    keep("from_issue", {"2024-10-31": price["latest"] / price["issue"] - 1})
    keep("from_peak", {"2024-10-31": price["latest"] / price["peak"] - 1})
    keep("worth_fall", {"2024-10-31": worth["latest"] / worth["peak"] - 1})
    keep("shares", {"2024-10-31": worth["latest"] / price["latest"]})

    keep("gpus", series("gpus", ["2023-03-31", "2023-06-30", "2023-12-31", "2024-08"]))
    keep("power", series("computing_power", ["2022-12-31", "2023-06-30", "2024-08"]))
    keep("market", series("market_size", ["FY2018", "FY2020", "FY2025"], entity="cn-vision-software"))
    keep("market_rate", series("market_size_cagr", ["FY2020..FY2025"], entity="cn-vision-software"))
    keep("market_past", {"FY2018..FY2020": (figures["market@FY2020"] / figures["market@FY2018"]) ** 0.5 - 1})
    return figures


def series_of(figures, name):
    return {key.split("@")[1]: value for key, value in figures.items() if key.startswith(f"{name}@")}


# Charts


def add_fonts():
    """Makes the faces known to matplotlib; gives the rules that make them known to WeasyPrint."""
    rules = ""
    for family, package in (("Source Sans Pro", font_source_sans_pro), ("Source Serif Pro", font_source_serif_pro)):
        for style, weight in (("Regular", 400), ("Semibold", 600), ("Bold", 700)):
            path = Path(package.__file__).parent / "files" / f"{family.replace(' ', '')}-{style}.ttf"
            font_manager.fontManager.addfont(path)
            rules += f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{path.as_uri()}"); }}\n'
    plt.rcParams.update({"font.family": "Source Sans Pro", "font.size": 8, "svg.fonttype": "none"})
    plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
    return rules


def draw_columns(axes, values, scale=1.0, digits=0, color=INK):
    bars = axes.bar(list(values), [value / scale for value in values.values()], color=color)
    axes.bar_label(bars, fmt=f"{{:,.{digits}f}}", padding=2)
    axes.axhline(0, color="#1A1D21", linewidth=0.6)


def draw_loss(axes, values):
    draw_columns(axes, values, 1e9, 2)
    total = pd.Series(values).cumsum() / 1e9
    axes.plot(list(values), total, color=ACCENT, marker="o", markersize=3)
    for key, value in total.items():
        axes.annotate(f"{value:.1f}", (key, value), xytext=(0, 4), textcoords="offset points", ha="center", color=ACCENT)


def draw_price(axes, values):
    axes.plot(list(values), list(values.values()), color=INK, marker="o", markersize=4)
    axes.axhline(values["issue"], color=GREY, linewidth=0.6, linestyle="--")
    for key, value in values.items():
        axes.annotate(f"HK${value:.2f}", (key, value), xytext=(0, 5), textcoords="offset points", ha="center")


def draw_stacked(axes, columns, colors, digits):
    bottom = dict.fromkeys(columns, 0.0)
    for part, color in colors.items():
        heights = [columns[column][part] for column in columns]
        bars = axes.bar(list(columns), heights, bottom=list(bottom.values()), label=part, color=color)
        axes.bar_label(bars, fmt=f"{{:,.{digits}f}}", label_type="center", color="white")
        bottom = {column: bottom[column] + columns[column][part] for column in columns}
    axes.legend(frameon=False, fontsize=7)


def draw_bridge(axes, figures):
    start, end = figures["revenue_then@H1-2023"] / 1e9, figures["revenue_now@H1-2024"] / 1e9
    level = start
    axes.bar(["H1 2023"], [start], color=GREY)
    for key, gain in series_of(figures, "segment_gain").items():
        axes.bar([key], [gain / 1e9], bottom=level, color=INK if gain > 0 else ACCENT)
        axes.annotate(f"{gain / 1e9:+.2f}", (key, level + max(gain / 1e9, 0)), xytext=(0, 2), textcoords="offset points", ha="center")
        level += gain / 1e9
    bars = axes.bar(["H1 2024"], [end], color=GREY)
    axes.bar_label(bars, fmt="{:.2f}", padding=2)


def draw_steps(axes, values):
    axes.step(list(values), list(values.values()), where="post", color=INK)
    for key, value in values.items():
        axes.annotate(f"{value:,.0f}", (key, value), xytext=(0, 4), textcoords="offset points", ha="center")
    axes.set_ylim(0)


def draw(name, axes, figures):
    of = lambda key: series_of(figures, key)  # noqa: E731
    if name == "loss_chart":
        draw_loss(axes, of("loss"))
    elif name == "price_chart":
        draw_price(axes, of("price"))
    elif name == "mix_chart":
        columns = {"H1 2023": of("mix_then"), "H1 2024": of("mix_now")}
        percent = {column: {part: 100 * value for part, value in parts.items()} for column, parts in columns.items()}
        draw_stacked(axes, percent, dict(zip(SEGMENTS, (ACCENT, INK, BLUE), strict=True)), 1)
    elif name == "bridge":
        draw_bridge(axes, figures)
    elif name == "owed_chart":
        columns = {day: {"net": of("net")[day] / 1e9, "allowance": of("allowance")[day] / 1e9} for day in of("net")}
        draw_stacked(axes, columns, {"net": INK, "allowance": ACCENT}, 2)
    elif name == "gpu_chart":
        draw_steps(axes, of("gpus"))
    else:
        plan = {"cash_chart": ("cash", 1e9, 2), "staff_chart": ("staff", 1, 0), "turnover_chart": ("turnover", 1, 0)}
        plan |= {"power_chart": ("power", 1, 0), "market_chart": ("market", 1e9, 1)}
        key, scale, digits = plan[name]
        draw_columns(axes, of(key), scale, digits)


def draw_charts(figures, folder):
    """The drawings by name and width, also written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {}
    for name, heights in CHARTS.items():
        for form, width, height in (("wide", WIDE, heights[0]), ("narrow", NARROW, heights[1])):
            figure, axes = plt.subplots(figsize=(width / 25.4, height / 25.4))
            figure.subplots_adjust(left=0.1, right=0.98, bottom=0.16, top=0.92)
            draw(name, axes, figures)
            path = folder / f"{name}-{form}.svg"
            figure.savefig(path)
            plt.close(figure)
            drawn[name, form] = path.read_text(encoding="utf-8")
    return drawn


# Text


def money(value, scale="bn", digits=2, code="CNY"):
    return (
        f"{sign(value)}{abs(value) / MULTIPLES[scale]:,.{digits}f}"
        if not code
        else f"{code}\u00a0{money(value, scale, digits, '')}\u00a0{scale}"
    )


def percent(value, digits=1):
    return f"{sign(value)}{abs(100 * value):.{digits}f}%"


def number(value, digits=0):
    return f"{sign(value)}{abs(value):,.{digits}f}"


def sign(value):
    return "−" if value < 0 else ""


def render(project, medium, figures, drawn, fonts=""):
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(CONTENT), autoescape=True)
    environment.filters.update(money=money, percent=percent, number=number)
    style = fonts + (CONTENT / f"variables-{medium}.css").read_text(encoding="utf-8")
    style += (project / "templates" / "css" / f"{medium}.css").read_text(encoding="utf-8")
    style += (CONTENT / "own.css").read_text(encoding="utf-8")
    inline = {key: svg[svg.index("<svg") :] for key, svg in drawn.items()}
    return environment.get_template("brief.html.jinja").render(medium=medium, v=figures, charts=inline, sizes=CHARTS, style=style)


def main(project, folder):
    fonts = add_fonts()
    figures = compute_figures(read_facts(project))
    drawn = draw_charts(figures, folder / "charts")
    (folder / "brief.html").write_text(render(project, "screen", figures, drawn), encoding="utf-8")
    weasyprint.HTML(string=render(project, "print", figures, drawn, fonts), base_url=f"{folder}/").write_pdf(folder / "brief.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
