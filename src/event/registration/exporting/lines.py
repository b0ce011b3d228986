"""Guests as an export reads them: everything about each, in few queries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from event.database import fetch
from event.gathering.keys import keys_of
from event.gathering.tables import Gathering
from event.language import in_language
from event.registration.sealed import Opened, opened


@dataclass(frozen=True)
class Line:
    """A guest with all that columns tell; texts are said in `language`."""

    row: Any
    clear: Opened
    answers: dict[str, Any]
    consents: dict[str, bool]
    language: str
    zone: ZoneInfo

    def said(self, zh: str, en: str) -> str:
        return in_language(self.language, zh=zh, en=en)

    def yes_or_no(self, given: bool | None) -> str:
        """What somebody agreed to; nothing where they were not asked."""
        return "" if given is None else self.said("是", "Yes") if given else self.said("否", "No")

    def texts(self, answer: Any) -> list[str]:
        """An answer as its texts."""
        if answer is None or answer == "":
            return []
        return [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]

    def said_list(self, answer: Any) -> str:
        """An answer on one line."""
        return self.said("、", ", ").join(self.texts(answer))


async def lines_of(gathering: Gathering, guests: Sequence[UUID], *, language: str) -> list[Line]:
    """The guests in the order of their numbers; who was erased is left out."""
    rows = await fetch(
        "SELECT g.*, c.name_zh AS class_zh, c.name_en AS class_en, d.name_zh AS delegation_zh,"
        " d.name_en AS delegation_en, p.code AS party, t.badge_number, l.number AS letter,"
        " l.issued_on AS letter_issued_on, a.mode AS arrival_mode, a.number AS arrival_number,"
        " a.origin AS arrival_origin, a.on_day AS arrival_on_day, a.at_time AS arrival_at_time,"
        " a.transfer_wanted AS arrival_transfer_wanted, b.mode AS departure_mode, b.number AS departure_number,"
        " b.on_day AS departure_on_day, b.at_time AS departure_at_time,"
        " b.transfer_wanted AS departure_transfer_wanted,"
        " (SELECT min(s.scanned_at) FROM arrival s JOIN checkpoint k ON k.id = s.checkpoint"
        "   WHERE s.guest = g.id AND k.kind = 'arrival') AS arrived_at,"
        " (SELECT e.reason FROM decision e WHERE e.guest = g.id"
        "   ORDER BY e.effective_at DESC, e.recorded_at DESC LIMIT 1) AS reason,"
        " (SELECT json_object_agg(n.purpose, n.given ORDER BY n.at) FROM consent n WHERE n.guest = g.id) AS consents"
        " FROM guest g JOIN guest_class c ON c.id = g.guest_class LEFT JOIN delegation d ON d.id = g.delegation"
        " LEFT JOIN travel_party p ON p.id = g.travel_party"
        " LEFT JOIN ticket t ON t.guest = g.id AND t.voided_at IS NULL LEFT JOIN visa_letter l ON l.guest = g.id"
        " LEFT JOIN journey a ON a.guest = g.id AND a.direction = 'arrival'"
        " LEFT JOIN journey b ON b.guest = g.id AND b.direction = 'departure'"
        " WHERE g.id = ANY($1) AND g.gathering = $2 AND g.erased_at IS NULL ORDER BY g.number, g.id",
        list(guests), gathering.id,
    )  # fmt: skip
    keys = await keys_of(gathering.id)
    return [
        Line(
            row, opened(keys, row["id"], row), json.loads(row["answers"]), json.loads(row["consents"] or "{}"),
            language, gathering.zone,
        )
        for row in rows
    ]  # fmt: skip
