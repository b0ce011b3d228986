"""Which rows belong to a gathering, read from the tables' own foreign keys: further tables need no line here."""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from uuid import UUID

from event.database import fetch

NEVER = frozenset({"gathering", "audit_entry", "migration"})
"""The gathering itself, and the trail, which keeps what happened to gatherings that are gone."""
NOT_OWNED = frozenset({"users", "person"})
_BY_NAME = {"gathering": "gathering", "guest": "guest"}
"""Columns that name their table without a foreign key, in facts that outlive what they tell of."""

_COLUMNS = """
SELECT c.relname AS name, a.attname AS column, format_type(a.atttypid, NULL) AS type, a.attnotnull AS needed,
       a.attgenerated <> '' AS generated, f.confrelid::regclass::text AS target
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN LATERAL (SELECT confrelid FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid
    AND k.conkey[1] = a.attnum AND cardinality(k.conkey) = 1 LIMIT 1) f ON true
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'procrastinate%'
ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True)
class Column:
    """A column: its type as PostgreSQL says it, whether it must have a value, and the table it points to."""

    name: str
    type: str
    needed: bool
    generated: bool
    target: str | None


Tables = Mapping[str, tuple[Column, ...]]


async def every_table() -> Tables:
    """Every table of ours with its columns."""
    tables: dict[str, list[Column]] = {}
    for row in await fetch(_COLUMNS):
        target = row["target"] or (_BY_NAME.get(row["column"]) if row["type"] == "uuid" else None)
        tables.setdefault(row["name"], []).append(
            Column(row["column"], row["type"], row["needed"], row["generated"], target)
        )
    return {name: tuple(columns) for name, columns in tables.items()}


def belonging(tables: Tables) -> dict[str, str]:
    """The tables whose rows belong to a gathering, each with what its rows fulfil, $1 being the gathering's id."""
    told: dict[str, str] = {}
    while True:
        further = {
            name: clause
            for name, columns in tables.items()
            if name not in told and name not in NEVER | NOT_OWNED and (clause := _clause(name, columns, told))
        }
        if not further:
            return told
        told |= further


def children_first(names: Mapping[str, str], tables: Tables) -> list[str]:
    """The tables in an order in which their rows may be removed."""
    parents = {
        name: {column.target for column in tables[name] if column.target and column.target in names} - {name}
        for name in names
    }
    return list(TopologicalSorter(parents).static_order())[::-1]


async def rows_of(gathering: UUID) -> dict[str, int]:
    """How many rows of each table belong to a gathering, empty ones left out."""
    told = belonging(await every_table())
    counts = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS rows FROM {name} WHERE {clause}"  # noqa: S608 - names of our tables
        for name, clause in sorted(told.items())
    )
    return {row["name"]: row["rows"] for row in await fetch(counts, gathering) if row["rows"]}


def _clause(name: str, columns: tuple[Column, ...], told: Mapping[str, str]) -> str:
    if any(column.name == "gathering" for column in columns):
        return "gathering = $1"
    ways = [
        f"{column.name} IN (SELECT id FROM {column.target} WHERE {told[column.target]})"  # noqa: S608 - our own names
        for column in columns
        if column.target and column.target in told and column.target != name
    ]
    return " OR ".join(f"({way})" for way in ways)
