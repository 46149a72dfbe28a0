import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.spec.node import Node, Positions, written
from reportgen.spec.read import MAX_BYTES, parse_yaml, read_yaml


def told(data: bytes) -> list[str]:
    node, problems = parse_yaml(data, "a.yaml")
    assert (node is None) == bool(problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "error[E107] a.yaml:1:1 the file is empty."),
        (b"# nothing\n", "error[E107] a.yaml:1:1 the file is empty."),
        (b"---\n", "error[E107] a.yaml:1:1 the file is empty."),
        (b"a: \xff", "error[E103] a.yaml:1:4 byte 0xff is not UTF-8; save the file as UTF-8."),
        ("a: ü\n".encode("utf-16"), "error[E103] a.yaml:1:1 byte 0xff is not UTF-8; save the file as UTF-8."),
        (b"a: b\nc: \x00", "error[E104] a.yaml:2:4 control or private character U+0000; delete it."),
        ("a: \ue000".encode(), "error[E104] a.yaml:1:4 control or private character U+E000; delete it."),
        ("a: b\u2028c".encode(), "error[E104] a.yaml:1:5 control or private character U+2028; delete it."),
        (b"a:\n\tb: c", "error[E105] a.yaml:2:1 a tab; use spaces."),
        (b"a: b\n---\nc: d\n", "error[E108] a.yaml:2:1 a second document begins here; a file holds one."),
        (b"a: &x b\n", "error[E109] a.yaml:1:4 anchor '&x'; write the value out where it is needed."),
        (b"a: *x\n", "error[E109] a.yaml:1:4 alias '*x'; write the value out."),
        (b"a: * b\n", "error[E109] a.yaml:1:5 an anchor or alias ('&', '*'); put the text in quotes."),
        (b"<<: {a: b}\n", "error[E110] a.yaml:1:1 merge key '<<'; write the keys out."),
        (b"a: !!str b\n", "error[E111] a.yaml:1:4 a tag (a word that starts with '!'); drop it, or put the text in quotes."),
        (b"a: !x!y b\n", "error[E111] a.yaml:1:4 a tag (a word that starts with '!'); drop it, or put the text in quotes."),
        (b"a: b\nc: d\na: e\n", "error[E112] a.yaml:3:1 key 'a' is there twice, first in line 1; keep one."),
        (b"{a: b}: c\n", "error[E114] a.yaml:1:1 a mapping cannot be a key; text that starts with '{{', '{' or '[' stands in quotes."),
        (b"a: {{ b }}\n", "error[E114] a.yaml:1:5 a mapping cannot be a key; text that starts with '{{', '{' or '[' stands in quotes."),
        (b"a: b: c\n", "error[E106] a.yaml:1:5 a second ': ' in one line; put the text in quotes, or start a new line."),
        (b"a: b\n  c\nd\n", "error[E106] a.yaml:3:1 a key without ':'; write 'key: value', or put text of several lines in quotes."),
        (b'a: "b\nc: d\n', "error[E106] a.yaml:1:4 the quote opened here is never closed."),
        (b"a: 'b\n---\n", "error[E106] a.yaml:1:4 the quote opened here is never closed."),
        (b"a: {b: c\nd: e\n", "error[E106] a.yaml:1:4 the '{' opened here lacks a ',' or its '}' before line 2, column 2."),
        (b"a: [b, c\nd: e\n", "error[E106] a.yaml:1:4 the '[' opened here lacks a ',' or its ']' before line 2, column 2."),
        (
            b"- a\nb: c\n",
            (
                "error[E106] a.yaml:2:1 this line does not line up with those above; "
                "indent what belongs together by the same number of spaces."
            ),
        ),
        (b'a: "b" c\n', "error[E106] a.yaml:1:8 text after a closed quote or bracket; put the whole value in quotes."),
        (b"a: [b]]\n", "error[E106] a.yaml:1:7 text after a closed quote or bracket; put the whole value in quotes."),
        (b"a: - b\n", "error[E106] a.yaml:1:4 a list entry '-' cannot stand here; start it on a line of its own."),
        (b"a: ? b\n", "error[E106] a.yaml:1:4 a '?' cannot stand here; put the text in quotes."),
        (b"a: %b\n", "error[E106] a.yaml:1:4 text cannot start with '%'; put it in quotes."),
        (b"a: `b`\n", "error[E106] a.yaml:1:4 text cannot start with '`'; put it in quotes."),
        (b'a: "\\q"\n', "error[E106] a.yaml:1:6 no such escape after the backslash; write '\\\\' for a backslash, or use single quotes."),
        (b'a: "\\x4"\n', "error[E106] a.yaml:1:7 an escape that is too short; write '\\\\' for a backslash, or use single quotes."),
        (b'a: "\\UFFFFFFFF"\n', "error[E106] a.yaml:1:1 this is not valid YAML."),
        (b"a: | b\n", "error[E106] a.yaml:1:6 text after '|' or '>'; start it on the next line."),
        (b"a: [,]\n", "error[E106] a.yaml:1:5 a value is missing here."),
        (b"a: b\n...\nc: d\n", "error[E106] a.yaml:3:1 text after the end of the document; indent it, or put it in quotes."),
        (b"%YAML 2.0\n---\na: b\n", "error[E106] a.yaml:1:1 a line that starts with '%'; put the text in quotes."),
    ],
)
def test_what_is_refused(data: bytes, sentence: str) -> None:
    assert told(data) == [sentence]


