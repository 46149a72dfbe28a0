"""The rules of axe-core over a page that is open in the browser."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tests.support.browser import Page

GRADES = ("serious", "critical")
RUN = """
axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.filter(v => GRADES.includes(v.impact)).map(
    v => v.id + ': ' + v.help + ' | ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | ')))
""".replace("GRADES", str(list(GRADES)))


@cache
def script() -> str:
    """The rules as one script."""
    spec = find_spec("axe_core_python")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    assert folders, "axe-core-python is not installed; `make setup` brings it"
    return (Path(folders[0]) / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Each breach of a serious or critical rule with the first elements that it concerns."""
    page.value(f"{script()}; 1")
    found = page.promised(RUN)
    assert found is not None, "axe-core did not report"
    return list(found)
