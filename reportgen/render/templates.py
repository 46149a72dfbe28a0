"""Where the templates lie, and the environment that they run in.

A file in the project's own `templates/` replaces the packaged default of the same name.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from reportgen.model.problem import Problem, ReportError

OTHERS = ("email.", "catalogue.", "css/catalogue.")
"""How the names of templates begin that have no hand in a brief."""
_PACKAGE = Path(__file__).resolve().parent.parent


def default_folder() -> Path:
    """The templates that come with the program: inside the wheel, or beside the package in a checkout."""
    for folder in (_PACKAGE / "_defaults" / "templates", _PACKAGE.parent / "templates"):
        if (folder / "report.html").is_file():
            return folder
    raise ReportError(Problem("E460", "the program's own templates are missing.", hint="Install reportgen again."))


def folders(project: Path | None) -> tuple[Path, ...]:
    """The template folders in order of precedence: the project's own, where there is one, then the defaults."""
    default = default_folder()
    own = project / "templates" if project else None
    if own and own.is_dir() and own.resolve() != default.resolve():
        return (own, default)
    return (default,)


@lru_cache(maxsize=8)
def environment(project: Path | None) -> Environment:
    """A fresh Jinja environment: everything escaped, an unknown name is an error, block tags leave no white space."""
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders(project)])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False)


def source(project: Path | None, name: str) -> str:
    """The text of a file of the template folders, such as css/print.css."""
    for folder in folders(project):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise ReportError(Problem("E461", f"no template {name}."))


def files(project: Path | None) -> dict[str, bytes]:
    """Every template of a brief that is in force by its name, sorted, for the manifest's hashes."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders(project)):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not name.startswith(OTHERS):
                found[name] = path.read_bytes()
    return dict(sorted(found.items()))
