"""Whom a guest may call: people of the badge list with their telephone numbers."""

from collections.abc import Iterable
from uuid import UUID

from event.database import fetch, fetch_one
from event.gathering.keys import keys_of
from event.itinerary.own.programme import Contact
from event.registration.changing import answers_of
from event.registration.sealed import opened
from event.registration.tables import Guest


async def contacts(gathering: UUID, numbers: Iterable[str]) -> dict[str, Contact]:
    """People who are no guests, by number of the badge list, and by name where only one has it."""
    wanted = sorted({one for one in numbers if one})
    rows = await fetch(
        "SELECT g.* FROM guest g JOIN guest_class c ON c.id = g.guest_class WHERE g.gathering = $1"
        " AND NOT c.counts_as_guest AND (g.number = ANY($2::text[]) OR g.name_zh = ANY($2::text[]))",
        gathering, wanted,
    ) if wanted else []  # fmt: skip
    keys = await keys_of(gathering)
    found: dict[str, Contact] = {}
    names: dict[str, list[Contact]] = {}
    for row in rows:
        one = Contact(row["name_zh"] or row["latin_given"], opened(keys, row["id"], row).phone)
        found[row["number"]] = one
        names.setdefault(row["name_zh"], []).append(one)
    return {name: same[0] for name, same in names.items() if len(same) == 1} | found


def liaison_words(guest: Guest) -> str:
    """Who looks after a guest, as the list names them: S014 高彩排."""
    return str(answers_of(guest).get("liaison") or "").strip()


async def liaison_of(guest: Guest, found: dict[str, Contact]) -> Contact | None:
    """The liaison the list names, with their number where `found` has it; otherwise the delegation's."""
    words = liaison_words(guest)
    if words:
        number, _, name = words.partition(" ")
        return found.get(number) or found.get(words) or Contact(name or words)
    row = await fetch_one(
        "SELECT u.name FROM delegation d JOIN users u ON u.id = d.liaison WHERE d.id = $1", guest.delegation
    )
    return Contact(row["name"]) if row else None


def answered(guest: Guest, key: str) -> bool:
    """Whether a guest said yes to a question, on the form or in a list."""
    return answers_of(guest).get(key) in ("yes", "是", True, "√")
