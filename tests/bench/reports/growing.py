"""The office's gathering grown many times over: guests with all that is theirs, buses, rooms, agreements and scans."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from event.checkin.recounting import recount
from event.database import acquired, fetch
from event.gathering.keys import Keys, keys_of
from event.gathering.operations import the_gathering
from event.registration.documents import right_check_character

TIMES = 22
"""230 guests become 5,060."""
READ_AGAIN = 18
"""So many of the crowds come to every door again three minutes later: 100,000 scans."""

_OURS: dict[str, str] = {
    "guest": "guest_class IN (SELECT id FROM guest_class WHERE counts_as_guest)",
    "person": "id IN (SELECT person FROM guest WHERE id IN (SELECT id FROM grown))",
    "vehicle": "true",
    "vehicle_crew": "true",
    "checkpoint": "kind = 'bus'",
    "travel_party": "true",
    "room": "true",
    "signing_item": "true",
    "signing_party": "true",
    "signatory": "true",
    "table_card": "true",
    "signing_text": "true",
    "stage_entry": "true",
    "fund_entry": "true",
    "milestone_entry": "true",
    "follow_up": "true",
    "signing_change": "subject IN (SELECT id FROM grown)",
    "ticket": "guest IN (SELECT id FROM grown)",
    "decision": "guest IN (SELECT id FROM grown)",
    "consent": "guest IN (SELECT id FROM grown)",
    "booking": "guest IN (SELECT id FROM grown)",
    "journey": "guest IN (SELECT id FROM grown)",
    "rooming": "guest IN (SELECT id FROM grown)",
    "transfer": "guest IN (SELECT id FROM grown)",
    "vehicle_seat": "guest IN (SELECT id FROM grown)",
    "seat": "guest IN (SELECT id FROM grown)",
    "given_up_place": "guest IN (SELECT id FROM grown)",
    "visa_letter": "guest IN (SELECT id FROM grown)",
    "scan": "guest IN (SELECT id FROM grown)",
    "scan_repeat": "scan IN (SELECT id FROM grown)",
}
"""What is there once for each crowd; hotels, flights, halls, doors, routes and batches stay as they are and get fuller."""

_OF_ITS_OWN: dict[str, dict[str, str]] = {
    "guest": {"number": "x.number || '-' || n"},
    "vehicle": {"code": "x.code || '-' || n"},
    "checkpoint": {
        "code": "replace(x.code, '/', '-' || n || '/')",
        "rule": "regexp_replace(x.rule::text, '\"bus:([^\"]*)\"', '\"bus:\\1-' || n || '\"', 'g')::jsonb",
    },
    "travel_party": {"code": "x.code || '-' || n"},
    "room": {"number": "x.number || '-' || n"},
    "signing_item": {"code": "x.code || '-' || n"},
    "ticket": {
        "number": "nextval(pg_get_serial_sequence('ticket', 'number'))",
        "badge_number": "x.badge_number || '-' || n",
        "typed_code": "upper(substr(md5(x.id::text || n), 1, 9))",
        "alias": "CASE x.alias WHEN '' THEN '' ELSE x.alias || '-' || n END",
    },
    "seat": {"row_no": "x.row_no + 100 * n"},
    "given_up_place": {"place": "grown_place(x.place, n)"},
    "visa_letter": {"number": "CASE x.number WHEN '' THEN '' ELSE x.number || '-' || n END"},
    "scan": {
        "seq": "nextval(pg_get_serial_sequence('scan', 'seq'))",
        "name": "CASE x.name WHEN '' THEN '' ELSE x.name || '-' || n END",
    },
    "scan_repeat": {"seq": "nextval(pg_get_serial_sequence('scan', 'seq'))"},
}

_TOOLS = """
CREATE TABLE grown (id uuid PRIMARY KEY);
CREATE FUNCTION grown_place(place jsonb, n int) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_object_agg(key, CASE WHEN value #>> '{}' IN (SELECT id::text FROM grown)
        THEN to_jsonb(md5((value #>> '{}') || n)::uuid) ELSE value END) FROM jsonb_each(place)
$$;
"""


async def grow() -> None:
    """Make the only gathering of this database 22 times as large, and its doors busier still."""
    async with acquired() as connection:
        await connection.execute(_TOOLS)
        await connection.execute("SET session_replication_role = replica")  # what follows is made below
        for table, which in _OURS.items():
            await connection.execute(f"INSERT INTO grown SELECT id FROM {table} WHERE {which}")
        for table in _OURS:
            await connection.execute(await _copies(table))
        await connection.execute(_AGAIN)
        await connection.execute(
            "INSERT INTO roster_mark (guest, gathering) SELECT id, gathering FROM guest ON CONFLICT DO NOTHING"
        )
        await connection.execute("SET session_replication_role = origin")
    gathering = await the_gathering()
    await _seal(await keys_of(gathering.id))
    await recount(gathering)
    await fetch("VACUUM ANALYZE")
    await fetch("CHECKPOINT")


async def _copies(table: str) -> str:
    rows = await fetch(
        "SELECT column_name AS name, data_type = 'uuid' AS names FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position",
        table,
    )
    own = _OF_ITS_OWN.get(table, {})
    columns = ", ".join(f'"{row["name"]}"' for row in rows)
    values = ", ".join(
        own.get(row["name"], _copy_of(f'x."{row["name"]}"') if row["names"] else f'x."{row["name"]}"')
        for row in rows
    )
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values}"
        f" FROM {table} x, generate_series(2, {TIMES}) n WHERE x.id IN (SELECT id FROM grown)"
    )


def _copy_of(column: str) -> str:
    """The id of the copy of what is there once for each crowd; the same id for what is there once."""
    return (
        f"CASE WHEN {column} IN (SELECT id FROM grown) THEN md5({column}::text || n)::uuid ELSE {column} END"
    )


_AGAIN = f"""
INSERT INTO scan (id, gathering, checkpoint, guest, ticket, name, ticket_text, content_hash, verdict, reason, device_verdict,
    source, offline, device, direction, scope, occasion, place, scanned_at, at, recorded_at)
SELECT md5(s.id::text || 'again')::uuid, s.gathering, s.checkpoint, s.guest, s.ticket, '', s.ticket_text, s.content_hash,
    CASE s.verdict WHEN 'admitted' THEN 'already_in' ELSE s.verdict END, s.reason, s.device_verdict, s.source, s.offline, s.device,
    s.direction, s.scope, s.occasion, s.place, s.scanned_at + interval '3 minutes', s.at + interval '3 minutes',
    s.recorded_at + interval '3 minutes'
FROM scan s JOIN (SELECT id FROM grown UNION ALL SELECT md5(id::text || n)::uuid FROM grown, generate_series(2, {READ_AGAIN}) n) o
    ON o.id = s.id
ORDER BY s.recorded_at
"""

_GUESTS = "SELECT id, phone, wechat, document_kind, document_number, needs FROM guest WHERE id IN (SELECT id FROM grown)"
_GREETERS = (
    "SELECT id, greeter_phone FROM transfer WHERE id IN (SELECT id FROM grown) AND greeter_phone IS NOT NULL"
)


async def _seal(keys: Keys) -> None:
    """What is sealed opens in its own row only, so each copy is sealed again; each has a document of its own."""
    for column in ("phone", "wechat", "document_number", "needs"):
        told = [
            (
                row["id"],
                row["document_kind"],
                keys.open(row[column], table="guest", column=column, row=row["id"]),
            )
            for row in await fetch(_GUESTS)
            if row[column] is not None
        ]
        await _write(
            keys, "guest", column,
            [(one, n, other_number(text, n) if column == "document_number" else text) for one, _, text in told for n in _crowds()],
        )  # fmt: skip
    told = [
        (
            row["id"],
            "",
            keys.open(row["greeter_phone"], table="transfer", column="greeter_phone", row=row["id"]),
        )
        for row in await fetch(_GREETERS)
    ]
    await _write(
        keys, "transfer", "greeter_phone", [(one, n, text) for one, _, text in told for n in _crowds()]
    )


def _crowds() -> Iterable[int]:
    return range(2, TIMES + 1)


async def _write(keys: Keys, table: str, column: str, cells: list[tuple[UUID, int, str]]) -> None:
    rows: list[Any] = await fetch(
        "SELECT md5(one::text || n)::uuid AS id FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY t(one, n, place)"
        " ORDER BY place",
        [one for one, _, _ in cells], [n for _, n, _ in cells],
    )  # fmt: skip
    ids = [row["id"] for row in rows]
    sealed = [
        keys.seal(text, table=table, column=column, row=one)
        for one, (_, _, text) in zip(ids, cells, strict=True)
    ]
    await fetch(
        f"UPDATE {table} t SET {column} = c.sealed FROM unnest($1::uuid[], $2::bytea[]) c(id, sealed) WHERE t.id = c.id",
        ids, sealed,
    )  # fmt: skip


def other_number(text: str, n: int) -> str:
    """The number of another document of the same kind, right or wrong as the first."""
    if len(text) == 18 and not right_check_character(text) and text[:17].isdigit():
        other = f"{text[:14]}{(int(text[14:17]) + 31 * n) % 1000:03d}"
        return other + (right_check_character(other + "0") or "0")
    run = re.search(r"\d+", text)
    if run is None:
        return text
    length = len(run[0])
    return f"{text[: run.start()]}{(int(run[0]) + 7919 * n) % 10**length:0{length}d}{text[run.end() :]}"
