"""Badges issued again: the old one void, with the reason, and what happened with it since."""

from typing import Any

from event.database import fetch
from event.language import Message
from event.reports.doors.log import of_the_log
from event.reports.doors.people import name_of
from event.reports.told import Asked, Told
from event.text import folded

_NOTHING: dict[str, Any] = {
    "guest": None, "name": None, "old": None, "old_badge": None, "voided_at": None, "reason": None, "new": None,
    "new_badge": None, "replaced_by_matches": False, "old_scans_refused": [],
}  # fmt: skip


async def badge_reissue(asked: Asked) -> Told:
    """The last badge issued again, of the guest whose number, badge or name is asked for, of anybody otherwise.

    `replaced_by_matches`: the new badge was issued when the old one was void already, and stands.
    """
    found = [row for row in await _reissued(asked) if _is_meant(row, asked.values["guest"])]
    answer = await _answer(asked, found[-1]) if found else _NOTHING
    return Told(
        answer,
        (
            Message("Number"), Message("Name"), Message("Old badge"), Message("Void since"), Message("Reason"),
            Message("New badge"),
        ),
        [
            (
                row["number"], name_of(row), row["old_badge"], asked.clock(row["voided_at"]), row["void_reason"],
                row["new_badge"],
            )
            for row in found
        ],
    )  # fmt: skip


async def _reissued(asked: Asked) -> list[Any]:
    return await fetch(
        "SELECT g.number, g.name_zh, g.latin_surname, g.latin_given, g.surname_first, o.id AS ticket, o.voided_at,"
        " o.void_reason, o.badge_number AS old_badge, coalesce(nullif(o.alias, ''), o.badge_number) AS old,"
        " n.badge_number AS new_badge, coalesce(nullif(n.alias, ''), n.badge_number) AS new, n.issued_at,"
        " n.voided_at IS NULL OR n.voided_at > $2 AS stands"
        " FROM ticket o JOIN guest g ON g.id = o.guest JOIN LATERAL (SELECT * FROM ticket t WHERE t.guest = o.guest"
        "   AND (t.issued_at, t.number) > (o.issued_at, o.number) ORDER BY t.issued_at, t.number LIMIT 1) n ON true"
        " WHERE o.gathering = $1 AND o.voided_at <= $2 AND ($3::uuid[] IS NULL OR g.delegation = ANY($3))"
        " ORDER BY o.voided_at, o.number",
        asked.gathering.id, asked.at, None if asked.scope is None else list(asked.scope),
    )  # fmt: skip


def _is_meant(row: Any, wanted: str) -> bool:
    plain = folded(wanted)
    latin = f"{row['latin_surname']} {row['latin_given']}"
    told = (row["number"], row["old_badge"], row["new_badge"], row["name_zh"], latin)
    return not plain or plain in {folded(text).strip() for text in told}


async def _answer(asked: Asked, row: Any) -> dict[str, Any]:
    refused = await of_the_log(
        asked,
        "SELECT name FROM known WHERE ticket = $4 AND why = 'refused:void' ORDER BY at, id",
        row["ticket"],
    )
    return {
        "guest": row["number"], "name": name_of(row), "old": row["old"], "old_badge": row["old_badge"],
        "voided_at": asked.iso(row["voided_at"]), "reason": row["void_reason"], "new": row["new"],
        "new_badge": row["new_badge"],
        "replaced_by_matches": bool(row["stands"]) and row["issued_at"] >= row["voided_at"],
        "old_scans_refused": [one["name"] for one in refused],
    }  # fmt: skip
