"""The one place that turns values into words: numbers, periods, changes, labels and the furniture of a brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from babel.lists import format_list

from reportgen.model.document import Emission, Option, Options
from reportgen.model.fact import Texts
from reportgen.model.figure import Missing, Point
from reportgen.model.metric import Display
from reportgen.model.period import Period, PeriodError, parse
from reportgen.model.quantity import Quantity, exact
from reportgen.text import data as _data
from reportgen.text.change import show_change, show_direction
from reportgen.text.data import Data
from reportgen.text.dates import show_date, show_period, show_year
from reportgen.text.numbers import STYLES, Shown, plural_category, show_quantity

FALLBACK = "en"
WHOLE = 1000
"""From here on the four digits of a count are whole ones, and it needs no limit of decimals."""


@cache
def load(tag: str) -> Locale:
    """The locale of a tag such as 'de' or 'zh-Hant'; raises ReportError, naming the known ones, for another."""
    return Locale(tag, _data.read(tag))


@dataclass(frozen=True, slots=True, eq=False)
class Locale:
    """How one language writes what a brief holds. There is one of each tag, so it can be a key."""

    tag: str
    data: Data = field(repr=False)

    @property
    def lang(self) -> str:
        """The language subtag: de of de, zh of zh-Hant."""
        return self.tag.partition("-")[0]

    @property
    def space(self) -> str:
        """What stands between two sentences or words: a space, or nothing."""
        return " " if self.data.spaced else ""

    # What a brief prints from data

    def show(self, emission: Emission) -> str:
        """The text of an emission."""
        return self.shown(emission).text

    def shown(self, emission: Emission) -> Shown:
        """The text of an emission with the number in it, in the emission's own language where it has one."""
        if emission.locale and emission.locale != self.tag:
            return load(emission.locale).shown(emission)
        value = emission.value
        if isinstance(value, Point):
            return self.display(value, emission.style, emission.options)
        return Shown(self._moment(value, emission.style, emission.options))

    def display(self, value: Point | Quantity, style: str = "", options: Options | None = None) -> Shown:
        """Text, number as rounded and place of its last digit; a point's own style when none is given."""
        options = options or {}
        if isinstance(value, Quantity):
            return self._number(value, style or "number", options)
        style = style or value.metric.display.style
        if style == "label":
            return Shown(self.label(value, **options))
        if style in ("period", "year"):
            return Shown(self._moment(value.day or value.period, style, options))
        if isinstance(value.result, Missing) and style not in ("change", "direction") and not value.said:
            return self._refusal(value.result)
        if style == "rating":
            return Shown(self.rating(value.said))
        if style == "date":
            month = value.metric.unit == "date" and value.day is None
            return Shown(self.period(value.period) if month else self._moment(value.day or value.period.end, style, options))
        if style in ("change", "direction"):
            return self._change(value, style, options)
        assert isinstance(value.result, Quantity), f"this is a bug: {value.id} has no number to print as {style}"
        return self._number(value.result, style, self.limited(value.result, style, value.metric.display, options))

    def quantity(self, q: Quantity, style: str = "number", **options: Option) -> str:
        """The text of a quantity that belongs to no point."""
        return self._number(q, style, options).text

    def limited(self, q: Quantity, style: str, own: Display, options: Options) -> Options:
        """The options, with the metric's own limit of decimals where the number is printed in the metric's own style."""
        if own.decimals is None or style != own.style or style not in STYLES or "decimals" in options:
            return options
        if STYLES[style].whole and "scale" not in options and abs(q.value) >= WHOLE:
            # the metric counts from the one; in a step chosen by itself its limit would cut digits that the number has
            return options
        return {**options, "decimals": own.decimals}

    def period(self, period: Period, form: str = "text") -> str:
        """A period: text ("H1 2024"), long, in ("in the first half of 2024"), In (opening a sentence) or head (for tables)."""
        return show_period(period, self.data, form)

    def date(self, day: dt.date, form: str = "long") -> str:
        """A day, long ("21 July 2023") or short ("21 Jul 2023")."""
        return show_date(day, self.data, form)

    def moment(self, moment: dt.datetime) -> str:
        """A day with its time and zone: "21 July 2023, 18:30 UTC+08:00"."""
        return f"{self.date(moment.date())}, {moment:%H:%M} {moment.tzname()}"

    def year(self, value: Period | dt.date) -> str:
        """The year alone, of a range the first and the last."""
        return show_year(value, self.data)

    def label(self, point: Point, **options: Option) -> str:
        """The metric's name as viewed; `short` for tables, form `inline` inside a sentence, form `point` the point's own name."""
        names = point.names
        if options.get("form") == "point" and point.label:
            names = point.label
        elif options.get("short"):
            view = point.metric.views.get(point.view)
            names = (view.short if view else point.metric.short) or names
        text = self.pick(names)
        return self._lowered(text) if options.get("form") == "inline" else text

    # Words

    def word(self, key: str, **slots: object) -> str:
        """A word or sentence of the furniture; raises KeyError for an unknown key or an unfilled slot (a bug)."""
        return self.data.words[key].format_map({name: str(value) for name, value in slots.items()})

    def alt(self, key: str, **slots: object) -> str:
        """A sentence for the alternative text of a chart; raises KeyError like `word`."""
        return self.data.alt[key].format_map({name: str(value) for name, value in slots.items()})

    def reason(self, missing: Missing, names: Mapping[str, Texts] | None = None) -> str:
        """Why there is no value: the spec's own words, else the sentence of the refusal.

        `names` gives the labels of metrics, which a refusal knows by id only; raises KeyError for an unknown reason (a bug).
        """
        if missing.words:
            return self.pick(missing.words)
        pattern = self.data.reasons[missing.reason]
        if "{" in pattern and not missing.slots:
            return self.data.reasons["incomplete"]
        return pattern.format_map({name: self._slot(name, value, names or {}) for name, value in missing.slots})

    def pick(self, texts: Texts) -> str:
        """The words in this language, else in the language that stands in for it; empty for none."""
        return texts[self.language(texts)] if texts else ""

    def language(self, texts: Texts) -> str:
        """The tag in which words are printed: this language, else its other script, English, or the first there is; texts are not empty."""
        other = next((tag for tag in texts if tag.partition("-")[0] == self.lang), FALLBACK)
        return next((tag for tag in (self.tag, other, FALLBACK) if tag in texts), next(iter(texts)))

    def has(self, texts: Texts) -> bool:
        """Whether the words exist in this language."""
        return self.tag in texts

    def list(self, items: Iterable[str]) -> str:
        """Items as running text: a, b and c."""
        return format_list([*items], locale=self.data.babel)

    def plural(self, count: int | Decimal, forms: Mapping[str, str]) -> str:
        """The form for a count, from forms by plural category (one, other)."""
        return forms.get(plural_category(Decimal(count), 0, self.data)) or forms["other"]

    def spelled(self, count: int) -> str:
        """A count in words up to twelve, in digits beyond."""
        if 0 <= count < len(self.data.spelled):
            return self.data.spelled[count]
        return self.quantity(exact(count), "count", scale="one")

    def rating(self, said: str) -> str:
        """The usual word for a rating, whatever its letters: HOLD is Halten in German; one that is not known as the source writes it."""
        return self.data.ratings.get(said.casefold(), said)

    def ordinal(self, number: int) -> str:
        """First to twelfth in words; raises KeyError outside them (a bug)."""
        if not 1 <= number <= len(self.data.ordinals):
            raise KeyError(f"this is a bug: no word for number {number} of a row")
        return self.data.ordinals[number - 1]

    # Inside

    def _number(self, q: Quantity, style: str, options: Options) -> Shown:
        if style == "words":
            return self._words(q, options)
        return show_quantity(q, style, options, self.data)

    def _words(self, q: Quantity, options: Options) -> Shown:
        """A small exact count in words, as a number of a row (`ordinal`) or of things; anything else in digits."""
        plain = show_quantity(q, "count", {**options, "unit": False}, self.data)
        first, last = (1, len(self.data.ordinals)) if options.get("ordinal") else (0, len(self.data.spelled) - 1)
        if q.qual != "=" or q.value != q.value.to_integral_value() or not first <= q.value <= last:
            return plain
        return replace(plain, text=self.ordinal(int(q.value)) if first else self.data.spelled[int(q.value)])

    def _change(self, point: Point, style: str, options: Options) -> Shown:
        told = style == "direction"
        found = show_direction(point, options, self.data) if told else show_change(point, self._level, options, self.data)
        return self._refusal(found) if isinstance(found, Missing) else found

    def _refusal(self, missing: Missing) -> Shown:
        return Shown(self.word("na" if missing.kind == "n.a." else "nm"))

    def _level(self, now: Point, size: bool) -> str:
        """The level reached, or its size where the words have told the sign."""
        return self.display(now, "", {"abs": True} if size else {}).text

    def _moment(self, value: Period | dt.date, style: str, options: Options) -> str:
        form = str(options.get("form", ""))
        if style == "year":
            return self.year(value)
        if isinstance(value, Period):
            return self.period(value, form or "text")
        return self.date(value, form or ("short" if options.get("short") else "long"))

    def _lowered(self, label: str) -> str:
        """A label inside a sentence: with a small letter where the language writes so and the label is no abbreviation."""
        plain = label[1:2].islower() or label[1:2].isspace()
        return label[:1].lower() + label[1:] if self.data.lower_labels and plain else label

    def _slot(self, name: str, value: str, names: Mapping[str, Texts]) -> str:
        """A slot of a refusal: metrics, periods and days are told in the reader's language."""
        if name == "metric":
            return self.pick(names.get(value, {})) or value
        if name == "metrics":
            return self.list(self._lowered(self.pick(names.get(one, {})) or one) for one in value.split(", "))
        try:
            if name == "as_of":
                return self.date(dt.date.fromisoformat(value))
            return self.period(parse(value)) if name == "period" else value
        except (ValueError, PeriodError):
            return value
