from pathlib import Path

import pytest

from reportgen.spec.load import load_spec
from tests.spec import sample

CURE = (
    "Numbers come from figures: {{ revenue['FY2021'] | money }}; dates, names and exhibits have markers: "
    "{{ '2021-07-21' | date }}, {{ name('GPT-4') }}, {{ exhibit('x') }}."
)


def test_a_sound_report_loads_without_a_word(tmp_path: Path) -> None:
    loaded, problems = sample.load(tmp_path)
    assert [str(p) for p in problems] == []
    assert loaded is not None
    assert loaded.spec.report == "annual"
    assert loaded.file == "config/reports/annual.yaml"
    assert loaded.charts["sales"] == ("columns", sample.Columns(series=("sales",), running_sum=True))
    assert loaded.tables["peers"] == ("rows", sample.Rows(rows=("peers",)))
    assert loaded.theme.house == "Harbour Desk"
    assert str(loaded.positions[("charts", "sales", "series")]) == "config/reports/annual.yaml:24:34"


def test_a_report_that_is_not_there(tmp_path: Path) -> None:
    loaded, problems = load_spec(tmp_path / "config/reports/none.yaml", sample.project(tmp_path))
    assert loaded is None
    assert [str(p) for p in problems] == ["error[E101] config/reports/none.yaml there is no such file."]


KEYS = "Known: report, extends, params, matrix, kind, subject, as_of, locales, theme, figures, title, standfirst and 10 more."

