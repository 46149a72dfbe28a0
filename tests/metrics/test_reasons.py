"""Every refusal has its sentence: for whoever writes the brief, and in every language for whoever reads it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import reportgen
from reportgen.metrics import explain
from reportgen.text.locale import load

PACKAGE = Path(reportgen.__file__).parent
ELSEWHERE = {"several_scopes", "mixed_periods", "unit_mismatch"}
"""Reasons whose sentence tells a detail of its own."""


def used() -> set[str]:
    """The words of every refusal in the program: second arguments of Missing, and what `unlike` gives back."""
    found = {"mixed_periods", "mixed_scope", "mixed_vintage"}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Missing" and len(node.args) > 1:
                word = node.args[1]
                found |= {word.value} if isinstance(word, ast.Constant) and isinstance(word.value, str) else set()
    return found


def test_refusals_are_found_at_all() -> None:
    assert {"not_reproducible", "ends_not_positive", "negative_expected", "mixed_scheme"} <= used()


@pytest.mark.parametrize("language", ["en", "de", "zh-Hant", "zh-Hans"])
def test_every_refusal_is_told_to_the_reader(language: str) -> None:
    assert used() - set(load(language).data.reasons) == set()


def test_every_refusal_is_told_to_the_writer() -> None:
    assert used() - ELSEWHERE - set(explain._SENTENCES) == set()
