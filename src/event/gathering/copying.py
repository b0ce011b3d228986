"""The set-up of one gathering taken over into another: what is chosen, never guests; dates move along."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from event.database import fetch, writing
from event.gathering.belongings import NOT_OWNED, Column, Tables, belonging, every_table
from event.gathering.keys import Keys, keys_of
from event.gathering.tables import Gathering
from event.language import Message
from event.people.audit import record
from event.people.rules import Actor

PARTS: dict[str, tuple[Message, tuple[str, ...]]] = {
    "halls": (Message("Halls and the houses they are in"), ("venue", "hall")),
    "classes": (Message("Guest classes"), ("guest_class",)),
    "checkpoints": (Message("Checkpoints"), ("checkpoint",)),
    "form": (Message("The form and its questions"), ("form_version",)),
    "designs": (Message("Badge designs and pictures"), ("badge_design", "badge_picture")),
    "mail": (Message("Words of mails"), ("mail_template",)),
    "texts": (
        Message("Texts of papers, columns of exports"),
        ("handbook_text", "handbook_omission", "column_set", "signing_rules", "agreement_type"),
    ),
    "tasks": (Message("Tasks, as many days before as then"), ("task",)),
    "hotels": (Message("Hotels"), ("hotel", "hotel_block")),
    "visit": (
        Message("Stops, canteens, ways between them and rules of the visit"),
        ("stop", "stop_hours", "canteen", "travel_time", "planning_rules", "visit_day"),
    ),
    "vehicles": (Message("Vehicles with their seats"), ("vehicle",)),
}
"""What can be taken over, and the tables it is in, in an order in which rows come after what they point to."""
_AS_NEW: dict[str, dict[str, Any]] = {
    "guest_class": {"badges_numbered": 0},
    "task": {"state": "open", "done_on": None, "user": None, "revision": 1},
    "vehicle": {"plate": "", "departs_at": None, "musters_at": None},
}
"""What does not come along, as it is in a row that is new."""
_KEEPS_MOMENT = re.compile(r"(created|saved|made|uploaded|changed|updated|removed)_at")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def copy_set_up(
    source: Gathering, *, into: Gathering, parts: Collection[str], by: Actor, now: datetime
) -> dict[str, int]:
    """Take parts of one gathering's set-up over into another that has none of them; returns how many rows of each part."""
    tables = await every_table()
    keys, told = (await keys_of(source.id), await keys_of(into.id)), belonging(tables)
    known: dict[str, str] = {str(source.id): str(into.id)}
    days = into.first_day - source.first_day
    counts: dict[str, int] = {}
    async with writing():
        for part, (_, names) in PARTS.items():
            if part not in parts:
                continue
            if part == "classes":
                await fetch("DELETE FROM guest_class WHERE gathering = $1", into.id)
            for name in names:
                copied = await _copy(name, tables, told, source, known, days, keys)
                counts[part] = counts.get(part, 0) + copied
        await record(
            "gathering.copy_set_up", subject=f"gathering:{into.id}", by=by, now=now, gathering=into.id,
            source=source.id, counts=counts,
        )  # fmt: skip
    return counts


async def offered_parts(source: Gathering) -> dict[str, int]:
    """What of a gathering can be taken over, with how many rows each part has; empty parts left out."""
    told = belonging(await every_table())
    counts = " UNION ALL ".join(
        f"SELECT '{part}' AS part, count(*) AS rows FROM {name} WHERE {told[name]}"  # noqa: S608 - our own names
        for part, (_, names) in PARTS.items() for name in names
    )  # fmt: skip
    rows = await fetch(f"SELECT part, sum(rows)::int AS rows FROM ({counts}) c GROUP BY part", source.id)  # noqa: S608
    found = {row["part"]: row["rows"] for row in rows if row["rows"]}
    return {part: found[part] for part in PARTS if part in found}


async def _copy(
    name: str, tables: Tables, told: Mapping[str, str], source: Gathering, known: dict[str, str], days: timedelta,
    keys: tuple[Keys, Keys],
) -> int:  # fmt: skip
    """Copy one table's rows; `known` are the ids of rows copied so far with their new ones, to which these are added."""
    columns = [column for column in tables[name] if not column.generated]
    rows = [
        json.loads(row["told"])
        for row in await fetch(
            f"SELECT to_jsonb(t) AS told FROM {name} t WHERE {told[name]}",  # noqa: S608 - our own names
            source.id,
        )
    ]
    known |= {row["id"]: str(uuid4()) for row in rows}
    made = [new for row in rows if (new := _anew(name, columns, row, known, days, keys)) is not None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    await fetch(
        f"INSERT INTO {name} ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::{name}, $1::jsonb)",  # noqa: S608
        json.dumps(made),
    )
    return len(made)


def _anew(
    name: str, columns: list[Column], row: dict[str, Any], known: Mapping[str, str], days: timedelta,
    keys: tuple[Keys, Keys],
) -> dict[str, Any] | None:  # fmt: skip
    """The row as it stands in the other gathering; None where it needs something that is not taken over."""
    new: dict[str, Any] = {}
    for column in columns:
        value = row[column.name]
        if value is not None and column.type == "uuid" and column.target not in NOT_OWNED:
            value = known.get(value)
            if value is None and column.needed:
                return None
        elif value is not None and column.type == "jsonb":
            value = json.loads(_UUID.sub(lambda found: known.get(found[0], found[0]), json.dumps(value)))
        elif value and column.type == "bytea" and column.name != "content":
            value = _sealed_anew(
                bytes.fromhex(value[2:]), name, column.name, row["id"], known[row["id"]], keys
            )
        elif value is not None and not _KEEPS_MOMENT.fullmatch(column.name):
            value = _moved(value, column.type, days)
        new[column.name] = value
    return new | {key: value for key, value in _AS_NEW.get(name, {}).items() if key in new}


def _moved(value: Any, kind: str, days: timedelta) -> Any:
    if kind == "date":
        return (date.fromisoformat(value) + days).isoformat()
    if kind.startswith("timestamp"):
        return (datetime.fromisoformat(value) + days).isoformat()
    return value


def _sealed_anew(sealed: bytes, table: str, column: str, old: str, new: str, keys: tuple[Keys, Keys]) -> str:
    source, into = keys
    text = source.open(sealed, table=table, column=column, row=UUID(old))
    return "\\x" + into.seal(text, table=table, column=column, row=UUID(new)).hex()
