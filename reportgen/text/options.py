"""What may be asked of a printed value: styles, their options, and what is wrong with a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from reportgen.model.document import Options
from reportgen.model.quantity import DIMENSIONLESS, PCT, PP, PURE, TIMES
from reportgen.text.change import FORMS as CHANGE_FORMS
from reportgen.text.data import POWERS
from reportgen.text.dates import DATE_FORMS, PERIOD_FORMS
from reportgen.text.numbers import STYLES

SCALES = ("auto", *POWERS)
MOMENT_FORMS = (*dict.fromkeys((*PERIOD_FORMS, *DATE_FORMS)),)

_NUMBER = {"unit": bool, "decimals": int, "sign": bool, "bare": bool, "abs": bool}
_SCALED = {**_NUMBER, "scale": str}
_MOMENT = {"form": str, "short": bool}

OPTIONS: Mapping[str, Mapping[str, type]] = {
    "money": _SCALED,
    "number": _SCALED,
    "count": _SCALED,
    "percent": _NUMBER,
    "points": {**_NUMBER, "form": str},
    "multiple": {**_NUMBER, "form": str},
    "price": _NUMBER,
    "days": {**_NUMBER, "form": str},
    "rank": _NUMBER,
    "words": {"ordinal": bool},
    "change": {"form": str, "to": bool, "plural": bool, "decimals": int},
    "direction": {"plural": bool},
    "period": _MOMENT,
    "date": _MOMENT,
    "year": {},
    "label": {"form": str, "short": bool},
    "rating": {},
}
"""The options of every style, with their types."""

FORMS: Mapping[str, tuple[str, ...]] = {
    "points": ("dative",),
    "multiple": ("fold",),
    "days": ("dative",),
    "change": CHANGE_FORMS,
    "period": MOMENT_FORMS,
    "date": MOMENT_FORMS,
    "label": ("inline", "point"),
}


def faults(style: str, options: Options) -> tuple[str, ...]:
    """What is wrong with a style and its options, a sentence each that names what would be right."""
    if style not in OPTIONS:
        return (_unknown("number style", style, tuple(OPTIONS)),)
    known = OPTIONS[style]
    found = []
    for name, value in options.items():
        if name not in known:
            found.append(_unknown(f"option of '{style}'", name, tuple(known)))
        elif type(value) is not known[name]:
            found.append(f"the option '{name}' takes {_TYPES[known[name]]}, not {value!r}.")
        elif name == "scale" and value not in SCALES:
            found.append(_unknown("scale", str(value), SCALES))
        elif name == "form" and value not in FORMS[style]:
            found.append(_unknown(f"form of '{style}'", str(value), FORMS[style]))
    if "scale" in known and options.get("unit") is False and options.get("scale", "auto") == "auto":
        found.append("a number without its unit needs a fixed scale, such as scale='bn': chosen by itself it may be millions or billions.")
    return tuple(found)


def fits(style: str, unit: str) -> bool:
    """Whether a number of that unit can be printed in that style: a percentage is no money, a point no percentage."""
    if style in ("money", "price"):
        return re.split(r"[/*]", unit, maxsplit=1)[0] not in (*DIMENSIONLESS, "persons", "shares", "days")
    if style in STYLES or style == "words":
        return unit in _UNITS[style] if style in _UNITS else unit not in (PCT, PP)
    return True


_TYPES = {bool: "true or false", int: "a whole number", str: "a word"}
_UNITS = {"percent": (PCT, PURE, TIMES), "points": (PP,), "multiple": (TIMES, PURE), "days": ("days", PURE), "rank": ("rank", PURE)}


def _unknown(what: str, word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"no {what} '{word}'. Known: {', '.join(known) or 'none'}.{hint}"
