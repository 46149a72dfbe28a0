from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.problem import Location
from reportgen.spec.extends import over
from reportgen.spec.load import LoadedSpec, load_spec
from reportgen.spec.node import Node
from tests.spec import sample

CHILD = "report: child\nextends: annual\n"


def load(root: Path, text: str, **others: str) -> tuple[LoadedSpec | None, list[str]]:
    """The report `child` beside the sample report."""
    found = sample.project(root)
    sample.write(root, {f"config/reports/{name}.yaml": other for name, other in {"child": text, **others}.items()})
    loaded, problems = load_spec(root / "config/reports/child.yaml", found)
    return loaded, [str(problem).replace("config/reports/", "") for problem in problems]


def test_a_report_states_only_what_differs(tmp_path: Path) -> None:
    loaded, problems = load(tmp_path, CHILD + "subject: southwind\nfigures:\n  sales: {periods: [FY2020..FY2023]}\n")
    assert problems == []
    assert loaded is not None
    assert (loaded.spec.report, loaded.spec.subject) == ("child", "southwind")
    assert loaded.spec.figures["sales"].metric == "revenue"
    assert loaded.spec.figures["sales"].periods == ("FY2020..FY2023",)
    assert loaded.spec.title[0].en == "Sales grow"
    assert loaded.files == ("config/reports/child.yaml", "config/reports/annual.yaml")
    assert loaded.file == "config/reports/child.yaml"


def test_a_condition_of_the_base_does_not_judge_other_words(tmp_path: Path) -> None:
    loaded, problems = load(tmp_path, CHILD + "title: {en: Sales fall}\n")
    assert [text.split(" ", 1)[0] for text in problems] == ["warning[W231]"]
    assert loaded is not None
    assert [(one.en, one.holds) for one in loaded.spec.title] == [("Sales fall", None)]


def test_words_are_replaced_in_all_languages(tmp_path: Path) -> None:
    both = sample.SPEC.replace("kind: {en: Review}", "kind: {en: Review, de: Bericht}")
    found = sample.project(tmp_path, spec=both)
    sample.write(tmp_path, {"config/reports/child.yaml": CHILD + "kind: {en: Note}\n"})
    loaded, _ = load_spec(tmp_path / "config/reports/child.yaml", found)
    assert loaded is not None
    assert loaded.spec.kind.texts == {"en": "Note"}


def test_an_entry_of_another_kind_or_metric_keeps_no_key_of_the_base(tmp_path: Path) -> None:
    _, problems = load(tmp_path, CHILD + "charts:\n  sales: {kind: bars, series: mix}\n")
    assert problems == []
    _, problems = load(tmp_path, CHILD + "figures:\n  loss: {metric: revenue}\n")
    assert problems[0] == "error[E222] child.yaml:4:3 figures.loss: a figure needs 'period', 'periods', 'members' or 'points'."


def test_a_key_with_nothing_after_it_takes_away(tmp_path: Path) -> None:
    loaded, problems = load(tmp_path, CHILD + "lead:\nfigures:\n  spare:\n")
    assert problems == ["error[E203] child.yaml:5:9 figures.spare: no value; a mapping of keys is expected here."]
    assert loaded is None
    loaded, problems = load(tmp_path, CHILD + "lead:\ncharts:\n  sales:\n")
    assert problems == []
    assert loaded is not None
    assert (loaded.spec.lead, sorted(loaded.charts)) == (None, ["mix"])


def test_what_the_base_no_longer_needs_is_not_told_of_it(tmp_path: Path) -> None:
    assert load(tmp_path, CHILD + "lead:\n")[1] == []
    own = CHILD + "lead:\ncharts:\n  more: {kind: bars, series: mix}\n"
    assert load(tmp_path, own)[1] == ["warning[W242] child.yaml:5:3 charts.more: chart 'more' is in no exhibit."]