def test_all_that_is_refused_in_one_file_is_told() -> None:
    assert told(b"a: &x 1\nb: *x\nc: !t d\nc: e\n") == [
        "error[E109] a.yaml:1:4 anchor '&x'; write the value out where it is needed.",
        "error[E109] a.yaml:2:4 alias '*x'; write the value out.",
        "error[E111] a.yaml:3:4 a tag (a word that starts with '!'); drop it, or put the text in quotes.",
        "error[E112] a.yaml:4:1 key 'c' is there twice, first in line 3; keep one.",
    ]


BOMBS = {
    "aliases": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(8)),
    "merges": b"a: &a {k: v}\n"
    + b"".join(b"%c: &%c {<<: [%s]}\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(12)),
    "brackets": b"[" * 100_000,
    "braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "question marks": b"? " * 100_000,
    "entries": b"[a" + b",a" * 400_000,
    "colons": b"a" + b":" * 900_000,
    "quotes": b'"' * 900_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_grows(name: str) -> None:
    start = time.process_time()
    problems = told(BOMBS[name]) if name != "colons" else parse_yaml(BOMBS[name], "a.yaml")
    assert problems
    assert time.process_time() - start < 3, "a guard against runaway, ten times the usual"


def test_depth_and_size_have_limits() -> None:
    assert told(b"[" * 50 + b"]" * 50) == []
    assert told(b"[" * 51 + b"]" * 51) == ["error[E113] a.yaml:1:51 nested more than 50 levels deep."]
    assert told(b"a: " + b"b" * MAX_BYTES) == ["error[E102] a.yaml the file has more than 1000000 bytes; split it."]
    assert told(b"[" + b"a," * 30_000 + b"]") == ["error[E102] a.yaml:1:40002 the file holds more than 20000 values."]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert str(read_yaml(tmp_path / "config/none.yaml", tmp_path)[1][0]) == "error[E101] config/none.yaml there is no such file."
    assert str(read_yaml(tmp_path / "folder.yaml", tmp_path)[1][0]) == "error[E101] folder.yaml there is no such file."


def test_every_node_knows_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("\ufeffa: b\r\nc:\r\n  - d: é\r\n    e: 12:30\r\n".encode())
    node, problems = read_yaml(tmp_path / "a.yaml", tmp_path)
    assert problems == ()
    assert node is not None
    positions = Positions(node)
    assert str(positions[("c", 0, "e")]) == "a.yaml:4:8"
    assert str(positions.key(("c", 0, "e"))) == "a.yaml:4:5"
    assert str(positions[("c", 0, "none", 3)]) == "a.yaml:3:5", "the nearest parent"
    assert positions.has(("c", 0, "e"))
    assert not positions.has(("c", 1))
    assert written(("c", 0, "e")) == "c[0].e"


def test_the_only_entry_of_a_list_may_be_written_without_it() -> None:
    node, _ = parse_yaml(b"title: {en: a}", "a.yaml")
    assert node is not None
    assert str(Positions(node)[("title", 0, "en")]) == "a.yaml:1:13"
    assert Positions(node).clean(("title", 0, "en")) == ("title", "en")


def test_scalars_stay_text() -> None:
    node, _ = parse_yaml(b"a: [NO, 12:30, 1e3, 0x10, ~, 2024-01-31, '1', on, 1_000, .inf]", "a.yaml")
    assert node is not None
    assert [item.text for item in node.pairs[0][1].items] == ["NO", "12:30", "1e3", "0x10", "~", "2024-01-31", "1", "on", "1_000", ".inf"]
    assert [item.plain for item in node.pairs[0][1].items].count(False) == 1


SCALARS = [
    b"a: one two\n   three\n",
    b"a: 'it''s  one\n\n   two'\n",
    b'a: "one \\" \\u00e9 \\n two \\\n   three \\x41 four"\n',
    b"a: |\n  one\n    two\n\n  three\n",
    b"a: >- # why\n  one\n  two\n\n  three\n",
    b"a: |2\n   one\n  two\n",
]


@pytest.mark.parametrize("data", SCALARS)
def test_every_word_of_a_text_is_found_in_the_file(data: bytes) -> None:
    node, _ = parse_yaml(data, "a.yaml")
    assert node is not None
    value = node.pairs[0][1]
    lines = data.decode().split("\n")
    for word in ("one", "two", "three", "four"):
        if word in value.text:
            where = value.inside(value.text.index(word))
            assert lines[where.line - 1][where.column - 1 :].startswith(word)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"]), min_size=1),
    st.sampled_from(["'", '"', "|", ">", None]),
)
def test_a_character_is_where_it_is_said_to_be(text: str, style: str | None) -> None:
    data = yaml.dump({"key": text}, default_style=style, allow_unicode=True, width=20).encode()
    node, problems = parse_yaml(data, "a.yaml")
    if node is None:
        assert problems
        return
    value: Node = node.pairs[0][1]
    lines = data.decode().split("\n")
    for offset, char in enumerate(value.text):
        where = value.inside(offset)
        there = lines[where.line - 1][where.column - 1 :]
        assert char.isspace() or there.startswith((char, "\\"))
