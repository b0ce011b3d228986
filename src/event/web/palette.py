"""Finding by a few letters: guests, reports by their question, documents, sessions and pages, as far as the reader may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from event.agenda.queries import programme
from event.gathering.tables import Gathering
from event.http import language_of, page
from event.language import Message, translated
from event.people.rules import Access, Permission
from event.printing.documents import DOCUMENTS
from event.registration.queries import GuestFilter, Scope, guest_lines
from event.reports.named import readable
from event.reports.questions import asked_by
from event.text import folded

_MOST = 8
"""Hits of one kind that are shown."""
_LONGEST = 80
_PAGES: tuple[tuple[Permission, str, Message], ...] = (
    (Permission.SIGNED_IN, "", Message("Overview")),
    (Permission.GUESTS_READ, "/guests", Message("Guests")),
    (Permission.GUESTS_WRITE, "/walk-in", Message("Walk-in")),
    (Permission.GUESTS_WRITE, "/invitations", Message("Invitations")),
    (Permission.GUESTS_WRITE, "/places", Message("Places")),
    (Permission.GUESTS_EXPORT, "/export", Message("Export")),
    (Permission.SCAN, "/check-in", Message("Check-in")),
    (Permission.GATHERING_WRITE, "/checkpoints", Message("Checkpoints")),
    (Permission.GATHERING_WRITE, "/devices", Message("Scanners")),
    (Permission.GUESTS_WRITE, "/conflicts", Message("Conflicts")),
    (Permission.SCAN, "/board", Message("Board")),
    (Permission.AGENDA_READ, "/agenda", Message("Programme")),
    (Permission.GUESTS_READ, "/seats", Message("Seats")),
    (Permission.SIGNING_READ, "/signing", Message("Signing")),
    (Permission.SIGNING_READ, "/signing/ledger", Message("Ledger")),
    (Permission.GUESTS_READ, "/visit", Message("Visit")),
    (Permission.SCAN, "/visit/buses", Message("Buses")),
    (Permission.GUESTS_READ, "/visit/rooms", Message("Rooms")),
    (Permission.GUESTS_READ, "/visit/transfers", Message("Transfers")),
    (Permission.PRINT, "/print", Message("Print")),
    (Permission.GUESTS_WRITE, "/import", Message("Import")),
    (Permission.MAIL_READ, "/mail", Message("Mail")),
    (Permission.AGENDA_READ, "/tasks", Message("Tasks")),
    (Permission.GUESTS_READ, "/feedback", Message("Feedback")),
    (Permission.GUESTS_WRITE, "/directory", Message("Persons")),
    (Permission.AGENDA_READ, "/reports", Message("Reports")),
    (Permission.GATHERING_WRITE, "/form", Message("Form")),
    (Permission.GATHERING_WRITE, "/halls", Message("Halls")),
    (Permission.GATHERING_WRITE, "/settings", Message("Settings")),
)


class Hit(msgspec.Struct, frozen=True):
    """Something that was found: what it is called, what else tells it apart, and where it is."""

    label: str
    note: str
    href: str


class Hits(msgspec.Struct, frozen=True):
    """What was found of one kind."""

    title: str
    hits: list[Hit]


@dataclass(frozen=True)
class Looking:
    """Who looks for what."""

    gathering: Gathering
    access: Access
    reach: Scope
    language: str
    text: str

    @property
    def root(self) -> str:
        return f"/console/{self.gathering.slug}"

    def may(self, permission: Permission) -> bool:
        return self.access.may(permission, self.gathering.id)

    def fits(self, *texts: str) -> bool:
        """Whether every word that was typed occurs."""
        within = " ".join(folded(text) for text in texts)
        return all(word in within for word in folded(self.text).split())


async def found(looking: Looking) -> list[Hits]:
    """What fits, kind by kind; with nothing typed the pages alone."""
    kinds = [(Message("Pages"), list(_pages(looking)))]
    if looking.text:
        kinds = [
            (Message("Guests"), await _guests(looking)),
            *kinds,
            (Message("Sessions"), await _sessions(looking)),
            (Message("Reports"), list(_reports(looking))),
            (Message("Documents"), list(_documents(looking))),
        ]
    most = _MOST if looking.text else len(_PAGES)
    return [Hits(translated(title, looking.language), hits[:most]) for title, hits in kinds if hits]


async def _guests(looking: Looking) -> list[Hit]:
    """By name in either script, pinyin, number, badge, or the last four digits of a phone."""
    if not looking.may(Permission.GUESTS_READ):
        return []
    lines = await guest_lines(
        looking.gathering, GuestFilter(text=looking.text), scope=looking.reach, language=looking.language, size=_MOST
    )  # fmt: skip
    return [
        Hit(f"{one.name_zh} {one.latin}".strip(), f"{one.number} {one.class_name}", f"{looking.root}/guests/{one.id}")
        for one in lines.lines
    ]  # fmt: skip


def _pages(looking: Looking) -> Iterator[Hit]:
    for permission, path, title in _PAGES:
        label = translated(title, looking.language)
        if looking.may(permission) and looking.fits(label, title):
            yield Hit(label, "", looking.root + path)


async def _sessions(looking: Looking) -> list[Hit]:
    days = await programme(looking.gathering, language=looking.language)
    return [
        Hit(one.title, f"{one.starts_at:%Y-%m-%d %H:%M}", f"{looking.root}/agenda/sessions/{one.id}")
        for day in days
        for one in day.sessions
        if looking.fits(one.title, one.code, one.hall, one.place)
    ]


def _reports(looking: Looking) -> Iterator[Hit]:
    mine = readable(looking.access, looking.gathering.id)
    for _, asking in asked_by(mine, looking.language, looking.text):
        for one in asking:
            yield Hit(one.sentence, one.title, f"{looking.root}/reports/{one.report}")


def _documents(looking: Looking) -> Iterator[Hit]:
    for name, document in DOCUMENTS.items():
        label = translated(document.label, looking.language)
        if document.may_be_taken(looking.access, looking.gathering) and looking.fits(label, document.label):
            yield Hit(label, "", f"{looking.root}/print/{name}/new")


@get("/console/{slug:str}/find", opt={"permission": Permission.AGENDA_READ}, include_in_schema=False)
async def find(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> Response[Any]:
    """What fits the words of `q`; the palette of scripts asks for the list alone."""
    text = request.query_params.get("q", "").strip()[:_LONGEST]
    hits = await found(Looking(gathering, access, reach, language_of(request, staff=True), text))
    alone = request.headers.get("x-part") == "hits"
    return page(request, "web/hits.html" if alone else "web/find.html", staff=True, hits=hits, text=text)


@get("/api/v1/gatherings/{slug:str}/find", opt={"permission": Permission.AGENDA_READ}, tags=["Reports"])
async def api_find(
    request: Request[Any, Any, Any],
    gathering: NamedDependency[Gathering],
    access: NamedDependency[Access],
    reach: NamedDependency[Scope],
) -> list[Hits]:
    """Guests, pages, sessions, reports and documents that fit the words of `q`, at most eight of a kind."""
    text = request.query_params.get("q", "").strip()[:_LONGEST]
    return await found(Looking(gathering, access, reach, language_of(request, staff=True), text))


HANDLERS = [find, api_find]
