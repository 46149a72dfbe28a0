"""The words beside a numeral that make it a bound or an approximation: about 2 trillion, over 40 %, 20% 以上."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from reportgen.model.quantity import Qualifier

_BEFORE: Mapping[str, Mapping[Qualifier, str]] = {
    "en": {
        "~": "about|around|approximately|roughly|some",
        ">": "over|more than|above|exceeding|exceeded|exceeds",
        "<": "nearly|almost|less than|under|close to",
        ">=": "at least",
        "<=": "up to|at most|no more than",
    },
    "de": {
        "~": r"rund|etwa|circa|ca\.|ungefähr",
        ">": "über|mehr als",
        "<": "fast|knapp|beinahe|weniger als|unter|nahezu",
        ">=": "mindestens",
        "<=": "bis zu|höchstens",
    },
    "zh": {
        "~": "約為|約爲|约为|大約|大约|約|约",
        ">": "逾|超過|超过|超|高於|高于|多於|多于",
        "<": "(?<![最附親亲])近|接近|將近|将近|不足|少於|少于|低於|低于|不到",
        ">=": "至少|不少於|不少于",
        "<=": "不超過|不超过|至多|最多|不多於|不多于",
    },
}
_AFTER: Mapping[str, Mapping[Qualifier, str]] = {
    "zh": {">=": "以上", "<=": "以下", "~": "左右|上下", ">": "多|餘|余"},
}
"""The bound that 以上 names is itself meant, as the language has it; a source may still mean no more than `over`."""

_CURRENCY = r"(?:\s?(?:RMB|CNY|HKD|USD|HK\$|US\$|\$|人民幣|人民币|港幣|港币))?"
_REACH = 24
"""So far back the words may begin: longer than any of them with a currency."""


def qualifier(text: str, start: int, end: int, language: str) -> Qualifier:
    """What the words beside the span say; `=` where there are none."""
    before, after = _patterns(language.partition("-")[0])
    found = before.search(text[max(0, start - _REACH) : start]) if before else None
    found = found or (after.match(text, end) if after else None)
    return next((mark for mark, name in _NAMES.items() if found and name in found.re.groupindex and found[name]), "=")


_NAMES: Mapping[Qualifier, str] = {"~": "about", ">": "over", "<": "under", ">=": "least", "<=": "most"}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What stands right before a number, and what right after its unit and currency."""
    edge, gap = ("", "") if language == "zh" else (r"\b", r"\s+")
    before = _alternatives(_BEFORE.get(language, {}))
    after = _alternatives(_AFTER.get(language, {}))
    return (
        re.compile(rf"{edge}(?:{before}){gap}{_CURRENCY}\s?\Z", re.IGNORECASE) if before else None,
        re.compile(rf"[元股人天年個个倍枚]?(?:{after})") if after else None,
    )


def _alternatives(words: Mapping[Qualifier, str]) -> str:
    """One alternation; at least and at most come first, since they may hold a shorter word: 不超過 holds 超過."""
    return "|".join(f"(?P<{_NAMES[mark]}>{words[mark]})" for mark in (">=", "<=", "~", ">", "<") if mark in words)
