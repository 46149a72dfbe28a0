"""Words that the audit knows of each language without asking text/locales: currencies, steps of counting, turns, parts of a year.

Told a second time on purpose: a wrong word there must not be right here.
"""

from __future__ import annotations

from collections.abc import Mapping

CURRENCIES: Mapping[str, tuple[str, ...]] = {
    "CNY": ("CNY", "RMB", "Yuan", "元", "人民幣", "人民币"),
    "HKD": ("HK$", "HKD", "港元", "港幣", "港币"),
    "USD": ("US$", "USD", "美元"),
    "EUR": ("€", "EUR", "歐元", "欧元"),
    "GBP": ("£", "GBP", "英鎊", "英镑"),
    "JPY": ("¥", "JPY", "Yen", "日圓", "日元"),
}
"""What a number of each currency may bear."""

STEPS: Mapping[str, Mapping[str, int]] = {
    "en": {"one": 0, "k": 3, "m": 6, "bn": 9, "tn": 12},
    "de": {"one": 0, "k": 3, "m": 6, "bn": 9, "tn": 12},
    "zh": {"one": 0, "k": 4, "m": 8, "bn": 8, "tn": 12},
}
"""The power of ten in which a language shows a number whose spec names a scale."""

POINTS: Mapping[str, tuple[str, ...]] = {
    "en": ("point",),
    "de": ("Prozentpunkt",),
    "zh": ("百分點", "百分点"),
}
"""Beginnings of the words for percentage points."""

TURNS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "up": r"\b(?:rose|rise|risen|up|widen|wider)",
        "down": r"\b(?:fell|fall|fallen|down|narrow)",
        "loss": r"\b(?:widen|wider|narrow)",
        "plus": r"to a profit|after a loss|positive|after a negative",
        "minus": r"to a loss|after a profit|turn(?:ed)? negative|to a negative|after a positive",
    },
    "de": {
        "up": r"\b(?:stieg|steig|gestieg|Anstieg|plus|mehr|höher|weite|ausgeweitet|Ausweitung|auszuweiten|wuchs|gewachsen|wachsen)",
        "down": r"\b(?:sank|sink|gesunken|Rückgang|minus|weniger|niedriger|verringer|Verringerung)",
        "loss": r"\b(?:weitete|weiten|ausgeweitet|Ausweitung|auszuweiten|wuchs|gewachsen|wachsen|verringer|Verringerung)",
        "plus": r"Gewinn|Plus|nach (?:einem )?Verlust|nach negativ",
        "minus": r"Verlust|Minus|nach (?:einem )?Gewinn|nach positiv",
    },
    "zh": {
        "up": r"增|升|擴|扩",
        "down": r"下降|降|跌|收窄|減|减",
        "loss": r"擴|扩|收窄",
        "plus": r"盈利|為盈|为盈|轉正|转正",
        "minus": r"虧損|亏损|為虧|为亏|轉負|转负",
    },
}
"""What tells the direction of a change, what only a loss does, and what tells a change of sign to plus or minus."""

PARTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"H": ("first half", "second half"), "Q": ("first", "second", "third", "fourth")},
    "de": {"H": ("erste", "zweite"), "Q": ("erste", "zweite", "dritte", "vierte")},
    "zh": {"H": ("上半", "下半"), "Q": ("一季", "二季", "三季", "四季")},
}
"""Halves and quarters of a year in words, in order."""
