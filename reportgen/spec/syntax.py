"""What PyYAML complains about, in a sentence that a person can act on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

_INDENT = "this line does not line up with those above; indent what belongs together by the same number of spaces"

# (pattern in PyYAML's problem, code, our sentence, whether the fault lies where the thing began). First match wins.
_SENTENCES: tuple[tuple[str, str, str, bool], ...] = (
    (r"mapping values are not allowed", "E106", "a second ': ' in one line; put the text in quotes, or start a new line", False),
    (r"could not find expected ':'", "E106", "a key without ':'; write 'key: value', or put text of several lines in quotes", True),
    (r"found unexpected end of stream", "E106", "the quote opened here is never closed", True),
    (r"found unexpected document separator", "E106", "the quote opened here is never closed", True),
    (r"expected ',' or '\}'", "E106", "the '{' opened here lacks a ',' or its '}' before line {line}, column {column}", True),
    (r"expected ',' or '\]'", "E106", "the '[' opened here lacks a ',' or its ']' before line {line}, column {column}", True),
    (r"expected <block end>", "E106", _INDENT, False),
    (r"sequence entries are not allowed", "E106", "a list entry '-' cannot stand here; start it on a line of its own", False),
    (r"mapping keys are not allowed", "E106", "a '?' cannot stand here; put the text in quotes", False),
    (r"character '(?P<char>.)' that cannot start", "E106", "text cannot start with '{char}'; put it in quotes", False),
    (r"found character", "E106", "text cannot start with this character; put it in quotes", False),
    (r"unknown escape character", "E106", "no such escape after the backslash; write '\\\\' for a backslash, or use single quotes", False),
    (r"escape sequence of", "E106", "an escape that is too short; write '\\\\' for a backslash, or use single quotes", False),
    (r"expected a comment or a line break", "E106", "text after '|' or '>'; start it on the next line", False),
    (r"expected chomping or indentation|indentation indicator", "E106", "text after '|' or '>'; start it on the next line", False),
    (r"expected the node content", "E106", "a value is missing here", False),
    (r"undefined tag handle|expected '!'|tag", "E111", "a tag (a word that starts with '!'); drop it, or put the text in quotes", False),
    (r"expected alphabetic or numeric character", "E109", "an anchor or alias ('&', '*'); put the text in quotes", False),
    (r"<document start>", "E106", "text after the end of the document; indent it, or put it in quotes", False),
    (r"directive|YAML document|YAML version", "E106", "a line that starts with '%'; put the text in quotes", False),
)


def sentence(bad: MarkedYAMLError) -> tuple[str, str, bool]:
    """Code, sentence, and whether its place is the start of the construct rather than where the parser gave up."""
    problem = bad.problem or ""
    if "expected <block end>" in problem and _follows_text(bad):
        return "E106", "text after a closed quote or bracket; put the whole value in quotes.", False
    for pattern, code, words, at_start in _SENTENCES:
        if found := re.search(pattern, problem):
            slots = {name: value or "" for name, value in found.groupdict().items()}
            if bad.problem_mark:
                slots |= {"line": str(bad.problem_mark.line + 1), "column": str(bad.problem_mark.column + 1)}
            return code, _filled(words, slots) + ".", at_start
    return "E106", "this is not valid YAML.", False


def _filled(words: str, slots: dict[str, str]) -> str:
    for name, value in slots.items():
        words = words.replace(f"{{{name}}}", value)
    return words


def _follows_text(bad: MarkedYAMLError) -> bool:
    """Whether something stands before the fault in its own line."""
    mark = bad.problem_mark
    if mark is None or mark.buffer is None:
        return False
    before = mark.buffer[mark.pointer - mark.column : mark.pointer].strip(" -")
    return bool(before)
