"""Document -> PDF: the pages laid out once with a place for each chart, then charts and data put in.

The only module that imports WeasyPrint.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportgen import scratch
from reportgen.model.document import Artifact, Chart, Document
from reportgen.model.problem import Problem, Problems, ReportError
from reportgen.render import checks, css, flow, languages, rail, repeats, requests, templates
from reportgen.render.boxes import walk
from reportgen.render.page import page
from reportgen.render.picture import URL, mark, place
from reportgen.render.stitch import stitch
from reportgen.spec.theme import Theme
from reportgen.text import fonts
from reportgen.text.locale import Locale

_STYLE = "/* variables */"
_PAGE = (
    "<style>@page {{ size: {0}mm {1}mm; margin: 0 }} body {{ margin: 0 }} img {{ display: block; width: {0}mm; height: {1}mm }}</style>"
    '<img src="{2}" alt="">'
)


def render_pdf(
    document: Document,
    charts: Mapping[str, Chart],
    theme: Theme,
    locale: Locale,
    attachments: tuple[Artifact, ...] = (),
    project: Path | None = None,
) -> tuple[Artifact, Problems]:
    """The brief as `brief.<locale>.pdf`, tagged PDF/UA-1 with the attachments inside, and what is wrong with its pages.

    Errors E4xx: a refused or unserved request, an engine's complaint, a missing glyph, anything that overflows,
    collides or stands alone. Equal documents give equal bytes. Raises ReportError where the engine cannot be loaded.
    """
    skeleton, problems = lay_out(document, charts, theme, locale, project)
    pictures: dict[str, bytes] = {}
    for name, chart in charts.items():
        pictures[name], found = chart_pdf(chart, theme, locale)
        problems += found
    return Artifact(f"brief.{document.locale}.pdf", "application/pdf", stitch(skeleton, pictures, attachments, document.as_of)), problems


def lay_out(
    document: Document, charts: Mapping[str, Chart], theme: Theme, locale: Locale, project: Path | None = None
) -> tuple[bytes, Problems]:
    """The brief's pages as a tagged PDF with a mark in place of each chart, to be stitched, and what is wrong with them.

    Of the charts only the sizes count. Errors and what is raised are those of `render_pdf`, less those of the drawings.
    """
    sheet = _STYLE + templates.source(project, "css/print.css")
    text = page(document, charts, theme, locale, project, "print", sheet)
    variables = css.print_variables(theme, locale.tag, text)
    weasyprint = _engine(css.companions(theme, locale.tag, text))
    fetcher = _fetcher({URL + name: place(name, chart.size) for name, chart in charts.items()})
    drawn: set[bytes] = set()

    def lay(made: Document) -> flow.Laid:
        written = page(made, charts, theme, locale, project, "print", sheet) if made is not document else text
        return _lay(weasyprint, written.replace(_STYLE, variables, 1), fetcher)

    def finish(laid_out: Any, pdf: Any) -> None:
        _finish(laid_out, pdf)
        drawn.update(*({line for line in item.stream if isinstance(line, bytes)} for item in pdf.objects if hasattr(item, "stream")))

    with _listening() as heard:
        laid = flow.fitted(document, lay)
        data: bytes = laid.layout.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, finisher=finish)
    unmarked = {URL + name for name in charts if f'"{URL}{name}"' in text and mark(name) not in drawn}
    return data, laid.problems + requests.refused(fetcher.refused) + requests.unserved(unmarked) + requests.logged(heard)


def chart_pdf(chart: Chart, theme: Theme, locale: Locale) -> tuple[bytes, Problems]:
    """The wide drawing as a PDF of one page of its size, untagged, and what is wrong with it: E444, E450, E451, E452.

    Equal charts give equal bytes. Raises ReportError where the engine cannot be loaded.
    """
    url = URL + chart.name
    weasyprint = _engine(css.companions(theme, locale.tag, chart.wide.decode()))
    fetcher = _fetcher({url: chart.wide})
    with _listening() as heard:
        text = _PAGE.format(*chart.size, url)
        data: bytes = weasyprint.HTML(string=text, url_fetcher=fetcher, base_url=None).write_pdf()
    problems = requests.refused(fetcher.refused) + requests.unserved({url} - fetcher.served) + requests.logged(heard)
    return data, problems + requests.chart_glyphs({chart.name: chart}, theme, locale.tag)


def _lay(weasyprint: Any, text: str, fetcher: Any) -> flow.Laid:
    """The pages of a text with the rail notes in their places, and everything that is wrong with them."""
    source = weasyprint.HTML(string=text, url_fetcher=fetcher, base_url=None)
    layout = source.render(pdf_variant="pdf/ua-1", pdf_tags=True)
    boxes = [p._page_box for p in layout.pages]
    repeats.drop_first_continued(boxes)
    moved, problems = rail.place_notes(boxes)
    for number in sorted(moved):
        layout.pages[number] = weasyprint.Page(boxes[number])
    for made in layout.pages:
        made.links = [link for link in made.links if _is_link(link[-1])]
    return flow.Laid(layout, boxes, problems + checks.layout(boxes, source.etree_element))


def _is_link(box: Any) -> bool:
    """Whether the box is a link, or generated for one. The engine lays the link again over each box within, whose tag then says no link."""
    return str(box.element_tag).split(":")[0] == "a"


def _finish(document: Any, pdf: Any) -> None:
    """Adds what the engine leaves out: the Print flag of links, which PDF/UA asks for, and the scope of table heads."""
    for item in pdf.objects:
        if getattr(item, "get", None) and item.get("Subtype") == "/Link":
            item["F"] = 4
    for placed in walk([p._page_box for p in document.pages]):
        tag = getattr(placed.box, "mark", None)
        if tag is not None and placed.box.element_tag == "th":
            tag["A"]["Scope"] = "/Row" if placed.box.element.get("scope") == "row" else "/Column"


def _engine(companions: tuple[str, ...] = ()) -> Any:
    """WeasyPrint with the pinned Latin faces and those of these Han families as its only fonts.

    It reads the setting of the fonts anew for each document. Raises ReportError where it cannot be loaded.
    """
    os.environ["FONTCONFIG_FILE"] = str(_config(Path(_font_folder(companions).name)))
    return _weasyprint()


def load_engine() -> None:
    """Loads what takes half a second, for a process that will need it; raises ReportError where it cannot be loaded."""
    _weasyprint()


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """The engine, loaded late, for it takes half a second."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), _by_plain_names():
            import weasyprint
            from weasyprint.pdf import tags
    except OSError as broken:
        hint = "Install Pango: apt-get install libpangoft2-1.0-0 libharfbuzz-subset0, or brew install pango."
        raise ReportError(Problem("E470", f"the PDF engine cannot be loaded: {broken}.", hint=hint)) from None
    logging.getLogger("weasyprint").propagate = False
    languages.teach(tags)
    return weasyprint


