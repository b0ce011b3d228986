"""Adding, changing and withdrawing agreements, batches, projects and types; who edits second is told."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from event.database import fetch, fetch_one, writing
from event.errors import Invalid, Problem
from event.gathering.tables import Gathering
from event.language import Message
from event.messages.addresses import mailable
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.undoing import Rows, undoable
from event.registration.adding import lock
from event.signing.ceremony.freezing import refuse_if_frozen
from event.signing.changing import differences, note_change, refuse_if_changed
from event.signing.errors import CodeTaken, SetMeanwhile, SignedAlready, TypeInUse, UnknownBatch
from event.signing.forms import (
    BatchTold,
    ItemTold,
    ProjectTold,
    checked_batch,
    checked_item,
    checked_project,
)
from event.signing.ledger.rules import ORDER
from event.signing.ledger.tables import Stage
from event.signing.queries import (
    ItemKept,
    batch_of,
    item_of,
    items_of,
    offered_in,
    project_of,
    types_of,
)
from event.signing.tables import Project, SigningBatch, SigningItem, SigningRules
from event.signing.writing import make_types, write_batch, write_items
from event.text import tidy

_WRONG_ITEMS = Message("Name every agreement of the batch once.")
_NOT_A_STAGE = Message("Please choose a stage from “signed” on.")
_NOT_A_PERCENTAGE = Message("Please give a percentage from 0 to 100.")
_NOT_EMAIL = Message("This is no mail address.")
_LONGEST_ADDRESS = 254
_NO_NAME = Message("Please give a name of at most 40 characters.")


async def add_item(told: ItemTold, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Add an agreement; returns its id. Raises Invalid, CodeTaken, OrderFrozen."""
    async with writing():
        await lock(gathering)
        await make_types(gathering.id)
        offered = await offered_in(gathering)
        kept = checked_item(told, offered)
        await _free("signing_item", kept.code, gathering.id)
        await refuse_if_frozen(gathering.id, {kept.batch})
        (item,) = await write_items(gathering, [(None, kept)], guests=offered.guests, by=by, now=now)
        await _trail("signing.add_item", f"signing_item:{item}", gathering, by, now, code=kept.code)
    return item


async def change_item(
    code: str, told: ItemTold, *, revision: int | None, gathering: Gathering, by: Actor, now: datetime
) -> int:
    """Change an agreement somebody opened at `revision`; returns the new one.

    Raises UnknownItem, ChangedMeanwhile, Invalid, CodeTaken. Without a revision the last one is meant.
    """
    async with writing():
        await lock(gathering)
        known = await item_of(gathering, code)
        await refuse_if_changed(known.id, known.revision, revision)
        offered = await offered_in(gathering)
        kept = checked_item(told, offered)
        if kept.code != known.told.code:
            await _free("signing_item", kept.code, gathering.id)
        if (kept.batch, kept.precedence) != (known.told.batch, known.told.precedence):
            await refuse_if_frozen(gathering.id, {kept.batch, known.told.batch})
        changes = differences(known.told, kept)
        await write_items(gathering, [(known, kept)], guests=offered.guests, by=by, now=now)
        if changes:
            await _trail(
                "signing.change_item",
                f"signing_item:{known.id}",
                gathering,
                by,
                now,
                code=kept.code,
                changed=list(changes),
            )
        return known.revision + bool(changes)


async def withdraw_item(
    code: str, *, gathering: Gathering, by: Actor, now: datetime, back: bool = False
) -> None:
    """Take an agreement off the ceremony, or put it `back`. Raises UnknownItem, SignedAlready."""
    async with writing():
        await lock(gathering)
        known = await item_of(gathering, code)
        if not back and await _is_signed(known):
            raise SignedAlready(code=code)
        moment = None if back else known.withdrawn_at or now
        if moment == known.withdrawn_at:
            return
        await SigningItem.update({"withdrawn_at": moment, "revision": known.revision + 1}).where(
            SigningItem.id == known.id
        )
        await note_change(
            known.id,
            known.revision + 1,
            {"withdrawn": [not back and None, not back]},
            gathering=gathering.id,
            by=by,
            now=now,
        )
        await _trail(
            "signing.withdraw_item", f"signing_item:{known.id}", gathering, by, now, code=code, back=back
        )


async def _is_signed(item: ItemKept) -> bool:
    signed = [str(stage) for stage in ORDER[ORDER.index(Stage.SIGNED) :]]
    row = await fetch_one(
        "SELECT 1 FROM stage_entry e WHERE item = $1 AND NOT void AND stage = ANY($2::text[])"
        " AND NOT EXISTS (SELECT 1 FROM stage_entry c WHERE c.corrects = e.id)"
        " UNION ALL SELECT 1 FROM signed_record WHERE item = $1 LIMIT 1",
        item.id, signed,
    )  # fmt: skip
    return row is not None