FAULTS = [
    (
        "as: loss, ",
        "as: loss, label: {en: Loss of 2023}, ",
        (
            "error[E230] 8:56 figures.loss.label.en: a digit typed in prose: '2023'. "
            "Periods and values label themselves; names with digits stand in seeds/entities.yaml."
        ),
    ),
    (
        "running_sum: true",
        "label: {en: 'In {{ growth | percent }}'}",
        "error[E238] 24:60 charts.sales.label.en: a label is plain words; {{ }} is for prose, cards and tables.",
    ),
    (
        "watch:",
        "wacth:",
        (
            "error[E201] 22:1 wacth: no key 'wacth'. Known: report, extends, params, matrix, kind, subject, as_of, "
            "locales, theme, figures, title, "
            "standfirst and 10 more. Did you mean 'watch'?"
        ),
    ),
    (
        "as_of: 2024-03-31",
        "as_of: spring",
        "error[E204] 4:8 as_of: a date such as 2024-01-31 is expected here, not 'spring'.",
    ),
    (
        "locales: [en]",
        "locales: []",
        "error[E206] 5:10 locales: at least 1 entry is needed here, not 0.",
    ),
    (
        "kind: columns",
        "kind: colums",
        "error[E210] 24:17 charts.sales.kind: no chart kind 'colums'. Known: columns, bars. Did you mean 'columns'?",
    ),
    (
        "kind: rows",
        "kind: pie",
        "error[E210] 27:17 tables.peers.kind: no table kind 'pie'. Known: rows.",
    ),
    (
        "kind: columns, ",
        "",
        "error[E202] 24:10 charts.sales.kind: key 'kind' is missing. Known: columns, bars.",
    ),
    (
        "kind: columns",
        "kind: [columns]",
        "error[E203] 24:17 charts.sales.kind: a text is expected here, not a list.",
    ),
    (
        "{kind: bars, series: mix}",
        "bars",
        "error[E203] 25:8 charts.mix: a mapping of keys is expected here, not 'bars'.",
    ),
    (
        "running_sum",
        "runing_sum",
        (
            "error[E201] 24:41 charts.sales.runing_sum: no key 'runing_sum'. Known: series, running_sum, height, label. "
            "Did you mean 'running_sum'?"
        ),
    ),
    (
        "running_sum: true",
        "height: 5",
        "error[E207] 24:49 charts.sales.height: 5 is too small; the least is 28.",
    ),
    (
        "metric: profit,",
        "metric: profits,",
        "error[E211] 8:18 figures.loss.metric: no metric 'profits'. Did you mean 'profit'?",
    ),
    (
        "subject: northwind",
        "subject: nothwind",
        "error[E212] 3:10 subject: no entity 'nothwind'. Did you mean 'northwind'?",
    ),
    (
        "entity: southwind",
        "entity: x",
        "error[E212] 11:76 figures.peers.points.other.entity: no entity 'x'. Known: northwind, southwind.",
    ),
    (
        "rows: [peers]",
        "rows: [pears]",
        "error[E213] 27:30 tables.peers.rows[0]: no figure 'pears'. Did you mean 'peers'?",
    ),
    (
        "series: mix",
        "series: mixx",
        "error[E213] 25:29 charts.mix.series: no figure 'mixx'. Did you mean 'mix'?",
    ),
    (
        "chart: mix",
        "chart: mixx",
        "error[E214] 40:26 sections[0].blocks[1].exhibit.chart: no chart 'mixx'. Did you mean 'mix'?",
    ),
    (
        "table: peers",
        "table: pears",
        "error[E215] 41:26 sections[0].blocks[2].exhibit.table: no table 'pears'. Did you mean 'peers'?",
    ),
    (
        "card: event",
        "card: evnt",
        "error[E216] 43:25 sections[0].blocks[4].exhibit.card: no card 'evnt'. Did you mean 'event'?",
    ),
    (
        "as: loss",
        "as: los",
        "error[E229] 8:30 figures.loss.as: no view of metric 'profit' called 'los'. Did you mean 'loss'?",
    ),
    (
        "members: [retail,",
        "members: [retial,",
        "error[E212] 10:49 figures.mix.members[0]: no segment 'retial'. Did you mean 'retail'?",
    ),
    (
        "figure: \"sales['FY2023']\"",
        'figure: "sales"',
        "error[E217] 16:22 key_figures.groups[0][0].figure: figure 'sales' has 3 points; name one, such as sales['FY2023'].",
    ),
    (
        "figure: \"sales['FY2023']\"",
        "figure: \"sales['FY2024']\"",
        "error[E217] 16:22 key_figures.groups[0][0].figure: no point in figure 'sales' called 'FY2024'. Did you mean 'FY2023'?",
    ),
    (
        "figure: \"sales['FY2023']\"",
        'figure: "growth + 1"',
        "error[E217] 16:22 key_figures.groups[0][0].figure: 'growth + 1' is no point; write a figure, or one point of it: half['H1-2024'].",
    ),
    (
        "figure: \"sales['FY2023']\"",
        'figure: "sales["',
        "error[E217] 16:28 key_figures.groups[0][0].figure: '[' is not part of an expression.",
    ),
    (
        "FY2021..FY2023",
        "FY21..FY2023",
        (
            "error[E220] 7:38 figures.sales.periods[0]: 'FY21' is no period; periods are written FY2021, H1-2024, "
            "Q3-2024, 9M-2024, 2023-06, 2024-06-30 or a..b."
        ),
    ),
    (
        "period: FY2023}\n  mix",
        "period: 2023-13}\n  mix",
        "error[E220] 9:44 figures.growth.period: '2023-13' is no date: month must be in 1..12.",
    ),
    (
        "[FY2022, FY2023]",
        "[FY2022, H1-2023, FY2023]",
        (
            "error[E221] 8:45 figures.loss.periods: mixed period lengths (FY2022, H1-2023, FY2023): only periods of one "
            "length compare; name those of another length in 'apart'."
        ),
    ),
    (
        "period: FY2023}\n  mix",
        "by: entity}\n  mix",
        "error[E222] 9:36 figures.growth.by: 'by' needs 'members', in the order in which they are shown.",
    ),
    (
        "periods: [FY2022, FY2023]",
        "periods: [FY2022, FY2023], period: FY2022",
        "error[E222] 8:63 figures.loss.period: 'period' and 'periods' exclude each other; keep one.",
    ),
    (
        "periods: [FY2022, FY2023]",
        "periods: [FY2022, FY2023], by: entity, members: [northwind]",
        "error[E222] 8:75 figures.loss.members: 'periods' and 'members' exclude each other; keep one.",
    ),
    (
        "wholesale], period: FY2023",
        "wholesale]",
        "error[E222] 10:39 figures.mix.members: 'members' need the 'period' for which they are compared.",
    ),
    (
        "by: segment, ",
        "",
        "error[E222] 10:26 figures.mix.members: 'members' need 'by': entity, or a dimension such as segment.",
    ),
    (
        "[retail, wholesale]",
        "[retail, retail, wholesale]",
        "error[E222] 10:57 figures.mix.members[1]: member 'retail' is there twice; keep one.",
    ),
    (
        "[FY2022, FY2023]",
        "[FY2022, FY2022..FY2023]",
        "error[E222] 8:45 figures.loss.periods: period FY2022 is there 2 times; keep one.",
    ),
    (
        "own: {period: FY2023}",
        "own: {}",
        "error[E222] 11:37 figures.peers.points.own: the point needs a 'period', or the figure one for all.",
    ),
    (
        "as: loss, ",
        "as: loss, apart: [H1-2024], ",
        "error[E220] 8:44 figures.loss.apart[0]: no period among those of the figure called 'H1-2024'. Known: FY2022, FY2023.",
    ),
    (
        "report: annual",
        "report: anual",
        "error[E223] 1:9 report: the report is called 'anual' and its file 'annual'; give both the same name.",
    ),
    (
        "report: annual",
        "report: ../x",
        "error[E223] 1:9 report: '../x' cannot name a report: use small letters, digits and hyphens.",
    ),
    (
        "cards:\n",
        "cards:\n  sales: {groups: []}\n",
        "error[E228] 29:3 cards.sales: 'sales' is the name of an entry of 'charts' already.",
    ),
    (
        "exhibit: {card: event, ",
        "exhibit: {",
        "error[E224] 43:18 sections[0].blocks[4].exhibit: an exhibit shows one of 'chart', 'table' and 'card'; this one has nothing.",
    ),
    (
        "exhibit: {card: event, ",
        "exhibit: {card: event, table: peers, ",
        (
            "error[E224] 43:18 sections[0].blocks[4].exhibit: an exhibit shows one of 'chart', 'table' and 'card'; this "
            "one has 'table' and 'card'."
        ),
    ),
    (
        "card: event, title",
        "table: peers, title",
        (
            "error[E224] 43:26 sections[0].blocks[4].exhibit.table: 'peers' is shown already, in line 41; refer to it "
            "with {{ exhibit('peers') }}."
        ),
    ),
    (
        "- bullets: [{holds: growth > 0, en: Growth holds.}]",
        "- {}",
        "error[E225] 42:9 sections[0].blocks[3]: a block holds one of 'prose', 'bullets' and 'exhibit'; this one has nothing.",
    ),
    (
        "watch: {holds: growth > 0",
        "watch: {holds: growth >",
        "error[E240] 22:24 watch.holds: a figure or a number is expected, not the end.",
    ),
    (
        "watch: {holds: growth > 0",
        "watch: {holds: growth",
        "error[E240] 22:16 watch.holds: this is no condition; compare figures with < <= == != >= >.",
    ),
    (
        "watch: {holds: growth > 0",
        "watch: {holds: grwth > 0",
        "error[E213] 22:16 watch.holds: no figure 'grwth'. Did you mean 'growth'?",
    ),
    (
        "watch: {holds: growth > 0",
        "watch: {holds: 0 < sales",
        "error[E217] 22:20 watch.holds: figure 'sales' has 3 points; name one, such as sales['FY2023']. Or compare its max, min or sum.",
    ),
    (
        "{when: growth > 0, en: Sales grow}",
        "{holds: growth > 0, en: Sales grow}",
        "error[E241] 33:9 sections[0].heading[0]: this wording has no 'when:', so those after it are never taken.",
    ),
    (
        "en: Growth holds.",
        "en: Growth of 5.3% holds.",
        f"error[E230] 42:53 sections[0].blocks[3].bullets[0].en: a digit typed in prose: '5.3%'. {CURE}",
    ),
    (
        "see {{ exhibit",
        "the 2021 one {{ exhibit",
        f"error[E230] 39:48 sections[0].blocks[0].prose.en: a digit typed in prose: '2021'. {CURE}",
    ),
    (
        "| percent",
        "| percnt",
        "error[E234] 18:69 bullets[0].en: no filter 'percnt'. Did you mean 'percent'?",
    ),
    (
        "{{ growth | percent",
        "{{ grwth | percent",
        "error[E213] 18:60 bullets[0].en: no figure 'grwth'. Did you mean 'growth'?",
    ),
    (
        "sales | total | money",
        "sales | money",
        (
            "error[E217] 19:52 bullets[1].en: figure 'sales' has 3 points; name one, such as sales['FY2023']. Or take it "
            "as a whole with | largest, | total."
        ),
    ),
    (
        "on='FY2022'",
        "on='FY2020'",
        "error[E217] 13:100 standfirst.en: no point in figure 'loss' called 'FY2020'. Did you mean 'FY2023'?",
    ),
    (
        "exhibit('mix')",
        "exhibit('mxi')",
        "error[E219] 39:59 sections[0].blocks[0].prose.en: no exhibit 'mxi'. Did you mean 'mix'?",
    ),
    (
        "note('scope')",
        "note('scop')",
        "error[E218] 39:81 sections[0].blocks[0].prose.en: no note in this section called 'scop'. Did you mean 'scope'?",
    ),
    (
        "'2024-02-01' | date",
        "'2024-02-31' | date",
        "error[E237] 20:76 bullets[2].en: '2024-02-31' is no date; a date is written 2024-01-31.",
    ),
    (
        "name('GPT-4')",
        "nam('GPT-4')",
        "error[E234] 22:82 watch.en: no marker 'nam'. Did you mean 'name'?",
    ),
    (
        "name('GPT-4')",
        "name(4)",
        "error[E234] 22:82 watch.en: name() takes one text in quotes: {{ name('x') }}.",
    ),
    (
        "{{ name('GPT-4') }}",
        "{{ 4 }}",
        f"error[E236] 22:82 watch.en: a number typed in prose: '4'. {CURE}",
    ),
    (
        "{{ name('GPT-4') }}",
        "{{ '4' }}",
        f"error[E236] 22:82 watch.en: a number typed in prose: '4'. {CURE}",
    ),
    (
        "{{ name('GPT-4') }}",
        "{{ 'x' }}",
        "error[E235] 22:82 watch.en: 'x' is text; write it without {{ }}, or name a figure without the quotes.",
    ),
    (
        "{{ name('GPT-4') }}",
        "{{ growth }}",
        "error[E235] 22:82 watch.en: 'growth' needs a filter that says how to print it, such as | money.",
    ),
    (
        "sales.window.start",
        "sales.points",
        "error[E235] 22:41 watch.en: no '.points' here; a whole figure has .window.start and .window.end.",
    ),
    (
        "subtitle: {en: CNY}}\nwatch",
        "subtitle: {}}\nwatch",
        "error[E226] 21:76 lead.subtitle: no words; write them in en.",
    ),
    (
        "locales: [en]",
        "locales: [en]\ntheme: hose",
        "error[E260] 6:8 theme: no theme 'hose'. Did you mean 'house'?",
    ),
    (
        "locales: [en]",
        "locales: [en]\ntheme: ../../house",
        "error[E260] 6:8 theme: no theme '../../house'. Did you mean 'house'?",
    ),
    (
        "title: {holds: growth > 0, en: Sales grow}\nstand",
        "title: {en: Sales grow}\nstand",
        "warning[W231] 12:8 title: this claim has no condition; say in 'holds:' or 'when:' what must be true of the figures.",
    ),
    (
        "      - exhibit: {table: peers, title: {en: The two companies}, subtitle: {en: CNY}}\n",
        "",
        "warning[W242] 27:3 tables.peers: table 'peers' is in no exhibit.",
    ),
    (
        "figures:\n  sales",
        "figures:\n  spare: {metric: revenue, period: FY2023}\n  sales",
        "warning[W243] 7:3 figures.spare: figure 'spare' is used nowhere.",
    ),
    (
        "kind: {en: Review}",
        "kind: {de: Bericht}",
        "warning[W226] 2:7 kind: no words in en; those in de are printed instead.",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS, ids=[new[:40] for _, new, _ in FAULTS])
def test_every_fault_is_told_with_place_and_cure(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert sample.told(tmp_path, (old, new)) == [sentence]
    loaded, _ = sample.load(tmp_path, (old, new))
    assert (loaded is None) == sentence.startswith("error")


def test_all_faults_come_at_once_whatever_their_stage(tmp_path: Path) -> None:
    changes = [
        ("as_of: 2024-03-31", "as_of: 2024-03-32"),
        ("{metric: revenue_growth, period: FY2023}", "{metric: revenu, perod: FY2023}"),
        ("kind: columns", "kind: colums"),
        ("chart: mix", "chart: mixx"),
        ("| percent", "| percnt"),
        ("en: Growth holds.", "en: [a]"),
        ("note('scope')", "note('scop')"),
    ]
    assert sample.told(tmp_path, *changes) == [
        (
            "error[E201] 9:28 figures.growth.perod: no key 'perod'. Known: metric, entity, as, scope, basis, dims, periods, period, "
            "apart, by, members, points and 3 more. Did you mean 'period'?"
        ),
        "error[E204] 4:8 as_of: a date such as 2024-01-31 is expected here, not '2024-03-32'.",
        "error[E203] 42:43 sections[0].blocks[3].bullets[0].en: a text is expected here, not a list.",
        "error[E210] 24:17 charts.sales.kind: no chart kind 'colums'. Known: columns, bars. Did you mean 'columns'?",
        "error[E211] 9:20 figures.growth.metric: no metric 'revenu'. Did you mean 'revenue'?",
        "error[E214] 40:26 sections[0].blocks[1].exhibit.chart: no chart 'mixx'. Did you mean 'mix'?",
        "error[E234] 18:69 bullets[0].en: no filter 'percnt'. Did you mean 'percent'?",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nfigures:\n", "\nfigures: x\nspare:\n"),
        ("  loss: {metric: profit,", "  loss: {metric: [profit],"),
        ("charts:\n", "charts: []\nspare:\n"),
        ("tables:\n", "tables: []\nspare:\n"),
        ("cards:\n", "cards: []\nspare:\n"),
        ("sections:\n", "sections: []\nspare:\n"),
        ("    notes:\n", "    notes: []\nspare:\n"),
        ("lead: {chart: sales", "lead: {chart: [sales]"),
        ("report: annual", "report: [annual]"),
    ],
)
def test_a_fault_of_form_is_not_told_a_second_time(tmp_path: Path, old: str, new: str) -> None:
    told = sample.told(tmp_path, (old, new))
    assert {line.split(" ")[0] for line in told} <= {"error[E201]", "error[E202]", "error[E203]", "error[E204]", "error[E206]"}


def test_a_fault_that_only_changes_words_leaves_a_warning_behind(tmp_path: Path) -> None:
    loaded, problems = sample.load(tmp_path, ("locales: [en]", "locales: [en, de]"))
    assert loaded is not None
    assert {p.code for p in problems} == {"W226", "W227"}
    assert str(next(p for p in problems if p.code == "W227")) == (
        "warning[W227] config/reports/annual.yaml:7:19 figures.sales.metric: metric 'revenue' has no name in de; "
        "another language's is printed instead."
    )


def test_problems_of_the_file_end_it(tmp_path: Path) -> None:
    assert sample.told(tmp_path, ("kind: {en: Review}", "kind: {{ x }}")) == [
        "error[E114] 2:8 a mapping cannot be a key; text that starts with '{{', '{' or '[' stands in quotes."
    ]
