"""Setting up a gathering."""

import re
import time
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from pypinyin import lazy_pinyin

from event.database import fetch, fetch_one, held, writing
from event.gathering.errors import NoGathering, UnknownGathering, WhichGathering
from event.gathering.forms import Settings
from event.gathering.keys import make_keys
from event.gathering.tables import Gathering, GuestClass
from event.language import simplified
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.undoing import Rows, undoable

CLASSES: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("V", "贵宾", "VIP", "#b3261e", True, False),
    ("G", "嘉宾", "Guest", "#c2570c", True, True),
    ("D", "代表", "Delegate", "#1d4ed8", True, True),
    ("M", "媒体", "Press", "#15803d", False, False),
    ("S", "工作人员", "Staff", "#facc15", False, False),
    ("Z", "志愿者", "Volunteer", "#7e22ce", False, False),
    ("C", "司机", "Driver", "#57534e", False, False),
    ("A", "安保医疗", "Security and medical", "#18181b", False, False),
)
"""DOMAIN 2.9: code, names, colour, counts as a guest, may be chosen online."""


_KEPT_SECONDS = 10
_kept: dict[UUID, tuple[Gathering, float]] = {}


async def found(
    title_zh: str, *, first_day: date, last_day: date, by: Actor, now: datetime, **columns: Any
) -> Gathering:
    """Set up a gathering with its keys and the usual classes; further columns as in the table."""
    async with writing():
        await fetch("LOCK TABLE gathering IN SHARE ROW EXCLUSIVE MODE")
        number = await _next_number(practice=columns.get("practice", False))
        taken = {row["slug"] for row in await fetch("SELECT slug FROM gathering")}
        slug = _free(columns.pop("slug", "") or slug_for(title_zh, first_day), taken)
        gathering = Gathering(
            id=uuid4(),
            number=number,
            slug=slug,
            title_zh=title_zh,
            first_day=first_day,
            last_day=last_day,
            number_prefix=columns.pop("number_prefix", "") or f"G{first_day.year}",
            created_at=now,
            **columns,
        )
        await gathering.save()
        await make_keys(gathering.id, now=now)
        await add_usual_classes(gathering.id)
        await record(
            "gathering.found", subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id
        )
    return gathering


async def add_usual_classes(gathering: UUID) -> None:
    """Give a gathering without classes the usual ones, inside the caller's `writing()`."""
    for position, (code, zh, en, colour, counts, online) in enumerate(CLASSES):
        await GuestClass(
            id=uuid4(), gathering=gathering, code=code, name_zh=zh, name_en=en, colour=colour,
            counts_as_guest=counts, offered_online=online, position=position,
        ).save()  # fmt: skip


async def change_settings(gathering: UUID, *, wanted: Settings, by: Actor, now: datetime) -> UUID:
    """Keep what organizers have decided; the trail says which settings changed; answers with what undoes it.

    Raises UnknownGathering.
    """
    columns: dict[str, Any] = {
        **wanted.texts,
        "first_day": wanted.first_day,
        "last_day": wanted.last_day,
        "timezone": wanted.timezone,
        "registration_opens": wanted.registration_opens,
        "registration_closes": wanted.registration_closes,
        "changes_until": wanted.changes_until,
        "review": wanted.review,
    }
    async with writing():
        row = await held(Gathering, gathering)
        if row is None:
            raise UnknownGathering
        changed = [name for name, value in columns.items() if getattr(row, name) != value]
        async with undoable(
            "gathering.change_settings", Rows("gathering", "id", [gathering], only=tuple(changed) or ("slug",)),
            subject=f"gathering:{gathering}", by=by, now=now, gathering=gathering, needs=Permission.GATHERING_WRITE,
        ) as step:  # fmt: skip
            for name in changed:
                setattr(row, name, columns[name])
            await row.save()
        await record(
            "gathering.change_settings", subject=f"gathering:{gathering}", by=by, now=now,
            gathering=gathering, changed=changed,
        )  # fmt: skip
    return step


async def change_columns(gathering: UUID, *, action: str, by: Actor, now: datetime, **columns: Any) -> None:
    """Keep what was decided of a gathering beside its settings, as `action` in the trail. Raises UnknownGathering."""
    async with writing():
        row = await held(Gathering, gathering)
        if row is None:
            raise UnknownGathering
        changed = [name for name, value in columns.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, columns[name])
        if changed:
            await row.save()
            await record(
                action, subject=f"gathering:{gathering}", by=by, now=now, gathering=gathering, changed=changed
            )


async def gathering_at(slug: str) -> Gathering:
    """The gathering with this name in its address; raises UnknownGathering."""
    found_one = await Gathering.objects().where(Gathering.slug == slug).first()
    if found_one is None:
        raise UnknownGathering
    return found_one


async def gathering_kept(key: UUID) -> Gathering | None:
    """A gathering by its id, remembered for a moment: the door asks for the same one with every scan."""
    kept = _kept.get(key)
    if kept is None or kept[1] < time.monotonic():
        found_one = await Gathering.objects().get(Gathering.id == key)
        if found_one is None:
            return None
        kept = _kept[key] = (found_one, time.monotonic() + _KEPT_SECONDS)
    return kept[0]


def forget(gathering: UUID) -> None:
    """A gathering that this process remembers is read anew: it is gone, or began again."""
    _kept.pop(gathering, None)


async def the_gathering(slug: str | None = None) -> Gathering:
    """The gathering a command means: the one named, or the only one."""
    if slug:
        return await gathering_at(slug)
    every = await Gathering.objects().order_by(Gathering.first_day, ascending=False)
    if not every:
        raise NoGathering
    if len(every) > 1:
        raise WhichGathering(slugs=", ".join(gathering.slug for gathering in every))
    return every[0]


def slug_for(title: str, first_day: date) -> str:
    """A name for addresses: the year and the initials of the title's first words."""
    syllables = lazy_pinyin(re.sub(r"[^\w]|\d", "", simplified(title)))
    initials = "".join(syllable[0] for syllable in syllables[:12]).lower()
    plain = re.sub(r"[^a-z]", "", initials)
    return f"{first_day.year}-{plain}" if plain else str(first_day.year)


async def _next_number(*, practice: bool) -> int:
    """The number tickets name the gathering by: real ones count up, practice counts down, so that none is used twice."""
    row = await fetch_one(
        "SELECT coalesce(max(number) FILTER (WHERE NOT practice), 0) + 1 AS next,"
        " coalesce(min(number) FILTER (WHERE practice), 32768) - 1 AS practice FROM gathering"
    )
    return int(row["practice" if practice else "next"]) if row else 1


def _free(slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    return next(f"{slug}-{n}" for n in range(2, 1000) if f"{slug}-{n}" not in taken)
