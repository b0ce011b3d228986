"""What a child does with documents of HTML: each is laid out for itself, then all are drawn into one tagged PDF with shared fonts."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from event.printing.child import sheet

ACCESSIBLE = "pdf/ua-1"
ARCHIVAL = "pdf/a-3u"
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""Attachments have no moment of their own: the same data give the same bytes."""


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: the data that it shows."""

    name: str
    content: bytes
    about: str


# What guests wrote is escaped and is no such comment.
_PAGE_OF = re.compile("<!--page of ([^ ]*)-->")


def after() -> Markup:
    """Between a document and what is laid out when its pages are known, an index of it: the list is not laid out twice for that."""
    return Markup("<!--after-->")


def page_of(name: str) -> Markup:
    """In what comes after a document: the page of that where this anchor stands."""
    return Markup("<!--page of {}-->").format(name)


def _with_pages(html: str, pages: dict[str, int]) -> str:
    return _PAGE_OF.sub(lambda found: str(pages.get(found[1], "")), html)


def rendered_pdf(
    pages: Sequence[str], part: int, title: str, language: str, variant: str = ACCESSIBLE, attached: Sequence[Attached] = ()
) -> bytes:  # fmt: skip
    """Documents as one PDF; `part` keeps the names of its table headings apart from those of other parts."""
    from weasyprint import HTML, Attachment  # noqa: PLC0415 - only children need it

    faces, fonts, fetcher = sheet()
    options = {"pdf_variant": variant, "pdf_tags": True}
    laid_out: list[Any] = []
    for whole_page in pages:
        named: dict[str, int] = {}
        for number, html in enumerate(whole_page.split(after())):
            laid_out.append(
                HTML(string=_with_pages(html, named), url_fetcher=fetcher, base_url="about:blank").render(
                    stylesheets=[faces], font_config=fonts, **options
                )
            )
            if number == 0:
                named = {
                    name: place for place, page in enumerate(laid_out[-1].pages, 1) for name in page.anchors
                }
    whole = laid_out[0].copy([page for one in laid_out for page in one.pages])
    whole.metadata.title, whole.metadata.lang = title, language
    files = [
        Attachment(
            file_obj=io.BytesIO(one.content), name=one.name, description=one.about, created=_EPOCH, modified=_EPOCH,
            relationship="Data", url_fetcher=fetcher,
        )
        for one in attached
    ]  # fmt: skip
    return bytes(whole.write_pdf(finisher=_Named(part), attachments=files, **options))


@dataclass(frozen=True)
class _Named:
    """Gives table headings names that no other part has, and lists them, as ISO 32000 wants of what has a name."""

    part: int

    def __call__(self, _document: Any, pdf: Any) -> None:
        import pydyf  # noqa: PLC0415 - as above

        elements: list[Any] = [
            one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructElem"
        ]
        named: dict[str, Any] = {}
        for one in elements:
            if "ID" in one:
                name = self._name(one["ID"])
                one["ID"] = pydyf.String(name)
                named[name] = one.reference
            if "Headers" in one.get("A", {}):
                one["A"]["Headers"] = pydyf.Array(
                    pydyf.String(self._name(key)) for key in one["A"]["Headers"]
                )
        if named:
            pairs = ((pydyf.String(name), named[name]) for name in sorted(named))
            tree = pydyf.Dictionary({"Names": pydyf.Array(item for pair in pairs for item in pair)})
            pdf.add_object(tree)
            root: Any = next(
                one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructTreeRoot"
            )
            root["IDTree"] = tree.reference

    def _name(self, given: Any) -> str:
        return f"{self.part:04d}-{given.string}"


def groups_of(pages: Iterable[str], *, most: int) -> list[list[str]]:
    """Documents in as few groups as are set side by side with profit, in their order."""
    groups: list[list[str]] = [[]]
    size = 0
    for html in pages:
        if groups[-1] and size + len(html) > most:
            groups.append([])
            size = 0
        groups[-1].append(html)
        size += len(html)
    return groups