async def save_batch(
    told: BatchTold,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    number: int | None = None,
    revision: int | None = None,
) -> int:
    """Add a batch, or change the one with `number`; returns its revision. Raises Invalid, CodeTaken, UnknownBatch, ChangedMeanwhile."""
    kept = checked_batch(told)
    async with writing():
        await lock(gathering)
        known = await batch_of(gathering, number) if number is not None else None
        if known:
            await refuse_if_changed(known.id, known.revision, revision)
        if known is None or known.told.number != kept.number:
            taken = await SigningBatch.exists().where(
                (SigningBatch.gathering == gathering.id) & (SigningBatch.number == kept.number)
            )
            if taken:
                raise CodeTaken(code=kept.number)
        changes = differences(known.told if known else None, kept)
        batch = await write_batch(gathering, known, kept, by=by, now=now)
        await _trail(
            "signing.save_batch", f"signing_batch:{batch}", gathering, by, now, changed=list(changes)
        )
        return known.revision + bool(changes) if known else 1


async def order_batch(
    number: int, codes: Sequence[str], *, gathering: Gathering, by: Actor, now: datetime
) -> None:
    """Decide the order of signing in a batch; an empty list goes back to the usual one. Raises UnknownBatch, Invalid."""
    async with writing():
        await lock(gathering)
        items = [one for one in await items_of(gathering) if one.told.batch == number]
        if not items and not await SigningBatch.exists().where(
            (SigningBatch.gathering == gathering.id) & (SigningBatch.number == number)
        ):
            raise UnknownBatch(number=number)
        if codes and sorted(codes) != sorted(one.told.code for one in items):
            raise Invalid({"items": Problem(_WRONG_ITEMS)})
        await refuse_if_frozen(gathering.id, {number})
        places = {code: place for place, code in enumerate(codes, start=1)}
        changed: list[tuple[ItemKept | None, ItemTold]] = [
            (one, msgspec.structs.replace(one.told, precedence=places.get(one.told.code))) for one in items
        ]
        await write_items(gathering, changed, guests=(await offered_in(gathering)).guests, by=by, now=now)
        await _trail(
            "signing.order_batch",
            f"gathering:{gathering.id}",
            gathering,
            by,
            now,
            batch=number,
            codes=list(codes),
        )


async def save_project(
    told: ProjectTold,
    *,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    code: str | None = None,
    revision: int | None = None,
) -> int:
    """Add a project to the pool, or change the one with `code`; returns its revision.

    Raises Invalid, CodeTaken, UnknownProject, ChangedMeanwhile.
    """
    kept = checked_project(told)
    async with writing():
        await lock(gathering)
        known = await project_of(gathering, code) if code is not None else None
        if known:
            await refuse_if_changed(known.id, known.revision, revision)
        if known is None or known.told.code != kept.code:
            await _free("project", kept.code, gathering.id)
        changes = differences(known.told if known else None, kept)
        project, new = (known.id, known.revision + 1) if known else (uuid4(), 1)
        if not changes:
            return known.revision if known else new
        columns: dict[Any, Any] = {name: getattr(kept, name) for name in kept.__struct_fields__} | {
            "revision": new
        }
        if known:
            await Project.update(columns).where(Project.id == project)
        else:
            await Project(id=project, gathering=gathering.id, **columns).save()
        await note_change(project, new, changes, gathering=gathering.id, by=by, now=now)
        await _trail("signing.save_project", f"project:{project}", gathering, by, now, changed=list(changes))
        return new


async def withdraw_project(
    code: str, *, gathering: Gathering, by: Actor, now: datetime, back: bool = False
) -> None:
    """Take a project out of the pool, or put it `back`. Raises UnknownProject."""
    async with writing():
        known = await project_of(gathering, code)
        await Project.update({Project.withdrawn_at: None if back else known.withdrawn_at or now}).where(
            Project.id == known.id
        )
        await _trail("signing.withdraw_project", f"project:{known.id}", gathering, by, now, back=back)


class RulesTold(msgspec.Struct, frozen=True):
    """From which stage on a project is landed, the target in percent, and who is reminded where nobody is named."""

    landed_from: str
    target_percent: Decimal
    remind_to: str = ""


class TypeTold(msgspec.Struct, frozen=True):
    """A type of agreement of the office's own, or a usual one renamed."""

    code: str
    name_zh: str
    name_en: str = ""
    counts_as_investment: bool = False
    position: int = 99


async def save_type(
    told: TypeTold, *, gathering: Gathering, by: Actor, now: datetime, seen: str | None = None
) -> None:
    """Add a type of agreement, or change the one with this code; `seen`: the mark of the one somebody opened.

    Raises Invalid, CodeTaken, SetMeanwhile.
    """
    names = {name: tidy(getattr(told, name).replace("\x00", "")) for name in ("code", "name_zh", "name_en")}
    problems = {
        name: Problem(_NO_NAME)
        for name, text in names.items()
        if len(text) > (60 if name == "name_en" else 40) or (not text and name != "name_en")
    }
    if problems or not 0 <= told.position <= 999:  # noqa: PLR2004 - a place in a list
        raise Invalid(problems or {"position": Problem(_NO_NAME)})
    async with writing():
        await lock(gathering)
        await make_types(gathering.id)
        _refuse_unseen(seen, await type_told(gathering.id, names["code"]))
        try:
            await fetch(
                "INSERT INTO agreement_type (id, gathering, code, name_zh, name_en, counts_as_investment, position)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (gathering, code) DO UPDATE SET"
                " name_zh = excluded.name_zh, name_en = excluded.name_en, position = excluded.position,"
                " counts_as_investment = excluded.counts_as_investment",
                uuid4(), gathering.id, *names.values(), told.counts_as_investment, told.position,
            )  # fmt: skip
        except asyncpg.UniqueViolationError:
            raise CodeTaken(code=names["name_zh"]) from None
        await _trail("signing.save_type", f"gathering:{gathering.id}", gathering, by, now, code=names["code"])


