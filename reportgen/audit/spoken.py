"""Reads what a number prints with the audit's own grammar and holds it against the number computed again from the facts.

The printed digits must be the number rounded where they end, no digit may go beyond what the interval carries, and sign, scale,
unit and currency must be the number's. So a fault of the formatter or of a locale's words shows, which printing twice would repeat.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.audit import moments, turns
from reportgen.audit.grammar import numerals
from reportgen.audit.numeral import Numeral
from reportgen.audit.terms import CURRENCIES, POINTS, STEPS
from reportgen.model.document import Emission
from reportgen.model.figure import Missing, Point
from reportgen.model.quantity import ABOVE, BELOW, MATHS, PCT, PP, Quantity, rounded

PRINTED_AS = {"percent": PCT, "points": PP}
"""Styles that print a fraction in hundredths, with the unit that the grammar must read."""
SCALED = ("money", "number", "count")
_DIGIT = re.compile(r"\d")
_STEP = re.compile(r"(?<=\d)\u00a0(?=[km]\b)")


def wrong(emission: Emission, text: str, language: str) -> str:
    """Why the text is not what the emission must print; empty where it is."""
    value, style, text = emission.value, emission.style, joined(text)
    if not isinstance(value, Point):
        return moments.wrong(value, text, language, year=style == "year")
    style = style or value.metric.display.style
    if style in ("label", "rating"):
        return ""
    if style in ("period", "year"):
        return moments.wrong(value.day or value.period, text, language, year=style == "year")
    if style in ("change", "direction"):
        return turns.wrong(value, text, language)
    if isinstance(value.result, Missing) and not value.said:
        return "it has no value, and the text has a digit" if _DIGIT.search(text) else ""
    if style == "date":
        month = value.metric.unit == "date" and value.day is None
        return moments.wrong(value.period if month else value.day or value.period.end, text, language)
    assert isinstance(value.result, Quantity), "this is a bug: what has no number was dealt with above"
    return amount(value.result, text, emission, language)


def joined(text: str) -> str:
    """The text with letters such as m joined to their number: alone they could be anything to the grammar."""
    return _STEP.sub("", text)


def amount(quantity: Quantity, text: str, emission: Emission, language: str) -> str:
    """The same for a number."""
    options, style = emission.options, emission.style
    if options.get("abs") and quantity.value < 0:
        quantity = -quantity
    found = numerals(text, language)
    if not found and quantity.value in (0, 1) and style == "words":
        return ""
    ends = (quantity.low, quantity.high) if quantity.qual == ".." and quantity.bounded else (quantity.value,)
    if len(found) != len(ends):
        return f"{len(found)} numbers are read in it, not {len(ends)}"
    for numeral, end in zip(found, ends, strict=True):
        if why := _misprinted(numeral, end, quantity, text, emission, language):
            return why
    return _unit(quantity, found[-1], text, emission, language)


def _misprinted(numeral: Numeral, wanted: Decimal, quantity: Quantity, text: str, emission: Emission, language: str) -> str:
    """Why the digits are not the number rounded where they end."""
    if numeral.value is None:
        return f"{numeral.text!r} is no number of the language"
    shift = -2 if emission.style in PRINTED_AS and not numeral.unit else 0
    size = abs(numeral.value).scaleb(shift, MATHS)
    if not any(fits(size.scaleb(step, MATHS), wanted, quantity) for step in _steps(emission, numeral, language)):
        return f"{numeral.text!r} is not {wanted:f} rounded"
    minus = "\u2212" in text[: numeral.start + 1]
    if size and minus != (wanted < 0) and not (quantity.qual == ".." and len(numerals(text, language)) > 1):
        return "its sign is another"
    return ""


def _steps(emission: Emission, numeral: Numeral, language: str) -> tuple[int, ...]:
    """By which powers of ten the text may leave out: those of the scale that its table or line names."""
    if emission.options.get("unit", True) or numeral.scale or emission.style not in SCALED:
        return (0,)
    steps = STEPS[language.partition("-")[0]]
    scale = str(emission.options.get("scale", "auto"))
    return (steps[scale],) if scale in steps else tuple({0, *steps.values()})


def fits(printed: Decimal, wanted: Decimal, quantity: Quantity) -> bool:
    """Whether a size is that of the wanted number, rounded where its digits end or where the interval's do.

    A bound is rounded to the side on which it stays true. Digits beyond what the interval carries must be zeros.
    """
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int), "this is a bug: what is printed is finite"
    place = max(exponent, carried) if (carried := _carried(quantity)) is not None else exponent
    mode = ROUND_FLOOR if quantity.qual in ABOVE else ROUND_CEILING if quantity.qual in BELOW else None
    if mode and not quantity.bounded:
        return printed == abs(wanted.quantize(Decimal(1).scaleb(place), rounding=mode, context=MATHS))
    return printed == abs(rounded(wanted, place))


def _carried(quantity: Quantity) -> int | None:
    """The place of the last digit that may be printed: the leading one where not even that is carried; a range has its ends' own."""
    if quantity.qual == ".." and quantity.bounded:
        return quantity.place
    place = quantity.carried
    if place is not None and quantity.bounded and quantity.value and place > quantity.value.adjusted():
        return quantity.value.adjusted()
    return place


def _unit(quantity: Quantity, numeral: Numeral, text: str, emission: Emission, language: str) -> str:
    """Why the unit is not the number's."""
    lang, shown = language.partition("-")[0], emission.options.get("unit", True)
    points = any(text[numeral.end :].lstrip("\u00a0 ").startswith(word) for word in POINTS[lang]) or numeral.unit == "pp"
    if emission.style == "percent" and (points or numeral.unit != ("pct" if shown else "")):
        return "it is a percentage"
    if emission.style == "points" and (numeral.unit == "pct" or points != bool(shown and not emission.options.get("bare"))):
        return "it is a number of percentage points"
    if emission.style not in PRINTED_AS and (numeral.unit in ("pct", "pp") or points):
        return "it is neither a percentage nor percentage points"
    currency = quantity.unit.partition("/")[0]
    told = currencies(text)
    if told - {currency} or (shown and currency in CURRENCIES and not told and emission.style in ("money", "price")):
        return f"its currency is {currency}"
    return ""


def currencies(text: str) -> set[str]:
    """The currencies that a text names; the yuan of 港元 is none."""
    found: set[str] = set()
    marks = sorted(((mark, code) for code, marks in CURRENCIES.items() for mark in marks), key=lambda pair: -len(pair[0]))
    for mark, code in marks:
        if mark in text:
            found.add(code)
            text = text.replace(mark, " ")
    return found
