"""Puts the charts and the data into the laid-out pages.

A chart's drawing goes into the page's own stream, where its mark stands: inside the tag of its figure, in the order of reading,
with nothing between it and the reader's text search. So a stitched page says and shows what one drawn in one go would.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from reportgen.model.document import Artifact
from reportgen.render.picture import mark

_PX = 96 / 72
"""CSS pixels a point: a page of the engine's counts pixels downward, a finished one points upward."""
_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")
"""Kinds of named things that a drawing may use beside fonts."""
_NAME = re.compile(rb"/([A-Za-z][\w.-]*)")
_MARKED = re.compile(rb"q\n(1 0 0 1 \d{7} \d{7} cm)\nQ\n")


def stitch(skeleton: bytes, pictures: Mapping[str, bytes], attachments: tuple[Artifact, ...], as_of: date) -> bytes:
    """The finished PDF: each picture (a PDF of one page, by the chart's name) at its mark, the attachments dated to the day.

    Equal inputs give equal bytes. Raises KeyError for a mark without a picture; a picture without a mark is left out.
    """
    import pikepdf

    marks = {mark(name): name for name in pictures}
    with pikepdf.open(BytesIO(skeleton)) as pdf:
        faces: dict[str, Any] = {}
        drawn: dict[str, bytes] = {}

        def drawing(found: re.Match[bytes]) -> bytes:
            name = marks[found[1]]
            if name not in drawn:
                with pikepdf.open(BytesIO(pictures[name])) as picture:
                    drawn[name] = _taken_over(pdf, picture, len(drawn), faces)
            return drawn[name]

        for page in pdf.pages:
            content = page.obj.Contents.read_bytes()
            changed = _MARKED.sub(drawing, content)
            if changed != content:
                page.obj.Contents.write(changed)
        _attach(pdf, attachments, as_of)
        made = BytesIO()
        pdf.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()


def _taken_over(pdf: Any, picture: Any, number: int, faces: dict[str, Any]) -> bytes:
    """The drawing as a piece of a page's stream; what it uses joins the resources that all pages share."""
    import pikepdf

    page = picture.pages[0].obj
    theirs, ours = page.Resources, pdf.pages[0].obj.Resources
    inner = list(_inner(theirs))
    used: dict[str, Any] = dict(theirs.Font.items())
    for resources in inner:
        del resources["/Font"]  # else each form would bring the fonts of its picture along
    names: dict[bytes, bytes] = {}
    fonts = pdf.make_indirect(pikepdf.Dictionary())
    for name, font in used.items():
        tag, face = _face(pdf, font, faces)
        fonts[name] = ours.Font[f"/{tag}"] = face
        names[name[1:].encode()] = tag.encode()
    for kind in _KINDS:
        for name, thing in theirs.get(f"/{kind}", {}).items():
            new = f"/{name[1:]}-{number}"
            copied = pdf.copy_foreign(picture.make_indirect(thing))
            ours[f"/{kind}"][new] = copied
            names[name[1:].encode()] = new[1:].encode()
            for resources in _inner(pikepdf.Dictionary({f"/{kind}": pikepdf.Dictionary({name: copied})})):
                resources["/Font"] = fonts
    content = _NAME.sub(lambda found: b"/" + names.get(found[1], found[1]), page.Contents.read_bytes())
    height = float(page.MediaBox[3]) * _PX
    return b"q\n%.9f 0 0 %.9f 0 %.9f cm\n%s\nQ\n" % (_PX, -_PX, height, content.strip())


def _inner(resources: Any) -> Iterator[Any]:
    """The resources of the forms, patterns and masks among these, to any depth."""
    things = [thing for kind in ("/XObject", "/Pattern") for thing in resources.get(kind, {}).values()]
    things += [state.SMask.G for state in resources.get("/ExtGState", {}).values() if "/G" in (state.get("/SMask") or {})]
    for thing in things:
        if "/Resources" in thing:
            yield thing.Resources
            yield from _inner(thing.Resources)


def _face(pdf: Any, font: Any, faces: dict[str, Any]) -> tuple[str, Any]:
    """The font in this file under a tag of six letters that stands for its glyphs; equal ones are taken over once."""
    import pikepdf

    descendant = font.DescendantFonts[0]
    descriptor = descendant.FontDescriptor
    file = next(descriptor[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor)
    parts = (file.read_raw_bytes(), font.ToUnicode.read_raw_bytes(), descendant.W.unparse(), str(font.BaseFont).encode())
    digest = hashlib.sha256(b"\0".join(parts)).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    if tag not in faces:
        copied = pdf.copy_foreign(font)
        plain = str(copied.BaseFont).split("+")[-1].lstrip("/")
        name = pikepdf.Name(f"/{tag}+{plain}")
        copied.BaseFont = copied.DescendantFonts[0].BaseFont = copied.DescendantFonts[0].FontDescriptor.FontName = name
        faces[tag] = copied
    return tag, faces[tag]


def _attach(pdf: Any, attachments: tuple[Artifact, ...], as_of: date) -> None:
    """Adds the files by name, each as data that belongs to the whole."""
    import pikepdf

    if not attachments:
        return
    moment = pikepdf.String(f"D:{as_of:%Y%m%d}000000Z")
    names = pikepdf.Array()
    for artifact in sorted(attachments, key=lambda item: item.name):
        held = pdf.make_stream(artifact.data)
        held.Type, held.Subtype = pikepdf.Name.EmbeddedFile, pikepdf.Name(f"/{artifact.media_type}")
        held.Params = pikepdf.Dictionary(
            Size=len(artifact.data),
            CheckSum=pikepdf.String(hashlib.md5(artifact.data, usedforsecurity=False).digest()),
            CreationDate=moment,
            ModDate=moment,
        )
        spec = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=artifact.name,
            UF=artifact.name,
            Desc=artifact.name,
            AFRelationship=pikepdf.Name.Data,
            EF=pikepdf.Dictionary(F=held, UF=held),
        )
        names.extend((pikepdf.String(artifact.name), pdf.make_indirect(spec)))
    if "/Names" not in pdf.Root:
        pdf.Root.Names = pikepdf.Dictionary()
    pdf.Root.Names.EmbeddedFiles = pikepdf.Dictionary(Names=names)
    pdf.Root.AF = pikepdf.Array(names[1::2])
