"""The rings of docs/pipeline.md: who may import whom, and what nobody may use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "reportgen").rglob("*.py"))
STAGES = frozenset({"facts", "metrics", "figures", "consistency", "charts", "sections", "render", "audit", "schedule"})
HELPERS = frozenset({"catalogue", "store", "deliver", "auditing", "manifest", "provenance", "files"})
BASE = frozenset({"model", "spec", "text", "scratch"})
KEPT = frozenset({"beside", "cache", "drawing", "inputs", "means", "order", "parts", "printing", "unchanged", "values"})
"""What a build works with to make nothing twice, and on both cores."""
PIPELINE = frozenset({"pipeline"}) | HELPERS | KEPT
MANY = frozenset({"batch", "cluster"})
"""What runs many pipelines."""
MAY: dict[str, frozenset[str]] = {
    "model": frozenset(),
    "spec": frozenset({"model"}),
    "text": frozenset({"model"}),
    "scratch": frozenset(),
    **dict.fromkeys(STAGES, BASE),
    "figures": BASE | {"metrics"},
    "consistency": BASE | {"metrics"},
    **{part: BASE | {"figures"} | STAGES | PIPELINE for part in PIPELINE},
    "frames": BASE | STAGES | PIPELINE,
    **dict.fromkeys(MANY, BASE | STAGES | PIPELINE | MANY),
    "running": BASE | {"running"} | STAGES | PIPELINE,
    "cli": BASE | {"cli", "running"} | STAGES | PIPELINE | MANY,
}


def part(module: str) -> str:
    """The first name under the package: reportgen.model.figure lies in model."""
    return module.split(".")[1] if "." in module else ""


def dotted(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def imports(path: Path) -> Iterator[str]:
    """The full names of all modules that a module imports, also inside functions."""
    package = dotted(path) if path.name == "__init__.py" else dotted(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_imports_run_inward(path: Path) -> None:
    own = part(dotted(path))
    if not own:
        return
    used = {part(name) for name in imports(path) if name.split(".")[0] == "reportgen"} - {own, ""}
    assert used <= MAY[own], f"{dotted(path)} of {own} imports {sorted(used - MAY[own])}"


def test_every_part_of_the_package_has_its_ring() -> None:
    assert {part(dotted(path)) for path in MODULES} - {""} <= set(MAY)


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_what_nobody_may_use(path: Path) -> None:
    name = dotted(path)
    found = set(imports(path))
    assert not [
        n for n in found if n.startswith(("matplotlib.pyplot", "pickle", "random", "marshal", "shelve")) or n == "matplotlib.pyplot"
    ]
    if any(n.split(".")[0] == "weasyprint" for n in found):
        assert name == "reportgen.render.pdf"
    if name.startswith("reportgen.model"):
        assert not [n for n in found if n.split(".")[0] in ("jinja2", "pydantic", "yaml", "matplotlib", "babel", "weasyprint")]


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_nothing_runs_what_a_user_wrote(path: Path) -> None:
    for name, call in calls(path):
        assert name not in ("eval", "exec", "compile", "__import__", "os.system", "hash"), name
        if name in ("yaml.load", "yaml.load_all"):
            assert "SafeLoader" in ast.unparse(call), "YAML is read by a safe loader"
        assert not [k for k in call.keywords if k.arg == "shell"], f"{name} through a shell"


def test_the_rings_see_a_relative_import(tmp_path: Path) -> None:
    found = set(imports(ROOT / "reportgen" / "metrics" / "kinds.py"))
    assert "reportgen.metrics.growth" in found
