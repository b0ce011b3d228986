"""Badges by class: how many were planned, printed, made void and handed out."""

from collections import Counter
from typing import Any

from event.checkin.importing.seekers import CLASS as SEEKERS
from event.database import fetch
from event.language import Message, in_language
from event.registration.as_of import GuestThen
from event.registration.tables import Standing
from event.reports.doors.log import arrivals
from event.reports.doors.people import everybody
from event.reports.told import Asked, Told


async def badges_issued(asked: Asked) -> Told:
    """Badges as of a moment, by class; job seekers have tickets and no badges.

    `planned`: one for everybody who was approved or had a badge, but for substitutes, who take over a place that was
    planned already, and walk-ins, whom nobody planned. `printed`: every badge ever issued. `void`: those that were
    taken back, by the text of their QR where it was issued elsewhere. Handed out is a badge with the arrival.
    """
    tickets, arrived = await _tickets(asked), await arrivals(asked)
    printed = Counter(row["class_code"] for row in tickets)
    void = [row for row in tickets if row["void"]]
    gone = Counter(row["class_code"] for row in void)
    people = [one for one in await everybody(asked) if one.guest_class != SEEKERS[0]]
    holders = {row["guest"] for row in tickets}
    planned = Counter(one.guest_class for one in people if _is_planned(one.then, holders))
    here = Counter(one.guest_class for one in people if one.then.id in arrived)
    guests = sum(one.counts and one.then.id in arrived for one in people)
    classes = [row for row in await _classes(asked) if planned[row["code"]] or printed[row["code"]]]
    codes = [row["code"] for row in classes]
    return Told(
        {
            "planned": {code: planned[code] for code in codes}, "total": planned.total(),
            "printed": {code: printed[code] for code in codes}, "printed_total": printed.total(),
            "void": sorted(row["text"] for row in void), "valid": printed.total() - len(void),
            "guest_badges_handed_out_at_T1": guests,
        },
        (
            Message("Code"), Message("Class"), Message("Planned"), Message("Printed"), Message("Void"),
            Message("Valid"), Message("Handed out"),
        ),
        [
            (
                row["code"], in_language(asked.language, zh=row["name_zh"], en=row["name_en"]), str(planned[row["code"]]),
                str(printed[row["code"]]), str(gone[row["code"]]), str(printed[row["code"]] - gone[row["code"]]),
                str(here[row["code"]]),
            )
            for row in classes
        ],
        (
            (Message("Planned"), str(planned.total())), (Message("Printed"), str(printed.total())),
            (Message("Void"), str(len(void))), (Message("Valid"), str(printed.total() - len(void))),
            (Message("Handed out to guests"), str(guests)),
        ),
    )  # fmt: skip


def _is_planned(one: GuestThen, holders: set[Any]) -> bool:
    """Whether a badge was meant for somebody before the doors opened."""
    substitute = one.row["replaces"] in holders if one.row["replaces"] else False
    walked_in = one.row["source"] == "desk"
    return not substitute and not walked_in and (one.standing is Standing.APPROVED or one.id in holders)


async def _tickets(asked: Asked) -> list[Any]:
    return await fetch(
        "SELECT t.guest, c.code AS class_code, coalesce(nullif(t.alias, ''), t.badge_number) AS text,"
        " coalesce(t.voided_at <= $2, false) AS void FROM ticket t JOIN guest g ON g.id = t.guest"
        " JOIN guest_class c ON c.id = g.guest_class WHERE t.gathering = $1 AND t.issued_at <= $2 AND c.code <> $4"
        " AND ($3::uuid[] IS NULL OR g.delegation = ANY($3))",
        asked.gathering.id, asked.at, None if asked.scope is None else list(asked.scope), SEEKERS[0],
    )  # fmt: skip


async def _classes(asked: Asked) -> list[Any]:
    return await fetch(
        "SELECT code, name_zh, name_en FROM guest_class WHERE gathering = $1 ORDER BY position, code",
        asked.gathering.id,
    )
