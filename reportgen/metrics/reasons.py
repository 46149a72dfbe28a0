"""Why a stated value was set aside, in every language: printed among the disputed figures."""

from __future__ import annotations

from reportgen.model.fact import Texts

PARTS: Texts = {
    "en": "The statement does not follow from its own parts; the value computed from them is used.",
    "de": "Die Angabe folgt nicht aus ihren eigenen Teilen; verwendet wird der daraus berechnete Wert.",
    "zh-Hant": "該數字與其組成部分不符；採用由組成部分計算的數值。",
    "zh-Hans": "该数字与其组成部分不符；采用由组成部分计算的数值。",
}

PARTS_RULE = "parts"
"""The name under which the desk acknowledges such a contradiction."""
