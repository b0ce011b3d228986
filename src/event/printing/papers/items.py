"""Sessions item by item: the agenda for those who attend (议程), and the cue sheet for those who run it (流程表)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from event.agenda.kept import KeptItem, KeptPerson, KeptSession, kept_sessions
from event.agenda.labels import ITEM_LABELS, PART_LABELS
from event.agenda.tables import ItemKind
from event.gathering.tables import Gathering
from event.language import Message
from event.printing.centre.document import Options
from event.printing.chunks import Chunks, Wanted
from event.printing.papers.errors import NoItems
from event.printing.papers.sheet import choice_of, sheet_chunks
from event.printing.visit.choosing import Choice
from event.printing.visit.paper import Cell, Column, Named, Paper, Part, Table
from event.printing.visit.wording import NUMBERED, REMARK, TIME
from event.templating import day

AGENDA, CUES, SESSION = Message("Agenda of a session"), Message("Cue sheet"), Message("Session")
_ALL = Message("All sessions with items")
_ITEM, _PEOPLE, _MINUTES = Message("Item"), Message("Persons"), Message("Minutes")
_AUDIO, _RESPONSIBLE, _KIND = Message("Sound and picture"), Message("Responsible"), Message("Kind")
_WHEN, _WHERE = Message("Time"), Message("Place")


async def sessions_with_items(gathering: Gathering, language: str) -> Options:
    """All, then each session that has items."""
    found = [one for one in await kept_sessions(gathering) if one.items]
    return [
        ("", Choice(language).said(_ALL)),
        *((one.told.code, f"{one.day:%m-%d} {one.times()} {one.title(language)}") for one in found),
    ]


async def agenda_of_session(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """Numbered items with their times and who speaks. Raises NoItems."""
    choice = choice_of(wanted)
    columns = (
        Column(choice.said(NUMBERED), "number"), Column(choice.said(TIME), "when"), Column(choice.said(_ITEM), "item"),
        Column(choice.said(_PEOPLE), "people-of"),
    )  # fmt: skip

    def row(place: int, item: KeptItem, _session: KeptSession) -> tuple[Cell, ...]:
        return (str(place), _span(item), _title(item, choice), _said(item.people, choice, titles=True))

    return await _sheets(gathering, wanted, AGENDA, columns, row, landscape=False)


async def cue_sheet(gathering: Gathering, wanted: Wanted, _now: datetime) -> Chunks:
    """Minute by minute: what happens, who, sound and picture, who answers for it. Raises NoItems."""
    choice = choice_of(wanted)
    labels = (
        (NUMBERED, "number"), (TIME, "when"), (_MINUTES, "number"), (_ITEM, "item"), (_PEOPLE, "people-of"), (_AUDIO, "cue"),
        (_RESPONSIBLE, "responsible"), (REMARK, "cue"),
    )  # fmt: skip
    columns = tuple(Column(choice.said(label), kind) for label, kind in labels)

    def row(place: int, item: KeptItem, session: KeptSession) -> tuple[Cell, ...]:
        people = item.people or (session.people if place == 1 else ())
        return (
            str(place), _span(item), str(item.told.minutes), Named(_title(item, choice), _kind(item, choice)),
            _said(people, choice, titles=False), choice.label(item.told.audio_video), choice.label(item.told.responsible),
            choice.label(item.told.cue),
        )  # fmt: skip

    return await _sheets(gathering, wanted, CUES, columns, row, landscape=True)


Row = Callable[[int, KeptItem, KeptSession], tuple[Cell, ...]]


async def _sheets(
    gathering: Gathering,
    wanted: Wanted,
    name: Message,
    columns: tuple[Column, ...],
    row: Row,
    *,
    landscape: bool,
) -> Chunks:
    """A part for each session that has items, or for the one that was chosen."""
    choice, code = choice_of(wanted), wanted.options.get("session-items", "")
    found = [one for one in await kept_sessions(gathering) if one.items and code in ("", one.told.code)]
    if not found:
        raise NoItems
    parts = tuple(
        Part(
            f"session {one.told.code}", f"{one.title(choice.language)} · {choice.said(name)}", one.title(choice.language),
            _facts(one, choice), (Table(columns, [row(place, item, one) for place, item in enumerate(one.items, start=1)], kind="items"),),
        )
        for one in found
    )  # fmt: skip
    count = sum(len(one.items) for one in found)
    paper = Paper(choice.said(name), parts, count, landscape=landscape, look="items-sheet")
    return sheet_chunks(paper, gathering, wanted, title=choice.said(name))


def _facts(session: KeptSession, choice: Choice) -> tuple[tuple[str, Cell], ...]:
    language = choice.language
    facts: list[tuple[str, Cell]] = [
        (choice.said(_WHEN), f"{day(session.told.starts_at, language)} {session.times()}"),
        (choice.said(_WHERE), session.where(language)),
    ]
    for part, people in _by_part(session.people):
        facts.append((choice.said(PART_LABELS[part]), _said(people, choice, titles=True)))
    return tuple((label, fact) for label, fact in facts if fact)


def _by_part(people: Iterable[KeptPerson]) -> list[tuple[str, list[KeptPerson]]]:
    found: dict[str, list[KeptPerson]] = {}
    for one in people:
        found.setdefault(one.told.part, []).append(one)
    return list(found.items())


def _said(people: Sequence[KeptPerson], choice: Choice, *, titles: bool) -> str:
    return choice.between.join(
        f"{choice.label(one.title)} {one.name}".strip() if titles else one.name for one in people if one.comes
    )


def _title(item: KeptItem, choice: Choice) -> str:
    return choice.label(item.told.title_zh, item.told.title_en)


def _kind(item: KeptItem, choice: Choice) -> str:
    """What kind of item it is; empty where that says nothing."""
    return "" if item.told.kind == ItemKind.OTHER else choice.said(ITEM_LABELS[item.told.kind])


def _span(item: KeptItem) -> str:
    return f"{item.begins:%H:%M}–{item.ends:%H:%M}"
