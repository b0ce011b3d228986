"""Parts of a document that were rendered side by side become one PDF that is tagged as a whole."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from html import escape
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_ABOUT = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<pdf:Producer>event</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""  # fmt: skip


def joined(parts: Sequence[bytes], *, title: str, language: str) -> bytes:
    """One file of all parts, with the same bytes for the same content; a single part is that file already."""
    if len(parts) == 1:
        return parts[0]
    with ExitStack() as held:
        whole = held.enter_context(pikepdf.new())
        tree = _Tree(whole)
        for part in parts:
            tree.take(held.enter_context(pikepdf.open(io.BytesIO(part))))
        tree.finish()
        _share_fonts(whole)
        _say_what_it_is(whole, title, language)
        output = io.BytesIO()
        whole.save(
            output, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True,
            deterministic_id=True,
        )  # fmt: skip
    return output.getvalue()


class _Tree:
    """The structure of the whole: marked content is numbered on from part to part, tables keep their headings."""

    def __init__(self, whole: pikepdf.Pdf) -> None:
        self.whole = whole
        self.document = whole.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        self.root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([self.document])))
        self.document.P = self.root
        self.numbered, self.named, self.marks = Array(), Array(), Array()
        self.next = 0

    def take(self, part: pikepdf.Pdf) -> None:
        """Add the pages of a part with what they tell."""
        first = len(self.whole.pages)
        self.whole.pages.extend(part.pages)
        for page in list(self.whole.pages)[first:]:
            page.StructParents = int(page.StructParents) + self.next
            for link in page.get("/Annots", ()):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + self.next
        told = self.whole.copy_foreign(part.Root.StructTreeRoot)
        for kid in told.K:
            kid.S, kid.P = Name.Part, self.document
            self.document.K.append(kid)
        pairs = list(told.ParentTree.Nums)
        for place in range(0, len(pairs), 2):
            self.numbered.append(int(pairs[place]) + self.next)
            self.numbered.append(pairs[place + 1])
        self.named.extend(told.IDTree.Names if "/IDTree" in told else ())
        self.next += len(pairs) // 2
        if "/Outlines" in part.Root:
            self.marks.extend(_chain(self.whole.copy_foreign(part.Root.Outlines)))

    def finish(self) -> None:
        """Write what all parts have in common."""
        make = self.whole.make_indirect
        self.root.ParentTree = make(Dictionary(Nums=self.numbered))
        self.root.ParentTreeNextKey = self.next
        if self.named:
            self.root.IDTree = make(Dictionary(Names=self.named))
        self.whole.Root.StructTreeRoot = self.root
        if self.marks:
            self.whole.Root.Outlines = self._outlines()

    def _outlines(self) -> Any:
        marks = list(self.marks)
        shown = self.whole.make_indirect(
            Dictionary(Type=Name.Outlines, First=marks[0], Last=marks[-1], Count=len(marks))
        )
        for place, mark in enumerate(marks):
            mark.Parent = shown
            for key, other in (("/Prev", place - 1), ("/Next", place + 1)):
                if 0 <= other < len(marks):
                    mark[key] = marks[other]
                elif key in mark:
                    del mark[key]
        return shown


def _chain(outlines: Any) -> Iterator[Any]:
    mark = outlines.get("/First")
    while mark is not None:
        yield mark
        mark = mark.get("/Next")


def _share_fonts(whole: pikepdf.Pdf) -> None:
    """A font program that several parts brought is written once."""
    known: dict[bytes, Any] = {}
    for one in whole.objects:
        if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != Name.FontDescriptor:
            continue
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in one:
                program = one[key]
                one[key] = known.setdefault(hashlib.sha256(program.read_raw_bytes()).digest(), program)


def _say_what_it_is(whole: pikepdf.Pdf, title: str, language: str) -> None:
    root = whole.Root
    root.Lang = String(language)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    about = whole.make_stream(_ABOUT.format(title=escape(title)).encode())
    about.Type, about.Subtype = Name.Metadata, Name.XML
    root.Metadata = about
    whole.docinfo["/Title"] = title
    whole.docinfo["/Producer"] = "event"
