"""Findings in words: the sentence that a brief prints beside a disputed figure, and the words of the list of conflicts.

The sentences hold no digits: every digit of a brief belongs to a figure.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.fact import Texts
from reportgen.model.finding import Finding, Verdict


def _texts(en: str, de: str, hant: str, hans: str) -> Texts:
    return {"en": en, "de": de, "zh-Hant": hant, "zh-Hans": hans}


REASONS: Mapping[str, Texts] = {
    "parts": _texts(
        "The statement does not follow from the figures that it is made of.",
        "Die Angabe folgt nicht aus den Zahlen, aus denen sie sich ergibt.",
        "該數字與其計算所依據的數字不符。",
        "该数字与其计算所依据的数字不符。",
    ),
    "span": _texts(
        "The stated sum is not that of the periods that it names.",
        "Die genannte Summe ist nicht die der genannten Perioden.",
        "所述合計與所列期間的數字之和不符。",
        "所述合计与所列期间的数字之和不符。",
    ),
    "year": _texts(
        "The parts of the year do not add up to the year.",
        "Die Teile des Jahres ergeben nicht das Jahr.",
        "年內各期之和與全年不符。",
        "年内各期之和与全年不符。",
    ),
    "whole": _texts(
        "The shares of one classification do not add up to the whole.",
        "Die Anteile einer Gliederung ergeben zusammen nicht das Ganze.",
        "同一分類的佔比之和與整體不符。",
        "同一分类的占比之和与整体不符。",
    ),
    "total": _texts(
        "The parts of one classification do not add up to the total.",
        "Die Teile einer Gliederung ergeben nicht die Summe.",
        "同一分類的各部分之和與總額不符。",
        "同一分类的各部分之和与总额不符。",
    ),
    "top": _texts(
        "The stated sum of the largest is not that of the largest named.",
        "Die genannte Summe der größten ist nicht die der einzeln genannten.",
        "所述頭部合計與所列各家之和不符。",
        "所述头部合计与所列各家之和不符。",
    ),
    "net": _texts(
        "The net figure is not the gross figure less the allowance.",
        "Die Nettozahl ist nicht die Bruttozahl abzüglich der Wertberichtigung.",
        "淨額不等於總額減撥備。",
        "净额不等于总额减拨备。",
    ),
    "pair": _texts(
        "The amount of the change does not go with the growth and the level of the same period.",
        "Der Betrag der Veränderung passt nicht zu Wachstum und Stand derselben Periode.",
        "變動額與同期增長率及水平不符。",
        "变动额与同期增长率及水平不符。",
    ),
    "movement": _texts(
        "The movement is not the difference of the opening and the closing level.",
        "Die Bewegung ist nicht der Unterschied von Anfangs- und Endstand.",
        "變動與期初及期末水平之差不符。",
        "变动与期初及期末水平之差不符。",
    ),
    "sign": _texts(
        "The statements give the change opposite directions.",
        "Die Angaben geben der Veränderung entgegengesetzte Richtungen.",
        "各項陳述的變動方向相反。",
        "各项陈述的变动方向相反。",
    ),
    "wording": _texts(
        "The words of the source and the sign of the number go opposite ways.",
        "Die Worte der Quelle und das Vorzeichen der Zahl laufen einander entgegen.",
        "來源的措辭與數字的正負號相反。",
        "来源的措辞与数字的正负号相反。",
    ),
    "course": _texts(
        "The stated course is not that of the years.",
        "Der genannte Verlauf ist nicht der der Jahre.",
        "所述走勢與各年數字不符。",
        "所述走势与各年数字不符。",
    ),
}
"""Why a figure is disputed, by rule."""

RULES: Mapping[str, Texts] = {
    "repeated": _texts("said more than once", "mehrfach genannt", "多次陳述", "多次陈述"),
    "listed": _texts("listed by the desk", "von der Redaktion gelistet", "編輯部列示", "编辑部列示"),
    "parts": _texts("against its parts", "gegen die Teile", "與組成部分核對", "与组成部分核对"),
    "span": _texts("sum of periods", "Summe der Perioden", "期間合計", "期间合计"),
    "year": _texts("parts of the year", "Teile des Jahres", "年內各期", "年内各期"),
    "whole": _texts("shares of a whole", "Anteile am Ganzen", "佔比合計", "占比合计"),
    "total": _texts("parts and total", "Teile und Summe", "部分與總額", "部分与总额"),
    "top": _texts("sum of the largest", "Summe der größten", "頭部合計", "头部合计"),
    "net": _texts("net and gross", "netto und brutto", "淨額與總額", "净额与总额"),
    "pair": _texts("amount and growth", "Betrag und Wachstum", "金額與增長", "金额与增长"),
    "movement": _texts("movement of a stock", "Bewegung eines Bestands", "存量變動", "存量变动"),
    "sign": _texts("direction", "Richtung", "方向", "方向"),
    "wording": _texts("word and sign", "Wort und Vorzeichen", "措辭與正負號", "措辞与正负号"),
    "course": _texts("stated course", "genannter Verlauf", "所述走勢", "所述走势"),
}
"""What each rule checks."""

VERDICT_WORDS: Mapping[Verdict, Texts] = {
    "contradiction": _texts("contradiction", "Widerspruch", "矛盾", "矛盾"),
    "rounding": _texts(
        "consistent only by rounding", "nur im Rahmen der Rundung vereinbar", "僅在四捨五入範圍內一致", "仅在四舍五入范围内一致"
    ),
    "scope": _texts("different scope", "andere Abgrenzung", "口徑不同", "口径不同"),
    "basis": _texts("different basis", "andere Grundlage", "基準不同", "基准不同"),
    "window": _texts("different window", "anderer Zeitraum", "期間不同", "期间不同"),
    "unit": _texts("different unit", "andere Einheit", "單位不同", "单位不同"),
    "unchecked": _texts("cannot be checked", "nicht prüfbar", "無法核對", "无法核对"),
    "consistent": _texts("consistent", "vereinbar", "一致", "一致"),
    "same": _texts("the same number", "dieselbe Zahl", "相同數字", "相同数字"),
}
"""The verdicts."""

WHY: Mapping[str, Texts] = {
    "sign": _texts("it fits with the sign turned", "mit umgekehrtem Vorzeichen passt sie", "正負號相反時相符", "正负号相反时相符"),
    "power": _texts("it fits with the decimal point moved", "mit verschobenem Komma passt sie", "小數點移位後相符", "小数点移位后相符"),
    "opposites": _texts(
        "a number and its opposite cannot both grow",
        "eine Zahl und ihr Gegenteil können nicht beide wachsen",
        "某數與其相反數不能同時增長",
        "某数与其相反数不能同时增长",
    ),
    "negative_base": _texts(
        "the earlier number is negative, so a percentage of it has no direction; the amounts themselves move as stated",
        "die frühere Zahl ist negativ, ein Prozentsatz davon hat keine Richtung; die Beträge selbst bewegen sich wie angegeben",
        "前期數字為負，其百分比沒有方向；金額本身的變動與所述相符",
        "前期数字为负，其百分比没有方向；金额本身的变动与所述相符",
    ),
    "other_scope": _texts(
        "the statement names no scope; it fits in that of the others",
        "die Angabe nennt keine Abgrenzung; sie passt in der der anderen",
        "該陳述未註明口徑；按其他數字的口徑相符",
        "该陈述未注明口径；按其他数字的口径相符",
    ),
    "other_basis": _texts(
        "the statement names no basis; it fits on that of the others",
        "die Angabe nennt keine Grundlage; sie passt auf der der anderen",
        "該陳述未註明基準；按其他數字的基準相符",
        "该陈述未注明基准；按其他数字的基准相符",
    ),
    "mixed_scopes": _texts(
        "it fits only where the scopes are mixed",
        "sie passt nur, wenn Abgrenzungen gemischt werden",
        "僅在混用口徑時相符",
        "仅在混用口径时相符",
    ),
    "window": _texts("it fits another window", "sie passt zu einem anderen Zeitraum", "與另一期間相符", "与另一期间相符"),
    "no_variant": _texts(
        "none of the usual definitions gives it, and it names none",
        "keine der üblichen Definitionen ergibt sie, und sie nennt keine",
        "各種常用定義均得不出該數字，且其未註明定義",
        "各种常用定义均得不出该数字，且其未注明定义",
    ),
    "over_whole": _texts("together more than the whole", "zusammen mehr als das Ganze", "合計超過整體", "合计超过整体"),
    "under_whole": _texts("together less than the whole", "zusammen weniger als das Ganze", "合計不足整體", "合计不足整体"),
    "parts_missing": _texts("parts of it are not stated", "Teile davon sind nicht angegeben", "部分數字未載明", "部分数字未载明"),
    "own_input": _texts(
        "its parts are known only through the statement itself",
        "ihre Teile sind nur über die Angabe selbst bekannt",
        "其組成部分僅由該陳述本身得知",
        "其组成部分仅由该陈述本身得知",
    ),
}
"""What more is to say of a verdict; reasons of a missing number stand in the locales."""


FRAME: Mapping[str, Texts] = {
    "stated": _texts("stated", "genannt", "陳述", "陈述"),
    "against": _texts("against", "gegen", "對照", "对照"),
    "gives": _texts("gives", "ergibt", "得出", "得出"),
    "between": _texts("between {low} and {high}", "zwischen {low} und {high}", "介於{low}與{high}之間", "介于{low}与{high}之间"),
    "because": _texts("because", "weil", "原因", "原因"),
    "settled": _texts("settled", "entschieden", "已裁定", "已裁定"),
    "open": _texts("open", "offen", "未決", "未决"),
    "none": _texts("No contradiction is open.", "Kein Widerspruch ist offen.", "無未決矛盾。", "无未决矛盾。"),
    "some": _texts("Open contradictions: {count}.", "Offene Widersprüche: {count}.", "未決矛盾：{count}項。", "未决矛盾：{count}项。"),
}
"""The words around a finding in the list."""


def reason(finding: Finding) -> Texts:
    """Why the statements of a finding are disputed, without digits."""
    return REASONS[finding.rule]
