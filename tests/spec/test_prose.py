import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.spec.checks.inline import Call, Expression, FigureUse, Filter, Number, Option, Text
from reportgen.spec.checks.prose import read_prose


def told(text: str) -> list[tuple[int, str, str]]:
    return [(fault.offset, fault.code, fault.message) for fault in read_prose(text).faults]


def test_what_an_expression_says() -> None:
    text = "In {{ half['H1-2024'] | change(on='H1-2023', to=true, decimals=1) | money }}{{- '2024-01-31'|date -}} {{ name(\"GPT-4\") }}"
    reading = read_prose(text)
    assert reading.faults == ()
    assert reading.expressions == (
        Expression(
            FigureUse("half", 6, Text("H1-2024", 11)),
            (
                Filter(
                    "change",
                    24,
                    (
                        Option("on", 31, Text("H1-2023", 34)),
                        Option("to", 45, reading.expressions[0].filters[0].options[1].value),
                        Option("decimals", 54, Number("1", 63)),
                    ),
                ),
                Filter("money", 68),
            ),
        ),
        Expression(Text("2024-01-31", 80), (Filter("date", 93),)),
        Expression(Call("name", 105, (Text("GPT-4", 110),)), ()),
    )


def test_what_is_read_of_a_figure() -> None:
    (expression,) = read_prose("{{ loss.window.start | year }}").expressions
    assert expression.head == FigureUse("loss", 3, None, ("window", "start"))


@pytest.mark.parametrize(
    ("text", "offset", "typed"),
    [
        ("In 2021 it rose.", 3, "2021"),
        ("It rose 5.3%.", 8, "5.3%"),
        ("It rose 1,234, then fell.", 8, "1,234"),
        ("Model GPT4 came.", 6, "GPT4"),
        ("Level x\u00b2 it is.", 6, "x\u00b2"),
        ("A \u00bd of it.", 2, "\u00bd"),
        ("Part \u2163 ends.", 5, "\u2163"),
        ("Arabic \u0663 too.", 7, "\u0663"),
        ("After {{ a | money }} 7 more.", 22, "7"),
        ("&#50; is an entity.", 2, "50"),
    ],
)
def test_a_typed_digit_is_found(text: str, offset: int, typed: str) -> None:
    assert told(text) == [(offset, "E230", f"a digit typed in prose: '{typed}'.")]


def test_words_and_comments_are_free() -> None:
    assert told("Two years, half of it {# 2021 #}, twice.") == []


@pytest.mark.parametrize(
    ("text", "offset", "code", "message"),
    [
        ("{% if a %}b{% endif %}", 0, "E235", "no '{% %}' in prose; write alternatives, each with its condition in 'when:'."),
        ("a }} b", 2, "E232", "'}}' without its '{{'."),
        ("a {# b", 2, "E232", "the comment opened here lacks its '#}'."),
        ("a {{ b", 2, "E232", "the '{{' opened here lacks its '}}'."),
        ("{{ }}", 3, "E232", "a figure is expected here, not }}."),
        ("{{ a + b }}", 5, "E235", "no '+' in prose; declare a figure for what is computed."),
        ("{{ a ~ b }}", 5, "E235", "no '~' in prose; declare a figure for what is computed."),
        ("{{ a ? b }}", 5, "E232", "'?' has no meaning here."),
        ("{{ a b }}", 5, "E232", "'|' or '}}' is expected here, not 'b'."),
        ("{{ a[0] | b }}", 5, "E232", "a key in quotes, such as ['FY2021'], is expected here, not '0'."),
        ("{{ a['b' | c }}", 9, "E232", "']' is expected here, not '|'."),
        ("{{ a | }}", 7, "E232", "a filter is expected here, not }}."),
        ("{{ a | b(c) }}", 10, "E232", "'=' is expected here, not ')'."),
        ("{{ a | b('c') }}", 9, "E232", "a setting such as on='FY2021' is expected here, not 'c'."),
        ("{{ a | b(c=d) }}", 11, "E232", "a text in quotes, a number, true or false is expected here, not 'd'."),
        ("{{ a['b }}", 5, "E232", "the quote opened here is never closed, or holds a backslash."),
        ("{{ 'a\\'b' }}", 3, "E232", "the quote opened here is never closed, or holds a backslash."),
        ("{{ ' }}", 3, "E232", "the quote opened here is never closed, or holds a backslash."),
        ("{{ a.1 }}", 5, "E232", "window.start or window.end is expected here, not '1'."),
    ],
)
def test_what_cannot_be_read(text: str, offset: int, code: str, message: str) -> None:
    assert told(text)[0] == (offset, code, message)


@given(st.text(st.sampled_from("ab 1{}%#|'\"[]().,=+-_\\é\n")))
def test_any_text_can_be_read(text: str) -> None:
    reading = read_prose(text)
    assert all(0 <= fault.offset <= len(text) for fault in reading.faults)
    before, _, _ = text.partition("{")
    assert reading.faults or not any(char.isdigit() for char in before)
