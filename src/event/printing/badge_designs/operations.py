"""Saving designs and pictures; what was saved before stays and can be taken again."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, fetch_one, writing
from event.gathering.tables import Gathering
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.undoing import ChangedSince, Rows, undoable
from event.printing.badge_designs.design import Design
from event.printing.badge_designs.errors import UnknownDesign, UnknownPicture
from event.printing.badge_designs.pictures import Picture
from event.printing.badge_designs.queries import EVERY_CLASS, revision_of
from event.printing.badge_designs.sizes import SIZES
from event.registration.adding import lock


async def save_design(
    gathering: Gathering, size: str, class_code: str, design: Design, *, by: Actor, now: datetime
) -> int:
    """Add a revision, from which badges are printed from now on; returns its number. Raises UnknownDesign."""
    return await _add(gathering, size, class_code, design, None, by, now)


async def take_again(
    gathering: Gathering,
    size: str,
    class_code: str,
    number: int,
    *,
    by: Actor,
    now: datetime,
    after: int | None = None,
) -> int:
    """Make an earlier revision the last one; with `after`, only where that is the last. Raises UnknownDesign, ChangedSince."""
    earlier = await revision_of(gathering, size, class_code, number)
    return await _add(gathering, size, class_code, earlier.design, number, by, now, after=after)


async def drop_design(gathering: Gathering, size: str, class_code: str, *, by: Actor, now: datetime) -> int:
    """From now on everybody's design, or the standard one, holds. Raises UnknownDesign."""
    return await _add(gathering, size, class_code, None, None, by, now)


async def _add(
    gathering: Gathering, size: str, code: str, design: Design | None, taken_from: int | None, by: Actor, now: datetime,
    *, after: int | None = None,
) -> int:  # fmt: skip
    async with writing():
        await lock(gathering)
        await _refuse_unknown(gathering, size, code)
        last = await fetch_one(
            "SELECT coalesce(max(revision), 0) AS last FROM badge_design"
            " WHERE gathering = $1 AND size = $2 AND class_code = $3",
            gathering.id, size, code,
        )  # fmt: skip
        number = int(last["last"]) + 1 if last else 1
        if after is not None and after != number - 1:
            raise ChangedSince
        told: dict[str, Any] = {"frame": "", "lines": "", "style": ""}
        boxes = "{}"
        if design is not None:
            told = {name: getattr(design, name) for name in told}
            boxes = json.dumps(asdict(design.boxes))
        await fetch(
            "INSERT INTO badge_design (id, gathering, size, class_code, revision, frame, lines, style, boxes, none,"
            " taken_from, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            uuid4(), gathering.id, size, code, number, *told.values(), boxes, design is None, taken_from, by.mark, now,
        )  # fmt: skip
        await record(
            "badge_design.save", subject=f"badge_design:{size}/{code or '-'}", by=by, now=now, gathering=gathering.id,
            revision=number, taken_from=taken_from, none=design is None,
        )  # fmt: skip
    return number


async def _refuse_unknown(gathering: Gathering, size: str, code: str) -> None:
    known = code == EVERY_CLASS or await fetch_one(
        "SELECT 1 AS one FROM guest_class WHERE gathering = $1 AND code = $2", gathering.id, code
    )
    if size not in SIZES or not known:
        raise UnknownDesign


async def keep_picture(gathering: Gathering, picture: Picture, *, by: Actor, now: datetime) -> None:
    """Keep a picture under its name, in place of an earlier one."""
    async with writing():
        await lock(gathering)
        await _remove(gathering, picture.name, now)
        await fetch(
            "INSERT INTO badge_picture (id, gathering, name, kind, digest, width, height, content, uploaded_by, uploaded_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            uuid4(), gathering.id, picture.name, picture.kind, picture.digest, picture.width, picture.height,
            picture.content, by.mark, now,
        )  # fmt: skip
        await record(
            "badge_picture.keep", subject=f"badge_picture:{picture.name}", by=by, now=now, gathering=gathering.id,
            digest=picture.digest[:16],
        )  # fmt: skip


async def remove_picture(gathering: Gathering, name: str, *, by: Actor, now: datetime) -> UUID:
    """Take a picture away; designs that name it are printed without it; answers with what undoes it. Raises UnknownPicture."""
    async with writing():
        await lock(gathering)
        # Every picture's state is looked at: another of the same name may have come in between.
        async with undoable(
            "badge_picture.remove", Rows("badge_picture", "gathering", [gathering.id], only=("removed_at",)),
            subject=f"badge_picture:{name}", by=by, now=now, gathering=gathering.id, needs=Permission.GATHERING_WRITE,
        ) as step:  # fmt: skip
            if not await _remove(gathering, name, now):
                raise UnknownPicture(name=name[:40])
        await record(
            "badge_picture.remove", subject=f"badge_picture:{name}", by=by, now=now, gathering=gathering.id
        )
    return step


async def _remove(gathering: Gathering, name: str, now: datetime) -> bool:
    rows = await fetch(
        "UPDATE badge_picture SET removed_at = $3 WHERE gathering = $1 AND name = $2 AND removed_at IS NULL"
        " RETURNING id",
        gathering.id, name, now,
    )  # fmt: skip
    return bool(rows)
