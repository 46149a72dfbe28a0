"""What every part of composition works with: the spec, the figures, the words, and the marks made so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from reportgen.model import expression
from reportgen.model.document import Emission, Foreign, Inlines, Options, Text
from reportgen.model.expression import ExpressionError, Value
from reportgen.model.fact import Facts
from reportgen.model.figure import Figures, Point
from reportgen.model.problem import Location, Problem
from reportgen.model.quantity import Quantity
from reportgen.sections.marks import Marks, ProseError, wrong
from reportgen.sections.prose import prose
from reportgen.spec.base import Words
from reportgen.spec.node import Path, written
from reportgen.spec.schema import Alternative
from reportgen.text.locale import Locale, load

_POINT = re.compile(r"\s*(\w[\w-]*)\s*(?:\[\s*['\"](?P<key>[^'\"]*)['\"]\s*\])?\s*")


class NoValueError(Exception):
    """A condition uses a number that has no value."""

    def __init__(self, point: Point) -> None:
        super().__init__(point.id)
        self.point = point


@dataclass(slots=True)
class Desk:
    """One composition in one language. Problems gather here; a part that fails leaves words out and goes on."""

    figures: Figures
    facts: Facts
    locale: Locale
    where: Callable[[Path], Location | None]
    exhibits: Mapping[str, int] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    problems: list[Problem] = field(default_factory=list)
    foreign: dict[str, None] = field(default_factory=dict)
    """The languages of words without a translation, in order of appearance."""
    home: str = ""
    """The document's language, where the desk works for a part that stands in another one."""

    def problem(self, code: str, message: str, path: Path, hint: str = "") -> None:
        self.problems.append(Problem(code, message, self.where(path), written(path), hint))

    def words(self, words: Words, path: Path, notes: Mapping[str, int] | None = None) -> Inlines:
        """The words in this language as one paragraph of inlines; none where nothing is given."""
        return self._one(self.paragraphs(words, path, notes), path)

    def paragraphs(self, words: Words, path: Path, notes: Mapping[str, int] | None = None) -> tuple[Inlines, ...]:
        texts = words.texts
        if not texts:
            return ()
        tag = self.locale.language(texts)
        try:
            with self._speaking(tag):
                found = prose(texts[tag], self.figures, self.marks, self.exhibits, notes or {}, load(tag).word("quotes"))
        except ProseError as bad:
            self.problem("E272", str(bad), (*path, tag))
            return ()
        return found if tag == (self.home or self.locale.tag) else tuple((Foreign(inlines, tag),) for inlines in found)

    @contextmanager
    def part(self, unit: Words) -> Iterator[Desk]:
        """The desk for a table or chart under that unit line: where the line has no translation, the whole part stands in its language.

        A number must not be read in the unit of another language: a billion is ten of those that Chinese counts in.
        """
        tag = self.locale.language(unit.texts) if unit.texts else self.locale.tag
        with self._speaking(tag):
            yield self if tag == self.locale.tag else replace(self, locale=load(tag), home=self.home or self.locale.tag)

    @contextmanager
    def _speaking(self, tag: str) -> Iterator[None]:
        """Numbers that are emitted meanwhile are those of that language."""
        before = self.marks.locale
        self.marks.locale = "" if tag == (self.home or self.locale.tag) else tag
        if self.marks.locale:
            self.foreign.setdefault(tag)
        try:
            yield
        finally:
            self.marks.locale = before

    def _one(self, paragraphs: tuple[Inlines, ...], path: Path) -> Inlines:
        if len(paragraphs) > 1:
            self.problem("E271", "one paragraph is expected here; there are several.", path)
        return paragraphs[0] if paragraphs else ()

    def claim(self, claim: tuple[Alternative, ...], path: Path, notes: Mapping[str, int] | None = None) -> Inlines:
        """The one paragraph of the wording that is true; none, with a problem, where no wording is."""
        return self._one(self.claimed(claim, path, notes), path)

    def claimed(self, claim: tuple[Alternative, ...], path: Path, notes: Mapping[str, int] | None = None) -> tuple[Inlines, ...]:
        for index, alternative in enumerate(claim):
            here = (*path, index)
            if alternative.when is not None and not self.true(alternative.when, (*here, "when")):
                continue
            if alternative.holds is not None and not self.true(alternative.holds, (*here, "holds")):
                message = f"the figures no longer support this: {alternative.holds} does not hold ({self.values(alternative.holds)})."
                self.problem("E341", message, (*here, "holds"), "Reword the claim, or give alternatives with `when:`.")
                return ()
            return self.paragraphs(alternative, here, notes)
        conditions = "; ".join(f"{a.when} ({self.values(a.when)})" for a in claim if a.when)
        self.problem("E341", f"no wording is true of the figures: {conditions}.", path, "Add an alternative whose condition holds.")
        return ()

    def true(self, condition: str, path: Path) -> bool:
        """Whether a condition holds; one that needs a number without a value does not."""
        try:
            return expression.holds(expression.parse(condition), self.look_up)
        except NoValueError:
            return False
        except ZeroDivisionError:
            self.problem("E273", f"{condition}: divides by a number that may be zero.", path)
        except ExpressionError as bad:
            self.problem("E273", f"{condition}: {bad}.", path)
        except KeyError as bad:
            self.problem("E273", f"{condition}: {bad.args[0]}.", path)
        return False

    def values(self, condition: str) -> str:
        """The figures of a condition with their values, for messages; what is unknown is left out, it has a problem of its own."""
        try:
            names = tuple(expression.names(expression.parse(condition)))
        except ExpressionError:
            return ""
        found = []
        for name in names:
            figure = self.figures.get(name.name)
            points = [p for p in figure or () if name.key in (None, p.key)]
            found += [f"{name.name}[{p.key}] = {self.locale.display(p).text}" for p in points]
        return ", ".join(dict.fromkeys(found))

    def look_up(self, name: str, key: str | None) -> Value:
        """The number of a point, or the numbers of a whole figure; raises KeyError, and NoValueError where one has no value."""
        if name not in self.figures:
            raise KeyError(f"no figure {name!r}")
        figure = self.figures[name]
        for point in figure.omitted:
            if point.key == key or not figure.points:
                raise NoValueError(point)
        if key is not None and key not in {p.key for p in figure}:
            raise KeyError(f"figure {name!r} has no point {key!r}")
        points = (figure[key],) if key is not None else figure.points
        for point in points:
            if point.quantity is None:
                raise NoValueError(point)
        values: tuple[Quantity, ...] = tuple(p.quantity for p in points if p.quantity)
        return values[0] if len(values) == 1 else values

    def point(self, text: str) -> Point:
        """The point that the spec names as `figure` or `figure['key']`; raises KeyError, and NoValueError for one that is left out."""
        match = _POINT.fullmatch(text)
        if not match:
            raise KeyError(text)
        figure = self.figures[match[1]]
        key = match["key"]
        for point in figure.omitted:
            if point.key == key or not figure.points:
                raise NoValueError(point)
        if key is not None:
            return figure[key]
        if len(figure.points) == 1:
            return figure.points[0]
        raise KeyError(f"{text} has {len(figure.points)} points: name one in brackets")

    def emit(self, point: Point, options: Options, path: Path) -> Emission:
        """The point in its metric's own style; a problem at that path where the options do not go with it."""
        if fault := wrong(point, "", options):
            self.problem("E275", fault, path)
        return self.marks.emit(point, "", options)

    def word(self, key: str, **slots: object) -> Inlines:
        return (Text(self.locale.word(key, **slots)),)
