"""Guests, and who works with them, as the office's lists tell of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.registration.sealed import opened
from event.text import full_name, latin_of

_DIETS = {"halal": "清真", "vegetarian": "素食", "other": "其他", "none": "无", "": "无"}
_SEXES = {"M": "男", "F": "女"}


@dataclass(frozen=True)
class Listed:
    """Somebody as lists have them."""

    number: str
    name: str
    name_zh: str
    latin: str
    sex: str
    delegation: str
    party: str
    phone: str
    diet: str


async def listed(gathering: Gathering, guests: Iterable[UUID]) -> dict[UUID, Listed]:
    """These guests by id."""
    rows = await fetch(
        "SELECT g.*, d.name_zh AS delegation_zh, p.code AS party FROM guest g LEFT JOIN delegation d ON d.id = g.delegation"
        " LEFT JOIN travel_party p ON p.id = g.travel_party WHERE g.gathering = $1 AND g.id = ANY($2::uuid[])",
        gathering.id, list(guests),
    )  # fmt: skip
    keys, found = await keys_of(gathering.id), {}
    for row in rows:
        latin = latin_of(row)
        clear = opened(keys, row["id"], row)
        diet = clear.needs.get("diet", "")
        found[row["id"]] = Listed(
            row["number"], full_name(row["name_zh"], latin), row["name_zh"], latin, _SEXES.get(row["sex"], ""),
            row["delegation_zh"] or "", row["party"] or "", clear.phone, _DIETS.get(diet, diet),
        )  # fmt: skip
    return found


async def phones_of(gathering: Gathering, numbers: Iterable[str]) -> dict[str, str]:
    """Telephone numbers of those who work on vehicles, by number of the badge list."""
    rows = await fetch(
        "SELECT g.* FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE g.gathering = $1"
        " AND NOT c.counts_as_guest AND g.number = ANY($2::text[])",
        gathering.id, list(numbers),
    )  # fmt: skip
    keys = await keys_of(gathering.id)
    return {row["number"]: opened(keys, row["id"], row).phone for row in rows}
