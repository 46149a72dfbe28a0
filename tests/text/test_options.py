import pytest

from reportgen.text.numbers import STYLES
from reportgen.text.options import FORMS, OPTIONS, faults, fits


def test_a_sound_request_has_no_faults() -> None:
    assert faults("money", {"scale": "bn", "decimals": 1, "unit": False}) == ()
    assert faults("change", {"form": "noun", "to": True, "plural": False}) == ()
    assert faults("period", {"form": "In"}) == ()


def test_every_fault_is_named_with_what_would_be_right() -> None:
    known = (
        "money, number, count, percent, points, multiple, price, days, rank, words, change, direction, period, date, year, label, rating"
    )
    assert faults("percnt", {}) == (f"no number style 'percnt'. Known: {known}. Did you mean 'percent'?",)
    assert faults("percent", {"scale": "bn"}) == ("no option of 'percent' 'scale'. Known: unit, decimals, sign, bare, abs.",)
    assert faults("money", {"decimals": True, "scale": "mn"}) == (
        "the option 'decimals' takes a whole number, not True.",
        "no scale 'mn'. Known: auto, one, k, m, bn, tn. Did you mean 'm'?",
    )
    assert faults("change", {"form": "nuon"}) == (
        "no form of 'change' 'nuon'. Known: verb, noun, adverb, participle, infinitive. Did you mean 'noun'?",
    )


def test_a_bare_amount_needs_a_fixed_scale() -> None:
    sentence = "a number without its unit needs a fixed scale, such as scale='bn': chosen by itself it may be millions or billions."
    assert faults("money", {"unit": False}) == (sentence,)
    assert faults("percent", {"unit": False}) == ()


def test_every_style_of_a_number_has_its_options() -> None:
    assert set(STYLES) <= set(OPTIONS)
    assert set(FORMS) <= set(OPTIONS)


@pytest.mark.parametrize(
    ("style", "good", "bad"),
    [
        ("money", "CNY/persons", "pct"),
        ("price", "HKD", "shares"),
        ("percent", "pct", "pp"),
        ("points", "pp", "pct"),
        ("multiple", "x", "CNY"),
        ("days", "pure", "persons"),
        ("count", "persons", "pct"),
        ("words", "pure", "pp"),
    ],
)
def test_a_style_fits_its_units(style: str, good: str, bad: str) -> None:
    assert fits(style, good)
    assert not fits(style, bad)
