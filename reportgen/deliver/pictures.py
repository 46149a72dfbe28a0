"""Charts for the mail: the drawing of the paper as a PNG, twice as fine as it is shown."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace

from reportgen.deliver.mail import Pair, Picture
from reportgen.model.document import Chart
from reportgen.model.problem import Problems
from reportgen.render.pdf import chart_pdf
from reportgen.spec.theme import Theme
from reportgen.text.locale import Locale

WIDTH = 552
"""CSS px: the 600 of the mail less its margins."""
PHONE = 340
"""The same on a phone: the 90 mm of the narrow drawing."""
FINE = 2
"""Pixels of the picture for each CSS px: sharp on the screens of phones and laptops."""

_SIZE = re.compile(rb'<svg\b[^>]*\bviewBox="0 0 ([\d.]+) ([\d.]+)"')


def draw(chart: Chart, theme: Theme, locale: Locale) -> tuple[Pair, Problems]:
    """The wide drawing and the narrow one with the paper's fonts, and what is wrong with them (the problems of `chart_pdf`).

    Equal charts give equal bytes. Raises ReportError where the PDF engine cannot be loaded.
    """
    size = _SIZE.search(chart.narrow)
    assert size, "this is a bug: every drawing has its measure"
    millimetres = PHONE / 96 * 25.4
    narrow = replace(chart, wide=chart.narrow, size=(millimetres, millimetres * float(size[2]) / float(size[1])))
    first, of_first = _picture(chart, chart.name, WIDTH, theme, locale)
    second, of_second = _picture(narrow, f"{chart.name}-narrow", PHONE, theme, locale)
    return (first, second), (*of_first, *of_second)


def png(pdf: bytes, width: int) -> tuple[bytes, int]:
    """The first page of a PDF as a PNG of that width in CSS px, `FINE` times as many pixels, and its height in CSS px."""
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        page = document[0]
        picture = page.render(scale=width * FINE / page.get_width()).to_pil().convert("RGB")
    # the page's width may be rounded up to a whole pixel
    picture = picture.crop((0, 0, width * FINE, picture.height))
    out = io.BytesIO()
    # few colours, each with its steps to the ground: a palette keeps the look at a third of the bytes
    picture.quantize(colors=128, dither=0).save(out, "PNG", optimize=True)
    return out.getvalue(), round(picture.height / FINE)


def _picture(chart: Chart, name: str, width: int, theme: Theme, locale: Locale) -> tuple[Picture, Problems]:
    pdf, problems = chart_pdf(chart, theme, locale)
    data, height = png(pdf, width)
    cid = f"{name.replace('_', '-')}.{hashlib.sha256(data).hexdigest()[:16]}@brief"
    return Picture(cid, f"{name}.png", chart.alt, width, height, data), problems
