"""What the door says to one scan, and of whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from event.checkin.rules import Reason, place_sentence, sentence
from event.checkin.tables import Verdict
from event.database import fetch
from event.gathering.tables import Gathering
from event.itinerary.transfers.board import vehicle_label_of
from event.language import in_language
from event.text import full_name, latin_of


class Place(NamedTuple):
    """Where somebody who was refused is expected instead: what they booked, its checkpoint and hall."""

    key: str
    title_zh: str
    title_en: str
    checkpoint: str
    hall_zh: str
    hall_en: str
    way_zh: str
    way_en: str

    def told(self, language: str) -> str:
        """The direction in a sentence."""
        return place_sentence(
            in_language(language, zh=self.title_zh, en=self.title_en),
            in_language(language, zh=self.hall_zh, en=self.hall_en),
            in_language(language, zh=self.way_zh, en=self.way_en),
            language=language,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one scan; `again` where the scan was sent before."""

    id: UUID
    verdict: str
    reason: str = ""
    since: datetime | None = None
    since_at: str = ""
    direction: str = "in"
    guest: UUID | None = None
    number: str = ""
    name_zh: str = ""
    latin: str = ""
    party: UUID | None = None
    class_code: str = ""
    class_name_zh: str = ""
    class_name_en: str = ""
    class_colour: str = ""
    delegation_zh: str = ""
    delegation_en: str = ""
    badge_number: str = ""
    hands_out_zh: str = ""
    hands_out_en: str = ""
    again: bool = False
    place: Place | None = None

    @property
    def name(self) -> str:
        return full_name(self.name_zh, self.latin)

    def told(self, language: str, gathering: Gathering) -> str:
        """The sentence under the verdict."""
        said = sentence(
            self.verdict, self.reason, since=self.since, direction=self.direction, language=language,
            zone=gathering.zone,
        )  # fmt: skip
        return f"{said} {self.place.told(language)}" if self.place else said

    def in_words(self, language: str) -> tuple[str, str]:
        """Class and delegation in the reader's language."""
        return (
            in_language(language, zh=self.class_name_zh, en=self.class_name_en),
            in_language(language, zh=self.delegation_zh, en=self.delegation_en),
        )

    def hands_out(self, language: str) -> str:
        """What staff give to who is let in."""
        return in_language(language, zh=self.hands_out_zh, en=self.hands_out_en)


def answer(row: Any, *, since: datetime | None = None, place: Place | None = None) -> Answer:
    """An answer from a row of RECORD."""
    if row["guest"] is None:
        return Answer(row["id"], row["verdict"], row["reason"], again=row["again"])
    return Answer(
        row["id"], row["verdict"], row["reason"], row["since"] or since, row["since_at"] or "", row["direction"],
        row["guest"], row["number"], row["name_zh"],
        latin_of(row),
        row["travel_party"], row["class_code"], row["class_zh"], row["class_en"], row["class_colour"],
        row["delegation_zh"] or "", row["delegation_en"] or "", row["badge_number"] or "",
        row["hands_out_zh"] or "", row["hands_out_en"] or "", row["again"], place,
    )  # fmt: skip


async def answers(rows: list[Any]) -> list[Answer]:
    """The answers to recorded scans, with what only some of them need: a first time seen late, a direction."""
    late = [
        row["id"]
        for row in rows
        if row["verdict"] == Verdict.ALREADY_IN and row["since"] is None and row["reason"] != Reason.TWICE
    ]
    turned_away = [row["id"] for row in rows if row["reason"] in (Reason.NOT_BOOKED, Reason.NOT_FOR)]
    since = {row["id"]: row["since"] for row in await fetch(_SINCE, late)} if late else {}
    places = await _places(turned_away) if turned_away else {}
    return [answer(row, since=since.get(row["id"]), place=places.get(row["id"])) for row in rows]


async def _places(scans: list[UUID]) -> dict[UUID, Place]:
    rows = await fetch(_PLACES, scans)
    return {row["scan"]: Place(*(row[field] or "" for field in Place._fields)) for row in rows}


_SINCE = """
SELECT s.id, first.at AS since FROM scan s CROSS JOIN LATERAL (
    SELECT min(f.at) AS at FROM scan f
    WHERE f.guest = s.guest AND f.scope = s.scope AND f.occasion = s.occasion AND f.verdict <> 'refused'
        AND f.direction = 'in' AND f.id <> s.id AND NOT EXISTS (SELECT 1 FROM scan_undo u WHERE u.scan = f.id)) first
WHERE s.id = ANY($1::uuid[])
"""

_PLACES = f"""
SELECT DISTINCT ON (x.id) x.id AS scan, e.* FROM scan x JOIN checkpoint p ON p.id = x.checkpoint
CROSS JOIN LATERAL (
    SELECT 'session:' || s.code AS key, s.title_zh, s.title_en, c.code AS checkpoint, h.name_zh AS hall_zh,
        h.name_en AS hall_en, h.way_zh, h.way_en, s.starts_at AS begins
    FROM booking b JOIN agenda_session s ON s.id = b.agenda_session
    LEFT JOIN LATERAL (SELECT * FROM checkpoint c WHERE c.agenda_session = s.id AND c.direction = 'in'
        AND c.active ORDER BY c.position, c.code LIMIT 1) c ON true
    LEFT JOIN hall h ON h.id = coalesce(c.hall, s.hall)
    WHERE b.guest = x.guest AND s.id IS DISTINCT FROM p.agenda_session
        AND x.at >= s.starts_at - interval '1 hour' AND x.at < coalesce(s.ends_at, s.starts_at + interval '4 hours')
    UNION ALL
    SELECT 'bus:' || v.code, {vehicle_label_of("v.code")}, 'Bus ' || v.code, '', v.muster, v.muster, '', '', v.departs_at
    FROM vehicle_seat w JOIN vehicle v ON v.id = w.vehicle WHERE w.guest = x.guest AND p.kind = 'bus'
) e
WHERE x.id = ANY($1::uuid[])
ORDER BY x.id, abs(extract(epoch FROM e.begins - x.at)) NULLS LAST, e.key
"""  # noqa: S608 - our own names
"""What a guest who was refused has booked for that time: a session around it, or their bus."""
