"""What a composed PDF tells who listens to it instead of seeing it (PDF/UA-1): badges in their order, line by line.

Every badge is a section: the lines of its guest, what its frame says as one, its number, and its code as a figure.
Marks to cut along, and backs that say the same as their fronts, are ornaments.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from event.printing.pieces import Paragraph

_ORNAMENT = b"/Artifact BMC"
_ABOUT = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>event</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""  # fmt: skip


class Telling:
    """The tree of what a document tells, filled page by page."""

    def __init__(self, pdf: Any, title: str, language: str) -> None:
        import pydyf  # noqa: PLC0415 - only children need it

        self.pdf, self.title, self.language = pdf, title, language
        self.root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document"})
        self.sections: list[bytes] = []
        self.parents: list[tuple[int, bytes]] = []
        pdf.add_object(self.root)
        pdf.add_object(self.document)
        self.document["P"] = self.root.reference

    def page(self, height: float) -> "PageTold":
        """Begin a page."""
        return PageTold(self, height)

    def finish(self, *, flip: str) -> None:
        """Write the tree, the title and what programs should show of it."""
        import pydyf  # noqa: PLC0415 - only children need it

        pdf = self.pdf
        self.document["K"] = pydyf.Array(self.sections)
        numbers = pydyf.Array([part for place, found in self.parents for part in (place, found)])
        self.root.update({
            "K": pydyf.Array([self.document.reference]), "ParentTree": pydyf.Dictionary({"Nums": numbers}),
            "ParentTreeNextKey": len(self.parents),
        })  # fmt: skip
        about = _ABOUT.format(title=escape(self.title), language=self.language).encode()
        metadata = pydyf.Stream([about], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        pdf.add_object(metadata)
        pdf.info.update({"Title": pydyf.String(self.title), "Producer": pydyf.String("event")})
        shown = {"DisplayDocTitle": "true"}
        if flip:
            shown["Duplex"] = f"/DuplexFlip{flip.capitalize()}Edge"
        pdf.catalog.update({
            "Lang": pydyf.String(self.language), "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
            "StructTreeRoot": self.root.reference, "Metadata": metadata.reference,
            "ViewerPreferences": pydyf.Dictionary(shown),
        })  # fmt: skip


class PageTold:
    """One page: its marks are counted, each belongs to an element of a section."""

    def __init__(self, telling: Telling, height: float) -> None:
        self.telling, self.height = telling, height
        self.marks: list[Any] = []
        self.heard: dict[int, dict[str, list[Any]]] = {}

    def lines(self, section: int, paragraphs: Sequence[Paragraph]) -> int:
        """Lines that are told one by one; returns the number of their first mark here."""
        first = len(self.marks)
        count = 1 + max((mark for one in paragraphs for mark in one.marks), default=-1)
        self.marks += [None] * count
        for one in paragraphs:
            extra = {"Lang": one.language} if one.language and one.language != self.telling.language else {}
            self._element(section, "lines", "P", [first + mark for mark in one.marks], extra)
        return first

    def whole(self, section: int | None, said: str) -> bytes:
        """What is told as one; an ornament outside of sections."""
        if section is None:
            return _ORNAMENT
        extra = {"ActualText": said, "Lang": "zh-Hans"}
        return self._one(section, "said", "P", extra)

    def figure(self, section: int | None, said: str, place: Sequence[float]) -> bytes:
        """A picture with what it is, and where: left, top and side in points."""
        if section is None:
            return _ORNAMENT
        left, top, side = place
        box = [left, round(self.height - top - side, 2), round(left + side, 2), round(self.height - top, 2)]
        return self._one(section, "figure", "Figure", {"Alt": said, "box": box})

    def _one(self, section: int, kind: str, tag: str, extra: dict[str, Any]) -> bytes:
        mark = len(self.marks)
        self.marks.append(None)
        self._element(section, kind, tag, [mark], extra)
        return f"/{tag} <</MCID {mark}>> BDC".encode()

    def _element(
        self, section: int, kind: str, tag: str, marks: Sequence[int], extra: dict[str, Any]
    ) -> None:
        heard = self.heard.setdefault(section, {"lines": [], "said": [], "figure": []})
        heard[kind].append((tag, marks, extra))

    def finish(self, page: Any) -> None:
        """Add the sections of this page to the tree."""
        if not self.heard:
            return
        pdf, telling = self.telling.pdf, self.telling
        place, here, document = len(telling.parents), page.reference, telling.document.reference
        for _, heard in sorted(self.heard.items()):
            section = _written()(b"")
            pdf.add_object(section)
            name = section.reference
            telling.sections.append(name)
            # the guest's lines, what the frame says, the number, the code
            *lines, number = heard["lines"] or [None]
            order = [*lines, *heard["said"], number, *heard["figure"]]
            found = b" ".join(self._added(one, b"/P %b /Pg %b" % (name, here)) for one in order if one)
            section.data = b"<</S /Sect /P %b /K [%b]>>" % (document, found)
        parents = _written()(b"[%b]" % b" ".join(one or b"null" for one in self.marks))
        pdf.add_object(parents)
        telling.parents.append((place, parents.reference))
        page["StructParents"] = place

    def _added(self, one: Any, where: bytes) -> bytes:
        import pydyf  # noqa: PLC0415 - only children need it

        tag, marks, extra = one
        kept = " ".join(map(str, marks))
        told = [f"/S /{tag} /K [{kept}]".encode(), where]
        told += [
            f"/{name} ".encode() + pydyf.String(extra[name]).data
            for name in ("Lang", "Alt", "ActualText")
            if name in extra
        ]
        if "box" in extra:
            box = " ".join(f"{side:g}" for side in extra["box"])
            told.append(f"/A <</O /Layout /Placement /Block /BBox [{box}]>>".encode())
        made = _written()(b"<<%b>>" % b" ".join(told))
        self.telling.pdf.add_object(made)
        name = bytes(made.reference)
        for mark in marks:
            self.marks[mark] = name
        return name


@cache
def _written() -> Any:
    """An object that is bytes from the start: a document of thousands of badges has tens of thousands of elements."""
    import pydyf  # noqa: PLC0415 - only children need it

    class Written(pydyf.Object):  # type: ignore[misc] # pydyf ships no types
        """Bytes."""

        data = b""

        def __init__(self, data: bytes) -> None:
            super().__init__()
            self.data = data

    return Written
