"""Babel's data of one locale, kept apart from that of others.

Babel (python-babel/babel#1234) keeps what an alias leads to in dictionaries that locales share: once Chinese months have been read,
a German June may come out as 6月 in the same process. A locale whose dictionaries are its own cannot be reached by that.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import localedata


@cache
def isolate(babel: str) -> None:
    """Gives the locale dictionaries of its own, before anything is read from it."""
    data = localedata.load(babel)  # the one object that Babel reads for this locale from now on
    for key, value in data.items():
        data[key] = _own(value)


def _own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _own(inner) for key, inner in value.items()}
    if isinstance(value, tuple):  # an alias and what the locale says otherwise
        return tuple(_own(inner) for inner in value)
    return value
