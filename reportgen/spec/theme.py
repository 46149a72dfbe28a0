"""config/themes/<name>.yaml: one source of style for the CSS variables and for matplotlib."""

from __future__ import annotations

from reportgen.spec.base import Block


class Palette(Block):
    """Colours of one ground, as #RRGGBB."""

    ground: str
    """The page."""
    panel: str
    """Popovers and boxed asides."""
    text: str
    """Reading text and the zero line."""
    soft: str
    """The standfirst."""
    muted: str
    """Source lines, notes, sub-rows."""
    hairline: str
    """Grid and rules between rows."""
    tint: str
    """Ground of half-years, forecasts and rebuilt periods in tables."""
    ink: str
    """The house colour: masthead, labels, first series."""
    accent: str
    """Bullets, note marks, the series that carries the point."""
    series: tuple[str, str, str, str, str, str]
    """Series 1 to 6 as areas and lines: ink, rust, sky, grey, ochre, plum."""
    series_text: tuple[str, str, str, str, str, str]
    """The same six as text, dark enough to read."""


class Fonts(Block):
    """The pinned faces: family names of the packages that the lock file installs."""

    serif: str = "Source Serif Pro"
    """For reading."""
    sans: str = "Source Sans Pro"
    """For data, labels and furniture."""


class Sizes(Block):
    """Widths in mm and type sizes in pt of the page."""

    text_width: float = 122
    """The text column; normal exhibits."""
    full_width: float = 174
    """The whole measure; wide exhibits."""
    narrow_width: float = 90
    """Charts on a phone: 340 CSS px."""
    chart_text: float = 7.5
    """Values and ticks."""
    chart_small: float = 7.2
    """Annotations."""
    chart_large: float = 9.5
    """The one number that matters."""


class Theme(Block):
    """A theme; a variant names its base in `extends` and states only the difference."""

    extends: str = ""
    """The theme that this one changes."""
    house: str
    """The name in the masthead."""
    light: Palette
    """Colours in print and by day."""
    dark: Palette
    """Colours on a dark ground."""
    fonts: Fonts = Fonts()
    """Font families."""
    sizes: Sizes = Sizes()
    """Widths and type sizes."""
