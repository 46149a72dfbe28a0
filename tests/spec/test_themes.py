from pathlib import Path

from reportgen.spec.theme import Theme
from reportgen.spec.themes import load_theme, theme_names
from tests.spec import sample


def load(root: Path, files: dict[str, str], name: str = "house") -> tuple[Theme | None, list[str]]:
    sample.write(root, {f"config/themes/{file}.yaml": text for file, text in files.items()})
    theme, problems = load_theme(name, (root / "config" / "themes",), root, None, "theme")
    return theme, [str(p) for p in problems]


def test_a_variant_states_only_the_difference(tmp_path: Path) -> None:
    variant = "extends: house\nhouse: Quay Desk\nlight: {accent: '#123456'}\nsizes: {chart_text: 8}\n"
    theme, problems = load(tmp_path, {"house": sample.THEME, "quay": variant}, "quay")
    assert problems == []
    assert theme is not None
    assert theme.house == "Quay Desk"
    assert theme.light.accent == "#123456"
    assert theme.light.ink == "#004165"
    assert theme.dark.accent == "#ac4b29"
    assert theme.sizes.chart_text == 8


def test_themes_that_extend_each_other(tmp_path: Path) -> None:
    _, problems = load(tmp_path, {"a": "extends: b\n", "b": "extends: a\n"}, "a")
    assert problems == ["error[E261] config/themes/b.yaml:1:10 extends: themes extend each other in a circle: a -> b -> a."]


def test_a_base_that_is_not_there(tmp_path: Path) -> None:
    _, problems = load(tmp_path, {"house": sample.THEME, "a": "extends: hose\n"}, "a")
    assert problems == ["error[E260] config/themes/a.yaml:1:10 extends: no theme 'hose'. Did you mean 'house'?"]


def test_a_fault_is_told_in_the_file_that_has_it(tmp_path: Path) -> None:
    files = {"house": sample.THEME.replace("house: Harbour Desk", "hous: x"), "a": "extends: house\nlight: {accent: 7}\n"}
    _, problems = load(tmp_path, files, "a")
    assert problems == [
        (
            "error[E201] config/themes/house.yaml:1:1 hous: no key 'hous'. "
            "Known: extends, house, light, dark, fonts, sizes. Did you mean 'house'?"
        )
    ]
    files = {"house": sample.THEME, "a": "extends: house\nlight: {accent: red}\n"}
    assert load(tmp_path, files, "a")[1] == [
        "error[E207] config/themes/a.yaml:2:17 light.accent: 'red' is no colour; write #RRGGBB, such as #004165."
    ]


def test_the_program_s_own_themes_come_after_the_project_s(tmp_path: Path) -> None:
    own, defaults = tmp_path / "p/config/themes", tmp_path / "defaults/themes"
    sample.write(own, {"house.yaml": sample.THEME.replace("Harbour", "Own")})
    sample.write(defaults, {"house.yaml": sample.THEME, "plain.yaml": "extends: house\nhouse: Plain\nlight: {ink: x}\n"})
    assert theme_names((own, defaults)) == ("house", "plain")
    theme, _ = load_theme("house", (own, defaults), tmp_path / "p", None, "theme")
    assert theme is not None
    assert theme.house == "Own Desk"
    _, problems = load_theme("plain", (own, defaults), tmp_path / "p", None, "theme")
    assert [str(p) for p in problems] == ["error[E207] themes/plain.yaml:3:14 light.ink: 'x' is no colour; write #RRGGBB, such as #004165."]
