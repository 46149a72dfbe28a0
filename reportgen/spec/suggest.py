"""The nearest known word, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

SHOWN = 12
"""So many known words are listed; more would bury the message."""
LONG = 60
"""Longer words are cut in messages."""
SEARCHED = 500
"""Among so many words the nearest is looked for."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Such as: Did you mean 'title'? With a space before it; nothing when no known word is near."""
    near = nearest_word(word, known)
    return f" Did you mean '{near}'?" if near else ""


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word that the word was probably meant to be, or nothing."""
    folded = {w.casefold(): w for w in sorted(set(known), reverse=True)}
    if len(folded) > SEARCHED or len(word) > LONG:
        return ""
    near = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def known_words(known: Iterable[str]) -> str:
    """Such as: Known: bar, line. In the order given, cut when there are many."""
    words = list(dict.fromkeys(known))
    if not words:
        return "There are none yet."
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return f"Known: {', '.join(words[:SHOWN])}{more}."


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """Such as: no chart kind 'bars'. Known: bar, line. Did you mean 'bar'?"""
    words = list(known)
    return f"no {what} '{shortened(word)}'. {known_words(words)}{did_you_mean(word, words)}"


def nearest(what: str, word: str, known: Iterable[str]) -> str:
    """Such as: no chart 'loses'. Did you mean 'losses'? The known ones only when none is near."""
    words = list(known)
    return f"no {what} '{shortened(word)}'.{did_you_mean(word, words) or ' ' + known_words(words)}"


def shortened(text: str) -> str:
    """The text as a message quotes it: its beginning, when it is long."""
    return text if len(text) <= LONG else text[: LONG - 3] + "..."
