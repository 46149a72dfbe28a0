"""The theme as CSS variables: the one source of colour and size for the style sheets."""

from __future__ import annotations

import re

from reportgen.model.problem import Problem, ReportError
from reportgen.spec.theme import Palette, Theme
from reportgen.text import fonts

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_FAMILY = re.compile(r'font-family="([^"]*)"')
_PLAIN = ("ground", "panel", "text", "soft", "muted", "hairline", "tint", "ink", "accent")


def print_variables(theme: Theme, tag: str = "", text: str = "") -> str:
    """`:root` with the light palette, the pinned families under their own names, and the widths in mm.

    The families are those that the language needs, and the text, where it holds Chinese words in another language.
    """
    return _rule(":root", {**palette(theme.light), **_families(theme, tag, text, subsets=False), **_sizes(theme)})


def screen_variables(theme: Theme, tag: str = "", text: str = "") -> str:
    """The palettes by the system's wish, by the reader's choice, and light in print; families as for print."""
    light, dark = palette(theme.light), palette(theme.dark)
    return "".join(
        (
            _rule(":root", {"color-scheme": "light", **light, **_families(theme, tag, text, subsets=True), **_sizes(theme)}),
            "@media (prefers-color-scheme: dark) {" + _rule(":root", {"color-scheme": "dark", **dark}) + "}\n",
            _rule(":root:has(#theme-light:checked)", {"color-scheme": "light", **light}),
            _rule(":root:has(#theme-dark:checked)", {"color-scheme": "dark", **dark}),
            "@media print {" + _rule(":root, :root:has(#theme-dark:checked)", {"color-scheme": "light", **light}) + "}\n",
        )
    )


def palette(colours: Palette) -> dict[str, str]:
    """CSS variables of a palette; raises ReportError for a colour that is not #RRGGBB."""
    named = {name: getattr(colours, name) for name in _PLAIN}
    named |= {f"series-{n}": colour for n, colour in enumerate(colours.series, 1)}
    named |= {f"series-text-{n}": colour for n, colour in enumerate(colours.series_text, 1)}
    for name, colour in named.items():
        if not _COLOUR.fullmatch(colour):
            raise ReportError(Problem("E462", f"the theme's colour {name} is {colour!r}.", hint="Colours are written #RRGGBB."))
    return {f"--{name}": colour for name, colour in named.items()}


def themed(svg: str, theme: Theme) -> str:
    """A chart's SVG whose light colours are variables, so that it follows the page into the dark, set in the embedded face."""
    names: dict[str, str] = {}
    for name, colour in palette(theme.light).items():
        names.setdefault(colour.lower(), name)
    names |= {colour.lower(): f"--series-{n}" for n, colour in enumerate(theme.light.series, 1)}

    def variable(match: re.Match[str]) -> str:
        name = names.get(match[0].lower())
        return f"var({name}, {match[0]})" if name else match[0]

    recoloured = re.sub(r"#[0-9A-Fa-f]{6}\b", variable, svg)
    return _FAMILY.sub(lambda match: f'font-family="{",".join(map(fonts.subset_name, match[1].split(",")))}"', recoloured)


def companions(theme: Theme, tag: str, text: str) -> tuple[str, ...]:
    """The Han families that a text needs beside the theme's own."""
    found = (fonts.companion(name, tag, text) for name in (theme.fonts.serif, theme.fonts.sans))
    return tuple(dict.fromkeys(name for name in found if name))


def _families(theme: Theme, tag: str, text: str, *, subsets: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for role, name, generic in (("serif", theme.fonts.serif, "serif"), ("sans", theme.fonts.sans, "sans-serif")):
        chain = [f'"{fonts.subset_name(part) if subsets else part}"' for part in fonts.chain(name, tag, text)]
        found[f"--{role}"] = ", ".join([*chain, generic] if subsets else chain)
        if len(chain) > 1:
            found[f"--han-{role}"] = chain[1]
    return found


def _sizes(theme: Theme) -> dict[str, str]:
    return {"--text-width": f"{theme.sizes.text_width:g}mm", "--full-width": f"{theme.sizes.full_width:g}mm"}


def _rule(selector: str, declarations: dict[str, str]) -> str:
    return selector + " {" + " ".join(f"{name}: {value};" for name, value in declarations.items()) + "}\n"
