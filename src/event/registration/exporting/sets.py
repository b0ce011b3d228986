"""Column sets: those that ship, and a gathering's own under their names."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from event.database import writing
from event.errors import Invalid, Problem
from event.faults import TOO_LONG
from event.gathering.tables import Gathering
from event.language import Message, translated
from event.people.audit import record
from event.people.rules import Actor, Permission
from event.people.undoing import Rows, undoable
from event.registration.adding import lock
from event.registration.asking.queries import form_of
from event.registration.exporting.columns import REPLIES, Column, columns_of
from event.registration.exporting.errors import UnknownColumnSet
from event.registration.importing.tables import ColumnSet
from event.text import tidy

ALL = "all"
SHIPPED: Mapping[str, Message] = {
    ALL: Message("Everything"), "contact": Message("Contact list"), "hotel": Message("Hotel list"),
    "replies": Message("Reply list, as it is imported"),
}  # fmt: skip
"""The sets that ship, by name."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contact": (
        "number", "delegation", "name_zh", "latin_surname", "latin_given", "class_name", "association_title",
        "company_title", "residence", "phone", "wechat", "email", "standing",
    ),
    "hotel": (
        "number", "delegation", "name_zh", "latin_surname", "latin_given", "sex", "birth_date", "nationality",
        "document_kind", "document_number", "document_expires", "travel_party", "party_place", "kinship", "lodging",
        "hotel", "room_wish", "answers.roommate", "check_in", "check_out", "arrival.on_day", "arrival.at_time",
        "arrival.number", "remark",
    ),
    "replies": REPLIES,
}  # fmt: skip
_LONGEST = 60
_NAME_MISSING = Message("Please give the set a name.")
_NAME_TAKEN = Message("There is a set of this name already.")
_NOTHING = Message("Please tick at least one column.")
_UNKNOWN = Message("There is no column “{name}”.")


@dataclass(frozen=True)
class NamedSet:
    """A column set; `id` is None for those that ship."""

    name: str
    columns: tuple[str, ...]
    id: UUID | None = None

    def label(self, language: str) -> str:
        """What people call it."""
        return translated(SHIPPED[self.name], language) if self.id is None else self.name


async def known_columns(gathering: Gathering) -> dict[str, Column]:
    """Every column of a gathering by key."""
    return columns_of(await form_of(gathering.id))


async def sets_of(gathering: Gathering) -> list[NamedSet]:
    """The sets that ship, then the gathering's own by name."""
    columns = await known_columns(gathering)
    own = await ColumnSet.objects().where(ColumnSet.gathering == gathering.id).order_by(ColumnSet.name)
    return [
        *(NamedSet(name, _COLUMNS.get(name, tuple(columns))) for name in SHIPPED),
        *(
            NamedSet(row.name, tuple(key for key in json.loads(row.columns) if key in columns), row.id)
            for row in own
        ),
    ]


async def set_named(gathering: Gathering, name: str) -> NamedSet:
    """The set of a name. Raises UnknownColumnSet."""
    known = await sets_of(gathering)
    for one in known:
        if one.name == name:
            return one
    raise UnknownColumnSet(name=name[:_LONGEST], known=", ".join(one.name for one in known))


async def own_set(gathering: Gathering, key: UUID) -> NamedSet:
    """One of the gathering's own sets. Raises UnknownColumnSet."""
    known = await sets_of(gathering)
    for one in known:
        if one.id == key:
            return one
    raise UnknownColumnSet(name=str(key), known=", ".join(one.name for one in known))


async def save_set(
    key: UUID | None, *, name: str, columns: Sequence[str], gathering: Gathering, by: Actor, now: datetime
) -> UUID:
    """Keep a set under a name, a new one where there is no key. Raises Invalid, UnknownColumnSet."""
    name = tidy(name)
    columns = list(dict.fromkeys(columns))
    known = await known_columns(gathering)
    problems = _problems(name, columns, known)
    async with writing():
        await lock(gathering)
        rows = await ColumnSet.objects().where(ColumnSet.gathering == gathering.id)
        row = next((one for one in rows if one.id == key), None)
        if key is not None and row is None:
            raise UnknownColumnSet(name=str(key), known=", ".join(one.name for one in rows))
        if any(one.name == name and one.id != key for one in rows):
            problems.setdefault("name", Problem(_NAME_TAKEN))
        if problems:
            raise Invalid(problems)
        row = row or ColumnSet(id=uuid4(), gathering=gathering.id)
        row.name, row.columns, row.changed_at = name, json.dumps(columns), now
        await row.save()
        await record(
            "column_set.save", subject=f"column_set:{row.id}", by=by, now=now, gathering=gathering.id
        )
    return row.id


async def delete_set(key: UUID, *, gathering: Gathering, by: Actor, now: datetime) -> UUID:
    """Delete one of the gathering's own sets, one that is gone stays gone; answers with what undoes it."""
    own, subject = (ColumnSet.id == key) & (ColumnSet.gathering == gathering.id), f"column_set:{key}"
    async with writing():
        keys = await ColumnSet.select(ColumnSet.id).where(own).output(as_list=True)
        async with undoable(
            "column_set.delete", Rows("column_set", "id", keys), subject=subject, by=by, now=now,
            gathering=gathering.id, needs=Permission.GUESTS_EXPORT,
        ) as step:  # fmt: skip
            await ColumnSet.delete().where(own)
        await record("column_set.delete", subject=subject, by=by, now=now, gathering=gathering.id)
    return step


def _problems(name: str, columns: Sequence[str], known: Mapping[str, Column]) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    if not name:
        problems["name"] = Problem(_NAME_MISSING)
    elif len(name) > _LONGEST:
        problems["name"] = Problem(TOO_LONG, {"most": _LONGEST, "length": len(name)})
    elif name in SHIPPED:
        problems["name"] = Problem(_NAME_TAKEN)
    unknown = [key for key in columns if key not in known]
    if unknown:
        problems["columns"] = Problem(_UNKNOWN, {"name": unknown[0][:60]})
    elif not columns:
        problems["columns"] = Problem(_NOTHING)
    return problems