@contextlib.contextmanager
def _by_plain_names() -> Iterator[None]:
    """On Linux, has libraries loaded by the names that the engine tries last and that the system's loader knows.

    The names before them are other systems'; each has Python start ldconfig and, where it is there, gcc: a third of the loading.
    """
    known = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = known


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    """Serves the `asset:` names of this run; everything else is refused and remembered, so that all refusals are told at once."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    base: Any = URLFetcher

    class Fetcher(base):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.refused: list[str] = []
            self.served: set[str] = set()

        def fetch(self, url: str, _headers: object = None) -> Any:
            if url not in assets:
                self.refused.append(url)
                raise ValueError(f"{url} is no asset of this run")
            self.served.add(url)
            return URLFetcherResponse(url, assets[url], {"Content-Type": "image/svg+xml"})

    return Fetcher()


@contextlib.contextmanager
def _listening() -> Iterator[list[str]]:
    """Collects what the engine logs from WARNING up."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger, ear = logging.getLogger("weasyprint"), Ear(logging.WARNING)
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)


@lru_cache(maxsize=4)
def _font_folder(companions: tuple[str, ...]) -> tempfile.TemporaryDirectory[str]:
    """A folder of links to the pinned faces: the engine scans whole folders, and the packages hold fifty files.

    Whole when it is given: processes forked later read it, too.
    """
    made = scratch.folder("fonts")
    folder = Path(made.name)
    for path in fonts.faces(companions):
        (folder / path.name).symlink_to(path)
    paths = f"<dir>{escape(str(folder))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
    _config(folder).write_text(f'<?xml version="1.0"?><fontconfig>{paths}</fontconfig>', encoding="utf-8")
    return made


def _config(folder: Path) -> Path:
    return folder / "fonts.conf"