def test_a_fault_stands_where_it_is_written(tmp_path: Path) -> None:
    assert load(tmp_path, CHILD + "figures:\n  sales: {metric: revenu, period: FY2023}\n")[1] == [
        "error[E211] child.yaml:4:19 figures.sales.metric: no metric 'revenu'. Did you mean 'revenue'?"
    ]
    _, problems = load(tmp_path, CHILD + "figures:\n  growth: {period: FY2O23}\n")
    assert problems[0].startswith("error[E220] child.yaml:4:20 figures.growth.period: 'FY2O23' is no period")
    broken = sample.SPEC.replace("watch:", "wacth:").replace("report: annual", "report: base")
    _, problems = load(tmp_path, "report: child\nextends: base\n", base=broken)
    assert [text.split(":")[0] for text in problems] == ["error[E201] base.yaml"]


def test_a_base_of_a_base(tmp_path: Path) -> None:
    loaded, problems = load(tmp_path, "report: child\nextends: middle\n", middle="report: middle\nextends: annual\nsubject: southwind\n")
    assert problems == []
    assert loaded is not None
    assert loaded.spec.subject == "southwind"
    assert loaded.files == tuple(f"config/reports/{name}.yaml" for name in ("child", "middle", "annual"))


def test_bases_that_are_none(tmp_path: Path) -> None:
    assert load(tmp_path, "report: child\nextends: anual\n")[1] == [
        "error[E280] child.yaml:2:10 extends: no report 'anual'. Did you mean 'annual'?"
    ]
    assert load(tmp_path, "report: child\nextends: child\n")[1] == [
        "error[E280] child.yaml:2:10 extends: reports extend each other in a circle: child -> child."
    ]
    assert load(tmp_path, "report: child\nextends: other\n", other="report: other\nextends: child\n")[1] == [
        "error[E280] other.yaml:2:10 extends: reports extend each other in a circle: child -> other -> child."
    ]
    assert load(tmp_path, "report: child\nextends: ../reports/annual\n")[1][0].startswith(
        "error[E280] child.yaml:2:10 extends: no report '../reports/annual'."
    )
    assert load(tmp_path, "report: child\nextends: broken\n", broken="a: [\n")[1][0].startswith("error[E106] broken.yaml")


def test_the_report_s_own_name_is_not_the_base_s(tmp_path: Path) -> None:
    assert "error[E202] child.yaml:1:1 report: key 'report' is missing." in load(tmp_path, "extends: annual\n")[1]


WHERE = Location("a.yaml", 1, 1)


def node(value: object) -> Node:
    if isinstance(value, dict):
        return Node("mapping", tuple((node(key), node(item)) for key, item in value.items()), WHERE)
    if isinstance(value, list):
        return Node("list", tuple(map(node, value)), WHERE)
    return Node("text", str(value), WHERE, plain=True)


def data(found: Node) -> object:
    if found.form == "mapping":
        return {key.text: data(value) for key, value in found.pairs}
    return [data(item) for item in found.items] if found.form == "list" else found.text


KEYS = st.sampled_from(("a", "b", "c"))
TREES = st.recursive(
    st.sampled_from(("x", "y", "")), lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=2), max_leaves=12
)
MAPPINGS = st.dictionaries(KEYS, TREES, max_size=3)


def laid(base: object, top: object) -> object:
    """What merging means, on plain data."""
    if not (isinstance(base, dict) and isinstance(top, dict)):
        return top
    gone = {key for key, value in top.items() if value == "" and key in base}
    return {
        key: laid(base[key], top[key]) if key in base and key in top else {**base, **top}[key] for key in {**base, **top} if key not in gone
    }


@given(MAPPINGS, MAPPINGS)
def test_mappings_merge_and_all_else_is_replaced(base: dict[str, object], top: dict[str, object]) -> None:
    assert data(over(node(base), node(top))) == laid(base, top)


@given(MAPPINGS)
def test_nothing_over_a_base_is_the_base(base: dict[str, object]) -> None:
    assert data(over(node(base), node({}))) == base
    assert data(over(node({}), node(base))) == base