async def type_told(gathering: UUID, code: str) -> TypeTold | None:
    """The type with this code, None where there is none."""
    known = next((one for one in await types_of(gathering) if one.code == code), None)
    if known is None:
        return None
    return TypeTold(known.code, known.name_zh, known.name_en, known.counts_as_investment, known.position)


def seen_mark(told: TypeTold | RulesTold | None) -> str:
    """What stands for something as somebody saw it; empty for what is not there yet."""
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16] if told else ""


def _refuse_unseen(seen: str | None, told: TypeTold | RulesTold | None) -> None:
    """Raise CodeTaken where something new is there already, SetMeanwhile where it is not what somebody opened."""
    if seen is None or seen == seen_mark(told):
        return
    if not seen and isinstance(told, TypeTold):
        raise CodeTaken(code=told.code)
    raise SetMeanwhile


async def remove_type(code: str, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Remove a type of agreement that none is of; answers with what undoes it. Raises TypeInUse."""
    async with writing():
        await lock(gathering)
        await make_types(gathering.id)
        known = await fetch(
            "SELECT id FROM agreement_type WHERE gathering = $1 AND code = $2", gathering.id, code
        )
        async with undoable(
            "signing.remove_type", Rows("agreement_type", "id", [row["id"] for row in known]),
            subject=f"gathering:{gathering.id}", by=by, now=now, gathering=gathering.id, needs=Permission.SIGNING_WRITE,
        ) as step:  # fmt: skip
            try:
                await fetch(
                    "DELETE FROM agreement_type WHERE gathering = $1 AND code = $2", gathering.id, code
                )
            except (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError):
                raise TypeInUse from None
        await _trail("signing.remove_type", f"gathering:{gathering.id}", gathering, by, now, code=code)
    return step


async def change_rules(
    *,
    landed_from: str,
    target_percent: Decimal,
    remind_to: str,
    gathering: Gathering,
    by: Actor,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Decide from which stage on a project is landed, the target, and who is reminded.

    `seen`: the mark of the rules somebody opened. Raises Invalid, SetMeanwhile.
    """
    problems: dict[str, Problem] = {}
    if landed_from not in {str(stage) for stage in ORDER[ORDER.index(Stage.SIGNED) :]}:
        problems["landed_from"] = Problem(_NOT_A_STAGE)
    if not target_percent.is_finite() or not 0 <= target_percent <= 100:  # noqa: PLR2004 - a percentage
        problems["target_percent"] = Problem(_NOT_A_PERCENTAGE)
    if remind_to and (len(remind_to) > _LONGEST_ADDRESS or not mailable(remind_to)):
        problems["remind_to"] = Problem(_NOT_EMAIL)
    if problems:
        raise Invalid(problems)
    async with writing():
        await lock(gathering)
        _refuse_unseen(seen, await rules_told(gathering.id))
        await fetch(
            "INSERT INTO signing_rules (id, gathering, landed_from, target_percent, remind_to) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (gathering) DO UPDATE SET landed_from = excluded.landed_from,"
            " target_percent = excluded.target_percent, remind_to = excluded.remind_to",
            uuid4(), gathering.id, landed_from, target_percent, remind_to,
        )  # fmt: skip
        await _trail(
            "signing.change_rules", f"gathering:{gathering.id}", gathering, by, now, landed_from=landed_from,
            target=str(target_percent),
        )  # fmt: skip


async def rules_of(gathering: UUID) -> SigningRules:
    """What the gathering has decided about its figures, or the usual."""
    row = await SigningRules.objects().get(SigningRules.gathering == gathering)
    return row or SigningRules(gathering=gathering)


async def rules_told(gathering: UUID) -> RulesTold:
    """What the gathering has decided, as it is told."""
    rules = await rules_of(gathering)
    return RulesTold(
        rules.landed_from, Decimal(rules.target_percent).quantize(Decimal("0.01")), rules.remind_to
    )


async def _free(table: str, code: str, gathering: UUID) -> None:
    if await fetch(f"SELECT 1 FROM {table} WHERE gathering = $1 AND code = $2", gathering, code):  # noqa: S608 - our own names
        raise CodeTaken(code=code)


async def _trail(
    action: str, subject: str, gathering: Gathering, by: Actor, now: datetime, **details: Any
) -> None:
    await record(action, subject=subject, by=by, now=now, gathering=gathering.id, **details)
