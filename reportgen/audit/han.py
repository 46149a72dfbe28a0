"""Numerals of Chinese texts, in Traditional or Simplified characters: 2.7萬, 31億, 2萬億, 21個百分點, 三成, 第二季, 百分之五.

Left out on purpose: 一 as an article or adverb (it counts only in a longer number, and before 成, 倍 and 半), a lone
百, 千, 萬 or 億 as in names, the half of 上半年 and 下半年, and words that only contain a number, such as 十分 and 百分比.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import normalize

from reportgen.audit.numeral import Numeral, Unit, in_base

LANGUAGES = ("zh-Hant", "zh-Hans")
TO: tuple[str, ...] = ("至", "到", "-", "–", "—", "~", "～")
"""Words and marks between the ends of a range."""

_ONES = {char: value for value, chars in enumerate(("零〇", "一", "二兩两", "三", "四", "五", "六", "七", "八", "九")) for char in chars}
_STEPS = {"十": 1, "百": 2, "千": 3}
_SCALES = {"萬": 4, "万": 4, "億": 8, "亿": 8}
"""The words above a thousand; 兆 is left out: 10^12 or 10^6, as the place has it."""
_HALF, _DOUBLE = Decimal("0.5"), Decimal(2)
_TOLD = {"一半": _HALF, "半數": _HALF, "半数": _HALF, "減半": _HALF, "减半": _HALF}
_TOLD |= dict.fromkeys(("翻倍", "翻番", "翻一番", "倍增", "加倍"), _DOUBLE)
"""Words that are a number by themselves."""

_CHARS = "".join((*_ONES, *_STEPS, *_SCALES))
_TENTHS = r"(?P<tenths>成(?![為爲为立功本員员長长果交就分熟]))(?P<half>半)?"
_UNIT = rf"(?:\s?(?P<pp>[個个]?百分[點点])|\s?(?P<pct>[%％])|{_TENTHS})?(?=(?P<times>\s?倍)?)"
_ENDS = r"A-Za-z\d%％)\].,元" + _CHARS
"""After these a dash is no minus but the middle of a range or of a name."""
_DIGITS = re.compile(
    rf"(?P<parts>百分之)?(?P<sign>(?<![{_ENDS}])[-\u2212\u2013])?(?P<digits>\d+(?:[.,．]\d+)*)"
    rf"(?:[多餘余]?(?P<scales>[{''.join((*_STEPS, *_SCALES))}]+(?!分)))?{_UNIT}"
)
_WORDS = re.compile(
    rf"(?P<told>{'|'.join(sorted(_TOLD, key=len, reverse=True))})"
    rf"|(?P<whole>[{_CHARS}]+)分之(?P<part>[{_CHARS}]+(?:[點点][{_CHARS}]+)?)"
    rf"|(?P<first>第)?(?P<some>[數数幾几上])?(?P<run>[{_CHARS}]+)(?:[點点](?P<decimals>[{''.join(_ONES)}]+)(?P<big>[{''.join(_SCALES)}]*))?{_UNIT}"
)


def numerals(text: str) -> tuple[Numeral, ...]:
    """Every numeral and number word of the text, in order."""
    digits = list(_digits(text))
    words = [n for n in _words(text) if not any(n.start < d.end and d.start < n.end for d in digits)]
    return tuple(sorted(digits + words, key=lambda n: n.start))


def _digits(text: str) -> Iterator[Numeral]:
    """Numbers in digits, with the scale characters behind them."""
    for match in _DIGITS.finditer(text):
        # Full-width digits and marks count as the plain ones.
        plain = normalize("NFKC", match["digits"])
        value = Decimal(plain.replace(",", "")) if re.fullmatch(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", plain) else None
        scale = _power(match["scales"] or "")
        unit: Unit = "pct" if match["parts"] else _unit(match)
        if value is not None:
            value = in_base(-value if match["sign"] else _tenths(value, match), scale, unit)
        yield Numeral(match.start(), match.end(), match[0], value, "digits", unit, scale)


def _words(text: str) -> Iterator[Numeral]:
    """Numbers in characters."""
    for match in _WORDS.finditer(text):
        if match["told"]:
            yield Numeral(match.start(), match.end(), match[0], _TOLD[match["told"]], "words", "x" if _TOLD[match["told"]] > 1 else "")
        elif match["whole"]:
            hundred = match["whole"] == "百"
            whole, part = spelled("一百" if hundred else match["whole"]), _with_decimals(match["part"])
            if whole:
                yield Numeral(match.start(), match.end(), match[0], part / whole, "words", "pct" if hundred else "")
        elif number := _counted(match, text):
            yield number


def _counted(match: re.Match[str], text: str) -> Numeral | None:
    """The run as a number, or None where its characters are part of another word."""
    run, unit = match["run"], _unit(match)
    lone = run == "一" and not (match["first"] or unit)
    steps_only = len(run) == 1 and run not in _ONES and run != "十" and not match["some"]
    if lone or steps_only or text.startswith("分", match.end()):
        return None
    vague = match["some"] in ("數", "数", "幾", "几")
    # Of 上十 the first character is a preposition; 數 needs a scale: 數千億.
    starts = match.start("run") if match["some"] and not (vague and run[0] not in _ONES) and not match["first"] else match.start()
    value, scale = spelled(run), _power(run[len(run.rstrip("".join(_SCALES))) :])
    if match["decimals"]:
        scale = _power(match["big"])
        value = (value + _decimals(match["decimals"])).scaleb(scale)
    value = in_base(_tenths(value, match), 0, unit)
    return Numeral(starts, match.end(), text[starts : match.end()], value, "ordinal" if match["first"] else "words", unit, scale, vague)


def _unit(match: re.Match[str]) -> Unit:
    return "pp" if match["pp"] else "pct" if match["pct"] or match["tenths"] else "x" if match["times"] else ""


def _tenths(value: Decimal, match: re.Match[str]) -> Decimal:
    """三成半 is 35 per cent."""
    return value * 10 + (5 if match["half"] else 0) if match["tenths"] else value


def _power(scales: str) -> int:
    """萬億 is ten thousand times a hundred million."""
    return sum((_SCALES | _STEPS)[char] for char in scales)


def _with_decimals(written: str) -> Decimal:
    whole, *decimals = re.split("[點点]", written)
    return spelled(whole) + sum(map(_decimals, decimals))


def _decimals(written: str) -> Decimal:
    return Decimal("0." + "".join(str(_ONES[char]) for char in written))


def spelled(run: str) -> Decimal:
    """The number that the characters write: 三億五千萬, 二〇二三 digit by digit, and 三萬五, whose last digit stands for thousands."""
    if all(char in _ONES for char in run):
        return Decimal("".join(str(_ONES[char]) for char in run))
    closed = open_ = Decimal(0)
    digit: int | None = None
    last = 0
    for char in run:
        if char in _ONES:
            digit, last = _ONES[char], last if _ONES[char] else 0
        elif char in _STEPS:
            open_ += Decimal(1 if digit is None else digit).scaleb(_STEPS[char])
            digit, last = None, _STEPS[char]
        else:
            power = _SCALES[char]
            part = open_ + (digit or 0)
            joined = not part or closed.adjusted() < power
            closed = ((closed + part) or Decimal(1)).scaleb(power) if joined else closed + part.scaleb(power)
            open_, digit, last = Decimal(0), None, power
    return closed + open_ + Decimal(digit or 0).scaleb(last - 1 if last > 1 else 0)
