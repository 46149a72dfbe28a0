"""Pages and charts as pixels, by a rasteriser that is a pinned dependency, and what differs between two pictures."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageChops, ImageOps

LEVELS = 16
"""Levels kept of each channel: enough to see any changed digit, and a quarter of the bytes."""
NEAR = 64
"""Where fonts or libraries differ, pixels closer than this count as equal,"""
SHARE = 0.01
"""and this share of the others is tolerated."""


class Difference(NamedTuple):
    """How many pixels of a picture differ, how many by far, their share, and the box around all of them."""

    pixels: int
    far: int
    share: float
    box: tuple[int, int, int, int]

    def __str__(self) -> str:
        left, top, right, bottom = self.box
        return f"{self.pixels} pixels ({self.share:.3%}) differ, all between {left} and {right} across and {top} and {bottom} down"


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Every page of a PDF as a picture, its colours coarsened."""
    import pypdfium2

    with pypdfium2.PdfDocument(BytesIO(pdf)) as found:
        return [coarse(page.render(scale=dpi / 72).to_pil()) for page in found]


def coarse(picture: Image.Image) -> Image.Image:
    """The picture with fewer colours, as it is stored and compared."""
    step, full = 256 // LEVELS, 255 // (LEVELS - 1)
    return picture.convert("RGB").point([value // step * full for value in range(256)] * 3)


def png(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def read(data: bytes) -> Image.Image:
    """The picture of a PNG file."""
    return Image.open(BytesIO(data)).convert("RGB")


def differing(expected: Image.Image, actual: Image.Image) -> Difference | None:
    """What differs between two pictures of one size; None when nothing does."""
    apart = ImageChops.difference(expected, actual)
    box = apart.getbbox()
    if box is None:
        return None
    strongest = _strongest(apart)
    counts = strongest.histogram()
    area = apart.width * apart.height
    return Difference(area - counts[0], sum(counts[NEAR:]), (area - counts[0]) / area, box)


def marked(expected: Image.Image, actual: Image.Image) -> Image.Image:
    """Both pictures side by side, and between them the pixels that differ in black."""
    width = max(expected.width, actual.width)
    sheet = Image.new("RGB", (3 * width, max(expected.height, actual.height)), "white")
    sheet.paste(expected, (0, 0))
    if expected.size == actual.size:
        apart = _strongest(ImageChops.difference(expected, actual)).point([0] + [255] * 255)
        sheet.paste(ImageOps.invert(apart).convert("RGB"), (width, 0))
    sheet.paste(actual, (2 * width, 0))
    return sheet


def ink(picture: Image.Image) -> float:
    """The share of pixels that differ from the colour of the corner: nothing on a blank page."""
    ground = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    counts = _strongest(ImageChops.difference(picture, ground)).histogram()
    return 1 - counts[0] / sum(counts)


def drawings(svgs: Mapping[str, tuple[bytes, tuple[float, float]]], dpi: int) -> dict[str, Image.Image]:
    """Drawings, each with its size in mm, as the PDF prints them: through its engine, with its fonts."""
    from reportgen.render import pdf

    weasyprint = pdf._engine()
    rules = "".join(f"@page p{n} {{size: {w}mm {h}mm; margin: 0}} " for n, (_, (w, h)) in enumerate(svgs.values()))
    images = "".join(
        f'<img src="asset:{name}" style="display: block; page: p{n}; width: {w}mm; height: {h}mm">'
        for n, (name, (_, (w, h))) in enumerate(svgs.items())
    )
    page = f"<html><head><style>{rules} html, body {{margin: 0}}</style></head><body>{images}</body></html>"
    fetcher = pdf._fetcher({f"asset:{name}": data for name, (data, _) in svgs.items()})
    made = weasyprint.HTML(string=page, url_fetcher=fetcher, base_url=None).write_pdf()
    return dict(zip(svgs, pages(made, dpi), strict=True))


def _strongest(apart: Image.Image) -> Image.Image:
    """The largest difference of the three channels."""
    red, green, blue = apart.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)
