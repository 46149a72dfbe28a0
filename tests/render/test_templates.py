"""Where templates come from, and what the theme makes of itself in CSS."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model.problem import ReportError
from reportgen.render import css, templates
from tests.render import made, sample


def test_the_programs_templates_are_found() -> None:
    assert (templates.default_folder() / "report.html").is_file()


def test_the_projects_own_come_first(tmp_path: Path) -> None:
    own = made.project(tmp_path, css__print_DOT_css="p { color: red }")
    assert templates.source(own, "css/print.css") == "p { color: red }"
    assert templates.source(own, "css/screen.css") == templates.source(None, "css/screen.css")
    assert templates.files(own)["css/print.css"] == b"p { color: red }"
    assert templates.files(own).keys() == templates.files(None).keys()


def test_a_template_that_nobody_has_is_told() -> None:
    with pytest.raises(ReportError, match=r"E461.*no template css/none\.css\."):
        templates.source(None, "css/none.css")


def test_the_dark_palette_follows_the_system_and_the_reader() -> None:
    text = css.screen_variables(sample.theme())
    assert "@media (prefers-color-scheme: dark) {:root {color-scheme: dark; --ground: #14181C;" in text
    assert ":root:has(#theme-light:checked) {color-scheme: light; --ground: #FFFFFF;" in text
    assert text.rstrip().endswith("}")
    assert "@media print {:root, :root:has(#theme-dark:checked) {color-scheme: light; --ground: #FFFFFF;" in text


def test_a_colour_that_is_none_is_told() -> None:
    theme = sample.theme()
    wrong = theme.model_copy(update={"light": theme.light.model_copy(update={"ink": "red; } body { display: none"})})
    with pytest.raises(ReportError, match=r"E462.*the theme's colour ink is 'red; } body { display: none'\. Colours are written #RRGGBB\."):
        css.print_variables(wrong)


def test_series_colours_of_a_drawing_become_variables() -> None:
    drawn = '<path fill="#004165"/><text fill="#1f6e8c" font-family="Source Sans Pro">a</text><path fill="#123456"/>'
    assert css.themed(drawn, sample.theme()) == (
        '<path fill="var(--series-1, #004165)"/><text fill="var(--series-text-3, #1f6e8c)" font-family="Reportgen Sans">a</text>'
        '<path fill="#123456"/>'
    )
