"""Why the conflict policy prefers a statement: the sentences that a brief prints beside a decision."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.model.fact import Texts

RESTATED: Texts = {
    "en": "The issuer restated the figure later.",
    "de": "Der Emittent hat die Zahl später angepasst.",
    "zh-Hant": "發行人其後重列了該數字。",
    "zh-Hans": "发行人其后重列了该数字。",
}

TIER: Texts = {
    "en": "The source used is closer to the issuer.",
    "de": "Die verwendete Quelle steht dem Emittenten näher.",
    "zh-Hant": "所採用的來源更接近發行人。",
    "zh-Hans": "所采用的来源更接近发行人。",
}

HISTORY: Texts = {
    "en": "A reported figure takes precedence over a claim, a forecast or a provisional figure.",
    "de": "Eine berichtete Zahl hat Vorrang vor einer Behauptung, einer Prognose oder einer vorläufigen Angabe.",
    "zh-Hant": "已公布的數字優先於第三方說法、預測或初步數字。",
    "zh-Hans": "已公布的数字优先于第三方说法、预测或初步数字。",
}


def joined(reasons: Iterable[Texts]) -> Texts:
    """The reasons one after the other, each once, in the languages that all of them have."""
    parts: list[Texts] = []
    for reason in reasons:
        if reason not in parts:
            parts.append(reason)
    shared = [tag for tag in parts[0] if all(tag in part for part in parts)] if parts else []
    return {tag: ("" if tag.startswith("zh") else " ").join(part[tag] for part in parts) for tag in shared}
