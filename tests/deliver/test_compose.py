"""A brief as a mail: both bodies say what the brief says, in every language, and nothing is asked for from outside."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from reportgen.deliver import compose, pictures, plain, sayings
from reportgen.deliver.check import audit_mail
from reportgen.deliver.mail import Mail, Options
from reportgen.model.document import Bullets, Disclosures, Rating, Text
from reportgen.model.document import Picture as ChartPlace
from reportgen.model.problem import Problem
from reportgen.render import templates
from reportgen.text.locale import load
from tests.deliver import briefs
from tests.support.browser import browser

pytestmark = pytest.mark.needs_pango

ENGLISH = ("investor-exit", "en")
MARKS = ("test", "approval", "withdrawn")


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text that is shown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def made(options: Options, report: str = "investor-exit", tag: str = "en") -> tuple[Mail | None, tuple[Problem, ...]]:
    brief = briefs.brief(report, tag)
    drawn = briefs.drawn(report, tag)
    return compose.compose(brief.document, brief.charts, brief.theme, brief.locale, brief.files, options, drawn=drawn)


# What is said


@pytest.mark.parametrize(("report", "tag"), briefs.OWN)
def test_both_bodies_say_what_the_front_page_says_and_every_number_is_accounted_for(report: str, tag: str) -> None:
    brief, mail = briefs.brief(report, tag), briefs.mail(report, tag)
    front = brief.document.front
    assert mail.subject == " ".join(
        brief.locale.word("colon", label=front.house, text=sayings.said(front.title, brief.locale)).replace("\u00a0", " ").split()
    )
    assert audit_mail(mail, brief.document, brief.locale) == ()
    values = [sayings.printed(line.value, brief.locale) for group in front.key_groups for line in group.lines]
    assert len(values) > 5
    lines = mail.text.split("\n")
    assert [value for value in values if not any(line.endswith(value) for line in lines)] == []


@pytest.mark.parametrize("tag", briefs.TAGS)
@pytest.mark.parametrize("report", ["restructuring-review", "earnings-flash", "lockup-day"])
def test_plain_text_is_readable_in_every_language(report: str, tag: str) -> None:
    brief, mail = briefs.brief(report, tag), briefs.mail(report, tag)
    lines = mail.text.split("\n")
    assert [line for line in lines if plain.width(line) > plain.COLUMNS] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert "\n\n\n" not in mail.text
    assert not re.search(r"</?[a-z]|&(amp|lt|gt|#)", mail.text), "no markup"
    # no line begins with a mark that closes, or ends with one that opens
    assert [line for line in lines if re.match(r"\s*[」』）〉》】，。、；：！？%]", line) or re.search("[「『（〈《【]$", line)] == []
    # figures end in one column
    rules = [n for n, line in enumerate(lines) if set(line) == {"-"}]
    figures = [line for line in lines[rules[0] + 1 : rules[1]] if line]
    assert len(figures) >= 8
    assert {plain.width(line) for line in figures if re.search(r"\d\W*\w*\W*$", line)} <= {plain.COLUMNS}
    assert audit_mail(mail, brief.document, brief.locale) == ()


@pytest.mark.parametrize(("report", "tag"), briefs.LOOKED_AT)
def test_a_changed_digit_is_found_wherever_it_stands(report: str, tag: str) -> None:
    brief, mail = briefs.brief(report, tag), briefs.mail(report, tag)
    body = mail.html.index("<body")
    shown = [
        m.start() for m in re.finditer(r"\d", mail.html) if m.start() > body and re.search(r">[^<]*$|alt=\"[^\"]*$", mail.html[: m.start()])
    ]
    # days, files and the number of the exhibit are held by their words: changing one leaves a digit that is in none
    places = [("html", n) for n in shown] + [("text", m.start()) for m in re.finditer(r"\d", mail.text)]
    assert len(places) > 200
    unseen = []
    for field, n in places[::11]:
        text = getattr(mail, field)
        planted = replace(mail, **{field: f"{text[:n]}{(int(text[n]) + 1) % 10}{text[n + 1 :]}"})
        if not {"E570", "E571"} & {*codes(audit_mail(planted, brief.document, brief.locale))}:
            unseen.append((field, text[n - 20 : n + 10]))
    assert unseen == []


def test_exchanged_figures_and_number_words_are_found() -> None:
    brief, mail = briefs.brief(*ENGLISH), briefs.mail(*ENGLISH)
    for text in (
        mail.text.replace("3.809", "\0").replace("6.045", "3.809").replace("\0", "6.045"),
        mail.text.replace("year after year", "twice a year"),
        mail.text.replace("† = sources", "7 † = sources"),
    ):
        assert text != mail.text
        assert audit_mail(replace(mail, text=text), brief.document, brief.locale)
    assert codes(audit_mail(replace(mail, subject=mail.subject + " 7"), brief.document, brief.locale)) == ["E571"]


def test_a_number_printed_otherwise_than_its_figure_is_found() -> None:
    brief, mail = briefs.brief(*ENGLISH), briefs.mail(*ENGLISH)
    front = brief.document.front
    first = front.key_groups[1].lines[0]
    twice = replace(first, value=replace(first.value, options={**first.value.options, "scale": "m"}))
    groups = (front.key_groups[0], replace(front.key_groups[1], lines=(twice, *front.key_groups[1].lines[1:])), *front.key_groups[2:])
    other = replace(brief.document, front=replace(front, key_groups=groups))
    assert "E570" in codes(audit_mail(mail, other, brief.locale))


def test_a_rating_and_the_makers_statements_are_told() -> None:
    brief = briefs.brief("lockup-day", "de")
    target = brief.document.front.key_groups[0].lines[0].value
    rating = Rating((Text("Halten"),), (Text("zwölf Monate"),), (Text("Kaufen"),), target)
    stated = (("producer", (Text("Anna Berg, Analystin"),)), ("completed", datetime(2022, 6, 30, 18, 30, tzinfo=UTC)))
    document = replace(brief.document, front=replace(brief.document.front, rating=rating), disclosures=Disclosures(stated))
    mail, problems = compose.compose(document, brief.charts, brief.theme, brief.locale, brief.files, drawn=briefs.drawn("lockup-day", "de"))
    assert problems == ()
    assert mail
    page = " ".join(Elements(mail.html).text.split())
    for line in (
        "Einstufung: Halten",
        "Frühere Einstufung: Kaufen",
        f"Kursziel: {brief.locale.show(target)}",
        "Anna Berg, Analystin",
        brief.locale.moment(datetime(2022, 6, 30, 18, 30, tzinfo=UTC)),
    ):
        assert line in mail.text
        assert " ".join(line.rpartition(": ")[2].split()) in page
    assert audit_mail(mail, document, brief.locale) == ()


# How it is shown


@pytest.mark.parametrize(("report", "tag"), briefs.OWN)
def test_html_is_small_asks_for_nothing_and_bears_its_styles(report: str, tag: str) -> None:
    mail = briefs.mail(report, tag)
    page = Elements(mail.html)
    assert len(mail.html.encode()) < compose.LARGEST // 2
    assert {name for name, _ in page.found} & {"svg", "script", "link", "object", "iframe", "form", "video", "base"} == set()
    addresses = [value or "" for _, attributes in page.found for key, value in attributes.items() if key in ("src", "href", "background")]
    assert sorted(addresses) == sorted(f"cid:{picture.cid}" for picture in mail.pictures)
    assert "url(" not in mail.html
    assert "@import" not in mail.html
    styles = re.findall(r"<style>(.*?)</style>", mail.html, re.DOTALL)
    assert len(styles) == 1
    assert styles[0].strip().startswith("@media")
    assert "prefers-color-scheme: dark" in styles[0]
    assert [
        name
        for name, attributes in page.found
        if name in ("td", "th", "h1", "img") and attributes.get("class") and not attributes.get("style")
    ] == []
    assert next(attributes for name, attributes in page.found if name == "html")["lang"] == tag


@pytest.mark.parametrize(("report", "tag"), briefs.OWN)
def test_pictures_are_png_twice_as_fine_and_told_in_words(report: str, tag: str) -> None:
    brief, mail = briefs.brief(report, tag), briefs.mail(report, tag)
    lead = brief.document.front.lead
    assert lead
    assert isinstance(lead.body, ChartPlace)
    assert [picture.alt for picture in mail.pictures] == [brief.charts[lead.body.chart].alt] * 2
    assert len(mail.pictures[0].alt) > 40
    images = [attributes for name, attributes in Elements(mail.html).found if name == "img"]
    assert [image["alt"] for image in images] == [picture.alt for picture in mail.pictures]
    for picture, width in zip(mail.pictures, (pictures.WIDTH, pictures.PHONE), strict=True):
        image = Image.open(BytesIO(picture.data))
        assert (image.format, image.size[0], round(image.size[1] / 2)) == ("PNG", 2 * width, picture.height)
        assert len(picture.data) < 40_000
        assert len(set(image.convert("RGB").tobytes()[::3])) > 8, "something is drawn"


def test_equal_briefs_give_equal_mails() -> None:
    brief = briefs.brief("earnings-flash", "zh-Hant")
    made = [compose.compose(brief.document, brief.charts, brief.theme, brief.locale, brief.files) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0][0] == briefs.mail("earnings-flash", "zh-Hant")


def test_hostile_words_stay_words() -> None:
    brief = briefs.brief(*ENGLISH)
    hostile = "<script>alert(1)</script><img src=http://x.test/a onerror=b>&amp; {{ 7*7 }}"
    front = replace(brief.document.front, title=(Text(hostile),), watch=(Text(hostile),), bullets=Bullets(((Text(hostile),),)))
    document = replace(brief.document, front=front)
    mail, problems = compose.compose(document, brief.charts, brief.theme, brief.locale, brief.files, drawn=briefs.drawn(*ENGLISH))
    assert mail
    assert not problems
    assert {name for name, _ in Elements(mail.html).found} == {name for name, _ in Elements(briefs.mail(*ENGLISH).html).found}
    assert "{{ 7*7 }}" in Elements(mail.html).text
    assert hostile in " ".join(mail.text.split())


def test_further_exhibits_are_shown_as_tables_and_lists() -> None:
    options = Options(exhibits=("accounts", "exit"))
    mail, problems = made(options)
    brief = briefs.brief(*ENGLISH)
    assert mail
    assert not problems
    assert audit_mail(mail, brief.document, brief.locale, options) == ()
    assert audit_mail(mail, brief.document, brief.locale) != ()
    assert "Exhibit 6" in mail.text
    assert [line for line in mail.text.split("\n") if plain.width(line) > plain.COLUMNS] == []
    assert codes(made(Options(exhibits=("no_such",)))[1]) == ["E553"]


# What is attached


@pytest.mark.parametrize(("form", "endings"), [("pdf", ["pdf"]), ("html", ["html"]), ("both", ["pdf", "html"]), ("body", [])])
def test_files_are_attached_byte_for_byte_as_the_recipient_wants_them(form: str, endings: list[str]) -> None:
    mail, _ = made(Options(format=form))  # type: ignore[arg-type]
    assert mail
    assert [file.name for file in mail.attachments] == [f"investor-exit-2023-07-31.en.{ending}" for ending in endings]
    data = {file.name.rpartition(".")[2]: file.data for file in briefs.brief(*ENGLISH).files}
    assert [file.data for file in mail.attachments] == [data[ending] for ending in endings]
    assert all(file.name in mail.text and file.name in mail.html for file in mail.attachments)


def test_what_is_too_large_is_pointed_to_or_refused() -> None:
    link = "https://example.com/e?a=1&b=2"
    linked, problems = made(Options(limit=1000, link=link, folder="/srv/briefs"))
    assert linked
    assert not problems
    assert linked.attachments == ()
    assert link in linked.text
    assert [attributes["href"] for name, attributes in Elements(linked.html).found if name == "a"] == [link]
    lying, _ = made(Options(limit=1000, folder="/srv/briefs/<b>"))
    assert lying
    assert "/srv/briefs/<b>" in lying.text
    assert "&lt;b&gt;" in lying.html
    refused, problems = made(Options(limit=1000))
    assert refused is None
    assert [str(problem) for problem in problems] == [
        (
            "error[E551] the files of investor-exit take 14028 bytes in a mail; 1000 are allowed. Give a link or a folder to name instead, "
            "or a higher limit."
        )
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (Options(link="javascript:alert(1)"), "E554"),
        (Options(link="http://example.com/"), "E554"),
        (Options(link="https://example.com/\r\nX: y"), "E554"),
        (Options(unsubscribe="data:text/html,x"), "E554"),
        (Options(folder="/srv/\u202etxt"), "E554"),
    ],
)
def test_addresses_that_are_none_are_refused(options: Options, code: str) -> None:
    mail, problems = made(options)
    assert mail is None
    assert codes(problems) == [code]


def test_a_file_that_is_not_there_is_named() -> None:
    brief = briefs.brief(*ENGLISH)
    _, problems = compose.compose(brief.document, brief.charts, brief.theme, brief.locale, (), drawn=briefs.drawn(*ENGLISH))
    assert [str(problem) for problem in problems] == ["error[E550] the edition of investor-exit has no brief.en.pdf to attach."]


# What it says of itself


@pytest.mark.parametrize("kind", MARKS)
@pytest.mark.parametrize("tag", briefs.TAGS)
def test_a_marked_mail_says_so_first_in_its_language(tag: str, kind: str) -> None:
    brief, mail = briefs.brief("lockup-day", tag), briefs.mail("lockup-day", tag)
    marked = compose.mark(mail, kind)  # type: ignore[arg-type]
    words = load(tag).word(f"mail_{kind}")
    assert marked.subject == load(tag).word(f"mail_{kind}_subject", subject=mail.subject) != mail.subject
    assert "".join(marked.text.split("\n\n")[0].split()) == "".join(words.split())
    assert "".join(re.sub(r"<[^>]*>", "", marked.html[marked.html.index("<body") :]).split()).startswith("".join(words.split()))
    assert (marked.pictures, marked.attachments) == (mail.pictures, mail.attachments)
    assert audit_mail(marked, brief.document, brief.locale) == ()


def test_a_projects_own_template_goes_before(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "email.subject.txt").write_text("{{ said(front.kicker) }}\n", encoding="utf-8")
    brief = briefs.brief(*ENGLISH)
    mail, _ = compose.compose(
        brief.document, brief.charts, brief.theme, brief.locale, brief.files, project=tmp_path, drawn=briefs.drawn(*ENGLISH)
    )
    assert mail
    assert mail.subject == sayings.said(brief.document.front.kicker, brief.locale)
    assert mail.html == briefs.mail(*ENGLISH).html
    assert "E570" in codes(audit_mail(mail, brief.document, brief.locale)), "a subject without the title is no claim of the brief"
    assert (templates.default_folder() / "email.html").is_file()


@pytest.mark.parametrize("own", ["{{ said(front.title) }} 7", "{{ said(front.standfirst)[:30] }}"])
def test_a_template_that_types_a_digit_or_cuts_a_number_stops_the_mail(tmp_path: Path, own: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "email.subject.txt").write_text(own, encoding="utf-8")
    brief = briefs.brief(*ENGLISH)
    mail, problems = compose.compose(
        brief.document, brief.charts, brief.theme, brief.locale, brief.files, project=tmp_path, drawn=briefs.drawn(*ENGLISH)
    )
    assert mail is None
    assert {*codes(problems)} == {"E571"}


# In a browser


@pytest.mark.needs_chromium
def test_nothing_is_wider_than_the_window_and_the_dark_is_dark(chromium: str, tmp_path: Path) -> None:
    with browser(chromium) as page:
        for report, tag in briefs.LOOKED_AT:
            shows = ("accounts", "exit", "runs") if report == "investor-exit" else ()
            mail = briefs.mail(report, tag, Options(unsubscribe="https://example.com/" + "u" * 60, exhibits=shows))
            html = mail.html
            for picture in mail.pictures:
                html = html.replace(f"cid:{picture.cid}", f"data:image/png;base64,{b64encode(picture.data).decode()}")
            file = tmp_path / f"{report}.html"
            file.write_text(html, encoding="utf-8")
            for width in (600, 380):
                for dark in (False, True):
                    page.open(file.as_uri(), width, scripts=False, dark=dark)
                    assert page.requests == [file.as_uri()]
                    assert page.value("document.documentElement.scrollWidth") == width
                    shown = "[...document.images].filter(i => i.offsetWidth > 300 && i.complete && i.naturalWidth).map(i => i.naturalWidth)"
                    assert page.value(shown) == [1104 if width == 600 else 680]
                    assert page.value("getComputedStyle(document.querySelector('.sheet')).backgroundColor") == (
                        "rgb(20, 24, 28)" if dark else "rgb(255, 255, 255)"
                    )
