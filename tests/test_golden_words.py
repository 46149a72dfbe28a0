"""The comparison names what changed: the figure, the sentence, the fragment, the place in a picture."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from tests.support import golden, pictures
from tests.support.reading import readable

ROWS = f"{','.join(golden.COLUMNS)}\nr/a@FY2021,FY2021,2021-01-01,2021-12-31,47,46,48,EUR,,,reported,,\n"
TEXT = "# Costs\nFuel took a third. Crews took the rest.\n\n## Outlook\nNobody knows.\n"


def picture(*lines: tuple[int, int, int, int], size: tuple[int, int] = (200, 100)) -> bytes:
    made = Image.new("RGB", size, "white")
    for line in lines:
        ImageDraw.Draw(made).rectangle(line, fill="black")
    return pictures.png(made)


def test_equal_files_say_nothing() -> None:
    files = {"r/figures.csv": ROWS.encode(), "r/en.txt": TEXT.encode(), "charts/a.png": picture()}
    assert golden.changes(files, dict(files)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",47,", ",48,", "figure r/a@FY2021: value was 47, is 48."),
        ("EUR", "USD", "figure r/a@FY2021: unit was EUR, is USD."),
        ("2021-12-31", "2022-03-31", "figure r/a@FY2021: end was 2021-12-31, is 2022-03-31."),
        (",46,", ",,", "figure r/a@FY2021: low was 46, is empty."),
    ],
)
def test_a_changed_figure_is_named_with_both_values(old: str, new: str, said: str) -> None:
    assert golden.of_file("r/figures.csv", ROWS.encode(), ROWS.replace(old, new).encode()) == [said]


def test_figures_that_come_and_go_are_named() -> None:
    other = ROWS.replace("r/a@", "r/b@")
    assert golden.of_file("r/figures.csv", ROWS.encode(), other.encode()) == [
        "figure r/a@FY2021 is gone; it was 47 EUR.",
        "figure r/b@FY2021 is new: 47 EUR.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a third", "a half", "r/en.txt, under 'Costs': 'Fuel took a third.' is now 'Fuel took a half.'."),
        ("Nobody knows.\n", "", "r/en.txt, under 'Outlook': 'Nobody knows.' is gone."),
        ("knows.\n", "knows.\nOr so they say.\n", "r/en.txt, under 'Outlook': 'Or so they say.' is new."),
        (" Crews took the rest.", "", "r/en.txt, under 'Costs': 'Fuel took a third. Crews took the rest.' is now 'Fuel took a third.'."),
    ],
)
def test_a_changed_sentence_is_named_under_its_heading(old: str, new: str, said: str) -> None:
    assert golden.of_file("r/en.txt", TEXT.encode(), TEXT.replace(old, new).encode()) == [said]


def test_a_changed_picture_is_named_with_the_place() -> None:
    found = golden.of_file("charts/a.png", picture(), picture((20, 10, 23, 14)))
    assert found == ["picture charts/a.png: 20 pixels (0.100%) differ, all between 20 and 24 across and 10 and 15 down."]


def test_where_fonts_differ_a_small_difference_is_tolerated_and_a_large_one_is_not() -> None:
    assert golden.of_file("charts/a.png", picture(), picture((20, 10, 23, 14)), exact=False) == []
    assert golden.of_file("charts/a.png", picture(), picture((20, 10, 119, 60)), exact=False) != []


def test_a_picture_of_another_size_is_told() -> None:
    found = golden.of_file("charts/a.png", picture(), picture(size=(200, 90)), exact=False)
    assert found == ["picture charts/a.png: was 200 by 100 pixels, is 200 by 90."]


def test_files_that_come_and_go_are_told() -> None:
    assert golden.changes({"a.txt": b"a"}, {"b.txt": b"b"}) == ["a.txt is no longer made.", "b.txt is new."]


def test_a_page_is_read_line_by_line() -> None:
    html = (
        "<html><head><style>p {}</style></head><body><h2>What <b>grew</b></h2><div>loose<p>One&nbsp;<a>two</a>.</p></div>"
        "<table><tr><th>a</th><td>1</td></tr></table><ul><li>x</li></ul><svg><text>7</text></svg></body></html>"
    )
    assert readable(html) == "## What grew\nloose\nOne\u237dtwo.\na | 1\nx\n"
